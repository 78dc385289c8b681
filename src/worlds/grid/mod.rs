//! The grid world: a walk to a flag, in fog or with the whole map in view.

mod map;
#[cfg(test)]
mod tests;

pub use map::{Cell, Direction, Map, Place, Plan};

use serde_json::{Value, json};

use super::manual::{choice, failed, out_of_range, tool, unknown};
use crate::agent::{Arguments, Budget, Code, Failure, Kind, Outcome, Tool, World};
use crate::lesson::{Lang, text};

/// One walker on one map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grid {
    map: Map,
    /// How many cells far one sees, to the sides and across; None: everything.
    radius: Option<u8>,
    at: Place,
    tick: u64,
    /// Which cells a `look` has shown, row by row.
    known: Vec<bool>,
    /// Steps that were taken.
    walked: u32,
}

impl Grid {
    pub fn new(map: Map, radius: Option<u8>) -> Grid {
        let size = usize::from(map.width()) * usize::from(map.height());
        Grid {
            at: map.start,
            known: vec![false; size],
            tick: 0,
            walked: 0,
            radius,
            map,
        }
    }

    pub fn map(&self) -> &Map {
        &self.map
    }

    /// Where the walker stands.
    pub fn at(&self) -> Place {
        self.at
    }

    /// Calls since the beginning: doors open and close with them.
    pub fn tick(&self) -> u64 {
        self.tick
    }

    /// Whether a `look` has shown this place.
    pub fn knows(&self, (x, y): Place) -> bool {
        let at = usize::from(y) * usize::from(self.map.width()) + usize::from(x);
        x < self.map.width() && self.known.get(at) == Some(&true)
    }

    /// Steps that were taken; a step into a wall is none.
    pub fn walked(&self) -> u32 {
        self.walked
    }

    /// The shortest walk from the start for one who knows the whole map and waits at doors, in steps.
    pub fn optimum(&self) -> Option<usize> {
        self.map.steps(self.map.start, self.map.flag, |_| true)
    }

    fn in_view(&self, (x, y): Place) -> bool {
        match self.radius {
            None => true,
            Some(radius) => x.abs_diff(self.at.0).max(y.abs_diff(self.at.1)) <= radius,
        }
    }

    /// `{"at": [x, y], "rows": ["..#", ..], "flag": [x, y] or null}`: `?` is a cell out of view.
    fn look(&mut self) -> Value {
        let mut rows = Vec::new();
        for y in 0..self.map.height() {
            let mut row = String::new();
            for x in 0..self.map.width() {
                if self.in_view((x, y)) {
                    self.known[usize::from(y) * usize::from(self.map.width()) + usize::from(x)] =
                        true;
                    row.push(self.map.cell((x, y)).shown(self.tick));
                } else {
                    row.push('?');
                }
            }
            rows.push(row);
        }
        let flag = self
            .in_view(self.map.flag)
            .then(|| json!([self.map.flag.0, self.map.flag.1]));
        json!({"at": [self.at.0, self.at.1], "rows": rows, "flag": flag})
    }

    /// `{"moved": true, "at": [x, y]}`, or `false` with what was in the way: edge, wall, door or one_way.
    fn step(&mut self, direction: Direction) -> Value {
        let obstacle = match self.map.next(self.at, direction) {
            None => "edge",
            Some(next) if self.map.cell(next) == Cell::Wall => "wall",
            Some(next) if !self.map.allowed(self.at, direction, next) => "one_way",
            Some(next) if !self.map.cell(next).open(self.tick) => "door",
            Some(next) => {
                self.at = next;
                self.walked += 1;
                return json!({"moved": true, "at": [self.at.0, self.at.1]});
            }
        };
        json!({"moved": false, "why": obstacle, "at": [self.at.0, self.at.1]})
    }

    /// `{"steps": 3, "path": ["E", "E", "S"]}` over the cells that were seen; a door counts as open.
    fn route(
        &self,
        from: Place,
        to: Place,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Value, Failure> {
        for _ in &self.known {
            budget.spend()?;
        }
        let path = self.map.path(from, to, |place| self.knows(place));
        match path.filter(|_| self.knows(from) && self.knows(to)) {
            Some(path) => {
                let path: Vec<&str> = path.into_iter().map(Direction::name).collect();
                Ok(json!({"steps": path.len(), "path": path}))
            }
            None => Err(failed(
                lang,
                text(
                    "no way on what has been seen of the map",
                    "在已看過的地圖上沒有路",
                ),
            )),
        }
    }

    fn place(&self, arguments: &Arguments, name: &str, lang: Lang) -> Result<Place, Failure> {
        let missing = || Failure::new(Code::MissingArgument, name);
        let values = arguments
            .get(name)
            .and_then(Value::as_array)
            .ok_or_else(missing)?;
        let number = |value: &Value| value.as_u64().and_then(|n| u8::try_from(n).ok());
        let place = match values.as_slice() {
            [x, y] => number(x).zip(number(y)),
            _ => None,
        };
        let inside = |place: &Place| place.0 < self.map.width() && place.1 < self.map.height();
        place.filter(inside).ok_or_else(|| {
            let hint = json!([self.map.width() - 1, self.map.height() - 1]);
            out_of_range(
                lang,
                text(
                    "a place is [column, row] on the map",
                    "位置要寫成 [x, y]，並且在地圖內",
                ),
            )
            .with_hint(hint)
        })
    }
}

impl World for Grid {
    fn tools(&self) -> Vec<Tool> {
        let place = || Kind::List {
            of: Box::new(Kind::Integer { min: 0, max: 23 }),
            max: 2,
        };
        vec![
            tool(
                "look",
                text(
                    "Shows what is in view. . floor, # wall, o open door, d closed door, ^ > v < one-way drop, ? not in view. at and flag are [column, row].",
                    "看看視野裡有什麼。. 地板、# 牆、o 開著的門、d 關著的門、^ > v < 單向落差、? 看不到。at 與 flag 是 [x, y]：第幾欄、第幾列。",
                ),
            ),
            tool("move", text("One step.", "走一步。")).needs(
                "dir",
                choice(&Direction::ALL.map(Direction::name)),
                text("north, east, south, west", "北、東、南、西"),
            ),
            tool(
                "route",
                text(
                    "The shortest way over the cells that look has shown.",
                    "在 look 看過的格子上找最短的路。",
                ),
            )
            .needs(
                "from",
                place(),
                text("[column, row]", "[x, y]：第幾欄、第幾列，從 0 算起"),
            )
            .needs(
                "to",
                place(),
                text("[column, row]", "[x, y]：第幾欄、第幾列，從 0 算起"),
            ),
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
            "look" => self.look(),
            "move" => {
                let name = arguments.string("dir")?;
                let direction = Direction::from_name(name)
                    .ok_or_else(|| Failure::new(Code::OutOfRange, "dir"))?;
                self.step(direction)
            }
            "route" => {
                let (from, to) = (
                    self.place(arguments, "from", lang)?,
                    self.place(arguments, "to", lang)?,
                );
                self.route(from, to, budget, lang)?
            }
            other => return Err(unknown(other, &["look", "move", "route"])),
        };
        Ok(Outcome::Value(value))
    }

    fn pass(&mut self, ticks: u32) {
        self.tick = self.tick.saturating_add(u64::from(ticks));
    }

    fn state(&self) -> Vec<u8> {
        let parts = (
            &self.map,
            self.radius,
            self.at,
            self.tick,
            &self.known,
            self.walked,
        );
        postcard::to_allocvec(&parts).unwrap_or_default()
    }

    /// A drop was crossed behind which no way leads to the flag.
    fn dead(&self) -> bool {
        self.map.steps(self.at, self.map.flag, |_| true).is_none()
    }

    fn verdict(&self, _answer: &str) -> Option<bool> {
        Some(self.at == self.map.flag)
    }
}
