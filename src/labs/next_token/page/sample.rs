//! Widget `sample`: which weights answer, the prompt, the dice, and the settings in the order in which they work.

use leptos::prelude::*;

use super::state::{Lab, WRITE};
use crate::labs::next_token::config::{
    Config, MIN_P, PROMPT_CHARS, REPETITION_PENALTY, Range, SEED, TEMPERATURE, TOP_K, TOP_P,
    Weights,
};
use crate::lesson::{Lang, Text, text};
use crate::ui::{Button, ButtonKind, Callout, Choice, Kind, NumberField, Select, Slider, TextArea, Words, say, t};

const WEIGHTS: Text = text("Which model answers", "由哪個模型來答");
const LIVE: Text = text("your run, as far as it is", "你訓練的，到目前為止");
const UNTRAINED: Text = text("untrained, as it started", "未訓練，一開始的樣子");
const SHIPPED: Text = text(
    "shipped: same architecture, trained longer",
    "預載：同樣的架構，訓練得更久",
);
const WEIGHTS_ABOUT: Text = text(
    "Same architecture, other weights: what was learned is all in the numbers.",
    "架構相同，權重不同：學到的東西全在這些數字裡。",
);
const PROMPT: Text = text("Prompt", "開頭");
const PROMPT_ABOUT: Text = text(
    "The text to go on from. Empty: it starts a new line by itself. Enter writes on.",
    "要接下去的文字。留空：自己起頭。按 Enter 開始寫。",
);
const ROLL: Text = text("Roll the dice: next token", "擲骰子：下一個 token");
const WRITE_ON: Text = text("Write on", "繼續寫");
const STOP: Text = text("Stop writing", "停筆");
const CLEAR: Text = text("Clear the text", "清除文字");
const NOT_READY: Text = text("The model is being made ready.", "模型還在準備。");
const BAD_PROMPT: Text = text(
    "The prompt cannot be read as tokens.",
    "開頭無法切成 token。",
);
const NOISE: Text = text(
    "This model has learned nothing yet, so it writes noise. Train it, or choose the shipped one.",
    "這個模型還沒學過任何東西，寫出來的是雜訊。先訓練它，或改用預載的模型。",
);
const ORDER: Text = text(
    "Between the model\u{2019}s scores and the dice, in this order:",
    "從模型的分數到擲骰子，依這個順序處理：",
);
const LAST: Text = text(
    "What is left is renormalised: divided by its sum, so that it adds up to 1. Then the dice fall.",
    "剩下的重新正規化：除以總和，讓它們加起來等於 1。然後擲骰子。",
);
const SEED_NAME: Text = text("Seed of the dice", "骰子的種子");
const SEED_ABOUT: Text = text(
    "Same seed and settings: the same throws, so the same text.",
    "種子和設定相同，每次擲出的結果就相同，文字也相同。",
);
const OFF: Text = text("off", "不使用");
const GREEDY: Text = text("greedy", "貪婪");

/// One step of the pipeline.
struct Step {
    control: &'static str,
    name: Text,
    about: Text,
    range: Range,
    read: fn(&Config) -> f64,
    write: fn(&mut Config, f64),
    /// The value that changes nothing (or, for temperature, makes it greedy), and its word.
    special: (f64, Text),
}

/// In the order of `nn::sampling::distribution`.
const STEPS: [Step; 5] = [
    Step {
        control: "repetition-penalty",
        name: text("Repetition penalty", "重複懲罰"),
        about: text(
            "Scores of tokens already in sight: positive ones are divided by it, negative ones multiplied.",
            "視窗裡出現過的 token：正的分數除以它，負的分數乘以它。",
        ),
        range: REPETITION_PENALTY,
        read: |c| f64::from(c.sampler.repetition_penalty),
        write: |c, v| c.sampler.repetition_penalty = v as f32,
        special: (1.0, OFF),
    },
    Step {
        control: "temperature",
        name: text("Temperature", "溫度"),
        about: text(
            "Higher: a flatter distribution. 0: the most probable token always wins.",
            "越高，分布越平。0：永遠選機率最高的。",
        ),
        range: TEMPERATURE,
        read: |c| f64::from(c.sampler.temperature),
        write: |c, v| c.sampler.temperature = v as f32,
        special: (0.0, GREEDY),
    },
    Step {
        control: "top-k",
        name: text("Top-k", "top-k"),
        about: text(
            "Only the k most probable tokens stay. 0: off.",
            "只留下機率最高的 k 個。0：不使用。",
        ),
        range: TOP_K,
        read: |c| f64::from(c.sampler.top_k),
        write: |c, v| c.sampler.top_k = v as u32,
        special: (0.0, OFF),
    },
    Step {
        control: "top-p",
        name: text("Top-p", "top-p"),
        about: text(
            "The smallest set of most probable tokens whose mass reaches p stays. 1: off.",
            "由高到低累加，機率和一達到 p 就停，只留這些。1：不使用。",
        ),
        range: TOP_P,
        read: |c| f64::from(c.sampler.top_p),
        write: |c, v| c.sampler.top_p = v as f32,
        special: (1.0, OFF),
    },
    Step {
        control: "min-p",
        name: text("Min-p", "min-p"),
        about: text(
            "Tokens with less than this share of the best one\u{2019}s probability go. 0: off.",
            "機率不到第一名這個比例的，都拿掉。0：不使用。",
        ),
        range: MIN_P,
        read: |c| f64::from(c.sampler.min_p),
        write: |c, v| c.sampler.min_p = v as f32,
        special: (0.0, OFF),
    },
];

/// Why no token can be drawn now.
pub(super) fn blocked(lab: Lab) -> Option<String> {
    if !lab.can_ask() {
        return Some(NOT_READY.get(lab.lang()).into());
    }
    lab.prompt_problem
        .with(|problem| problem.is_some())
        .then(|| BAD_PROMPT.get(lab.lang()).into())
}

pub(super) fn view(lab: Lab) -> AnyView {
    let why = Signal::derive(move || blocked(lab));
    let prompt = lab.choice(|c| c.prompt.clone());
    let writing = lab.writing;
    let seed = lab.choice(|c| f64::from(c.sample_seed));
    let write_words = Signal::derive(move || {
        let lang = lab.lang();
        if writing.get() {
            return String::from(STOP.get(lang));
        }
        say(
            lang,
            || format!("{}: {WRITE} tokens", WRITE_ON.en),
            || format!("{}：{WRITE} 個 token", WRITE_ON.zh),
        )
    });
    let write = move || {
        if why.get_untracked().is_none() {
            lab.write();
        }
    };
    let state = move || match (writing.get(), lab.forks.with(|f| f.is_empty())) {
        (true, _) => "running",
        (false, true) => "idle",
        (false, false) => "done",
    };
    let problem = move || {
        lab.prompt_problem
            .get()
            .or_else(|| lab.problem.get())
            .map(|error| view! { <Callout kind=Kind::Warning><p data-value="sample-problem">{move || lab.told(&error)}</p></Callout> })
    };
    view! {
        <section class="run" data-job="generate" data-state=state>
            <WeightsChoice lab />
            <TextArea control="prompt" name=PROMPT about=PROMPT_ABOUT most=PROMPT_CHARS value=prompt
                on_change=move |text: String| lab.change(|c| c.prompt = text) on_enter=Callback::new(move |()| write()) />
            <div class="run-buttons">
                <Button control="next-token" words=ROLL kind=ButtonKind::Main on_press=move |()| lab.roll() blocked=why />
                <Button control="generate" words=write_words on_press=move |()| write() blocked=why />
                <Button control="clear-text" words=CLEAR kind=ButtonKind::Quiet on_press=move |()| lab.clear() />
            </div>
            {problem}
            <p class="control-about" prop:hidden=move || lab.is_learned() || !lab.can_ask()>{t(NOISE)}</p>
            <p class="lab-order">{t(ORDER)}</p>
            <ol class="lab-steps">
                {STEPS.map(|step| view! { <li>{slider(lab, step)}</li> })}
                <li><p class="control-about">{t(LAST)}</p></li>
            </ol>
            <NumberField control="sample-seed" name=SEED_NAME about=SEED_ABOUT limits=Range { default: 1.0, ..SEED }.into() value=seed
                on_change=move |value: f64| lab.change(|c| c.sample_seed = value as u32) />
        </section>
    }
    .into_any()
}

fn slider(lab: Lab, step: Step) -> AnyView {
    let Step {
        control,
        name,
        about,
        range,
        read,
        write,
        special: (at, word),
    } = step;
    let value = lab.choice(read);
    // An f32 written as an f64 shows digits that nobody chose.
    let value = Memo::new(move |_| (value.get() * 1e6).round() / 1e6);
    let reading = Signal::derive(move || {
        if value.get() == at {
            word.get(lab.lang()).to_string()
        } else {
            String::new()
        }
    });
    view! {
        <Slider control name about limits=range.into() value reading on_change=move |value: f64| lab.change(|c| write(c, value)) />
    }
    .into_any()
}

#[component]
fn WeightsChoice(lab: Lab) -> impl IntoView {
    let weights = lab.choice(|c| c.weights);
    let value = move || {
        String::from(match weights.get() {
            Weights::Live => "live",
            Weights::Untrained => "untrained",
            Weights::Shipped => "shipped",
        })
    };
    let choices = Signal::derive(move || {
        let mut choices = vec![
            Choice::new("live", LIVE),
            Choice::new("untrained", UNTRAINED),
        ];
        if lab.can_ship() || weights.get() == Weights::Shipped {
            choices.push(Choice::new("shipped", SHIPPED));
        }
        choices
    });
    let about = Signal::derive(move || {
        let lang = lab.lang();
        match lab.shipping.get() {
            Some(share) => say(
                lang,
                || format!("Fetching the shipped model: {:.0} %", share * 100.0),
                || format!("正在取得預載的模型：{:.0} %", share * 100.0),
            ),
            None if weights.get() == Weights::Shipped && !lab.can_ship() => {
                String::from(match lang {
                    Lang::En => {
                        "The shipped model only fits the sizes that the lab opens with, characters, and a bundled text. Your own run answers instead."
                    }
                    Lang::ZhHant => {
                        "預載的模型只適用於預設大小、字元斷詞與內建文字。目前由你訓練的模型回答。"
                    }
                })
            }
            None => WEIGHTS_ABOUT.get(lang).into(),
        }
    });
    let choose = move |value: String| {
        lab.change(|c| {
            c.weights = match value.as_str() {
                "untrained" => Weights::Untrained,
                "shipped" => Weights::Shipped,
                _ => Weights::Live,
            }
        })
    };
    view! {
        <Select control="weights" name=WEIGHTS about=Words::from(about) choices value=Signal::derive(value) on_change=choose />
    }
}
