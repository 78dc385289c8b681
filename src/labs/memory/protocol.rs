//! What the lab's page and its job say to each other. The page opens one job at a time: reading, the tiny
//! brain, or learning from feedback.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::read::{LINES, Setting};
use super::stream::{Policy, TASKS};
use crate::data::tally::Tally;

/// Opens the job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Setup {
    Read(ReadSetup),
    Learn(LearnSetup),
    Brain(BrainSetup, Weights),
}

/// A shipped brain as it came: a file of `static/models`. Shared, since it is half a megabyte.
#[derive(Clone, PartialEq)]
pub struct Weights(pub Arc<Vec<u8>>);

impl Serialize for Weights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Weights {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Weights, D::Error> {
        Vec::deserialize(deserializer).map(|bytes| Weights(Arc::new(bytes)))
    }
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// What the shipped brains saw in training.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Trained {
    /// 2 to 8 lines of memory.
    #[default]
    Short,
    /// The same with gaps in the positions, so that far ones are nothing new to it.
    Gaps,
    /// 2 to 32 lines.
    Long,
}

impl Trained {
    pub const ALL: [Trained; 3] = [Trained::Short, Trained::Gaps, Trained::Long];
}

/// The tiny brain, asked with longer and longer memories.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct BrainSetup {
    pub trained: Trained,
    /// For each point.
    pub prompts: u16,
    pub seed: u32,
}

impl BrainSetup {
    /// The file of this brain in `static/models`.
    pub const fn file(&self) -> &'static str {
        match self.trained {
            Trained::Short => "agent-500.safetensors",
            Trained::Gaps => "agent-gaps.safetensors",
            Trained::Long => "agent-long.safetensors",
        }
    }
}

/// Lines of memory that the brain is given. It was trained on 2 to 8, the long-trained one on 2 to 32.
pub const BRAIN_LINES: [u8; 6] = [8, 16, 24, 32, 40, 48];
/// Ways to make a memory so long, in the order of `Filling::ALL` of the brain's task: different lines, the same eight facts again and
/// again, eight facts among lines that say nothing.
pub const FILLINGS: usize = 3;
/// Manuals of tools in each prompt.
pub const TOOLS: u32 = 8;

/// Questions to memories of growing length.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReadSetup {
    pub setting: Setting,
    /// For each number of lines.
    pub questions: u16,
    pub seed: u32,
}

/// Streams of tasks, under each policy.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct LearnSetup {
    /// Noise of what the agent knows before, per number.
    pub vague: f64,
    pub seeds: u16,
    pub seed: u32,
}

/// The runs of one seed: which policy, how the mark is read.
pub const RUNS: [(Policy, f64); 12] = [
    (Policy::None, 0.0),
    (Policy::Correct, 0.0),
    (Policy::Wrong, -1.0),
    (Policy::Wrong, -0.5),
    (Policy::Wrong, 0.0),
    (Policy::Wrong, 0.5),
    (Policy::Wrong, 1.0),
    (Policy::All, -1.0),
    (Policy::All, -0.5),
    (Policy::All, 0.0),
    (Policy::All, 0.5),
    (Policy::All, 1.0),
];

/// The place of a policy in `RUNS`; without wrong answers in memory it does not matter how the mark is read.
pub fn run(policy: Policy, obeys: f64) -> Option<usize> {
    let reads = matches!(policy, Policy::Wrong | Policy::All);
    RUNS.iter().position(|(p, o)| *p == policy && (!reads || *o == obeys))
}

/// Tasks between two points of a curve.
pub const EVERY: usize = 10;
/// Points of a curve.
pub const POINTS: usize = TASKS / EVERY;

/// What the page hears of its job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Report {
    Read(ReadReport),
    Learn(LearnReport),
    Brain(BrainReport),
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ReadReport {
    /// `None`: nothing has been opened.
    pub setup: Option<ReadSetup>,
    /// Batches done and planned.
    pub done: u32,
    pub planned: u32,
    pub remaining_seconds: Option<f32>,
    pub fingerprint: u32,
    /// For each of `LINES`: the readers in the order of `Reader::ALL`.
    pub tallies: [[Tally; 3]; LINES.len()],
}

impl ReadReport {
    pub fn finished(&self) -> Option<&ReadSetup> {
        self.setup.as_ref().filter(|_| self.done == self.planned)
    }
}

/// The running accuracy of one policy, over seeds.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Curve {
    pub seeds: u32,
    /// Right answers of all seeds together.
    pub right: u32,
    /// After each `EVERY` tasks: the sum over seeds of the share of right answers so far, and of its square.
    pub sums: Vec<(f64, f64)>,
}

impl Curve {
    /// The mean share after the i-th stretch and its 95 % interval: 1.96 standard errors over the seeds. Tasks of one stream hang
    /// together (the memory does), so that the seeds are counted and not the tasks.
    pub fn at(&self, i: usize) -> Option<(f64, f64, f64)> {
        let (sum, squares) = *self.sums.get(i)?;
        let n = f64::from(self.seeds);
        let mean = sum / n;
        let variance = if n > 1.0 { ((squares - n * mean * mean) / (n - 1.0)).max(0.0) } else { 0.0 };
        let half = 1.96 * libm::sqrt(variance / n);
        (self.seeds > 0).then_some((mean, (mean - half).max(0.0), (mean + half).min(1.0)))
    }

    pub fn last(&self) -> Option<(f64, f64, f64)> {
        self.at(POINTS - 1)
    }
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LearnReport {
    pub setup: Option<LearnSetup>,
    /// Streams done and planned.
    pub done: u32,
    pub planned: u32,
    pub remaining_seconds: Option<f32>,
    pub fingerprint: u32,
    /// In the order of `RUNS`.
    pub curves: Vec<Curve>,
    /// Seeds in which: correct only beats none; all, obeyed, beats correct only; all, imitated, is beaten by correct only.
    pub wins: [Tally; 3],
}

impl LearnReport {
    pub fn finished(&self) -> Option<&LearnSetup> {
        self.setup.as_ref().filter(|_| self.done == self.planned)
    }

    /// The final share of a policy and its interval.
    pub fn last(&self, policy: Policy, obeys: f64) -> Option<(f64, f64, f64)> {
        self.curves.get(run(policy, obeys)?)?.last()
    }
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BrainReport {
    pub setup: Option<BrainSetup>,
    /// Trained numbers of the brain, and updates behind them.
    pub weights: u32,
    pub step: u32,
    /// Pieces done and planned.
    pub done: u32,
    pub planned: u32,
    pub remaining_seconds: Option<f32>,
    pub fingerprint: u32,
    /// For each of `BRAIN_LINES`: calls that were right word for word, for each filling.
    pub tallies: [[Tally; FILLINGS]; BRAIN_LINES.len()],
}

impl BrainReport {
    pub fn finished(&self) -> Option<&BrainSetup> {
        self.setup.as_ref().filter(|_| self.done == self.planned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_at_every_step_of_the_slider_is_among_the_runs() {
        for policy in Policy::ALL {
            for obeys in [-1.0, -0.5, 0.0, 0.5, 1.0] {
                let at = run(policy, obeys).expect("among the runs");
                assert_eq!(RUNS[at].0, policy);
            }
        }
        assert_eq!(run(Policy::All, 0.3), None);
    }

    #[test]
    fn the_interval_is_that_of_the_seeds() {
        let mut sums = vec![(0.0, 0.0); POINTS];
        sums[POINTS - 1] = (2.0, 1.04); // four seeds: 0.4, 0.6, 0.4, 0.6
        let curve = Curve { seeds: 4, right: 600, sums };
        let (mean, low, high) = curve.last().expect("run");
        assert!((mean - 0.5).abs() < 1e-12);
        assert!((high - low - 2.0 * 1.96 * (0.04f64 / 3.0 / 4.0).sqrt()).abs() < 1e-9);
        assert_eq!(Curve::default().last(), None);
    }
}
