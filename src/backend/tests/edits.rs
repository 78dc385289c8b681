//! Changes at activation sites.

use super::*;

/// x (2, 3, 4) through two named sites to a loss.
struct Model {
    graph: Graph,
    x: Id,
    loss: Id,
}

fn model() -> Model {
    let graph = Graph::new();
    let (x, loss) = {
        let x = graph.input("x", &[2, 3, 4]);
        // `inner` is overwritten in place by the exp after it; `flat` is a reshape, so it has no buffer of its own.
        let inner = x.scale(0.5).named("inner").exp().named("outer");
        let flat = inner.reshape(&[6, 4]).named("flat");
        let loss = (flat * flat).sum() + inner.sum().scale(0.1);
        (x.id, loss.named("loss").id)
    };
    Model { graph, x, loss }
}

impl Model {
    fn at(&self, name: &str) -> Id {
        self.graph.find(name).expect("a site")
    }

    /// Loss and the kept sites under these edits.
    fn run(
        &self,
        reuse: bool,
        keep: &[&str],
        edits: &[Edit<f32>],
    ) -> Result<Vec<Vec<f32>>, BackendError> {
        let mut ids: Vec<Id> = vec![self.loss];
        ids.extend(keep.iter().map(|n| self.at(n)));
        let mut cpu = Cpu::new(Plan::with_reuse(&self.graph, &ids, reuse));
        cpu.write(self.x, &values(Fill::Any, 24, 3))?;
        cpu.run(&Params::default(), edits)?;
        ids.iter()
            .map(|id| cpu.read(*id).map(<[f32]>::to_vec))
            .collect()
    }
}

fn edit(at: Id, region: Region, change: Change<f32>) -> Edit<f32> {
    Edit { at, region, change }
}

#[test]
fn scaling_a_site_to_zero_changes_the_loss_and_removing_the_edit_restores_every_bit() {
    let model = model();
    for site in ["inner", "outer", "flat"] {
        let mut cpu = Cpu::new(Plan::new(&model.graph, &[model.loss]));
        cpu.write(model.x, &values(Fill::Any, 24, 3)).unwrap();
        let mut loss = |edits: &[Edit<f32>]| {
            cpu.run(&Params::default(), edits).unwrap();
            cpu.read(model.loss).unwrap()[0]
        };
        let before = loss(&[]);
        let ablated = loss(&[edit(model.at(site), Region::all(), Change::Scale(0.0))]);
        assert!((ablated - before).abs() > 0.1, "{site}: {before} {ablated}");
        assert_eq!(loss(&[]).to_bits(), before.to_bits(), "{site}");
    }
}

#[test]
fn an_edit_does_the_same_with_and_without_reuse_of_buffers() {
    let model = model();
    for site in ["inner", "outer", "flat"] {
        let edits = [edit(
            model.at(site),
            Region::all().at(0, 1),
            Change::Add(vec![0.25]),
        )];
        let with = model.run(true, &[], &edits).unwrap();
        assert_eq!(with, model.run(false, &[], &edits).unwrap(), "{site}");
    }
}

#[test]
fn an_edit_of_a_reshaped_site_leaves_the_readers_of_its_source_alone() {
    let model = model();
    let edits = [edit(model.at("flat"), Region::all(), Change::Scale(0.0))];
    let out = model.run(true, &["outer", "flat"], &edits).unwrap();
    assert!(out[2].iter().all(|v| *v == 0.0));
    assert!(out[1].iter().all(|v| *v > 0.0));
    // Only the square's part of the loss is gone.
    let rest: f32 = out[1].iter().sum::<f32>() * 0.1;
    assert!((out[0][0] - rest).abs() < 1e-5);
}

#[test]
fn regions_are_a_position_a_channel_or_both() {
    let model = model();
    let plain = model.run(true, &["outer"], &[]).unwrap();
    let changed = |region: Region, change: Change<f32>| -> Vec<(usize, f32)> {
        let edits = [edit(model.at("outer"), region, change)];
        let out = model.run(true, &["outer"], &edits).unwrap();
        (0..24)
            .filter(|&i| out[1][i] != plain[1][i])
            .map(|i| (i, out[1][i]))
            .collect()
    };
    // Position 1 of both sequences, a row of values repeated for each.
    let got = changed(
        Region::all().at(1, 1),
        Change::Set(vec![5.0, 6.0, 7.0, 8.0]),
    );
    let want = [
        (4, 5.0),
        (5, 6.0),
        (6, 7.0),
        (7, 8.0),
        (16, 5.0),
        (17, 6.0),
        (18, 7.0),
        (19, 8.0),
    ];
    assert_eq!(got, want);
    // Channel 2 at the last position of sequence 1.
    let got = changed(
        Region::all().at(2, 2).at(1, 2).at(0, 1),
        Change::Add(vec![1.0]),
    );
    assert_eq!(got, [(22, plain[1][22] + 1.0)]);
    // Channels 1 and 2 everywhere.
    let got = changed(Region::all().on(2, 1..3), Change::Scale(2.0));
    assert_eq!(got.len(), 12);
    assert!(
        got.iter()
            .all(|&(i, v)| v == 2.0 * plain[1][i] && matches!(i % 4, 1 | 2))
    );
}

#[test]
fn edits_apply_in_their_order() {
    let model = model();
    let at = model.at("outer");
    let edits = [
        edit(at, Region::all(), Change::Set(vec![1.0])),
        edit(at, Region::all(), Change::Scale(3.0)),
        edit(at, Region::all().at(0, 0), Change::Add(vec![0.5])),
    ];
    let out = model.run(true, &["outer"], &edits).unwrap();
    assert!(out[1][..12].iter().all(|v| *v == 3.5) && out[1][12..].iter().all(|v| *v == 3.0));
}

fn along(unit: Vec<f32>) -> Change<f32> {
    Change::Along {
        unit,
        to: 0.0,
        by: 1.0,
    }
}

#[test]
fn a_vector_moves_along_a_direction_to_the_chosen_place_and_nowhere_else() {
    let model = model();
    let plain = model.run(true, &["outer"], &[]).unwrap();
    let unit = vec![0.6, 0.0, -0.8, 0.0];
    let dot = |v: &[f32]| -> f32 { v.iter().zip(&unit).map(|(v, u)| v * u).sum() };
    for (to, by) in [(0.0, 1.0), (2.5, 1.0), (2.5, 0.25), (9.0, 0.0)] {
        let change = Change::Along {
            unit: unit.clone(),
            to,
            by,
        };
        let edits = [edit(model.at("outer"), Region::all().at(1, 1), change)];
        let out = model.run(true, &["outer"], &edits).unwrap();
        for (i, (old, new)) in plain[1].chunks(4).zip(out[1].chunks(4)).enumerate() {
            if i % 3 != 1 {
                assert_eq!(old, new);
                continue;
            }
            let aim = dot(old) + by * (to - dot(old));
            assert!((dot(new) - aim).abs() < 1e-4, "{to} {by}");
            assert_eq!((old[1], old[3]), (new[1], new[3]));
            let across = |v: &[f32]| 0.8 * v[0] + 0.6 * v[2];
            assert!((across(old) - across(new)).abs() < 1e-4);
        }
    }
}

#[test]
fn an_edit_that_does_not_fit_is_refused() {
    let model = model();
    let outer = model.at("outer");
    let wrong = [
        (outer, Region::all().at(3, 0), Change::Scale(0.0)), // no such axis
        (outer, Region::all().at(1, 3), Change::Scale(0.0)), // beyond the axis
        (outer, Region::all().on(1, 2..2), Change::Scale(0.0)), // empty
        (
            outer,
            Region::all().on(2, 0..1).on(2, 1..2),
            Change::Scale(0.0),
        ), // ranges that do not meet
        (outer, Region::all(), Change::Set(vec![])),         // no values
        (outer, Region::all(), Change::Add(vec![0.0; 7])),   // 24 is not a multiple of 7
        (outer, Region::all(), along(vec![1.0; 3])),         // vectors of 4
        (outer, Region::all().on(2, 0..3), along(vec![0.5; 4])), // a part of the vector
        (outer, Region::all().on(2, 0..3), along(vec![1.0; 3])), // likewise
        (model.x, Region::all(), Change::Scale(0.0)),        // an input is written, not edited
        (Id(9999), Region::all(), Change::Scale(0.0)),       // no such node
    ];
    for (at, region, change) in wrong {
        let e = edit(at, region, change);
        assert_eq!(
            model.run(true, &[], std::slice::from_ref(&e)),
            Err(BackendError::BadEdit(at)),
            "{e:?}"
        );
    }
    // A site that this plan leaves out.
    let g = Graph::new();
    let x = g.input("x", &[2]);
    let unused = x.exp();
    let loss = x.sum();
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[loss.id]));
    let e = edit(unused.id, Region::all(), Change::Scale(0.0));
    assert_eq!(
        cpu.run(&Params::default(), &[e]),
        Err(BackendError::BadEdit(unused.id))
    );
}

#[test]
fn a_pattern_edited_to_look_ahead_does() {
    // Position 0 of a causal head is made to look at position 3 alone.
    let g = Graph::new();
    let (q, v) = (g.input("q", &[1, 40, 2]), g.input("v", &[1, 40, 2]));
    let pattern = q
        .head_scores(q, 1, true)
        .softmax(1.0, true)
        .named("pattern");
    let mixed = pattern.head_mix(v);
    let mut cpu = Cpu::<f32>::new(Plan::new(&g, &[mixed.id]));
    cpu.write(q.id, &values(Fill::Any, 80, 1)).unwrap();
    cpu.write(v.id, &values(Fill::Any, 80, 2)).unwrap();
    let none = Params::default();
    cpu.run(&none, &[]).unwrap();
    let plain = cpu.read(mixed.id).unwrap().to_vec();
    assert_eq!(plain[..2], values(Fill::Any, 80, 2)[..2]);
    for seen in [3, 39] {
        let mut row = vec![0.0; 40];
        row[seen] = 1.0;
        let ahead = edit(pattern.id, Region::all().at(2, 0), Change::Set(row));
        cpu.run(&none, &[ahead]).unwrap();
        let edited = cpu.read(mixed.id).unwrap();
        assert_eq!(edited[..2], values(Fill::Any, 80, 2)[2 * seen..][..2]);
        // Leaving out zeros changes no bit of the other rows.
        assert_eq!(edited[2..], plain[2..]);
    }
}
