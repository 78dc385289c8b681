//! Does a model think in the language that it has read most of? An experiment on `data::trilingual`.
//!
//! Wendler et al. 2024, "Do Llamas Work in English?", arXiv 2402.10588: between French and Chinese the English word came on top in
//! middle layers. Here the same is counted for pairs of models that differ in nothing but the mix of languages, on prompts of trained
//! translations that the model answers right, beside the word of the third language where English is one of the two.

use serde::{Deserialize, Serialize};

use super::exam::most_likely;
use super::forward::{Forward, TOGETHER, groups, log_softmax, tokens};
use super::lens::read_out;
use super::recipe::model;
use super::run::{Source, WorldRun};
use crate::backend::{BackendError, Params};
use crate::data::rng::Pcg32;
use crate::data::tally::Tally;
use crate::data::trilingual::{DIRECTIONS, Mix, Trilingual, by_example, tagged, vocabulary};
use crate::data::world::Vocabulary;
use crate::data::world::lexicon::CONCEPTS;
use crate::nn::model_file::{self, FileError};
use crate::nn::rope_gpt::RopeGpt;
use crate::order;
use crate::tensor::Graph;

impl Source for Trilingual {
    fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn row(&self, rng: &mut Pcg32, length: usize) -> Vec<u32> {
        Trilingual::row(self, rng, length)
    }
}

/// The pairs: each of these seeds in each mix.
pub const SEEDS: [u64; 6] = [1, 2, 3, 4, 5, 6];
/// Updates of each model.
pub const STEPS: u32 = 900;

/// Training loss of step `SMOKE_STEPS` of the first seed in each mix, nats per token.
pub const SMOKE_LOSS: [f64; 2] = [6.535_07, 6.561_45];
pub const SMOKE_STEPS: u32 = 5;

/// The run of one model of the experiment.
pub fn run(seed: u64, mix: Mix) -> WorldRun<Trilingual> {
    WorldRun::of(Trilingual::new(seed, mix), seed, STEPS)
}

/// Its file, under `static/models`.
pub fn file_name(seed: u64, mix: Mix) -> String {
    format!("trilingual-{}-{seed}.safetensors", mix.name())
}

/// How the question is put.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Form {
    /// "fr : chat -> zh :"
    #[default]
    Tagged,
    /// "pain -> 麵包 ; chien -> 狗 ; livre -> 書 ; chat ->"
    ByExample,
}

impl Form {
    pub const ALL: [Form; 2] = [Form::Tagged, Form::ByExample];
}

/// One translation with the words that are looked for in the middle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    pub prompt: String,
    /// The word that should follow.
    pub answer: &'static str,
    /// The word of the language that takes no part: English between French and Chinese, else the third language.
    pub third: &'static str,
}

/// Every thing in every direction, in this form: those between French and Chinese, or those with English on one side.
pub fn cases(form: Form, with_english: bool) -> Vec<Case> {
    let directions = DIRECTIONS
        .into_iter()
        .filter(|&(from, to)| (from == 0 || to == 0) == with_english);
    let mut found = Vec::new();
    for (from, to) in directions {
        for (c, concept) in CONCEPTS.iter().enumerate() {
            let (prompt, answer) = match form {
                Form::Tagged => tagged(c, from, to),
                Form::ByExample => by_example(c, from, to),
            };
            found.push(Case {
                prompt,
                answer,
                third: concept.word[3 - from - to],
            });
        }
    }
    found
}

/// What came of the cases of one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Count {
    /// Answered right, of all.
    pub right: Tally,
    /// Of those answered right: the word of the language that takes no part was the most probable one of all after some block but
    /// the last.
    pub third: Tally,
}

/// One layer of one case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Most probable first.
    pub top: Vec<(u32, f32)>,
    /// Probability of the answer's word, and of the third language's.
    pub answer: f32,
    pub third: f32,
}

/// One of the models, ready to be asked.
pub struct Thinker {
    model: RopeGpt,
    params: Params<f32>,
    pub vocabulary: Vocabulary,
}

impl Thinker {
    /// From a file of `make models trilingual`.
    pub fn open(file: &[u8]) -> Result<Thinker, FileError> {
        let vocabulary = vocabulary();
        let model = model(&vocabulary);
        let g = Graph::new();
        model.loss(&g, 1, 2);
        let mut params = Params::init(&g, 0);
        model_file::load(file, &mut params)?;
        Ok(Thinker {
            model,
            params,
            vocabulary,
        })
    }

    fn id(&self, word: &str) -> u32 {
        self.vocabulary.id(word).unwrap_or_default()
    }

    fn rows(&self, cases: &[Case]) -> Vec<Vec<u32>> {
        let row = |case: &Case| tokens(&self.vocabulary, &case.prompt).unwrap_or_default();
        cases.iter().map(row).collect()
    }

    /// Counts the cases.
    pub fn count(&self, cases: &[Case]) -> Result<Count, BackendError> {
        // Not the embedding, and not the end.
        let sites: Vec<String> = (1..self.model.layers).map(|l| format!("pre.{l}")).collect();
        let mut forward = Forward::new(self.model, &sites);
        let rows = self.rows(cases);
        let mut count = Count::default();
        for group in groups(&rows, TOGETHER) {
            let batch: Vec<Vec<u32>> = group.iter().map(|&i| rows[i].clone()).collect();
            let seen = forward.run(&self.params, &batch, &[])?;
            for (row, &i) in group.iter().enumerate() {
                let right = most_likely(seen.last(row)?) == self.id(cases[i].answer);
                count.right.add(right);
                if !right {
                    continue;
                }
                let third = self.id(cases[i].third);
                let mut found = false;
                for site in &sites {
                    let stream = seen.vector(site, row, seen.time() - 1)?;
                    found |= most_likely(&read_out(&self.params, stream)) == third;
                }
                count.third.add(found);
            }
        }
        Ok(count)
    }

    /// The last position of one case, layer by layer (L + 1), the end being the model's own answer.
    pub fn look(&self, case: &Case, top: usize) -> Result<Vec<Layer>, BackendError> {
        let sites: Vec<String> = (0..=self.model.layers)
            .map(|l| format!("pre.{l}"))
            .collect();
        let mut forward = Forward::new(self.model, &sites);
        let seen = forward.run(&self.params, &self.rows(std::slice::from_ref(case)), &[])?;
        let (answer, third) = (self.id(case.answer) as usize, self.id(case.third) as usize);
        let mut layers = Vec::new();
        for (l, site) in sites.iter().enumerate() {
            let logits = if l == self.model.layers {
                seen.last(0)?.to_vec()
            } else {
                read_out(&self.params, seen.vector(site, 0, seen.time() - 1)?)
            };
            let log_p = log_softmax(&logits);
            let p = |i: usize| libm::exp(log_p[i]) as f32;
            let best = order::descending(log_p.len(), |i| order::number(log_p[i]));
            layers.push(Layer {
                top: best
                    .into_iter()
                    .take(top)
                    .map(|i| (i, p(i as usize)))
                    .collect(),
                answer: p(answer),
                third: p(third),
            });
        }
        Ok(layers)
    }
}

/// What the pairs say together.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Verdict {
    /// Mean over the pairs of (share in the English-most model - share in its balanced partner).
    pub difference: f64,
    /// Its 95 % interval: Student's t over the pairs.
    pub half_width: f64,
    /// Pairs in which the English-most model shows more; pairs in which its partner does.
    pub more: u32,
    pub less: u32,
    /// Two-sided p of the sign test: how often a fair coin leans at least that far (ties left out).
    pub sign_p: f64,
}

/// Two-sided 95 % quantiles of Student's t with 1 to 9 degrees of freedom.
const T95: [f64; 9] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262,
];

/// `pairs`: (share in the English-most model, share in its partner), two to ten of them.
pub fn verdict(pairs: &[(f64, f64)]) -> Option<Verdict> {
    let t = *T95.get(pairs.len().checked_sub(2)?)?;
    let n = pairs.len() as f64;
    let differences = || pairs.iter().map(|(a, b)| a - b);
    let mean = differences().sum::<f64>() / n;
    let variance = differences().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    let more = differences().filter(|d| *d > 0.0).count() as u32;
    let less = differences().filter(|d| *d < 0.0).count() as u32;
    Some(Verdict {
        difference: mean,
        half_width: t * libm::sqrt(variance / n),
        more,
        less,
        sign_p: sign_p(more, less),
    })
}

fn sign_p(more: u32, less: u32) -> f64 {
    let n = more + less;
    let choose = |k: u32| {
        (0..k)
            .map(|i| f64::from(n - i) / f64::from(i + 1))
            .product::<f64>()
    };
    let tail: f64 = (0..=more.min(less)).map(choose).sum();
    (2.0 * tail / libm::pow(2.0, f64::from(n))).min(1.0)
}
