//! The page of the lab: the lesson, with one widget of two tabs. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`, `charts`), the first tab (`trip`, `act`), the second one (`walk`, `think`), then what
//! the lesson itself asks for (`values`, `cards`).

mod act;
mod cards;
mod charts;
mod state;
mod think;
mod trip;
mod values;
mod walk;

use leptos::prelude::*;

use crate::labs::planning::LESSON;
use crate::labs::planning::presets;
use crate::lesson::{Text, text};
use crate::ui::{Choice, JobNotice, LabTools, LessonView, Parts, Tabs};
use state::Lab;

const TABS: Text = text("Parts of the lab", "實驗的兩個部分");
const ACT: Text = text("plan, act, re-plan", "規劃、行動、再規劃");
const THINK: Text = text("search, doors, dreams, overthinking", "搜尋、單向門、腦內小劇場、想太多");

/// Mounted by the shell under the lab's heading.
pub(super) fn page() -> AnyView {
    let lab = Lab::new();
    let cards = cards::cards(lab);
    let parts = Parts {
        widget: Callback::new(move |id: &'static str| match id {
            "planning" => tabs(lab),
            // A test holds the lessons to the list of widgets.
            _ => ().into_any(),
        }),
        value: Callback::new(move |name| values::live(lab, name)),
        preset: Callback::new(move |id| set_preset(lab, id)),
        guess: Callback::new(move |name| cards.get(name)),
        controls: &[],
    };
    view! {
        <LabTools chosen=lab.chosen />
        <JobNotice job=lab.acting.job />
        <JobNotice job=lab.thinking.job />
        <LessonView lesson=&LESSON parts />
    }
    .into_any()
}

fn tabs(lab: Lab) -> AnyView {
    let value = Signal::derive(move || {
        let thinking = lab.chosen.config.with(|c| c.thinking);
        if thinking { "think" } else { "act" }.to_string()
    });
    let tabs = vec![
        (Choice::new("act", ACT), view! { {trip::view(lab)}{act::view(lab)} }.into_any()),
        (Choice::new("think", THINK), view! { {walk::view(lab)}{think::view(lab)} }.into_any()),
    ];
    let choose = move |value: String| lab.chosen.change(|c| c.thinking = value == "think");
    view! { <Tabs control="tab" name=TABS tabs value on_change=choose /> }.into_any()
}

/// A link in the lesson that sets the lab to a named state.
fn set_preset(lab: Lab, id: &str) {
    if let Some(preset) = presets::find(id) {
        lab.chosen.change(|config| (preset.apply)(config));
    }
}
