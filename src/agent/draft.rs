//! One step while it is being made: the brain's turn token by token, then its calls. Nothing of it is in the run's history yet.

use serde_json::json;

use super::acting::{Acting, Said, Waiting};
use super::brain::{Badge, Brain, Dist};
use super::cap::middle_cut;
use super::context::{self, Context};
use super::log::{Event, Log};
use super::message::{Message, Part};
use super::reading::{Turn, read_turn};
use super::settings::Settings;
use super::state::State;
use super::stop::{Ending, Stop};
use super::tape::{Section, Tape};
use super::token::{Mark, Token, write};
use super::world::World;
use crate::data::{fnv::fnv1a, rng};
use crate::lesson::text;

/// Calls of one turn that are made.
const CALLS: usize = 4;
/// Tokens of a turn that the reader writes: enough for a pasted page.
const PASTED: usize = 65_536;

#[derive(Clone, Debug)]
pub(super) struct Draft<W> {
    pub(super) state: State<W>,
    pub(super) log: Log,
    /// The prompt, and what was written behind it.
    pub(super) tape: Tape,
    pub(super) context: Context,
    /// Where the brain's turn begins on the tape.
    from: usize,
    /// Which section the next token belongs to.
    section: Section,
    pub(super) acting: Option<Acting>,
    /// What the last token was drawn from.
    pub(super) dist: Option<Dist>,
}

impl<W: World> Draft<W> {
    /// Puts the prompt together. `Err`: there is no room for it.
    pub(super) fn begin(
        mut state: State<W>,
        settings: &Settings,
        hash: u64,
    ) -> Result<Draft<W>, Stop> {
        let (room, lang) = (settings.room(), settings.lang);
        let context = context::fit(&state.talk, settings.trim, room, settings.template, lang);
        let context = context.ok_or(Stop::TokenBudget)?;
        let tape = Tape::prompt(&context.messages, settings.template);
        let from = tape.tokens.len();
        let spent = state.counts.read + state.counts.generated;
        if spent + from as u64 + u64::from(settings.reply) > settings.tokens {
            return Err(Stop::TokenBudget);
        }
        state.counts.read += from as u64;
        let mut log = Log::after(hash);
        log.add(Event::Prompt {
            tokens: from as u32,
            hash: fingerprint(&tape.tokens),
            dropped: context.dropped,
        });
        Ok(Draft {
            state,
            log,
            tape,
            context,
            from,
            section: Section::Words,
            acting: None,
            dist: None,
        })
    }

    /// What the brain has written so far.
    pub(super) fn written(&self) -> &[Token] {
        &self.tape.tokens[self.from..]
    }

    /// One token more. True: the turn is at its end.
    pub(super) fn generate(&mut self, brain: &mut dyn Brain, settings: &Settings) -> bool {
        let dist = brain.next(&self.tape.tokens);
        let index = self.state.counts.generated;
        let throw = rng::unit(&mut rng::indexed(self.state.seed, rng::DICE, index));
        let token = self.push(dist.pick(throw));
        self.dist = Some(dist);
        ends(token) || self.written().len() >= settings.reply as usize
    }

    /// The reader's turn in place of what the brain has written.
    pub(super) fn paste(&mut self, tokens: &[Token], settings: &Settings) {
        let begun = self.written().len();
        self.tape = Tape::prompt(&self.context.messages, settings.template);
        self.state.counts.generated -= begun as u64;
        self.section = Section::Words;
        for &token in tokens.iter().take(PASTED) {
            self.push(token);
        }
        if !self.written().iter().any(|&token| ends(token)) {
            self.push(Mark::End.token());
        }
    }

    fn push(&mut self, token: Token) -> Token {
        // A token that is no token is shown as what it is.
        let known = Mark::of(token).is_some() || char::from_u32(token).is_some();
        let token = if known { token } else { u32::from('\u{fffd}') };
        match Mark::of(token) {
            Some(Mark::Call) => self.section = Section::Calls,
            Some(_) => self.section = Section::Words,
            None => {}
        }
        let open = self.context.messages.len() as u32;
        self.tape.generate(token, self.section, open);
        self.state.counts.generated += 1;
        token
    }

    /// The turn is at its end: reads it, and begins with its calls.
    pub(super) fn settle(&mut self, by: Badge, settings: &Settings) {
        let tokens = self.written().to_vec();
        let Turn {
            mut parts,
            end,
            invented,
        } = read_turn(&tokens);
        if let (true, Some(at)) = (invented, end) {
            let text = write(&tokens[at..]);
            let text = middle_cut(&text, 200, settings.lang);
            self.log.add(Event::Invented { text });
        }
        self.log.add(Event::Turn { by, tokens });
        let mut calls = 0;
        let written = parts.len();
        parts.retain(|part| {
            calls += usize::from(matches!(part, Part::Call(_)));
            !matches!(part, Part::Call(_)) || (end.is_some() && calls <= CALLS)
        });
        let limit = settings.reply as usize;
        for part in &mut parts {
            if let Part::Say(text) | Part::Think(text) | Part::Plan(text) = part {
                *text = middle_cut(text, limit, settings.lang);
            }
        }
        for part in &parts {
            if let Part::Plan(text) = part {
                self.state.plan.write(text);
                self.log.add(Event::Plan(self.state.plan.clone()));
            }
        }
        let mut acting = Acting::new(parts, self.state.counts.calls, settings.lang);
        if end.is_none() {
            self.fault(&mut acting, "turn_too_long", settings);
        } else if acting.parts.is_empty() {
            self.fault(&mut acting, "empty_turn", settings);
        } else if written > acting.parts.len() {
            self.notice(&mut acting, "too_many_calls", settings);
        }
        acting.go(&mut self.state, settings, &mut self.log, None);
        self.acting = Some(acting);
    }

    /// The turn is neither a call nor an answer: what was said in it is not for the user.
    fn fault(&mut self, acting: &mut Acting, code: &str, settings: &Settings) {
        for part in &mut acting.parts {
            if let Part::Say(text) = part {
                *part = Part::Think(std::mem::take(text));
            }
        }
        self.state.guard.invalid();
        self.notice(acting, code, settings);
    }

    fn notice(&mut self, acting: &mut Acting, code: &str, settings: &Settings) {
        let said = match code {
            "turn_too_long" => text(
                "this turn did not end and was cut off",
                "這一輪沒有結束\u{ff0c}已被截斷",
            ),
            "empty_turn" => text("this turn was empty", "這一輪是空的"),
            _ => text(
                "at most 4 calls in one turn; the others were left out",
                "一輪最多 4 次呼叫\u{ff0c}其餘未執行",
            ),
        };
        let error = json!({"error": {"code": code, "message": said.get(settings.lang)}});
        let text = error.to_string();
        self.log.add(Event::Notice { text: text.clone() });
        acting.notices.push(Message::Memory(text));
    }

    pub(super) fn said(&mut self, said: Said, settings: &Settings) {
        if let Some(acting) = &mut self.acting {
            acting.go(&mut self.state, settings, &mut self.log, Some(said));
        }
    }

    pub(super) fn waiting(&self) -> Option<&Waiting> {
        self.acting.as_ref()?.waiting.as_ref()
    }

    /// All calls have their results: what the step led to.
    pub(super) fn finish(mut self, settings: &Settings) -> (State<W>, Log) {
        self.state.counts.steps += 1;
        if let Some(Acting {
            parts,
            results,
            notices,
            stop,
            first,
            ..
        }) = self.acting.take()
        {
            let answer = answer(&parts, &results);
            let mut unit = vec![Message::Assistant(parts)];
            unit.extend(results);
            unit.extend(notices);
            self.state.talk.push(unit);
            let answer = answer.or(first.filter(|_| settings.result_is_answer));
            let stopped = stop.or_else(|| self.stopped(answer.is_some(), settings));
            if let Some(stop) = stopped {
                let answer = answer.filter(|_| stop == Stop::Final).unwrap_or_default();
                end(&mut self.state, &mut self.log, stop, answer);
            }
        }
        (self.state, self.log)
    }

    fn stopped(&self, answered: bool, settings: &Settings) -> Option<Stop> {
        let State {
            guard,
            plan,
            world,
            counts,
            ..
        } = &self.state;
        let checks = [
            (answered, Stop::Final),
            (plan.exhausted(), Stop::NoPlan),
            (world.dead(), Stop::WorldDead),
            (counts.steps >= settings.max_steps, Stop::MaxSteps),
        ];
        let found = checks.into_iter().find(|&(is, _)| is).map(|(_, stop)| stop);
        guard.stop().or(found)
    }
}

/// Ends a run: an answer is checked against the world.
pub(super) fn end<W: World>(
    state: &mut State<W>,
    log: &mut Log,
    stop: Stop,
    answer: String,
) -> Ending {
    let verified = state.world.verdict(&answer);
    let ending = Ending {
        stop,
        answer,
        verified,
    };
    log.add(Event::Stopped(ending.clone()));
    state.ending = Some(ending.clone());
    ending
}

/// What the user gets to read, if nothing was called.
fn answer(parts: &[Part], results: &[Message]) -> Option<String> {
    let said: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Say(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    (results.is_empty() && !said.is_empty()).then(|| said.join("\n"))
}

/// After this token the brain writes no more: it is through, or it begins to write what is not its own.
fn ends(token: Token) -> bool {
    let open = [Mark::Assistant, Mark::Call, Mark::Think, Mark::Plan];
    Mark::of(token).is_some_and(|mark| !open.contains(&mark))
}

fn fingerprint(tokens: &[Token]) -> u64 {
    let bytes: Vec<u8> = tokens
        .iter()
        .flat_map(|token| token.to_le_bytes())
        .collect();
    fnv1a(&bytes)
}
