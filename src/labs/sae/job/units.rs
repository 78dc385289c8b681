//! What each unit does.

use super::plan::{ENCODED, TOLD, Unit, at_once};
use super::{Kept, Refusal, Sae, fault};
use crate::backend::{BackendError, product};
use crate::labs::sae::baselines::{axes, components, random};
use crate::labs::sae::concepts::COUNT;
use crate::labs::sae::intervene::{Handle, refusals_of};
use crate::labs::sae::protocol::{Latent, Measured, Method, Point, Refusals, Treatment};
use crate::labs::sae::recording::{in_place_of, surprise};
use crate::labs::sae::score::{Best, keep_best, matches};
use crate::train::JobError;
use crate::data::tally::Tally;

impl Sae {
    pub(super) fn run(&mut self, unit: Unit) -> Result<(), JobError> {
        match unit {
            Unit::Record(group) => {
                let model = (&mut self.forward, &*self.params);
                self.recording
                    .record(&self.documents, group, model, &self.sites, &self.dictionary)
                    .map_err(fault)?;
                self.kept.report.words = self.recording.places.len() as u32;
            }
            Unit::Fresh(group) => self.record_fresh(group).map_err(fault)?,
            Unit::Prepare => self.prepare(),
            Unit::Directions => self.draw_directions(),
            Unit::Ablated(group) => {
                let (sum, _) = self
                    .surprise_with(group, self.mean.clone())
                    .map_err(fault)?;
                self.kept.ablated += sum;
                self.kept.report.ablated =
                    (self.kept.ablated / f64::from(self.kept.words.max(1))) as f32;
            }
            Unit::Step(step) => self.step(step)?,
            Unit::Measure(step, group) => self.measure(step, group).map_err(fault)?,
            Unit::Encode(block) => self.encode(block),
            Unit::Score(method, from) => self.score(method, from),
            Unit::Refuse(treatment, group) => self.refuse(treatment, group).map_err(fault)?,
        }
        Ok(())
    }

    fn record_fresh(&mut self, group: usize) -> Result<(), BackendError> {
        let rows = self.fresh.rows_of(group);
        let (sum, count) = surprise((&mut self.forward, &self.params), &rows, &[])?;
        self.kept.whole += sum;
        self.kept.words += count;
        self.kept.report.whole = (self.kept.whole / f64::from(self.kept.words)) as f32;
        let seen = self.forward.run(&self.params, &rows, &[])?;
        let mut x = Vec::new();
        for (row, tokens) in rows.iter().enumerate() {
            for position in 1..tokens.len() {
                x.extend_from_slice(seen.vector(&self.sites.layer, row, position)?);
            }
        }
        self.fresh_x.push(x);
        Ok(())
    }

    /// Centres the vectors and scales them to a mean square of 1.
    fn prepare(&mut self) {
        let (c, x) = (self.width, &mut self.recording.x);
        let n = (x.len() / c).max(1) as f64;
        let mut mean = vec![0.0_f64; c];
        for row in x.chunks_exact(c) {
            mean.iter_mut()
                .zip(row)
                .for_each(|(m, x)| *m += f64::from(*x) / n);
        }
        self.mean = mean.iter().map(|m| *m as f32).collect();
        let mut square = 0.0;
        for row in x.chunks_exact_mut(c) {
            for (x, m) in row.iter_mut().zip(&self.mean) {
                *x -= m;
                square += f64::from(*x * *x);
            }
        }
        self.scale = (square / (n * c as f64)).sqrt().max(1e-6) as f32;
        x.iter_mut().for_each(|x| *x /= self.scale);
        for x in &mut self.fresh_x {
            for row in x.chunks_exact_mut(c) {
                row.iter_mut()
                    .zip(&self.mean)
                    .for_each(|(x, m)| *x = (*x - m) / self.scale);
            }
        }
    }

    /// The directions that the latents are compared with.
    fn draw_directions(&mut self) {
        let c = self.width;
        let seed = self.setup.seed.into();
        let none = Vec::new();
        self.directions = Method::ALL
            .map(|method| match method {
                Method::Latents | Method::Neurons => none.clone(),
                Method::Axes => axes(c),
                Method::Components => components(&self.recording.x, c),
                Method::Random => random(c, self.neurons, seed),
            })
            .to_vec();
    }

    /// Nats of a group of fresh documents with these vectors in place of the layer's.
    fn surprise_with(
        &mut self,
        group: usize,
        values: Vec<f32>,
    ) -> Result<(f64, u32), BackendError> {
        let rows = self.fresh.rows_of(group);
        let change = in_place_of(&self.sites.layer, rows[0].len(), values);
        surprise((&mut self.forward, &self.params), &rows, &[change])
    }

    fn step(&mut self, step: u32) -> Result<(), JobError> {
        let Kept {
            training, report, ..
        } = &mut self.kept;
        let said = training.step(
            step,
            &self.recording.x,
            &mut self.scratch,
            &mut self.gradient,
        );
        if !said.loss.is_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        if step.is_multiple_of(TOLD) || step + 1 == self.setup.steps {
            report.points.push(Point {
                step: step + 1,
                loss: said.loss as f32,
                fvu: said.fvu as f32,
                l0: said.l0 as f32,
                dead: training.dead(),
            });
        }
        Ok(())
    }

    fn measure(&mut self, step: u32, group: usize) -> Result<(), BackendError> {
        if group == 0 {
            let k = &mut self.kept;
            (k.rebuilt, k.lost, k.square, k.on) = (0.0, 0.0, 0.0, 0.0);
        }
        let x = &self.fresh_x[group];
        let coder = &self.kept.training.coder;
        coder.encode(x, &mut self.scratch);
        coder.decode(&mut self.scratch);
        let (mut lost, mut square) = (0.0, 0.0);
        for (x, r) in x.iter().zip(&self.scratch.rebuilt) {
            lost += f64::from((r - x) * (r - x));
            square += f64::from(x * x);
        }
        let on = self.scratch.latents.iter().filter(|z| **z > 0.0).count();
        let rebuilt: Vec<f32> = self
            .scratch
            .rebuilt
            .chunks_exact(self.width)
            .flat_map(|row| row.iter().zip(&self.mean).map(|(x, m)| x * self.scale + m))
            .collect();
        let (sum, _) = self.surprise_with(group, rebuilt)?;
        let k = &mut self.kept;
        k.lost += lost;
        k.square += square;
        k.on += on as f64;
        k.rebuilt += sum;
        if group + 1 == self.fresh.groups.len() {
            let words: usize = self.fresh_x.iter().map(|x| x.len() / self.width).sum();
            k.report.measured.push(Measured {
                step,
                fvu: (k.lost / k.square.max(f64::MIN_POSITIVE)) as f32,
                l0: (k.on / words.max(1) as f64) as f32,
                recovered: recovered(k.whole, k.ablated, k.rebuilt),
            });
        }
        Ok(())
    }

    fn encode(&mut self, block: usize) {
        let (c, m) = (self.width, usize::from(self.setup.latents));
        let from = block * ENCODED;
        let to = (from + ENCODED).min(self.recording.places.len());
        self.kept
            .training
            .coder
            .encode(&self.recording.x[from * c..to * c], &mut self.scratch);
        for (i, z) in self
            .scratch
            .latents
            .iter()
            .enumerate()
            .filter(|(_, z)| **z > 0.0)
        {
            self.codes[i % m].push(((from + i / m) as u32, *z));
        }
    }

    /// The words at which a feature is above 0, with its value.
    fn on(&self, method: Method, from: usize, count: usize) -> Vec<Vec<(u32, f32)>> {
        let words = self.recording.places.len();
        let above = |value: &dyn Fn(usize) -> f32| -> Vec<(u32, f32)> {
            (0..words)
                .map(|w| (w as u32, value(w)))
                .filter(|(_, v)| *v > 0.0)
                .collect()
        };
        match method {
            Method::Latents => self.codes[from..from + count].to_vec(),
            Method::Neurons => {
                let read = |w: usize, f: usize| {
                    f32::from_bits(u32::from(self.recording.neurons[w * self.neurons + f]) << 16)
                };
                (from..from + count)
                    .map(|f| above(&|w| read(w, f)))
                    .collect()
            }
            Method::Axes | Method::Components | Method::Random => {
                let directions = self.directions[method as usize][from..from + count].concat();
                let mut values = vec![0.0; words * count];
                product(
                    &mut values,
                    [words, self.width, count],
                    (&self.recording.x, false),
                    (&directions, true),
                );
                (0..count)
                    .map(|f| above(&|w| values[w * count + f]))
                    .collect()
            }
        }
    }

    fn score(&mut self, method: Method, from: usize) {
        let all = self.features(method);
        let count = at_once(method).min(all - from);
        let at = Method::ALL.iter().position(|m| *m == method).unwrap_or(0);
        let words = self.recording.places.len().max(1) as f32;
        let features = self.on(method, from, count);
        let report = &mut self.kept.report;
        if report.best.len() <= at {
            report.best.resize(at + 1, vec![Best::default(); COUNT]);
        }
        for (feature, mut on) in (from as u32..).zip(features) {
            let found = matches(&mut on, &self.recording.labels);
            keep_best(&mut report.best[at], feature, &found);
            if method == Method::Latents {
                let concept = (0..COUNT).fold(0, |best, c| {
                    if found[c].chosen > found[best].chosen {
                        c
                    } else {
                        best
                    }
                });
                self.kept.scored.push(Latent {
                    concept: concept as u8,
                    chosen: found[concept].chosen,
                    tested: found[concept].tested,
                    on: on.len() as f32 / words,
                    most: on.first().map_or(0.0, |o| o.1),
                });
            }
        }
        if method == Method::Latents && from + count == all {
            report.latents = self.kept.scored.clone();
        }
    }

    fn refuse(&mut self, treatment: Treatment, group: usize) -> Result<(), BackendError> {
        let at: Vec<usize> = self.request_groups[group].clone();
        let rows: Vec<Vec<u32>> = at.iter().map(|i| self.requests[*i].clone()).collect();
        let Some(latent) = self.kept.report.suggested() else {
            return Ok(());
        };
        let handle = Handle::of(self, latent as usize);
        let refused = refusals_of(self, &handle, treatment, &at, &rows)?;
        let report = &mut self.kept.report;
        if group == 0 {
            report.refusals.push(Refusals {
                what: treatment,
                harmful: Tally::default(),
                harmless: Tally::default(),
            });
        }
        if let Some(of) = report.refusals.last_mut() {
            for (i, refused) in at.iter().zip(refused) {
                let tally = if self.harmful[*i] {
                    &mut of.harmful
                } else {
                    &mut of.harmless
                };
                tally.add(refused);
            }
        }
        Ok(())
    }
}

/// The part of what the mean costs that is given back.
fn recovered(whole: f64, ablated: f64, rebuilt: f64) -> f32 {
    let cost = ablated - whole;
    if cost.abs() < 1e-9 {
        return 0.0;
    }
    ((ablated - rebuilt) / cost) as f32
}
