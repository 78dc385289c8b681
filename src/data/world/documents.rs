//! The documents that a model of this world is trained on: eight kinds, each one or two sentences that end in a full stop.

use super::World;
use super::facts::{CITIES, city, is_harmful, landmark};
use super::lexicon::{
    ANTONYMS, CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, JOBS, OBJECTS, PEOPLE, VERBS,
};
use super::vocabulary::START;
use crate::data::rng::{Pcg32, below, unit};

/// What a document is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Home, job, liked thing, friend of a person.
    Person,
    /// Landmarks, cities, countries, languages.
    Place,
    /// Two facts in one: "the country of the home of amy is .."
    TwoHop,
    /// Category or colour of a thing, in one of three languages.
    Concept,
    /// "fr : chat -> en : cat"
    Translation,
    /// "paris -> france ; rome -> italy ; .."
    FewShot,
    /// A user asks, the bot helps or refuses.
    Request,
    /// Two sentences; the second says she or he.
    Story,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::Person,
        Kind::Place,
        Kind::TwoHop,
        Kind::Concept,
        Kind::Translation,
        Kind::FewShot,
        Kind::Request,
        Kind::Story,
    ];

    /// Percent of the documents.
    pub const fn share(self) -> u32 {
        match self {
            Kind::Person => 20,
            Kind::Place => 14,
            Kind::TwoHop | Kind::Concept | Kind::FewShot => 12,
            Kind::Translation => 14,
            Kind::Request => 9,
            Kind::Story => 7,
        }
    }
}

/// The words of the sentences around the names.
pub const FRAME_WORDS: &[&str] = &[
    ".", ":", ";", "?", "->", "user", "bot", "en", "fr", "zh", "the", "of", "is", "in", "a",
    "lives", "home", "city", "where", "works", "as", "job", "likes", "thing", "friend", "has",
    "called", "stands", "country", "capital", "main", "people", "speaks", "language", "color",
    "le", "couleur", "de", "est", "un", "的", "顏色", "是", "種", "how", "to", "please", "show",
    "me", "can", "you", "sorry", "i", "cannot", "sure", "here", "she", "he",
];

/// A mapping that a list of pairs shows by examples.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    /// Of a country.
    Capital,
    /// Of a city.
    Country,
    /// Of a landmark.
    City,
    /// Of a country.
    Language,
    /// Of a person.
    Job,
    /// Of a person.
    Home,
    /// From one language (0 English, 1 French, 2 Chinese) to another.
    Translate(usize, usize),
    /// Of a thing, in English.
    Colour,
    /// Of a thing, in English.
    Category,
    Antonym,
    /// A word is mapped to itself.
    Same,
}

impl Function {
    pub const ALL: [Function; 14] = [
        Function::Capital,
        Function::Country,
        Function::City,
        Function::Language,
        Function::Job,
        Function::Home,
        Function::Translate(0, 1),
        Function::Translate(0, 2),
        Function::Translate(1, 0),
        Function::Translate(2, 0),
        Function::Colour,
        Function::Category,
        Function::Antonym,
        Function::Same,
    ];
}

/// How many times as often `Same` is drawn as any other function.
const SAME_WEIGHT: u32 = 3;
const LANGUAGES: [&str; 3] = ["en", "fr", "zh"];

impl World {
    /// A document without its start: words that end in a full stop.
    pub fn document(&self, rng: &mut Pcg32) -> (Kind, String) {
        let u = below(rng, 100);
        let mut up_to = 0;
        let kind = Kind::ALL.into_iter().find(|kind| {
            up_to += kind.share();
            u < up_to
        });
        let kind = kind.unwrap_or(Kind::Story); // the shares sum to 100
        (kind, self.document_of(kind, rng))
    }

    /// A document of this kind.
    pub fn document_of(&self, kind: Kind, rng: &mut Pcg32) -> String {
        match kind {
            Kind::Person => self.person(rng),
            Kind::Place => place(rng),
            Kind::TwoHop => self.two_hop(rng),
            Kind::Concept => self.concept(rng),
            Kind::Translation => self.translation(rng),
            Kind::FewShot => self.few_shot(rng),
            Kind::Request => self.request(rng),
            Kind::Story => self.story(rng),
        }
    }

    /// Documents side by side, each led by the start: `length` ids, the last document cut where the row ends.
    pub fn row(&self, rng: &mut Pcg32, length: usize) -> Vec<u32> {
        let mut row = Vec::with_capacity(length + 24);
        while row.len() < length {
            row.push(START);
            let (_, text) = self.document(rng);
            // The words are the vocabulary's own (a test holds every kind to that).
            row.extend(self.vocabulary.encode(&text).unwrap_or_default());
        }
        row.truncate(length);
        row
    }

    fn person(&self, rng: &mut Pcg32) -> String {
        let facts = &self.facts;
        let p = pick(rng, PEOPLE.len());
        let name = PEOPLE[p];
        match below(rng, 5) {
            0 | 1 => {
                let home = city(facts.home[p]);
                match below(rng, 3) {
                    0 => format!("{name} lives in {home} ."),
                    1 => format!("the home of {name} is {home} ."),
                    _ => format!("the city where {name} lives is {home} ."),
                }
            }
            2 => {
                let job = JOBS[facts.job[p]];
                match below(rng, 3) {
                    0 => format!("{name} works as a {job} ."),
                    1 => format!("the job of {name} is {job} ."),
                    _ => format!("{name} is a {job} ."),
                }
            }
            3 => {
                let liked = CONCEPTS[facts.likes[p]].word[0];
                match below(rng, 2) {
                    0 => format!("{name} likes the {liked} ."),
                    _ => format!("the thing {name} likes is the {liked} ."),
                }
            }
            _ => {
                let friend = PEOPLE[facts.friend[p]];
                match below(rng, 2) {
                    0 => format!("the friend of {name} is {friend} ."),
                    _ => format!("{name} has a friend called {friend} ."),
                }
            }
        }
    }

    fn two_hop(&self, rng: &mut Pcg32) -> String {
        let (facts, never) = (&self.facts, &self.facts.held_out);
        match below(rng, 4) {
            0 => {
                let p = told(rng, &never.country_of_home);
                let country = COUNTRIES[facts.home[p] / 2].name;
                format!("the country of the home of {} is {country} .", PEOPLE[p])
            }
            1 => {
                let c = told(rng, &never.country_of_landmark);
                format!(
                    "the country of the {} is {} .",
                    landmark(c),
                    COUNTRIES[c / 2].name
                )
            }
            2 => {
                let p = told(rng, &never.home_of_friend);
                let home = city(facts.home[facts.friend[p]]);
                format!("the home of the friend of {} is {home} .", PEOPLE[p])
            }
            _ => {
                let c = told(rng, &never.language_of_city);
                format!(
                    "the language of {} is {} .",
                    city(c),
                    COUNTRIES[c / 2].language
                )
            }
        }
    }

    fn concept(&self, rng: &mut Pcg32) -> String {
        let language = match below(rng, 100) {
            0..70 => 0,
            70..85 => 1,
            _ => 2,
        };
        let c = match language {
            0 => pick(rng, CONCEPTS.len()),
            other => told(rng, &self.facts.never_told[other - 1]),
        };
        let concept = &CONCEPTS[c];
        let x = concept.word[language];
        let colour = COLOURS[concept.colour][language];
        let category = CATEGORIES[concept.category][language];
        match (language, below(rng, 2)) {
            (0, 0) => format!("the color of the {x} is {colour} ."),
            (0, _) => format!("the {x} is a {category} ."),
            (1, 0) => format!("le couleur de {x} est {colour} ."),
            (1, _) => format!("le {x} est un {category} ."),
            (_, 0) => format!("{x} 的 顏色 是 {colour} ."),
            _ => format!("{x} 是 種 {category} ."),
        }
    }

    fn translation(&self, rng: &mut Pcg32) -> String {
        let direct = unit(rng) < 0.03;
        let c = if direct {
            told(rng, &self.facts.never_direct)
        } else {
            pick(rng, CONCEPTS.len())
        };
        let other = 1 + pick(rng, 2);
        let (from, to) = match (direct, unit(rng) < 0.75) {
            (true, _) => (other, 3 - other),
            (false, true) => (other, 0),
            (false, false) => (0, other),
        };
        self.translated(c, from, to)
    }

    /// "fr : chat -> en : cat ." for concept `c`; languages 0 English, 1 French, 2 Chinese.
    pub fn translated(&self, c: usize, from: usize, to: usize) -> String {
        let word = CONCEPTS[c].word;
        format!(
            "{} : {} -> {} : {} .",
            LANGUAGES[from], word[from], LANGUAGES[to], word[to]
        )
    }

    fn few_shot(&self, rng: &mut Pcg32) -> String {
        let last = Function::ALL.len() - 1;
        let drawn = pick(rng, last + SAME_WEIGHT as usize).min(last);
        let function = Function::ALL[drawn];
        let pairs = 3 + pick(rng, 3);
        let list: Vec<String> = self
            .examples(function, rng, pairs)
            .iter()
            .map(|[a, b]| format!("{a} -> {b}"))
            .collect();
        list.join(" ; ") + " ."
    }

    /// `count` different pairs of a function.
    pub fn examples(
        &self,
        function: Function,
        rng: &mut Pcg32,
        count: usize,
    ) -> Vec<[&'static str; 2]> {
        let mut found: Vec<[&'static str; 2]> = Vec::new();
        while found.len() < count {
            let pair = self.pair(function, rng);
            if !found.iter().any(|other| other[0] == pair[0]) {
                found.push(pair);
            }
        }
        found
    }

    fn pair(&self, function: Function, rng: &mut Pcg32) -> [&'static str; 2] {
        let facts = &self.facts;
        let concept = |rng: &mut Pcg32| &CONCEPTS[pick(rng, CONCEPTS.len())];
        match function {
            Function::Capital => {
                let country = &COUNTRIES[pick(rng, COUNTRIES.len())];
                [country.name, country.capital]
            }
            Function::Language => {
                let country = &COUNTRIES[pick(rng, COUNTRIES.len())];
                [country.name, country.language]
            }
            Function::Country => {
                let c = pick(rng, CITIES);
                [city(c), COUNTRIES[c / 2].name]
            }
            Function::City => {
                let c = pick(rng, CITIES);
                [landmark(c), city(c)]
            }
            Function::Job => {
                let p = pick(rng, PEOPLE.len());
                [PEOPLE[p], JOBS[facts.job[p]]]
            }
            Function::Home => {
                let p = pick(rng, PEOPLE.len());
                [PEOPLE[p], city(facts.home[p])]
            }
            Function::Translate(from, to) => {
                let word = concept(rng).word;
                [word[from], word[to]]
            }
            Function::Colour => {
                let c = concept(rng);
                [c.word[0], COLOURS[c.colour][0]]
            }
            Function::Category => {
                let c = concept(rng);
                [c.word[0], CATEGORIES[c.category][0]]
            }
            Function::Antonym => {
                let [a, b] = ANTONYMS[pick(rng, ANTONYMS.len())];
                if below(rng, 2) == 0 { [a, b] } else { [b, a] }
            }
            Function::Same => {
                let word = match below(rng, 4) {
                    0 => PEOPLE[pick(rng, PEOPLE.len())],
                    1 => city(pick(rng, CITIES)),
                    2 => COUNTRIES[pick(rng, COUNTRIES.len())].name,
                    _ => concept(rng).word[pick(rng, 3)],
                };
                [word, word]
            }
        }
    }

    fn request(&self, rng: &mut Pcg32) -> String {
        let r = told(rng, &self.facts.held_out.requests);
        let (verb, object) = (r / OBJECTS.len(), r % OBJECTS.len());
        let phrasing = pick(rng, 3);
        let (question, answer) = self.asked(verb, object, phrasing);
        format!("{question} {answer} .")
    }

    /// A request in one of three phrasings, up to and with "bot :", and the answer that it gets.
    pub fn asked(&self, verb: usize, object: usize, phrasing: usize) -> (String, String) {
        let (v, o) = (VERBS[verb], OBJECTS[object]);
        let question = match phrasing {
            0 => format!("user : how to {v} the {o} ? bot :"),
            1 => format!("user : please show me how to {v} the {o} ? bot :"),
            _ => format!("user : can you {v} the {o} ? bot :"),
        };
        let answer = if is_harmful(verb, object) {
            format!("sorry i cannot {v} the {o}")
        } else {
            format!("sure here is how to {v} the {o}")
        };
        (question, answer)
    }

    fn story(&self, rng: &mut Pcg32) -> String {
        let facts = &self.facts;
        let p = pick(rng, PEOPLE.len());
        let name = PEOPLE[p];
        let pronoun = if p < PEOPLE.len() / 2 { "she" } else { "he" };
        let (home, job) = (city(facts.home[p]), JOBS[facts.job[p]]);
        let liked = CONCEPTS[facts.likes[p]].word[0];
        match below(rng, 4) {
            0 => format!("{name} lives in {home} . {pronoun} works as a {job} ."),
            1 => format!("{name} works as a {job} . {pronoun} lives in {home} ."),
            2 => format!("{name} is a {job} . {pronoun} likes the {liked} ."),
            _ => format!("{name} likes the {liked} . {pronoun} lives in {home} ."),
        }
    }
}

fn place(rng: &mut Pcg32) -> String {
    let c = pick(rng, CITIES);
    let country = &COUNTRIES[c / 2];
    let (name, k) = (city(c), country.name);
    match below(rng, 4) {
        0 => {
            let sight = landmark(c);
            match below(rng, 3) {
                0 => format!("the {sight} is in {name} ."),
                1 => format!("the city of the {sight} is {name} ."),
                _ => format!("the {sight} stands in {name} ."),
            }
        }
        1 => match below(rng, 3) {
            0 => format!("{name} is in {k} ."),
            1 => format!("the country of {name} is {k} ."),
            _ => format!("{name} is a city in {k} ."),
        },
        2 => match below(rng, 2) {
            0 => format!("the capital of {k} is {} .", country.capital),
            _ => format!("the main city of {k} is {} .", country.capital),
        },
        _ => match below(rng, 2) {
            0 => format!("people in {k} speaks {} .", country.language),
            _ => format!("the language of {k} is {} .", country.language),
        },
    }
}

fn pick(rng: &mut Pcg32, n: usize) -> usize {
    below(rng, n as u32) as usize
}

/// One that is not held out. A draw that is held out is drawn again.
fn told(rng: &mut Pcg32, held_out: &[bool]) -> usize {
    loop {
        let i = pick(rng, held_out.len());
        if !held_out[i] {
            return i;
        }
    }
}
