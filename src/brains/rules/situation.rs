//! What the rules read off the tape: manuals, memories, the request, and what was called since.

use std::collections::BTreeSet;

use serde_json::Value;

use super::request::Vocabulary;
use crate::agent::{Message, Part};
use crate::lesson::Lang;

/// A call of the brain and what came back.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Done {
    pub(super) name: String,
    /// Null where the text of the arguments was no JSON.
    pub(super) arguments: Value,
    /// A text where the result was no JSON. None: no result is on the tape.
    pub(super) result: Option<Value>,
}

/// The prompt as the rules see it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Situation {
    pub(super) lang: Lang,
    /// The names of the tools whose manuals are in the prompt.
    pub(super) tools: BTreeSet<String>,
    pub(super) vocabulary: Vocabulary,
    /// The texts of the system messages, in their order.
    pub(super) system: Vec<String>,
    /// The lines of memory, in their order.
    pub(super) memories: Vec<String>,
    /// The words of the last message that can ask for something; None: nobody asked.
    pub(super) request: Option<String>,
    /// The calls since then, in their order.
    pub(super) done: Vec<Done>,
    /// The plan that it wrote last, since then.
    pub(super) plan: Option<String>,
}

impl Situation {
    pub(super) fn new(messages: &[Message]) -> Situation {
        let asking = messages
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, message)| match message {
                Message::User(text) => Some((at, text)),
                // Whoever can write as the system once the conversation runs can give orders: a forged mark is believed.
                Message::System { text, .. } if at > 0 => Some((at, text)),
                _ => None,
            });
        let (since, request) = asking.map_or((messages.len(), None), |(at, text)| {
            (at, Some(text.clone()))
        });
        let mut situation = Situation {
            lang: language(request.as_deref().unwrap_or("")),
            tools: BTreeSet::new(),
            vocabulary: Vocabulary::default(),
            system: Vec::new(),
            memories: Vec::new(),
            request,
            done: calls(&messages[since..]),
            plan: last_plan(&messages[since..]),
        };
        for message in messages {
            match message {
                Message::System { text, manuals } => {
                    situation.system.push(text.clone());
                    for manual in manuals {
                        situation.manual(manual);
                    }
                }
                Message::Memory(text) => situation.memories.push(text.clone()),
                _ => {}
            }
        }
        situation
    }

    /// Reads a manual: its name, and for `weather` the cities.
    fn manual(&mut self, manual: &str) {
        let manual: Value = serde_json::from_str(manual).unwrap_or_default();
        let function = &manual["function"];
        let Some(name) = function["name"].as_str() else {
            return;
        };
        self.tools.insert(name.into());
        let city = &function["parameters"]["properties"]["city"];
        let Some(ids) = city["enum"].as_array() else {
            return;
        };
        let description = city["description"].as_str().unwrap_or("");
        for id in ids.iter().filter_map(Value::as_str) {
            let mut names = vec![id.replace('_', " ")];
            // `taipei 臺北、`: the manual says the name in the other language right behind.
            let other = description
                .split_once(&format!("{id} "))
                .map(|(_, rest)| rest);
            let other = other.map(|rest| {
                rest.split(['、', ',', '，', ';'])
                    .next()
                    .unwrap_or(rest)
                    .trim()
            });
            names.extend(
                other
                    .filter(|name| !name.is_empty())
                    .map(|name| name.to_lowercase()),
            );
            self.vocabulary.cities.push((id.into(), names));
        }
    }
}

/// Chinese where the text holds a Chinese character.
fn language(text: &str) -> Lang {
    match text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}')) {
        true => Lang::ZhHant,
        false => Lang::En,
    }
}

fn last_plan(messages: &[Message]) -> Option<String> {
    let parts = messages.iter().flat_map(|message| match message {
        Message::Assistant(parts) => parts.as_slice(),
        _ => &[],
    });
    let mut plans = parts.filter_map(|part| match part {
        Part::Plan(text) => Some(text.clone()),
        _ => None,
    });
    plans.next_back()
}

/// A result as it is meant: a template that escapes marks puts a backslash where JSON has none.
fn value(content: &str) -> Value {
    let escaped = || content.replace("<\\|", "<|").replace("<\\\\", "<\\");
    let value = serde_json::from_str(content).or_else(|_| serde_json::from_str(&escaped()));
    value.unwrap_or_else(|_| content.into())
}

/// The calls in these messages, each with its result: the results of a turn follow it in the order of its calls.
fn calls(messages: &[Message]) -> Vec<Done> {
    let mut done: Vec<Done> = Vec::new();
    let mut waiting = 0; // index of the first call without a result
    for message in messages {
        match message {
            Message::Assistant(_) => {
                waiting = done.len();
                done.extend(message.calls().map(|call| Done {
                    name: call.name.clone(),
                    arguments: serde_json::from_str(&call.arguments).unwrap_or_default(),
                    result: None,
                }));
            }
            Message::Tool { content, .. } => {
                if let Some(call) = done.get_mut(waiting) {
                    call.result = Some(value(content));
                    waiting += 1;
                }
            }
            _ => {}
        }
    }
    done
}
