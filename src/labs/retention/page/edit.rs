//! Widget `stream`: the reader writes, repeats, inserts, lets time pass, takes back.

use leptos::prelude::*;

use super::state::Lab;
use super::tape;
use crate::labs::retention::config::{BETA, Config, GATE, Item, KEYS, MOST, What};
use crate::labs::retention::ladder::Rule;
use crate::lesson::{Text, text};
use crate::ui::{Button, Choice, Select, Slider, Words, live, say, t};

const TITLE: Text = text("The stream", "序列");
const BACK: Text = text("Step back", "退一步");
const ON: Text = text("Step on", "往前一步");
const KEY_NAME: Text = text("New key", "新的 key");
const KEY_ABOUT: Text = text("For the next write.", "下一次寫入用的 key。");
const WRITE: Text = text("Write", "寫入");
const REPEAT: Text = text("Repeat the key asked for", "再寫一次查詢的 key");
const IMPORTANT: Text = text("Important item ★", "重要的一筆 ★");
const PASS: Text = text("Let time pass ·", "讓時間過去 ·");
const REMOVE: Text = text("Remove this token", "移除這個 token");
const UNDO: Text = text("Undo", "復原");
const FULL: Text = text("The stream is full: remove a token first.", "序列滿了：先移除一個 token。");
const LAST: Text = text("One token has to stay.", "至少要留一個 token。");
const NOTHING: Text = text("Nothing has been changed yet.", "還沒有改過任何東西。");
const GATE_NAME: Text = text("Gate of this token", "這個 token 的閘門");
const GATE_ABOUT: Text = text(
    "1 keeps everything, 0 forgets. You play the part that training gives to the layer.",
    "1 是全留，0 是全忘。這裡由你來當那個本來要靠訓練學會的角色。",
);
const GATE_NOT: Text = text("This rung has no gate that a token moves.", "這一級沒有由 token 控制的閘門。");
const BETA_NAME: Text = text("β of this token", "這個 token 的 β");
const BETA_ABOUT: Text = text(
    "How much of the correction is written.",
    "訂正量要寫進去多少。",
);
const BETA_NOT: Text = text("Only the delta rungs correct.", "只有 delta 那兩級會訂正。");

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let next_key = chosen.pick(|c| c.next_key.to_string());
    let count = chosen.pick(|c| c.items.len());
    let at = chosen.pick(|c| f64::from(c.at));
    let this = move |read: fn(&Item) -> f32| {
        Memo::new(move |_| {
            chosen.config.with(|c| {
                let item = c.items.get(usize::from(c.at) - 1);
                (item.map_or(1.0, |item| f64::from(read(item))) * 1e6).round() / 1e6
            })
        })
    };
    let (gate, beta) = (this(|item| item.gate), this(|item| item.beta));
    let why = move |is: fn(&Config) -> bool, words: Text| {
        live(move || chosen.config.with(is).then(|| words.get(lab.lang()).to_string()))
    };
    let full = why(|c| c.items.len() >= MOST, FULL);
    let last = why(|c| c.items.len() < 2, LAST);
    let nothing = live(move || (!lab.can_undo()).then(|| NOTHING.get(lab.lang()).to_string()));
    let no_gate = why(|c| !matches!(c.rule(), Rule::Gate | Rule::Gates | Rule::GatedDelta), GATE_NOT);
    let no_beta = why(|c| !matches!(c.rule(), Rule::Delta | Rule::GatedDelta), BETA_NOT);
    let keys = live(|| {
        let choice = |(i, key): (usize, &&str)| {
            Choice::new(i.to_string(), Words::from(Signal::stored(key.to_string())))
        };
        KEYS.iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let here = live(move || {
        let item = chosen.config.with(|c| c.items.get(usize::from(c.at) - 1).copied());
        let words = item.map(|item| tape::spoken(&item, lab.lang())).unwrap_or_default();
        let (at, count) = (at.get(), count.get());
        say(
            lab.lang(),
            || format!("Token {at} of {count}: {words}."),
            || format!("第 {at} 個 token（共 {count} 個）：{words}。"),
        )
    });
    let move_by = move |by: i32| {
        lab.edit(|c| c.at = (i32::from(c.at) + by).clamp(1, c.items.len() as i32) as u8)
    };
    view! {
        <h3 class="widget-title">{t(TITLE)}</h3>
        {tape::view(lab)}
        <p class="lab-facts" data-value="token-read" data-raw=move || at.get().to_string() aria-live="polite">{here}</p>
        <div class="button-row">
            <Button control="step-back" words=BACK on_press=move |()| move_by(-1) />
            <Button control="step-on" words=ON on_press=move |()| move_by(1) />
        </div>
        <div class="controls">
            <Select control="add-key" name=KEY_NAME about=KEY_ABOUT choices=keys value=next_key
                on_change=lab.choose(|c, v| c.next_key = v) />
        </div>
        <div class="button-row">
            <Button control="write" words=WRITE blocked=full on_press=move |()| write(lab, |c| c.next_key) />
            <Button control="repeat-key" words=REPEAT blocked=full on_press=move |()| write(lab, |c| c.query) />
            <Button control="important" words=IMPORTANT blocked=full on_press=move |()| insert(lab, |value| What::Important { value }) />
            <Button control="pass-time" words=PASS blocked=full on_press=move |()| insert(lab, |_| What::Pause) />
            <Button control="remove" words=REMOVE blocked=last on_press=move |()| remove(lab) />
            <Button control="undo" words=UNDO blocked=nothing on_press=move |()| lab.undo() />
        </div>
        <div class="controls">
            <Slider control="item-gate" name=GATE_NAME about=GATE_ABOUT limits=GATE.into() value=gate blocked=no_gate
                on_change=move |v: f64| change_item(lab, |item| item.gate = v as f32) />
            <Slider control="item-beta" name=BETA_NAME about=BETA_ABOUT limits=BETA.into() value=beta blocked=no_beta
                on_change=move |v: f64| change_item(lab, |item| item.beta = v as f32) />
        </div>
    }
    .into_any()
}

fn change_item(lab: Lab, change: impl FnOnce(&mut Item)) {
    lab.edit(|c| {
        if let Some(item) = c.items.get_mut(usize::from(c.at) - 1) {
            change(item);
        }
    });
}

/// Under one of the keys that the controls hold.
fn write(lab: Lab, key: fn(&Config) -> u8) {
    let key = lab.chosen.config.with_untracked(key);
    insert(lab, |value| What::Write { key, value });
}

/// After the token that is looked at, with the value that was not written for longest.
fn insert(lab: Lab, what: impl FnOnce(u8) -> What) {
    lab.edit(|c| {
        let at = usize::from(c.at).min(c.items.len());
        let what = what(next_value(&c.items[..at]));
        let again = match what {
            What::Write { key, .. } => c.items[..at].iter().any(|item| item.key() == Some(key)),
            _ => false,
        };
        c.items.insert(at, Item::new(what, again));
        c.at = at as u8 + 1;
    });
}

fn next_value(items: &[Item]) -> u8 {
    let age = |v: &u8| {
        let wrote = |item: &Item| match item.what {
            What::Write { value, .. } | What::Important { value } => value == *v,
            What::Pause => false,
        };
        items.iter().rev().position(wrote).unwrap_or(usize::MAX)
    };
    // The first of the oldest.
    (0..4u8).rev().max_by_key(age).unwrap_or(0)
}

fn remove(lab: Lab) {
    lab.edit(|c| {
        c.items.remove((usize::from(c.at) - 1).min(c.items.len() - 1));
        c.at = c.at.saturating_sub(1).max(1);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_value_is_the_one_that_was_written_longest_ago() {
        let items = Config::default().items;
        assert_eq!(next_value(&[]), 0);
        assert_eq!(next_value(&items[..2]), 2);
        assert_eq!(next_value(&items), 0);
        assert_eq!(next_value(&[items[0], items[1], items[2], items[4]]), 0);
    }
}
