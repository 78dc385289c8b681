//! Short ways to write the manual of a tool.

use serde_json::Value;

use crate::agent::{Arguments, Code, Failure, Kind, Parameter, Tool};
use crate::lesson::{Lang, Text};

/// A tool without parameters so far.
pub(crate) fn tool(name: &str, description: Text) -> Tool {
    Tool {
        name: name.into(),
        description: description.into(),
        parameters: Vec::new(),
        irreversible: false,
    }
}

impl Tool {
    /// One more parameter, which must be given.
    pub(crate) fn needs(mut self, name: &str, kind: Kind, description: Text) -> Tool {
        self.parameters.push(Parameter {
            name: name.into(),
            description: description.into(),
            kind,
            required: true,
        });
        self
    }

    /// One more parameter, which may be left away.
    pub(crate) fn takes(self, name: &str, kind: Kind, description: Text) -> Tool {
        let mut tool = self.needs(name, kind, description);
        if let Some(last) = tool.parameters.last_mut() {
            last.required = false;
        }
        tool
    }

    /// No other call undoes what it does.
    pub(crate) fn for_good(mut self) -> Tool {
        self.irreversible = true;
        self
    }
}

pub(crate) fn string(max: usize) -> Kind {
    Kind::String { max }
}

pub(crate) fn integer(min: i64, max: i64) -> Kind {
    Kind::Integer { min, max }
}

pub(crate) fn choice(names: &[&str]) -> Kind {
    Kind::Choice(names.iter().map(|&name| name.into()).collect())
}

/// The failure `tool_failed` with a message in the language of the run.
pub(crate) fn failed(lang: Lang, message: Text) -> Failure {
    Failure::tool(message.get(lang))
}

/// The failure `out_of_range` with a message in the language of the run.
pub(crate) fn out_of_range(lang: Lang, message: Text) -> Failure {
    Failure::new(Code::OutOfRange, message.get(lang))
}

/// An integer argument, held to the bounds of its manual: a world stays whole even where nobody checked the call.
pub(crate) fn within(
    arguments: &Arguments,
    name: &str,
    min: i64,
    max: i64,
) -> Result<i64, Failure> {
    let value = arguments.integer(name)?;
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let hint = serde_json::json!({"minimum": min, "maximum": max});
    Err(Failure::new(Code::OutOfRange, name).with_hint(hint))
}

/// A text argument of at most `max` characters.
pub(crate) fn short<'a>(
    arguments: &'a Arguments,
    name: &str,
    max: usize,
) -> Result<&'a str, Failure> {
    let value = arguments.string(name)?;
    if value.chars().count() <= max {
        return Ok(value);
    }
    let hint = serde_json::json!({"maxLength": max});
    Err(Failure::new(Code::OutOfRange, name).with_hint(hint))
}

/// The failure of a call to a tool that is not in this world.
pub(crate) fn unknown(tool: &str, names: &[&str]) -> Failure {
    let hint: Vec<Value> = names.iter().map(|&name| name.into()).collect();
    Failure::new(Code::UnknownTool, tool).with_hint(hint.into())
}
