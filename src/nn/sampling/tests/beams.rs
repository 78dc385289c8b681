//! Beam search over a table of bigrams, where every text can be looked at.

use super::*;

/// The logits after a token are a row of the table.
struct Table(Vec<Vec<f32>>);

impl NextLogits for Table {
    type Error = SamplingError;

    fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, SamplingError> {
        Ok(self.0[*tokens.last().expect("a prompt") as usize].clone())
    }
}

fn table(size: u32) -> Table {
    let row = |a: u32| {
        (0..size)
            .map(|b| ((a * 31 + b * 17 + a * b * b * 7) % 23) as f32 / 5.0)
            .collect()
    };
    Table((0..size).map(row).collect())
}

/// Every text of `count` tokens, most probable first.
fn all_texts(table: &Table, prompt: u32, count: usize) -> Vec<Path> {
    let size = table.0.len() as u32;
    let mut texts = vec![Path {
        tokens: vec![],
        log_probability: 0.0,
    }];
    for _ in 0..count {
        texts = texts
            .iter()
            .flat_map(|path| {
                let row =
                    log_softmax(&table.0[*path.tokens.last().unwrap_or(&prompt) as usize]).unwrap();
                (0..size).map(move |token| Path {
                    tokens: [&path.tokens[..], &[token]].concat(),
                    log_probability: path.log_probability + row[token as usize],
                })
            })
            .collect();
    }
    texts.sort_by(|a, b| {
        b.log_probability
            .total_cmp(&a.log_probability)
            .then(a.tokens.cmp(&b.tokens))
    });
    texts
}

#[test]
fn width_one_is_greedy() {
    let mut model = table(7);
    for start in 0..7 {
        let mut greedy = vec![start];
        for _ in 0..12 {
            let logits = model.logits(&greedy).unwrap();
            let d = made(
                &logits,
                Settings {
                    temperature: 0.0,
                    ..Settings::default()
                },
            );
            greedy.push(draw(&d, 0.5));
        }
        for width in [0, 1] {
            let found = beam(&mut model, &[start], 12, width).unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].tokens, greedy[1..]);
        }
    }
}

#[test]
fn a_wide_enough_beam_looks_at_every_text() {
    let mut model = table(4);
    for count in 1..=4 {
        let width = 4usize.pow(count as u32 - 1);
        let found = beam(&mut model, &[2], count, width).unwrap();
        assert_eq!(found[..], all_texts(&model, 2, count)[..width]);
    }
}

#[test]
fn greedy_is_not_the_most_probable_text() {
    // From 0: token 1 with 0.6, then a coin between two; token 2 with 0.4, then 3 for sure.
    let row = |p: [f64; 4]| logits_of(&p.map(|p| p.max(1e-9)));
    let mut model = Table(vec![
        row([0.0, 0.6, 0.4, 0.0]),
        row([0.0, 0.0, 0.5, 0.5]),
        row([0.0, 0.0, 0.0, 1.0]),
        row([1.0, 0.0, 0.0, 0.0]),
    ]);
    let greedy = &beam(&mut model, &[0], 2, 1).unwrap()[0];
    let best = &beam(&mut model, &[0], 2, 2).unwrap()[0];
    assert_eq!(
        (&greedy.tokens[..], &best.tokens[..]),
        (&[1, 2][..], &[2, 3][..])
    );
    assert!((greedy.log_probability - 0.3f64.ln()).abs() < 1e-6);
    assert!((best.log_probability - 0.4f64.ln()).abs() < 1e-6);
}

#[test]
fn equal_texts_come_in_the_order_of_their_ids() {
    let mut model = Table(vec![vec![0.0; 3]; 3]);
    let found: Vec<Vec<u32>> = beam(&mut model, &[1], 2, 5)
        .unwrap()
        .into_iter()
        .map(|p| p.tokens)
        .collect();
    assert_eq!(found, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1]]);
}

#[test]
fn a_beam_of_nothing_is_the_prompt_and_a_broken_model_is_an_error() {
    assert_eq!(
        beam(&mut table(3), &[0], 0, 4).unwrap(),
        [Path {
            tokens: vec![],
            log_probability: 0.0
        }]
    );
    let mut broken = Table(vec![vec![0.0, f32::NAN]]);
    assert_eq!(
        beam(&mut broken, &[0], 3, 2),
        Err(SamplingError::NotFinite { token: 1 })
    );
    assert_eq!(
        beam(&mut Table(vec![vec![]]), &[0], 1, 2),
        Err(SamplingError::Empty)
    );
}

#[test]
fn a_model_that_can_run_a_batch_gets_all_paths_at_once() {
    struct Batched(Table, Vec<usize>);
    impl NextLogits for Batched {
        type Error = SamplingError;
        fn logits(&mut self, _: &[u32]) -> Result<Vec<f32>, SamplingError> {
            panic!("one by one")
        }
        fn batch(&mut self, contexts: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, SamplingError> {
            assert!(contexts.iter().all(|c| c.len() == contexts[0].len()));
            self.1.push(contexts.len());
            contexts.iter().map(|c| self.0.logits(c)).collect()
        }
    }
    let mut batched = Batched(table(5), vec![]);
    let found = beam(&mut batched, &[1], 4, 3).unwrap();
    assert_eq!(found, beam(&mut table(5), &[1], 4, 3).unwrap());
    assert_eq!(batched.1, [1, 3, 3, 3]);
}
