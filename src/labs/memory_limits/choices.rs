//! What the reader may choose in the whole lab, with its limits, and how a link holds it.

use serde::{Deserialize, Serialize};

use super::laws::Keys;
use super::protocol::{Laws, Setup};
use crate::data::recall::Task;
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::wire::choices::{Choices, Range, hold};

/// Where the keys of the memory come from that the reader writes by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Source {
    #[default]
    Orthonormal,
    Random,
    /// Points in the plane that the reader moves; d is 2.
    Own,
}

/// Which layers: one bit for each, in the order of `Kind::ALL`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layers(u16);

impl Layers {
    const ALL: u16 = (1 << Kind::ALL.len()) - 1;

    pub fn of(kinds: &[Kind]) -> Layers {
        let bit = |kind: &Kind| 1 << (*kind as u16);
        Layers(kinds.iter().map(bit).fold(0, |a, b| a | b))
    }

    pub const fn all() -> Layers {
        Layers(Layers::ALL)
    }

    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << (kind as u16)) != 0
    }

    pub fn with(self, kind: Kind, on: bool) -> Layers {
        let bit = 1 << (kind as u16);
        Layers(if on { self.0 | bit } else { self.0 & !bit })
    }

    /// In the order of the lecture.
    pub fn list(self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|k| self.has(*k)).collect()
    }
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    // Trained.
    pub layers: Layers,
    pub task: Task,
    /// d_k = d_v of the trained layers.
    pub size: u8,
    /// Most pairs that are written, T; even.
    pub longest: u8,
    /// RetNet's constant.
    pub gamma: f32,
    pub steps: u32,
    pub learning_rate: f32,
    pub seed: u32,
    // Written by hand.
    pub source: Source,
    /// d of that memory; with keys of one's own it is 2.
    pub memory_size: u8,
    /// Correct (the delta rule) instead of adding.
    pub corrects: bool,
    pub memory_seed: u32,
    // Laws.
    pub law_size: u8,
    pub law_keys: Keys,
    /// Score of softmax = scale q . k.
    pub law_scale: f32,
    pub draws: u16,
    pub law_seed: u32,
    // The plane.
    pub points: u8,
    /// All keys on the circle.
    pub on_circle: bool,
    pub points_seed: u32,
    /// Score of the reader's query = scale q . k.
    pub query_scale: f32,
    // The cell.
    /// Of the forget gate: 6 keeps nearly everything, 0 half of it at every step.
    pub forget_bias: f32,
}

pub const LINK_VERSION: u8 = 1;

pub const SIZE: Range = Range::new(2.0, 32.0, 1.0, 8.0);
pub const LONGEST: Range = Range::new(8.0, 64.0, 2.0, 32.0);
pub const GAMMA: Range = Range::new(0.0, 1.0, 0.01, 0.8);
pub const STEPS: Range = Range::new(1.0, 5000.0, 1.0, 600.0);
pub const LEARNING_RATE: Range = Range::new(0.000_1, 0.1, 0.000_1, 0.01);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
pub const MEMORY_SIZE: Range = Range::new(2.0, 8.0, 1.0, 4.0);
pub const LAW_SIZE: Range = Range::new(2.0, 32.0, 1.0, 16.0);
pub const LAW_SCALE: Range = Range::new(0.0, 64.0, 0.5, 4.0);
pub const DRAWS: Range = Range::new(1.0, 200.0, 1.0, 20.0);
pub const POINTS: Range = Range::new(2.0, 32.0, 1.0, 16.0);
pub const QUERY_SCALE: Range = Range::new(1.0, 1000.0, 1.0, 8.0);
pub const FORGET_BIAS: Range = Range::new(-6.0, 6.0, 0.5, 6.0);
/// Sequences of one step.
pub const BATCH: u16 = 64;

/// The layers that are trained unless the reader chooses: one of each idea of the lecture.
pub const FIRST: [Kind; 6] = [
    Kind::Lstm,
    Kind::Softmax,
    Kind::Linear,
    Kind::RetNet,
    Kind::DeltaNet,
    Kind::GatedDelta,
];

impl Default for Config {
    fn default() -> Config {
        Config {
            layers: Layers::of(&FIRST),
            task: Task::Plain,
            size: SIZE.default as u8,
            longest: LONGEST.default as u8,
            gamma: GAMMA.default as f32,
            steps: STEPS.default as u32,
            learning_rate: LEARNING_RATE.default as f32,
            seed: SEED.default as u32,
            source: Source::Orthonormal,
            memory_size: MEMORY_SIZE.default as u8,
            corrects: false,
            memory_seed: SEED.default as u32,
            law_size: LAW_SIZE.default as u8,
            law_keys: Keys::Random,
            law_scale: LAW_SCALE.default as f32,
            draws: DRAWS.default as u16,
            law_seed: SEED.default as u32,
            points: POINTS.default as u8,
            on_circle: false,
            points_seed: SEED.default as u32,
            query_scale: QUERY_SCALE.default as f32,
            forget_bias: FORGET_BIAS.default as f32,
        }
    }
}

impl Config {
    /// What the job is made of. `None`: no layer is chosen.
    pub fn setup(&self) -> Option<Setup> {
        let layers = self.layers.list();
        (!layers.is_empty()).then_some(Setup {
            layers,
            task: self.task,
            size: self.size,
            longest: self.longest,
            gamma: self.gamma,
            steps: self.steps,
            batch: BATCH,
            learning_rate: self.learning_rate,
            seed: self.seed,
        })
    }

    /// What is asked about the laws.
    pub fn laws(&self) -> Laws {
        Laws {
            size: self.law_size,
            keys: self.law_keys,
            scale: self.law_scale,
            draws: self.draws,
            seed: self.law_seed,
        }
    }

    /// d of the memory that is written by hand.
    pub fn hand_size(&self) -> usize {
        match self.source {
            Source::Own => 2,
            _ => usize::from(self.memory_size),
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "memory-limits";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if self.layers.0 & !Layers::ALL != 0 {
            self.layers.0 &= Layers::ALL;
            changed.push("layers");
        }
        hold(&mut self.size, SIZE, "size", &mut changed);
        hold(&mut self.longest, LONGEST, "longest", &mut changed);
        if self.longest % 2 == 1 {
            self.longest -= 1;
            changed.push("longest");
        }
        hold(&mut self.gamma, GAMMA, "gamma", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        hold(&mut self.learning_rate, LEARNING_RATE, "learning-rate", &mut changed);
        hold(&mut self.memory_size, MEMORY_SIZE, "memory-size", &mut changed);
        hold(&mut self.law_size, LAW_SIZE, "law-size", &mut changed);
        hold(&mut self.law_scale, LAW_SCALE, "law-scale", &mut changed);
        hold(&mut self.draws, DRAWS, "draws", &mut changed);
        hold(&mut self.points, POINTS, "points", &mut changed);
        hold(&mut self.query_scale, QUERY_SCALE, "query-scale", &mut changed);
        hold(&mut self.forget_bias, FORGET_BIAS, "forget-bias", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "layers" => text("layers", "層"),
            "size" => text("d of the trained layers", "訓練層的 d"),
            "longest" => text("most pairs", "最多幾對"),
            "gamma" => text("RetNet\u{2019}s constant", "RetNet 的常數"),
            "steps" => text("steps", "步數"),
            "learning-rate" => text("learning rate", "學習率"),
            "memory-size" => text("d of the memory", "記憶的 d"),
            "law-size" => text("d of the laws", "定律的 d"),
            "law-scale" => text("score scale", "分數倍率"),
            "draws" => text("draws", "抽樣次數"),
            "points" => text("keys in the plane", "平面上的 key 數"),
            "query-scale" => text("score scale of the query", "query 的分數倍率"),
            "forget-bias" => text("bias of the forget gate", "遺忘閘的偏置"),
            _ => text("another setting", "其他設定"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::choices::{read, write};

    #[test]
    fn a_link_opens_the_state_that_it_was_made_of() {
        let config = Config {
            layers: Layers::all(),
            task: Task::Clear,
            source: Source::Own,
            law_keys: Keys::Orthonormal,
            seed: u32::MAX,
            ..Config::default()
        };
        assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
    }

    #[test]
    fn wild_settings_are_brought_inside_and_named_once() {
        let wild = Config {
            layers: Layers(u16::MAX),
            size: 0,
            longest: 65,
            gamma: f32::NAN,
            steps: 0,
            learning_rate: 7.0,
            memory_size: 99,
            law_size: 0,
            law_scale: -1.0,
            draws: 9999,
            points: 1,
            query_scale: 0.0,
            forget_bias: f32::INFINITY,
            ..Config::default()
        };
        let (tame, changed) = wild.clamped();
        assert_eq!(changed.len(), 13);
        assert_eq!((tame.layers, tame.longest, tame.gamma), (Layers::all(), 64, 0.8));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
        let odd = Config { longest: 31, ..Config::default() };
        assert_eq!(odd.clamped().0.longest, 30);
    }

    #[test]
    fn every_set_up_that_the_controls_can_make_is_accepted_by_the_job() {
        let mut config = Config::default();
        assert_eq!(config.setup().map(|s| s.layers), Some(FIRST.to_vec()));
        for kind in Kind::ALL {
            config.layers = config.layers.with(kind, false);
        }
        assert_eq!(config.setup(), None);
        let small = Config { layers: Layers::of(&[Kind::Linear]), size: 2, longest: 8, ..Config::default() };
        assert!(super::super::job::MemoryLimits::new(&small.setup().expect("one layer")).is_ok());
    }
}
