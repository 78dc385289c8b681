//! The lab's job: batches of questions, streams of tasks, or prompts to the tiny brain, one after another.

use super::brain::Sitting;
use super::config::{KEPT, NOISE, PROMPTS, QUESTIONS, SEARCH_NOISE, SEEDS, SHARPNESS, VAGUE};
use super::protocol::{
    BRAIN_LINES, BrainReport, BrainSetup, Curve, EVERY, FILLINGS, LearnReport, LearnSetup, POINTS,
    RUNS, ReadReport, ReadSetup, Report, Setup, run,
};
use super::read::{self, LINES};
use super::stream::{Policy, Setting, Stream};
use crate::data::fingerprint;
use crate::data::tally::Tally;
use crate::lesson::{Describe, Lang};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::choices::Range;
use crate::wire::{pack, unpack};

/// Questions of one batch; a batch at 256 lines takes some milliseconds.
const BATCH: u32 = 20;
/// Prompts of one piece: one of 48 lines takes about five milliseconds.
const PIECE: u32 = 2;

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

/// What has been counted so far.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
struct Counted {
    done: u32,
    fingerprint: u32,
    tallies: [[Tally; 3]; LINES.len()],
    curves: Vec<Curve>,
    wins: [Tally; 3],
    /// Shares of the runs of the seed that is under way.
    seed: Vec<f64>,
    brain: [[Tally; FILLINGS]; BRAIN_LINES.len()],
}

/// What is done; in a checkpoint, what it belongs to.
#[derive(Clone, Copy, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
enum Work {
    Read(ReadSetup),
    Learn(LearnSetup),
    Brain(BrainSetup),
}

/// Reading, learning, or the tiny brain.
pub struct Memory {
    work: Work,
    counted: Counted,
    brain: Option<Sitting>,
    /// Time that the steps of this run have taken, and how many were timed.
    spent: (f64, u32),
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Memory::new(unpack(setup)?)?))
}

fn is_sound(work: &Work) -> bool {
    let inside = |value: f64, range: Range| range.clamp(value) == value;
    match work {
        Work::Read(ReadSetup { setting: s, questions, .. }) => {
            inside(s.sharpness, SHARPNESS)
                && inside(s.noise, NOISE)
                && inside(s.search_noise, SEARCH_NOISE)
                && inside(f64::from(s.kept), KEPT)
                && inside(f64::from(*questions), QUESTIONS)
        }
        Work::Learn(s) => inside(s.vague, VAGUE) && inside(f64::from(s.seeds), SEEDS),
        Work::Brain(s) => inside(f64::from(s.prompts), PROMPTS),
    }
}

impl Counted {
    fn nothing() -> Counted {
        Counted {
            done: 0,
            fingerprint: fingerprint::START,
            tallies: Default::default(),
            curves: vec![Curve::default(); RUNS.len()],
            wins: Default::default(),
            seed: vec![],
            brain: Default::default(),
        }
    }
}

impl Memory {
    pub fn new(setup: Setup) -> Result<Memory, JobError> {
        let (work, brain) = match setup {
            Setup::Read(setup) => (Work::Read(setup), None),
            Setup::Learn(setup) => (Work::Learn(setup), None),
            Setup::Brain(setup, weights) => (Work::Brain(setup), Some(Sitting::new(&weights.0)?)),
        };
        if !is_sound(&work) {
            return Err(JobError::refused(&Outside));
        }
        Ok(Memory {
            work,
            counted: Counted::nothing(),
            brain,
            spent: (0.0, 0),
        })
    }

    fn planned(&self) -> u32 {
        match &self.work {
            Work::Read(s) => u32::from(s.questions) / BATCH * LINES.len() as u32,
            Work::Learn(s) => u32::from(s.seeds) * RUNS.len() as u32,
            Work::Brain(s) => u32::from(s.prompts) / PIECE * (FILLINGS * BRAIN_LINES.len()) as u32,
        }
    }

    /// One more batch, stream or piece. Nothing where all are done.
    fn advance(&mut self) -> Slice {
        let planned = self.planned();
        if self.counted.done < planned {
            match (self.work, &mut self.brain) {
                (Work::Read(setup), _) => self.counted.read(&setup),
                (Work::Learn(setup), _) => self.counted.learn(&setup),
                (Work::Brain(setup), Some(brain)) => self.counted.brain(&setup, brain),
                (Work::Brain(_), None) => return Slice::Done,
            }
            self.counted.done += 1;
        }
        if self.counted.done < planned { Slice::Working } else { Slice::Done }
    }

    fn remaining(&self) -> Option<f32> {
        let left = self.planned() - self.counted.done;
        let (ms, timed) = self.spent;
        // A round over all lengths, or all policies, tells the pace.
        let told = timed >= RUNS.len() as u32 && left > 0;
        told.then(|| (ms / f64::from(timed) * f64::from(left) / 1000.0) as f32)
    }
}

impl Counted {
    fn print(&mut self, share: f64) {
        self.fingerprint = fingerprint::with_loss(self.fingerprint, share as f32);
    }

    /// Rounds over all lengths, so that the whole curve grows at once.
    fn read(&mut self, setup: &ReadSetup) {
        let lengths = LINES.len() as u32;
        let (round, at) = (self.done / lengths, (self.done % lengths) as usize);
        let mut rights = 0;
        for question in round * BATCH..(round + 1) * BATCH {
            let right = read::ask(usize::from(LINES[at]), &setup.setting, u64::from(setup.seed), u64::from(question));
            for (tally, right) in self.tallies[at].iter_mut().zip(right) {
                tally.add(right);
                rights += u32::from(right);
            }
        }
        self.print(f64::from(rights));
    }

    /// One length after the other (each wants a plan of its own), the fillings in turn.
    fn brain(&mut self, setup: &BrainSetup, brain: &mut Sitting) {
        let rounds = u32::from(setup.prompts) / PIECE;
        let (at, rest) = (self.done / (rounds * FILLINGS as u32), self.done % (rounds * FILLINGS as u32));
        let (round, filling) = (rest / FILLINGS as u32, (rest % FILLINGS as u32) as usize);
        let right = brain.right(setup.seed, BRAIN_LINES[at as usize], filling, round * PIECE..(round + 1) * PIECE);
        let tally = &mut self.brain[at as usize][filling];
        tally.right += right;
        tally.of += PIECE;
        self.print(f64::from(right));
    }

    /// One policy on one stream.
    fn learn(&mut self, setup: &LearnSetup) {
        let runs = RUNS.len() as u32;
        let (seed, at) = (self.done / runs, (self.done % runs) as usize);
        let (policy, obeys) = RUNS[at];
        let setting = Setting { obeys, vague: setup.vague, ..Setting::default() };
        let mut stream = Stream::new(policy, setting, u64::from(setup.seed), u64::from(seed));
        let curve = &mut self.curves[at];
        curve.sums.resize(POINTS, (0.0, 0.0));
        let mut right = 0;
        for (i, sums) in curve.sums.iter_mut().enumerate() {
            right += (0..EVERY).filter(|_| stream.step()).count();
            let share = right as f64 / ((i + 1) * EVERY) as f64;
            *sums = (sums.0 + share, sums.1 + share * share);
        }
        curve.seeds += 1;
        curve.right += right as u32;
        let share = right as f64 / (POINTS * EVERY) as f64;
        self.print(share);
        self.seed.push(share);
        if self.seed.len() == RUNS.len() {
            self.compare();
            self.seed.clear();
        }
    }

    /// The runs of one seed against each other: the same tasks.
    fn compare(&mut self) {
        let of = |policy, obeys| run(policy, obeys).and_then(|at| self.seed.get(at).copied()).unwrap_or(0.0);
        let (none, correct) = (of(Policy::None, 0.0), of(Policy::Correct, 0.0));
        let (obeyed, imitated) = (of(Policy::All, 1.0), of(Policy::All, -1.0));
        let outcomes = [correct > none, obeyed > correct, imitated < correct];
        self.wins.iter_mut().zip(outcomes).for_each(|(tally, won)| tally.add(won));
    }

    /// As this set-up can have left it.
    fn fits(&self, planned: u32) -> bool {
        let curves = self.curves.iter().all(|c| c.sums.len() == POINTS || (c.sums.is_empty() && c.seeds == 0));
        self.done <= planned && self.curves.len() == RUNS.len() && curves && self.seed.len() < RUNS.len()
    }
}

impl Job for Memory {
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
            Control::Reset => (self.counted, self.spent) = (Counted::nothing(), (0.0, 0)),
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let (done, planned, remaining_seconds) = (self.counted.done, self.planned(), self.remaining());
        let fingerprint = self.counted.fingerprint;
        let (weights, step) = self.brain.as_ref().map_or((0, 0), Sitting::about);
        pack(&match self.work {
            Work::Brain(setup) => Report::Brain(BrainReport {
                setup: Some(setup),
                weights,
                step,
                done,
                planned,
                remaining_seconds,
                fingerprint,
                tallies: self.counted.brain,
            }),
            Work::Read(setup) => Report::Read(ReadReport {
                setup: Some(setup),
                done,
                planned,
                remaining_seconds,
                fingerprint,
                tallies: self.counted.tallies,
            }),
            Work::Learn(setup) => Report::Learn(LearnReport {
                setup: Some(setup),
                done,
                planned,
                remaining_seconds,
                fingerprint,
                curves: self.counted.curves.clone(),
                wins: self.counted.wins,
            }),
        })
    }

    /// The reports say everything.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&(self.work, &self.counted))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let (work, counted): (Work, Counted) = unpack(checkpoint)?;
        if work != self.work || !counted.fits(self.planned()) {
            return Err(JobError::BadMessage);
        }
        self.counted = counted;
        self.spent = (0.0, 0);
        Ok(())
    }

    fn bytes(&self) -> usize {
        let sums: usize = self.counted.curves.iter().map(|c| size_of_val(&*c.sums)).sum();
        size_of::<Memory>() + sums + self.brain.as_ref().map_or(0, Sitting::bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::Config;
    use super::*;

    fn setups() -> [Setup; 2] {
        let small = Config { questions: 100, seeds: 5, ..Config::default() };
        [Setup::Read(small.read()), Setup::Learn(small.learn())]
    }

    #[test]
    fn a_run_in_one_go_and_one_after_a_pause_come_to_the_same() {
        for setup in setups() {
            let mut whole = Memory::new(setup.clone()).expect("sound");
            assert_eq!(whole.slice(&|| 0.0, 1.0), Slice::Done);
            let mut part = Memory::new(setup.clone()).expect("sound");
            (0..17).for_each(|_| assert_eq!(part.step_once(), Slice::Working));
            let kept = part.checkpoint();
            let mut other = Memory::new(setup.clone()).expect("sound");
            other.restore(&kept).expect("of the same set-up");
            while other.step_once() == Slice::Working {}
            assert_eq!(whole.counted, other.counted);
            assert_eq!(whole.counted.done, whole.planned());
            whole.control(Control::Reset).expect("allowed");
            assert_eq!(whole.counted, Memory::new(setup).expect("sound").counted);
        }
    }

    #[test]
    fn every_point_has_as_many_questions_as_were_asked_for() {
        let [read, learn] = setups();
        let mut job = Memory::new(read).expect("sound");
        job.slice(&|| 0.0, 1.0);
        assert!(job.counted.tallies.iter().flatten().all(|tally| tally.of == 100));
        let mut job = Memory::new(learn).expect("sound");
        job.slice(&|| 0.0, 1.0);
        assert!(job.counted.curves.iter().all(|curve| curve.seeds == 5));
        assert!(job.counted.wins.iter().all(|tally| tally.of == 5));
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn the_brain_is_asked_at_every_length_and_goes_on_after_a_pause() {
        use super::super::protocol::Weights;
        let setup = Config { prompts: 16, ..Config::default() }.brain();
        let file = std::fs::read(["static/models/", setup.file()].concat()).expect("a shipped brain");
        let setup = Setup::Brain(setup, Weights(std::sync::Arc::new(file)));
        let setup: Setup = unpack(&pack(&setup)).expect("as it went out");
        let mut job = Memory::new(setup.clone()).expect("a brain");
        (0..5).for_each(|_| assert_eq!(job.step_once(), Slice::Working));
        let kept = job.checkpoint();
        assert!(kept.len() < 4096, "the file stays out of the checkpoint");
        let mut other = Memory::new(setup).expect("a brain");
        other.restore(&kept).expect("of the same set-up");
        while other.step_once() == Slice::Working {}
        while job.step_once() == Slice::Working {}
        assert_eq!(job.counted, other.counted);
        let Report::Brain(report) = unpack(&job.report()).expect("its own report") else { panic!("of the brain") };
        assert!(report.finished().is_some() && report.tallies.iter().flatten().all(|tally| tally.of == 16));
        assert!(report.tallies[0][0].right >= 15, "{report:?}");
        assert!(report.tallies[5][0].right < report.tallies[0][0].right);
    }

    #[test]
    fn a_wild_set_up_and_a_foreign_checkpoint_are_refused() {
        let [read, learn] = setups();
        let other = Memory::new(learn).expect("sound").checkpoint();
        assert_eq!(Memory::new(read.clone()).expect("sound").restore(&other), Err(JobError::BadMessage));
        let Setup::Read(mut wild) = read else { panic!("the first one reads") };
        wild.setting.noise = f64::NAN;
        assert!(Memory::new(Setup::Read(wild)).is_err());
        wild = ReadSetup { setting: read::Setting { kept: 0, noise: 0.1, ..wild.setting }, ..wild };
        assert!(Memory::new(Setup::Read(wild)).is_err());
    }
}
