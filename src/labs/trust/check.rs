//! Is the formula really the best? Many questions with a known truth, answered in several ways, and the errors counted.

use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use super::belief::{Belief, Tool, weigh};
use crate::data::rng::{Pcg32, indexed, unit};

/// A way to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Way {
    /// The weight of Bayes.
    Formula,
    /// The claim as it is.
    Tool,
    /// The own belief as it is.
    Own,
    /// All or nothing: the mixture where the weight is above one half, else the own belief.
    Either,
}

impl Way {
    pub const ALL: [Way; 4] = [Way::Formula, Way::Tool, Way::Own, Way::Either];

    /// The answer to this claim.
    pub fn answer(self, belief: Belief, tool: Tool, claim: f64) -> f64 {
        match self {
            Way::Tool => claim,
            Way::Own => belief.mean,
            Way::Formula => weigh(belief, tool, claim).answer,
            Way::Either => {
                let weighed = weigh(belief, tool, claim);
                if weighed.weight > 0.5 {
                    weighed.mixed
                } else {
                    belief.mean
                }
            }
        }
    }
}

/// Squared errors, added up.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Errors {
    pub count: u32,
    /// Of the squared errors.
    pub sum: f64,
    /// Of their squares.
    pub squares: f64,
}

impl Errors {
    pub fn add(&mut self, error: f64) {
        let squared = error * error;
        self.count += 1;
        self.sum += squared;
        self.squares += squared * squared;
    }

    pub fn join(&mut self, other: &Errors) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean squared error; not a number for no question.
    pub fn mean(&self) -> f64 {
        self.sum / f64::from(self.count)
    }

    /// The root of the mean squared error, in the unit of the answer.
    pub fn root(&self) -> f64 {
        libm::sqrt(self.mean())
    }

    /// The 95 % interval of the root: the mean squared error plus and minus 1.96 standard errors, under the root.
    pub fn interval(&self) -> (f64, f64) {
        let n = f64::from(self.count);
        let mean = self.mean();
        let variance = (self.squares / n - mean * mean).max(0.0);
        let half = 1.96 * libm::sqrt(variance / n);
        (
            libm::sqrt((mean - half).max(0.0)),
            libm::sqrt(mean + half),
        )
    }
}

/// One question: the truth, and the dice of the tool's claim.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Question {
    pub truth: f64,
    /// What a good tool says.
    good: f64,
    /// What a bad tool says.
    bad: f64,
    /// In [0, 1): the tool is good where this is below its reliability.
    luck: f64,
}

impl Question {
    pub fn draw(rng: &mut Pcg32, belief: Belief, tool: Tool) -> Question {
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        let truth = belief.mean + belief.spread * normal();
        let good = truth + tool.noise * normal();
        Question {
            truth,
            good,
            bad: tool.range * f64::from(unit(rng)),
            luck: f64::from(unit(rng)),
        }
    }

    /// What a tool of this reliability claims: the same dice at each, so that curves are compared and not luck.
    pub fn claim(&self, reliability: f64) -> f64 {
        if self.luck < reliability {
            self.good
        } else {
            self.bad
        }
    }
}

/// Reliabilities at which the ways are compared.
pub const RELIABILITIES: [f64; 12] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0];

/// What one seed has shown.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// For each of `RELIABILITIES`: the ways in the order of `Way::ALL`, each knowing the true reliability.
    pub known: Vec<[Errors; 4]>,
    /// For each of `RELIABILITIES` taken for granted while the tool's true one is another: the formula.
    pub assumed: Vec<Errors>,
    /// The ways at the tool's true reliability.
    pub here: [Errors; 4],
}

impl Found {
    pub fn join(&mut self, other: &Found) {
        self.known.resize(RELIABILITIES.len(), [Errors::default(); 4]);
        self.assumed.resize(RELIABILITIES.len(), Errors::default());
        for (mine, theirs) in self.known.iter_mut().zip(&other.known) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                mine.join(theirs);
            }
        }
        for (mine, theirs) in self.assumed.iter_mut().zip(&other.assumed) {
            mine.join(theirs);
        }
        for (mine, theirs) in self.here.iter_mut().zip(&other.here) {
            mine.join(theirs);
        }
    }
}

/// `questions` questions under this seed; `tool.reliability` is the true one of the second comparison.
pub fn examine(belief: Belief, tool: Tool, questions: u32, seed: u64, index: u64) -> Found {
    let mut rng = indexed(seed, "trust", index);
    let mut found = Found::default();
    found.join(&Found::default());
    for _ in 0..questions {
        let question = Question::draw(&mut rng, belief, tool);
        for (ways, reliability) in found.known.iter_mut().zip(RELIABILITIES) {
            let claim = question.claim(reliability);
            let tool = Tool { reliability, ..tool };
            for (errors, way) in ways.iter_mut().zip(Way::ALL) {
                errors.add(way.answer(belief, tool, claim) - question.truth);
            }
        }
        let claim = question.claim(tool.reliability);
        for (errors, way) in found.here.iter_mut().zip(Way::ALL) {
            errors.add(way.answer(belief, tool, claim) - question.truth);
        }
        for (errors, reliability) in found.assumed.iter_mut().zip(RELIABILITIES) {
            let tool = Tool { reliability, ..tool };
            errors.add(weigh(belief, tool, claim).answer - question.truth);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const BELIEF: Belief = Belief { mean: 100.0, spread: 10.0 };
    const TOOL: Tool = Tool { reliability: 0.8, noise: 5.0, range: 1000.0 };

    fn at(reliability: f64) -> usize {
        RELIABILITIES.iter().position(|r| *r == reliability).expect("a point of the curve")
    }

    fn all(seeds: u64, questions: u32) -> Vec<Found> {
        (0..seeds).map(|index| examine(BELIEF, TOOL, questions, 1, index)).collect()
    }

    #[test]
    fn over_twenty_seeds_the_formula_has_the_smallest_error_of_all_ways() {
        let found = all(20, 500);
        let mut together = Found::default();
        found.iter().for_each(|one| together.join(one));
        for (i, ways) in together.known.iter().enumerate() {
            let best = ways[0].mean();
            for (way, errors) in Way::ALL.into_iter().zip(ways).skip(1) {
                // At the ends the formula is one of the others up to rounding.
                assert!(best <= errors.mean() * (1.0 + 1e-9), "{} {way:?}", RELIABILITIES[i]);
            }
        }
        let eight = at(0.8);
        let wins = found.iter().filter(|one| (1..3).all(|way| one.known[eight][0].mean() < one.known[eight][way].mean()));
        assert_eq!(wins.count(), 20, "against the tool alone and the belief alone, in every seed");
        let (low, high) = (together.known[eight][0].interval(), together.known[eight][2].interval());
        assert!(low.1 < high.0, "{low:?} {high:?}");
    }

    #[test]
    fn the_errors_of_the_controls_are_those_of_the_arithmetic() {
        let mut together = Found::default();
        all(20, 500).iter().for_each(|one| together.join(one));
        let within = |errors: Errors, wanted: f64| {
            let (low, high) = errors.interval();
            assert!(low <= wanted && wanted <= high, "{wanted} is not in {low}..{high}");
        };
        // Never asking: the spread of the belief. A tool that is always good and always followed: its noise.
        within(together.known[at(0.5)][2], 10.0);
        within(together.known[at(1.0)][1], 5.0);
        // Always good, mixed: s t / sqrt(s^2 + t^2).
        within(together.known[at(1.0)][0], (100.0f64 * 25.0 / 125.0).sqrt());
        // Following a tool that is good in 8 of 10: 0.8 t^2 + 0.2 (E (u - 100)^2 + s^2), u uniform to 1,000.
        let uniform: f64 = 1e6 / 3.0 - 1e5 + 1e4;
        within(together.known[at(0.8)][1], (0.8 * 25.0 + 0.2 * (uniform + 100.0)).sqrt());
    }

    #[test]
    fn who_trusts_blindly_errs_more_than_who_trusts_too_little() {
        let mut together = Found::default();
        all(20, 500).iter().for_each(|one| together.join(one));
        let root = |assumed: f64| together.assumed[at(assumed)].root();
        assert_eq!(together.assumed[at(0.8)], together.known[at(0.8)][0]);
        assert!(root(0.8) < root(0.95) && root(0.8) < root(0.2));
        // At 1 nothing is ever doubted.
        assert!(root(1.0) > 10.0 * root(0.8), "{} {}", root(1.0), root(0.8));
        assert!(root(0.0) < 2.0 * root(0.8), "{} {}", root(0.0), root(0.8));
    }

    #[test]
    fn the_same_seed_gives_the_same_errors_and_another_one_others() {
        let one = examine(BELIEF, TOOL, 50, 1, 0);
        assert_eq!(one, examine(BELIEF, TOOL, 50, 1, 0));
        assert_ne!(one, examine(BELIEF, TOOL, 50, 2, 0));
        assert_ne!(one, examine(BELIEF, TOOL, 50, 1, 1));
    }
}
