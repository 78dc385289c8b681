//! The four predictions of the lesson, and what settles each: numbers of the reader's own run, never a stored answer.

use crate::nn::sampling::repeated_tail;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("gap", &["uniform-loss", "validation-loss"]),
    ("ending", &["loop-period"]),
    ("best", &["greedy-log-probability", "beam-log-probability"]),
    ("variety", &["distinct-4"]),
];

/// Tokens after which a greedy text without a loop settles `ending`, as its question says.
pub const ENDING_TOKENS: usize = 400;
/// Temperature at which `variety` is measured, filters off, as its question says.
pub const VARIETY_TEMPERATURE: f32 = 0.5;
/// Two log-probabilities (f32 sums) closer than this are the same, nats.
const SAME_NATS: f32 = 1e-3;

/// What the run has shown so far. `None` = not measured yet, or not under the conditions of the question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// ln(vocabulary), nats per token.
    pub uniform_loss: Option<f32>,
    /// After the last step of the budget, nats per token.
    pub final_validation_loss: Option<f32>,
    /// The tokens written at temperature 0, without repetition penalty, from trained weights; prompt not included.
    pub greedy: Option<Vec<u32>>,
    /// Of greedy and of the best beam, equally long, same prompt, nats.
    pub log_probabilities: Option<(f32, f32)>,
    /// Share of distinct 4-grams at `VARIETY_TEMPERATURE`, filters off.
    pub distinct_4: Option<f32>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// The answer of the run to this card; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "gap" => Some(Truth::Number(f64::from(seen.uniform_loss?) - f64::from(seen.final_validation_loss?))),
        "ending" => {
            let text = seen.greedy.as_ref()?;
            match repeated_tail(text) {
                Some(_) => Some(Truth::Choice("loop")),
                None if text.len() >= ENDING_TOKENS => Some(Truth::Choice("goes-on")),
                None => None,
            }
        }
        "best" => {
            let (greedy, beam) = seen.log_probabilities?;
            Some(Truth::Choice(if beam > greedy + SAME_NATS { "beam" } else { "greedy" }))
        }
        "variety" => Some(Truth::Number(f64::from(seen.distinct_4?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_its_run() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
        }
        let short = Seen { greedy: Some((0..399).collect()), ..Seen::default() };
        assert_eq!(truth("ending", &short), None);
    }

    #[test]
    fn a_run_can_settle_every_card_either_way() {
        let seen = |greedy: Vec<u32>, beam| Seen {
            uniform_loss: Some(4.0),
            final_validation_loss: Some(1.5),
            greedy: Some(greedy),
            log_probabilities: Some((-28.0, beam)),
            distinct_4: Some(0.5),
        };
        let (looped, open) = (seen(vec![3; 40], -20.5), seen((0..400).collect(), -28.0));
        assert_eq!(truth("gap", &looped), Some(Truth::Number(2.5)));
        assert_eq!(truth("ending", &looped), Some(Truth::Choice("loop")));
        assert_eq!(truth("ending", &open), Some(Truth::Choice("goes-on")));
        assert_eq!(truth("best", &looped), Some(Truth::Choice("beam")));
        assert_eq!(truth("best", &open), Some(Truth::Choice("greedy")));
        assert_eq!(truth("variety", &open), Some(Truth::Number(0.5)));
        assert_eq!(truth("no-such-card", &open), None);
    }
}
