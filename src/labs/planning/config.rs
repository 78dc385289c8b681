//! What the reader may choose, with its limits.

use serde::{Deserialize, Serialize};

use super::policy::{Policy, Pruning};
use super::surprise::Answer;
use super::thoughts::Mind;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// The second tab is open: search, doors, dreams, thoughts.
    pub thinking: bool,
    pub policy: Policy,
    pub answer: Answer,
    /// D
    pub slots: u8,
    /// Money, in cheapest plans.
    pub slack: f32,
    /// Nodes that a search may look at.
    pub limit: u32,
    /// p, share of items out of stock.
    pub stockout: f32,
    /// Shops for each point.
    pub shops: u16,
    /// Of the values that the walker sees.
    pub noise: f32,
    /// Nothing that looks worth less is tried.
    pub threshold: f32,
    /// q, share of doors that shut.
    pub doors: f32,
    /// e, share of actions that the model has wrong.
    pub error: f32,
    /// Of the model that thinks about actions.
    pub bias: f32,
    /// Of one thought, in units of value.
    pub cost: f32,
    /// Seeds for each point of the second tab.
    pub seeds: u16,
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;

pub const SLOTS: Range = Range::new(3.0, 6.0, 1.0, 5.0);
pub const SLACK: Range = Range::new(1.0, 2.0, 0.05, 1.15);
pub const LIMIT: Range = Range::new(10.0, 100_000.0, 1.0, 100_000.0);
pub const STOCKOUT: Range = Range::new(0.0, 0.6, 0.05, 0.2);
pub const SHOPS: Range = Range::new(20.0, 400.0, 20.0, 100.0);
pub const NOISE: Range = Range::new(0.0, 1.5, 0.1, 0.6);
pub const THRESHOLD: Range = Range::new(-3.0, 1.0, 0.1, -3.0);
pub const DOORS: Range = Range::new(0.0, 0.6, 0.05, 0.3);
pub const ERROR: Range = Range::new(0.0, 0.3, 0.01, 0.05);
pub const BIAS: Range = Range::new(0.0, 2.0, 0.1, 0.8);
pub const COST: Range = Range::new(0.0, 0.1, 0.005, 0.02);
pub const SEEDS: Range = Range::new(100.0, 2000.0, 100.0, 500.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
/// Of one thought. Standard deviation.
pub const THOUGHT_NOISE: f64 = 2.0;

impl Default for Config {
    fn default() -> Config {
        Config {
            thinking: false,
            policy: Policy::CheapestFirst,
            answer: Answer::Replan,
            slots: SLOTS.default as u8,
            slack: SLACK.default as f32,
            limit: LIMIT.default as u32,
            stockout: STOCKOUT.default as f32,
            shops: SHOPS.default as u16,
            noise: NOISE.default as f32,
            threshold: THRESHOLD.default as f32,
            doors: DOORS.default as f32,
            error: ERROR.default as f32,
            bias: BIAS.default as f32,
            cost: COST.default as f32,
            seeds: SEEDS.default as u16,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    pub fn mind(&self) -> Mind {
        Mind {
            bias: exact(self.bias),
            noise: THOUGHT_NOISE,
            cost: exact(self.cost),
        }
    }
}

/// A choice as it was typed: 0.05, not the nearest `f32` to it.
pub fn exact(choice: f32) -> f64 {
    libm::round(f64::from(choice) * 1000.0) / 1000.0
}

impl Choices for Config {
    const LAB: &'static str = "planning";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if !Policy::ALL.contains(&self.policy) {
            self.policy = Policy::Search(Pruning::Bound);
            changed.push("policy");
        }
        hold(&mut self.slots, SLOTS, "slots", &mut changed);
        hold(&mut self.slack, SLACK, "slack", &mut changed);
        hold(&mut self.limit, LIMIT, "limit", &mut changed);
        hold(&mut self.stockout, STOCKOUT, "stockout", &mut changed);
        hold(&mut self.shops, SHOPS, "shops", &mut changed);
        hold(&mut self.noise, NOISE, "noise", &mut changed);
        hold(&mut self.threshold, THRESHOLD, "threshold", &mut changed);
        hold(&mut self.doors, DOORS, "doors", &mut changed);
        hold(&mut self.error, ERROR, "error", &mut changed);
        hold(&mut self.bias, BIAS, "bias", &mut changed);
        hold(&mut self.cost, COST, "cost", &mut changed);
        hold(&mut self.seeds, SEEDS, "seeds", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "policy" => text("policy", "做法"),
            "slots" => text("slots", "格數"),
            "slack" => text("budget", "預算"),
            "limit" => text("nodes allowed", "節點上限"),
            "stockout" => text("out of stock", "缺貨比例"),
            "shops" => text("shops", "商店數"),
            "noise" => text("noise of the values", "估計的雜訊"),
            "threshold" => text("threshold", "門檻"),
            "doors" => text("doors that shut", "單向門比例"),
            "error" => text("errors of the model", "世界模型的錯誤"),
            "bias" => text("bias of the thoughts", "想法的偏差"),
            "cost" => text("cost of a thought", "每個想法的成本"),
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
            slots: 0,
            slack: f32::NAN,
            limit: 0,
            stockout: 9.0,
            shops: 0,
            noise: -1.0,
            threshold: 99.0,
            doors: 9.0,
            error: 9.0,
            bias: 9.0,
            cost: 9.0,
            seeds: 0,
            ..Config::default()
        };
        let (tame, changed) = wild.clamped();
        let other = Config::control_name("no such control");
        assert_eq!(changed.len(), 12);
        assert!(changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
        assert_eq!((exact(0.05), exact(1.15)), (0.05, 1.15));
    }
}
