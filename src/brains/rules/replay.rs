//! How a rule runs over several turns without any state: it starts anew at each turn, and takes from the tape what it has
//! called already. The first call that is not on the tape yet is what it writes now.

use serde_json::{Value, json};

use super::situation::Situation;
use crate::lesson::{Lang, Text};

/// Why a rule does not go on.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Pause {
    /// This call first.
    Call {
        think: String,
        name: String,
        arguments: Value,
    },
    /// There is nothing to call: said to the user.
    Stuck(String),
}

/// What a tool said: its result, or the message of its error.
pub(super) type Answer = Result<Value, String>;

/// The tape's calls, as the rules take them.
pub(super) struct Replay<'a> {
    pub(super) situation: &'a Situation,
    taken: Vec<bool>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(situation: &'a Situation) -> Replay<'a> {
        Replay {
            situation,
            taken: vec![false; situation.done.len()],
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.situation.lang
    }

    /// One of the two wordings.
    pub(super) fn say(&self, text: Text) -> String {
        text.get(self.lang()).into()
    }

    /// What this call gave, or the pause in which it is made. `think` says why, in few words.
    ///
    /// A tool whose manual is not in the prompt is looked for with `find_tool`; without that there is no such tool.
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: Value,
        think: Text,
    ) -> Result<Answer, Pause> {
        self.offered(name)?;
        self.made(name, arguments, think)
    }

    pub(super) fn offers(&self, name: &str) -> bool {
        self.situation.tools.contains(name)
    }

    fn offered(&mut self, name: &str) -> Result<(), Pause> {
        if self.offers(name) {
            return Ok(());
        }
        let missing = match self.lang() {
            Lang::En => format!("I have no tool for this: {name}."),
            Lang::ZhHant => format!("我沒有做這件事的工具：{name}。"),
        };
        if !self.offers("find_tool") {
            return Err(Pause::Stuck(missing));
        }
        let query = name.replace('_', " ");
        let think = Text {
            en: "Is there a tool for this?",
            zh: "有沒有這個工具？",
        };
        let found = self.made("find_tool", json!({"q": query, "k": 5}), think)?;
        let found = found.unwrap_or_default();
        let names = found["tools"].as_array().into_iter().flatten();
        match names.into_iter().any(|tool| tool["name"] == name) {
            true => Ok(()),
            false => Err(Pause::Stuck(missing)),
        }
    }

    fn made(&mut self, name: &str, arguments: Value, think: Text) -> Result<Answer, Pause> {
        let calls = self.situation.done.iter().enumerate();
        let mut fitting = calls.filter(|(at, call)| {
            !self.taken[*at] && call.name == name && call.arguments == arguments
        });
        let Some((at, call)) = fitting.next() else {
            return Err(Pause::Call {
                think: self.say(think),
                name: name.into(),
                arguments,
            });
        };
        self.taken[at] = true;
        let result = call.result.clone().unwrap_or_default();
        Ok(match result["error"]["message"].as_str() {
            Some(message) => Err(message.into()),
            None if result["error"].is_null() => Ok(result),
            None => Err(result["error"].to_string()),
        })
    }
}
