//! Widget `knock-out`: the neuron set to zero or to its mean, and what that costs each class of word.

use leptos::prelude::*;

use super::effect_scene::{draw, name, table};
use super::state::Lab;
use crate::labs::neurons::classes::CLASSES;
use crate::labs::neurons::config::CONTROLS;
use crate::labs::neurons::effect::Effect;
use crate::labs::neurons::guesses::worst;
use crate::labs::neurons::lost::Value;
use crate::lesson::{Text, text};
use crate::plot::significant;
use crate::ui::{
    Button, ButtonKind, Choice, Format, LiveNumber, Options, SceneFigure, Toggle, say, t,
};

const KNOCK_OUT: Text = text("Knock it out", "移除這個神經元");
const VALUE: Text = text("Set it, at every word, to", "在每個詞上，把它設成");
const ZERO: Text = text("zero", "零");
const MEAN: Text = text("its mean", "它的平均");
const BESIDE: Text = text(
    "Beside eight random others of its layer",
    "旁邊放同一層隨機的八個",
);
const BESIDE_ABOUT: Text = text(
    "The control: the same measurement on neurons that nobody chose. It takes some seconds.",
    "對照組：同樣的測量，用在沒人挑過的神經元上。要等幾秒。",
);
const TITLE: Text = text("What is lost without it", "少了它，損失多少");
const EMPTY: Text = text("Press the button above.", "請按上面的按鈕。");
const NATS: Text = text("nats per word", "nats／詞");
const WORST: Text = text("worst class", "最受影響的類別");
pub(super) const EFFECT_FROM: Text = text(
    "Extra loss of the class of next word that loses most, nats per word, measured on 400 generated documents.",
    "損失增加最多的那一類下一個詞，每個詞多出的損失（nats），用 400 份產生的文件測量。",
);
const LOW: Text = text("95 % interval from", "95 % 區間，從");
const HIGH: Text = text("to", "到");
const INTERVAL_FROM: Text = text(
    "Of that extra loss, from the spread between documents. The class was picked as the worst of 13, so a little of it is luck.",
    "那個損失的區間，由文件之間的差異算出。這一類是從 13 類裡挑最差的，所以有一點運氣成分。",
);
const OVERALL: Text = text("all words", "所有的詞");
pub(super) const OVERALL_FROM: Text = text(
    "Extra loss over all words of the documents, nats per word.",
    "文件裡所有的詞平均多出的損失（nats／詞）。",
);
const OTHERS: Text = text("worst of the others", "其他神經元裡最糟的");
pub(super) const OTHERS_FROM: Text = text(
    "The largest extra loss of any class by any of the eight control neurons, nats per word.",
    "八個對照神經元裡，任何一類最大的損失增加（nats／詞）。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let scene = Callback::new(move |width: f32| {
        let (value, lang) = (lab.value.get(), lab.lang());
        let drawn = lab.measured(|m| Some(draw(m, value, width, lang)));
        drawn.unwrap_or_else(|| draw(&[], value, width, lang))
    });
    let rows = Signal::derive(move || {
        let (value, lang) = (lab.value.get(), lab.lang());
        lab.measured(|m| Some(table(m, value, lang)))
            .unwrap_or_else(|| table(&[], value, lang))
    });
    let chosen = move || {
        String::from(if lab.value.get() == Value::Mean {
            "mean"
        } else {
            "zero"
        })
    };
    let choose = move |value: String| {
        lab.value.set(if value == "mean" {
            Value::Mean
        } else {
            Value::Zero
        })
    };
    let blocked = Signal::derive(move || {
        lab.known(|_| Some(()))
            .is_none()
            .then(|| String::from(WAIT.get(lab.lang())))
    });
    let bound =
        move |read: fn(&Effect) -> f64| Memo::new(move |_| worst_now(lab).map(|(_, e)| read(&e)));
    let format = Format::Decimals(3);
    view! {
        <div class="run-buttons">
            <Button control="knock-out" words=KNOCK_OUT kind=ButtonKind::Main blocked on_press=move |()| lab.knocking.set(true) />
        </div>
        <Options control="value" name=VALUE choices=Signal::stored(vec![Choice::new("zero", ZERO), Choice::new("mean", MEAN)]) value=Signal::derive(chosen) on_change=choose />
        <Toggle control="beside" name=BESIDE about=BESIDE_ABOUT value=lab.beside on_change=move |on: bool| lab.beside.set(on) />
        <p class="lab-facts" role="status" data-value="knocking">{move || progress(lab)}</p>
        <SceneFigure name="effect" title=TITLE summary=Signal::derive(move || summary(lab)) scene table=rows />
        <dl class="run-facts">
            <div><dt>{t(WORST)}</dt><dd><LiveNumber name="effect" value=Memo::new(move |_| effect(lab)) format from=EFFECT_FROM unit=NATS /></dd></div>
            <div><dt>{t(LOW)}</dt><dd><LiveNumber name="effect-low" value=bound(|e| e.low) format from=INTERVAL_FROM unit=NATS /></dd></div>
            <div><dt>{t(HIGH)}</dt><dd><LiveNumber name="effect-high" value=bound(|e| e.high) format from=INTERVAL_FROM unit=NATS /></dd></div>
            <div><dt>{t(OTHERS)}</dt><dd><LiveNumber name="control-largest" value=Memo::new(move |_| control_largest(lab)) format from=OTHERS_FROM unit=NATS /></dd></div>
            <div><dt>{t(OVERALL)}</dt><dd><LiveNumber name="effect-all" value=Memo::new(move |_| overall(lab)) format=Format::Decimals(4) from=OVERALL_FROM unit=NATS /></dd></div>
        </dl>
    }
    .into_any()
}

const WAIT: Text = text("The documents are being read.", "正在讀文件。");

/// The class that loses most, once all documents are read.
fn worst_now(lab: Lab) -> Option<(usize, Effect)> {
    let value = lab.value.get();
    lab.measured(|m| worst(m, value))
}

pub(super) fn effect(lab: Lab) -> Option<f64> {
    worst_now(lab).map(|(_, effect)| effect.mean)
}

pub(super) fn overall(lab: Lab) -> Option<f64> {
    let value = lab.value.get();
    let whole = |m: &[crate::labs::neurons::lost::Measured]| {
        m.first().filter(|m| m.is_whole())?.effect(value, CLASSES)
    };
    lab.measured(whole).map(|effect| effect.mean)
}

/// Once all controls are measured.
pub(super) fn control_largest(lab: Lab) -> Option<f64> {
    let value = lab.value.get();
    lab.measured(|m| {
        let controls = m.get(1..).filter(|m| m.iter().all(|m| m.is_whole()))?;
        let worst = |m| worst(std::slice::from_ref(m), value).map(|(_, e)| e.mean);
        controls.iter().filter_map(worst).reduce(f64::max)
    })
}

fn progress(lab: Lab) -> String {
    if !lab.knocking.get() {
        return String::new();
    }
    let lang = lab.lang();
    let found = lab.measured(|m| {
        let first = m.first()?;
        Some((
            first.is_whole(),
            first.done,
            first.parts,
            m.iter().skip(1).filter(|m| m.is_whole()).count(),
        ))
    });
    let Some((whole, done, parts, others)) = found else {
        return WAIT.get(lang).into();
    };
    if !whole {
        return say(
            lang,
            || format!("Measuring: part {done} of {parts} of the documents."),
            || format!("測量中：文件的第 {done} 部分，共 {parts} 部分。"),
        );
    }
    if !lab.beside.get() || others == CONTROLS {
        return say(
            lang,
            || "Measured on every document.".into(),
            || "所有文件都測量過了。".into(),
        );
    }
    say(
        lang,
        || format!("Measured. Now the others: {others} of {CONTROLS}."),
        || format!("測量完成。接著測其他的：{others}／{CONTROLS}。"),
    )
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some((class, effect)) = worst_now(lab) else {
        return EMPTY.get(lang).into();
    };
    let class = name(class, lang);
    let [mean, low, high] = [effect.mean, effect.low, effect.high].map(|x| significant(x, 2));
    let words = effect.words;
    let others = control_largest(lab).map(|x| significant(x, 2));
    say(
        lang,
        || {
            let beside = others.as_ref().map_or(String::new(), |x| {
                format!(" The worst class of the worst of eight random others loses {x}.")
            });
            format!(
                "Worst for {class}: {mean} nats more per word (95 % interval {low} to {high}, {words} words).{beside}"
            )
        },
        || {
            let beside = others.as_ref().map_or(String::new(), |x| {
                format!("隨機的八個裡，最糟的一個在最糟的一類多了 {x}。")
            });
            format!(
                "最受影響的是{class}：每個詞的損失多了 {mean} nats（95 % 區間 {low} 到 {high}，共 {words} 個詞）。{beside}"
            )
        },
    )
}
