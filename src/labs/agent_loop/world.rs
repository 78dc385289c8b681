//! The two worlds as one, and the run that a set-up opens.

use super::config::{Config, Place, Policy, Walk};
use super::protocol::{Map, View};
use crate::agent::{Arguments, Budget, Failure, Outcome, Run, Settings, Tool, Trim, World};
use crate::brains::rules::{self, Rules, Walker};
use crate::lesson::{Lang, Text, text};
use crate::worlds::desk::{self, Desk};
use crate::worlds::grid::{self, Grid};

/// What the developer wrote into the prompt.
const SYSTEM: Text = text(
    "You act through the tools below. Answer the user when the task is done.",
    "你透過下面的工具行動。任務完成後回答使用者。",
);

/// A grid or a desk.
#[derive(Clone, Debug)]
pub enum Either {
    Grid(Box<Grid>),
    Desk(Box<Desk>),
}

macro_rules! each {
    ($either:expr, $world:ident => $what:expr) => {
        match $either {
            Either::Grid($world) => $what,
            Either::Desk($world) => $what,
        }
    };
}

impl World for Either {
    fn tools(&self) -> Vec<Tool> {
        each!(self, world => world.tools())
    }

    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Outcome, Failure> {
        each!(self, world => world.call(tool, arguments, budget, lang))
    }

    fn pass(&mut self, ticks: u32) {
        each!(self, world => world.pass(ticks));
    }

    fn state(&self) -> Vec<u8> {
        each!(self, world => world.state())
    }

    fn dead(&self) -> bool {
        each!(self, world => world.dead())
    }

    fn verdict(&self, answer: &str) -> Option<bool> {
        each!(self, world => world.verdict(answer))
    }
}

/// The map of a set-up with this seed, seen as far as `radius` (None: whole).
pub(super) fn grid(config: &Config, seed: u64, radius: Option<u8>) -> Grid {
    let map = grid::Map::new(grid::Plan {
        seed,
        width: config.size,
        height: config.size,
        walls: config.walls,
        doors: config.doors,
        drops: config.drops,
    });
    Grid::new(map, radius)
}

/// The brain of a set-up.
pub(super) fn brain(config: &Config) -> Rules {
    let walker = match config.walk {
        Walk::Search => Walker::Search,
        Walk::Reckless => Walker::Reckless,
        Walk::Straight => Walker::Straight,
    };
    Rules::new(rules::Settings { walker, ..rules::Settings::default() })
}

/// Opens a run of a set-up in this world.
pub(super) fn open<W: World>(config: &Config, seed: u64, world: W) -> Run<W> {
    let lang = config.lang.unwrap_or(Lang::En);
    let settings = Settings {
        seed,
        lang,
        max_steps: config.max_steps.into(),
        window: config.window,
        trim: match config.policy {
            Policy::Drop => Trim::DropOldest,
            Policy::Summarise => Trim::Summarise,
            Policy::Retrieve => Trim::Retrieve(4),
        },
        confirm: config.confirm,
        ..Settings::default()
    };
    Run::open(settings, world, SYSTEM.get(lang), &[], &config.asked(lang))
}

/// The world of a set-up.
pub(super) fn world(config: &Config) -> Either {
    let seed = u64::from(config.seed);
    match config.place {
        Place::Grid => {
            let radius = (config.radius > 0).then_some(config.radius);
            Either::Grid(Box::new(grid(config, seed, radius)))
        }
        Place::Desk => Either::Desk(Box::new(Desk::new(desk::Settings { seed, ..desk::Settings::default() }))),
    }
}

/// What the page shows of it.
pub(super) fn view(world: &Either) -> View {
    match world {
        Either::Grid(grid) => {
            let map = grid.map();
            let places = (0..map.height()).flat_map(|y| (0..map.width()).map(move |x| (x, y)));
            View::Grid(Map {
                width: map.width(),
                cells: places.clone().map(|place| map.cell(place).shown(grid.tick())).collect(),
                seen: places.map(|place| grid.knows(place)).collect(),
                at: grid.at(),
                start: map.start,
                flag: map.flag,
                walked: grid.walked(),
                optimum: grid.optimum().map(|steps| steps as u32),
            })
        }
        Either::Desk(desk) => View::Desk {
            calendar: desk
                .calendar()
                .entries()
                .iter()
                .map(|entry| (entry.day, entry.start, entry.end, entry.title.clone()))
                .collect(),
            memories: desk
                .memory()
                .memories()
                .iter()
                .filter(|memory| memory.superseded_by.is_none())
                .map(|memory| memory.text.clone())
                .collect(),
        },
    }
}
