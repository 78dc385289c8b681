//! The lesson's guesses: what the reader's own measurement says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::cost::LAB;
use crate::labs::cost::guesses::{Crossing, GUESSES, LONG, PAIRS, Seen, Truth, truth};
use crate::labs::cost::protocol::{Task, Way};
use crate::lesson::{Lang, Text, text};
use crate::plot::{grouped, percent, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.seen.with(|seen| sentence(id, truth(id, seen)?, seen, lang))
    })
}

/// The ways to read a prompt, by the keys of the card.
fn way(key: &str) -> Text {
    match key {
        "softmax" => text("softmax attention", "softmax 注意力"),
        "recurrent" => text("linear attention token by token", "一個一個 token 讀的線性注意力"),
        _ => text("linear attention in chunks", "分塊讀的線性注意力"),
    }
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, seen: &Seen, lang: Lang) -> Option<String> {
    let key = match truth {
        Truth::Choice(key) => key,
        Truth::Number(_) => "",
    };
    let number = |v: f64| significant(v, 3);
    Some(match id {
        "crossing" => {
            let d = seen.size;
            match seen.crossing()? {
                Crossing::At(t) => {
                    let t = grouped(t, 0);
                    say(
                        lang,
                        || format!("with d = {d} the times crossed at about {t} tokens."),
                        || format!("d = {d} 時，兩者的時間大約在 {t} 個 token 相交。"),
                    )
                }
                Crossing::Before(t) => say(
                    lang,
                    || format!("with d = {d} attention was slower from the first {t} tokens on."),
                    || format!("d = {d} 時，attention 從 {t} 個 token 起就一直比較慢。"),
                ),
                Crossing::After(t) => say(
                    lang,
                    || format!("with d = {d} attention was not slower even at {t} tokens."),
                    || format!("d = {d} 時，到 {t} 個 token 為止 attention 都沒有比較慢。"),
                ),
            }
        }
        "prompt" => {
            let ms = |way: Way| seen.ms(Task::Prompt(way), LONG).map(number);
            let (softmax, recurrent, chunkwise) = (ms(Way::Softmax)?, ms(Way::Recurrent)?, ms(Way::Chunkwise)?);
            let name = way(key).get(lang);
            say(
                lang,
                || format!("{name} was the quickest: attention {softmax} ms, token by token {recurrent} ms, in chunks {chunkwise} ms."),
                || format!("{name}最快：attention {softmax} 毫秒，一個一個讀 {recurrent} 毫秒，分塊 {chunkwise} 毫秒。"),
            )
        }
        "two-linear" => {
            let [.., linear] = seen.recalled?;
            let (share, raw) = (percent(linear, 1), number(linear));
            say(
                lang,
                || format!("two layers without attention answered {share} ({raw}) rightly after {PAIRS} pairs."),
                || format!("兩層都沒有 attention 的，存了 {PAIRS} 對之後答對 {share}（{raw}）。"),
            )
        }
        "order" => {
            let [both, below, above, _] = seen.recalled?.map(|share| percent(share, 1));
            let (en, zh) = match key {
                "either" => ("either order did", "哪一種順序都可以"),
                "below" => ("only attention below did", "只有 attention 在下面才可以"),
                "above" => ("only attention above did", "只有 attention 在上面才可以"),
                _ => ("neither order did", "兩種順序都不行"),
            };
            say(
                lang,
                || format!("{en}: below {below}, above {above}, two attention layers {both}."),
                || format!("{zh}：在下面 {below}，在上面 {above}，兩層都是 attention {both}。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::cost::protocol::Point;
    use crate::nn::mixers::Kind;

    #[test]
    fn every_answer_of_every_card_has_a_sentence_in_both_languages() {
        let point = |task, tokens, ms| Point { task, tokens, ms: Some(ms), operations: 1, bytes: 1 };
        for linear in [0.5, 2.0, 9.0] {
            let seen = Seen {
                size: 32,
                points: vec![
                    point(Task::Decode(Kind::Softmax), 16, 1.0),
                    point(Task::Decode(Kind::Softmax), 64, 4.0),
                    point(Task::Decode(Kind::Linear), 16, linear),
                    point(Task::Decode(Kind::Linear), 64, linear),
                    point(Task::Prompt(Way::Softmax), LONG, 3.0),
                    point(Task::Prompt(Way::Recurrent), LONG, linear),
                    point(Task::Prompt(Way::Chunkwise), LONG, 2.5),
                ],
                measured: true,
                recalled: Some([1.0, f64::from(linear) / 9.0, 0.99, 0.6]),
            };
            for (id, _) in GUESSES {
                for lang in Lang::ALL {
                    let truth = truth(id, &seen).expect("measured");
                    assert!(sentence(id, truth, &seen, lang).is_some_and(|s| !s.is_empty()), "{id}");
                }
            }
        }
    }
}
