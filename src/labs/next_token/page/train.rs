//! Widget `train`: the run, its budget, its seed.

use leptos::prelude::*;

use super::state::Lab;
use crate::data::check;
use crate::labs::next_token::config::{Config, Corpus, LEARNING_RATE, SEED, STEPS, Tokenizer};
use crate::lesson::{Describe, Text, text};
use crate::plot::significant;
use crate::train::{Control, State};
use crate::wire::choices::Choices;
use crate::ui::{Button, Callout, Format, Kind, LiveNumber, NumberField, Progress, RunPanel, Slider, Spacing, listed, say, t};

const TRAIN: Text = text("Train", "訓練");
const RATE_NAME: Text = text("Learning rate", "學習率");
const RATE_ABOUT: Text = text(
    "How far each step goes. Can be moved while it runs. Far too high, and the run diverges.",
    "每一步走多遠。執行中也能調整；太大就會發散。",
);
const STEPS_NAME: Text = text("Steps", "步數");
const STEPS_ABOUT: Text = text("The budget of the run.", "這次執行的預算。");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Fixes the first weights and the order of the text. Same seed, same run.",
    "決定初始權重和文字的順序。種子相同，整個過程就相同。",
);
const NO_TEXT: Text = text(
    "Paste a text or choose a file first.",
    "請先貼上文字，或選一個檔案。",
);
const COMING: Text = text("The text is still on its way.", "文字還在下載。");
const ANEW: Text = text("Start anew with these settings", "用新設定重新開始");
const SPEED: Text = text("tokens per second", "每秒 token 數");
const SPEED_FROM: Text = text(
    "Tokens of training text worked through per second, over the last two seconds.",
    "最近兩秒內，每秒訓練了多少 token。",
);
const MEMORY: Text = text("memory of the run", "使用的記憶體");
const MEMORY_FROM: Text = text(
    "Weights, buffers and text that the worker holds for this run.",
    "背景程式為這次執行保存的權重、暫存與文字。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.session;
    let job = session.job;
    let progress = Memo::new(move |_| {
        let budget = session.opened.with(|o| o.as_ref().map(|o| o.config.steps));
        session.run.with(|run| Progress {
            step: run.last.step,
            steps: budget.unwrap_or_else(|| lab.config.with(|c| c.steps)),
            remaining_seconds: run.last.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| {
        session
            .run
            .with(|run| (run.last.step > 0).then_some(run.last.fingerprint))
    });
    let speed = Memo::new(move |_| {
        session.run.with(|run| {
            let speed = f64::from(run.last.tokens_per_second);
            (speed > 0.0).then_some(speed)
        })
    });
    let memory = Memo::new(move |_| Some(job.bytes.get() as f64).filter(|bytes| *bytes > 0.0));
    let rescue = Memo::new(move |_| rescue_rate(lab));
    let on_control = move |control: Control| {
        if let Control::Resume { learning_rate } = control {
            lab.change(|c| c.learning_rate = learning_rate);
        }
        session.control(control);
    };
    let rate = lab.choice(|c| f64::from(c.learning_rate));
    let steps = lab.choice(|c| f64::from(c.steps));
    let seed = lab.choice(|c| f64::from(c.seed));
    let set_rate = move |value: f64| {
        lab.change(|c| c.learning_rate = value as f32);
        session.job.control(Control::LearningRate(value as f32));
    };
    // An f32 written as an f64 shows digits that nobody chose.
    let rate = Memo::new(move |_| (rate.get() * 1e7).round() / 1e7);
    view! {
        <RunPanel job="train" start=TRAIN state=job.state progress on_control=on_control fingerprint=fingerprint
            blocked=Signal::derive(move || blocked(lab)) message=Signal::derive(move || message(lab)) rescue_rate=rescue>
            <Slider control="learning-rate" name=RATE_NAME about=RATE_ABOUT limits=LEARNING_RATE.into() spacing=Spacing::Ratio value=rate on_change=set_rate />
            <NumberField control="steps" name=STEPS_NAME about=STEPS_ABOUT limits=STEPS.into() value=steps on_change=move |value: f64| lab.change(|c| c.steps = value as u32) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.change(|c| c.seed = value as u32) />
        </RunPanel>
        <dl class="run-facts">
            <div><dt>{t(SPEED)}</dt><dd><LiveNumber name="tokens-per-second" value=speed format=Format::Decimals(0) from=SPEED_FROM /></dd></div>
            <div><dt>{t(MEMORY)}</dt><dd><LiveNumber name="memory" value=memory format=Format::Bytes from=MEMORY_FROM /></dd></div>
        </dl>
        {move || moved_on(lab)}
    }
    .into_any()
}

/// Why nothing can be started with the choices as they stand.
fn blocked(lab: Lab) -> Option<String> {
    let lang = lab.lang();
    let (corpus, tokenizer) = lab.config.with(|c| (c.corpus, c.tokenizer));
    let Some(bytes) = lab.texts.get(corpus) else {
        let why = if corpus == Corpus::Own {
            NO_TEXT
        } else {
            COMING
        };
        return Some(why.get(lang).into());
    };
    // Files in other encodings are looked at by the worker.
    let own = (corpus == Corpus::Own).then(|| std::str::from_utf8(&bytes).ok())??;
    let fit = check::text(own, tokenizer == Tokenizer::Characters);
    fit.err().map(|why| why.describe(lang))
}

/// A third of the rate that it diverged with.
fn rescue_rate(lab: Lab) -> f32 {
    let rate = lab.session.run.with(|run| run.last.learning_rate);
    LEARNING_RATE.clamp(f64::from(rate) / 3.0) as f32
}

/// What happened to a run that diverged, and what can be done.
fn message(lab: Lab) -> Option<String> {
    if lab.session.job.state.get() != State::Diverged {
        return None;
    }
    let (step, loss, rate) = lab.session.run.with(|run| {
        let (step, loss) = run.last.diverged_at.unwrap_or((run.last.step, f32::NAN));
        (step, loss, run.last.learning_rate)
    });
    let (loss, rate) = (
        significant(f64::from(loss), 3),
        significant(f64::from(rate), 2),
    );
    let lower = significant(f64::from(rescue_rate(lab)), 2);
    Some(say(
        lab.lang(),
        || {
            format!(
                "The run diverged at step {step} (loss {loss}). The likely cause is the learning rate of {rate}: steps so long that each makes matters worse. \
                 The last good weights are back. Go on at {lower}, or reset and start from the untrained model."
            )
        },
        || {
            format!(
                "訓練在第 {step} 步發散了（損失 {loss}）。多半是學習率 {rate} 太大：每一步都跨過頭，越走越糟。\
                 已經還原到最後一組正常的權重。可以用 {lower} 繼續，或重設，從未訓練的模型重來。"
            )
        },
    ))
}

/// The controls say something else than the run that is shown.
fn moved_on(lab: Lab) -> Option<AnyView> {
    let session = lab.session;
    let stale = session.stale();
    if stale.is_empty() || session.is_untouched() {
        return None;
    }
    let words = move || {
        let names = listed(session.stale().iter().map(|name| Config::control_name(name)), lab.lang());
        say(
            lab.lang(),
            || {
                format!(
                    "Changed since this run: {names}. What you see still belongs to the run as it was; the change takes effect when a run starts anew."
                )
            },
            || {
                format!(
                    "這次執行之後改過：{names}。畫面上仍是原來那次的結果；重新開始之後，更動才會生效。"
                )
            },
        )
    };
    Some(
        view! {
            <Callout kind=Kind::Note>
                <p data-value="starts-anew">{words}</p>
                <Button control="start-anew" words=ANEW on_press=move |()| session.start_anew() blocked=Signal::derive(move || blocked(lab)) />
            </Callout>
        }
        .into_any(),
    )
}
