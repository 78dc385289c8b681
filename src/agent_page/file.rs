//! The run as a file in OpenAI's chat format, and a run from such a file.

use leptos::prelude::*;

use super::panel::Panel;
use crate::agent_study::Question;
use crate::lesson::{Text, text};
use crate::plot::grouped;
use crate::ui::{Button, FileField, live, say, use_lang};

const EXPORT: Text = text("Save as OpenAI messages", "存成 OpenAI 訊息格式");
const IMPORT: Text = text("Open a run", "開啟一次執行");
const LARGE: Text = text(
    "This file is larger than a run can be (1 MB).",
    "這個檔案超過一次執行的上限（1 MB）。",
);
const MOST: usize = 1 << 20;

pub fn files(panel: Panel) -> AnyView {
    let lang = use_lang();
    let open = move |bytes: Vec<u8>| {
        let file = String::from_utf8_lossy(&bytes).into_owned();
        panel.ask(Question::Import { file });
    };
    let differ = move || {
        let count = panel
            .with(|shown| shown.differ.len())
            .filter(|&count| count > 0)?;
        let n = grouped(count as f64, 0);
        Some(say(
            lang.get(),
            || format!("{n} results in the file are not what these tools give."),
            || format!("檔案裡有 {n} 個結果和這些工具實際給的不同。"),
        ))
    };
    view! {
        <div class="run-buttons">
            <Button control="export-run" words=EXPORT on_press=move |()| panel.ask(Question::Export) />
            <FileField control="import-run" name=IMPORT accept=".json" most=MOST too_large=LARGE on_bytes=open />
        </div>
        <p class="lab-facts" data-value="differ">{live(differ)}</p>
    }
    .into_any()
}
