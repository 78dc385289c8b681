//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`, `plane`, `looks`), the widgets in the order of the lesson, then what the lesson
//! itself asks for (`values`, `cards`).

/// What the widgets share.
mod looks;
mod plane;
mod state;

/// The widgets.
mod bridge;
mod hull;
mod laws;
mod layers;
mod memory;
mod results;
mod train;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::labs::memory_limits::LESSON;
use crate::labs::memory_limits::presets;
use crate::ui::{JobNotice, LabTools, LessonView, Parts};
use state::Lab;

/// Mounted by the shell under the lab's heading.
pub(super) fn page() -> AnyView {
    let lab = Lab::new();
    let cards = cards::cards(lab);
    let parts = Parts {
        widget: Callback::new(move |id| widget(lab, id)),
        value: Callback::new(move |name| values::live(lab, name)),
        preset: Callback::new(move |id| set_preset(lab, id)),
        guess: Callback::new(move |name| cards.get(name)),
        controls: &["layers", "train"],
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
        "memory" => memory::view(lab),
        "laws" => laws::view(lab),
        "layers" => layers::view(lab),
        "train" => train::view(lab),
        "results" => results::view(lab),
        "hull" => hull::view(lab),
        "bridge" => bridge::view(lab),
        // A test holds the lessons to the list of widgets.
        _ => ().into_any(),
    }
}

/// A link in the lesson that sets the lab to a named state.
fn set_preset(lab: Lab, id: &str) {
    if let Some(preset) = presets::find(id) {
        lab.change(|config| (preset.apply)(config));
    }
}
