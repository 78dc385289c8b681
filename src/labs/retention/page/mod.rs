//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.

/// What the widgets share.
mod state;

/// The ladder: the stream and its editor, the memory, the weights.
mod edit;
mod memory;
mod rungs;
mod tape;
mod weights;

/// The other widgets.
mod decay;
mod descent;
mod surface;

/// Training, and the gates on the way.
mod gates;
mod training;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::labs::retention::LESSON;
use crate::labs::retention::presets;
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
        controls: &["rungs", "stream", "steps", "training"],
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
        "rungs" => rungs::view(lab),
        "stream" => edit::view(lab),
        "memory" => memory::view(lab),
        "weights" => weights::view(lab),
        "decay" => decay::view(lab),
        "steps" => descent::view(lab),
        "training" => training::view(lab),
        "gates" => gates::view(lab),
        "valley" => surface::view(lab),
        // A test holds the lessons to the list of widgets.
        _ => ().into_any(),
    }
}

/// A link in the lesson that sets the lab to a named state.
fn set_preset(lab: Lab, id: &str) {
    if let Some(preset) = presets::find(id) {
        lab.edit(|config| (preset.apply)(config));
    }
}
