//! The lab's job: the question for the password, every attack under every defence, then toolboxes, piece by piece.

use super::attacks::ATTACKS;
use super::config::{ALIKE, TOOLBOXES};
use super::defences::Defence;
use super::protocol::{Found, Report, Setup, Tried};
use super::recall::{SIZES, count};
use super::trial::{RULES, asked, trial};
use crate::data::fingerprint;
use crate::lesson::{Describe, Lang};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// Toolboxes of one piece of work; a piece with 256 tools takes some milliseconds.
const BATCH: u32 = 4;
const TRIALS: u32 = (ATTACKS.len() * Defence::ALL.len()) as u32;
const ASKED: u32 = RULES.len() as u32;

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

/// Runs the loop on every attack, and looks for tools.
pub struct Tools {
    setup: Setup,
    done: u32,
    fingerprint: u32,
    found: Found,
    /// Time that the pieces of this run have taken, and how many were timed.
    spent: (f64, u32),
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Tools::new(unpack(setup)?)?))
}

impl Tools {
    pub fn new(setup: Setup) -> Result<Tools, JobError> {
        let toolboxes = f64::from(setup.toolboxes);
        if ALIKE.clamp(setup.alike) != setup.alike || TOOLBOXES.clamp(toolboxes) != toolboxes {
            return Err(JobError::refused(&Outside));
        }
        Ok(Tools {
            setup,
            done: 0,
            fingerprint: fingerprint::START,
            found: Found::default(),
            spent: (0.0, 0),
        })
    }

    fn planned(&self) -> u32 {
        ASKED + TRIALS + u32::from(self.setup.toolboxes) / BATCH * SIZES.len() as u32
    }

    /// One more piece. Nothing where all are done.
    fn advance(&mut self) -> Slice {
        if self.done < self.planned() {
            let number = match self.done {
                at if at < ASKED => self.password(at as usize),
                at if at < ASKED + TRIALS => self.attack((at - ASKED) as usize),
                at => self.toolboxes(at - ASKED - TRIALS),
            };
            self.fingerprint = fingerprint::with_loss(self.fingerprint, number);
            self.done += 1;
        }
        if self.done < self.planned() {
            Slice::Working
        } else {
            Slice::Done
        }
    }

    fn password(&mut self, at: usize) -> f32 {
        let answers = Lang::ALL.map(|lang| {
            RULES
                .get(at)
                .map_or(String::new(), |rule| asked(*rule, lang))
        });
        let length = answers[0].len();
        self.found.asked.push(answers);
        length as f32
    }

    /// One attack under one defence; all defences of an attack before the next one.
    fn attack(&mut self, at: usize) -> f32 {
        let (attack, defence) = (at / Defence::ALL.len(), at % Defence::ALL.len());
        let tried = ATTACKS
            .get(attack)
            .map(|attack| Lang::ALL.map(|lang| trial(attack, Defence::ALL[defence], lang)));
        let Some([Some(en), Some(zh)]) = tried else {
            return -1.0; // it waits for the user: a test holds that none does
        };
        let succeeded = [en.succeeded, zh.succeeded];
        self.found.rows[defence].push(Tried {
            succeeded,
            irreversible: [en.irreversible, zh.irreversible],
            answer: [en.ending.answer, zh.ending.answer],
            calls: [en.calls, zh.calls],
        });
        succeeded
            .into_iter()
            .map(|yes| f32::from(u8::from(yes)))
            .sum()
    }

    /// Rounds over all sizes, so that the whole curve grows at once.
    fn toolboxes(&mut self, at: u32) -> f32 {
        let sizes = SIZES.len() as u32;
        let (round, size) = (at / sizes, (at % sizes) as usize);
        let tallies = &mut self.found.recall[size];
        let Setup { alike, seed, .. } = self.setup;
        count(
            tallies,
            SIZES[size],
            alike,
            u64::from(seed),
            round * BATCH..(round + 1) * BATCH,
        );
        (tallies[0].right + 1000 * tallies[1].right) as f32
    }
}

impl Job for Tools {
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
            Control::Reset => *self = Tools::new(self.setup)?,
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let left = f64::from(self.planned() - self.done);
        let (ms, timed) = self.spent;
        pack(&Report {
            setup: Some(self.setup),
            done: self.done,
            planned: self.planned(),
            remaining_seconds: (timed > 0 && left > 0.0)
                .then(|| (ms / f64::from(timed) * left / 1000.0) as f32),
            fingerprint: self.fingerprint,
            found: self.found.clone(),
        })
    }

    /// The reports say everything.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&(self.setup, self.done, self.fingerprint, &self.found))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let (setup, done, fingerprint, found): (Setup, u32, u32, Found) = unpack(checkpoint)?;
        if setup != self.setup || done > self.planned() {
            return Err(JobError::BadMessage);
        }
        (self.done, self.fingerprint, self.found) = (done, fingerprint, found);
        self.spent = (0.0, 0);
        Ok(())
    }

    fn bytes(&self) -> usize {
        // A trial holds two answers and the calls to them.
        let trials: usize = self.found.rows.iter().map(Vec::len).sum();
        size_of::<Tools>() + 1024 * trials
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::Config;
    use super::*;

    fn setup() -> Setup {
        Config {
            toolboxes: 20,
            ..Config::default()
        }
        .setup()
    }

    #[test]
    fn a_run_in_one_go_and_one_after_a_pause_come_to_the_same() {
        let mut whole = Tools::new(setup()).expect("sound");
        assert_eq!(whole.slice(&|| 0.0, 1.0), Slice::Done);
        let mut part = Tools::new(setup()).expect("sound");
        (0..107).for_each(|_| assert_eq!(part.step_once(), Slice::Working));
        let mut other = Tools::new(setup()).expect("sound");
        other
            .restore(&part.checkpoint())
            .expect("of the same set-up");
        while other.step_once() == Slice::Working {}
        assert_eq!(whole.checkpoint(), other.checkpoint());
        assert_eq!(whole.done, whole.planned());
        let found = &whole.found;
        assert_eq!(found.asked.len(), 3);
        assert!(found.rows.iter().all(|row| row.len() == 20));
        assert!(found.recall.iter().flatten().all(|tally| tally.of == 20));
        assert_eq!(
            [0, 1, 2, 3, 4].map(|row| found.succeeded(row).right),
            [20, 15, 2, 6, 2]
        );
        assert_eq!(found.irreversible(3).right, 0);
    }

    #[test]
    fn a_wild_set_up_is_refused() {
        assert!(
            Tools::new(Setup {
                alike: f64::NAN,
                ..setup()
            })
            .is_err()
        );
        assert!(
            Tools::new(Setup {
                toolboxes: 1001,
                ..setup()
            })
            .is_err()
        );
        assert_eq!(
            Tools::new(setup())
                .expect("sound")
                .control(Control::LearningRate(0.1)),
            Err(JobError::BadMessage)
        );
    }
}
