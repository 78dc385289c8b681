//! A result that is too long is cut: a text in its middle, a structure by its items, so that what is left is still JSON.

use serde_json::Value;

use crate::lesson::Lang;

/// What of a result goes on the tape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capped {
    pub content: String,
    /// Characters of the whole result that are not in it.
    pub omitted: u32,
}

/// The text of a result, at most `cap` characters (at least 64) long.
pub fn result(mut value: Value, cap: usize, lang: Lang) -> Capped {
    let cap = cap.max(64);
    let whole = plain(&value).chars().count();
    // Each round takes at least half of what is too much out of the largest part, or that part altogether.
    for _ in 0..64 {
        let now = plain(&value).chars().count();
        if now <= cap {
            break;
        }
        if let Value::String(text) = &value {
            value = Value::String(middle_cut(text, cap, lang));
        } else if !shrink(&mut value, now - cap, lang) {
            break;
        }
    }
    let mut content = plain(&value);
    if content.chars().count() > cap {
        content = note(whole, lang);
    }
    let kept = content.chars().count();
    Capped {
        content,
        omitted: whole.saturating_sub(kept) as u32,
    }
}

/// A text as it is, anything else as JSON (in which Chinese is not escaped).
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The first 70 % and the last 20 % of `cap` characters, with how many are missing between them; the text itself if it is short.
pub fn middle_cut(text: &str, cap: usize, lang: Lang) -> String {
    let length = text.chars().count();
    if length <= cap {
        return text.to_string();
    }
    let (head, tail) = (cap * 7 / 10, cap / 5);
    let omitted = length - head - tail;
    let note = note(omitted, lang);
    if head + tail + note.chars().count() > cap {
        return text.chars().take(cap).collect();
    }
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(length - tail).collect();
    format!("{first}{note}{last}")
}

fn note(omitted: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("[... {omitted} characters omitted]"),
        Lang::ZhHant => format!("[... 省略 {omitted} 個字元]"),
    }
}

/// Makes the largest list or text in it smaller; false: there is nothing to take away.
fn shrink(value: &mut Value, excess: usize, lang: Lang) -> bool {
    match value {
        Value::Array(items) => {
            let sizes: Vec<usize> = items
                .iter()
                .map(|item| item.to_string().chars().count())
                .collect();
            // One item that is longer than all others together is made smaller itself.
            let total: usize = sizes.iter().sum();
            let largest = sizes.iter().position(|&size| size * 2 > total && size > 64);
            if largest.is_some_and(|at| shrink(&mut items[at], excess, lang)) {
                return true;
            }
            let noted = matches!(items.last(), Some(Value::String(s)) if s.starts_with("[... "));
            let before = if noted { items.len() - 1 } else { items.len() };
            let mut kept = before;
            let mut freed = 0;
            while kept > 0 && freed < excess + 32 {
                kept -= 1;
                freed += sizes[kept] + 1;
            }
            if kept == before {
                return false;
            }
            let already = items
                .get(before)
                .and_then(Value::as_str)
                .and_then(counted)
                .unwrap_or(0);
            items.truncate(kept);
            let gone = before - kept + already;
            items.push(Value::String(match lang {
                Lang::En => format!("[... {gone} items omitted]"),
                Lang::ZhHant => format!("[... 省略 {gone} 項]"),
            }));
            true
        }
        Value::Object(map) => {
            let largest = map.values_mut().max_by_key(|value| value.to_string().len());
            largest.is_some_and(|value| shrink(value, excess, lang))
        }
        Value::String(text) => {
            let length = text.chars().count();
            if length <= 64 {
                return false;
            }
            *text = middle_cut(text, length.saturating_sub(excess).max(64), lang);
            true
        }
        _ => false,
    }
}

/// The number in a note.
fn counted(note: &str) -> Option<usize> {
    note.split(' ').find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// A9.
    #[test]
    fn long_texts_are_cut_in_the_middle_with_a_count() {
        let long = "x".repeat(1_900_000);
        let cut = result(json!(long), 2000, Lang::En);
        assert!(cut.content.chars().count() <= 2000);
        assert!(cut.content.contains("[... 1898200 characters omitted]"));
        assert!(
            cut.content.starts_with(&"x".repeat(1400)) && cut.content.ends_with(&"x".repeat(400))
        );
        let chinese = "臺".repeat(2000);
        assert_eq!(result(json!(chinese), 2000, Lang::ZhHant).content, chinese);
        let chinese = "臺".repeat(2001);
        let cut = result(json!(chinese), 2000, Lang::ZhHant);
        assert!(cut.content.contains("省略 201 個字元"));
        assert_eq!(cut.content.chars().filter(|&c| c == '臺').count(), 1800);
    }

    #[test]
    fn structures_are_cut_by_items_and_stay_json() {
        let notes: Vec<Value> = (0..500)
            .map(|id| json!({"id": id, "text": "臺北的天氣"}))
            .collect();
        for value in [json!(notes), json!({"matches": 500, "notes": notes})] {
            let cut = result(value, 2000, Lang::En);
            assert!(cut.content.chars().count() <= 2000 && cut.content.chars().count() > 1700);
            let back: Value = serde_json::from_str(&cut.content).expect("still JSON");
            let list = if back.is_array() {
                &back
            } else {
                &back["notes"]
            };
            let list = list.as_array().expect("a list");
            let last = list.last().and_then(Value::as_str).expect("a note");
            assert_eq!(
                last,
                format!("[... {} items omitted]", 500 - (list.len() - 1))
            );
        }
        assert!(cut_is_json(json!({"a": 1, "log": "y".repeat(9000)})));
        assert!(cut_is_json(json!([["z".repeat(9000), 1], 2])));
    }

    fn cut_is_json(value: Value) -> bool {
        let cut = result(value, 500, Lang::En);
        cut.content.chars().count() <= 500 && serde_json::from_str::<Value>(&cut.content).is_ok()
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            "[a臺 \"]{0,200}".prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 60, 8, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::btree_map("[a-z]{1,6}", inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_result_is_longer_than_the_cap(value in tree(), cap in 64_usize..600) {
            let whole = plain(&value);
            let cut = result(value, cap, Lang::ZhHant);
            prop_assert!(cut.content.chars().count() <= cap);
            if whole.chars().count() <= cap {
                prop_assert_eq!((cut.content, cut.omitted), (whole, 0));
            } else {
                prop_assert!(cut.omitted > 0 || cut.content.contains("..."));
            }
        }
    }
}
