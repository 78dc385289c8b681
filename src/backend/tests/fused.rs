//! Fused primitives against the formulas they stand for, values and gradients, in f64.

use super::*;
use crate::tensor::Shape;

type Form = for<'g> fn(&[T<'g>]) -> T<'g>;

fn outcome(inputs: &'static [(&'static [usize], Fill)], form: Form) -> Vec<Vec<f64>> {
    let case = Case {
        name: "a form",
        inputs,
        build: form,
    };
    build(&case).run::<f64>(&case, true)
}

/// The result, a weighted sum of it and that sum's gradients are those of the composite form.
fn agree(inputs: &'static [(&'static [usize], Fill)], fused: Form, composite: Form) {
    let (a, b) = (outcome(inputs, fused), outcome(inputs, composite));
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b) {
            assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} against {b}");
        }
    }
}

use Fill::{Any, Ids};

#[test]
fn a_linear_layer_is_a_product_and_a_sum() {
    agree(
        &[(&[2, 3, 4], Any), (&[4, 5], Any), (&[5], Any)],
        |x| x[0].linear(x[1], x[2]),
        |x| x[0].matmul(x[1]) + x[2],
    );
}

#[test]
fn normalize_is_its_formula() {
    agree(
        &[(&[2, 3, 9], Any)],
        |x| x[0].normalize(true),
        |x| {
            let centred = x[0] - x[0].mean_last();
            centred * (centred * centred).mean_last().shift(1e-5).rsqrt()
        },
    );
}

#[test]
fn normalize_without_centring_is_its_formula() {
    agree(
        &[(&[2, 3, 9], Any)],
        |x| x[0].normalize(false),
        |x| x[0] * (x[0] * x[0]).mean_last().shift(1e-5).rsqrt(),
    );
}

#[test]
fn softmax_is_its_formula() {
    agree(
        &[(&[2, 3, 11], Any)],
        |x| x[0].softmax(1.7, false),
        |x| {
            let e = x[0].scale(1.7).exp();
            e / e.sum_last()
        },
    );
}

#[test]
fn causal_softmax_is_a_softmax_under_a_mask() {
    // The mask is 0 where the column is seen (S - T more than the row's index) and -1e9 elsewhere.
    fn mask<'g>(x: T<'g>, t: usize, s: usize) -> T<'g> {
        let g = x.graph();
        let rows: Vec<T<'g>> = (0..t)
            .map(|i| {
                let seen = i + 1 + s - t;
                let open = g.fill(0.0, &[1, seen]);
                if seen == s {
                    open
                } else {
                    g.concat(&[open, g.fill(-1e9, &[1, s - seen])], 1)
                }
            })
            .collect();
        x + g.concat(&rows, 0)
    }
    agree(
        &[(&[2, 3, 5], Any)],
        |x| x[0].softmax(0.6, true),
        |x| mask(x[0].scale(0.6), 3, 5).softmax(1.0, false),
    );
    agree(
        &[(&[2, 4, 4], Any)],
        |x| x[0].softmax(0.6, true),
        |x| mask(x[0].scale(0.6), 4, 4).softmax(1.0, false),
    );
}

#[test]
fn cross_entropy_is_the_logarithm_of_the_picked_softmax() {
    agree(
        &[(&[2, 3, 9], Any), (&[2, 3], Ids(9))],
        |x| x[0].cross_entropy(x[1]),
        |x| -x[0].softmax(1.0, false).ln().pick(x[1]),
    );
}

#[test]
fn gelu_is_its_formula() {
    agree(
        &[(&[3, 7], Any)],
        |x| x[0].gelu(),
        |x| {
            let cube = x[0] * x[0] * x[0];
            let inner = (x[0] + cube.scale(0.044715)).scale((2.0 / std::f64::consts::PI).sqrt());
            x[0].scale(0.5) * inner.tanh().shift(1.0)
        },
    );
}

/// (B, T, C) -> (B, H, T, C/H)
fn split(x: T<'_>, heads: usize) -> T<'_> {
    let [b, t, c] = *x.shape().dims() else {
        panic!("three axes")
    };
    x.reshape(&[b, t, heads, c / heads]).permute(&[0, 2, 1, 3])
}

/// (B, H, T, D) -> (B, T, H D)
fn join(x: T<'_>) -> T<'_> {
    let [b, h, t, d] = *x.shape().dims() else {
        panic!("four axes")
    };
    x.permute(&[0, 2, 1, 3]).reshape(&[b, t, h * d])
}

#[test]
fn head_products_are_batched_products_of_split_heads() {
    agree(
        &[(&[2, 3, 8], Any), (&[2, 5, 8], Any)],
        |x| x[0].head_scores(x[1], 2, false),
        |x| split(x[0], 2).matmul_t(split(x[1], 2), false, true, None),
    );
    agree(
        &[(&[2, 2, 3, 5], Any), (&[2, 5, 8], Any)],
        |x| x[0].head_mix(x[1]),
        |x| join(x[0].matmul(split(x[1], 2))),
    );
    agree(
        &[(&[2, 2, 3, 5], Any), (&[2, 3, 8], Any)],
        |x| x[0].head_mix_t(x[1]),
        |x| join(x[0].matmul_t(split(x[1], 2), true, false, None)),
    );
}

#[test]
fn sums_over_leading_axes_are_products_with_ones() {
    agree(
        &[(&[2, 3, 4], Any)],
        |x| x[0].sum_leading(Shape::new(&[4])),
        |x| {
            let ones = x[0].graph().fill(1.0, &[1, 6]);
            ones.matmul(x[0].reshape(&[6, 4])).reshape(&[4])
        },
    );
}

#[test]
fn causal_attention_is_full_attention_under_a_causal_softmax() {
    // A reshape hides from the builder that the pattern is causal: every product is computed.
    fn attend<'g>(x: &[T<'g>], causal: bool) -> T<'g> {
        let pattern = x[0].head_scores(x[1], 2, causal).softmax(0.7, true);
        let shape = pattern.shape();
        if causal {
            pattern.head_mix(x[2])
        } else {
            pattern.reshape(shape.dims()).head_mix(x[2])
        }
    }
    // One block, several blocks of which the last is short, more keys than queries, and rows that see nothing.
    agree(
        &[(&[2, 5, 4], Any), (&[2, 5, 4], Any), (&[2, 5, 4], Any)],
        |x| attend(x, true),
        |x| attend(x, false),
    );
    agree(
        &[(&[2, 53, 4], Any), (&[2, 53, 4], Any), (&[2, 53, 4], Any)],
        |x| attend(x, true),
        |x| attend(x, false),
    );
    agree(
        &[(&[1, 37, 4], Any), (&[1, 50, 4], Any), (&[1, 50, 4], Any)],
        |x| attend(x, true),
        |x| attend(x, false),
    );
    agree(
        &[(&[1, 50, 4], Any), (&[1, 37, 4], Any), (&[1, 37, 4], Any)],
        |x| attend(x, true),
        |x| attend(x, false),
    );
}
