//! Widget `checkpoint`: whose weights are looked at, and at which moment of their training.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::config::{CHECKPOINT, Whose};
use crate::lesson::{Text, text};
use crate::plot::percent;
use crate::ui::{Choice, Options, Slider, say};
use crate::world_model::recipe::CHECKPOINTS;

const WHOSE: Text = text("Which model", "看哪個模型");
const SHIPPED: Text = text("shipped, trained by make models", "預載，由 make models 訓練");
const OWN: Text = text("your own run, as far as it is", "你自己訓練的，到目前為止");
const STEP: Text = text("Moment of its training", "訓練到什麼時候");
const STEP_ABOUT: Text = text(
    "Six moments of the shipped run were saved. The further right, the more it has learned.",
    "預載的那次訓練存了六個時刻。越往右，學得越多。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let whose = lab.chosen.pick(|c| c.whose);
    let value = move || String::from(if whose.get() == Whose::Own { "own" } else { "shipped" });
    let choose = move |value: String| {
        let whose = if value == "own" { Whose::Own } else { Whose::Shipped };
        lab.chosen.change(|c| c.whose = whose);
    };
    let checkpoint = lab.chosen.pick(|c| f64::from(c.checkpoint));
    let reading = Signal::derive(move || {
        let step = CHECKPOINTS[(checkpoint.get() as usize).min(CHECKPOINTS.len() - 1)];
        say(lab.lang(), || format!("step {step}"), || format!("第 {step} 步"))
    });
    let blocked = Signal::derive(move || {
        (whose.get() == Whose::Own).then(|| {
            say(
                lab.lang(),
                || "Your own run is looked at as it learns.".into(),
                || "你自己的模型是邊訓練邊看。".into(),
            )
        })
    });
    let coming = move || {
        lab.coming.get().map(|share| {
            let share = percent(share, 0);
            say(
                lab.lang(),
                || format!("The model is on its way: {share}"),
                || format!("模型下載中：{share}"),
            )
        })
    };
    view! {
        <Options control="whose" name=WHOSE choices=Signal::stored(vec![Choice::new("shipped", SHIPPED), Choice::new("own", OWN)])
            value=Signal::derive(value) on_change=choose />
        <Slider control="checkpoint" name=STEP about=STEP_ABOUT limits=CHECKPOINT.into() value=checkpoint reading blocked
            on_change=move |value: f64| lab.chosen.change(|c| c.checkpoint = value as u8) />
        <p class="lab-facts" role="status" data-value="coming">{coming}</p>
    }
    .into_any()
}
