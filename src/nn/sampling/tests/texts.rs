//! Whole texts: diversity and loops.

use super::*;

fn cats() -> Vec<Vec<u32>> {
    // the cat sat on the mat / the cat sat on a mat today / a dog sat on the mat / no
    vec![
        vec![0, 1, 2, 3, 0, 4],
        vec![0, 1, 2, 3, 5, 4, 6],
        vec![5, 7, 2, 3, 0, 4],
        vec![8],
    ]
}

#[test]
fn bleu_agrees_with_the_reference() {
    let cats = cats();
    for (i, reference) in [
        0.8633400213704505,
        0.45499414040480374,
        0.537284965911771,
        0.0,
    ]
    .into_iter()
    .enumerate()
    {
        let others: Vec<&[u32]> = cats
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, s)| &s[..])
            .collect();
        assert!((bleu_4(&cats[i], &others) - reference).abs() < 1e-12, "{i}");
    }
    assert!((self_bleu(&cats[..3]).unwrap() - 0.6185397092290085).abs() < 1e-12);
    assert!((self_bleu(&noise()).unwrap() - 0.8801961090213603).abs() < 1e-12);
}

#[test]
fn bleu_by_hand() {
    // One-grams 5 of 6 ("the" twice, but once in each reference), two-grams 5 of 5, three-grams 4 of 4, four-grams 2 of 3.
    let cats = cats();
    let by_hand = (5.0f64 / 6.0 * 2.0 / 3.0).powf(0.25);
    assert!((bleu_4(&cats[0], &[&cats[1], &cats[2], &cats[3]]) - by_hand).abs() < 1e-12);
    // Shorter than the reference: exp(1 - 6/5); of the references 4 and 6 long the shorter counts, so no penalty.
    assert!((bleu_4(&[1, 2, 3, 4, 5], &[&[1, 2, 3, 4, 5, 6]]) - (-0.2f64).exp()).abs() < 1e-12);
    assert_eq!(
        bleu_4(&[1, 2, 3, 4, 5], &[&[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4]]),
        1.0
    );
    assert_eq!(bleu_4(&[], &[&[1]]), 0.0);
    assert_eq!(bleu_4(&[1], &[]), 0.0);
}

fn noise() -> Vec<Vec<u32>> {
    (0..20u32)
        .map(|s| {
            (0..20 + s % 4)
                .map(|i| (i * i * (s + 3) + i * s) % 11)
                .collect()
        })
        .collect()
}

#[test]
fn equal_samples_are_not_diverse_and_unlike_ones_are() {
    let same = vec![vec![3, 1, 4, 1, 5, 9, 2, 6]; 20];
    assert_eq!(self_bleu(&same), Some(1.0));
    assert_eq!(distinct(&same, 4), Some(5.0 / 100.0));
    let unlike: Vec<Vec<u32>> = (0..20)
        .map(|i| (0..8).map(|j| i * 8 + j).collect())
        .collect();
    assert_eq!(self_bleu(&unlike), Some(0.0));
    assert_eq!(distinct(&unlike, 4), Some(1.0));
}

#[test]
fn distinct_counts_different_grams_over_all_samples() {
    assert_eq!(
        distinct(&[vec![0, 1, 0, 1, 0], vec![1, 0, 1, 2]], 2),
        Some(3.0 / 7.0)
    ); // 01 10 12
    assert_eq!(distinct(&[vec![1, 1, 1, 1, 1, 1]], 4), Some(1.0 / 3.0));
    assert_eq!(distinct(&[vec![1, 2, 3], vec![]], 4), None);
    assert_eq!(self_bleu(&[vec![1, 2, 3, 4]]), None);
    assert_eq!(distinct(&noise(), 4), Some(121.0 / 370.0));
}

fn tail_of(text: &str) -> Option<(usize, usize)> {
    repeated_tail(&text.chars().map(u32::from).collect::<Vec<_>>())
        .map(|tail| (tail.period, tail.length))
}

#[test]
fn a_loop_is_found_with_its_shortest_period() {
    assert_eq!(
        tail_of("and so the shalll the shalll the shalll the shalll"),
        Some((11, 44))
    );
    assert_eq!(tail_of("xababababababab"), Some((2, 14)));
    assert_eq!(tail_of("xaaaaaaaaaaaa"), Some((1, 12)));
    assert_eq!(tail_of("床前明月光,床前明月光,床前明月光,"), Some((6, 18)));
}

#[test]
fn refrains_marks_and_short_texts_are_no_loops() {
    for text in [
        "",
        "a",
        "wow!!!",
        "          x",
        "the sea, the sea",
        "abcabcabc",
        "abcdefabcdefabcde",
        "xaaaaaaaaaaa",
    ] {
        assert_eq!(tail_of(text), None, "{text}");
    }
}

#[test]
fn a_loop_is_certain_once_the_window_has_been_there_before() {
    let tail = repeated_tail(&[1, 2, 3].repeat(6)).unwrap();
    assert_eq!((tail.period, tail.length, tail.repeats()), (3, 18, 6));
    assert!(tail.is_certain(15));
    assert!(!tail.is_certain(16));
}

#[test]
fn greedy_decoding_over_a_finite_window_ends_in_a_loop() {
    // The next token is a fixed mixture of the last two: 6 * 6 states, so the orbit closes within 36 tokens.
    let mut tokens = vec![1, 4];
    for _ in 0..150 {
        let [.., a, b] = tokens[..] else {
            unreachable!("two to start with")
        };
        let logits: Vec<f32> = (0..6)
            .map(|i| ((a * 3 + b * 5 + i * 7 + a * b) % 17) as f32)
            .collect();
        let d = made(
            &logits,
            Settings {
                temperature: 0.0,
                ..Settings::default()
            },
        );
        tokens.push(draw(&d, 0.9));
    }
    let tail = repeated_tail(&tokens).expect("a loop");
    assert!(tail.period <= 36 && tail.is_certain(2), "{tail:?}");
}
