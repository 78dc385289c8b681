//! What the widgets share: the choices, the run, the experiment, what the reader has seen.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::agent::{Author, Progress};
use crate::agent_page::Watch;
use crate::agent_study::{Answer, Ask, Question};
use crate::labs::agent_loop::LAB;
use crate::labs::agent_loop::config::Config;
use crate::labs::agent_loop::guesses::{Seen, measured};
use crate::labs::agent_loop::protocol::{Report, Setup, View};
use crate::lesson::{Lang, Text};
use crate::ui::{Chosen, NumberField, Session, Slider, use_choices, use_job, use_lang};
use crate::wire::choices::Range;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub session: Session<Setup>,
    pub watch: Watch<View>,
    pub report: RwSignal<Report>,
    /// Marks of the exercise that were right, and how many there were.
    pub marks: RwSignal<Option<(u32, u32)>>,
    /// What has settled the cards, once it has been on the screen.
    pub seen: Memo<Seen>,
    /// Goes up where a run is to be opened anew although no setting changes.
    pub anew: RwSignal<u32>,
    /// What was done is too long for a link.
    pub too_long: RwSignal<bool>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let lang: Signal<Lang> = use_lang().into();
        let report = RwSignal::new(Report::default());
        let job = use_job(LAB.id, move |new: Report| drop(report.try_set(new)));
        let session = Session::new(job, move || Some(chosen.config.with(|c| c.setup(lang.get()))));
        let watch = Watch::new(job);
        let seen = Memo::new(move |before: Option<&Seen>| {
            let before = before.copied().unwrap_or_default();
            let (full, fog) = report.with(measured);
            Seen {
                tokens: ended(watch).or(before.tokens),
                full: full.or(before.full),
                fog: fog.or(before.fog),
            }
        });
        let lab = Lab {
            chosen,
            session,
            watch,
            report,
            marks: RwSignal::new(None),
            seen,
            anew: RwSignal::new(0),
            too_long: RwSignal::new(false),
            lang,
        };
        lab.follow();
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Another set-up opens another run; the first one, and that of a link, does what the link says.
    fn follow(self) {
        let setup = Memo::new(move |_| self.chosen.config.with(|c| c.setup(self.lang.get())));
        Effect::new(move |before: Option<u32>| {
            setup.track();
            self.anew.track();
            let linked = self.chosen.linked.get();
            let record = match before == Some(linked) {
                true => Vec::new(),
                false => self.chosen.config.with_untracked(Config::played),
            };
            self.reopen(record);
            linked
        });
        // The link follows the run.
        Effect::new(move |_| {
            let moved = self.watch.panel.with(|shown| shown.entries.len() > 1 || shown.branches.len() > 1);
            let (number, job) = (self.session.number.get_untracked(), self.session.job);
            if moved != Some(true) {
                return;
            }
            spawn_local(async move {
                let ask = Ask::<()>::Run(Question::Record);
                let answer = job.ask::<Answer<View, ()>>(&ask).await;
                let current = self.session.number.try_get_untracked() == Some(number);
                if let (Ok(Answer::Record(record)), true) = (answer, current) {
                    self.keep(&record);
                }
            });
        });
    }

    /// Opens a run with the settings as they stand, and does these things in it.
    pub(super) fn reopen(self, record: Vec<Question>) {
        if record.is_empty() && self.chosen.config.with_untracked(|c| !c.record.is_empty()) {
            self.chosen.change(|c| c.record.clear());
        }
        self.report.set(Report::default());
        self.marks.set(None);
        self.too_long.set(false);
        if self.session.open() {
            self.watch.open(record);
        }
    }

    fn keep(self, record: &[Question]) {
        let lang = self.session.opened().and_then(|setup| setup.config.lang);
        let mut config = self.chosen.config.get_untracked();
        let fits = config.keep(record);
        self.too_long.set(!fits);
        config.lang = config.lang.or(lang);
        if config != self.chosen.config.get_untracked() {
            self.chosen.config.set(config);
        }
    }
}

/// Tokens after the user's words, by the brain and by the environment.
pub(super) fn tokens(watch: Watch<View>) -> Option<(u32, u32)> {
    watch.panel.with(|shown| {
        let user = shown.tape.spans.iter().position(|span| span.author == Author::User)?;
        let (mut brain, mut environment) = (0, 0);
        for span in &shown.tape.spans[user..] {
            match span.author {
                Author::Generated => brain += span.length,
                Author::Environment => environment += span.length,
                Author::System | Author::User => {}
            }
        }
        Some((brain, environment))
    })?
}

/// The same, of a run that has ended.
fn ended(watch: Watch<View>) -> Option<(u32, u32)> {
    let over = watch.panel.with(|shown| matches!(shown.progress, Progress::Stopped(_)));
    tokens(watch).filter(|(brain, _)| over == Some(true) && *brain > 0)
}

/// A control of one number of the choices.
pub(super) struct Row {
    pub control: &'static str,
    pub name: Text,
    pub about: Text,
    pub range: Range,
    pub read: fn(&Config) -> f64,
    pub write: fn(&mut Config, f64),
}

impl Row {
    pub(super) fn view(self, lab: Lab) -> AnyView {
        let value = lab.chosen.pick(self.read);
        let write = self.write;
        let on_change = move |value: f64| lab.chosen.change(|c| write(c, value));
        let limits = self.range.into();
        match self.range.max > 1000.0 {
            true => view! { <NumberField control=self.control name=self.name about=self.about limits value on_change /> }.into_any(),
            false => view! { <Slider control=self.control name=self.name about=self.about limits value on_change /> }.into_any(),
        }
    }
}
