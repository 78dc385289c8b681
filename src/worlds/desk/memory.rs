//! The tools `note_write`, `note_read`, `note_delete`: a stream of memories, each with its tick and its source.
//!
//! What became wrong is not overwritten: it stays, marked with the note that took its place (fault A22).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::agent::Failure;
use crate::lesson::{Lang, text};
use crate::worlds::bm25::Index;
use crate::worlds::manual::{failed, out_of_range};

/// One memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Memory {
    /// Counted from 1, never given twice.
    pub id: u32,
    pub tick: u64,
    /// Who wrote it: the agent or a task's beginning.
    pub source: String,
    pub text: String,
    /// The id of the memory that took its place.
    pub superseded_by: Option<u32>,
}

/// The stream, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stream {
    memories: Vec<Memory>,
    next: u32,
    /// How many characters fit in.
    limit: usize,
}

/// `m7` for memory 7.
fn name(id: u32) -> String {
    format!("m{id}")
}

impl Stream {
    pub fn new(limit: usize) -> Stream {
        Stream {
            memories: Vec::new(),
            next: 1,
            limit,
        }
    }

    pub fn memories(&self) -> &[Memory] {
        &self.memories
    }

    /// Characters written, superseded memories included.
    pub fn used(&self) -> usize {
        self.memories
            .iter()
            .map(|memory| memory.text.chars().count())
            .sum()
    }

    /// Writes a memory, in the place of another one if `replaces` names one.
    ///
    /// # Errors
    /// `out_of_range` for an empty text or an empty `replaces` (A24), `tool_failed` where the memory is full (A23) or there is
    /// nothing current of that name. Then nothing has changed.
    pub fn write(
        &mut self,
        words: &str,
        replaces: Option<&str>,
        tick: u64,
        source: &str,
        lang: Lang,
    ) -> Result<Value, Failure> {
        if words.trim().is_empty() {
            return Err(out_of_range(lang, text("the text is empty", "內容是空的")));
        }
        let old = match replaces {
            Some("") => {
                return Err(out_of_range(
                    lang,
                    text(
                        "replaces is empty: leave it away, or name a note such as m1",
                        "replaces 是空的：請省略，或寫出 m1 這樣的名字",
                    ),
                ));
            }
            Some(id) => Some(self.current(id, lang)?),
            None => None,
        };
        let free = self.limit.saturating_sub(self.used());
        if words.chars().count() > free {
            let failure = failed(lang, text("the memory is full", "記憶已滿"));
            return Err(failure.with_hint(json!({"characters_left": free})));
        }
        let id = self.next;
        self.next += 1;
        let mut result = json!({"id": name(id), "tick": tick});
        if let Some(old) = old {
            self.memories[old].superseded_by = Some(id);
            result["replaces"] = name(self.memories[old].id).into();
        }
        self.memories.push(Memory {
            id,
            tick,
            source: source.into(),
            text: words.into(),
            superseded_by: None,
        });
        Ok(result)
    }

    /// The `k` memories that fit the words best, newest first among equals; an empty question asks for the newest ones.
    pub fn read(&self, question: &str, k: usize) -> Value {
        let newest_first: Vec<&Memory> = self.memories.iter().rev().collect();
        let found: Vec<usize> = if question.trim().is_empty() {
            (0..newest_first.len().min(k)).collect()
        } else {
            let texts: Vec<&str> = newest_first
                .iter()
                .map(|memory| memory.text.as_str())
                .collect();
            let hits = Index::new(&texts).search(question, k);
            hits.into_iter().map(|hit| hit.document).collect()
        };
        let notes: Vec<Value> = found
            .into_iter()
            .map(|at| shown(newest_first[at]))
            .collect();
        json!({"count": notes.len(), "notes": notes})
    }

    /// Takes a memory out for good.
    ///
    /// # Errors
    /// `tool_failed` where there is none of that name.
    pub fn delete(&mut self, id: &str, lang: Lang) -> Result<Value, Failure> {
        let at = self
            .memories
            .iter()
            .position(|memory| name(memory.id) == id);
        let at = at.ok_or_else(|| self.missing(lang))?;
        let gone = self.memories.remove(at).id;
        // What it had replaced is not current again: it was wrong before.
        Ok(json!({"deleted": name(gone)}))
    }

    fn current(&self, id: &str, lang: Lang) -> Result<usize, Failure> {
        let at = self
            .memories
            .iter()
            .position(|memory| name(memory.id) == id && memory.superseded_by.is_none());
        at.ok_or_else(|| self.missing(lang))
    }

    fn missing(&self, lang: Lang) -> Failure {
        let current = self
            .memories
            .iter()
            .filter(|memory| memory.superseded_by.is_none());
        let names: Vec<String> = current
            .rev()
            .take(5)
            .map(|memory| name(memory.id))
            .collect();
        failed(lang, text("there is no such note", "沒有這一則筆記"))
            .with_hint(json!({"current": names}))
    }
}

fn shown(memory: &Memory) -> Value {
    let mut note = json!({"id": name(memory.id), "tick": memory.tick, "source": memory.source, "text": memory.text});
    if let Some(id) = memory.superseded_by {
        note["superseded_by"] = name(id).into();
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::Code;
    use proptest::prelude::*;

    fn write(
        stream: &mut Stream,
        words: &str,
        replaces: Option<&str>,
        tick: u64,
    ) -> Result<Value, Failure> {
        stream.write(words, replaces, tick, "agent", Lang::En)
    }

    #[test]
    fn what_changed_is_one_current_note_and_one_superseded_one() {
        let mut stream = Stream::new(2000);
        write(&mut stream, "I like tea", None, 1).unwrap();
        let second = write(&mut stream, "I no longer like tea", Some("m1"), 5).unwrap();
        assert_eq!(second, json!({"id": "m2", "tick": 5, "replaces": "m1"}));
        let read = stream.read("tea", 5);
        assert_eq!(read["count"], 2);
        let states: Vec<_> = stream
            .memories()
            .iter()
            .map(|memory| (memory.tick, memory.superseded_by))
            .collect();
        assert_eq!(states, [(1, Some(2)), (5, None)]);
        assert!(write(&mut stream, "I like coffee", Some("m1"), 6).is_err()); // superseded once
    }

    #[test]
    fn a_full_memory_refuses_and_stays_as_it_was() {
        let mut stream = Stream::new(10);
        write(&mut stream, "茶茶茶茶茶茶茶茶茶", None, 0).unwrap(); // characters count, not bytes
        let before = stream.clone();
        let failure = write(&mut stream, "ab", None, 1).unwrap_err();
        assert_eq!(
            (failure.code, failure.hint),
            (Code::ToolFailed, Some(json!({"characters_left": 1})))
        );
        assert!(write(&mut stream, "ab", Some("m1"), 1).is_err());
        assert_eq!(stream, before);
        write(&mut stream, "a", None, 1).unwrap();
    }

    #[test]
    fn an_empty_name_of_what_to_replace_is_refused() {
        let mut stream = Stream::new(100);
        write(&mut stream, "tea", None, 0).unwrap();
        let failure = write(&mut stream, "coffee", Some(""), 1).unwrap_err();
        assert_eq!(failure.code, Code::OutOfRange);
        assert_eq!(stream.memories().len(), 1);
    }

    #[test]
    fn an_id_is_never_given_twice() {
        let mut stream = Stream::new(100);
        write(&mut stream, "tea", None, 0).unwrap();
        stream.delete("m1", Lang::En).unwrap();
        assert!(stream.delete("m1", Lang::En).is_err());
        assert_eq!(write(&mut stream, "tea", None, 1).unwrap()["id"], "m2");
    }

    #[test]
    fn nothing_found_is_a_count_of_zero_and_an_empty_question_asks_for_the_newest() {
        let mut stream = Stream::new(100);
        for words in ["tea", "coffee", "milk"] {
            write(&mut stream, words, None, 0).unwrap();
        }
        assert_eq!(stream.read("juice", 3)["count"], 0);
        assert_eq!(stream.read("", 2)["notes"][0]["text"], "milk");
    }

    proptest! {
        #[test]
        fn the_stream_never_outgrows_its_limit(calls in prop::collection::vec((".{0,9}", prop::option::of("m[0-9]|"), any::<bool>()), 0..40)) {
            let mut stream = Stream::new(60);
            for (words, id, delete) in calls {
                let before = stream.clone();
                let result = match (delete, &id) {
                    (true, Some(id)) => stream.delete(id, Lang::En),
                    _ => write(&mut stream, &words, id.as_deref(), 0),
                };
                prop_assert!(stream.used() <= 60);
                if result.is_err() {
                    prop_assert_eq!(&stream, &before);
                }
            }
        }
    }
}
