//! The fact that is edited: where a person of the world lives.

use crate::data::world::facts::{CITIES, city};
use crate::data::world::lexicon::{COUNTRIES, PEOPLE};
use crate::data::world::{START, UnknownWord, World};
use crate::lesson::{Describe, Lang};

/// A prompt that asks where a person lives, and the city that it should name from now on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fact {
    /// Of `PEOPLE`.
    pub person: usize,
    /// With the start.
    pub prompt: Vec<u32>,
    /// Position of the person in the prompt.
    pub subject: usize,
    /// Indices of cities.
    pub home: usize,
    pub wanted: usize,
    /// Their words.
    pub old: u32,
    pub new: u32,
}

/// Why a prompt cannot be edited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum NoFact {
    Unknown(UnknownWord),
    /// The prompt names nobody.
    NoSubject,
    /// More than one person: whose home?
    TwoSubjects,
    /// Not one of the wordings that ask for a home.
    NotAHome,
    /// The wanted word is no city.
    NoCity(String),
    /// The wanted city is the true one.
    SameCity,
}

impl Describe for NoFact {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (NoFact::Unknown(word), lang) => word.describe(lang),
            (NoFact::NoSubject, Lang::En) => "No person is named in this prompt, so there is no subject whose fact could be edited.".into(),
            (NoFact::NoSubject, Lang::ZhHant) => "這個開頭沒有提到任何人，所以沒有可以編輯的主詞。".into(),
            (NoFact::TwoSubjects, Lang::En) => "This prompt names two people. An edit needs one.".into(),
            (NoFact::TwoSubjects, Lang::ZhHant) => "這個開頭提到兩個人，編輯只能針對一個人。".into(),
            (NoFact::NotAHome, Lang::En) => "Only homes are edited here: write \u{201c}amy lives in\u{201d}, \u{201c}the home of amy is\u{201d} or \u{201c}the city where amy lives is\u{201d}.".into(),
            (NoFact::NotAHome, Lang::ZhHant) => "這裡只編輯住處，請寫「amy lives in」、「the home of amy is」或「the city where amy lives is」。".into(),
            (NoFact::NoCity(word), Lang::En) => format!("\u{201c}{word}\u{201d} is not a city of this world."),
            (NoFact::NoCity(word), Lang::ZhHant) => format!("「{word}」不是這個世界裡的城市。"),
            (NoFact::SameCity, Lang::En) => "This is where the person lives already. Choose another city.".into(),
            (NoFact::SameCity, Lang::ZhHant) => "這個人本來就住在那裡，請換一個城市。".into(),
        }
    }
}

/// The wordings that ask for a person's home.
pub(super) fn wordings(person: &str) -> [String; 3] {
    [
        format!("{person} lives in"),
        format!("the home of {person} is"),
        format!("the city where {person} lives is"),
    ]
}

impl Fact {
    /// What a typed prompt asks for, with the wanted city.
    pub(super) fn read(world: &World, prompt: &str, wanted: &str) -> Result<Fact, NoFact> {
        let words = world.vocabulary.encode(prompt).map_err(NoFact::Unknown)?;
        let said: Vec<&str> = words.iter().map(|id| world.vocabulary.word(*id)).collect();
        let mut people = said
            .iter()
            .enumerate()
            .filter_map(|(at, word)| Some((at, PEOPLE.iter().position(|p| p == word)?)));
        let (at, person) = people.next().ok_or(NoFact::NoSubject)?;
        if people.next().is_some() {
            return Err(NoFact::TwoSubjects);
        }
        let said = said.join(" ");
        if !wordings(PEOPLE[person]).contains(&said) {
            return Err(NoFact::NotAHome);
        }
        let wanted = wanted.trim().to_lowercase();
        let city = (0..CITIES).find(|c| city(*c) == wanted);
        let wanted = city.ok_or(NoFact::NoCity(wanted))?;
        if wanted == world.facts.home[person] {
            return Err(NoFact::SameCity);
        }
        Ok(Fact::new(world, person, &words, at + 1, wanted))
    }

    /// "P lives in", to become `wanted`.
    pub(super) fn of(world: &World, person: usize, wanted: usize) -> Fact {
        let words = world.vocabulary.encode(&wordings(PEOPLE[person])[0]);
        Fact::new(world, person, &words.unwrap_or_default(), 1, wanted)
    }

    fn new(world: &World, person: usize, words: &[u32], subject: usize, wanted: usize) -> Fact {
        let home = world.facts.home[person];
        let id = |c: usize| world.vocabulary.id(city(c)).unwrap_or(START);
        Fact {
            person,
            prompt: std::iter::once(START)
                .chain(words.iter().copied())
                .collect(),
            subject,
            home,
            wanted,
            old: id(home),
            new: id(wanted),
        }
    }

    /// The country of the wanted city.
    pub(super) fn new_country(&self) -> &'static str {
        COUNTRIES[self.wanted / 2].name
    }

    /// Whether the new city lies in another country: only then can the country follow.
    pub(super) fn crosses_a_border(&self) -> bool {
        self.home / 2 != self.wanted / 2
    }
}
