//! What the widgets share: the choices, and small helpers for charts of formulas.

use std::sync::Arc;

use leptos::prelude::*;

use crate::labs::cost::LAB;
use crate::labs::cost::config::Config;
use crate::labs::cost::guesses::{PAIRS, Seen};
use crate::labs::cost::laws::{Stack, contexts};
use crate::labs::cost::protocol::{
    MeasureReport, MeasureSetup, Report, Setup, StackReport, TrainReport, TrainSetup,
};
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, significant};
use crate::train::State;
use crate::ui::{Chosen, Session, Slider, Spacing, use_choices, use_job, use_lang};
use crate::wire::choices::{Choices, Range};

pub(super) const TOKENS: Text = text("tokens", "個 token");
const ONE_AT_A_TIME: Text = text(
    "The other run of this page is not finished. Wait for it or stop it: they would disturb each other.",
    "這一頁的另一個執行還沒結束，請等它跑完或按停止；同時跑會互相干擾。",
);
const CONTEXT_AXIS: Text = text("tokens seen so far (log scale)", "已讀進的 token 數（對數刻度）");

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub measuring: Session<Setup>,
    pub measured: RwSignal<MeasureReport>,
    pub training: Session<Setup>,
    pub trained: RwSignal<TrainReport>,
    /// What the reader's own runs have shown.
    pub seen: Memo<Seen>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let measured = RwSignal::new(MeasureReport::default());
        let trained = RwSignal::new(TrainReport::default());
        // One worker, one job at a time: opening either closes the other, whose last report stays.
        let hear = move |report: Report| match report {
            Report::Measure(report) => measured.set(report),
            Report::Train(report) => trained.set(report),
        };
        let measuring = Session::new(use_job(LAB.id, hear), move || {
            let setup = |c: &Config| MeasureSetup {
                size: c.measured,
                seed: c.seed,
            };
            Some(Setup::Measure(chosen.config.with(setup)))
        });
        let training = Session::new(use_job(LAB.id, hear), move || {
            let setup = |c: &Config| TrainSetup {
                rival: c.rival,
                size: c.size,
                steps: c.steps,
                seed: c.seed,
            };
            Some(Setup::Train(chosen.config.with(setup)))
        });
        let seen = Memo::new(move |_| {
            let recalled = trained.with(|report| {
                let done = |stack: &StackReport| stack.examined_at == Some(report.each);
                let stacks: &[StackReport; 4] = report.stacks.as_slice().try_into().ok()?;
                // The question says: with the settings untouched.
                let plain = Config::default();
                let asked = (report.rival, report.size, report.each)
                    == (Some(plain.rival), plain.size, plain.steps);
                let all = asked && stacks.iter().all(done);
                all.then(|| stacks.each_ref().map(|stack| stack.at(PAIRS).unwrap_or(0.0)))
            });
            measured.with(|report| Seen {
                size: report.size,
                points: report.points.clone(),
                measured: report.planned > 0 && report.done == report.planned,
                recalled,
            })
        });
        Lab {
            chosen,
            measuring,
            measured,
            training,
            trained,
            seen,
            lang: use_lang().into(),
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Changes the choices and keeps them inside their limits (layers and attention layers hang together).
    pub(super) fn change(self, change: impl FnOnce(&mut Config)) {
        self.chosen.change(|config| {
            change(config);
            *config = config.clone().clamped().0;
        });
    }

    pub(super) fn stack(self) -> Stack {
        self.chosen.config.with(Config::stack)
    }

    /// Why this job cannot start now: the other one has the worker.
    pub(super) fn other_runs(self, other: Session<Setup>) -> Option<String> {
        let runs = matches!(other.job.state.get(), State::Running | State::Paused);
        runs.then(|| ONE_AT_A_TIME.get(self.lang()).into())
    }

    /// The name of the layer with constant memory.
    pub(super) fn rival(self) -> Kind {
        self.chosen.config.with(|c| c.rival)
    }
}

/// A control of one number of the choices.
pub(super) struct Row {
    pub control: &'static str,
    pub name: Text,
    pub about: Text,
    pub range: Range,
    pub spacing: Spacing,
    pub read: fn(&Config) -> f64,
    pub write: fn(&mut Config, f64),
}

impl Row {
    pub(super) fn view(self, lab: Lab) -> AnyView {
        let value = lab.chosen.pick(self.read);
        let write = self.write;
        view! {
            <Slider control=self.control name=self.name about=self.about limits=self.range.into() spacing=self.spacing value
                on_change=move |value: f64| lab.change(|c| write(c, value)) />
        }
        .into_any()
    }
}

/// A curve of a formula over contexts `from..=to`.
pub(super) fn curve(from: f64, to: f64, of: impl Fn(f64) -> f64) -> Arc<Vec<(f64, f64)>> {
    let point = |t: f64| (t, of(t));
    Arc::new(contexts(from, to).into_iter().map(point).collect())
}

/// The axis of contexts.
pub(super) fn context_axis(lang: Lang, from: f64, to: f64) -> Axis {
    Axis::new(CONTEXT_AXIS.get(lang)).log().between(from, to)
}

/// `2.6 × 10¹⁹`; plain below 100,000.
pub(super) fn power(value: f64) -> String {
    if !value.is_finite() || value.abs() < 1e5 {
        return significant(value, 3);
    }
    let exponent = value.abs().log10().floor() as i32;
    let mut lead = significant(value / 10f64.powi(exponent), 2);
    let mut exponent = exponent;
    if lead.starts_with("10") {
        (lead, exponent) = ("1.0".into(), exponent + 1);
    }
    let raised = exponent.to_string();
    let raised = raised.chars().map(|c| RAISED[c as usize - '0' as usize]);
    [&lead, "\u{a0}\u{d7}\u{a0}10", &raised.collect::<String>()].concat()
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_written_with_a_power_of_ten() {
        assert_eq!(power(2.62e19), "2.6\u{a0}×\u{a0}10¹⁹");
        assert_eq!(power(9.99e9), "1.0\u{a0}×\u{a0}10¹⁰");
        assert_eq!(power(16_384.0), "16,384");
    }
}
