//! Widget `hull`: softmax in the plane. A key inside the hull of the others never gets the largest weight, whatever is asked.

use leptos::prelude::*;

use super::plane::{self, Dot, Sort};
use super::state::Lab;
use crate::labs::memory_limits::choices::{POINTS, QUERY_SCALE};
use crate::labs::memory_limits::laws::{Point, hull, scale_to_win, softmax_weights};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, percent};
use crate::ui::{
    Button, ButtonKind, Figure, Format, LiveNumber, Slider, Spacing, Toggle, Twin, live, say, t,
};

const TITLE: Text = text("Keys in the plane", "平面上的 key");
const DRAW: Text = text("Draw other keys", "重新抽 key");
const COUNT_NAME: Text = text("Keys", "key 的數量");
const COUNT_ABOUT: Text = text("One for each stored item.", "每個存下來的項目一個。");
const CIRCLE: Text = text("All keys of length 1", "每個 key 長度都是 1");
const CIRCLE_ABOUT: Text = text("Puts them on the circle.", "把 key 都放到圓上。");
const SCALE_NAME: Text = text("Score scale", "分數倍率");
const SCALE_ABOUT: Text = text("Score = scale \u{d7} q \u{b7} k, with your query q.", "分數 = 倍率 × q · k，q 是你的 query。");
const WINNERS: Text = text("keys that can win", "有機會贏的 key");
pub(super) const WINNERS_FROM: Text = text(
    "Vertices of the convex hull: only these have the largest q \u{b7} k for some query.",
    "凸包的頂點：只有這些 key 能在某個 query 之下讓 q · k 最大。",
);
const TOP: Text = text("largest weight now", "目前最大的權重");
const TOP_FROM: Text = text("Softmax weight of the key that wins for your query.", "在你的 query 之下，得勝的 key 的 softmax 權重。");
const NEEDED: Text = text("scale for 99 % on every key", "每個 key 都能拿到 99 % 的倍率");
pub(super) const NEEDED_FROM: Text = text(
    "With all keys on the circle, each asked with itself: ln(99 (T \u{2212} 1)) / (1 \u{2212} largest cosine), surely enough.",
    "所有 key 都在圓上、各用自己來問：ln(99 (T − 1)) / (1 − 最大的餘弦)，保證足夠。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let corners = Memo::new(move |_| lab.points.with(|p| hull(p)));
    let weights = Memo::new(move |_| weights(lab));
    let dots = Memo::new(move |_| dots(lab, &corners.get(), &weights.get()));
    let outline = live(move || lab.points.with(|p| corners.with(|c| c.iter().map(|i| p[*i]).collect::<Vec<Point>>())));
    let winners = Memo::new(move |_| Some(corners.with(Vec::len) as f64));
    let top = Memo::new(move |_| weights.with(|w| w.iter().copied().reduce(f64::max)));
    let needed = Memo::new(move |_| needed(lab));
    let count = lab.chosen.pick(|c| f64::from(c.points));
    let circle = lab.chosen.pick(|c| c.on_circle);
    let scale = lab.chosen.pick(|c| f64::from(c.query_scale));
    let table = move |_all: bool| table(lab, &corners.get_untracked(), &weights.get_untracked());
    let moved = move |(index, to): (usize, Point)| {
        let keys = lab.points.with_untracked(Vec::len);
        if index == keys {
            lab.query.set(crate::labs::memory_limits::hand::inside(to));
        } else {
            lab.move_point(index, to);
        }
    };
    view! {
        <Figure name="hull" title=TITLE summary=live(move || summary(lab, &corners.get(), &weights.get())) twin=Twin::new(table)>
            {plane::view(dots, outline, Callback::new(moved))}
        </Figure>
        <div class="run-buttons"><Button control="draw-keys" words=DRAW kind=ButtonKind::Main on_press=move |()| lab.draw_points() /></div>
        <dl class="run-facts">
            <div><dt>{t(WINNERS)}</dt><dd><LiveNumber name="winners" value=winners format=Format::Decimals(0) from=WINNERS_FROM /></dd></div>
            <div><dt>{t(TOP)}</dt><dd><LiveNumber name="top-weight" value=top format=Format::Percent(1) from=TOP_FROM /></dd></div>
            <div><dt>{t(NEEDED)}</dt><dd><LiveNumber name="scale-to-win" value=needed format=Format::Significant(3) from=NEEDED_FROM /></dd></div>
        </dl>
        <div class="controls">
            <Slider control="points" name=COUNT_NAME about=COUNT_ABOUT limits=POINTS.into() value=count on_change=move |v: f64| lab.change(|c| c.points = v as u8) />
            <Slider control="query-scale" name=SCALE_NAME about=SCALE_ABOUT limits=QUERY_SCALE.into() spacing=Spacing::Ratio value=scale on_change=move |v: f64| lab.change(|c| c.query_scale = v as f32) />
            <Toggle control="on-circle" name=CIRCLE about=CIRCLE_ABOUT value=circle on_change=move |on| lab.change(|c| c.on_circle = on) />
        </div>
    }
    .into_any()
}

/// Softmax weights of all keys for the reader's query.
fn weights(lab: Lab) -> Vec<f64> {
    let keys: Vec<Vec<f64>> = lab.points.with(|p| p.iter().map(|p| p.to_vec()).collect());
    let scale = lab.config.with(|c| f64::from(c.query_scale));
    softmax_weights(&keys, &lab.query.get(), scale)
}

/// Only where all keys have length one, and no two lie on each other.
pub(super) fn needed(lab: Lab) -> Option<f64> {
    if !lab.config.with(|c| c.on_circle) {
        return None;
    }
    let keys: Vec<Vec<f64>> = lab.points.with(|p| p.iter().map(|p| p.to_vec()).collect());
    Some(scale_to_win(&keys, 0.99)).filter(|s| s.is_finite())
}

fn winner(weights: &[f64]) -> Option<usize> {
    (0..weights.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b]))
}

fn dots(lab: Lab, corners: &[usize], weights: &[f64]) -> Vec<Dot> {
    let (lang, best) = (lab.lang(), winner(weights));
    let mut dots: Vec<Dot> = lab.points.with(|points| {
        let dot = |(i, at): (usize, &Point)| {
            let can = corners.contains(&i);
            let n = i + 1;
            let sort = match (best == Some(i), can) {
                (true, _) => Sort::Winner,
                (_, true) => Sort::Key,
                _ => Sort::Inside,
            };
            let name = match can {
                true => say(lang, || format!("key {n}, can win"), || format!("key {n}，有機會贏")),
                false => say(lang, || format!("key {n}, can never win"), || format!("key {n}，永遠贏不了")),
            };
            // Those inside lie close together; the table names them.
            let mark = if sort == Sort::Inside { String::new() } else { n.to_string() };
            Dot { at: *at, sort, mark, name }
        };
        points.iter().enumerate().map(dot).collect()
    });
    dots.push(Dot {
        at: lab.query.get(),
        sort: Sort::Query,
        mark: "q".into(),
        name: say(lang, || "your query q".into(), || "你的 query q".into()),
    });
    dots
}

fn table(lab: Lab, corners: &[usize], weights: &[f64]) -> Table {
    let lang = untrack(|| lab.lang());
    let words = |en: &str, zh: &str| say(lang, || en.into(), || zh.into());
    let row = |(i, p): (usize, &Point)| {
        let can = if corners.contains(&i) { words("yes", "會") } else { words("never", "不會") };
        vec![
            Cell::Text((i + 1).to_string()),
            Cell::Number(p[0]),
            Cell::Number(p[1]),
            Cell::Text(can),
            Cell::Number(weights.get(i).copied().unwrap_or(f64::NAN)),
        ]
    };
    Table {
        columns: vec![
            words("key", "key"),
            "x".into(),
            "y".into(),
            words("can win", "會贏嗎"),
            words("weight for your query", "在你的 query 下的權重"),
        ],
        rows: lab.points.with_untracked(|p| p.iter().enumerate().map(row).collect()),
    }
}

fn summary(lab: Lab, corners: &[usize], weights: &[f64]) -> String {
    let (all, can) = (lab.points.with(Vec::len), corners.len());
    let share = percent(can as f64 / all.max(1) as f64, 0);
    let Some(best) = winner(weights) else {
        return String::new();
    };
    let (n, weight) = (best + 1, percent(weights[best], 1));
    say(
        lab.lang(),
        || format!("{can} of {all} keys ({share}) can win: the corners of the hull. The hollow ones never do. For your query key {n} wins, with {weight} of the weight."),
        || format!("{all} 個 key 裡有 {can} 個（{share}）有機會贏，就是凸包的角；空心的永遠贏不了。你的 query 目前讓 key {n} 勝出，拿到 {weight} 的權重。"),
    )
}
