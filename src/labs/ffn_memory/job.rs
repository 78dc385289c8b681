//! The lab's job: questions about one prompt, and the long experiment that edits everybody's home in every way.

use serde::{Deserialize, Serialize};

use super::config::{NEURONS, PROMPT_CHARS, PROMPT_WORDS, STRENGTH};
use super::contexts::Contexts;
use super::edit::{self, Editing, Editor};
use super::fact::{Fact, NoFact};
use super::memory::{promoted, top, toward, written};
use super::method::{Arm, Score, arms};
use super::method::{Control, Method};
use super::protocol::{
    Answer, Ask, BROKEN, Block, Edited, Fired, KEYS, Key, Look, MOST_EDITS, Outcome, Report, Setup,
    TEXTS, TOP, Trace, WORDS, Wish,
};
use super::rank_one::{self, keys_of};
use super::score::{self, Sheet};
use super::trace::trace;
use crate::backend::{BackendError, Params};
use crate::data::rng::{below, stream};
use crate::data::world::facts::CITIES;
use crate::data::world::lexicon::PEOPLE;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::forward::{Forward, tokens};
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Why a question was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Refusal {
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

/// A model with one long experiment on it.
pub struct FfnMemory {
    setup: Setup,
    subject: Subject,
    forward: Forward,
    editor: Editor,
    sheet: Sheet,
    contexts: Option<Contexts>,
    arms: Vec<Arm>,
    /// Everybody in a drawn order, with a drawn new city in another country.
    facts: Vec<Fact>,
    scores: Vec<Score>,
    /// Units done.
    next: u32,
    /// The newest treatment with its place (fact, arm, pieces made), and the weights of the control that follows it.
    treated: Option<(usize, usize, u32, Editing)>,
    control: Option<(usize, Params<f32>)>,
}

/// What the next units build on; weights are made anew.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// Another run's checkpoint does not fit.
    setup: Setup,
    next: u32,
    scores: Vec<Score>,
}

/// Units of one arm on one fact.
const PER_ARM: u32 = edit::PIECES + score::PIECES;

fn fault(_: BackendError) -> JobError {
    JobError::BadMessage // plans are made for the very texts that they run
}

/// Everybody's home with a new city in another country, in a drawn order.
pub(super) fn drawn(subject: &Subject, seed: u64) -> Vec<Fact> {
    let mut rng = stream(seed, "edits");
    let mut people: Vec<usize> = (0..PEOPLE.len()).collect();
    for i in (1..people.len()).rev() {
        people.swap(i, below(&mut rng, i as u32 + 1) as usize);
    }
    people
        .into_iter()
        .map(|person| {
            let home = subject.world.facts.home[person];
            // One of the cities that are not in this country: two fewer than all.
            let draw = below(&mut rng, CITIES as u32 - 2) as usize;
            let wanted = if draw < home / 2 * 2 { draw } else { draw + 2 };
            Fact::of(&subject.world, person, wanted)
        })
        .collect()
}

impl FfnMemory {
    /// Fact, arm and piece of a unit after the preparation.
    fn place(&self, unit: u32) -> (usize, usize, u32) {
        let after = unit.saturating_sub(rank_one::PIECES);
        let per_fact = PER_ARM * self.arms.len() as u32;
        let (fact, rest) = (after / per_fact, after % per_fact);
        (fact as usize, (rest / PER_ARM) as usize, rest % PER_ARM)
    }

    /// Brings treatment and control of an arm to `pieces` pieces.
    fn make(&mut self, fact: usize, arm: usize, pieces: u32) -> Result<(), BackendError> {
        while !self.editor.is_prepared() {
            self.editor.prepare()?;
        }
        let control = self.arms[arm].control;
        let treatment = (0..=arm)
            .rev()
            .find(|i| self.arms[*i].control.is_none())
            .unwrap_or(0);
        let there = self
            .treated
            .as_ref()
            .is_some_and(|(f, a, ..)| (*f, *a) == (fact, treatment));
        if !there {
            let from = (*self.subject.params).clone();
            let edit =
                self.editor
                    .begin(self.arms[treatment].method, self.facts[fact].clone(), from);
            self.treated = Some((fact, treatment, 0, edit));
            self.control = None;
        }
        let wanted = if control.is_some() {
            edit::PIECES
        } else {
            pieces
        };
        if let Some((_, _, made, editing)) = &mut self.treated {
            while *made < wanted {
                self.editor.piece(editing)?;
                *made += 1;
            }
            if let Some(control) = control
                && self.control.as_ref().is_none_or(|(of, _)| *of != arm)
            {
                self.control = Some((arm, self.editor.control(editing, control)?));
            }
        }
        Ok(())
    }

    fn advance(&mut self, unit: u32) -> Result<(), BackendError> {
        if unit < rank_one::PIECES {
            return self.editor.prepare();
        }
        let (fact, arm, piece) = self.place(unit);
        if piece < edit::PIECES {
            return self.make(fact, arm, piece + 1);
        }
        self.make(fact, arm, edit::PIECES)?;
        let params = match (&self.control, &self.treated) {
            (Some((of, params)), _) if *of == arm => params,
            (_, Some((.., editing))) => &editing.params,
            _ => return Ok(()),
        };
        let part = self.sheet.piece(
            &self.subject.world,
            params,
            &self.facts[fact],
            piece - edit::PIECES,
        )?;
        self.scores[arm].join(&part);
        Ok(())
    }

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

    fn look(&mut self, prompt: &str) -> Result<Look, JobError> {
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
            let order = crate::order::descending(found.len(), |i| {
                crate::order::number(f64::from(found[i].gain))
            });
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

    fn trace(&mut self, prompt: &str) -> Result<Trace, JobError> {
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

    fn key(&mut self, block: u8, neuron: u16) -> Result<Key, JobError> {
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

    fn edit(&mut self, wishes: &[Wish], method: Method) -> Result<Outcome, JobError> {
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

impl Study for FfnMemory {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = Kept;

    fn new(subject: Subject, setup: Setup) -> Result<FfnMemory, JobError> {
        let model = subject.model;
        let neurons = NEURONS.clamp(setup.neurons.into()) as u16;
        let strength = STRENGTH.clamp(setup.strength.into()) as f32;
        let arms = arms(neurons, strength, model.layers);
        let end = format!("pre.{}", model.layers);
        let sites: Vec<String> = (0..model.layers).map(keys_of).chain([end]).collect();
        Ok(FfnMemory {
            setup,
            forward: Forward::new(model, &sites),
            editor: Editor::new(&subject),
            sheet: Sheet::new(&subject.world, model, &subject.params).map_err(fault)?,
            contexts: None,
            scores: vec![Score::default(); arms.len()],
            arms,
            facts: drawn(&subject, setup.seed.into()),
            next: 0,
            treated: None,
            control: None,
            subject,
        })
    }

    fn units(&self) -> u32 {
        rank_one::PIECES + (self.facts.len() * self.arms.len()) as u32 * PER_ARM
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        if !self.subject.params.all_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        self.advance(unit).map_err(fault)?;
        self.next = unit + 1;
        Ok(())
    }

    fn report(&self) -> Report {
        Report {
            arms: self.arms.clone(),
            scores: self.scores.clone(),
            facts: self.place(self.next).0 as u32,
            people: self.facts.len() as u32,
            watched: self.sheet.watched() as u32,
        }
    }

    fn ask(&mut self, question: Ask) -> Result<Answer, JobError> {
        match question {
            Ask::Look { prompt } => self.look(&prompt).map(Answer::Look),
            Ask::Trace { prompt } => self.trace(&prompt).map(Answer::Trace),
            Ask::Key { block, neuron } => self.key(block, neuron).map(Answer::Key),
            Ask::Edit { edits, method } => self.edit(&edits, method).map(Answer::Edit),
        }
    }

    fn keep(&self) -> Kept {
        Kept {
            setup: self.setup,
            next: self.next,
            scores: self.scores.clone(),
        }
    }

    fn restore(&mut self, kept: Kept) -> Result<(), JobError> {
        if kept.setup != self.setup || kept.scores.len() != self.arms.len() || kept.next > self.units() {
            return Err(JobError::BadMessage);
        }
        self.scores = kept.scores;
        self.next = kept.next;
        (self.treated, self.control) = (None, None);
        Ok(())
    }

    fn bytes(&self) -> usize {
        let contexts = self.contexts.as_ref().map_or(0, Contexts::bytes);
        self.editor.bytes() + self.sheet.bytes() + self.forward.bytes() + contexts
    }
}
