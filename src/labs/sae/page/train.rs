//! Widget `train`: the autoencoder's own choices, its run, and the curves while it learns.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::sae::config::{DOCUMENTS, Form, K, LAMBDA, LATENTS, LAYER, SEED, STEPS};
use crate::labs::sae::protocol::{Phase, Report};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, grouped, percent, significant};
use crate::ui::{
    Choice, Format, LineFigure, LiveNumber, MovedOn, NumberField, Options, RunPanel, Slider, say, t,
};

const TRAIN: Text = text("Record and train", "記錄並訓練");
const FORM: Text = text("What keeps latents few", "用什麼讓 latent 稀疏");
const L1: Text = text("a price on them (L1)", "收費（L1）");
const TOP_K: Text = text("only the k largest (top-k)", "只留最大的 k 個（top-k）");
const LAMBDA_NAME: Text = text("Price λ", "價格 λ");
const LAMBDA_ABOUT: Text = text(
    "Higher: fewer latents are on at a time, and more of the vector is lost.",
    "越高，同時亮著的 latent 越少，向量損失得越多。",
);
const K_NAME: Text = text("Latents that stay, k", "留下幾個 latent：k");
const K_ABOUT: Text = text(
    "At each word only the k largest latents are kept.",
    "每個詞只留下最大的 k 個 latent。",
);
const LAYER_NAME: Text = text("Layer", "第幾層");
const LAYER_ABOUT: Text = text(
    "Blocks that have run when the vector is recorded; 6 is the end.",
    "經過幾層之後記錄向量；6 是最後。",
);
const LATENTS_NAME: Text = text("Latents", "latent 個數");
const LATENTS_ABOUT: Text = text(
    "The vector itself has 64 numbers.",
    "向量本身有 64 個數字。",
);
const DOCUMENTS_NAME: Text = text("Texts", "文件數");
const DOCUMENTS_ABOUT: Text = text(
    "About nine words each, from the world\u{2019}s generator.",
    "由小世界產生，每份約九個詞。",
);
const STEPS_NAME: Text = text("Steps", "步數");
const STEPS_ABOUT: Text = text("512 vectors each.", "每步 512 個向量。");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Fixes the texts, the first weights, the batches and the random directions.",
    "決定文件、初始權重、批次，以及隨機方向。",
);
const STEP: (Text, Text) = (
    text("Pieces of work", "進度"),
    text(
        "Recording, training steps, measurements and scores, each in small pieces.",
        "記錄、訓練、測量、評分，各自切成小段。",
    ),
);
const REBUILT: Text = text(
    "What is lost, and what the model can still do",
    "損失了多少，模型還能做到多少",
);
const SPARSITY: Text = text(
    "Latents that are on at a word, and dead ones",
    "每個詞亮著的 latent，以及死掉的",
);
const TRAINING_STEP: Text = text("training step", "訓練步數");
const SHARE: Text = text("share", "比例");
const COUNT: Text = text("latents", "latent 個數");
const FVU: Text = text("not rebuilt, training", "未重建（訓練）");
const FVU_FRESH: Text = text("not rebuilt, new texts", "未重建（新文件）");
const RECOVERED: Text = text("loss recovered", "保住的表現");
const ON: Text = text("on", "亮著");
const DEAD: Text = text("dead", "死掉");
const EMPTY: Text = text(
    "Press the button above. Recording takes some seconds, then the curve begins.",
    "按上面的按鈕。先花幾秒記錄，曲線接著開始。",
);
pub(super) const FVU_FROM: Text = text(
    "Square of what is not rebuilt over the square of the centred vectors, on 240 texts that were not trained on.",
    "沒有重建出來的平方和，除以置中向量的平方和；在 240 份沒有訓練過的文件上算。",
);
pub(super) const L0_FROM: Text = text(
    "Latents above 0 at a word, mean over the new texts.",
    "每個詞大於 0 的 latent 個數，對新文件取平均。",
);
pub(super) const RECOVERED_FROM: Text = text(
    "The model\u{2019}s loss with the rebuilt layer in place, on a scale from a layer that is only its mean (0) to the true one (1), on the new texts.",
    "把重建的向量放回模型時的損失；以整層換成平均值為 0、原本的向量為 1，在新文件上算。",
);
pub(super) const DEAD_FROM: Text = text(
    "Latents that are 0 at every recorded word; while training runs, at the last 10,000.",
    "在所有記錄的詞上都是 0 的 latent 個數；訓練時只看最近一萬個。",
);
const WORDS: Text = text("words recorded", "記錄的詞數");
const WORDS_FROM: Text = text(
    "Vectors that the autoencoder is trained on.",
    "用來訓練自編碼器的向量個數。",
);
const LOST: Text = text("not rebuilt", "未重建");
const AT_A_TIME: Text = text("on at a word", "每個詞亮著");

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.bench.session;
    let form = lab.chosen.pick(|c| c.form);
    let value = move || {
        String::from(if form.get() == Form::L1 {
            "l1"
        } else {
            "top-k"
        })
    };
    let choose = move |value: String| {
        let form = if value == "l1" { Form::L1 } else { Form::TopK };
        lab.chosen.change(|c| c.form = form);
    };
    let only_for = move |wanted: Form, en: &'static str, zh: &'static str| {
        Signal::derive(move || {
            (form.get() != wanted).then(|| say(lab.lang(), || en.into(), || zh.into()))
        })
    };
    let for_l1 = only_for(
        Form::L1,
        "The top-k form has no price.",
        "top-k 形式不收費。",
    );
    let for_top_k = only_for(
        Form::TopK,
        "The L1 form keeps all latents above 0.",
        "L1 形式會留下所有大於 0 的 latent。",
    );
    let of = move |read: fn(&crate::labs::sae::config::Config) -> f64| lab.chosen.pick(read);
    let phase = move || lab.bench.told(|r: &Report| Some(phase(r, lab)));
    let points = move |read: fn(&Report) -> Vec<(f64, f64)>| {
        Arc::new(lab.bench.told(|r| Some(read(r))).unwrap_or_default())
    };
    let steps = move || Some(f64::from(lab.chosen.config.with(|c| c.steps)));
    let x = move || {
        let mut x = Axis::new(TRAINING_STEP.get(lab.lang())).from(0.0);
        x.to = steps();
        x
    };
    let rebuilt = Memo::new(move |_| {
        let lang = lab.lang();
        let batch = points(|r| {
            r.points
                .iter()
                .map(|p| (p.step.into(), p.fvu.into()))
                .collect()
        });
        let fresh = points(|r| {
            r.measured
                .iter()
                .map(|m| (m.step.into(), f64::from(m.fvu).min(1.0)))
                .collect()
        });
        let kept = points(|r| {
            r.measured
                .iter()
                .map(|m| (m.step.into(), m.recovered.into()))
                .collect()
        });
        LineChart {
            x: x(),
            y: Axis::new(SHARE.get(lang)).between(0.0, 1.0),
            series: vec![
                Series::new(RECOVERED.get(lang), Role::Third, kept).marked(),
                Series::new(FVU_FRESH.get(lang), Role::Validation, fresh).marked(),
                Series::new(FVU.get(lang), Role::Training, batch),
            ],
            references: Vec::new(),
        }
    });
    let sparsity = Memo::new(move |_| {
        let lang = lab.lang();
        let on = points(|r| {
            r.points
                .iter()
                .map(|p| (p.step.into(), p.l0.into()))
                .collect()
        });
        let dead = points(|r| {
            r.points
                .iter()
                .map(|p| (p.step.into(), p.dead.into()))
                .collect()
        });
        LineChart {
            x: x(),
            y: Axis::new(COUNT.get(lang)).from(0.0),
            series: vec![
                Series::new(ON.get(lang), Role::Treatment, on),
                Series::new(DEAD.get(lang), Role::Control, dead),
            ],
            references: Vec::new(),
        }
    });
    view! {
        <Options control="form" name=FORM choices=Signal::stored(vec![Choice::new("top-k", TOP_K), Choice::new("l1", L1)])
            value=Signal::derive(value) on_change=choose />
        <div class="controls">
            <Slider control="k" name=K_NAME about=K_ABOUT limits=K.into() value=of(|c| c.k.into()) blocked=for_top_k
                on_change=move |v: f64| lab.chosen.change(|c| c.k = v as u8) />
            <Slider control="lambda" name=LAMBDA_NAME about=LAMBDA_ABOUT limits=LAMBDA.into() value=of(|c| f64::from(c.lambda)) blocked=for_l1
                on_change=move |v: f64| lab.chosen.change(|c| c.lambda = v as f32) />
            <Slider control="layer" name=LAYER_NAME about=LAYER_ABOUT limits=LAYER.into() value=of(|c| c.layer.into())
                on_change=move |v: f64| lab.chosen.change(|c| c.layer = v as u8) />
        </div>
        <RunPanel job="train" start=TRAIN step=STEP state=session.job.state progress=lab.bench.progress()
            on_control=move |control| session.control(control)>
            <NumberField control="latents" name=LATENTS_NAME about=LATENTS_ABOUT limits=LATENTS.into() value=of(|c| c.latents.into())
                on_change=move |v: f64| lab.chosen.change(|c| c.latents = v as u16) />
            <NumberField control="documents" name=DOCUMENTS_NAME about=DOCUMENTS_ABOUT limits=DOCUMENTS.into() value=of(|c| c.documents.into())
                on_change=move |v: f64| lab.chosen.change(|c| c.documents = v as u16) />
            <NumberField control="steps" name=STEPS_NAME about=STEPS_ABOUT limits=STEPS.into() value=of(|c| c.steps.into())
                on_change=move |v: f64| lab.chosen.change(|c| c.steps = v as u32) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=of(|c| c.seed.into())
                on_change=move |v: f64| lab.chosen.change(|c| c.seed = v as u32) />
        </RunPanel>
        <MovedOn session touched=lab.bench.touched() />
        <p class="lab-facts" role="status" data-value="phase">{phase}</p>
        <LineFigure name="rebuilt" title=REBUILT summary=Signal::derive(move || summary(lab)) chart=rebuilt height=240.0 empty=EMPTY />
        <LineFigure name="sparsity" title=SPARSITY summary=Signal::derive(move || counts(lab)) chart=sparsity height=200.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(WORDS)}</dt><dd><LiveNumber name="words" value=lab.number(|r| (r.words > 0).then(|| r.words.into())) format=Format::Decimals(0) from=WORDS_FROM /></dd></div>
            <div><dt>{t(LOST)}</dt><dd><LiveNumber name="fvu" value=lab.number(fvu) format=Format::Percent(1) from=FVU_FROM /></dd></div>
            <div><dt>{t(AT_A_TIME)}</dt><dd><LiveNumber name="l0" value=lab.number(l0) format=Format::Decimals(1) from=L0_FROM /></dd></div>
            <div><dt>{t(RECOVERED)}</dt><dd><LiveNumber name="recovered" value=lab.number(recovered) format=Format::Percent(1) from=RECOVERED_FROM /></dd></div>
            <div><dt>{t(DEAD)}</dt><dd><LiveNumber name="dead" value=lab.number(|r| r.dead().map(f64::from)) format=Format::Decimals(0) from=DEAD_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn fvu(report: &Report) -> Option<f64> {
    report.measured.last().map(|m| m.fvu.into())
}

pub(super) fn l0(report: &Report) -> Option<f64> {
    report.measured.last().map(|m| m.l0.into())
}

pub(super) fn recovered(report: &Report) -> Option<f64> {
    report.measured.last().map(|m| m.recovered.into())
}

fn phase(report: &Report, lab: Lab) -> String {
    let lang = lab.lang();
    let words = grouped(report.words.into(), 0);
    match report.phase {
        Phase::Waiting => String::new(),
        Phase::Recording => say(
            lang,
            || format!("Recording what the layer holds: {words} words so far."),
            || format!("正在記錄這一層的向量：已有 {words} 個詞。"),
        ),
        Phase::Training => say(
            lang,
            || "Training the autoencoder.".into(),
            || "正在訓練自編碼器。".into(),
        ),
        Phase::Scoring => say(
            lang,
            || {
                "Scoring latents, neurons and directions against the 65 concepts, then testing the latent of refusals.".into()
            },
            || {
                "正在拿 latent、神經元和各種方向和 65 個概念核對，接著測試代表拒絕的 latent。"
                    .into()
            },
        ),
        Phase::Done => say(
            lang,
            || "Everything is measured.".into(),
            || "全部測量完畢。".into(),
        ),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab
        .bench
        .told(|r: &Report| Some((r.measured.last().copied()?, r.whole, r.ablated)));
    let Some((m, whole, ablated)) = found else {
        return EMPTY.get(lang).into();
    };
    let (fvu, kept) = (percent(m.fvu.into(), 1), percent(m.recovered.into(), 1));
    let (whole, ablated) = (significant(whole.into(), 3), significant(ablated.into(), 3));
    say(
        lang,
        || {
            format!(
                "After {} steps {fvu} is not rebuilt; of the {whole} nats with the true layer and {ablated} with its mean, {kept} of the way is kept.",
                m.step
            )
        },
        || {
            format!(
                "{} 步之後有 {fvu} 沒有重建；原本的向量 {whole} nats，換成平均值 {ablated} nats，中間的差距保住了 {kept}。",
                m.step
            )
        },
    )
}

fn counts(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.bench.told(|r: &Report| r.points.last().copied());
    let Some(p) = found else {
        return EMPTY.get(lang).into();
    };
    let on = significant(p.l0.into(), 3);
    say(
        lang,
        || {
            format!(
                "At step {}, {on} latents are on at a word; {} have not been on for a while.",
                p.step, p.dead
            )
        },
        || {
            format!(
                "第 {} 步，每個詞有 {on} 個 latent 亮著；有 {} 個已經一陣子沒亮。",
                p.step, p.dead
            )
        },
    )
}
