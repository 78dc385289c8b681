//! A direction of each layer: the mean of one class of texts minus the mean of another, at the last position.
//!
//! Difference of means: Arditi et al. 2024, "Refusal in language models is mediated by a single direction", arXiv 2406.11717; Rimsky et al.
//! 2024, "Steering Llama 2 via contrastive activation addition", arXiv 2312.06681. Its affine form: Marshall et al. 2024, "Refusal in
//! LLMs is an affine function", arXiv 2411.09003. Vectors of a function: Todd et al. 2024, "Function vectors in large language
//! models", arXiv 2310.15213; Hendel et al. 2023, arXiv 2310.15916.

use rand_distr::{Distribution, StandardNormal};

use super::protocol::Operation;
use crate::backend::{BackendError, Params, Region};
use crate::data::rng::Pcg32;
use crate::world_model::forward::{Change, Forward, TOGETHER, groups};

/// The residual stream at the last position of a text: (layers + 1) vectors one after the other.
pub type Stream = Vec<f32>;

/// The streams of these texts, in their order. `forward` keeps the sites of [`sites`].
pub fn streams(
    forward: &mut Forward,
    params: &Params<f32>,
    texts: &[Vec<u32>],
) -> Result<Vec<Stream>, BackendError> {
    let layers = forward.model().layers;
    let mut found = vec![Stream::new(); texts.len()];
    for group in groups(texts, TOGETHER) {
        let rows: Vec<Vec<u32>> = group.iter().map(|&i| texts[i].clone()).collect();
        let seen = forward.run(params, &rows, &[])?;
        for (row, &i) in group.iter().enumerate() {
            for layer in 0..=layers {
                found[i].extend(seen.vector(&site(layer), row, seen.time() - 1)?);
            }
        }
    }
    Ok(found)
}

/// The residual stream after `layer` blocks.
pub fn site(layer: usize) -> String {
    format!("pre.{layer}")
}

/// All layers of the residual stream.
pub fn sites(layers: usize) -> Vec<String> {
    (0..=layers).map(site).collect()
}

/// Two classes of texts, as the model represents them.
#[derive(Clone, PartialEq, Debug)]
pub struct Vectors {
    pub classes: [Vec<Stream>; 2],
    means: [Stream; 2],
    width: usize,
}

impl Vectors {
    pub fn new(classes: [Vec<Stream>; 2], width: usize) -> Vectors {
        let means = [mean(&classes[0]), mean(&classes[1])];
        Vectors {
            classes,
            means,
            width,
        }
    }

    fn part<'s>(&self, stream: &'s [f32], layer: usize) -> &'s [f32] {
        stream
            .get(layer * self.width..(layer + 1) * self.width)
            .unwrap_or_default()
    }

    /// r: the first class's mean minus the second's.
    pub fn vector(&self, layer: usize) -> Vec<f32> {
        let [a, b] = &self.means;
        let pairs = self.part(a, layer).iter().zip(self.part(b, layer));
        pairs.map(|(a, b)| a - b).collect()
    }

    /// The direction of a layer, ready to be used.
    pub fn steer(&self, layer: usize) -> Steer {
        self.with(self.vector(layer))
    }

    /// A random vector as long as the layer's own.
    pub fn random(&self, layer: usize, rng: &mut Pcg32) -> Steer {
        let length = norm(&self.vector(layer));
        let drawn: Vec<f32> = (0..self.width)
            .map(|_| StandardNormal.sample(rng))
            .collect();
        let scale = length / norm(&drawn).max(f32::MIN_POSITIVE);
        self.with(drawn.iter().map(|x| x * scale).collect())
    }

    fn with(&self, vector: Vec<f32>) -> Steer {
        let length = norm(&vector);
        // A vector of nothing points nowhere, and moves nothing.
        let unit: Vec<f32> = if length > 0.0 {
            vector.iter().map(|x| x / length).collect()
        } else {
            vector.clone()
        };
        let layers = self.means[1].len() / self.width.max(1);
        let targets = (0..layers).map(|l| dot(self.part(&self.means[1], l), &unit));
        Steer {
            targets: targets.collect(),
            vector,
            unit,
        }
    }

    /// Where the examples of each class lie along a direction.
    pub fn along(&self, layer: usize, unit: &[f32]) -> [Vec<f32>; 2] {
        let of = |class: &Vec<Stream>| -> Vec<f32> {
            class
                .iter()
                .map(|s| dot(self.part(s, layer), unit))
                .collect()
        };
        [of(&self.classes[0]), of(&self.classes[1])]
    }
}

/// A vector that a stream is moved by.
#[derive(Clone, PartialEq, Debug)]
pub struct Steer {
    pub vector: Vec<f32>,
    /// The same with length 1.
    pub unit: Vec<f32>,
    /// The projection of the second class's mean on `unit`, layer by layer from 0.
    targets: Vec<f32>,
}

impl Steer {
    /// What an operation changes in texts whose last position is `last`: in the rows of `rows`, a region of axis 0 alone.
    pub fn changes(
        &self,
        operation: Operation,
        layer: usize,
        strength: f32,
        rows: &Region,
        last: usize,
    ) -> Vec<Change> {
        let here = rows.clone().at(1, last);
        let add = |by: f32| {
            let values = self.vector.iter().map(|x| by * x).collect();
            vec![Change::add(site(layer), here.clone(), values)]
        };
        let along = |l: usize, region: &Region, to: f32| {
            Change::along(site(l), region.clone(), self.unit.clone(), to, strength)
        };
        let ends = self.targets.len();
        match operation {
            Operation::Add => add(strength),
            Operation::Subtract => add(-strength),
            Operation::ProjectOut => (0..ends).map(|l| along(l, rows, 0.0)).collect(),
            Operation::Affine => (layer..ends)
                .map(|l| along(l, &here, self.targets[l]))
                .collect(),
        }
    }
}

fn mean(streams: &[Stream]) -> Stream {
    let mut sum = vec![0.0_f64; streams.first().map_or(0, Vec::len)];
    for stream in streams {
        sum.iter_mut()
            .zip(stream)
            .for_each(|(s, x)| *s += f64::from(*x));
    }
    sum.iter()
        .map(|s| (s / streams.len() as f64) as f32)
        .collect()
}

pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub fn norm(a: &[f32]) -> f32 {
    dot(a, a).sqrt()
}
