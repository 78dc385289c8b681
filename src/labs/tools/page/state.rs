//! What the widgets share: the choices, the run, what the reader has seen.

use leptos::prelude::*;

use crate::labs::tools::LAB;
use crate::labs::tools::config::Config;
use crate::labs::tools::guesses::{Seen, seen};
use crate::labs::tools::protocol::{Report, Setup, Tried};
use crate::lesson::{Lang, Text};
use crate::ui::{Chosen, Session, Slider, use_choices, use_job, use_lang};
use crate::wire::choices::Range;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub session: Session<Setup>,
    pub report: RwSignal<Report>,
    /// What has settled the cards, once it has been on the screen.
    pub seen: Memo<Seen>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let report = RwSignal::new(Report::default());
        let job = use_job(LAB.id, move |new: Report| drop(report.try_set(new)));
        let session = Session::new(job, move || Some(chosen.config.with(Config::setup)));
        let seen = Memo::new(move |before: Option<&Seen>| {
            let before = before.copied().unwrap_or_default();
            let now = report.with(seen);
            Seen {
                attacks: now.attacks.or(before.attacks),
                many: now.many.or(before.many),
            }
        });
        Lab {
            chosen,
            session,
            report,
            seen,
            lang: use_lang().into(),
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Index of the reader's language in what the job says in both.
    pub(super) fn tongue(self) -> usize {
        usize::from(self.lang() == Lang::ZhHant)
    }

    /// The run of this attack under this defence, once it was made.
    pub(super) fn tried(self, attack: usize, defence: usize) -> Option<Tried> {
        self.report
            .with(|r| r.found.rows.get(defence)?.get(attack).cloned())
    }
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
        view! { <Slider control=self.control name=self.name about=self.about limits value on_change /> }.into_any()
    }
}
