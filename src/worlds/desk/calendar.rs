//! The tools `cal_list` and `cal_add`: a week of whole hours.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::agent::Failure;
use crate::lesson::{Lang, text};
use crate::worlds::manual::{failed, out_of_range};

/// One entry, from `start` to `end` on one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// 1..7, Monday first.
    pub day: u8,
    /// Hour 0..23.
    pub start: u8,
    /// Hour 1..24, above `start`.
    pub end: u8,
    pub title: String,
}

/// The entries of a week, by day and hour; no two of them overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Calendar {
    entries: Vec<Entry>,
}

impl Calendar {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// `{"day": 3, "count": 1, "entries": [{"start": 9, "end": 10, "title": ".."}]}`: no entry is a fact, not a failure.
    pub fn list(&self, day: u8) -> Value {
        let entries: Vec<Value> = self
            .entries
            .iter()
            .filter(|entry| entry.day == day)
            .map(|entry| json!({"start": entry.start, "end": entry.end, "title": entry.title}))
            .collect();
        json!({"day": day, "count": entries.len(), "entries": entries})
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// `out_of_range` where it ends before it starts or has no title, `tool_failed` with the entry that is in its way.
    pub fn add(&mut self, entry: Entry, lang: Lang) -> Result<Value, Failure> {
        if entry.end <= entry.start {
            return Err(out_of_range(
                lang,
                text("end must be after start", "結束時間必須晚於開始時間"),
            ));
        }
        if entry.title.trim().is_empty() {
            return Err(out_of_range(lang, text("the title is empty", "標題是空的")));
        }
        let clash = self.entries.iter().find(|other| {
            other.day == entry.day && other.start < entry.end && entry.start < other.end
        });
        if let Some(clash) = clash {
            return Err(failed(
                lang,
                text("another entry is in the way", "與另一個行程衝突"),
            )
            .with_hint(json!(clash)));
        }
        let at = self
            .entries
            .partition_point(|other| (other.day, other.start) < (entry.day, entry.start));
        let added = json!({"added": entry});
        self.entries.insert(at, entry);
        Ok(added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(day: u8, start: u8, end: u8) -> Entry {
        Entry {
            day,
            start,
            end,
            title: "tea".into(),
        }
    }

    #[test]
    fn a_clash_names_the_entry_in_the_way_and_changes_nothing() {
        let mut calendar = Calendar::default();
        calendar.add(entry(3, 9, 11), Lang::En).unwrap();
        let before = calendar.clone();
        let failure = calendar.add(entry(3, 10, 12), Lang::En).unwrap_err();
        assert_eq!(failure.hint.unwrap()["start"], 9);
        assert!(calendar.add(entry(3, 12, 12), Lang::En).is_err());
        assert_eq!(calendar, before);
        calendar.add(entry(3, 11, 12), Lang::ZhHant).unwrap(); // touching is no clash
        assert_eq!(calendar.list(3)["count"], 2);
        assert_eq!(calendar.list(4)["count"], 0);
    }

    proptest! {
        #[test]
        fn entries_never_overlap_and_stay_in_order(wanted in prop::collection::vec((1u8..8, 0u8..24, 0u8..26), 0..60)) {
            let mut calendar = Calendar::default();
            for (day, start, end) in wanted {
                let _ = calendar.add(entry(day, start, end), Lang::En);
            }
            for pair in calendar.entries().windows(2) {
                prop_assert!((pair[0].day, pair[0].end) <= (pair[1].day, pair[1].start) || pair[0].day < pair[1].day);
            }
        }
    }
}
