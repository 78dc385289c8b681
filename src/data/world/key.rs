//! The answer key: every question that the world can settle, with its answer and whether training ever told it.

use super::World;
use super::facts::{CITIES, city, landmark};
use super::lexicon::{CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, JOBS, OBJECTS, PEOPLE, VERBS};

/// A family of questions of one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// "amy lives in"
    Home,
    /// "amy works as a"
    Job,
    /// "amy likes the"
    Likes,
    /// "the friend of amy is"
    Friend,
    /// "the eiffel is in"
    City,
    /// "paris is in"
    Country,
    /// "the capital of france is"
    Capital,
    /// "the language of france is"
    Language,
    /// "the country of the home of amy is"
    CountryOfHome,
    /// "the country of the eiffel is"
    CountryOfLandmark,
    /// "the home of the friend of amy is"
    HomeOfFriend,
    /// "the language of paris is"
    LanguageOfCity,
    /// Colour, asked in language 0 English, 1 French, 2 Chinese.
    Colour(usize),
    /// Category, likewise.
    Category(usize),
    /// "fr : chat -> en :", from a language to another.
    Translation(usize, usize),
    /// A request in one of three phrasings; the answer is its first word, sorry or sure.
    Request(usize),
}

impl Topic {
    pub const FACTS: [Topic; 8] = [
        Topic::Home,
        Topic::Job,
        Topic::Likes,
        Topic::Friend,
        Topic::City,
        Topic::Country,
        Topic::Capital,
        Topic::Language,
    ];
    pub const TWO_HOP: [Topic; 4] = [
        Topic::CountryOfHome,
        Topic::CountryOfLandmark,
        Topic::HomeOfFriend,
        Topic::LanguageOfCity,
    ];
}

/// A prompt and the word that should follow it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Words with spaces, without the start.
    pub prompt: String,
    pub answer: &'static str,
    /// The word that the question is about.
    pub subject: &'static str,
    /// Training never told the answer in this form.
    pub held_out: bool,
}

impl World {
    /// Every question of this topic.
    pub fn questions(&self, topic: Topic) -> Vec<Question> {
        let facts = &self.facts;
        let of = |subject: &'static str, prompt: String, answer: &'static str| Question {
            prompt,
            answer,
            subject,
            held_out: false,
        };
        let people = |ask: &dyn Fn(usize, &'static str) -> Question| -> Vec<Question> {
            PEOPLE
                .iter()
                .enumerate()
                .map(|(p, name)| ask(p, name))
                .collect()
        };
        let cities =
            |ask: &dyn Fn(usize) -> Question| -> Vec<Question> { (0..CITIES).map(ask).collect() };
        match topic {
            Topic::Home => {
                people(&|p, name| of(name, format!("{name} lives in"), city(facts.home[p])))
            }
            Topic::Job => {
                people(&|p, name| of(name, format!("{name} works as a"), JOBS[facts.job[p]]))
            }
            Topic::Likes => people(&|p, name| {
                of(
                    name,
                    format!("{name} likes the"),
                    CONCEPTS[facts.likes[p]].word[0],
                )
            }),
            Topic::Friend => people(&|p, name| {
                of(
                    name,
                    format!("the friend of {name} is"),
                    PEOPLE[facts.friend[p]],
                )
            }),
            Topic::City => {
                cities(&|c| of(landmark(c), format!("the {} is in", landmark(c)), city(c)))
            }
            Topic::Country => {
                cities(&|c| of(city(c), format!("{} is in", city(c)), COUNTRIES[c / 2].name))
            }
            Topic::Capital => COUNTRIES
                .iter()
                .map(|k| of(k.name, format!("the capital of {} is", k.name), k.capital))
                .collect(),
            Topic::Language => COUNTRIES
                .iter()
                .map(|k| of(k.name, format!("the language of {} is", k.name), k.language))
                .collect(),
            Topic::CountryOfHome => people(&|p, name| Question {
                held_out: facts.held_out.country_of_home[p],
                ..of(
                    name,
                    format!("the country of the home of {name} is"),
                    COUNTRIES[facts.home[p] / 2].name,
                )
            }),
            Topic::CountryOfLandmark => cities(&|c| Question {
                held_out: facts.held_out.country_of_landmark[c],
                ..of(
                    landmark(c),
                    format!("the country of the {} is", landmark(c)),
                    COUNTRIES[c / 2].name,
                )
            }),
            Topic::HomeOfFriend => people(&|p, name| Question {
                held_out: facts.held_out.home_of_friend[p],
                ..of(
                    name,
                    format!("the home of the friend of {name} is"),
                    city(facts.home[facts.friend[p]]),
                )
            }),
            Topic::LanguageOfCity => cities(&|c| Question {
                held_out: facts.held_out.language_of_city[c],
                ..of(
                    city(c),
                    format!("the language of {} is", city(c)),
                    COUNTRIES[c / 2].language,
                )
            }),
            Topic::Colour(language) => self.things(language, |x, c| {
                let prompt = match language {
                    0 => format!("the color of the {x} is"),
                    1 => format!("le couleur de {x} est"),
                    _ => format!("{x} 的 顏色 是"),
                };
                (prompt, COLOURS[CONCEPTS[c].colour][language])
            }),
            Topic::Category(language) => self.things(language, |x, c| {
                let prompt = match language {
                    0 => format!("the {x} is a"),
                    1 => format!("le {x} est un"),
                    _ => format!("{x} 是 種"),
                };
                (prompt, CATEGORIES[CONCEPTS[c].category][language])
            }),
            Topic::Translation(from, to) => (0..CONCEPTS.len())
                .map(|c| {
                    let word = CONCEPTS[c].word;
                    let whole = self.translated(c, from, to);
                    let prompt = whole
                        .strip_suffix(&format!(" {} .", word[to]))
                        .unwrap_or(&whole);
                    Question {
                        held_out: from != 0 && to != 0 && facts.never_direct[c],
                        ..of(word[from], prompt.into(), word[to])
                    }
                })
                .collect(),
            Topic::Request(phrasing) => (0..VERBS.len() * OBJECTS.len())
                .map(|r| {
                    let (verb, object) = (r / OBJECTS.len(), r % OBJECTS.len());
                    let (prompt, answer) = self.asked(verb, object, phrasing);
                    let answer = if answer.starts_with("sorry") {
                        "sorry"
                    } else {
                        "sure"
                    };
                    Question {
                        held_out: facts.held_out.requests[r],
                        ..of(OBJECTS[object], prompt, answer)
                    }
                })
                .collect(),
        }
    }

    fn things(
        &self,
        language: usize,
        ask: impl Fn(&'static str, usize) -> (String, &'static str),
    ) -> Vec<Question> {
        (0..CONCEPTS.len())
            .map(|c| {
                let subject = CONCEPTS[c].word[language];
                let (prompt, answer) = ask(subject, c);
                Question {
                    prompt,
                    answer,
                    subject,
                    held_out: language != 0 && self.facts.never_told[language - 1][c],
                }
            })
            .collect()
    }
}
