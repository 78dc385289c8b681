//! How far to follow a tool: a belief of one's own, a claim from outside, and the chance that the tool is any good.
//!
//! The truth is x ~ N(mean, spread^2). A good tool says x plus noise N(0, noise^2); a bad one says any number of its range, as if
//! it knew nothing. Bayes then gives the weight of the claim and the answer with the least mean squared error.

/// What is known without the tool: a normal distribution.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Belief {
    pub mean: f64,
    /// Standard deviation, above 0.
    pub spread: f64,
}

/// What is known of the tool.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tool {
    /// The chance that it is good, 0 to 1.
    pub reliability: f64,
    /// Standard deviation of a good tool's error.
    pub noise: f64,
    /// A bad tool says any number from 0 to here.
    pub range: f64,
}

/// A claim, weighed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weighed {
    /// w: how probable it is that this claim came from a good tool, 0 to 1.
    pub weight: f64,
    /// The answer if the tool is good: belief and claim mixed by their precisions (Kalman's step).
    pub mixed: f64,
    /// weight * mixed + (1 - weight) * mean.
    pub answer: f64,
}

/// The density of N(mean, deviation^2) at x.
pub fn normal(x: f64, mean: f64, deviation: f64) -> f64 {
    let z = (x - mean) / deviation;
    libm::exp(-0.5 * z * z) / (deviation * libm::sqrt(2.0 * std::f64::consts::PI))
}

/// The chance that a fact which was true is still true after `age`, when half of such facts change within `half_life`.
pub fn still_true(age: f64, half_life: f64) -> f64 {
    libm::exp2(-age / half_life)
}

impl Tool {
    /// The same tool with a claim of this age: a fact that has changed since is worth no more than a bad tool's.
    pub fn aged(self, age: f64, half_life: f64) -> Tool {
        Tool {
            reliability: self.reliability * still_true(age, half_life),
            ..self
        }
    }

    /// The standard deviation of the claims of a good tool, seen from this belief.
    pub fn reach(self, belief: Belief) -> f64 {
        libm::sqrt(belief.spread * belief.spread + self.noise * self.noise)
    }
}

/// The part of the way from the belief to the claim that a good tool deserves: s^2 / (s^2 + t^2).
pub fn gain(belief: Belief, tool: Tool) -> f64 {
    let s = belief.spread * belief.spread;
    s / (s + tool.noise * tool.noise)
}

/// Bayes' weight of the claim and the answer.
pub fn weigh(belief: Belief, tool: Tool, claim: f64) -> Weighed {
    let good = tool.reliability * normal(claim, belief.mean, tool.reach(belief));
    let bad = (1.0 - tool.reliability) / tool.range;
    // A claim so far off that a good tool's density is 0 in f64, from a tool that is never bad: it is believed.
    let weight = if good + bad > 0.0 {
        good / (good + bad)
    } else {
        1.0
    };
    let mixed = belief.mean + gain(belief, tool) * (claim - belief.mean);
    Weighed {
        weight,
        mixed,
        answer: weight * mixed + (1.0 - weight) * belief.mean,
    }
}

/// The claim (above the belief) at which the weight is one half: beyond it the tool is rather bad than good. `None`: even a
/// claim that agrees is not believed, or every claim is.
pub fn turning_point(belief: Belief, tool: Tool) -> Option<f64> {
    let reach = tool.reach(belief);
    let odds = tool.reliability * tool.range / (1.0 - tool.reliability);
    let peak = odds / (reach * libm::sqrt(2.0 * std::f64::consts::PI));
    (peak > 1.0 && peak.is_finite())
        .then(|| belief.mean + reach * libm::sqrt(2.0 * libm::log(peak)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BELIEF: Belief = Belief {
        mean: 100.0,
        spread: 10.0,
    };
    const TOOL: Tool = Tool {
        reliability: 0.8,
        noise: 5.0,
        range: 1000.0,
    };

    fn near(got: f64, wanted: f64, digits: i32) {
        let half = 0.5 * 10f64.powi(-digits);
        assert!((got - wanted).abs() <= half, "{got} is not {wanted}");
    }

    #[test]
    fn the_weights_are_those_of_the_reference() {
        for (claim, weight) in [(120.0, 0.966), (130.0, 0.796), (140.0, 0.192), (150.0, 0.006)] {
            near(weigh(BELIEF, TOOL, claim).weight, weight, 3);
        }
        let unsure = Belief {
            spread: 30.0,
            ..BELIEF
        };
        for (claim, weight) in [(160.0, 0.882), (200.0, 0.191)] {
            near(weigh(unsure, TOOL, claim).weight, weight, 3);
        }
        near(weigh(BELIEF, TOOL, 130.0).answer, 119.1, 1);
        near(weigh(BELIEF, TOOL, 200.0).answer, 100.0, 1);
    }

    #[test]
    fn a_tool_that_is_always_good_is_always_followed_and_one_that_never_is_never() {
        let with = |reliability| Tool {
            reliability,
            ..TOOL
        };
        for claim in [0.0, 99.0, 130.0, 1e6] {
            let good = weigh(BELIEF, with(1.0), claim);
            assert_eq!((good.weight, good.answer), (1.0, good.mixed));
            let bad = weigh(BELIEF, with(0.0), claim);
            assert_eq!((bad.weight, bad.answer), (0.0, 100.0));
        }
    }

    #[test]
    fn the_answer_first_follows_the_claim_and_then_lets_it_go() {
        let answer = |claim: f64| weigh(BELIEF, TOOL, claim).answer;
        assert!(answer(110.0) < answer(120.0) && answer(120.0) < answer(128.0));
        assert!(answer(140.0) > answer(150.0) && answer(150.0) > answer(170.0));
        for claim in 0..2000 {
            let found = weigh(BELIEF, TOOL, f64::from(claim));
            assert!((0.0..=1.0).contains(&found.weight) && found.answer.is_finite());
        }
    }

    #[test]
    fn at_the_turning_point_a_good_and_a_bad_tool_are_equally_probable() {
        let at = turning_point(BELIEF, TOOL).expect("the tool is believed near by");
        near(weigh(BELIEF, TOOL, at).weight, 0.5, 9);
        let never = Tool {
            reliability: 0.01,
            ..TOOL
        };
        assert_eq!(turning_point(BELIEF, never), None);
        let always = Tool {
            reliability: 1.0,
            ..TOOL
        };
        assert_eq!(turning_point(BELIEF, always), None);
    }

    #[test]
    fn age_halves_the_reliability_once_each_half_life() {
        assert_eq!(TOOL.aged(0.0, 90.0), TOOL);
        near(TOOL.aged(90.0, 90.0).reliability, 0.4, 12);
        near(TOOL.aged(270.0, 90.0).reliability, 0.1, 12);
    }
}
