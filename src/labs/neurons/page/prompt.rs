//! Widget `prompt`: a text, a neuron, how strongly it reacts to each word, and which neurons are loudest at a word.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::neurons::config::{LAYER, NEURON, PROMPT_CHARS};
use crate::labs::neurons::protocol::{Loud, View};
use crate::lesson::{Describe, Lang, Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scene, Shape, Table, significant};
use crate::ui::{
    Button, ButtonKind, Callout, Kind, SceneFigure, Slider, TapeToken, TokenTape, say, t,
};
use crate::world_page::prompt_field;

const PROMPT: Text = text("Text", "文字");
const PROMPT_ABOUT: Text = text(
    "Words of the model\u{2019}s small world, with spaces between.",
    "模型小世界裡的詞，用空格隔開。",
);
const LAYER_NAME: Text = text("Layer", "層");
const LAYER_ABOUT: Text = text("Six MLPs, one a layer.", "六個 MLP，一層一個。");
const NEURON_NAME: Text = text("Neuron", "神經元");
const NEURON_ABOUT: Text = text(
    "Each layer has 256 of them, from 0.",
    "每層有 256 個，從 0 數起。",
);
const TITLE: Text = text(
    "How strongly the neuron reacts to each word",
    "這個神經元對每個詞的反應",
);
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const TOKEN: Text = text("word", "詞");
const ACTIVATION: Text = text("activation", "激發值");
const PICK: Text = text(
    "Choose a word to see who is loudest there",
    "選一個詞，看誰在這裡最大聲",
);

/// CSS pixels.
const ROW: f32 = 26.0;
const NAME: f32 = 104.0;
const BAR: f32 = 14.0;
const NUMBER: f32 = 48.0;

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(
            view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> },
        )
    };
    let scene =
        Callback::new(move |width: f32| lab.view.with(|view| draw(lab, view.as_ref(), width)));
    let table = Signal::derive(move || lab.view.with(|view| table(lab, view.as_ref())));
    let tokens = Memo::new(move |_| {
        let token = |id: &u32| TapeToken {
            text: lab.word(*id).into(),
            ..TapeToken::default()
        };
        Arc::new(lab.view.with(|view| {
            view.as_ref()
                .map_or(vec![], |v| v.tokens.iter().map(token).collect())
        }))
    });
    let selected = Signal::derive(move || at(lab));
    view! {
        {prompt_field("prompt", PROMPT, PROMPT_ABOUT, PROMPT_CHARS, chosen.pick(|c| c.prompt.clone()), move |value: String| chosen.change(|c| c.prompt = value))}
        {problem}
        <div class="controls">
            <Slider control="layer" name=LAYER_NAME about=LAYER_ABOUT limits=LAYER.into() value=chosen.pick(|c| f64::from(c.layer)) on_change=move |value: f64| chosen.change(|c| c.layer = value as u8) />
            <Slider control="neuron" name=NEURON_NAME about=NEURON_ABOUT limits=NEURON.into() value=chosen.pick(|c| f64::from(c.neuron)) on_change=move |value: f64| chosen.change(|c| c.neuron = value as u16) />
        </div>
        <SceneFigure name="activation" title=TITLE summary=Signal::derive(move || summary(lab)) scene table />
        <p class="control-name">{t(PICK)}</p>
        <TokenTape tokens name=PICK selected on_select=move |i: usize| lab.token.set(Some(i)) output="reads" />
        {move || loudest(lab)}
    }
    .into_any()
}

/// The token that is looked at.
fn at(lab: Lab) -> Option<usize> {
    let last = lab
        .view
        .with(|view| view.as_ref().and_then(|v| v.tokens.len().checked_sub(1)))?;
    Some(lab.token.get().unwrap_or(last).min(last))
}

/// The neurons that write most at the chosen word, each a button.
fn loudest(lab: Lab) -> Option<AnyView> {
    let at = at(lab)?;
    let (word, loud) = lab.view.with(|view| {
        let view = view.as_ref()?;
        Some((
            lab.word(*view.tokens.get(at)?),
            view.loudest.get(at)?.clone(),
        ))
    })?;
    let head = say(
        lab.lang(),
        || {
            format!(
                "Loudest at \u{201c}{word}\u{201d}: they write the longest vectors there (length in brackets). Choose one."
            )
        },
        || format!("在「{word}」最大聲的神經元：它們在這裡寫下的向量最長（括號裡是長度）。選一個來看。"),
    );
    let button = |loud: Loud| {
        let words = Signal::derive(move || {
            [
                &lab.name(loud.layer, loud.neuron),
                " (",
                &significant(loud.written.into(), 2),
                ")",
            ]
            .concat()
        });
        view! { <Button control="loud" words kind=ButtonKind::Quiet on_press=move |()| lab.choose(loud.layer, loud.neuron) /> }
    };
    let buttons = loud.into_iter().map(button).collect_view();
    Some(
        view! { <p class="control-about">{head}</p><div class="run-buttons">{buttons}</div> }
            .into_any(),
    )
}

/// One bar a word, from zero.
fn draw(lab: Lab, view: Option<&View>, width: f32) -> Scene {
    let rows = view.map_or(0, |view| view.tokens.len()).max(1);
    let mut scene = Scene {
        width,
        height: ROW * rows as f32 + 4.0,
        marks: Vec::new(),
    };
    let mut put = |shape, ink| scene.marks.push(Mark { shape, ink });
    let write = |text: String, x, y, anchor| Shape::Text {
        text,
        x,
        y,
        anchor,
        upward: false,
    };
    let Some(view) = view else {
        put(
            write(EMPTY.get(lab.lang()).into(), 0.0, ROW / 2.0, Anchor::Start),
            Ink::AXIS_NAME,
        );
        return scene;
    };
    let most = view.activations.iter().copied().fold(1.0, f32::max);
    let room = (width - NAME - NUMBER).max(40.0);
    for (i, (token, a)) in view.tokens.iter().zip(&view.activations).enumerate() {
        let middle = ROW * (i as f32 + 0.5);
        put(
            write(lab.word(*token).into(), NAME - 8.0, middle, Anchor::End),
            Ink::AXIS_NAME,
        );
        let long = room * a / most;
        if *a > 0.0 {
            let bar = Shape::Rect {
                x: NAME,
                y: middle - BAR / 2.0,
                width: long.max(0.5),
                height: BAR,
            };
            put(bar, Ink::point(Role::Mlp));
        }
        put(
            write(number(*a), NAME + long + 5.0, middle, Anchor::Start),
            Ink::TICK,
        );
    }
    let zero = vec![(NAME, 0.0), (NAME, ROW * rows as f32)];
    put(
        Shape::Path {
            points: zero,
            closed: false,
        },
        Ink::AXIS,
    );
    scene
}

/// An activation: two decimals, zero as such.
pub(super) fn number(a: f32) -> String {
    if a == 0.0 {
        "0".into()
    } else {
        crate::plot::grouped(a.into(), 2)
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (layer, neuron) = lab.chosen.config.with(|c| c.chosen());
    let name = lab.name(layer, neuron);
    let found = lab.view.with(|view| {
        let view = view.as_ref()?;
        let (at, most) = view
            .activations
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))?;
        let zeros = view.activations.iter().filter(|a| **a == 0.0).count();
        Some((
            lab.word(*view.tokens.get(at)?),
            *most,
            zeros,
            view.tokens.len(),
        ))
    });
    let Some((word, most, zeros, all)) = found else {
        return EMPTY.get(lang).into();
    };
    if most == 0.0 {
        return say(
            lang,
            || format!("{name}: silent at every word of this text."),
            || format!("{name}：對這段文字的每個詞都沒有反應。"),
        );
    }
    let most = number(most);
    say(
        lang,
        || {
            format!(
                "{name}: strongest at \u{201c}{word}\u{201d} ({most}), silent at {zeros} of {all} words."
            )
        },
        || format!("{name}：在「{word}」最強（{most}），{all} 個詞裡有 {zeros} 個完全沒反應。"),
    )
}

fn table(lab: Lab, view: Option<&View>) -> Table {
    let lang: Lang = lab.lang();
    let rows = view.map_or(vec![], |view| {
        let row = |(token, a): (&u32, &f32)| {
            vec![
                Cell::Text(lab.word(*token).into()),
                Cell::Number((*a).into()),
            ]
        };
        view.tokens.iter().zip(&view.activations).map(row).collect()
    });
    Table {
        columns: [TOKEN, ACTIVATION]
            .map(|c| c.get(lang).to_string())
            .to_vec(),
        rows,
    }
}
