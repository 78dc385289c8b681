//! One latent looked at, and set to another value inside the model, beside random directions of the same length.

use super::coder::direction;
use super::concepts::COUNT;
use super::config::{LEVEL, PROMPT_CHARS, PROMPT_WORDS};
use super::job::{Refusal, Sae};
use super::protocol::{
    CONTEXTS, Change, Changed, Context, DRAWS, PROMOTED, Shown, Treatment, WORDS, Word,
};
use super::score::matches;
use crate::backend::{BackendError, Region};
use crate::data::rng::indexed;
use crate::train::JobError;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{self, log_softmax, tokens};

/// What is needed to set a latent.
pub(super) struct Handle {
    pub latent: usize,
    /// The largest recorded value.
    pub most: f32,
    /// Its direction in the model's own units: what one unit of the latent adds.
    pub direction: Vec<f32>,
}

impl Handle {
    pub(super) fn of(sae: &Sae, latent: usize) -> Handle {
        let row = sae.kept.training.coder.row(latent);
        Handle {
            latent,
            most: sae.kept.report.latents.get(latent).map_or(0.0, |l| l.most),
            direction: row.iter().map(|d| d * sae.scale).collect(),
        }
    }
}

impl Sae {
    /// The latents of a vector of the layer.
    fn latents_at(&self, h: &[f32]) -> Vec<f32> {
        let x: Vec<f32> = h
            .iter()
            .zip(&self.mean)
            .map(|(h, m)| (h - m) / self.scale)
            .collect();
        self.kept.training.coder.latents_of(&x)
    }

    fn trained(&self, latent: u32) -> Result<Handle, JobError> {
        let latents = self.setup.latents.into();
        if !self.kept.report.is_scored() {
            return Err(JobError::refused(&Refusal::NotTrained));
        }
        if latent as usize >= latents {
            return Err(JobError::refused(&Refusal::NoSuchLatent { latents }));
        }
        Ok(Handle::of(self, latent as usize))
    }

    pub(super) fn show(&mut self, latent: u32) -> Result<Shown, JobError> {
        let handle = self.trained(latent)?;
        let mut on = self.codes[latent as usize].clone();
        let found = matches(&mut on, &self.recording.labels);
        let mut contexts: Vec<Context> = Vec::new();
        for (word, _) in &on {
            let (document, position) = self.recording.places[*word as usize];
            let tokens = &self.documents.rows[document as usize][1..];
            if contexts.iter().any(|c| c.tokens == tokens) {
                continue;
            }
            let first = *word as usize + 1 - usize::from(position);
            let c = self.mean.len();
            let value = |i: usize| {
                let x = &self.recording.x[(first + i) * c..][..c];
                self.kept.training.coder.latents_of(x)[latent as usize]
            };
            contexts.push(Context {
                values: (0..tokens.len()).map(value).collect(),
                tokens: tokens.to_vec(),
            });
            if contexts.len() == CONTEXTS {
                break;
            }
        }
        let mut order: Vec<usize> = (0..COUNT).filter(|c| found[*c].chosen > 0.0).collect();
        order.sort_by(|a, b| found[*b].chosen.total_cmp(&found[*a].chosen).then(a.cmp(b)));
        let concepts = order
            .iter()
            .take(3)
            .map(|c| (*c as u8, found[*c].chosen, found[*c].tested))
            .collect();
        Ok(Shown {
            latent,
            contexts,
            promoted: self.promoted(&handle),
            concepts,
        })
    }

    /// Words whose embeddings lie along what the latent writes at its largest, as the final gain weighs them. The final norm's
    /// division is left out, so this ranks the words and is no logit.
    fn promoted(&self, handle: &Handle) -> Vec<(u32, f32)> {
        let (Some(embedding), Some(gain)) = (self.params.get("emb"), self.params.get("gf")) else {
            return Vec::new();
        };
        let written: Vec<f32> = handle
            .direction
            .iter()
            .zip(gain)
            .map(|(d, g)| d * g * handle.most)
            .collect();
        let score = |row: &[f32]| row.iter().zip(&written).map(|(a, b)| a * b).sum::<f32>();
        let mut words: Vec<(u32, f32)> = (0..)
            .zip(embedding.chunks_exact(written.len()).map(score))
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(PROMOTED);
        words
    }

    pub(super) fn change(&mut self, change: &Change) -> Result<Changed, JobError> {
        let prompt: String = change.prompt.chars().take(2 * PROMPT_CHARS).collect();
        let words = prompt.split_whitespace().count();
        if words > PROMPT_WORDS {
            return Err(JobError::refused(&Refusal::TooLong { words }));
        }
        let row = tokens(&self.world.vocabulary, &prompt).map_err(|e| JobError::refused(&e))?;
        let handle = change
            .latent
            .map(|latent| self.trained(latent))
            .transpose()?;
        self.changed(row, handle, change)
            .map_err(|_| JobError::BadMessage)
    }

    fn changed(
        &mut self,
        row: Vec<u32>,
        handle: Option<Handle>,
        change: &Change,
    ) -> Result<Changed, BackendError> {
        let time = row.len();
        let seen = self
            .forward
            .run(&self.params, std::slice::from_ref(&row), &[])?;
        let before = log_softmax(seen.last(0)?);
        let vectors: Vec<Vec<f32>> = (0..time)
            .map(|t| seen.vector(&self.sites.layer, 0, t).map(<[f32]>::to_vec))
            .collect::<Result<_, _>>()?;
        let Some(handle) = handle else {
            let same = before.clone();
            return Ok(told(row, Vec::new(), &before, &same, &[], 0.0));
        };
        let values: Vec<f32> = vectors
            .iter()
            .map(|h| self.latents_at(h)[handle.latent])
            .collect();
        let target = LEVEL.clamp(change.level.into()) as f32 * handle.most;
        // How much of the latent is added at each word; never at the start, which nothing was recorded of.
        let by: Vec<f32> = (0..time)
            .map(|t| {
                if t == 0 || (!change.everywhere && t + 1 != time) {
                    0.0
                } else {
                    target - values[t]
                }
            })
            .collect();
        // The first row is left as it is: rows of one run are rounded alike, so no change is a change of exactly 0.
        let mut directions = vec![vec![0.0; handle.direction.len()], handle.direction.clone()];
        directions.extend(
            (0..DRAWS as u64)
                .map(|draw| same_length(&handle.direction, self.setup.seed.into(), draw)),
        );
        let rows = vec![row.clone(); directions.len()];
        let added: Vec<f32> = directions
            .iter()
            .flat_map(|d| by.iter().flat_map(move |by| d.iter().map(move |d| by * d)))
            .collect();
        let change = forward::Change::add(self.sites.layer.clone(), Region::all(), added);
        let seen = self.forward.run(&self.params, &rows, &[change])?;
        let (before, after) = (log_softmax(seen.last(0)?), log_softmax(seen.last(1)?));
        let random: Vec<Vec<f64>> = (2..rows.len())
            .map(|i| seen.last(i).map(log_softmax))
            .collect::<Result<_, _>>()?;
        let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        let sizes: Vec<f32> = (0..time)
            .filter(|t| by[*t] != 0.0)
            .map(|t| by[t].abs() * norm(&handle.direction) / norm(&vectors[t]).max(1e-6))
            .collect();
        let size = sizes.iter().sum::<f32>() / sizes.len().max(1) as f32;
        Ok(told(row, values, &before, &after, &random, size))
    }
}

fn told(
    tokens: Vec<u32>,
    values: Vec<f32>,
    before: &[f64],
    after: &[f64],
    random: &[Vec<f64>],
    size: f32,
) -> Changed {
    let spread = |of: &dyn Fn(&[f64]) -> f64| -> [f32; 3] {
        let all: Vec<f64> = random.iter().map(|r| of(r)).collect();
        let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
        let (least, most) = all
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(*x), b.max(*x))
            });
        if all.is_empty() {
            [0.0; 3]
        } else {
            [mean, least, most].map(|x| x as f32)
        }
    };
    let divergence = |other: &[f64]| -> f64 {
        before
            .iter()
            .zip(other)
            .map(|(p, q)| libm::exp(*p) * (p - q))
            .sum::<f64>()
            .max(0.0)
    };
    let mut order: Vec<usize> = (0..before.len()).collect();
    // What is likely before or after.
    order.sort_by(|a, b| {
        before[*b]
            .max(after[*b])
            .total_cmp(&before[*a].max(after[*a]))
            .then(a.cmp(b))
    });
    let words = order
        .iter()
        .take(WORDS)
        .map(|&i| Word {
            id: i as u32,
            before: libm::exp(before[i]) as f32,
            after: libm::exp(after[i]) as f32,
            random: spread(&|r| libm::exp(r[i])),
        })
        .collect();
    Changed {
        tokens,
        values,
        words,
        divergence: divergence(after) as f32,
        random: spread(&|r| divergence(r)),
        size,
    }
}

/// A random direction as long as this one.
fn same_length(direction_: &[f32], seed: u64, draw: u64) -> Vec<f32> {
    let norm = direction_.iter().map(|x| x * x).sum::<f32>().sqrt();
    let mut rng = indexed(seed, "sae.control", draw);
    direction(&mut rng, direction_.len())
        .iter()
        .map(|x| x * norm)
        .collect()
}

/// Whether each of these requests (numbers `at`) is refused under a treatment of a latent. Each request has a random direction of its own.
pub(super) fn refusals_of(
    sae: &mut Sae,
    handle: &Handle,
    treatment: Treatment,
    at: &[usize],
    rows: &[Vec<u32>],
) -> Result<Vec<bool>, BackendError> {
    let time = rows[0].len();
    let seen = sae.forward.run(&sae.params, rows, &[])?;
    let mut changes = Vec::new();
    if treatment != Treatment::Untouched {
        let vectors = seen.site(&sae.sites.layer)?.to_vec();
        let c = sae.mean.len();
        let off = matches!(treatment, Treatment::Off | Treatment::OffRandom);
        let randomly = matches!(treatment, Treatment::OffRandom | Treatment::UpRandom);
        let mut added = vec![0.0; vectors.len()];
        for (i, number) in at.iter().enumerate() {
            let along = if randomly {
                same_length(
                    &handle.direction,
                    sae.setup.seed.into(),
                    1000 + *number as u64,
                )
            } else {
                handle.direction.clone()
            };
            for t in 1..time {
                if !off && t + 1 != time {
                    continue;
                }
                let place = (i * time + t) * c;
                let value = sae.latents_at(&vectors[place..place + c])[handle.latent];
                let target = if off { 0.0 } else { handle.most };
                added[place..place + c]
                    .iter_mut()
                    .zip(&along)
                    .for_each(|(a, d)| *a = (target - value) * d);
            }
        }
        changes.push(forward::Change::add(
            sae.sites.layer.clone(),
            Region::all(),
            added,
        ));
    }
    let seen = sae.forward.run(&sae.params, rows, &changes)?;
    let sorry = sae.world.vocabulary.id("sorry");
    (0..rows.len())
        .map(|row| Ok(Some(most_likely(seen.last(row)?)) == sorry))
        .collect()
}
