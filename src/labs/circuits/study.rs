//! The lab's job: a behaviour measured with any circuit at once, and the long experiment that looks for a small one.

use super::ablate::{Reply, Stand, mean_log_p, replies, tally};
use super::config::Behaviour;
use super::parts::{Circuit, FIRST_MLP, PARTS, left};
use super::prompts::{Prompt, Prompts, prompts};
use super::protocol::{Answer, Ask, DRAWS, Found, KEPT, RANDOM_SIZES, Report, SAID, Said, Setup};
use super::prune::{end_round, needed, ranking, remaining, rounds};
use crate::data::rng::{indexed, shuffled};
use crate::data::world::START;
use crate::train::JobError;
use crate::data::tally::Tally;
use crate::world_model::forward::Forward;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// One forward pass over one set of prompts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// The whole model on the choosing prompts.
    Full,
    /// One component off.
    Alone(usize),
    /// A later round of pruning: without the i-th of the `of` components that are left.
    Round {
        i: usize,
        of: usize,
    },
    /// The circuit of this size of the greedy order, of the one ranking.
    Greedy(usize),
    Ranked(usize),
    /// A random circuit: which of `RANDOM_SIZES`, and whether it is given the first MLP.
    Random {
        size: usize,
        draw: usize,
        with_first: bool,
    },
    /// The circuit that this other behaviour needs.
    Across(Behaviour),
}

/// The long experiment: what each component does alone, for all behaviours; then each behaviour pruned and measured; then each
/// with the circuits of the others.
fn plan() -> Vec<(Behaviour, Step)> {
    let mut plan = Vec::new();
    for behaviour in Behaviour::ALL {
        plan.push((behaviour, Step::Full));
        plan.extend((0..PARTS).map(|part| (behaviour, Step::Alone(part))));
    }
    for behaviour in Behaviour::ALL {
        // The first round has the numbers of each component alone.
        for of in rounds().into_iter().skip(1) {
            plan.extend((0..of).map(|i| (behaviour, Step::Round { i, of })));
        }
        plan.extend((0..=PARTS).map(|size| (behaviour, Step::Greedy(size))));
        plan.extend((0..=PARTS).map(|size| (behaviour, Step::Ranked(size))));
        for with_first in [false, true] {
            for size in 0..RANDOM_SIZES.len() {
                plan.extend((0..DRAWS).map(|draw| {
                    let random = Step::Random {
                        size,
                        draw,
                        with_first,
                    };
                    (behaviour, random)
                }));
            }
        }
    }
    for behaviour in Behaviour::ALL {
        plan.extend(Behaviour::ALL.map(|other| (behaviour, Step::Across(other))));
    }
    plan
}

/// A model with its prompts, and what has been found so far.
pub struct Circuits {
    subject: Subject,
    seed: u64,
    stand: Stand,
    forward: Forward,
    /// Those that the whole model answers right: what it cannot do, no part of it can be enough for.
    prompts: Vec<Prompts>,
    /// Of each behaviour some measuring prompts, right or wrong, and what the whole model does with all of them.
    shown: Vec<(Vec<Prompt>, Tally)>,
    plan: Vec<(Behaviour, Step)>,
    found: Report,
}

impl Circuits {
    fn replies(&mut self, circuit: Circuit, prompts: &[Prompt]) -> Result<Vec<Reply>, JobError> {
        let (forward, params) = (&mut self.forward, &self.subject.params);
        replies(forward, params, &self.stand, circuit, prompts).map_err(|_| JobError::BadMessage)
    }

    /// Mean log p on the choosing prompts.
    fn score(&mut self, behaviour: Behaviour, circuit: Circuit) -> Result<f32, JobError> {
        let set = self.prompts[behaviour as usize].choosing.clone();
        Ok(mean_log_p(&self.replies(circuit, &set)?))
    }

    /// Right answers to the measuring prompts, and their mean log p.
    fn measure(
        &mut self,
        behaviour: Behaviour,
        circuit: Circuit,
    ) -> Result<(Tally, f32), JobError> {
        let set = self.prompts[behaviour as usize].measuring.clone();
        let replies = self.replies(circuit, &set)?;
        Ok((tally(&replies, &set), mean_log_p(&replies)))
    }

    /// A random circuit. The circuits of one draw grow by adding to the smaller one.
    fn random(&self, behaviour: Behaviour, size: usize, draw: usize, with_first: bool) -> Circuit {
        let rng = &mut indexed(self.seed, behaviour.id(), 1 + draw as u64);
        let mut order = shuffled(rng, PARTS);
        if with_first {
            order.retain(|part| *part != FIRST_MLP);
            order.insert(0, FIRST_MLP);
        }
        Circuit::of(order.into_iter().take(size))
    }

    /// Sorts the prompts by what the whole model does with them.
    fn sort(&mut self, all: Vec<Prompts>) -> Result<(), JobError> {
        for mut sets in all {
            let mut whole = Tally::default();
            // From all over the set: neighbours ask for the same thing in other words.
            let stride = (sets.measuring.len() / SAID).max(1) | 1;
            let shown = sets.measuring.iter().step_by(stride);
            let shown = shown.take(SAID).cloned().collect();
            for (measured, set) in [(false, &mut sets.choosing), (true, &mut sets.measuring)] {
                let replies = self.replies(Circuit::FULL, set)?;
                if measured {
                    whole = tally(&replies, set);
                }
                let mut replies = replies.iter();
                let right = |p: &Prompt| replies.next().is_some_and(|r| r.says.0 == p.answer);
                set.retain(right);
            }
            self.shown.push((shown, whole));
            self.prompts.push(sets);
        }
        Ok(())
    }
}

/// Prompts with what was said to them.
fn said(replies: &[Reply], prompts: &[Prompt]) -> Vec<Said> {
    let p = |log_p: f64| libm::exp(log_p) as f32;
    let said = |(reply, prompt): (&Reply, &Prompt)| Said {
        prompt: prompt
            .tokens
            .iter()
            .copied()
            .filter(|id| *id != START)
            .collect(),
        right: (prompt.answer, p(reply.right)),
        says: (reply.says.0, p(reply.says.1)),
    };
    replies.iter().zip(prompts).map(said).collect()
}

impl Study for Circuits {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = Report;

    fn new(subject: Subject, setup: Setup) -> Result<Circuits, JobError> {
        let seed = u64::from(setup.seed);
        let (model, params) = (subject.model, &subject.params);
        let stand = Stand::new(setup.off, model, params, &subject.world, seed);
        let all = Behaviour::ALL
            .map(|b| prompts(&subject.world, b, seed))
            .to_vec();
        let mut study = Circuits {
            stand: stand.map_err(|_| JobError::BadMessage)?,
            forward: Forward::new::<&str>(model, &[]),
            subject,
            seed,
            prompts: Vec::new(),
            shown: Vec::new(),
            plan: plan(),
            found: vec![Found::default(); Behaviour::ALL.len()],
        };
        study.sort(all)?;
        Ok(study)
    }

    fn units(&self) -> u32 {
        self.plan.len() as u32
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let (behaviour, step) = *self.plan.get(unit as usize).ok_or(JobError::BadMessage)?;
        let at = behaviour as usize;
        match step {
            Step::Full => self.found[at].full = Some(self.score(behaviour, Circuit::FULL)?),
            Step::Alone(part) => {
                let score = self.score(behaviour, Circuit::FULL.without(part))?;
                let found = &mut self.found[at];
                found.alone.push(score);
                if found.alone.len() == PARTS {
                    let scores = found.alone.clone();
                    end_round(found, &scores);
                }
            }
            Step::Round { i, of } => {
                let circuit = left(&self.found[at].pruned, of);
                let part = remaining(&self.found[at]).get(i).copied();
                let part = usize::from(part.ok_or(JobError::BadMessage)?);
                let score = self.score(behaviour, circuit.without(part))?;
                let found = &mut self.found[at];
                found.round.push(score);
                if found.round.len() == of {
                    let scores = std::mem::take(&mut found.round);
                    end_round(found, &scores);
                }
            }
            Step::Greedy(size) => {
                let circuit = left(&self.found[at].pruned, size);
                let (tally, _) = self.measure(behaviour, circuit)?;
                self.found[at].greedy.push(tally);
            }
            Step::Ranked(size) => {
                let circuit = left(&ranking(&self.found[at]), size);
                let (tally, _) = self.measure(behaviour, circuit)?;
                self.found[at].ranked.push(tally);
            }
            Step::Random {
                size,
                draw,
                with_first,
            } => {
                let circuit = self.random(behaviour, RANDOM_SIZES[size], draw, with_first);
                let (tally, _) = self.measure(behaviour, circuit)?;
                let found = &mut self.found[at];
                let all = if with_first {
                    &mut found.random_with_first
                } else {
                    &mut found.random
                };
                all.resize_with(all.len().max(size + 1), Vec::new);
                all[size].push(tally);
            }
            Step::Across(other) => {
                let theirs = &self.found[other as usize];
                // A behaviour that the model does not have needs nothing in particular: the whole model stands in.
                let size = needed(&theirs.greedy, KEPT).unwrap_or(PARTS);
                let circuit = left(&theirs.pruned, size);
                let (tally, _) = self.measure(behaviour, circuit)?;
                self.found[at].across.push(tally);
            }
        }
        Ok(())
    }

    fn report(&self) -> Report {
        self.found.clone()
    }

    fn ask(&mut self, ask: Ask) -> Result<Answer, JobError> {
        let circuit = Circuit::of_bits(ask.circuit.0);
        let (tally, log_p) = self.measure(ask.behaviour, circuit)?;
        let (shown, whole) = self.shown[ask.behaviour as usize].clone();
        let replies = self.replies(circuit, &shown)?;
        Ok(Answer {
            tally,
            whole,
            log_p,
            said: said(&replies, &shown),
        })
    }

    fn keep(&self) -> Report {
        self.found.clone()
    }

    fn restore(&mut self, kept: Report) -> Result<(), JobError> {
        if kept.len() != Behaviour::ALL.len() {
            return Err(JobError::BadMessage);
        }
        self.found = kept;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.forward.bytes()
    }
}
