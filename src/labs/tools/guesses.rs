//! The predictions of the lesson, and what settles each: numbers of the reader's own screen, never a stored answer.

use super::protocol::Report;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("roles", &["succeeded-roles"]),
    ("allow-list", &["succeeded-allow"]),
    ("many", &["recall-256"]),
];

/// What the reader has seen so far. `None` = not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Attacks that succeeded with a role-aware reader, and with an allow-list, when all had been tried.
    pub attacks: Option<[u32; 2]>,
    /// Share of requests whose tool stood first among 256, when all toolboxes had been drawn and no two tools were alike.
    pub many: Option<f64>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Number(f64),
}

/// What a run has shown.
pub fn seen(report: &Report) -> Seen {
    let found = &report.found;
    let all = found
        .rows
        .iter()
        .all(|row| row.len() == super::attacks::ATTACKS.len());
    let many = report.finished().is_some_and(|setup| setup.alike == 0.0);
    Seen {
        attacks: all.then(|| [2, 3].map(|row| found.succeeded(row).right)),
        many: many.then(|| found.recall[3][0].share()),
    }
}

/// The answer of the screen to this card; `None` while it is open.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "roles" => Some(Truth::Number(f64::from(seen.attacks?[0]))),
        "allow-list" => Some(Truth::Number(f64::from(seen.attacks?[1]))),
        "many" => Some(Truth::Number(100.0 * seen.many?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_its_run_and_a_run_settles_each() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
            let all = Seen {
                attacks: Some([2, 6]),
                many: Some(0.3),
            };
            assert!(truth(guess, &all).is_some());
        }
        assert_eq!(seen(&Report::default()), Seen::default());
    }
}
