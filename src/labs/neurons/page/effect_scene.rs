//! The picture of what is lost without a neuron: a mark with its interval for each class of word, the controls beside it, zero visible.

use crate::labs::neurons::classes::{CLASSES, Class};
use crate::labs::neurons::lost::{Measured, Value};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scale, Scene, Shape, Table, text_width, tick_text, ticks};

pub(super) const ALL: Text = text("all words", "所有的詞");
const CHOSEN: Text = text("this neuron, 95 % interval", "這個神經元，95 % 區間");
const OTHERS: Text = text("random others of its layer", "同一層隨機的其他神經元");
const AXIS: Text = text("extra loss (nats per word)", "多出來的損失（nats／詞）");
const CLASS: Text = text("next word", "下一個詞");
const WORDS: Text = text("words", "詞數");
const LOSS: Text = text("extra loss, nats", "多出的損失（nats）");
const LOW: Text = text("low", "下限");
const HIGH: Text = text("high", "上限");
const OTHER_LOW: Text = text("others, least", "其他神經元最小");
const OTHER_HIGH: Text = text("others, most", "其他神經元最大");

/// CSS pixels.
const ROW: f32 = 24.0;
const HEAD: f32 = 44.0;
const FOOT: f32 = 40.0;
/// The picture always reaches this far to both sides of zero, so that small effects look small.
const LEAST: f64 = 0.05;

/// The name of a class, or of all words together.
pub(super) fn name(class: usize, lang: Lang) -> &'static str {
    Class::ALL
        .get(class)
        .map_or(ALL, |class| class.name())
        .get(lang)
}

/// All words first, then the classes.
fn order() -> impl Iterator<Item = usize> {
    std::iter::once(CLASSES).chain(0..CLASSES)
}

pub(super) fn draw(measured: &[Measured], value: Value, width: f32, lang: Lang) -> Scene {
    let mut scene = Scene {
        width,
        height: HEAD + ROW * (CLASSES + 1) as f32 + FOOT,
        marks: Vec::new(),
    };
    let names = order().map(|class| text_width(name(class, lang), Ink::AXIS_NAME.font_size()));
    // As wide as the longest name, and a little for another face.
    let left = 1.06 * names.fold(0.0, f32::max) + 14.0;
    let right = width - 12.0;
    let ends = measured.iter().enumerate().flat_map(|(i, m)| {
        let ends = move |e: crate::labs::neurons::effect::Effect| {
            if i == 0 {
                [e.low, e.high]
            } else {
                [e.mean, e.mean]
            }
        };
        order()
            .filter_map(move |class| m.effect(value, class))
            .flat_map(ends)
    });
    let far = ends.fold(LEAST, |far, x| far.max(x.abs()));
    let scale = Scale::linear(-far * 1.04, far * 1.04);
    let x = |value: f64| left + (right - left) * scale.share(value).unwrap_or(0.5) as f32;
    let bottom = HEAD + ROW * (CLASSES + 1) as f32;
    let mut put = |shape, ink| scene.marks.push(Mark { shape, ink });
    let write = |text: &str, x, y, anchor| Shape::Text {
        text: text.into(),
        x,
        y,
        anchor,
        upward: false,
    };
    let path = |points: Vec<(f32, f32)>| Shape::Path {
        points,
        closed: false,
    };
    put(
        Shape::Circle {
            x: 6.0,
            y: 9.0,
            radius: 4.5,
        },
        Ink::point(Role::Treatment),
    );
    put(write(CHOSEN.get(lang), 16.0, 9.0, Anchor::Start), Ink::TICK);
    put(
        Shape::Circle {
            x: 6.0,
            y: 29.0,
            radius: 3.0,
        },
        Ink::ring(Role::Control),
    );
    put(
        write(OTHERS.get(lang), 16.0, 29.0, Anchor::Start),
        Ink::TICK,
    );
    let all = ticks(&scale, ((right - left) / 90.0) as usize);
    for tick in &all {
        put(path(vec![(x(*tick), HEAD), (x(*tick), bottom)]), Ink::GRID);
        put(
            write(
                &tick_text(*tick, &all, false),
                x(*tick),
                bottom + 12.0,
                Anchor::Middle,
            ),
            Ink::TICK,
        );
    }
    put(
        path(vec![(x(0.0), HEAD - 4.0), (x(0.0), bottom + 4.0)]),
        Ink::AXIS,
    );
    put(
        write(AXIS.get(lang), right, bottom + 30.0, Anchor::End),
        Ink::AXIS_NAME,
    );
    for (row, class) in order().enumerate() {
        let y = HEAD + ROW * (row as f32 + 0.5);
        put(
            write(name(class, lang), left - 8.0, y, Anchor::End),
            Ink::AXIS_NAME,
        );
        for (i, neuron) in measured.iter().enumerate().rev() {
            let Some(effect) = neuron.effect(value, class) else {
                continue;
            };
            if i > 0 {
                put(
                    Shape::Circle {
                        x: x(effect.mean),
                        y: y + 5.0,
                        radius: 3.0,
                    },
                    Ink::ring(Role::Control),
                );
            } else {
                put(
                    path(vec![(x(effect.low), y - 3.0), (x(effect.high), y - 3.0)]),
                    Ink::line(Role::Treatment),
                );
                put(
                    Shape::Circle {
                        x: x(effect.mean),
                        y: y - 3.0,
                        radius: 4.5,
                    },
                    Ink::point(Role::Treatment),
                );
            }
        }
    }
    scene
}

pub(super) fn table(measured: &[Measured], value: Value, lang: Lang) -> Table {
    let row = |class: usize| {
        let effect = measured.first().and_then(|m| m.effect(value, class));
        let number = |x: Option<f64>| Cell::Number(x.unwrap_or(f64::NAN));
        let others: Vec<f64> = measured
            .iter()
            .skip(1)
            .filter_map(|m| Some(m.effect(value, class)?.mean))
            .collect();
        vec![
            Cell::Text(name(class, lang).into()),
            number(effect.map(|e| e.words)),
            number(effect.map(|e| e.mean)),
            number(effect.map(|e| e.low)),
            number(effect.map(|e| e.high)),
            number(others.iter().copied().reduce(f64::min)),
            number(others.iter().copied().reduce(f64::max)),
        ]
    };
    Table {
        columns: [CLASS, WORDS, LOSS, LOW, HIGH, OTHER_LOW, OTHER_HIGH]
            .map(|c| c.get(lang).to_string())
            .to_vec(),
        rows: order().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::neurons::effect::Sums;
    use crate::labs::neurons::lost::{Losses, Place};
    use crate::labs::neurons::protocol::Lost;

    #[test]
    fn every_mark_is_inside_and_zero_is_in_the_middle() {
        let mut sums = Sums::default();
        sums.add(1.0, 0.4);
        sums.add(3.0, -0.3);
        let zero = vec![sums; CLASSES + 1];
        let lost = Lost {
            mean: zero.clone(),
            zero,
            parts: 1,
        };
        let (mut losses, place) = (Losses::default(), Place::default());
        while let Some(next) = losses.next(place, true) {
            losses.take(place, next, &lost);
        }
        let measured = losses.of(place).expect("measured");
        for (width, lang) in [(320.0, Lang::En), (800.0, Lang::ZhHant)] {
            let scene = draw(measured, Value::Zero, width, lang);
            let circles = scene.marks.iter().filter_map(|mark| match mark.shape {
                Shape::Circle { x, .. } => Some(x),
                _ => None,
            });
            let circles: Vec<f32> = circles.collect();
            assert_eq!(circles.len(), 2 + 9 * (CLASSES + 1));
            assert!(
                circles.iter().all(|x| *x >= 0.0 && *x <= width),
                "{circles:?}"
            );
        }
        let empty = draw(&[], Value::Mean, 320.0, Lang::En);
        assert!(!empty.marks.is_empty());
        assert_eq!(
            table(measured, Value::Mean, Lang::En).rows.len(),
            CLASSES + 1
        );
    }
}
