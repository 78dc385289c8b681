//! The content words of the world with their classes, and the pairs that a good map would put together.

use crate::data::world::Vocabulary;
use crate::data::world::facts::{CITIES, city, landmark};
use crate::data::world::lexicon::{CONCEPTS, COUNTRIES, JOBS, PEOPLE};
use crate::lesson::{Text, text};

/// What a word names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Person,
    City,
    Country,
    Language,
    Landmark,
    Job,
    /// A thing, in language 0 English, 1 French, 2 Chinese.
    Thing(usize),
}

impl Class {
    pub const ALL: [Class; 9] = [
        Class::Person,
        Class::City,
        Class::Country,
        Class::Language,
        Class::Landmark,
        Class::Job,
        Class::Thing(0),
        Class::Thing(1),
        Class::Thing(2),
    ];

    /// The letter that stands for it on the map.
    pub const fn letter(self) -> &'static str {
        match self {
            Class::Person => "P",
            Class::City => "C",
            Class::Country => "K",
            Class::Language => "G",
            Class::Landmark => "L",
            Class::Job => "J",
            Class::Thing(0) => "e",
            Class::Thing(1) => "f",
            Class::Thing(_) => "z",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Class::Person => text("people", "人名"),
            Class::City => text("cities", "城市"),
            Class::Country => text("countries", "國家"),
            Class::Language => text("languages", "語言"),
            Class::Landmark => text("landmarks", "地標"),
            Class::Job => text("jobs", "職業"),
            Class::Thing(0) => text("things, English", "東西，英文"),
            Class::Thing(1) => text("things, French", "東西，法文"),
            Class::Thing(_) => text("things, Chinese", "東西，中文"),
        }
    }
}

/// A content word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    pub id: u32,
    pub class: Class,
}

/// All content words, class by class in the order of `Class::ALL`.
pub fn content(vocabulary: &Vocabulary) -> Vec<Word> {
    let of = |class: Class| -> Vec<&'static str> {
        match class {
            Class::Person => PEOPLE.to_vec(),
            Class::City => (0..CITIES).map(city).collect(),
            Class::Country => COUNTRIES.iter().map(|k| k.name).collect(),
            Class::Language => COUNTRIES.iter().map(|k| k.language).collect(),
            Class::Landmark => (0..CITIES).map(landmark).collect(),
            Class::Job => JOBS.to_vec(),
            Class::Thing(language) => CONCEPTS.iter().map(|c| c.word[language]).collect(),
        }
    };
    let words = |class: Class| {
        of(class).into_iter().filter_map(move |word| {
            let id = vocabulary.id(word)?;
            Some(Word { id, class })
        })
    };
    Class::ALL.into_iter().flat_map(words).collect()
}

/// A question of the kind "which word of that class is nearest to this one?", with its answer for every word of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pairing {
    /// A thing's word in one language, and in another.
    Translation(usize, usize),
    /// A capital and its country.
    Capital,
    /// A landmark and its city.
    Landmark,
}

impl Pairing {
    pub const ALL: [Pairing; 5] = [
        Pairing::Translation(0, 1),
        Pairing::Translation(0, 2),
        Pairing::Translation(1, 2),
        Pairing::Capital,
        Pairing::Landmark,
    ];

    /// In `data-value`.
    pub const fn id(self) -> &'static str {
        match self {
            Pairing::Translation(0, 1) => "en-fr",
            Pairing::Translation(0, _) => "en-zh",
            Pairing::Translation(..) => "fr-zh",
            Pairing::Capital => "capital",
            Pairing::Landmark => "landmark",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Pairing::Translation(0, 1) => text("English word, French word", "英文詞，法文詞"),
            Pairing::Translation(0, _) => text("English word, Chinese word", "英文詞，中文詞"),
            Pairing::Translation(..) => text("French word, Chinese word", "法文詞，中文詞"),
            Pairing::Capital => text("capital, country", "首都，國家"),
            Pairing::Landmark => text("landmark, city", "地標，城市"),
        }
    }

    /// (word, partner), one after the other.
    pub fn pairs(self) -> Vec<[&'static str; 2]> {
        match self {
            Pairing::Translation(from, to) => CONCEPTS
                .iter()
                .map(|c| [c.word[from], c.word[to]])
                .collect(),
            Pairing::Capital => COUNTRIES.iter().map(|k| [k.capital, k.name]).collect(),
            Pairing::Landmark => (0..CITIES).map(|c| [landmark(c), city(c)]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_content_words_are_278_each_once() {
        let words = content(&Vocabulary::new());
        let ids: BTreeSet<u32> = words.iter().map(|w| w.id).collect();
        assert_eq!((words.len(), ids.len()), (278, 278));
        let letters: BTreeSet<&str> = Class::ALL.iter().map(|c| c.letter()).collect();
        assert_eq!(letters.len(), Class::ALL.len());
        for class in Class::ALL {
            assert!(
                words.iter().filter(|w| w.class == class).count() >= 10,
                "{class:?}"
            );
        }
    }

    #[test]
    fn pairs_are_known_words_and_their_partners_differ() {
        let vocabulary = Vocabulary::new();
        for pairing in Pairing::ALL {
            let pairs = pairing.pairs();
            let partners: BTreeSet<&str> = pairs.iter().map(|p| p[1]).collect();
            assert_eq!(partners.len(), pairs.len(), "{pairing:?}");
            for word in pairs.iter().flatten() {
                assert!(vocabulary.id(word).is_some(), "{word}");
            }
        }
    }
}
