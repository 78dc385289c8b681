//! The answers to the questions about one neuron: along a text, on the documents, without it.

use super::bank::{Neuron, site};
use super::config::{PROMPT_CHARS, PROMPT_WORDS};
use super::job::{Neurons, Refusal, fault};
use super::protocol::{About, Answer, Context, LOUDEST, Lost, Loud, View};
use crate::train::JobError;
use crate::world_model::forward::tokens;

impl Neurons {
    pub(super) fn look(
        &mut self,
        prompt: &str,
        (layer, neuron): Neuron,
    ) -> Result<Answer, JobError> {
        let prompt: String = prompt.chars().take(2 * PROMPT_CHARS).collect();
        let words = prompt.split_whitespace().count();
        if words > PROMPT_WORDS {
            return Err(JobError::refused(&Refusal::TooLong { words }));
        }
        let row = tokens(&self.bank.subject.world.vocabulary, &prompt)
            .map_err(|e| JobError::refused(&e))?;
        let (layers, width) = (self.bank.layers(), self.bank.neurons());
        let lengths = self.bank.lengths.clone();
        let seen = self
            .bank
            .run(std::slice::from_ref(&row), &[])
            .map_err(fault)?;
        let mut view = View::default();
        for at in 0..row.len() {
            let mut all = Vec::with_capacity(layers * width);
            for (l, lengths) in lengths.iter().enumerate() {
                let acts = seen.vector(&site(l), 0, at).map_err(fault)?;
                if l == layer {
                    view.activations.push(acts[neuron]);
                }
                all.extend(acts.iter().zip(lengths).enumerate().map(
                    |(n, (&activation, length))| Loud {
                        layer: l as u32,
                        neuron: n as u32,
                        activation,
                        written: activation * length,
                    },
                ));
            }
            // Stable: equal ones stay in the model's order.
            all.sort_by(|a, b| b.written.total_cmp(&a.written));
            all.truncate(LOUDEST);
            view.loudest.push(all);
        }
        view.tokens = row;
        Ok(Answer::View(view))
    }

    pub(super) fn about(&mut self, (layer, neuron): Neuron) -> Result<Answer, JobError> {
        let known = self.bank.known().map_err(fault)?[layer][neuron].clone();
        let mut contexts = Vec::new();
        for &(_, text, peak) in &known.contexts {
            let row = self.bank.texts.rows[text as usize].clone();
            let seen = self
                .bank
                .run(std::slice::from_ref(&row), &[])
                .map_err(fault)?;
            let mut activations = Vec::with_capacity(row.len());
            for at in 0..row.len() {
                activations.push(seen.vector(&site(layer), 0, at).map_err(fault)?[neuron]);
            }
            contexts.push(Context {
                tokens: row,
                activations,
                peak,
            });
        }
        Ok(Answer::About(About {
            layer: layer as u32,
            neuron: neuron as u32,
            mean: known.mean,
            deviation: known.deviation,
            active: known.active,
            length: self.bank.lengths[layer][neuron],
            before: known.before.to_vec(),
            contexts,
            texts: self.bank.texts.rows.len() as u32,
            words: self
                .bank
                .texts
                .rows
                .iter()
                .map(|row| row.len() as u32)
                .sum(),
        }))
    }

    pub(super) fn knock_out(
        &mut self,
        (layer, neuron): Neuron,
        part: usize,
    ) -> Result<Answer, JobError> {
        let parts = self.bank.texts.parts.len();
        if part >= parts {
            return Err(JobError::BadMessage);
        }
        let mean = self.bank.known().map_err(fault)?[layer][neuron].mean;
        let mut lost = |value: f32| {
            self.bank
                .knocked_out((layer, neuron), value, part)
                .map_err(fault)
        };
        Ok(Answer::Lost(Lost {
            zero: lost(0.0)?.to_vec(),
            mean: lost(mean)?.to_vec(),
            parts: parts as u32,
        }))
    }
}
