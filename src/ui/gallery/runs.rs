//! The run panel, driven by the toy, with its loss chart; and the panel in the states that the toy does not reach.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::section;
use super::toy::{self, Toy};
use crate::lesson::{Lang, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, significant};
use crate::train::{Control, State};
use crate::ui::{Limits, LineFigure, NumberField, Progress, RunPanel, use_lang};

const STEPS: u32 = 400;
const EACH_MS: u64 = 40;
const STEPS_EACH: u32 = 4;

pub(super) fn sections() -> AnyView {
    view! {
        {section("run", text("A run and its curve", "一次執行與它的曲線"), run())}
        {section("states", text("Run panel: other states", "執行面板的其他狀態"), states())}
    }
    .into_any()
}

fn run() -> AnyView {
    let lang = use_lang();
    let seed = RwSignal::new(42.0f64);
    let toy = StoredValue::new_local(Toy::new(42));
    let state = RwSignal::new(State::Idle);
    let changed = RwSignal::new(0u32);
    let advance = move |steps: u32| {
        toy.update_value(|toy| {
            for _ in 0..steps {
                if toy.count() < STEPS {
                    toy.step();
                }
            }
        });
        changed.update(|c| *c = c.wrapping_add(1));
        if toy.with_value(Toy::count) >= STEPS {
            state.set(State::Done);
        }
    };
    let fresh = move || {
        toy.set_value(Toy::new(seed.get_untracked() as u64));
        state.set(State::Idle);
        changed.update(|c| *c = c.wrapping_add(1));
    };
    let timer = set_interval_with_handle(
        move || {
            if state.try_get_untracked() == Some(State::Running) {
                advance(STEPS_EACH);
            }
        },
        Duration::from_millis(EACH_MS),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    // The page opens with a part of the run behind it, so that there is something to see.
    advance(240);
    state.set(State::Paused);

    let control = move |control: Control| match control {
        Control::Run => state.set(State::Running),
        Control::Pause => state.set(State::Paused),
        Control::StepOnce => {
            state.set(State::Paused);
            advance(1);
        }
        Control::Stop => state.set(State::Idle),
        Control::Reset => fresh(),
        Control::LearningRate(_) | Control::Resume { .. } => {}
    };
    let progress = move || {
        changed.track();
        let step = toy.with_value(Toy::count);
        let left = (STEPS - step) as f32 / STEPS_EACH as f32 * EACH_MS as f32 / 1000.0;
        Progress {
            step,
            steps: STEPS,
            remaining_seconds: Some(left),
        }
    };
    let chart = move || {
        changed.track();
        let words = |en: &str, zh: &str| match lang.get() {
            Lang::En => en.to_string(),
            Lang::ZhHant => zh.to_string(),
        };
        let curves = toy.with_value(|toy| (toy.training.clone(), toy.validation.clone()));
        LineChart {
            x: Axis::new(words("training step", "訓練步數")).between(0.0, f64::from(STEPS)),
            y: Axis::new(words("squared error (log scale)", "平方誤差（對數刻度）")).log(),
            series: vec![
                Series::new(
                    words("training", "訓練"),
                    Role::Training,
                    Arc::new(curves.0),
                ),
                Series::new(
                    words("validation", "驗證"),
                    Role::Validation,
                    Arc::new(curves.1),
                ),
            ],
            references: vec![Reference {
                name: words("best possible", "理論下限"),
                role: Role::Theory,
                y: toy::floor(),
            }],
        }
    };
    let summary = move || {
        changed.track();
        let last = toy.with_value(|toy| toy.validation.last().copied());
        match (last, lang.get()) {
            (None, Lang::En) => "No step has been taken yet.".into(),
            (None, Lang::ZhHant) => "還沒有訓練任何一步。".into(),
            (Some((step, loss)), Lang::En) => [
                "After ",
                &step.to_string(),
                " steps the error on fresh points is ",
                &significant(loss, 3),
                ".",
            ]
            .concat(),
            (Some((step, loss)), Lang::ZhHant) => [
                "訓練 ",
                &step.to_string(),
                " 步之後，在新資料上的誤差是 ",
                &significant(loss, 3),
                "。",
            ]
            .concat(),
        }
    };
    view! {
        <div class="gallery-pair">
            <LineFigure name="gallery-loss" title=text("A line fitted to noisy points", "對有雜訊的點配適一條直線")
                summary=Signal::derive(summary) chart=Signal::derive(chart) />
            <RunPanel job="gallery-run" start=text("Fit", "開始配適") state progress=Signal::derive(progress) on_control=control
                fingerprint=Signal::derive(move || { changed.track(); Some(toy.with_value(Toy::fingerprint)) })>
                <NumberField control="gallery-seed" name=text("Seed", "亂數種子") about=text("The same seed gives the same run.", "種子相同，執行結果就相同。")
                    limits=Limits::new(0.0, 4_294_967_295.0, 1.0, 42.0) value=seed on_change=move |value| { seed.set(value); fresh() } />
            </RunPanel>
        </div>
    }
    .into_any()
}

fn states() -> AnyView {
    let lang = use_lang();
    let panel = move |job: &'static str, state: State, step: u32| {
        let progress = Progress {
            step,
            steps: 400,
            remaining_seconds: Some(95.0),
        };
        let message = move || {
            match state {
            State::Diverged => Some(
                text(
                    "At step 121 the loss was no longer a number. The weights of step 120 are back. A high learning rate is the usual cause.",
                    "第 121 步的損失已經不是數字，已回到第 120 步的權重。最常見的原因是學習率太高。",
                )
                .get(lang.get())
                .to_string(),
            ),
            State::Failed => Some(text("The worker has stopped. Start again.", "背景程式已停止，請重新開始。").get(lang.get()).to_string()),
            _ => None,
        }
        };
        let blocked = move || {
            (state == State::Idle).then(|| {
                text("Choose a text first.", "請先選擇一份文字。")
                    .get(lang.get())
                    .to_string()
            })
        };
        view! {
            <RunPanel job start=text("Train", "開始訓練") state=Signal::stored(state) progress=Signal::stored(progress) on_control=|_: Control| {}
                blocked=Signal::derive(blocked) message=Signal::derive(message) rescue_rate=Signal::stored(0.001f32) />
        }
    };
    view! {
        <div class="gallery-pair">
            {panel("gallery-idle", State::Idle, 0)}
            {panel("gallery-running", State::Running, 120)}
            {panel("gallery-done", State::Done, 400)}
            {panel("gallery-diverged", State::Diverged, 120)}
            {panel("gallery-failed", State::Failed, 60)}
        </div>
    }
    .into_any()
}
