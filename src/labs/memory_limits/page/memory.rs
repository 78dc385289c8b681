//! Widget `memory`: pairs written by hand into a d x d memory; what lands, what comes back, what sounds through.

use std::sync::Arc;

use leptos::prelude::*;

use super::plane::{self, Dot, Sort};
use super::state::Lab;
use crate::labs::memory_limits::choices::{MEMORY_SIZE, Source};
use crate::labs::memory_limits::hand::MOST;
use crate::labs::memory_limits::laws::{Matrix, Point};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Cell, HeatMap, HeatScale, Ramp, Table, significant};
use crate::ui::{
    Button, ButtonKind, Choice, Figure, Format, HeatFigure, LiveNumber, Options, Select, Slider,
    Toggle, Twin, live, say, t,
};

const KEYS: Text = text("Keys", "key 的來源");
const RIGHT_ANGLES: Text = text("at right angles", "互相垂直");
const RANDOM: Text = text("random directions", "隨機方向");
const OWN: Text = text("my own (d = 2)", "自己擺（d = 2）");
const SIZE_NAME: Text = text("Size d of the memory", "記憶的大小 d");
const SIZE_ABOUT: Text = text("H has d rows and d columns.", "H 有 d 列、d 行。");
const CORRECTS: Text = text("Correct instead of adding", "不直接加，改成修正");
const CORRECTS_ABOUT: Text = text(
    "The delta rule: first take away what the key reads now, then write. H + (v \u{2212} H k) k\u{2032}.",
    "delta 規則：先拿掉這個 key 目前讀出的東西，再寫入。H + (v − H k) k′。",
);
const WRITE: Text = text("Write the next pair", "寫入下一對");
const UNDO: Text = text("Undo", "退回一步");
const CLEAR: Text = text("Empty the memory", "清空記憶");
const OTHER: Text = text("Other pairs", "換一批");
const FULL: Text = text("All pairs have been written.", "全部都寫進去了。");
const NOTHING: Text = text("Nothing has been written.", "還沒有寫入任何東西。");
const MEMORY: Text = text("The memory H", "記憶 H");
const LANDED: Text = text("What the last write added", "最後一次寫入加了什麼");
const ROWS: Text = text("value axis", "value 的方向");
const COLUMNS: Text = text("key axis", "key 的方向");
const ASK: Text = text("Ask with the key of", "用哪一個 key 來問");
const ASK_ABOUT: Text = text("q = k of this pair. The memory answers H q.", "令 q 等於這一對的 k，記憶回答 H q。");
const BACK: Text = text("What comes back", "讀出來的東西");
const EACH: Text = text("Every written pair", "每一對寫入的資料");
const PLANE: Text = text("Your keys", "你的 key");
const PAIRS: Text = text("pairs written", "已寫入的對數");
pub(super) const PAIRS_FROM: Text = text("Presses of the button since the memory was empty.", "記憶清空之後按了幾次寫入。");
const ERROR: Text = text("error", "誤差");
pub(super) const ERROR_FROM: Text = text(
    "|Hq \u{2212} v|\u{b2} / |v|\u{b2}: 0 is perfect, 1 is as bad as answering nothing.",
    "|Hq − v|² / |v|²：0 表示完全正確，1 表示和什麼都不答一樣差。",
);
const CROSS: Text = text("largest cross-talk", "最大的干擾");
pub(super) const CROSS_FROM: Text = text(
    "The largest |q \u{b7} k| with a written pair that was not asked for.",
    "和其他已寫入的 key 相比，|q · k| 最大是多少。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let source = lab.chosen.pick(|c| c.source);
    let sources = live(|| {
        [("orthonormal", RIGHT_ANGLES), ("random", RANDOM), ("own", OWN)]
            .map(|(id, words)| Choice::new(id, words))
            .to_vec()
    });
    let chosen = live(move || {
        match source.get() {
            Source::Orthonormal => "orthonormal",
            Source::Random => "random",
            Source::Own => "own",
        }
        .to_string()
    });
    let choose = move |id: String| {
        lab.change(|c| {
            c.source = match id.as_str() {
                "random" => Source::Random,
                "own" => Source::Own,
                _ => Source::Orthonormal,
            }
        });
    };
    let size = lab.chosen.pick(|c| f64::from(c.memory_size));
    let corrects = lab.chosen.pick(|c| c.corrects);
    let lang = lab.ui.lang;
    let full = live(move || (lab.written.get() >= MOST).then(|| FULL.get(lang.get()).to_string()));
    let empty = live(move || (lab.written.get() == 0).then(|| NOTHING.get(lang.get()).to_string()));
    let write = move |()| {
        let at = lab.written.get_untracked();
        lab.written.set((at + 1).min(MOST));
        lab.asked.set(at.min(MOST - 1));
    };
    let undo = move |()| {
        lab.written.update(|n| *n = n.saturating_sub(1));
        let last = lab.written.get_untracked().saturating_sub(1);
        lab.asked.update(|a| *a = (*a).min(last));
    };
    let clear = move |()| {
        lab.written.set(0);
        lab.asked.set(0);
    };
    let maps = Memo::new(move |_| maps(lab));
    let memory = Memo::new(move |_| maps.get().0);
    let landed = Memo::new(move |_| maps.get().1);
    let written = Memo::new(move |_| Some(lab.written.get() as f64));
    view! {
        <Options control="keys" name=KEYS choices=sources value=chosen on_change=choose />
        {move || (source.get() != Source::Own).then(|| view! {
            <Slider control="memory-size" name=SIZE_NAME about=SIZE_ABOUT limits=MEMORY_SIZE.into() value=size
                on_change=move |v: f64| lab.change(|c| c.memory_size = v as u8) />
        })}
        <Toggle control="corrects" name=CORRECTS about=CORRECTS_ABOUT value=corrects on_change=move |on| lab.change(|c| c.corrects = on) />
        {move || (source.get() == Source::Own).then(|| own(lab))}
        <div class="run-buttons">
            <Button control="write" words=WRITE kind=ButtonKind::Main on_press=write blocked=full />
            <Button control="undo" words=UNDO on_press=undo blocked=empty />
            <Button control="empty" words=CLEAR on_press=clear blocked=empty />
            <Button control="other-pairs" words=OTHER on_press=move |()| lab.change(|c| c.memory_seed = c.memory_seed.wrapping_add(1)) />
        </div>
        <dl class="run-facts">
            <div><dt>{t(PAIRS)}</dt><dd><LiveNumber name="pairs-written" value=written format=Format::Decimals(0) from=PAIRS_FROM /></dd></div>
        </dl>
        <div class="lab-pair">
            <HeatFigure name="memory" title=MEMORY summary=live(move || summary(lab)) map=memory row_name=ROWS column_name=COLUMNS />
            <HeatFigure name="written" title=LANDED summary=live(move || landed_summary(lab)) map=landed row_name=ROWS column_name=COLUMNS />
        </div>
        {asking(lab)}
    }
    .into_any()
}

/// The reader's keys in the plane.
fn own(lab: Lab) -> AnyView {
    let dots = Memo::new(move |_| {
        let (lang, written, asked) = (lab.lang(), lab.written.get(), lab.asked.get());
        let dot = |(i, at): (usize, &Point)| Dot {
            at: *at,
            sort: if written > 0 && i == asked { Sort::Winner } else { Sort::Key },
            mark: (i + 1).to_string(),
            name: pair_name(i, lang),
        };
        // What has been written, and the next two.
        let shown = (written + 2).min(MOST);
        lab.own.with(|own| own.iter().enumerate().take(shown).map(dot).collect::<Vec<_>>())
    });
    let table = move |_all: bool| {
        let lang = untrack(|| lab.lang());
        Table {
            columns: vec![say(lang, || "pair".into(), || "第幾對".into()), "x".into(), "y".into()],
            rows: dots.with_untracked(|d| d.iter().map(|d| vec![Cell::Text(d.mark.clone()), Cell::Number(d.at[0]), Cell::Number(d.at[1])]).collect()),
        }
    };
    let summary = live(move || {
        let n = dots.with(Vec::len);
        say(
            lab.lang(),
            || format!("{n} keys. Moving one rewrites the memory at once."),
            || format!("{n} 個 key。移動任何一個，記憶馬上重寫。"),
        )
    });
    view! {
        <Figure name="own-keys" title=PLANE summary twin=Twin::new(table)>
            {plane::view(dots, live(Vec::new), Callback::new(move |(i, to)| lab.move_own(i, to)))}
        </Figure>
    }
    .into_any()
}

/// One key asks, and what comes back.
fn asking(lab: Lab) -> AnyView {
    let choices = live(move || {
        let (n, lang) = (lab.written.get().max(1), lab.lang());
        (0..n)
            .map(|i| Choice::new(i.to_string(), live(move || pair_name(i, lang))))
            .collect()
    });
    let asked = live(move || lab.asked.get().to_string());
    let reading = Memo::new(move |_| lab.reading());
    let error = Memo::new(move |_| reading.with(|r| r.as_ref().map(|r| r.error)));
    let cross = Memo::new(move |_| reading.with(|r| r.as_ref().map(|r| r.cross_talk(lab.asked.get()))));
    let parts = live(move || reading.with(|r| answer_table(r.as_ref(), lab.lang())));
    let overlaps = live(move || reading.with(|r| overlap_table(r.as_ref(), lab.asked.get(), lab.lang())));
    view! {
        <Select control="asked" name=ASK about=ASK_ABOUT choices value=asked
            on_change=move |id: String| lab.asked.set(id.parse().unwrap_or(0)) />
        <p class="control-name">{t(BACK)}</p>
        {small_table("answer", BACK, parts)}
        <dl class="run-facts">
            <div><dt>{t(ERROR)}</dt><dd><LiveNumber name="read-error" value=error format=Format::Decimals(3) from=ERROR_FROM /></dd></div>
            <div><dt>{t(CROSS)}</dt><dd><LiveNumber name="cross-talk" value=cross format=Format::Decimals(3) from=CROSS_FROM /></dd></div>
        </dl>
        {small_table("cross-talk", EACH, overlaps)}
    }
    .into_any()
}

/// A table in its own box, named for those who cannot see where it stands.
fn small_table(name: &'static str, label: Text, table: Signal<Table>) -> AnyView {
    let words = |cell: &Cell| match cell {
        Cell::Text(words) => words.clone(),
        Cell::Number(value) => rounded(*value),
    };
    let head = move || table.with(|t| t.columns.iter().map(|c| view! { <th scope="col">{c.clone()}</th> }).collect_view());
    let row = move |cells: &Vec<Cell>| {
        let cells = cells.iter().map(|c| view! { <td>{words(c)}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let body = move || table.with(|t| t.rows.iter().map(row).collect_view());
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(label) data-output=name>
            <table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}

fn pair_name(i: usize, lang: Lang) -> String {
    let n = i + 1;
    say(lang, || format!("pair {n}"), || format!("第 {n} 對"))
}

/// The memory and the newest write, on one scale.
fn maps(lab: Lab) -> (HeatMap, HeatMap) {
    let (written, corrects) = (lab.written.get(), lab.config.with(|c| c.corrects));
    let (h, last) = lab.pairs.with(|p| p.memory(written, corrects));
    let values = |m: &Matrix| m.numbers.iter().map(|v| *v as f32).collect::<Vec<f32>>();
    let (h, last, size) = (values(&h), values(&last), h.keys);
    let mut both = h.clone();
    both.extend(&last);
    // Never narrower than one: a first small write should not look like a large one.
    both.push(1.0);
    let scale = HeatScale::of(Ramp::Diverging, &both);
    let names: Vec<String> = (1..=size).map(|i| i.to_string()).collect();
    let map = |values: Vec<f32>| HeatMap {
        rows: names.clone(),
        columns: names.clone(),
        values: Arc::new(values),
        scale,
    };
    (map(h), map(last))
}

fn summary(lab: Lab) -> String {
    let (n, size) = (lab.written.get(), lab.config.with(|c| c.hand_size()));
    let lang = lab.lang();
    if n == 0 {
        return say(
            lang,
            || format!("{size} \u{d7} {size} numbers, all zero: nothing has been written."),
            || format!("{size} × {size} 個數字，全是零：還沒有寫入任何東西。"),
        );
    }
    say(
        lang,
        || format!("{n} pairs lie on top of each other in {size} \u{d7} {size} numbers."),
        || format!("{n} 對資料疊在 {size} × {size} 個數字裡。"),
    )
}

fn landed_summary(lab: Lab) -> String {
    let (n, corrects) = (lab.written.get(), lab.config.with(|c| c.corrects));
    let lang = lab.lang();
    match (n, corrects) {
        (0, _) => NOTHING.get(lang).into(),
        (_, false) => say(
            lang,
            || format!("Pair {n}: the outer product of its value and its key, on the scale of H."),
            || format!("第 {n} 對：value 與 key 的外積，色階與 H 相同。"),
        ),
        (_, true) => say(
            lang,
            || format!("Pair {n}: what was missing from its value, times its key, on the scale of H."),
            || format!("第 {n} 對：value 還缺的部分乘上 key，色階與 H 相同。"),
        ),
    }
}

fn answer_table(reading: Option<&crate::labs::memory_limits::hand::Reading>, lang: Lang) -> Table {
    let columns = [
        say(lang, || "axis".into(), || "方向".into()),
        say(lang, || "stored v".into(), || "存的 v".into()),
        say(lang, || "read H q".into(), || "讀出 H q".into()),
        say(lang, || "difference".into(), || "相差".into()),
    ];
    let rows = reading.map_or(vec![], |r| {
        let both = r.value.iter().zip(&r.read).enumerate();
        both.map(|(i, (v, y))| {
            let number = |x: f64| Cell::Text(rounded(x));
            vec![Cell::Text((i + 1).to_string()), number(*v), number(*y), number(y - v)]
        })
        .collect()
    });
    Table { columns: columns.into(), rows }
}

fn overlap_table(reading: Option<&crate::labs::memory_limits::hand::Reading>, asked: usize, lang: Lang) -> Table {
    let columns = [
        say(lang, || "written".into(), || "寫入的".into()),
        "q \u{b7} k".into(),
        say(lang, || "what it does".into(), || "影響".into()),
    ];
    let rows = reading.map_or(vec![], |r| {
        let row = |(i, x): (usize, &f64)| {
            let what = match (i == asked, x.abs() < 1e-9) {
                (true, _) => say(lang, || "asked for".into(), || "被問的".into()),
                (_, true) => say(lang, || "silent".into(), || "沒有影響".into()),
                _ => say(lang, || "sounds through".into(), || "混進來了".into()),
            };
            vec![Cell::Text(pair_name(i, lang)), Cell::Text(rounded(*x)), Cell::Text(what)]
        };
        r.overlaps.iter().enumerate().map(row).collect()
    });
    Table { columns: columns.into(), rows }
}

/// Three decimals; what is only rounding is zero.
fn rounded(x: f64) -> String {
    if x.abs() < 5e-4 { "0".into() } else { significant((x * 1e3).round() / 1e3, 3) }
}
