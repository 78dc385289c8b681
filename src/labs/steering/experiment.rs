//! The long experiment in pieces: whole sets of held-out texts, steered at every layer and strength, beside random vectors of the
//! same length, and the facts that stay known.

use super::functions::FUNCTIONS;
use super::protocol::{
    CONTROLLED, DRAWS, FACTS, FunctionReport, LAYERS, Operation, Outcome, Report, STEERED,
    STRENGTHS, Steered,
};
use super::sets::{Sets, Trial};
use crate::data::tally::Tally;
use crate::world_model::forward::groups;

/// Tokens that one piece runs at most: about 20 ms in a tab.
const TOKENS: usize = 224;
/// Texts of each class that every random vector is tried on.
const SAMPLED: usize = 10;
/// Words of each function that every random vector is tried on.
const SAMPLED_WORDS: usize = 4;
/// The strength of an in-context vector.
pub const FUNCTION_STRENGTH: f32 = 1.5;

/// How a set of texts is treated. Directions, classes and layers by index; layers from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Treatment {
    /// Texts of this class pushed to the other. Strength 0 stands for all layers.
    Pushed {
        class: usize,
        layer: usize,
        strength: usize,
    },
    /// `ProjectOut` or `Affine`.
    Removed {
        class: usize,
        layer: usize,
        operation: Operation,
    },
    /// Pushed by random vectors: draw `first` and the next ones, each over all rows.
    Random {
        class: usize,
        layer: usize,
        controlled: usize,
        first: usize,
        draws: usize,
    },
    /// Facts; `changed`: the layer and which of `FACTS`; `None`: nothing is done.
    Facts { changed: Option<(usize, usize)> },
    /// Facts, each with another random vector.
    FactsRandom { layer: usize, controlled: usize },
}

/// One piece.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unit {
    Texts {
        direction: usize,
        treatment: Treatment,
        /// Of the class's trials, or of the facts; all of one length.
        rows: Vec<usize>,
    },
    /// The examples of a function are read.
    Lists {
        function: usize,
    },
    Words {
        function: usize,
        what: Words,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Words {
    Bare,
    Shown,
    /// With the vector of this function.
    Vector {
        layer: usize,
        of: usize,
    },
    /// With random vectors.
    Random {
        layer: usize,
    },
}

/// All pieces, the treatments before their controls.
pub fn units(sets: &[Sets; 2], facts: &[(Vec<u32>, u32)]) -> Vec<Unit> {
    let mut units = Vec::new();
    let layers = || LAYERS.map(usize::from);
    let mut texts = |direction: usize, treatment: Treatment, rows: Vec<Vec<usize>>| {
        units.extend(rows.into_iter().map(|rows| Unit::Texts {
            direction,
            treatment,
            rows,
        }));
    };
    let fact_rows: Vec<Vec<u32>> = facts.iter().map(|f| f.0.clone()).collect();
    let all_facts = || pieces(&fact_rows);
    for (direction, sets) in sets.iter().enumerate() {
        for class in [1, 0] {
            let rows = pieces(&tokens(&sets.trials[class]));
            for layer in layers() {
                for strength in 0..STRENGTHS.len() {
                    let once = strength > 0 || layer == 1;
                    let pushed = Treatment::Pushed {
                        class,
                        layer,
                        strength,
                    };
                    texts(direction, pushed, if once { rows.clone() } else { vec![] });
                }
                for operation in [Operation::ProjectOut, Operation::Affine] {
                    let removed = Treatment::Removed {
                        class,
                        layer,
                        operation,
                    };
                    texts(direction, removed, rows.clone());
                }
            }
        }
        texts(direction, Treatment::Facts { changed: None }, all_facts());
        for layer in layers() {
            for which in 0..FACTS.len() {
                let changed = Some((layer, which));
                texts(direction, Treatment::Facts { changed }, all_facts());
            }
            for controlled in 0..CONTROLLED.len() {
                let random = Treatment::FactsRandom { layer, controlled };
                texts(direction, random, all_facts());
            }
        }
    }
    for (direction, sets) in sets.iter().enumerate() {
        for class in [1, 0] {
            for rows in sample(&tokens(&sets.trials[class])) {
                let time = sets.trials[class][rows[0]].tokens.len();
                let draws = (TOKENS / (rows.len() * time)).clamp(1, DRAWS);
                for layer in layers() {
                    for controlled in 0..CONTROLLED.len() {
                        for first in (0..DRAWS).step_by(draws) {
                            let draws = draws.min(DRAWS - first);
                            let random = Treatment::Random {
                                class,
                                layer,
                                controlled,
                                first,
                                draws,
                            };
                            texts(direction, random, vec![rows.clone()]);
                        }
                    }
                }
            }
        }
    }
    let all = 0..FUNCTIONS.len();
    let words = |function, what| Unit::Words { function, what };
    units.extend(all.clone().map(|function| Unit::Lists { function }));
    for function in all {
        units.push(words(function, Words::Bare));
        units.push(words(function, Words::Shown));
        for layer in layers() {
            for of in [function, (function + 1) % FUNCTIONS.len()] {
                units.push(words(function, Words::Vector { layer, of }));
            }
            units.push(words(function, Words::Random { layer }));
        }
    }
    units
}

fn tokens(trials: &[Trial]) -> Vec<Vec<u32>> {
    trials.iter().map(|t| t.tokens.clone()).collect()
}

/// Rows of one length, so many that a piece stays short.
fn pieces(rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
    groups(rows, usize::MAX)
        .into_iter()
        .flat_map(|group| {
            let most = (TOKENS / rows[group[0]].len().max(1)).max(1);
            let chunks: Vec<Vec<usize>> = group.chunks(most).map(<[usize]>::to_vec).collect();
            chunks
        })
        .collect()
}

/// Texts spread over the whole set, those of one length together.
fn sample(rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let count = SAMPLED.min(rows.len());
    let chosen: Vec<usize> = (0..count).map(|i| i * rows.len() / count).collect();
    let texts: Vec<Vec<u32>> = chosen.iter().map(|i| rows[*i].clone()).collect();
    let own = |group: Vec<usize>| group.iter().map(|i| chosen[*i]).collect();
    groups(&texts, usize::MAX).into_iter().map(own).collect()
}

/// The words of a function that the random vectors are tried on.
pub fn sampled_words(words: &[Trial]) -> &[Trial] {
    &words[..words.len().min(SAMPLED_WORDS)]
}

/// A report of nothing yet, every place there.
pub fn empty() -> Report {
    let layers = LAYERS.count();
    let steered = || Steered {
        sides: [(); 2].map(|()| vec![[Outcome::default(); STRENGTHS.len()]; layers]),
        removed: vec![[[Outcome::default(); 2]; 2]; layers],
        random: [(); 2].map(|()| vec![[[Tally::default(); DRAWS]; CONTROLLED.len()]; layers]),
        facts: vec![[Tally::default(); FACTS.len()]; layers],
        facts_before: Tally::default(),
        facts_random: vec![[Tally::default(); CONTROLLED.len()]; layers],
    };
    let function = || FunctionReport {
        own: vec![Tally::default(); layers],
        other: vec![Tally::default(); layers],
        random: vec![[Tally::default(); DRAWS]; layers],
        ..FunctionReport::default()
    };
    Report {
        steered: [steered(), steered()],
        functions: FUNCTIONS.iter().map(|_| function()).collect(),
    }
}

impl Report {
    /// The direction's part.
    pub fn of(&self, direction: usize) -> &Steered {
        &self.steered[direction.min(STEERED.len() - 1)]
    }
}

impl Outcome {
    pub fn add(&mut self, said: u32, trial: &Trial) {
        self.turned.add(said == trial.other);
        self.kept.add(said == trial.own);
    }
}
