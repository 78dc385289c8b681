//! The experiment: on each map the agent walks twice, once with the whole map in view and once in fog, and its steps are held
//! against the shortest walk.

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::world::{brain, grid, open};
use crate::agent::Progress;
use crate::data::tally::Tally;

/// Maps.
pub const SEEDS: u32 = 50;
/// Each map in each view.
pub const UNITS: u32 = 2 * SEEDS;
/// How far one sees in the fog of the experiment where the run has none.
const FOG: u8 = 1;

/// One walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Walked {
    pub seed: u32,
    pub steps: u32,
    pub optimum: u32,
    pub arrived: bool,
}

/// All walks with one view.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Walks(pub Vec<Walked>);

impl Walks {
    /// Walks that ended at the flag.
    pub fn arrived(&self) -> Tally {
        self.count(|walk| walk.arrived)
    }

    /// Walks that ended at the flag by a shortest way.
    pub fn shortest(&self) -> Tally {
        self.count(|walk| walk.arrived && walk.steps == walk.optimum)
    }

    fn count(&self, good: impl Fn(&Walked) -> bool) -> Tally {
        let mut tally = Tally::default();
        self.0.iter().for_each(|walk| tally.add(good(walk)));
        tally
    }

    /// Steps per step of the shortest walk, over the walks that arrived; None where none did.
    pub fn ratios(&self) -> Vec<f64> {
        let ratio = |walk: &&Walked| walk.arrived && walk.optimum > 0;
        self.0.iter().filter(ratio).map(|w| f64::from(w.steps) / f64::from(w.optimum)).collect()
    }

    /// Mean of the ratios with its 95 % interval (normal).
    pub fn mean(&self) -> Option<(f64, f64, f64)> {
        let ratios = self.ratios();
        if ratios.is_empty() {
            return None;
        }
        let n = ratios.len() as f64;
        let mean = ratios.iter().sum::<f64>() / n;
        let square = ratios.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / (n - 1.0).max(1.0);
        let half = 1.959_963_984_540_054 * libm::sqrt(square / n);
        Some((mean, mean - half, mean + half))
    }
}

/// What has been walked so far.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    pub full: Walks,
    pub fog: Walks,
    /// How far one sees in the fog.
    pub radius: u8,
}

impl Found {
    pub fn of(config: &Config) -> Found {
        Found {
            radius: if config.radius == 0 { FOG } else { config.radius },
            ..Found::default()
        }
    }

    /// Does unit number `unit`: the even ones see the whole map.
    pub fn unit(&mut self, config: &Config, unit: u32) {
        let seed = config.seed.wrapping_add(unit / 2);
        let full = unit.is_multiple_of(2);
        let radius = (!full).then_some(self.radius);
        let walk = walk(config, seed, radius);
        if full { self.full.0.push(walk) } else { self.fog.0.push(walk) }
    }
}

/// One walk to its end.
fn walk(config: &Config, seed: u32, radius: Option<u8>) -> Walked {
    let world = grid(config, seed.into(), radius);
    let optimum = world.optimum().unwrap_or(0) as u32;
    let config = Config { goal: String::new(), place: super::config::Place::Grid, ..config.clone() };
    let mut run = open(&config, seed.into(), world);
    let ended = run.finish(&mut brain(&config));
    Walked {
        seed,
        steps: run.world().walked(),
        optimum,
        arrived: matches!(ended, Progress::Stopped(ending) if ending.success()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::agent_loop::config::Walk;
    use crate::lesson::Lang;

    fn found(config: &Config) -> Found {
        let mut found = Found::of(config);
        (0..UNITS).for_each(|unit| found.unit(config, unit));
        found
    }

    /// The reference of the lab: full map, steps == BFS on every seed; fog, steps >= BFS and always there.
    #[test]
    fn with_the_whole_map_every_walk_is_a_shortest_one_and_in_fog_every_walk_arrives() {
        let found = found(&Config { lang: Some(Lang::En), ..Config::default() });
        assert_eq!(found.full.shortest(), Tally { right: SEEDS, of: SEEDS });
        assert_eq!(found.fog.arrived(), Tally { right: SEEDS, of: SEEDS });
        assert!(found.fog.0.iter().all(|walk| walk.steps >= walk.optimum));
        let (mean, low, high) = found.fog.mean().expect("walks");
        assert!(low > 1.0 && mean < 2.5 && high < 3.0, "{mean} {low} {high}");
        assert_eq!(found.full.mean(), Some((1.0, 1.0, 1.0)));
    }

    #[test]
    fn both_languages_walk_the_same_steps() {
        let config = |lang| Config { lang: Some(lang), ..Config::default() };
        for seed in 1..4 {
            for radius in [None, Some(1)] {
                assert_eq!(walk(&config(Lang::En), seed, radius), walk(&config(Lang::ZhHant), seed, radius));
            }
        }
    }

    #[test]
    fn who_walks_straight_on_often_does_not_arrive() {
        let found = found(&Config { walk: Walk::Straight, lang: Some(Lang::En), ..Config::default() });
        let arrived = found.full.arrived();
        assert!(arrived.right > 0 && arrived.right < 40, "{arrived:?}");
    }
}
