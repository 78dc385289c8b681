//! The autoencoder: z = sparse((x - c) E + b), x' = z D + c, its gradient, and one step of its training.
//!
//! L1: sparse = ReLU and the loss is |x - x'|^2 + lambda |z|_1, summed over a vector, mean over the vectors. Top-k: the k largest of
//! the ReLU stay and the loss is |x - x'|^2 alone. The rows of D have length 1, or the price could be dodged by small latents.

#[cfg(test)]
mod tests;
mod training;

pub(super) use training::Training;

use serde::{Deserialize, Serialize};

use super::config::Form;
use crate::backend::{product, vector_matrix};
use crate::data::rng::{Pcg32, stream, unit};

/// What an autoencoder is.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Shape {
    /// Width of x.
    pub(super) width: usize,
    pub(super) latents: usize,
    pub(super) form: Form,
    pub(super) lambda: f32,
    pub(super) k: usize,
}

/// Weights in one array, so that an optimiser walks over them: E (C, M), b (M), D (M, C), c (C).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Coder {
    pub(super) shape: Shape,
    pub(super) weights: Vec<f32>,
}

/// What one batch said.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Said {
    /// Per vector.
    pub(super) loss: f64,
    /// Part of the batch's square that is not rebuilt.
    pub(super) fvu: f64,
    /// Latents that are on, per vector.
    pub(super) l0: f64,
}

/// The buffers of a batch.
#[derive(Default)]
pub(super) struct Scratch {
    centred: Vec<f32>,
    pub(super) latents: Vec<f32>,
    pub(super) rebuilt: Vec<f32>,
    dz: Vec<f32>,
    order: Vec<f32>,
}

impl Coder {
    /// D: random directions of length 1; E: its transpose.
    pub(super) fn new(shape: Shape, seed: u64) -> Coder {
        let (c, m) = (shape.width, shape.latents);
        let mut rng = stream(seed, "sae.init");
        let mut coder = Coder {
            shape,
            weights: vec![0.0; 2 * c * m + m + c],
        };
        for i in 0..m {
            let row = direction(&mut rng, c);
            for (j, x) in row.iter().enumerate() {
                coder.weights[j * m + i] = *x;
            }
            coder.decoder_mut()[i * c..][..c].copy_from_slice(&row);
        }
        coder
    }

    fn encoder_len(&self) -> usize {
        self.shape.width * self.shape.latents
    }

    /// E, one column a latent.
    pub(super) fn encoder(&self) -> &[f32] {
        &self.weights[..self.encoder_len()]
    }

    pub(super) fn bias(&self) -> &[f32] {
        &self.weights[self.encoder_len()..][..self.shape.latents]
    }

    /// D, one row a latent.
    pub(super) fn decoder(&self) -> &[f32] {
        &self.weights[self.encoder_len() + self.shape.latents..][..self.encoder_len()]
    }

    fn decoder_mut(&mut self) -> &mut [f32] {
        let (at, len) = (self.encoder_len() + self.shape.latents, self.encoder_len());
        &mut self.weights[at..][..len]
    }

    /// The direction that latent `i` writes.
    pub(super) fn row(&self, i: usize) -> &[f32] {
        &self.decoder()[i * self.shape.width..][..self.shape.width]
    }

    pub(super) fn centre(&self) -> &[f32] {
        &self.weights[2 * self.encoder_len() + self.shape.latents..]
    }

    /// Latents (N, M) of vectors (N, C), into the buffers.
    pub(super) fn encode(&self, x: &[f32], s: &mut Scratch) {
        let Shape {
            width: c,
            latents: m,
            form,
            k,
            ..
        } = self.shape;
        let n = x.len() / c;
        s.centred.clear();
        for row in x.chunks_exact(c) {
            s.centred
                .extend(row.iter().zip(self.centre()).map(|(x, c)| x - c));
        }
        s.latents.resize(n * m, 0.0);
        product(
            &mut s.latents,
            [n, c, m],
            (&s.centred, false),
            (self.encoder(), false),
        );
        for row in s.latents.chunks_exact_mut(m) {
            for (z, b) in row.iter_mut().zip(self.bias()) {
                *z = (*z + b).max(0.0);
            }
            if form == Form::TopK {
                keep_largest(row, k, &mut s.order);
            }
        }
    }

    /// x' (N, C) of the latents in the buffers.
    pub(super) fn decode(&self, s: &mut Scratch) {
        let Shape {
            width: c,
            latents: m,
            form,
            ..
        } = self.shape;
        let n = s.latents.len() / m;
        s.rebuilt.resize(n * c, 0.0);
        if form == Form::L1 {
            product(
                &mut s.rebuilt,
                [n, m, c],
                (&s.latents, false),
                (self.decoder(), false),
            );
            for row in s.rebuilt.chunks_exact_mut(c) {
                row.iter_mut().zip(self.centre()).for_each(|(x, c)| *x += c);
            }
            return;
        }
        for (z, out) in s.latents.chunks_exact(m).zip(s.rebuilt.chunks_exact_mut(c)) {
            out.copy_from_slice(self.centre());
            for (i, z) in z.iter().enumerate().filter(|(_, z)| **z > 0.0) {
                out.iter_mut()
                    .zip(self.row(i))
                    .for_each(|(x, d)| *x += z * d);
            }
        }
    }

    /// Loss of these vectors and its gradient, laid out as the weights.
    pub(super) fn gradient(&self, x: &[f32], s: &mut Scratch, gradient: &mut Vec<f32>) -> Said {
        let Shape {
            width: c,
            latents: m,
            form,
            lambda,
            ..
        } = self.shape;
        let n = x.len() / c;
        self.encode(x, s);
        self.decode(s);
        let (mut lost, mut square) = (0.0, 0.0);
        let per = 2.0 / n as f32;
        // From here on `rebuilt` is d loss / d x'.
        for (x, r) in x.iter().zip(&mut s.rebuilt) {
            let e = *r - x;
            lost += f64::from(e * e);
            square += f64::from(x * x);
            *r = per * e;
        }
        let price = if form == Form::L1 { lambda } else { 0.0 };
        let (mut on, mut sum) = (0_u64, 0.0);
        for z in s.latents.iter().filter(|z| **z > 0.0) {
            on += 1;
            sum += f64::from(*z);
        }
        gradient.clear();
        gradient.resize(self.weights.len(), 0.0);
        let (d_encoder, rest) = gradient.split_at_mut(c * m);
        let (d_bias, rest) = rest.split_at_mut(m);
        let (d_decoder, d_centre) = rest.split_at_mut(c * m);
        s.dz.resize(n * m, 0.0);
        if form == Form::L1 {
            product(
                &mut s.dz,
                [n, c, m],
                (&s.rebuilt, false),
                (self.decoder(), true),
            );
            let share = price / n as f32;
            for (dz, z) in s.dz.iter_mut().zip(&s.latents) {
                *dz = if *z > 0.0 { *dz + share } else { 0.0 };
            }
            product(
                d_decoder,
                [m, n, c],
                (&s.latents, true),
                (&s.rebuilt, false),
            );
        } else {
            s.dz.fill(0.0);
            for ((z, dz), dr) in s
                .latents
                .chunks_exact(m)
                .zip(s.dz.chunks_exact_mut(m))
                .zip(s.rebuilt.chunks_exact(c))
            {
                for (i, z) in z.iter().enumerate().filter(|(_, z)| **z > 0.0) {
                    dz[i] = dr.iter().zip(self.row(i)).map(|(a, b)| a * b).sum();
                    let row = &mut d_decoder[i * c..][..c];
                    row.iter_mut().zip(dr).for_each(|(d, r)| *d += z * r);
                }
            }
        }
        product(d_encoder, [c, n, m], (&s.centred, true), (&s.dz, false));
        for dz in s.dz.chunks_exact(m) {
            d_bias.iter_mut().zip(dz).for_each(|(d, x)| *d += x);
        }
        // c is added at the end, and taken away at the start.
        for dr in s.rebuilt.chunks_exact(c) {
            d_centre.iter_mut().zip(dr).for_each(|(d, r)| *d += r);
        }
        for (d, e) in d_centre.iter_mut().zip(self.encoder().chunks_exact(m)) {
            *d -= e.iter().zip(&*d_bias).map(|(e, b)| e * b).sum::<f32>();
        }
        Said {
            loss: (lost + f64::from(price) * sum) / n as f64,
            fvu: lost / square.max(f64::MIN_POSITIVE),
            l0: on as f64 / n as f64,
        }
    }

    fn renormalise(&mut self) {
        let c = self.shape.width;
        for row in self.decoder_mut().chunks_exact_mut(c) {
            normalise(row);
        }
    }

    /// The latents of one vector.
    pub(super) fn latents_of(&self, x: &[f32]) -> Vec<f32> {
        let centred: Vec<f32> = x.iter().zip(self.centre()).map(|(x, c)| x - c).collect();
        let mut z = vec![0.0; self.shape.latents];
        vector_matrix(&mut z, &centred, self.encoder(), Some(self.bias()));
        z.iter_mut().for_each(|z| *z = z.max(0.0));
        if self.shape.form == Form::TopK {
            keep_largest(&mut z, self.shape.k, &mut Vec::new());
        }
        z
    }
}

/// A random direction of length 1: normal numbers (Box and Muller 1958), normalised.
pub(super) fn direction(rng: &mut Pcg32, width: usize) -> Vec<f32> {
    let mut row: Vec<f32> = (0..width)
        .map(|_| {
            let (u, v) = (f64::from(1.0 - unit(rng)), f64::from(unit(rng)));
            (libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v)) as f32
        })
        .collect();
    normalise(&mut row);
    row
}

fn normalise(row: &mut [f32]) {
    let norm = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-8);
    row.iter_mut().for_each(|x| *x /= norm);
}

/// Zeroes all but the k largest; equals of the last that stays go by index.
fn keep_largest(row: &mut [f32], k: usize, order: &mut Vec<f32>) {
    order.clear();
    order.extend(row.iter().filter(|z| **z > 0.0));
    if order.len() <= k {
        return;
    }
    let (_, &mut least, _) =
        order.select_nth_unstable_by(k.saturating_sub(1), |a, b| b.total_cmp(a));
    let mut equal = k - row.iter().filter(|z| **z > least).count();
    for z in row {
        let stays = *z > least || (*z == least && equal > 0);
        if *z == least && stays {
            equal -= 1;
        }
        if !stays {
            *z = 0.0;
        }
    }
}
