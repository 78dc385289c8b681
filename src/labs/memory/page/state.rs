//! What the widgets share: the choices, the runs, the diary's memory, what the reader has seen.

use std::sync::Arc;

use leptos::prelude::*;

use crate::data::tally::Tally;
use crate::labs::memory::LAB;
use crate::labs::memory::config::Config;
use crate::labs::memory::diary::answers::{Answered, Setting, answers, by_hops, memory};
use crate::labs::memory::diary::store::Store;
use crate::labs::memory::guesses::{self, Seen};
use crate::labs::memory::protocol::{BrainReport, LearnReport, ReadReport, Report, Setup, Trained, Weights};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Count, Role};
use crate::train::State;
use crate::ui::{Chosen, Session, Slider, use_choices, use_job, use_lang};
use crate::wire::choices::Range;

const ONE_AT_A_TIME: Text = text(
    "Another run of this page is not finished. Wait for it or stop it.",
    "這一頁還有一個執行沒結束，請等它跑完或按停止。",
);

/// The memory of the diary and its answers.
pub(super) type Asked = Arc<(Store, Vec<Answered>)>;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub reading: Session<Setup>,
    pub read: RwSignal<ReadReport>,
    pub testing: Session<Setup>,
    pub tested: RwSignal<BrainReport>,
    /// The file of the chosen brain, once it has come: which, and its bytes.
    pub file: RwSignal<Option<(Trained, Weights)>>,
    pub learning: Session<Setup>,
    pub learnt: RwSignal<LearnReport>,
    /// The reader has asked the diary; from then on the answers follow the controls.
    pub wants_answers: RwSignal<bool>,
    /// The diary's memory under the choices as they stand.
    pub asked: Memo<Asked>,
    /// Right answers by hops: of the best lines, of the graph.
    pub hops: Memo<Option<[[Tally; 3]; 2]>>,
    /// What has settled the cards, once it has been on the screen.
    pub seen: Memo<Seen>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let lang: Signal<Lang> = use_lang().into();
        let read = RwSignal::new(ReadReport::default());
        let learnt = RwSignal::new(LearnReport::default());
        let tested = RwSignal::new(BrainReport::default());
        let file = RwSignal::new(None::<(Trained, Weights)>);
        // One worker, one job at a time: opening either closes the other, whose last report stays.
        let hear = move |report: Report| match report {
            Report::Read(report) => drop(read.try_set(report)),
            Report::Learn(report) => drop(learnt.try_set(report)),
            Report::Brain(report) => drop(tested.try_set(report)),
        };
        let reading = Session::new(use_job(LAB.id, hear), move || {
            Some(Setup::Read(chosen.config.with(Config::read)))
        });
        let testing = Session::new(use_job(LAB.id, hear), move || {
            let setup = chosen.config.with(Config::brain);
            let weights = file.with(|file| {
                let fits = file.as_ref().filter(|(trained, _)| *trained == setup.trained);
                fits.map(|(_, weights)| weights.clone())
            });
            Some(Setup::Brain(setup, weights?))
        });
        let learning = Session::new(use_job(LAB.id, hear), move || {
            Some(Setup::Learn(chosen.config.with(Config::learn)))
        });
        let setting = Memo::new(move |_| chosen.config.with(Config::asked));
        let asked = Memo::new(move |_| told(setting.get(), lang.get()));
        let ways = Memo::new(move |_| chosen.config.with(|c| [c.way(false), c.way(true)]));
        let wants_answers = RwSignal::new(false);
        let hops = Memo::new(move |_| {
            wants_answers.get().then(|| {
                let asked = asked.get();
                ways.get().map(|way| {
                    let setting = Setting { way, ..setting.get() };
                    by_hops(&answers(&asked.0, &setting, lang.get()))
                })
            })
        });
        let plain = Memo::new(move |_| chosen.config.with(guesses::is_plain));
        let seen = Memo::new(move |before: Option<&Seen>| {
            let before = before.copied().unwrap_or_default();
            let flat = || Some(hops.get().filter(|_| plain.get())?[0][2].right);
            Seen {
                read: read.with(guesses::read).or(before.read),
                brain: tested.with(guesses::brain).or(before.brain),
                learnt: learnt.with(guesses::learnt).or(before.learnt),
                flat: flat().or(before.flat),
            }
        });
        Lab {
            chosen,
            reading,
            read,
            testing,
            tested,
            file,
            learning,
            learnt,
            wants_answers,
            asked,
            hops,
            seen,
            lang,
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Why a job cannot start now: another one has the worker.
    pub(super) fn other_runs(self, others: [Session<Setup>; 2]) -> Option<String> {
        let runs = others.iter().any(|other| matches!(other.job.state.get(), State::Running | State::Paused));
        runs.then(|| ONE_AT_A_TIME.get(self.lang()).into())
    }
}

/// The memory under this setting, and its answers.
pub(super) fn told(setting: Setting, lang: Lang) -> Asked {
    let store = memory(&setting, lang);
    let answers = answers(&store, &setting, lang);
    Arc::new((store, answers))
}

/// A row of a figure of counts.
pub(super) fn count(name: impl Into<String>, role: Role, tally: Tally) -> Count {
    Count {
        name: name.into(),
        role,
        right: tally.right,
        of: tally.of,
        interval: tally.interval(),
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
        view! {
            <Slider control=self.control name=self.name about=self.about limits=self.range.into() value
                on_change=move |value: f64| lab.chosen.change(|c| write(c, value)) />
        }
        .into_any()
    }
}
