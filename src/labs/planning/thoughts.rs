//! Thinking before acting: four actions, each thought is a noisy look at one of them through a biased model, and costs something.

use super::tree::normal;
use crate::data::rng::{Pcg32, indexed};

/// K
pub const ACTIONS: usize = 4;

/// How good the thoughts are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mind {
    /// Of the model, one for each action: more thoughts do not remove it. Standard deviation.
    pub bias: f64,
    /// Of one thought.
    pub noise: f64,
    /// Of one thought, in units of value.
    pub cost: f64,
}

/// What came of `thoughts` thoughts: the value of the action that was taken, less what thinking cost. With `tries` the two
/// favourites are tried for real, each for the price `price`, and the better one is kept.
pub fn net(mind: Mind, thoughts: u32, tries: Option<f64>, seed: u64) -> f64 {
    let mut world = indexed(seed, "actions", 0);
    let value: [f64; ACTIONS] = std::array::from_fn(|_| normal(&mut world));
    let bias: [f64; ACTIONS] = std::array::from_fn(|_| mind.bias * normal(&mut world));
    let mut dice = indexed(seed, "thoughts", 0);
    let estimate = estimates(mind, thoughts, &value, &bias, &mut dice);
    // Not thought of: equal, and one is as good as another.
    let best = |but: usize| {
        let others = (0..ACTIONS).filter(move |action| *action != but);
        others.max_by(|a, b| estimate[*a].total_cmp(&estimate[*b])).unwrap_or(0)
    };
    let favourite = best(ACTIONS);
    let (first, second) = (value[favourite], value[best(favourite)]);
    let thinking = mind.cost * f64::from(thoughts);
    match tries {
        None => first - thinking,
        Some(price) => first.max(second) - thinking - 2.0 * price,
    }
}

/// The mean of the thoughts on each action, turn by turn; 0 where there is none.
fn estimates(mind: Mind, thoughts: u32, value: &[f64; ACTIONS], bias: &[f64; ACTIONS], dice: &mut Pcg32) -> [f64; ACTIONS] {
    let (mut sum, mut count) = ([0.0; ACTIONS], [0.0f64; ACTIONS]);
    for thought in 0..thoughts as usize {
        let action = thought % ACTIONS;
        sum[action] += value[action] + bias[action] + mind.noise * normal(dice);
        count[action] += 1.0;
    }
    std::array::from_fn(|action| sum[action] / count[action].max(1.0))
}

/// What a mind without end would get, on average: the best of K by estimates whose noise has been thought away, less its cost.
///
/// The best of four standard normal numbers is 1.0294 on average; the estimate's share of the truth is the correlation.
pub fn law(mind: Mind, thoughts: u32) -> Option<f64> {
    const BEST_OF_FOUR: f64 = 1.029_375_373;
    let each = f64::from(thoughts) / ACTIONS as f64;
    // Only where every action gets as many thoughts.
    if !(thoughts as usize).is_multiple_of(ACTIONS) {
        return None;
    }
    if thoughts == 0 {
        return Some(0.0);
    }
    let spread = libm::sqrt(1.0 + mind.bias * mind.bias + mind.noise * mind.noise / each);
    Some(BEST_OF_FOUR / spread - mind.cost * f64::from(thoughts))
}
