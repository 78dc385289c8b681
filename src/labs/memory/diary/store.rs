//! What the agent keeps of its diary: writing, and reflecting on what was written.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::grammar::{Relation, derived, facts};
use super::lines::LINES;
use crate::lesson::Lang;
use crate::worlds::bm25::terms;

/// Which lines are written into memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Write {
    All,
    /// Lines of which no earlier line that was kept holds half of the words.
    Novel,
    /// Lines in which the grammar finds a fact.
    Facts,
    /// Lines that the reader of this page has ticked: bit i is line i.
    Ask(u64),
}

/// A line is new if each line that is kept holds less than this part of its words.
pub const NOVEL: f64 = 0.5;

/// A fact in memory.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    pub subject: String,
    /// One relation as it was read; more where reflection has put facts together.
    pub path: Vec<Relation>,
    pub object: String,
    /// The newest day that it rests on.
    pub day: u16,
    /// No longer true: a newer one took its place.
    pub over: bool,
}

/// Why a note is no longer searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gone {
    /// All that it says is out of date.
    Superseded,
    /// This earlier note says the same.
    Merged(usize),
}

/// A note in memory.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    pub text: String,
    pub day: u16,
    pub facts: Vec<Fact>,
    pub gone: Option<Gone>,
    /// Derived: the notes that it follows from.
    pub from: Vec<usize>,
}

/// The memory.
#[derive(Clone, PartialEq, Debug)]
pub struct Store {
    pub notes: Vec<Note>,
    lang: Lang,
    /// Names are compared without what stands in brackets after them.
    merged: bool,
}

/// The name as it is compared.
pub fn key(name: &str, merged: bool) -> &str {
    let bare = name.split(['(', '（']).next().unwrap_or(name).trim_end();
    if merged { bare } else { name }
}

/// The part of the words of `new` that `old` holds.
fn known(new: &BTreeSet<String>, old: &BTreeSet<String>) -> f64 {
    let shared = new.intersection(old).count() as f64;
    shared / (new.len() as f64).max(1.0)
}

impl Store {
    /// The diary, written by this policy.
    pub fn write(policy: Write, merged: bool, lang: Lang) -> Store {
        let mut store = Store { notes: vec![], lang, merged };
        let mut seen: Vec<BTreeSet<String>> = vec![];
        for (i, line) in LINES.iter().enumerate() {
            let (text, day) = (line.get(lang), i as u16 + 1);
            let found = facts(text, lang);
            let words: BTreeSet<String> = terms(text).into_iter().collect();
            let keep = match policy {
                Write::All => true,
                Write::Novel => seen.iter().all(|old| known(&words, old) < NOVEL),
                Write::Facts => !found.is_empty(),
                Write::Ask(ticked) => ticked >> i & 1 == 1,
            };
            if !keep {
                continue;
            }
            seen.push(words);
            let facts = found.into_iter().map(|(subject, relation, object)| Fact {
                subject,
                path: vec![relation],
                object,
                day,
                over: false,
            });
            store.notes.push(Note {
                text: text.into(),
                day,
                facts: facts.collect(),
                gone: None,
                from: vec![],
            });
        }
        store
    }

    /// Notes that are searched.
    pub fn live(&self) -> impl Iterator<Item = (usize, &Note)> {
        self.notes.iter().enumerate().filter(|(_, note)| note.gone.is_none())
    }

    pub fn same(&self, a: &str, b: &str) -> bool {
        key(a, self.merged) == key(b, self.merged)
    }

    /// Tidies up: newer facts take the place of older ones, what was said twice is one note, and facts are put together.
    /// Doing it again changes nothing.
    pub fn reflect(&mut self) {
        self.supersede();
        self.merge();
        while self.chain() {}
    }

    fn supersede(&mut self) {
        let all: Vec<Fact> = self.notes.iter().flat_map(|n| n.facts.clone()).collect();
        let merged = self.merged;
        for fact in self.notes.iter_mut().flat_map(|n| &mut n.facts) {
            let [relation] = fact.path[..] else { continue };
            fact.over |= all.iter().any(|newer| {
                let later = newer.day > fact.day && key(&newer.subject, merged) == key(&fact.subject, merged);
                let other = newer.object != fact.object;
                later
                    && match newer.path[..] {
                        [Relation::LikesNoMore] => relation == Relation::Likes && !other,
                        [r] => r == relation && r.has_one_value() && other,
                        _ => false,
                    }
            });
        }
        for note in &mut self.notes {
            let dead = !note.facts.is_empty() && note.facts.iter().all(|f| f.over);
            if dead && note.gone.is_none() {
                note.gone = Some(Gone::Superseded);
            }
        }
    }

    fn merge(&mut self) {
        for i in 0..self.notes.len() {
            let note = &self.notes[i];
            if note.gone.is_some() || note.facts.is_empty() {
                continue;
            }
            let told = |fact: &Fact, by: &Note| {
                by.facts.iter().any(|f| {
                    (&f.path, &f.object, f.over) == (&fact.path, &fact.object, false) && self.same(&f.subject, &fact.subject)
                })
            };
            let before = self.notes[..i].iter().position(|earlier| {
                earlier.gone.is_none() && note.facts.iter().all(|fact| told(fact, earlier))
            });
            if let Some(before) = before {
                self.notes[i].gone = Some(Gone::Merged(before));
            }
        }
    }

    /// One round of: works at + lies in gives works in; lies in + lies in gives lies in. Whether anything was new.
    fn chain(&mut self) -> bool {
        let all: Vec<(usize, u16, &Fact)> = self.alive().map(|(i, note, fact)| (i, note.day, fact)).filter(|(_, _, f)| !f.over).collect();
        let starts = |f: &Fact| matches!(f.path[0], Relation::WorksAt | Relation::LocatedIn);
        let mut fresh: Vec<Note> = vec![];
        for (i, a, first) in all.iter().filter(|(_, _, f)| starts(f)) {
            for (j, b, second) in all.iter().filter(|(_, _, f)| f.path == [Relation::LocatedIn]) {
                if !self.same(&first.object, &second.subject) {
                    continue;
                }
                let path = [&first.path[..], &second.path[..]].concat();
                let is = |f: &Fact| f.path == path && f.object == second.object && f.subject == first.subject;
                if all.iter().any(|(_, _, f)| is(f)) || fresh.iter().any(|n| n.facts.iter().any(is)) {
                    continue;
                }
                let day = *a.max(b);
                fresh.push(Note {
                    text: derived(&first.subject, path[0], &second.object, self.lang),
                    day,
                    facts: vec![Fact { subject: first.subject.clone(), path, object: second.object.clone(), day, over: false }],
                    gone: None,
                    from: vec![*i, *j],
                });
            }
        }
        let any = !fresh.is_empty();
        self.notes.extend(fresh);
        any
    }

    /// Every fact of the live notes.
    pub fn alive(&self) -> impl Iterator<Item = (usize, &Note, &Fact)> {
        self.live().flat_map(|(i, note)| note.facts.iter().map(move |fact| (i, note, fact)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(policy: Write) -> Store {
        Store::write(policy, false, Lang::En)
    }

    #[test]
    fn reflecting_again_changes_nothing_and_the_store_does_not_grow() {
        for lang in Lang::ALL {
            let mut once = Store::write(Write::All, false, lang);
            once.reflect();
            let mut often = once.clone();
            (0..5).for_each(|_| often.reflect());
            assert_eq!(once, often);
        }
    }

    #[test]
    fn one_current_fact_stays_and_the_old_one_is_marked() {
        // "Kai likes tea", later "Kai no longer likes tea": the liking is over, the change itself stays on record.
        let mut store = store(Write::All);
        store.reflect();
        let tea: Vec<&Note> = store.notes.iter().filter(|n| n.text.contains("likes tea")).collect();
        assert_eq!(tea.iter().map(|n| n.gone).collect::<Vec<_>>(), [Some(Gone::Superseded), None]);
        let home: Vec<(u16, Option<Gone>)> = store.notes.iter().filter(|n| n.text.contains("Tao lives")).map(|n| (n.day, n.gone)).collect();
        assert_eq!(home, [(17, Some(Gone::Superseded)), (41, None)]);
    }

    #[test]
    fn what_was_told_twice_is_one_note_and_derived_notes_say_what_they_rest_on() {
        let mut store = store(Write::Facts);
        assert_eq!(store.notes.len(), 37);
        store.reflect();
        let merged = store.notes.iter().filter(|n| matches!(n.gone, Some(Gone::Merged(_)))).count();
        assert_eq!(merged, 3);
        let derived: Vec<&Note> = store.notes.iter().filter(|n| !n.from.is_empty()).collect();
        assert!(derived.iter().any(|n| n.text == "Tao works in Hualien."));
        for note in derived {
            assert!(note.from.iter().all(|i| store.notes[*i].gone.is_none()), "{}", note.text);
            let days = note.from.iter().map(|i| store.notes[*i].day);
            assert_eq!(Some(note.day), days.max());
        }
        // Nina has changed jobs: nothing is derived from the old one.
        assert!(!store.notes.iter().any(|n| n.text == "Nina works in Tainan."));
    }

    #[test]
    fn a_line_is_kept_by_the_policy_that_it_fits() {
        assert_eq!(store(Write::All).notes.len(), 60);
        assert_eq!(store(Write::Ask(0b101)).notes.iter().map(|n| n.day).collect::<Vec<_>>(), [1, 3]);
        let novel = store(Write::Novel);
        assert!(novel.notes.len() < 60);
        assert!(!novel.notes.iter().any(|n| n.day == 21), "told once before");
        assert!(!novel.notes.iter().any(|n| n.day == 44), "a correction looks like what it corrects");
    }

    #[test]
    fn names_lose_their_brackets_only_when_they_are_merged() {
        assert_eq!(key("Lee (band)", true), "Lee");
        assert_eq!(key("李先生（樂團）", true), "李先生");
        assert_eq!((key("Lee (band)", false), key("Mei", true)), ("Lee (band)", "Mei"));
    }
}
