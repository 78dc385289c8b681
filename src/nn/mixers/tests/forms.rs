//! Step by step, all at once, in pieces, resumed: the same numbers. And nothing sees the future.

use super::*;

const B: usize = 2;

/// Largest error among the forms on sequences of `time` tokens, in pieces of `piece`.
fn apart(mixer: &dyn Mixer, time: usize, piece: usize) -> f32 {
    let g = Graph::new();
    let rows = mixer.project(&scope(&g), g.input("x", &[B, time, SIZE.width]));
    let (y, state) = mixer.chunk(&rows, None);
    let (steps, last) = unrolled(mixer, &rows, None);
    let (pieces, end) = chunkwise(mixer, &rows, None, piece);
    let read = [mixer.read(&rows, state), mixer.read(&rows, last)];
    let ids = [y, state, steps, last, pieces, end, read[0], read[1]].map(|t| t.id);
    let x = noise(B * time * SIZE.width, time as u64);
    let v = run::<f32>(&g, &[("x", &x)], &ids, 5);
    [
        error(&v[2], &v[0]),
        error(&v[3], &v[1]),
        error(&v[4], &v[0]),
        error(&v[5], &v[1]),
        error(&v[7], &v[6]),
    ]
    .into_iter()
    .fold(0.0, f32::max)
}

#[test]
fn recurrent_parallel_and_chunkwise_forms_agree() {
    for mixer in MIXERS {
        for time in [1, 2, 3, 7, 16, 64, 256] {
            let error = apart(*mixer, time, 5.min(time));
            assert!(error < 1e-5, "{:?}, T = {time}: {error}", mixer.kind());
        }
        let error = apart(*mixer, 64, 32);
        assert!(error < 1e-5, "{:?}, pieces of 32: {error}", mixer.kind());
    }
}

#[test]
fn a_sequence_split_anywhere_goes_on_from_the_state() {
    const T: usize = 9;
    for mixer in MIXERS {
        let g = Graph::new();
        let rows = mixer.project(&scope(&g), g.input("x", &[B, T, SIZE.width]));
        let (whole, end) = mixer.chunk(&rows, None);
        let mut ids = vec![whole.id, end.id];
        for t in 1..T {
            let (a, state) = mixer.chunk(&rows.part(0, t), None);
            let rest = rows.part(t, T - t);
            // The rest at once, and the rest step by step.
            for (b, end) in [
                mixer.chunk(&rest, Some(state)),
                unrolled(*mixer, &rest, Some(state)),
            ] {
                ids.extend([g.concat(&[a, b], 1).id, end.id]);
            }
        }
        let x = noise(B * T * SIZE.width, 3);
        let v = run::<f32>(&g, &[("x", &x)], &ids, 5);
        for (i, pair) in v[2..].chunks(2).enumerate() {
            let e = error(&pair[0], &v[0]).max(error(&pair[1], &v[1]));
            assert!(e < 1e-5, "{:?}, split {}: {e}", mixer.kind(), i / 2 + 1);
        }
    }
}

#[test]
fn changing_a_token_leaves_all_earlier_outputs_bit_for_bit() {
    const T: usize = 7;
    for mixer in MIXERS {
        let g = Graph::new();
        let rows = mixer.project(&scope(&g), g.input("x", &[1, T, SIZE.width]));
        let ids = [
            mixer.chunk(&rows, None).0.id,
            unrolled(*mixer, &rows, None).0.id,
            chunkwise(*mixer, &rows, None, 3).0.id,
        ];
        let x = noise(T * SIZE.width, 9);
        let outputs = |x: &[f32]| run::<f32>(&g, &[("x", x)], &ids, 5);
        let before = outputs(&x);
        for t in 0..T {
            let mut other = x.clone();
            other[t * SIZE.width + 2] += 0.7;
            for (form, (a, b)) in outputs(&other).iter().zip(&before).enumerate() {
                let kind = mixer.kind();
                let n = kind.output(SIZE);
                assert_eq!(a[..t * n], b[..t * n], "{kind:?}, form {form}, token {t}");
                for later in t..T {
                    let at = later * n..(later + 1) * n;
                    assert_ne!(a[at.clone()], b[at], "{kind:?}, {form}, {t} to {later}");
                }
            }
        }
    }
}

#[test]
fn sequences_of_a_batch_do_not_see_each_other() {
    const T: usize = 5;
    for mixer in MIXERS {
        let outputs = |x: &[f32], batch: usize| {
            let g = Graph::new();
            let y = mixer.parallel(&scope(&g), g.input("x", &[batch, T, SIZE.width]));
            run::<f32>(&g, &[("x", x)], &[y.id], 5).remove(0)
        };
        let x = noise(2 * T * SIZE.width, 4);
        let both = outputs(&x, 2);
        let (first, second) = x.split_at(T * SIZE.width);
        assert!(error(&outputs(first, 1), &both[..both.len() / 2]) < 1e-6);
        assert!(error(&outputs(second, 1), &both[both.len() / 2..]) < 1e-6);
    }
}

#[test]
fn softmax_over_pieces_is_softmax_over_the_whole() {
    let g = Graph::new();
    let mixer = Kind::Softmax.mixer();
    let rows = mixer.project(&scope(&g), g.input("x", &[B, 23, SIZE.width]));
    // Scores of up to some hundreds: only sums relative to the largest survive.
    let rows = Rows {
        q: rows.q.scale(30.0),
        ..rows
    };
    let mut ids = vec![mixer.chunk(&rows, None).0.id];
    ids.extend([1, 4, 23].map(|piece| online(&rows, piece).id));
    let x = noise(B * 23 * SIZE.width, 2);
    let v = run::<f32>(&g, &[("x", &x)], &ids, 5);
    for other in &v[1..] {
        assert!(error(other, &v[0]) < 1e-5, "{}", error(other, &v[0]));
    }
}

#[test]
fn a_scan_in_rounds_is_the_scan_in_a_loop() {
    for time in [1, 2, 3, 8, 21] {
        let g = Graph::new();
        let dims = [B, time, 4];
        let (a, b) = (g.input("a", &dims), g.input("b", &dims));
        let ids = [b.scan(a, false).id, rounds(a, b).id];
        let n = B * time * 4;
        let (a, b) = (noise(n, 1), noise(n, 2));
        let v = run::<f32>(&g, &[("a", &a), ("b", &b)], &ids, 0);
        assert!(error(&v[1], &v[0]) < 1e-5, "T = {time}");
    }
}
