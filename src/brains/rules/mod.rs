//! P0: rules written by us, not a language model.
//!
//! A pure function of the tape: it reads what stands there (manuals, memories, the request, earlier results), works out the whole
//! turn, and gives its tokens one by one. It keeps nothing between two tokens but the turn that it worked out, and uses that only
//! where the same tape would give the same turn again.

mod act;
mod chinese;
mod english;
pub mod examples;
mod replay;
mod request;
mod situation;
#[cfg(test)]
mod tests;
mod walk;
mod words;

pub use request::{Day, Request, Vocabulary};
pub use walk::Walker;

use serde_json::Value;

use crate::agent::{Badge, Brain, Call, Dist, Mark, Message, Part, Token, reading, tape};
use crate::lesson::Lang;
use replay::{Pause, Replay};
use situation::Situation;

/// Whose words are orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Obeys {
    /// The user's (and the system's).
    #[default]
    User,
    /// Whoever's: an order in a tool's result is one more part of the request.
    Anyone,
}

/// How the rules are set. Every setting is shown beside the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    pub obeys: Obeys,
    pub walker: Walker,
    /// Says "done" whatever the tools say (fault A19): the world then knows better.
    pub boasts: bool,
}

/// The rule brain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    settings: Settings,
    /// The tape up to the open turn, and the turn that follows it.
    memo: Option<(Vec<Token>, Vec<Token>)>,
}

impl Rules {
    pub fn new(settings: Settings) -> Rules {
        Rules {
            settings,
            memo: None,
        }
    }

    /// The turn after these messages.
    pub fn turn(&self, messages: &[Message]) -> Vec<Part> {
        let mut situation = Situation::new(messages);
        let lang = situation.lang;
        let Some(text) = situation.request.clone() else {
            return vec![Part::Say("?".into())];
        };
        let text = text.as_str();
        let mut requests = parts(text, lang, &situation.vocabulary);
        if self.settings.obeys == Obeys::Anyone {
            orders(&situation, &mut requests);
            // Whoever gives orders gives leave too.
            let said = situation
                .done
                .iter()
                .flat_map(|call| strings(call.result.as_ref().unwrap_or(&Value::Null)));
            let said: Vec<String> = said.map(String::from).collect();
            situation.system.extend(said);
        }
        let mut replay = Replay::new(&situation);
        let mut answers = Vec::new();
        let mut boxes = Vec::new();
        for request in &requests {
            match act::answer(request, &mut replay, self.settings.walker) {
                Ok(answer) => {
                    answers.push(answer);
                    boxes.push("[x]");
                }
                Err(Pause::Stuck(words)) => {
                    answers.push(words);
                    boxes.push("[!]");
                }
                Err(Pause::Call {
                    think,
                    name,
                    arguments,
                }) => {
                    let mut turn = Vec::new();
                    turn.extend(
                        plan(text, lang, &boxes)
                            .filter(|plan| situation.plan.as_ref() != Some(plan))
                            .map(Part::Plan),
                    );
                    if !think.is_empty() {
                        turn.push(Part::Think(think));
                    }
                    turn.push(Part::Call(Call::new(name, arguments.to_string())));
                    return turn;
                }
            }
        }
        if self.settings.boasts {
            answers = vec![
                if lang == Lang::En {
                    "Done."
                } else {
                    "完成了。"
                }
                .into(),
            ];
        }
        vec![Part::Say(answers.join(if lang == Lang::En {
            " "
        } else {
            ""
        }))]
    }
}

/// The parts of a request, as the grammar of its language reads it.
fn parts(text: &str, lang: Lang, vocabulary: &Vocabulary) -> Vec<Request> {
    let parts = match lang {
        Lang::En => english::read(text, vocabulary),
        Lang::ZhHant => chinese::read(text, vocabulary),
    };
    if parts.is_empty() {
        return vec![Request::Unreadable];
    }
    parts
}

/// The plan of a request that has more than one part: a line with a box for each, the first ones as `boxes` says.
fn plan(text: &str, lang: Lang, boxes: &[&str]) -> Option<String> {
    let pieces = match lang {
        Lang::En => english::pieces_of(text),
        Lang::ZhHant => chinese::pieces_of(text),
    };
    let boxes = boxes.iter().copied().chain(std::iter::repeat("[ ]"));
    let lines: Vec<String> = pieces
        .iter()
        .zip(boxes)
        .map(|(piece, sign)| format!("- {sign} {}", words::bare(piece)))
        .collect();
    (lines.len() > 1).then(|| lines.join("\n"))
}

/// Adds the orders that stand in the results so far, sentence by sentence.
fn orders(situation: &Situation, requests: &mut Vec<Request>) {
    for text in situation
        .done
        .iter()
        .flat_map(|call| strings(call.result.as_ref().unwrap_or(&Value::Null)))
    {
        for sentence in text.split(['.', '!', '?', ';', '\n', '。', '！', '？', '；']) {
            let lang = if sentence.is_ascii() {
                Lang::En
            } else {
                Lang::ZhHant
            };
            for request in parts(sentence, lang, &situation.vocabulary) {
                if request.is_order() && !requests.contains(&request) {
                    requests.push(request);
                }
            }
        }
    }
}

/// The texts in a value, names of keys left out.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(strings).collect(),
        Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

impl Brain for Rules {
    fn next(&mut self, prompt: &[Token]) -> Dist {
        if let Some((base, turn)) = &self.memo
            && let Some(begun) = prompt.strip_prefix(base.as_slice())
            && begun.len() < turn.len()
            && turn.starts_with(begun)
        {
            return Dist::sure(turn[begun.len()]);
        }
        let reading = reading::read(prompt);
        let Some(begun) = reading.begun else {
            return Dist::sure(Mark::End.token());
        };
        let turn = tape::turn(&self.turn(&reading.messages));
        let base = prompt[..prompt.len() - begun.len()].to_vec();
        // A turn that somebody else began is not the rules' to go on with.
        let next = if turn.starts_with(begun) {
            turn.get(begun.len())
        } else {
            None
        };
        let next = next.copied().unwrap_or(Mark::End.token());
        self.memo = Some((base, turn));
        Dist::sure(next)
    }

    fn badge(&self) -> Badge {
        Badge::Rules
    }
}
