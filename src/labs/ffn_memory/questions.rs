//! The job's answers to questions about one prompt: keys and values, the causal picture, the texts of a key, the reader's own edits.

use super::config::{NEURONS, PROMPT_CHARS, PROMPT_WORDS, STRENGTH};
use super::contexts::Contexts;
use super::fact::{Fact, NoFact};
use super::job::{FfnMemory, fault};
use super::memory::{largest_first, promoted, top, toward, written};
use super::method::{Control, Method, Score};
use super::protocol::{BROKEN, Block, Edited, Fired, KEYS, Key, Look, MOST_EDITS, Outcome, TEXTS, TOP, Trace, WORDS, Wish};
use super::rank_one::keys_of;
use super::score;
use super::trace::trace;
use crate::backend::BackendError;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::forward::tokens;

/// Why a question was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    TooLong { words: usize },
    NoNumbers,
    NoName,
    Fact(NoFact),
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::TooLong { words }, Lang::En) => format!("The prompt has {words} words; the lab reads at most {PROMPT_WORDS}."),
            (Refusal::TooLong { words }, Lang::ZhHant) => format!("開頭有 {words} 個詞，這個實驗最多讀 {PROMPT_WORDS} 個。"),
            (Refusal::NoNumbers, Lang::En) => "The weights of this model are no longer finite. Choose another one.".into(),
            (Refusal::NoNumbers, Lang::ZhHant) => "這個模型的權重已經不是有限的數，請換一個。".into(),
            (Refusal::NoName, Lang::En) => "This picture swaps the subject for another one: name a person, a landmark, a city or a country.".into(),
            (Refusal::NoName, Lang::ZhHant) => "這張圖要把主詞換成另一個，請在開頭寫一個人、地標、城市或國家。".into(),
            (Refusal::Fact(fact), lang) => fact.describe(lang),
        }
    }
}

impl FfnMemory {
    /// A prompt of known words and bearable length, with its start.
    fn prompt(&self, text: &str) -> Result<Vec<u32>, JobError> {
        let refused = |what: Refusal| JobError::refused(&what);
        if !self.subject.params.all_finite() {
            return Err(refused(Refusal::NoNumbers));
        }
        let text: String = text.chars().take(4 * PROMPT_CHARS).collect();
        let words = text.split_whitespace().count();
        if words > PROMPT_WORDS {
            return Err(refused(Refusal::TooLong { words }));
        }
        tokens(&self.subject.world.vocabulary, &text).map_err(|e| JobError::refused(&e))
    }

    pub(super) fn look(&mut self, prompt: &str) -> Result<Look, JobError> {
        let tokens = self.prompt(prompt)?;
        let (model, params) = (self.subject.model, &self.subject.params);
        let last = tokens.len() - 1;
        let seen = self
            .forward
            .run(params, std::slice::from_ref(&tokens), &[])
            .map_err(fault)?;
        let best = top(seen.last(0).map_err(fault)?, TOP);
        let answer = best.first().map_or(0, |w| w.0);
        let end = seen
            .vector(&format!("pre.{}", model.layers), 0, last)
            .map_err(fault)?;
        let square: f64 = end.iter().map(|x| f64::from(*x) * f64::from(*x)).sum();
        let rms = libm::sqrt(square / model.width as f64 + 1e-5) as f32;
        let toward = toward(model, params, answer).map_err(fault)?;
        let mut blocks = Vec::new();
        for block in 0..model.layers {
            let act = seen.vector(&keys_of(block), 0, last).map_err(fault)?;
            let mut found = written(model, params, block, act, &toward).map_err(fault)?;
            found.iter_mut().for_each(|w| w.gain /= rms);
            let order = largest_first(found.len(), &|i| f64::from(found[i].gain));
            let mut keys = Vec::new();
            for w in order.iter().take(KEYS).map(|i| found[*i as usize]) {
                let words = promoted(model, params, block, w.neuron, WORDS).map_err(fault)?;
                keys.push(Fired {
                    neuron: w.neuron as u16,
                    activation: w.activation,
                    gain: w.gain,
                    words: words.into_iter().map(|(word, _)| word).collect(),
                });
            }
            blocks.push(Block {
                firing: found.len() as u32,
                total: found.iter().map(|w| w.gain).sum(),
                keys,
            });
        }
        Ok(Look {
            tokens,
            top: best,
            blocks,
            neurons: model.neurons as u32,
        })
    }

    pub(super) fn trace(&mut self, prompt: &str) -> Result<Trace, JobError> {
        let tokens = self.prompt(prompt)?;
        let subject = &self.subject;
        let found =
            trace(&subject.world, subject.model, &subject.params, &tokens).map_err(fault)?;
        let found = found.ok_or_else(|| JobError::refused(&Refusal::NoName))?;
        Ok(Trace {
            tokens,
            swapped: found.swapped,
            subject: found.subject as u32,
            answer: found.answer,
            clean: found.clean,
            corrupt: found.corrupt,
            restored: found.restored,
        })
    }

    pub(super) fn key(&mut self, block: u8, neuron: u16) -> Result<Key, JobError> {
        let subject = &self.subject;
        if usize::from(block) >= subject.model.layers
            || usize::from(neuron) >= subject.model.neurons
        {
            return Err(JobError::BadMessage);
        }
        if self.contexts.is_none() {
            self.contexts =
                Some(Contexts::new(&subject.world, subject.model, &subject.params).map_err(fault)?);
        }
        let contexts = self.contexts.as_ref().ok_or(JobError::BadMessage)?;
        let (texts, firing) = contexts.of(block.into(), neuron.into(), TEXTS);
        Ok(Key {
            block,
            neuron,
            texts: texts
                .into_iter()
                .map(|c| (c.tokens, c.activation))
                .collect(),
            firing: firing as u32,
            of: contexts.count() as u32,
        })
    }

    pub(super) fn edit(&mut self, wishes: &[Wish], method: Method) -> Result<Outcome, JobError> {
        let refused = |fact: NoFact| JobError::refused(&Refusal::Fact(fact));
        if wishes.is_empty() || wishes.len() > MOST_EDITS {
            return Err(JobError::BadMessage);
        }
        let method = held(method, self.subject.model.layers)?;
        let mut facts = Vec::new();
        for wish in wishes {
            self.prompt(&wish.prompt)?;
            facts.push(
                Fact::read(&self.subject.world, &wish.prompt, &wish.wanted).map_err(refused)?,
            );
        }
        self.carry_out(facts, method).map_err(fault)
    }

    fn carry_out(&mut self, facts: Vec<Fact>, method: Method) -> Result<Outcome, BackendError> {
        let world = self.subject.world.clone();
        let mut params = (*self.subject.params).clone();
        let mut steps = Vec::new();
        let mut last = None;
        for fact in &facts {
            let edit = self.editor.edit(method, fact.clone(), params)?;
            params = edit.params.clone();
            steps.push(edit.steps);
            last = Some(edit);
        }
        let mut edits = Vec::new();
        for (fact, steps) in facts.iter().zip(steps) {
            let before = self.editor.top(&self.subject.params, &fact.prompt, TOP)?;
            let all = self.editor.top(&params, &fact.prompt, usize::MAX)?;
            let probability = all
                .iter()
                .find(|(word, _)| *word == fact.new)
                .map_or(0.0, |w| w.1);
            edits.push(Edited {
                tokens: fact.prompt.clone(),
                old: fact.old,
                new: fact.new,
                before,
                after: all.into_iter().take(TOP).collect(),
                probability,
                own: self.sheet.own(&world, &params, fact)?,
                steps,
            });
        }
        let (mut bystanders, mut broken) = (Score::default(), Vec::new());
        for piece in 0..score::PIECES {
            bystanders.join(
                &self
                    .sheet
                    .bystanders(&world, &params, &facts, piece, &mut broken)?,
            );
        }
        broken.truncate(BROKEN);
        let mut controls = Vec::new();
        if let Some(treated) = &last {
            let kinds: &[Control] = match method {
                Method::Values { .. } => &[Control::Direction, Control::Neurons],
                _ => &[Control::Direction],
            };
            for &kind in kinds {
                let params = self.editor.control(treated, kind)?;
                controls.push((kind, self.sheet.score(&world, &params, &treated.fact)?));
            }
        }
        Ok(Outcome {
            edits,
            bystanders,
            broken,
            controls,
        })
    }
}

/// A method inside its limits; a block that the model does not have is no message of this page.
fn held(method: Method, blocks: usize) -> Result<Method, JobError> {
    match method {
        Method::Values { neurons, strength } => Ok(Method::Values {
            neurons: NEURONS.clamp(neurons.into()) as u16,
            strength: STRENGTH.clamp(strength.into()) as f32,
        }),
        Method::RankOne { block } if usize::from(block) >= blocks => Err(JobError::BadMessage),
        other => Ok(other),
    }
}

