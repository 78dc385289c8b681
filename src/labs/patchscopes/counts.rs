//! The counted experiments, in pieces of a few rows, so that the page can pause and ask in between.

use super::examples::{Example, Prepared, Target, example, held, landmarks};
use super::patch::{Patch, Patcher};
use super::prompts::{self, CITY, COUNTRY, REPEAT, REPEAT_AT, STEPS};
use super::protocol::{Held, Pair, Report};
use super::runs::{Where, other, read_by_lens, repeated, scored};
use crate::backend::BackendError;
use crate::data::world::facts::city;
use crate::data::world::lexicon::COUNTRIES;
use crate::data::world::{Question, Topic, World};
use crate::data::tally::Tally;
use crate::world_model::exam::most_likely;

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
        let home = |q: &Question| example(words, &q.prompt, q.answer);
        let mut target = |prompt: &str, at: usize| Target::new(words, prompt, at, patcher);
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

fn count(pairs: &mut Vec<Pair>, layers: usize, layer: usize, examples: &[Example], said: &[u32]) {
    pairs.resize(layers, Pair::default());
    for [own, other] in scored(examples, said) {
        pairs[layer].treated.add(own);
        pairs[layer].control.add(other);
    }
}

fn nth(examples: &[Example], chunk: usize) -> &[Example] {
    examples.chunks(ROWS).nth(chunk).unwrap_or_default()
}
