use super::exam::Examiner;
use super::lens::{Looker, Part};
use super::run::WorldRun;
use crate::data::world::START;

fn prompt(run: &WorldRun, text: &str) -> Vec<u32> {
    let words = run.world.vocabulary.encode(text).expect("known words");
    std::iter::once(START).chain(words).collect()
}

/// A few steps of training, so that no part is silent.
fn trained() -> WorldRun {
    let mut run = WorldRun::new(1, 2);
    while !run.is_done() {
        run.step().expect("a step");
    }
    run
}

#[test]
fn the_last_layer_is_the_model_s_own_answer_and_differs_from_itself_by_nothing() {
    let run = trained();
    let tokens = prompt(&run, "the capital of france is");
    let mut looker = Looker::new(run.model(), run.params(), tokens.len()).expect("a plan");
    looker.run(&tokens).expect("a run");
    let paris = run.world.vocabulary.id("paris").expect("a word");
    let lens = looker.lens(5, &[paris]).expect("a lens");
    assert_eq!(
        (lens.layers, lens.positions, lens.readings.len()),
        (7, 6, 42)
    );
    let logits = Examiner::new(run.model(), run.params())
        .logits(&[tokens])
        .expect("logits");
    let max = logits[0].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits[0].iter().map(|z| (z - max).exp()).sum();
    let expected = (logits[0][paris as usize] - max).exp() / sum;
    let end = lens.at(6, 5);
    assert!(
        (end.watched[0].0 - expected).abs() < 1e-6,
        "{} {expected}",
        end.watched[0].0
    );
    assert_eq!(end.divergence, 0.0);
    let above = logits[0]
        .iter()
        .filter(|z| **z > logits[0][paris as usize])
        .count();
    assert_eq!(end.watched[0].1 as usize, above);
}

#[test]
fn reading_the_last_stream_out_gives_the_model_s_logits() {
    let run = trained();
    let tokens = prompt(&run, "amy lives in");
    let mut looker = Looker::new(run.model(), run.params(), tokens.len()).expect("a plan");
    looker.run(&tokens).expect("a run");
    // The end of the stream, read by hand: the sum of what was written into it.
    let logits = Examiner::new(run.model(), run.params())
        .logits(&[tokens])
        .expect("logits");
    let stream = looker.stream(run.model().layers, 3).expect("kept");
    for (a, b) in looker.read_out(&stream).iter().zip(&logits[0]) {
        assert!((a - b).abs() < 1e-4 * (1.0 + b.abs()), "{a} {b}");
    }
}

#[test]
fn cells_are_distributions_most_probable_first() {
    let run = trained();
    let tokens = prompt(&run, "fr : chat -> en :");
    let mut looker = Looker::new(run.model(), run.params(), tokens.len()).expect("a plan");
    looker.run(&tokens).expect("a run");
    let lens = looker.lens(run.model().vocabulary, &[]).expect("a lens");
    for cell in &lens.readings {
        let sum: f32 = cell.top.iter().map(|(_, p)| p).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        assert!(cell.top.windows(2).all(|two| two[0].1 >= two[1].1));
        assert!(cell.entropy >= 0.0 && cell.entropy <= (run.model().vocabulary as f32).ln() + 1e-4);
        assert!(cell.divergence >= 0.0);
    }
}

#[test]
fn what_the_parts_write_sums_to_the_difference_of_the_logits() {
    let run = trained();
    let tokens = prompt(&run, "the eiffel is in");
    let mut looker = Looker::new(run.model(), run.params(), tokens.len()).expect("a plan");
    looker.run(&tokens).expect("a run");
    let id = |word: &str| run.world.vocabulary.id(word).expect("a word");
    for position in 0..tokens.len() {
        let found = looker
            .attribution(position, id("paris"), id("tokyo"))
            .expect("an attribution");
        assert_eq!(found.parts.len(), 1 + 24 + 6);
        assert_eq!(found.parts[0].0, Part::Embedding);
        let sum: f32 = found.parts.iter().map(|(_, x)| x).sum();
        assert!(
            (sum - found.difference).abs() < 1e-4,
            "{sum} {}",
            found.difference
        );
    }
}
