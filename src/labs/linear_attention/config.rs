//! What the reader may choose, within limits, and how it travels in a link.

use serde::{Deserialize, Serialize};

use super::derivation::{Line, Sequence};
use super::drawers::MOST_ITEMS;
use super::rounds::Shape;
use super::wrong::Wrong;
use crate::data::rng::{below, indexed};
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};

/// Tokens and length of the vectors of the derivation.
pub const TOKENS: Range = Range::new(2.0, 5.0, 1.0, 3.0);
pub const LENGTH: Range = Range::new(1.0, 3.0, 1.0, 2.0);
pub const SEED: Range = Range::new(1.0, 9999.0, 1.0, 1.0);
/// Largest absolute number that can be typed, in hundredths.
pub const LARGEST: i16 = 999;
/// Right lines that are on the board.
pub const STEP: Range = Range::new(0.0, Line::ALL.len() as f64, 1.0, 0.0);
pub const ITEMS: Range = Range::new(0.0, MOST_ITEMS as f64, 1.0, 1.0);
/// How far a key leans from its own drawer into the next, degrees.
pub const LEAN: Range = Range::new(0.0, 45.0, 5.0, 0.0);
/// Of the cost curves.
pub const TIMES: [u16; 6] = [64, 128, 256, 512, 1024, 2048];
pub const SIZES: [u16; 4] = [8, 16, 32, 64];
pub const CHUNKS: [u16; 6] = [8, 16, 32, 64, 128, 256];
/// Of the picture of dependencies.
pub const NODES: Range = Range::new(2.0, 12.0, 1.0, 8.0);
pub const PIECE: Range = Range::new(2.0, 6.0, 1.0, 4.0);

/// What the cost curves show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum CostOf {
    #[default]
    Operations,
    Rounds,
    Memory,
}

impl CostOf {
    pub const ALL: [CostOf; 3] = [CostOf::Operations, CostOf::Rounds, CostOf::Memory];

    pub const fn id(self) -> &'static str {
        match self {
            CostOf::Operations => "operations",
            CostOf::Rounds => "rounds",
            CostOf::Memory => "memory",
        }
    }
}

/// Everything that a link to this lab holds.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub tokens: u8,
    pub length: u8,
    pub seed: u32,
    /// The reader's own numbers in hundredths: rows of q, then of k, then of v. Empty: drawn from the seed.
    pub own: Vec<i16>,
    /// Right lines on the board.
    pub step: u8,
    pub tried: Option<Wrong>,
    /// The token whose y is written out, from 1.
    pub token: u8,
    pub items: u8,
    pub lean: u8,
    /// The item that is asked for, from 1.
    pub asked: u8,
    pub time: u16,
    pub size: u16,
    pub chunk: u16,
    pub cost_of: CostOf,
    pub shape: Shape,
    pub nodes: u8,
    pub piece: u8,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            tokens: TOKENS.default as u8,
            length: LENGTH.default as u8,
            seed: SEED.default as u32,
            own: Vec::new(),
            step: STEP.default as u8,
            tried: None,
            token: TOKENS.default as u8,
            items: ITEMS.default as u8,
            lean: LEAN.default as u8,
            asked: 1,
            time: 512,
            size: 16,
            chunk: 64,
            cost_of: CostOf::Operations,
            shape: Shape::Rnn,
            nodes: NODES.default as u8,
            piece: PIECE.default as u8,
        }
    }
}

/// Which of the three vectors of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Query,
    Key,
    Value,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Query, Part::Key, Part::Value];

    /// In `data-control`.
    pub const fn letter(self) -> &'static str {
        match self {
            Part::Query => "q",
            Part::Key => "k",
            Part::Value => "v",
        }
    }
}

impl Config {
    /// The number that the seed gives to this entry, in hundredths: whole tenths between -2 and 2. It does not depend on
    /// how many others there are.
    fn drawn(&self, part: Part, token: usize, entry: usize) -> i16 {
        let place = (token * 16 + entry) as u64;
        let mut rng = indexed(u64::from(self.seed), part.letter(), place);
        (below(&mut rng, 41) as i16 - 20) * 10
    }

    fn place(&self, part: Part, token: usize, entry: usize) -> usize {
        (part as usize * usize::from(self.tokens) + token) * usize::from(self.length) + entry
    }

    /// An entry of the sequence, in hundredths.
    pub fn hundredths(&self, part: Part, token: usize, entry: usize) -> i16 {
        let own = self.own.get(self.place(part, token, entry));
        own.copied()
            .unwrap_or_else(|| self.drawn(part, token, entry))
    }

    /// The sequence of the derivation.
    pub fn sequence(&self) -> Sequence {
        let rows = |part: Part| -> Vec<Vec<f64>> {
            let number = |t, c| f64::from(self.hundredths(part, t, c)) / 100.0;
            (0..usize::from(self.tokens))
                .map(|t| {
                    (0..usize::from(self.length))
                        .map(|c| number(t, c))
                        .collect()
                })
                .collect()
        };
        Sequence {
            q: rows(Part::Query),
            k: rows(Part::Key),
            v: rows(Part::Value),
        }
    }

    /// Puts the reader's number into an entry; all others become the reader's own too.
    pub fn write(&mut self, part: Part, token: usize, entry: usize, number: f64) {
        let most = f64::from(LARGEST);
        let at = self.place(part, token, entry);
        self.own = self.all(self.tokens, self.length);
        if let Some(slot) = self.own.get_mut(at) {
            *slot = (number * 100.0).round().clamp(-most, most) as i16;
        }
    }

    /// Another number of tokens or length; the reader's numbers stay where they fit.
    pub fn resize(&mut self, tokens: u8, length: u8) {
        if !self.own.is_empty() {
            self.own = self.all(tokens, length);
        }
        (self.tokens, self.length) = (tokens, length);
        self.token = self.token.min(tokens);
    }

    /// Numbers of the seed again.
    pub fn draw(&mut self, seed: u32) {
        self.own.clear();
        self.seed = seed;
    }

    fn all(&self, tokens: u8, length: u8) -> Vec<i16> {
        let (time, wide) = (usize::from(tokens), usize::from(length));
        let inside = |t: usize, c: usize| {
            t < usize::from(self.tokens) && c < usize::from(self.length)
        };
        let mut all = Vec::new();
        for part in Part::ALL {
            for (t, c) in (0..time).flat_map(|t| (0..wide).map(move |c| (t, c))) {
                all.push(if inside(t, c) {
                    self.hundredths(part, t, c)
                } else {
                    self.drawn(part, t, c)
                });
            }
        }
        all
    }
}

/// The allowed number nearest to `value`.
fn nearest(value: u16, allowed: &[u16]) -> u16 {
    let near = allowed.iter().min_by_key(|a| a.abs_diff(value));
    near.copied().unwrap_or(value)
}

impl Choices for Config {
    const LAB: &'static str = "linear-attention";
    const LINK_VERSION: u8 = 1;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.tokens, TOKENS, "tokens", &mut changed);
        hold(&mut self.length, LENGTH, "length", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        let count = 3 * usize::from(self.tokens) * usize::from(self.length);
        if !self.own.is_empty() && self.own.len() != count {
            self.own.clear();
            changed.push("numbers");
        }
        let held: Vec<i16> = self.own.iter().map(|n| *n.clamp(&-LARGEST, &LARGEST)).collect();
        if held != self.own {
            self.own = held;
            changed.push("numbers");
        }
        hold(&mut self.step, STEP, "next-line", &mut changed);
        let token = Range::new(1.0, f64::from(self.tokens), 1.0, f64::from(self.tokens));
        hold(&mut self.token, token, "token", &mut changed);
        hold(&mut self.items, ITEMS, "items", &mut changed);
        hold(&mut self.lean, LEAN, "lean", &mut changed);
        let asked = Range::new(1.0, f64::from(self.items.max(1)), 1.0, 1.0);
        hold(&mut self.asked, asked, "asked", &mut changed);
        for (field, allowed, name) in [
            (&mut self.time, &TIMES[..], "time"),
            (&mut self.size, &SIZES[..], "size"),
            (&mut self.chunk, &CHUNKS[..], "chunk"),
        ] {
            let near = nearest(*field, allowed);
            if near != *field {
                *field = near;
                changed.push(name);
            }
        }
        hold(&mut self.nodes, NODES, "nodes", &mut changed);
        hold(&mut self.piece, PIECE, "piece", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "tokens" => text("tokens", "token 數"),
            "length" => text("length of the vectors", "向量長度"),
            "seed" => text("seed", "亂數種子"),
            "numbers" => text("your numbers", "你的數字"),
            "next-line" => text("lines", "行數"),
            "token" => text("token that is written out", "展開的 token"),
            "items" => text("items written", "寫入的項目"),
            "lean" => text("lean of the keys", "key 的傾斜"),
            "asked" => text("item asked for", "要讀的項目"),
            "time" => text("tokens T", "token 數 T"),
            "size" => text("length d", "長度 d"),
            "chunk" => text("tokens of a chunk", "一塊的 token 數"),
            "nodes" => text("tokens of the picture", "圖上的 token 數"),
            _ => text("tokens of a chunk in the picture", "圖上一塊的 token 數"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::choices::{read, write};

    #[test]
    fn a_number_typed_over_stays_where_it_is_when_tokens_come_and_go() {
        let mut config = Config::default();
        let seeded = config.sequence();
        config.write(Part::Key, 1, 0, -3.456);
        let mut expected = seeded.clone();
        expected.k[1][0] = -3.46;
        assert_eq!(config.sequence(), expected);
        config.resize(5, 3);
        let grown = config.sequence();
        assert_eq!((grown.k[1][0], grown.q.len(), grown.v[4].len()), (-3.46, 5, 3));
        config.resize(3, 2);
        assert_eq!(config.sequence(), expected);
        config.draw(1);
        assert_eq!(config.sequence(), seeded);
    }

    #[test]
    fn another_seed_draws_other_numbers_within_two() {
        let numbers = |seed| {
            let s = Config { seed, ..Config::default() }.sequence();
            [s.q, s.k, s.v].concat().concat()
        };
        assert_ne!(numbers(1), numbers(2));
        assert!((1..50).all(|seed| numbers(seed).iter().all(|n| n.abs() <= 2.0)));
    }

    #[test]
    fn the_largest_state_fits_into_a_link() {
        let mut config = Config::default();
        config.resize(5, 3);
        config.write(Part::Value, 4, 2, -1e9);
        config.tried = Some(Wrong::ValueFirst);
        assert_eq!(config.hundredths(Part::Value, 4, 2), -LARGEST);
        let query = write(&config);
        assert!(query.state.as_ref().is_some_and(|state| state.text.len() < 600));
        assert_eq!(read(&query), Ok(Some((config, vec![]))));
    }

    proptest! {
        #[test]
        fn whatever_a_link_holds_comes_inside_and_stays(
            sizes: (u8, u8, u8, u8, u8, u8, u8),
            own in proptest::collection::vec(any::<i16>(), 0..60),
            curves: (u16, u16, u16),
            seed: u32,
        ) {
            let wild = Config {
                tokens: sizes.0,
                length: sizes.1,
                token: sizes.2,
                items: sizes.3,
                asked: sizes.4,
                nodes: sizes.5,
                lean: sizes.6,
                own,
                time: curves.0,
                size: curves.1,
                chunk: curves.2,
                seed,
                ..Config::default()
            };
            let (held, _) = wild.clamped();
            prop_assert!(held.sequence().checked().is_ok());
            prop_assert!(TIMES.contains(&held.time) && (1..=held.tokens).contains(&held.token));
            prop_assert_eq!(held.clone().clamped(), (held, vec![]));
        }
    }
}
