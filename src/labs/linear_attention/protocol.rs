//! What the page and the job of the measurement say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use super::config::{CHUNKS, SIZES, TIMES};
use crate::lesson::{Describe, Lang};

/// Timed repeats of each form at each length; the best one counts.
pub const REPEATS: u32 = 5;
/// The shortest sequence that is measured.
pub const SHORTEST: u16 = 16;

/// Opens the job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// d
    pub size: u16,
    pub chunk: u16,
    /// The longest sequence; measured are 16, 32, .. up to it.
    pub longest: u16,
    pub seed: u32,
}

/// Sizes that the lab does not offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotOffered;

impl Describe for NotOffered {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "These sizes are not among those that the lab measures. Choose T, d and the chunk from the lists.".into(),
            Lang::ZhHant => "這個實驗不測這些大小，請從清單裡選擇 T、d 和分塊的長度。".into(),
        }
    }
}

impl Setup {
    pub fn checked(&self) -> Result<(), NotOffered> {
        let offered = SIZES.contains(&self.size)
            && CHUNKS.contains(&self.chunk)
            && TIMES.contains(&self.longest);
        if offered { Ok(()) } else { Err(NotOffered) }
    }

    /// The lengths that are measured, doubling.
    pub fn lengths(&self) -> Vec<u16> {
        let doubled = |t: &u16| Some(2 * t).filter(|t| *t <= self.longest);
        std::iter::successors(Some(SHORTEST), doubled).collect()
    }

    /// Timed repeats of the whole measurement.
    pub fn steps(&self) -> u32 {
        self.lengths().len() as u32 * 3 * REPEATS
    }
}

/// What the page shows while it measures.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub step: u32,
    pub steps: u32,
    pub size: u16,
    pub chunk: u16,
    /// (T, the best time of each form so far, ns per token), in the order of `Form::ALL`; `None`: not yet.
    pub times: Vec<(u16, [Option<f64>; 3])>,
    /// The largest difference between the outputs of the forms so far, over the largest output.
    pub apart: Option<f32>,
}
