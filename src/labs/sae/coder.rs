//! The autoencoder: z = sparse((x - c) E + b), x' = z D + c, its gradient, and one step of its training.
//!
//! L1: sparse = ReLU and the loss is |x - x'|^2 + lambda |z|_1, summed over a vector, mean over the vectors. Top-k: the k largest of
//! the ReLU stay and the loss is |x - x'|^2 alone. The rows of D have length 1, or the price could be dodged by small latents.

use serde::{Deserialize, Serialize};

use super::config::Form;
use crate::backend::{product, vector_matrix};
use crate::data::rng::{below, indexed, stream, unit};
use crate::nn::optim::{Adam, AdamConfig};

/// Vectors of one step.
pub(super) const BATCH: usize = 512;
const RATE: f64 = 3e-3;
/// The rate falls linearly to 0 over this last part of the steps.
const COOL: f64 = 0.3;

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

/// An autoencoder in training. Step s draws its batch from a stream of its own, so that a run can be gone on with anywhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Training {
    pub(super) coder: Coder,
    adam: Adam,
    seed: u64,
    steps: u32,
    /// Of each latent: steps since it was last on.
    silent: Vec<u32>,
}

/// Steps without a sign after which a latent counts as dead while training runs: some 10,000 vectors.
pub(super) const SILENT: u32 = 20;

impl Training {
    pub(super) fn new(shape: Shape, seed: u64, steps: u32) -> Training {
        let coder = Coder::new(shape, seed);
        Training {
            adam: Adam::new(coder.weights.len()),
            silent: vec![0; shape.latents],
            coder,
            seed,
            steps,
        }
    }

    /// Step number `step` (from 0) on vectors (N, C); what its batch said before the update.
    pub(super) fn step(
        &mut self,
        step: u32,
        data: &[f32],
        s: &mut Scratch,
        gradient: &mut Vec<f32>,
    ) -> Said {
        let c = self.coder.shape.width;
        let n = (data.len() / c) as u32;
        let mut rng = indexed(self.seed, "sae.batch", step.into());
        let mut batch = Vec::with_capacity(BATCH * c);
        for _ in 0..BATCH {
            let at = below(&mut rng, n) as usize * c;
            batch.extend_from_slice(&data[at..at + c]);
        }
        let said = self.coder.gradient(&batch, s, gradient);
        for (i, silent) in self.silent.iter_mut().enumerate() {
            let on = s
                .latents
                .iter()
                .skip(i)
                .step_by(self.coder.shape.latents)
                .any(|z| *z > 0.0);
            *silent = if on { 0 } else { silent.saturating_add(1) };
        }
        let left = f64::from(self.steps.saturating_sub(step)) / f64::from(self.steps.max(1));
        self.adam.begin();
        self.adam.update(
            &AdamConfig::default(),
            RATE * (left / COOL).min(1.0),
            0,
            &mut self.coder.weights,
            gradient,
            1.0,
        );
        self.coder.renormalise();
        said
    }

    /// Latents without a sign for `SILENT` steps.
    pub(super) fn dead(&self) -> u32 {
        self.silent.iter().filter(|s| **s >= SILENT).count() as u32
    }

    /// For a message from outside.
    pub(super) fn has_the_size_of(&self, other: &Training) -> bool {
        let of = |t: &Training| {
            [
                t.coder.weights.len(),
                t.adam.m.len(),
                t.adam.v.len(),
                t.silent.len(),
            ]
        };
        of(self) == of(other)
    }

    pub(super) fn is_finite(&self) -> bool {
        self.coder.weights.iter().all(|w| w.is_finite())
    }
}

/// A random direction of length 1: normal numbers (Box and Muller 1958), normalised.
pub(super) fn direction(rng: &mut crate::data::rng::Pcg32, width: usize) -> Vec<f32> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{Cpu, Params};
    use crate::nn::trainer::training_plan;
    use crate::tensor::Graph;

    const SHAPE: Shape = Shape {
        width: 4,
        latents: 7,
        form: Form::L1,
        lambda: 0.6,
        k: 2,
    };

    fn vectors(n: usize) -> Vec<f32> {
        let mut rng = stream(3, "test");
        (0..n * SHAPE.width)
            .map(|_| 3.0 * unit(&mut rng) - 1.5)
            .collect()
    }

    /// A coder with all weights moved off their start.
    fn moved(shape: Shape) -> Coder {
        let mut coder = Coder::new(shape, 5);
        let mut rng = stream(9, "test");
        coder
            .weights
            .iter_mut()
            .for_each(|w| *w += 0.4 * unit(&mut rng) - 0.2);
        coder
    }

    /// The same loss in the core's graph, differentiated by the core; the choice of the k largest is a mask.
    fn by_the_core(coder: &Coder, x: &[f32]) -> (f64, Vec<f32>) {
        let Shape {
            width: c,
            latents: m,
            form,
            lambda,
            ..
        } = coder.shape;
        let n = x.len() / c;
        let g = Graph::new();
        use crate::tensor::Init;
        let input = g.input("x", &[n, c]);
        let mask = g.input("mask", &[n, m]);
        let e = g.param("e", &[c, m], Init::Zeros);
        let b = g.param("b", &[m], Init::Zeros);
        let d = g.param("d", &[m, c], Init::Zeros);
        let centre = g.param("c", &[c], Init::Zeros);
        let z = (input - centre).linear(e, b).relu() * mask;
        let error = z.linear(d, centre) - input;
        let mut loss = (error * error).sum().scale(1.0 / n as f64);
        if form == Form::L1 {
            loss = loss + z.sum().scale(f64::from(lambda) / n as f64);
        }
        let (plan, gradients) = training_plan(&g, loss).expect("a plan");
        let mut params = Params::<f32>::init(&g, 0);
        params.data.copy_from_slice(&coder.weights);
        let mut cpu = Cpu::new(plan);
        cpu.write(input.id, x).expect("fits");
        let mut s = Scratch::default();
        coder.encode(x, &mut s);
        let chosen: Vec<f32> = s.latents.iter().map(|z| f32::from(*z > 0.0)).collect();
        cpu.write(mask.id, &chosen).expect("fits");
        cpu.run(&params, &[]).expect("runs");
        let all = gradients
            .iter()
            .flat_map(|(_, id)| cpu.read(*id).expect("kept").to_vec())
            .collect();
        (cpu.read(loss.id).expect("kept")[0].into(), all)
    }

    #[test]
    fn the_gradient_of_both_forms_is_the_one_that_the_core_derives() {
        for form in [Form::L1, Form::TopK] {
            let coder = moved(Shape { form, ..SHAPE });
            let x = vectors(11);
            let mut gradient = Vec::new();
            let said = coder.gradient(&x, &mut Scratch::default(), &mut gradient);
            let (loss, expected) = by_the_core(&coder, &x);
            assert!(
                (said.loss - loss).abs() < 1e-5,
                "{form:?} {} {loss}",
                said.loss
            );
            let worst = gradient
                .iter()
                .zip(&expected)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(
                worst < 1e-5 && expected.iter().any(|x| x.abs() > 0.1),
                "{form:?} {worst}"
            );
        }
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let coder = moved(SHAPE);
        let x = vectors(11);
        let (mut s, mut gradient) = (Scratch::default(), Vec::new());
        coder.gradient(&x, &mut s, &mut gradient);
        let loss = |w: usize, by: f32, s: &mut Scratch| {
            let mut other = coder.clone();
            other.weights[w] += by;
            other.gradient(&x, s, &mut Vec::new()).loss
        };
        for w in 0..coder.weights.len() {
            const BY: f32 = 1e-3;
            let slope = (loss(w, BY, &mut s) - loss(w, -BY, &mut s)) / f64::from(2.0 * BY);
            let told = f64::from(gradient[w]);
            assert!(
                (slope - told).abs() < 2e-2 * (1.0 + told.abs()),
                "{w}: {slope} {told}"
            );
        }
    }

    #[test]
    fn only_the_k_largest_stay_and_equals_go_by_index() {
        let mut row = [0.5, 2.0, 0.0, 0.5, 1.0, 0.5];
        keep_largest(&mut row, 3, &mut Vec::new());
        assert_eq!(row, [0.5, 2.0, 0.0, 0.0, 1.0, 0.0]);
        let mut few = [0.0, 2.0, 0.0];
        keep_largest(&mut few, 3, &mut Vec::new());
        assert_eq!(few, [0.0, 2.0, 0.0]);
    }

    #[test]
    fn one_vector_is_encoded_as_a_batch_is() {
        let coder = moved(Shape {
            form: Form::TopK,
            ..SHAPE
        });
        let x = vectors(3);
        let mut s = Scratch::default();
        coder.encode(&x, &mut s);
        for (x, z) in x.chunks_exact(4).zip(s.latents.chunks_exact(7)) {
            for (a, b) in coder.latents_of(x).iter().zip(z) {
                assert!((a - b).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_run_goes_on_from_where_it_stood_and_its_rows_keep_their_length() {
        let data = vectors(60);
        let (mut s, mut gradient) = (Scratch::default(), Vec::new());
        let mut whole = Training::new(SHAPE, 7, 40);
        let mut said = Vec::new();
        let mut kept = None;
        for step in 0..40 {
            if step == 20 {
                kept = Some(whole.clone());
            }
            said.push(whole.step(step, &data, &mut s, &mut gradient).loss);
        }
        let mut resumed = kept.expect("kept");
        for step in 20..40 {
            resumed.step(step, &data, &mut s, &mut gradient);
        }
        assert_eq!(resumed, whole);
        assert!(said[39] < 0.8 * said[0], "{said:?}");
        for row in whole.coder.decoder().chunks_exact(4) {
            assert!((row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }
}
