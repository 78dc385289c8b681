//! What the reader may choose: an attack and a defence to look at, how alike the tools are, how many toolboxes are drawn.

use serde::{Deserialize, Serialize};

use super::protocol::Setup;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Index of the attack that is looked at.
    pub attack: u8,
    /// Index of the defence that it is looked at under.
    pub defence: u8,
    /// Share of the words of a manual that its family has in common.
    pub alike: f32,
    /// For each number of tools.
    pub toolboxes: u16,
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;

pub const ATTACK: Range = Range::new(0.0, 19.0, 1.0, 0.0);
pub const DEFENCE: Range = Range::new(0.0, 4.0, 1.0, 0.0);
pub const ALIKE: Range = Range::new(0.0, 1.0, 0.05, 0.0);
pub const TOOLBOXES: Range = Range::new(20.0, 1000.0, 20.0, 200.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            attack: ATTACK.default as u8,
            defence: DEFENCE.default as u8,
            alike: ALIKE.default as f32,
            toolboxes: TOOLBOXES.default as u16,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    /// What the job is made of.
    pub fn setup(&self) -> Setup {
        Setup {
            // As the slider means it: 0.9 and not 0.899999976.
            alike: (f64::from(self.alike) * 1e4).round() / 1e4,
            toolboxes: self.toolboxes,
            seed: self.seed,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "tools";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.attack, ATTACK, "attack", &mut changed);
        hold(&mut self.defence, DEFENCE, "defence", &mut changed);
        hold(&mut self.alike, ALIKE, "alike", &mut changed);
        hold(&mut self.toolboxes, TOOLBOXES, "toolboxes", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "attack" => text("attack", "攻擊"),
            "defence" => text("defence", "防禦"),
            "alike" => text("likeness of the tools", "工具的相似程度"),
            "toolboxes" => text("toolboxes", "工具箱的數目"),
            _ => text("another setting", "其他設定"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::attacks::ATTACKS;
    use super::super::defences::Defence;
    use super::*;

    #[test]
    fn a_wild_link_is_brought_inside_and_every_change_has_a_name() {
        let wild = Config {
            attack: 200,
            defence: 5,
            alike: f32::NAN,
            toolboxes: 0,
            seed: 9,
        };
        let (tame, changed) = wild.clamped();
        assert_eq!(changed.len(), 4);
        assert!(
            usize::from(tame.attack) < ATTACKS.len()
                && usize::from(tame.defence) < Defence::ALL.len()
        );
        let other = Config::control_name("no such control");
        assert!(
            changed
                .iter()
                .all(|name| Config::control_name(name) != other)
        );
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
    }
}
