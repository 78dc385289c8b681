//! A tree of actions: depth 5, three actions at every place, one leaf is the goal. A walker that sees noisy values, doors that shut
//! behind it, and a model of the tree in its head that may be wrong.

use crate::data::rng::{Pcg32, below, indexed, unit};

pub const DEPTH: u32 = 5;
pub const BRANCHES: u32 = 3;
/// Places below the root, breadth first: the children of place n are 3 n + 1 to 3 n + 3.
pub const PLACES: u32 = 364;

/// A tree of this seed.
#[derive(Clone, PartialEq, Debug)]
pub struct Tree {
    pub goal: u32,
    /// What the walker believes a place is worth: 1 on the way to the goal, 0 elsewhere, and noise.
    pub value: Vec<f64>,
    /// The door to this place shuts behind the walker.
    pub shuts: Vec<bool>,
}

/// How a walk ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Found,
    /// Behind a door that shut, with nothing left to try.
    Trapped,
    /// Everything that was not pruned has been tried.
    Nothing,
    OutOfMoves,
}

/// A walk through the real tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Walk {
    pub end: End,
    /// Real moves, down and back up.
    pub moves: u32,
    /// Where it went, from the root.
    pub path: Vec<u32>,
}

/// From the standard normal distribution (Box and Muller 1958), with the bits of libm.
pub fn normal(dice: &mut Pcg32) -> f64 {
    let (a, b) = (1.0 - f64::from(unit(dice)), f64::from(unit(dice)));
    libm::sqrt(-2.0 * libm::log(a)) * libm::cos(std::f64::consts::TAU * b)
}

/// The place above; the root has none and gives itself.
pub fn parent(place: u32) -> u32 {
    place.saturating_sub(1) / BRANCHES
}

/// Whether `place` lies on the way from the root to the goal.
fn leads(place: u32, goal: u32) -> bool {
    let mut at = goal;
    while at > place {
        at = parent(at);
    }
    at == place
}

impl Tree {
    /// `noise`: of the values, as a standard deviation. `doors`: the share of doors that shut.
    pub fn new(noise: f64, doors: f64, seed: u64) -> Tree {
        let leaves = BRANCHES.pow(DEPTH);
        let mut dice = indexed(seed, "tree", 0);
        let goal = PLACES - leaves + below(&mut dice, leaves);
        let mut noises = indexed(seed, "values", 0);
        let mut shutting = indexed(seed, "doors", 0);
        let value = |place| f64::from(u8::from(leads(place, goal))) + noise * normal(&mut noises);
        Tree {
            goal,
            value: (0..PLACES).map(value).collect(),
            shuts: (0..PLACES).map(|_| f64::from(unit(&mut shutting)) < doors).collect(),
        }
    }

    /// Walks: the most promising action first, back up when nothing is left, never into what looks worth less than `threshold`.
    pub fn walk(&self, threshold: f64, budget: u32) -> Walk {
        let (mut at, mut moves, mut path) = (0, 0, vec![0]);
        let mut tried = vec![false; PLACES as usize];
        loop {
            let end = |end, moves, path| Walk { end, moves, path };
            if at == self.goal {
                return end(End::Found, moves, path);
            }
            let value = |place: u32| self.value[place as usize];
            let best = (1..=BRANCHES)
                .map(|branch| at * BRANCHES + branch)
                .filter(|child| *child < PLACES && !tried[*child as usize] && value(*child) >= threshold)
                .max_by(|a, b| value(*a).total_cmp(&value(*b)));
            let next = match best {
                Some(child) => child,
                None if at == 0 => return end(End::Nothing, moves, path),
                None if self.shuts[at as usize] => return end(End::Trapped, moves, path),
                None => parent(at),
            };
            if moves == budget {
                return end(End::OutOfMoves, moves, path);
            }
            tried[next as usize] = true;
            moves += 1;
            at = next;
            path.push(at);
        }
    }
}

/// A plan made in the head: the goal is found in the model without a move, then its way is walked. Each action of the model leads,
/// with probability `error`, to where another action of the same place leads; the walk is right where the model was, all the way.
pub fn dream(error: f64, seed: u64) -> bool {
    let mut dice = indexed(seed, "dream", 0);
    (0..DEPTH).all(|_| {
        let right = below(&mut dice, BRANCHES);
        // Where each action leads, in the model.
        let mut leads: [u32; BRANCHES as usize] = std::array::from_fn(|i| i as u32);
        for action in 0..BRANCHES {
            let other = (action + 1 + below(&mut dice, BRANCHES - 1)) % BRANCHES;
            if f64::from(unit(&mut dice)) < error {
                leads.swap(action as usize, other as usize);
            }
        }
        leads[right as usize] == right
    })
}

/// Whether a dream of so many steps is right to its end, where each step is wrong by itself with probability `error`.
pub fn stays_true(error: f64, steps: u32, seed: u64) -> bool {
    let mut dice = indexed(seed, "steps", 0);
    (0..steps).all(|_| f64::from(unit(&mut dice)) >= error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_the_walk_goes_straight_to_the_goal() {
        for seed in 0..50 {
            let walk = Tree::new(0.0, 0.0, seed).walk(f64::NEG_INFINITY, 1000);
            assert_eq!((walk.end, walk.moves), (End::Found, 5));
        }
    }

    #[test]
    fn a_full_search_with_doors_open_always_finds_the_goal_and_never_walks_an_edge_thrice() {
        for seed in 0..100 {
            let tree = Tree::new(0.6, 0.0, seed);
            let walk = tree.walk(f64::NEG_INFINITY, u32::MAX);
            assert!(walk.end == End::Found && walk.moves <= 2 * (PLACES - 1) && walk.path.last() == Some(&tree.goal));
            let step = |pair: &[u32]| pair[0] == parent(pair[1].max(1)) || pair[1] == parent(pair[0].max(1));
            assert!(walk.path.windows(2).all(step));
        }
    }

    #[test]
    fn a_right_model_dreams_right() {
        assert!((0..100).all(|seed| dream(0.0, seed) && stays_true(0.0, 16, seed)));
        assert!((0..100).all(|seed| !stays_true(1.0, 1, seed)));
    }
}
