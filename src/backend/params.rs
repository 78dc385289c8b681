//! The parameters of a model, by name, in one flat array. Plain data: two graphs share one set.

use std::collections::BTreeMap;
use std::ops::Range;

use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal, Uniform};
use rand_pcg::Pcg32;

use super::real::Real;
use crate::tensor::{Graph, Init, Shape};

/// One parameter's place in the array.
#[derive(Clone, PartialEq, Debug)]
pub struct Param {
    pub name: String,
    pub shape: Shape,
    pub range: Range<usize>,
}

/// All parameters of a model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Params<F = f32> {
    pub data: Vec<F>,
    entries: Vec<Param>,
    index: BTreeMap<String, usize>,
}

impl<F: Real> Params<F> {
    /// The parameters that a graph asks for, as their `Init` says, drawn in the graph's order from one generator.
    /// Draws are made in f64, so f32 and f64 runs start alike.
    pub fn init(g: &Graph, seed: u64) -> Params<F> {
        let mut rng = Pcg32::seed_from_u64(seed);
        let mut params = Params::default();
        for spec in g.params() {
            let n = spec.shape.len();
            let values: Vec<F> = match spec.init {
                Init::Zeros => vec![F::zero(); n],
                Init::Ones => vec![F::one(); n],
                Init::Normal(std) => (0..n)
                    .map(|_| {
                        F::of(std as f64 * Distribution::<f64>::sample(&StandardNormal, &mut rng))
                    })
                    .collect(),
                Init::Sinusoids(amplitude) => {
                    let c = spec.shape.last();
                    (0..n)
                        .map(|k| {
                            let (position, channel) = (k / c, k % c);
                            // PE(t, 2i) = sin(t / 10000^(2i/C)), PE(t, 2i+1) = cos of the same.
                            let rate = libm::pow(10_000.0, -((channel / 2 * 2) as f64) / c as f64);
                            let angle = position as f64 * rate;
                            let wave = if channel % 2 == 0 {
                                libm::sin(angle)
                            } else {
                                libm::cos(angle)
                            };
                            F::of(amplitude as f64 * wave)
                        })
                        .collect()
                }
                Init::Uniform(bound) => {
                    let range =
                        Uniform::new(-bound as f64, bound as f64).expect("a positive bound");
                    (0..n).map(|_| F::of(range.sample(&mut rng))).collect()
                }
            };
            params.push(&spec.name, spec.shape, &values);
        }
        params
    }

    /// Adds a parameter at the end; replaces the values of one that is there with this shape.
    /// Panics on a length that is not the shape's, or another shape of a known name: callers check what they load.
    pub fn push(&mut self, name: &str, shape: Shape, values: &[F]) {
        assert_eq!(values.len(), shape.len(), "{name}");
        if let Some(&i) = self.index.get(name) {
            assert_eq!(self.entries[i].shape, shape, "{name}");
            let range = self.entries[i].range.clone();
            self.data[range].copy_from_slice(values);
            return;
        }
        let range = self.data.len()..self.data.len() + values.len();
        self.data.extend_from_slice(values);
        self.index.insert(name.into(), self.entries.len());
        self.entries.push(Param {
            name: name.into(),
            shape,
            range,
        });
    }

    pub fn entries(&self) -> &[Param] {
        &self.entries
    }

    pub fn find(&self, name: &str) -> Option<&Param> {
        self.index.get(name).map(|&i| &self.entries[i])
    }

    pub fn get(&self, name: &str) -> Option<&[F]> {
        self.find(name).map(|p| &self.data[p.range.clone()])
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut [F]> {
        let range = self.find(name)?.range.clone();
        Some(&mut self.data[range])
    }

    /// Number of parameters (single numbers).
    pub fn count(&self) -> usize {
        self.data.len()
    }

    pub fn all_finite(&self) -> bool {
        // A sum is finite only if every term is; large finite sums are checked one by one.
        super::real::sum_of(&self.data, |v| v).is_finite()
            || self.data.iter().all(|v| v.is_finite())
    }

    /// The same in another number type.
    pub fn cast<G: Real>(&self) -> Params<G> {
        Params {
            data: self.data.iter().map(|v| G::of(v.to_f64())).collect(),
            entries: self.entries.clone(),
            index: self.index.clone(),
        }
    }
}
