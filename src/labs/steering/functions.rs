//! In-context vectors: what a list of examples leaves at its last arrow, put at the arrow of a bare `x ->`.

use super::sets::{Trial, id, read};
use crate::data::rng::{Pcg32, indexed, shuffle};
use crate::data::world::lexicon::{ANTONYMS, CONCEPTS, COUNTRIES};
use crate::data::world::{Function, World};

/// The functions that have a vector.
pub const FUNCTIONS: [Function; 9] = [
    Function::Category,
    Function::Colour,
    Function::Translate(0, 1),
    Function::Translate(0, 2),
    Function::Capital,
    Function::Language,
    Function::Country,
    Function::City,
    Function::Antonym,
];
/// Their names in links and controls, in the same order.
pub const KEYS: [&str; FUNCTIONS.len()] = [
    "kind", "colour", "en-fr", "en-zh", "capital", "language-of", "country", "city", "antonym",
];
/// Lists whose last arrows make a vector.
const LISTS: usize = 20;
/// Pairs in each.
const SHOTS: usize = 3;
/// Words that a vector is tried on, at most.
const TRIED: usize = 16;

/// Of one function: lists that make the vector, and words that no list holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunctionSets {
    /// "a -> b ; c -> d ; e -> f ; x ->"
    pub lists: Vec<Vec<u32>>,
    /// "y ->": `own` and `other` are both the function's answer.
    pub bare: Vec<Trial>,
    /// The same words, with three pairs before them.
    pub shown: Vec<Trial>,
}

impl FunctionSets {
    pub fn new(world: &World, function: Function, seed: u32) -> FunctionSets {
        let place = FUNCTIONS
            .iter()
            .position(|f| *f == function)
            .unwrap_or_default();
        let rng = &mut indexed(seed.into(), "function vectors", place as u64);
        let domain = match function {
            Function::Capital | Function::Language => COUNTRIES.len(),
            Function::Country | Function::City => 2 * COUNTRIES.len(),
            Function::Antonym => 2 * ANTONYMS.len(),
            _ => CONCEPTS.len(),
        };
        let mut shown = world.examples(function, rng, domain);
        let tried = shown.split_off(domain / 2);
        let queries: Vec<&str> = shown.iter().map(|[a, _]| *a).collect();
        let list = |x: &str, rng: &mut Pcg32| {
            let mut shown = shown.clone();
            shuffle(rng, &mut shown);
            let pairs = shown.iter().filter(|[a, _]| *a != x).take(SHOTS);
            let pairs: String = pairs.map(|[a, b]| format!("{a} -> {b} ; ")).collect();
            read(world, &format!("{pairs}{x} ->"))
        };
        let lists = (0..LISTS)
            .map(|i| list(queries[i % queries.len()], rng))
            .collect();
        let trial = |tokens: Vec<u32>, answer: &str| Trial {
            tokens,
            own: id(world, answer),
            other: id(world, answer),
        };
        let tried = &tried[..tried.len().min(TRIED)];
        let bare = tried
            .iter()
            .map(|[x, y]| trial(read(world, &format!("{x} ->")), y));
        let bare = bare.collect();
        let shown = tried.iter().map(|[x, y]| trial(list(x, rng), y)).collect();
        FunctionSets { lists, bare, shown }
    }
}
