//! What a page calls the parts of a run, in both languages.

use super::log::Event;
use super::tape::{Author, Section};
use super::token::write;
use super::tool::Code;
use crate::lesson::{Describe, Lang, Text, text};

/// Characters of a text that a heading quotes.
const QUOTED: usize = 60;

impl Author {
    pub const ALL: [Author; 4] = [
        Author::System,
        Author::User,
        Author::Generated,
        Author::Environment,
    ];

    pub const fn label(self) -> Text {
        match self {
            Author::System => text("the developer", "開發者"),
            Author::User => text("the user", "使用者"),
            Author::Generated => text("the brain", "模型"),
            Author::Environment => text("the environment", "環境"),
        }
    }
}

impl Section {
    pub const fn label(self) -> Text {
        match self {
            Section::System => text("system prompt", "系統提示"),
            Section::Manuals => text("tool manuals", "工具說明書"),
            Section::Memory => text("memory", "記憶"),
            Section::User => text("user prompt", "使用者提示"),
            Section::Words => text("the brain's words", "模型的話"),
            Section::Calls => text("calls", "呼叫"),
            Section::Results => text("results", "結果"),
        }
    }
}

impl Code {
    pub const fn label(self) -> Text {
        match self {
            Code::InvalidJson => text("not JSON", "不是合法的 JSON"),
            Code::NotAnObject => text("not an object", "不是物件"),
            Code::UnknownTool => text("unknown tool", "沒有這個工具"),
            Code::MissingArgument => text("missing argument", "缺少引數"),
            Code::UnknownArgument => text("unknown argument", "沒有這個引數"),
            Code::WrongType => text("wrong type", "型別不符"),
            Code::OutOfRange => text("out of range", "超出範圍"),
            Code::ToolFailed => text("the tool failed", "工具失敗"),
            Code::Timeout => text("took too long", "執行太久"),
            Code::Cancelled => text("cancelled", "已取消"),
            Code::Denied => text("not allowed", "未獲允許"),
        }
    }
}

impl Event {
    /// One line of the log.
    pub fn heading(&self, lang: Lang) -> String {
        let (said, detail) = match self {
            Event::Opened { .. } => (text("The run is opened", "開始執行"), String::new()),
            Event::Prompt { tokens, .. } => (
                text("Tokens of the prompt", "提示的 token 數"),
                tokens.to_string(),
            ),
            Event::Turn { tokens, .. } => (text("The brain writes", "模型輸出"), write(tokens)),
            Event::Invented { text: cut } => (
                text("Made up and cut off", "自行捏造\u{ff0c}已截斷"),
                cut.clone(),
            ),
            Event::Notice { text: notice } => {
                (text("Told to the brain", "告知模型"), notice.clone())
            }
            Event::Plan(plan) => (
                text("Steps of the plan", "計畫步數"),
                plan.steps.len().to_string(),
            ),
            Event::Confirm { id } => (text("Waits for your leave", "等待你的允許"), id.clone()),
            Event::Confirmed { id, yes: true } => (text("You allowed it", "你允許了"), id.clone()),
            Event::Confirmed { id, yes: false } => {
                (text("You did not allow it", "你拒絕了"), id.clone())
            }
            Event::Asks { question, .. } => {
                (text("The brain asks you", "模型問你"), question.clone())
            }
            Event::Answered { text: answer, .. } => {
                (text("You answered", "你回答"), answer.clone())
            }
            Event::Result {
                name,
                code: Some(code),
                ..
            } => {
                let detail = format!("{name} ({})", code.label().get(lang));
                let wide = format!("{name}\u{ff08}{}\u{ff09}", code.label().get(lang));
                let detail = if lang == Lang::En { detail } else { wide };
                (text("Error", "錯誤"), detail)
            }
            Event::Result { name, content, .. } => {
                (text("Result", "結果"), format!("{name} \u{2192} {content}"))
            }
            Event::Told { text: told } => (text("The user adds", "使用者補充"), told.clone()),
            Event::Edited { index, .. } => (
                text("You edited message", "你修改了訊息"),
                (index + 1).to_string(),
            ),
            Event::Remembers { lines } => {
                (text("Lines of memory", "記憶行數"), lines.len().to_string())
            }
            Event::Seeded { seed } => (text("New seed", "新的亂數種子"), seed.to_string()),
            Event::Stopped(ending) => (text("End", "結束"), ending.stop.describe(lang)),
        };
        let said = said.get(lang);
        if detail.is_empty() {
            return said.into();
        }
        let mut short: String = detail.chars().take(QUOTED).collect();
        if short.len() < detail.len() {
            short.push('\u{2026}');
        }
        match lang {
            Lang::En => format!("{said}: {short}"),
            Lang::ZhHant => format!("{said}\u{ff1a}{short}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::tests::toy::run;

    #[test]
    fn every_entry_has_a_heading_in_both_languages() {
        let run = run(&[
            "<|plan|>- [ ] a<|call|>add {\"n\":\"3\"}<|call|>look<|end|>",
            "",
            "x<|user|>y",
        ]);
        for entry in run.entries() {
            let [en, zh] = Lang::ALL.map(|lang| entry.event.heading(lang));
            assert!(!en.is_empty() && en != zh, "{en}");
            assert!(en.chars().count() < 100);
        }
    }

    #[test]
    fn every_label_is_said_in_both_languages() {
        let labels = Author::ALL.map(Author::label).to_vec();
        for label in labels.into_iter().chain(Section::ALL.map(Section::label)) {
            assert!(label.en.is_ascii() && !label.zh.is_ascii());
        }
    }
}
