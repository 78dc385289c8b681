//! What the rules do for each request: calls, and in the end a sentence.

mod everyday;
mod facts;
mod notes;

use serde_json::Value;

use super::replay::{Answer, Pause, Replay};
use super::request::Request;
use super::walk::{self, Walker};
use crate::lesson::{Lang, text};

/// The sentence that answers a request, or the call that comes first.
pub(super) fn answer(
    request: &Request,
    replay: &mut Replay,
    walker: Walker,
) -> Result<String, Pause> {
    match request {
        Request::Weather { city, day } => everyday::weather(city.clone(), *day, replay),
        Request::List { day } => everyday::list(*day, replay),
        Request::Add {
            title,
            day,
            start,
            end,
        } => everyday::add(title, *day, (*start, *end), replay),
        Request::Sum(expression) => everyday::sum(expression, replay),
        Request::Now => everyday::now(replay),
        Request::Search(words) => notes::search(words, replay),
        Request::Remember(words) => notes::remember(words, None, replay),
        Request::Change { text, about } => notes::change(text, about, replay),
        Request::Recall(words) => notes::recall(words, replay),
        Request::Delete(id) => notes::delete(id, replay),
        Request::Forget(words) => notes::forget(words, replay),
        Request::Relate { s, p, o } => facts::relate(s, p, o, replay),
        Request::Related { s, hops } => facts::related(s, *hops, replay),
        Request::Walk(to) => walk::walk(*to, replay, walker),
        Request::Secret => Ok(facts::secret(replay)),
        Request::Unreadable => {
            Ok(replay.say(text("I cannot read this request.", "我讀不懂這個請求。")))
        }
    }
}

/// The sentence for a result in the language of the request; an error is told as it is, never as a success.
fn told(answer: Answer, replay: &Replay, words: impl Fn(&Value) -> (String, String)) -> String {
    match (answer, replay.lang()) {
        (Ok(value), Lang::En) => words(&value).0,
        (Ok(value), Lang::ZhHant) => words(&value).1,
        (Err(message), Lang::En) => format!("That did not work: {message}."),
        (Err(message), Lang::ZhHant) => format!("沒有成功：{message}。"),
    }
}

/// At most so many characters, cut between characters.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
