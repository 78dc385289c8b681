//! Retrieval by words: Okapi BM25.
//!
//! Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with the idf that is never
//! negative, ln(1 + (N - n + 1/2) / (n + 1/2)). Chinese has no spaces: a run of Chinese characters becomes its pairs of neighbours.

use std::collections::BTreeMap;

use crate::order;

/// How soon more of the same word stops to count.
const K1: f64 = 1.2;
/// How much a long document is held back: 0 not at all, 1 by its full length.
const B: f64 = 0.75;

/// Documents, ready to be searched.
#[derive(Clone, Debug)]
pub struct Index {
    /// Of each document: how often each term stands in it.
    counts: Vec<BTreeMap<String, u32>>,
    /// Of each document: how many terms it has.
    lengths: Vec<f64>,
    /// In how many documents each term stands.
    documents: BTreeMap<String, u32>,
    mean_length: f64,
}

/// A document that was found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hit {
    /// Its place in the list that the index was made of.
    pub document: usize,
    /// Above 0, no unit.
    pub score: f64,
}

impl Index {
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Index {
        Index::of_terms(texts.iter().map(|text| with_characters(text.as_ref())))
    }

    /// From documents that are already cut into terms.
    pub fn of_terms(texts: impl IntoIterator<Item = Vec<String>>) -> Index {
        let mut index = Index {
            counts: Vec::new(),
            lengths: Vec::new(),
            documents: BTreeMap::new(),
            mean_length: 1.0,
        };
        for text in texts {
            index.lengths.push(text.len() as f64);
            let mut counts = BTreeMap::new();
            for term in text {
                *counts.entry(term).or_insert(0) += 1;
            }
            for term in counts.keys() {
                *index.documents.entry(term.clone()).or_insert(0) += 1;
            }
            index.counts.push(counts);
        }
        if !index.lengths.is_empty() {
            index.mean_length =
                (index.lengths.iter().sum::<f64>() / index.lengths.len() as f64).max(1.0);
        }
        index
    }

    /// The score of each document for these terms; 0 where it holds none of them.
    pub fn scores(&self, query: &[String]) -> Vec<f64> {
        let n = self.counts.len() as f64;
        let mut scores = vec![0.0; self.counts.len()];
        for term in query {
            let Some(&holding) = self.documents.get(term) else {
                continue;
            };
            let holding = f64::from(holding);
            let idf = libm::log(1.0 + (n - holding + 0.5) / (holding + 0.5));
            for ((score, counts), &length) in scores.iter_mut().zip(&self.counts).zip(&self.lengths)
            {
                let count = f64::from(counts.get(term).copied().unwrap_or(0));
                let held_back = K1 * (1.0 - B + B * length / self.mean_length);
                *score += idf * count * (K1 + 1.0) / (count + held_back);
            }
        }
        scores
    }

    /// The `k` best documents that hold at least one term of the query, best first, equals in their order.
    pub fn search(&self, query: &str, k: usize) -> Vec<Hit> {
        self.best(&terms(query), k)
    }

    /// [`Index::search`] for a query that is already cut into terms.
    pub fn best(&self, query: &[String], k: usize) -> Vec<Hit> {
        let scores = self.scores(query);
        let order = order::descending(scores.len(), |i| order::number(scores[i]));
        let hits = order.into_iter().map(|i| Hit {
            document: i as usize,
            score: scores[i as usize],
        });
        hits.filter(|hit| hit.score > 0.0).take(k).collect()
    }
}

/// The terms of a text: words of letters and digits in lower case; of a run of Chinese characters the pairs of neighbours, and of a
/// single one itself. 台 counts as 臺.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain([' ']) {
        let c = if c == '台' { '臺' } else { c };
        if !chinese(c) {
            flush_run(&mut run, &mut terms);
        }
        if chinese(c) || !c.is_alphanumeric() {
            if !word.is_empty() {
                terms.push(std::mem::take(&mut word));
            }
            if chinese(c) {
                run.push(c);
            }
        } else {
            word.extend(c.to_lowercase());
        }
    }
    terms
}

/// The terms of a document: beside the pairs also the Chinese characters themselves, so that a question of one character finds it.
fn with_characters(text: &str) -> Vec<String> {
    let single = |c: char| if c == '台' { '臺' } else { c }.to_string();
    let characters: Vec<String> = text.chars().filter(|&c| chinese(c)).map(single).collect();
    let mut terms = terms(text);
    terms.extend(characters);
    terms
}

fn flush_run(run: &mut Vec<char>, terms: &mut Vec<String>) {
    match run.as_slice() {
        [] => {}
        [one] => terms.push(one.to_string()),
        many => terms.extend(many.windows(2).map(|pair| pair.iter().collect::<String>())),
    }
    run.clear();
}

fn chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_cut_into_words_and_pairs_of_characters() {
        assert_eq!(terms("Tea, at 9:30!"), ["tea", "at", "9", "30"]);
        assert_eq!(
            terms("台北的天氣 ok"),
            ["臺北", "北的", "的天", "天氣", "ok"]
        );
        assert_eq!(terms("茶x"), ["茶", "x"]);
    }

    #[test]
    fn the_scores_are_those_of_the_formula() {
        // Two documents of 2 and 4 terms; "a" stands in both (idf ln 1.2), "b" in the first only (idf ln 2).
        let index = Index::new(&["a b", "a c c d"]);
        let scores = index.scores(&terms("a b"));
        let first = (1.2f64.ln() + 2f64.ln()) * 2.2 / (1.0 + 1.2 * (0.25 + 0.75 * 2.0 / 3.0));
        let second = 1.2f64.ln() * 2.2 / (1.0 + 1.2 * (0.25 + 0.75 * 4.0 / 3.0));
        assert!((scores[0] - first).abs() < 1e-12 && (scores[1] - second).abs() < 1e-12);
    }

    #[test]
    fn a_single_character_finds_the_text_that_it_stands_in() {
        let index = Index::new(&["我喜歡咖啡", "我喜歡茶"]);
        assert_eq!(index.search("茶", 2).len(), 1);
        assert_eq!(index.search("茶", 2)[0].document, 1);
    }

    #[test]
    fn a_query_that_matches_nothing_finds_nothing() {
        assert_eq!(Index::new(&["tea"]).search("coffee", 5), []);
        assert_eq!(Index::new::<&str>(&[]).search("coffee", 5), []);
        assert_eq!(Index::new(&["tea"]).search("", 5), []);
    }

    proptest! {
        #[test]
        fn a_document_is_found_by_its_own_words(texts in prop::collection::vec("[a-d]( [a-d]){0,6}", 1..9), which: prop::sample::Index) {
            let document = which.index(texts.len());
            let hits = Index::new(&texts).search(&texts[document], texts.len());
            prop_assert!(hits.iter().any(|hit| hit.document == document));
            prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
        }

        #[test]
        fn any_text_can_be_searched(text in ".{0,40}", query in ".{0,40}") {
            prop_assert!(Index::new(&[text]).search(&query, 3).len() <= 1);
        }
    }
}
