//! What the reader may choose, with its limits: a belief, a tool, a claim; how much is checked.

use serde::{Deserialize, Serialize};

use super::belief::{Belief, Tool, Weighed, weigh};
use super::protocol::Setup;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, exact, hold};

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// m: the own belief's middle.
    pub mean: f32,
    /// s: how unsure the own belief is.
    pub spread: f32,
    /// c: what the tool says.
    pub claim: f32,
    /// t: the error of a good tool.
    pub noise: f32,
    /// r: the chance that a fresh claim comes from a good tool.
    pub reliability: f32,
    /// Days since the claim was made.
    pub age: u16,
    /// Days within which half of such facts change.
    pub half_life: u16,
    /// Questions of one seed.
    pub questions: u16,
    pub seeds: u16,
    pub seed: u32,
    /// Records are joined by the name alone.
    pub by_name: bool,
}

pub const LINK_VERSION: u8 = 1;

/// A bad tool says any number from 0 to here.
pub const RANGE: f64 = 1000.0;

pub const MEAN: Range = Range::new(0.0, RANGE, 1.0, 100.0);
pub const SPREAD: Range = Range::new(1.0, 100.0, 1.0, 10.0);
pub const CLAIM: Range = Range::new(0.0, RANGE, 1.0, 130.0);
pub const NOISE: Range = Range::new(1.0, 100.0, 1.0, 5.0);
pub const RELIABILITY: Range = Range::new(0.0, 1.0, 0.01, 0.8);
pub const AGE: Range = Range::new(0.0, 3650.0, 1.0, 0.0);
pub const HALF_LIFE: Range = Range::new(1.0, 3650.0, 1.0, 365.0);
pub const QUESTIONS: Range = Range::new(50.0, 2000.0, 50.0, 500.0);
pub const SEEDS: Range = Range::new(5.0, 100.0, 5.0, 20.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            mean: MEAN.default as f32,
            spread: SPREAD.default as f32,
            claim: CLAIM.default as f32,
            noise: NOISE.default as f32,
            reliability: RELIABILITY.default as f32,
            age: AGE.default as u16,
            half_life: HALF_LIFE.default as u16,
            questions: QUESTIONS.default as u16,
            seeds: SEEDS.default as u16,
            seed: SEED.default as u32,
            by_name: true,
        }
    }
}

impl Config {
    pub fn belief(&self) -> Belief {
        Belief {
            mean: exact(self.mean),
            spread: exact(self.spread),
        }
    }

    /// The tool, its reliability lowered by the claim's age.
    pub fn tool(&self) -> Tool {
        let fresh = Tool {
            reliability: exact(self.reliability),
            noise: exact(self.noise),
            range: RANGE,
        };
        fresh.aged(f64::from(self.age), f64::from(self.half_life))
    }

    pub fn claimed(&self) -> f64 {
        exact(self.claim)
    }

    /// The claim, weighed.
    pub fn weighed(&self) -> Weighed {
        weigh(self.belief(), self.tool(), self.claimed())
    }

    /// What the job is made of.
    pub fn setup(&self) -> Setup {
        let (belief, tool) = (self.belief(), self.tool());
        Setup {
            mean: belief.mean,
            spread: belief.spread,
            noise: tool.noise,
            reliability: tool.reliability,
            questions: self.questions,
            seeds: self.seeds,
            seed: self.seed,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "trust";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.mean, MEAN, "mean", &mut changed);
        hold(&mut self.spread, SPREAD, "spread", &mut changed);
        hold(&mut self.claim, CLAIM, "claim", &mut changed);
        hold(&mut self.noise, NOISE, "noise", &mut changed);
        hold(&mut self.reliability, RELIABILITY, "reliability", &mut changed);
        hold(&mut self.age, AGE, "age", &mut changed);
        hold(&mut self.half_life, HALF_LIFE, "half-life", &mut changed);
        hold(&mut self.questions, QUESTIONS, "questions", &mut changed);
        hold(&mut self.seeds, SEEDS, "seeds", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "mean" => text("own belief", "自己的想法"),
            "spread" => text("own uncertainty", "自己的不確定程度"),
            "claim" => text("the tool\u{2019}s claim", "工具的說法"),
            "noise" => text("error of a good tool", "好工具的誤差"),
            "reliability" => text("reliability", "可靠度"),
            "age" => text("age of the claim", "說法的年紀"),
            "half-life" => text("half-life", "半衰期"),
            "questions" => text("questions of a seed", "每個種子的題數"),
            "seeds" => text("seeds", "種子數"),
            _ => text("another setting", "其他設定"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_link_is_brought_inside_and_every_change_has_a_name() {
        let wild = Config {
            mean: f32::NAN,
            spread: 0.0,
            claim: 1e9,
            noise: -1.0,
            reliability: 7.0,
            age: u16::MAX,
            half_life: 0,
            questions: 0,
            seeds: 0,
            seed: 9,
            by_name: false,
        };
        let (tame, changed) = wild.clamped();
        assert_eq!(changed.len(), 9);
        assert_eq!((tame.mean, tame.spread, tame.claim, tame.half_life), (100.0, 1.0, 1000.0, 1));
        let other = Config::control_name("no such control");
        assert!(changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
    }

    #[test]
    fn the_default_is_inside_its_own_limits_and_means_what_the_sliders_say() {
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
        assert_eq!(Config::default().tool().reliability, 0.8);
    }
}
