//! The questions of the page: distributions, generated tokens, beams, diversity, attention, the cost of the cache, files.

use super::config::Weights;
use super::job::NextToken;
use super::protocol::{Answer, Ask, Beam, Diversity, Drawn};
use crate::backend::Cpu;
use crate::lesson::{Describe, Lang};
use crate::nn::decode::Decoder;
use crate::nn::model_file;
use crate::nn::sampling::{NextLogits, SamplingError, Settings, beam, distinct, distribution, draw, record, self_bleu, uniform};
use crate::tensor::{Graph, Plan};
use crate::train::JobError;

/// Most tokens that one question may hold or ask for.
const MOST_TOKENS: usize = 20_000;
const MOST_GENERATED: u32 = 1000;
const MOST_BEAM: u32 = 64;
const SAMPLES: u32 = 20;

/// Why a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    Empty,
    TooLong,
    ForeignToken,
    /// The weights give logits that are no numbers.
    Sampling(SamplingError),
    NoShipped,
}

impl From<SamplingError> for Refusal {
    fn from(e: SamplingError) -> Self {
        Refusal::Sampling(e)
    }
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Refusal::Empty => ("There is no token to go on from.", "沒有可以接續的 token。"),
            Refusal::TooLong => ("That is more text than one question may hold.", "一次提問的文字太長了。"),
            Refusal::ForeignToken => ("The text holds a token of another vocabulary; start the text anew.", "文字裡有別的詞彙表的 token，請重新開始。"),
            Refusal::Sampling(e) => return e.describe(lang),
            Refusal::NoShipped => ("There is no shipped model of this architecture and text; choose the default sizes.", "沒有這種架構與文字的預載模型，請改回預設的大小。"),
        };
        match lang {
            Lang::En => en.into(),
            Lang::ZhHant => zh.into(),
        }
    }
}

/// One set of weights with its cache, as the sampler sees it.
pub(super) struct Voice<'a> {
    pub job: &'a mut NextToken,
    pub weights: Weights,
}

impl NextLogits for Voice<'_> {
    type Error = Refusal;

    fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, Refusal> {
        let (prepared, params, decoder) = self.job.voice(self.weights)?;
        Ok(decoder.logits(params, prepared.visible(tokens)).to_vec())
    }
}

pub(super) fn answer(job: &mut NextToken, ask: Ask) -> Result<Answer, JobError> {
    let told = |r: Refusal| JobError::refused(&r);
    match ask {
        Ask::About => Ok(Answer::About(job.prepared.about(job.run.step_flops(), job.run.plan_bytes()))),
        Ask::Tokenize { text } => {
            if text.len() > MOST_TOKENS {
                return Err(told(Refusal::TooLong));
            }
            job.prepared.tokenizer.encode(&text).map(Answer::Tokens).map_err(|e| JobError::refused(&e))
        }
        Ask::Next { weights, tokens, sampler } => {
            check(job, &tokens).map_err(told)?;
            let logits = Voice { job, weights }.logits(&tokens).map_err(told)?;
            let seen = job.prepared.visible(&tokens);
            distribution(&logits, seen, &sampler).map(Answer::Next).map_err(|e| told(e.into()))
        }
        Ask::Generate { weights, tokens, count, sampler, seed } => {
            check(job, &tokens).map_err(told)?;
            generate(job, weights, tokens, count.min(MOST_GENERATED), &sampler, seed).map(Answer::Generated).map_err(told)
        }
        Ask::Beam { weights, tokens, count, width } => {
            check(job, &tokens).map_err(told)?;
            let count = count.min(MOST_BEAM) as usize;
            let mut search = |width: usize| -> Result<Vec<Beam>, Refusal> {
                let paths = beam(&mut Voice { job: &mut *job, weights }, &tokens, count, width)?;
                Ok(paths.into_iter().map(|p| Beam { tokens: p.tokens, log_probability: p.log_probability as f32 }).collect())
            };
            let greedy = search(1).map_err(told)?.swap_remove(0);
            Ok(Answer::Beams { beams: search(width.clamp(1, 8) as usize).map_err(told)?, greedy })
        }
        Ask::Diversity { weights, tokens, count, sampler, seed } => {
            check(job, &tokens).map_err(told)?;
            let samples = (0..SAMPLES)
                .map(|i| {
                    let drawn = generate(job, weights, tokens.clone(), count.min(MOST_BEAM), &sampler, seed.wrapping_add(i))?;
                    Ok(drawn.into_iter().map(|d| d.token).collect())
                })
                .collect::<Result<Vec<Vec<u32>>, Refusal>>()
                .map_err(told)?;
            let distinct_4 = distinct(&samples, 4).unwrap_or(0.0) as f32;
            let self_bleu = self_bleu(&samples).unwrap_or(0.0) as f32;
            Ok(Answer::Diversity(Diversity { samples, distinct_4, self_bleu }))
        }
        Ask::Attention { weights, tokens } => {
            check(job, &tokens).map_err(told)?;
            attention(job, weights, &tokens).map_err(told)
        }
        Ask::CacheCost { weights } => cache_cost(job, weights).map_err(told),
        Ask::Export { weights } => {
            let about = job.about_line(weights);
            let (_, params, _) = job.voice(weights).map_err(told)?;
            Ok(Answer::Export(model_file::save(params, &about)))
        }
        Ask::Shipped { file } => {
            let mut params = job.untrained.clone();
            let about = model_file::load(&file, &mut params).map_err(|e| JobError::refused(&e))?;
            job.set_shipped(params);
            Ok(Answer::Loaded(about))
        }
        Ask::Import { file } => {
            let mut params = job.untrained.clone();
            let about = model_file::load(&file, &mut params).map_err(|e| JobError::refused(&e))?;
            job.import(&params);
            Ok(Answer::Loaded(about))
        }
    }
}

fn check(job: &NextToken, tokens: &[u32]) -> Result<(), Refusal> {
    if tokens.is_empty() {
        Err(Refusal::Empty)
    } else if tokens.len() > MOST_TOKENS {
        Err(Refusal::TooLong)
    } else if tokens.iter().any(|&t| t as usize >= job.prepared.model.vocabulary) {
        Err(Refusal::ForeignToken)
    } else {
        Ok(())
    }
}

/// Draws `count` tokens. The dice of a token depend on the seed and on its position in the text.
pub(super) fn generate(job: &mut NextToken, weights: Weights, mut tokens: Vec<u32>, count: u32, sampler: &Settings, seed: u32) -> Result<Vec<Drawn>, Refusal> {
    let mut drawn = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let logits = Voice { job, weights }.logits(&tokens)?;
        let d = distribution(&logits, job.prepared.visible(&tokens), sampler)?;
        let token = draw(&d, uniform(seed, tokens.len() as u32));
        let r = record(&d, token);
        drawn.push(Drawn {
            token,
            probability: r.probability,
            model_probability: r.model_probability,
            rank: r.rank,
            entropy: r.entropy,
            alternatives: r.alternatives,
        });
        tokens.push(token);
    }
    Ok(drawn)
}

/// The attention pattern of every layer and head over the tokens that the model sees now.
fn attention(job: &mut NextToken, weights: Weights, tokens: &[u32]) -> Result<Answer, Refusal> {
    let seen = job.prepared.visible(tokens).to_vec();
    let model = job.prepared.model;
    let g = Graph::new();
    let ids = g.input("ids", &[1, seen.len()]);
    model.forward(&g, ids);
    let sites: Vec<_> = (0..model.layers)
        .map(|i| g.find(&format!("blocks.{i}.attn.pattern")).expect("a site of every block"))
        .collect();
    let mut cpu = Cpu::new(Plan::new(&g, &sites));
    let (_, params, _) = job.voice(weights)?;
    cpu.write_ids(ids.id, &seen).and_then(|()| cpu.run(params, &[])).expect("tokens were checked against the vocabulary");
    let square = seen.len() * seen.len();
    let maps = sites
        .iter()
        .flat_map(|&site| cpu.read(site).expect("a kept site").chunks_exact(square).map(<[f32]>::to_vec).collect::<Vec<_>>())
        .collect();
    Ok(Answer::Attention { layers: model.layers as u8, heads: model.heads as u8, tokens: seen, maps })
}

/// Milliseconds for each next token of one window, with the cache and with everything computed anew: the same loops,
/// the same tokens, measured now. The best of a few readings, because other programs disturb single ones.
fn cache_cost(job: &mut NextToken, weights: Weights) -> Result<Answer, Refusal> {
    const READINGS: usize = 3;
    // Browser clocks are coarse (0.1 ms, or whole milliseconds): a token is computed again until the clock has moved enough.
    const LONG_MS: f64 = 2.0;
    const MOST: u32 = 200;
    let model = job.prepared.model;
    let tokens: Vec<u32> = job.prepared.training.tokens.iter().copied().take(model.context).collect();
    let now = job.now.clone();
    let (_, params, _) = job.voice(weights)?;
    let mut decoder = Decoder::new(model, params).expect("parameters of this architecture");
    let mut best = |anew: bool, n: usize| {
        (0..READINGS)
            .map(|_| {
                decoder.logits(params, &tokens[..n]);
                let (t0, mut repeats) = (now(), 0);
                loop {
                    if anew {
                        decoder.clear();
                        decoder.logits(params, &tokens[..n]);
                    } else {
                        decoder.again(params);
                    }
                    repeats += 1;
                    let spent = now() - t0;
                    if spent >= LONG_MS || repeats == MOST {
                        return spent / repeats as f64;
                    }
                }
            })
            .fold(f64::INFINITY, f64::min) as f32
    };
    let with_cache_ms = (1..=tokens.len()).map(|n| best(false, n)).collect();
    let without_ms = (1..=tokens.len()).map(|n| best(true, n)).collect();
    Ok(Answer::CacheCost { with_cache_ms, without_ms })
}
