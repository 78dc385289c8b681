//! What the layers claim to remember and to cost is what the graph holds and counts.

use super::*;

/// Shapes and operations of a layer on one sequence: (numbers of memory, all operations, those of products).
fn counted(kind: Kind, size: Size, time: usize, way: Way) -> (u64, u64, u64) {
    let g = Graph::new();
    let scope = Scope { size, ..scope(&g) };
    // The projections are the caller's: rows are inputs here.
    let made = kind
        .mixer()
        .project(&scope, g.input("x", &[1, time, size.width]));
    let like = |name: &str, x: crate::tensor::T<'_>| g.input(name, x.shape().dims());
    let rows = Rows {
        q: like("q", made.q),
        k: like("k", made.k),
        v: like("v", made.v),
        gate: made.gate.map(|x| like("gate", x)),
        beta: made.beta.map(|x| like("beta", x)),
        table: made.table.map(|x| like("table", x)),
    };
    let (y, state) = match way {
        Way::Recurrent => unrolled(kind.mixer(), &rows, None),
        Way::Parallel => kind.mixer().chunk(&rows, None),
        Way::Chunkwise(size) => chunkwise(kind.mixer(), &rows, None, size),
    };
    let numbers = state.shape().len() as u64;
    g.check().expect("shapes");
    let plan = Plan::new(&g, &[y.id]);
    (numbers, plan.flops(), plan.matmul_flops())
}

const EIGHT: Size = Size {
    width: 8,
    keys: 8,
    values: 8,
};

#[test]
fn memories_hold_the_claimed_numbers() {
    for kind in Kind::ALL {
        for time in [1, 2, 5] {
            for way in [Way::Recurrent, Way::Parallel, Way::Chunkwise(2)] {
                let (numbers, ..) = counted(kind, SIZE, time, way);
                assert_eq!(numbers, kind.state_numbers(SIZE, time as u64), "{kind:?}");
            }
        }
    }
    // As many numbers as a d x d matrix, where nothing else is stored.
    for kind in Kind::ALL {
        if !matches!(kind, Kind::Softmax | Kind::Normalised) {
            assert_eq!(kind.state_numbers(EIGHT, 1000), 64, "{kind:?}");
        }
    }
}

#[test]
fn products_of_all_pairs_and_of_pieces_are_the_formulas() {
    for (time, piece) in [(12, 4), (64, 16)] {
        let t = time as u64;
        for kind in [Kind::Linear, Kind::Softmax] {
            let (_, _, products) = counted(kind, EIGHT, time, Way::Parallel);
            assert_eq!(products, 2 * t * t * 16, "{kind:?}");
        }
        let all = Kind::Linear.sequence_flops(EIGHT, t, Way::Chunkwise(piece));
        assert_eq!(all, Some(4 * t * piece as u64 * 8 + 4 * t * 64));
        let (_, _, products) = counted(Kind::Linear, EIGHT, time, Way::Chunkwise(piece));
        // The first piece finds nothing to read, and nobody reads what the last one leaves.
        assert_eq!(products, all.unwrap() - 2 * 2 * piece as u64 * 64);
    }
}

#[test]
fn formulas_are_near_what_the_plan_counts() {
    for kind in Kind::ALL {
        for way in [Way::Recurrent, Way::Parallel, Way::Chunkwise(16)] {
            let Some(claimed) = kind.sequence_flops(EIGHT, 64, way) else {
                assert!(kind.is_sequential() && way != Way::Recurrent);
                continue;
            };
            let (_, flops, _) = counted(kind, EIGHT, 64, way);
            let ratio = flops as f64 / claimed as f64;

            assert!((0.5..2.0).contains(&ratio), "{kind:?} {way:?}: {ratio}");
        }
    }
}

#[test]
fn a_token_costs_the_same_at_any_length_except_for_softmax() {
    for kind in Kind::ALL {
        let cost = |t| kind.decode_flops(EIGHT, t);
        let memory = |t| kind.state_numbers(EIGHT, t);
        if kind.has_constant_state() {
            assert_eq!((cost(1), memory(1)), (cost(1 << 20), memory(1 << 20)));
        } else {
            // Slope 1 exactly.
            assert_eq!(cost(512), 2 * cost(256));
            assert_eq!(memory(512), 2 * memory(256));
        }
    }
    // Where they cross, per head: operations at t = d (without the softmax itself), memory at t = d / 2.
    let d = EIGHT.keys as u64;
    let softmax = |t: u64| Kind::Softmax.decode_flops(EIGHT, t) - 5 * t;
    assert_eq!(softmax(d), Kind::Linear.decode_flops(EIGHT, d));
    assert_eq!(
        Kind::Softmax.state_numbers(EIGHT, d / 2),
        Kind::Linear.state_numbers(EIGHT, d / 2)
    );
}

#[test]
fn spans_are_one_for_pairs_and_fall_with_the_size_of_the_pieces() {
    assert_eq!(Kind::Linear.span(1024, Way::Parallel), Some(1));
    assert_eq!(Kind::Linear.span(1024, Way::Chunkwise(64)), Some(16));
    assert_eq!(Kind::Linear.span(1024, Way::Recurrent), Some(1024));
    assert_eq!(Kind::Selective.span(1024, Way::Parallel), Some(10));
    assert_eq!(Kind::Lstm.span(1024, Way::Parallel), None);
    assert_eq!(Kind::Lstm.span(1024, Way::Recurrent), Some(1024));
}
