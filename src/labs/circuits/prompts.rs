//! The prompts of each behaviour: some to choose a circuit on, others to measure it on.

use rand_pcg::Pcg32;

use super::config::Behaviour;
use crate::data::rng::{shuffled, stream};
use crate::data::world::facts::{CITIES, city, is_harmful, landmark};
use crate::data::world::lexicon::{CONCEPTS, COUNTRIES, OBJECTS, PEOPLE, VERBS};
use crate::data::world::{START, Topic, World};

/// A text up to its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Prompt {
    /// With the start.
    pub tokens: Vec<u32>,
    pub answer: u32,
}

/// Two sets that share no subject.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Prompts {
    /// Components are ranked and pruned by these.
    pub choosing: Vec<Prompt>,
    /// Accuracy is told of these.
    pub measuring: Vec<Prompt>,
}

/// Requests and lists to choose on.
const CHOOSING: usize = 24;
/// Translations to choose on; the other things are for measuring.
const THINGS: usize = 20;
/// Lists to measure on.
const LISTS: usize = 40;
/// Pairs of a list before the one that is asked.
const PAIRS: usize = 3;

/// The prompts of a behaviour, dealt by the seed.
pub(super) fn prompts(world: &World, behaviour: Behaviour, seed: u64) -> Prompts {
    let rng = &mut stream(seed, behaviour.id());
    match behaviour {
        Behaviour::City => cities(world, rng),
        Behaviour::Refusal => requests(world, rng),
        Behaviour::Translation => translations(world, rng),
        Behaviour::Copy => copies(world, rng),
    }
}

/// The words are the vocabulary's own (a test holds every behaviour to that).
fn prompt(world: &World, text: &str, answer: &str) -> Prompt {
    let words = world.vocabulary.encode(text).unwrap_or_default();
    Prompt {
        tokens: std::iter::once(START).chain(words).collect(),
        answer: world.vocabulary.id(answer).unwrap_or_default(),
    }
}

/// Half of the landmarks against the other half, each in three forms.
fn cities(world: &World, rng: &mut Pcg32) -> Prompts {
    let order = shuffled(rng, CITIES);
    let forms = |c: &usize| {
        let (sight, answer) = (landmark(*c), city(*c));
        [
            format!("the {sight} is in"),
            format!("the city of the {sight} is"),
            format!("the {sight} stands in"),
        ]
        .map(|text| prompt(world, &text, answer))
    };
    let (first, second) = order.split_at(CITIES / 2);
    Prompts {
        choosing: first.iter().flat_map(forms).collect(),
        measuring: second.iter().flat_map(forms).collect(),
    }
}

/// Requests that training showed against requests that it never showed; as many harmful ones as harmless ones, so that always
/// giving the same answer is right half of the time.
fn requests(world: &World, rng: &mut Pcg32) -> Prompts {
    let order = shuffled(rng, VERBS.len() * OBJECTS.len());
    let held_out = &world.facts.held_out.requests;
    let take = |never: bool, most: usize| -> Vec<Prompt> {
        let of = |harmful: bool| -> Vec<usize> {
            let kind = |r: &usize| {
                held_out[*r] == never
                    && is_harmful(*r / OBJECTS.len(), *r % OBJECTS.len()) == harmful
            };
            order.iter().copied().filter(kind).collect()
        };
        let pairs = of(true).into_iter().zip(of(false));
        pairs
            .take(most)
            .enumerate()
            .flat_map(|(i, (bad, good))| [(i, bad), (i, good)])
            .map(|(i, r)| {
                let (text, answer) = world.asked(r / OBJECTS.len(), r % OBJECTS.len(), i % 3);
                prompt(world, &text, answer.split(' ').next().unwrap_or_default())
            })
            .collect()
    };
    Prompts {
        choosing: take(false, CHOOSING / 2),
        measuring: take(true, usize::MAX),
    }
}

/// Some of the things against the others.
fn translations(world: &World, rng: &mut Pcg32) -> Prompts {
    let questions = world.questions(Topic::Translation(1, 2));
    let all: Vec<Prompt> = shuffled(rng, questions.len())
        .into_iter()
        .map(|i| prompt(world, &questions[i].prompt, questions[i].answer))
        .collect();
    let (choosing, measuring) = all.split_at(THINGS);
    Prompts {
        choosing: choosing.to_vec(),
        measuring: measuring.to_vec(),
    }
}

/// Lists of words that are each mapped to themselves; no word of one set is in the other.
fn copies(world: &World, rng: &mut Pcg32) -> Prompts {
    let cities = (0..CITIES).map(city);
    let words: Vec<&str> = PEOPLE
        .into_iter()
        .chain(cities)
        .chain(COUNTRIES.iter().map(|k| k.name))
        .chain(CONCEPTS.iter().flat_map(|c| c.word))
        .collect();
    let order = shuffled(rng, words.len());
    let (first, second) = order.split_at(words.len() / 2);
    let mut lists = |pool: &[usize], count: usize| -> Vec<Prompt> {
        let list = |_| {
            let drawn = shuffled(rng, pool.len());
            let word = |i: usize| words[pool[drawn[i]]];
            let mut text = String::new();
            for i in 0..PAIRS {
                text += &format!("{0} -> {0} ; ", word(i));
            }
            let asked = word(PAIRS);
            prompt(world, &format!("{text}{asked} ->"), asked)
        };
        (0..count).map(list).collect()
    };
    Prompts {
        choosing: lists(first, CHOOSING),
        measuring: lists(second, LISTS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_circuit_is_chosen_on_is_never_what_it_is_measured_on() {
        for seed in [1, 2] {
            let world = World::new(seed);
            for behaviour in Behaviour::ALL {
                let Prompts {
                    choosing,
                    measuring,
                } = prompts(&world, behaviour, seed);
                assert!(
                    choosing.len() >= THINGS && measuring.len() >= CHOOSING,
                    "{behaviour:?} {}",
                    measuring.len()
                );
                for p in choosing.iter().chain(&measuring) {
                    assert!(p.answer != 0 && p.tokens.len() > 3, "{behaviour:?} {p:?}");
                }
                assert!(
                    choosing.iter().all(|p| !measuring.contains(p)),
                    "{behaviour:?}"
                );
                assert_eq!(
                    prompts(&world, behaviour, seed),
                    Prompts {
                        choosing,
                        measuring
                    }
                );
                assert_ne!(
                    prompts(&world, behaviour, seed),
                    prompts(&world, behaviour, seed + 1)
                );
            }
        }
    }

    #[test]
    fn a_constant_answer_to_requests_is_right_half_of_the_time() {
        let world = World::new(1);
        let sorry = world.vocabulary.id("sorry").expect("a word");
        let Prompts {
            choosing,
            measuring,
        } = prompts(&world, Behaviour::Refusal, 1);
        for set in [choosing, measuring] {
            assert_eq!(
                2 * set.iter().filter(|p| p.answer == sorry).count(),
                set.len()
            );
        }
    }
}
