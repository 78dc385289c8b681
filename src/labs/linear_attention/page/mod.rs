//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.

/// What the widgets share.
mod formulas;
mod state;
mod steps;
mod symbols;

/// The widgets.
mod derivation;
mod drawers;
mod forms;
mod graph;
mod numbers;
mod time;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use super::{LAB, LESSON, presets};
use crate::ui::{JobNotice, LabTools, LessonView, Parts};
use state::Lab;

/// Mounted by the shell under the lab's heading.
pub(super) fn page() -> AnyView {
    let lab = Lab::new(LAB.id);
    let cards = cards::cards(lab);
    let parts = Parts {
        widget: Callback::new(move |id| widget(lab, id)),
        value: Callback::new(move |name| values::live(lab, name)),
        preset: Callback::new(move |id| {
            if let Some(preset) = presets::find(id) {
                lab.chosen.change(|config| (preset.apply)(config));
            }
        }),
        guess: Callback::new(move |name| cards.get(name)),
        controls: &[],
    };
    view! {
        <LabTools chosen=lab.chosen />
        <JobNotice job=lab.session.job />
        <LessonView lesson=&LESSON parts />
    }
    .into_any()
}

fn widget(lab: Lab, id: &str) -> AnyView {
    match id {
        "derivation" => derivation::view(lab),
        "drawers" => drawers::view(lab),
        "forms" => forms::view(lab),
        "time" => time::view(lab),
        "graph" => graph::view(lab),
        // A test holds the lessons to the list of widgets.
        _ => ().into_any(),
    }
}
