//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::planning::policy::{Policy, Pruning};
use crate::labs::planning::protocol::{Curve, Report};
use crate::labs::planning::surprise::Answer;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const FROM: Text = text(
    "Measured: the point of your own experiment, over all its shops or seeds.",
    "實測：你自己的實驗裡那一點，所有商店或種子的結果。",
);
const NODES: Text = text("nodes", "個節點");
const MOVES: Text = text("moves", "步");
const THOUGHTS: Text = text("thoughts", "個想法");

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    type Read = fn(&Report) -> Option<f64>;
    let (thinking, format, unit, read): (bool, Format, Option<Text>, Read) = match name {
        "pass-greedy-5" => (false, Format::Percent(1), None, |r| r.share(Curve::Policy(Policy::Greedy), 5.0)),
        "pass-thrifty-5" => (false, Format::Percent(1), None, |r| r.share(Curve::Policy(Policy::Thrifty), 5.0)),
        "pass-cheapest-5" => (false, Format::Percent(1), None, |r| r.share(Curve::Policy(Policy::CheapestFirst), 5.0)),
        "pass-search-5" => (false, Format::Percent(1), None, |r| r.share(Curve::Policy(Policy::Search(Pruning::Bound)), 5.0)),
        "nodes-none-6" => (false, Format::Significant(3), Some(NODES), |r| r.done(Curve::Nodes(Pruning::None), 6.0)?.mean()),
        "nodes-checks-6" => (false, Format::Significant(3), Some(NODES), |r| r.done(Curve::Nodes(Pruning::Checks), 6.0)?.mean()),
        "nodes-bound-6" => (false, Format::Significant(3), Some(NODES), |r| r.done(Curve::Nodes(Pruning::Bound), 6.0)?.mean()),
        "stock-plan-2" => (false, Format::Percent(1), None, |r| r.share(Curve::Stock(Answer::PlanOnly), 0.2)),
        "stock-patch-2" => (false, Format::Percent(1), None, |r| r.share(Curve::Stock(Answer::Patch), 0.2)),
        "stock-replan-2" => (false, Format::Percent(1), None, |r| r.share(Curve::Stock(Answer::Replan), 0.2)),
        "win-full" => (true, Format::Percent(1), None, |r| r.share(Curve::Prune, -9.0)),
        "moves-full" => (true, Format::Significant(3), Some(MOVES), |r| r.done(Curve::Prune, -9.0)?.mean()),
        "win-prune-3" => (true, Format::Percent(1), None, |r| r.share(Curve::Prune, 0.3)),
        "moves-prune-3" => (true, Format::Significant(3), Some(MOVES), |r| r.done(Curve::Prune, 0.3)?.mean()),
        "win-doors-0" => (true, Format::Percent(1), None, |r| r.share(Curve::Doors, 0.0)),
        "win-doors-3" => (true, Format::Percent(1), None, |r| r.share(Curve::Doors, 0.3)),
        "win-dream-5" => (true, Format::Percent(1), None, |r| r.share(Curve::Dream, 0.05)),
        "best-thoughts" => (true, Format::Decimals(0), Some(THOUGHTS), |r| Some(f64::from(r.best_thoughts()?.x))),
        "net-best" => (true, Format::Decimals(2), None, |r| r.best_thoughts()?.mean()),
        "net-64" => (true, Format::Decimals(2), None, |r| r.done(Curve::Thoughts, 64.0)?.mean()),
        _ => return None,
    };
    let report = if thinking { lab.thought } else { lab.acted };
    Some(Live {
        value: Memo::new(move |_| report.with(read)).into(),
        format,
        from: Words::Fixed(FROM),
        unit: unit.map(Words::Fixed),
    })
}

#[cfg(test)]
mod tests {
    use crate::labs::planning::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
