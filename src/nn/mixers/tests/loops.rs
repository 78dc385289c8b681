//! The plain loops give what the layers give.

use super::*;
use crate::nn::mixers::loops::{Head, Prompt, Reading, TILE, Tokens};

const D: usize = 5;

fn tokens(n: usize) -> Tokens {
    let mut k = noise(n * D, 2);
    for row in k.chunks_exact_mut(D) {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        row.iter_mut().for_each(|v| *v /= length);
    }
    Tokens {
        d: D,
        q: noise(n * D, 1),
        k,
        v: noise(n * D, 3),
        kept: noise(n, 4).iter().map(|x| 0.75 + 0.2 * x).collect(),
        beta: noise(n, 5).iter().map(|x| 0.5 + 0.4 * x).collect(),
    }
}

/// The layer's own outputs (n, D) from the same rows.
fn wanted(kind: Kind, tokens: &Tokens) -> Vec<f32> {
    let n = tokens.len();
    let g = Graph::new();
    let rows = Rows {
        q: g.input("q", &[1, n, D]),
        k: g.input("k", &[1, n, D]),
        v: g.input("v", &[1, n, D]),
        gate: Some(g.input("gate", &[1, n, 1])),
        beta: Some(g.input("beta", &[1, n, 1])),
        table: None,
    };
    let (y, _) = kind.mixer().chunk(&rows, None);
    let gate: Vec<f32> = tokens.kept.iter().map(|g| g.ln()).collect();
    let mut inputs: Vec<(&str, &[f32])> =
        vec![("q", &tokens.q), ("k", &tokens.k), ("v", &tokens.v)];
    if matches!(kind, Kind::RetNet | Kind::ScalarGate | Kind::GatedDelta) {
        inputs.push(("gate", &gate));
    }
    if matches!(kind, Kind::DeltaNet | Kind::GatedDelta) {
        inputs.push(("beta", &tokens.beta));
    }
    run(&g, &inputs, &[y.id], 1).swap_remove(0)
}

#[test]
fn a_head_gives_the_outputs_of_its_layer_token_by_token() {
    let tokens = tokens(23);
    for kind in Kind::ALL {
        let Some(mut head) = Head::new(kind, D) else {
            continue;
        };
        let mut out = vec![];
        for i in 0..tokens.len() {
            let once = head.step(&tokens, i).to_vec();
            if kind == Kind::Softmax {
                head.back();
                assert_eq!(
                    head.step(&tokens, i),
                    once,
                    "read again at the same context"
                );
            }
            out.extend(once);
            let size = Size {
                width: 1,
                keys: D,
                values: D,
            };
            let numbers = kind.state_numbers(size, i as u64 + 1) as usize;
            assert_eq!(head.memory_bytes(), 4 * numbers, "{kind:?}");
        }
        let off = error(&out, &wanted(kind, &tokens));
        assert!(off < 1e-5, "{kind:?}: {off}");
    }
    assert!(Head::new(Kind::Linear, D).is_some() && Head::new(Kind::Lstm, D).is_none());
}

#[test]
fn every_way_to_read_a_prompt_gives_the_outputs_of_its_layer() {
    let tokens = tokens(2 * TILE + 7);
    let mut prompt = Prompt::new(D);
    for (way, kind) in [
        (Reading::Softmax, Kind::Softmax),
        (Reading::Recurrent, Kind::Linear),
        (Reading::Chunkwise, Kind::Linear),
    ] {
        let all = wanted(kind, &tokens);
        // Lengths in any order with the same buffers.
        for n in [tokens.len(), 3, TILE, TILE + 1] {
            prompt.read(&tokens, n, way);
            let off = error(&prompt.out, &all[..n * D]);
            assert!(off < 1e-5, "{way:?} {n}: {off}");
        }
    }
}
