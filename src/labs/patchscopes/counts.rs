//! The counted experiments, in pieces of a few rows, so that the page can pause and ask in between.

use super::patch::{Patch, Patcher, length, scaled};
use super::prompts::{self, CITY, COUNTRY, REPEAT, REPEAT_AT, STEPS, with_word};
use super::protocol::{Held, Pair, Report};
use crate::backend::BackendError;
use crate::data::world::facts::{CITIES, city, landmark};
use crate::data::world::lexicon::COUNTRIES;
use crate::data::world::{Topic, Vocabulary, World};
use crate::world_model::exam::{Tally, most_likely};
use crate::world_model::forward::tokens;

/// Rows of a unit.
const ROWS: usize = 16;

/// A piece of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// The held-out questions of a topic as they are, and their second steps in words.
    Exam {
        topic: usize,
    },
    Words {
        chunk: usize,
        layer: usize,
    },
    Last {
        chunk: usize,
        layer: usize,
    },
    Country {
        chunk: usize,
        layer: usize,
    },
    City {
        chunk: usize,
        layer: usize,
    },
    Chain {
        topic: usize,
        layer: usize,
    },
    /// Back-patching of one question at its subject or at its last word.
    Back {
        question: usize,
        place: usize,
    },
}

/// A text out of which a state is taken, and the word that the target prompt should say.
struct Example {
    source: Vec<u32>,
    answer: u32,
}

/// A held-out question made ready.
struct Prepared {
    topic: usize,
    tokens: Vec<u32>,
    subject_at: usize,
    answer: u32,
    first: Vec<u32>,
    spelled: Vec<u32>,
}

/// A target prompt, and the length of the embedding at its place.
struct Target {
    tokens: Vec<u32>,
    at: usize,
    usual: f32,
}

/// What there is to count, and the counts.
pub struct Counted {
    pub units: Vec<Unit>,
    pub report: Report,
    words: Vec<Example>,
    homes: Vec<Example>,
    landmarks: [Vec<Example>; 2],
    held: Vec<Prepared>,
    repeat: Target,
    about: [Target; 2],
    second: Vec<Target>,
    layers: usize,
}

impl Counted {
    pub fn new(world: &World, patcher: &mut Patcher) -> Result<Counted, BackendError> {
        let words = &world.vocabulary;
        let layers = patcher.layers();
        let named = |name: &&str| example(words, name, name);
        let home = |q: &crate::data::world::Question| example(words, &q.prompt, q.answer);
        let mut target = |prompt: &str, at: usize| -> Result<Target, BackendError> {
            let tokens = ids(words, prompt);
            let usual = length(&patcher.states(std::slice::from_ref(&tokens), at)?[0][0]);
            Ok(Target { tokens, at, usual })
        };
        let repeat = target(REPEAT, REPEAT_AT)?;
        let about = [target(COUNTRY.0, COUNTRY.1)?, target(CITY.0, CITY.1)?];
        let second = STEPS
            .iter()
            .map(|s| target(s.second, s.at))
            .collect::<Result<_, _>>()?;
        let mut counted = Counted {
            units: Vec::new(),
            report: Report::default(),
            words: prompts::names().iter().map(named).collect(),
            homes: world.questions(Topic::Home).iter().map(home).collect(),
            landmarks: [
                landmarks(
                    words,
                    |c| COUNTRIES[c / 2].name,
                    patcher.says(&about[0].tokens)?,
                ),
                landmarks(words, city, patcher.says(&about[1].tokens)?),
            ],
            held: held(world),
            repeat,
            about,
            second,
            layers,
        };
        counted.units = counted.plan();
        Ok(counted)
    }

    /// Short experiments first.
    fn plan(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = (0..STEPS.len()).map(|topic| Unit::Exam { topic }).collect();
        let mut each = |of: usize, layers: usize, unit: fn(usize, usize) -> Unit| {
            units.extend((0..of).flat_map(|i| (0..layers).map(move |layer| unit(i, layer))));
        };
        let chunks = |examples: &[Example]| examples.len().div_ceil(ROWS);
        each(STEPS.len(), self.layers + 1, |topic, layer| Unit::Chain {
            topic,
            layer,
        });
        each(chunks(&self.landmarks[0]), self.layers, |chunk, layer| {
            Unit::Country { chunk, layer }
        });
        each(chunks(&self.landmarks[1]), self.layers, |chunk, layer| {
            Unit::City { chunk, layer }
        });
        each(chunks(&self.homes), self.layers + 1, |chunk, layer| {
            Unit::Last { chunk, layer }
        });
        each(chunks(&self.words), self.layers, |chunk, layer| {
            Unit::Words { chunk, layer }
        });
        each(self.held.len(), 2, |question, place| Unit::Back {
            question,
            place,
        });
        units
    }

    /// Takes over earlier counts, if they can be of these experiments.
    pub fn restore(&mut self, kept: Report) -> bool {
        let fits = kept.held.len() <= self.held.len() && kept.words.len() <= self.layers;
        if fits {
            self.report = kept;
        }
        fits
    }

    pub fn run(&mut self, unit: Unit, patcher: &mut Patcher) -> Result<(), BackendError> {
        let (layers, report) = (self.layers, &mut self.report);
        match unit {
            Unit::Exam { topic } => self.exam(topic, patcher),
            Unit::Words { chunk, layer } => {
                let examples = nth(&self.words, chunk);
                let said = repeated(examples, layer, &self.repeat, Where::Same, patcher)?;
                count(&mut report.words, layers, layer, examples, &said);
                Ok(())
            }
            Unit::Country { chunk, layer } => {
                let examples = nth(&self.landmarks[0], chunk);
                let said = repeated(examples, layer, &self.about[0], Where::Same, patcher)?;
                count(&mut report.country, layers, layer, examples, &said);
                Ok(())
            }
            Unit::City { chunk, layer } => {
                let examples = nth(&self.landmarks[1], chunk);
                let said = repeated(examples, layer, &self.about[1], Where::Same, patcher)?;
                count(&mut report.city, layers, layer, examples, &said);
                Ok(())
            }
            Unit::Last { chunk, layer } => {
                let examples = nth(&self.homes, chunk);
                let said = repeated(examples, layer, &self.repeat, Where::First, patcher)?;
                count(&mut report.last, layers + 1, layer, examples, &said);
                let lens = read_by_lens(examples, layer, patcher)?;
                report.lens.resize(layers + 1, Tally::default());
                let right = examples.iter().zip(lens).map(|(e, said)| e.answer == said);
                right.for_each(|right| report.lens[layer].add(right));
                Ok(())
            }
            Unit::Chain { topic, layer } => self.chain(topic, layer, patcher),
            Unit::Back { question, place } => self.back(question, place, patcher),
        }
    }

    fn of_topic(&self, topic: usize) -> impl Iterator<Item = (usize, &Prepared)> {
        self.held
            .iter()
            .enumerate()
            .filter(move |(_, h)| h.topic == topic)
    }

    fn exam(&mut self, topic: usize, patcher: &mut Patcher) -> Result<(), BackendError> {
        let mut asked = Vec::new();
        for (_, held) in self.of_topic(topic) {
            let (said, spelled) = (patcher.says(&held.tokens)?, patcher.says(&held.spelled)?);
            asked.push((said, spelled == held.answer));
        }
        if self.report.held.is_empty() {
            self.report.held = self.held.iter().map(Prepared::unasked).collect();
        }
        let of_topic = self
            .report
            .held
            .iter_mut()
            .filter(|h| usize::from(h.topic) == topic);
        for (held, (said, spelled)) in of_topic.zip(asked) {
            (held.said, held.spelled) = (said, spelled);
        }
        Ok(())
    }

    /// The state at the end of the first step, put into layer 0 of the second.
    fn chain(
        &mut self,
        topic: usize,
        layer: usize,
        patcher: &mut Patcher,
    ) -> Result<(), BackendError> {
        let (at, held): (Vec<usize>, Vec<&Prepared>) = self.of_topic(topic).unzip();
        let example = |held: &&Prepared| Example {
            source: held.first.clone(),
            answer: held.answer,
        };
        let examples: Vec<Example> = held.iter().map(example).collect();
        let said = repeated(&examples, layer, &self.second[topic], Where::First, patcher)?;
        for (i, right) in scored(&examples, &said).into_iter().enumerate() {
            self.report.held[at[i]].chain.push(right);
        }
        Ok(())
    }

    /// A later state of the question itself, or of another question of its topic, put back into an earlier layer: every pair.
    fn back(
        &mut self,
        question: usize,
        place: usize,
        patcher: &mut Patcher,
    ) -> Result<(), BackendError> {
        if !self.report.held.get(question).is_some_and(Held::wrong) {
            return Ok(());
        }
        let own = &self.held[question];
        let (at, topic): (Vec<usize>, Vec<&Prepared>) = self.of_topic(own.topic).unzip();
        let answers: Vec<u32> = topic.iter().map(|h| h.answer).collect();
        let here = at.iter().position(|i| *i == question).unwrap_or(0);
        let donors = [Some(here), other(&answers, here)];
        let position = if place == 0 {
            own.subject_at
        } else {
            own.tokens.len() - 1
        };
        let mut fixed = [0; 2];
        for (bits, donor) in fixed.iter_mut().zip(donors) {
            let Some(donor) = donor else { continue };
            let states = patcher.states(std::slice::from_ref(&topic[donor].tokens), position)?;
            let patch = |(from, into): (usize, usize)| Patch {
                layer: into,
                position,
                state: states[0][from].clone(),
            };
            let patches: Vec<Patch> = prompts::pairs(self.layers).into_iter().map(patch).collect();
            for (i, logits) in patcher.patched(&own.tokens, &patches)?.iter().enumerate() {
                *bits |= u32::from(most_likely(logits) == own.answer) << i;
            }
        }
        self.report.held[question].back[place] = Some(fixed);
        Ok(())
    }
}

impl Prepared {
    fn unasked(&self) -> Held {
        Held {
            topic: self.topic as u8,
            prompt: Vocabulary::new().decode(&self.tokens[1..]),
            subject_at: self.subject_at as u8,
            answer: self.answer,
            ..Held::default()
        }
    }
}

/// Where a state goes in the target prompt.
#[derive(Clone, Copy)]
enum Where {
    /// The layer that it came from, as it is.
    Same,
    /// Layer 0, as long as the embedding that it replaces.
    First,
}

/// What the target says with the state of each example's last word.
fn repeated(
    examples: &[Example],
    layer: usize,
    target: &Target,
    into: Where,
    patcher: &mut Patcher,
) -> Result<Vec<u32>, BackendError> {
    let patch = |state: &[f32]| Patch {
        layer: if matches!(into, Where::Same) {
            layer
        } else {
            0
        },
        position: target.at,
        state: match into {
            Where::Same => state.to_vec(),
            Where::First => scaled(state, target.usual),
        },
    };
    let states = last_states(examples, layer, patcher)?;
    let patches: Vec<Patch> = states.iter().map(|state| patch(state)).collect();
    let logits = patcher.patched(&target.tokens, &patches)?;
    Ok(logits.iter().map(|z| most_likely(z)).collect())
}

fn last_states(
    examples: &[Example],
    layer: usize,
    patcher: &mut Patcher,
) -> Result<Vec<Vec<f32>>, BackendError> {
    let rows: Vec<Vec<u32>> = examples.iter().map(|e| e.source.clone()).collect();
    let Some(last) = rows.first().map(|row| row.len() - 1) else {
        return Ok(Vec::new());
    };
    let states = patcher.states(&rows, last)?;
    Ok(states
        .into_iter()
        .map(|mut of_row| of_row.swap_remove(layer))
        .collect())
}

/// What the logit lens says: the state put at the end of the model.
fn read_by_lens(
    examples: &[Example],
    layer: usize,
    patcher: &mut Patcher,
) -> Result<Vec<u32>, BackendError> {
    let Some(first) = examples.first() else {
        return Ok(Vec::new());
    };
    let layers = patcher.layers();
    let patch = |state: Vec<f32>| Patch {
        layer: layers,
        position: first.source.len() - 1,
        state,
    };
    let states = last_states(examples, layer, patcher)?;
    let patches: Vec<Patch> = states.into_iter().map(patch).collect();
    let logits = patcher.patched(&first.source, &patches)?;
    Ok(logits.iter().map(|z| most_likely(z)).collect())
}

/// Right with its own state; right with the state of the next example that has another answer. The target is the same for all, so
/// what it said to that state is known already.
fn scored(examples: &[Example], said: &[u32]) -> Vec<[bool; 2]> {
    let answers: Vec<u32> = examples.iter().map(|e| e.answer).collect();
    let right = |i: usize| {
        let by_other = other(&answers, i).is_some_and(|donor| said[donor] == answers[i]);
        [said[i] == answers[i], by_other]
    };
    (0..examples.len()).map(right).collect()
}

fn count(pairs: &mut Vec<Pair>, layers: usize, layer: usize, examples: &[Example], said: &[u32]) {
    pairs.resize(layers, Pair::default());
    for [own, other] in scored(examples, said) {
        pairs[layer].treated.add(own);
        pairs[layer].control.add(other);
    }
}

/// The next example, round the circle, with another answer.
fn other(answers: &[u32], i: usize) -> Option<usize> {
    let n = answers.len();
    (1..n)
        .map(|step| (i + step) % n)
        .find(|j| answers[*j] != answers[i])
}

fn nth(examples: &[Example], chunk: usize) -> &[Example] {
    examples.chunks(ROWS).nth(chunk).unwrap_or_default()
}

/// Texts of this lab are in the words of the world: a test holds them to it.
fn ids(words: &Vocabulary, text: &str) -> Vec<u32> {
    tokens(words, text).unwrap_or_default()
}

fn example(words: &Vocabulary, source: &str, answer: &str) -> Example {
    Example {
        source: ids(words, source),
        answer: words.id(answer).unwrap_or_default(),
    }
}

/// Landmarks to put in the placeholder's place. Not those for which the target's own answer is right: it would come without a patch.
fn landmarks(words: &Vocabulary, answer: fn(usize) -> &'static str, plain: u32) -> Vec<Example> {
    let all = (0..CITIES).map(|c| example(words, &format!("the {}", landmark(c)), answer(c)));
    all.filter(|e| e.answer != plain).collect()
}

fn held(world: &World) -> Vec<Prepared> {
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
