//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::{Board, Lab};
use super::{drawers, forms, graph, time};
use crate::labs::linear_attention::costs::Form;
use crate::labs::linear_attention::drawers::Cabinet;
use crate::labs::linear_attention::rounds::rounds;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const LARGEST: Text = text(
    "The largest difference of any line on the board from the first one; there must be two.",
    "推出來的各行和第一行相差的最大值；至少要有兩行。",
);
const WRONG: Text = text(
    "The largest difference that the wrong turn on the board makes.",
    "走錯的那一步造成的最大差距。",
);
const CHANGED: Text = text(
    "Tokens whose y differs from the right one under the wrong turn on the board.",
    "走錯那一步之後，y 和正確值不同的 token 數。",
);

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let (from, format, read): (Text, Format, Box<dyn Fn() -> Option<f64> + Send + Sync>) = match name {
        "largest-difference" => (
            LARGEST,
            Format::Small(2),
            Box::new(move || lab.board.with(Board::largest)),
        ),
        "wrong-difference" => (
            WRONG,
            Format::Small(2),
            Box::new(move || lab.board.with(|b| b.wrong().map(|(_, apart, _)| apart))),
        ),
        "changed-tokens" => (
            CHANGED,
            Format::Decimals(0),
            Box::new(move || lab.board.with(|b| b.wrong().map(|(_, _, n)| n as f64))),
        ),
        "leak" => (
            drawers::LEAK_FROM,
            Format::Decimals(2),
            Box::new(move || Some(lab.cabinet.with(Cabinet::leak))),
        ),
        "read-error" => (
            drawers::ERROR_FROM,
            Format::Decimals(2),
            Box::new(move || drawers::read_error(lab)),
        ),
        "flops-recurrent" => count(lab, Form::Recurrent),
        "flops-parallel" => count(lab, Form::Parallel),
        "flops-chunkwise" => count(lab, Form::Chunkwise),
        "ns-recurrent" => timed(lab, Form::Recurrent),
        "ns-parallel" => timed(lab, Form::Parallel),
        "ns-chunkwise" => timed(lab, Form::Chunkwise),
        "forms-apart" => (
            time::APART_FROM,
            Format::Small(2),
            Box::new(move || lab.report.with(|r| r.apart.map(f64::from))),
        ),
        "rounds" => (
            graph::ROUNDS_FROM,
            Format::Decimals(0),
            Box::new(move || Some(lab.nodes.with(|nodes| rounds(nodes)) as f64)),
        ),
        _ => return None,
    };
    Some(Live {
        value: Memo::new(move |_| read()).into(),
        format,
        from: Words::Fixed(from),
        unit: None,
    })
}

type Reading = (Text, Format, Box<dyn Fn() -> Option<f64> + Send + Sync>);

fn count(lab: Lab, form: Form) -> Reading {
    let read = move || Some(forms::flops(lab, form));
    (forms::FLOPS_FROM, Format::Decimals(0), Box::new(read))
}

fn timed(lab: Lab, form: Form) -> Reading {
    let read = move || lab.report.with(|r| time::latest(r, form));
    (time::NS_FROM, Format::Significant(3), Box::new(read))
}

#[cfg(test)]
mod tests {
    use crate::labs::linear_attention::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
