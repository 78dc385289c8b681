//! The arguments of a call after they were checked against the tool's manual.

use serde_json::{Map, Value};

use super::tool::{Code, Failure};

/// An object whose names and kinds are those of the tool; in the order of the manual, so that equal calls are equal texts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arguments(pub(crate) Map<String, Value>);

impl Arguments {
    /// An argument that may be absent.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub fn string(&self, name: &str) -> Result<&str, Failure> {
        let value = self.get(name).and_then(Value::as_str);
        value.ok_or_else(|| Failure::new(Code::MissingArgument, name))
    }

    pub fn integer(&self, name: &str) -> Result<i64, Failure> {
        let value = self.get(name).and_then(Value::as_i64);
        value.ok_or_else(|| Failure::new(Code::MissingArgument, name))
    }

    /// The canonical text of the call's arguments.
    pub fn text(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}
