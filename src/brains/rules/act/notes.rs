//! Other people's notes, and memory.

use serde_json::{Value, json};

use super::{cut, told};
use crate::brains::rules::replay::{Pause, Replay};
use crate::brains::rules::{chinese, english};
use crate::lesson::{Lang, text};

pub(super) fn search(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    let words = cut(words, 80);
    let mut found = replay.call(
        "search",
        json!({"q": words, "k": 3}),
        text("Somebody may have noted it.", "也許有人記下來了。"),
    )?;
    if matches!(&found, Ok(value) if value["count"] == 0) {
        let fewer = match replay.lang() {
            Lang::En => english::topic_of(&words.to_lowercase()),
            Lang::ZhHant => chinese::topic_of(&words),
        };
        if fewer != words && !fewer.is_empty() {
            found = replay.call(
                "search",
                json!({"q": fewer, "k": 3}),
                text("Nothing. With fewer words.", "沒有結果，換少一點的字再找。"),
            )?;
        }
    }
    Ok(told(found, replay, |value| {
        let notes = value["notes"].as_array().into_iter().flatten();
        match notes.into_iter().find(|note| says_of(note, &words)) {
            Some(note) => {
                let [id, date, words] =
                    ["id", "date", "text"].map(|key| note[key].as_str().unwrap_or("?"));
                (
                    format!("Note {id} of {date} says: {words}"),
                    format!("筆記 {id}（{date}）說：{words}"),
                )
            }
            None => (
                "I do not know: no note says anything about it.".into(),
                "我不知道：沒有筆記提到這件事。".into(),
            ),
        }
    }))
}

/// Whether a note holds one of the words that were looked for, empty ones left out; of Chinese two neighbouring characters.
fn says_of(note: &Value, words: &str) -> bool {
    let text = format!(
        "{} {}",
        note["title"].as_str().unwrap_or(""),
        note["text"].as_str().unwrap_or("")
    )
    .to_lowercase();
    let english = english::topic_of(&words.to_lowercase());
    let chinese: Vec<char> = chinese::topic_of(words)
        .chars()
        .filter(|c| !c.is_ascii())
        .collect();
    let pair = |pair: &[char]| text.contains(&pair.iter().collect::<String>());
    let word = |word: &str| {
        word.is_ascii()
            && text
                .split(|c: char| !c.is_alphanumeric())
                .any(|other| other == word)
    };
    english.split(' ').any(word)
        || chinese.windows(2).any(pair)
        || chinese.len() == 1 && pair(&chinese)
}

pub(super) fn remember(
    words: &str,
    replaces: Option<&str>,
    replay: &mut Replay,
) -> Result<String, Pause> {
    let mut arguments = json!({"text": cut(words, 200)});
    if let Some(id) = replaces {
        arguments["replaces"] = id.into();
    }
    let written = replay.call(
        "note_write",
        arguments,
        text("To be remembered.", "要記住這件事。"),
    )?;
    Ok(told(written, replay, |value| {
        let id = value["id"].as_str().unwrap_or("?");
        (format!("Remembered as {id}."), format!("記住了，是 {id}。"))
    }))
}

/// The current notes among those that memory gives for these words.
fn current(
    words: &str,
    replay: &mut Replay,
) -> Result<Result<Vec<(String, String)>, String>, Pause> {
    let arguments = json!({"q": cut(words, 80), "k": 3});
    let read = replay.call(
        "note_read",
        arguments,
        text("What is in my memory on this?", "我的記憶裡有什麼？"),
    )?;
    Ok(read.map(|value| {
        let notes = value["notes"].as_array().into_iter().flatten();
        let notes = notes.filter(|note| note["superseded_by"].is_null());
        notes
            .filter_map(|note| Some((note["id"].as_str()?.into(), note["text"].as_str()?.into())))
            .collect()
    }))
}

pub(super) fn change(words: &str, about: &str, replay: &mut Replay) -> Result<String, Pause> {
    let old = current(about, replay)?;
    let id = old
        .ok()
        .and_then(|notes| notes.into_iter().next())
        .map(|(id, _)| id);
    remember(words, id.as_deref(), replay)
}

pub(super) fn recall(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    // A line that stands in the prompt is read there.
    let key = words.to_lowercase();
    if let Some(line) = replay
        .situation
        .memories
        .iter()
        .rev()
        .find(|line| line.to_lowercase().contains(&key))
    {
        return Ok(match replay.lang() {
            Lang::En => format!("I remember: {line}"),
            Lang::ZhHant => format!("我記得：{line}"),
        });
    }
    let notes = current(words, replay)?;
    Ok(
        match (notes.map(|notes| notes.into_iter().next()), replay.lang()) {
            (Ok(Some((_, note))), Lang::En) => format!("I remember: {note}"),
            (Ok(Some((_, note))), Lang::ZhHant) => format!("我記得：{note}"),
            (Ok(None), Lang::En) => "I remember nothing about it.".into(),
            (Ok(None), Lang::ZhHant) => "我不記得這件事。".into(),
            (Err(message), _) => told(Err(message), replay, |_| Default::default()),
        },
    )
}

pub(super) fn delete(id: &str, replay: &mut Replay) -> Result<String, Pause> {
    let deleted = replay.call(
        "note_delete",
        json!({"id": id}),
        text("A note to delete.", "要刪除一則筆記。"),
    )?;
    Ok(told(deleted, replay, |_| {
        (format!("Deleted note {id}."), format!("已刪除筆記 {id}。"))
    }))
}

pub(super) fn forget(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    match current(words, replay)? {
        Ok(notes) => match notes.first() {
            Some((id, _)) => delete(id, replay),
            None => Ok(replay.say(text(
                "There is nothing of that to forget.",
                "沒有這件事可以忘記。",
            ))),
        },
        Err(message) => Ok(told(Err(message), replay, |_| Default::default())),
    }
}
