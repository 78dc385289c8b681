//! What the brain reads and what it should write.
//!
//! A prompt: manuals "keyword tool ;", lines of the memory "name city ;", a request "keyword of name ->". Which tool a keyword
//! belongs to is drawn anew for every prompt, so that it has to be read and cannot be learned by heart.

use serde::{Deserialize, Serialize};

use super::words::{
    ARROW, CITIES, CLOSE, COLON, Class, END, FILLER, KEYWORDS, NAMES, OF, OPEN, PLACE, START, STOP,
    TOOLS, UNKNOWN,
};
use crate::data::rng::{Pcg32, below, shuffle};
use std::ops::Range;

/// Tokens of a call, in either format, with its end.
pub const CALL: usize = 7;
/// Tokens of a request.
pub const REQUEST: usize = 4;
/// Tokens of a manual or a line of the memory.
pub const LINE: usize = 3;

/// How a call is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Format {
    /// `tool { place : city }`: each word has to be found at once.
    Bare,
    /// `keyword tool { name city }`: the word to look up is said first, and what was found stands after it.
    #[default]
    KeyFirst,
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Bare, Format::KeyFirst];

    pub fn name(self) -> &'static str {
        match self {
            Format::Bare => "bare",
            Format::KeyFirst => "key-first",
        }
    }

    /// The grammar of calls: what may stand at each place.
    pub fn grammar(self) -> [Class; CALL] {
        use Class::{City, Keyword, Mark, Name, Tool};
        let (open, close, end) = (Mark(OPEN), Mark(CLOSE), Mark(END));
        match self {
            Format::Bare => [Tool, open, Mark(PLACE), Mark(COLON), City, close, end],
            Format::KeyFirst => [Keyword, Tool, open, Name, City, close, end],
        }
    }

    /// Where the tool stands in a call.
    pub fn tool_at(self) -> usize {
        match self {
            Format::Bare => 0,
            Format::KeyFirst => 1,
        }
    }

    /// Where the city stands in a call.
    pub const CITY_AT: usize = 4;

    pub fn call(self, request: Request, tool: u32, city: u32) -> [u32; CALL] {
        match self {
            Format::Bare => [tool, OPEN, PLACE, COLON, city, CLOSE, END],
            Format::KeyFirst => [request.keyword, tool, OPEN, request.name, city, CLOSE, END],
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Manual {
    pub keyword: u32,
    pub tool: u32,
}

/// A line of the memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    Fact {
        name: u32,
        city: u32,
    },
    /// Two words that say nothing.
    Filler([u32; 2]),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Request {
    pub keyword: u32,
    pub name: u32,
}

impl Request {
    pub fn tokens(self) -> [u32; REQUEST] {
        [self.keyword, OF, self.name, ARROW]
    }
}

/// What the memory of a scene is filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Filling {
    /// Every line is about someone else.
    #[default]
    Distinct,
    /// [`FACTS`] lines, again and again: as long, with no more to keep apart.
    Duplicated,
    /// [`FACTS`] lines among lines that say nothing: likewise.
    Filler,
}

impl Filling {
    pub const ALL: [Filling; 3] = [Filling::Distinct, Filling::Duplicated, Filling::Filler];
}

/// Different facts of a memory that is only made longer.
pub const FACTS: usize = 8;

/// Everything before the first request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scene {
    pub manuals: Vec<Manual>,
    pub lines: Vec<Line>,
}

impl Scene {
    /// `tools` manuals (at most 24) and `lines` lines (at most 48 distinct ones; more are left out).
    pub fn draw(rng: &mut Pcg32, tools: usize, lines: usize, filling: Filling) -> Scene {
        let facts = match filling {
            Filling::Distinct => lines,
            Filling::Duplicated | Filling::Filler => lines.min(FACTS),
        };
        let facts: Vec<Line> = some(rng, NAMES, facts)
            .into_iter()
            .map(|name| Line::Fact {
                name,
                city: one(rng, CITIES),
            })
            .collect();
        let mut all = facts.clone();
        while all.len() < lines {
            all.push(match filling {
                Filling::Distinct => break,
                Filling::Duplicated => facts[all.len() % facts.len()],
                Filling::Filler => filler(rng),
            });
        }
        shuffle(rng, &mut all);
        let keywords = some(rng, KEYWORDS, tools);
        let names = some(rng, TOOLS, tools);
        let manuals = keywords.into_iter().zip(names);
        Scene {
            manuals: manuals
                .map(|(keyword, tool)| Manual { keyword, tool })
                .collect(),
            lines: all,
        }
    }

    /// A request about something that has a manual and someone the memory knows.
    pub fn request(&self, rng: &mut Pcg32) -> Request {
        let names: Vec<u32> = self.names().collect();
        Request {
            keyword: self.manuals[below(rng, self.manuals.len() as u32) as usize].keyword,
            name: names[below(rng, names.len() as u32) as usize],
        }
    }

    /// Of each fact, in the order of the lines.
    pub fn names(&self) -> impl Iterator<Item = u32> {
        self.lines.iter().filter_map(|line| match line {
            Line::Fact { name, .. } => Some(*name),
            Line::Filler(_) => None,
        })
    }

    /// The tool that the manuals give for a keyword.
    pub fn tool(&self, keyword: u32) -> Option<u32> {
        let manual = self.manuals.iter().find(|m| m.keyword == keyword)?;
        Some(manual.tool)
    }

    /// The city that the memory gives for a name.
    pub fn city(&self, of: u32) -> Option<u32> {
        self.lines.iter().find_map(|line| match line {
            Line::Fact { name, city } if *name == of => Some(*city),
            _ => None,
        })
    }

    /// Takes the lines about someone out.
    pub fn forget(&mut self, of: u32) {
        self.lines
            .retain(|line| !matches!(line, Line::Fact { name, .. } if *name == of));
    }

    pub fn tokens(&self) -> Vec<u32> {
        let manuals = self.manuals.iter().map(|m| [m.keyword, m.tool, STOP]);
        let lines = self.lines.iter().map(|line| match *line {
            Line::Fact { name, city } => [name, city, STOP],
            Line::Filler([a, b]) => [a, b, STOP],
        });
        std::iter::once(START)
            .chain(manuals.chain(lines).flatten())
            .collect()
    }

    /// The right call: the city is [`UNKNOWN`] where the memory has none. `None`: no manual for the keyword.
    pub fn call(&self, request: Request, format: Format) -> Option<[u32; CALL]> {
        let city = self.city(request.name).unwrap_or(UNKNOWN);
        Some(format.call(request, self.tool(request.keyword)?, city))
    }
}

/// A line that says nothing.
pub(super) fn filler(rng: &mut Pcg32) -> Line {
    Line::Filler([one(rng, FILLER), one(rng, FILLER)])
}

pub(super) fn one(rng: &mut Pcg32, of: Range<u32>) -> u32 {
    of.start + below(rng, of.end - of.start)
}

/// `count` different ones, in random order; all where there are fewer.
fn some(rng: &mut Pcg32, of: Range<u32>, count: usize) -> Vec<u32> {
    let mut all: Vec<u32> = of.collect();
    shuffle(rng, &mut all);
    all.truncate(count);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::{DATA, stream};
    use std::collections::BTreeSet;

    #[test]
    fn a_scene_has_what_was_asked_for_and_its_requests_have_answers_in_its_text() {
        for (filling, facts) in Filling::ALL.into_iter().zip([24, 8, 8]) {
            let mut rng = stream(1, DATA);
            for _ in 0..50 {
                let scene = Scene::draw(&mut rng, 5, 24, filling);
                let names: BTreeSet<u32> = scene.names().collect();
                assert_eq!((scene.manuals.len(), scene.lines.len()), (5, 24));
                assert_eq!(names.len(), facts, "{filling:?}");
                let tokens = scene.tokens();
                assert_eq!(tokens.len(), 1 + LINE * 29);
                let request = scene.request(&mut rng);
                let call = scene.call(request, Format::KeyFirst).expect("a manual");
                let stands = |a: u32, b: u32| tokens.windows(3).any(|w| w == [a, b, STOP]);
                assert!(stands(call[0], call[1]) && stands(call[3], call[4]));
            }
        }
    }

    #[test]
    fn both_formats_of_a_call_keep_to_their_grammar_and_name_the_same_tool_and_city() {
        let mut rng = stream(2, DATA);
        let mut scene = Scene::draw(&mut rng, 3, 4, Filling::Distinct);
        let request = scene.request(&mut rng);
        for format in Format::ALL {
            let call = scene.call(request, format).expect("a manual");
            assert!(format.grammar().iter().zip(call).all(|(c, t)| c.holds(t)));
            assert_eq!(Some(call[format.tool_at()]), scene.tool(request.keyword));
            assert_eq!(Some(call[Format::CITY_AT]), scene.city(request.name));
        }
        scene.forget(request.name);
        let call = scene.call(request, Format::Bare).expect("a manual");
        assert_eq!(call[Format::CITY_AT], UNKNOWN);
        assert!(!scene.tokens().contains(&request.name));
    }

    #[test]
    fn which_tool_a_keyword_has_is_drawn_anew() {
        let mut rng = stream(3, DATA);
        let tools: BTreeSet<u32> = (0..200)
            .filter_map(|_| Scene::draw(&mut rng, 24, 2, Filling::Distinct).tool(KEYWORDS.start))
            .collect();
        assert_eq!(tools.len(), 48);
    }
}
