//! From the agent's tape to the brain's words, and scenes as messages of an agent.

use super::spelling::Spelling;
use super::task::{Format, Line, Manual, Request, Scene};
use super::words::{ARROW, KEYWORDS, OF, START, STOP, TOOLS, token, word};
use crate::agent::reading::Reading;
use crate::agent::{Kind, Message, Parameter, Token, Tool, Wording, tape};
use crate::lesson::{Describe, Lang, Text, text};

/// Words that a prompt may have, at most.
pub const LONGEST: usize = 512;

/// Why the brain has nothing to say on a tape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// A word that is not among the 186.
    Word(String),
    /// A manual that is no tool of its language: JSON with a name and a keyword as the description.
    Manual,
    /// The turn that has begun holds something that the brain could not have written.
    Turn,
    TooLong,
    /// No turn is open, or nothing was asked: it has learned to call, and not to speak of a result.
    NothingAsked,
}

impl Describe for Unreadable {
    fn describe(&self, lang: Lang) -> String {
        let en = lang == Lang::En;
        match self {
            Unreadable::Word(word) if en => {
                format!("The tiny brain knows 186 words, and \u{201c}{word}\u{201d} is none of them.")
            }
            Unreadable::Word(word) => format!("這個小型的腦只認得 186 個詞，「{word}」不在其中。"),
            Unreadable::Manual if en => {
                "A manual is not of the kind that the tiny brain reads: a known tool name, and one keyword as its description.".into()
            }
            Unreadable::Manual => "有一份說明書不是小型的腦讀得懂的：要有它認得的工具名稱，並以一個關鍵詞當描述。".into(),
            Unreadable::Turn if en => {
                "The turn that has begun holds something that the tiny brain could not have written, so it cannot go on from there.".into()
            }
            Unreadable::Turn => "這一輪已經寫下的內容有小型的腦不會寫的東西，所以無法接著寫。".into(),
            Unreadable::TooLong if en => {
                format!("The prompt has more than {LONGEST} words, more than the tiny brain reads.")
            }
            Unreadable::TooLong => format!("提示超過 {LONGEST} 個詞，小型的腦讀不完。"),
            Unreadable::NothingAsked if en => {
                "Nothing was asked. The tiny brain has learned to write calls, not to speak of their results.".into()
            }
            Unreadable::NothingAsked => "沒有新的請求。小型的腦只學過寫呼叫，沒學過說明結果。".into(),
        }
    }
}

/// A prompt in the brain's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard<'t> {
    /// The prompt, with the words of the turn that has begun.
    pub words: Vec<u32>,
    /// The beginning of the next word's spelling.
    pub rest: &'t [Token],
}

/// Reads a tape. Words are known in both languages; results of calls are passed over.
///
/// # Errors
/// What the brain cannot read, which it then does not guess at.
pub fn hear<'t>(reading: &Reading<'t>, spelling: &Spelling) -> Result<Heard<'t>, Unreadable> {
    let mut words = vec![START];
    let mut asked = false;
    for message in &reading.messages {
        match message {
            Message::System { manuals, .. } => {
                for manual in manuals {
                    let Manual { keyword, tool } = read_manual(manual)?;
                    words.extend([keyword, tool, STOP]);
                }
            }
            Message::Memory(text) => {
                words.extend(known(text)?);
                words.push(STOP);
            }
            Message::User(text) => {
                words.extend(known(text)?);
                words.push(ARROW);
                asked = true;
            }
            Message::Assistant(parts) => {
                let turn = tape::turn(parts);
                let begun = spelling.read(&turn).filter(|b| b.rest.is_empty());
                words.extend(begun.ok_or(Unreadable::Turn)?.words);
                asked = false;
            }
            Message::Tool { .. } => {}
        }
        if words.len() > LONGEST {
            return Err(Unreadable::TooLong);
        }
    }
    let begun = reading.begun.filter(|_| asked);
    let begun = spelling.read(begun.ok_or(Unreadable::NothingAsked)?);
    let begun = begun.ok_or(Unreadable::Turn)?;
    words.extend(begun.words);
    if words.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    Ok(Heard {
        words,
        rest: begun.rest,
    })
}

/// Words divided by spaces, the marks at the end of a line or a request left out.
fn known(text: &str) -> Result<Vec<u32>, Unreadable> {
    let spaced = text.replace('／', " ／ ");
    let words = spaced.split_whitespace();
    words
        .filter(|w| ![";", "；", "->"].contains(w))
        .map(|w| {
            let found = Lang::ALL.into_iter().find_map(|lang| token(w, lang));
            found.ok_or_else(|| Unreadable::Word(w.into()))
        })
        .collect()
}

fn read_manual(json: &str) -> Result<Manual, Unreadable> {
    let json: serde_json::Value = serde_json::from_str(json).map_err(|_| Unreadable::Manual)?;
    let of = |name: &str| json["function"][name].as_str();
    let found = |word: &str| Lang::ALL.into_iter().find_map(|lang| token(word, lang));
    let (name, keyword) = (
        of("name").and_then(found),
        of("description").and_then(found),
    );
    match (keyword, name) {
        (Some(keyword), Some(tool)) if KEYWORDS.contains(&keyword) && TOOLS.contains(&tool) => {
            Ok(Manual { keyword, tool })
        }
        _ => Err(Unreadable::Manual),
    }
}

impl Manual {
    /// The tool of this manual, as an agent's world has it.
    pub fn tool(self, format: Format) -> Tool {
        let parameter = |name: &str, en: &str, zh: &str| Parameter {
            name: name.into(),
            description: Wording {
                en: en.into(),
                zh: zh.into(),
            },
            kind: Kind::String { max: 20 },
            required: true,
        };
        let mut parameters = vec![parameter("place", "city", "城市")];
        if format == Format::KeyFirst {
            parameters.insert(0, parameter("name", "who asks", "誰的"));
        }
        Tool {
            name: word(self.tool, Lang::En).into(),
            description: Wording {
                en: word(self.keyword, Lang::En).into(),
                zh: word(self.keyword, Lang::ZhHant).into(),
            },
            parameters,
            irreversible: false,
        }
    }
}

impl Scene {
    /// The scene with a request as an agent's messages: the manuals, a message for each line of the memory, the user's words.
    pub fn messages(&self, request: Request, format: Format, lang: Lang) -> Vec<Message> {
        let manuals = self.manuals.iter();
        let manuals = manuals.map(|m| m.tool(format).schema(lang).to_string());
        let pair = |a: u32, b: u32| format!("{} {}", word(a, lang), word(b, lang));
        let system = Message::System {
            text: SYSTEM.get(lang).into(),
            manuals: manuals.collect(),
        };
        let lines = self.lines.iter().map(|line| match *line {
            Line::Fact { name, city } => Message::Memory(pair(name, city)),
            Line::Filler([a, b]) => Message::Memory(pair(a, b)),
        });
        let words = [request.keyword, OF, request.name].map(|t| word(t, lang));
        let user = Message::User(words.join(" "));
        std::iter::once(system).chain(lines).chain([user]).collect()
    }
}

/// The developer's words; the brain passes over them.
const SYSTEM: Text = text("Call the tool that fits.", "請呼叫合適的工具。");
