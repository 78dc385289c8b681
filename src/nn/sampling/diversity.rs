//! How varied samples are: distinct n-grams and self-BLEU, over token ids.

use std::collections::{BTreeMap, BTreeSet};

/// Share of different n-grams among all n-grams of all samples: 1 if none occurs twice. `None` without any n-gram.
/// Li et al. 2016, arXiv 1510.03055 (there with n = 1 and 2).
pub fn distinct(samples: &[Vec<u32>], n: usize) -> Option<f64> {
    let n = n.max(1);
    let all = samples.iter().flat_map(|sample| sample.windows(n));
    let mut different: BTreeSet<&[u32]> = BTreeSet::new();
    different.extend(all.clone());
    match all.count() {
        0 => None,
        count => Some(different.len() as f64 / count as f64),
    }
}

/// Mean BLEU-4 of each sample with all others as references: 1 if all are the same, near 0 if they share nothing.
/// `None` for fewer than two samples. Zhu et al. 2018 (Texygen), arXiv 1802.01886.
pub fn self_bleu(samples: &[Vec<u32>]) -> Option<f64> {
    if samples.len() < 2 {
        return None;
    }
    let counted: Vec<Counted> = samples.iter().map(|sample| Counted::new(sample)).collect();
    let sum: f64 = (0..samples.len())
        .map(|i| {
            let others: Vec<&Counted> = counted[..i].iter().chain(&counted[i + 1..]).collect();
            bleu(&counted[i], &others)
        })
        .sum();
    Some(sum / samples.len() as f64)
}

/// Sentence BLEU-4 (Papineni et al. 2002): geometric mean of the clipped n-gram precisions, n = 1 to 4 with equal weights, times
/// the brevity penalty exp(1 - r/c) where the sample (length c) is shorter than the reference closest to it in length (r; of
/// two equally close ones the shorter).
///
/// Smoothing: a precision of 0 out of m counts as 0.1 out of m (method 1 of Chen and Cherry 2014, with NLTK's epsilon), since one
/// missing 4-gram would otherwise make the whole score 0. Without a single common token the score is 0.
pub fn bleu_4(sample: &[u32], references: &[&[u32]]) -> f64 {
    let references: Vec<Counted> = references.iter().map(|r| Counted::new(r)).collect();
    bleu(
        &Counted::new(sample),
        &references.iter().collect::<Vec<_>>(),
    )
}

/// A text with its n-grams counted, n = 1 to 4.
struct Counted<'a> {
    length: usize,
    grams: [BTreeMap<&'a [u32], u32>; 4],
}

impl<'a> Counted<'a> {
    fn new(text: &'a [u32]) -> Self {
        let count = |n: usize| {
            let mut counts = BTreeMap::new();
            for gram in text.windows(n) {
                *counts.entry(gram).or_insert(0) += 1;
            }
            counts
        };
        Counted {
            length: text.len(),
            grams: [count(1), count(2), count(3), count(4)],
        }
    }
}

const EPSILON: f64 = 0.1;

fn bleu(sample: &Counted, references: &[&Counted]) -> f64 {
    if sample.length == 0 || references.is_empty() {
        return 0.0;
    }
    let mut log_mean = 0.0;
    for n in 0..4 {
        let clipped: u32 = sample.grams[n]
            .iter()
            .map(|(gram, &count)| {
                let in_one = references
                    .iter()
                    .map(|r| r.grams[n].get(gram).copied().unwrap_or(0));
                count.min(in_one.max().unwrap_or(0))
            })
            .sum();
        let grams = sample.length.saturating_sub(n).max(1) as f64;
        match clipped {
            0 if n == 0 => return 0.0,
            0 => log_mean += libm::log(EPSILON / grams) / 4.0,
            _ => log_mean += libm::log(clipped as f64 / grams) / 4.0,
        }
    }
    brevity(sample.length, references) * libm::exp(log_mean)
}

fn brevity(length: usize, references: &[&Counted]) -> f64 {
    let lengths = references.iter().map(|r| r.length);
    let closest = lengths
        .min_by_key(|&r| (r.abs_diff(length), r))
        .unwrap_or(length);
    if length >= closest {
        1.0
    } else {
        libm::exp(1.0 - closest as f64 / length as f64)
    }
}
