//! The lab's job: questions about one neuron, and the long experiment with growing groups.

use super::bank::{Bank, Neuron};
use super::config::PROMPT_WORDS;
use super::group::{ALONE, Counts, Group, Halves, SIZES, Treatment};
use super::protocol::{Answer, Ask, LEADING, Point, RANKED, Ranked, Report, Setup};
use super::texts::TEXTS;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Why a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    TooLong { words: usize },
    NoNumbers,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::TooLong { words }, Lang::En) => {
                format!("The prompt has {words} words; the lab reads at most {PROMPT_WORDS}.")
            }
            (Refusal::TooLong { words }, Lang::ZhHant) => {
                format!("開頭有 {words} 個詞，這個實驗最多讀 {PROMPT_WORDS} 個。")
            }
            (Refusal::NoNumbers, Lang::En) => {
                "The weights of this model are not finite numbers.".into()
            }
            (Refusal::NoNumbers, Lang::ZhHant) => "這個模型的權重不是有限的數。".into(),
        }
    }
}

/// What a unit of the long experiment runs: a size and a treatment, or one neuron of the ranking alone; on a piece of the requests.
#[derive(Clone, Copy, PartialEq, Debug)]
enum What {
    Group(u32, Treatment),
    Alone(usize),
}

/// A model whose neurons are looked at.
pub struct Neurons {
    pub(super) bank: Bank,
    seed: u64,
    halves: Halves,
    /// Made with the first unit.
    group: Option<Group>,
    units: Vec<(What, usize)>,
    /// Of the experiment that is being counted.
    counts: Counts,
    report: Report,
}

#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn crate::train::Job>, JobError> {
    crate::world_model::study::job::<Neurons>(setup)
}

/// Plans are made for the very texts, and the weights are checked at the start: a fault is a message that is wrong.
pub(super) fn fault<E>(_: E) -> JobError {
    JobError::BadMessage
}

impl Study for Neurons {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = (Counts, Report);

    fn new(subject: Subject, setup: Setup) -> Result<Neurons, JobError> {
        if !subject.params.all_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        let seed = setup.seed.into();
        let halves = Halves::new(&subject.world, seed);
        Ok(Neurons {
            bank: Bank::new(subject, seed, TEXTS),
            seed,
            units: units(&halves),
            halves,
            group: None,
            counts: Counts::default(),
            report: Report::default(),
        })
    }

    fn units(&self) -> u32 {
        self.units.len() as u32
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let (what, piece) = *self.units.get(unit as usize).ok_or(JobError::BadMessage)?;
        if self.group.is_none() {
            let group =
                Group::new(&mut self.bank, self.halves.clone(), self.seed).map_err(fault)?;
            self.tell_ranking(&group);
            self.group = Some(group);
        }
        let Some(group) = &self.group else {
            return Ok(());
        };
        let (neurons, treatment): (Vec<Neuron>, Treatment) = match what {
            What::Group(size, treatment) => (group.chosen(treatment, size as usize), treatment),
            What::Alone(place) => (vec![group.ranking[place].0], Treatment::Harmless),
        };
        group
            .test(&mut self.bank, &neurons, treatment, piece, &mut self.counts)
            .map_err(fault)?;
        let ends = self
            .units
            .get(unit as usize + 1)
            .is_none_or(|next| next.0 != what);
        if ends {
            let counts = std::mem::take(&mut self.counts);
            match what {
                What::Group(0, _) => self.report.before = counts,
                What::Group(size, treatment) => self.report.points.push(Point {
                    treatment,
                    size,
                    counts,
                }),
                What::Alone(_) => self.report.alone.push(counts.refused.right),
            }
        }
        Ok(())
    }

    fn report(&self) -> Report {
        self.report.clone()
    }

    fn ask(&mut self, question: Ask) -> Result<Answer, JobError> {
        match question {
            Ask::Look {
                prompt,
                layer,
                neuron,
            } => self.look(&prompt, self.place(layer, neuron)?),
            Ask::About { layer, neuron } => self.about(self.place(layer, neuron)?),
            Ask::KnockOut {
                layer,
                neuron,
                part,
            } => self.knock_out(self.place(layer, neuron)?, part as usize),
        }
    }

    fn keep(&self) -> (Counts, Report) {
        (self.counts, self.report.clone())
    }

    fn restore(&mut self, (counts, report): (Counts, Report)) -> Result<(), JobError> {
        (self.counts, self.report) = (counts, report);
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.bank.bytes()
    }
}

/// From small groups to large ones, then the first of the ranking one at a time.
fn units(halves: &Halves) -> Vec<(What, usize)> {
    let mut whats = vec![(What::Group(0, Treatment::Harmless), halves.pieces())];
    for size in SIZES {
        whats.extend(
            Treatment::all()
                .into_iter()
                .map(|t| (What::Group(size, t), halves.pieces())),
        );
    }
    whats.extend((0..ALONE).map(|place| (What::Alone(place), halves.harmful_pieces())));
    whats
        .into_iter()
        .flat_map(|(what, pieces)| (0..pieces).map(move |piece| (what, piece)))
        .collect()
}

impl Neurons {
    fn place(&self, layer: u32, neuron: u32) -> Result<Neuron, JobError> {
        let place = (layer as usize, neuron as usize);
        let inside = place.0 < self.bank.layers() && place.1 < self.bank.neurons();
        inside.then_some(place).ok_or(JobError::BadMessage)
    }

    fn tell_ranking(&mut self, group: &Group) {
        let told = |&((layer, neuron), score): &(Neuron, f64)| Ranked {
            layer: layer as u32,
            neuron: neuron as u32,
            score: score as f32,
        };
        self.report.ranking = group.ranking.iter().take(RANKED).map(told).collect();
        let mut layers = vec![0; self.bank.layers()];
        group
            .ranking
            .iter()
            .take(LEADING)
            .for_each(|((layer, _), _)| layers[*layer] += 1);
        self.report.layers = layers;
    }
}
