//! The lesson's guesses: what the reader's own run says to each.

use super::state::Lab;
use crate::labs::ffn_memory::LAB;
use crate::labs::ffn_memory::guesses::{GUESSES, Of, Truth, tally, truth};
use crate::labs::ffn_memory::method::Measure;
use crate::labs::ffn_memory::protocol::Report;
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.bench.told(|report| sentence(id, truth(id, report)?, report, lang))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, report: &Report, lang: Lang) -> Option<String> {
    let share = |of: Of, measure: Measure| tally(report, of, None, measure).map(|tally| percent(tally.share(), 0));
    let n = report.facts;
    Some(match (id, truth) {
        ("half", Truth::Number(_)) => {
            let (changed, wanted) = (share(Of::Values, Measure::Changed)?, share(Of::Values, Measure::Wanted)?);
            say(
                lang,
                || format!("of {n} people {changed} changed, {wanted} to the wanted city."),
                || format!("{n} 個人裡，{changed} 變了，{wanted} 變成指定的城市。"),
            )
        }
        ("place", Truth::Choice(_)) => {
            let (early, late) = (share(Of::RankOne(0), Measure::Wanted)?, share(Of::RankOne(5), Measure::Wanted)?);
            say(
                lang,
                || format!("layer 1 brought the wanted city for {early}, layer 6 for {late}."),
                || format!("第 1 層成功 {early}，第 6 層成功 {late}。"),
            )
        }
        ("follows", Truth::Choice(_)) => {
            let follows = share(Of::RankOne(0), Measure::TwoHop)?;
            say(
                lang,
                || format!("the country followed for {follows} of the people."),
                || format!("{follows} 的人，國家跟著變了。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::ffn_memory::method::{Score, arms};

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let arms = arms(3, 2.0, 6);
        let mut score = Score::default();
        Measure::ALL.iter().for_each(|m| score.add(*m, true));
        let report = Report { scores: vec![score; arms.len()], arms, facts: 9, people: 40, watched: 164 };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, &report).and_then(|truth| sentence(id, truth, &report, lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
