//! The tools `graph_add` and `graph_query`: facts of three parts, followed from one thing to the next.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::agent::{Budget, Failure};
use crate::lesson::{Lang, text};
use crate::worlds::manual::{failed, out_of_range};

/// How many facts fit in.
const LIMIT: usize = 200;

/// Subject, predicate, object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Triple {
    pub s: String,
    pub p: String,
    pub o: String,
}

/// The facts, in the order in which they were added; none stands twice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Graph {
    triples: Vec<Triple>,
}

/// Names are equal whatever their case and the spaces around them.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Graph {
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// Adds a fact; one that is there already changes nothing.
    ///
    /// # Errors
    /// `out_of_range` where a part is empty, `tool_failed` where the graph is full.
    pub fn add(&mut self, s: &str, p: &str, o: &str, lang: Lang) -> Result<Value, Failure> {
        let triple = Triple {
            s: s.trim().into(),
            p: p.trim().into(),
            o: o.trim().into(),
        };
        if [&triple.s, &triple.p, &triple.o]
            .iter()
            .any(|part| part.is_empty())
        {
            return Err(out_of_range(
                lang,
                text("a part of the fact is empty", "事實有一部分是空的"),
            ));
        }
        let same = |other: &Triple| {
            key(&other.s) == key(s) && key(&other.p) == key(p) && key(&other.o) == key(o)
        };
        if self.triples.iter().any(same) {
            return Ok(json!({"added": false, "facts": self.triples.len()}));
        }
        if self.triples.len() >= LIMIT {
            return Err(failed(lang, text("the graph is full", "知識圖已滿")));
        }
        self.triples.push(triple);
        Ok(json!({"added": true, "facts": self.triples.len()}))
    }

    /// What can be reached from `start` in `hops` steps along the facts, in their direction, nearest first:
    /// `{"count": 2, "facts": [{"hop": 1, "s": .., "p": .., "o": ..}]}`.
    ///
    /// # Errors
    /// `timeout` where the budget ends.
    pub fn query(&self, start: &str, hops: u8, budget: &mut Budget) -> Result<Value, Failure> {
        let mut reached = BTreeSet::from([key(start)]);
        let mut border = reached.clone();
        let mut facts = Vec::new();
        for hop in 1..=hops {
            let mut next = BTreeSet::new();
            for triple in &self.triples {
                budget.spend()?;
                if border.contains(&key(&triple.s)) {
                    facts.push(json!({"hop": hop, "s": triple.s, "p": triple.p, "o": triple.o}));
                    if reached.insert(key(&triple.o)) {
                        next.insert(key(&triple.o));
                    }
                }
            }
            border = next;
        }
        Ok(json!({"count": facts.len(), "facts": facts}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain() -> Graph {
        let mut graph = Graph::default();
        for (s, p, o) in [
            ("Ada", "works_at", "Acme"),
            ("Acme", "located_in", "Lund"),
            ("Lund", "part_of", "Sweden"),
            ("Bo", "knows", "Ada"),
        ] {
            graph.add(s, p, o, Lang::En).unwrap();
        }
        graph
    }

    #[test]
    fn each_hop_reaches_one_step_further() {
        let counts: Vec<_> = (1..4)
            .map(|hops| chain().query("ada", hops, &mut { Budget::CALL }).unwrap()["count"].clone())
            .collect();
        assert_eq!(counts, [1, 2, 3]);
        assert_eq!(
            chain().query("nobody", 3, &mut { Budget::CALL }).unwrap()["count"],
            0
        );
    }

    #[test]
    fn the_same_fact_twice_is_one_fact_and_a_circle_ends() {
        let mut graph = chain();
        assert_eq!(
            graph.add(" ada", "works_at", "ACME", Lang::En).unwrap()["added"],
            false
        );
        assert!(graph.add("Ada", " ", "Acme", Lang::ZhHant).is_err());
        graph.add("Sweden", "home_of", "Ada", Lang::En).unwrap();
        assert_eq!(
            graph.query("Ada", 3, &mut { Budget::CALL }).unwrap()["count"],
            3
        );
        assert!(graph.query("Ada", 3, &mut Budget(2)).is_err());
    }

    proptest! {
        #[test]
        fn each_fact_is_told_at_most_once(facts in prop::collection::vec(("[a-e]", "[pq]", "[a-e]"), 0..30), hops in 1u8..4) {
            let mut graph = Graph::default();
            for (s, p, o) in &facts {
                graph.add(s, p, o, Lang::En).unwrap();
            }
            let told = graph.query("a", hops, &mut { Budget::CALL }).unwrap();
            prop_assert!(told["count"].as_u64().unwrap() as usize <= graph.triples().len());
        }
    }
}
