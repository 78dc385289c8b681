//! The measurement: the three forms on the same rows, at each length, best of some repeats.

use std::hint::black_box;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::costs::Form;
use super::forms::{Bench, apart};
use super::protocol::{Report, Setup};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// A repeat runs its form as often as it takes to fill this time: clocks in a browser tick in steps of up to 0.1 ms.
const ENOUGH_MS: f64 = 4.0;
/// And never on more tokens than this, for a clock that does not move.
const MOST_TOKENS: u32 = 1 << 15;

/// Where the measurement stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Moment {
    /// Repeats done.
    step: u32,
    /// Of each length and form, runs in one repeat.
    batches: Vec<[u32; 3]>,
    /// Of each length and form, ns per token; 0: not yet.
    best: Vec<[f64; 3]>,
    apart: f32,
    /// FNV-1a over the seed and the bits of every output.
    fingerprint: u32,
}

/// Times the forms.
pub(super) struct Measure {
    setup: Setup,
    lengths: Vec<u16>,
    moment: Moment,
    bench: Bench,
    /// Outputs of the first form at this length.
    first: Vec<f32>,
    now: Rc<dyn Fn() -> f64>,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Measure::new(unpack(setup)?)?))
}

impl Measure {
    pub(super) fn new(setup: Setup) -> Result<Measure, JobError> {
        setup.checked().map_err(|e| JobError::refused(&e))?;
        let lengths = setup.lengths();
        let mut measure = Measure {
            moment: Moment {
                step: 0,
                batches: vec![[1; 3]; lengths.len()],
                best: vec![[0.0; 3]; lengths.len()],
                apart: 0.0,
                fingerprint: hashed(0x811c_9dc5, &setup.seed.to_le_bytes()),
            },
            bench: Bench::new(1, 1, 1, 0),
            first: Vec::new(),
            now: Rc::new(|| 0.0),
            lengths,
            setup,
        };
        measure.lay_out();
        Ok(measure)
    }

    /// Which length and which form comes next. All of them in turn, then all again: a moment in which the machine is busy
    /// with something else spoils one repeat of a few, not all repeats of one.
    fn place(&self) -> (usize, usize) {
        let pair = self.moment.step as usize % (3 * self.lengths.len());
        (pair / 3, pair % 3)
    }

    /// Rows of the length that comes next, and the outputs to compare with.
    fn lay_out(&mut self) {
        let (length, form) = self.place();
        let time = usize::from(self.lengths[length]);
        let (d, chunk) = (usize::from(self.setup.size), usize::from(self.setup.chunk));
        self.bench = Bench::new(d, time, chunk, self.setup.seed);
        self.first.clear();
        if form > 0 {
            self.bench.run(Form::ALL[0]);
            self.first.clone_from(&self.bench.y);
        }
    }

    fn is_done(&self) -> bool {
        self.moment.step >= self.setup.steps()
    }

    /// One timed batch. Batches that turn out too short are run again, longer, and not counted.
    fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        if self.is_done() {
            return Slice::Done;
        }
        let (length, form) = self.place();
        let time = u32::from(self.lengths[length]);
        let batch = self.moment.batches[length][form];
        let start = now();
        for _ in 0..batch {
            black_box(&mut self.bench).run(Form::ALL[form]);
        }
        let ms = now() - start;
        if ms < ENOUGH_MS && batch * time < MOST_TOKENS {
            self.moment.batches[length][form] *= 2;
            return Slice::Working;
        }
        let ns = ms.max(0.0) * 1e6 / f64::from(batch * time);
        let best = &mut self.moment.best[length][form];
        *best = if *best > 0.0 { best.min(ns) } else { ns };
        if (self.moment.step as usize) < 3 * self.lengths.len() {
            self.compare(form);
        }
        self.moment.step += 1;
        if self.is_done() {
            return Slice::Done;
        }
        if form == Form::ALL.len() - 1 {
            self.lay_out();
        }
        Slice::Working
    }

    /// Compares the outputs with those of the first form.
    fn compare(&mut self, form: usize) {
        let y = &self.bench.y;
        if form == 0 {
            self.first.clone_from(y);
        } else {
            self.moment.apart = self.moment.apart.max(apart(y, &self.first));
        }
        let bits = y.iter().map(|y| y.to_bits().to_le_bytes());
        self.moment.fingerprint = bits.fold(self.moment.fingerprint, |hash, y| hashed(hash, &y));
    }

    fn accepts(&self, moment: &Moment) -> bool {
        moment.step <= self.setup.steps()
            && moment.batches.len() == self.lengths.len()
            && (moment.batches.iter().flatten()).all(|batch| (1..=MOST_TOKENS).contains(batch))
            && moment.best.len() == self.lengths.len()
            && moment.best.iter().flatten().all(|ns| ns.is_finite() && *ns >= 0.0)
            && moment.apart >= 0.0
    }
}

/// FNV-1a, 32 bits, from where it stands.
fn hashed(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

impl Job for Measure {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let slice = self.advance(now_ms);
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn clock(&mut self, now_ms: Rc<dyn Fn() -> f64>) {
        self.now = now_ms;
    }

    /// One repeat that counts.
    fn step_once(&mut self) -> Slice {
        let now = self.now.clone();
        let before = self.moment.step;
        loop {
            let slice = self.advance(&*now);
            if slice != Slice::Working || self.moment.step > before {
                return slice;
            }
        }
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => {
                let fresh = Measure::new(self.setup.clone())?;
                self.moment = fresh.moment;
                self.lay_out();
            }
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let time = |ns: f64| (ns > 0.0).then_some(ns);
        let rows = self.lengths.iter().zip(&self.moment.best);
        pack(&Report {
            step: self.moment.step,
            steps: self.setup.steps(),
            size: self.setup.size,
            chunk: self.setup.chunk,
            times: rows.map(|(t, best)| (*t, best.map(time))).collect(),
            apart: (self.moment.step >= 2).then_some(self.moment.apart),
        })
    }

    /// There is nothing to ask.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&self.moment)
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        if !self.accepts(&moment) {
            return Err(JobError::BadMessage);
        }
        self.moment = moment;
        self.lay_out();
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.bench.bytes() + size_of::<f32>() * self.first.len()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const SMALL: Setup = Setup {
        size: 8,
        chunk: 8,
        longest: 64,
        seed: 1,
    };

    /// A clock that goes on by `ms` whenever it is read.
    fn clock(ms: f64) -> impl Fn() -> f64 {
        let time = Cell::new(0.0);
        move || {
            time.set(time.get() + ms);
            time.get()
        }
    }

    fn report(job: &mut Measure) -> Report {
        unpack(&job.report()).expect("a report")
    }

    #[test]
    fn it_measures_every_form_at_every_length_and_ends() {
        let mut job = Measure::new(SMALL).expect("offered");
        let now = clock(5.0);
        let first = report(&mut job);
        assert_eq!((first.step, first.steps, first.apart), (0, 45, None));
        while job.slice(&now, 0.0) == Slice::Working {}
        let last = report(&mut job);
        assert_eq!(last.step, 45);
        // 5 ms for one run, whatever it did: the rest is arithmetic.
        for (t, times) in last.times {
            assert_eq!(times, [Some(5e6 / f64::from(t)); 3]);
        }
        assert!(last.apart.is_some_and(|apart| apart > 0.0 && apart < 1e-5), "{:?}", last.apart);
        assert_eq!(job.slice(&now, 0.0), Slice::Done);
    }

    #[test]
    fn short_runs_are_repeated_until_the_clock_can_see_them() {
        let mut job = Measure::new(SMALL).expect("offered");
        // As if a run of 16 tokens took 0.1 ms.
        let spent = Rc::new(Cell::new(0.0));
        while job.moment.step == 0 {
            let batch = f64::from(job.moment.batches[0][0]);
            let (reads, spent) = (Cell::new(0), spent.clone());
            job.advance(&move || {
                if reads.replace(1) == 1 {
                    spent.set(spent.get() + 0.1 * batch);
                }
                spent.get()
            });
        }
        assert_eq!(job.moment.batches[0][0], 64, "the first power of two that fills 4 ms");
        assert!((job.moment.best[0][0] - 6250.0).abs() < 1e-6);
    }

    #[test]
    fn a_clock_that_stands_still_ends_too_and_gives_no_time() {
        let mut job = Measure::new(SMALL).expect("offered");
        while job.step_once() == Slice::Working {}
        let report = report(&mut job);
        assert!(report.times.iter().all(|(_, times)| *times == [None; 3]));
    }

    #[test]
    fn reset_forgets_and_a_checkpoint_brings_back() {
        let mut job = Measure::new(SMALL).expect("offered");
        let new = job.checkpoint();
        let now = clock(5.0);
        for _ in 0..20 {
            job.slice(&now, 0.0);
        }
        let middle = job.checkpoint();
        assert_eq!(job.control(Control::Reset), Ok(()));
        assert_eq!(job.checkpoint(), new);
        assert_eq!(job.restore(&middle), Ok(()));
        while job.slice(&now, 0.0) == Slice::Working {}
        let mut whole = Measure::new(SMALL).expect("offered");
        while whole.slice(&now, 0.0) == Slice::Working {}
        assert_eq!(job.moment.fingerprint, whole.moment.fingerprint);
        assert_eq!(job.moment.apart, whole.moment.apart);
        assert_eq!(job.control(Control::LearningRate(0.1)), Err(JobError::BadMessage));
    }

    #[test]
    fn sizes_that_are_not_offered_are_refused_in_both_languages() {
        for wrong in [
            Setup { size: 60_000, ..SMALL },
            Setup { chunk: 0, ..SMALL },
            Setup { longest: 4096, ..SMALL },
        ] {
            let refused = Measure::new(wrong).err();
            assert!(matches!(refused, Some(JobError::Refused { en, zh }) if en != zh));
        }
        let mut job = Measure::new(SMALL).expect("offered");
        let wild = |change: fn(&mut Moment)| {
            let mut moment = Measure::new(SMALL).expect("offered").moment;
            change(&mut moment);
            pack(&moment)
        };
        for bad in [
            wild(|m| m.step = 46),
            wild(|m| m.batches[0][1] = 0),
            wild(|m| m.best[1][2] = f64::NAN),
            wild(|m| m.best.clear()),
            wild(|m| m.apart = f32::NAN),
        ] {
            assert_eq!(job.restore(&bad), Err(JobError::BadMessage));
        }
    }
}
