//! The lab's job: questions about one prompt, and the long experiment that edits everybody's home in every way.

use serde::{Deserialize, Serialize};

use super::config::{NEURONS, STRENGTH};
use super::contexts::Contexts;
use super::edit::{self, Editing, Editor};
use super::fact::Fact;
use super::method::{Arm, Score, arms};
use super::protocol::{Answer, Ask, Report, Setup};
use super::questions::Refusal;
use super::rank_one::{self, keys_of};
use super::score::{self, Sheet};
use crate::backend::{BackendError, Params};
use crate::data::rng::{below, stream};
use crate::data::world::facts::CITIES;
use crate::data::world::lexicon::PEOPLE;
use crate::train::JobError;
use crate::world_model::forward::Forward;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// A model with one long experiment on it.
pub struct FfnMemory {
    setup: Setup,
    pub(super) subject: Subject,
    pub(super) forward: Forward,
    pub(super) editor: Editor,
    pub(super) sheet: Sheet,
    pub(super) contexts: Option<Contexts>,
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

pub(super) fn fault(_: BackendError) -> JobError {
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
