//! The dice: fair, reproducible, and never on a token that was removed.

use proptest::prelude::*;

use super::*;

const ALMOST_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

#[test]
fn throws_agree_with_the_reference_generator() {
    for (seed, position, u) in [
        (0, 0, 0.2050508654565124),
        (42, 0, 0.9295939507788232),
        (42, 1, 0.14350072781584355),
        (42, 1000, 0.115371190903796),
        (43, 0, 0.21934077075553038),
        (u32::MAX, 7, 0.331366231431382),
    ] {
        assert_eq!(uniform(seed, position), u);
    }
    assert!((0.0..1.0).contains(&uniform(u32::MAX, u32::MAX)));
}

#[test]
fn the_first_throw_of_a_thousand_seeds_is_fair() {
    let d = made(&logits_of(&[0.1, 0.9]), Settings::default());
    let ones = (0..1000)
        .filter(|&seed| draw(&d, uniform(seed, 0)) == 1)
        .count();
    // Binomial: 900 +- 9.5; four standard deviations on either side.
    assert!((862..=938).contains(&ones), "{ones}");
    let ones = (0..1000)
        .filter(|&position| draw(&d, uniform(42, position)) == 1)
        .count();
    assert!((862..=938).contains(&ones), "{ones}");
}

#[test]
fn throws_fill_the_unit_interval_and_forget_their_neighbours() {
    let correlation = |x: &dyn Fn(u32) -> f64| {
        let n = 20_000;
        (0..n).map(|i| (x(i) - 0.5) * (x(i + 1) - 0.5)).sum::<f64>() / n as f64 * 12.0
    };
    // Independent: 0 +- 1/sqrt(20 000) = 0.007; four standard deviations.
    assert!(correlation(&|seed| uniform(seed, 0)).abs() < 0.03);
    assert!(correlation(&|position| uniform(7, position)).abs() < 0.03);
    let mut tenths = [0; 10];
    (0..20_000).for_each(|seed| tenths[(uniform(seed, 3) * 10.0) as usize] += 1);
    // Binomial: 2000 +- 42 each.
    assert!(
        tenths.iter().all(|n| (1830..=2170).contains(n)),
        "{tenths:?}"
    );
}

#[test]
fn every_token_is_as_wide_as_it_is_probable() {
    let p = [0.05, 0.5, 0.15, 0.3];
    let d = made(&logits_of(&p), Settings::default());
    let mut hits = [0; 4];
    (0..100_000).for_each(|i| hits[draw(&d, i as f64 / 1e5) as usize] += 1);
    for (hits, p) in hits.iter().zip(p) {
        assert!((*hits as f64 / 1e5 - p).abs() < 1e-4, "{hits} {p}"); // each edge moves by at most one grid point
    }
    // Most probable first.
    assert_eq!(
        [0.0, 0.49, 0.51, 0.79, 0.81, 0.94, 0.96].map(|u| draw(&d, u)),
        [1, 1, 3, 3, 2, 2, 0]
    );
}

#[test]
fn a_text_can_be_continued_from_anywhere() {
    // A small model of its own: the logits depend on the last token and on the length.
    let next = |tokens: &[u32]| {
        let logits: Vec<f32> = (0..9)
            .map(|i| {
                ((tokens.len() as u32 * 5 + tokens[tokens.len() - 1] * 7 + i * i) % 13) as f32 / 4.0
            })
            .collect();
        draw(
            &made(&logits, Settings::default()),
            uniform(3, tokens.len() as u32),
        )
    };
    let write = |mut tokens: Vec<u32>, count: usize| {
        (0..count).for_each(|_| tokens.push(next(&tokens)));
        tokens
    };
    let whole = write(vec![0], 40);
    assert_eq!(write(write(vec![0], 13), 27), whole);
    assert_eq!(write(whole[..22].to_vec(), 19), whole);
}

#[test]
fn a_record_ranks_by_the_model_and_lists_what_could_be_drawn() {
    let settings = Settings {
        top_k: 3,
        temperature: 0.5,
        ..Settings::default()
    };
    let d = made(&logits_of(&[0.1, 0.4, 0.1, 0.3, 0.1]), settings);
    let r = record(&d, 2);
    assert_eq!((r.token, r.rank), (2, 3), "after 1, 3 and the equal 0");
    assert_eq!(r.probability, 0.0);
    assert!((r.model_probability - 0.1).abs() < 1e-6);
    assert_eq!(r.entropy, d.model_entropy);
    let ids: Vec<u32> = r.alternatives.iter().map(|a| a.0).collect();
    assert_eq!(ids, [1, 3, 0]);
    assert_eq!(r.alternatives[0].1, d.last[1]);
    let many = record(&made(&[0.0; 30], Settings::default()), 29);
    assert_eq!(many.rank, 29);
    assert_eq!(
        many.alternatives.iter().map(|a| a.0).collect::<Vec<_>>(),
        (0..8).collect::<Vec<_>>()
    );
    assert_eq!(record(&d, 77).rank, 5, "no such token: behind all others");
}

proptest! {
    #[test]
    fn no_throw_ever_gives_a_removed_token(
        logits in prop::collection::vec(-30f32..30.0, 1..80),
        top_k in 0u32..20, top_p in 0f32..1.0, min_p in 0f32..0.5, temperature in 0f32..3.0, u in 0f64..1.0,
    ) {
        let settings = Settings { top_k, top_p, min_p, temperature, ..Settings::default() };
        let d = made(&logits, settings);
        for u in [0.0, u, 1.0 - f32::EPSILON as f64, ALMOST_ONE, 1.0, f64::INFINITY, -1.0, f64::NAN] {
            let token = draw(&d, u) as usize;
            prop_assert!(d.removed[token].is_none() && d.last[token] > 0.0);
        }
    }

    #[test]
    fn the_same_throw_at_a_lower_temperature_is_never_less_probable(
        logits in prop::collection::btree_set(-40i8..40, 2..30), a in 0.05f32..3.0, b in 0.05f32..3.0, u in 0f64..1.0
    ) {
        let logits: Vec<f32> = logits.into_iter().map(|z| z as f32 / 4.0).collect();
        let at = |temperature| {
            let d = made(&logits, Settings { temperature, ..Settings::default() });
            record(&d, draw(&d, u)).rank
        };
        prop_assert!(at(a.min(b)) <= at(a.max(b)));
    }
}
