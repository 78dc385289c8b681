//! The lesson's guesses: what the reader's own experiments say to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::planning::LAB;
use crate::labs::planning::guesses::{GUESSES, truth};
use crate::labs::planning::policy::Policy;
use crate::labs::planning::protocol::{Curve, Report};
use crate::labs::planning::surprise::Answer;
use crate::lesson::Lang;
use crate::plot::{percent, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.acted.with(|acted| lab.thought.with(|thought| sentence(id, acted, thought, lang)))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, acted: &Report, thought: &Report, lang: Lang) -> Option<String> {
    truth(id, acted, thought)?;
    let part = |report: &Report, curve, x| report.share(curve, x).map(|share| percent(share, 1));
    Some(match id {
        "cheapest" => {
            let share = acted.share(Curve::Policy(Policy::CheapestFirst), 5.0)?;
            let (share, raw) = (percent(share, 1), significant(share, 3));
            say(
                lang,
                || format!("it passed in {share} of the shops ({raw})."),
                || format!("在 {share} 的商店通過（{raw}）。"),
            )
        }
        "replan" => {
            let (plan, replan) = (part(acted, Curve::Stock(Answer::PlanOnly), 0.2)?, part(acted, Curve::Stock(Answer::Replan), 0.2)?);
            say(
                lang,
                || format!("sticking to the plan {plan}, planning the rest again {replan}."),
                || format!("照原計畫 {plan}，剩下的重新規劃 {replan}。"),
            )
        }
        "doors" => {
            let (walk, dream) = (part(thought, Curve::Doors, 0.3)?, part(thought, Curve::Dream, 0.05)?);
            say(
                lang,
                || format!("walking found the goal in {walk}, the dreamt plan in {dream}."),
                || format!("真的走有 {walk} 找到目標，腦中規劃的有 {dream}。"),
            )
        }
        _ => {
            let best = thought.best_thoughts()?;
            let (x, net) = (best.x, significant(best.mean()?, 2));
            say(
                lang,
                || format!("the best net value, {net}, came with {x} thoughts."),
                || format!("淨價值最高是 {net}，在 {x} 個想法的時候。"),
            )
        }
    })
}
