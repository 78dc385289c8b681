//! Widget `model`: the architecture, and what it costs before anything is started.

use leptos::prelude::*;

use super::state::Lab;
use crate::data::documents::normalised;
use crate::data::tokenizer::Tokenizer as Cut;
use crate::labs::next_token::config::{
    BATCH, CONTEXT, Config, HEADS, LAYERS, Range, Tokenizer, WIDTH,
};
use crate::lesson::{Lang, Text, text};
use crate::nn::gpt::Gpt;
use crate::plot::significant;
use crate::ui::{Choice, Format, LiveNumber, Select, Slider, Words, t};

/// Share of the matrix product speed that a training step reaches; measured by `make bench`.
const EFFICIENCY: f64 = 0.6;
/// Longer texts are counted by the worker only.
const COUNTED_BYTES: usize = 1 << 20;

const PARAMETERS: Text = text("parameters", "參數");
const PARAMETERS_FROM: Text = text(
    "Numbers that training has to find: two per token and channel for embedding and read-out, the rest in the layers.",
    "訓練要找出來的數字：嵌入與輸出層各占「token 種類 × 寬度」，其餘在各層裡。",
);
const FLOPS: Text = text("operations in all", "總運算量");
const FLOPS_FROM: Text = text(
    "Floating-point operations of the matrix products, forward and backward, times the number of steps.",
    "每一步前向加反向的矩陣乘法浮點運算次數，乘上步數。",
);
const TIME: Text = text("estimated time", "預估時間");
const TIME_FROM: Text = text(
    "Operations divided by the speed of your run; before there is one, by 60 % of the matrix product speed measured when the page opened.",
    "運算量除以你這次執行的速度；還沒執行時，除以開啟頁面時測得的矩陣乘法速度的 60 %。",
);

/// One control: its limits and words, and the field that it stands for.
struct Row {
    control: &'static str,
    name: Text,
    about: Text,
    range: Range,
    read: fn(&Config) -> f64,
    write: fn(&mut Config, f64),
}

const ROWS: [Row; 4] = [
    Row {
        control: "width",
        name: text("Width", "寬度"),
        about: text(
            "Numbers that stand for each token inside the model. More: more room, more work.",
            "模型內部用幾個數字代表一個 token。越大：空間越多，計算也越多。",
        ),
        range: WIDTH,
        read: |c| f64::from(c.width),
        write: |c, v| c.width = v as u16,
    },
    Row {
        control: "layers",
        name: text("Layers", "層數"),
        about: text(
            "Rounds of looking around (attention) and thinking it over (MLP).",
            "「看看前文」（attention）加「想一想」（MLP）要做幾輪。",
        ),
        range: LAYERS,
        read: |c| f64::from(c.layers),
        write: |c, v| c.layers = v as u8,
    },
    Row {
        control: "context",
        name: text("Context", "上下文長度"),
        about: text(
            "Tokens that the model sees at once. What lies further back does not exist for it.",
            "模型一次看得到幾個 token。更前面的，對它來說不存在。",
        ),
        range: CONTEXT,
        read: |c| f64::from(c.context),
        write: |c, v| c.context = v as u16,
    },
    Row {
        control: "batch",
        name: text("Batch", "批次大小"),
        about: text(
            "Pieces of text in one step. More: a steadier direction, a longer step.",
            "一步看幾段文字。越大：方向越穩，每一步也越久。",
        ),
        range: BATCH,
        read: |c| f64::from(c.batch),
        write: |c, v| c.batch = v as u16,
    },
];

const HEADS_NAME: Text = text("Heads", "head 數");
const HEADS_ABOUT: Text = text(
    "Attention patterns side by side in each layer; they share the width evenly.",
    "每一層裡並排的注意力有幾組；它們平分寬度。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let row = |row: Row| {
        let Row {
            control,
            name,
            about,
            range,
            read,
            write,
        } = row;
        let value = lab.choice(read);
        view! {
            <Slider control name about limits=range.into() value
                on_change=move |value: f64| lab.change(|c| { write(c, value); share(c) }) />
        }
    };
    let [width, layers, context, batch] = ROWS.map(row);
    let heads = lab.choice(|c| c.heads);
    let width_now = lab.choice(|c| c.width);
    let choices = Signal::derive(move || {
        let width = width_now.get();
        (HEADS.min as u16..=HEADS.max as u16)
            .filter(|heads| width.is_multiple_of(*heads))
            .map(|heads| {
                let each = width / heads;
                let words = Signal::derive(move || match lab.ui.lang.get() {
                    Lang::En => format!("{heads} (each {each} wide)"),
                    Lang::ZhHant => format!("{heads}（每個寬 {each}）"),
                });
                Choice::new(heads.to_string(), Words::from(words))
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="controls">
            {width}{layers}
            <Select control="heads" name=HEADS_NAME about=HEADS_ABOUT choices value=Signal::derive(move || heads.get().to_string())
                on_change=move |value: String| if let Ok(heads) = value.parse() { lab.change(|c| c.heads = heads) } />
            {context}{batch}
        </div>
        <Costs lab />
    }
    .into_any()
}

/// Heads that do not divide a new width become the most that do.
fn share(config: &mut Config) {
    let (held, _) = config.clone().clamped();
    config.heads = held.heads;
}

/// Parameters, operations and time, from formulas, before the start.
#[component]
fn Costs(lab: Lab) -> impl IntoView {
    let vocabulary = vocabulary(lab);
    let model = move || {
        let vocabulary = vocabulary.get()?;
        let c = lab.config.get();
        Some(Gpt {
            vocabulary,
            context: c.context.into(),
            width: c.width.into(),
            layers: c.layers.into(),
            heads: c.heads.into(),
        })
    };
    let parameters = Memo::new(move |_| model().map(|m| m.parameters() as f64));
    let flops = Memo::new(move |_| {
        let model = model()?;
        lab.config.with(|c| {
            let step = model.step_flops(c.batch.into(), c.context.into());
            Some(step as f64 * f64::from(c.steps))
        })
    });
    let gflops = lab.session.job.gflops;
    let time = Memo::new(move |_| {
        // A run that has gone on for a while says best how fast this machine is.
        let seen = lab.session.run.with(|run| f64::from(run.last.gflops));
        let speed = match seen > 0.0 {
            true => seen * 1e9,
            false => f64::from(gflops.get()?) * 1e9 * EFFICIENCY,
        };
        flops
            .get()
            .filter(|_| speed > 0.0)
            .map(|flops| flops / speed)
    });
    let shown = move || flops.get().map(short).unwrap_or_default();
    view! {
        <dl class="run-facts">
            <div><dt>{t(PARAMETERS)}</dt><dd><LiveNumber name="parameters" value=parameters format=Format::Decimals(0) from=PARAMETERS_FROM /></dd></div>
            <div><dt>{t(FLOPS)}</dt><dd><span class="live-number" title=t(FLOPS_FROM) data-value="flops" data-raw=move || flops.get().map(|f| f.to_string())>{shown}</span></dd></div>
            <div><dt>{t(TIME)}</dt><dd><LiveNumber name="estimated-seconds" value=time format=Format::Seconds from=TIME_FROM /></dd></div>
        </dl>
    }
}

/// `123 GFLOP`.
fn short(flops: f64) -> String {
    let (value, unit) = match flops {
        f if f < 1e9 => (f / 1e6, "MFLOP"),
        f if f < 1e12 => (f / 1e9, "GFLOP"),
        f => (f / 1e12, "TFLOP"),
    };
    [&significant(value, 3), "\u{a0}", unit].concat()
}

/// Kinds of token that the text and the tokenizer give; `None` until one of page and worker knows.
pub(super) fn vocabulary(lab: Lab) -> Memo<Option<usize>> {
    let text = Memo::new(move |_| {
        let (corpus, tokenizer) = lab.config.with(|c| (c.corpus, c.tokenizer));
        (
            corpus,
            tokenizer,
            lab.texts.revision(corpus),
            lab.texts.get(corpus).is_some(),
        )
    });
    let counted = Memo::new(move |_| {
        let (corpus, tokenizer, ..) = text.get();
        let bytes = untrack(|| lab.texts.get(corpus))?;
        match tokenizer {
            // Every merge makes a token, unless the text runs out of pairs.
            Tokenizer::Bpe { merges } => Some(256 + usize::from(merges)),
            Tokenizer::Characters if bytes.len() <= COUNTED_BYTES => {
                let text = std::str::from_utf8(&bytes).ok()?;
                Some(Cut::characters(&normalised(text)).size())
            }
            Tokenizer::Characters => None,
        }
    });
    Memo::new(move |_| {
        let (corpus, tokenizer, revision, _) = text.get();
        let told = lab.session.opened.with(|opened| {
            let opened = opened.as_ref()?;
            let same = (opened.config.corpus, opened.config.tokenizer, opened.text)
                == (corpus, tokenizer, revision);
            let about = lab.session.about.get().filter(|_| same)?;
            Some(about.vocabulary.len())
        });
        told.or_else(|| counted.get())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_follow_a_width_that_they_do_not_divide() {
        let mut config = Config {
            width: 16,
            heads: 3,
            ..Config::default()
        };
        share(&mut config);
        assert_eq!(config.heads, 2);
    }

    #[test]
    fn operations_are_said_in_the_largest_unit() {
        assert_eq!(short(1.2e11), "120\u{a0}GFLOP");
        assert_eq!(short(3.4e7), "34.0\u{a0}MFLOP");
    }
}
