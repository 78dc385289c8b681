//! What the widgets share: the choices, the run, what the reader has seen.

use leptos::prelude::*;

use crate::labs::trust::LAB;
use crate::labs::trust::config::Config;
use crate::labs::trust::guesses::{Seen, checked, far};
use crate::labs::trust::protocol::{Report, Setup};
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
            let (errors, doubting) = report.with(checked);
            Seen {
                far: chosen.config.with(far).or(before.far),
                errors: errors.or(before.errors),
                doubting: doubting.or(before.doubting),
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
}

/// A control of one number of the choices.
pub(super) struct Row {
    pub control: &'static str,
    pub name: Text,
    pub about: Text,
    pub range: Range,
    pub unit: Option<Text>,
    pub read: fn(&Config) -> f64,
    pub write: fn(&mut Config, f64),
}

impl Row {
    pub(super) fn view(self, lab: Lab) -> AnyView {
        let value = lab.chosen.pick(self.read);
        let write = self.write;
        let on_change = move |value: f64| lab.chosen.change(|c| write(c, value));
        let limits = self.range.into();
        match self.unit {
            Some(unit) => view! { <Slider control=self.control name=self.name about=self.about limits value unit on_change /> }.into_any(),
            None => view! { <Slider control=self.control name=self.name about=self.about limits value on_change /> }.into_any(),
        }
    }
}
