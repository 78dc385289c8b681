//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`, `session`, `texts`, `forks`), the widgets in the order of the
//! lesson, then what the lesson itself asks for (`values`, `cards`).

/// The small things: spelling of tokens.
mod spelling;

/// What the widgets share.
mod forks;
mod session;
mod shipped;
mod state;
mod texts;

/// The widgets.
mod attention;
mod beam;
mod cache;
mod corpus;
mod distribution;
mod diversity;
mod export;
mod live_sample;
mod loss;
mod model;
mod sample;
mod text;
mod tokenizer;
mod train;
mod tree;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

mod start;

use leptos::prelude::*;

use crate::labs::next_token::LESSON;
use crate::labs::next_token::presets;
use crate::ui::{JobNotice, LabTools, LessonView, Parts};
use state::Lab;

/// Mounted by the shell under the lab's heading.
pub(super) fn page() -> AnyView {
    let lab = Lab::new();
    start::begin(lab);
    let cards = cards::cards(lab);
    let parts = Parts {
        widget: Callback::new(move |id| widget(lab, id)),
        value: Callback::new(move |name| values::live(lab, name)),
        preset: Callback::new(move |id| set_preset(lab, id)),
        guess: Callback::new(move |name| cards.get(name)),
        controls: &["train", "sample"],
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
        "corpus" => corpus::view(lab),
        "tokenizer" => tokenizer::view(lab),
        "model" => model::view(lab),
        "train" => train::view(lab),
        "loss" => loss::view(lab),
        "live-sample" => live_sample::view(lab),
        "sample" => sample::view(lab),
        "distribution" => distribution::view(lab),
        "text" => text::view(lab),
        "tree" => tree::view(lab),
        "beam" => beam::view(lab),
        "diversity" => diversity::view(lab),
        "attention" => attention::view(lab),
        "cache" => cache::view(lab),
        "export" => export::view(lab),
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
