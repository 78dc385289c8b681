//! The lab's job: layers trained side by side in slices, and laws measured between them.

use super::laws::{Keys, Measured, Rule, measure};
use super::protocol::{Answer, Ask, Curve, Laws, Report, Setup};
use super::race::Race;
use crate::lesson::{Describe, Lang};
use crate::nn::mixers::Kind;
use crate::recall::config::SIZE;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// Numbers of pairs at which laws are measured.
pub const PAIRS: [usize; 9] = [1, 2, 4, 8, 12, 16, 24, 32, 48];
/// Most draws of one measurement.
pub const MOST_DRAWS: u16 = 200;

/// Why a set-up was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    NoLayer,
    /// A layer twice, or out of order.
    Disorder,
    /// A number outside its limits.
    Limits,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Refusal::NoLayer => (
                "Choose at least one layer to train.",
                "請至少選一種要訓練的層。",
            ),
            Refusal::Disorder => (
                "The list of layers is damaged. Reload the page.",
                "層的清單壞了，請重新載入頁面。",
            ),
            Refusal::Limits => (
                "A setting of the run lies outside its limits. Reload the page.",
                "這次執行有設定超出範圍，請重新載入頁面。",
            ),
        };
        match lang {
            Lang::En => en.into(),
            Lang::ZhHant => zh.into(),
        }
    }
}

/// Trains the chosen layers side by side and answers for the laws.
pub struct MemoryLimits {
    race: Race,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(MemoryLimits::new(&unpack(setup)?)?))
}

impl MemoryLimits {
    pub fn new(setup: &Setup) -> Result<MemoryLimits, JobError> {
        let refused = |what: Refusal| Err(JobError::refused(&what));
        if setup.layers.is_empty() {
            return refused(Refusal::NoLayer);
        }
        if !setup.layers.is_sorted_by(|a, b| a < b) {
            return refused(Refusal::Disorder);
        }
        let config = setup.run(Kind::Linear);
        if config.clamped() != config {
            return refused(Refusal::Limits);
        }
        Ok(MemoryLimits {
            race: Race::new(setup)?,
        })
    }

    #[cfg(test)]
    pub(super) fn race_mut(&mut self) -> &mut Race {
        &mut self.race
    }
}

fn told(more: bool) -> Slice {
    if more { Slice::Working } else { Slice::Done }
}

impl Job for MemoryLimits {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let more = self.race.advance(Some(now_ms));
            if !more || now_ms() >= until_ms {
                return told(more);
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        let more = self.race.round();
        told(more)
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => self.race = Race::new(&self.race.setup)?,
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            // The rate belongs to the set-up: all layers are to have the same.
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let layers = self.race.reports();
        let timed = layers.iter().filter_map(|layer| layer.remaining_seconds);
        pack(&Report {
            step: self.race.step(),
            steps: self.race.setup.steps,
            remaining_seconds: timed.reduce(|a, b| a + b),
            fingerprint: self.race.fingerprint(),
            layers,
        })
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        let Ask::Laws(laws) = unpack(question)?;
        Ok(pack(&Answer::Laws(curves(&laws)?)))
    }

    fn checkpoint(&self) -> Vec<u8> {
        self.race.checkpoint()
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        self.race.restore(checkpoint)
    }

    fn bytes(&self) -> usize {
        self.race.bytes()
    }
}

/// The four memories whose error is measured, in the order of the figure.
pub fn rules(scale: f64) -> [Rule; 4] {
    [
        Rule::Linear,
        Rule::Best,
        Rule::Delta { beta: 1.0 },
        Rule::Softmax { scale },
    ]
}

/// Every memory at every number of pairs.
fn curves(laws: &Laws) -> Result<Vec<Curve>, JobError> {
    let sound = (SIZE.0..=SIZE.1).contains(&laws.size) && (1..=MOST_DRAWS).contains(&laws.draws);
    if !sound || !laws.scale.is_finite() {
        return Err(JobError::BadMessage);
    }
    let points = |rule: Rule, keys: Keys| -> Vec<Measured> {
        let at = |t: usize| {
            measure(
                rule,
                keys,
                t,
                usize::from(laws.size),
                u32::from(laws.draws),
                u64::from(laws.seed),
            )
        };
        PAIRS.into_iter().map(at).collect()
    };
    let curve = |rule| Curve {
        rule,
        points: points(rule, laws.keys),
    };
    Ok(rules(f64::from(laws.scale)).map(curve).into())
}
