//! Widget `memory`: what each layer's values add to the answer, the keys that fire in one layer, and the texts that fire a key.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::ffn_memory::config::LAYER;
use crate::lesson::{Describe, Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent, significant};
use crate::ui::{Format, LineFigure, LiveNumber, Slider, live, say, t};

const TITLE: Text = text("What each layer\u{2019}s memory adds to the answer", "每一層的記憶為答案加了多少");
const EMPTY: Text = text("The model is being asked.", "正在問模型。");
const LAYERS: Text = text("layer", "層");
const ADDED: Text = text("added to the answer\u{2019}s logit", "對答案 logit 的貢獻");
const ALL: Text = text("all values of the layer", "整層 value 合計");
const STRONGEST: Text = text("strongest neuron alone", "最強的一個神經元");
const LAYER_NAME: Text = text("Layer to open", "打開哪一層");
const LAYER_ABOUT: Text = text(
    "Its keys are listed below: those whose values add most to the model\u{2019}s answer.",
    "下面列出這一層的 key：它們的 value 對模型的答案貢獻最多。",
);
const TABLE: Text = text("Keys that fire, and what their values promote", "被觸發的 key，和它的 value 推舉的詞");
const KEY: Text = text("key", "key");
const FIRES: Text = text("fires", "激發值");
const ADDS: Text = text("adds", "貢獻");
const PROMOTES: Text = text("its value promotes", "value 推舉的詞");
const FIRING: Text = text("keys firing in this layer", "這一層被觸發的 key");
const FIRING_FROM: Text = text(
    "Neurons of the chosen layer that are above zero after the last word, of 256.",
    "讀完最後一個詞時，這一層 256 個神經元中大於零的個數。",
);
const PART: Text = text("added by all six layers", "六層合計的貢獻");
pub(super) const PART_FROM: Text = text(
    "What all values of all six layers add to the logit of the model\u{2019}s answer, against the mean of all words.",
    "六層全部的 value，對模型答案的 logit（相對於所有詞的平均）合計加了多少。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| chart(lab));
    let layer = lab.chosen.pick(|c| f64::from(c.layer));
    let reading = Signal::derive(move || {
        let n = layer.get();
        say(lab.lang(), || format!("layer {n}"), || format!("第 {n} 層"))
    });
    let firing = Memo::new(move |_| {
        let block = usize::from(lab.block());
        lab.seen(|look| look.blocks.get(block).map(|b| f64::from(b.firing)))
    });
    view! {
        <LineFigure name="layers" title=TITLE summary=live(move || summary(lab)) chart height=240.0 empty=EMPTY />
        <Slider control="layer" name=LAYER_NAME about=LAYER_ABOUT limits=LAYER.into() value=layer reading
            on_change=move |value: f64| lab.chosen.change(|c| c.layer = value as u8) />
        <dl class="run-facts">
            <div><dt>{t(FIRING)}</dt><dd><LiveNumber name="firing" value=firing format=Format::Decimals(0) from=FIRING_FROM /></dd></div>
            <div><dt>{t(PART)}</dt><dd><LiveNumber name="memory-part" value=Memo::new(move |_| part(lab)) format=Format::Significant(3) from=PART_FROM /></dd></div>
        </dl>
        <p class="control-name">{t(TABLE)}</p>
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="keys">
                <thead><tr><th scope="col">{t(KEY)}</th><th scope="col" class="is-number">{t(FIRES)}</th><th scope="col" class="is-number">{t(ADDS)}</th><th scope="col">{t(PROMOTES)}</th></tr></thead>
                <tbody>{move || rows(lab)}</tbody>
            </table>
        </div>
        {move || texts(lab)}
    }
    .into_any()
}

/// What all values of all layers add to the answer.
pub(super) fn part(lab: Lab) -> Option<f64> {
    lab.seen(|look| Some(look.blocks.iter().map(|b| f64::from(b.total)).sum()))
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let curve = |of: fn(&crate::labs::ffn_memory::protocol::Block) -> f32| {
        let points = lab.seen(|look| {
            let point = |(i, block)| ((i + 1) as f64, f64::from(of(block)));
            Some(look.blocks.iter().enumerate().map(point).collect::<Vec<_>>())
        });
        Arc::new(points.unwrap_or_default())
    };
    let best = |block: &crate::labs::ffn_memory::protocol::Block| block.keys.first().map_or(0.0, |k| k.gain);
    LineChart {
        x: Axis::new(LAYERS.get(lang)).between(1.0, 6.0),
        y: Axis::new(ADDED.get(lang)),
        series: vec![
            Series::new(ALL.get(lang), Role::Mlp, curve(|b| b.total)).marked(),
            Series::new(STRONGEST.get(lang), Role::Value, curve(best)).marked(),
        ],
        references: Vec::new(),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.seen(|look| {
        let most = look.blocks.iter().enumerate().max_by(|a, b| a.1.total.total_cmp(&b.1.total))?;
        let (word, _) = look.top.first()?;
        Some((lab.word(*word), most.0 + 1, significant(most.1.total.into(), 2), most.1.firing, look.neurons))
    });
    let Some((word, layer, total, firing, of)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("For \u{201c}{word}\u{201d} the memory of layer {layer} adds most, {total}, out of {firing} keys that fire, of {of}."),
        || format!("為「{word}」加最多的是第 {layer} 層的記憶，共 {total}；那一層 {of} 個 key 觸發了 {firing} 個。"),
    )
}

fn rows(lab: Lab) -> AnyView {
    let block = lab.block();
    let keys = lab.seen(|look| look.blocks.get(usize::from(block)).map(|b| b.keys.clone()));
    let row = |key: &crate::labs::ffn_memory::protocol::Fired| {
        let neuron = key.neuron;
        let chosen = move || lab.place() == Some((block, neuron));
        let words: Vec<&str> = key.words.iter().map(|w| lab.word(*w)).collect();
        view! {
            <tr>
                <th scope="row"><button type="button" class="button is-quiet" data-control="key" aria-pressed=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| lab.picked.set(Some((block, neuron)))>{neuron.to_string()}</button></th>
                <td class="is-number">{significant(key.activation.into(), 2)}</td>
                <td class="is-number">{significant(key.gain.into(), 2)}</td>
                <td>{words.join(", ")}</td>
            </tr>
        }
    };
    keys.unwrap_or_default().iter().map(row).collect_view().into_any()
}

/// The chosen key's texts.
fn texts(lab: Lab) -> Option<AnyView> {
    let lang = lab.lang();
    lab.key.with(|key| match key.as_ref()? {
        Err(error) => {
            let words = error.describe(lang);
            Some(view! { <p class="lab-facts">{words}</p> }.into_any())
        }
        Ok(key) => {
            let (layer, neuron, share) = (key.block + 1, key.neuron, percent(f64::from(key.firing) / f64::from(key.of.max(1)), 0));
            let head = say(
                lang,
                || format!("Key {neuron} of layer {layer} fires at {share} of the beginnings of the world\u{2019}s questions, most at:"),
                || format!("第 {layer} 層的 key {neuron}，在這個世界所有問題的開頭中有 {share} 會觸發。觸發最強的是："),
            );
            let item = |(tokens, a): &(Vec<u32>, f32)| {
                let (text, a) = (lab.text(tokens), significant((*a).into(), 2));
                view! { <li>"\u{201c}"<span class="lens-word">{text}</span>"\u{201d} "{a}</li> }
            };
            let items = key.texts.iter().map(item).collect_view();
            Some(view! { <p class="control-name">{head}</p><ol class="lab-facts" data-output="texts">{items}</ol> }.into_any())
        }
    })
}
