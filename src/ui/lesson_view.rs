//! A lesson on the page: text on the left, the widgets that it asks for beside it (below it on a narrow screen).
//!
//! The language switches in place: the two lessons have the same blocks in the same order, so no widget is ever mounted again.

use leptos::prelude::*;

use super::context::{Words, live, use_lang};
use super::live_number::{Format, LiveNumber};
use super::predict::{Ask, Predict, Prediction};
use super::slider::Limits;
use crate::lesson::{Answer, Block, Guess, Inline, Lang, Lesson, Text, text};

/// A live value that the lesson may name.
#[derive(Clone, Copy)]
pub struct Live {
    pub value: Signal<Option<f64>>,
    pub format: Format,
    pub from: Words,
    pub unit: Option<Words>,
}

/// A guess card's own state.
#[derive(Clone, Copy)]
pub struct Card {
    /// From `kept_guess`.
    pub guess: RwSignal<Option<Prediction>>,
    /// A sentence with the reader's own numbers, as soon as their run can settle it.
    pub outcome: Signal<Option<String>>,
}

/// What the lab's page has to offer to its lesson. Each is asked with the name that stands in the Markdown.
#[derive(Clone, Copy)]
pub struct Parts {
    pub widget: Callback<&'static str, AnyView>,
    pub value: Callback<&'static str, Option<Live>>,
    pub preset: Callback<&'static str>,
    /// Where a guess is kept, and the sentence that settles it once the reader's own run can.
    pub guess: Callback<&'static str, Card>,
    /// Widgets that act on the figures after them: on a wide screen they stand under the text, beside those figures.
    pub controls: &'static [&'static str],
}

const TEACHER: Text = text("For teachers", "給老師");

/// The whole lesson.
#[component]
pub fn LessonView(lesson: &'static Lesson, parts: Parts) -> impl IntoView {
    beats(lesson.en, lesson.zh)
        .into_iter()
        .map(|beat| beat_view(lesson, beat, parts))
        .collect_view()
        .into_any()
}

/// A stretch of text and the widgets that follow it: block numbers.
#[derive(Clone, PartialEq, Debug, Default)]
struct Beat {
    text: Vec<usize>,
    widgets: Vec<usize>,
}

fn beats(en: &[Block], zh: &[Block]) -> Vec<Beat> {
    let mut out = vec![Beat::default()];
    for (i, block) in en.iter().enumerate().take(zh.len()) {
        let is_widget = matches!(block, Block::Widget { .. });
        if let Some(last) = out.last_mut() {
            if is_widget {
                last.widgets.push(i);
                continue;
            }
            if last.widgets.is_empty() {
                last.text.push(i);
                continue;
            }
        }
        out.push(Beat {
            text: vec![i],
            widgets: Vec::new(),
        });
    }
    out.retain(|beat| !(beat.text.is_empty() && beat.widgets.is_empty()));
    out
}

fn beat_view(lesson: &'static Lesson, beat: Beat, parts: Parts) -> AnyView {
    let text = beat
        .text
        .iter()
        .map(|i| block_view(&lesson.en[*i], &lesson.zh[*i], parts))
        .collect_view();
    if beat.widgets.is_empty() {
        return view! { <div class="beat"><div class="beat-text">{text}</div></div> }.into_any();
    }
    // Controls at the head of a beat stand under its text, in reach of the figures beside them; a beat of controls alone does not.
    let is_control =
        |i: &&usize| matches!(lesson.en[**i], Block::Widget { id } if parts.controls.contains(&id));
    let lead = beat.widgets.iter().take_while(is_control).count();
    let lead = if lead < beat.widgets.len() { lead } else { 0 };
    let (controls, figures) = beat.widgets.split_at(lead);
    let draw = |i: &usize| block_view(&lesson.en[*i], &lesson.zh[*i], parts);
    let controls = controls.iter().map(draw).collect_view();
    let figures = figures.iter().map(draw).collect_view();
    view! { <div class="beat has-figure"><div class="beat-text">{text}{controls}</div><div class="beat-figure">{figures}</div></div> }.into_any()
}

fn block_view(en: &'static Block, zh: &'static Block, parts: Parts) -> AnyView {
    let lang = use_lang();
    match (en, zh) {
        (Block::Html(en), Block::Html(zh)) => {
            let (en, zh): (&'static str, &'static str) = (en, zh);
            view! { <div class="prose" inner_html=live(move || pick(lang.get(), en, zh))></div> }
                .into_any()
        }
        (Block::Paragraph(en), Block::Paragraph(zh)) => {
            let (en, zh): (&'static [Inline], &'static [Inline]) = (en, zh);
            view! { <div class="prose"><p>{move || line(pick(lang.get(), en, zh), parts)}</p></div> }.into_any()
        }
        (Block::List { ordered, items: en }, Block::List { items: zh, .. }) => {
            let (en, zh): (&'static [&'static [Inline]], &'static [&'static [Inline]]) = (en, zh);
            let items = move || {
                pick(lang.get(), en, zh)
                    .iter()
                    .map(|item| view! { <li>{line(item, parts)}</li> })
                    .collect_view()
            };
            if *ordered {
                view! { <div class="prose"><ol>{items}</ol></div> }.into_any()
            } else {
                view! { <div class="prose"><ul>{items}</ul></div> }.into_any()
            }
        }
        (Block::Widget { id }, _) => {
            view! { <div class="widget" data-widget=*id>{parts.widget.run(id)}</div> }.into_any()
        }
        (Block::Guess(en), Block::Guess(zh)) => guess_view(en, zh, parts),
        (
            Block::Note {
                kind,
                title: en_title,
                blocks: en,
            },
            Block::Note {
                title: zh_title,
                blocks: zh,
                ..
            },
        ) => {
            let (en_title, zh_title): (&'static str, &'static str) = (en_title, zh_title);
            let inner = en
                .iter()
                .zip(zh.iter())
                .map(|(en, zh)| block_view(en, zh, parts))
                .collect_view();
            view! {
                <details class="lesson-note" data-note=*kind>
                    <summary>{move || { let title = pick(lang.get(), en_title, zh_title); if title.is_empty() { TEACHER.get(lang.get()) } else { title } }}</summary>
                    {inner}
                </details>
            }
            .into_any()
        }
        // The build refuses lessons of different structure.
        _ => ().into_any(),
    }
}

fn pick<T: ?Sized>(lang: Lang, en: &'static T, zh: &'static T) -> &'static T {
    match lang {
        Lang::En => en,
        Lang::ZhHant => zh,
    }
}

fn line(pieces: &'static [Inline], parts: Parts) -> AnyView {
    let piece = |piece: &'static Inline| {
        match piece {
        Inline::Html(html) => view! { <span inner_html=*html></span> }.into_any(),
        Inline::Value(name) => match parts.value.run(name) {
            Some(live) => number(name, live),
            None => view! { <span class="live is-empty" data-value=*name>"?"</span> }.into_any(),
        },
        Inline::Preset { id, label } => {
            view! { <button type="button" class="preset" data-preset=*id on:click=move |_| parts.preset.run(id)>{*label}</button> }.into_any()
        }
    }
    };
    pieces.iter().map(piece).collect_view().into_any()
}

fn number(name: &'static str, live: Live) -> AnyView {
    match live.unit {
        Some(unit) => view! { <LiveNumber name value=live.value format=live.format from=live.from unit=unit /> }.into_any(),
        None => view! { <LiveNumber name value=live.value format=live.format from=live.from /> }.into_any(),
    }
}

fn guess_view(en: &'static Guess, zh: &'static Guess, parts: Parts) -> AnyView {
    let lang = use_lang();
    let Card { guess, outcome } = parts.guess.run(en.id);
    let html = move |en: &'static str, zh: &'static str| {
        view! { <span inner_html=live(move || pick(lang.get(), en, zh))></span> }.into_any()
    };
    let ask = match (en.answer, zh.answer) {
        (Answer::Choice(en), Answer::Choice(zh)) => Ask::Choices(
            en.iter()
                .zip(zh)
                .map(|(en, zh)| (en.key, html(en.text, zh.text)))
                .collect(),
        ),
        (Answer::Slider { min, max, step }, _) => Ask::Number {
            limits: Limits::new(
                min,
                max,
                step,
                min + ((max - min) / step / 2.0).round() * step,
            ),
            unit: None,
        },
        (Answer::Choice(_), Answer::Slider { .. }) => Ask::Choices(Vec::new()),
    };
    view! { <Predict name=en.id question=html(en.question, zh.question) ask guess outcome note=html(en.note, zh.note) /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_text_with_the_widgets_that_follow_it() {
        const BLOCKS: &[Block] = &[
            Block::Html("a"),
            Block::Html("b"),
            Block::Widget { id: "x" },
            Block::Widget { id: "y" },
            Block::Html("c"),
            Block::Widget { id: "z" },
            Block::Html("d"),
        ];
        let expected = [
            (vec![0, 1], vec![2, 3]),
            (vec![4], vec![5]),
            (vec![6], vec![]),
        ]
        .map(|(text, widgets)| Beat { text, widgets });
        assert_eq!(beats(BLOCKS, BLOCKS), expected);
    }
}
