//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`), the widgets in the order of the lesson, then what the lesson itself asks for
//! (`values`, `cards`).

mod state;

/// The widgets.
mod block;
mod hybrid;
mod measure;
mod mixing;
mod recall;
mod ten_million;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::labs::cost::LESSON;
use crate::labs::cost::presets;
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
        controls: &[],
    };
    view! {
        <LabTools chosen=lab.chosen />
        <JobNotice job=lab.measuring.job />
        <JobNotice job=lab.training.job />
        <LessonView lesson=&LESSON parts />
    }
    .into_any()
}

fn widget(lab: Lab, id: &str) -> AnyView {
    match id {
        "mixing" => mixing::view(lab),
        "block" => block::view(lab),
        "measure" => measure::view(lab),
        "hybrid" => hybrid::view(lab),
        "recall" => recall::view(lab),
        "ten-million" => ten_million::view(lab),
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
