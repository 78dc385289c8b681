//! A call against the tool's manual: no coercion, and a typed error that says what would have been right.

use serde_json::{Map, Value, json};

use super::arguments::Arguments;
use super::nearest::nearest;
use super::strict::{self, Unreadable};
use super::tool::{Code, Failure, Kind, Parameter, Tool};
use crate::lesson::{Lang, text};

/// Whole numbers beyond this (2^53) are not exact in every reader of JSON, and are refused.
const EXACT: u64 = 1 << 53;
/// So many characters of a wrong text are quoted.
const QUOTED: usize = 200;

/// The tool of this name.
///
/// # Errors
/// `unknown_tool`; the hint names the three nearest.
pub fn find<'a>(tools: &'a [Tool], name: &str, lang: Lang) -> Result<&'a Tool, Failure> {
    tools.iter().find(|tool| tool.name == name).ok_or_else(|| {
        let near = nearest(name, tools.iter().map(|tool| tool.name.as_str()));
        let said = text("no tool has this name: ", "沒有這個名稱的工具\u{ff1a}").get(lang);
        Failure::new(Code::UnknownTool, format!("{said}{}", quote(name))).with_hint(json!(near))
    })
}

/// The arguments of a call, in the order of the manual.
///
/// # Errors
/// `invalid_json` (hint: byte offset, the text and its length, the schema), `not_an_object`, `unknown_argument` (hint: the nearest
/// names), `missing_argument` (hint: its schema), `wrong_type` (a string with NUL among them), `out_of_range`.
pub fn arguments(tool: &Tool, raw: &str, lang: Lang) -> Result<Arguments, Failure> {
    let given = match strict::arguments(raw) {
        Ok(Value::Object(given)) => given,
        Ok(other) => {
            let said = text(
                "arguments must be an object, not ",
                "引數必須是物件\u{ff0c}不是",
            );
            let message = format!("{}{}", said.get(lang), kind_of(&other, lang));
            return Err(Failure::new(Code::NotAnObject, message).with_hint(schema(tool, lang)));
        }
        Err(fault) => return Err(invalid(tool, raw, &fault, lang)),
    };
    let known = |name: &str| tool.parameters.iter().any(|p| p.name == name);
    if let Some(name) = given.keys().find(|name| !known(name)) {
        let near = nearest(name, tool.parameters.iter().map(|p| p.name.as_str()));
        let said = text("no argument has this name: ", "沒有這個名稱的引數\u{ff1a}").get(lang);
        let message = format!("{said}{}", quote(name));
        return Err(Failure::new(Code::UnknownArgument, message).with_hint(json!(near)));
    }
    let mut checked = Map::new();
    for parameter in &tool.parameters {
        match given.get(&parameter.name) {
            Some(value) => {
                let fits = fits(&parameter.kind, value);
                fits.map_err(|code| unfit(parameter, code, lang))?;
                checked.insert(parameter.name.clone(), value.clone());
            }
            None if parameter.required => {
                return Err(unfit(parameter, Code::MissingArgument, lang));
            }
            None => {}
        }
    }
    Ok(Arguments(checked))
}

fn fits(kind: &Kind, value: &Value) -> Result<(), Code> {
    match (kind, value) {
        (Kind::String { max }, Value::String(given)) => {
            if given.contains('\0') {
                Err(Code::WrongType)
            } else {
                in_range(given.chars().count() <= *max)
            }
        }
        (Kind::Integer { min, max }, Value::Number(given)) => match given.as_i64() {
            Some(given) => in_range(given.unsigned_abs() <= EXACT && (min..=max).contains(&&given)),
            // Whole numbers beyond i64 come as floats or as u64.
            None if given.as_f64().is_some_and(|n| n.abs() > EXACT as f64) => Err(Code::OutOfRange),
            None => Err(Code::WrongType),
        },
        (Kind::Number { min, max }, Value::Number(given)) => {
            let whole = given.as_i64().map(i64::unsigned_abs).or(given.as_u64());
            let exact = whole.is_none_or(|n| n <= EXACT);
            in_range(exact && given.as_f64().is_some_and(|n| (min..=max).contains(&&n)))
        }
        (Kind::Boolean, Value::Bool(_)) => Ok(()),
        (Kind::Choice(names), Value::String(given)) => {
            if given.contains('\0') {
                Err(Code::WrongType)
            } else {
                in_range(names.contains(given))
            }
        }
        (Kind::List { of, max }, Value::Array(items)) => {
            in_range(items.len() <= *max)?;
            items.iter().try_for_each(|item| fits(of, item))
        }
        _ => Err(Code::WrongType),
    }
}

fn in_range(is: bool) -> Result<(), Code> {
    if is { Ok(()) } else { Err(Code::OutOfRange) }
}

fn unfit(parameter: &Parameter, code: Code, lang: Lang) -> Failure {
    let said = match code {
        Code::MissingArgument => text("missing argument: ", "缺少引數\u{ff1a}"),
        Code::OutOfRange => text("out of range: ", "超出範圍\u{ff1a}"),
        _ => text("wrong type: ", "型別不符\u{ff1a}"),
    };
    let message = format!("{}{}", said.get(lang), parameter.name);
    Failure::new(code, message).with_hint(parameter.schema(lang))
}

fn invalid(tool: &Tool, raw: &str, fault: &Unreadable, lang: Lang) -> Failure {
    let Unreadable { offset, fault } = fault;
    let message = match lang {
        Lang::En => format!("arguments are not JSON at byte {offset}: {fault}"),
        Lang::ZhHant => format!("引數在第 {offset} 個位元組處不是合法的 JSON\u{ff1a}{fault}"),
    };
    Failure::new(Code::InvalidJson, message).with_hint(json!({
        "offset": offset,
        "given": quote(raw),
        "characters": raw.chars().count(),
        "parameters": schema(tool, lang),
    }))
}

fn schema(tool: &Tool, lang: Lang) -> Value {
    tool.schema(lang)["function"]["parameters"].take()
}

/// A text, or the beginning of one over 200 characters.
pub(super) fn quote(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some(_) => text.chars().take(QUOTED - 3).chain("...".chars()).collect(),
        None => text.to_string(),
    }
}

fn kind_of(value: &Value, lang: Lang) -> &'static str {
    let kind = match value {
        Value::Null => return "null",
        Value::Bool(_) => text("a boolean", "布林值"),
        Value::Number(_) => text("a number", "數字"),
        Value::String(_) => text("a string", "字串"),
        Value::Array(_) => text("a list", "陣列"),
        Value::Object(_) => text("an object", "物件"),
    };
    kind.get(lang)
}
