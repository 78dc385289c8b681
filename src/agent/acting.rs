//! The calls of one turn, one after the other: checked, allowed, carried out, and each with exactly one result.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::cap::{self, middle_cut};
use super::check;
use super::log::{Event, Log};
use super::message::{Call, Message, Part};
use super::settings::Settings;
use super::state::{State, tools};
use super::stop::Stop;
use super::strict::MAX_BYTES;
use super::tool::{Code, Failure, Tool};
use super::world::{Budget, Outcome, World};
use crate::lesson::{Lang, text};

/// What the loop waits for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Waiting {
    /// The user's leave to make this call, which cannot be undone.
    Confirm(Call),
    /// The user's answer.
    Asks { id: String, question: String },
}

/// What the user said to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Said {
    Yes,
    No,
    Answer(String),
    /// Nothing: interrupted.
    Interrupt,
}

/// A turn while its calls are made.
#[derive(Clone, Debug)]
pub(super) struct Acting {
    /// What goes on the tape: arguments that are too long to be right are shortened in it.
    pub(super) parts: Vec<Part>,
    /// As they were written.
    calls: Vec<Call>,
    pub(super) results: Vec<Message>,
    /// What the brain is told about the turn as a whole.
    pub(super) notices: Vec<Message>,
    pub(super) waiting: Option<Waiting>,
    /// Why the calls that are left are not made.
    pub(super) stop: Option<Stop>,
    /// The first result that is no error.
    pub(super) first: Option<String>,
}

impl Acting {
    /// Numbers the calls on from `made`.
    pub(super) fn new(mut parts: Vec<Part>, made: u32, lang: Lang) -> Acting {
        let mut calls = Vec::new();
        for part in &mut parts {
            let Part::Call(call) = part else { continue };
            call.id = format!("call_{}", made as usize + calls.len() + 1);
            call.name = call.name.chars().take(64).collect();
            calls.push(call.clone());
            if call.arguments.len() > MAX_BYTES {
                call.arguments = middle_cut(&call.arguments, 400, lang);
            }
        }
        Acting {
            parts,
            calls,
            results: Vec::new(),
            notices: Vec::new(),
            waiting: None,
            stop: None,
            first: None,
        }
    }

    /// Makes calls until all have their result or the user is asked.
    pub(super) fn go<W: World>(
        &mut self,
        state: &mut State<W>,
        settings: &Settings,
        log: &mut Log,
        mut said: Option<Said>,
    ) {
        if said == Some(Said::Interrupt) {
            self.stop = Some(Stop::Cancelled);
        }
        while let Some(call) = self.calls.get(self.results.len()).cloned() {
            if self.stop.is_some() {
                self.waiting = None;
                self.close(state, settings, log, &call, cancelled(settings.lang));
                continue;
            }
            match self.make(state, settings, log, &call, said.take()) {
                Some(made) => {
                    self.waiting = None;
                    self.close(state, settings, log, &call, made);
                    let dead = state.world.dead().then_some(Stop::WorldDead);
                    self.stop = state.guard.stop().or(dead);
                }
                None => return,
            }
        }
    }

    /// The result of the call; None: the user has to say something first.
    fn make<W: World>(
        &mut self,
        state: &mut State<W>,
        settings: &Settings,
        log: &mut Log,
        call: &Call,
        said: Option<Said>,
    ) -> Option<Made> {
        let tools = tools(&state.world, settings);
        let (tool, arguments) = match checked(&tools, call, settings.lang) {
            Ok(checked) => checked,
            Err(failure) => {
                state.guard.invalid();
                return Some(Made {
                    arguments: middle_cut(&call.arguments, 400, settings.lang),
                    outcome: Err(failure),
                });
            }
        };
        state.guard.valid();
        let text = arguments.text();
        let made = |outcome| {
            Some(Made {
                arguments: text.clone(),
                outcome,
            })
        };
        match (&self.waiting, said) {
            (Some(Waiting::Asks { id, .. }), Some(Said::Answer(text))) => {
                let id = id.clone();
                let answer = json!({"answer": &text});
                log.add(Event::Answered { id, text });
                return made(Ok(answer));
            }
            (Some(Waiting::Confirm(call)), Some(said @ (Said::Yes | Said::No))) => {
                let (id, yes) = (call.id.clone(), said == Said::Yes);
                log.add(Event::Confirmed { id, yes });
                if !yes {
                    return made(Err(denied(settings.lang)));
                }
            }
            (Some(_), _) => return None,
            (None, _) if tool.irreversible && settings.confirm => {
                let id = call.id.clone();
                log.add(Event::Confirm { id });
                self.waiting = Some(Waiting::Confirm(call.clone()));
                return None;
            }
            (None, _) => {}
        }
        // A tool that failed has changed nothing, whatever it did before.
        let before = state.world.clone();
        let mut budget = Budget::CALL;
        let world = &mut state.world;
        match world.call(&tool.name, &arguments, &mut budget, settings.lang) {
            Ok(Outcome::Value(value)) => made(Ok(value)),
            Ok(Outcome::Asks(question)) => {
                let question = middle_cut(&question, settings.result_cap(), settings.lang);
                let id = call.id.clone();
                self.waiting = Some(Waiting::Asks {
                    id: id.clone(),
                    question: question.clone(),
                });
                log.add(Event::Asks { id, question });
                None
            }
            Err(failure) => {
                state.world = before;
                made(Err(failure))
            }
        }
    }

    /// The call has its result: on the tape, in the log, in the guard's memory. Time goes by.
    fn close<W: World>(
        &mut self,
        state: &mut State<W>,
        settings: &Settings,
        log: &mut Log,
        call: &Call,
        made: Made,
    ) {
        let code = made.outcome.as_ref().err().map(|failure| failure.code);
        let value = made.outcome.unwrap_or_else(|failure| failure.observation());
        let capped = cap::result(value, settings.result_cap(), settings.lang);
        if code != Some(Code::Cancelled) {
            state.world.pass(1);
            state.counts.calls += 1;
            let (name, arguments) = (&call.name, &made.arguments);
            state.guard.called(name, arguments, &capped.content);
        }
        let failed = matches!(code, Some(Code::ToolFailed | Code::Timeout | Code::Denied));
        if failed && state.plan.fail() {
            log.add(Event::Plan(state.plan.clone()));
        }
        if code.is_none() && self.first.is_none() {
            self.first = Some(capped.content.clone());
        }
        log.add(Event::Result {
            id: call.id.clone(),
            name: call.name.clone(),
            arguments: made.arguments,
            content: capped.content.clone(),
            code,
            omitted: capped.omitted,
            world: state.world_hash(),
        });
        self.results.push(Message::Tool {
            id: call.id.clone(),
            content: capped.content,
        });
    }
}

struct Made {
    arguments: String,
    outcome: Result<Value, Failure>,
}

fn checked<'a>(
    tools: &'a [Tool],
    call: &Call,
    lang: Lang,
) -> Result<(&'a Tool, Arguments), Failure> {
    let tool = check::find(tools, &call.name, lang)?;
    Ok((tool, check::arguments(tool, &call.arguments, lang)?))
}

fn denied(lang: Lang) -> Failure {
    let said = text("the user did not allow this call", "使用者不允許這次呼叫");
    Failure::new(Code::Denied, said.get(lang))
}

fn cancelled(lang: Lang) -> Made {
    let said = text("this call was not made", "這次呼叫沒有執行");
    Made {
        arguments: String::new(),
        outcome: Err(Failure::new(Code::Cancelled, said.get(lang))),
    }
}
