//! Widget `contexts`: the generated documents in which the neuron is strongest.

use std::sync::Arc;

use leptos::prelude::*;

use super::prompt::number;
use super::state::Lab;
use crate::labs::neurons::classes::Class;
use crate::labs::neurons::protocol::{About, Context};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Role, Table, percent, significant};
use crate::ui::{
    Button, ButtonKind, Figure, Format, LiveNumber, TapeToken, TokenTape, Twin, say, t,
};

const TITLE: Text = text("Where it is strongest", "它在哪裡最強");
const EMPTY: Text = text("The documents are being read.", "正在讀文件。");
const NEVER: Text = text(
    "This neuron is silent on all documents.",
    "這個神經元在所有文件裡都沒有反應。",
);
const READ: Text = text("Take as text", "放進上面的文字");
const DOCUMENT: Text = text(
    "A document with the word at which the neuron peaks",
    "一份文件，標出反應最強的詞",
);
const TEXT_COLUMN: Text = text("document", "文件");
const PEAK: Text = text("strongest at", "最強的詞");
const NEXT: Text = text("next word", "下一個詞");
const ACTIVATION: Text = text("activation", "激發值");
const ACTIVE: Text = text("awake at", "有反應的詞");
pub(super) const ACTIVE_FROM: Text = text(
    "Share of the words of 400 generated documents at which the neuron is above zero.",
    "在 400 份產生的文件裡，激發值大於零的詞所占的比例。",
);
const STRONGEST: Text = text("strongest", "最強");
pub(super) const STRONGEST_FROM: Text = text(
    "Its largest activation on 400 generated documents.",
    "在 400 份產生的文件裡最大的激發值。",
);
const MEAN: Text = text("mean", "平均");
pub(super) const MEAN_FROM: Text = text(
    "Its mean activation over all words of 400 generated documents.",
    "在 400 份產生的文件裡，所有詞的平均激發值。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let summary = Signal::derive(move || summary(lab));
    let twin = Twin::new(move |_| untrack(|| table(lab)));
    let active = Memo::new(move |_| lab.known(|about| Some(f64::from(about.active))));
    let mean = Memo::new(move |_| lab.known(|about| Some(f64::from(about.mean))));
    let strongest = Memo::new(move |_| strongest(lab));
    view! {
        <Figure name="contexts" title=TITLE summary twin>
            {move || documents(lab)}
        </Figure>
        <dl class="run-facts">
            <div><dt>{t(STRONGEST)}</dt><dd><LiveNumber name="strongest" value=strongest format=Format::Decimals(2) from=STRONGEST_FROM /></dd></div>
            <div><dt>{t(MEAN)}</dt><dd><LiveNumber name="mean-activation" value=mean format=Format::Decimals(2) from=MEAN_FROM /></dd></div>
            <div><dt>{t(ACTIVE)}</dt><dd><LiveNumber name="active-share" value=active format=Format::Percent(0) from=ACTIVE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn strongest(lab: Lab) -> Option<f64> {
    lab.known(|about| {
        let first = about.contexts.first();
        Some(first.map_or(0.0, |c| peak(c).into()))
    })
}

fn peak(context: &Context) -> f32 {
    context
        .activations
        .get(context.peak as usize)
        .copied()
        .unwrap_or(0.0)
}

fn documents(lab: Lab) -> AnyView {
    let found = lab.known(|about| Some(about.contexts.clone()));
    let Some(contexts) = found else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    if contexts.is_empty() {
        return view! { <p class="lab-facts">{t(NEVER)}</p> }.into_any();
    }
    let most = contexts.first().map_or(1.0, peak);
    contexts
        .into_iter()
        .map(|context| document(lab, &context, most))
        .collect_view()
        .into_any()
}

/// Words shaded by activation; the strongest one is marked with its number as well.
fn document(lab: Lab, context: &Context, most: f32) -> AnyView {
    let token = |(i, (id, a)): (usize, (&u32, &f32))| {
        let strongest = i == context.peak as usize;
        let word = lab.word(*id);
        TapeToken {
            text: if strongest {
                [word, " ", &number(*a)].concat()
            } else {
                word.into()
            },
            surprise: Some(level(*a, most)),
            role: strongest.then_some(Role::Mlp),
            note: number(*a),
            ..TapeToken::default()
        }
    };
    let tokens: Vec<TapeToken> = context
        .tokens
        .iter()
        .zip(&context.activations)
        .enumerate()
        .map(token)
        .collect();
    let text = lab
        .words
        .with_value(|words| words.decode(context.tokens.get(1..).unwrap_or_default()));
    let take = move |()| lab.chosen.change(|c| c.prompt = text.clone());
    view! {
        <div class="token-line is-taken">
            <TokenTape tokens=Signal::stored(Arc::new(tokens)) name=DOCUMENT output="context" />
            <Button control="read" words=READ kind=ButtonKind::Quiet on_press=take />
        </div>
    }
    .into_any()
}

/// 0: silent, to 4.
fn level(a: f32, most: f32) -> u8 {
    if a <= 0.0 || most <= 0.0 {
        0
    } else {
        1 + (3.99 * a / most).clamp(0.0, 3.0) as u8
    }
}

/// The classes before which it is strongest on average.
fn before(about: &About) -> [(Class, f32); 2] {
    let mut all: Vec<(Class, f32)> = Class::ALL
        .into_iter()
        .zip(about.before.iter().copied())
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    [0, 1].map(|i| all.get(i).copied().unwrap_or((Class::Other, 0.0)))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.known(|about| Some((before(about), about.active, about.texts)));
    let Some(([first, second], active, texts)) = found else {
        return EMPTY.get(lang).into();
    };
    if first.1 <= 0.0 {
        return NEVER.get(lang).into();
    }
    let name = |of: (Class, f32)| (of.0.name().get(lang), significant(of.1.into(), 2));
    let ((a, x), (b, y)) = (name(first), name(second));
    let active = percent(active.into(), 0);
    say(
        lang,
        || {
            format!(
                "On {texts} generated documents it is awake at {active} of the words, on average strongest where the next word is one of the {a} ({x}), then the {b} ({y})."
            )
        },
        || {
            format!(
                "在 {texts} 份產生的文件裡，它對 {active} 的詞有反應；平均來說，下一個詞是{a}時最強（{x}），其次是{b}（{y}）。"
            )
        },
    )
}

fn table(lab: Lab) -> Table {
    let lang = lab.lang();
    let row = |context: &Context| {
        let at = context.peak as usize;
        let word = |at: usize| context.tokens.get(at).map_or("", |id| lab.word(*id));
        let text = lab
            .words
            .with_value(|words| words.decode(context.tokens.get(1..).unwrap_or_default()));
        vec![
            Cell::Text(text),
            Cell::Text(word(at).into()),
            Cell::Text(word(at + 1).into()),
            Cell::Number(peak(context).into()),
        ]
    };
    Table {
        columns: [TEXT_COLUMN, PEAK, NEXT, ACTIVATION]
            .map(|c| c.get(lang).to_string())
            .to_vec(),
        rows: lab
            .known(|about| Some(about.contexts.iter().map(row).collect()))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_begin_at_silence_and_end_at_the_strongest() {
        assert_eq!(
            [0.0, 0.01, 1.1, 4.0, 9.0].map(|a| level(a, 4.0)),
            [0, 1, 2, 4, 4]
        );
        assert_eq!(level(1.0, 0.0), 0);
    }
}
