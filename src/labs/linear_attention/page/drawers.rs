//! Widget `drawers`: the memory as a cabinet, its columns as drawers, written with a key and read with a query.

use leptos::prelude::*;

use super::state::Lab;
use super::symbols::number;
use crate::labs::linear_attention::config::{ITEMS, LEAN};
use crate::labs::linear_attention::drawers::{Cabinet, DRAWERS};
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::matrix::Matrix;
use crate::plot::{Cell, HeatScale, Ramp, Role, Table, percent};
use crate::ui::{
    Button, ButtonKind, Choice, Figure, Format, HeatKey, LiveNumber, Select, Slider, Twin, Words, say, t,
};

const TITLE: Text = text("The memory as four drawers", "記憶是四個抽屜");
const WRITE: Text = text("Write the next item", "寫入下一個項目");
const EMPTY: Text = text("Empty the drawers", "清空抽屜");
const FULL: Text = text("All six items are written.", "六個項目都寫進去了。");
const ITEMS_NAME: Text = text("Items written", "寫入的項目");
const ITEMS_ABOUT: Text = text(
    "Item 1 goes to drawer 1, item 2 to drawer 2; item 5 begins at drawer 1 again.",
    "項目 1 放抽屜 1，項目 2 放抽屜 2；項目 5 又從抽屜 1 開始。",
);
const LEAN_NAME: Text = text("Lean of the keys", "key 的傾斜");
const LEAN_ABOUT: Text = text(
    "0: one-hot, one drawer. 45: half into the next drawer.",
    "0：one-hot，只開一個抽屜。45：一半落進下一個抽屜。",
);
const DEGREES: Text = text("degrees", "度");
const ASKED_NAME: Text = text("Read with the key of item", "用哪個項目的 key 去讀");
const ASKED_ABOUT: Text = text("That key is the query q.", "這個 key 就是 query q。");
const LANDED: Text = text("Last write: v kᵀ. The key opens the drawers", "最後寫入的 v kᵀ：由 key 打開抽屜");
const MEMORY: Text = text("Memory H, the sum of all writes. The query opens the drawers", "記憶 H，所有寫入的總和：由 query 打開抽屜");
const KEY: Text = text("kᵀ", "kᵀ");
const QUERY: Text = text("qᵀ", "qᵀ");
const VALUE: Text = text("v", "v");
const READ: Text = text("H q", "H q");
const WANTED: Text = text("wanted", "原本");
const DRAWER: Text = text("drawer", "抽屜");
const NOTHING: Text = text("Nothing is written yet.", "還沒有寫入任何東西。");
const LEAK: Text = text("largest share of another item", "混進別的項目的最大比例");
pub(super) const LEAK_FROM: Text = text(
    "The largest product of the query with the key of another item: so much of its value is in the answer.",
    "query 和其他項目的 key 的最大內積：那個 value 就有這麼多混進答案裡。",
);
const ERROR: Text = text("squared error of the answer", "答案的平方誤差");
pub(super) const ERROR_FROM: Text = text(
    "Squared length of the difference between the answer and the value that was written, over that of the value.",
    "答案和當初寫入的 value 相差的長度平方，除以 value 自己的長度平方。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let items = chosen.pick(|c| f64::from(c.items));
    let lean = chosen.pick(|c| f64::from(c.lean));
    let asked = chosen.pick(|c| c.asked.to_string());
    let write_to = move |n: u8| {
        chosen.change(|c| {
            c.items = n;
            c.asked = c.asked.clamp(1, n.max(1));
        });
    };
    let choices = Signal::derive(move || {
        let most = (items.get() as usize).max(1);
        let one = |i: usize| Choice::new(i.to_string(), item_words(i));
        (1..=most).map(one).collect::<Vec<_>>()
    });
    let full = Signal::derive(move || {
        (items.get() >= ITEMS.max).then(|| FULL.get(lab.lang()).to_string())
    });
    let write = move |()| write_to(chosen.config.with_untracked(|c| (c.items + 1).min(ITEMS.max as u8)));
    let leak = Memo::new(move |_| Some(lab.cabinet.with(Cabinet::leak)));
    let error = Memo::new(move |_| read_error(lab));
    let summary = Signal::derive(move || lab.cabinet.with(|c| summary(c, lab.lang())));
    let twin = Twin::new(move |_| untrack(|| lab.cabinet.with(|c| table(c, lab.lang()))));
    view! {
        <div class="run-buttons">
            <Button control="write-item" words=WRITE kind=ButtonKind::Main on_press=write blocked=full />
            <Button control="empty-drawers" words=EMPTY on_press=move |()| write_to(0) />
        </div>
        <div class="controls">
            <Slider control="items" name=ITEMS_NAME about=ITEMS_ABOUT limits=ITEMS.into() value=items on_change=move |n: f64| write_to(n as u8) />
            <Slider control="lean" name=LEAN_NAME about=LEAN_ABOUT limits=LEAN.into() unit=DEGREES value=lean
                on_change=move |n: f64| chosen.change(|c| c.lean = n as u8) />
            <Select control="asked" name=ASKED_NAME about=ASKED_ABOUT choices value=asked
                on_change=move |value: String| if let Ok(item) = value.parse() { chosen.change(|c| c.asked = item) } />
        </div>
        <Figure name="drawers" title=TITLE summary twin>
            {move || lab.cabinet.with(|c| picture(c, lab.lang()))}
            <HeatKey scale=Signal::derive(move || lab.cabinet.with(scale)) />
        </Figure>
        <dl class="run-facts">
            <div><dt>{t(LEAK)}</dt><dd><LiveNumber name="leak" value=leak format=Format::Decimals(2) from=LEAK_FROM /></dd></div>
            <div><dt>{t(ERROR)}</dt><dd><LiveNumber name="read-error" value=error format=Format::Decimals(2) from=ERROR_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

fn item_words(item: usize) -> Words {
    const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];
    let digit = DIGITS[item.min(6)];
    Words::Fixed(text(digit, digit))
}

/// `None` while nothing is written.
pub(super) fn read_error(lab: Lab) -> Option<f64> {
    lab.cabinet
        .with(|c| (!c.shares.is_empty()).then(|| c.error()))
}

/// One scale for both matrices: they can be compared.
fn scale(cabinet: &Cabinet) -> HeatScale {
    let numbers = cabinet.h.numbers.iter().chain(&cabinet.read);
    let numbers: Vec<f32> = numbers.map(|n| *n as f32).chain([2.0]).collect();
    HeatScale::of(Ramp::Diverging, &numbers)
}

/// A number on its colour, in black or white, whichever is read better.
fn cell(value: f64, scale: HeatScale) -> AnyView {
    let (r, g, b) = scale.color(value).unwrap_or((247, 247, 247));
    // Relative luminance (WCAG 2): black is read better above 0.18.
    let linear = |channel: u8| libm::pow((f64::from(channel) / 255.0 + 0.055) / 1.055, 2.4);
    let light = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let ink = if light > 0.179 { "#000000" } else { "#ffffff" };
    let paper = format!("rgb({r} {g} {b})");
    view! { <td class="la-drawer" style:background-color=paper style:color=ink>{number(value)}</td> }.into_any()
}

fn plain(value: f64) -> AnyView {
    view! { <td>{number(value)}</td> }.into_any()
}

/// A matrix under the row that opens its drawers, with columns of numbers beside it.
fn cabinet_table(
    title: &'static str,
    (opener, role, open): (&'static str, Role, &[f64]),
    matrix: &Matrix,
    beside: &[(&'static str, Option<Role>, &[f64])],
    scale: HeatScale,
    lang: Lang,
) -> AnyView {
    let class = |role: Option<Role>| role.map(Role::class).unwrap_or_default();
    let heads = (1..=DRAWERS)
        .map(|i| view! { <th scope="col"><span class="only-read">{DRAWER.get(lang)}" "</span>{i}</th> })
        .collect_view();
    let names = beside
        .iter()
        .map(|(name, role, _)| view! { <th scope="col" class=["la-beside ", class(*role)].concat()>{*name}</th> })
        .collect_view();
    let open = open.iter().map(|n| plain(*n)).collect_view();
    let blanks = beside.iter().map(|_| view! { <td class="la-beside"></td> }).collect_view();
    let rows = matrix
        .numbers
        .chunks(matrix.keys.max(1))
        .enumerate()
        .map(|(r, row)| {
            let cells = row.iter().map(|n| cell(*n, scale)).collect_view();
            let more = beside
                .iter()
                .map(|(_, role, numbers)| {
                    let n = numbers.get(r).copied().unwrap_or(0.0);
                    view! { <td class=["la-beside ", class(*role)].concat()>{number(n)}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row">{r + 1}</th>{cells}{more}</tr> }
        })
        .collect_view();
    view! {
        <table class="la-cabinet">
            <caption>{title}</caption>
            <thead><tr><td></td>{heads}{names}</tr></thead>
            <tbody>
                <tr class=["la-open ", role.class()].concat()><th scope="row">{opener}</th>{open}{blanks}</tr>
                {rows}
            </tbody>
        </table>
    }
    .into_any()
}

fn picture(cabinet: &Cabinet, lang: Lang) -> AnyView {
    let scale = scale(cabinet);
    let landed = match &cabinet.last {
        Some((k, v, d)) => cabinet_table(
            LANDED.get(lang),
            (KEY.get(lang), Role::Key, k),
            d,
            &[(VALUE.get(lang), Some(Role::Value), v)],
            scale,
            lang,
        ),
        None => view! { <p class="control-about">{NOTHING.get(lang)}</p> }.into_any(),
    };
    let memory = cabinet_table(
        MEMORY.get(lang),
        (QUERY.get(lang), Role::Query, &cabinet.query),
        &cabinet.h,
        &[
            (READ.get(lang), None, &cabinet.read),
            (WANTED.get(lang), Some(Role::Value), &cabinet.wanted),
        ],
        scale,
        lang,
    );
    view! { <div class="la-cabinets">{landed}{memory}</div> }.into_any()
}

fn table(cabinet: &Cabinet, lang: Lang) -> Table {
    let drawers = (1..=DRAWERS).map(|i| [DRAWER.get(lang), " ", &i.to_string()].concat());
    let columns = std::iter::once(String::new())
        .chain(drawers)
        .chain([READ.get(lang).into(), WANTED.get(lang).into()]);
    let numbers = |row: &[f64]| row.iter().map(|n| Cell::Number(*n)).collect::<Vec<_>>();
    let mut query = vec![Cell::Text(QUERY.get(lang).into())];
    query.extend(numbers(&cabinet.query));
    query.extend([Cell::Number(f64::NAN), Cell::Number(f64::NAN)]);
    let mut rows = vec![query];
    for (r, row) in cabinet.h.numbers.chunks(DRAWERS).enumerate() {
        let mut cells = vec![Cell::Text(["H ", &(r + 1).to_string()].concat())];
        cells.extend(numbers(row));
        cells.extend([Cell::Number(cabinet.read[r]), Cell::Number(cabinet.wanted[r])]);
        rows.push(cells);
    }
    Table {
        columns: columns.collect(),
        rows,
    }
}

fn summary(cabinet: &Cabinet, lang: Lang) -> String {
    let items = cabinet.shares.len();
    if items == 0 {
        return NOTHING.get(lang).into();
    }
    let (leak, error) = (percent(cabinet.leak(), 0), cabinet.error());
    if error < 1e-12 {
        return say(
            lang,
            || format!("{items} written. The answer is the value that was written: nothing else is in it."),
            || format!("寫入了 {items} 個。讀到的正是當初寫入的 value，沒有混進別的東西。"),
        );
    }
    say(
        lang,
        || format!("{items} written. The answer is not what was written: up to {leak} of another item is in it."),
        || format!("寫入了 {items} 個。讀到的不是當初寫入的：最多混進別的項目的 {leak}。"),
    )
}
