//! Everything over seeds: one trial after the other, point by point.

use serde::{Deserialize, Serialize};

use super::config::{BIAS, COST, ERROR, LIMIT, NOISE, SEEDS, SHOPS, SLACK, THOUGHT_NOISE, exact};
use super::policy::{Policy, Pruning, plan, search};
use super::protocol::{Act, Curve, Point, Report, Setup, Think};
use super::shop::{Check, Shop};
use super::surprise::{Answer, carry_out, stock};
use super::thoughts::{Mind, net};
use super::tree::{End, Tree, dream, stays_true};
use crate::data::fingerprint;
use crate::train::{JobError, Slice};
use crate::wire::{pack, unpack};

/// D of the points.
pub const SIZES: [f32; 4] = [3.0, 4.0, 5.0, 6.0];
/// p of the points, for shops of five slots with this much money.
pub const STOCKOUTS: [f32; 5] = [0.0, 0.05, 0.1, 0.2, 0.4];
pub const STOCK_SLOTS: usize = 5;
pub const STOCK_SLACK: f64 = 1.3;
/// Below the lowest nothing is pruned: noise of 1.5 does not reach it.
pub const THRESHOLDS: [f32; 7] = [-9.0, -1.0, -0.5, 0.0, 0.3, 0.6, 1.0];
pub const DOORS: [f32; 6] = [0.0, 0.1, 0.2, 0.3, 0.45, 0.6];
/// Real moves that a walk among doors may take.
pub const MOVES: u32 = 200;
pub const ERRORS: [f32; 5] = [0.0, 0.05, 0.1, 0.2, 0.3];
pub const STEPS: [f32; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];
pub const THOUGHTS: [f32; 6] = [0.0, 4.0, 8.0, 16.0, 32.0, 64.0];
/// What one real try costs.
pub const TRY: f64 = 0.1;

/// What one trial gave.
#[derive(Clone, Copy, Default)]
struct Trial {
    right: bool,
    amount: f64,
    checks: [f64; 5],
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Moment {
    setup: Setup,
    done: u32,
    fingerprint: u32,
    points: Vec<Point>,
}

/// The trials so far.
pub struct Experiment {
    now: Moment,
    /// Of this process.
    spent_ms: f64,
    trials: u32,
}

fn points(setup: &Setup) -> Vec<Point> {
    let mut points = Vec::new();
    let mut add = |curve, xs: &[f32]| points.extend(xs.iter().map(|x| Point::new(curve, *x)));
    match setup {
        Setup::Act(_) => {
            for policy in Policy::ALL.into_iter().filter(|policy| *policy != Policy::Search(Pruning::Checks)) {
                add(Curve::Policy(policy), &SIZES);
            }
            Answer::ALL.into_iter().for_each(|answer| add(Curve::Stock(answer), &STOCKOUTS));
            Pruning::ALL.into_iter().rev().for_each(|pruning| add(Curve::Nodes(pruning), &SIZES));
        }
        Setup::Think(_) => {
            add(Curve::Prune, &THRESHOLDS);
            add(Curve::Doors, &DOORS);
            add(Curve::Dream, &ERRORS);
            add(Curve::Valid, &STEPS);
            add(Curve::Thoughts, &THOUGHTS);
            add(Curve::Tries, &THOUGHTS);
        }
    }
    points
}

fn tame(setup: &Setup) -> Setup {
    let held = |range: crate::wire::choices::Range, value: f32| range.clamp(f64::from(value)) as f32;
    match *setup {
        Setup::Act(act) => Setup::Act(Act {
            shops: SHOPS.clamp(act.shops.into()) as u16,
            slack: held(SLACK, act.slack),
            limit: LIMIT.clamp(act.limit.into()) as u32,
            ..act
        }),
        Setup::Think(think) => Setup::Think(Think {
            seeds: SEEDS.clamp(think.seeds.into()) as u16,
            noise: held(NOISE, think.noise),
            error: held(ERROR, think.error),
            bias: held(BIAS, think.bias),
            cost: held(COST, think.cost),
            ..think
        }),
    }
}

impl Experiment {
    /// Nothing done. Numbers outside their limits are brought inside.
    pub fn new(setup: &Setup) -> Experiment {
        let setup = tame(setup);
        Experiment {
            now: Moment {
                points: points(&setup),
                setup,
                done: 0,
                fingerprint: fingerprint::START,
            },
            spent_ms: 0.0,
            trials: 0,
        }
    }

    fn each(&self) -> u32 {
        match self.now.setup {
            Setup::Act(act) => act.shops.into(),
            Setup::Think(think) => think.seeds.into(),
        }
    }

    fn planned(&self) -> u32 {
        self.now.points.len() as u32 * self.each()
    }

    /// One trial.
    pub fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        if self.now.done >= self.planned() {
            return Slice::Done;
        }
        let from = now();
        let (at, number) = (self.now.done / self.each(), self.now.done % self.each());
        let point = self.now.points[at as usize];
        let trial = trial(&self.now.setup, point.curve, exact(point.x), number);
        let point = &mut self.now.points[at as usize];
        point.tally.add(trial.right);
        point.sum += trial.amount;
        point.squares += trial.amount * trial.amount;
        for (sum, check) in point.checks.iter_mut().zip(trial.checks) {
            *sum += check;
        }
        let told = trial.amount as f32 + f32::from(u8::from(trial.right));
        self.now.fingerprint = fingerprint::with_loss(self.now.fingerprint, told);
        self.now.done += 1;
        self.trials += 1;
        self.spent_ms += now() - from;
        match self.now.done >= self.planned() {
            true => Slice::Done,
            false => Slice::Working,
        }
    }

    pub fn report(&self) -> Report {
        let left = f64::from(self.planned() - self.now.done);
        let ms = self.spent_ms / f64::from(self.trials.max(1)) * left;
        Report {
            thinking: matches!(self.now.setup, Setup::Think(_)),
            done: self.now.done,
            planned: self.planned(),
            each: self.each() as u16,
            remaining_seconds: (self.trials > 50 && ms > 0.0).then_some((ms / 1000.0) as f32),
            fingerprint: self.now.fingerprint,
            points: self.now.points.clone(),
        }
    }

    pub fn checkpoint(&self) -> Vec<u8> {
        pack(&self.now)
    }

    /// Goes back to a checkpoint of the same set-up; nothing changes where it does not fit.
    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        let each = self.each();
        let same = |(own, point): (&Point, &Point)| {
            let numbers = [point.sum, point.squares].into_iter().chain(point.checks);
            (own.curve, own.x) == (point.curve, point.x)
                && point.tally.right <= point.tally.of
                && point.tally.of <= each
                && numbers.into_iter().all(f64::is_finite)
        };
        let done = moment.points.iter().map(|point| point.tally.of).fold(0, u32::saturating_add);
        let fits = moment.setup == self.now.setup
            && moment.points.len() == self.now.points.len()
            && self.now.points.iter().zip(&moment.points).all(same)
            && moment.done == done;
        if !fits {
            return Err(JobError::BadMessage);
        }
        self.now = moment;
        Ok(())
    }

    pub fn reset(&mut self) {
        *self = Experiment::new(&self.now.setup);
    }
}

/// The trial of this number: the same seed for every curve, so that policies meet the same shops.
fn trial(setup: &Setup, curve: Curve, x: f64, number: u32) -> Trial {
    match *setup {
        Setup::Act(act) => acting(act, curve, x, u64::from(act.seed) << 32 | u64::from(number)),
        Setup::Think(think) => thinking(think, curve, x, u64::from(think.seed) << 32 | u64::from(number)),
    }
}

fn acting(act: Act, curve: Curve, x: f64, seed: u64) -> Trial {
    match curve {
        Curve::Policy(policy) => {
            let shop = Shop::new(x as usize, exact(act.slack), seed);
            let (plan, nodes) = plan(&shop, policy, act.limit.into());
            let check = Check::new(&shop, plan.as_deref());
            let part = |part: bool| f64::from(u8::from(part));
            let micro = f64::from(check.kept) / f64::from(check.pairs.max(1));
            let affordable = part(check.delivered && check.affordable);
            Trial {
                right: check.passes(),
                amount: nodes as f64,
                // One hard constraint: its micro and macro are the same number.
                checks: [part(check.delivered), micro, part(check.sensible()), affordable, affordable],
            }
        }
        Curve::Nodes(pruning) => {
            let (found, nodes) = search(&Shop::new(x as usize, exact(act.slack), seed), pruning, u64::MAX);
            Trial {
                right: found.is_some(),
                amount: nodes as f64,
                ..Trial::default()
            }
        }
        Curve::Stock(answer) => {
            let shop = Shop::new(STOCK_SLOTS, STOCK_SLACK, seed);
            let (events, right) = carry_out(&shop, &stock(STOCK_SLOTS, x, seed), answer);
            Trial {
                right,
                amount: events.len() as f64,
                ..Trial::default()
            }
        }
        _ => Trial::default(),
    }
}

fn thinking(think: Think, curve: Curve, x: f64, seed: u64) -> Trial {
    let walk = |doors, threshold, budget| {
        let walk = Tree::new(exact(think.noise), doors, seed).walk(threshold, budget);
        Trial {
            right: walk.end == End::Found,
            amount: f64::from(walk.moves),
            ..Trial::default()
        }
    };
    let told = |right| Trial {
        right,
        ..Trial::default()
    };
    let mind = Mind {
        bias: exact(think.bias),
        noise: THOUGHT_NOISE,
        cost: exact(think.cost),
    };
    let worth = |tries| {
        let amount = net(mind, x as u32, tries, seed);
        Trial {
            right: amount > 0.0,
            amount,
            ..Trial::default()
        }
    };
    match curve {
        Curve::Prune => walk(0.0, x, u32::MAX),
        Curve::Doors => walk(x, f64::NEG_INFINITY, MOVES),
        Curve::Dream => told(dream(x, seed)),
        Curve::Valid => told(stays_true(exact(think.error), x as u32, seed)),
        Curve::Thoughts => worth(None),
        Curve::Tries => worth(Some(TRY)),
        _ => Trial::default(),
    }
}
