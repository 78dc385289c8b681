use super::exam::Examiner;
use super::forward::{Change, Forward, groups, tokens};
use super::run::WorldRun;
use crate::backend::{BackendError, Region};

#[test]
fn a_site_that_is_set_to_what_it_was_changes_nothing_and_to_something_else_changes_the_end() {
    let run = WorldRun::new(5, 10);
    let words = &run.world.vocabulary;
    let rows: Vec<Vec<u32>> = ["amy lives in", "adam lives in"]
        .map(|t| tokens(words, t).expect("known"))
        .to_vec();
    let mut forward = Forward::new(run.model(), &["pre.3", "blocks.2.mlp.act"]);
    let (before, stream) = {
        let seen = forward.run(run.params(), &rows, &[]).expect("a run");
        (
            seen.last(1).expect("logits").to_vec(),
            seen.vector("pre.3", 1, 3).expect("kept").to_vec(),
        )
    };
    let place = Region::all().at(0, 1).at(1, 3);
    let patch = |values: Vec<f32>| [Change::set("pre.3", place.clone(), values)];
    let same = forward
        .run(run.params(), &rows, &patch(stream.clone()))
        .expect("a run")
        .last(1)
        .expect("logits")
        .to_vec();
    assert_eq!(same, before);
    let other: Vec<f32> = stream.iter().map(|x| -x).collect();
    let seen = forward
        .run(run.params(), &rows, &patch(other))
        .expect("a run");
    assert_ne!(seen.last(1).expect("logits"), before);
    let alone = Examiner::new(run.model(), run.params())
        .logits(&rows[..1])
        .expect("a run");
    assert_eq!(
        seen.last(0).expect("logits"),
        alone[0],
        "the other row is untouched"
    );
}

#[test]
fn an_unknown_site_and_rows_of_two_lengths_are_errors() {
    let run = WorldRun::new(5, 10);
    let mut forward = Forward::new(run.model(), &["pre.1"]);
    let change = Change::add("nowhere", Region::all(), vec![1.0]);
    let error = forward.run(run.params(), &[vec![0, 1]], &[change]).err();
    assert_eq!(error, Some(BackendError::NoParam("nowhere".into())));
    assert!(
        forward
            .run(run.params(), &[vec![0, 1], vec![0]], &[])
            .is_err()
    );
    assert!(forward.run(run.params(), &[], &[]).is_err());
}

#[test]
fn texts_are_grouped_by_length_in_their_order() {
    let rows = [vec![1; 3], vec![2; 2], vec![3; 3], vec![4; 3]];
    assert_eq!(groups(&rows, 2), [vec![1], vec![0, 2], vec![3]]);
}
