//! Widget `export`: the weights as a file, and back.

use leptos::prelude::*;

use super::sample::blocked;
use super::state::Lab;
use crate::labs::next_token::config::{FILE_BYTES, Weights};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::train::State;
use crate::ui::{Button, FileField, Kind, save_bytes, say, t};

const SAVE: Text = text("Save the weights", "儲存權重");
const BUSY: Text = text("Saving…", "儲存中……");
const LOAD: Text = text("Load weights of this architecture", "載入同樣架構的權重");
const ABOUT: Text = text(
    "safetensors: readable by PyTorch and others. The settings are written inside. Loading puts the file in the place of your run.",
    "safetensors 格式，PyTorch 等工具都讀得懂，設定也寫在裡面。載入之後，會取代你目前訓練的結果。",
);
const TOO_LARGE: Text = text(
    "This file is too large to be weights of this lab.",
    "檔案太大，不會是這個實驗的權重。",
);
const RUNNING: Text = text("Pause the run first.", "請先暫停訓練。");

pub(super) fn view(lab: Lab) -> AnyView {
    let busy = RwSignal::new(false);
    let loaded = RwSignal::new(None::<String>);
    let save = move |()| {
        let ask = Ask::Export {
            weights: untrack(|| lab.weights()),
        };
        lab.ask(busy, ask, move |answer| {
            if let Answer::Export(bytes) = answer {
                save_bytes("next-token.safetensors", &bytes);
            }
        });
    };
    let open = move |file: Vec<u8>| {
        if lab.session.job.state.get_untracked() == State::Running {
            lab.ui.notices.push(Kind::Warning, RUNNING);
            return;
        }
        lab.ask(busy, Ask::Import { file }, move |answer| {
            if let Answer::Loaded(line) = answer {
                loaded.set(Some(line));
                lab.session.imported.set(true);
                lab.change(|c| c.weights = Weights::Live);
            }
        });
    };
    let words = Signal::derive(move || {
        let words = if busy.get() { BUSY } else { SAVE };
        words.get(lab.lang()).to_string()
    });
    let told = move || {
        loaded.get().map(|line| {
            say(
                lab.lang(),
                || format!("Loaded: {line}"),
                || format!("已載入：{line}"),
            )
        })
    };
    view! {
        <div class="run-buttons"><Button control="export" words=words on_press=save blocked=Signal::derive(move || blocked(lab)) /></div>
        <FileField control="import" name=LOAD accept=".safetensors" most=FILE_BYTES too_large=TOO_LARGE on_bytes=open />
        <p class="control-about">{t(ABOUT)}</p>
        <p class="lab-facts" role="status" data-value="loaded">{told}</p>
    }
    .into_any()
}
