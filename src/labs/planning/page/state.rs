//! What the widgets share: the choices, the two experiments, and what they have reported.

use leptos::prelude::*;

use crate::labs::planning::LAB;
use crate::labs::planning::config::{Config, exact};
use crate::labs::planning::protocol::{Act, Report, Setup, Think};
use crate::lesson::{Lang, Text, text};
use crate::train::State;
use crate::ui::{Button, ButtonKind, Chosen, Session, Slider, Spacing, use_choices, use_job, use_lang};
use crate::wire::choices::Range;

const ONE_AT_A_TIME: Text = text(
    "The experiment of the other tab is not finished. Wait for it or stop it.",
    "另一個分頁的實驗還沒結束，請等它跑完或按停止。",
);
const OTHER: Text = text("Another seed", "換一個種子");

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub acting: Session<Setup>,
    pub acted: RwSignal<Report>,
    pub thinking: Session<Setup>,
    pub thought: RwSignal<Report>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let acted = RwSignal::new(Report::default());
        let thought = RwSignal::new(Report::default());
        // One worker, one job at a time: opening either closes the other, whose last report stays.
        let hear = move |report: Report| match report.thinking {
            false => acted.set(report),
            true => thought.set(report),
        };
        let acting = Session::new(use_job(LAB.id, hear), move || {
            let setup = |c: &Config| Act {
                shops: c.shops,
                slack: c.slack,
                limit: c.limit,
                seed: c.seed,
            };
            Some(Setup::Act(chosen.config.with(setup)))
        });
        let thinking = Session::new(use_job(LAB.id, hear), move || {
            let setup = |c: &Config| Think {
                seeds: c.seeds,
                noise: c.noise,
                error: c.error,
                bias: c.bias,
                cost: c.cost,
                seed: c.seed,
            };
            Some(Setup::Think(chosen.config.with(setup)))
        });
        Lab {
            chosen,
            acting,
            acted,
            thinking,
            thought,
            lang: use_lang().into(),
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Why this job cannot start now: the other one has the worker.
    pub(super) fn other_runs(self, other: Session<Setup>) -> Option<String> {
        let runs = matches!(other.job.state.get(), State::Running | State::Paused);
        runs.then(|| ONE_AT_A_TIME.get(self.lang()).into())
    }

    /// A button that takes the next seed.
    pub(super) fn next_seed(self, control: &'static str) -> AnyView {
        let press = move |()| self.chosen.change(|c| c.seed = c.seed.wrapping_add(1));
        view! { <Button control=control words=OTHER kind=ButtonKind::Quiet on_press=press /> }.into_any()
    }
}

/// A control of one number of the choices.
pub(super) struct Row {
    pub control: &'static str,
    pub name: Text,
    pub about: Text,
    pub range: Range,
    pub spacing: Spacing,
    pub read: fn(&Config) -> f32,
    pub write: fn(&mut Config, f64),
}

impl Row {
    pub(super) fn view(self, lab: Lab) -> AnyView {
        let read = self.read;
        let value = Signal::derive(move || exact(lab.chosen.config.with(read)));
        let write = self.write;
        view! {
            <Slider control=self.control name=self.name about=self.about limits=self.range.into() spacing=self.spacing value
                on_change=move |value: f64| lab.chosen.change(|c| write(c, value)) />
        }
        .into_any()
    }
}
