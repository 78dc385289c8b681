//! How well one number per word tells a concept: the F1 of "above a threshold", chosen on one half and tested on the other.

use serde::{Deserialize, Serialize};

use super::concepts::COUNT;

/// The concepts of every recorded word, and which half it belongs to.
#[derive(Default)]
pub struct Labels {
    flat: Vec<u8>,
    /// Where each word's labels begin; one more than words.
    starts: Vec<u32>,
    /// True: the half on which thresholds are chosen.
    choose: Vec<bool>,
    /// Words of each concept: in the half for choosing, in the half for testing.
    of: [Vec<u32>; 2],
}

impl Labels {
    pub fn new() -> Labels {
        Labels {
            flat: Vec::new(),
            starts: vec![0],
            choose: Vec::new(),
            of: [vec![0; COUNT], vec![0; COUNT]],
        }
    }

    pub fn push(&mut self, labels: &[u8], choose: bool) {
        self.flat.extend_from_slice(labels);
        self.starts.push(self.flat.len() as u32);
        self.choose.push(choose);
        for c in labels {
            self.of[usize::from(!choose)][usize::from(*c)] += 1;
        }
    }

    pub fn of(&self, word: u32) -> &[u8] {
        let word = word as usize;
        &self.flat[self.starts[word] as usize..self.starts[word + 1] as usize]
    }

    /// Words labelled so far.
    pub fn count(&self) -> usize {
        self.choose.len()
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.flat.len() + 5 * self.choose.len()
    }
}

/// How one feature does on one concept.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Match {
    /// F1 on the half on which the threshold was chosen, and on the other.
    pub chosen: f32,
    pub tested: f32,
}

/// How a feature does on every concept. `on`: (word, value) where the value is above 0, sorted in place.
pub fn matches(on: &mut [(u32, f32)], labels: &Labels) -> Vec<Match> {
    // Falling values; words of one value together.
    on.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut found = vec![Match::default(); COUNT];
    let mut threshold = vec![f32::INFINITY; COUNT];
    let mut hits = vec![0_u32; COUNT];
    let mut touched: Vec<u8> = Vec::new();
    let mut above = 0_u32;
    let half = |choose: bool| {
        on.iter()
            .filter(move |(word, _)| labels.choose[*word as usize] == choose)
            .peekable()
    };
    let mut words = half(true);
    while let Some((word, value)) = words.next() {
        above += 1;
        for c in labels.of(*word) {
            hits[usize::from(*c)] += 1;
            touched.push(*c);
        }
        // A threshold cannot part equals.
        if words.peek().is_some_and(|next| next.1 == *value) {
            continue;
        }
        for c in touched.drain(..) {
            let c = usize::from(c);
            let f1 = f1(hits[c], above, labels.of[0][c]);
            if f1 > found[c].chosen {
                found[c].chosen = f1;
                threshold[c] = *value;
            }
        }
    }
    hits.fill(0);
    let mut values = Vec::new();
    for (word, value) in half(false) {
        values.push(*value);
        for c in labels.of(*word).iter().map(|c| usize::from(*c)) {
            hits[c] += u32::from(*value >= threshold[c]);
        }
    }
    for c in 0..COUNT {
        let above = values.partition_point(|v| *v >= threshold[c]);
        found[c].tested = f1(hits[c], above as u32, labels.of[1][c]);
    }
    found
}

/// 2 hits / (above + words of the concept): the harmonic mean of precision and recall.
fn f1(hits: u32, above: u32, all: u32) -> f32 {
    if hits == 0 {
        return 0.0;
    }
    2.0 * hits as f32 / (above + all) as f32
}

/// The best feature of a method for one concept.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Best {
    pub feature: u32,
    pub found: Match,
}

/// Takes over what is better, by the half for choosing.
pub fn keep_best(best: &mut [Best], feature: u32, found: &[Match]) {
    for (best, found) in best.iter_mut().zip(found) {
        if found.chosen > best.found.chosen {
            *best = Best {
                feature,
                found: *found,
            };
        }
    }
}

/// Mean tested F1 over the concepts.
pub fn mean(best: &[Best]) -> f64 {
    best.iter().map(|b| f64::from(b.found.tested)).sum::<f64>() / best.len().max(1) as f64
}

/// Concepts whose tested F1 is above 0.8.
pub fn clean(best: &[Best]) -> u32 {
    best.iter().filter(|b| b.found.tested > 0.8).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 40 words; concept 3 is every fourth, concept 5 is the first ten of each half.
    fn labels() -> Labels {
        let mut labels = Labels::new();
        for word in 0..40_u32 {
            let mut of = Vec::new();
            if word.is_multiple_of(4) {
                of.push(3);
            }
            if word % 20 < 10 {
                of.push(5);
            }
            labels.push(&of, word < 20);
        }
        labels
    }

    #[test]
    fn a_feature_that_is_the_concept_scores_one_and_nothing_scores_nothing() {
        let labels = labels();
        let mut exact: Vec<(u32, f32)> = (0..40).step_by(4).map(|w| (w, 1.0 + w as f32)).collect();
        let found = matches(&mut exact, &labels);
        assert_eq!(
            found[3],
            Match {
                chosen: 1.0,
                tested: 1.0
            }
        );
        // Three of its five words in either half are among the ten: 2 * 3 / (5 + 10).
        assert!(
            (found[5].chosen - 0.4).abs() < 1e-6 && found[5].tested < 0.41,
            "{:?}",
            found[5]
        );
        assert_eq!(found[0], Match::default());
        assert_eq!(matches(&mut [], &labels)[3], Match::default());
    }

    #[test]
    fn the_threshold_comes_from_one_half_alone_and_never_parts_equals() {
        let labels = labels();
        // In the half for choosing, large values are the concept; in the other they are not.
        let mut on: Vec<(u32, f32)> = (0..40)
            .map(|w| (w, if (w % 4 == 0) == (w < 20) { 2.0 } else { 1.0 }))
            .collect();
        let found = matches(&mut on, &labels);
        assert_eq!(found[3].chosen, 1.0);
        assert_eq!(found[3].tested, 0.0);
        let mut flat: Vec<(u32, f32)> = (0..40).map(|w| (w, 1.0)).collect();
        let found = matches(&mut flat, &labels);
        // All twenty words against the five.
        assert!((found[3].chosen - 0.4).abs() < 1e-6 && (found[3].tested - 0.4).abs() < 1e-6);
    }

    #[test]
    fn the_best_is_chosen_without_a_look_at_the_test() {
        let mut best = vec![Best::default(); 1];
        keep_best(
            &mut best,
            1,
            &[Match {
                chosen: 0.5,
                tested: 0.1,
            }],
        );
        keep_best(
            &mut best,
            2,
            &[Match {
                chosen: 0.4,
                tested: 0.9,
            }],
        );
        assert_eq!(
            (best[0].feature, mean(&best), clean(&best)),
            (1, f64::from(0.1_f32), 0)
        );
    }
}
