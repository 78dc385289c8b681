//! The map of a grid: walls, doors that open and close with the ticks, and drops that are crossed in one direction only.

use std::collections::VecDeque;

use serde::Serialize;

use crate::data::rng::{Pcg32, below, indexed};

/// Column from the west and row from the north, from 0.
pub type Place = (u8, u8);

/// A step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Direction {
    North,
    East,
    South,
    West,
}

impl Direction {
    pub const ALL: [Direction; 4] = [
        Direction::North,
        Direction::East,
        Direction::South,
        Direction::West,
    ];

    /// The name in a call.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::North => "N",
            Direction::East => "E",
            Direction::South => "S",
            Direction::West => "W",
        }
    }

    pub fn from_name(name: &str) -> Option<Direction> {
        Direction::ALL
            .into_iter()
            .find(|direction| direction.name() == name)
    }

    const fn arrow(self) -> char {
        match self {
            Direction::North => '^',
            Direction::East => '>',
            Direction::South => 'v',
            Direction::West => '<',
        }
    }

    fn back(self) -> Direction {
        Direction::ALL[(self as usize + 2) % 4]
    }
}

/// What is at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Cell {
    Floor,
    Wall,
    /// Open for two ticks and closed for two; `true`: closed at the beginning.
    Door(bool),
    /// Left in this direction only, and not entered against it.
    Drop(Direction),
}

impl Cell {
    /// Whether one can pass at this tick, if it is no wall.
    pub fn open(self, tick: u64) -> bool {
        match self {
            Cell::Door(closed_first) => (tick / 2 % 2 == 1) == closed_first,
            cell => cell != Cell::Wall,
        }
    }

    /// As the views show it: `.` floor, `#` wall, `o` open door, `d` closed door, `^ > v <` drops.
    pub(crate) fn shown(self, tick: u64) -> char {
        match self {
            Cell::Floor => '.',
            Cell::Wall => '#',
            Cell::Door(_) if self.open(tick) => 'o',
            Cell::Door(_) => 'd',
            Cell::Drop(direction) => direction.arrow(),
        }
    }
}

/// Cells, where the walk begins, and where the flag is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Map {
    width: u8,
    height: u8,
    /// Row by row from the north.
    cells: Vec<Cell>,
    pub start: Place,
    pub flag: Place,
}

/// What a map is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Cells, 2..=24; what lies outside is held to it.
    pub width: u8,
    pub height: u8,
    /// Of 100 cells how many are walls, at most 60.
    pub walls: u8,
    /// How many doors and drops, where there is room.
    pub doors: u8,
    pub drops: u8,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            seed: 1,
            width: 6,
            height: 6,
            walls: 25,
            doors: 0,
            drops: 0,
        }
    }
}

impl Map {
    /// A map on which the flag can be reached without any drop.
    pub fn new(plan: Plan) -> Map {
        for attempt in 0..200 {
            let map = Map::draw(plan, attempt);
            if map
                .steps(map.start, map.flag, |cell| !matches!(cell, Cell::Drop(_)))
                .is_some()
            {
                return map;
            }
        }
        Map::draw(
            Plan {
                walls: 0,
                drops: 0,
                ..plan
            },
            0,
        )
    }

    fn draw(plan: Plan, attempt: u64) -> Map {
        let mut rng = indexed(plan.seed, "grid", attempt);
        let (width, height) = (plan.width.clamp(2, 24), plan.height.clamp(2, 24));
        let size = usize::from(width) * usize::from(height);
        let cells = (0..size).map(|_| {
            let wall = below(&mut rng, 100) < u32::from(plan.walls.min(60));
            if wall { Cell::Wall } else { Cell::Floor }
        });
        let cells = cells.collect();
        let mut map = Map {
            width,
            height,
            cells,
            start: (0, 0),
            flag: (0, 0),
        };
        let mut taken = vec![map.any(&mut rng), map.any(&mut rng)];
        while taken[0] == taken[1] {
            taken[1] = map.any(&mut rng);
        }
        (map.start, map.flag) = (taken[0], taken[1]);
        for &place in &taken {
            map.set(place, Cell::Floor);
        }
        for nth in 0..plan.doors.saturating_add(plan.drops).min(40) {
            let place = map.any(&mut rng);
            let dice = below(&mut rng, 4);
            if taken.contains(&place) {
                continue;
            }
            taken.push(place);
            map.set(
                place,
                match nth < plan.doors {
                    true => Cell::Door(dice < 2),
                    false => Cell::Drop(Direction::ALL[dice as usize]),
                },
            );
        }
        map
    }

    /// A map that is drawn: as the views show it, with `S` where the walk begins and `F` at the flag. What no sign means is floor,
    /// what is missing at the end of a row is wall.
    pub fn drawn(rows: &[&str]) -> Map {
        let width = rows
            .iter()
            .map(|row| row.chars().count())
            .max()
            .unwrap_or(1)
            .clamp(1, 24) as u8;
        let height = rows.len().clamp(1, 24) as u8;
        let size = usize::from(width) * usize::from(height);
        let mut map = Map {
            width,
            height,
            cells: vec![Cell::Wall; size],
            start: (0, 0),
            flag: (0, 0),
        };
        for (y, row) in (0..height).zip(rows) {
            for (x, sign) in (0..width).zip(row.chars()) {
                let arrow = Direction::ALL
                    .into_iter()
                    .find(|direction| direction.arrow() == sign);
                map.set(
                    (x, y),
                    match (sign, arrow) {
                        (_, Some(direction)) => Cell::Drop(direction),
                        ('#', _) => Cell::Wall,
                        ('o', _) => Cell::Door(false),
                        ('d', _) => Cell::Door(true),
                        _ => Cell::Floor,
                    },
                );
                match sign {
                    'S' => map.start = (x, y),
                    'F' => map.flag = (x, y),
                    _ => {}
                }
            }
        }
        map
    }

    pub fn width(&self) -> u8 {
        self.width
    }

    pub fn height(&self) -> u8 {
        self.height
    }

    /// The cell at a place; wall outside.
    pub fn cell(&self, place: Place) -> Cell {
        match self.index(place) {
            Some(at) => self.cells[at],
            None => Cell::Wall,
        }
    }

    /// The place next to this one; None at the edge.
    pub fn next(&self, (x, y): Place, direction: Direction) -> Option<Place> {
        let next = match direction {
            Direction::North => (x, y.checked_sub(1)?),
            Direction::East => (x.checked_add(1)?, y),
            Direction::South => (x, y.checked_add(1)?),
            Direction::West => (x.checked_sub(1)?, y),
        };
        self.index(next).map(|_| next)
    }

    /// Whether the drops let this step pass.
    pub(crate) fn allowed(&self, from: Place, direction: Direction, to: Place) -> bool {
        let against = |cell| cell == Cell::Drop(direction.back());
        let bound = matches!(self.cell(from), Cell::Drop(only) if only != direction);
        !bound && !against(self.cell(to))
    }

    /// The shortest walk over cells that `enter` lets in; doors may be waited for. None: there is no way.
    pub(crate) fn path(
        &self,
        from: Place,
        to: Place,
        enter: impl Fn(Place) -> bool,
    ) -> Option<Vec<Direction>> {
        self.index(from)?;
        let mut came: Vec<Option<(Place, Direction)>> = vec![None; self.cells.len()];
        let mut border = VecDeque::from([from]);
        while let Some(place) = border.pop_front() {
            if place == to {
                break;
            }
            for direction in Direction::ALL {
                let Some(next) = self.next(place, direction) else {
                    continue;
                };
                let at = self.index(next)?;
                let free = came[at].is_none() && next != from && self.cell(next) != Cell::Wall;
                if free && self.allowed(place, direction, next) && enter(next) {
                    came[at] = Some((place, direction));
                    border.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut place = to;
        while place != from {
            let (before, direction) = came[self.index(place)?]?;
            path.push(direction);
            place = before;
        }
        path.reverse();
        Some(path)
    }

    /// Length of the shortest walk over cells of the kinds that `enter` lets in.
    pub fn steps(&self, from: Place, to: Place, enter: impl Fn(Cell) -> bool) -> Option<usize> {
        self.path(from, to, |place| enter(self.cell(place)))
            .map(|path| path.len())
    }

    fn index(&self, (x, y): Place) -> Option<usize> {
        let inside = x < self.width && y < self.height;
        inside.then(|| usize::from(y) * usize::from(self.width) + usize::from(x))
    }

    fn set(&mut self, place: Place, cell: Cell) {
        if let Some(at) = self.index(place) {
            self.cells[at] = cell;
        }
    }

    fn any(&self, rng: &mut Pcg32) -> Place {
        let (x, y) = (
            below(rng, self.width.into()),
            below(rng, self.height.into()),
        );
        (x as u8, y as u8)
    }
}
