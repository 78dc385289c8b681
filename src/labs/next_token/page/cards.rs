//! The lesson's guesses: what the reader's own run says to each.

use leptos::prelude::*;

use super::forks::Forks;
use super::state::Lab;
use crate::labs::next_token::LAB;
use crate::labs::next_token::guesses::{GUESSES, Seen, Truth, VARIETY_TEMPERATURE, truth};
use crate::lesson::Lang;
use crate::nn::sampling::Settings;
use crate::plot::{percent, significant};
use crate::train::State;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    let seen = Memo::new(move |_| seen(lab));
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let truth = seen.with(|seen| truth(id, seen))?;
        seen.with(|seen| sentence(id, truth, seen, lab.lang()))
    })
}

/// What the run has shown, under the conditions of the questions.
fn seen(lab: Lab) -> Seen {
    let finished = lab.session.job.state.get() == State::Done && !lab.session.imported.get();
    let uniform = lab
        .session
        .about
        .with(|a| a.as_ref().map(|a| a.uniform_loss));
    let last = lab.session.run.with(|run| run.last.last_validation);
    let greedy = lab
        .forks
        .with(|forks| forks.is_greedy().then(|| Forks::written(forks)));
    let plain = Settings {
        temperature: VARIETY_TEMPERATURE,
        ..Settings::default()
    };
    Seen {
        uniform_loss: uniform,
        final_validation_loss: last.filter(|_| finished),
        greedy,
        log_probabilities: lab.beams.with(|found| {
            let found = found.as_ref().filter(|found| found.learned)?;
            let best = found.beams.first().filter(|_| found.beams.len() > 1)?;
            Some((found.greedy.log_probability, best.log_probability))
        }),
        distinct_4: lab.measured.with(|m| {
            let m = m.as_ref().filter(|m| m.learned && m.sampler == plain)?;
            Some(m.diversity.distinct_4)
        }),
    }
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, seen: &Seen, lang: Lang) -> Option<String> {
    let number = |v: f64| significant(v, 3);
    Some(match (id, truth) {
        ("gap", Truth::Number(gap)) => {
            let (uniform, last) = (
                number(seen.uniform_loss?.into()),
                number(seen.final_validation_loss?.into()),
            );
            let gap = number(gap);
            say(
                lang,
                || format!("{gap} nats below a blind guess ({uniform} minus {last})."),
                || format!("比亂猜低 {gap} nats（{uniform} 減 {last}）。"),
            )
        }
        ("ending", Truth::Choice("loop")) => say(
            lang,
            || "the text ended in a loop.".into(),
            || "文字最後陷入迴圈。".into(),
        ),
        ("ending", Truth::Choice(_)) => {
            let length = seen.greedy.as_ref()?.len();
            say(
                lang,
                || format!("no loop after {length} tokens."),
                || format!("寫了 {length} 個 token，還沒有陷入迴圈。"),
            )
        }
        ("best", Truth::Choice(which)) => {
            let (greedy, beam) = seen.log_probabilities?;
            let (greedy, beam) = (number(greedy.into()), number(beam.into()));
            let found = which == "beam";
            say(
                lang,
                || match found {
                    true => format!(
                        "beam search found a more probable text ({beam} against {greedy} nats)."
                    ),
                    false => format!(
                        "beam search found nothing better than greedy ({greedy} nats; beam {beam})."
                    ),
                },
                || match found {
                    true => {
                        format!("beam search 找到機率更高的文字（{beam}，貪婪是 {greedy} nats）。")
                    }
                    false => {
                        format!("beam search 沒有找到更好的（貪婪 {greedy} nats，beam {beam}）。")
                    }
                },
            )
        }
        ("variety", Truth::Number(share)) => {
            let (share, raw) = (percent(share, 1), significant(share, 2));
            say(
                lang,
                || format!("{share} of the 4-grams were distinct ({raw})."),
                || format!("4-gram 裡有 {share}（{raw}）不重複。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_every_card_has_a_sentence_in_both_languages() {
        let seen = Seen {
            uniform_loss: Some(3.6),
            final_validation_loss: Some(1.6),
            greedy: Some(vec![1; 40]),
            log_probabilities: Some((-27.9, -20.5)),
            distinct_4: Some(0.66),
        };
        for (id, truth) in [
            ("gap", Truth::Number(2.0)),
            ("ending", Truth::Choice("loop")),
            ("ending", Truth::Choice("goes-on")),
            ("best", Truth::Choice("beam")),
            ("best", Truth::Choice("greedy")),
            ("variety", Truth::Number(0.66)),
        ] {
            for lang in Lang::ALL {
                assert!(
                    sentence(id, truth, &seen, lang).is_some_and(|s| !s.is_empty()),
                    "{id}"
                );
            }
        }
    }
}
