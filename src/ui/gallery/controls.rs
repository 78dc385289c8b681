//! Controls in their states.

use leptos::prelude::*;

use super::section;
use crate::lesson::text;
use crate::ui::{
    Button, ButtonKind, Choice, CopyLink, Limits, Options, PasteBox, Select, Slider, Spacing, Tabs,
    TextArea, Toggle, into, t, use_lang,
};
use crate::wire::link::{Place, Route};

pub(super) fn sections() -> AnyView {
    view! {
        {section("controls", text("Controls", "控制項"), controls())}
        {section("buttons", text("Buttons and tabs", "按鈕與分頁"), buttons())}
        {section("texts", text("Text from the reader", "輸入文字"), texts())}
    }
    .into_any()
}

fn controls() -> AnyView {
    let lang = use_lang();
    let rate = RwSignal::new(0.005);
    let layers = RwSignal::new(3.0);
    let corpus = RwSignal::new(String::from("english"));
    let view_as = RwSignal::new(String::from("token"));
    let cache = RwSignal::new(true);
    let choices = vec![
        Choice::new("english", text("English prose", "英文散文")),
        Choice::new("chinese", text("Chinese verse", "中文詩詞")),
        Choice::new("own", text("Your own text", "你自己的文字")),
    ];
    let views = vec![
        Choice::new("token", text("Tokens", "token 序列")),
        Choice::new("byte", text("Bytes", "位元組")),
    ];
    let why = move || {
        Some(
            text(
                "Fixed while the run goes on. Stop it to change this.",
                "執行中無法更改，請先停止。",
            )
            .get(lang.get())
            .to_string(),
        )
    };
    view! {
        <div class="controls">
            <Slider control="gallery-rate" name=text("Learning rate", "學習率") about=text("The size of each step downhill. Too high: the loss jumps.", "每一步往下走多遠。太高時，損失會亂跳。")
                limits=Limits::new(1e-4, 1.0, 1e-4, 0.005) value=rate on_change=into(rate) spacing=Spacing::Ratio />
            <Slider control="gallery-layers" name=text("Layers", "層數") about=text("More layers: more steps of thought for each token.", "層數越多，每個 token 想得越多步。")
                limits=Limits::new(1.0, 4.0, 1.0, 2.0) value=layers on_change=into(layers) unit=text("layers", "層") />
            <Slider control="gallery-blocked" name=text("Width", "寬度") about=text("", "") limits=Limits::new(16.0, 128.0, 16.0, 64.0) value=Signal::stored(64.0)
                on_change=|_: f64| {} blocked=Signal::derive(why) />
            <Select control="gallery-corpus" name=text("Text to learn from", "訓練用的文字") about=text("What the model will sound like.", "模型說話會像這份文字。")
                choices=Signal::stored(choices) value=corpus on_change=into(corpus) />
            <Options control="gallery-view" name=text("Show", "顯示方式") choices=Signal::stored(views) value=view_as on_change=into(view_as) />
            <Toggle control="gallery-cache" name=text("KV cache", "KV 快取") about=text("Keeps keys and values of past tokens instead of computing them again.", "保留先前 token 的 key 與 value，不再重算。")
                value=cache on_change=into(cache) />
        </div>
    }
    .into_any()
}

fn buttons() -> AnyView {
    let lang = use_lang();
    let tab = RwSignal::new(String::from("read"));
    let why = move || {
        Some(
            text("Choose a text first.", "請先選擇一份文字。")
                .get(lang.get())
                .to_string(),
        )
    };
    let tabs = vec![
        (Choice::new("read", text("Read", "讀取")), view! { <p>{t(text("What the model takes from its memory.", "模型從記憶裡取出什麼。"))}</p> }.into_any()),
        (Choice::new("write", text("Write", "寫入")), view! { <p>{t(text("What it adds to it.", "它把什麼加進記憶。"))}</p> }.into_any()),
        (Choice::new("reflect", text("Reflect", "反思")), view! { <p>{t(text("What it changes in it.", "它改動了記憶裡的什麼。"))}</p> }.into_any()),
    ];
    view! {
        <div class="gallery-pair">
            <div class="run-buttons">
                <Button words=text("Main", "主要動作") on_press=|()| {} kind=ButtonKind::Main />
                <Button words=text("Plain", "一般動作") on_press=|()| {} />
                <Button words=text("Quiet", "次要動作") on_press=|()| {} kind=ButtonKind::Quiet />
                <Button words=text("Blocked", "無法使用") on_press=|()| {} blocked=Signal::derive(why) />
                <CopyLink route=|()| Route { place: Place::Gallery, ..Route::default() } />
            </div>
            <Tabs control="gallery-tabs" name=text("Parts of memory", "記憶的各部分") tabs value=tab on_change=into(tab) />
        </div>
    }
    .into_any()
}

fn texts() -> AnyView {
    let prompt = RwSignal::new(String::from("床前明月光"));
    let own = RwSignal::new(String::new());
    view! {
        <div class="gallery-pair">
            <TextArea control="gallery-prompt" name=text("Prompt", "開頭文字") about=text("What the model continues.", "模型會接著寫下去。") most=200 value=prompt on_change=into(prompt) />
            <PasteBox control="gallery-own" name=text("Your own text", "你自己的文字") about=text("At least 2,000 characters, so that there is something to learn.", "至少 2,000 字，才有東西可學。")
                most=200_000 value=own on_change=into(own) />
        </div>
    }
    .into_any()
}
