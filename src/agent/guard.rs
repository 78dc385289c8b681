//! What ends a run that gets nowhere.

use super::stop::Stop;
use crate::data::fnv::fnv1a;

/// So many invalid calls or turns in a row.
const INVALID: u32 = 3;
/// So often the same calls with the same results.
const ROUNDS: usize = 3;
/// The longest round of calls that is looked for: once around a small grid.
const LONGEST: usize = 24;

/// Counts what a run did. A call is remembered as a hash of its name, its arguments and its result.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Guard {
    invalid: u32,
    calls: Vec<u64>,
}

impl Guard {
    /// A call that could not be carried out as it was written, or a turn that was neither a call nor an answer.
    pub(super) fn invalid(&mut self) {
        self.invalid += 1;
    }

    pub(super) fn valid(&mut self) {
        self.invalid = 0;
    }

    /// A call that has its result. `arguments` in their canonical form, so that order and spaces make no difference.
    pub(super) fn called(&mut self, name: &str, arguments: &str, result: &str) {
        let call = [name, arguments, result].join("\0");
        self.calls.push(fnv1a(call.as_bytes()));
        let forgotten = self.calls.len().saturating_sub(ROUNDS * LONGEST);
        self.calls.drain(..forgotten);
    }

    pub(super) fn stop(&self) -> Option<Stop> {
        if self.invalid >= INVALID {
            Some(Stop::InvalidBudget)
        } else if (1..=LONGEST).any(|round| self.repeats(round)) {
            Some(Stop::RepeatedCall)
        } else {
            None
        }
    }

    /// The last calls are three rounds of this length, each like the one before.
    fn repeats(&self, round: usize) -> bool {
        let Some(from) = self.calls.len().checked_sub(ROUNDS * round) else {
            return false;
        };
        let last = &self.calls[from..];
        last.iter().zip(&last[round..]).all(|(a, b)| a == b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(results: &[&str]) -> Option<Stop> {
        let mut guard = Guard::default();
        for result in results {
            guard.called("look", "{}", result);
        }
        guard.stop()
    }

    /// A1, B51.
    #[test]
    fn the_third_equal_call_with_an_equal_result_stops() {
        assert_eq!(after(&["[]", "[]"]), None);
        assert_eq!(after(&["[]", "[]", "[]"]), Some(Stop::RepeatedCall));
        assert_eq!(after(&["shut", "shut", "open"]), None);
        assert_eq!(after(&["a", "b", "a", "b", "a"]), None);
        assert_eq!(
            after(&["a", "b", "a", "b", "a", "b"]),
            Some(Stop::RepeatedCall)
        );
    }

    #[test]
    fn a_valid_call_forgives_the_invalid_ones_before() {
        let mut guard = Guard::default();
        guard.invalid();
        guard.invalid();
        guard.valid();
        guard.invalid();
        guard.invalid();
        assert_eq!(guard.stop(), None);
        guard.invalid();
        assert_eq!(guard.stop(), Some(Stop::InvalidBudget));
    }
}
