//! The trained transformer as the brain of an agent.

use super::brain_file::Trained;
use super::listening::{Heard, Unreadable, hear};
use super::reader::Reader;
use super::spelling::Spelling;
use crate::agent::reading::read;
use crate::agent::{Badge, Brain, Dist, Mark, Token};

/// A brain for one call: it has not learned to speak of a result, so a run of it wants `Settings::result_is_answer`.
///
/// A function of the tape: what it remembers is only the answer to the last prompt, since a word is spelled in many tokens.
pub struct TinyBrain {
    trained: Trained,
    reader: Reader,
    spelling: Spelling,
    /// The last prompt in words, and the probabilities (V) of the word after it.
    last: Option<(Vec<u32>, Vec<f32>)>,
}

impl TinyBrain {
    pub fn new(trained: Trained) -> TinyBrain {
        TinyBrain {
            reader: Reader::new(trained.params.clone()),
            spelling: Spelling::new(trained.about.variant.format),
            trained,
            last: None,
        }
    }

    pub fn trained(&self) -> &Trained {
        &self.trained
    }

    /// The tape in the brain's own words.
    ///
    /// # Errors
    /// Why it cannot read the tape; `Brain::next` then ends the turn.
    pub fn hear<'t>(&self, tape: &'t [Token]) -> Result<Heard<'t>, Unreadable> {
        hear(&read(tape), &self.spelling)
    }

    /// Probabilities (V) of the word after a prompt of words. `None` where the weights are no use.
    fn after(&mut self, words: &[u32]) -> Option<&[f32]> {
        if self.last.as_ref().is_none_or(|(known, _)| known != words) {
            let logits = self.reader.next(words).ok()?;
            if logits.iter().any(|z| !z.is_finite()) {
                return None;
            }
            self.last = Some((words.to_vec(), softmax(&logits)));
        }
        self.last.as_ref().map(|(_, p)| p.as_slice())
    }
}

impl Brain for TinyBrain {
    /// Where the tape cannot be read, or nothing was asked, the turn ends for sure: an empty answer and no call.
    fn next(&mut self, prompt: &[Token]) -> Dist {
        let end = Dist::sure(Mark::End.token());
        let reading = read(prompt);
        let Ok(Heard { words, rest }) = hear(&reading, &self.spelling) else {
            return end;
        };
        match self.after(&words).map(<[f32]>::to_vec) {
            Some(p) => Dist(self.spelling.next(rest, &p)),
            None => end,
        }
    }

    fn badge(&self) -> Badge {
        Badge::Tiny {
            weights: self.trained.weights() as u32,
            steps: self.trained.about.step,
        }
    }
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shares: Vec<f64> = logits
        .iter()
        .map(|&z| libm::exp(f64::from(z - top)))
        .collect();
    let all: f64 = shares.iter().sum();
    shares.into_iter().map(|x| (x / all) as f32).collect()
}
