//! Widget `belief`: own belief and claim, the weight of the claim, the answer; and how both change with the claim.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::trust::belief::{Belief, gain, normal, turning_point, weigh};
use crate::labs::trust::config::{AGE, CLAIM, HALF_LIFE, MEAN, NOISE, RANGE, RELIABILITY, SPREAD};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped, percent, significant};
use crate::ui::{Format, LineFigure, LiveNumber, say, t};

const DAYS: Text = text("days", "天");
const MEAN_ROW: Row = Row {
    control: "mean",
    name: text("Own belief m", "自己的想法 m"),
    about: text("What the agent holds to be true before it asks.", "agent 問工具之前認為的答案。"),
    range: MEAN,
    unit: None,
    read: |c| f64::from(c.mean),
    write: |c, v| c.mean = v as f32,
};
const SPREAD_ROW: Row = Row {
    control: "spread",
    name: text("Own uncertainty s", "自己的不確定程度 s"),
    about: text("Standard deviation. Larger: less sure of itself.", "標準差。越大表示越沒把握。"),
    range: SPREAD,
    unit: None,
    read: |c| f64::from(c.spread),
    write: |c, v| c.spread = v as f32,
};
const CLAIM_ROW: Row = Row {
    control: "claim",
    name: text("The tool\u{2019}s claim c", "工具的說法 c"),
    about: text("Slide it away from the belief and watch the weight.", "把它拉離自己的想法，看看權重怎麼變。"),
    range: CLAIM,
    unit: None,
    read: |c| f64::from(c.claim),
    write: |c, v| c.claim = v as f32,
};
const NOISE_ROW: Row = Row {
    control: "noise",
    name: text("Error of a good tool t", "好工具的誤差 t"),
    about: text("Standard deviation of what a good tool says around the truth.", "好工具的說法在真值附近的標準差。"),
    range: NOISE,
    unit: None,
    read: |c| f64::from(c.noise),
    write: |c, v| c.noise = v as f32,
};
const RELIABILITY_ROW: Row = Row {
    control: "reliability",
    name: text("Reliability r", "可靠度 r"),
    about: text("The chance that the tool is good. A bad one says any number from 0 to 1,000.", "工具是好的機率。壞的工具會隨便說 0 到 1,000 的任何數字。"),
    range: RELIABILITY,
    unit: None,
    read: |c| f64::from(c.reliability),
    write: |c, v| c.reliability = v as f32,
};
const AGE_ROW: Row = Row {
    control: "age",
    name: text("Age of the claim", "說法的年紀"),
    about: text("A fact that has changed since is worth no more than a bad tool\u{2019}s.", "後來變了的事實，和壞工具說的一樣沒用。"),
    range: AGE,
    unit: Some(DAYS),
    read: |c| f64::from(c.age),
    write: |c, v| c.age = v as u16,
};
const HALF_LIFE_ROW: Row = Row {
    control: "half-life",
    name: text("Half-life", "半衰期"),
    about: text("Within this time half of such facts change. A birthday never does, a price soon.", "過了這段時間，這類事實有一半會變。生日不會變，價格很快就變。"),
    range: HALF_LIFE,
    unit: Some(DAYS),
    read: |c| f64::from(c.half_life),
    write: |c, v| c.half_life = v as u16,
};

const DENSITIES: Text = text("Before and after asking", "問工具之前與之後");
const NUMBER: Text = text("the number in question", "要回答的數字");
const DENSITY: Text = text("probability density", "機率密度");
const BELIEF: Text = text("own belief", "自己的想法");
const SAID: Text = text("claim, if the tool is good", "說法（假如工具是好的）");
const AFTER: Text = text("after weighing", "權衡之後");
const ANSWERS: Text = text("What the agent answers to every possible claim", "對每一種說法，agent 會怎麼回答");
const CLAIMED: Text = text("claim c", "說法 c");
const ANSWER: Text = text("answer", "答案");
const FOLLOWED: Text = text("always the tool", "永遠聽工具的");
const NOW: Text = text("now", "現在");
const WEIGHTS: Text = text("The weight of the claim", "說法的權重");
const WEIGHT: Text = text("weight w", "權重 w");
const YOURS: Text = text("this s", "現在的 s");
const UNSURE: Text = text("three times s", "三倍的 s");

pub(super) const WEIGHT_FROM: Text = text(
    "By Bayes: the probability that this claim came from a good tool.",
    "由貝氏定理算出：這個說法出自好工具的機率。",
);
pub(super) const MIXED_FROM: Text = text(
    "The answer if the tool is surely good: m + s\u{b2} / (s\u{b2} + t\u{b2}) \u{d7} (c \u{2212} m).",
    "假如工具一定是好的，答案是 m + s² / (s² + t²) × (c − m)。",
);
pub(super) const ANSWER_FROM: Text = text(
    "w times the mixed answer, plus (1 \u{2212} w) times the own belief.",
    "w 乘上混合的答案，加上 (1 − w) 乘上自己的想法。",
);
pub(super) const NOW_FROM: Text = text(
    "The reliability of a fresh claim, halved once each half-life.",
    "新說法的可靠度，每過一個半衰期就減半。",
);
pub(super) const TURN_FROM: Text = text(
    "The claim above m at which the weight is one half. None where it never is.",
    "大於 m 的說法裡，權重剛好一半的那一個；沒有就不顯示。",
);

/// The claim at which the tool is rather bad than good.
pub(super) fn turn(lab: Lab) -> Option<f64> {
    lab.chosen.config.with(|c| turning_point(c.belief(), c.tool()))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let densities = Memo::new(move |_| densities(lab));
    let answers = Memo::new(move |_| answers(lab));
    let weights = Memo::new(move |_| weights(lab));
    let read = move |of: fn(&crate::labs::trust::config::Config) -> f64| Memo::new(move |_| Some(lab.chosen.config.with(of)));
    view! {
        <div class="controls">{CLAIM_ROW.view(lab)}{SPREAD_ROW.view(lab)}{RELIABILITY_ROW.view(lab)}{NOISE_ROW.view(lab)}{MEAN_ROW.view(lab)}</div>
        <dl class="run-facts">
            <div><dt>{t(WEIGHT)}</dt><dd><LiveNumber name="weight" value=read(|c| c.weighed().weight) format=Format::Decimals(3) from=WEIGHT_FROM /></dd></div>
            <div><dt>{t(ANSWER)}</dt><dd><LiveNumber name="answer" value=read(|c| c.weighed().answer) format=Format::Decimals(1) from=ANSWER_FROM /></dd></div>
        </dl>
        <LineFigure name="answers" title=ANSWERS summary=Signal::derive(move || told(lab)) chart=answers height=280.0 />
        <LineFigure name="weights" title=WEIGHTS summary=Signal::derive(move || told_weights(lab)) chart=weights height=220.0 />
        <LineFigure name="densities" title=DENSITIES summary=Signal::derive(move || told_densities(lab)) chart=densities height=240.0 />
        <div class="controls">{AGE_ROW.view(lab)}{HALF_LIFE_ROW.view(lab)}</div>
        <dl class="run-facts">
            <div><dt>{t(text("reliability now", "現在的可靠度"))}</dt><dd><LiveNumber name="reliability-now" value=read(|c| c.tool().reliability) format=Format::Decimals(3) from=NOW_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// The numbers around belief and claim that a chart shows.
fn window(lab: Lab, wide: f64) -> (f64, f64) {
    lab.chosen.config.with(|c| {
        let (belief, tool) = (c.belief(), c.tool());
        let reach = wide * tool.reach(belief);
        let claim = c.claimed();
        ((belief.mean - reach).min(claim - reach / 4.0).max(0.0), (belief.mean + reach).max(claim + reach / 4.0).min(RANGE))
    })
}

fn curve((from, to): (f64, f64), of: impl Fn(f64) -> f64) -> Arc<Vec<(f64, f64)>> {
    const POINTS: u32 = 240;
    let x = |i: u32| from + (to - from) * f64::from(i) / f64::from(POINTS);
    Arc::new((0..=POINTS).map(x).map(|x| (x, of(x))).collect())
}

fn answers(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let ends = window(lab, 7.0);
    lab.chosen.config.with(|c| {
        let (belief, tool, claim) = (c.belief(), c.tool(), c.claimed());
        let point = Arc::new(vec![(claim, c.weighed().answer)]);
        LineChart {
            x: Axis::new(CLAIMED.get(lang)).between(ends.0, ends.1),
            y: Axis::new(ANSWER.get(lang)),
            series: vec![
                Series::new(FOLLOWED.get(lang), Role::Control, curve(ends, |x| x)),
                Series::new(ANSWER.get(lang), Role::Model, curve(ends, |x| weigh(belief, tool, x).answer)),
                Series::new(NOW.get(lang), Role::Treatment, point).marked(),
            ],
            references: vec![Reference { name: BELIEF.get(lang).into(), role: Role::Chance, y: belief.mean }],
        }
    })
}

fn weights(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let ends = window(lab, 10.0);
    lab.chosen.config.with(|c| {
        let (belief, tool, claim) = (c.belief(), c.tool(), c.claimed());
        let unsure = Belief { spread: 3.0 * belief.spread, ..belief };
        LineChart {
            x: Axis::new(CLAIMED.get(lang)).between(ends.0, ends.1),
            y: Axis::new(WEIGHT.get(lang)).between(0.0, 1.05),
            series: vec![
                Series::new(UNSURE.get(lang), Role::Second, curve(ends, |x| weigh(unsure, tool, x).weight)),
                Series::new(YOURS.get(lang), Role::First, curve(ends, |x| weigh(belief, tool, x).weight)),
                Series::new(NOW.get(lang), Role::Treatment, Arc::new(vec![(claim, c.weighed().weight)])).marked(),
            ],
            references: vec![],
        }
    })
}

fn densities(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let ends = window(lab, 4.0);
    lab.chosen.config.with(|c| {
        let (belief, tool, claim, weighed) = (c.belief(), c.tool(), c.claimed(), c.weighed());
        let after = libm::sqrt(gain(belief, tool)) * tool.noise;
        let own = move |x: f64| normal(x, belief.mean, belief.spread);
        let mixed = move |x: f64| weighed.weight * normal(x, weighed.mixed, after) + (1.0 - weighed.weight) * own(x);
        LineChart {
            x: Axis::new(NUMBER.get(lang)).between(ends.0, ends.1),
            y: Axis::new(DENSITY.get(lang)).from(0.0),
            series: vec![
                Series::new(BELIEF.get(lang), Role::Control, curve(ends, own)),
                Series::new(SAID.get(lang), Role::Environment, curve(ends, |x| normal(x, claim, tool.noise))),
                Series::new(AFTER.get(lang), Role::Model, curve(ends, mixed)),
            ],
            references: vec![],
        }
    })
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let (claim, mean, weighed) = lab.chosen.config.with(|c| (c.claimed(), c.belief().mean, c.weighed()));
    let (claim, mean) = (grouped(claim, 0), grouped(mean, 0));
    let (weight, answer) = (significant(weighed.weight, 3), grouped(weighed.answer, 1));
    say(
        lang,
        || format!("Own belief {mean}, claim {claim}: weight {weight}, answer {answer}."),
        || format!("自己的想法 {mean}，工具說 {claim}：權重 {weight}，答案 {answer}。"),
    )
}

fn told_weights(lab: Lab) -> String {
    let lang = lab.lang();
    match turn(lab) {
        Some(at) => {
            let at = grouped(at, 1);
            say(
                lang,
                || format!("A claim of {at} is as probably from a good tool as from a bad one; beyond, the agent lets it go. A less sure agent follows further."),
                || format!("說法是 {at} 時，出自好工具和壞工具的機率一樣；再遠，agent 就不理它。越沒把握的 agent 會跟得越遠。"),
            )
        }
        None => say(
            lang,
            || "With these numbers no claim is exactly in doubt: the agent believes all of them or none.".into(),
            || "在這些數字下，沒有哪個說法是半信半疑的：agent 全部相信，或全部不信。".into(),
        ),
    }
}

fn told_densities(lab: Lab) -> String {
    let lang = lab.lang();
    let (weighed, mean) = lab.chosen.config.with(|c| (c.weighed(), c.belief().mean));
    let (weight, rest) = (percent(weighed.weight, 1), percent(1.0 - weighed.weight, 1));
    let (mixed, mean) = (grouped(weighed.mixed, 1), grouped(mean, 0));
    say(
        lang,
        || format!("After weighing: {weight} around {mixed} (the tool was good), {rest} around {mean} (it was not)."),
        || format!("權衡之後：{weight} 在 {mixed} 附近（工具是好的），{rest} 在 {mean} 附近（工具是壞的）。"),
    )
}
