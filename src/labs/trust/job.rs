//! The lab's job: one seed after another.

use super::check::{Found, examine};
use super::config::{MEAN, NOISE, QUESTIONS, RELIABILITY, SEEDS, SPREAD};
use super::protocol::{Report, Setup};
use crate::data::fingerprint;
use crate::data::tally::Tally;
use crate::lesson::{Describe, Lang};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// A number of the set-up lies outside its limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Outside;

impl Describe for Outside {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "A setting of the run lies outside its limits. Reload the page.".into(),
            Lang::ZhHant => "這次執行有設定超出範圍，請重新載入頁面。".into(),
        }
    }
}

/// Answers questions in every way and adds the errors up.
pub struct Trust {
    setup: Setup,
    done: u32,
    fingerprint: u32,
    found: Found,
    wins: [Tally; 3],
    /// Time that the seeds of this run have taken, and how many were timed.
    spent: (f64, u32),
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Trust::new(unpack(setup)?)?))
}

impl Trust {
    pub fn new(setup: Setup) -> Result<Trust, JobError> {
        let sound = [
            (setup.mean, MEAN),
            (setup.spread, SPREAD),
            (setup.noise, NOISE),
            (setup.reliability, RELIABILITY),
            (f64::from(setup.questions), QUESTIONS),
            (f64::from(setup.seeds), SEEDS),
        ];
        if !sound.iter().all(|(value, range)| range.clamp(*value) == *value) {
            return Err(JobError::refused(&Outside));
        }
        Ok(Trust {
            setup,
            done: 0,
            fingerprint: fingerprint::START,
            found: Found::default(),
            wins: [Tally::default(); 3],
            spent: (0.0, 0),
        })
    }

    /// One more seed. Nothing where all are done.
    fn advance(&mut self) -> Slice {
        let seeds = u32::from(self.setup.seeds);
        if self.done < seeds {
            let one = examine(
                self.setup.belief(),
                self.setup.tool(),
                u32::from(self.setup.questions),
                u64::from(self.setup.seed),
                u64::from(self.done),
            );
            for errors in &one.here {
                self.fingerprint = fingerprint::with_loss(self.fingerprint, errors.mean() as f32);
            }
            for (tally, way) in self.wins.iter_mut().zip(1..) {
                tally.add(one.here[0].mean() < one.here[way].mean());
            }
            self.found.join(&one);
            self.done += 1;
        }
        if self.done < seeds { Slice::Working } else { Slice::Done }
    }
}

impl Job for Trust {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let from = now_ms();
            let slice = self.advance();
            let now = now_ms();
            self.spent = (self.spent.0 + (now - from), self.spent.1 + 1);
            if slice == Slice::Done || now >= until_ms {
                return slice;
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        self.advance()
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => *self = Trust::new(self.setup)?,
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let left = f64::from(u32::from(self.setup.seeds) - self.done);
        let (ms, timed) = self.spent;
        pack(&Report {
            setup: Some(self.setup),
            done: self.done,
            remaining_seconds: (timed > 0 && left > 0.0)
                .then(|| (ms / f64::from(timed) * left / 1000.0) as f32),
            fingerprint: self.fingerprint,
            found: self.found.clone(),
            wins: self.wins,
        })
    }

    /// The reports say everything.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&(self.setup, self.done, self.fingerprint, &self.found, self.wins))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        type Kept = (Setup, u32, u32, Found, [Tally; 3]);
        let (setup, done, fingerprint, found, wins): Kept = unpack(checkpoint)?;
        if setup != self.setup || done > u32::from(setup.seeds) {
            return Err(JobError::BadMessage);
        }
        (self.done, self.fingerprint, self.found, self.wins) = (done, fingerprint, found, wins);
        self.spent = (0.0, 0);
        Ok(())
    }

    fn bytes(&self) -> usize {
        size_of::<Trust>() + size_of_val(&*self.found.known) + size_of_val(&*self.found.assumed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::Config;
    use super::*;

    fn small() -> Setup {
        Setup { questions: 50, seeds: 5, ..Config::default().setup() }
    }

    fn told(job: &mut Trust) -> Report {
        unpack(&job.report()).expect("its own report")
    }

    #[test]
    fn a_run_in_one_go_step_by_step_and_after_a_pause_comes_to_the_same() {
        let mut whole = Trust::new(small()).expect("sound");
        assert_eq!(whole.slice(&|| 0.0, 1.0), Slice::Done);
        let mut steps = Trust::new(small()).expect("sound");
        assert_eq!((steps.step_once(), steps.step_once()), (Slice::Working, Slice::Working));
        let kept = steps.checkpoint();
        let mut other = Trust::new(small()).expect("sound");
        other.restore(&kept).expect("of the same set-up");
        while other.step_once() == Slice::Working {}
        let (whole, other) = (told(&mut whole), told(&mut other));
        assert_eq!((whole.done, &whole.found, whole.fingerprint), (5, &other.found, other.fingerprint));
        assert!(whole.finished().is_some() && told(&mut steps).finished().is_none());
    }

    #[test]
    fn a_wild_set_up_and_a_foreign_checkpoint_are_refused() {
        assert!(Trust::new(Setup { spread: 0.0, ..small() }).is_err());
        assert!(Trust::new(Setup { reliability: f64::NAN, ..small() }).is_err());
        let other = Trust::new(Setup { seed: 2, ..small() }).expect("sound").checkpoint();
        assert_eq!(Trust::new(small()).expect("sound").restore(&other), Err(JobError::BadMessage));
    }
}
