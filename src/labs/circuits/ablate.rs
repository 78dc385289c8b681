//! Components switched off: what each puts into the stream is replaced, and the model answers without it.
//!
//! Mean ablation: Wang et al. 2023, "Interpretability in the Wild", arXiv 2211.00593.

use super::config::Off;
use super::parts::{BLOCKS, Circuit, HEADS, PARTS, block, head};
use super::prompts::Prompt;
use crate::backend::{BackendError, Params, Region};
use crate::data::rng::stream;
use crate::data::world::{START, World};
use crate::nn::rope_gpt::RopeGpt;
use crate::data::tally::Tally;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Change, Forward, TOGETHER, groups, log_softmax};

/// Ordinary text over which the means are taken: rows and tokens.
const ROWS: usize = 24;
const LENGTH: usize = 48;

/// What stands in for each component when it is off: a head's mix before its output matrix, an MLP's output.
pub(super) struct Stand {
    values: Vec<Vec<f32>>,
    head_width: usize,
}

impl Stand {
    /// The means over documents of the world (starts not counted), or zeros.
    pub(super) fn new(
        off: Off,
        model: RopeGpt,
        params: &Params<f32>,
        world: &World,
        seed: u64,
    ) -> Result<Stand, BackendError> {
        let head_width = model.head_width();
        let width = |part: usize| {
            if head(part).is_some() {
                head_width
            } else {
                model.width
            }
        };
        let mut stand = Stand {
            values: (0..PARTS).map(|part| vec![0.0; width(part)]).collect(),
            head_width,
        };
        if off == Off::Mean {
            stand.measure(model, params, world, seed)?;
        }
        Ok(stand)
    }

    fn measure(
        &mut self,
        model: RopeGpt,
        params: &Params<f32>,
        world: &World,
        seed: u64,
    ) -> Result<(), BackendError> {
        let rng = &mut stream(seed, "ordinary text");
        let rows: Vec<Vec<u32>> = (0..ROWS).map(|_| world.row(rng, LENGTH)).collect();
        let sites: Vec<String> = (0..BLOCKS)
            .flat_map(|b| [mix_site(b), mlp_site(b)])
            .collect();
        let mut forward = Forward::new(model, &sites);
        let seen = forward.run(params, &rows, &[])?;
        let counted: Vec<bool> = rows.iter().flatten().map(|id| *id != START).collect();
        let count = counted.iter().filter(|x| **x).count() as f64;
        for (b, pair) in sites.chunks(2).enumerate() {
            let mix = mean(seen.site(&pair[0])?, model.width, &counted, count);
            for (h, values) in mix.chunks(self.head_width).enumerate().take(HEADS) {
                self.values[b * (HEADS + 1) + h] = values.to_vec();
            }
            self.values[b * (HEADS + 1) + HEADS] =
                mean(seen.site(&pair[1])?, model.width, &counted, count);
        }
        Ok(())
    }

    /// The changes that leave only this circuit on, at every position.
    pub(super) fn changes(&self, circuit: Circuit) -> Vec<Change> {
        (0..PARTS)
            .filter(|part| !circuit.has(*part))
            .map(|part| {
                let values = self.values[part].clone();
                match head(part) {
                    Some(h) => {
                        let columns = h * self.head_width..(h + 1) * self.head_width;
                        Change::set(mix_site(block(part)), Region::all().on(2, columns), values)
                    }
                    None => Change::set(mlp_site(block(part)), Region::all(), values),
                }
            })
            .collect()
    }
}

fn mix_site(block: usize) -> String {
    format!("blocks.{block}.attn.z")
}

fn mlp_site(block: usize) -> String {
    format!("blocks.{block}.mlp.out")
}

/// The mean of the counted rows of a site (rows, width).
fn mean(site: &[f32], width: usize, counted: &[bool], count: f64) -> Vec<f32> {
    let mut sum = vec![0.0_f64; width];
    for (row, _) in site
        .chunks(width)
        .zip(counted)
        .filter(|(_, counted)| **counted)
    {
        for (s, x) in sum.iter_mut().zip(row) {
            *s += f64::from(*x);
        }
    }
    sum.iter().map(|s| (s / count) as f32).collect()
}

/// What is said to a prompt.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Reply {
    /// The most probable word and its log p.
    pub says: (u32, f64),
    /// Log p of the right answer.
    pub right: f64,
}

/// The replies to all prompts, in their order, with only this circuit on.
pub(super) fn replies(
    forward: &mut Forward,
    params: &Params<f32>,
    stand: &Stand,
    circuit: Circuit,
    prompts: &[Prompt],
) -> Result<Vec<Reply>, BackendError> {
    let changes = stand.changes(circuit);
    let tokens: Vec<Vec<u32>> = prompts.iter().map(|p| p.tokens.clone()).collect();
    let mut replies = vec![
        Reply {
            says: (0, 0.0),
            right: 0.0
        };
        prompts.len()
    ];
    for group in groups(&tokens, TOGETHER) {
        let rows: Vec<Vec<u32>> = group.iter().map(|&i| tokens[i].clone()).collect();
        let seen = forward.run(params, &rows, &changes)?;
        for (row, &i) in group.iter().enumerate() {
            let logits = seen.last(row)?;
            let (log_p, says) = (log_softmax(logits), most_likely(logits));
            replies[i] = Reply {
                says: (says, log_p[says as usize]),
                right: log_p[prompts[i].answer as usize],
            };
        }
    }
    Ok(replies)
}

/// Mean log p of the right answers, nats.
pub(super) fn mean_log_p(replies: &[Reply]) -> f32 {
    let sum: f64 = replies.iter().map(|r| r.right).sum();
    (sum / replies.len().max(1) as f64) as f32
}

/// How many are right.
pub(super) fn tally(replies: &[Reply], prompts: &[Prompt]) -> Tally {
    let mut tally = Tally::default();
    for (reply, prompt) in replies.iter().zip(prompts) {
        tally.add(reply.says.0 == prompt.answer);
    }
    tally
}
