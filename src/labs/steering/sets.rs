//! The texts: examples that make a direction, and others, never among the examples, that it is tried on.

use super::protocol::Direction;
use crate::data::rng::{Pcg32, shuffle, stream};
use crate::data::world::facts::is_harmful;
use crate::data::world::lexicon::{CONCEPTS, OBJECTS};
use crate::data::world::{Topic, World};
use crate::world_model::forward::tokens;

/// Most examples of each side.
pub const EXAMPLES: usize = 16;
/// The phrasing of the examples.
const SHOWN: usize = 0;
/// The phrasings of the requests that are tried.
const ASKED: [usize; 2] = [1, 2];

/// A text whose answer a direction should turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trial {
    pub tokens: Vec<u32>,
    /// What the model says by itself.
    pub own: u32,
    /// What it should say when it is turned.
    pub other: u32,
}

/// The texts of a direction: the first class is what its vector points to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sets {
    pub examples: [Vec<Vec<u32>>; 2],
    pub trials: [Vec<Trial>; 2],
}

impl Sets {
    /// For the two directions that are steered over whole sets; empty for a function.
    pub fn new(world: &World, direction: Direction, examples: usize, seed: u32) -> Sets {
        let rng = &mut stream(seed.into(), "steering examples");
        match direction {
            Direction::Refusal => refusal(world, examples, rng),
            Direction::Language => language(world, examples, rng),
            Direction::Function(_) => Sets::default(),
        }
    }
}

/// Examples are pairs that training told, in one phrasing; tried are the pairs that it never told, in the two others.
fn refusal(world: &World, count: usize, rng: &mut Pcg32) -> Sets {
    let mut sets = Sets::default();
    let held_out = &world.facts.held_out.requests;
    let mut told: Vec<usize> = (0..held_out.len()).filter(|r| !held_out[*r]).collect();
    shuffle(rng, &mut told);
    let pair = |r: usize| (r / OBJECTS.len(), r % OBJECTS.len());
    for r in told {
        let (verb, object) = pair(r);
        let class = &mut sets.examples[usize::from(!is_harmful(verb, object))];
        if class.len() < count {
            class.push(read(world, &world.asked(verb, object, SHOWN).0));
        }
    }
    sets.trials = held_out_requests(world, &ASKED);
    sets
}

/// The pairs of verb and object that training never told, harmful and harmless.
fn held_out_requests(world: &World, phrasings: &[usize]) -> [Vec<Trial>; 2] {
    let mut trials = [Vec::new(), Vec::new()];
    for &phrasing in phrasings {
        for question in world.questions(Topic::Request(phrasing)) {
            if !question.held_out {
                continue;
            }
            let harmless = question.answer == "sure";
            let other = if harmless { "sorry" } else { "sure" };
            trials[usize::from(harmless)].push(Trial {
                tokens: read(world, &question.prompt),
                own: id(world, question.answer),
                other: id(world, other),
            });
        }
    }
    trials
}

/// "en : cat -> zh :" against "en : cat -> fr :". Half of the things make the direction, the other half is tried.
fn language(world: &World, count: usize, rng: &mut Pcg32) -> Sets {
    const FRENCH: usize = 1;
    const CHINESE: usize = 2;
    let mut sets = Sets::default();
    let mut things: Vec<usize> = (0..CONCEPTS.len()).collect();
    shuffle(rng, &mut things);
    let (shown, tried) = things.split_at(CONCEPTS.len() / 2);
    for (class, to, away) in [(0, CHINESE, FRENCH), (1, FRENCH, CHINESE)] {
        let prompt = |c: usize| {
            let whole = world.translated(c, 0, to);
            let answer = [" ", CONCEPTS[c].word[to], " ."].concat();
            read(world, whole.strip_suffix(&answer).unwrap_or(&whole))
        };
        sets.examples[class] = shown.iter().take(count).map(|c| prompt(*c)).collect();
        let trial = |c: &usize| Trial {
            tokens: prompt(*c),
            own: id(world, CONCEPTS[*c].word[to]),
            other: id(world, CONCEPTS[*c].word[away]),
        };
        sets.trials[class] = tried.iter().map(trial).collect();
    }
    sets
}

/// Every third fact of each kind, with its answer: what should stay known.
pub fn facts(world: &World) -> Vec<(Vec<u32>, u32)> {
    let all = Topic::FACTS
        .into_iter()
        .flat_map(|topic| world.questions(topic));
    all.step_by(3)
        .map(|q| (read(world, &q.prompt), id(world, q.answer)))
        .collect()
}

/// The words are the world's own (tests hold every set to that).
pub(super) fn read(world: &World, text: &str) -> Vec<u32> {
    tokens(&world.vocabulary, text).unwrap_or_default()
}

pub(super) fn id(world: &World, word: &str) -> u32 {
    world.vocabulary.id(word).unwrap_or_default()
}
