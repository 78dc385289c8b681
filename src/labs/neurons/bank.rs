//! All neurons of a model: run on texts, changed, and what is known of each from the generated documents.

use super::classes::{CLASSES, Class, classes};
use super::effect::ByClass;
use super::texts::Texts;
use crate::backend::{BackendError, Region};
use crate::world_model::forward::{Change, Forward, Seen, log_softmax};
use crate::world_model::subject::Subject;

/// A neuron of an MLP: its layer and its place there.
pub type Neuron = (usize, usize);
/// Texts in which a neuron is strongest.
pub const CONTEXTS: usize = 8;

/// The site of a layer's activations (B, T, F).
pub fn site(layer: usize) -> String {
    format!("blocks.{layer}.mlp.act")
}

/// What one neuron did on the documents.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// Over all words.
    pub mean: f32,
    pub deviation: f32,
    /// Share of words at which it is above zero.
    pub active: f32,
    /// Mean activation where the next word is of a class.
    pub before: [f32; CLASSES],
    /// Strongest first, one for each text: (activation, text, position).
    pub contexts: Vec<(f32, u32, u32)>,
}

/// A model with its documents.
pub struct Bank {
    pub subject: Subject,
    pub texts: Texts,
    pub classes: Vec<Class>,
    /// Length of each neuron's value vector, layer by layer.
    pub lengths: Vec<Vec<f32>>,
    forward: Forward,
    /// Of each text, of each word after the start: the loss of the untouched model, nats.
    losses: Vec<Vec<f64>>,
    /// Layer by layer; empty until the documents were read.
    known: Vec<Vec<Known>>,
}

impl Bank {
    /// `texts`: how many documents.
    pub fn new(subject: Subject, seed: u64, texts: usize) -> Bank {
        let model = subject.model;
        let sites: Vec<String> = (0..model.layers).map(site).collect();
        let length = |value: &[f32]| libm::sqrtf(value.iter().map(|x| x * x).sum());
        let lengths = |layer: usize| {
            let w2 = subject
                .params
                .get(&format!("blocks.{layer}.w2"))
                .unwrap_or_default();
            w2.chunks(model.width).map(length).collect()
        };
        Bank {
            texts: Texts::new(&subject.world, seed, texts),
            classes: classes(&subject.world.vocabulary),
            lengths: (0..model.layers).map(lengths).collect(),
            forward: Forward::new(model, &sites),
            losses: Vec::new(),
            known: Vec::new(),
            subject,
        }
    }

    pub fn layers(&self) -> usize {
        self.subject.model.layers
    }

    /// Neurons of a layer.
    pub fn neurons(&self) -> usize {
        self.subject.model.neurons
    }

    /// Runs rows of one length with changes; all layers' activations can be read.
    pub fn run(&mut self, rows: &[Vec<u32>], changes: &[Change]) -> Result<Seen<'_>, BackendError> {
        self.forward.run(&self.subject.params, rows, changes)
    }

    /// What is known of each neuron, layer by layer. Reads the documents the first time.
    pub fn known(&mut self) -> Result<&[Vec<Known>], BackendError> {
        if self.known.is_empty() {
            self.read()?;
        }
        Ok(&self.known)
    }

    /// Extra loss on the documents of one part with one neuron set to `value` at every word, by class of next word, all words last.
    pub fn knocked_out(
        &mut self,
        (layer, neuron): Neuron,
        value: f32,
        part: usize,
    ) -> Result<ByClass, BackendError> {
        if self.losses.is_empty() {
            self.read()?;
        }
        let rows = self.texts.padded(part);
        let change = Change::set(site(layer), Region::all().at(2, neuron), vec![value]);
        let seen = self.forward.run(&self.subject.params, &rows, &[change])?;
        let mut sums = ByClass::default();
        for (row, &text) in self.texts.parts[part].iter().enumerate() {
            let mut extra = [(0.0, 0.0); CLASSES + 1];
            for (at, &next) in self.texts.rows[text][1..].iter().enumerate() {
                let loss = -log_softmax(seen.logits(row, at)?)[next as usize];
                let more = loss - self.losses[text][at];
                for class in [self.classes[next as usize] as usize, CLASSES] {
                    extra[class].0 += 1.0;
                    extra[class].1 += more;
                }
            }
            for (sum, (n, s)) in sums.iter_mut().zip(extra) {
                sum.add(n, s);
            }
        }
        Ok(sums)
    }

    fn read(&mut self) -> Result<(), BackendError> {
        let (layers, width) = (self.layers(), self.neurons());
        let mut tallies = vec![Tally::default(); layers * width];
        let mut losses = vec![Vec::new(); self.texts.rows.len()];
        let mut of_class = [0.0; CLASSES];
        for part in 0..self.texts.parts.len() {
            let rows = self.texts.padded(part);
            let seen = self.forward.run(&self.subject.params, &rows, &[])?;
            for (row, &text) in self.texts.parts[part].iter().enumerate() {
                let words = &self.texts.rows[text];
                for (at, &next) in words[1..].iter().enumerate() {
                    losses[text].push(-log_softmax(seen.logits(row, at)?)[next as usize]);
                    of_class[self.classes[next as usize] as usize] += 1.0;
                }
                for layer in 0..layers {
                    for at in 0..words.len() {
                        let next = words.get(at + 1).map(|&next| self.classes[next as usize]);
                        let acts = seen.vector(&site(layer), row, at)?;
                        for (tally, &a) in tallies[layer * width..].iter_mut().zip(acts) {
                            tally.take(a, at as u32, next);
                        }
                    }
                }
                tallies.iter_mut().for_each(|tally| tally.end(text as u32));
            }
        }
        let words: usize = self.texts.rows.iter().map(Vec::len).sum();
        let known: Vec<Known> = tallies
            .into_iter()
            .map(|t| t.known(words as f64, &of_class))
            .collect();
        self.known = known.chunks(width).map(<[Known]>::to_vec).collect();
        self.losses = losses;
        Ok(())
    }

    /// Bytes of the plans and of what is known.
    pub fn bytes(&self) -> usize {
        let known = self.layers() * self.neurons() * (size_of::<Known>() + CONTEXTS * 12);
        self.forward.bytes() + known
    }
}

/// A neuron while the documents are read.
#[derive(Clone, Default)]
struct Tally {
    sum: f64,
    squares: f64,
    active: f64,
    before: [f64; CLASSES],
    /// Of the text that is being read.
    strongest: (f32, u32),
    contexts: Vec<(f32, u32, u32)>,
}

impl Tally {
    fn take(&mut self, a: f32, at: u32, next: Option<Class>) {
        if a > 0.0 {
            let a = f64::from(a);
            self.sum += a;
            self.squares += a * a;
            self.active += 1.0;
            if let Some(class) = next {
                self.before[class as usize] += a;
            }
        }
        if a > self.strongest.0 {
            self.strongest = (a, at);
        }
    }

    /// A text ends.
    fn end(&mut self, text: u32) {
        let (a, at) = std::mem::take(&mut self.strongest);
        if a > 0.0 && (self.contexts.len() < CONTEXTS || self.contexts[CONTEXTS - 1].0 < a) {
            let place = self.contexts.partition_point(|c| c.0 >= a);
            self.contexts.insert(place, (a, text, at));
            self.contexts.truncate(CONTEXTS);
        }
    }

    fn known(self, words: f64, of_class: &[f64; CLASSES]) -> Known {
        let mean = self.sum / words;
        let mut before = [0.0; CLASSES];
        for (class, b) in before.iter_mut().enumerate() {
            *b = (self.before[class] / of_class[class].max(1.0)) as f32;
        }
        Known {
            mean: mean as f32,
            deviation: libm::sqrt((self.squares / words - mean * mean).max(0.0)) as f32,
            active: (self.active / words) as f32,
            before,
            contexts: self.contexts,
        }
    }
}
