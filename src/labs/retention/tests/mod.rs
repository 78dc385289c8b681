//! Weights add up to the read-out for every rule, and each rule forgets as it says.

mod stream;
mod training;

use super::descent;
use super::ladder::*;
use super::stream::*;
use crate::data::rng::{stream as draws, unit};
use crate::lesson::{Describe, Lang};
use crate::nn::mixers::matrix::Matrix;

/// Six tokens of noise; the fourth writes nothing.
pub(super) fn noisy() -> Stream {
    let mut rng = draws(1, "retention");
    let mut row = |n: usize, low: f64| -> Vec<f64> {
        (0..n)
            .map(|_| low + (1.0 - low) * unit(&mut rng) as f64)
            .collect()
    };
    let tokens = (0..6)
        .map(|i| Token {
            key: if i == 3 { vec![0.0; 3] } else { row(3, -1.0) },
            value: row(2, -1.0),
            gate: row(1, 0.5)[0],
            gates: row(3, 0.5),
            beta: row(1, 0.2)[0],
            step: row(2, 0.0),
        })
        .collect();
    Stream::new(tokens).expect("within the limits")
}

/// Keys are unit vectors by number; `None` lets time pass.
fn writes(places: &[Option<usize>]) -> Stream {
    let tokens = places.iter().enumerate().map(|(i, place)| {
        let mut key = vec![0.0; 3];
        if let Some(place) = place {
            key[*place] = 1.0;
        }
        Token {
            gate: 0.5,
            ..Token::write(key, vec![1.0 + i as f64, -1.0])
        }
    });
    Stream::new(tokens.collect()).expect("within the limits")
}

#[test]
fn values_by_their_weights_are_what_the_memory_gives_at_every_token() {
    let stream = noisy();
    let query = [0.3, -0.8, 0.5];
    for rule in Rule::ladder(0.8) {
        let over_time = weights(rule, &stream, &query);
        for (t, h) in memories(rule, &stream).iter().enumerate() {
            for (channel, read) in h.read(&query).iter().enumerate() {
                let items = over_time[t].iter().zip(stream.tokens());
                let sum: f64 = items
                    .map(|(w, token)| w[channel] * token.value[channel])
                    .sum();
                assert!(
                    (sum - read).abs() < 1e-12,
                    "{rule:?}, token {t}: {sum} {read}"
                );
            }
            let alike = over_time[t].iter().all(|w| w[0] == w[1]);
            // Only the rows of the selective scan differ.
            assert!(alike != (rule == Rule::Selective), "{rule:?}");
        }
    }
}

#[test]
fn a_repeated_key_reads_as_each_rule_says() {
    let stream = writes(&[Some(0), Some(1), Some(0), Some(2)]);
    let now = |rule| -> Vec<f64> {
        let over_time = weights(rule, &stream, &[1.0, 0.0, 0.0]);
        over_time[3].iter().map(|w| w[0]).collect()
    };
    assert_eq!(now(Rule::Linear), [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(now(Rule::Gamma(0.5)), [0.125, 0.0, 0.5, 0.0]);
    assert_eq!(now(Rule::Gate), [0.125, 0.0, 0.5, 0.0]);
    assert_eq!(now(Rule::Delta), [0.0, 0.0, 1.0, 0.0]);
    assert_eq!(now(Rule::GatedDelta), [0.0, 0.0, 0.5, 0.0]);
    assert_eq!(now(Rule::Gates), [1.0, 0.0, 1.0, 0.0]); // its gates are open
}

#[test]
fn time_that_passes_shrinks_what_fades_and_nothing_else() {
    let stream = writes(&[Some(0), None, None, None]);
    let left = |rule| weights(rule, &stream, &[1.0, 0.0, 0.0])[3][0][0];
    assert_eq!(left(Rule::Linear), 1.0);
    assert_eq!(left(Rule::Delta), 1.0);
    assert_eq!(left(Rule::Gate), 0.125);
    let row = |t: usize| attention(&stream, &[1.0, 0.0, 0.0], 1.0).weights[t].clone();
    assert_eq!(row(3), [1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn half_lives_are_where_a_half_is_left() {
    let stream = writes(&[Some(0), None, None, None, None, None]);
    // .8^3 = .512, .8^4 = .41.
    assert_eq!(half_life(Rule::Gamma(0.8), &stream, 0), Some(4));
    assert!((half_life_of(0.8) - 3.106).abs() < 1e-3);
    assert_eq!(half_life(Rule::Linear, &stream, 0), None);
    assert_eq!(half_life_of(1.0), f64::INFINITY);
    assert_eq!(half_life_of(0.0), 0.0);
    assert_eq!(half_life(Rule::Linear, &stream, 99), None);
    // Overwritten at once by the same key.
    assert_eq!(
        half_life(Rule::Delta, &writes(&[Some(1), Some(1)]), 0),
        Some(1)
    );
}

#[test]
fn the_decay_matrix_by_the_scores_gives_the_weights() {
    let stream = noisy();
    let query = [0.3, -0.8, 0.5];
    for rule in [Rule::Linear, Rule::Gamma(0.7), Rule::Gate] {
        let d = decay_matrix(rule, &stream).expect("one decay");
        let over_time = weights(rule, &stream, &query);
        for (t, row) in over_time.iter().enumerate() {
            for (i, w) in row.iter().enumerate() {
                let key = &stream.tokens()[i].key;
                let score: f64 = key.iter().zip(&query).map(|(k, q)| k * q).sum();
                assert!((w[0] - d[t][i] * score).abs() < 1e-12);
            }
            assert!(d[t][t + 1..].iter().all(|x| *x == 0.0));
        }
    }
    assert_eq!(decay_matrix(Rule::Gates, &stream), None);
}

#[test]
fn an_important_item_shrinks_all_earlier_softmax_weights_by_its_factor() {
    let mut tokens: Vec<Token> = [1.0, 0.5, 0.0001, 3.0]
        .map(|s| Token::write(vec![s], vec![1.0]))
        .to_vec();
    tokens[2].key[0] = 1e-9; // a score of 0 that still writes
    let stream = Stream::new(tokens).expect("within the limits");
    let found = attention(&stream, &[1.0], 1.0);
    assert_eq!(found.factors[0], None);
    let factor = found.factors[3].expect("later");
    assert!((factor - 0.210_863).abs() < 1e-6, "{factor}");
    for i in 0..3 {
        assert!((found.weights[3][i] - factor * found.weights[2][i]).abs() < 1e-12);
    }
    assert!((found.weights[3].iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

fn pair() -> (Matrix, Vec<f64>, Vec<f64>) {
    let mut h = Matrix::new(2, 3);
    h.add(&[0.5, -0.2, 0.9], &[1.0, -0.4]);
    (h, vec![0.6, 0.0, 0.8], vec![0.3, 0.7])
}

#[test]
fn a_delta_step_is_a_gradient_step_and_the_gradient_is_the_slope() {
    let (h, k, v) = pair();
    for beta in [0.0, 0.5, 1.0, 1.9, 2.1] {
        let mut corrected = h.clone();
        corrected.correct(&k, &v, beta);
        let stepped = descent::step(&h, &k, &v, beta);
        for (a, b) in corrected.numbers.iter().zip(&stepped.numbers) {
            assert!((a - b).abs() < 1e-15);
        }
    }
    let slope = descent::gradient(&h, &k, &v);
    for i in 0..h.numbers.len() {
        let at = |by: f64| {
            let mut moved = h.clone();
            moved.numbers[i] += by;
            descent::loss(&moved, &k, &v)
        };
        assert!((slope.numbers[i] - (at(1e-6) - at(-1e-6)) / 2e-6).abs() < 1e-8);
    }
}

#[test]
fn beta_is_a_learning_rate_that_ends_at_two() {
    let (h, k, v) = pair();
    for (beta, factor) in [
        (0.0, 1.0f64),
        (0.5, 0.5),
        (1.0, 0.0),
        (1.9, -0.9),
        (2.1, -1.1),
    ] {
        assert!((descent::error_factor(&k, beta) - factor).abs() < 1e-12);
        let path = descent::path(&h, &k, &v, beta, 30);
        assert_eq!(path.len(), 31);
        let (first, one, last) = (&path[0], &path[1], &path[30]);
        let loss = |h: &Matrix| descent::loss(h, &k, &v);
        assert!((loss(one) - factor * factor * loss(first)).abs() < 1e-12);
        let after = factor.powi(60) * loss(first);
        assert!((loss(last) - after).abs() < 1e-9 * after.max(1.0), "{beta}");
    }
    // Far beyond, it stops before the numbers end.
    let wild = descent::path(&h, &k, &v, 1e30, 1000);
    assert!(wild.len() < 1000 && wild.iter().all(|h| h.numbers.iter().all(|x| x.is_finite())));
}

#[test]
fn the_surface_is_the_loss_over_two_entries_with_the_present_one_in_the_middle() {
    let (h, k, v) = pair();
    let grid = descent::surface(&h, &k, &v, [0, 2], 1.0, 5).expect("two entries");
    assert_eq!(grid.len(), 25);
    assert!((grid[12] - descent::loss(&h, &k, &v)).abs() < 1e-15);
    let mut corner = h.clone();
    corner.numbers[0] -= 1.0;
    corner.numbers[2] += 0.5;
    assert!((grid[15] - descent::loss(&corner, &k, &v)).abs() < 1e-15);
    assert_eq!(descent::surface(&h, &k, &v, [0, 6], 1.0, 5), None);
}

#[test]
fn streams_outside_the_limits_are_refused_with_a_reason() {
    let good = || Token::write(vec![1.0, 0.0], vec![1.0]);
    assert_eq!(Stream::new(vec![]), Err(StreamError::Tokens(0)));
    assert_eq!(Stream::new(vec![good(); 65]), Err(StreamError::Tokens(65)));
    let longer = Token::write(vec![1.0], vec![1.0]);
    assert_eq!(
        Stream::new(vec![good(), longer]),
        Err(StreamError::Length { token: 2 })
    );
    let none = Token::write(vec![], vec![]);
    assert_eq!(
        Stream::new(vec![none]),
        Err(StreamError::Length { token: 1 })
    );
    let broken: [fn(&mut Token); 5] = [
        |t| t.key[0] = f64::NAN,
        |t| t.value[0] = 101.0,
        |t| t.gate = 1.1,
        |t| t.gates[1] = -0.1,
        |t| t.beta = f64::INFINITY,
    ];
    for spoil in broken {
        let mut token = good();
        spoil(&mut token);
        let error = Stream::new(vec![good(), token]).expect_err("outside");
        assert_eq!(error, StreamError::Number { token: 2 });
        assert_ne!(error.describe(Lang::En), error.describe(Lang::ZhHant));
    }
}
