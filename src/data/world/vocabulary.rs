//! One token is one word. The list is the same for every seed.

use std::collections::{BTreeSet, HashMap};

use super::documents::FRAME_WORDS;
use super::lexicon::{
    ANTONYMS, CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, JOBS, OBJECTS, PEOPLE, VERBS,
};
use crate::lesson::{Describe, Lang};

/// The start of every document.
pub const START: u32 = 0;
const START_WORD: &str = "<s>";

/// The words, by id.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    words: Vec<&'static str>,
    /// Only looked up, never walked through.
    ids: HashMap<&'static str, u32>,
}

/// A word that the model has never seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownWord {
    pub word: String,
    /// Known words that begin alike, at most three.
    pub near: Vec<&'static str>,
}

impl Describe for UnknownWord {
    fn describe(&self, lang: Lang) -> String {
        let near = self.near.join(match lang {
            Lang::En => ", ",
            Lang::ZhHant => "、",
        });
        match (lang, self.near.is_empty()) {
            (Lang::En, true) => format!("The model does not know \u{201c}{}\u{201d}.", self.word),
            (Lang::En, false) => format!(
                "The model does not know \u{201c}{}\u{201d}. It knows: {near}.",
                self.word
            ),
            (Lang::ZhHant, true) => format!("模型不認識「{}」。", self.word),
            (Lang::ZhHant, false) => format!("模型不認識「{}」。它認識的有：{near}。", self.word),
        }
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary::new()
    }
}

impl Vocabulary {
    pub fn new() -> Vocabulary {
        let places = COUNTRIES.iter().flat_map(|c| {
            [
                c.name,
                c.capital,
                c.second,
                c.language,
                c.landmarks[0],
                c.landmarks[1],
            ]
        });
        let all = FRAME_WORDS
            .iter()
            .copied()
            .chain(PEOPLE)
            .chain(places)
            .chain(JOBS)
            .chain(CONCEPTS.iter().flat_map(|c| c.word))
            .chain(CATEGORIES.into_iter().flatten())
            .chain(COLOURS.into_iter().flatten())
            .chain(ANTONYMS.into_iter().flatten())
            .chain(VERBS)
            .chain(OBJECTS);
        let start = Vocabulary {
            words: vec![START_WORD],
            ids: HashMap::new(),
        };
        start.with(all)
    }

    /// The same words, then those of these that are new, each once.
    pub fn with(mut self, more: impl IntoIterator<Item = &'static str>) -> Vocabulary {
        let mut seen: BTreeSet<&str> = self.words.iter().copied().collect();
        for word in more {
            if seen.insert(word) {
                self.words.push(word);
            }
        }
        self.ids = self.words.iter().copied().zip(0..).collect();
        self
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Never: it always holds the start.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn words(&self) -> &[&'static str] {
        &self.words
    }

    /// The id of a word.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }

    /// The word of an id; `?` for none.
    pub fn word(&self, id: u32) -> &'static str {
        self.words.get(id as usize).copied().unwrap_or("?")
    }

    /// The ids of words that spaces separate, capital letters made small. Never the start.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, UnknownWord> {
        text.split_whitespace()
            .map(|word| {
                let small = word.to_lowercase();
                let id = self.id(&small).filter(|&id| id != START);
                id.ok_or_else(|| UnknownWord {
                    near: self.beginning_like(&small),
                    word: word.chars().take(40).collect(),
                })
            })
            .collect()
    }

    /// The words with spaces between.
    pub fn decode(&self, ids: &[u32]) -> String {
        let words: Vec<&str> = ids.iter().map(|&id| self.word(id)).collect();
        words.join(" ")
    }

    /// Words that begin with `start`, in the order of the list, at most `most`.
    pub fn complete(&self, start: &str, most: usize) -> Vec<&'static str> {
        let start = start.to_lowercase();
        let fits = |word: &&str| !start.is_empty() && word.starts_with(&start);
        self.words
            .iter()
            .copied()
            .skip(1)
            .filter(fits)
            .take(most)
            .collect()
    }

    fn beginning_like(&self, word: &str) -> Vec<&'static str> {
        let mut start = word;
        while let Some((last, _)) = start.char_indices().next_back() {
            let found = self.complete(start, 3);
            if !found.is_empty() {
                return found;
            }
            start = &start[..last];
        }
        Vec::new()
    }
}
