//! The page of the lab: the lesson in three tabs, with a widget at every place that it names. Names for tests and links:
//! `../names.md`.
//!
//! Reading order: what is shared (`state`, `parts`), the widgets in the order of the lesson, then what the lesson itself asks for
//! (`values`, `cards`).

mod parts;
mod state;

/// The widgets.
mod answers;
mod brain;
mod diary;
mod learn;
mod read;

/// The lesson's live numbers and its guesses.
mod cards;
mod values;

use leptos::prelude::*;

use crate::labs::memory::config::Part;
use crate::labs::memory::presets;
use crate::lesson::{Text, text};
use crate::ui::{Choice, JobNotice, LabTools, LessonView, Parts, Tabs, live};
use state::Lab;

const NAME: Text = text("Parts of this lab", "這個實驗的三個部分");

const fn words(part: Part) -> Text {
    match part {
        Part::Read => text("Read", "讀取"),
        Part::Learn => text("Learn from feedback", "從回饋學習"),
        Part::Write => text("Write and reflect", "寫入與反思"),
    }
}

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
    let lesson = parts::split();
    let tabs = Part::ALL.into_iter().zip(lesson.tabs).map(|(part, lesson)| {
        let content = view! { <LessonView lesson parts /> }.into_any();
        (Choice::new(part.id(), words(part)), content)
    });
    let tabs = tabs.collect::<Vec<_>>();
    let part = lab.chosen.pick(|c| c.part);
    let value = live(move || part.get().id().to_string());
    let choose = move |id: String| {
        if let Some(part) = Part::ALL.into_iter().find(|part| part.id() == id) {
            lab.chosen.change(|c| c.part = part);
        }
    };
    view! {
        <LabTools chosen=lab.chosen />
        <JobNotice job=lab.reading.job />
        <JobNotice job=lab.testing.job />
        <JobNotice job=lab.learning.job />
        <LessonView lesson=lesson.before parts />
        <Tabs control="part" name=NAME tabs value on_change=choose />
        <LessonView lesson=lesson.after parts />
    }
    .into_any()
}

fn widget(lab: Lab, id: &str) -> AnyView {
    match id {
        "read" => read::view(lab),
        "brain" => brain::view(lab),
        "learn" => learn::view(lab),
        "diary" => diary::view(lab),
        "answers" => answers::view(lab),
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
