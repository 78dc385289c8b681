//! Widget `steps`: beta as a learning rate, a step at a time, and the error after each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::config::{ANGLE, DESCENT_BETA, DESCENT_STEPS};
use crate::labs::retention::valley::{Valley, Verdict};
use crate::lesson::{Text, text};
use crate::ui::{Button, ButtonKind, Format, LiveNumber, Slider, live, t};

const BETA_NAME: Text = text("β, the learning rate", "β，也就是學習率");
const BETA_ABOUT: Text = text(
    "How much of the gradient is taken off in one step.",
    "一步減掉多少梯度。",
);
const ANGLE_NAME: Text = text("Direction of the key k", "key k 的方向");
const ANGLE_ABOUT: Text = text(
    "Steps only ever go along k. Across it nothing changes.",
    "步伐永遠沿著 k 走，和 k 垂直的方向不會變。",
);
const DEGREES: Text = text("°", "°");
const STEPS_NAME: Text = text("Steps taken", "走了幾步");
const STEPS_ABOUT: Text = text("The same pair, written again and again.", "同一對 key 和 value，一寫再寫。");
const STEP: Text = text("One step", "走一步");
const START: Text = text("Back to the start", "回到起點");
const END: Text = text("Twelve steps are shown at most.", "最多走 12 步。");
const FACTOR: Text = text("error × per step, measured", "每步誤差的倍數（量到的）");
pub(super) const FACTOR_FROM: Text = text(
    "Size of the error H k \u{2212} v after the last step, divided by its size before.",
    "最後一步之後的誤差 H k \u{2212} v 大小，除以那一步之前的大小。",
);
const LAW: Text = text("|1 \u{2212} β|", "|1 \u{2212} β|");
pub(super) const LAW_FROM: Text = text(
    "The law: one step multiplies the error by 1 \u{2212} β, for a key of length one.",
    "定律：key 長度為 1 時，一步把誤差乘上 1 \u{2212} β。",
);
const NOW: Text = text("error now", "目前誤差");
const NOW_FROM: Text = text("Size of H k \u{2212} v.", "H k \u{2212} v 的大小。");

const fn words(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Stands => text("Nothing moves: β is 0.", "原地不動：β 是 0。"),
        Verdict::Nears => text("Nearer with every step, from one side.", "每一步都更近，始終在同一側。"),
        Verdict::Lands => text("One step lands in the valley: the old value is gone, the new one is there.", "一步就走到谷底：舊的 value 不見了，新的就位。"),
        Verdict::Swings => text("Each step overshoots the valley, but by less: it swings and comes to rest.", "每一步都越過谷底，但越過得越來越少：來回擺盪，最後停下。"),
        Verdict::Circles => text("Each step overshoots by as much as it was off: back and forth for ever.", "每一步越過的和原本差的一樣多：永遠來回。"),
        Verdict::Flies => text("Each step overshoots by more than it was off: it diverges.", "每一步越過的比原本差的還多：發散。"),
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let neat = |v: f32| (f64::from(v) * 1e6).round() / 1e6;
    let beta = Memo::new(move |_| neat(chosen.config.with(|c| c.descent_beta)));
    let angle = Memo::new(move |_| neat(chosen.config.with(|c| c.angle)));
    let steps = chosen.pick(|c| f64::from(c.descent_steps));
    let verdict = Memo::new(move |_| lab.valley.with(|v| v.verdict()));
    let measured = Memo::new(move |_| lab.valley.with(|v| v.measured()));
    let law = Memo::new(move |_| Some(lab.valley.with(|v| v.law.abs())));
    let now = Memo::new(move |_| lab.valley.with(|v| v.errors.last().map(|e| e.abs())));
    let end = live(move || {
        (steps.get() >= DESCENT_STEPS.max).then(|| END.get(lab.lang()).to_string())
    });
    view! {
        <Slider control="descent-beta" name=BETA_NAME about=BETA_ABOUT limits=DESCENT_BETA.into() value=beta on_change=move |v: f64| lab.edit(|c| c.descent_beta = v as f32) />
        <div class="button-row">
            <Button control="descent-step" words=STEP kind=ButtonKind::Main blocked=end on_press=move |()| lab.edit(|c| c.descent_steps += 1) />
            <Button control="descent-reset" words=START on_press=move |()| lab.edit(|c| c.descent_steps = 0) />
        </div>
        <p class="lab-facts" data-value="descent-verdict" data-raw=move || format!("{:?}", verdict.get()).to_lowercase() aria-live="polite">{move || words(verdict.get()).get(lab.lang())}</p>
        <dl class="run-facts">
            <div><dt>{t(FACTOR)}</dt><dd><LiveNumber name="error-factor" value=measured format=Format::Significant(4) from=FACTOR_FROM /></dd></div>
            <div><dt>{t(LAW)}</dt><dd><LiveNumber name="law-factor" value=law format=Format::Significant(4) from=LAW_FROM /></dd></div>
            <div><dt>{t(NOW)}</dt><dd><LiveNumber name="error-now" value=now format=Format::Significant(3) from=NOW_FROM /></dd></div>
        </dl>
        <div class="controls">
            <Slider control="descent-steps" name=STEPS_NAME about=STEPS_ABOUT limits=DESCENT_STEPS.into() value=steps on_change=move |v: f64| lab.edit(|c| c.descent_steps = v as u8) />
            <Slider control="key-angle" name=ANGLE_NAME about=ANGLE_ABOUT unit=DEGREES limits=ANGLE.into() value=angle on_change=move |v: f64| lab.edit(|c| c.angle = v as f32) />
        </div>
    }
    .into_any()
}

/// How the steps go on from here, for the summary of the picture.
pub(super) fn verdict_words(valley: &Valley) -> Text {
    words(valley.verdict())
}
