//! Widget `training`: which layer learns which task, its run, and the runs that have ended beside each other.

use leptos::prelude::*;

use super::state::{Finished, Lab};
use crate::data::recall::Task;
use crate::labs::retention::config::{SEED, STEPS, TASKS};
use crate::labs::retention::protocol::LAYERS;
use crate::lesson::{Text, text};
use crate::plot::percent;
use crate::ui::{
    Choice, Format, LiveNumber, MovedOn, NumberField, Progress, RunPanel, Select, live, t,
};

const TRAIN: Text = text("Train", "訓練");
const LAYER_NAME: Text = text("Layer", "層");
const LAYER_ABOUT: Text = text("Who decides what is forgotten.", "由誰決定忘掉什麼。");
const TASK_NAME: Text = text("Task", "任務");
const TASK_ABOUT: Text = text("What there is to forget.", "有什麼該忘的。");
const CLEAR: Text = text("Clear: one token voids all before it", "清除：有一個 token 讓之前的全部作廢");
const OVERWRITE: Text = text("Overwrite: eight keys, the newest value counts", "覆寫：八個 key，以最新的 value 為準");
const STEPS_NAME: Text = text("Steps", "步數");
const STEPS_ABOUT: Text = text("One step sees 64 sequences of 32 pairs.", "一步看 64 個序列，每個 32 對。");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text("Same seed, same run, on any computer.", "種子相同，在任何電腦上過程都相同。");
const LOSS: Text = text("loss, nats per answer", "損失（nats／答案）");
const LOSS_FROM: Text = text(
    "Mean surprise at the right answers in the newest batch.",
    "最近一個批次裡，正確答案平均讓它多意外。",
);
const RIGHT: Text = text("right answers, balanced", "平衡後的答對率");
pub(super) const RIGHT_FROM: Text = text(
    "On 256 sequences that were never trained on, after the last step. Clear: the mean of the shares right among values and among void ones; always saying void is worth a half.",
    "最後一步之後，在 256 個沒訓練過的序列上測。清除任務取「有值」與「作廢」兩類答對率的平均；一律答作廢只有一半。",
);
const RUNS: Text = text("Runs that have ended", "跑完的結果");
const WHICH: Text = text("layer, task, steps, seed", "層、任務、步數、種子");

const fn task_name(task: Task) -> Text {
    match task {
        Task::Overwrite => OVERWRITE,
        Task::Clear | Task::Plain => CLEAR,
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (chosen, session, watched) = (lab.chosen, lab.session, lab.watched);
    let progress = Memo::new(move |_| {
        let wanted = chosen.config.with(|c| c.steps);
        watched.with(|w| Progress {
            step: w.last.step,
            steps: if w.last.steps > 0 { w.last.steps } else { wanted },
            remaining_seconds: w.last.remaining_seconds,
        })
    });
    let fingerprint =
        Memo::new(move |_| watched.with(|w| (w.last.step > 0).then_some(w.last.fingerprint)));
    let layers = live(|| {
        let choice = |(i, kind): (usize, &crate::nn::mixers::Kind)| Choice::new(i.to_string(), kind.name());
        LAYERS.iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let tasks = live(|| {
        let choice = |(i, task): (usize, &Task)| Choice::new(i.to_string(), task_name(*task));
        TASKS.iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let layer = chosen.pick(|c| c.layer.to_string());
    let task = chosen.pick(|c| c.task.to_string());
    let steps = chosen.pick(|c| f64::from(c.steps));
    let seed = chosen.pick(|c| f64::from(c.seed));
    let loss = Memo::new(move |_| watched.with(|w| w.last.loss.map(f64::from)));
    let right = Memo::new(move |_| balanced(lab));
    let touched = live(move || progress.get().step > 0);
    let none = live(move || lab.runs.with(Vec::is_empty));
    view! {
        <div class="controls">
            <Select control="layer" name=LAYER_NAME about=LAYER_ABOUT choices=layers value=layer on_change=lab.choose(|c, v| c.layer = v) />
            <Select control="task" name=TASK_NAME about=TASK_ABOUT choices=tasks value=task on_change=lab.choose(|c, v| c.task = v) />
        </div>
        <RunPanel job="train" start=TRAIN state=session.job.state progress on_control=move |control| session.control(control) fingerprint=fingerprint>
            <NumberField control="steps" name=STEPS_NAME about=STEPS_ABOUT limits=STEPS.into() value=steps on_change=move |v: f64| lab.edit(|c| c.steps = v as u32) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |v: f64| lab.edit(|c| c.seed = v as u32) />
        </RunPanel>
        <MovedOn session touched />
        <dl class="run-facts">
            <div><dt>{t(LOSS)}</dt><dd><LiveNumber name="loss" value=loss format=Format::Significant(3) from=LOSS_FROM /></dd></div>
            <div><dt>{t(RIGHT)}</dt><dd><LiveNumber name="balanced" value=right format=Format::Percent(1) from=RIGHT_FROM /></dd></div>
        </dl>
        <div class="table-box" data-output="runs" tabindex="0" role="region" aria-label=t(RUNS) prop:hidden=none>
            <table class="table">
                <thead><tr><th>{t(WHICH)}</th><th>{t(RIGHT)}</th></tr></thead>
                <tbody>{move || lab.runs.get().into_iter().map(|run| row(lab, run)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, run: Finished) -> AnyView {
    let Finished { setup, balanced, .. } = run;
    let which = move || {
        let lang = lab.lang();
        let task = match setup.task {
            Task::Overwrite => text("overwrite", "覆寫"),
            Task::Clear | Task::Plain => text("clear", "清除"),
        };
        let parts = [setup.layer.name().get(lang), task.get(lang)].map(String::from);
        [&parts[0], ", ", &parts[1], ", ", &setup.steps.to_string(), ", ", &setup.seed.to_string()].concat()
    };
    view! { <tr><td>{which}</td><td class="is-number">{percent(balanced, 1)}</td></tr> }.into_any()
}

/// Of the run that is shown, once it has ended.
pub(super) fn balanced(lab: Lab) -> Option<f64> {
    lab.watched.with(|w| w.last.examined.as_ref().map(|e| e.balanced()))
}
