//! The tool `now`: one tick is one minute, and the world begins on Monday 2 March 2026 at 08:00.

use serde_json::{Value, json};

/// Minutes of a day.
const DAY: u64 = 24 * 60;
/// The minute of the day at tick 0.
const START: u64 = 8 * 60;
/// Days from 1 March 2000 to 2 March 2026.
const FIRST_DAY: u64 = 9497;

/// `{"tick": 3, "date": "2026-03-02", "time": "08:03", "day": 1}`; day 1 is Monday.
pub(super) fn now(tick: u64) -> Value {
    let minutes = tick.saturating_add(START);
    let (year, month, day) = date(FIRST_DAY.saturating_add(minutes / DAY));
    json!({
        "tick": tick,
        "date": format!("{year:04}-{month:02}-{day:02}"),
        "time": format!("{:02}:{:02}", minutes % DAY / 60, minutes % 60),
        "day": 1 + minutes / DAY % 7,
    })
}

/// Year, month and day of month, from the days since 1 March 2000: years counted from March, so that the leap day ends them.
fn date(days: u64) -> (u64, u64, u64) {
    let centuries = days / 146_097 * 4 + (days % 146_097 / 36_524).min(3);
    let rest = days - (centuries / 4 * 146_097 + centuries % 4 * 36_524);
    let years = rest / 1461 * 4 + (rest % 1461 / 365).min(3);
    let rest = rest - (years / 4 * 1461 + years % 4 * 365);
    let month = (5 * rest + 2) / 153; // 0 = March
    let day = rest - (153 * month + 2) / 5 + 1;
    let year = 2000 + 100 * centuries + years + u64::from(month >= 10);
    (year, (month + 2) % 12 + 1, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_that_of_gregory() {
        for (days, expected) in [
            (0, (2000, 3, 1)),
            (365, (2001, 3, 1)),
            (1460, (2004, 2, 29)),
            (1461, (2004, 3, 1)),
            (FIRST_DAY, (2026, 3, 2)),
            (36_523, (2100, 2, 28)),
            (36_524, (2100, 3, 1)),
            (146_096, (2400, 2, 29)),
        ] {
            assert_eq!(date(days), expected);
        }
    }

    #[test]
    fn a_day_has_1440_ticks_and_a_week_seven_days() {
        assert_eq!(
            now(0),
            json!({"tick": 0, "date": "2026-03-02", "time": "08:00", "day": 1})
        );
        assert_eq!(now(16 * 60)["day"], 2);
        assert_eq!(now(16 * 60)["time"], "00:00");
        assert_eq!(now(7 * DAY)["day"], 1);
        assert!(now(u64::MAX).is_object());
    }
}
