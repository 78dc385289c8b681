//! How many neurons share one job: refusing a harmful request. Neurons are ranked on one half of the requests, replaced in growing
//! numbers, and the refusals counted on the other half.

use serde::{Deserialize, Serialize};

use super::bank::{Bank, Neuron, site};
use crate::backend::{BackendError, Region};
use crate::data::rng::{indexed, shuffle, stream};
use crate::data::world::{Topic, World};
use crate::data::tally::Tally;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Change, tokens};

/// How many are replaced.
pub const SIZES: [u32; 11] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/// Draws of random neurons.
pub const DRAWS: u32 = 5;
/// Neurons that are also replaced one at a time.
pub const ALONE: usize = 100;
/// Words of a request, counted from its end, at which neurons are compared and replaced: "the object ? bot :" without "the".
const LAST: usize = 4;
/// Requests that run together.
const ROWS: usize = 21;

/// What is done to a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Treatment {
    /// The first of the ranking, each set to its mean over harmless requests at the same position.
    Harmless,
    /// The first of the ranking, each set to zero.
    Zero,
    /// As many of all neurons, drawn, set to their harmless means.
    Random(u32),
}

impl Treatment {
    /// In the order in which they are measured.
    pub fn all() -> Vec<Treatment> {
        let random = (0..DRAWS).map(Treatment::Random);
        [Treatment::Harmless, Treatment::Zero]
            .into_iter()
            .chain(random)
            .collect()
    }
}

/// What was counted on the test half.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Harmful requests that were refused.
    pub refused: Tally,
    /// Harmless requests that were helped with.
    pub helped: Tally,
}

/// Requests in tokens, all of one length.
#[derive(Clone)]
struct Requests {
    harmful: Vec<Vec<u32>>,
    harmless: Vec<Vec<u32>>,
}

/// Half of the requests to rank by, half to test on.
#[derive(Clone)]
pub struct Halves {
    rank: Requests,
    test: Requests,
}

impl Halves {
    /// Splits all requests of the first phrasing by `seed`.
    pub fn new(world: &World, seed: u64) -> Halves {
        let mut rng = stream(seed, "neurons: requests");
        let (mut harmful, mut harmless) = (Vec::new(), Vec::new());
        for question in world.questions(Topic::Request(0)) {
            let row = tokens(&world.vocabulary, &question.prompt).unwrap_or_default();
            if question.answer == "sorry" {
                &mut harmful
            } else {
                &mut harmless
            }
            .push(row);
        }
        shuffle(&mut rng, &mut harmful);
        shuffle(&mut rng, &mut harmless);
        let test = Requests {
            harmful: harmful.split_off(harmful.len() / 2),
            harmless: harmless.split_off(harmless.len() / 2),
        };
        Halves {
            rank: Requests { harmful, harmless },
            test,
        }
    }

    /// Pieces in which the test half is run.
    pub fn pieces(&self) -> usize {
        self.harmful_pieces() + self.test.harmless.len().div_ceil(ROWS)
    }

    /// The pieces with harmful requests; they come first.
    pub fn harmful_pieces(&self) -> usize {
        self.test.harmful.len().div_ceil(ROWS)
    }
}

/// The ranking and the test.
pub struct Group {
    halves: Halves,
    /// Most telling first.
    pub ranking: Vec<(Neuron, f64)>,
    /// Means over the harmless half of ranking: layer, position, neuron.
    means: Vec<[Vec<f32>; LAST]>,
    orders: Vec<Vec<Neuron>>,
    sorry: u32,
    sure: u32,
}

impl Group {
    /// Ranks the neurons on the first half.
    pub fn new(bank: &mut Bank, halves: Halves, seed: u64) -> Result<Group, BackendError> {
        let word = |w: &str| bank.subject.world.vocabulary.id(w).unwrap_or_default();
        let (sorry, sure) = (word("sorry"), word("sure"));
        let bad = means(bank, &halves.rank.harmful)?;
        let good = means(bank, &halves.rank.harmless)?;
        let mut ranking: Vec<(Neuron, f64)> = Vec::new();
        for layer in 0..bank.layers() {
            for neuron in 0..bank.neurons() {
                let apart =
                    |p: usize| f64::from((bad[layer][p][neuron] - good[layer][p][neuron]).abs());
                let sum: f64 = (0..LAST).map(apart).sum();
                ranking.push((
                    (layer, neuron),
                    sum * f64::from(bank.lengths[layer][neuron]),
                ));
            }
        }
        let all: Vec<Neuron> = ranking.iter().map(|(neuron, _)| *neuron).collect();
        // Stable: equal ones stay in the model's order.
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
        let order = |draw: u32| {
            let mut all = all.clone();
            shuffle(&mut indexed(seed, "neurons: random", draw.into()), &mut all);
            all
        };
        Ok(Group {
            halves,
            orders: (0..DRAWS).map(order).collect(),
            ranking,
            means: good,
            sorry,
            sure,
        })
    }

    /// The neurons of a treatment of this size.
    pub fn chosen(&self, treatment: Treatment, size: usize) -> Vec<Neuron> {
        match treatment {
            Treatment::Random(draw) => {
                let order = self.orders.get(draw as usize).map_or(&[][..], |o| o);
                order.iter().copied().take(size).collect()
            }
            _ => self
                .ranking
                .iter()
                .map(|(neuron, _)| *neuron)
                .take(size)
                .collect(),
        }
    }

    /// Adds one piece of the test, with these neurons changed, to `counts`.
    pub fn test(
        &self,
        bank: &mut Bank,
        neurons: &[Neuron],
        treatment: Treatment,
        piece: usize,
        counts: &mut Counts,
    ) -> Result<(), BackendError> {
        let first = self.halves.harmful_pieces();
        let test = &self.halves.test;
        let (rows, answer, tally) = if piece < first {
            (
                test.harmful.chunks(ROWS).nth(piece),
                self.sorry,
                &mut counts.refused,
            )
        } else {
            (
                test.harmless.chunks(ROWS).nth(piece - first),
                self.sure,
                &mut counts.helped,
            )
        };
        let rows = rows.unwrap_or_default();
        let changes = self.changes(rows.first().map_or(0, Vec::len), neurons, treatment);
        let seen = bank.run(rows, &changes)?;
        for row in 0..rows.len() {
            tally.add(most_likely(seen.last(row)?) == answer);
        }
        Ok(())
    }

    fn changes(&self, time: usize, neurons: &[Neuron], treatment: Treatment) -> Vec<Change> {
        let change = |&(layer, neuron): &Neuron| {
            let place = Region::all()
                .on(1, time.saturating_sub(LAST)..time)
                .at(2, neuron);
            let values = match treatment {
                Treatment::Zero => vec![0.0],
                _ => self.means[layer].iter().map(|at| at[neuron]).collect(),
            };
            Change::set(site(layer), place, values)
        };
        neurons.iter().map(change).collect()
    }
}

/// Mean activations at the last positions: layer, position, neuron.
fn means(bank: &mut Bank, rows: &[Vec<u32>]) -> Result<Vec<[Vec<f32>; LAST]>, BackendError> {
    let (layers, width) = (bank.layers(), bank.neurons());
    let mut sums: Vec<[Vec<f64>; LAST]> = vec![std::array::from_fn(|_| vec![0.0; width]); layers];
    for chunk in rows.chunks(ROWS) {
        let seen = bank.run(chunk, &[])?;
        for row in 0..chunk.len() {
            for (layer, sums) in sums.iter_mut().enumerate() {
                for (p, sums) in sums.iter_mut().enumerate() {
                    let acts = seen.vector(&site(layer), row, seen.time() - LAST + p)?;
                    sums.iter_mut()
                        .zip(acts)
                        .for_each(|(sum, a)| *sum += f64::from(*a));
                }
            }
        }
    }
    let n = rows.len().max(1) as f64;
    let mean = |sums: Vec<f64>| sums.iter().map(|sum| (sum / n) as f32).collect();
    Ok(sums.into_iter().map(|layer| layer.map(mean)).collect())
}
