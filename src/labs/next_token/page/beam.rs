//! Widget `beam`: the most probable text that a search finds, beside the greedy one.

use leptos::prelude::*;

use super::sample::blocked;
use super::state::{Beams, Lab};
use crate::labs::next_token::config::BEAM_WIDTH;
use crate::labs::next_token::protocol::{Answer, Ask, Beam};
use crate::lesson::{Text, text};
use crate::plot::significant;
use crate::ui::{Button, Slider, say, t};

const NAME: Text = text("Beam width", "beam 寬度");
const ABOUT: Text = text(
    "Texts that the search keeps side by side. 1: greedy.",
    "搜尋時同時保留幾段文字。1：就是貪婪。",
);
const SEARCH: Text = text("Search from the prompt", "從開頭開始搜尋");
const BUSY: Text = text("Searching…", "搜尋中……");
const GREEDY: Text = text(
    "Greedy: always the most probable token",
    "貪婪：每次都選機率最高的 token",
);
const FOUND: Text = text("Beam search", "beam search");
const NATS: Text = text("nats", "nats");
pub(super) const GREEDY_FROM: Text = text(
    "Sum of ln p under the model over the greedy text, as long as the beam\u{2019}s.",
    "貪婪文字在模型下的 ln p 總和，長度與 beam search 的相同。",
);
pub(super) const BEAM_FROM: Text = text(
    "Sum of ln p under the model over the most probable text that the beam search found.",
    "beam search 找到的最可能文字，在模型下的 ln p 總和。",
);

/// Tokens of both texts.
const TOKENS: u32 = 40;

pub(super) fn view(lab: Lab) -> AnyView {
    let width = lab.choice(|c| f64::from(c.beam_width));
    let search = move |()| {
        let learned = untrack(|| lab.is_learned());
        let ask = Ask::Beam {
            weights: untrack(|| lab.weights()),
            tokens: lab.forks.with_untracked(|f| f.prompt().to_vec()),
            count: TOKENS,
            width: lab.config.with_untracked(|c| c.beam_width),
        };
        lab.ask(lab.searching, ask, move |answer| {
            if let Answer::Beams { beams, greedy } = answer {
                lab.beams.set(Some(Beams {
                    beams,
                    greedy,
                    learned,
                }));
            }
        });
    };
    let words = Signal::derive(move || {
        let words = if lab.searching.get() { BUSY } else { SEARCH };
        words.get(lab.lang()).to_string()
    });
    view! {
        <Slider control="beam-width" name=NAME about=ABOUT limits=BEAM_WIDTH.into() value=width
            on_change=move |value: f64| lab.change(|c| c.beam_width = value as u8) />
        <div class="run-buttons"><Button control="beam-search" words=words on_press=search blocked=Signal::derive(move || blocked(lab)) /></div>
        {move || lab.beams.get().map(|found| result(lab, found))}
    }
    .into_any()
}

fn result(lab: Lab, found: Beams) -> impl IntoView {
    let best = found.beams.first().cloned();
    let gain = best
        .as_ref()
        .map(|best| f64::from(best.log_probability) - f64::from(found.greedy.log_probability));
    let verdict = gain.map(|gain| {
        let nats = significant(gain.abs(), 3);
        let times = significant(gain.exp(), 3);
        move || {
            say(
                lab.lang(),
                || match gain {
                    g if g > 1e-3 => format!("The beam\u{2019}s text is {times} times as probable as the greedy one. Is it the better text?"),
                    g if g < -1e-3 => format!("This beam even lost to greedy by {nats} nats: a wider search is not always a better one."),
                    _ => "The beam found the greedy text again.".into(),
                },
                || match gain {
                    g if g > 1e-3 => format!("beam search 的文字，機率是貪婪文字的 {times} 倍。它比較好嗎？"),
                    g if g < -1e-3 => format!("這次 beam search 反而比貪婪少了 {nats} nats：搜尋得寬，不一定搜得好。"),
                    _ => "beam search 找到的，就是貪婪的那一段。".into(),
                },
            )
        }
    });
    let rest = found
        .beams
        .iter()
        .skip(1)
        .cloned()
        .map(|b| line(lab, b))
        .collect_view();
    view! {
        <div class="lab-pair" data-output="beams">
            <div><p class="control-name">{t(GREEDY)}</p>{line(lab, found.greedy)}</div>
            <div><p class="control-name">{t(FOUND)}</p>{best.map(|b| line(lab, b))}{rest}</div>
        </div>
        <p class="lab-facts">{verdict}</p>
    }
}

fn line(lab: Lab, beam: Beam) -> impl IntoView {
    let log = f64::from(beam.log_probability);
    let words = move || lab.spelling.with(|s| s.read(&beam.tokens));
    view! {
        <p class="lab-sample"><bdi>{words}</bdi>" "<span class="tree-log" data-raw=log.to_string()>{significant(log, 4)}"\u{a0}"{t(NATS)}</span></p>
    }
}
