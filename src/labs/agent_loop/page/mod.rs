//! The page of the lab: the lesson, with a widget at every place that it names. Names for tests and links: `../names.md`.
//!
//! Reading order: what is shared (`state`), the widgets in the order of the lesson, then what the lesson itself asks for
//! (`values`, `cards`). The debugger itself is `agent_page`.

mod state;

/// The widgets.
mod experiment;
mod map;
mod world;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::agent_page::{branches, controls, edit, exercise, files, likely, log, meter, plan, reader, tape, waiting};
use crate::labs::agent_loop::LESSON;
use crate::labs::agent_loop::presets;
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
        <JobNotice job=lab.session.job />
        <LessonView lesson=&LESSON parts />
    }
    .into_any()
}

fn widget(lab: Lab, id: &str) -> AnyView {
    let panel = lab.watch.panel;
    match id {
        "world" => world::view(lab),
        "debugger" => view! {
            {controls(panel)}{waiting(panel)}{world::seen(lab)}{plan(panel)}{meter(panel)}{tape(panel)}{likely(panel)}{log(panel)}
        }
        .into_any(),
        "branches" => view! { {edit(panel)}{branches(panel)}{files(panel)} }.into_any(),
        "exercise" => exercise(panel, lab.marks),
        "reader" => reader(panel),
        "experiment" => experiment::view(lab),
        // A test holds the lessons to the list of widgets.
        _ => ().into_any(),
    }
}

/// A link in the lesson that sets the lab to a named state.
fn set_preset(lab: Lab, id: &str) {
    if let Some(preset) = presets::find(id) {
        lab.chosen.change(|config| (preset.apply)(config));
        lab.anew.update(|n| *n += 1);
    }
}
