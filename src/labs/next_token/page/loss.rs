//! Widget `loss`: how surprised the model still is, live.

use leptos::prelude::*;

use super::state::Lab;
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, significant};
use crate::ui::{Format, LineFigure, LiveNumber, say, t};

const TITLE: Text = text("Loss while it learns", "學習過程中的損失");
const EMPTY: Text = text(
    "Press Train. The curve appears here.",
    "按下「訓練」，曲線會出現在這裡。",
);
const STEP: Text = text("training step", "訓練步數");
const LOSS: Text = text("loss (nats per token)", "損失（nats／token）");
const TRAINING: Text = text("training", "訓練");
const VALIDATION: Text = text("validation", "驗證");
const UNIFORM: Text = text("blind guess", "亂猜");
pub(super) const TRAINING_FROM: Text = text(
    "Mean surprise at the true next token in the newest batch, nats per token.",
    "最近一個批次裡，真正的下一個 token 平均讓模型多意外（nats／token）。",
);
pub(super) const VALIDATION_FROM: Text = text(
    "The same on text that was held back from training, measured 40 times in a run.",
    "同樣的量，但測的是沒拿來訓練的文字；一次執行測 40 回。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let run = lab.session.run;
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let uniform = lab
            .session
            .about
            .with(|a| a.as_ref().map(|a| f64::from(a.uniform_loss)));
        let budget = lab
            .session
            .opened
            .with(|o| o.as_ref().map(|o| f64::from(o.config.steps)));
        let (training, validation) = run.with(|r| (r.training.clone(), r.validation.clone()));
        let mut x = Axis::new(STEP.get(lang)).from(0.0);
        x.to = budget;
        LineChart {
            x,
            y: Axis::new(LOSS.get(lang)).from(0.0),
            series: vec![
                Series::new(TRAINING.get(lang), Role::Training, training),
                Series::new(VALIDATION.get(lang), Role::Validation, validation),
            ],
            references: uniform
                .map(|y| Reference {
                    name: UNIFORM.get(lang).into(),
                    role: Role::Chance,
                    y,
                })
                .into_iter()
                .collect(),
        }
    });
    let summary = Signal::derive(move || summary(lab));
    let training = Memo::new(move |_| run.with(|r| r.last.last_training.map(f64::from)));
    let validation = Memo::new(move |_| run.with(|r| r.last.last_validation.map(f64::from)));
    view! {
        <LineFigure name="loss" title=TITLE summary chart empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(TRAINING)}</dt><dd><LiveNumber name="training-loss" value=training format=Format::Significant(4) from=TRAINING_FROM /></dd></div>
            <div><dt>{t(VALIDATION)}</dt><dd><LiveNumber name="validation-loss" value=validation format=Format::Significant(4) from=VALIDATION_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let uniform = lab.session.about.with(|a| {
        a.as_ref()
            .map(|a| significant(f64::from(a.uniform_loss), 3))
    });
    let run = lab.session.run.with(|r| {
        let number = |v: Option<f32>| v.map(|v| significant(f64::from(v), 3));
        (
            r.last.step,
            number(r.last.last_training),
            number(r.last.last_validation),
        )
    });
    match (run, uniform) {
        ((step @ 1.., Some(training), Some(validation)), Some(uniform)) => say(
            lang,
            || {
                format!(
                    "Step {step}: {training} nats per token on the training text, {validation} on text held back; a blind guess costs {uniform}."
                )
            },
            || {
                format!(
                    "第 {step} 步：訓練文字 {training} nats，留下來驗證的文字 {validation} nats；亂猜是 {uniform} nats。"
                )
            },
        ),
        (_, Some(uniform)) => say(
            lang,
            || {
                format!(
                    "Nothing has been learned yet. A blind guess costs {uniform} nats per token."
                )
            },
            || format!("還沒有學到任何東西。亂猜的話，每個 token 要 {uniform} nats。"),
        ),
        _ => String::new(),
    }
}
