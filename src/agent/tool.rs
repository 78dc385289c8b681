//! What a tool says of itself, in the form of OpenAI's function calling, and how a call fails.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::lesson::{Lang, Text};

/// A wording in both languages that need not be known when the site is built.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wording {
    pub en: String,
    pub zh: String,
}

impl Wording {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::ZhHant => &self.zh,
        }
    }
}

impl From<Text> for Wording {
    fn from(text: Text) -> Wording {
        Wording {
            en: text.en.into(),
            zh: text.zh.into(),
        }
    }
}

/// What an argument may be: the part of JSON Schema that the tools need.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// At most so many characters (Unicode scalar values).
    String {
        max: usize,
    },
    Integer {
        min: i64,
        max: i64,
    },
    Number {
        min: f64,
        max: f64,
    },
    Boolean,
    /// One of these names: ASCII, the same in both languages.
    Choice(Vec<String>),
    List {
        of: Box<Kind>,
        max: usize,
    },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Parameter {
    pub name: String,
    pub description: Wording,
    pub kind: Kind,
    pub required: bool,
}

/// A tool, as its manual describes it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tool {
    /// ASCII: the same in both languages, so that a call is the same in both.
    pub name: String,
    pub description: Wording,
    pub parameters: Vec<Parameter>,
    /// What it does cannot be undone by another call: the loop can ask the user first.
    pub irreversible: bool,
}

impl Kind {
    fn schema(&self) -> Map<String, Value> {
        let schema = match self {
            Kind::String { max } => json!({"type": "string", "maxLength": max}),
            Kind::Integer { min, max } => {
                json!({"type": "integer", "minimum": min, "maximum": max})
            }
            Kind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Choice(names) => json!({"type": "string", "enum": names}),
            Kind::List { of, max } => {
                json!({"type": "array", "items": of.schema(), "maxItems": max})
            }
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }
}

impl Parameter {
    /// Its entry under `properties`.
    pub fn schema(&self, lang: Lang) -> Value {
        let mut schema = self.kind.schema();
        schema.insert("description".into(), self.description.get(lang).into());
        Value::Object(schema)
    }
}

impl Tool {
    /// The entry of the request's `tools`: `{"type":"function","function":{name, description, parameters}}`.
    pub fn schema(&self, lang: Lang) -> Value {
        let mut properties = Map::new();
        for parameter in &self.parameters {
            properties.insert(parameter.name.clone(), parameter.schema(lang));
        }
        let required: Vec<&str> = self
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
            .map(|parameter| parameter.name.as_str())
            .collect();
        json!({"type": "function", "function": {
            "name": self.name,
            "description": self.description.get(lang),
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            },
        }})
    }
}

/// Why a call gave an error instead of a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    InvalidJson,
    NotAnObject,
    UnknownTool,
    MissingArgument,
    UnknownArgument,
    WrongType,
    OutOfRange,
    ToolFailed,
    Timeout,
    Cancelled,
    Denied,
}

/// An error that becomes an observation: `{"error":{code, message, hint}}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Failure {
    pub code: Code,
    /// In the language of the run.
    pub message: String,
    /// What would have been right, if that is known: names, a schema, a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Value>,
}

impl Failure {
    /// The tool ran, and could not do it.
    pub fn tool(message: impl Into<String>) -> Failure {
        Failure::new(Code::ToolFailed, message)
    }

    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure {
            code,
            message: message.into(),
            hint: None,
        }
    }

    pub fn with_hint(mut self, hint: Value) -> Failure {
        self.hint = Some(hint);
        self
    }

    /// The observation that the brain gets.
    pub fn observation(&self) -> Value {
        json!({"error": self})
    }
}
