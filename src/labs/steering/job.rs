//! The lab's job: one text steered on demand, and the long experiment over whole sets.

use serde::{Deserialize, Serialize};

use super::config::{EXAMPLES, PROMPT_CHARS, PROMPT_WORDS, STRENGTH};
use super::experiment::{FUNCTION_STRENGTH, Treatment, Unit, Words, empty, sampled_words, units};
use super::functions::{FUNCTIONS, FunctionSets};
use super::protocol::{
    Answer, Ask, CONTROLLED, DRAWS, Direction, FACTS, LAYERS, Operation, REMOVED_STRENGTH, Report,
    STEERED, STRENGTHS, Said, Setup, TOP,
};
use super::sets::{Sets, Trial, facts};
use super::vectors::{Steer, Stream, Vectors, site, sites, streams};
use crate::backend::{BackendError, Region};
use crate::data::rng::indexed;
use crate::data::world::START;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Change, Forward, log_softmax, tokens};
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Words that a text goes on for, at most: the longest answer to a request and its full stop.
const SPOKEN: usize = 10;
/// Texts are run at lengths that are multiples of this, filled up behind: causal attention does not look there.
const ROUND: usize = 8;

/// Makes the job; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn crate::train::Job>, JobError> {
    crate::world_model::study::job::<Steering>(setup)
}

/// Why a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    TooLong { words: usize },
    Empty,
    NoNumbers,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::TooLong { words }, Lang::En) => {
                format!("The text has {words} words; the lab reads at most {PROMPT_WORDS}.")
            }
            (Refusal::TooLong { words }, Lang::ZhHant) => {
                format!("這段文字有 {words} 個詞，這個實驗最多讀 {PROMPT_WORDS} 個。")
            }
            (Refusal::Empty, Lang::En) => "Write a text first, or pick one of the list.".into(),
            (Refusal::Empty, Lang::ZhHant) => "請先寫一段文字，或從清單選一個。".into(),
            (Refusal::NoNumbers, Lang::En) => {
                "The weights of this model are no longer finite: there is nothing to steer.".into()
            }
            (Refusal::NoNumbers, Lang::ZhHant) => {
                "這個模型的權重已經不是有限的數，無法引導。".into()
            }
        }
    }
}

/// A model, its directions, and what has been measured.
pub struct Steering {
    subject: Subject,
    seed: u32,
    forward: Forward,
    /// For one text at a time: other shapes than the sets'.
    speaker: Forward,
    sets: [Sets; 2],
    vectors: [Vectors; 2],
    function_sets: Vec<FunctionSets>,
    /// The streams of each function's lists, read when they are first wanted.
    lists: Vec<Option<Vec<Stream>>>,
    facts: Vec<(Vec<u32>, u32)>,
    units: Vec<Unit>,
    report: Report,
}

/// What a lost worker goes on from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Kept {
    seed: u32,
    report: Report,
}

type Found<T> = Result<T, BackendError>;

impl Study for Steering {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = Kept;

    fn new(subject: Subject, setup: Setup) -> Result<Steering, JobError> {
        if !subject.params.all_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        let model = subject.model;
        let examples = EXAMPLES.clamp(f64::from(setup.examples)) as usize;
        let sets = STEERED.map(|d| Sets::new(&subject.world, d, examples, setup.seed));
        let mut forward = Forward::new(model, &sites(model.layers));
        let mut read = |sets: &Sets| -> Found<Vectors> {
            let [a, b] = &sets.examples;
            let a = streams(&mut forward, &subject.params, a)?;
            let b = streams(&mut forward, &subject.params, b)?;
            Ok(Vectors::new([a, b], model.width))
        };
        let fault = |_| JobError::BadMessage; // the texts are the world's own
        let vectors = [
            read(&sets[0]).map_err(fault)?,
            read(&sets[1]).map_err(fault)?,
        ];
        let facts = facts(&subject.world);
        let function_sets = FUNCTIONS.map(|f| FunctionSets::new(&subject.world, f, setup.seed));
        Ok(Steering {
            seed: setup.seed,
            speaker: Forward::new(model, &sites(model.layers)),
            forward,
            units: units(&sets, &facts),
            sets,
            vectors,
            function_sets: function_sets.into(),
            lists: vec![None; FUNCTIONS.len()],
            facts,
            report: empty(),
            subject,
        })
    }

    fn units(&self) -> u32 {
        self.units.len() as u32
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let unit = self.units.get(unit as usize).cloned();
        let done = match unit.ok_or(JobError::BadMessage)? {
            Unit::Texts {
                direction,
                treatment,
                rows,
            } => self.texts(direction, treatment, &rows),
            Unit::Lists { function } => self.read_lists(function),
            Unit::Words { function, what } => self.words(function, what),
        };
        done.map_err(|_| JobError::BadMessage)
    }

    fn report(&self) -> Report {
        self.report.clone()
    }

    fn ask(&mut self, ask: Ask) -> Result<Answer, JobError> {
        let refused = |what: Refusal| Err(JobError::refused(&what));
        let prompt: String = ask.prompt.chars().take(PROMPT_CHARS).collect();
        let words = prompt.split_whitespace().count();
        if words > PROMPT_WORDS {
            return refused(Refusal::TooLong { words });
        }
        if words == 0 {
            return refused(Refusal::Empty);
        }
        let read = tokens(&self.subject.world.vocabulary, &prompt);
        let read = read.map_err(|e| JobError::refused(&e))?;
        let ask = Ask {
            prompt,
            layer: ask.layer.clamp(*LAYERS.start(), *LAYERS.end()),
            strength: STRENGTH.clamp(f64::from(ask.strength)) as f32,
            direction: match ask.direction {
                Direction::Function(f) if usize::from(f) >= FUNCTIONS.len() => {
                    return Err(JobError::BadMessage);
                }
                direction => direction,
            },
            operation: ask.operation,
        };
        self.answer(ask, read).map_err(|_| JobError::BadMessage)
    }

    fn keep(&self) -> Kept {
        Kept {
            seed: self.seed,
            report: self.report.clone(),
        }
    }

    fn restore(&mut self, kept: Kept) -> Result<(), JobError> {
        if kept.seed != self.seed || kept.report.functions.len() != self.report.functions.len() {
            return Err(JobError::BadMessage);
        }
        self.report = kept.report;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.forward.bytes() + self.speaker.bytes()
    }
}

impl Steering {
    /// The direction's vectors.
    pub fn vectors(&mut self, direction: Direction) -> Found<Vectors> {
        match direction {
            Direction::Refusal => Ok(self.vectors[0].clone()),
            Direction::Language => Ok(self.vectors[1].clone()),
            Direction::Function(f) => {
                (0..FUNCTIONS.len()).try_for_each(|f| self.read_lists(f))?;
                let all = self.lists.iter().flatten().flatten().cloned().collect();
                let own = self.lists.get(usize::from(f)).cloned().flatten();
                let width = self.subject.model.width;
                Ok(Vectors::new([own.unwrap_or_default(), all], width))
            }
        }
    }

    fn read_lists(&mut self, function: usize) -> Found<()> {
        if self.lists[function].is_none() {
            let lists = &self.function_sets[function].lists;
            let found = streams(&mut self.forward, &self.subject.params, lists)?;
            self.lists[function] = Some(found);
        }
        Ok(())
    }

    /// The first words of these texts, all of one length, under these changes.
    fn first_words(&mut self, rows: &[Vec<u32>], changes: &[Change]) -> Found<Vec<u32>> {
        let seen = self.forward.run(&self.subject.params, rows, changes)?;
        (0..rows.len())
            .map(|row| Ok(most_likely(seen.last(row)?)))
            .collect()
    }

    /// The `draw`-th random vector beside the direction's own. The same for every strength, operation and text.
    fn drawn(&self, vectors: &Vectors, layer: usize, draw: usize) -> Steer {
        let number = (layer * DRAWS + draw) as u64;
        vectors.random(
            layer,
            &mut indexed(self.seed.into(), "steering control", number),
        )
    }

    fn texts(&mut self, direction: usize, treatment: Treatment, rows: &[usize]) -> Found<()> {
        match treatment {
            Treatment::Pushed {
                class,
                layer,
                strength,
            } => {
                let steer = self.vectors[direction].steer(layer);
                let s = STRENGTHS[strength];
                let change =
                    |last| steer.changes(toward(1 - class), layer, s, &Region::all(), last);
                let said = self.said(direction, class, rows, change)?;
                let side = &mut self.report.steered[direction].sides[1 - class];
                for (trial, word) in said {
                    match strength {
                        // Nothing is changed: the same in every layer.
                        0 => side.iter_mut().for_each(|layer| layer[0].add(word, &trial)),
                        _ => side[layer - 1][strength].add(word, &trial),
                    }
                }
            }
            Treatment::Removed {
                class,
                layer,
                operation,
            } => {
                let steer = self.vectors[direction].steer(layer);
                let s = REMOVED_STRENGTH;
                let change = |last| steer.changes(operation, layer, s, &Region::all(), last);
                let said = self.said(direction, class, rows, change)?;
                let which = usize::from(operation == Operation::Affine);
                let place = &mut self.report.steered[direction].removed[layer - 1][which][class];
                said.iter()
                    .for_each(|(trial, word)| place.add(*word, trial));
            }
            Treatment::Random {
                class,
                layer,
                controlled,
                first,
                draws,
            } => {
                let trials = &self.sets[direction].trials[class];
                let trials: Vec<Trial> = rows.iter().map(|r| trials[*r].clone()).collect();
                let last = trials[0].tokens.len() - 1;
                let mut texts = Vec::new();
                let mut changes = Vec::new();
                for draw in first..first + draws {
                    let from = texts.len();
                    texts.extend(trials.iter().map(|t| t.tokens.clone()));
                    let region = Region::all().on(0, from..texts.len());
                    let steer = self.drawn(&self.vectors[direction], layer, draw);
                    let s = STRENGTHS[CONTROLLED[controlled]];
                    changes.extend(steer.changes(toward(1 - class), layer, s, &region, last));
                }
                let said = self.first_words(&texts, &changes)?;
                let side = &mut self.report.steered[direction].random[1 - class];
                for (i, word) in said.into_iter().enumerate() {
                    let (draw, trial) = (first + i / trials.len(), &trials[i % trials.len()]);
                    side[layer - 1][controlled][draw].add(word == trial.other);
                }
            }
            Treatment::Facts { changed } => {
                let (texts, answers) = self.some_facts(rows);
                let changes = match changed {
                    None => Vec::new(),
                    Some((layer, which)) => {
                        let steer = self.vectors[direction].steer(layer);
                        let (operation, s) = FACTS[which];
                        steer.changes(operation, layer, s, &Region::all(), texts[0].len() - 1)
                    }
                };
                let said = self.first_words(&texts, &changes)?;
                let steered = &mut self.report.steered[direction];
                let place = match changed {
                    None => &mut steered.facts_before,
                    Some((layer, which)) => &mut steered.facts[layer - 1][which],
                };
                (0..)
                    .zip(&answers)
                    .for_each(|(i, a)| place.add(said[i] == *a));
            }
            Treatment::FactsRandom { layer, controlled } => {
                let (texts, answers) = self.some_facts(rows);
                let (last, s) = (texts[0].len() - 1, STRENGTHS[CONTROLLED[controlled]]);
                let change = |(i, fact): (usize, &usize)| {
                    let steer = self.drawn(&self.vectors[direction], layer, fact % DRAWS);
                    let row = Region::all().at(0, i);
                    steer.changes(Operation::Add, layer, s, &row, last)
                };
                let changes: Vec<Change> = rows.iter().enumerate().flat_map(change).collect();
                let said = self.first_words(&texts, &changes)?;
                let place = &mut self.report.steered[direction].facts_random[layer - 1][controlled];
                (0..)
                    .zip(&answers)
                    .for_each(|(i, a)| place.add(said[i] == *a));
            }
        }
        Ok(())
    }

    /// What is said to trials of a class under a change that knows their last position.
    fn said(
        &mut self,
        direction: usize,
        class: usize,
        rows: &[usize],
        change: impl Fn(usize) -> Vec<Change>,
    ) -> Found<Vec<(Trial, u32)>> {
        let trials = &self.sets[direction].trials[class];
        let trials: Vec<Trial> = rows.iter().map(|r| trials[*r].clone()).collect();
        let texts: Vec<Vec<u32>> = trials.iter().map(|t| t.tokens.clone()).collect();
        let changes = change(texts[0].len() - 1);
        let said = self.first_words(&texts, &changes)?;
        Ok(trials.into_iter().zip(said).collect())
    }

    fn some_facts(&self, rows: &[usize]) -> (Vec<Vec<u32>>, Vec<u32>) {
        rows.iter().map(|r| self.facts[*r].clone()).unzip()
    }

    fn words(&mut self, function: usize, what: Words) -> Found<()> {
        let sets = &self.function_sets[function];
        let trials = match what {
            Words::Shown => sets.shown.clone(),
            Words::Random { .. } => sampled_words(&sets.bare).to_vec(),
            Words::Bare | Words::Vector { .. } => sets.bare.clone(),
        };
        let mut texts: Vec<Vec<u32>> = trials.iter().map(|t| t.tokens.clone()).collect();
        let last = texts[0].len() - 1;
        let s = FUNCTION_STRENGTH;
        let mut changes = Vec::new();
        match what {
            Words::Bare | Words::Shown => {}
            Words::Vector { layer, of } => {
                let steer = self.vectors(Direction::Function(of as u8))?.steer(layer);
                changes = steer.changes(Operation::Add, layer, s, &Region::all(), last);
            }
            Words::Random { layer } => {
                let vectors = self.vectors(Direction::Function(function as u8))?;
                let once = std::mem::take(&mut texts);
                for draw in 0..DRAWS {
                    let from = texts.len();
                    texts.extend(once.iter().cloned());
                    let region = Region::all().on(0, from..texts.len());
                    let steer = self.drawn(&vectors, layer, draw);
                    changes.extend(steer.changes(Operation::Add, layer, s, &region, last));
                }
            }
        }
        let said = self.first_words(&texts, &changes)?;
        let report = &mut self.report.functions[function];
        for (i, word) in said.into_iter().enumerate() {
            let right = word == trials[i % trials.len()].own;
            match what {
                Words::Bare => report.bare.add(right),
                Words::Shown => report.shown.add(right),
                Words::Vector { layer, of } if of == function => report.own[layer - 1].add(right),
                Words::Vector { layer, .. } => report.other[layer - 1].add(right),
                Words::Random { layer } => report.random[layer - 1][i / trials.len()].add(right),
            }
        }
        Ok(())
    }

    fn answer(&mut self, asked: Ask, read: Vec<u32>) -> Found<Answer> {
        let vectors = self.vectors(asked.direction)?;
        let layer = usize::from(asked.layer);
        let steer = vectors.steer(layer);
        let (operation, strength) = (asked.operation, asked.strength);
        let last = read.len() - 1;
        let changes = steer.changes(operation, layer, strength, &Region::all().at(0, 1), last);
        let [before, after] = self.speak(&read, &changes, layer, &steer.unit)?;
        let random = self.random_words(&read, &vectors, &asked)?;
        Ok(Answer {
            tokens: read,
            before,
            after,
            random,
            examples: vectors.along(layer, &steer.unit),
            norm: super::vectors::norm(&steer.vector),
            asked,
        })
    }

    /// A text goes on greedily, in row 0 by itself and in row 1 under the changes, which stay at the text's own positions.
    fn speak(
        &mut self,
        read: &[u32],
        changes: &[Change],
        layer: usize,
        unit: &[f32],
    ) -> Found<[Said; 2]> {
        let stop = self.subject.world.vocabulary.id(".");
        let time = (read.len() + SPOKEN).next_multiple_of(ROUND);
        let mut rows = [filled(read, time), filled(read, time)];
        let mut said = [Said::default(), Said::default()];
        for at in read.len() - 1..read.len() - 1 + SPOKEN {
            let seen = self.speaker.run(&self.subject.params, &rows, changes)?;
            for (row, said) in said.iter_mut().enumerate() {
                let logits = seen.logits(row, at)?;
                if said.words.is_empty() {
                    said.top = top(logits);
                    let stream = seen.vector(&site(layer), row, at)?;
                    said.along = super::vectors::dot(stream, unit);
                }
                let ended = said.words.last().is_some_and(|word| Some(*word) == stop);
                if !ended {
                    let word = most_likely(logits);
                    said.words.push(word);
                    rows[row][at + 1] = word;
                }
            }
            let ended = |said: &Said| said.words.last().copied() == stop;
            if said.iter().all(ended) {
                break;
            }
        }
        Ok(said)
    }

    /// The first word under each random vector, counted.
    fn random_words(
        &mut self,
        read: &[u32],
        vectors: &Vectors,
        asked: &Ask,
    ) -> Found<Vec<(u32, u32)>> {
        let time = read.len().next_multiple_of(ROUND);
        let rows = vec![filled(read, time); DRAWS];
        let (layer, last) = (usize::from(asked.layer), read.len() - 1);
        let change = |draw: usize| {
            let steer = self.drawn(vectors, layer, draw);
            let row = Region::all().at(0, draw);
            steer.changes(asked.operation, layer, asked.strength, &row, last)
        };
        let changes: Vec<Change> = (0..DRAWS).flat_map(change).collect();
        let seen = self.speaker.run(&self.subject.params, &rows, &changes)?;
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for row in 0..DRAWS {
            let word = most_likely(seen.logits(row, last)?);
            match counts.iter_mut().find(|(other, _)| *other == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
        counts.sort_by_key(|(word, count)| (u32::MAX - count, *word));
        Ok(counts)
    }
}

/// What pushes a text to this class.
fn toward(class: usize) -> Operation {
    if class == 0 {
        Operation::Add
    } else {
        Operation::Subtract
    }
}

fn filled(read: &[u32], time: usize) -> Vec<u32> {
    let mut row = read.to_vec();
    row.resize(time.max(read.len()), START);
    row
}

/// The most probable words.
fn top(logits: &[f32]) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f64)> = (0..).zip(log_softmax(logits)).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let told = all.into_iter().take(TOP);
    told.map(|(word, log)| (word, libm::exp(log) as f32))
        .collect()
}
