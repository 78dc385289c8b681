//! Training as a lab shows it: a run with exams in between, unit by unit, so that a page can pause it, draw its curves and go on.
//!
//! ```ignore
//! let mut training = Training::new(Plan::default());
//! for unit in 0..training.units() { training.unit(unit)?; }   // `agent_study::Bench` calls it so
//! let brain = training.trained();                             // at any time
//! ```

use serde::{Deserialize, Serialize};

use super::brain_file::Trained;
use super::exam::{Exam, Marks};
use super::reader::{Reader, TOGETHER};
use super::recipe::{SEED, STEPS, Variant};
use super::run::{AgentRun, Foreign};
use crate::lesson::{Describe, Lang};

/// What is trained, and how it is examined on the way.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub variant: Variant,
    pub seed: u64,
    /// Updates, 1 at least; rounded up to a multiple of `every`.
    pub steps: u32,
    /// Updates between two exams, 1 at least.
    pub every: u32,
    pub exam: Exam,
}

impl Default for Plan {
    /// The run of the shipped checkpoints, looked at ten times.
    fn default() -> Plan {
        Plan {
            variant: Variant::PLAIN,
            seed: SEED,
            steps: STEPS,
            every: 50,
            exam: Exam::default(),
        }
    }
}

/// The results so far: all that a page draws.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Curves {
    /// Of each step: mean over the words of calls, nats.
    pub losses: Vec<f32>,
    /// (steps behind it, results) of each exam that is over.
    pub exams: Vec<(u32, Marks)>,
    /// A hash over the losses: same plan, same digits.
    pub fingerprint: u32,
}

/// The loss is no longer a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Diverged;

impl Describe for Diverged {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "The training has diverged: the loss is no longer a number. Start it again from another seed.".into(),
            Lang::ZhHant => "訓練發散了：損失不再是有效的數字。請換一個種子重新開始。".into(),
        }
    }
}

/// A brain on its way, with its curves.
pub struct Training {
    plan: Plan,
    run: AgentRun,
    curves: Curves,
    /// The exam that is being sat.
    sitting: Marks,
    /// The brain that sits it.
    examined: Option<(Trained, Reader)>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    run: Vec<u8>,
    curves: Curves,
    sitting: Marks,
}

impl Training {
    pub fn new(plan: Plan) -> Training {
        let every = plan.every.max(1);
        let steps = plan.steps.max(1).div_ceil(every) * every;
        Training {
            run: AgentRun::new(plan.variant, plan.seed, steps),
            plan: Plan {
                steps,
                every,
                ..plan
            },
            curves: Curves::default(),
            sitting: Marks::default(),
            examined: None,
        }
    }

    /// As it is carried out.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    pub fn curves(&self) -> &Curves {
        &self.curves
    }

    /// The brain as it is now.
    pub fn trained(&self) -> Trained {
        self.run.trained()
    }

    /// The brain as it is now, as a file.
    pub fn file(&self) -> Vec<u8> {
        self.run.file()
    }

    /// Units of one exam: as many questions as are read together.
    fn pieces(&self) -> u32 {
        self.plan.exam.prompts.div_ceil(TOGETHER as u32)
    }

    /// Units in all: steps and pieces of exams.
    pub fn units(&self) -> u32 {
        self.plan.steps + self.plan.steps / self.plan.every * self.pieces()
    }

    /// Does unit number `unit`; each once, in order. 30 to 100 ms in a browser.
    ///
    /// # Errors
    /// [`Diverged`]; there is no sense in going on.
    pub fn unit(&mut self, unit: u32) -> Result<(), Diverged> {
        let within = unit % (self.plan.every + self.pieces());
        match within.checked_sub(self.plan.every) {
            None => self.step(),
            Some(piece) => self.sit(piece),
        }
    }

    fn step(&mut self) -> Result<(), Diverged> {
        let report = self.run.step().map_err(|_| Diverged)?;
        if !report.loss.is_finite() || !report.gradient_norm.is_finite() {
            return Err(Diverged);
        }
        self.curves.losses.push(report.loss as f32);
        self.curves.fingerprint = self.run.fingerprint();
        Ok(())
    }

    fn sit(&mut self, piece: u32) -> Result<(), Diverged> {
        let (brain, reader) = self.examined.get_or_insert_with(|| {
            let brain = self.run.trained();
            let reader = Reader::new(brain.params.clone());
            (brain, reader)
        });
        let exam = self.plan.exam;
        let together = TOGETHER as u32;
        let questions = piece * together..((piece + 1) * together).min(exam.prompts);
        let answers = exam.sit(brain, reader, questions).map_err(|_| Diverged)?;
        answers.iter().for_each(|a| self.sitting.add(a));
        if piece + 1 == self.pieces() {
            let marks = std::mem::take(&mut self.sitting);
            self.curves.exams.push((self.run.steps_taken(), marks));
            self.examined = None;
        }
        Ok(())
    }

    /// Everything needed to go on exactly after the units done so far.
    pub fn keep(&self) -> Vec<u8> {
        let kept = Kept {
            run: self.run.checkpoint(),
            curves: self.curves.clone(),
            sitting: self.sitting,
        };
        postcard::to_allocvec(&kept).unwrap_or_default()
    }

    /// Goes back to what was kept of this very plan.
    ///
    /// # Errors
    /// `Foreign`: another plan's, or damaged; then nothing has changed.
    pub fn restore(&mut self, kept: &[u8]) -> Result<(), Foreign> {
        let kept: Kept = postcard::from_bytes(kept).map_err(|_| Foreign)?;
        if kept.curves.losses.iter().any(|x| !x.is_finite()) {
            return Err(Foreign);
        }
        self.run.restore(&kept.run)?;
        self.curves = kept.curves;
        self.sitting = kept.sitting;
        self.examined = None;
        Ok(())
    }

    /// Bytes of weights, optimiser and buffers.
    pub fn bytes(&self) -> usize {
        let reader = self.examined.as_ref().map_or(0, |(_, r)| r.bytes());
        self.run.bytes() + reader
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            steps: 3,
            every: 2,
            exam: Exam {
                prompts: 20,
                tools: 2,
                lines: 2,
                ..Exam::default()
            },
            ..Plan::default()
        }
    }

    #[test]
    fn steps_and_exams_alternate_and_a_kept_training_goes_on_bit_for_bit() {
        let mut training = Training::new(plan());
        // 3 steps are made 4; an exam of 20 questions is sat in two pieces.
        assert_eq!((training.plan().steps, training.units()), (4, 8));
        let mut kept = Vec::new();
        for unit in 0..8 {
            // In the middle of the first exam.
            if unit == 3 {
                kept = training.keep();
            }
            training.unit(unit).expect("a unit");
        }
        let curves = training.curves().clone();
        assert_eq!(curves.losses.len(), 4);
        let exams: Vec<(u32, u32)> = curves.exams.iter().map(|(s, m)| (*s, m.prompts)).collect();
        assert_eq!(exams, [(2, 20), (4, 20)]);
        let mut other = Training::new(plan());
        other.restore(&kept).expect("its own");
        for unit in 3..8 {
            other.unit(unit).expect("a unit");
        }
        assert_eq!(other.curves(), &curves);
        assert_eq!(other.file(), training.file());
        let mut foreign = Training::new(Plan { seed: 9, ..plan() });
        assert_eq!(foreign.restore(&kept), Err(Foreign));
        assert_eq!(foreign.restore(&kept[..9]), Err(Foreign));
    }
}
