//! The texts of the counted experiments.

use crate::data::world::lexicon::{CONCEPTS, COUNTRIES, JOBS, PEOPLE};
use crate::data::world::{Question, Topic, World};

/// Repeats whatever stands at `?`: the target prompt of Ghandeharioun et al. 2024 in the words of this world.
pub const REPEAT: &str = "cat -> cat ; paris -> paris ; amy -> amy ; ? ->";
/// Which word of `REPEAT` is overwritten, counted from 1; the start of the text is 0.
pub const REPEAT_AT: usize = 13;
/// Two questions about a landmark, and which of their words it is. The landmark in them is only a placeholder.
pub const COUNTRY: (&str, usize) = ("the country of the eiffel is", 5);
pub const CITY: (&str, usize) = ("the eiffel stands in", 2);
/// Every name of the world: people, places, languages, jobs, and the things in three languages.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = PEOPLE.to_vec();
    for k in &COUNTRIES {
        names.extend([k.name, k.capital, k.second, k.language]);
        names.extend(k.landmarks);
    }
    names.extend(JOBS);
    names.extend(CONCEPTS.iter().flat_map(|c| c.word));
    names
}

/// A two-step question cut in two.
pub struct Steps {
    /// The first step, with the subject in it.
    first: fn(&str) -> String,
    /// The second, with a placeholder where the answer of the first belongs.
    pub second: &'static str,
    /// Which word of `second` the placeholder is, counted from 1.
    pub at: usize,
    /// What the answer of the first step is about.
    middle: Topic,
}

impl Steps {
    pub fn first(&self, subject: &str) -> String {
        (self.first)(subject)
    }

    /// The answer of the first step.
    pub fn middle(&self, world: &World, subject: &str) -> Option<&'static str> {
        let of_subject = |q: &Question| q.subject == subject;
        let question = world.questions(self.middle).into_iter().find(of_subject);
        question.map(|q| q.answer)
    }
}

/// The steps of each of `Topic::TWO_HOP`, in its order.
pub static STEPS: [Steps; 4] = [
    Steps {
        first: |who| format!("the home of {who} is"),
        second: "the country of paris is",
        at: 4,
        middle: Topic::Home,
    },
    Steps {
        first: |what| format!("the city of the {what} is"),
        second: "the country of paris is",
        at: 4,
        middle: Topic::City,
    },
    Steps {
        first: |who| format!("the friend of {who} is"),
        second: "the home of amy is",
        at: 4,
        middle: Topic::Friend,
    },
    Steps {
        first: |city| format!("the country of {city} is"),
        second: "the language of france is",
        at: 4,
        middle: Topic::Country,
    },
];

/// `prompt` with its word number `at` (from 1) replaced.
pub fn with_word(prompt: &str, at: usize, word: &str) -> String {
    let put = |(i, old)| if i + 1 == at { word } else { old };
    let words: Vec<&str> = prompt.split(' ').enumerate().map(put).collect();
    words.join(" ")
}

/// From a later layer (1..=L) back to an earlier one: (from, into), 21 pairs for six layers.
pub fn pairs(layers: usize) -> Vec<(usize, usize)> {
    (1..=layers)
        .flat_map(|from| (0..from).map(move |into| (from, into)))
        .collect()
}
