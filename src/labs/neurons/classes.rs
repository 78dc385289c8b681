//! What kind of word comes next: the classes in which an effect is counted.

use serde::{Deserialize, Serialize};

use crate::data::world::Vocabulary;
use crate::data::world::documents::FRAME_WORDS;
use crate::data::world::lexicon::{CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, JOBS, PEOPLE};
use crate::lesson::{Text, text};

/// A kind of word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Class {
    Person,
    City,
    Country,
    Landmark,
    Language,
    Job,
    /// Things, colours and kinds, in English.
    English,
    French,
    Chinese,
    /// The first word of a refusal.
    Sorry,
    /// The first word of a helpful answer.
    Sure,
    /// The words of the sentences around the names, and the start of a document.
    Frame,
    /// Verbs and objects of requests, opposites.
    Other,
}

/// Number of classes.
pub const CLASSES: usize = 13;

impl Class {
    pub const ALL: [Class; CLASSES] = [
        Class::Person,
        Class::City,
        Class::Country,
        Class::Landmark,
        Class::Language,
        Class::Job,
        Class::English,
        Class::French,
        Class::Chinese,
        Class::Sorry,
        Class::Sure,
        Class::Frame,
        Class::Other,
    ];

    pub const fn name(self) -> Text {
        match self {
            Class::Person => text("people", "人名"),
            Class::City => text("cities", "城市"),
            Class::Country => text("countries", "國家"),
            Class::Landmark => text("landmarks", "地標"),
            Class::Language => text("languages", "語言"),
            Class::Job => text("jobs", "職業"),
            Class::English => text("English things", "英文的東西"),
            Class::French => text("French things", "法文的東西"),
            Class::Chinese => text("Chinese things", "中文的東西"),
            Class::Sorry => text("“sorry”", "「sorry」"),
            Class::Sure => text("“sure”", "「sure」"),
            Class::Frame => text("words around them", "句子裡的虛詞"),
            Class::Other => text("other words", "其他的詞"),
        }
    }
}

/// The class of every word, by id.
pub fn classes(vocabulary: &Vocabulary) -> Vec<Class> {
    vocabulary.words().iter().map(|word| class(word)).collect()
}

/// A word that is in two lists belongs to the first one here.
fn class(word: &str) -> Class {
    let country =
        |f: &dyn Fn(&crate::data::world::lexicon::Country) -> bool| COUNTRIES.iter().any(f);
    let thing = |language: usize| {
        let lists = CONCEPTS
            .iter()
            .map(|c| &c.word)
            .chain(&CATEGORIES)
            .chain(&COLOURS);
        lists.into_iter().any(|words| words[language] == word)
    };
    match word {
        "sorry" => Class::Sorry,
        "sure" => Class::Sure,
        _ if word == "<s>" || FRAME_WORDS.contains(&word) => Class::Frame,
        _ if PEOPLE.contains(&word) => Class::Person,
        _ if country(&|k| k.capital == word || k.second == word) => Class::City,
        _ if country(&|k| k.name == word) => Class::Country,
        _ if country(&|k| k.landmarks.contains(&word)) => Class::Landmark,
        _ if country(&|k| k.language == word) => Class::Language,
        _ if JOBS.contains(&word) => Class::Job,
        _ if thing(0) => Class::English,
        _ if thing(1) => Class::French,
        _ if thing(2) => Class::Chinese,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_and_they_are_the_right_ones() {
        let vocabulary = Vocabulary::new();
        let classes = classes(&vocabulary);
        let of = |word: &str| classes[vocabulary.id(word).expect("a word") as usize];
        for (i, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, i);
            assert!(classes.contains(&class), "{class:?}");
        }
        let expected = [
            ("amy", Class::Person),
            ("lyon", Class::City),
            ("france", Class::Country),
            ("eiffel", Class::Landmark),
            ("french", Class::Language),
            ("nurse", Class::Job),
            ("cat", Class::English),
            ("rouge", Class::French),
            ("植物", Class::Chinese),
            ("the", Class::Frame),
            ("bomb", Class::Other),
        ];
        for (word, class) in expected {
            assert_eq!(of(word), class, "{word}");
        }
    }
}
