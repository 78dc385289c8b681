//! Widget `diversity`: how much 20 samples differ.

use leptos::prelude::*;

use super::sample::blocked;
use super::state::{Lab, Measured};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::plot::significant;
use crate::ui::{Button, Format, LiveNumber, say, t};

const MEASURE: Text = text("Measure: 20 samples", "測量：取樣 20 次");
const BUSY: Text = text("Sampling…", "取樣中……");
const DISTINCT: Text = text("distinct 4-grams", "不重複的 4-gram");
pub(super) const DISTINCT_FROM: Text = text(
    "Share of runs of four tokens that are distinct, over 20 samples of 40 tokens with the settings above.",
    "用上面的設定取樣 20 次、每次 40 個 token，所有連續四個 token 裡不重複的占比。",
);
const BLEU: Text = text("self-BLEU", "self-BLEU");
pub(super) const BLEU_FROM: Text = text(
    "Mean BLEU-4 of each sample against the other 19 (Zhu et al. 2018, arXiv 1802.01886). 1: all alike.",
    "每個樣本和其他 19 個比的 BLEU-4，取平均（Zhu 等人 2018，arXiv 1802.01886）。1：全都一樣。",
);
const SAMPLES: Text = text("The samples", "這些樣本");

/// Tokens of each sample.
const TOKENS: u32 = 40;

pub(super) fn view(lab: Lab) -> AnyView {
    let measure = move |()| {
        let (sampler, seed) = lab.config.with_untracked(|c| (c.sampler, c.sample_seed));
        let learned = untrack(|| lab.is_learned());
        let ask = Ask::Diversity {
            weights: untrack(|| lab.weights()),
            tokens: lab.forks.with_untracked(|f| f.prompt().to_vec()),
            count: TOKENS,
            sampler,
            seed,
        };
        lab.ask(lab.measuring, ask, move |answer| {
            if let Answer::Diversity(diversity) = answer {
                lab.measured.set(Some(Measured {
                    diversity,
                    sampler,
                    learned,
                }));
            }
        });
    };
    let words = Signal::derive(move || {
        let words = if lab.measuring.get() { BUSY } else { MEASURE };
        words.get(lab.lang()).to_string()
    });
    let part = move |read: fn(&Measured) -> f32| {
        Memo::new(move |_| {
            lab.measured
                .with(|m| m.as_ref().map(|m| f64::from(read(m))))
        })
    };
    let at = move || {
        let measured = lab.measured.get()?;
        let temperature = significant(f64::from(measured.sampler.temperature), 2);
        let now = lab.config.with(|c| c.sampler) == measured.sampler;
        Some(say(
            lab.lang(),
            || match now {
                true => format!("Measured at temperature {temperature}, with the settings above."),
                false => format!(
                    "Measured at temperature {temperature}; the settings have changed since."
                ),
            },
            || match now {
                true => format!("在溫度 {temperature}、以上設定下測得。"),
                false => format!("在溫度 {temperature} 時測得；設定後來改過了。"),
            },
        ))
    };
    let samples = move || {
        lab.measured.get().map(|m| {
            let line = |tokens: Vec<u32>| {
                view! { <li class="lab-sample"><bdi>{move || lab.spelling.with(|s| s.read(&tokens))}</bdi></li> }
            };
            view! {
                <details class="figure-table"><summary>{t(SAMPLES)}</summary>
                    <ol class="lab-samples">{m.diversity.samples.into_iter().map(line).collect_view()}</ol>
                </details>
            }
        })
    };
    view! {
        <div class="run-buttons"><Button control="measure-diversity" words=words on_press=measure blocked=Signal::derive(move || blocked(lab)) /></div>
        <dl class="run-facts">
            <div><dt>{t(DISTINCT)}</dt><dd><LiveNumber name="distinct-4" value=part(|m| m.diversity.distinct_4) format=Format::Percent(1) from=DISTINCT_FROM /></dd></div>
            <div><dt>{t(BLEU)}</dt><dd><LiveNumber name="self-bleu" value=part(|m| m.diversity.self_bleu) format=Format::Decimals(3) from=BLEU_FROM /></dd></div>
        </dl>
        <p class="control-about">{at}</p>
        {samples}
    }
    .into_any()
}
