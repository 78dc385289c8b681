//! The guess cards of the lesson and what settles each: numbers of the reader's own page, never a stored answer.

use super::costs::Form;

/// Ids of the cards, with the live values that settle them and the keys of their choices. The lessons state the same.
pub const GUESSES: &[(&str, &[&str], &[&str])] = &[
    ("mask", &["changed-tokens"], &["all", "but-last", "last"]),
    ("leak", &["leak"], &[]),
    (
        "fastest",
        &["ns-recurrent", "ns-parallel", "ns-chunkwise"],
        &["recurrent", "parallel", "chunkwise"],
    ),
];

/// What the page has shown so far. `None` = not seen, or not under the conditions of the question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// With the mask left out: (tokens whose y has changed, all tokens).
    pub without_mask: Option<(usize, usize)>,
    /// Two items, keys leaning half way, the first one read: the share of the second.
    pub leak: Option<f64>,
    /// At the end of a measurement: its longest T and the ns per token of each form there, in the order of `Form::ALL`.
    pub times: Option<(u16, [f64; 3])>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
    Number(f64),
}

/// The answer to this card; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "mask" => match seen.without_mask? {
            (changed, all) if changed == all => Some(Truth::Choice("all")),
            (changed, all) if changed + 1 == all => Some(Truth::Choice("but-last")),
            (1, _) => Some(Truth::Choice("last")),
            _ => None,
        },
        "leak" => seen.leak.map(Truth::Number),
        "fastest" => {
            let (_, times) = seen.times?;
            let least = Form::ALL.into_iter().zip(times).min_by(|a, b| a.1.total_cmp(&b.1))?;
            Some(Truth::Choice(least.0.id()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_it_was_tried() {
        for (guess, ..) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
        }
        assert_eq!(truth("no-such-card", &Seen::default()), None);
    }

    #[test]
    fn every_card_can_come_out_more_than_one_way() {
        let mask = |seen| truth("mask", &Seen { without_mask: Some(seen), ..Seen::default() });
        assert_eq!(mask((3, 3)), Some(Truth::Choice("all")));
        assert_eq!(mask((2, 3)), Some(Truth::Choice("but-last")));
        assert_eq!(mask((1, 3)), Some(Truth::Choice("last")));
        assert_eq!(mask((2, 5)), None);
        let leak = Seen { leak: Some(0.5), ..Seen::default() };
        assert_eq!(truth("leak", &leak), Some(Truth::Number(0.5)));
        for (form, times) in [
            ("recurrent", [1.0, 2.0, 3.0]),
            ("parallel", [2.0, 1.0, 3.0]),
            ("chunkwise", [2.0, 3.0, 1.0]),
        ] {
            let seen = Seen { times: Some((64, times)), ..Seen::default() };
            assert_eq!(truth("fastest", &seen), Some(Truth::Choice(form)));
        }
    }
}
