//! The lesson's guesses: what the reader's own page says to each.

use leptos::prelude::*;

use super::state::Lab;
use super::time::complete;
use crate::labs::linear_attention::LAB;
use crate::labs::linear_attention::drawers::Cabinet;
use crate::labs::linear_attention::guesses::{GUESSES, Seen, Truth, truth};
use crate::labs::linear_attention::wrong::Wrong;
use crate::lesson::Lang;
use crate::plot::significant;
use crate::train::State;
use crate::ui::{Cards, say};

pub(super) fn cards(lab: Lab) -> Cards {
    let seen = Memo::new(move |_| seen(lab));
    let ids = GUESSES.iter().map(|(id, ..)| *id);
    Cards::new(LAB.id, ids, move |id| {
        let truth = seen.with(|seen| truth(id, seen))?;
        Some(seen.with(|seen| sentence(truth, seen, lab.lang())))
    })
}

/// What the page has shown so far.
fn seen(lab: Lab) -> Seen {
    let without_mask = lab.board.with(|b| match b.wrong() {
        Some((Wrong::NoMask, _, changed)) => Some((changed, b.sequence.time())),
        _ => None,
    });
    let question = lab
        .chosen
        .config
        .with(|c| (c.items, c.lean, c.asked) == (2, 45, 1));
    let done = lab.session.job.state.get() == State::Done;
    Seen {
        without_mask,
        leak: question.then(|| lab.cabinet.with(Cabinet::leak)),
        times: done.then(|| lab.report.with(complete)).flatten(),
    }
}

fn sentence(truth: Truth, seen: &Seen, lang: Lang) -> String {
    match truth {
        Truth::Number(leak) => {
            let leak = significant(leak, 2);
            say(
                lang,
                || format!("{leak} of the second value came along: the product of the two keys."),
                || format!("連帶讀出第二個 value 的 {leak} 倍：就是兩個 key 的內積。"),
            )
        }
        Truth::Choice("recurrent" | "parallel" | "chunkwise") => {
            let (t, times) = seen.times.unwrap_or_default();
            let [a, b, c] = times.map(|ns| significant(ns, 3));
            say(
                lang,
                || format!("At T = {t}: recurrent {a} ns, parallel {b} ns, chunkwise {c} ns per token."),
                || format!("T = {t} 時，每個 token：遞迴 {a} 奈秒，平行 {b} 奈秒，分塊 {c} 奈秒。"),
            )
        }
        Truth::Choice(_) => {
            let (changed, all) = seen.without_mask.unwrap_or_default();
            say(
                lang,
                || format!("{changed} of your {all} tokens came out wrong. The last one sees everything anyway."),
                || format!("你的 {all} 個 token 裡有 {changed} 個算錯。最後一個本來就看得到全部。"),
            )
        }
    }
}
