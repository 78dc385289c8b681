//! The choices as a link holds them.

use super::{Config, LINK_VERSION};
use crate::lesson::{Text, text};
use crate::wire::choices::Choices;

impl Choices for Config {
    const LAB: &'static str = "next-token";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(self) -> (Config, Vec<&'static str>) {
        Config::clamped(self)
    }

    fn control_name(control: &str) -> Text {
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
}
