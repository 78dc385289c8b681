//! A call from a form: the fields of a tool's manual, written as JSON. An empty field is an argument that is not there.

use crate::agent::{Kind, Tool};

/// The JSON of these fields, in the order of the parameters. Texts and choices are quoted, all else is taken as it was typed: what
/// is wrong with it is for the check to say.
pub(super) fn arguments(tool: &Tool, fields: &[String]) -> String {
    let parts: Vec<String> = tool
        .parameters
        .iter()
        .zip(fields)
        .filter(|(_, field)| !field.is_empty())
        .map(|(parameter, field)| {
            let value = match parameter.kind {
                Kind::String { .. } | Kind::Choice(_) => quoted(field),
                _ => field.clone(),
            };
            [&quoted(&parameter.name), ":", &value].concat()
        })
        .collect();
    ["{", &parts.join(","), "}"].concat()
}

/// What may stand in a field, in one line.
pub(super) fn limits(kind: &Kind) -> String {
    match kind {
        Kind::String { max } => format!("string, max {max}"),
        Kind::Integer { min, max } => format!("integer, {min} \u{2013} {max}"),
        Kind::Number { min, max } => format!("number, {min} \u{2013} {max}"),
        Kind::Boolean => "true, false".into(),
        Kind::Choice(names) => names.join(", "),
        Kind::List { of, max } => format!("[{}], max {max}", limits(of)),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{Parameter, Wording};
    use crate::lesson::text;
    use proptest::prelude::*;

    fn tool(kinds: Vec<Kind>) -> Tool {
        let wording: Wording = text("a", "b").into();
        let parameter = |(at, kind): (usize, Kind)| Parameter {
            name: format!("p{at}"),
            description: wording.clone(),
            kind,
            required: false,
        };
        Tool {
            name: "t".into(),
            description: wording.clone(),
            parameters: kinds.into_iter().enumerate().map(parameter).collect(),
            irreversible: false,
        }
    }

    #[test]
    fn an_empty_field_is_no_argument() {
        let tool = tool(vec![
            Kind::String { max: 9 },
            Kind::Integer { min: 0, max: 9 },
            Kind::List {
                of: Box::new(Kind::Boolean),
                max: 2,
            },
        ]);
        let fields = |a: &str, b: &str, c: &str| [a, b, c].map(String::from);
        assert_eq!(arguments(&tool, &fields("", "", "")), "{}");
        assert_eq!(
            arguments(&tool, &fields("台", "3", "[true]")),
            r#"{"p0":"台","p1":3,"p2":[true]}"#
        );
        assert_eq!(arguments(&tool, &fields("", "x", "")), r#"{"p1":x}"#); // for the check to refuse
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was_typed(text in "\\PC{1,20}|[\\x00-\\x1f\"\\\\]{1,9}") {
            let written = arguments(&tool(vec![Kind::String { max: 99 }]), std::slice::from_ref(&text));
            let read: serde_json::Value = serde_json::from_str(&written).expect("JSON");
            prop_assert_eq!(read["p0"].as_str(), Some(text.as_str()));
        }
    }
}
