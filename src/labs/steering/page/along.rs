//! Widget `along`: where the examples and the reader's text lie on the direction.

use leptos::prelude::*;

use super::state::Lab;
use super::words;
use crate::labs::steering::protocol::Answer;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scale, Scene, Shape, Table, significant, tick_text, ticks};
use crate::ui::{SceneFigure, say};

const TITLE: Text = text("Where the texts lie on the direction", "這些文字在這個方向上的位置");
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const YOURS: Text = text("your text, before and after", "你的文字，之前和之後");
const AXIS: Text = text("position along the direction, in this layer", "這一層裡，沿著這個方向的位置");
const ZERO: Text = text("0", "0");
const MEAN: Text = text("mean", "平均");
const TEXT: Text = text("text", "文字");
const POSITION: Text = text("position", "位置");
const BEFORE: Text = text("your text before", "你的文字，之前");
const AFTER: Text = text("your text after", "你的文字，之後");

/// CSS pixels.
const ROW: f32 = 46.0;
const FOOT: f32 = 40.0;
const SIDE: f32 = 14.0;

pub(super) fn view(lab: Lab) -> AnyView {
    let scene = Callback::new(move |width: f32| {
        let lang = lab.lang();
        lab.answer.with(|answer| answer.as_ref().map(|a| draw(a, width, lang)).unwrap_or_default())
    });
    let table = Signal::derive(move || {
        let lang = lab.lang();
        lab.answer.with(|answer| answer.as_ref().map(|a| table(a, lang)).unwrap_or_default())
    });
    let summary = Signal::derive(move || {
        let lang = lab.lang();
        lab.answer.with(|answer| answer.as_ref().map_or_else(|| EMPTY.get(lang).into(), |a| summary(a, lang)))
    });
    view! { <SceneFigure name="along" title=TITLE summary scene table /> }.into_any()
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

fn draw(answer: &Answer, width: f32, lang: Lang) -> Scene {
    let height = 3.0 * ROW + FOOT;
    let mut scene = Scene { width, height, marks: Vec::new() };
    let all = answer.examples.iter().flatten().copied();
    let all = all.chain([0.0, answer.before.along, answer.after.along]);
    let (lo, hi) = all.filter(|x| x.is_finite()).fold((0.0_f32, 0.0_f32), |(lo, hi), x| (lo.min(x), hi.max(x)));
    let span = (hi - lo).max(1e-6);
    let room = (width - 2.0 * SIDE).max(40.0);
    let x = |value: f32| SIDE + room * ((value - lo) / span);
    let mut put = |shape, ink| scene.marks.push(Mark { shape, ink });
    let write = |text: String, x, y, anchor| Shape::Text { text, x, y, anchor, upward: false };
    let path = |points: Vec<(f32, f32)>| Shape::Path { points, closed: false };
    let bottom = 3.0 * ROW;
    let stops = ticks(&Scale::linear(lo.into(), hi.into()), 5);
    for tick in &stops {
        let at = x(*tick as f32);
        put(path(vec![(at, 0.0), (at, bottom)]), Ink::GRID);
        put(write(tick_text(*tick, &stops, false), at, bottom + 10.0, Anchor::Middle), Ink::TICK);
    }
    put(path(vec![(x(0.0), 0.0), (x(0.0), bottom)]), Ink::AXIS);
    put(write(AXIS.get(lang).into(), width / 2.0, bottom + 28.0, Anchor::Middle), Ink::AXIS_NAME);
    let roles = [Role::First, Role::Second];
    let names = words::classes(answer.asked.direction);
    for (row, (values, role)) in answer.examples.iter().zip(roles).enumerate() {
        let y = row as f32 * ROW + 30.0;
        put(write(names[row].get(lang).into(), SIDE, y - 20.0, Anchor::Start), Ink::name(role));
        for (i, value) in values.iter().enumerate() {
            // Spread a little, so that equal ones are seen to be several.
            let y = y + (i % 3) as f32 * 4.0 - 4.0;
            let ink = if row == 0 { Ink::point(role) } else { Ink::ring(role) };
            put(Shape::Circle { x: x(*value), y, radius: 3.0 }, ink);
        }
        if !values.is_empty() {
            let at = x(mean(values));
            put(path(vec![(at, y - 10.0), (at, y + 10.0)]), Ink::line(role));
        }
    }
    let y = 2.0 * ROW + 30.0;
    let (from, to) = (x(answer.before.along), x(answer.after.along));
    put(write(YOURS.get(lang).into(), SIDE, y - 20.0, Anchor::Start), Ink::name(Role::Treatment));
    put(path(vec![(from, y), (to, y)]), Ink::thin(Role::Treatment));
    put(Shape::Circle { x: from, y, radius: 5.0 }, Ink::ring(Role::Control));
    put(Shape::Circle { x: to, y, radius: 5.0 }, Ink::point(Role::Treatment));
    scene
}

fn table(answer: &Answer, lang: Lang) -> Table {
    let names = words::classes(answer.asked.direction);
    let row = |name: String, value: f32| vec![Cell::Text(name), Cell::Number(value.into())];
    let mut rows = Vec::new();
    for (values, name) in answer.examples.iter().zip(names) {
        let name = name.get(lang);
        rows.push(row([name, " (", MEAN.get(lang), ")"].concat(), mean(values)));
        rows.extend(values.iter().map(|value| row(name.into(), *value)));
    }
    rows.push(row(BEFORE.get(lang).into(), answer.before.along));
    rows.push(row(AFTER.get(lang).into(), answer.after.along));
    rows.push(row(ZERO.get(lang).into(), 0.0));
    Table {
        columns: [TEXT, POSITION].map(|c| c.get(lang).to_string()).to_vec(),
        rows,
    }
}

fn summary(answer: &Answer, lang: Lang) -> String {
    let names = words::classes(answer.asked.direction);
    let number = |x: f32| significant(x.into(), 2);
    let [a, b] = [mean(&answer.examples[0]), mean(&answer.examples[1])].map(number);
    let (from, to) = (number(answer.before.along), number(answer.after.along));
    say(
        lang,
        || format!("On average {} lie at {a}, {} at {b}. Your text lies at {from} and is moved to {to}.", names[0].en, names[1].en),
        || format!("平均位置：{}在 {a}，{}在 {b}。你的文字原本在 {from}，被移到 {to}。", names[0].zh, names[1].zh),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::steering::protocol::{Ask, Direction, Operation, Said};

    #[test]
    fn every_example_has_a_mark_inside_the_figure() {
        let answer = Answer {
            asked: Ask {
                direction: Direction::Refusal,
                operation: Operation::Add,
                layer: 3,
                strength: 1.0,
                prompt: "amy".into(),
            },
            tokens: vec![],
            before: Said { along: -1.0, ..Said::default() },
            after: Said { along: 7.0, ..Said::default() },
            random: vec![],
            examples: [vec![5.0, 6.0, 5.5], vec![1.0, 2.0]],
            norm: 4.0,
        };
        let scene = draw(&answer, 320.0, Lang::En);
        let circles: Vec<f32> = scene.marks.iter().filter_map(|m| match m.shape {
            Shape::Circle { x, .. } => Some(x),
            _ => None,
        }).collect();
        assert_eq!(circles.len(), 5 + 2);
        assert!(circles.iter().all(|x| (0.0..=320.0).contains(x)));
        assert_eq!(table(&answer, Lang::ZhHant).rows.len(), 5 + 2 + 3);
    }
}
