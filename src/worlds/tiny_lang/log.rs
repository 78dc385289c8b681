//! The compile log: where the program stops being one, what was expected there and what stood there.

use serde::{Deserialize, Serialize};

use super::{LONGEST, NAMES, NESTED};
use crate::lesson::{Describe, Lang, Text, text};

/// One line of the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub col: u32,
    pub expected: Expected,
    /// What stands there, at most 20 characters of it; `None` = the program ends there.
    pub got: Option<String>,
}

/// What would have been right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Exactly this.
    Symbol(String),
    Statement,
    Expression,
    /// A name that is no word of the language.
    Name,
    /// The name of a number that was let before, in this function.
    Known,
    /// The name of a function.
    Function,
    /// A name that no function has yet.
    NewFunction,
    /// So many arguments.
    Arguments(u32),
    /// A function stands outside of everything else.
    OutsideOfBlocks,
    /// A number of at most 64 bits.
    SmallerNumber,
    /// Less nesting.
    Simpler,
    /// Fewer names in one function.
    FewerNames,
    /// A shorter program.
    Shorter,
}

/// Why a text is no program. Never empty; in the order of the text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Log(pub Vec<Entry>);

impl Expected {
    pub fn words(&self, lang: Lang) -> String {
        let fixed: Text = match self {
            Expected::Symbol(symbol) => return ["`", symbol, "`"].concat(),
            Expected::Arguments(count) => {
                let count = count.to_string();
                return match lang {
                    Lang::En => [&count, " arguments"].concat(),
                    Lang::ZhHant => [&count, " 個引數"].concat(),
                };
            }
            Expected::Simpler | Expected::FewerNames | Expected::Shorter => {
                return self.limit(lang);
            }
            Expected::Statement => text("a statement", "一個敘述"),
            Expected::Expression => text("an expression", "一個運算式"),
            Expected::Name => text("a name", "一個名字"),
            Expected::Known => text("a name that was let before", "前面用 let 定義過的名字"),
            Expected::Function => text("the name of a function", "函式的名字"),
            Expected::NewFunction => text("a name that no function has", "還沒有函式用過的名字"),
            Expected::OutsideOfBlocks => text("fn outside of every block", "fn 寫在所有區塊外面"),
            Expected::SmallerNumber => text("a number of 64 bits", "64 位元以內的整數"),
        };
        fixed.get(lang).into()
    }

    fn limit(&self, lang: Lang) -> String {
        let (count, what) = match self {
            Expected::Simpler => (NESTED, text(" levels of nesting", " 層巢狀")),
            Expected::FewerNames => (NAMES, text(" names in a function", " 個名字")),
            _ => (LONGEST, text(" characters", " 個字元")),
        };
        let most = text("at most ", "最多 ").get(lang);
        [most, &count.to_string(), what.get(lang)].concat()
    }
}

impl Describe for Entry {
    fn describe(&self, lang: Lang) -> String {
        let (line, col) = (self.line.to_string(), self.col.to_string());
        let expected = self.expected.words(lang);
        let got = match &self.got {
            Some(got) => ["`", got, "`"].concat(),
            None => text("the end of the program", "程式結尾").get(lang).into(),
        };
        match lang {
            Lang::En => [
                "line ",
                &line,
                ", column ",
                &col,
                ": expected ",
                &expected,
                ", got ",
                &got,
            ]
            .concat(),
            Lang::ZhHant => [
                "第 ",
                &line,
                " 行第 ",
                &col,
                " 欄：應該是 ",
                &expected,
                "，卻是 ",
                &got,
            ]
            .concat(),
        }
    }
}

impl Describe for Log {
    fn describe(&self, lang: Lang) -> String {
        let lines: Vec<String> = self.0.iter().map(|entry| entry.describe(lang)).collect();
        lines.join("\n")
    }
}
