//! 4,096 tokens under strong gates: nothing overflows, step by step or in pieces, and the two still agree.

use super::*;

const T: usize = 4096;

/// Rows from noise, with gates whose logarithms run down to -20 (a piece of 64 forgets e^-640).
fn inputs(kind: Kind) -> Vec<(&'static str, Vec<usize>, Vec<f32>)> {
    let (keys, values) = (SIZE.keys, SIZE.values);
    // RNN and LSTM take what goes into their gates.
    let wide = match kind {
        Kind::Rnn => kind.output(SIZE),
        Kind::Lstm => 4 * kind.output(SIZE),
        _ => 0,
    };
    let n = |d: usize| if wide > 0 { wide } else { d };
    let unit = |mut x: Vec<f32>| {
        // Features are positive: sums of them never vanish.
        if kind == Kind::Normalised {
            x.iter_mut().for_each(|v| *v = v.abs() + 0.01);
        }
        if matches!(kind, Kind::DeltaNet | Kind::GatedDelta) {
            for row in x.chunks_mut(keys) {
                let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
                row.iter_mut().for_each(|v| *v /= length);
            }
        }
        x
    };
    let gates = match kind {
        Kind::ElementGate => keys,
        Kind::Selective => values,
        _ => 1,
    };
    let gate = noise(T * gates, 4).into_iter().map(|v| {
        // Mostly mild, sometimes nearly everything goes.
        let log = -20.0 * (0.5 * v + 0.5).powi(3);
        if kind == Kind::Selective { -log } else { log }
    });
    let beta = noise(T, 5).into_iter().map(|v| 0.5 * v + 0.5);
    vec![
        ("q", vec![T, n(keys)], unit(noise(T * n(keys), 1))),
        ("k", vec![T, n(keys)], unit(noise(T * n(keys), 2))),
        ("v", vec![T, n(values)], noise(T * n(values), 3)),
        ("gate", vec![T, gates], gate.collect()),
        ("beta", vec![T, 1], beta.collect()),
    ]
}

/// The graph's rows of `time` tokens for these inputs.
fn rows<'g>(g: &'g Graph, kind: Kind, time: usize) -> Rows<'g> {
    let [q, k, v, gate, beta] = ["q", "k", "v", "gate", "beta"].map(|name| {
        let all = inputs_shape(kind, name);
        g.input(name, &[1, time, all])
    });
    let table = match kind {
        Kind::Rnn => Some(g.input("table", &[kind.output(SIZE); 2])),
        Kind::Lstm => Some(g.input("table", &[kind.output(SIZE), 4 * kind.output(SIZE)])),
        Kind::Selective => Some(g.fill(-1.0, &[SIZE.values, SIZE.keys])),
        _ => None,
    };
    Rows {
        q,
        k,
        v,
        gate: Some(gate),
        beta: Some(beta),
        table,
    }
}

fn inputs_shape(kind: Kind, name: &str) -> usize {
    let all = inputs(kind);
    all.iter().find(|i| i.0 == name).expect("an input").1[1]
}

fn write(cpu: &mut Cpu<f32>, g: &Graph, name: &str, values: &[f32]) {
    // Inputs that a layer does not read are not part of its plan.
    let _ = cpu.write(g.find(name).expect("an input"), values);
}

fn table(kind: Kind) -> Option<Vec<f32>> {
    let n = kind.output(SIZE);
    match kind {
        Kind::Rnn => Some(noise(n * n, 6)),
        Kind::Lstm => Some(noise(n * 4 * n, 6)),
        _ => None,
    }
}

/// One step's graph, run over and over with the memory handed on.
fn step_by_step(kind: Kind) -> Vec<f32> {
    let g = Graph::new();
    let one = rows(&g, kind, 1);
    let (_, first) = kind.mixer().step(&one, None);
    let state = g.input("state", first.shape().dims());
    let (y, next) = kind.mixer().step(&one, Some(state));
    g.check().expect("shapes");
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[y.id, next.id]));
    let mut memory = vec![0.0; state.shape().len()];
    if let Some(table) = table(kind) {
        write(&mut cpu, &g, "table", &table);
    }
    let inputs = inputs(kind);
    let mut out = Vec::new();
    for t in 0..T {
        for (name, shape, values) in &inputs {
            write(&mut cpu, &g, name, &values[t * shape[1]..][..shape[1]]);
        }
        write(&mut cpu, &g, "state", &memory);
        cpu.run(&Params::default(), &[]).expect("a run");
        out.extend_from_slice(cpu.read(y.id).expect("kept"));
        memory.copy_from_slice(cpu.read(next.id).expect("kept"));
    }
    out
}

fn in_pieces(kind: Kind, piece: usize) -> Vec<f32> {
    let g = Graph::new();
    let rows = rows(&g, kind, T);
    let y = match kind {
        Kind::Softmax => online(&rows, 8 * piece),
        _ => chunkwise(kind.mixer(), &rows, None, piece).0,
    };
    g.check().expect("shapes");
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[y.id]));
    for (name, _, values) in &inputs(kind) {
        write(&mut cpu, &g, name, values);
    }
    cpu.run(&Params::default(), &[]).expect("a run");
    cpu.read(y.id).expect("kept").to_vec()
}

#[test]
fn step_by_step_and_in_pieces_agree_and_are_finite() {
    for kind in Kind::ALL {
        let steps = if kind == Kind::Softmax {
            vec![]
        } else {
            step_by_step(kind)
        };
        assert!(steps.iter().all(|v| v.is_finite()), "{kind:?}");
        if kind.is_sequential() {
            continue;
        }
        let pieces = in_pieces(kind, 64);
        assert!(pieces.iter().all(|v| v.is_finite()), "{kind:?}");
        if kind != Kind::Softmax {
            let error = error(&pieces, &steps);
            assert!(error < 5e-5, "{kind:?}: {error}");
        }
    }
}
