//! Words that several widgets need.

use crate::labs::next_token::config::Range;
use crate::lesson::{Lang, Text, text};
use crate::ui::Limits;

/// The limits of a choice, as the controls take them.
pub(super) const fn limits(range: Range) -> Limits {
    Limits::new(range.min, range.max, range.step, range.default)
}

/// The names of controls as the reader knows them, for notices.
pub(super) fn control_name(control: &str) -> Text {
    match control {
        "corpus" => text("text", "文本"),
        "tokenizer" => text("tokens", "斷詞方式"),
        "merges" => text("merges", "合併次數"),
        "width" => text("width", "寬度"),
        "layers" => text("layers", "層數"),
        "heads" => text("heads", "head 數"),
        "context" => text("context", "上下文長度"),
        "batch" => text("batch", "批次大小"),
        "steps" => text("steps", "步數"),
        "learning-rate" => text("learning rate", "學習率"),
        "seed" => text("seed", "亂數種子"),
        "temperature" => text("temperature", "溫度"),
        "top-k" => text("top-k", "top-k"),
        "top-p" => text("top-p", "top-p"),
        "min-p" => text("min-p", "min-p"),
        "repetition-penalty" => text("repetition penalty", "重複懲罰"),
        "sample-seed" => text("seed of the dice", "骰子的種子"),
        "prompt" => text("prompt", "開頭"),
        "beam-width" => text("beam width", "beam 寬度"),
        _ => text("another setting", "其他設定"),
    }
}

/// Some controls in one line.
pub(super) fn listed(controls: &[&str], lang: Lang) -> String {
    let names: Vec<&str> = controls
        .iter()
        .map(|control| control_name(control).get(lang))
        .collect();
    names.join(match lang {
        Lang::En => ", ",
        Lang::ZhHant => "、",
    })
}

/// The words of one language, computed: `say(lang, || .., || ..)` reads better than a match in a view.
pub(super) fn say(lang: Lang, en: impl FnOnce() -> String, zh: impl FnOnce() -> String) -> String {
    match lang {
        Lang::En => en(),
        Lang::ZhHant => zh(),
    }
}
