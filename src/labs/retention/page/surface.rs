//! Widget `valley`: the loss over two entries of the memory, with the steps drawn, and the error after each step.

use std::sync::Arc;

use leptos::prelude::*;

use super::descent::verdict_words;
use super::state::Lab;
use crate::labs::retention::valley::{TARGET, Valley};
use crate::lesson::{Lang, Text, text};
use crate::plot::{
    Anchor, Axis, Cell, Ink, LineChart, Mark, Role, Scene, Series, Shape, Table, significant,
};
use crate::ui::{LineFigure, SceneFigure};

const TITLE: Text = text("The loss over two entries of H", "損失對 H 的兩個數");
const FIRST: Text = text("first entry of H", "H 的第一個數");
const SECOND: Text = text("second entry of H", "H 的第二個數");
const VALLEY: Text = text("H k = v", "H k = v");
const START: Text = text("start", "起點");
const STEP: Text = text("step", "步");
const LOSS: Text = text("loss", "損失");
const ERROR_TITLE: Text = text("Error after each step", "每一步之後的誤差");
const ERROR: Text = text("size of H k \u{2212} v", "H k \u{2212} v 的大小");
const MEASURED: Text = text("measured", "量到的");
const LAW: Text = text("law", "定律");

/// Contours: the error on them, and their number on each side of the valley.
const APART: f64 = 0.5;
const CONTOURS: usize = 5;

pub(super) fn view(lab: Lab) -> AnyView {
    let scene =
        Callback::new(move |width: f32| lab.valley.with(|valley| draw(valley, width, lab.lang())));
    let table = Signal::derive(move || lab.valley.with(|valley| table(valley, lab.lang())));
    let summary = Signal::derive(move || {
        lab.valley.with(|valley| {
            let steps = valley.path.len() - 1;
            let [a, b] = valley.path[steps].map(|h| significant(h, 3));
            let verdict = verdict_words(valley).get(lab.lang());
            match lab.lang() {
                Lang::En => format!("After {steps} steps H is ({a}, {b}). {verdict}"),
                Lang::ZhHant => format!("走了 {steps} 步，H 是 ({a}, {b})。{verdict}"),
            }
        })
    });
    let chart = Memo::new(move |_| lab.valley.with(|valley| chart(valley, lab.lang())));
    let about = Signal::derive(move || {
        lab.valley.with(|valley| {
            let error = significant(valley.errors.last().map_or(0.0, |e| e.abs()), 3);
            let law = significant(valley.law.abs(), 3);
            match lab.lang() {
                Lang::En => format!("The error is {error} now; the law multiplies it by {law} a step."),
                Lang::ZhHant => format!("目前誤差 {error}；依定律每走一步乘上 {law}。"),
            }
        })
    });
    view! {
        <SceneFigure name="valley" title=TITLE summary scene table />
        <LineFigure name="error" title=ERROR_TITLE summary=about chart height=220.0 />
    }
    .into_any()
}

/// The part of a square of half side `reach` where h . k lies on the far side of `level`.
fn beyond(key: [f64; 2], level: f64, sign: f64, reach: f64) -> Vec<[f64; 2]> {
    let corners = [[-reach, -reach], [reach, -reach], [reach, reach], [-reach, reach]];
    let over = |p: [f64; 2]| sign * (p[0] * key[0] + p[1] * key[1] - level);
    let mut kept = Vec::new();
    for i in 0..4 {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let (over_a, over_b) = (over(a), over(b));
        if over_a >= 0.0 {
            kept.push(a);
        }
        if (over_a > 0.0) != (over_b > 0.0) && over_a != over_b {
            let share = over_a / (over_a - over_b);
            kept.push([0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis])));
        }
    }
    kept
}

/// Where the line h . k = level crosses the square, if it does.
fn crossing(key: [f64; 2], level: f64, reach: f64) -> Option<[[f64; 2]; 2]> {
    let on = |p: &[f64; 2]| (p[0] * key[0] + p[1] * key[1] - level).abs() < 1e-9;
    let ends: Vec<[f64; 2]> = beyond(key, level, 1.0, reach).into_iter().filter(on).collect();
    match ends[..] {
        [a, .., b] => Some([a, b]),
        _ => None,
    }
}

fn draw(valley: &Valley, width: f32, lang: Lang) -> Scene {
    const LEFT: f32 = 44.0;
    const BELOW: f32 = 44.0;
    const ABOVE: f32 = 8.0;
    let side = (width - LEFT - 12.0).clamp(120.0, 380.0);
    let far = valley.path.iter().flatten().fold(0.0f64, |far, h| far.max(h.abs()));
    let reach = if far <= 1.9 { 2.0 } else { (far * 1.1).ceil() };
    let place = |p: [f64; 2]| {
        let share = p.map(|h| ((h + reach) / (2.0 * reach)) as f32);
        (LEFT + side * share[0], ABOVE + side * (1.0 - share[1]))
    };
    let mut marks = Vec::new();
    let mut put = |shape, ink| marks.push(Mark { shape, ink });
    let path = |points: Vec<(f32, f32)>, closed| Shape::Path { points, closed };
    let write = |text: String, (x, y): (f32, f32), anchor| Shape::Text { text, x, y, anchor, upward: false };
    let apart = side * (APART / (2.0 * reach)) as f32;
    // Shaded by the height of the slope: one more layer beyond every contour.
    for sign in [1.0, -1.0] {
        for n in 1..=CONTOURS {
            let level = TARGET + sign * APART * n as f64;
            let slope = beyond(valley.key, level, sign, reach);
            if slope.len() > 2 {
                put(path(slope.into_iter().map(place).collect(), true), Ink::band(Role::Chance));
            }
            if let Some(ends) = crossing(valley.key, level, reach) {
                put(path(ends.map(place).to_vec(), false), Ink::GRID);
                let error = APART * n as f64;
                let loss = significant(0.5 * error * error, 3);
                let middle = [0, 1].map(|axis| (ends[0][axis] + ends[1][axis]) / 2.0);
                // Where the contours lie close, every other one has its number.
                if apart >= 36.0 || n % 2 == 0 {
                    put(write(loss, place(middle), Anchor::Middle), Ink::TICK);
                }
            }
        }
    }
    if let Some(ends) = crossing(valley.key, TARGET, reach) {
        put(path(ends.map(place).to_vec(), false), Ink::line(Role::Truth));
        let share = 0.12;
        let at = [0, 1].map(|axis| ends[0][axis] + share * (ends[1][axis] - ends[0][axis]));
        let (x, y) = place(at);
        put(write(VALLEY.get(lang).into(), (x - 8.0, y + 12.0), Anchor::End), Ink::name(Role::Truth));
    }
    let corner = |x: f64, y: f64| place([x * reach, y * reach]);
    let frame = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
    put(path(frame.map(|(x, y)| corner(x, y)).to_vec(), false), Ink::AXIS);
    for share in [-1.0, 0.0, 1.0] {
        let number = significant(share * reach, 2);
        let (x, y) = corner(share, -1.0);
        put(write(number.clone(), (x, y + 12.0), Anchor::Middle), Ink::TICK);
        let (x, y) = corner(-1.0, share);
        put(write(number, (x - 6.0, y), Anchor::End), Ink::TICK);
    }
    let (x, y) = corner(0.0, -1.0);
    put(write(FIRST.get(lang).into(), (x, y + 32.0), Anchor::Middle), Ink::AXIS_NAME);
    let (x, y) = corner(-1.0, 0.0);
    let upward = Shape::Text { text: SECOND.get(lang).into(), x: x - 36.0, y: y + side / 4.0, anchor: Anchor::Start, upward: true };
    put(upward, Ink::AXIS_NAME);
    let points: Vec<(f32, f32)> = valley.path.iter().copied().map(place).collect();
    put(path(points.clone(), false), Ink::line(Role::Gate));
    let last = points.len() - 1;
    for (i, &(x, y)) in points.iter().enumerate() {
        let ink = if i == last { Ink::point(Role::Gate) } else { Ink::ring(Role::Gate) };
        put(Shape::Circle { x, y, radius: if i == last { 5.0 } else { 3.5 } }, ink);
    }
    let (x, y) = points[0];
    put(write(START.get(lang).into(), (x - 8.0, y + 14.0), Anchor::End), Ink::name(Role::Gate));
    Scene { width, height: ABOVE + side + BELOW, marks }
}

fn table(valley: &Valley, lang: Lang) -> Table {
    let row = |(i, (h, error)): (usize, (&[f64; 2], &f64))| {
        vec![i as f64, h[0], h[1], error.abs(), 0.5 * error * error].into_iter().map(Cell::Number).collect()
    };
    Table {
        columns: [STEP, FIRST, SECOND, ERROR, LOSS].map(|c| c.get(lang).to_string()).to_vec(),
        rows: valley.path.iter().zip(&valley.errors).enumerate().map(row).collect(),
    }
}

fn chart(valley: &Valley, lang: Lang) -> LineChart {
    let points = |size: &dyn Fn(usize) -> f64| {
        let all = (0..valley.errors.len()).map(|n| (n as f64, size(n)));
        Arc::new(all.collect::<Vec<_>>())
    };
    let first = valley.errors[0].abs();
    let law = points(&|n| first * valley.law.abs().powi(n as i32));
    let measured = points(&|n| valley.errors[n].abs());
    LineChart {
        x: Axis::new(STEP.get(lang)).between(0.0, (valley.errors.len() - 1).max(4) as f64),
        y: Axis::new(ERROR.get(lang)).from(0.0),
        series: vec![
            Series::new(LAW.get(lang), Role::Theory, law),
            Series::new(MEASURED.get(lang), Role::Model, measured).marked(),
        ],
        references: vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::retention::config::Config;
    use crate::labs::retention::descent::loss;
    use crate::nn::mixers::matrix::Matrix;

    #[test]
    fn a_contour_is_where_the_loss_is_what_stands_on_it() {
        for angle in [0.0, 35.0, 90.0] {
            let valley = Valley::new(&Config { angle, ..Config::default() });
            for n in 0..=CONTOURS {
                let error = APART * n as f64;
                let Some(ends) = crossing(valley.key, TARGET - error, 2.0) else {
                    continue;
                };
                for end in ends {
                    let mut h = Matrix::new(1, 2);
                    h.numbers.copy_from_slice(&end);
                    let found = loss(&h, &valley.key, &[TARGET]);
                    assert!((found - 0.5 * error * error).abs() < 1e-9, "{angle} {n}");
                    assert!(end.iter().all(|h| h.abs() <= 2.0 + 1e-9));
                }
            }
        }
    }

    #[test]
    fn every_step_lies_inside_the_picture() {
        for beta in [0.0, 0.5, 1.0, 1.9, 2.1, 2.5] {
            let valley = Valley::new(&Config { descent_beta: beta, descent_steps: 12, ..Config::default() });
            let scene = draw(&valley, 340.0, Lang::En);
            let inside = scene.marks.iter().all(|mark| match mark.shape {
                Shape::Circle { x, y, .. } => (0.0..=340.0).contains(&x) && (0.0..=scene.height).contains(&y),
                _ => true,
            });
            assert!(inside, "{beta}");
        }
    }
}
