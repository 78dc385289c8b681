//! Run, pause, step, one token, back, forward, speed, cancel; where the run stops by itself; where it stands.

use leptos::prelude::*;

use super::panel::{Going, Panel, Speed};
use crate::agent::{Progress, Waiting};
use crate::agent_study::Question;
use crate::lesson::{Describe, Lang, Text, text};
use crate::plot::grouped;
use crate::ui::{
    Button, ButtonKind, Callout, Choice, Kind, Options, Toggle, harmless, live, say, t, use_lang,
};

const RUN: Text = text("Run", "執行");
const PAUSE: Text = text("Pause", "暫停");
const STEP: Text = text("One step", "一步");
const TOKEN: Text = text("One token", "一個 token");
const BACK: Text = text("Back", "後退");
const FORWARD: Text = text("Forward", "前進");
const CANCEL: Text = text("Interrupt", "中斷");
const SPEED: Text = text("Speed", "速度");
const STOP_AT: Text = text("Stop at", "遇到時停下");
const AT_CALL: Text = text("every result of a tool", "每個工具結果");
const AT_ERROR: Text = text("errors", "錯誤");
const AT_MEMORY: Text = text("writing to memory", "寫入記憶");
const HALTED: Text = text("Stopped by you at:", "依你的設定停在：");
const BUSY: Text = text("The run is going. Pause it first.", "正在執行，請先暫停。");
const WAITS: Text = text("The run waits for you, below.", "它在等你，請看下方。");
const OVER: Text = text(
    "This branch has ended. Go back, or edit something, and a new branch begins.",
    "這個分支已經結束。後退或修改任何內容，就會開始新的分支。",
);
const NOTHING: Text = text("Nothing has been opened yet.", "尚未開始。");
/// Tools that write a memory.
const WRITES: [&str; 3] = ["note_write", "note_delete", "graph_add"];

const fn speed_words(speed: Speed) -> Text {
    match speed {
        Speed::Token => text("token by token", "逐個 token"),
        Speed::Step => text("step by step", "逐步"),
        Speed::Full => text("at once", "最快"),
    }
}

/// The name of where the run stands, as in `data-state`.
pub(super) fn state(panel: Panel) -> &'static str {
    if panel.is_going() {
        return "running";
    }
    let named = panel.with(|shown| match &shown.progress {
        Progress::Stopped(_) => "done",
        Progress::Waiting(_) => "waiting",
        _ if shown.counts.steps == 0 => "idle",
        _ => "paused",
    });
    named.unwrap_or("idle")
}

/// Where the run stands, in words.
fn standing(panel: Panel, lang: Lang) -> String {
    if panel.is_going() {
        return text("Running", "執行中").get(lang).into();
    }
    let said = panel.with(|shown| match &shown.progress {
        Progress::Stopped(ending) => ending.stop.describe(lang),
        Progress::Waiting(Waiting::Confirm(_)) => text("Waits for your leave", "等待你的允許")
            .get(lang)
            .into(),
        Progress::Waiting(Waiting::Asks { .. }) => {
            text("The brain asks you", "模型問你").get(lang).into()
        }
        _ if shown.counts.steps == 0 => text("Ready", "就緒").get(lang).into(),
        _ => text("Paused", "已暫停").get(lang).into(),
    });
    said.unwrap_or_else(|| NOTHING.get(lang).into())
}

pub fn controls(panel: Panel) -> AnyView {
    let lang = use_lang();
    let going = move || panel.is_going();
    let why_not = move || {
        let waits = panel.with(|shown| matches!(shown.progress, Progress::Waiting(_)));
        let why = match (going(), waits) {
            (true, _) => BUSY,
            (_, None) => NOTHING,
            (_, Some(true)) => WAITS,
            _ if panel.rests() => OVER,
            _ => return None,
        };
        Some(why.get(lang.get()).to_string())
    };
    let quiet = move || going().then(|| BUSY.get(lang.get()).to_string());
    let blocked = Signal::derive(why_not);
    let busy = Signal::derive(quiet);
    let no_pause = Signal::derive(move || (!going()).then(|| NOTHING.get(lang.get()).to_string()));
    let speeds = Signal::derive(move || {
        Speed::ALL
            .map(|s| Choice::new(s.name(), speed_words(s)))
            .to_vec()
    });
    let speed = Signal::derive(move || panel.speed.get().name().to_string());
    let pick = move |name: String| {
        if let Some(found) = Speed::ALL.into_iter().find(|s| s.name() == name) {
            panel.speed.set(found);
        }
    };
    let halted = move || {
        let entry = panel.halted.get()?;
        let heading = move || harmless(&entry.event.heading(lang.get()));
        Some(
            view! { <Callout kind=Kind::Note><p data-value="halted">{t(HALTED)} " " {heading}</p></Callout> },
        )
    };
    let trouble = move || {
        let error = panel.trouble.get()?;
        Some(
            view! { <Callout kind=Kind::Warning><p data-value="refused">{move || error.describe(lang.get())}</p></Callout> },
        )
    };
    let counts = move || {
        panel.with(|shown| {
            let c = shown.counts;
            let n = |n: u64| grouped(n as f64, 0);
            let (steps, calls, made, read) = (
                n(c.steps.into()),
                n(c.calls.into()),
                n(c.generated),
                n(c.read),
            );
            say(
                lang.get(),
                || {
                    format!(
                        "{steps} steps, {calls} calls, {made} tokens written, {read} tokens read"
                    )
                },
                || {
                    format!(
                        "{steps} 步、{calls} 次呼叫、產生 {made} 個 token、讀入 {read} 個 token"
                    )
                },
            )
        })
    };
    let answer = move || {
        panel.with(|shown| match &shown.progress {
            Progress::Stopped(ending) if !ending.answer.is_empty() => {
                Some(harmless(&ending.answer))
            }
            _ => None,
        })?
    };
    let badge = move || panel.with(|shown| shown.badge.describe(lang.get()));
    let at = |read: fn(&crate::agent_study::Breakpoints) -> bool| {
        Signal::derive(move || panel.breakpoints.with(read))
    };
    view! {
        <div class="run" role="group" data-job="agent" data-state=live(move || state(panel)) aria-label=live(move || RUN.get(lang.get()))>
            <div class="run-buttons">
                <Button control="agent-run" words=RUN kind=ButtonKind::Main blocked on_press=move |()| panel.start(Going::On) />
                <Button control="agent-pause" words=PAUSE blocked=no_pause on_press=move |()| panel.going.set(Going::No) />
                <Button control="agent-step" words=STEP blocked on_press=move |()| panel.start(Going::Step) />
                <Button control="agent-token" words=TOKEN blocked on_press=move |()| panel.token() />
                <Button control="agent-back" words=BACK blocked=busy on_press=move |()| panel.ask(Question::Back) />
                <Button control="agent-forward" words=FORWARD blocked=busy on_press=move |()| panel.ask(Question::Forward) />
                <Button control="agent-cancel" words=CANCEL on_press=move |()| panel.ask(Question::Cancel) />
            </div>
            <div class="run-progress"><span class="run-state"><span class="run-dot" aria-hidden="true"></span><span data-value="agent-state">{live(move || standing(panel, lang.get()))}</span></span></div>
            <p class="lab-prompt" data-value="answer" prop:hidden=live(move || answer().is_none())>{live(answer)}</p>
            {halted}{trouble}
            <p class="lab-facts" data-value="badge">{live(badge)}</p>
            <p class="lab-facts">{live(counts)}</p>
            <div class="controls">
                <Options control="agent-speed" name=SPEED choices=speeds value=speed on_change=pick />
                <fieldset class="options"><legend class="control-name">{t(STOP_AT)}</legend>
                    <Toggle control="stop-at-call" name=AT_CALL value=at(|b| b.call) on_change=move |on: bool| panel.breakpoints.update(|b| b.call = on) />
                    <Toggle control="stop-at-error" name=AT_ERROR value=at(|b| b.error) on_change=move |on: bool| panel.breakpoints.update(|b| b.error = on) />
                    <Toggle control="stop-at-memory" name=AT_MEMORY value=at(|b| !b.tools.is_empty())
                        on_change=move |on: bool| panel.breakpoints.update(|b| b.tools = if on { WRITES.map(String::from).to_vec() } else { Vec::new() }) />
                </fieldset>
            </div>
        </div>
    }
    .into_any()
}
