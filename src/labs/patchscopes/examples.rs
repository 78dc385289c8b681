//! What the counted experiments are made of: texts to take states from, prompts to put them into, held-out questions.

use super::patch::{Patcher, length};
use super::prompts::{STEPS, with_word};
use super::protocol::Held;
use crate::backend::BackendError;
use crate::data::world::facts::{CITIES, landmark};
use crate::data::world::{Topic, Vocabulary, World};
use crate::world_model::forward::tokens;

/// A text out of which a state is taken, and the word that the target prompt should say.
pub struct Example {
    pub source: Vec<u32>,
    pub answer: u32,
}

/// A held-out question made ready; texts as tokens.
pub struct Prepared {
    /// Index into `Topic::TWO_HOP`.
    pub topic: usize,
    pub tokens: Vec<u32>,
    /// Position of the subject.
    pub subject_at: usize,
    pub answer: u32,
    /// The first step as a prompt of its own.
    pub first: Vec<u32>,
    /// The second step with the right answer of the first in it.
    pub spelled: Vec<u32>,
}

/// A target prompt, and the length of the embedding at its place.
pub struct Target {
    pub tokens: Vec<u32>,
    pub at: usize,
    pub usual: f32,
}

impl Target {
    /// `at`: which word of `prompt`, counted from 1.
    pub fn new(
        words: &Vocabulary,
        prompt: &str,
        at: usize,
        patcher: &mut Patcher,
    ) -> Result<Target, BackendError> {
        let tokens = ids(words, prompt);
        let usual = length(&patcher.states(std::slice::from_ref(&tokens), at)?[0][0]);
        Ok(Target { tokens, at, usual })
    }
}

impl Prepared {
    /// As the report tells it before it has been asked.
    pub fn unasked(&self) -> Held {
        Held {
            topic: self.topic as u8,
            prompt: Vocabulary::new().decode(&self.tokens[1..]),
            subject_at: self.subject_at as u8,
            answer: self.answer,
            ..Held::default()
        }
    }
}

/// Texts of this lab are in the words of the world: a test holds them to it.
pub fn ids(words: &Vocabulary, text: &str) -> Vec<u32> {
    tokens(words, text).unwrap_or_default()
}

/// A text with the word that its last state should bring.
pub fn example(words: &Vocabulary, source: &str, answer: &str) -> Example {
    Example {
        source: ids(words, source),
        answer: words.id(answer).unwrap_or_default(),
    }
}

/// Landmarks to put in the placeholder's place. Not those for which the target's own answer is right: it would come without a patch.
pub fn landmarks(
    words: &Vocabulary,
    answer: fn(usize) -> &'static str,
    plain: u32,
) -> Vec<Example> {
    let all = (0..CITIES).map(|c| example(words, &format!("the {}", landmark(c)), answer(c)));
    all.filter(|e| e.answer != plain).collect()
}

/// Every two-step question that training held out.
pub fn held(world: &World) -> Vec<Prepared> {
    let words = &world.vocabulary;
    let mut all = Vec::new();
    for (topic, (of, steps)) in Topic::TWO_HOP.into_iter().zip(&STEPS).enumerate() {
        for q in world.questions(of).into_iter().filter(|q| q.held_out) {
            let tokens = ids(words, &q.prompt);
            let subject = words.id(q.subject);
            let middle = steps.middle(world, q.subject).unwrap_or_default();
            all.push(Prepared {
                topic,
                subject_at: tokens.iter().position(|t| Some(*t) == subject).unwrap_or(0),
                tokens,
                answer: words.id(q.answer).unwrap_or_default(),
                first: ids(words, &steps.first(q.subject)),
                spelled: ids(words, &with_word(steps.second, steps.at, middle)),
            });
        }
    }
    all
}
