//! Laws over random logits and settings.

use proptest::prelude::*;

use super::*;

fn logits() -> impl Strategy<Value = Vec<f32>> {
    let one =
        prop_oneof![8 => -12.0f32..12.0, 2 => (-4i8..4).prop_map(f32::from), 1 => -1e5f32..1e5];
    prop::collection::vec(one, 1..60)
}

fn settings() -> impl Strategy<Value = Settings> {
    let temperature = prop_oneof![1 => Just(0.0), 6 => 0.05f32..5.0];
    (
        temperature,
        0u32..70,
        -0.1f32..1.1,
        -0.1f32..1.1,
        0.5f32..2.0,
    )
        .prop_map(
            |(temperature, top_k, top_p, min_p, repetition_penalty)| Settings {
                temperature,
                top_k,
                top_p,
                min_p,
                repetition_penalty,
            },
        )
}

/// `few` is part of `many`.
fn within(few: &[u32], many: &[u32]) -> bool {
    few.iter().all(|id| many.contains(id))
}

proptest! {
    #[test]
    fn probabilities_sum_to_one_over_the_whole_vocabulary(
        logits in prop_oneof![logits(), prop::collection::vec(-f32::MAX..f32::MAX, 1..400)],
        history in prop::collection::vec(0u32..80, 0..20),
        settings in settings(),
    ) {
        let d = distribution(&logits, &history, &settings).unwrap();
        for p in [&d.model, &d.tempered, &d.last] {
            prop_assert_eq!(p.len(), logits.len());
            prop_assert!(p.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((sum(p) - 1.0).abs() < 1e-6);
        }
        prop_assert!(d.model_entropy >= 0.0 && d.last_entropy >= 0.0);
        prop_assert!(d.last_entropy as f64 <= (kept(&d).len() as f64).ln() + 1e-6);
    }

    #[test]
    fn kept_tokens_keep_their_ratios_and_removed_ones_have_none(logits in logits(), settings in settings()) {
        let d = made(&logits, settings);
        let ids = kept(&d);
        prop_assert!(!ids.is_empty());
        let mass: f64 = ids.iter().map(|&id| d.tempered[id as usize] as f64).sum();
        for (id, &last) in d.last.iter().enumerate() {
            match d.removed[id] {
                Some(_) => prop_assert_eq!(last, 0.0),
                None => prop_assert!((last as f64 - d.tempered[id] as f64 / mass).abs() < 1e-6),
            }
        }
    }

    #[test]
    fn the_temperature_never_changes_the_order(logits in logits(), cold in 0.05f32..5.0, hot in 0.05f32..5.0, top_k in 1u32..70) {
        let at = |temperature| made(&logits, Settings { temperature, top_k, ..Settings::default() });
        let (cold, hot) = (at(cold), at(hot));
        prop_assert_eq!(kept(&cold), kept(&hot));
        for (i, a) in logits.iter().enumerate() {
            for (j, b) in logits.iter().enumerate() {
                if a > b {
                    prop_assert!(cold.tempered[i] >= cold.tempered[j] && hot.tempered[i] >= hot.tempered[j]);
                } else if a == b {
                    prop_assert_eq!(cold.tempered[i], cold.tempered[j]);
                }
            }
        }
    }

    #[test]
    fn the_entropy_never_falls_with_the_temperature(logits in logits(), a in 0.0f32..8.0, b in 0.0f32..8.0) {
        let entropy = |temperature| made(&logits, Settings { temperature, ..Settings::default() }).last_entropy;
        prop_assert!(entropy(a.min(b)) <= entropy(a.max(b)) + 1e-6); // f32 entropies up to ln 60 = 4.1
    }

    #[test]
    fn filters_are_monotone(logits in logits(), settings in settings(), k in 1u32..70, more in 0u32..9, p in 0f32..1.0, q in 0f32..1.0) {
        let with = |change: &dyn Fn(&mut Settings)| {
            let mut settings = settings;
            change(&mut settings);
            kept(&made(&logits, settings))
        };
        let (low, high) = (p.min(q), p.max(q));
        prop_assert!(within(&with(&|s| s.top_k = k), &with(&|s| s.top_k = k + more)));
        prop_assert!(within(&with(&|s| s.top_k = k), &with(&|s| s.top_k = 0)));
        prop_assert!(within(&with(&|s| s.top_p = low), &with(&|s| s.top_p = high)));
        prop_assert!(within(&with(&|s| s.min_p = high), &with(&|s| s.min_p = low)));
    }

    #[test]
    fn what_all_filters_keep_is_what_each_alone_would_keep(logits in logits(), s in settings()) {
        let off = Settings { temperature: s.temperature, ..Settings::default() };
        let alone = [
            kept(&made(&logits, Settings { top_k: s.top_k, ..off })),
            kept(&made(&logits, Settings { top_p: s.top_p, ..off })),
            kept(&made(&logits, Settings { min_p: s.min_p, ..off })),
        ];
        let all = kept(&made(&logits, Settings { repetition_penalty: 1.0, ..s }));
        let shortest = alone.iter().min_by_key(|ids| ids.len()).unwrap();
        prop_assert_eq!(&all, shortest);
    }

    #[test]
    fn top_p_keeps_the_smallest_prefix_that_reaches_the_mass(logits in logits(), temperature in 0.2f32..3.0, top_p in 0.001f32..0.999) {
        let d = made(&logits, Settings { temperature, top_p, ..Settings::default() });
        let mut p: Vec<f64> = kept(&d).iter().map(|&id| d.tempered[id as usize] as f64).collect();
        p.sort_by(f64::total_cmp);
        let mass: f64 = p.iter().sum();
        // `tempered` is rounded to f32: 6e-8 relative for the sum.
        prop_assert!(mass >= top_p as f64 - 1e-6);
        prop_assert!(mass - p[0] < top_p as f64 + 1e-6);
    }

    #[test]
    fn the_strongest_filters_are_greedy_and_the_weakest_change_nothing(
        logits in prop::collection::btree_set(-3000i32..3000, 1..60), temperature in 0.05f32..5.0
    ) {
        // Different logits: with equals at the top, min-p 1 keeps all of them.
        let mut logits: Vec<f32> = logits.into_iter().map(|z| z as f32 / 100.0).collect();
        let middle = logits.len() / 2;
        logits.rotate_left(middle);
        let plain = Settings { temperature, ..Settings::default() };
        let greedy = made(&logits, Settings { temperature: 0.0, ..Settings::default() }).last;
        prop_assert_eq!(&made(&logits, Settings { top_k: 1, ..plain }).last, &greedy);
        prop_assert_eq!(&made(&logits, Settings { top_p: 0.0, ..plain }).last, &greedy);
        prop_assert_eq!(&made(&logits, Settings { min_p: 1.0, temperature: temperature.min(1.0), ..plain }).last, &greedy);
        let same = made(&logits, plain);
        let idle = Settings { top_k: logits.len() as u32, top_p: 1.0, min_p: 0.0, repetition_penalty: 1.0, ..plain };
        prop_assert_eq!(&distribution(&logits, &[0, 1], &idle).unwrap(), &same);
        prop_assert_eq!(&same.last, &same.tempered);
    }

    #[test]
    fn softmax_does_not_notice_a_constant(logits in prop::collection::vec(-8i8..8, 1..40), shift in -16i8..16, settings in settings()) {
        let settings = Settings { repetition_penalty: 1.0, ..settings };
        let shifted: Vec<f32> = logits.iter().map(|&z| z as f32 + shift as f32).collect();
        let plain: Vec<f32> = logits.iter().map(|&z| z as f32).collect();
        prop_assert_eq!(made(&plain, settings), made(&shifted, settings));
    }

    #[test]
    fn no_settings_and_no_history_panic(
        logits in prop::collection::vec(prop::num::f32::ANY, 0..20), history: Vec<u32>,
        t in prop::num::f32::ANY, k: u32, p in prop::num::f32::ANY, m in prop::num::f32::ANY, r in prop::num::f32::ANY, u in prop::num::f64::ANY,
    ) {
        let settings = Settings { temperature: t, top_k: k, top_p: p, min_p: m, repetition_penalty: r };
        if let Ok(d) = distribution(&logits, &history, &settings) {
            prop_assert!((sum(&d.last) - 1.0).abs() < 1e-6);
            let token = draw(&d, u);
            prop_assert!(d.removed[token as usize].is_none());
            record(&d, token);
        }
    }
}

#[test]
fn the_slope_of_the_entropy_is_the_variance_over_the_cube_of_the_temperature() {
    // dH/dT = Var(z) / T^3, the variance taken under the distribution itself. Central difference, h = 0.02: error about h^2.
    let logits = [2.0, 1.0, 0.0, -1.5, 0.25, -3.0];
    for temperature in [0.5f32, 0.8, 1.0, 1.5, 3.0] {
        let at = |t| {
            made(
                &logits,
                Settings {
                    temperature: t,
                    ..Settings::default()
                },
            )
        };
        let slope = (at(temperature + 0.02).last_entropy - at(temperature - 0.02).last_entropy)
            as f64
            / 0.04;
        let p = at(temperature).last;
        let moment = |n| {
            p.iter()
                .zip(logits)
                .map(|(&p, z)| p as f64 * (z as f64).powi(n))
                .sum::<f64>()
        };
        let law = (moment(2) - moment(1).powi(2)) / (temperature as f64).powi(3);
        assert!(
            (slope - law).abs() < 2e-3 * (1.0 + law),
            "T = {temperature}: {slope} {law}"
        );
    }
}

#[test]
fn an_endless_temperature_is_uniform() {
    let logits: Vec<f32> = (0..37).map(|i| (i * i % 11) as f32).collect();
    let d = made(
        &logits,
        Settings {
            temperature: f32::INFINITY,
            ..Settings::default()
        },
    );
    assert!(d.last.iter().all(|&p| p == 1.0 / 37.0));
    assert!((d.last_entropy as f64 - 37f64.ln()).abs() < 1e-6);
    let hot = made(
        &logits,
        Settings {
            temperature: 1e4,
            ..Settings::default()
        },
    );
    assert!((hot.last_entropy as f64 - 37f64.ln()).abs() < 1e-5);
}
