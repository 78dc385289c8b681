//! What the widgets share: the choices, the experiment, and what it has reported.

use leptos::prelude::*;

use crate::labs::feedback::LAB;
use crate::labs::feedback::config::Config;
use crate::labs::feedback::protocol::{Report, Setup};
use crate::lesson::{Lang, Text};
use crate::ui::{Chosen, Session, Slider, Spacing, use_choices, use_job, use_lang};
use crate::wire::choices::Range;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub session: Session<Setup>,
    pub report: RwSignal<Report>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let report = RwSignal::new(Report::default());
        let session = Session::new(use_job(LAB.id, move |heard| report.set(heard)), move || {
            let setup = |c: &Config| Setup {
                repairs: c.repairs,
                budget: c.budget,
                seed: c.seed,
            };
            Some(chosen.config.with(setup))
        });
        Lab {
            chosen,
            session,
            report,
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
                on_change=move |value: f64| lab.chosen.change(|c| write(c, value)) />
        }
        .into_any()
    }
}
