//! Which model a lab looks at: the part of its choices that all labs share.

use serde::{Deserialize, Serialize};

use super::recipe::CHECKPOINTS;
use crate::wire::choices::{Range, hold};

/// Whose inside is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Whose {
    /// The shipped run, at one of its checkpoints.
    #[default]
    Shipped,
    /// The reader's own: trained in this tab, or opened from a file.
    Own,
}

/// The choice. A field of a lab's `Config`, so its fields are the link's format: append only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Which {
    pub whose: Whose,
    /// Index into the shipped run's checkpoints.
    pub checkpoint: u8,
}

pub const CHECKPOINT: Range = Range::new(
    0.0,
    (CHECKPOINTS.len() - 1) as f64,
    1.0,
    (CHECKPOINTS.len() - 1) as f64,
);

impl Default for Which {
    fn default() -> Which {
        Which {
            whose: Whose::Shipped,
            checkpoint: CHECKPOINT.default as u8,
        }
    }
}

impl Which {
    /// For `Choices::clamped`: the control is called `checkpoint`.
    pub fn hold(&mut self, changed: &mut Vec<&'static str>) {
        hold(&mut self.checkpoint, CHECKPOINT, "checkpoint", changed);
    }

    /// The step of the shipped checkpoint that is chosen.
    pub fn step(&self) -> u32 {
        CHECKPOINTS[usize::from(self.checkpoint).min(CHECKPOINTS.len() - 1)]
    }
}
