use super::exam::{Examiner, most_likely};
use super::run::{Foreign, WorldRun};
use crate::data::world::Topic;

#[test]
fn a_run_is_the_same_again_and_learns() {
    let losses = |seed| -> Vec<f64> {
        let mut run = WorldRun::new(seed, 4);
        (0..4).map(|_| run.step().expect("a step").loss).collect()
    };
    let a = losses(1);
    assert_eq!(a, losses(1));
    assert_ne!(a, losses(2));
    assert!(a[3] < a[0] && (5.5..6.5).contains(&a[0]), "{a:?}");
}

#[test]
fn an_untrained_model_knows_nothing_and_is_asked_as_often_as_there_are_questions() {
    let run = WorldRun::new(1, 1);
    let mut examiner = Examiner::new(run.model(), run.params());
    let questions = run.world.questions(Topic::Home);
    let [told, held_out] = examiner.tally(&run.world, &questions).expect("an exam");
    assert_eq!((told.of, held_out.of), (40, 0));
    assert!(told.share() < 0.2, "{told:?}");
    assert_eq!(most_likely(&[0.5, 2.0, 2.0, -1.0]), 1);
}

#[test]
fn a_restored_run_goes_on_bit_for_bit_and_a_foreign_checkpoint_changes_nothing() {
    let mut run = WorldRun::new(1, 4);
    run.step().expect("a step");
    let kept = run.checkpoint();
    let whole: Vec<f64> = (0..2).map(|_| run.step().expect("a step").loss).collect();
    let print = run.fingerprint();
    let mut other = WorldRun::new(1, 4);
    assert_eq!(other.restore(&kept), Ok(()));
    let again: Vec<f64> = (0..2).map(|_| other.step().expect("a step").loss).collect();
    assert_eq!((again, other.fingerprint()), (whole, print));
    let before = other.checkpoint();
    for bad in [
        &[][..],
        &kept[..kept.len() / 2],
        &WorldRun::new(2, 4).checkpoint(),
        &WorldRun::new(1, 5).checkpoint(),
    ] {
        assert_eq!(other.restore(bad), Err(Foreign));
    }
    assert_eq!(other.checkpoint(), before);
}
