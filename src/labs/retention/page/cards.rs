//! The lesson's guesses: what the reader's own stream and steps say to each.

use leptos::prelude::*;

use super::gates;
use super::state::Lab;
use crate::labs::retention::LAB;
use crate::labs::retention::guesses::{GUESSES, Gates, truth};
use crate::labs::retention::seen::Seen;
use crate::labs::retention::valley::Valley;
use crate::lesson::Lang;
use crate::plot::significant;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, ..)| *id), move |id| {
        let config = lab.chosen.get();
        let (seen, valley) = (lab.seen.get(), lab.valley.get());
        let gates = learned(lab);
        let truth = truth(id, &config, &seen, &valley, gates)?;
        sentence(id, truth, &seen, &valley, gates, lab.lang())
    })
}

/// The gates of a run that has ended.
fn learned(lab: Lab) -> Option<Gates> {
    super::training::balanced(lab)?;
    let (at, elsewhere) = (gates::at_clear(lab)?, gates::at_rest(lab)?);
    Some(Gates { at, elsewhere })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: &str, seen: &Seen, valley: &Valley, gates: Option<Gates>, lang: Lang) -> Option<String> {
    let number = |v: f64| significant(v, 3);
    Some(match id {
        "repeat" => {
            let (old, new) = (number(seen.weight(seen.old?)?), number(seen.weight(seen.new?)?));
            let (en, zh) = match truth {
                "both" => ("both, added up", "兩個加在一起"),
                "new" => ("the new one", "新的"),
                _ => ("the old one", "舊的"),
            };
            say(
                lang,
                || format!("{en}: the old value weighs {old}, the new one {new}."),
                || format!("{zh}：舊的權重 {old}，新的權重 {new}。"),
            )
        }
        "later" => {
            let (rung, softmax) = (number(seen.rung_factor()?), number(seen.softmax_factor()?));
            say(
                lang,
                || format!("the old item kept {rung} of its weight in linear attention and {softmax} of it under softmax."),
                || format!("舊的那筆，權重在線性注意力裡變成 {rung} 倍，在 softmax 裡變成 {softmax} 倍。"),
            )
        }
        "rate" => {
            let (measured, law) = (number(valley.measured()?), number(valley.law));
            say(
                lang,
                || format!("each step left {measured} of the error, on the other side of the valley (1 \u{2212} β = {law})."),
                || format!("每一步之後誤差剩下 {measured} 倍，而且換到谷的另一側（1 \u{2212} β = {law}）。"),
            )
        }
        "clear" => {
            let gates = gates?;
            let (at, elsewhere) = (number(gates.at), number(gates.elsewhere));
            let (en, zh) = match truth {
                "there" => ("where everything is declared void", "宣告作廢的地方"),
                "everywhere" => ("everywhere", "到處都關"),
                _ => ("nowhere in particular", "沒有特別關在哪裡"),
            };
            say(
                lang,
                || format!("{en}: the gate is {at} at those tokens and {elsewhere} elsewhere."),
                || format!("{zh}：那些 token 的閘門是 {at}，其他地方是 {elsewhere}。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::retention::config::Config;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let config = Config { at: 6, descent_beta: 1.9, descent_steps: 3, ..Config::default() };
        let (seen, valley) = (Seen::new(&config), Valley::new(&config));
        let gates = Some(Gates { at: 0.03, elsewhere: 0.99 });
        for (id, _, keys) in GUESSES {
            for key in *keys {
                for lang in Lang::ALL {
                    let said = sentence(id, key, &seen, &valley, gates, lang);
                    assert!(said.is_some_and(|s| !s.is_empty()), "{id} {key}");
                }
            }
        }
    }
}
