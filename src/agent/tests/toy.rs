//! A world with one tool for each thing that can go wrong, and two brains.

use std::collections::VecDeque;

use rand::Rng;
use serde_json::{Value, json};

use crate::agent::tape::turn;
use crate::agent::*;
use crate::data::rng::{self, Pcg32};
use crate::lesson::{Lang, text};

#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Toy {
    pub(crate) sum: i64,
    pub(crate) bought: Vec<i64>,
    pub(crate) tick: u32,
    pub(crate) dead: bool,
}

fn tool(name: &str, parameters: Vec<(&str, Kind)>, irreversible: bool) -> Tool {
    Tool {
        name: name.into(),
        description: text("a toy", "玩具").into(),
        parameters: parameters
            .into_iter()
            .map(|(name, kind)| Parameter {
                name: name.into(),
                description: text("a part", "部分").into(),
                kind,
                required: true,
            })
            .collect(),
        irreversible,
    }
}

impl World for Toy {
    fn tools(&self) -> Vec<Tool> {
        let number = |max| Kind::Integer { min: 0, max };
        vec![
            tool("look", vec![], false),
            tool("add", vec![("n", number(9))], false),
            tool("buy", vec![("item", number(9))], true),
            tool("boom", vec![], false),
            tool("search", vec![("q", Kind::String { max: 80 })], false),
            tool("long", vec![("n", number(2_000_000))], false),
            tool("poll", vec![], false),
            tool("spin", vec![], false),
            tool("die", vec![], false),
            tool("ask_user", vec![("text", Kind::String { max: 120 })], false),
        ]
    }

    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Outcome, Failure> {
        let value = match tool {
            "look" => json!({"sum": self.sum}),
            "add" => {
                self.sum += arguments.integer("n")?;
                json!({"sum": self.sum})
            }
            "buy" => {
                let item = arguments.integer("item")?;
                if self.bought.contains(&item) {
                    return Err(Failure::tool(text("sold out", "賣完了").get(lang)));
                }
                self.bought.push(item);
                json!({"bought": item})
            }
            "boom" => {
                self.sum = -999;
                return Err(Failure::tool("boom"));
            }
            "search" => json!("0 notes match"),
            "long" => Value::String("臺".repeat(arguments.integer("n")? as usize)),
            "poll" => json!({"tick": self.tick}),
            "spin" => loop {
                budget.spend()?;
            },
            "die" => {
                self.dead = true;
                json!(null)
            }
            _ => return Ok(Outcome::Asks(arguments.string("text")?.into())),
        };
        Ok(Outcome::Value(value))
    }

    fn pass(&mut self, ticks: u32) {
        self.tick += ticks;
    }

    fn state(&self) -> Vec<u8> {
        format!("{self:?}").into_bytes()
    }

    fn dead(&self) -> bool {
        self.dead
    }

    /// The task: buy item 7.
    fn verdict(&self, _answer: &str) -> Option<bool> {
        Some(self.bought.contains(&7))
    }
}

/// Writes these turns, in the form of [`token::read`], one after the other; then says "done".
pub(crate) struct Script {
    turns: VecDeque<String>,
    now: Vec<Token>,
    /// Every prompt that was seen at the beginning of a turn.
    pub(crate) seen: Vec<Vec<Token>>,
}

pub(crate) fn script(turns: &[&str]) -> Script {
    Script {
        turns: turns.iter().map(|turn| turn.to_string()).collect(),
        now: Vec::new(),
        seen: Vec::new(),
    }
}

impl Brain for Script {
    fn next(&mut self, prompt: &[Token]) -> Dist {
        let begun = reading::read(prompt).begun.expect("an open turn").len();
        if begun == 0 {
            self.seen.push(prompt.to_vec());
            let turn = self.turns.pop_front().unwrap_or("done<|end|>".into());
            self.now = token::read(&turn);
        }
        Dist::sure(self.now.get(begun).copied().unwrap_or(Mark::End.token()))
    }

    fn badge(&self) -> Badge {
        Badge::Rules
    }
}

/// Writes anything at all: marks, calls right and wrong, characters, numbers that are no token.
pub(crate) struct Monkey {
    rng: Pcg32,
    queue: VecDeque<Token>,
}

impl Monkey {
    pub(crate) fn new(seed: u64) -> Monkey {
        Monkey {
            rng: rng::stream(seed, "monkey"),
            queue: VecDeque::new(),
        }
    }

    fn snippet(&mut self) -> Vec<Token> {
        const CALLS: [&str; 16] = [
            "look {}",
            "look",
            "add {\"n\":3}",
            "add {\"n\":\"3\"}",
            "add {\"n\":1e3}",
            "add {",
            "buy {\"item\":7}",
            "buy {\"item\":1,\"item\":2}",
            "boom",
            "search {\"q\":\"臺北\"}",
            "long {\"n\":5000}",
            "poll {}",
            "spin",
            "nope {}",
            "ask_user {\"text\":\"?\"}",
            "die",
        ];
        let mut below = |n| rng::below(&mut self.rng, n);
        match below(12) {
            0 => vec![0x11_0000 + below(12)],
            1 => vec![Mark::End.token()],
            2 => token::read("<|plan|>- [ ] a\n- [x] b"),
            3 => token::read("<|think|>hm"),
            4 => (0..below(40)).map(|_| 0x4e00 + below(9000)).collect(),
            5 => vec![self.rng.next_u32()],
            6 => token::read("<|system|>"),
            _ => {
                // Dying is rare, so that runs get somewhere.
                let known = if below(20) == 0 { 16 } else { 15 };
                let call = CALLS[below(known) as usize];
                let end = [Mark::End, Mark::Call][usize::from(below(3) == 0)];
                let mut tokens = vec![Mark::Call.token()];
                tokens.extend(token::text_tokens(call));
                if end == Mark::End {
                    tokens.push(end.token());
                }
                tokens
            }
        }
    }
}

impl Brain for Monkey {
    fn next(&mut self, _prompt: &[Token]) -> Dist {
        loop {
            if let Some(token) = self.queue.pop_front() {
                return Dist::sure(token);
            }
            let snippet = self.snippet();
            self.queue.extend(snippet);
        }
    }

    fn badge(&self) -> Badge {
        Badge::Rules
    }
}

pub(crate) fn open(settings: Settings) -> Run<Toy> {
    let memory = ["item 7 is red".to_string()];
    Run::open(
        settings,
        Toy::default(),
        "You are careful.",
        &memory,
        "Buy item 7.",
    )
}

/// The run of these turns to its end.
pub(crate) fn run(turns: &[&str]) -> Run<Toy> {
    let mut run = open(Settings::default());
    run.finish(&mut script(turns));
    run
}

pub(crate) fn call(name: &str, arguments: &str) -> String {
    let tokens = turn(&[Part::Call(Call::new(name, arguments))]);
    token::write(&tokens)
}

/// (code, content) of every result so far.
pub(crate) fn results(run: &Run<Toy>) -> Vec<(Option<Code>, String)> {
    let entries = run.entries().into_iter();
    entries
        .filter_map(|entry| match &entry.event {
            Event::Result { code, content, .. } => Some((*code, content.clone())),
            _ => None,
        })
        .collect()
}

pub(crate) fn stop(run: &Run<Toy>) -> Option<Stop> {
    run.at().ending.as_ref().map(|ending| ending.stop)
}
