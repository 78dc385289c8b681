//! A run with its brain, driven by the questions of a page.

use super::protocol::{Advanced, Answer, Checked, Compared, Question, Shown};
use crate::agent::{
    Badge, Brain, Dist, Entry, Event, Replayed, Run, Token, World, check, export, import, replay,
    tape, token,
};
use crate::train::JobError;

/// Of a distribution so many tokens are shown.
const LIKELY: usize = 5;
/// Questions of a record that are played.
const LONGEST: usize = 10_000;

/// One run and all that the reader did to it.
pub struct Debugger<W> {
    run: Run<W>,
    brain: Box<dyn Brain>,
    /// The run when it was opened.
    fresh: Run<W>,
    record: Vec<Question>,
    differ: Vec<usize>,
}

type History<W> = (Run<W>, Vec<Question>, Vec<usize>);

impl<W: World> Debugger<W> {
    /// A run that was just opened, and the brain that goes on with it.
    pub fn new(run: Run<W>, brain: Box<dyn Brain>) -> Debugger<W> {
        Debugger {
            fresh: run.clone(),
            run,
            brain,
            record: Vec::new(),
            differ: Vec::new(),
        }
    }

    pub fn run(&self) -> &Run<W> {
        &self.run
    }

    pub fn record(&self) -> &[Question] {
        &self.record
    }

    /// Does what is asked. `view`: what the lab shows of its world.
    ///
    /// # Errors
    /// `Refused` where it cannot be done; then nothing was done.
    pub fn ask<V, A>(
        &mut self,
        question: Question,
        view: impl Fn(&W) -> V,
    ) -> Result<Answer<V, A>, JobError> {
        match question {
            Question::Look => {}
            Question::Record => return Ok(Answer::Record(self.record.clone())),
            Question::Export => return Ok(Answer::File(export(&self.run.at().talk))),
            Question::Compare { steps: [a, b] } => {
                let found = self.run.compare(a, b).map_err(|e| JobError::refused(&e))?;
                return Ok(Answer::Compared(Compared {
                    common: found.common,
                    first: found.first.map(|entry| entry.cloned()),
                    same_world: found.same_world,
                }));
            }
            Question::Next { tape } => {
                let dist = self.brain.next(&token::read(&tape));
                return Ok(Answer::Next(likely(&dist)));
            }
            Question::Check { tool, arguments } => {
                return Ok(Answer::Checked(self.check(&tool, &arguments)));
            }
            Question::Advance { tokens } => return Ok(Answer::Advanced(self.advance(tokens))),
            Question::Play { record } => self.play(record)?,
            question => self.act(question)?,
        }
        Ok(Answer::Shown(Box::new(self.shown(view))))
    }

    /// Plays a record from the beginning, as after the worker was lost.
    ///
    /// # Errors
    /// `Refused` where it is none of this run; then nothing was done.
    pub fn play(&mut self, record: Vec<Question>) -> Result<(), JobError> {
        let fresh = (self.fresh.clone(), Vec::new(), Vec::new());
        let before = self.swap(fresh);
        let mut questions = record.into_iter().take(LONGEST);
        let played = questions.try_for_each(|question| self.act(question));
        if played.is_err() {
            self.swap(before);
        }
        played
    }

    fn swap(&mut self, to: History<W>) -> History<W> {
        let Debugger {
            run,
            record,
            differ,
            ..
        } = self;
        let (to_run, to_record, to_differ) = to;
        (
            std::mem::replace(run, to_run),
            std::mem::replace(record, to_record),
            std::mem::replace(differ, to_differ),
        )
    }

    /// What changes the run; it goes on the record if it could be done.
    fn act(&mut self, question: Question) -> Result<(), JobError> {
        let refused = |refusal| JobError::refused(&refusal);
        let by = Badge::Reader;
        match &question {
            Question::Advance { tokens } => {
                self.advance(*tokens);
                return Ok(());
            }
            Question::Back => drop(self.run.back()),
            Question::Forward => drop(self.run.forward()),
            Question::Select { step } => self.run.select(*step).map_err(refused)?,
            Question::Confirm { yes } => drop(self.run.confirm(*yes).map_err(refused)?),
            Question::Reply { text } => drop(self.run.answer(text).map_err(refused)?),
            Question::Cancel => drop(self.run.cancel()),
            Question::Write { turn } => drop(self.run.write(&token::read(turn), by)),
            Question::Compose { parts } => drop(self.run.write(&tape::turn(parts), by)),
            Question::Edit(edit) => self.run.edit(edit.clone()).map_err(refused)?,
            Question::Import { file } => {
                let talk = import(file).map_err(|error| JobError::refused(&error))?;
                let settings = self.fresh.settings().clone();
                let world = self.fresh.world().clone();
                let Replayed { run, differ, .. } = replay(settings, world, &talk, &by);
                (self.run, self.differ) = (run, differ);
                self.record.clear();
            }
            _ => return Err(JobError::BadMessage),
        }
        self.record.push(question);
        Ok(())
    }

    fn advance(&mut self, tokens: u32) -> Advanced {
        let before = self.run.written().len();
        let known = self.run.entries().len();
        let progress = self.run.advance(&mut *self.brain, tokens);
        let news: Vec<Entry> = self.run.entries()[known..]
            .iter()
            .map(|&e| e.clone())
            .collect();
        let turn = news.iter().find_map(|entry| match &entry.event {
            Event::Turn { tokens, .. } => Some(tokens.as_slice()),
            _ => None,
        });
        let written = turn.unwrap_or(self.run.written()).get(before..);
        let written = written.unwrap_or(&[]).to_vec();
        // The tokens of one turn are one entry of the record.
        let more = written.len() as u32;
        match self.record.last_mut() {
            _ if written.is_empty() && news.is_empty() => {}
            Some(Question::Advance { tokens }) if before > 0 => *tokens += more,
            _ => self.record.push(Question::Advance { tokens: more }),
        }
        Advanced {
            progress,
            written,
            likely: self.run.dist().map(likely).unwrap_or_default(),
            news,
        }
    }

    fn check(&self, tool: &str, arguments: &str) -> Checked {
        let lang = self.run.settings().lang;
        let tools = self.run.tools();
        let tool = check::find(&tools, tool, lang);
        match tool.and_then(|tool| check::arguments(tool, arguments, lang)) {
            Ok(arguments) => Checked::Fine {
                arguments: arguments.text(),
            },
            Err(failure) => Checked::Wrong {
                code: failure.code,
                offset: failure
                    .hint
                    .as_ref()
                    .and_then(|hint| hint["offset"].as_u64()),
                message: failure.message,
            },
        }
    }

    fn shown<V>(&self, view: impl Fn(&W) -> V) -> Shown<V> {
        let run = &self.run;
        let (tape, context) = run.prompt();
        let at = run.at();
        Shown {
            progress: run.progress(),
            tape,
            origin: context.origin,
            talk: at.talk.messages().cloned().collect(),
            entries: run.entries().into_iter().cloned().collect(),
            plan: at.plan.clone(),
            counts: at.counts,
            window: run.settings().window,
            world: view(run.world()),
            world_hash: run.world_hash(),
            path: run.steps(),
            branches: run.branches(),
            tools: run.tools(),
            badge: self.brain.badge(),
            likely: run.dist().map(likely).unwrap_or_default(),
            differ: self.differ.clone(),
        }
    }
}

fn likely(dist: &Dist) -> Vec<(Token, f32)> {
    dist.0.iter().copied().take(LIKELY).collect()
}
