//! Widget `train`: the same model, trained by the reader.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::config::{SEED, STEPS};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent, significant};
use crate::train::Control;
use crate::ui::{Button, Format, LineFigure, LiveNumber, MovedOn, NumberField, Progress, RunPanel, save_bytes, say, t};
use crate::world_model::which::Whose;
use crate::world_page::own;

const TRAIN: Text = text("Train your own", "訓練自己的模型");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Fixes who lives where in your world, the first weights and the order of the texts.",
    "決定你的世界裡誰住哪裡、初始權重，以及文字的順序。",
);
const STEPS_NAME: Text = text("Steps", "步數");
const STEPS_ABOUT: Text = text(
    "32 rows of 48 words each step. The shipped model took 900.",
    "每步 32 列，每列 48 個詞。預載的模型訓練了 900 步。",
);
const SAVE: Text = text("Save the model as a file", "把模型存成檔案");
const SAVE_ABOUT: Text = text(
    "Every lab of this lecture can look at your model while this tab is open, and at a saved one at any time. safetensors, f16: readable from Python.",
    "這個分頁開著的時候，本講的每個實驗都能看你的模型；存成檔案，之後隨時可以再開。格式是 safetensors（f16），Python 也讀得懂。",
);
const NOTHING: Text = text("There is no model of your own yet.", "還沒有你自己的模型。");
const TITLE: Text = text("Loss of your own run", "你自己訓練的損失");
const EMPTY: Text = text("Press the button above. The curve appears here.", "按上面的按鈕，曲線會出現在這裡。");
const STEP: Text = text("training step", "訓練步數");
const LOSS: Text = text("loss (nats per word)", "損失（nats／詞）");
const TRAINING: Text = text("training", "訓練");
const LAST: Text = text("loss", "損失");
pub(super) const LOSS_FROM: Text = text(
    "Mean surprise at the next word in the newest batch of your own run, nats.",
    "你自己的模型在最近一個批次裡，對下一個詞平均有多意外（nats）。",
);
const KNOWN: Text = text("homes that it knows", "知道的住處");
pub(super) const KNOWN_FROM: Text = text(
    "Share of the 40 people whose home your own model names, asked every 25 steps.",
    "40 個人裡，你的模型答得出住處的比例；每 25 步問一次。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.session;
    let progress = Memo::new(move |_| {
        lab.run.with(|run| Progress {
            step: run.last.step,
            steps: if run.last.steps > 0 { run.last.steps } else { lab.chosen.config.with(|c| c.steps) },
            remaining_seconds: run.last.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.run.with(|run| (run.last.step > 0).then_some(run.last.fingerprint)));
    let control = move |control: Control| {
        // Whoever trains wants to see it.
        if matches!(control, Control::Run | Control::StepOnce) {
            lab.chosen.change(|c| c.which.whose = Whose::Own);
        }
        session.control(control);
    };
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let steps = lab.chosen.pick(|c| f64::from(c.steps));
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let mut x = Axis::new(STEP.get(lang)).from(0.0);
        x.to = Some(f64::from(progress.with(|p| p.steps)));
        LineChart {
            x,
            y: Axis::new(LOSS.get(lang)).from(0.0),
            series: vec![Series::new(TRAINING.get(lang), Role::Training, lab.run.with(|run| run.losses.clone()))],
            references: Vec::new(),
        }
    });
    let save = move |()| {
        if let Some(own) = untrack(own) {
            let about = own.about;
            save_bytes(&format!("world-{}-{}.safetensors", about.seed, about.step), &own.file.0);
        }
    };
    let unsaved = Signal::derive(move || own().is_none().then(|| String::from(NOTHING.get(lab.lang()))));
    let touched = Signal::derive(move || lab.run.with(|run| run.last.step > 0));
    view! {
        <RunPanel job="train" start=TRAIN state=session.job.state progress on_control=control fingerprint>
            <NumberField control="steps" name=STEPS_NAME about=STEPS_ABOUT limits=STEPS.into() value=steps on_change=move |value: f64| lab.chosen.change(|c| c.steps = value as u32) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </RunPanel>
        <MovedOn session touched />
        <div class="run-buttons"><Button control="save-model" words=SAVE on_press=save blocked=unsaved /></div>
        <p class="control-about">{t(SAVE_ABOUT)}</p>
        <LineFigure name="loss" title=TITLE summary=Signal::derive(move || summary(lab)) chart height=220.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(LAST)}</dt><dd><LiveNumber name="training-loss" value=Memo::new(move |_| loss(lab)) format=Format::Significant(3) from=LOSS_FROM /></dd></div>
            <div><dt>{t(KNOWN)}</dt><dd><LiveNumber name="known" value=Memo::new(move |_| known(lab)) format=Format::Percent(0) from=KNOWN_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn loss(lab: Lab) -> Option<f64> {
    lab.run.with(|run| run.losses.last().map(|p| p.1))
}

pub(super) fn known(lab: Lab) -> Option<f64> {
    lab.run.with(|run| run.known.last().map(|p| p.1))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let step = lab.run.with(|run| run.last.step);
    let Some(loss) = loss(lab).map(|x| significant(x, 3)) else {
        return EMPTY.get(lang).into();
    };
    let known = known(lab).map(|x| percent(x, 0));
    say(
        lang,
        || match &known {
            Some(known) => format!("Step {step}: {loss} nats per word; it knows {known} of the homes."),
            None => format!("Step {step}: {loss} nats per word."),
        },
        || match &known {
            Some(known) => format!("第 {step} 步：每個詞 {loss} nats；答得出 {known} 的住處。"),
            None => format!("第 {step} 步：每個詞 {loss} nats。"),
        },
    )
}
