//! The English grammar.

use super::request::{Day, Request, Vocabulary};
use super::words::{
    after, bare, before, behind, expression, holds, note, numbers, pieces, place, small_numbers,
    triple,
};

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const SIGNS: [(&str, &str); 10] = [
    ("to the power of", "^"),
    ("divided by", "/"),
    ("multiplied by", "*"),
    ("plus", "+"),
    ("minus", "-"),
    ("times", "*"),
    ("modulo", "%"),
    ("×", "*"),
    ("÷", "/"),
    ("=", ""),
];

const POLITE: [&str; 8] = [
    "please ",
    "could you ",
    "can you ",
    "would you ",
    "now ",
    "also ",
    "you must ",
    "then ",
];

/// Words that say nothing of what is looked for.
const EMPTY: [&str; 38] = [
    "a", "an", "the", "is", "are", "was", "of", "in", "on", "at", "to", "for", "do", "does", "did",
    "how", "what", "who", "where", "when", "which", "it", "i", "me", "my", "you", "there", "and",
    "or", "from", "by", "with", "about", "please", "tell", "many", "has", "have",
];

/// The parts of a request.
pub(super) fn read(text: &str, vocabulary: &Vocabulary) -> Vec<Request> {
    pieces_of(text)
        .into_iter()
        .map(|piece| part(piece, vocabulary))
        .collect()
}

/// The texts of the parts.
pub(super) fn pieces_of(text: &str) -> Vec<&str> {
    let lower = text.to_ascii_lowercase(); // as long as the text, byte by byte
    let marks = ["; ", ", and then ", " and then ", ", then ", ". then "];
    let places = pieces(&lower, &marks).into_iter().map(|piece| {
        (
            piece.as_ptr() as usize - lower.as_ptr() as usize,
            piece.len(),
        )
    });
    places.map(|(at, length)| &text[at..at + length]).collect()
}

/// One part. `text` keeps its capitals: names and notes are told as they were written.
fn part(text: &str, vocabulary: &Vocabulary) -> Request {
    let mut text = text.trim().trim_end_matches(['.', '!', '?']).trim_end();
    while let Some(rest) = strip(text, &POLITE) {
        text = rest.trim_start();
    }
    let lower = text.to_ascii_lowercase();
    let asked = strip(
        text,
        &[
            "calculate ",
            "compute ",
            "work out ",
            "what is ",
            "what's ",
            "how much is ",
        ],
    );
    if let Some(sum) = expression(&asked.unwrap_or(text).to_ascii_lowercase(), &SIGNS) {
        return Request::Sum(sum);
    }
    if let Some(request) = memory(text).or_else(|| graph(text)).or_else(|| walk(text)) {
        return request;
    }
    if holds(&lower, &["password", "the secret"]) {
        return Request::Secret;
    }
    if let Some(rest) = strip(text, &["add ", "schedule ", "put ", "book "]) {
        return add(rest);
    }
    if holds(&lower, &["calendar", "appointments", "my schedule"]) {
        return Request::List { day: day(&lower) };
    }
    if holds(&lower, &["weather", "forecast", "umbrella", "will it rain"]) {
        let city = vocabulary.city(&lower).map(|(id, _)| id);
        return Request::Weather {
            city,
            day: day(&lower),
        };
    }
    if holds(
        &lower,
        &[
            "what time is it",
            "what day is it",
            "the date",
            "what date",
            "the time",
        ],
    ) {
        return Request::Now;
    }
    let topic = strip(
        text,
        &[
            "search for ",
            "search the notes for ",
            "look up ",
            "what do the notes say about ",
        ],
    );
    let question = ["how ", "what ", "who ", "where ", "when ", "which "];
    match topic {
        Some(topic) => Request::Search(bare(topic).into()),
        None if question.iter().any(|word| lower.starts_with(word)) => {
            Request::Search(topic_of(&lower))
        }
        None => Request::Unreadable,
    }
}

/// What follows the first of these beginnings, whatever the case of the letters.
fn strip<'a>(text: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    let rest = after(&lower, beginnings)?.len();
    Some(&text[text.len() - rest..])
}

fn memory(text: &str) -> Option<Request> {
    if let Some(rest) = strip(
        text,
        &[
            "delete note ",
            "delete the note ",
            "erase note ",
            "remove note ",
        ],
    ) {
        if let Some(id) = note(rest) {
            return Some(Request::Delete(id));
        }
        let about = strip(rest, &["about ", "on "]).unwrap_or(rest);
        return Some(Request::Forget(bare(about).into()));
    }
    if let Some(rest) = strip(text, &["forget that ", "forget about ", "forget "]) {
        let all = note(rest).map(Request::Delete);
        return Some(all.unwrap_or_else(|| Request::Forget(bare(rest).into())));
    }
    let recalls = [
        "what do you remember about ",
        "what do you remember of ",
        "what did i tell you about ",
        "do you remember ",
    ];
    if let Some(rest) = strip(text, &recalls) {
        return Some(Request::Recall(bare(rest).into()));
    }
    let told = strip(
        text,
        &[
            "remember that ",
            "remember: ",
            "remember ",
            "note that ",
            "write down that ",
            "write down: ",
        ],
    );
    let words = bare(told.unwrap_or(text));
    if let Some(about) = behind(&words.to_ascii_lowercase(), &["no longer "]) {
        return Some(Request::Change {
            text: words.into(),
            about: about.into(),
        });
    }
    told.map(|_| Request::Remember(words.into()))
}

fn graph(text: &str) -> Option<Request> {
    if let Some(rest) = strip(text, &["add the fact: ", "add the fact ", "add a fact: "]) {
        return Some(
            triple(rest).map_or(Request::Unreadable, |(s, p, o)| Request::Relate { s, p, o }),
        );
    }
    let rest = strip(
        text,
        &[
            "what is connected to ",
            "what is linked to ",
            "follow the facts from ",
            "what does the graph say about ",
        ],
    )?;
    let s = before(rest, &[" within ", " for ", " in "]);
    let hops = small_numbers(&rest[s.len()..])
        .first()
        .copied()
        .unwrap_or(1);
    Some(Request::Related {
        s: bare(s).into(),
        hops,
    })
}

fn walk(text: &str) -> Option<Request> {
    let rest = strip(
        text,
        &["go to ", "walk to ", "find ", "move to ", "get to "],
    )?;
    if rest.to_ascii_lowercase().contains("flag") {
        return Some(Request::Walk(None));
    }
    place(rest).map(|to| Request::Walk(Some(to)))
}

/// `tea with Bo to my calendar on Wednesday from 9 to 10`.
fn add(text: &str) -> Request {
    let lower = text.to_ascii_lowercase();
    let ends = [
        " on ",
        " to my calendar",
        " in my calendar",
        " to the calendar",
        " from ",
        " at ",
        " today",
        " tomorrow",
    ];
    let title = bare(&text[..before(&lower, &ends).len()]);
    let title = strip(title, &["a ", "an ", "the "]).unwrap_or(title);
    let (start, end) = hours(&lower[before(&lower, &ends).len()..]);
    Request::Add {
        title: title.into(),
        day: day(&lower),
        start,
        end,
    }
}

/// `from 9 to 10`, `from 2 pm to 3 pm`, `at 9`: one hour.
fn hours(text: &str) -> (Option<u8>, Option<u8>) {
    let Some(text) = behind(text, &["from ", " at "]) else {
        return (None, None);
    };
    let hour = |text: &str| {
        let hour = u8::try_from(*numbers(text).first()?).ok()?;
        let later = text.contains("pm") && hour < 12;
        Some(if later { hour + 12 } else { hour })
    };
    let (start, end) = text.split_once(" to ").unwrap_or((text, ""));
    let start = hour(start);
    (start, hour(end).or_else(|| Some(start?.saturating_add(1))))
}

pub(super) fn day(lower: &str) -> Option<Day> {
    if lower.contains("tomorrow") {
        return Some(Day::Tomorrow);
    }
    let named = (1..).zip(DAYS).find(|(_, name)| lower.contains(name));
    let today = lower.contains("today").then_some(Day::Today);
    named.map(|(day, _)| Day::Of(day)).or(today)
}

/// The words of a question that say what it is about.
pub(super) fn topic_of(lower: &str) -> String {
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .collect();
    words.join(" ")
}
