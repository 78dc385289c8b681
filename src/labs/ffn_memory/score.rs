//! What an edit has done: the edited fact, other wordings, and every fact that should have stayed.

use super::fact::{Fact, wordings};
use super::method::{Measure, Score};
use crate::backend::{BackendError, Params};
use crate::data::world::lexicon::PEOPLE;
use crate::data::world::{Topic, World};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Forward, TOGETHER, groups, tokens};

/// Pieces of one scoring: each some ten milliseconds.
pub(super) const PIECES: u32 = 4;

/// A question that an edit should leave alone.
struct Bystander {
    prompt: Vec<u32>,
    /// What the unedited model says; only questions that it answered rightly are kept.
    answer: u32,
    /// The person asked for, and what about them.
    person: Option<usize>,
    measure: Measure,
}

/// All questions of the scoring, with the answers of the unedited model.
pub(super) struct Sheet {
    bystanders: Vec<Bystander>,
    forward: Forward,
}

impl Sheet {
    pub(super) fn new(world: &World, model: RopeGpt, params: &Params<f32>) -> Result<Sheet, BackendError> {
        let topics = [
            (Topic::Home, Measure::Homes),
            (Topic::Job, Measure::Jobs),
            (Topic::City, Measure::Places),
            (Topic::Country, Measure::Places),
            (Topic::Capital, Measure::Places),
            (Topic::Language, Measure::Places),
        ];
        let mut bystanders = Vec::new();
        for (topic, measure) in topics {
            for question in world.questions(topic) {
                let known = (
                    tokens(&world.vocabulary, &question.prompt),
                    world.vocabulary.id(question.answer),
                );
                if let (Ok(prompt), Some(answer)) = known {
                    let person = PEOPLE.iter().position(|p| *p == question.subject);
                    bystanders.push(Bystander {
                        prompt,
                        answer,
                        person,
                        measure,
                    });
                }
            }
        }
        let mut sheet = Sheet {
            bystanders,
            forward: Forward::new::<&str>(model, &[]),
        };
        let prompts: Vec<Vec<u32>> = sheet.bystanders.iter().map(|b| b.prompt.clone()).collect();
        let said = sheet.answers(params, &prompts)?;
        let mut right = said.iter();
        sheet.bystanders.retain(|b| right.next() == Some(&b.answer));
        Ok(sheet)
    }

    /// Facts that the unedited model knows, and that are watched.
    pub(super) fn watched(&self) -> usize {
        self.bystanders.len()
    }

    /// The most probable next word of each prompt.
    pub(super) fn answers(
        &mut self,
        params: &Params<f32>,
        prompts: &[Vec<u32>],
    ) -> Result<Vec<u32>, BackendError> {
        let mut said = vec![0; prompts.len()];
        for group in groups(prompts, TOGETHER) {
            let rows: Vec<Vec<u32>> = group.iter().map(|&i| prompts[i].clone()).collect();
            let seen = self.forward.run(params, &rows, &[])?;
            for (row, &i) in group.iter().enumerate() {
                said[i] = most_likely(seen.last(row)?);
            }
        }
        Ok(said)
    }

    /// The edited fact itself: changed, wanted, other wordings, and the country that should follow.
    pub(super) fn own(
        &mut self,
        world: &World,
        params: &Params<f32>,
        fact: &Fact,
    ) -> Result<Score, BackendError> {
        let mut asked = vec![(fact.prompt.clone(), fact.new, Measure::Wanted)];
        let others = wordings(PEOPLE[fact.person]).into_iter();
        let others = others.filter_map(|text| tokens(&world.vocabulary, &text).ok());
        let others = others.filter(|prompt| *prompt != fact.prompt);
        asked.extend(others.map(|prompt| (prompt, fact.new, Measure::Paraphrase)));
        let question = format!("the country of the home of {} is", PEOPLE[fact.person]);
        let question = tokens(&world.vocabulary, &question);
        let country = world.vocabulary.id(fact.new_country());
        if let (true, Ok(prompt), Some(country)) = (fact.crosses_a_border(), question, country) {
            asked.push((prompt, country, Measure::TwoHop));
        }
        let prompts: Vec<Vec<u32>> = asked.iter().map(|(prompt, ..)| prompt.clone()).collect();
        let said = self.answers(params, &prompts)?;
        let mut score = Score::default();
        for ((_, right, measure), said) in asked.iter().zip(said) {
            score.add(*measure, said == *right);
            if *measure == Measure::Wanted {
                score.add(Measure::Changed, said != fact.old);
            }
        }
        Ok(score)
    }

    /// The facts that should have stayed, those of `piece` (0..PIECES), after these facts were edited. `broken` gets each that did
    /// not: prompt, answer before, answer now.
    pub(super) fn bystanders(
        &mut self,
        world: &World,
        params: &Params<f32>,
        edited: &[Fact],
        piece: u32,
        broken: &mut Vec<(Vec<u32>, u32, u32)>,
    ) -> Result<Score, BackendError> {
        let count = self.bystanders.len();
        let of = |piece: u32| count * piece as usize / PIECES as usize;
        let mut asked: Vec<(usize, Measure)> = Vec::new();
        for (i, b) in self
            .bystanders
            .iter()
            .enumerate()
            .take(of(piece + 1))
            .skip(of(piece))
        {
            let measure = match (b.measure, b.person) {
                (Measure::Homes, Some(person)) if edited.iter().any(|f| f.person == person) => {
                    continue;
                }
                (Measure::Homes, Some(person))
                    if edited.iter().any(|f| f.home == world.facts.home[person]) =>
                {
                    Measure::SameCity
                }
                (measure, _) => measure,
            };
            asked.push((i, measure));
        }
        let prompts: Vec<Vec<u32>> = asked
            .iter()
            .map(|(i, _)| self.bystanders[*i].prompt.clone())
            .collect();
        let said = self.answers(params, &prompts)?;
        let mut score = Score::default();
        for ((i, measure), said) in asked.iter().zip(said) {
            let b = &self.bystanders[*i];
            score.add(*measure, said == b.answer);
            if said != b.answer {
                broken.push((b.prompt.clone(), b.answer, said));
            }
        }
        Ok(score)
    }

    /// One piece (0..PIECES) of the score of these weights after the fact was edited.
    pub(super) fn piece(
        &mut self,
        world: &World,
        params: &Params<f32>,
        fact: &Fact,
        piece: u32,
    ) -> Result<Score, BackendError> {
        let mut score = if piece == 0 {
            self.own(world, params, fact)?
        } else {
            Score::default()
        };
        score.join(&self.bystanders(
            world,
            params,
            std::slice::from_ref(fact),
            piece,
            &mut Vec::new(),
        )?);
        Ok(score)
    }

    /// The whole score.
    pub(super) fn score(
        &mut self,
        world: &World,
        params: &Params<f32>,
        fact: &Fact,
    ) -> Result<Score, BackendError> {
        let mut score = Score::default();
        for piece in 0..PIECES {
            score.join(&self.piece(world, params, fact, piece)?);
        }
        Ok(score)
    }

    /// Bytes of the buffers.
    pub(super) fn bytes(&self) -> usize {
        self.forward.bytes()
    }
}
