//! A run made again from its conversation: each turn is written anew against a fresh world, so that the world is where it was.

use serde_json::Value;

use super::acting::Waiting;
use super::brain::Badge;
use super::branches::Edit;
use super::conversation::Conversation;
use super::message::{Message, Part};
use super::run::{Progress, Run};
use super::settings::Settings;
use super::tape::turn;
use super::tool::Code;
use super::world::World;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Replayed<W> {
    pub run: Run<W>,
    /// Indices of results that the tools gave otherwise now: edited by hand, or from another world. The run has the text of the
    /// conversation.
    pub differ: Vec<usize>,
    /// Units that could be taken; fewer than there are where the run stopped before.
    pub taken: usize,
}

/// Makes a run of this conversation; its turns count as written `by`. Where leave was asked for, it is given unless the
/// conversation says that it was not.
pub fn replay<W: World>(
    settings: Settings,
    world: W,
    talk: &Conversation,
    by: &Badge,
) -> Replayed<W> {
    let mut run = Run::open_with(settings, world, talk.head.clone());
    let mut differ = Vec::new();
    let mut taken = 0;
    for (unit, start) in talk.units.iter().zip(talk.starts()) {
        match &unit[0] {
            Message::Assistant(parts) if run.at().ending.is_none() => {
                write(&mut run, parts, &unit[1..], by);
            }
            Message::User(text) if run.edit(Edit::Tell(text.clone())).is_ok() => {}
            _ => break,
        }
        for (index, wanted) in (start..).zip(unit.iter()) {
            let differs = matches!(wanted, Message::Tool { .. })
                && run.at().talk.messages().nth(index) != Some(wanted);
            let to = wanted.clone();
            if differs && run.edit(Edit::Message { index, to }).is_ok() {
                differ.push(index);
            }
        }
        taken += 1;
    }
    Replayed { run, differ, taken }
}

fn write<W: World>(run: &mut Run<W>, parts: &[Part], results: &[Message], by: &Badge) {
    let mut progress = run.write(&turn(parts), by.clone());
    // At most four calls ask, each for leave and then for an answer.
    for _ in 0..8 {
        let Progress::Waiting(waiting) = &progress else {
            return;
        };
        let id = match waiting {
            Waiting::Confirm(call) => &call.id,
            Waiting::Asks { id, .. } => id,
        };
        // Calls are numbered anew, so the place counts, not the id.
        let number = id.rsplit('_').next().and_then(|n| n.parse::<usize>().ok());
        let made = run.at().counts.calls as usize;
        let result = number.and_then(|n| results.get(n.checked_sub(made + 1)?));
        let content = match result {
            Some(Message::Tool { content, .. }) => content.as_str(),
            _ => "",
        };
        let value = serde_json::from_str::<Value>(content).unwrap_or_default();
        let code = value["error"]["code"].as_str();
        let is = |code_is: Code| {
            serde_json::to_value(code_is)
                .ok()
                .as_ref()
                .and_then(Value::as_str)
                == code
        };
        let next = match waiting {
            _ if is(Code::Cancelled) => {
                run.cancel();
                return;
            }
            Waiting::Confirm(_) => run.confirm(!is(Code::Denied)),
            Waiting::Asks { .. } => run.answer(value["answer"].as_str().unwrap_or(content)),
        };
        match next {
            Ok(next) => progress = next,
            Err(_) => return,
        }
    }
}
