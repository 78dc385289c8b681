//! What the reader may choose, with its limits: a behaviour, what "off" means, which components are on, a seed.

use serde::{Deserialize, Serialize};

use super::parts::{Circuit, PARTS};
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// Something that the model can do and that a part of it may be enough for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Behaviour {
    /// "the eiffel is in" paris.
    #[default]
    City,
    /// Sorry to a harmful request, sure to a harmless one.
    Refusal,
    /// "fr : chat -> zh :" 貓.
    Translation,
    /// "cat -> cat ; rome -> rome ; amy -> amy ; paris ->" paris.
    Copy,
}

impl Behaviour {
    pub const ALL: [Behaviour; 4] = [
        Behaviour::City,
        Behaviour::Refusal,
        Behaviour::Translation,
        Behaviour::Copy,
    ];

    /// In controls and tests.
    pub const fn id(self) -> &'static str {
        match self {
            Behaviour::City => "city",
            Behaviour::Refusal => "refusal",
            Behaviour::Translation => "translation",
            Behaviour::Copy => "copy",
        }
    }

    /// The behaviour of this id; the default for none.
    pub fn of(id: &str) -> Behaviour {
        let found = Behaviour::ALL.into_iter().find(|b| b.id() == id);
        found.unwrap_or_default()
    }

    pub const fn name(self) -> Text {
        match self {
            Behaviour::City => text("city of a landmark", "地標的城市"),
            Behaviour::Refusal => text("refuse or help", "拒絕或幫忙"),
            Behaviour::Translation => text("French to Chinese", "法文翻中文"),
            Behaviour::Copy => text("copy from examples", "看例子照抄"),
        }
    }
}

/// What stands in for the output of a component that is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Off {
    /// Its mean over ordinary text: the stream stays where it usually is.
    #[default]
    Mean,
    /// Nothing.
    Zero,
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    pub behaviour: Behaviour,
    pub off: Off,
    /// The components that are on.
    pub circuit: Circuit,
    /// Components of the found circuit that the reader asks for.
    pub size: u8,
    /// Deals the prompts into those for choosing and those for measuring, and draws the random circuits.
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;
pub const SIZE: Range = Range::new(0.0, PARTS as f64, 1.0, 10.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            behaviour: Behaviour::City,
            off: Off::Mean,
            circuit: Circuit::FULL,
            size: SIZE.default as u8,
            seed: SEED.default as u32,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "circuits";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        self.which.hold(&mut changed);
        let held = Circuit::of_bits(self.circuit.0);
        if held != self.circuit {
            self.circuit = held;
            changed.push("part");
        }
        hold(&mut self.size, SIZE, "size", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "part" => text("components", "元件"),
            "checkpoint" => text("training step", "訓練步數"),
            "size" => text("components kept", "留下的元件數"),
            "seed" => text("seed", "亂數種子"),
            _ => text("another setting", "其他設定"),
        }
    }
}
