//! Widget `prompts`: out of which prompt a state is taken, into which it is put, and at which words.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::patchscopes::config::{Config, PROMPT_CHARS, place};
use crate::labs::patchscopes::presets::{PRESETS, find};
use crate::labs::patchscopes::protocol::PROMPT_WORDS;
use crate::lesson::{Describe, Text, text};
use crate::ui::{Callout, Choice, Kind, Options, Select, Toggle};
use crate::world_page::prompt_field;

const PAIR: Text = text("Ready-made", "現成的組合");
const PAIR_ABOUT: Text = text(
    "Sets both prompts and both words. Then change what you like.",
    "一次設定兩個 prompt 和兩個詞，之後可以隨意改。",
);
const OWN: Text = text("your own", "自訂");
const SOURCE: Text = text("Source prompt", "來源 prompt");
const SOURCE_ABOUT: Text = text(
    "The model reads it. Words of the small world, with spaces between.",
    "模型先讀這一段。用小世界裡的詞，以空格隔開。",
);
const SOURCE_AT: Text = text("Take the state of", "取這個詞的狀態");
const TARGET: Text = text("Target prompt", "目標 prompt");
const TARGET_ABOUT: Text = text(
    "The model reads it with the state put in, and says what comes next.",
    "把狀態放進去之後，模型再讀這一段，說出下一個詞。",
);
const TARGET_AT: Text = text("Put it in place of", "換掉這個詞的狀態");
const RESCALE: Text = text(
    "As long as the state that it replaces",
    "調成被換掉的狀態那麼長",
);
const RESCALE_ABOUT: Text = text(
    "Keeps the direction, changes the length. States grow from layer to layer, so a late one put into an early layer would drown it.",
    "方向不變，只改長度。狀態一層比一層長，把後面的直接放進前面的層，會蓋過其他東西。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let pair = Memo::new(move |_| {
        let fits = lab
            .chosen
            .config
            .with(|c| PRESETS.iter().find(|p| p.fits(c)).map(|p| p.id));
        String::from(fits.unwrap_or("own"))
    });
    let mut pairs: Vec<Choice> = PRESETS.iter().map(|p| Choice::new(p.id, p.name)).collect();
    pairs.push(Choice::new("own", OWN));
    let set = move |id: String| {
        if let Some(preset) = find(&id) {
            lab.chosen.change(|c| preset.apply(c));
        }
    };
    let source = lab.chosen.pick(|c| c.source.clone());
    let target = lab.chosen.pick(|c| c.target.clone());
    let rescale = lab.chosen.pick(|c| c.rescale);
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(
            view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> },
        )
    };
    view! {
        <Select control="pair" name=PAIR about=PAIR_ABOUT choices=Signal::stored(pairs) value=pair on_change=set />
        {prompt_field("source", SOURCE, SOURCE_ABOUT, PROMPT_CHARS, source, move |text| lab.chosen.change(|c| c.source = text))}
        {place_field(lab, "source-at", SOURCE_AT, |c| (&c.source, c.source_at), |c, at| c.source_at = at)}
        {prompt_field("target", TARGET, TARGET_ABOUT, PROMPT_CHARS, target, move |text| lab.chosen.change(|c| c.target = text))}
        {place_field(lab, "target-at", TARGET_AT, |c| (&c.target, c.target_at), |c, at| c.target_at = at)}
        <Toggle control="rescale" name=RESCALE about=RESCALE_ABOUT value=rescale on_change=move |on: bool| lab.chosen.change(|c| c.rescale = on) />
        {problem}
    }
    .into_any()
}

/// The words of a prompt, of which one is chosen. The last one is kept as "the last", so that it stays so while one writes on.
fn place_field(
    lab: Lab,
    control: &'static str,
    name: Text,
    read: fn(&Config) -> (&String, u8),
    write: fn(&mut Config, u8),
) -> AnyView {
    let words = Memo::new(move |_| {
        lab.chosen.config.with(|c| {
            let words = read(c).0.split_whitespace().take(PROMPT_WORDS);
            words.map(String::from).collect::<Vec<String>>()
        })
    });
    let choices = Signal::derive(move || {
        let choice =
            |(i, word): (usize, String)| Choice::new((i + 1).to_string(), Signal::stored(word));
        words
            .get()
            .into_iter()
            .enumerate()
            .map(choice)
            .collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        let at = lab.chosen.config.with(|c| {
            let (text, at) = read(c);
            place(at, text)
        });
        at.map(|at| at.to_string()).unwrap_or_default()
    });
    let choose = move |value: String| {
        let last = words.with_untracked(Vec::len);
        let Ok(at) = value.parse::<usize>() else {
            return;
        };
        let at = if at >= last { 0 } else { at as u8 };
        lab.chosen.change(|c| write(c, at));
    };
    view! { <Options control name choices value on_change=choose /> }.into_any()
}
