//! Walking on a grid: the views on the tape are put together into a map, and the rest is search in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

use super::replay::{Pause, Replay};
use crate::lesson::text;

/// How the rules walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Walker {
    /// The shortest way over what was seen; else to the nearest cell next to what was not, over one-way drops only where no
    /// other way is left.
    #[default]
    Search,
    /// As `Search`, but a drop is a step like others.
    Reckless,
    /// Straight at the flag, or east, whatever is in the way: it runs into a wall and stays there.
    Straight,
}

/// Column and row.
type Place = (i32, i32);

/// Steps in the order in which they are tried.
const STEPS: [(&str, Place, char); 4] = [
    ("N", (0, -1), '^'),
    ("E", (1, 0), '>'),
    ("S", (0, 1), 'v'),
    ("W", (-1, 0), '<'),
];

/// What the tape tells of the grid.
#[derive(Default)]
struct Known {
    at: Option<Place>,
    flag: Option<Place>,
    cells: BTreeMap<Place, char>,
    width: i32,
    height: i32,
    looked_from: BTreeSet<Place>,
    /// The last call was a look, or a step that did not move.
    just_looked: bool,
    just_bumped: bool,
    /// The last route to each place, and the steps that were taken since.
    route: Option<(Place, Vec<String>, usize)>,
    /// No further route is asked for: the last one failed.
    route_failed: bool,
}

impl Known {
    fn new(replay: &Replay) -> Known {
        let mut known = Known::default();
        for call in &replay.situation.done {
            let result = call.result.clone().unwrap_or_default();
            match call.name.as_str() {
                "look" => known.view(&result),
                "move" => known.step(&result),
                "route" => known.route(&call.arguments, &result),
                _ => {}
            }
        }
        known
    }

    fn view(&mut self, view: &Value) {
        (self.just_looked, self.just_bumped) = (true, false);
        self.at = place(&view["at"]).or(self.at);
        self.flag = place(&view["flag"]).or(self.flag);
        self.looked_from.extend(self.at);
        for (y, row) in view["rows"].as_array().into_iter().flatten().enumerate() {
            for (x, sign) in row.as_str().unwrap_or("").chars().enumerate() {
                let place = (x as i32, y as i32);
                (self.width, self.height) =
                    (self.width.max(place.0 + 1), self.height.max(place.1 + 1));
                if sign != '?' {
                    self.cells.insert(place, sign);
                }
            }
        }
    }

    fn step(&mut self, result: &Value) {
        self.just_looked = false;
        self.just_bumped = result["moved"] != true;
        self.at = place(&result["at"]).or(self.at);
        if let (false, Some((_, _, steps))) = (self.just_bumped, &mut self.route) {
            *steps += 1;
        }
    }

    fn route(&mut self, arguments: &Value, result: &Value) {
        let path = result["path"].as_array().into_iter().flatten();
        let path: Vec<String> = path
            .filter_map(|step| Some(step.as_str()?.into()))
            .collect();
        self.route_failed = path.is_empty();
        self.route = place(&arguments["to"])
            .filter(|_| !path.is_empty())
            .map(|to| (to, path, 0));
    }

    /// A cell next to it, corners too, was never in view.
    fn borders_on_fog(&self, (x, y): Place) -> bool {
        let inside = |(x, y): Place| (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (x + dx, y + dy)));
        around
            .into_iter()
            .any(|place| inside(place) && !self.cells.contains_key(&place))
    }

    /// The first step of a shortest way to the nearest place that is wanted, over cells in view; `drops`: also over one-way drops.
    fn towards(
        &self,
        from: Place,
        drops: bool,
        wanted: impl Fn(Place) -> bool,
    ) -> Option<&'static str> {
        let mut first: BTreeMap<Place, &'static str> = BTreeMap::new();
        let mut border = VecDeque::from([from]);
        while let Some(at) = border.pop_front() {
            if at != from && wanted(at) {
                return first.get(&at).copied();
            }
            let here = self.cells.get(&at).copied().unwrap_or('.');
            for (name, (dx, dy), arrow) in STEPS {
                let next = (at.0 + dx, at.1 + dy);
                let Some(&there) = self.cells.get(&next) else {
                    continue;
                };
                let bound = "^>v<".contains(here) && here != arrow;
                let against = "^>v<".contains(there)
                    && STEPS
                        .iter()
                        .any(|&(_, (x, y), sign)| sign == there && (x, y) == (-dx, -dy));
                let dropped = "^>v<".contains(there) && !drops;
                if there == '#'
                    || bound
                    || against
                    || dropped
                    || next == from
                    || first.contains_key(&next)
                {
                    continue;
                }
                let step = first.get(&at).copied().unwrap_or(name);
                first.insert(next, step);
                border.push_back(next);
            }
        }
        None
    }
}

/// Two whole numbers.
fn place(value: &Value) -> Option<Place> {
    let number = |at: usize| i32::try_from(value.get(at)?.as_i64()?).ok();
    Some((number(0)?, number(1)?))
}

/// Walks to the place, or to the flag wherever it is.
pub(super) fn walk(
    to: Option<(u8, u8)>,
    replay: &mut Replay,
    walker: Walker,
) -> Result<String, Pause> {
    for tool in ["look", "move"] {
        if !replay.offers(tool) {
            return Err(stuck(
                replay,
                text("I have no tool to walk with.", "我沒有走路的工具。"),
            ));
        }
    }
    let known = Known::new(replay);
    let Some(at) = known.at else {
        let blind = replay.situation.done.iter().any(|call| call.name == "look");
        return Err(match blind {
            true => stuck(
                replay,
                text("I cannot read what I see.", "我看不懂眼前的東西。"),
            ),
            false => call(replay, "look", json!({}), text("Where am I?", "我在哪裡？")),
        });
    };
    let to = to.map(|(x, y)| (i32::from(x), i32::from(y))).or(known.flag);
    if to == Some(at) {
        return Ok(replay.say(text("I am there.", "我到了。")));
    }
    let wait = known.cells.is_empty() || known.just_bumped && walker != Walker::Straight;
    if wait || !known.looked_from.contains(&at) && known.borders_on_fog(at) {
        return Err(call(
            replay,
            "look",
            json!({}),
            text("What is around me?", "四周有什麼？"),
        ));
    }
    let step = match walker {
        Walker::Straight => Some(straight(at, to)),
        Walker::Search | Walker::Reckless => next_step(&known, at, to, walker, replay)?,
    };
    let Some(step) = step else {
        return Err(stuck(
            replay,
            text(
                "On what I have seen there is no way.",
                "在我看過的範圍裡沒有路。",
            ),
        ));
    };
    // A closed door opens by itself: look again until it does.
    let ahead = STEPS
        .iter()
        .find(|(name, _, _)| *name == step)
        .map(|(_, (dx, dy), _)| (at.0 + dx, at.1 + dy));
    let door = ahead
        .and_then(|place| known.cells.get(&place))
        .is_some_and(|sign| "do".contains(*sign));
    let shut = ahead.and_then(|place| known.cells.get(&place)) == Some(&'d');
    if door && walker != Walker::Straight && (shut || !known.just_looked) {
        return Err(call(
            replay,
            "look",
            json!({}),
            text("Is the door open?", "門開著嗎？"),
        ));
    }
    Err(call(replay, "move", json!({"dir": step}), text("", "")))
}

fn next_step(
    known: &Known,
    at: Place,
    to: Option<Place>,
    walker: Walker,
    replay: &Replay,
) -> Result<Option<&'static str>, Pause> {
    let cautious = [false, true];
    let orders: &[bool] = if walker == Walker::Reckless {
        &cautious[1..]
    } else {
        &cautious
    };
    if let Some(to) = to {
        // With the whole map in view the tool finds the way; where its manual is missing, or in fog, the rules search themselves.
        let all_seen = known.cells.len() as i32 == known.width * known.height;
        if let Some((goal, path, steps)) = &known.route
            && *goal == to
            && let Some(step) = path.get(*steps)
        {
            return Ok(STEPS
                .iter()
                .map(|&(name, _, _)| name)
                .find(|name| name == step));
        }
        if all_seen && replay.offers("route") && !known.route_failed {
            let arguments = json!({"from": [at.0, at.1], "to": [to.0, to.1]});
            return Err(call(
                replay,
                "route",
                arguments,
                text("The whole map is in view.", "整張地圖都看得到。"),
            ));
        }
        let step = orders
            .iter()
            .find_map(|&drops| known.towards(at, drops, |place| place == to));
        if step.is_some() {
            return Ok(step);
        }
    }
    let new = |place| !known.looked_from.contains(&place) && known.borders_on_fog(place);
    Ok(orders
        .iter()
        .find_map(|&drops| known.towards(at, drops, new)))
}

/// Along the longer side of the way to the goal; east where it is not known.
fn straight(at: Place, to: Option<Place>) -> &'static str {
    let Some(to) = to else {
        return "E";
    };
    let (dx, dy) = (to.0 - at.0, to.1 - at.1);
    match (dx.abs() >= dy.abs(), dx > 0, dy > 0) {
        (true, true, _) => "E",
        (true, false, _) => "W",
        (false, _, true) => "S",
        (false, _, false) => "N",
    }
}

fn call(replay: &Replay, name: &str, arguments: Value, think: crate::lesson::Text) -> Pause {
    Pause::Call {
        think: replay.say(think),
        name: name.into(),
        arguments,
    }
}

fn stuck(replay: &Replay, words: crate::lesson::Text) -> Pause {
    Pause::Stuck(replay.say(words))
}
