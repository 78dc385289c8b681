//! What stands for turns that were dropped: a list of what was done, or the few that fit the moment. Extracted, not written anew.

use std::collections::BTreeSet;

use super::cap::middle_cut;
use super::conversation::Conversation;
use super::message::{Message, Part};
use crate::lesson::{Lang, text};

/// Characters of a result that a line keeps.
const FACT: usize = 120;

/// One line of memory for all these units: each call that was made. `facts`: also the failed ones, and the results' beginnings;
/// else what was done alone, word for word.
pub(super) fn digest(units: &[&[Message]], facts: bool, lang: Lang) -> Vec<Message> {
    let said = text("Earlier, shortened:", "先前的內容\u{ff0c}已縮短\u{ff1a}").get(lang);
    let lines: Vec<String> = units
        .iter()
        .flat_map(|unit| calls(unit, facts, lang))
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Message::Memory(format!("{said}\n{}", lines.join("\n")))]
}

/// The calls of one unit, as a line of memory each.
pub(super) fn line(unit: &[Message], facts: bool, lang: Lang) -> Vec<Message> {
    let said = text("Earlier: ", "先前\u{ff1a}").get(lang);
    let lines = calls(unit, facts, lang);
    let lines = lines.iter().map(|line| format!("{said}{line}"));
    lines.map(Message::Memory).collect()
}

fn calls(unit: &[Message], facts: bool, lang: Lang) -> Vec<String> {
    let calls = unit.iter().flat_map(Message::calls);
    let results = unit.iter().filter_map(|message| match message {
        Message::Tool { content, .. } => Some(content),
        _ => None,
    });
    calls
        .zip(results)
        .filter(|(_, content)| facts || !failed(content))
        .map(|(call, content)| {
            let done = format!("- {} {}", call.name, call.arguments);
            let fact = content.lines().next().unwrap_or("");
            match facts {
                true => format!("{done} -> {}", middle_cut(fact, FACT, lang)),
                false => done,
            }
        })
        .collect()
}

/// A result that is an error observation.
fn failed(content: &str) -> bool {
    content.starts_with("{\"error\":")
}

/// Of the first `cut` units the `k` that have most words in common with what the user said and the brain last wrote to itself,
/// the best first; of equally good ones the newer. Those without a call or without a common word are left out.
pub(super) fn nearest(conversation: &Conversation, cut: usize, k: usize) -> Vec<usize> {
    let user = conversation
        .messages()
        .filter(|m| matches!(m, Message::User(_)));
    let newest = conversation.units.last().and_then(|unit| unit.first());
    let wanted: BTreeSet<String> = user
        .map(text_of)
        .chain(newest.map(thoughts))
        .flat_map(|text| words(&text))
        .collect();
    let mut scores: Vec<(usize, usize)> = conversation.units[..cut]
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.iter().any(|message| message.calls().next().is_some()))
        .map(|(at, unit)| {
            let words: BTreeSet<String> = unit.iter().flat_map(|m| words(&text_of(m))).collect();
            (words.intersection(&wanted).count(), at)
        })
        .filter(|&(score, _)| score > 0)
        .collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    scores.into_iter().take(k).map(|(_, at)| at).collect()
}

fn text_of(message: &Message) -> String {
    match message {
        Message::System { text, .. } | Message::Memory(text) | Message::User(text) => text.clone(),
        Message::Tool { content, .. } => content.clone(),
        Message::Assistant(_) => {
            let calls = message
                .calls()
                .map(|call| format!("{} {}", call.name, call.arguments));
            calls.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What the brain wrote beside calls.
fn thoughts(message: &Message) -> String {
    let Message::Assistant(parts) = message else {
        return String::new();
    };
    let texts = parts.iter().filter_map(|part| match part {
        Part::Say(text) | Part::Think(text) | Part::Plan(text) => Some(text.as_str()),
        Part::Call(_) => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// Words in Latin letters and digits, and pairs of neighbouring Chinese characters.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let latin = text.split(|c: char| !c.is_ascii_alphanumeric());
    let latin = latin.filter(|word| word.len() > 1).map(String::from);
    let chars: Vec<char> = text.chars().collect();
    let chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let pairs = chars
        .windows(2)
        .filter(|pair| pair.iter().all(|&c| chinese(c)));
    latin
        .chain(pairs.map(|pair| pair.iter().collect()))
        .collect()
}
