//! Widget `weights`: how much each past item weighs in what is read now, under this rung and under softmax.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::seen::Seen;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scene, Shape, Table, significant};
use crate::ui::{Format, LiveNumber, SceneFigure, say, t};

const TITLE: Text = text("Weight of each past item", "每一筆過去的權重");
const RUNG: Text = text("this rung", "這一級");
const SOFTMAX: Text = text("softmax", "softmax");
const TOKEN: Text = text("token", "token");
const SOFTMAX_FACTOR: Text = text("softmax: earlier weights ×", "softmax：較早的權重 ×");
pub(super) const SOFTMAX_FROM: Text = text(
    "By which factor the token read last has shrunk the softmax weights of all items before it: Z before it / Z with it.",
    "最後讀的這個 token，把它之前每一筆的 softmax 權重都乘上的倍數：加入前的 Z / 加入後的 Z。",
);
const RUNG_FACTOR: Text = text("this rung: oldest item asked for ×", "這一級：查詢的 key 最早那筆 ×");
pub(super) const RUNG_FROM: Text = text(
    "By which factor the token read last has changed the weight of the oldest item under the key asked for.",
    "最後讀的這個 token，把查詢的 key 最早那筆的權重乘上的倍數。",
);

/// CSS pixels.
const ROW: f32 = 34.0;
const HEAD: f32 = 26.0;
const NAME: f32 = 58.0;
const BAR: f32 = 11.0;
const NUMBER: f32 = 52.0;

pub(super) fn view(lab: Lab) -> AnyView {
    let scene = Callback::new(move |width: f32| lab.look(|seen| draw(seen, width, lab.lang())));
    let table = Signal::derive(move || lab.look(|seen| table(seen, lab.lang())));
    let summary = Signal::derive(move || summary(lab));
    let softmax = Memo::new(move |_| lab.look(Seen::softmax_factor));
    let rung = Memo::new(move |_| lab.look(Seen::rung_factor));
    view! {
        <SceneFigure name="weights" title=TITLE summary scene table />
        <dl class="run-facts">
            <div><dt>{t(RUNG_FACTOR)}</dt><dd><LiveNumber name="rung-factor" value=rung format=Format::Significant(6) from=RUNG_FROM /></dd></div>
            <div><dt>{t(SOFTMAX_FACTOR)}</dt><dd><LiveNumber name="softmax-factor" value=softmax format=Format::Significant(6) from=SOFTMAX_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// Bars to the right of zero, or to the left where a later token has turned a weight around.
fn draw(seen: &Seen, width: f32, lang: Lang) -> Scene {
    let (weights, shares) = (&seen.weights[seen.at - 1], &seen.attention.weights[seen.at - 1]);
    let all = || weights.iter().chain(shares).copied();
    let (lo, hi) = (all().fold(0.0, f64::min), all().fold(1.0, f64::max));
    let room = (width - NAME - NUMBER).max(40.0);
    // Numbers of bars to the left stand to the right of zero.
    let x = |value: f64| NAME + room * ((value - lo) / (hi - lo)) as f32;
    let height = HEAD + ROW * seen.at as f32 + 4.0;
    let mut scene = Scene { width, height, marks: Vec::new() };
    let mut put = |shape, ink| scene.marks.push(Mark { shape, ink });
    let write = |text: String, x, y, anchor| Shape::Text { text, x, y, anchor, upward: false };
    let rect = |x, y, width| Shape::Rect { x, y, width, height: BAR };
    put(rect(NAME, 4.0, 18.0), Ink::point(Role::Memory));
    put(write(RUNG.get(lang).into(), NAME + 24.0, 10.0, Anchor::Start), Ink::TICK);
    put(rect(NAME + 110.0, 4.0, 18.0), Ink::ring(Role::Attention));
    put(write(SOFTMAX.get(lang).into(), NAME + 134.0, 10.0, Anchor::Start), Ink::TICK);
    for (i, (weight, share)) in weights.iter().zip(shares).enumerate() {
        let top = HEAD + ROW * i as f32;
        let name = [&(i + 1).to_string(), "  ", &seen.items[i].name()].concat();
        put(write(name, 0.0, top + BAR + 1.0, Anchor::Start), Ink::AXIS_NAME);
        for (value, y, ink) in [
            (*weight, top, Ink::point(Role::Memory)),
            (*share, top + BAR + 3.0, Ink::ring(Role::Attention)),
        ] {
            let (from, to) = (x(value.min(0.0)), x(value.max(0.0)));
            put(rect(from, y, (to - from).max(0.5)), ink);
            put(write(significant(value, 3), to + 5.0, y + BAR / 2.0, Anchor::Start), Ink::TICK);
        }
    }
    let zero = vec![(x(0.0), HEAD - 2.0), (x(0.0), height - 4.0)];
    put(Shape::Path { points: zero, closed: false }, Ink::AXIS);
    scene
}

fn table(seen: &Seen, lang: Lang) -> Table {
    let (weights, shares) = (&seen.weights[seen.at - 1], &seen.attention.weights[seen.at - 1]);
    let row = |(i, (weight, share)): (usize, (&f64, &f64))| {
        let name = [&(i + 1).to_string(), " ", &seen.items[i].name()].concat();
        vec![Cell::Text(name), Cell::Number(*weight), Cell::Number(*share)]
    };
    Table {
        columns: [TOKEN, RUNG, SOFTMAX].map(|c| c.get(lang).to_string()).to_vec(),
        rows: weights.iter().zip(shares).enumerate().map(row).collect(),
    }
}

fn summary(lab: Lab) -> String {
    lab.look(|seen| {
        let number = |w: Option<f64>| w.map(|w| significant(w, 3));
        let old = seen.old.and_then(|i| Some((i + 1, number(seen.weight(i))?)));
        let new = seen.new.and_then(|i| Some((i + 1, number(seen.weight(i))?)));
        match (old, new) {
            (Some((i, a)), Some((j, b))) if i != j => say(
                lab.lang(),
                || format!("Asked for this key, the old item (token {i}) weighs {a}, the new one (token {j}) weighs {b}."),
                || format!("用這個 key 查詢：舊的那筆（第 {i} 個）權重 {a}，新的那筆（第 {j} 個）權重 {b}。"),
            ),
            (Some((i, a)), _) => say(
                lab.lang(),
                || format!("Asked for this key, its only item (token {i}) weighs {a}."),
                || format!("用這個 key 查詢：唯一的那筆（第 {i} 個）權重 {a}。"),
            ),
            _ => say(
                lab.lang(),
                || "Nothing has been written under the key asked for yet.".into(),
                || "查詢的 key 還沒有寫入過任何東西。".into(),
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::retention::config::Config;

    #[test]
    fn every_item_read_has_two_bars_inside_the_figure() {
        for rung in 0..7 {
            let config = Config { rung, at: 6, ..Config::default() };
            let seen = Seen::new(&config);
            let scene = draw(&seen, 320.0, Lang::En);
            let bars = scene.marks.iter().filter_map(|mark| match mark.shape {
                Shape::Rect { x, width, .. } => Some((x, x + width)),
                _ => None,
            });
            let bars: Vec<(f32, f32)> = bars.collect();
            assert_eq!(bars.len(), 2 + 2 * 6);
            assert!(bars.iter().all(|(from, to)| *from >= 0.0 && *to <= 320.0), "{bars:?}");
            assert_eq!(table(&seen, Lang::En).rows.len(), 6);
        }
    }
}
