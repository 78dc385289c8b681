//! JSON as strict as a tool needs it: one object, no name twice, not deep, not long, and the byte where it went wrong.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Arguments may be so many bytes long.
pub const MAX_BYTES: usize = 4096;
/// Objects and lists within each other, the outermost counted.
pub const MAX_DEPTH: usize = 8;

/// A text that is not strict JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Bytes before the place where it went wrong.
    pub offset: usize,
    /// What was wrong there, in English (from the parser).
    pub fault: String,
}

/// The arguments of a call; a blank text is an empty object (models write nothing where a tool takes nothing).
///
/// # Errors
/// `Unreadable` where the text is over [`MAX_BYTES`], over [`MAX_DEPTH`], or not JSON by RFC 8259 with unique names. A lone
/// surrogate (`\ud83d`) is not a character and is refused.
pub fn arguments(raw: &str) -> Result<Value, Unreadable> {
    if raw.trim().is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    if raw.len() > MAX_BYTES {
        return Err(Unreadable {
            offset: MAX_BYTES,
            fault: format!("longer than {MAX_BYTES} bytes"),
        });
    }
    value(raw, MAX_DEPTH)
}

/// Any JSON value with unique names and at most `depth` levels of objects and lists.
///
/// # Errors
/// `Unreadable` otherwise.
pub fn value(raw: &str, depth: usize) -> Result<Value, Unreadable> {
    let mut source = serde_json::Deserializer::from_str(raw);
    let value = Level(depth).deserialize(&mut source);
    value
        .and_then(|value| source.end().map(|()| value))
        .map_err(|error| unreadable(raw, &error))
}

fn unreadable(raw: &str, error: &serde_json::Error) -> Unreadable {
    let line = raw
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let offset = match error.is_eof() {
        true => raw.len(),
        false => (line + error.column().saturating_sub(1)).min(raw.len()),
    };
    let fault = error.to_string();
    let place = fault.rfind(" at line ").unwrap_or(fault.len());
    Unreadable {
        offset,
        fault: fault[..place].to_string(),
    }
}

/// Reads one value that may hold so many levels.
#[derive(Clone, Copy)]
struct Level(usize);

impl Level {
    fn down<E: serde::de::Error>(self) -> Result<Level, E> {
        let deeper = self.0.checked_sub(1).map(Level);
        deeper.ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).map(Value::Number);
        number.ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let level = self.down()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(level)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let level = self.down()?;
        let mut map = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if map.contains_key(&name) {
                return Err(A::Error::custom("name given twice"));
            }
            map.insert(name, entries.next_value_seed(level)?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(raw: &str) -> (usize, String) {
        let Unreadable { offset, fault } = arguments(raw).expect_err(raw);
        (offset, fault)
    }

    /// A3, A17, A16 (lone surrogate).
    #[test]
    fn the_byte_where_it_went_wrong_is_named() {
        assert_eq!(fault("{\"{\"city\":\"taipei\"}").0, 4);
        assert_eq!(fault("{\"city\":\"\\臺\"}").0, 10); // what follows the backslash
        assert_eq!(fault("{\"a\":1,}").0, 7);
        assert_eq!(fault("{\"a\":1} x").0, 8);
        assert_eq!(fault("{\"a\":NaN}").0, 5);
        assert_eq!(fault("{\"a\":1").0, 6);
        assert_eq!(fault("{\n \"a\": 'b'}").0, 8);
        let (offset, fault) = fault("{\"a\":\"\\ud83d\"}");
        assert!((12..=13).contains(&offset), "{offset} {fault}");
    }

    #[test]
    fn a_name_given_twice_is_refused_at_any_depth() {
        assert_eq!(fault("{\"a\":1,\"a\":1}").1, "name given twice");
        assert_eq!(
            fault("{\"b\":[{\"a\":1,\"\\u0061\":2}]}").1,
            "name given twice"
        );
        assert!(arguments("{\"a\":{\"b\":1},\"b\":1}").is_ok());
    }

    #[test]
    fn length_and_depth_have_a_limit() {
        let deep = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
        assert!(arguments(&deep(8)).is_ok());
        assert_eq!(fault(&deep(9)).1, "too deep");
        assert_eq!(fault(&deep(2000)).1, "too deep");
        let long = |n: usize| format!("\"{}\"", "x".repeat(n));
        assert!(arguments(&long(MAX_BYTES - 2)).is_ok());
        assert_eq!(fault(&long(MAX_BYTES - 1)).0, MAX_BYTES);
    }

    /// A5, A16, B56.
    #[test]
    fn what_is_right_is_read() {
        for blank in ["", " ", "\n\t"] {
            assert_eq!(arguments(blank), Ok(serde_json::json!({})));
        }
        let plain = arguments("{\"city\":\"臺北\"}").expect("strict");
        assert_eq!(
            arguments("{\"city\":\"\\u81fa\\u5317\"}"),
            Ok(plain.clone())
        );
        assert_eq!(plain.to_string(), "{\"city\":\"臺北\"}");
        for text in ["it's", "the \\\"AI\\\" of 中文", "🙂", "a\\nb"] {
            assert!(
                arguments(&format!("{{\"t\":\"{text}\"}}")).is_ok(),
                "{text}"
            );
        }
        assert!(arguments("{\"a\":\"b\",\\n\"c\":1}").is_err());
        assert!(arguments("{\"t\":\"the \"AI\"\"}").is_err());
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a-z臺]{0,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn strict_json_is_read_as_any_reader_does(value in tree()) {
            prop_assert_eq!(super::value(&value.to_string(), MAX_DEPTH), Ok(value));
        }

        #[test]
        fn any_text_is_read_or_refused_at_a_byte_of_it(raw in "[{}\\[\\]\":,\\\\u0-9a-e臺\n -]{0,30}") {
            match arguments(&raw) {
                Ok(_) if raw.trim().is_empty() => {}
                Ok(value) => prop_assert_eq!(serde_json::from_str::<Value>(&raw).ok(), Some(value)),
                Err(error) => prop_assert!(error.offset <= raw.len()),
            }
        }
    }
}
