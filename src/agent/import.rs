//! A file of [`super::export`], or of another tool in the same format, read back. Strict where a brain would be misled.

use std::sync::Arc;

use serde_json::Value;

use super::conversation::Conversation;
use super::export::{MEMORY, said};
use super::message::{Call, Message, Part};
use super::strict;
use crate::lesson::{Describe, Lang, Text, text};

/// A file may be so many bytes long.
const MAX_BYTES: usize = 4 << 20;

/// Why a file is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportError {
    TooLong,
    /// Bytes before the place where it stops being strict JSON.
    NotJson {
        offset: usize,
    },
    NoMessages,
    /// The message at this index, counted from 0.
    Message {
        index: usize,
        fault: Fault,
    },
    Tools,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No role, or one that is not `system`, `developer`, `user`, `assistant` or `tool`.
    Role,
    /// No text where there must be one.
    Content,
    /// A call without id or name, with a space in the name, with arguments that are no text, or with an id used before.
    Call,
    /// A result without the call that it answers right before it.
    NoCall,
    /// A call of this turn has no result.
    NoResult,
    /// `parts` do not fit what the message says.
    Parts,
}

/// The conversation in a file.
///
/// # Errors
/// See [`ImportError`]. Results may be in another order than their calls, and are put into it.
pub fn import(file: &str) -> Result<Conversation, ImportError> {
    if file.len() > MAX_BYTES {
        return Err(ImportError::TooLong);
    }
    let not_json = |fault: strict::Unreadable| ImportError::NotJson {
        offset: fault.offset,
    };
    let file = strict::value(file, 32).map_err(not_json)?;
    let messages = file.get("messages").and_then(Value::as_array);
    let messages = messages.ok_or(ImportError::NoMessages)?;
    let mut read = Vec::new();
    for (index, value) in messages.iter().enumerate() {
        read.push(message(value).map_err(|fault| ImportError::Message { index, fault })?);
    }
    let mut talk = group(read)?;
    let manuals = manuals(file.get("tools"))?;
    match talk.head.first_mut() {
        Some(Message::System { manuals: place, .. }) => *place = manuals,
        _ => talk.head.insert(
            0,
            Message::System {
                text: String::new(),
                manuals,
            },
        ),
    }
    Ok(talk)
}

fn manuals(tools: Option<&Value>) -> Result<Vec<String>, ImportError> {
    let tools = match tools {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(tools) => tools.as_array().ok_or(ImportError::Tools)?,
    };
    let line = |tool: &Value| match tool {
        Value::Object(_) => Ok(tool.to_string()),
        Value::String(line) => Ok(line.clone()),
        _ => Err(ImportError::Tools),
    };
    tools.iter().map(line).collect()
}

fn message(value: &Value) -> Result<Message, Fault> {
    let role = value.get("role").and_then(Value::as_str);
    let content = content(value.get("content"))?;
    match role.ok_or(Fault::Role)? {
        "system" | "developer" => {
            let text = content.ok_or(Fault::Content)?;
            let memory = value.get("name").and_then(Value::as_str) == Some(MEMORY);
            Ok(match memory {
                true => Message::Memory(text),
                false => Message::System {
                    text,
                    manuals: Vec::new(),
                },
            })
        }
        "user" => Ok(Message::User(content.ok_or(Fault::Content)?)),
        "tool" => {
            let id = value.get("tool_call_id").and_then(Value::as_str);
            Ok(Message::Tool {
                id: id.ok_or(Fault::NoCall)?.into(),
                content: content.ok_or(Fault::Content)?,
            })
        }
        "assistant" => assistant(value, content),
        _ => Err(Fault::Role),
    }
}

/// A text, or a list of parts `{"type":"text","text":..}`; None: there is none.
fn content(value: Option<&Value>) -> Result<Option<String>, Fault> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Array(parts)) => {
            let text = |part: &Value| part.get("text").and_then(Value::as_str).map(String::from);
            let texts: Option<Vec<String>> = parts.iter().map(text).collect();
            Ok(Some(texts.ok_or(Fault::Content)?.concat()))
        }
        Some(_) => Err(Fault::Content),
    }
}

fn assistant(value: &Value, content: Option<String>) -> Result<Message, Fault> {
    let calls = match value.get("tool_calls") {
        None | Some(Value::Null) => Vec::new(),
        Some(calls) => {
            let calls = calls.as_array().ok_or(Fault::Call)?;
            calls
                .iter()
                .map(call)
                .collect::<Option<_>>()
                .ok_or(Fault::Call)?
        }
    };
    let content = content.filter(|text| !text.is_empty());
    let Some(given) = value.get("parts") else {
        let say = content.map(Part::Say);
        let calls = calls.into_iter().map(Part::Call);
        return Ok(Message::Assistant(say.into_iter().chain(calls).collect()));
    };
    let parts = given.as_array().ok_or(Fault::Parts)?;
    let parts: Option<Vec<Part>> = parts.iter().map(|value| part(value, &calls)).collect();
    let parts = parts.ok_or(Fault::Parts)?;
    let message = Message::Assistant(parts.clone());
    let fits = said(&parts) == content && message.calls().eq(&calls);
    fits.then_some(message).ok_or(Fault::Parts)
}

fn call(value: &Value) -> Option<Call> {
    let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_string());
    let function = value.get("function")?;
    let call = Call {
        id: text(value, "id")?,
        name: text(function, "name")?,
        arguments: text(function, "arguments")?,
    };
    // Both stand on the tape, where a space or a line break ends them.
    let fits = !call.name.contains(' ') && !call.id.is_empty() && !call.id.contains('\n');
    fits.then_some(call)
}

fn part(value: &Value, calls: &[Call]) -> Option<Part> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let text = value.as_str()?.to_string();
    Some(match kind.as_str() {
        "say" => Part::Say(text),
        "think" => Part::Think(text),
        "plan" => Part::Plan(text),
        "call" => Part::Call(calls.iter().find(|call| call.id == text)?.clone()),
        _ => return None,
    })
}

/// Head and units: each turn with its results, in the order of its calls, and with the notices behind them.
fn group(messages: Vec<Message>) -> Result<Conversation, ImportError> {
    let mut talk = Conversation::default();
    let mut messages = messages.into_iter().enumerate().peekable();
    let in_head =
        |message: &Message| !matches!(message, Message::Assistant(_) | Message::Tool { .. });
    // The head ends with the first words of the user.
    while let Some((_, message)) = messages.next_if(|(_, message)| in_head(message)) {
        let goal = matches!(message, Message::User(_));
        talk.head.push(message);
        if goal {
            break;
        }
    }
    while let Some((index, message)) = messages.next() {
        let fault = |fault| ImportError::Message { index, fault };
        if matches!(message, Message::Tool { .. }) {
            return Err(fault(Fault::NoCall));
        }
        let ids: Vec<String> = message.calls().map(|call| call.id.clone()).collect();
        let twice = |id: &String| ids.iter().filter(|&other| other == id).count() > 1;
        if ids.iter().any(twice) {
            return Err(fault(Fault::Call));
        }
        let turn = matches!(message, Message::Assistant(_));
        let mut results: Vec<Option<Message>> = vec![None; ids.len()];
        while let Some((index, result)) =
            messages.next_if(|(_, message)| matches!(message, Message::Tool { .. }))
        {
            let fault = ImportError::Message {
                index,
                fault: Fault::NoCall,
            };
            let Message::Tool { id, .. } = &result else {
                return Err(fault);
            };
            let at = ids.iter().position(|other| other == id).ok_or(fault)?;
            if results[at].replace(result).is_some() {
                return Err(fault);
            }
        }
        let results: Option<Vec<Message>> = results.into_iter().collect();
        let mut unit = vec![message];
        unit.extend(results.ok_or(fault(Fault::NoResult))?);
        let notice =
            |(_, message): &(usize, Message)| turn && matches!(message, Message::Memory(_));
        while let Some((_, message)) = messages.next_if(notice) {
            unit.push(message);
        }
        talk.units.push(Arc::new(unit));
    }
    Ok(talk)
}

impl Fault {
    const fn said(self) -> Text {
        match self {
            Fault::Role => text(
                "its role is not system, user, assistant or tool",
                "角色不是 system、user、assistant 或 tool",
            ),
            Fault::Content => text("its content is not a text", "內容不是文字"),
            Fault::Call => text("one of its calls is incomplete", "其中一個呼叫不完整"),
            Fault::NoCall => text(
                "it is a result, and no call before it asked for it",
                "這是結果\u{ff0c}但前面沒有對應的呼叫",
            ),
            Fault::NoResult => text("one of its calls has no result", "其中一個呼叫沒有結果"),
            Fault::Parts => text("its parts contradict it", "parts 與內容不一致"),
        }
    }
}

impl Describe for ImportError {
    fn describe(&self, lang: Lang) -> String {
        let said = match (self, lang) {
            (ImportError::Message { index, fault }, Lang::En) => {
                return format!("Message {} of the file: {}.", index + 1, fault.said().en);
            }
            (ImportError::Message { index, fault }, Lang::ZhHant) => {
                return format!("檔案的第 {} 則訊息\u{ff1a}{}。", index + 1, fault.said().zh);
            }
            (ImportError::NotJson { offset }, Lang::En) => {
                return format!("The file is not JSON: it breaks off at byte {offset}.");
            }
            (ImportError::NotJson { offset }, Lang::ZhHant) => {
                return format!("檔案不是合法的 JSON\u{ff1a}第 {offset} 個位元組有誤。");
            }
            (ImportError::TooLong, _) => text("The file is over 4 MB.", "檔案超過 4 MB。"),
            (ImportError::NoMessages, _) => text(
                "The file has no list of messages.",
                "檔案裡沒有 messages 清單。",
            ),
            (ImportError::Tools, _) => text(
                "The file's tools are not a list of objects.",
                "檔案的 tools 不是物件清單。",
            ),
        };
        said.get(lang).into()
    }
}
