//! Limits in which one layer is another, and what each does to an old item.

use super::*;

const T: usize = 6;

/// Outputs (T, d_v) of a layer on rows that are given: q, k (T, d_k) and v (T, d_v) from noise unless changed by `with`.
fn outputs(kind: Kind, with: &Given) -> Vec<f32> {
    let g = Graph::new();
    let (keys, values) = (SIZE.keys, SIZE.values);
    let table = (kind == Kind::Selective).then(|| g.fill(with.rate, &[values, keys]));
    let gate = match kind {
        Kind::ElementGate => Some(g.fill(with.log_gate, &[1, T, keys])),
        Kind::Selective => Some(g.fill(1.0, &[1, T, values])),
        _ => Some(g.fill(with.log_gate, &[1, T, 1])),
    };
    let rows = Rows {
        q: g.input("q", &[1, T, keys]),
        k: g.input("k", &[1, T, keys]),
        v: g.input("v", &[1, T, values]),
        gate,
        beta: Some(g.input("beta", &[1, T, 1])),
        table,
    };
    let ids = [
        kind.mixer().chunk(&rows, None).0.id,
        unrolled(kind.mixer(), &rows, None).0.id,
    ];
    let plan = Plan::new(&g, &ids);
    let mut cpu = Cpu::<f32>::new(plan);
    let mut write = |name: &str, values: &[f32]| {
        // An input that this layer does not read is not part of its plan.
        let _ = cpu.write(g.find(name).expect("an input"), values);
    };
    write("q", &with.q);
    write("k", &with.k);
    write("v", &with.v);
    write("beta", &with.beta);
    cpu.run(&Params::default(), &[]).expect("a run");
    let y = cpu.read(ids[0]).expect("kept").to_vec();
    assert!(error(cpu.read(ids[1]).expect("kept"), &y) < 1e-5);
    y
}

struct Given {
    q: Vec<f32>,
    k: Vec<f32>,
    v: Vec<f32>,
    beta: Vec<f32>,
    log_gate: f64,
    /// A of the selective scan.
    rate: f64,
}

impl Given {
    fn noise() -> Given {
        Given {
            q: noise(T * SIZE.keys, 1),
            k: noise(T * SIZE.keys, 2),
            v: noise(T * SIZE.values, 3),
            beta: vec![1.0; T],
            log_gate: 0.0,
            rate: 0.0,
        }
    }

    /// Item i is written under the unit key `places[i]`; every token asks for key 0.
    fn one_hot(places: [usize; T]) -> Given {
        let mut given = Given::noise();
        given.k.fill(0.0);
        given.q.fill(0.0);
        for (i, place) in places.into_iter().enumerate() {
            given.k[i * SIZE.keys + place] = 1.0;
            given.q[i * SIZE.keys] = 1.0;
        }
        given
    }

    fn value(&self, i: usize) -> &[f32] {
        &self.v[i * SIZE.values..][..SIZE.values]
    }

    fn score(&self, t: usize, i: usize) -> f32 {
        let row = |x: &[f32], t: usize| x[t * SIZE.keys..][..SIZE.keys].to_vec();
        row(&self.q, t)
            .iter()
            .zip(row(&self.k, i))
            .map(|(q, k)| q * k)
            .sum()
    }
}

fn last(y: &[f32]) -> &[f32] {
    &y[(T - 1) * SIZE.values..]
}

/// v by the factors, summed.
fn mixed(given: &Given, weights: impl Fn(usize) -> f32) -> Vec<f32> {
    (0..SIZE.values)
        .map(|n| (0..T).map(|i| weights(i) * given.value(i)[n]).sum())
        .collect()
}

#[test]
fn gates_that_keep_everything_are_linear_attention() {
    let given = Given::noise();
    let linear = outputs(Kind::Linear, &given);
    for kind in [
        Kind::RetNet,
        Kind::ScalarGate,
        Kind::ElementGate,
        Kind::Selective, // dt 1, A 0
    ] {
        assert!(error(&outputs(kind, &given), &linear) < 1e-6, "{kind:?}");
    }
    let delta = outputs(Kind::DeltaNet, &given);
    assert!(error(&outputs(Kind::GatedDelta, &given), &delta) < 1e-6);
}

#[test]
fn gates_that_keep_nothing_leave_only_the_newest_item() {
    let given = Given {
        log_gate: -100.0,
        rate: -100.0,
        ..Given::noise()
    };
    for kind in [
        Kind::RetNet,
        Kind::ScalarGate,
        Kind::ElementGate,
        Kind::Selective,
    ] {
        let y = outputs(kind, &given);
        for t in 0..T {
            let own: Vec<f32> = given
                .value(t)
                .iter()
                .map(|v| v * given.score(t, t))
                .collect();
            assert!(error(&y[t * SIZE.values..][..SIZE.values], &own) < 1e-6);
        }
    }
}

#[test]
fn gamma_zero_and_gamma_one_are_these_limits() {
    let parallel = |kind: Kind, gamma: f64| {
        let g = Graph::new();
        let scope = Scope { gamma, ..scope(&g) };
        let y = kind
            .mixer()
            .parallel(&scope, g.input("x", &[1, T, SIZE.width]));
        run::<f32>(&g, &[("x", &noise(T * SIZE.width, 1))], &[y.id], 5).remove(0)
    };
    let linear = parallel(Kind::Linear, 0.5);
    assert!(error(&parallel(Kind::RetNet, 1.0), &linear) < 1e-6);
    let forgetful = parallel(Kind::RetNet, 0.0);
    assert!(forgetful.iter().all(|v| v.is_finite()));
    assert!(error(&forgetful[..SIZE.values], &linear[..SIZE.values]) < 1e-6);
    assert!(error(&forgetful, &linear) > 0.1);
}

#[test]
fn the_weight_of_an_item_under_a_constant_decay_is_gamma_to_its_age_times_its_score() {
    let given = Given {
        log_gate: 0.7f64.ln(),
        ..Given::noise()
    };
    let wanted = mixed(&given, |i| {
        0.7f32.powi((T - 1 - i) as i32) * given.score(T - 1, i)
    });
    for kind in [Kind::RetNet, Kind::ScalarGate, Kind::ElementGate] {
        assert!(error(last(&outputs(kind, &given)), &wanted) < 1e-5);
    }
}

#[test]
fn the_delta_rule_with_beta_zero_writes_nothing() {
    let given = Given {
        beta: vec![0.0; T],
        ..Given::noise()
    };
    assert!(outputs(Kind::DeltaNet, &given).iter().all(|v| *v == 0.0));
}

#[test]
fn a_key_written_twice_reads_as_each_rule_says() {
    // Key 0 at items 1 and 4; the others are orthogonal to it.
    let given = Given::one_hot([1, 0, 2, 3, 0, 1]);
    let (old, new) = (1, 4);
    let read = |kind: Kind, given: &Given| last(&outputs(kind, given)).to_vec();
    let both = mixed(&given, |i| f32::from(i == old || i == new));
    assert!(error(&read(Kind::Linear, &given), &both) < 1e-6);

    let fading = Given {
        log_gate: 0.5f64.ln(),
        ..Given::one_hot([1, 0, 2, 3, 0, 1])
    };
    // One more token has passed since the newer one.
    let faded = mixed(&given, |i| match i {
        1 => 0.5f32.powi(4),
        4 => 0.5,
        _ => 0.0,
    });
    assert!(error(&read(Kind::RetNet, &fading), &faded) < 1e-5);

    assert!(error(&read(Kind::DeltaNet, &given), given.value(new)) < 1e-6);

    let mut half = Given::one_hot([1, 0, 2, 3, 0, 1]);
    half.beta[new] = 0.3;
    let part = mixed(&given, |i| match i {
        1 => 0.7,
        4 => 0.3,
        _ => 0.0,
    });
    assert!(error(&read(Kind::DeltaNet, &half), &part) < 1e-5);
    assert!(error(&read(Kind::GatedDelta, &half), &part) < 1e-5);
}

#[test]
fn later_items_do_not_change_an_old_weight_of_linear_attention_and_shrink_all_of_softmax_alike() {
    // Values are unit vectors, so outputs are the weights. Scores 1, 0.5, 0 and then 3 (times sqrt d for softmax's scale).
    let weights = |kind: Kind, scores: &[f32]| -> Vec<f32> {
        let g = Graph::new();
        let n = scores.len();
        let rows = Rows {
            q: g.fill(1.0, &[1, n, 1]),
            k: g.input("k", &[1, n, 1]),
            v: g.input("v", &[1, n, 4]),
            gate: None,
            beta: None,
            table: None,
        };
        let y = kind.mixer().chunk(&rows, None).0;
        let v: Vec<f32> = (0..n * 4).map(|i| f32::from(i / 4 == i % 4)).collect();
        let all = run::<f32>(&g, &[("k", scores), ("v", &v)], &[y.id], 0).remove(0);
        all[(n - 1) * 4..].to_vec()
    };
    let (before, after) = ([1.0, 0.5, 0.0], [1.0, 0.5, 0.0, 3.0]);
    let (a, b) = (
        weights(Kind::Linear, &before),
        weights(Kind::Linear, &after),
    );
    assert_eq!(a[..3], b[..3]);
    assert_eq!(a[..3], before);
    let (a, b) = (
        weights(Kind::Softmax, &before),
        weights(Kind::Softmax, &after),
    );
    for i in 0..3 {
        assert!((b[i] / a[i] - 0.210_863).abs() < 1e-5, "{}", b[i] / a[i]);
    }
    assert!((b.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    let a = weights(Kind::Normalised, &before);
    assert!((a.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn a_delta_step_is_a_gradient_step() {
    // Beta 0.6 in H - beta grad(|H k - v|^2 / 2), with the gradient by backpropagation.
    let g = Graph::new();
    let (h, k, v) = (
        g.input("h", &[1, 3, 4]),
        g.input("k", &[1, 1, 4]),
        g.input("v", &[1, 1, 3]),
    );
    let rows = Rows {
        q: k,
        k,
        v,
        gate: None,
        beta: Some(g.fill(0.6, &[1, 1, 1])),
        table: None,
    };
    let (_, stepped) = Kind::DeltaNet.mixer().step(&rows, Some(h));
    let missing = k.matmul_t(h, false, true, None) - v;
    let loss = (missing * missing).sum().scale(0.5);
    let slope = crate::tensor::grad(loss, &[h]).expect("a path")[0];
    let by_gradient = h - slope.scale(0.6);
    let inputs = [
        ("h", &noise(12, 1)[..]),
        ("k", &noise(4, 2)[..]),
        ("v", &noise(3, 3)[..]),
    ];
    let out = run::<f32>(&g, &inputs, &[stepped.id, by_gradient.id], 0);
    assert!(error(&out[0], &out[1]) < 1e-6);
}
