//! The everyday world: a desk with a clock, a calendar, the weather, other people's notes, a memory of one's own and a graph of facts.

mod calc;
mod calendar;
mod clock;
mod goal;
mod graph;
mod library;
mod manuals;
mod memory;
mod search;
#[cfg(test)]
mod tests;
mod weather;

pub use calendar::{Calendar, Entry};
pub use goal::Goal;
pub use graph::{Graph, Triple};
pub use library::{Kind, Note, library};
pub use memory::{Memory, Stream};
pub use weather::{CITIES, Forecast, truth};

use serde_json::{Value, json};

use super::bm25::Index;
use super::manual::{short, unknown, within};
use crate::agent::{Arguments, Budget, Code, Failure, Outcome, Tool, World};
use crate::lesson::Lang;
use manuals::{MEMORY, PART, manuals};

/// What a desk begins with.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// Of the weather.
    pub seed: u64,
    /// In how many of 100 cases the sensor of the weather tells the truth; 100 is a sound one.
    pub sensor_right: u8,
    /// How many characters the memory holds.
    pub memory_limit: usize,
    /// The names of the tools that are there; empty: all.
    pub tools: Vec<String>,
    /// Notes beside those of the library, named n49 and on.
    pub planted: Vec<Note>,
    /// What stands in the memory at the beginning, oldest first.
    pub memories: Vec<String>,
    pub goal: Option<Goal>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            seed: 1,
            sensor_right: 100,
            memory_limit: 2000,
            tools: Vec::new(),
            planted: Vec::new(),
            memories: Vec::new(),
            goal: None,
        }
    }
}

/// The everyday world.
#[derive(Clone, PartialEq, Debug)]
pub struct Desk {
    settings: Settings,
    library: Vec<Note>,
    tick: u64,
    calendar: Calendar,
    memory: Stream,
    graph: Graph,
}

impl Desk {
    pub fn new(settings: Settings) -> Desk {
        let mut memory = Stream::new(settings.memory_limit);
        for words in &settings.memories {
            // One that does not fit in is not there: the limit is the limit from the beginning.
            let _ = memory.write(words, None, 0, "given", Lang::En);
        }
        let library = library().into_iter().chain(settings.planted.clone());
        Desk {
            library: library.collect(),
            tick: 0,
            calendar: Calendar::default(),
            memory,
            graph: Graph::default(),
            settings,
        }
    }

    /// Minutes since the beginning.
    pub fn tick(&self) -> u64 {
        self.tick
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn memory(&self) -> &Stream {
        &self.memory
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    fn carry_out(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Value, Failure> {
        let day = |name| within(arguments, name, 1, 7).map(|day| day as u8);
        let k = || within(arguments, "k", 1, 5).map(|k| k as usize);
        let part = |name| short(arguments, name, PART);
        match tool {
            "calc" => calc::calc(short(arguments, "expr", 200)?, budget, lang),
            "now" => Ok(clock::now(self.tick)),
            "cal_list" => Ok(self.calendar.list(day("day")?)),
            "cal_add" => {
                let entry = Entry {
                    day: day("day")?,
                    start: within(arguments, "start", 0, 23)? as u8,
                    end: within(arguments, "end", 1, 24)? as u8,
                    title: short(arguments, "title", 40)?.into(),
                };
                self.calendar.add(entry, lang)
            }
            "weather" => {
                let name = arguments.string("city")?;
                let city = CITIES.iter().position(|&(id, _, _)| id == name);
                let city = city.ok_or_else(|| Failure::new(Code::OutOfRange, "city"))?;
                let Settings {
                    seed, sensor_right, ..
                } = self.settings;
                Ok(weather::weather(seed, city, day("day")?, sensor_right))
            }
            "search" => Ok(search::search(
                &self.library,
                short(arguments, "q", 80)?,
                k()?,
                lang,
            )),
            "note_write" => {
                let replaces = match arguments.get("replaces") {
                    Some(_) => Some(short(arguments, "replaces", 8)?),
                    None => None,
                };
                let words = short(arguments, "text", MEMORY)?;
                self.memory.write(words, replaces, self.tick, "agent", lang)
            }
            "note_read" => Ok(self.memory.read(short(arguments, "q", 80)?, k()?)),
            "note_delete" => self.memory.delete(short(arguments, "id", 8)?, lang),
            "graph_add" => self.graph.add(part("s")?, part("p")?, part("o")?, lang),
            "graph_query" => {
                let hops = within(arguments, "hops", 1, 3)? as u8;
                self.graph.query(part("s")?, hops, budget)
            }
            "find_tool" => Ok(find_tool(
                &self.tools(),
                short(arguments, "q", 80)?,
                k()?,
                lang,
            )),
            other => {
                let tools = self.tools();
                let names: Vec<&str> = tools.iter().map(|tool| tool.name.as_str()).collect();
                Err(unknown(other, &names))
            }
        }
    }
}

/// The `k` manuals that fit the words best: `{"count": 1, "tools": [{"name": .., "description": ..}]}`.
pub(crate) fn find_tool(tools: &[Tool], question: &str, k: usize, lang: Lang) -> Value {
    let texts: Vec<String> = tools
        .iter()
        .map(|tool| {
            format!(
                "{} {}",
                tool.name.replace('_', " "),
                tool.description.get(lang)
            )
        })
        .collect();
    let found: Vec<Value> = Index::new(&texts)
        .search(question, k)
        .into_iter()
        .map(|hit| &tools[hit.document])
        .map(|tool| json!({"name": tool.name, "description": tool.description.get(lang)}))
        .collect();
    json!({"count": found.len(), "tools": found})
}

impl World for Desk {
    fn tools(&self) -> Vec<Tool> {
        let wanted = &self.settings.tools;
        let mut tools = manuals();
        tools.retain(|tool| wanted.is_empty() || wanted.contains(&tool.name));
        tools
    }

    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Outcome, Failure> {
        let wanted = &self.settings.tools;
        if !wanted.is_empty() && !wanted.iter().any(|name| name == tool) {
            let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
            return Err(unknown(tool, &names));
        }
        if tool == "ask_user" {
            return Ok(Outcome::Asks(short(arguments, "text", 120)?.into()));
        }
        self.carry_out(tool, arguments, budget, lang)
            .map(Outcome::Value)
    }

    fn pass(&mut self, ticks: u32) {
        self.tick = self.tick.saturating_add(u64::from(ticks));
    }

    fn state(&self) -> Vec<u8> {
        let Settings {
            seed,
            sensor_right,
            tools,
            planted,
            goal,
            ..
        } = &self.settings;
        let planted: Vec<_> = planted
            .iter()
            .map(
                |Note {
                     date, title, text, ..
                 }| [date, &title.en, &title.zh, &text.en, &text.zh],
            )
            .collect();
        let told = (seed, sensor_right, tools, planted, goal);
        let parts = (told, self.tick, &self.calendar, &self.memory, &self.graph);
        postcard::to_allocvec(&parts).unwrap_or_default()
    }

    fn verdict(&self, answer: &str) -> Option<bool> {
        let goal = self.settings.goal.as_ref()?;
        Some(goal.met(self, answer))
    }
}
