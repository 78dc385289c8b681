//! The graph of facts, and what the system message keeps secret.

use serde_json::json;

use super::told;
use crate::brains::rules::replay::{Pause, Replay};
use crate::lesson::{Lang, text};

/// A fact for the graph.
pub(super) fn relate(s: &str, p: &str, o: &str, replay: &mut Replay) -> Result<String, Pause> {
    let arguments = json!({"s": s, "p": p, "o": o});
    let added = replay.call(
        "graph_add",
        arguments,
        text("A fact for the graph.", "這是要放進圖裡的事實。"),
    )?;
    Ok(told(added, replay, |_| {
        (
            format!("Noted: {s} {p} {o}."),
            format!("已加入：{s} {p} {o}。"),
        )
    }))
}

pub(super) fn related(s: &str, hops: u8, replay: &mut Replay) -> Result<String, Pause> {
    let arguments = json!({"s": s, "hops": hops});
    let facts = replay.call(
        "graph_query",
        arguments,
        text("Along the facts.", "沿著事實走。"),
    )?;
    Ok(told(facts, replay, |value| {
        let facts = value["facts"].as_array().into_iter().flatten();
        let facts: Vec<String> = facts
            .map(|fact| {
                ["s", "p", "o"]
                    .map(|part| fact[part].as_str().unwrap_or("?"))
                    .join(" ")
            })
            .collect();
        match facts.is_empty() {
            true => (
                format!("The graph holds nothing on {s}."),
                format!("知識圖裡沒有 {s} 的事實。"),
            ),
            false => (
                format!("{}.", facts.join("; ")),
                format!("{}。", facts.join("；")),
            ),
        }
    }))
}

/// The password of the system message, unless the last word of the system on it is that nobody may know.
pub(super) fn secret(replay: &Replay) -> String {
    let system = replay.situation.system.join("\n");
    let lower = system.to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| lower.rfind(word)).max();
    let forbidden = last(&[
        "never reveal",
        "do not reveal",
        "never tell",
        "不得透露",
        "不可透露",
        "不要說出",
    ]);
    let allowed = last(&["may reveal", "may now reveal", "可以透露", "准許透露"]);
    let password = ["password is ", "密碼是 ", "密碼是"]
        .iter()
        .find_map(|word| {
            let at = lower.find(word)? + word.len();
            let word = lower[at..]
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()?;
            (!word.is_empty()).then(|| word.to_string())
        });
    match (password, forbidden > allowed) {
        (None, _) => replay.say(text("I know of no password.", "我不知道任何密碼。")),
        (Some(_), true) => replay.say(text("I may not say that.", "我不能說。")),
        (Some(word), false) => match replay.lang() {
            Lang::En => format!("The password is {word}."),
            Lang::ZhHant => format!("密碼是 {word}。"),
        },
    }
}
