//! The predictions of the lesson, and what settles each: numbers of the reader's own measurement, never a stored answer.

use super::protocol::{Point, Task, Way};
use crate::nn::mixers::Kind;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("crossing", &["measured-crossing"]),
    (
        "prompt",
        &["softmax-prompt", "recurrent-prompt", "chunkwise-prompt"],
    ),
    ("two-linear", &["recall-linear-linear"]),
    (
        "order",
        &["recall-attention-attention", "recall-attention-linear", "recall-linear-attention"],
    ),
];

/// The prompt that settles `prompt`, and the context at which tokens are compared.
pub const LONG: u32 = 4096;

/// A stack recalls as well as two attention layers if it stays within this share of them.
pub const AS_GOOD: f64 = 0.02;
/// Pairs of the longest sequence.
pub const PAIRS: u32 = 32;

/// What the reader has measured so far. Empty = nothing yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// d of the measurement.
    pub size: u16,
    pub points: Vec<Point>,
    /// Every reading of the measurement is done.
    pub measured: bool,
    /// Shares of right answers after the longest sequence, in the order of `STACKS`; `None` until all have trained to the end.
    pub recalled: Option<[f64; 4]>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// Where attention's next token becomes slower than linear attention's for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// Slower from the first context on that was measured.
    Before(u32),
    /// Between two measured contexts, on a straight line in logarithms.
    At(f64),
    /// Not slower at the last context that was measured.
    After(u32),
}

impl Seen {
    /// Milliseconds of one thing, once read.
    pub fn ms(&self, task: Task, tokens: u32) -> Option<f64> {
        self.point(task, tokens)?.ms.map(f64::from)
    }

    pub fn point(&self, task: Task, tokens: u32) -> Option<&Point> {
        let found = |p: &&Point| p.task == task && p.tokens == tokens;
        self.points.iter().find(found)
    }

    /// (tokens, milliseconds) of what has been read of this.
    pub fn curve(&self, task: Task) -> Vec<(f64, f64)> {
        let own = self.points.iter().filter(|p| p.task == task);
        own.filter_map(|p| Some((f64::from(p.tokens), f64::from(p.ms?))))
            .collect()
    }

    /// How steeply time grows between two contexts, on logarithmic axes: 1 = in proportion, 0 = not at all.
    pub fn slope(&self, task: Task, from: u32, to: u32) -> Option<f64> {
        let (a, b) = (self.ms(task, from)?, self.ms(task, to)?);
        Some(libm::log(b / a) / libm::log(f64::from(to) / f64::from(from)))
    }

    /// From the points that have been read of both; `None` while there are none.
    pub fn crossing(&self) -> Option<Crossing> {
        self.exceeds(Task::Decode(Kind::Softmax), Task::Decode(Kind::Linear), 1.0)
    }

    /// Where a whole block with attention takes twice the time of one with linear attention: attention is half of it.
    pub fn half_of_block(&self) -> Option<Crossing> {
        self.exceeds(Task::Block(Kind::Softmax), Task::Block(Kind::Linear), 2.0)
    }

    /// Where `upper` takes more than `times` as long as `lower`, for good.
    fn exceeds(&self, upper: Task, lower: Task, times: f64) -> Option<Crossing> {
        let (upper, lower) = (self.curve(upper), self.curve(lower));
        // (context, logarithm of the ratio)
        let ratios: Vec<(f64, f64)> = upper
            .iter()
            .filter_map(|(t, u)| {
                let (_, l) = lower.iter().find(|(own, _)| own == t)?;
                Some((*t, libm::log(u / (times * l))))
            })
            .collect();
        let (first, last) = (ratios.first()?, ratios.last()?);
        let faster = ratios.iter().rposition(|(_, ratio)| *ratio <= 0.0);
        Some(match faster {
            None => Crossing::Before(first.0 as u32),
            Some(i) => match (ratios[i], ratios.get(i + 1)) {
                (_, None) => Crossing::After(last.0 as u32),
                ((a, low), Some((b, high))) => {
                    let share = -low / (high - low);
                    Crossing::At(a * libm::pow(b / a, share))
                }
            },
        })
    }
}

/// The answer of the measurement to this card; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "crossing" if seen.measured => {
            let d = f64::from(seen.size);
            let at = match seen.crossing()? {
                Crossing::Before(t) => f64::from(t) / 2.0,
                Crossing::At(t) => t,
                Crossing::After(t) => f64::from(t) * 2.0,
            };
            Some(Truth::Choice(match at {
                at if at < d / 2.0 => "sooner",
                at if at <= 2.0 * d => "near",
                _ => "later",
            }))
        }
        "prompt" if seen.measured => {
            let ways = [
                ("softmax", Way::Softmax),
                ("recurrent", Way::Recurrent),
                ("chunkwise", Way::Chunkwise),
            ];
            let mut best: Option<(&'static str, f64)> = None;
            for (key, way) in ways {
                let ms = seen.ms(Task::Prompt(way), LONG)?;
                if best.is_none_or(|(_, least)| ms < least) {
                    best = Some((key, ms));
                }
            }
            best.map(|(key, _)| Truth::Choice(key))
        }
        "two-linear" => seen.recalled.map(|[.., linear]| Truth::Number(linear)),
        "order" => {
            let [both, below, above, _] = seen.recalled?;
            let as_good = |share: f64| share >= both - AS_GOOD;
            Some(Truth::Choice(match (as_good(below), as_good(above)) {
                (true, true) => "either",
                (true, false) => "below",
                (false, true) => "above",
                (false, false) => "neither",
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(task: Task, tokens: u32, ms: f32) -> Point {
        Point {
            task,
            tokens,
            ms: Some(ms),
            operations: 1,
            bytes: 1,
        }
    }

    /// d = 32; softmax at `t` takes t units, linear `linear` at any context.
    fn seen(linear: f32, prompts: [f32; 3]) -> Seen {
        let mut points = vec![];
        for t in [4, 8, 16, 32, 64, 128, 256, 512] {
            points.push(point(Task::Decode(Kind::Softmax), t, t as f32));
            points.push(point(Task::Decode(Kind::Linear), t, linear));
        }
        for (way, ms) in [Way::Softmax, Way::Recurrent, Way::Chunkwise].into_iter().zip(prompts) {
            points.push(point(Task::Prompt(way), LONG, ms));
        }
        Seen {
            size: 32,
            points,
            measured: true,
            recalled: Some([1.0, 0.99, 0.5, 0.4]),
        }
    }

    #[test]
    fn no_card_is_settled_before_its_run() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
            let half = Seen {
                measured: false,
                recalled: None,
                ..seen(32.0, [1.0; 3])
            };
            assert_eq!(truth(guess, &half), None, "{guess}");
        }
    }

    #[test]
    fn a_measurement_can_settle_every_card_any_way() {
        for (linear, key) in [(1.0, "sooner"), (10.0, "sooner"), (40.0, "near"), (100.0, "later"), (999.0, "later")] {
            let found = truth("crossing", &seen(linear, [1.0; 3]));
            assert_eq!(found, Some(Truth::Choice(key)), "{linear}");
        }
        for (prompts, key) in [
            ([1.0, 2.0, 3.0], "softmax"),
            ([3.0, 1.0, 2.0], "recurrent"),
            ([3.0, 2.0, 1.0], "chunkwise"),
        ] {
            assert_eq!(truth("prompt", &seen(1.0, prompts)), Some(Truth::Choice(key)));
        }
        for (recalled, key) in [
            ([1.0, 0.99, 0.99, 0.4], "either"),
            ([1.0, 0.99, 0.5, 0.4], "below"),
            ([1.0, 0.5, 0.99, 0.4], "above"),
            ([1.0, 0.5, 0.6, 0.4], "neither"),
        ] {
            let seen = Seen { recalled: Some(recalled), ..Seen::default() };
            assert_eq!(truth("order", &seen), Some(Truth::Choice(key)));
            assert_eq!(truth("two-linear", &seen), Some(Truth::Number(0.4)));
            assert_eq!(truth("prompt", &seen), None);
        }
        assert_eq!(truth("no-such-card", &seen(1.0, [1.0; 3])), None);
    }

    #[test]
    fn the_crossing_is_read_off_on_logarithmic_axes_and_after_the_last_touch() {
        let Some(Crossing::At(t)) = seen(45.254_834, [1.0; 3]).crossing() else {
            panic!("inside")
        };
        assert!((t - 45.254_834).abs() < 1e-3, "{t}");
        assert_eq!(seen(1.0, [1.0; 3]).crossing(), Some(Crossing::Before(4)));
        assert_eq!(seen(999.0, [1.0; 3]).crossing(), Some(Crossing::After(512)));
        // One slow early reading does not make a crossing.
        let mut odd = seen(100.0, [1.0; 3]);
        odd.points[0].ms = Some(500.0);
        assert!(matches!(odd.crossing(), Some(Crossing::At(t)) if t > 64.0));
        assert_eq!(Seen::default().crossing(), None);
    }

    #[test]
    fn slopes_are_those_of_the_logarithms() {
        let seen = seen(7.0, [1.0; 3]);
        let slope = |kind| seen.slope(Task::Decode(kind), 16, 512).expect("measured");
        assert!((slope(Kind::Softmax) - 1.0).abs() < 1e-12);
        assert!(slope(Kind::Linear).abs() < 1e-12);
    }
}
