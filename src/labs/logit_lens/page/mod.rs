//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`, `models`), the widgets in the order of the lesson, then what the lesson itself
//! asks for (`values`, `cards`).

mod models;
mod state;

/// The widgets.
mod attribution;
mod curves;
mod lens;
mod prompt;
mod thinking;
mod translation;
mod train;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::labs::logit_lens::LESSON;
use crate::labs::logit_lens::presets;
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
        controls: &["prompt", "checkpoint", "train"],
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
        "prompt" => prompt::view(lab),
        "lens" => lens::view(lab),
        "curves" => curves::view(lab),
        "attribution" => attribution::view(lab),
        "checkpoint" => lab.model_picker(),
        "thinking" => thinking::view(lab),
        "train" => train::view(lab),
        // A test holds the lessons to the list of widgets.
        _ => ().into_any(),
    }
}

/// A link in the lesson that sets the lab to a named state.
fn set_preset(lab: Lab, id: &str) {
    if let Some(preset) = presets::find(id) {
        lab.chosen.change(|config| (preset.apply)(config));
    }
}
