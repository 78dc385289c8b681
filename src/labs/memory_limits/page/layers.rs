//! Widget `layers`: which layers are trained, on which task, with how much memory.

use leptos::prelude::*;

use super::looks;
use super::state::Lab;
use crate::data::recall::Task;
use crate::labs::memory_limits::choices::{GAMMA, LONGEST, SIZE};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::ui::{Choice, Options, Slider, live, t};

const TASK: Text = text("Task", "任務");
const PLAIN: Text = text("recall", "回想");
const OVERWRITE: Text = text("overwrite", "改寫");
const CLEAR: Text = text("clear", "清除");
const PLAIN_ABOUT: Text = text(
    "Up to T pairs with different keys are written; each key is asked for.",
    "寫入最多 T 對，key 都不同；每個 key 都會被問到。",
);
const OVERWRITE_ABOUT: Text = text(
    "Eight keys are written again and again, T times in all; the newest value of each is asked for.",
    "八個 key 反覆寫入，總共 T 次；問的是每個 key 最新的 value。",
);
const CLEAR_ABOUT: Text = text(
    "At one of the T writes everything before it becomes void. Void keys must be answered with \u{201c}nothing\u{201d}.",
    "T 次寫入當中，某一次會宣布之前的全部作廢；問到作廢的 key，要回答「沒有」。",
);
const LAYERS: Text = text("Layers to train side by side", "要一起訓練的層");
const SIZE_NAME: Text = text("Size d", "大小 d");
const SIZE_ABOUT: Text = text(
    "Length of keys and values. Every layer but softmax attention remembers d \u{d7} d numbers.",
    "key 與 value 的長度。除了 softmax 注意力，每一種層都用 d × d 個數字來記。",
);
const LONGEST_NAME: Text = text("Most pairs T", "最多寫入幾對 T");
const LONGEST_ABOUT: Text = text("Length of the longest sequence.", "最長的序列有多長。");
const GAMMA_NAME: Text = text("RetNet\u{2019}s constant \u{3b3}", "RetNet 的常數 γ");
const GAMMA_ABOUT: Text = text("Share of the memory that stays at every step.", "每一步留下多少記憶。");

pub(super) const fn task_id(task: Task) -> &'static str {
    match task {
        Task::Plain => "plain",
        Task::Overwrite => "overwrite",
        Task::Clear => "clear",
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let task = lab.chosen.pick(|c| c.task);
    let tasks = live(|| {
        [(Task::Plain, PLAIN), (Task::Overwrite, OVERWRITE), (Task::Clear, CLEAR)]
            .map(|(task, words)| Choice::new(task_id(task), words))
            .to_vec()
    });
    let about = live(move || {
        match task.get() {
            Task::Plain => PLAIN_ABOUT,
            Task::Overwrite => OVERWRITE_ABOUT,
            Task::Clear => CLEAR_ABOUT,
        }
        .get(lab.lang())
    });
    let choose = move |id: String| {
        lab.change(|c| {
            c.task = match id.as_str() {
                "overwrite" => Task::Overwrite,
                "clear" => Task::Clear,
                _ => Task::Plain,
            }
        });
    };
    let size = lab.chosen.pick(|c| f64::from(c.size));
    let longest = lab.chosen.pick(|c| f64::from(c.longest));
    // An f32 written as an f64 shows digits that nobody chose.
    let gamma = lab.chosen.pick(|c| (f64::from(c.gamma) * 1e4).round() / 1e4);
    let boxes = Kind::ALL.map(|kind| one(lab, kind)).collect_view();
    view! {
        <Options control="task" name=TASK choices=tasks value=live(move || task_id(task.get()).to_string()) on_change=choose />
        <p class="control-about">{about}</p>
        <fieldset class="lanes-choice">
            <legend class="control-name">{t(LAYERS)}</legend>
            {boxes}
        </fieldset>
        <div class="controls">
            <Slider control="size" name=SIZE_NAME about=SIZE_ABOUT limits=SIZE.into() value=size on_change=move |v: f64| lab.change(|c| c.size = v as u8) />
            <Slider control="longest" name=LONGEST_NAME about=LONGEST_ABOUT limits=LONGEST.into() value=longest on_change=move |v: f64| lab.change(|c| c.longest = v as u8 & !1) />
            <Slider control="gamma" name=GAMMA_NAME about=GAMMA_ABOUT limits=GAMMA.into() value=gamma on_change=move |v: f64| lab.change(|c| c.gamma = v as f32) />
        </div>
    }
    .into_any()
}

/// The checkbox of one layer with its recurrence.
fn one(lab: Lab, kind: Kind) -> AnyView {
    let on = Memo::new(move |_| lab.config.with(|c| c.layers.has(kind)));
    let flip = move |_| {
        let on = !on.get_untracked();
        lab.change(|c| c.layers = c.layers.with(kind, on));
    };
    view! {
        <label class="lane-choice">
            <input type="checkbox" class="toggle-box" data-control=looks::of(kind).control prop:checked=on on:change=flip />
            <span>{t(kind.name())}" "<span class="lane-formula">{kind.formula()}</span></span>
        </label>
    }
    .into_any()
}
