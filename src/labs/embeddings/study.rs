//! The lab's job: the model's table of words as points, asked for its neighbours.

use super::config::Axes;
use super::geometry::{Cloud, Principal, cosine, descending, random_axes};
use super::protocol::{AXES, Answer, Ask, DRAWS, Facts, NEAR, Near, Paired, Plane, Report, Setup};
use super::words::{Class, Pairing, Word, content};
use crate::data::rng::{indexed, shuffle};
use crate::data::world::Vocabulary;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::data::tally::Tally;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Why a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    NoWord,
    OneWord,
    NoAxis,
    NoNumbers,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Refusal::NoWord => ("Write a word first.", "請先寫一個詞。"),
            Refusal::OneWord => ("One word at a time.", "一次只能寫一個詞。"),
            Refusal::NoAxis => ("There is no such axis.", "沒有這個軸。"),
            Refusal::NoNumbers => (
                "The weights of this model are no longer finite.",
                "這個模型的權重已經不是有限的數。",
            ),
        };
        match lang {
            Lang::En => en.into(),
            Lang::ZhHant => zh.into(),
        }
    }
}

/// The words of one model as points.
pub struct Embeddings {
    step: u32,
    seed: u64,
    vocabulary: Vocabulary,
    /// All words, as the model has them.
    table: Cloud,
    words: Vec<Word>,
    /// The content words, their mean at the origin.
    content: Cloud,
    principal: Principal,
    /// Of every content word the nearest other one.
    nearest: Vec<usize>,
    drawn: Report,
}

impl Embeddings {
    /// Content words whose nearest other one is of the same class.
    fn purity(&self, cloud: &Cloud) -> Tally {
        let classes: Vec<Class> = self.words.iter().map(|w| w.class).collect();
        same_class(&cloud.nearest(), &classes)
    }

    fn facts(&self) -> Facts {
        let classes: Vec<Class> = self.words.iter().map(|w| w.class).collect();
        let first = |n: usize| self.purity(&self.content.along(&self.principal.axes[..n]));
        Facts {
            step: self.step,
            purity: same_class(&self.nearest, &classes),
            purity_pca: [first(2), first(AXES)],
            variance: (0..self.content.width).map(|i| self.principal.share(i) as f32).collect(),
            pairs: Pairing::ALL.map(|pairing| self.paired(pairing)).to_vec(),
        }
    }

    /// How often the most alike of all partners is the right one.
    fn paired(&self, pairing: Pairing) -> Paired {
        let id = |word: &str| self.vocabulary.id(word).unwrap_or_default() as usize;
        let pairs: Vec<[usize; 2]> = pairing.pairs().iter().map(|p| p.map(id)).collect();
        let mut paired = Paired {
            right: Tally::default(),
            other: Tally::default(),
        };
        for (i, [word, _]) in pairs.iter().enumerate() {
            let alike = |j: usize| cosine(self.table.point(*word), self.table.point(pairs[j][1]));
            let best = descending(&(0..pairs.len()).map(alike).collect::<Vec<f64>>())[0];
            paired.right.add(best == i);
            paired.other.add(best == (i + 1) % pairs.len());
        }
        paired
    }

    fn map(&self, axes: Axes) -> Result<Plane, JobError> {
        let (axes, share) = match axes {
            Axes::Principal { across, up } => {
                let axis = |n: u8| {
                    let i = usize::from(n).checked_sub(1).filter(|i| *i < AXES)?;
                    Some((self.principal.axes[i].clone(), self.principal.share(i)))
                };
                let (Some(across), Some(up)) = (axis(across), axis(up)) else {
                    return Err(JobError::refused(&Refusal::NoAxis));
                };
                (vec![across.0, up.0], [across.1, up.1])
            }
            Axes::Random { seed } => {
                let rng = &mut indexed(seed.into(), "axes", 0);
                let axes = random_axes(rng, self.content.width, 2);
                let total: f64 = self.principal.variances.iter().sum();
                let share = |axis: &Vec<f64>| {
                    let along = self.content.along(std::slice::from_ref(axis)).values;
                    let variance = along.iter().map(|x| x * x).sum::<f64>() / along.len() as f64;
                    variance / total.max(f64::MIN_POSITIVE)
                };
                let shares = [share(&axes[0]), share(&axes[1])];
                (axes, shares)
            }
        };
        let plane = self.content.along(&axes);
        let points = plane.values.chunks(2).map(|p| [p[0] as f32, p[1] as f32]);
        Ok(Plane {
            points: points.collect(),
            share: share.map(|x| x as f32),
            purity: self.purity(&plane),
        })
    }

    fn near(&self, word: &str) -> Result<Near, JobError> {
        let found = self.vocabulary.encode(word);
        let found = found.map_err(|error| JobError::refused(&error))?;
        let word = match found[..] {
            [word] => word,
            [] => return Err(JobError::refused(&Refusal::NoWord)),
            _ => return Err(JobError::refused(&Refusal::OneWord)),
        };
        let own = self.table.point(word as usize);
        let alike: Vec<f64> = (0..self.table.len())
            .map(|i| cosine(own, self.table.point(i)))
            .collect();
        // The start of a text is no word.
        let order = descending(&alike).into_iter().map(|i| i as u32);
        let others = order.filter(|i| *i != word && *i != crate::data::world::START);
        Ok(Near {
            word,
            near: others
                .take(NEAR)
                .map(|i| (i, alike[i as usize] as f32))
                .collect(),
        })
    }
}

fn same_class(nearest: &[usize], classes: &[Class]) -> Tally {
    let mut tally = Tally::default();
    for (i, near) in nearest.iter().enumerate() {
        tally.add(classes[i] == classes[*near]);
    }
    tally
}

impl Study for Embeddings {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = Report;

    fn new(subject: Subject, setup: Setup) -> Result<Embeddings, JobError> {
        let vocabulary = subject.world.vocabulary;
        let width = subject.model.width;
        let values = subject.params.get("emb").ok_or(JobError::BadMessage)?;
        if !subject.params.all_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        let table = Cloud::new(width, values.iter().map(|x| f64::from(*x)).collect());
        let words = content(&vocabulary);
        let rows = words
            .iter()
            .flat_map(|w| table.point(w.id as usize).to_vec());
        let content = Cloud::new(width, rows.collect()).centred();
        Ok(Embeddings {
            step: subject.about.step,
            seed: setup.seed.into(),
            vocabulary,
            principal: Principal::of(&content),
            nearest: content.nearest(),
            drawn: Report::default(),
            table,
            words,
            content,
        })
    }

    fn units(&self) -> u32 {
        DRAWS as u32
    }

    /// One shuffle and one random plane.
    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let mut classes: Vec<Class> = self.words.iter().map(|w| w.class).collect();
        let rng = &mut indexed(self.seed, "shuffled classes", unit.into());
        shuffle(rng, &mut classes);
        let shuffled = same_class(&self.nearest, &classes);
        let rng = &mut indexed(self.seed, "random planes", unit.into());
        let plane = self.content.along(&random_axes(rng, self.content.width, 2));
        let plane = self.purity(&plane);
        self.drawn.shuffled.push(shuffled);
        self.drawn.planes.push(plane);
        Ok(())
    }

    fn report(&self) -> Report {
        self.drawn.clone()
    }

    fn ask(&mut self, ask: Ask) -> Result<Answer, JobError> {
        Ok(match ask {
            Ask::Facts => Answer::Facts(self.facts()),
            Ask::Map(axes) => Answer::Map(self.map(axes)?),
            Ask::Near(word) => Answer::Near(self.near(&word)?),
        })
    }

    fn keep(&self) -> Report {
        self.drawn.clone()
    }

    fn restore(&mut self, kept: Report) -> Result<(), JobError> {
        self.drawn = kept;
        Ok(())
    }

    fn bytes(&self) -> usize {
        size_of::<f64>() * (self.table.values.len() + self.content.values.len())
    }
}
