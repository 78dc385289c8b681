//! The reader's own stream: its parallel form, its choices, what is seen of it, and the descent.

use super::noisy;
use crate::labs::retention::config::{Config, Item, MOST, What};
use crate::labs::retention::ladder::{Rule, decay_matrix, memories};
use crate::labs::retention::parallel::{decay_of, read_outs};
use crate::labs::retention::seen::Seen;
use crate::labs::retention::valley::{Valley, Verdict};
use crate::wire::choices::Choices;

#[test]
fn the_parallel_form_reads_what_the_memory_gives_on_every_rung() {
    let stream = noisy();
    let query = [0.3, -0.8, 0.5];
    for rule in Rule::ladder(0.8) {
        let parallel = read_outs(rule, &stream, &query);
        for (t, h) in memories(rule, &stream).iter().enumerate() {
            for (a, b) in h.read(&query).iter().zip(&parallel[t]) {
                assert!((a - b).abs() < 1e-12, "{rule:?}, token {t}: {a} {b}");
            }
        }
    }
}

#[test]
fn one_decay_for_the_whole_memory_is_the_decay_of_each_entry() {
    let stream = noisy();
    for rule in [Rule::Linear, Rule::Gamma(0.7), Rule::Gate, Rule::GatedDelta] {
        let whole = decay_matrix(rule, &stream).expect("one decay");
        for (a, b) in whole.iter().flatten().zip(decay_of(rule, &stream, 1, 2).iter().flatten()) {
            assert!((a - b).abs() < 1e-12);
        }
    }
    assert_ne!(decay_of(Rule::Gates, &stream, 0, 0), decay_of(Rule::Gates, &stream, 0, 1));
}

fn seen(change: impl FnOnce(&mut Config)) -> Seen {
    let mut config = Config::default();
    change(&mut config);
    Seen::new(&config)
}

#[test]
fn the_lesson_s_stream_shows_what_the_lesson_says() {
    let close = |a: Option<f64>, b: f64| assert!((a.expect("a number") - b).abs() < 1e-6, "{a:?} {b}");
    // Linear: both values at full weight; the newest one is off by the old one.
    let linear = seen(|c| c.at = 5);
    assert_eq!((linear.old, linear.new), (Some(0), Some(4)));
    close(linear.weight(0), 1.0);
    close(linear.weight(4), 1.0);
    close(linear.error(), 1.0);
    // A constant: four tokens later 0.8 to the fourth is left, and the half is passed there.
    let constant = seen(|c| (c.rung, c.at) = (1, 5));
    close(constant.weight(0), 0.8f64.powi(4));
    assert_eq!(constant.half_life, Some(4));
    // The delta rule reads the newest value exactly.
    let delta = seen(|c| (c.rung, c.at) = (4, 5));
    close(delta.weight(0), 0.0);
    close(delta.error(), 0.0);
    // The important item changes no weight of linear attention; the gate leaves a fifth; softmax shrinks all by one factor.
    let important = seen(|c| c.at = 6);
    close(important.rung_factor(), 1.0);
    let z: f64 = 2.0 * 1f64.exp() + 2.0;
    close(important.softmax_factor(), z / (z + 1.5f64.exp()));
    close(seen(|c| (c.rung, c.at) = (2, 6)).rung_factor(), 0.2);
    for rung in 0..7 {
        for query in 0..5 {
            let seen = seen(|c| (c.rung, c.query, c.at) = (rung, query, 6));
            assert!(seen.difference() < 1e-12, "{rung} {query}");
        }
    }
}

#[test]
fn a_gate_per_column_spares_the_other_drawers() {
    let asked = |query| {
        let at_once = move |c: &mut Config| {
            c.items[4].gate = 0.0;
            (c.rung, c.at, c.query) = (3, 5, query);
        };
        seen(at_once)
    };
    assert_eq!(asked(0).weight(0), Some(0.0));
    assert_eq!(asked(1).weight(1), Some(1.0));
}

#[test]
fn a_key_between_two_is_corrected_at_the_cost_of_its_neighbour() {
    let write = |key, value| Item::new(What::Write { key, value }, false);
    let seen = seen(|c| {
        c.items = vec![write(0, 0), write(4, 1)];
        (c.rung, c.at) = (4, 2);
    });
    assert!((seen.weight(0).expect("an item") - 0.36).abs() < 1e-6);
    assert!((seen.weight(1).expect("an item") - 0.8).abs() < 1e-6);
}

#[test]
fn what_a_link_holds_is_brought_inside_the_limits() {
    let wild = Config {
        items: vec![Item { what: What::Write { key: 200, value: 9 }, gate: f32::NAN, beta: 1e9 }; 40],
        rung: 77,
        gamma: f32::INFINITY,
        at: 0,
        query: 9,
        scale: -1.0,
        column: 8,
        next_key: 5,
        descent_beta: f32::NAN,
        angle: 1e9,
        descent_steps: 255,
        layer: 99,
        task: 7,
        steps: 0,
        seed: 3,
        sequence: 4,
        show: 2,
    };
    let (tame, changed) = wild.clamped();
    assert_eq!(
        changed,
        ["stream", "rung", "gamma", "at", "query", "softmax-scale", "column", "add-key", "descent-beta", "key-angle", "descent-steps", "layer", "task", "steps", "sequence", "show"]
    );
    assert_eq!(tame.items.len(), MOST);
    assert_eq!(tame.clone().clamped(), (tame.clone(), vec![]));
    assert!(Seen::new(&tame).difference().is_finite());
    Valley::new(&tame);
    let none = Config { items: vec![], ..Config::default() };
    assert_eq!(none.clamped(), (Config::default(), vec!["stream"]));
    for name in changed {
        assert_ne!(Config::control_name(name), Config::control_name("?"), "{name}");
    }
}

#[test]
fn the_error_of_the_descent_follows_the_law_at_every_angle() {
    for angle in [0.0, 35.0, 90.0] {
        for (beta, verdict) in [
            (0.0, Verdict::Stands),
            (0.5, Verdict::Nears),
            (1.0, Verdict::Lands),
            (1.9, Verdict::Swings),
            (2.0, Verdict::Circles),
            (2.1, Verdict::Flies),
        ] {
            let valley = Valley::new(&Config { angle, descent_beta: beta, descent_steps: 5, ..Config::default() });
            assert_eq!((valley.path.len(), valley.verdict()), (6, verdict), "{beta}");
            let law = (1.0 - f64::from(beta)).abs();
            for pair in valley.errors.windows(2) {
                assert!((pair[1].abs() - law * pair[0].abs()).abs() < 1e-12 * pair[0].abs().max(1.0));
            }
            if verdict == Verdict::Lands {
                assert_eq!(valley.measured(), None, "nothing is left to multiply");
            } else {
                assert!((valley.measured().expect("steps") - law).abs() < 1e-9);
            }
        }
    }
    let one = Config { descent_beta: 1.0, descent_steps: 1, ..Config::default() };
    assert!(Valley::new(&one).measured().expect("one step") < 1e-12);
}
