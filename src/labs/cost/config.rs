//! What the reader may choose, with its limits: a model on paper, what is measured, what is trained.

use serde::{Deserialize, Serialize};

use super::laws::{RIVALS, Stack};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::wire::choices::{Choices, Range, hold};

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// The layer with constant memory: one of `RIVALS`.
    pub rival: Kind,
    /// d
    pub head: u16,
    /// H
    pub heads: u16,
    /// L
    pub layers: u16,
    /// n of L layers are attention.
    pub attention: u16,
    /// Tokens of the context on paper.
    pub context: u32,
    /// Bytes of a number on paper.
    pub bytes: u8,
    /// d of the layers that are measured in the tab.
    pub measured: u16,
    /// d of the layers that are trained.
    pub size: u8,
    /// Training steps for each stack.
    pub steps: u32,
    /// Numbers to measure with; initial weights and data.
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;

pub const HEAD: Range = Range::new(16.0, 256.0, 16.0, 128.0);
pub const HEADS: Range = Range::new(1.0, 128.0, 1.0, 32.0);
pub const LAYERS: Range = Range::new(1.0, 128.0, 1.0, 32.0);
pub const ATTENTION: Range = Range::new(0.0, 128.0, 1.0, 4.0);
pub const CONTEXT: Range = Range::new(1000.0, 10_000_000.0, 1.0, 10_000_000.0);
/// The same as the reader sets it: thousands of tokens.
pub const THOUSANDS: Range = Range::new(1.0, 10_000.0, 1.0, 10_000.0);
pub const MEASURED: Range = Range::new(16.0, 64.0, 16.0, 32.0);
pub const SIZE: Range = Range::new(4.0, 16.0, 1.0, 8.0);
pub const STEPS: Range = Range::new(50.0, 2000.0, 50.0, 600.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
/// Bytes that a number may have.
pub const BYTES: [u8; 3] = [1, 2, 4];

impl Default for Config {
    fn default() -> Config {
        Config {
            rival: Kind::Linear,
            head: HEAD.default as u16,
            heads: HEADS.default as u16,
            layers: LAYERS.default as u16,
            attention: ATTENTION.default as u16,
            context: CONTEXT.default as u32,
            bytes: 2,
            measured: MEASURED.default as u16,
            size: SIZE.default as u8,
            steps: STEPS.default as u32,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    /// The model on paper.
    pub fn stack(&self) -> Stack {
        Stack {
            head: f64::from(self.head),
            heads: f64::from(self.heads),
            layers: f64::from(self.layers),
            attention: f64::from(self.attention),
            rival: self.rival,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "cost";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if !RIVALS.contains(&self.rival) {
            self.rival = Config::default().rival;
            changed.push("rival");
        }
        hold(&mut self.head, HEAD, "head", &mut changed);
        hold(&mut self.heads, HEADS, "heads", &mut changed);
        hold(&mut self.layers, LAYERS, "layers", &mut changed);
        let attention = Range {
            max: f64::from(self.layers),
            ..ATTENTION
        };
        hold(&mut self.attention, attention, "attention", &mut changed);
        hold(&mut self.context, CONTEXT, "context", &mut changed);
        if !BYTES.contains(&self.bytes) {
            self.bytes = Config::default().bytes;
            changed.push("bytes");
        }
        hold(&mut self.measured, MEASURED, "measured", &mut changed);
        hold(&mut self.size, SIZE, "size", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "rival" => text("layer with constant memory", "固定記憶的層"),
            "head" => text("head size d", "head 大小 d"),
            "heads" => text("heads", "head 數"),
            "layers" => text("layers", "層數"),
            "attention" => text("attention layers", "注意力層數"),
            "context" => text("context", "上下文長度"),
            "bytes" => text("bytes of a number", "每個數字的位元組"),
            "measured" => text("measured size d", "測量的大小 d"),
            "size" => text("trained size d", "訓練的大小 d"),
            "steps" => text("steps", "步數"),
            "seed" => text("seed", "亂數種子"),
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
            rival: Kind::Lstm,
            head: 0,
            heads: 999,
            layers: 3,
            attention: 77,
            context: 5,
            bytes: 3,
            measured: 4096,
            size: 0,
            steps: 0,
            seed: 9,
        };
        let (tame, changed) = wild.clamped();
        assert_eq!((tame.rival, tame.head, tame.heads), (Kind::Linear, 16, 128));
        assert_eq!((tame.layers, tame.attention, tame.context), (3, 3, 1000));
        assert_eq!((tame.bytes, tame.measured, tame.size), (2, 64, 4));
        assert_eq!(changed.len(), 9);
        let other = Config::control_name("no such control");
        assert!(changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
    }

    #[test]
    fn the_default_is_inside_its_own_limits() {
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
    }
}
