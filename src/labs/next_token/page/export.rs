//! Widget `export`: the weights as a file, and back.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::sample::blocked;
use super::state::Lab;
use crate::labs::next_token::config::{FILE_BYTES, Weights};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::train::State;
use crate::ui::{Button, Kind, save_blob, say, t};

const SAVE: Text = text("Save the weights", "儲存權重");
const BUSY: Text = text("Saving…", "儲存中……");
const LOAD: Text = text("Load weights of this architecture:", "載入同樣架構的權重：");
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
                let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(&bytes[..]));
                if let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence(&parts) {
                    save_blob("next-token.safetensors", &blob);
                }
            }
        });
    };
    let choose = move |event: ev::Event| {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        let Some(file) = file else { return };
        input.set_value("");
        if lab.session.job.state.get_untracked() == State::Running {
            lab.ui.notices.push(Kind::Warning, RUNNING);
        } else if file.size() > FILE_BYTES as f64 {
            lab.ui.notices.push(Kind::Warning, TOO_LARGE);
        } else {
            load(lab, file, busy, loaded);
        }
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
        <label class="paste-file">{t(LOAD)}" "<input type="file" accept=".safetensors" data-control="import" on:change=choose /></label>
        <p class="control-about">{t(ABOUT)}</p>
        <p class="lab-facts" role="status" data-value="loaded">{told}</p>
    }
    .into_any()
}

fn load(lab: Lab, file: web_sys::File, busy: RwSignal<bool>, loaded: RwSignal<Option<String>>) {
    spawn_local(async move {
        let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
            return;
        };
        let file = js_sys::Uint8Array::new(&buffer).to_vec();
        lab.ask(busy, Ask::Import { file }, move |answer| {
            if let Answer::Loaded(line) = answer {
                loaded.set(Some(line));
                lab.session.imported.set(true);
                lab.change(|c| c.weights = Weights::Live);
            }
        });
    });
}
