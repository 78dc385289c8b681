//! The texts written so far as a tree: every token hangs under the one that it followed. No browser.

use crate::labs::next_token::protocol::Drawn;

/// How a token came to stand where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum By {
    /// Drawn with this throw. `greedy`: at temperature 0 without penalty; `learned`: from weights that were trained.
    Dice {
        throw: f64,
        greedy: bool,
        learned: bool,
    },
    /// Chosen by the reader.
    Hand,
}

/// One token.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Node {
    pub parent: Option<usize>,
    pub drawn: Drawn,
    pub by: By,
    /// In the order in which they came.
    pub children: Vec<usize>,
}

/// A stretch of the tree without a fork.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Branch {
    /// First and last node.
    pub first: usize,
    pub last: usize,
    pub tokens: Vec<u32>,
    /// Number of forks above it.
    pub depth: usize,
    /// Sum of ln p under the model from the prompt to its last token, nats.
    pub log_probability: f64,
    /// Tokens from the prompt to its last.
    pub length: usize,
    /// On the path that is shown.
    pub active: bool,
}

/// Most tokens of one path: more is refused, so that the page stays quick.
pub(super) const LONGEST_PATH: usize = 2000;

/// All texts after one prompt, and which of them is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Forks {
    /// The start token and the prompt.
    prompt: Vec<u32>,
    nodes: Vec<Node>,
    /// Children of the prompt.
    roots: Vec<usize>,
    tip: Option<usize>,
    /// The nodes of the shown path, from the prompt on.
    path: Vec<usize>,
}

impl Forks {
    /// Nothing written yet.
    pub(super) fn new(prompt: Vec<u32>) -> Forks {
        Forks {
            prompt,
            ..Forks::default()
        }
    }

    pub(super) fn prompt(&self) -> &[u32] {
        &self.prompt
    }

    /// The nodes of the shown path, in order.
    pub(super) fn path(&self) -> impl ExactSizeIterator<Item = &Node> + Clone {
        self.path.iter().map(|&at| &self.nodes[at])
    }

    pub(super) fn len(&self) -> usize {
        self.path.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.path.is_empty()
    }

    /// Token number `at` of the shown path.
    pub(super) fn get(&self, at: usize) -> Option<&Node> {
        self.path.get(at).map(|&node| &self.nodes[node])
    }

    /// The tokens that the reader did not write.
    pub(super) fn written(&self) -> Vec<u32> {
        self.path().map(|node| node.drawn.token).collect()
    }

    /// Everything before token number `at` of the path: what the model saw there.
    pub(super) fn before(&self, at: usize) -> Vec<u32> {
        let written = self.path().take(at).map(|node| node.drawn.token);
        self.prompt.iter().copied().chain(written).collect()
    }

    /// Prompt and path.
    pub(super) fn tokens(&self) -> Vec<u32> {
        self.before(self.len())
    }

    /// Sum of ln p under the model over the shown path, nats.
    pub(super) fn log_probability(&self) -> f64 {
        self.path().map(log).sum()
    }

    /// Puts a token at the end of the path. One that was there before is followed, not doubled.
    pub(super) fn push(&mut self, drawn: Drawn, by: By) {
        let siblings = match self.tip {
            Some(tip) => &self.nodes[tip].children,
            None => &self.roots,
        };
        let known = siblings
            .iter()
            .copied()
            .find(|&at| self.nodes[at].drawn.token == drawn.token);
        let at = known.unwrap_or_else(|| {
            let at = self.nodes.len();
            self.nodes.push(Node {
                parent: self.tip,
                drawn,
                by,
                children: Vec::new(),
            });
            match self.tip {
                Some(tip) => self.nodes[tip].children.push(at),
                None => self.roots.push(at),
            }
            at
        });
        self.tip = Some(at);
        self.path.push(at);
    }

    /// Another token in the place of number `at` of the path; the old branch stays in the tree.
    pub(super) fn fork(&mut self, at: usize, drawn: Drawn, by: By) {
        self.path.truncate(at);
        self.tip = self.path.last().copied();
        self.push(drawn, by);
    }

    /// Shows the path that ends with this node.
    pub(super) fn go_to(&mut self, node: usize) {
        if node >= self.nodes.len() {
            return;
        }
        self.tip = Some(node);
        self.path.clear();
        let mut up = Some(node);
        while let Some(at) = up {
            self.path.push(at);
            up = self.nodes[at].parent;
        }
        self.path.reverse();
    }

    /// The tree as stretches without a fork, each before those that hang under it.
    pub(super) fn branches(&self) -> Vec<Branch> {
        let mut out = Vec::new();
        // (first node, depth, log-probability and length above it)
        let mut open: Vec<(usize, usize, f64, usize)> =
            self.roots.iter().rev().map(|&at| (at, 0, 0.0, 0)).collect();
        while let Some((first, depth, above, above_length)) = open.pop() {
            let (mut last, mut tokens, mut sum) = (first, Vec::new(), above);
            loop {
                let node = &self.nodes[last];
                tokens.push(node.drawn.token);
                sum += log(node);
                match node.children[..] {
                    [only] => last = only,
                    _ => break,
                }
            }
            let length = above_length + tokens.len();
            let under = self.nodes[last].children.iter().rev();
            open.extend(under.map(|&at| (at, depth + 1, sum, length)));
            out.push(Branch {
                first,
                last,
                tokens,
                depth,
                log_probability: sum,
                length,
                active: self.path.contains(&first),
            });
        }
        out
    }

    /// The whole path was drawn at temperature 0 from trained weights.
    pub(super) fn is_greedy(&self) -> bool {
        let greedy = |node: &Node| {
            matches!(
                node.by,
                By::Dice {
                    greedy: true,
                    learned: true,
                    ..
                }
            )
        };
        !self.is_empty() && self.path().all(greedy)
    }
}

fn log(node: &Node) -> f64 {
    f64::from(node.drawn.model_probability).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(token: u32, p: f32) -> Drawn {
        Drawn {
            token,
            probability: p,
            model_probability: p,
            rank: 0,
            entropy: 0.0,
            alternatives: vec![],
        }
    }

    fn written(tokens: &[u32]) -> Forks {
        let mut forks = Forks::new(vec![0]);
        for &token in tokens {
            forks.push(drawn(token, 0.5), By::Hand);
        }
        forks
    }

    #[test]
    fn a_fork_keeps_the_old_branch_and_starts_a_new_one() {
        let mut forks = written(&[1, 2, 3]);
        forks.fork(1, drawn(7, 0.25), By::Hand);
        assert_eq!(forks.tokens(), [0, 1, 7]);
        assert_eq!(forks.log_probability(), 0.5f64.ln() + 0.25f64.ln());
        let branches = forks.branches();
        let look: Vec<(&[u32], usize, bool)> = branches
            .iter()
            .map(|b| (&b.tokens[..], b.depth, b.active))
            .collect();
        assert_eq!(
            look,
            [(&[1][..], 0, true), (&[2, 3], 1, false), (&[7], 1, true)]
        );
        assert_eq!(branches[1].length, 3);
        assert_eq!(branches[1].log_probability, 3.0 * 0.5f64.ln());
    }

    #[test]
    fn the_same_token_at_the_same_place_is_followed_not_doubled() {
        let mut forks = written(&[1, 2]);
        forks.fork(1, drawn(2, 0.5), By::Hand);
        assert_eq!((forks.tokens(), forks.branches().len()), (vec![0, 1, 2], 1));
    }

    #[test]
    fn the_first_token_can_be_forked_too() {
        let mut forks = written(&[1, 2]);
        forks.fork(0, drawn(5, 0.5), By::Hand);
        assert_eq!(forks.tokens(), [0, 5]);
        assert_eq!(forks.branches().len(), 2);
    }

    proptest! {
        /// (where to fork, token) in any order.
        #[test]
        fn every_branch_leads_back_to_its_own_text(steps in prop::collection::vec((0usize..12, 1u32..4), 1..60)) {
            let mut forks = Forks::new(vec![0]);
            for (at, token) in steps {
                if at < forks.len() {
                    forks.fork(at, drawn(token, 0.5), By::Hand);
                } else {
                    forks.push(drawn(token, 0.5), By::Hand);
                }
                let length = forks.len();
                prop_assert_eq!(forks.before(length), forks.tokens());
            }
            for branch in forks.branches() {
                let mut there = forks.clone();
                there.go_to(branch.last);
                prop_assert_eq!(there.len(), branch.length);
                prop_assert!((there.log_probability() - branch.log_probability).abs() < 1e-9);
                let written = there.written();
                prop_assert!(written.ends_with(&branch.tokens));
            }
            let active = forks.branches().iter().filter(|b| b.active).map(|b| b.tokens.len()).sum::<usize>();
            prop_assert!(active >= forks.len());
        }
    }
}
