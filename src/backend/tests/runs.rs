//! The loop over a plan: buffers, errors, parameters.

use super::*;
use proptest::prelude::*;

/// A graph of elementwise steps wired at random: each takes results made before it.
fn random_graph(g: &Graph, wiring: &[(u8, u16, u16)]) -> Vec<Id> {
    let mut all = vec![g.input("x", &[2, 6])];
    for &(op, a, b) in wiring {
        let (a, b) = (all[a as usize % all.len()], all[b as usize % all.len()]);
        let whole = |t: T<'_>| t.shape().dims() == [2, 6];
        let a = if whole(a) { a } else { a.reshape(&[2, 6]) };
        let b = if whole(b) { b } else { b.reshape(&[2, 6]) };
        all.push(match op % 9 {
            0 => a.tanh(),
            1 => a + b,
            2 => a * b,
            3 => a.sub_checked(b),
            4 => a.scale(0.5),
            5 => a.softmax(1.0, false),
            6 => a.reshape(&[3, 4]),
            7 => a.normalize(true),
            _ => a.gelu(),
        });
    }
    all.iter().map(|t| t.id).collect()
}

trait Checked<'g> {
    fn sub_checked(self, b: T<'g>) -> T<'g>;
}

impl<'g> Checked<'g> for T<'g> {
    /// Tamed, so that long chains stay finite.
    fn sub_checked(self, b: T<'g>) -> T<'g> {
        (self - b).sigmoid()
    }
}

proptest! {
    #[test]
    fn whatever_is_kept_reads_the_same_with_and_without_reuse(
        wiring in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..40),
        picks in prop::collection::vec(any::<u16>(), 1..5),
    ) {
        let g = Graph::new();
        let ids = random_graph(&g, &wiring);
        prop_assert!(g.check().is_ok());
        let keep: Vec<Id> = picks.iter().map(|p| ids[*p as usize % ids.len()]).collect();
        let run = |reuse: bool| -> Vec<u32> {
            let mut cpu = Cpu::<f32>::new(Plan::with_reuse(&g, &keep, reuse));
            if cpu.plan().inputs.len() == 1 {
                cpu.write(ids[0], &values(Fill::Any, 12, 9)).expect("the input");
            }
            cpu.run(&Params::default(), &[]).expect("a run");
            keep.iter().flat_map(|id| cpu.read(*id).expect("kept").iter().map(|v| v.to_bits())).collect()
        };
        prop_assert_eq!(run(true), run(false));
    }
}

#[test]
fn plans_that_take_turns_in_one_set_of_buffers_give_the_bits_they_give_alone() {
    let model = |rows: usize| {
        let g = Graph::new();
        let x = g.input("x", &[rows, 5]);
        let w = g.param("w", &[5, 7], Init::Normal(1.0));
        let y = x.matmul(w).tanh();
        let loss = (y * y).sum();
        let dw = grad(loss, &[w]).expect("a path")[0];
        let ids = (x.id, [loss.id, dw.id]);
        let params = Params::<f32>::init(&g, 3);
        (Plan::new(&g, &ids.1), ids, params)
    };
    let outcome = |cpu: &mut Cpu<f32>, rows: usize| -> Vec<u32> {
        let (_, (x, results), params) = model(rows);
        cpu.write(x, &values(Fill::Any, rows * 5, 1)).expect("x");
        cpu.run(&params, &[]).expect("a run");
        let read = |id| cpu.read(id).expect("kept").iter().map(|v| v.to_bits());
        results.into_iter().flat_map(read).collect()
    };
    let lengths = [2, 9, 4, 9, 1];
    let alone = lengths.map(|rows| outcome(&mut Cpu::new(model(rows).0), rows));
    let mut shared = Cpu::new(model(6).0);
    for (rows, alone) in lengths.into_iter().zip(alone) {
        shared.exchange(model(rows).0);
        assert_eq!(outcome(&mut shared, rows), alone, "{rows} rows");
    }
    // The buffers are those of the longest, not of all together.
    assert!(shared.bytes() <= Cpu::<f32>::new(model(9).0).bytes());
}

#[test]
fn a_row_that_sees_nothing_attends_to_nothing() {
    // T 3, S 2: row 0 would see column -1.
    let g = Graph::new();
    let (q, k) = (g.input("q", &[1, 3, 4]), g.input("k", &[1, 2, 4]));
    let v = g.input("v", &[1, 2, 4]);
    let pattern = q.head_scores(k, 2, true).softmax(0.5, true);
    let mixed = pattern.head_mix(v);
    let grads = grad((mixed * mixed).sum(), &[q, k, v]).unwrap();
    let mut keep = vec![pattern.id, mixed.id];
    keep.extend(grads.iter().map(|t| t.id));
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &keep));
    for (i, x) in [q, k, v].into_iter().enumerate() {
        let n = x.shape().len();
        cpu.write(x.id, &values(Fill::Any, n, i as u64)).unwrap();
    }
    cpu.run(&Params::default(), &[]).unwrap();
    let pattern = cpu.read(keep[0]).unwrap();
    for head in pattern.chunks(6) {
        assert_eq!(head[..2], [0.0, 0.0]);
        assert_eq!(head[2..4], [1.0, 0.0]);
        assert!((head[4] + head[5] - 1.0).abs() < 1e-6);
    }
    assert_eq!(cpu.read(keep[1]).unwrap()[..4], [0.0; 4]);
    for id in &keep[2..] {
        assert!(cpu.read(*id).unwrap().iter().all(|v| v.is_finite()));
    }
    assert!(cpu.read(keep[2]).unwrap()[..4].iter().all(|v| *v == 0.0));
}

#[test]
fn very_large_scores_do_not_overflow() {
    let g = Graph::new();
    let x = g.input("x", &[2, 3]);
    let y = x.softmax(1.0, false);
    let loss = x.cross_entropy(g.input("ids", &[2]));
    let ids = g.find("ids").unwrap();
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[y.id, loss.id]));
    cpu.write(x.id, &[3e38, 1.0, -3e38, -1e30, -1e30, -2e30])
        .unwrap();
    cpu.write_ids(ids, &[0, 1]).unwrap();
    cpu.run(&Params::default(), &[]).unwrap();
    assert_eq!(cpu.read(y.id).unwrap(), [1.0, 0.0, 0.0, 0.5, 0.5, 0.0]);
    let loss = cpu.read(loss.id).unwrap();
    assert!(loss[0] == 0.0 && (loss[1] - 2f32.ln()).abs() < 1e-6);
}

#[test]
fn a_wrong_call_is_an_error_that_says_what_is_wrong() {
    let g = Graph::new();
    let ids = g.input("ids", &[2]);
    let table = g.param("table", &[3, 2], Init::Zeros);
    let y = table.gather(ids);
    let loss = y.exp().sum();
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[loss.id]));
    let none = Params::default();
    let said = |e: BackendError| e.to_string();
    assert_eq!(
        said(cpu.run(&none, &[]).unwrap_err()),
        "no parameter \"table\""
    );
    let mut wrong = Params::default();
    wrong.push("table", crate::tensor::Shape::new(&[2, 2]), &[0.0; 4]);
    assert_eq!(
        said(cpu.run(&wrong, &[]).unwrap_err()),
        "\"table\" has shape (3, 2), but 4 numbers were given"
    );
    let params = Params::init(&g, 0);
    assert_eq!(
        said(cpu.write(ids.id, &[0.0; 3]).unwrap_err()),
        "\"ids\" has shape (2), but 3 numbers were given"
    );
    assert_eq!(cpu.write(y.id, &[0.0]), Err(BackendError::NotAnInput(y.id)));
    assert_eq!(cpu.read(y.id), Err(BackendError::NotKept(y.id)));
    for bad in [3.0, -1.0, f32::NAN, f32::INFINITY, 0.5] {
        cpu.write(ids.id, &[0.0, bad]).unwrap();
        let error = cpu.run(&params, &[]).unwrap_err();
        assert!(
            matches!(error, BackendError::IdOutOfRange { rows: 3, .. }),
            "{bad}: {error}"
        );
    }
    cpu.write_ids(ids.id, &[0, 2]).unwrap();
    assert_eq!(cpu.run(&params, &[]), Ok(()));
}

#[test]
fn computed_ids_are_checked_too() {
    let g = Graph::new();
    let ids = g.input("ids", &[2, 2]);
    let y = g.input("table", &[3, 2]).gather(ids.slice(1, 1, 1));
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[y.id]));
    cpu.write_ids(ids.id, &[9, 2, 9, 3]).unwrap();
    assert_eq!(
        cpu.run(&Params::default(), &[]),
        Err(BackendError::IdOutOfRange { id: 3.0, rows: 3 })
    );
    cpu.write_ids(ids.id, &[9, 2, 9, 0]).unwrap();
    assert_eq!(cpu.run(&Params::default(), &[]), Ok(()));
}

#[test]
fn the_first_place_that_is_not_finite_is_found() {
    let g = Graph::new();
    let x = g.input("x", &[2]);
    let fine = x.exp().named("fine");
    let bad = fine.shift(-1.0).ln().named("bad");
    let loss = bad.scale(2.0).named("after").sum();
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[loss.id]));
    cpu.write(x.id, &[0.0, 1.0]).unwrap();
    let none = Params::default();
    assert_eq!(cpu.first_bad_node(&none, &[]), Ok(Some("bad".into())));
    cpu.write(x.id, &[0.5, 1.0]).unwrap();
    assert_eq!(cpu.first_bad_node(&none, &[]), Ok(None));
    cpu.write(x.id, &[f32::NAN, 1.0]).unwrap();
    assert_eq!(cpu.first_bad_node(&none, &[]), Ok(Some("x".into())));
}

#[test]
fn parameters_start_alike_for_a_seed_and_as_their_init_says() {
    let g = Graph::new();
    g.param("zeros", &[3], Init::Zeros);
    g.param("ones", &[2], Init::Ones);
    g.param("normal", &[100, 100], Init::Normal(0.5));
    g.param("uniform", &[100, 100], Init::Uniform(0.2));
    let params = Params::<f32>::init(&g, 7);
    assert_eq!(params, Params::init(&g, 7));
    assert_ne!(params, Params::init(&g, 8));
    assert_eq!(params, Params::<f64>::init(&g, 7).cast());
    assert_eq!(params.count(), 20_005);
    assert_eq!(params.get("zeros").unwrap(), [0.0; 3]);
    assert_eq!(params.get("ones").unwrap(), [1.0; 2]);
    let normal = params.get("normal").unwrap();
    let mean = normal.iter().sum::<f32>() / 1e4;
    let spread = (normal.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / 1e4).sqrt();
    // Standard errors: 0.005 of the mean, 0.0035 of the deviation; five of them.
    assert!(
        mean.abs() < 0.025 && (spread - 0.5).abs() < 0.018,
        "{mean} {spread}"
    );
    let uniform = params.get("uniform").unwrap();
    assert!(uniform.iter().all(|v| (-0.2..=0.2).contains(v)));
    assert!(uniform.iter().any(|v| *v > 0.19) && uniform.iter().any(|v| *v < -0.19));
}

#[test]
fn parameters_know_whether_all_of_them_are_finite() {
    let mut params = Params::<f32>::default();
    params.push("w", crate::tensor::Shape::new(&[3]), &[3e38, 3e38, -3e38]);
    assert!(params.all_finite());
    params.data[1] = f32::NAN;
    assert!(!params.all_finite());
    params.data[1] = f32::NEG_INFINITY;
    assert!(!params.all_finite());
}
