//! Every right line gives the recurrence's y; every wrong step does not.

use super::derivation::*;
use super::wrong::{Wrong, outcome};
use crate::data::rng::{stream, unit};
use crate::lesson::{Describe, Lang};

fn sequence(time: usize, keys: usize, values: usize, seed: u64) -> Sequence {
    let mut rng = stream(seed, "derivation");
    let mut rows = |n: usize| -> Vec<Vec<f64>> {
        let mut row = || (0..n).map(|_| 2.0 * unit(&mut rng) as f64 - 1.0).collect();
        (0..time).map(|_| row()).collect()
    };
    Sequence {
        q: rows(keys),
        k: rows(keys),
        v: rows(values),
    }
    .checked()
    .expect("within the limits")
}

#[test]
fn every_line_has_the_y_of_the_recurrence() {
    for (time, keys, values) in [(1, 1, 1), (4, 3, 2), (8, 6, 6)] {
        for seed in 0..20 {
            let s = sequence(time, keys, values, seed);
            let y = derive(&s, Line::Recurrent).y;
            for line in Line::ALL {
                let apart = difference(&derive(&s, line).y, &y);
                assert!(apart < 1e-13, "{line:?}: {apart}");
            }
        }
    }
}

#[test]
fn every_wrong_step_gives_something_else() {
    for seed in 0..50 {
        let s = sequence(4, 3, 3, seed);
        let y = derive(&s, Line::Recurrent).y;
        for wrong in Wrong::ALL {
            let other = outcome(&s, wrong).expect("equal lengths");
            let apart = difference(&other, &y);
            assert!(apart > 1e-2 && apart.is_finite(), "{wrong:?}: {apart}");
        }
    }
}

#[test]
fn wrong_steps_are_right_exactly_where_they_should_be() {
    let s = sequence(5, 3, 3, 7);
    let y = derive(&s, Line::Recurrent).y;
    let last = |wrong| outcome(&s, wrong).expect("equal lengths")[4].clone();
    // The last token may see all; the first has only itself.
    assert!(difference(&[last(Wrong::NoMask)], &y[4..]) < 1e-13);
    for wrong in [Wrong::DropAnything, Wrong::OwnQuery] {
        let first = outcome(&s, wrong).expect("fits")[0].clone();
        assert!(difference(&[first], &y[..1]) < 1e-13, "{wrong:?}");
    }
    // A swap does not even fit where keys and values differ in length.
    let uneven = sequence(5, 3, 2, 7);
    assert_eq!(outcome(&uneven, Wrong::Swapped), None);
    assert_eq!(outcome(&uneven, Wrong::ValueFirst), None);
    assert!(outcome(&uneven, Wrong::Softmax).is_some());
}

#[test]
fn intermediate_values_are_those_that_the_lines_speak_of() {
    let s = sequence(4, 3, 2, 1);
    let of = |line| derive(&s, line);
    assert_eq!(of(Line::Recurrent).memories.len(), 4);
    let (unrolled, outer) = (of(Line::Unrolled), of(Line::Outer));
    assert_eq!(unrolled.outers, outer.outers);
    for (a, b) in unrolled.memories.iter().zip(&of(Line::Recurrent).memories) {
        assert!(
            difference(
                std::slice::from_ref(&a.numbers),
                std::slice::from_ref(&b.numbers)
            ) < 1e-14
        );
    }
    let (inside, inner) = (of(Line::Inside), of(Line::Inner));
    for t in 0..4 {
        assert_eq!(inside.terms[t].len(), t + 1);
        assert!(difference(&inside.terms[t], &inner.terms[t]) < 1e-14);
    }
    let square = of(Line::Attention).scores;
    for t in 0..4 {
        assert_eq!(square[t][..=t], of(Line::Forward).scores[t]);
        assert!(square[t][t + 1..].iter().all(|a| *a == 0.0));
    }
}

#[test]
fn a_one_hot_key_writes_the_value_into_one_column() {
    let mut s = sequence(1, 3, 2, 2);
    s.k[0] = vec![0.0, 1.0, 0.0];
    let d = &derive(&s, Line::Outer).outers[0];
    let column = |c: usize| [d.numbers[c], d.numbers[3 + c]];
    assert_eq!(column(1).to_vec(), s.v[0]);
    assert_eq!((column(0), column(2)), ([0.0; 2], [0.0; 2]));
}

#[test]
fn sequences_that_do_not_fit_are_refused() {
    let good = sequence(3, 2, 2, 1);
    let spoil: [fn(&mut Sequence); 6] = [
        |s| s.q.clear(),
        |s| {
            s.k.pop();
        },
        |s| s.v[1].push(0.0),
        |s| s.q[0][0] = f64::NAN,
        |s| s.k[2][1] = -101.0,
        |s| s.q[1].clear(),
    ];
    for spoil in spoil {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert_eq!(bad.checked(), Err(Unfit));
    }
    let empty = Sequence {
        q: vec![],
        k: vec![],
        v: vec![],
    };
    assert_eq!(empty.checked(), Err(Unfit));
    assert_ne!(Unfit.describe(Lang::En), Unfit.describe(Lang::ZhHant));
    assert_eq!(difference(&[vec![1.0]], &[]), f64::INFINITY);
    assert_eq!(difference(&[vec![f64::NAN]], &[vec![0.0]]), f64::INFINITY);
}
