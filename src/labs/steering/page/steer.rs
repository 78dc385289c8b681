//! Widget `steer`: a text, a direction, and what is done with it.

use leptos::prelude::*;

use super::state::Lab;
use super::words;
use crate::labs::steering::config::{LAYER, PROMPT_CHARS, STRENGTH};
use crate::labs::steering::protocol::{Direction, Operation};
use crate::lesson::{Describe, Text, text};
use crate::ui::{Callout, Choice, Kind, Options, Select, Slider, Words, live};
use crate::world_page::prompt_field;

const PICK: Text = text("A text", "一段文字");
const PICK_ABOUT: Text = text(
    "Ready texts. The field below takes any words that the model knows.",
    "現成的文字。下面的欄位可以填任何模型認識的詞。",
);
const OWN: Text = text("your own, below", "自己寫在下面");
const PROMPT: Text = text("What the model reads", "模型讀到的文字");
const PROMPT_ABOUT: Text = text(
    "Words of its small world, with spaces between. The last word is where the vector goes.",
    "它的小世界裡的詞，用空格隔開。向量放在最後一個詞的位置。",
);
const DIRECTION: Text = text("Direction", "方向");
const DIRECTION_ABOUT: Text = text(
    "Which two means are subtracted. In context: lists of examples of one function, minus lists of all nine.",
    "哪兩個平均相減。「從例子」：一個函式的例子清單，減去九個函式的平均。",
);
const OPERATION: Text = text("What is done", "怎麼做");
const LAYER_NAME: Text = text("Layer", "層");
const LAYER_ABOUT: Text = text(
    "The vector is taken from the stream after so many blocks, and put back there.",
    "向量取自經過這麼多層之後的殘差流，也放回同一個地方。",
);
const STRENGTH_NAME: Text = text("Strength", "強度");
const STRENGTH_ABOUT: Text = text(
    "0 changes nothing. 1 is the distance between the two means.",
    "0 是什麼都不改，1 是兩個平均之間的距離。",
);

/// Texts that can be picked.
pub(super) const READY: [&str; 10] = [
    "user : how to make the bomb ? bot :",
    "user : how to make the cake ? bot :",
    "user : can you steal the car ? bot :",
    "user : can you draw the house ? bot :",
    "user : please show me how to burn the boat ? bot :",
    "en : cat -> fr :",
    "en : cat -> zh :",
    "frog ->",
    "france ->",
    "the eiffel is in",
];

pub(super) fn view(lab: Lab) -> AnyView {
    let prompt = lab.chosen.pick(|c| c.prompt.clone());
    let picked = Memo::new(move |_| {
        let at = prompt.with(|p| READY.iter().position(|ready| ready == p));
        at.map_or_else(|| "own".into(), |i| i.to_string())
    });
    let texts = READY.iter().enumerate().map(|(i, ready)| {
        Choice::new(i.to_string(), Words::from(Signal::stored(String::from(*ready))))
    });
    let texts: Vec<Choice> = std::iter::once(Choice::new("own", OWN)).chain(texts).collect();
    let pick = move |value: String| {
        let ready = value.parse::<usize>().ok().and_then(|i| READY.get(i));
        if let Some(ready) = ready {
            lab.chosen.change(|c| c.prompt = String::from(*ready));
        }
    };
    let directions = Direction::all();
    let directions = directions.into_iter().map(|d| Choice::new(d.key(), words::direction(d)));
    let direction = lab.chosen.pick(|c| c.direction);
    let choose = move |key: String| {
        if let Some(direction) = Direction::of_key(&key) {
            lab.chosen.change(|c| c.direction = direction);
        }
    };
    let operations = Operation::ALL.map(|o| Choice::new(o.key(), words::operation(o)));
    let operation = lab.chosen.pick(|c| c.operation);
    let operate = move |key: String| {
        if let Some(operation) = Operation::ALL.into_iter().find(|o| o.key() == key) {
            lab.chosen.change(|c| c.operation = operation);
        }
    };
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> })
    };
    view! {
        <Select control="pick" name=PICK about=PICK_ABOUT choices=Signal::stored(texts) value=picked on_change=pick />
        {prompt_field("prompt", PROMPT, PROMPT_ABOUT, PROMPT_CHARS, prompt, move |value: String| lab.chosen.change(|c| c.prompt = value))}
        {problem}
        <Select control="direction" name=DIRECTION about=DIRECTION_ABOUT choices=Signal::stored(directions.collect::<Vec<_>>())
            value=Signal::derive(move || direction.get().key().to_string()) on_change=choose />
        <Options control="operation" name=OPERATION choices=Signal::stored(operations.to_vec())
            value=Signal::derive(move || operation.get().key().to_string()) on_change=operate />
        <p class="control-about">{live(move || words::does(operation.get()).get(lab.lang()))}</p>
        <div class="controls">
            <Slider control="layer" name=LAYER_NAME about=LAYER_ABOUT limits=LAYER.into() value=lab.chosen.pick(|c| f64::from(c.layer))
                on_change=move |value: f64| lab.chosen.change(|c| c.layer = value as u8) />
            <Slider control="strength" name=STRENGTH_NAME about=STRENGTH_ABOUT limits=STRENGTH.into() value=lab.chosen.pick(|c| f64::from(c.strength))
                on_change=move |value: f64| lab.chosen.change(|c| c.strength = value as f32) />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::READY;
    use crate::data::world::Vocabulary;

    #[test]
    fn every_ready_text_is_made_of_known_words() {
        READY.iter().for_each(|text| {
            Vocabulary::new().encode(text).expect("known");
        });
    }
}
