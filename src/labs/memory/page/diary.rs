//! Widget `diary`: the sixty lines, which of them are written, and what reflection makes of them.

use leptos::prelude::*;

use super::state::{Asked, Lab};
use crate::labs::memory::config::Keep;
use crate::labs::memory::diary::grammar::facts;
use crate::labs::memory::diary::lines::LINES;
use crate::labs::memory::diary::store::{Gone, Note};
use crate::lesson::{Lang, Text, text};
use crate::ui::{Button, Choice, Format, LiveNumber, Options, Toggle, live, say, t};

const KEEP: Text = text("Write into memory", "寫進記憶");
const REFLECT: Text = text("Reflect", "反思");
const REFLECT_ABOUT: Text = text(
    "Newer facts take the place of older ones, what was said twice becomes one note, and facts are put together.",
    "新的事實取代舊的，講過兩次的合成一則，再把事實串起來。",
);
const MERGED: Text = text("Names without their brackets", "名字不看括號");
const MERGED_ABOUT: Text = text(
    "Lee (library) and Lee (band) become one person.",
    "「李先生（圖書館）」和「李先生（樂團）」變成同一個人。",
);
const DAY: Text = text("day", "天");
const LINE: Text = text("line of the diary", "日記");
const STATE: Text = text("in memory", "在記憶裡");
const WRITE: Text = text("write", "寫入");
const KEPT: Text = text("kept", "留著");
const FACT: Text = text("kept, holds a fact", "留著，有一個事實");
const LEFT: Text = text("not written", "沒寫入");
const OVER: Text = text("out of date", "過時");
const ALL_ON: Text = text("Tick all", "全部勾選");
const ALL_OFF: Text = text("Tick none", "全部不勾");
const STORED: Text = text("notes that are searched", "可檢索的筆記");
pub(super) const STORED_FROM: Text = text(
    "Notes in memory that are neither out of date nor told by an earlier one; derived ones count.",
    "記憶裡沒有過時、也沒有和前面重複的筆記；推出來的也算。",
);

pub(super) const fn keep(keep: Keep) -> Text {
    match keep {
        Keep::All => text("everything", "全部"),
        Keep::Novel => text("what is new", "沒看過的"),
        Keep::Facts => text("what holds a fact", "有事實的"),
        Keep::Ask => text("what you tick", "你勾選的"),
    }
}

/// Notes that are searched.
pub(super) fn stored(lab: Lab) -> f64 {
    lab.asked.with(|asked| asked.0.live().count() as f64)
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let choices = live(|| Keep::ALL.map(|k| Choice::new(k.id(), keep(k))).to_vec());
    let picked = chosen.pick(|c| c.keep);
    let value = live(move || picked.get().id().to_string());
    let choose = move |id: String| {
        if let Some(keep) = Keep::ALL.into_iter().find(|k| k.id() == id) {
            chosen.change(|c| c.keep = keep);
        }
    };
    let asks = Memo::new(move |_| picked.get() == Keep::Ask);
    let all = move |words: Text, control: &'static str, ticked: u64| {
        view! { <Button control=control words=words on_press=move |()| chosen.change(|c| c.ticked = ticked) /> }.into_any()
    };
    let buttons = move || {
        let all_lines = crate::labs::memory::config::ALL_LINES;
        asks.get().then(|| view! { <div class="run-buttons">{all(ALL_ON, "tick-all", all_lines)}{all(ALL_OFF, "tick-none", 0)}</div> })
    };
    let rows = (0..LINES.len()).map(|i| line(lab, i, asks)).collect_view();
    let derived = move || {
        let lang = lab.lang();
        lab.asked.with(|asked| asked.0.notes.iter().filter(|n| !n.from.is_empty()).map(|n| derived(asked, n, lang)).collect_view())
    };
    view! {
        <Options control="keep" name=KEEP choices value on_change=choose />
        {buttons}
        <div class="controls">
            <Toggle control="reflect" name=REFLECT about=REFLECT_ABOUT value=chosen.pick(|c| c.reflect) on_change=move |on| chosen.change(|c| c.reflect = on) />
            <Toggle control="merged" name=MERGED about=MERGED_ABOUT value=chosen.pick(|c| c.merged) on_change=move |on| chosen.change(|c| c.merged = on) />
        </div>
        <div class="table-box" tabindex="0" role="region" aria-label=t(LINE)>
            <table class="table" data-output="diary">
                <thead><tr><th scope="col">{t(DAY)}</th><th scope="col">{t(LINE)}</th><th scope="col">{t(STATE)}</th></tr></thead>
                <tbody>{rows}{derived}</tbody>
            </table>
        </div>
        <dl class="run-facts">
            <div><dt>{t(STORED)}</dt><dd><LiveNumber name="stored" value=Memo::new(move |_| Some(stored(lab))) format=Format::Decimals(0) from=STORED_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// What became of a line of the diary.
fn state(asked: &Asked, i: usize, lang: Lang) -> (&'static str, String) {
    let day = i as u16 + 1;
    let Some(note) = asked.0.notes.iter().find(|n| n.day == day && n.from.is_empty()) else {
        return ("left", LEFT.get(lang).into());
    };
    match note.gone {
        Some(Gone::Superseded) => ("superseded", OVER.get(lang).into()),
        Some(Gone::Merged(with)) => {
            let day = asked.0.notes[with].day;
            ("merged", say(lang, || format!("as on day {day}"), || format!("同第 {day} 天")))
        }
        None if note.facts.is_empty() => ("kept", KEPT.get(lang).into()),
        None => ("fact", FACT.get(lang).into()),
    }
}

fn line(lab: Lab, i: usize, asks: Memo<bool>) -> AnyView {
    let bit = 1u64 << i;
    let ticked = Memo::new(move |_| lab.chosen.config.with(|c| c.ticked & bit != 0));
    let told = Memo::new(move |_| lab.asked.with(|asked| state(asked, i, lab.lang())));
    let text = LINES[i];
    let holds = !facts(text.en, Lang::En).is_empty();
    let tick = move || {
        asks.get().then(|| {
            view! {
                <label><input type="checkbox" data-control="tick" data-line=(i + 1).to_string() prop:checked=ticked
                    on:change=move |_| lab.chosen.change(|c| c.ticked ^= bit) />" "{t(WRITE)}</label>
            }
        })
    };
    view! {
        <tr data-line=(i + 1).to_string() data-fact=holds.to_string() data-state=live(move || told.with(|(id, _)| *id))>
            <td class="is-number">{i + 1}</td>
            <td class="is-wrapped">{t(text)}</td>
            <td>{tick}" "{move || told.with(|(_, words)| words.clone())}</td>
        </tr>
    }
    .into_any()
}

/// A note that reflection has made: what it rests on.
fn derived(asked: &Asked, note: &Note, lang: Lang) -> AnyView {
    let days: Vec<String> = premises(asked, note).into_iter().map(|day| day.to_string()).collect();
    let from = say(lang, || format!("from days {}", days.join(", ")), || format!("由第 {} 天推出", days.join("、")));
    view! {
        <tr data-state="derived"><td class="is-number">{note.day}</td><td class="is-wrapped">{note.text.clone()}</td><td>{from}</td></tr>
    }
    .into_any()
}

/// The days of the diary on which a derived note rests.
fn premises(asked: &Asked, note: &Note) -> Vec<u16> {
    let mut days = vec![];
    let mut open: Vec<&Note> = vec![note];
    while let Some(note) = open.pop() {
        if note.from.is_empty() {
            days.push(note.day);
        }
        open.extend(note.from.iter().map(|i| &asked.0.notes[*i]));
    }
    days.sort_unstable();
    days.dedup();
    days
}
