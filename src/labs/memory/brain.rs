//! The tiny brain with memories longer than any that it was trained on: more different lines, or the same facts only stretched.

use std::ops::Range;

use super::protocol::TOOLS;
use crate::brains::tiny::brain_file::Trained;
use crate::brains::tiny::exam::{Exam, Verdict};
use crate::brains::tiny::reader::Reader;
use crate::brains::tiny::task::Filling;
use crate::train::JobError;

/// A brain that sits exams.
pub(super) struct Sitting {
    brain: Trained,
    reader: Reader,
}

impl Sitting {
    /// From the bytes of a shipped file.
    pub(super) fn new(file: &[u8]) -> Result<Sitting, JobError> {
        let brain = Trained::open(file).map_err(|error| JobError::refused(&error))?;
        let reader = Reader::new(brain.params.clone());
        Ok(Sitting { brain, reader })
    }

    /// Calls that are right word for word, of these questions to a memory of so many lines. `filling`: place in `Filling::ALL`.
    pub(super) fn right(&mut self, seed: u32, lines: u8, filling: usize, questions: Range<u32>) -> u32 {
        let exam = Exam {
            seed: u64::from(seed),
            tools: TOOLS,
            lines: u32::from(lines),
            filling: Filling::ALL[filling],
            ..Exam::default()
        };
        // No error with a brain from a file.
        let answers = exam.sit(&self.brain, &mut self.reader, questions).unwrap_or_default();
        answers.iter().filter(|a| a.verdict == Verdict::Exact).count() as u32
    }

    /// Its trained numbers, and the updates behind them.
    pub(super) fn about(&self) -> (u32, u32) {
        (self.brain.weights() as u32, self.brain.about.step)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<f32>() * self.brain.weights() + self.reader.bytes()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::protocol::{BRAIN_LINES, BrainSetup, FILLINGS, Trained};
    use super::*;
    use crate::data::tally::Tally;

    fn shares(trained: Trained, lines: u8, prompts: u32) -> [Tally; FILLINGS] {
        let setup = BrainSetup { trained, prompts: 0, seed: 1 };
        let file = std::fs::read(["static/models/", setup.file()].concat()).expect("a shipped brain");
        let mut sitting = Sitting::new(&file).expect("a brain");
        std::array::from_fn(|filling| Tally {
            right: sitting.right(1, lines, filling, 0..prompts),
            of: prompts,
        })
    }

    #[test]
    fn the_brain_writes_every_call_right_at_the_length_that_it_was_trained_on() {
        for trained in Trained::ALL {
            assert!(shares(trained, BRAIN_LINES[0], 64)[0].share() > 0.95);
        }
    }

    #[test]
    fn much_of_the_drop_comes_with_mere_length_and_less_of_it_with_gaps_in_training() {
        let short = shares(Trained::Short, 48, 128);
        let long = shares(Trained::Gaps, 48, 128);
        // The same eight facts, only stretched: far from what it does at their own length.
        assert!(short[1].interval().1 < 0.9 && short[2].interval().1 < 0.9, "{short:?}");
        // Trained on far positions, it loses less with every filling.
        for filling in 0..FILLINGS {
            assert!(long[filling].interval().0 > short[filling].share(), "{filling}: {short:?} {long:?}");
        }
        // And what is left is not length alone: different lines are worse than the same facts stretched.
        assert!(long[0].interval().1 < long[1].interval().0, "{long:?}");
    }

    #[test]
    fn a_brain_that_was_trained_on_many_lines_reads_more_than_it_ever_saw_and_minds_no_filling() {
        for tally in shares(Trained::Long, 48, 128) {
            assert!(tally.share() >= 0.9, "{tally:?}");
        }
    }

    #[test]
    fn what_is_no_brain_is_refused() {
        assert!(Sitting::new(b"not a file").is_err());
    }
}
