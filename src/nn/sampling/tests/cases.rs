//! Single cases: faults seen elsewhere, ends of the ranges, refusals.

use super::*;

#[test]
fn temperature_zero_and_below_is_greedy_with_probability_one() {
    for temperature in [
        0.0,
        -0.0,
        -1.0,
        f32::NEG_INFINITY,
        f32::MIN_POSITIVE / 2.0,
        1e-45,
    ] {
        let d = made(
            &[2.0, 1.0, 0.0],
            Settings {
                temperature,
                ..Settings::default()
            },
        );
        assert_eq!(d.last, [1.0, 0.0, 0.0], "temperature {temperature}");
        assert_eq!(d.tempered, [1.0, 0.0, 0.0]);
        assert_eq!(d.last_entropy.to_bits(), 0.0f32.to_bits());
    }
    let d = made(
        &[-3.0, 1.5, 1.5, 0.0],
        Settings {
            temperature: 0.0,
            ..Settings::default()
        },
    );
    assert_eq!(d.last, [0.0, 1.0, 0.0, 0.0], "of equals the lower id");
    let d = made(
        &[-0.0, 0.0],
        Settings {
            temperature: 0.0,
            ..Settings::default()
        },
    );
    assert_eq!(d.last, [1.0, 0.0], "minus zero equals zero");
}

#[test]
fn a_cold_and_a_hot_distribution_still_sum_to_one() {
    let at = |temperature| {
        made(
            &[10.0, 9.5, 0.0],
            Settings {
                temperature,
                ..Settings::default()
            },
        )
    };
    let cold = at(0.05);
    assert!((sum(&cold.last) - 1.0).abs() < 1e-6);
    // 1 / (1 + e^-10) = 0.9999546
    assert!(
        cold.last[0] > 0.9999 && (cold.last[0] as f64 - 1.0 / (1.0 + (-10f64).exp())).abs() < 1e-6
    );
    let hot = at(100.0);
    assert!((sum(&hot.last) - 1.0).abs() < 1e-6);
    assert!(
        hot.last.iter().all(|p| (p - 1.0 / 3.0).abs() < 0.025),
        "{:?}",
        hot.last
    );
    // Logits at the end of f32's range and the coldest temperature that is not greedy.
    let d = made(
        &[f32::MAX, -f32::MAX, f32::MAX],
        Settings {
            temperature: f32::MIN_POSITIVE,
            ..Settings::default()
        },
    );
    assert_eq!(d.last, [0.5, 0.0, 0.5]);
}

#[test]
fn the_softmax_agrees_with_the_reference() {
    let d = made(
        &[2.0, 1.0, 0.0, -1.5, 0.25],
        Settings {
            temperature: 0.7,
            ..Settings::default()
        },
    );
    let reference = [
        0.7215493446951071,
        0.17292004830006655,
        0.04144046879667288,
        0.004861761241780482,
        0.05922837696637294,
    ];
    for (p, reference) in d.last.iter().zip(reference) {
        assert!((*p as f64 - reference).abs() < 6e-8, "{p} {reference}"); // half a last place of f32 below 1
    }
    assert!((d.last_entropy as f64 - 0.8641642397635815).abs() < 6e-8);
}

#[test]
fn the_token_that_crosses_top_p_stays() {
    let top_p = |p: &[f64], top_p| {
        kept(&made(
            &logits_of(p),
            Settings {
                top_p,
                ..Settings::default()
            },
        ))
    };
    assert_eq!(top_p(&[0.5, 0.41, 0.09], 0.9), [0, 1]);
    assert_eq!(top_p(&[0.4, 0.3, 0.2, 0.1], 0.8), [0, 1, 2]);
    assert_eq!(top_p(&[0.1, 0.2, 0.3, 0.4], 0.8), [1, 2, 3]);
    assert_eq!(top_p(&[0.4, 0.3, 0.2, 0.1], 0.0), [0]);
    assert_eq!(top_p(&[0.4, 0.3, 0.2, 0.1], -1.0), [0]);
    assert_eq!(top_p(&[0.4, 0.3, 0.2, 0.1], 1.0), [0, 1, 2, 3]);
    assert_eq!(top_p(&[0.4, 0.3, 0.2, 0.1], 7.0), [0, 1, 2, 3]);
}

#[test]
fn a_mass_that_is_reached_exactly_is_reached() {
    for n in 1..10u32 {
        // 0.1 in f32 is a little more than 1/10: compared in f64 it would keep one token more.
        let d = made(
            &[0.5; 10],
            Settings {
                top_p: n as f32 / 10.0,
                ..Settings::default()
            },
        );
        assert_eq!(kept(&d), (0..n).collect::<Vec<_>>());
    }
}

#[test]
fn top_p_counts_the_mass_of_the_whole_vocabulary() {
    let equal = [1.25; 200];
    let d = made(
        &equal,
        Settings {
            top_p: 0.5,
            ..Settings::default()
        },
    );
    assert_eq!(kept(&d), (0..100).collect::<Vec<_>>());
    assert_eq!(d.last[0], 0.01);
    // The fault seen elsewhere: the 50 best are cut out first and top-p then halves them to 25.
    let d = made(
        &equal,
        Settings {
            top_p: 0.5,
            top_k: 50,
            ..Settings::default()
        },
    );
    assert_eq!(kept(&d), (0..50).collect::<Vec<_>>());
    assert_eq!(
        d.tempered[0], 0.005,
        "shown probabilities refer to the whole vocabulary"
    );
}

#[test]
fn top_k_may_be_one_off_or_beyond_the_vocabulary() {
    let logits = [0.0, 2.0, 1.0, 2.0];
    let top_k = |top_k| {
        kept(&made(
            &logits,
            Settings {
                top_k,
                ..Settings::default()
            },
        ))
    };
    assert_eq!(top_k(1), [1], "of equals the lower id");
    assert_eq!(top_k(2), [1, 3]);
    assert_eq!(top_k(3), [1, 2, 3]);
    for all in [0, 4, 5, u32::MAX] {
        assert_eq!(top_k(all), [0, 1, 2, 3]);
    }
}

#[test]
fn all_filters_at_once_leave_the_best_token() {
    let settings = Settings {
        top_k: 1,
        top_p: 0.8,
        temperature: 0.01,
        ..Settings::default()
    };
    let d = made(&[0.1, 3.0, 2.9], settings);
    assert_eq!(d.last, [0.0, 1.0, 0.0]);
    let settings = Settings {
        top_k: 1,
        top_p: 0.0,
        min_p: 9.0,
        temperature: 0.0,
        repetition_penalty: 2.0,
    };
    let d = distribution(&[0.1, 3.0, 2.9], &[1], &settings).unwrap();
    assert_eq!(d.last, [0.0, 0.0, 1.0]);
}

#[test]
fn a_removed_token_is_charged_to_the_first_filter_that_removes_it() {
    let settings = Settings {
        top_k: 4,
        top_p: 0.85,
        min_p: 0.5,
        ..Settings::default()
    };
    let d = made(&logits_of(&[0.4, 0.3, 0.15, 0.1, 0.05]), settings);
    let expected = [
        None,
        None,
        Some(Filter::MinP),
        Some(Filter::TopP),
        Some(Filter::TopK),
    ];
    assert_eq!(d.removed, expected);
    assert!((d.last[0] - 4.0 / 7.0).abs() < 1e-6 && (d.last[1] - 3.0 / 7.0).abs() < 1e-6);
}

#[test]
fn min_p_is_relative_to_the_largest_and_follows_the_temperature() {
    let logits = logits_of(&[0.5, 0.3, 0.15, 0.05]);
    let min_p = |min_p, temperature| {
        kept(&made(
            &logits,
            Settings {
                min_p,
                temperature,
                ..Settings::default()
            },
        ))
    };
    assert_eq!(min_p(0.2, 1.0), [0, 1, 2]);
    assert_eq!(min_p(0.2, 0.5), [0, 1], "ratios are squared at T = 1/2");
    assert_eq!(min_p(0.2, 3.0), [0, 1, 2, 3]);
    assert_eq!(min_p(1.0, 1.0), [0]);
}

#[test]
fn a_score_that_is_not_finite_is_an_error_that_names_the_token() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let error = distribution(&[0.0, 1.0, bad, bad], &[], &Settings::default()).unwrap_err();
        assert_eq!(error, SamplingError::NotFinite { token: 2 });
        assert!(error.describe(Lang::En).contains("token 2"));
        assert!(error.describe(Lang::ZhHant).contains("token 2"));
    }
    assert_eq!(
        distribution(&[], &[], &Settings::default()),
        Err(SamplingError::Empty)
    );
}

#[test]
fn settings_that_are_no_numbers_are_an_error() {
    let nan = f32::NAN;
    let ok = Settings::default();
    for bad in [
        Settings {
            temperature: nan,
            ..ok
        },
        Settings { top_p: nan, ..ok },
        Settings { min_p: nan, ..ok },
        Settings {
            repetition_penalty: nan,
            ..ok
        },
        Settings {
            repetition_penalty: 0.0,
            ..ok
        },
        Settings {
            repetition_penalty: -1.0,
            ..ok
        },
        Settings {
            repetition_penalty: f32::INFINITY,
            ..ok
        },
    ] {
        assert_eq!(
            distribution(&[1.0, 0.0], &[0], &bad),
            Err(SamplingError::BadSetting),
            "{bad:?}"
        );
    }
}

#[test]
fn the_repetition_penalty_divides_positive_and_multiplies_negative_logits() {
    let settings = Settings {
        repetition_penalty: 2.0,
        ..Settings::default()
    };
    let history = [0, 1, 1, 1, 2, 99]; // a repeated token counts once, an unknown one not at all
    let penalised = distribution(&[3.0, -1.0, 0.0, 0.5], &history, &settings).unwrap();
    assert_eq!(
        penalised.last,
        made(&[1.5, -2.0, 0.0, 0.5], Settings::default()).last
    );
    assert_eq!(
        penalised.model,
        made(&[3.0, -1.0, 0.0, 0.5], Settings::default()).model
    );
}

#[test]
fn the_repetition_penalty_notices_a_constant_added_to_all_logits() {
    // Softmax does not notice it. With the penalty, a shift below zero turns the division into a multiplication.
    let last = |shift: f32, repetition_penalty| {
        let settings = Settings {
            repetition_penalty,
            ..Settings::default()
        };
        distribution(&[2.0 + shift, 1.0 + shift], &[0], &settings)
            .unwrap()
            .last[0] as f64
    };
    assert_eq!(last(0.0, 1.0), last(-4.0, 1.0));
    let sigma = |z: f64| 1.0 / (1.0 + (-z).exp());
    assert!((last(0.0, 2.0) - sigma(1.0 - 1.0)).abs() < 1e-6); // 2/2 - 1
    assert!((last(-4.0, 2.0) - sigma(-4.0 + 3.0)).abs() < 1e-6); // -2*2 - (-3)
}
