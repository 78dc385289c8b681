//! The same everywhere: one main button, pause, step once, stop, reset; state in words; progress; step, seed, fingerprint.

use leptos::prelude::*;

use super::context::{Words, live, t, use_lang, use_ui};
use super::live_number::{Format, LiveNumber, seconds};
use super::notice::{Callout, Kind};
use crate::lesson::{Lang, Text, text};
use crate::plot::grouped;
use crate::train::{Control, State};

/// How far a run has come.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Progress {
    pub step: u32,
    /// The budget; 0: none is known.
    pub steps: u32,
    pub remaining_seconds: Option<f32>,
}

/// `data-control` of the buttons.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RunNames {
    pub start: &'static str,
    pub resume: &'static str,
    pub pause: &'static str,
    pub step: &'static str,
    pub stop: &'static str,
    pub reset: &'static str,
}

impl Default for RunNames {
    fn default() -> Self {
        RunNames {
            start: "train",
            resume: "resume",
            pause: "pause",
            step: "train-step",
            stop: "stop",
            reset: "reset",
        }
    }
}

const RESUME: Text = text("Go on", "繼續");
const AGAIN: Text = text("Start again", "重新開始");
const RESCUE: Text = text("Go on at a lower learning rate", "用較低的學習率繼續");
const PAUSE: Text = text("Pause", "暫停");
const STEP: Text = text("One step", "單步");
const STOP: Text = text("Stop", "停止");
const RESET: Text = text("Reset", "重設");
const LEFT: Text = text("left", "後完成");
const STEP_COUNT: Text = text("Step", "步數");
const STEP_FROM: Text = text(
    "Updates of the weights since the start.",
    "從開始到現在更新權重的次數。",
);
const FINGERPRINT: Text = text("Run fingerprint", "執行指紋");
const FINGERPRINT_FROM: Text = text(
    "A hash over every training loss so far. The same seed and settings give the same digits in every browser.",
    "由目前為止每一步的訓練損失算出的雜湊值。種子與設定相同，任何瀏覽器都會得到同樣的數字。",
);
const NOT_NOW: Text = text("Not possible in this state.", "目前的狀態下無法使用。");

/// A state in words.
pub const fn state_words(state: State) -> Text {
    match state {
        State::Idle => text("Ready", "就緒"),
        State::Running => text("Running", "執行中"),
        State::Paused => text("Paused", "已暫停"),
        State::Done => text("Finished", "已完成"),
        State::Failed => text("Failed", "失敗"),
        State::Diverged => text("Diverged", "已發散"),
    }
}

/// The run panel of a job. `on_control` gets what the reader wants; the panel itself starts nothing.
#[component]
pub fn RunPanel(
    /// `data-job`.
    job: &'static str,
    /// What the main button says before the first step: "Train".
    #[prop(into)]
    start: Words,
    #[prop(into)] state: Signal<State>,
    #[prop(into)] progress: Signal<Progress>,
    #[prop(into)] on_control: Callback<Control>,
    #[prop(optional)] names: RunNames,
    #[prop(optional, into)] fingerprint: Option<Signal<Option<u32>>>,
    /// Why it cannot start now (no text chosen, a width that the heads do not divide).
    #[prop(optional, into)]
    blocked: Option<Signal<Option<String>>>,
    /// What went wrong, and what to do about it; shown while there is one.
    #[prop(optional, into)]
    message: Option<Signal<Option<String>>>,
    /// The learning rate that is offered after the run has diverged.
    #[prop(optional, into)]
    rescue_rate: Option<Signal<f32>>,
    /// What a step is, where it is no update of weights: its name, and what it counts.
    #[prop(default = (STEP_COUNT, STEP_FROM))]
    step: (Text, Text),
    /// The controls of the run: seed, learning rate, steps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let ui = use_ui();
    let lang = use_lang();
    // The live region hears of the state, not of every step.
    Effect::new(move |before: Option<State>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            ui.notices
                .announce(state_words(now).get(lang.get_untracked()).into());
        }
        now
    });
    let why = move || blocked.and_then(|b| b.get());
    let main_blocked =
        move || state.get() == State::Running || (why().is_some() && state.get() != State::Paused);
    let main_words = move || match state.get() {
        State::Running => [state_words(State::Running).get(lang.get()), "…"].concat(),
        State::Paused => RESUME.get(lang.get()).into(),
        State::Done => AGAIN.get(lang.get()).into(),
        State::Diverged if rescue_rate.is_some() => RESCUE.get(lang.get()).into(),
        _ => start.get(lang.get()),
    };
    let press_main = move |_| {
        if untrack(main_blocked) {
            return;
        }
        match (state.get_untracked(), rescue_rate) {
            (State::Done, _) => {
                on_control.run(Control::Reset);
                on_control.run(Control::Run);
            }
            (State::Diverged, Some(rate)) => on_control.run(Control::Resume {
                learning_rate: rate.get_untracked(),
            }),
            _ => on_control.run(Control::Run),
        }
    };
    let fraction = move || {
        let p = progress.get();
        if p.steps == 0 {
            0.0
        } else {
            f64::from(p.step) / f64::from(p.steps)
        }
    };
    let bar_words = move || {
        let (p, lang) = (progress.get(), lang.get());
        let mut words = grouped(f64::from(p.step), 0);
        if p.steps > 0 {
            words.push_str(" / ");
            words.push_str(&grouped(f64::from(p.steps), 0));
        }
        if let (Some(left), State::Running) = (p.remaining_seconds, state.get()) {
            words.push_str(&match lang {
                Lang::En => [", ", &seconds(f64::from(left), lang), " ", LEFT.en].concat(),
                Lang::ZhHant => ["，約 ", &seconds(f64::from(left), lang), LEFT.zh].concat(),
            });
        }
        words
    };
    let secondary = move |control: &'static str,
                          words: Text,
                          message: Control,
                          possible: fn(State) -> bool| {
        let blocked = move || !possible(state.get());
        view! {
            <button type="button" class="button" data-control=control aria-disabled=live(move || blocked().then_some("true"))
                title=live(move || blocked().then(|| NOT_NOW.get(lang.get())))
                on:click=move |_| if !untrack(blocked) { on_control.run(message) }>{t(words)}</button>
        }
    };
    view! {
        <div class="run" role="group" data-job=job data-state=live(move || state.get().name()) aria-label=start.show()>
            <div class="run-buttons">
                <button type="button" class="button is-main"
                    data-control=live(move || if matches!(state.get(), State::Paused | State::Diverged) { names.resume } else { names.start })
                    aria-disabled=live(move || main_blocked().then_some("true")) on:click=press_main>{live(main_words)}</button>
                {secondary(names.pause, PAUSE, Control::Pause, |s| s == State::Running)}
                {secondary(names.step, STEP, Control::StepOnce, |s| matches!(s, State::Idle | State::Paused))}
                {secondary(names.stop, STOP, Control::Stop, |s| matches!(s, State::Running | State::Paused))}
                {secondary(names.reset, RESET, Control::Reset, |s| s != State::Running)}
            </div>
            <p class="run-why" prop:hidden=live(move || why().is_none() || state.get() == State::Running)>{live(move || why().unwrap_or_default())}</p>
            <div class="run-progress">
                <span class="run-state"><span class="run-dot" aria-hidden="true"></span>{move || state_words(state.get()).get(lang.get())}</span>
                <progress class="run-bar" max="1" prop:value=live(fraction) aria-label=live(move || state_words(state.get()).get(lang.get()))></progress>
                <span class="run-words">{live(bar_words)}</span>
            </div>
            {message.map(|message| view! {
                <div class="run-message">{move || message.get().map(|words| view! { <Callout kind=Kind::Warning><p>{words}</p></Callout> })}</div>
            })}
            <dl class="run-facts">
                <div><dt>{t(step.0)}</dt><dd><LiveNumber name="step" value=Signal::derive(move || Some(f64::from(progress.get().step))) format=Format::Decimals(0) from=step.1 /></dd></div>
                {fingerprint.map(|fingerprint| view! {
                    <div><dt>{t(FINGERPRINT)}</dt><dd><LiveNumber name="fingerprint" value=Signal::derive(move || fingerprint.get().map(f64::from)) format=Format::Hex from=FINGERPRINT_FROM /></dd></div>
                })}
            </dl>
            {children.map(|children| view! { <div class="run-controls">{children()}</div> })}
        </div>
    }
    .into_any()
}
