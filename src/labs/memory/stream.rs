//! Learning from feedback while working: a stream of tasks, an answer to each, and only "right" or "wrong" in return.
//!
//! C classes are directions in d numbers; a task is its class's direction plus noise. The agent has a vague idea of each class
//! from before. Its memory holds tasks with the answer it gave and the mark it got, as its policy allows. A similar
//! task in memory speaks for its answer if the mark was right; what a wrong mark does is a switch between imitating and obeying.

use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use crate::data::rng::{Pcg32, below, indexed};

/// C.
pub const CLASSES: usize = 10;
/// d: numbers of a task.
pub const SIZE: usize = 16;

/// Which tasks are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Policy {
    None,
    Correct,
    Wrong,
    All,
}

impl Policy {
    pub const ALL: [Policy; 4] = [Policy::None, Policy::Correct, Policy::Wrong, Policy::All];

    /// Whether a task with this mark is kept.
    pub fn keeps(self, right: bool) -> bool {
        match self {
            Policy::None => false,
            Policy::Correct => right,
            Policy::Wrong => !right,
            Policy::All => true,
        }
    }
}

/// What is set.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setting {
    /// Noise of a task, per number.
    pub noise: f64,
    /// Noise of the agent's idea of a class, per number.
    pub vague: f64,
    /// b: how much more similar a task has to be to count.
    pub sharpness: f64,
    /// From -1 (a wrong answer is imitated as if it were right) over 0 (the mark is not read) to 1 (it speaks against).
    pub obeys: f64,
}

/// T: tasks of a stream.
pub const TASKS: usize = 300;

impl Default for Setting {
    fn default() -> Setting {
        Setting {
            noise: 0.27,
            vague: 0.52,
            sharpness: 10.0,
            obeys: 1.0,
        }
    }
}

type Vector = [f64; SIZE];

fn normal(rng: &mut Pcg32) -> Vector {
    std::array::from_fn(|_| StandardNormal.sample(rng))
}

fn dot(a: &Vector, b: &Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `a` + scale * `b`, at length 1.
fn toward(a: &Vector, scale: f64, b: &Vector) -> Vector {
    let sum: Vector = std::array::from_fn(|i| a[i] + scale * b[i]);
    let length = libm::sqrt(dot(&sum, &sum));
    sum.map(|x| x / length)
}

/// A task that is kept, with the answer that was given and its mark.
struct Kept {
    task: Vector,
    answer: usize,
    right: bool,
}

/// An agent in the middle of a stream.
pub struct Stream {
    classes: Vec<Vector>,
    ideas: Vec<Vector>,
    memory: Vec<Kept>,
    policy: Policy,
    setting: Setting,
    rng: Pcg32,
}

impl Stream {
    /// The same classes, ideas and tasks for every policy under this seed.
    pub fn new(policy: Policy, setting: Setting, seed: u64, index: u64) -> Stream {
        let mut rng = indexed(seed, "memory/stream", index);
        let zero = [0.0; SIZE];
        let classes: Vec<Vector> = (0..CLASSES).map(|_| toward(&zero, 1.0, &normal(&mut rng))).collect();
        let ideas = classes.iter().map(|c| toward(c, setting.vague, &normal(&mut rng))).collect();
        Stream { classes, ideas, memory: vec![], policy, setting, rng }
    }

    /// The evidence for each class.
    fn evidence(&self, task: &Vector) -> Vec<f64> {
        let near = |a: &Vector| libm::exp(self.setting.sharpness * (dot(a, task) - 1.0));
        let mut evidence: Vec<f64> = self.ideas.iter().map(near).collect();
        for kept in &self.memory {
            let sign = if kept.right { 1.0 } else { -self.setting.obeys };
            evidence[kept.answer] += sign * near(&kept.task);
        }
        evidence
    }

    /// The next task: answered, marked, and kept or not. Whether the answer was right.
    pub fn step(&mut self) -> bool {
        let class = below(&mut self.rng, CLASSES as u32) as usize;
        let task = toward(&self.classes[class], self.setting.noise, &normal(&mut self.rng));
        let evidence = self.evidence(&task);
        let mut answer = 0;
        for (c, e) in evidence.iter().enumerate() {
            if *e > evidence[answer] {
                answer = c;
            }
        }
        let right = answer == class;
        if self.policy.keeps(right) {
            self.memory.push(Kept { task, answer, right });
        }
        right
    }
}

/// Bits that a mark tells: right names the class, wrong takes away one of C.
pub fn bits(right: bool) -> f64 {
    let c = CLASSES as f64;
    if right { libm::log2(c) } else { -libm::log2(1.0 - 1.0 / c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(policy: Policy, obeys: f64) -> f64 {
        let mut right = 0;
        for index in 0..20 {
            let mut stream = Stream::new(policy, Setting { obeys, ..Setting::default() }, 1, index);
            right += (0..TASKS).filter(|_| stream.step()).count();
        }
        right as f64 / (20 * TASKS) as f64
    }

    fn near(got: f64, wanted: f64) {
        assert!((got - wanted).abs() <= 0.08, "{got} is not near {wanted}");
    }

    #[test]
    fn the_final_accuracies_lie_in_the_bands_of_the_reference() {
        near(share(Policy::None, 1.0), 0.41);
        near(share(Policy::Correct, 1.0), 0.65);
        near(share(Policy::Wrong, 1.0), 0.42);
        near(share(Policy::Wrong, -1.0), 0.05);
        near(share(Policy::All, 1.0), 0.78);
        near(share(Policy::All, -1.0), 0.29);
    }

    #[test]
    fn wrong_marks_that_are_obeyed_help_beside_right_ones_and_imitated_ones_destroy() {
        let correct = share(Policy::Correct, 1.0);
        assert!(share(Policy::All, 1.0) > correct + 0.05);
        assert!(share(Policy::All, -1.0) < correct - 0.2);
        // A mark that is not read at all: wrong answers neither speak nor are spoken against.
        assert_eq!(share(Policy::All, 0.0), correct);
        assert_eq!(share(Policy::Wrong, 0.0), share(Policy::None, 0.0));
    }

    #[test]
    fn a_mark_of_right_tells_twenty_times_as_much_as_one_of_wrong() {
        assert!((bits(true) - 3.32).abs() < 0.005);
        assert!((bits(false) - 0.15).abs() < 0.005);
    }

    #[test]
    fn every_policy_meets_the_same_tasks() {
        let mut one = Stream::new(Policy::None, Setting::default(), 3, 4);
        let mut other = Stream::new(Policy::All, Setting::default(), 3, 4);
        assert_eq!(one.step(), other.step(), "the first task, before anything is remembered");
        assert_eq!(one.classes, other.classes);
    }
}
