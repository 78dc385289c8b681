//! Widget `train`: the run of all chosen layers, with one bar for each.

use leptos::prelude::*;

use super::looks;
use super::state::Lab;
use crate::labs::memory_limits::choices::{LEARNING_RATE, SEED, STEPS};
use crate::labs::memory_limits::protocol::LayerReport;
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{grouped, percent, significant};
use crate::train::State;
use crate::ui::{
    Format, LiveNumber, MovedOn, NumberField, Progress, RunPanel, Slider, Spacing, live, say, seconds, t,
};

const TRAIN: Text = text("Train", "訓練");
const RATE_NAME: Text = text("Learning rate", "學習率");
const RATE_ABOUT: Text = text("The same for all layers, so that the comparison is fair.", "每一種層都用同一個值，比較才公平。");
const STEPS_NAME: Text = text("Steps", "步數");
const STEPS_ABOUT: Text = text("Of every layer. One step sees 64 sequences.", "每一種層各走幾步。一步看 64 個序列。");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "All layers see the same sequences. Same seed, same run.",
    "每一種層看到的序列都一樣。種子相同，整個過程就相同。",
);
const NONE: Text = text("Choose at least one layer.", "請至少選一種層。");
const LANES: Text = text("Progress of each layer", "各層的進度");
const MEMORY: Text = text("memory of the run", "使用的記憶體");
const MEMORY_FROM: Text = text(
    "Weights and buffers that the worker holds for all layers.",
    "背景程式為所有的層保存的權重與暫存。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let (session, report) = (lab.session, lab.report);
    let progress = Memo::new(move |_| {
        let wanted = lab.config.with(|c| c.steps);
        report.with(|r| Progress {
            step: r.step,
            steps: if r.steps > 0 { r.steps } else { wanted },
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| report.with(|r| (r.step > 0).then_some(r.fingerprint)));
    let none = Memo::new(move |_| lab.config.with(|c| c.layers.list().is_empty()));
    let blocked = live(move || none.get().then(|| NONE.get(lab.lang()).to_string()));
    let message = live(move || diverged(lab));
    let steps = lab.chosen.pick(|c| f64::from(c.steps));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    // An f32 written as an f64 shows digits that nobody chose.
    let rate = lab.chosen.pick(|c| (f64::from(c.learning_rate) * 1e7).round() / 1e7);
    let memory = Memo::new(move |_| Some(session.job.bytes.get() as f64).filter(|bytes| *bytes > 0.0));
    let touched = live(move || lab.is_touched());
    let kinds = Memo::new(move |_| report.with(|r| r.layers.iter().map(|l| l.kind).collect::<Vec<Kind>>()));
    let lane = move |kind: Kind| lane(lab, kind);
    view! {
        <RunPanel job="train" start=TRAIN state=session.job.state progress on_control=move |control| session.control(control)
            fingerprint=fingerprint blocked=blocked message=message>
            <NumberField control="steps" name=STEPS_NAME about=STEPS_ABOUT limits=STEPS.into() value=steps on_change=move |v: f64| lab.change(|c| c.steps = v as u32) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |v: f64| lab.change(|c| c.seed = v as u32) />
            <Slider control="learning-rate" name=RATE_NAME about=RATE_ABOUT limits=LEARNING_RATE.into() spacing=Spacing::Ratio value=rate on_change=move |v: f64| lab.change(|c| c.learning_rate = v as f32) />
        </RunPanel>
        <ul class="lanes" aria-label=t(LANES)>
            <For each=move || kinds.get() key=|kind| *kind children=lane />
        </ul>
        <dl class="run-facts">
            <div><dt>{t(MEMORY)}</dt><dd><LiveNumber name="memory" value=memory format=Format::Bytes from=MEMORY_FROM /></dd></div>
        </dl>
        <MovedOn session touched />
    }
    .into_any()
}

/// One layer: its name, its bar, where it stands.
fn lane(lab: Lab, kind: Kind) -> AnyView {
    let steps = Memo::new(move |_| lab.report.with(|r| r.steps));
    let step = Memo::new(move |_| lab.layer(kind, |l| Some(l.step)).unwrap_or(0));
    let state = live(move || lane_state(lab, kind).name());
    let words = live(move || {
        let running = lab.session.job.state.get() == State::Running;
        lab.layer(kind, |l| Some(lane_words(l, steps.get(), running, lab.lang()))).unwrap_or_default()
    });
    let name = live(move || kind.name().get(lab.lang()));
    let share = live(move || f64::from(step.get()) / f64::from(steps.get().max(1)));
    view! {
        <li class="lane" data-job=["train-", kind.id()].concat() data-state=state>
            <span class="lane-name"><svg class="lane-key" viewBox="0 0 24 8" aria-hidden="true"><path class=["plot-line ", looks::of(kind).role.class()].concat() d="M0 4H24" stroke-dasharray=dashes(kind) /></svg>{name}</span>
            <progress class="run-bar" max="1" prop:value=share aria-label=name></progress>
            <span class="lane-words">{words}</span>
        </li>
    }
    .into_any()
}

fn dashes(kind: Kind) -> Option<String> {
    looks::of(kind).role.dash().array().map(|parts| {
        let parts: Vec<String> = parts.iter().map(f32::to_string).collect();
        parts.join(" ")
    })
}

/// The state of one layer: its own end, or that of the run.
fn lane_state(lab: Lab, kind: Kind) -> State {
    let state = lab.session.job.state.get();
    lab.report.with(|r| {
        let layer = r.layers.iter().find(|l| l.kind == kind);
        match layer {
            Some(layer) if layer.diverged_at.is_some() => State::Diverged,
            Some(layer) if r.steps > 0 && layer.step >= r.steps => State::Done,
            _ => state,
        }
    })
}

fn lane_words(layer: &LayerReport, steps: u32, running: bool, lang: Lang) -> String {
    let (step, of) = (grouped(f64::from(layer.step), 0), grouped(f64::from(steps), 0));
    if let Some(at) = layer.diverged_at {
        return say(lang, || format!("diverged at step {at}"), || format!("第 {at} 步發散"));
    }
    let mut words = format!("{step} / {of}");
    let mut add = |en: String, zh: String| words.push_str(&say(lang, || format!(", {en}"), || format!("，{zh}")));
    if let Some(loss) = layer.loss {
        let loss = significant(f64::from(loss), 3);
        add(format!("loss {loss}"), format!("損失 {loss}"));
    }
    if let Some(share) = layer.accuracy() {
        let share = percent(share, 0);
        add(format!("{share} right"), format!("答對 {share}"));
    }
    match layer.remaining_seconds {
        Some(left) if running && left > 0.0 => {
            let left = seconds(f64::from(left), lang);
            add(format!("{left} of work left"), format!("還要算 {left}"));
        }
        _ if layer.seconds > 0.0 => {
            let spent = seconds(f64::from(layer.seconds), lang);
            add(format!("took {spent}"), format!("花了 {spent}"));
        }
        _ => {}
    }
    words
}

/// Which layers stopped on the way.
fn diverged(lab: Lab) -> Option<String> {
    let lang = lab.lang();
    let names: Vec<&str> = lab.report.with(|r| {
        let stopped = r.layers.iter().filter(|l| l.diverged_at.is_some());
        stopped.map(|l| l.kind.name().get(lang)).collect()
    });
    if names.is_empty() {
        return None;
    }
    Some(say(
        lang,
        || format!("Diverged, and stopped there: {}. The other layers go on. Likely cause: the learning rate.", names.join(", ")),
        || format!("已發散並停在那一步：{}。其他的層照常訓練。多半是學習率太大。", names.join("、")),
    ))
}
