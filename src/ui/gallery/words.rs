//! Numbers in text, tokens, messages, guesses.

use std::sync::Arc;

use leptos::prelude::*;

use super::section;
use super::toy::{Toy, numbers};
use crate::lesson::{Lang, text};
use crate::plot::{Role, percent, significant};
use crate::ui::{
    Ask, Callout, Format, Kind, Limits, LiveNumber, Predict, TapeToken, TokenTape, t, use_lang,
    use_ui, visible,
};

pub(super) fn sections() -> AnyView {
    view! {
        {section("numbers", text("Live numbers", "即時數字"), live())}
        {section("tokens", text("Tokens", "token 序列"), tokens())}
        {section("guess", text("Guess first", "先猜再做"), guesses())}
        {section("messages", text("Messages", "訊息"), messages())}
    }
    .into_any()
}

fn live() -> AnyView {
    let mut toy = Toy::new(42);
    (0..300).for_each(|_| toy.step());
    let loss = toy.validation.last().map(|p| p.1);
    let from = text(
        "Mean squared error over 64 fresh points, computed when this page opened.",
        "以 64 個新的點計算的均方誤差，在頁面開啟時算出。",
    );
    view! {
        <div class="prose"><p>
            {t(text("After 300 steps the error is ", "訓練 300 步之後，誤差是 "))}
            <LiveNumber name="gallery-loss" value=Signal::stored(loss) format=Format::Significant(3) from />
            {t(text("; the run has the fingerprint ", "；這次執行的指紋是 "))}
            <LiveNumber name="gallery-fingerprint" value=Signal::stored(Some(f64::from(toy.fingerprint()))) format=Format::Hex from=text("A hash over every loss.", "由每一步的損失算出的雜湊值。") />
            {t(text("; the next one is ", "；下一個數字"))}
            <LiveNumber name="gallery-next" value=Signal::stored(None) format=Format::Percent(1) from=text("Comes from a run that has not happened yet.", "來自還沒有進行的執行。") />
            {t(text(".", "。"))}
        </p></div>
    }
    .into_any()
}

fn tokens() -> AnyView {
    let lang = use_lang();
    let selected = RwSignal::new(Some(3usize));
    let chosen: Signal<Option<usize>> = selected.into();
    let text_tokens = [
        "The", " ", "moon", " ", "is", " ", "a", " ", "mirror", ",", "\n", "月", "光", "\u{200b}",
        "如", "水", "🎉", "。",
    ];
    let surprise: Vec<f64> = numbers(3, text_tokens.len())
        .iter()
        .map(|n| 10f64.powf(-3.2 * n.abs()))
        .collect();
    let sampled = Memo::new(move |_| {
        let token = |(text, p): (&&str, &f64)| TapeToken {
            text: visible(text),
            breaks: *text == "\n",
            role: None,
            surprise: Some(TapeToken::level(*p)),
            note: match lang.get() {
                Lang::En => [
                    "probability ",
                    &percent(*p, 1),
                    ", ",
                    &significant(-p.log2(), 2),
                    " bits",
                ]
                .concat(),
                Lang::ZhHant => [
                    "機率 ",
                    &percent(*p, 1),
                    ",",
                    &significant(-p.log2(), 2),
                    " 位元",
                ]
                .concat(),
            },
        };
        Arc::new(
            text_tokens
                .iter()
                .zip(&surprise)
                .map(token)
                .collect::<Vec<_>>(),
        )
    });
    let writers = [
        (Role::System, "You", text("system", "系統")),
        (Role::System, "are", text("system", "系統")),
        (Role::User, "Book", text("user", "使用者")),
        (Role::User, "a", text("user", "使用者")),
        (Role::User, "table", text("user", "使用者")),
        (Role::Brain, "call", text("model", "模型")),
        (Role::Brain, "book()", text("model", "模型")),
        (Role::Environment, "ok", text("environment", "環境")),
    ];
    let written = Memo::new(move |_| {
        let token = |(role, word, who): &(Role, &str, crate::lesson::Text)| TapeToken {
            text: visible(word),
            role: Some(*role),
            note: who.get(lang.get()).into(),
            ..TapeToken::default()
        };
        Arc::new(writers.iter().map(token).collect::<Vec<_>>())
    });
    view! {
        <div class="gallery-pair">
            <TokenTape tokens=sampled name=text("Tokens by surprise", "依意外程度標示的 token") selected=chosen on_select=move |i| selected.set(Some(i)) />
            <TokenTape tokens=written name=text("Tokens by writer", "依作者標示的 token") />
        </div>
    }
    .into_any()
}

fn guesses() -> AnyView {
    let lang = use_lang();
    let (open, made) = (
        RwSignal::new(None),
        RwSignal::new(Some(crate::ui::Prediction::Number(40.0))),
    );
    let mut toy = Toy::new(42);
    while toy.validation.last().is_none_or(|p| p.1 > 0.1) && toy.count() < 1000 {
        toy.step();
    }
    let steps = toy.count();
    let outcome = move || {
        Some(match lang.get() {
            Lang::En => [&steps.to_string(), " steps."].concat(),
            Lang::ZhHant => [&steps.to_string(), " 步。"].concat(),
        })
    };
    let open_outcome: Signal<Option<String>> = Signal::stored(None);
    let choices: Vec<(&'static str, AnyView)> = vec![
        ("loop", view! { {t(text("In a loop that repeats the same tokens.", "陷入迴圈，不斷重複同樣的 token。"))} }.into_any()),
        ("goes-on", view! { {t(text("It goes on without repeating.", "一直寫下去，不會重複。"))} }.into_any()),
    ];
    view! {
        <div class="gallery-pair">
            <Predict name="gallery-choice" question=view! { {t(text("At temperature 0 the most probable token is taken every time. How will a long text end?", "溫度為 0 時，每次都取機率最高的 token。寫得很長時，結尾會怎樣？"))} }.into_any()
                ask=Ask::Choices(choices) guess=open outcome=open_outcome />
            <Predict name="gallery-number" question=view! { {t(text("How many steps until the error on fresh points falls below 0.1?", "在新資料上的誤差降到 0.1 以下，需要幾步？"))} }.into_any()
                ask=Ask::Number { limits: Limits::new(10.0, 400.0, 10.0, 200.0), unit: Some(text("steps", "步")) } guess=made outcome=Signal::derive(outcome) />
        </div>
    }
    .into_any()
}

fn messages() -> AnyView {
    let ui = use_ui();
    let push = move |_| {
        ui.notices.push(Kind::Warning, text("Two values of the link were outside the limits and have been set to the nearest allowed ones.", "連結中有兩個值超出範圍，已改為最接近的允許值。"))
    };
    view! {
        <Callout><p>{t(text("This model is small. What it shows is a mouse experiment.", "這個模型很小，看到的只是小白鼠實驗。"))}</p></Callout>
        <Callout kind=Kind::Warning><p>{t(text("The heads do not divide the width; 4 heads are used.", "head 數無法整除寬度，改用 4 個 head。"))}</p></Callout>
        <Callout kind=Kind::Trouble><p>{t(text("The file is neither UTF-8, UTF-16 nor Big5. Save it as UTF-8 and try again.", "檔案不是 UTF-8、UTF-16 或 Big5，請另存為 UTF-8 再試一次。"))}</p></Callout>
        <button type="button" class="button" data-control="gallery-notice" on:click=push>{t(text("Show a notice of the site", "顯示一則全站訊息"))}</button>
    }
    .into_any()
}
