//! Part of the widget `thinking`: one translation in one of the models, layer by layer.

use leptos::prelude::*;

use super::state::Lab;
use crate::data::trilingual::Mix;
use crate::data::world::lexicon::CONCEPTS;
use crate::labs::logit_lens::protocol::{Answer, Ask, Thought, Translated};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, percent};
use crate::ui::{Choice, Figure, Kind, Options, Select, Twin, Words, follow, say, t, use_ui};
use crate::world_model::study::ModelFile;
use crate::world_model::thinking::{SEEDS, file_name};
use crate::world_page::shipped_file;

const PAIR: Text = text("Look into a model: pair", "看其中一個模型：哪一對");
const PAIR_ABOUT: Text = text("Each pair shares its seed; only the mix of languages differs.", "同一對的亂數種子相同，只有語言的比例不同。");
const MIX: Text = text("Its training", "它的訓練文字");
const ENGLISH: Text = text("mostly English", "英文為主");
const BALANCED: Text = text("balanced", "三種語言平均");
const WAY: Text = text("Direction", "方向");
const FORTH: Text = text("French to Chinese", "法文到中文");
const BACK: Text = text("Chinese to French", "中文到法文");
const THING: Text = text("Word", "詞");
const THING_ABOUT: Text = text("All 48 were told in every direction.", "48 個詞，每個方向都訓練過。");
const TITLE: Text = text("One translation, layer by layer", "一個翻譯，一層一層看");
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const LAYER: Text = text("layer", "層");
const WORD: Text = text("most probable word", "機率最高的詞");
const ANSWER: Text = text("answer", "答案");
const THIRD: Text = text("English word", "英文詞");

pub(super) fn view(lab: Lab) -> AnyView {
    let think = lab.chosen.pick(|c| c.think);
    let file = RwSignal::new(None::<ModelFile>);
    let ui = use_ui();
    let seen = RwSignal::new(None::<Translated>);
    // Fetched when the reader has begun to look at this part: it is not what the page opens with.
    let near = RwSignal::new(false);
    Effect::new(move |_| {
        if !near.get() && lab.counts.with(Vec::is_empty) {
            return;
        }
        let think = think.get();
        let name = model_name(think.pair, think.balanced);
        leptos::task::spawn_local(async move {
            let came = shipped_file(name.clone(), |_| {}).await;
            if think_name(lab) != Some(name) {
                return;
            }
            match came {
                Ok(came) => {
                    file.try_set(Some(came));
                }
                Err(why) => ui.notices.push(Kind::Warning, why.of_model()),
            }
        });
    });
    let question = move || {
        let file = file.get()?;
        let think = think.get();
        let what = Thought::Look { form: think.form, back: think.back, thing: think.thing };
        Some((lab.session.number.get(), 0, Ask::Think { file, what }))
    };
    follow(lab.session.job, question, move |answer| match answer {
        Ok(Answer::Translated(found)) => seen.set(Some(found)),
        Ok(_) => {}
        Err(error) => lab.problem.set(Some(error)),
    });
    let pairs: Vec<Choice> = SEEDS.iter().enumerate().map(|(i, seed)| Choice::new(i.to_string(), Words::from(Signal::stored(seed.to_string())))).collect();
    let things: Vec<Choice> = CONCEPTS
        .iter()
        .enumerate()
        .map(|(i, c)| Choice::new(i.to_string(), Words::from(Signal::stored(c.word.join(" / ")))))
        .collect();
    let change = move |set: fn(&mut crate::labs::logit_lens::config::Think, u8)| {
        move |value: String| {
            near.set(true);
            let value = value.parse().unwrap_or(0);
            lab.chosen.change(|c| set(&mut c.think, value));
        }
    };
    let flag = |on: bool| String::from(if on { "1" } else { "0" });
    let summary = Signal::derive(move || summary(lab, seen.get().as_ref()));
    let twin = Twin::new(move |_| table(lab, seen.get_untracked().as_ref()));
    view! {
        <div class="controls">
            <Select control="think-pair" name=PAIR about=PAIR_ABOUT choices=Signal::stored(pairs) value=Memo::new(move |_| think.get().pair.to_string()) on_change=change(|t, v| t.pair = v) />
            <Select control="think-thing" name=THING about=THING_ABOUT choices=Signal::stored(things) value=Memo::new(move |_| think.get().thing.to_string()) on_change=change(|t, v| t.thing = v) />
            <Options control="think-mix" name=MIX choices=Signal::stored(vec![Choice::new("0", ENGLISH), Choice::new("1", BALANCED)])
                value=Memo::new(move |_| flag(think.get().balanced)) on_change=change(|t, v| t.balanced = v == 1) />
            <Options control="think-way" name=WAY choices=Signal::stored(vec![Choice::new("0", FORTH), Choice::new("1", BACK)])
                value=Memo::new(move |_| flag(think.get().back)) on_change=change(|t, v| t.back = v == 1) />
        </div>
        <Figure name="translation" title=TITLE summary twin>
            {move || grid(seen.get())}
        </Figure>
    }
    .into_any()
}

fn model_name(pair: u8, balanced: bool) -> String {
    let seed = SEEDS[usize::from(pair).min(SEEDS.len() - 1)];
    file_name(seed, if balanced { Mix::Balanced } else { Mix::EnglishMost })
}

/// The file that is wanted now; `None` when the page is gone.
fn think_name(lab: Lab) -> Option<String> {
    let think = lab.chosen.config.try_with_untracked(|c| c.think)?;
    Some(model_name(think.pair, think.balanced))
}

fn grid(seen: Option<Translated>) -> AnyView {
    let Some(seen) = seen else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    let rows = seen
        .layers
        .iter()
        .enumerate()
        .rev()
        .map(|(l, (word, p, answer, third))| {
            let mark = if *word == seen.third { "english" } else if *word == seen.answer { "answer" } else { "other" };
            let cells = [percent((*p).into(), 0), percent((*answer).into(), 1), percent((*third).into(), 1)];
            let [p, answer, third] = cells;
            view! {
                <tr data-mark=mark><th scope="row">{l.to_string()}</th><td><span class="lens-word">{word.clone()}</span>" "{p}</td><td>{answer}</td><td>{third}</td></tr>
            }
        })
        .collect_view();
    let (answer, third) = (seen.answer.clone(), seen.third.clone());
    view! {
        <p class="lens-word">{seen.prompt.clone()}</p>
        <div class="lens-box">
            <table class="numbers">
                <thead><tr><th scope="col">{t(LAYER)}</th><th scope="col">{t(WORD)}</th><th scope="col">{t(ANSWER)}" "{answer}</th><th scope="col">{t(THIRD)}" "{third}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn summary(lab: Lab, seen: Option<&Translated>) -> String {
    let lang = lab.lang();
    let Some(seen) = seen else {
        return EMPTY.get(lang).into();
    };
    let end = seen.layers.last().map(|l| l.0.clone()).unwrap_or_default();
    let middle = 1..seen.layers.len().saturating_sub(1);
    let layers: Vec<String> = middle.filter(|l| seen.layers[*l].0 == seen.third).map(|l| l.to_string()).collect();
    let (third, all) = (&seen.third, layers.join(", "));
    let none = layers.is_empty();
    say(
        lang,
        || {
            let middle = if none { format!("\u{201c}{third}\u{201d} is never on top on the way") } else { format!("\u{201c}{third}\u{201d} is on top at layer {all}") };
            format!("The model says \u{201c}{end}\u{201d}; {middle}.")
        },
        || {
            let middle = if none { format!("途中「{third}」從來不是第一名") } else { format!("「{third}」在第 {all} 層是第一名") };
            format!("模型說「{end}」；{middle}。")
        },
    )
}

fn table(lab: Lab, seen: Option<&Translated>) -> Table {
    let lang = lab.lang();
    let row = |(l, (word, p, answer, third)): (usize, &(String, f32, f32, f32))| {
        vec![Cell::Text(l.to_string()), Cell::Text(word.clone()), Cell::Number((*p).into()), Cell::Number((*answer).into()), Cell::Number((*third).into())]
    };
    Table {
        columns: vec![LAYER.get(lang).into(), WORD.get(lang).into(), "p".into(), ANSWER.get(lang).into(), THIRD.get(lang).into()],
        rows: seen.map(|s| s.layers.iter().enumerate().map(row).collect()).unwrap_or_default(),
    }
}
