//! Widget `text`: what was written, token by token, and what is known of each.

use std::sync::Arc;

use leptos::prelude::*;

use super::forks::{By, Forks, Node};
use super::state::Lab;
use crate::lesson::{Lang, Text, text};
use crate::plot::{grouped, percent, significant};
use crate::ui::{Callout, Format, Kind, LiveNumber, TapeToken, TokenTape, harmless, say, t};

const NAME: Text = text("The text", "文字");
const EMPTY: Text = text(
    "Nothing written yet. Roll the dice, or let it write on.",
    "還沒有寫任何東西。擲骰子，或讓它繼續寫。",
);
const KEY: Text = text(
    "The darker and denser the pattern, the more the token surprised the model. Choose a token to see what else could have stood there.",
    "底紋越深越密，表示這個 token 越讓模型意外。點一個 token，看看那裡原本還可能是什麼。",
);
const AFTER: Text = text("After", "接在");
const ALTERNATIVES: Text = text("Instead, here:", "這裡也可以是：");
pub(super) const LOOP_FROM: Text = text(
    "Length of the piece that the end of the text repeats, at least three times over; measured on the tokens.",
    "文字結尾一再重複的那一段有多長（至少重複三次）；以 token 計。",
);
const LOG: Text = text("log-probability of the text", "整段文字的對數機率");
const LOG_FROM: Text = text(
    "Sum of ln p under the model itself (temperature 1, no filter) over the written tokens, nats.",
    "寫出的每個 token 在模型原本分布（溫度 1、不過濾）下的 ln p 總和（nats）。",
);
const LENGTH: Text = text("tokens written", "已寫的 token");
const LENGTH_FROM: Text = text(
    "Tokens after the prompt on the shown path.",
    "目前這條路上，開頭之後的 token 數。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let tape = Memo::new(move |_| Arc::new(tape(lab)));
    let empty = Memo::new(move |_| lab.forks.with(Forks::is_empty));
    let select = move |at: usize| {
        lab.cursor
            .update(|cursor| *cursor = (*cursor != Some(at)).then_some(at))
    };
    let log = Memo::new(move |_| {
        lab.forks
            .with(|forks| (!forks.is_empty()).then(|| forks.log_probability()))
    });
    let length = Memo::new(move |_| Some(lab.forks.with(Forks::len) as f64));
    let prompt = move || lab.config.with(|c| harmless(&c.prompt));
    view! {
        <div class="lab-text">
            <p class="control-about" prop:hidden=move || lab.config.with(|c| c.prompt.is_empty())>{t(AFTER)}" "<bdi class="lab-prompt">{prompt}</bdi></p>
            <p class="lab-facts" prop:hidden=move || !empty.get()>{t(EMPTY)}</p>
            <TokenTape tokens=tape name=NAME selected=lab.cursor on_select=select output="text" />
            <p class="control-about" prop:hidden=empty>{t(KEY)}</p>
            <Detail lab />
            {move || looped(lab)}
            <dl class="run-facts">
                <div><dt>{t(LENGTH)}</dt><dd><LiveNumber name="text-length" value=length format=Format::Decimals(0) from=LENGTH_FROM /></dd></div>
                <div><dt>{t(LOG)}</dt><dd><LiveNumber name="text-log-probability" value=log format=Format::Significant(4) from=LOG_FROM /></dd></div>
            </dl>
        </div>
    }
    .into_any()
}

fn tape(lab: Lab) -> Vec<TapeToken> {
    let lang = lab.lang();
    lab.spelling.with(|spelling| {
        lab.forks.with(|forks| {
            forks
                .path()
                .map(|node| TapeToken {
                    text: spelling.show(node.drawn.token),
                    breaks: spelling.breaks(node.drawn.token),
                    role: None,
                    surprise: Some(TapeToken::level(node.drawn.model_probability.into())),
                    note: note(node, lang),
                })
                .collect()
        })
    })
}

/// "12.3 %, rank 4".
fn note(node: &Node, lang: Lang) -> String {
    let p = percent(node.drawn.model_probability.into(), 1);
    let rank = grouped(f64::from(node.drawn.rank) + 1.0, 0);
    let hand = node.by == By::Hand;
    match (lang, hand) {
        (Lang::En, false) => format!("{p}, rank {rank}"),
        (Lang::En, true) => format!("{p}, rank {rank}, chosen by you"),
        (Lang::ZhHant, false) => format!("{p}，第 {rank} 名"),
        (Lang::ZhHant, true) => format!("{p}，第 {rank} 名，由你選的"),
    }
}

/// What is known of the chosen token.
#[component]
fn Detail(lab: Lab) -> impl IntoView {
    let node = Memo::new(move |_| {
        let at = lab.cursor.get()?;
        lab.forks
            .with(|forks| forks.get(at).map(|n| (n.drawn.clone(), n.by)))
    });
    let words = move || {
        let (drawn, _) = node.get()?;
        let token = lab.spelling.with(|s| s.show(drawn.token));
        let (model, used) = (
            percent(drawn.model_probability.into(), 2),
            percent(drawn.probability.into(), 2),
        );
        let rank = grouped(f64::from(drawn.rank) + 1.0, 0);
        let entropy = significant(drawn.entropy.into(), 3);
        let bits = significant(-f64::from(drawn.model_probability).log2(), 3);
        Some(say(
            lab.lang(),
            || {
                format!(
                    "\u{201c}{token}\u{201d}: {model} under the model (rank {rank}, {bits} bits of surprise), {used} under what it was drawn from; entropy there {entropy} nats."
                )
            },
            || {
                format!(
                    "「{token}」：模型給它 {model}（第 {rank} 名，意外程度 {bits} 位元），抽的時候是 {used}；那裡的熵是 {entropy} nats。"
                )
            },
        ))
    };
    let alternatives = move || {
        let (drawn, _) = node.get()?;
        let others = drawn
            .alternatives
            .into_iter()
            .filter(|(token, _)| *token != drawn.token);
        let button = |(token, p): (u32, f32)| {
            let shown = lab.spelling.with(|s| s.show(token));
            view! {
                <button type="button" class="button" data-alternative=token on:click=move |_| lab.pick(token)>
                    <bdi>{shown}</bdi>" "<span class="live-unit">{percent(p.into(), 1)}</span>
                </button>
            }
        };
        let buttons: Vec<_> = others.map(button).collect();
        (!buttons.is_empty()).then(|| view! {
            <div class="lab-alternatives" role="group" aria-label=t(ALTERNATIVES)><span class="control-about">{t(ALTERNATIVES)}</span>{buttons}</div>
        })
    };
    view! {
        <div class="lab-detail" role="status" prop:hidden=move || node.with(Option::is_none)>
            <p data-value="token-probability" data-raw=move || node.with(|n| n.as_ref().map(|(d, _)| d.model_probability.to_string()))>{words}</p>
            {alternatives}
        </div>
    }
}

/// Said as soon as the text runs in circles.
fn looped(lab: Lab) -> Option<AnyView> {
    let tail = lab.tail()?;
    let tokens = lab.forks.with(Forks::written);
    let piece = &tokens[tokens.len() - tail.period..];
    let piece = lab.spelling.with(|s| {
        piece
            .iter()
            .take(40)
            .map(|token| s.show(*token))
            .collect::<String>()
    });
    let (period, times) = (tail.period, tail.repeats());
    // The window may hold fewer tokens than the context, so this is on the safe side.
    let context = lab
        .session
        .opened
        .with(|o| o.as_ref().map_or(0, |o| usize::from(o.config.context)));
    let forever = tail.is_certain(context) && lab.forks.with(Forks::is_greedy);
    let words = say(
        lab.lang(),
        || {
            let end = if forever {
                " Everything that it sees is as it was one round ago, so it can never leave the loop."
            } else {
                ""
            };
            format!(
                "The text runs in circles: the last {period} tokens, \u{201c}{piece}\u{201d}, come {times} times in a row.{end}"
            )
        },
        || {
            let end = if forever {
                "它看得到的一切都和一圈之前相同，所以永遠走不出去。"
            } else {
                ""
            };
            format!("文字在繞圈子：最後 {period} 個 token「{piece}」連續出現了 {times} 次。{end}")
        },
    );
    Some(view! { <Callout kind=Kind::Note><p data-value="loop">{words}</p></Callout> }.into_any())
}
