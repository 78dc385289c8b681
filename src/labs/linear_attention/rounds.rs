//! Who has to wait for whom: the graph of dependencies of each form, and the rounds that it takes whatever the hardware.

use serde::{Deserialize, Serialize};

use crate::lesson::{Text, text};
use crate::nn::mixers::kind::{Kind, Way};

/// A way to compute a layer over a sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Shape {
    /// h_t = tanh(.. h_(t-1) ..): no other order is possible.
    #[default]
    Rnn,
    /// H_t = H_(t-1) + v_t k_t', one after the other.
    Recurrent,
    /// Pieces at once, the memory handed from piece to piece.
    Chunkwise,
    /// Pairs, then pairs of pairs (Hillis and Steele 1986, "Data parallel algorithms").
    Scan,
    /// Every pair at once.
    Parallel,
}

impl Shape {
    pub const ALL: [Shape; 5] = [
        Shape::Rnn,
        Shape::Recurrent,
        Shape::Chunkwise,
        Shape::Scan,
        Shape::Parallel,
    ];

    pub const fn id(self) -> &'static str {
        match self {
            Shape::Rnn => "rnn",
            Shape::Recurrent => "recurrent",
            Shape::Chunkwise => "chunkwise",
            Shape::Scan => "scan",
            Shape::Parallel => "parallel",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Shape::Rnn => text("RNN (tanh)", "RNN（tanh）"),
            Shape::Recurrent => text("linear attention, recurrent", "線性注意力，遞迴形式"),
            Shape::Chunkwise => text("linear attention, chunkwise", "線性注意力，分塊形式"),
            Shape::Scan => text("scan (Mamba-like)", "掃描（類 Mamba）"),
            Shape::Parallel => text("linear attention, parallel", "線性注意力，平行形式"),
        }
    }

    /// The claim of the layer's own formula, which the graph has to bear out.
    pub fn span(self, tokens: usize, piece: usize) -> Option<u64> {
        let (kind, way) = match self {
            Shape::Rnn => (Kind::Rnn, Way::Recurrent),
            Shape::Recurrent => (Kind::Linear, Way::Recurrent),
            Shape::Chunkwise => (Kind::Linear, Way::Chunkwise(piece)),
            Shape::Scan => (Kind::Selective, Way::Parallel),
            Shape::Parallel => (Kind::Linear, Way::Parallel),
        };
        kind.span(tokens as u64, way)
    }
}

/// What a node computes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// A token: there before anything is computed.
    Input,
    /// The memory or the output after a token.
    Token,
    /// The memory that a piece hands on.
    HandedOn,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    pub work: Work,
    /// From 0.
    pub token: usize,
    /// Nodes that have to be ready before, by their place in the list: all earlier.
    pub needs: Vec<usize>,
    /// The first round in which it can be computed; 0: an input.
    pub round: usize,
}

/// The graph of a form over `tokens` tokens. The round of each node is found from its needs alone.
pub fn graph(shape: Shape, tokens: usize, piece: usize) -> Vec<Node> {
    let (tokens, piece) = (tokens.max(1), piece.max(1));
    let mut nodes: Vec<Node> = Vec::new();
    let mut add = |work, token, needs: Vec<usize>| {
        let ready = needs.iter().map(|i| nodes[*i].round + 1).max();
        nodes.push(Node {
            work,
            token,
            needs,
            round: ready.unwrap_or(0),
        });
        nodes.len() - 1
    };
    for t in 0..tokens {
        add(Work::Input, t, vec![]);
    }
    match shape {
        Shape::Rnn | Shape::Recurrent => {
            let mut before = None;
            for t in 0..tokens {
                let needs = [Some(t), before].into_iter().flatten().collect();
                before = Some(add(Work::Token, t, needs));
            }
        }
        Shape::Parallel => {
            for t in 0..tokens {
                add(Work::Token, t, (0..=t).collect());
            }
        }
        Shape::Chunkwise => {
            let mut found = None;
            for start in (0..tokens).step_by(piece) {
                let end = (start + piece).min(tokens);
                for t in start..end {
                    add(Work::Token, t, (start..=t).chain(found).collect());
                }
                if end < tokens {
                    found = Some(add(Work::HandedOn, end - 1, (start..end).chain(found).collect()));
                }
            }
        }
        Shape::Scan => {
            let mut row: Vec<usize> = (0..tokens).collect();
            let mut reach = 1;
            while reach < tokens {
                let next = (0..tokens).map(|t| {
                    // The first ones are finished: nothing is left to be added to them.
                    if t < reach {
                        row[t]
                    } else {
                        add(Work::Token, t, vec![row[t], row[t - reach]])
                    }
                });
                row = next.collect();
                reach *= 2;
            }
        }
    }
    nodes
}

/// Rounds until all is computed.
pub fn rounds(nodes: &[Node]) -> usize {
    nodes.iter().map(|node| node.round).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_graph_takes_as_many_rounds_as_its_formula_says() {
        for tokens in 2..=40 {
            for piece in 1..=8 {
                for shape in Shape::ALL {
                    let found = rounds(&graph(shape, tokens, piece)) as u64;
                    assert_eq!(Some(found), shape.span(tokens, piece), "{shape:?} {tokens} {piece}");
                }
            }
        }
    }

    #[test]
    fn every_token_is_computed_from_all_tokens_up_to_it_and_none_after_it() {
        for shape in Shape::ALL {
            let nodes = graph(shape, 11, 4);
            // What each node has seen, as bits.
            let mut seen: Vec<u32> = Vec::new();
            for node in &nodes {
                let own = if node.work == Work::Input { 1 << node.token } else { 0 };
                seen.push(node.needs.iter().fold(own, |all, i| all | seen[*i]));
            }
            for t in 0..11 {
                let of_token = nodes.iter().zip(&seen).filter(|(n, _)| n.token == t && n.work != Work::HandedOn);
                let last = of_token.max_by_key(|(n, _)| n.round).expect("a node");
                assert_eq!(*last.1, (1 << (t + 1)) - 1, "{shape:?}, token {t}");
            }
        }
    }

    #[test]
    fn needs_come_before() {
        for shape in Shape::ALL {
            for (i, node) in graph(shape, 9, 3).iter().enumerate() {
                assert!(node.needs.iter().all(|need| *need < i));
                assert_eq!(node.needs.is_empty(), node.work == Work::Input);
            }
        }
    }
}
