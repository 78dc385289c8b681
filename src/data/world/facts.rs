//! What is true in the world of a seed, and what is never told.

use super::lexicon::{
    CONCEPTS, COUNTRIES, HARMFUL_OBJECTS, HARMFUL_VERBS, JOBS, OBJECTS, PEOPLE, VERBS,
};
use crate::data::rng::{Pcg32, below, stream};

/// Cities, landmarks and their countries are the real ones; who lives where is drawn. Indices into the lists of `lexicon`; city
/// `c` is the capital (even) or the second city (odd) of country `c / 2`, and landmark `c` stands in city `c`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// Of each person: a city.
    pub home: Vec<usize>,
    /// Of each person: a job.
    pub job: Vec<usize>,
    /// Of each person: a concept.
    pub likes: Vec<usize>,
    /// Of each person: a person. One circle through all.
    pub friend: Vec<usize>,
    /// Concepts that are never translated between French and Chinese directly.
    pub never_direct: Vec<bool>,
    /// Concepts whose facts are never told in French, in Chinese.
    pub never_told: [Vec<bool>; 2],
    /// Subjects of the four kinds of two-step question that are never asked in training.
    pub held_out: HeldOut,
}

/// True: never seen in training.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldOut {
    /// The country of the home of a person.
    pub country_of_home: Vec<bool>,
    /// The country of a landmark.
    pub country_of_landmark: Vec<bool>,
    /// The home of the friend of a person.
    pub home_of_friend: Vec<bool>,
    /// The language of a city.
    pub language_of_city: Vec<bool>,
    /// Verb * 20 + object.
    pub requests: Vec<bool>,
}

pub const CITIES: usize = 2 * COUNTRIES.len();

impl Facts {
    /// The world of this seed.
    pub fn new(seed: u64) -> Facts {
        let mut rng = stream(seed, "world");
        let rng = &mut rng;
        let people = PEOPLE.len();
        let home = permutation(rng, people)
            .iter()
            .map(|p| p % CITIES)
            .collect();
        let job = permutation(rng, people)
            .iter()
            .map(|p| p % JOBS.len())
            .collect();
        let likes = permutation(rng, CONCEPTS.len())[..people].to_vec();
        let circle = permutation(rng, people);
        let mut friend = vec![0; people];
        for (i, &person) in circle.iter().enumerate() {
            friend[person] = circle[(i + 1) % people];
        }
        Facts {
            home,
            job,
            likes,
            friend,
            never_direct: chosen(rng, CONCEPTS.len(), 24),
            never_told: [
                chosen(rng, CONCEPTS.len(), 14),
                chosen(rng, CONCEPTS.len(), 14),
            ],
            held_out: HeldOut {
                country_of_home: chosen(rng, people, people * 2 / 5),
                country_of_landmark: chosen(rng, CITIES, CITIES * 2 / 5),
                home_of_friend: chosen(rng, people, people * 2 / 5),
                language_of_city: chosen(rng, CITIES, CITIES * 2 / 5),
                requests: chosen(rng, VERBS.len() * OBJECTS.len(), 40),
            },
        }
    }
}

/// The name of a city.
pub fn city(c: usize) -> &'static str {
    let country = &COUNTRIES[c / 2];
    if c.is_multiple_of(2) {
        country.capital
    } else {
        country.second
    }
}

/// The name of the landmark in a city.
pub fn landmark(c: usize) -> &'static str {
    COUNTRIES[c / 2].landmarks[c % 2]
}

/// A request that is refused.
pub fn is_harmful(verb: usize, object: usize) -> bool {
    verb < HARMFUL_VERBS || object < HARMFUL_OBJECTS
}

/// Fisher-Yates, from the top.
fn permutation(rng: &mut Pcg32, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, below(rng, i as u32 + 1) as usize);
    }
    order
}

/// `count` of `n`, drawn.
fn chosen(rng: &mut Pcg32, n: usize, count: usize) -> Vec<bool> {
    let mut chosen = vec![false; n];
    for i in &permutation(rng, n)[..count] {
        chosen[*i] = true;
    }
    chosen
}
