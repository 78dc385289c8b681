//! The memory as a cabinet: H's columns are drawers, the key says which to open for writing, the query which to read.

use crate::nn::mixers::matrix::{Matrix, dot};

/// Columns of H, and numbers in each: d.
pub const DRAWERS: usize = 4;
/// Two more than there are drawers.
pub const MOST_ITEMS: usize = 6;

/// What is written, one row an item.
const VALUES: [[f64; DRAWERS]; MOST_ITEMS] = [
    [2.0, 0.0, 1.0, -1.0],
    [-1.0, 1.0, 0.0, 2.0],
    [0.0, 2.0, -1.0, 1.0],
    [1.0, -1.0, 2.0, 0.0],
    [-2.0, 1.0, 1.0, 0.0],
    [1.0, 1.0, -1.0, -2.0],
];

/// The key of an item (from 0): its own drawer, leaning by `lean` degrees into the next one. Length 1. Items beyond the
/// last drawer begin again at the first.
pub fn key(item: usize, lean: f64) -> Vec<f64> {
    let mut key = vec![0.0; DRAWERS];
    let angle = lean.to_radians();
    key[item % DRAWERS] += libm::cos(angle);
    key[(item + 1) % DRAWERS] += libm::sin(angle);
    key
}

/// The cabinet after some writes, and what one of the items reads as.
#[derive(Clone, PartialEq, Debug)]
pub struct Cabinet {
    pub h: Matrix,
    /// The last write: key, value, and the outer product v k' that has landed.
    pub last: Option<(Vec<f64>, Vec<f64>, Matrix)>,
    /// The query: the key of the item that is asked for.
    pub query: Vec<f64>,
    /// What was written for that item.
    pub wanted: Vec<f64>,
    /// H q.
    pub read: Vec<f64>,
    /// k_i . q of every item: how much of its value comes back.
    pub shares: Vec<f64>,
    asked: usize,
}

impl Cabinet {
    /// `items` writes with keys that lean by `lean` degrees, then a read of item `asked` (from 0).
    pub fn new(items: usize, lean: f64, asked: usize) -> Cabinet {
        let items = items.min(MOST_ITEMS);
        let asked = asked.min(MOST_ITEMS - 1);
        let mut h = Matrix::new(DRAWERS, DRAWERS);
        let mut last = None;
        let query = key(asked, lean);
        let mut shares = Vec::new();
        for (i, v) in VALUES.iter().enumerate().take(items) {
            let k = key(i, lean);
            h.add(&k, v);
            shares.push(dot(&k, &query));
            let mut landed = Matrix::new(DRAWERS, DRAWERS);
            landed.add(&k, v);
            last = Some((k, v.to_vec(), landed));
        }
        Cabinet {
            read: h.read(&query),
            wanted: VALUES[asked].to_vec(),
            query,
            h,
            last,
            shares,
            asked,
        }
    }

    /// The largest share of another item in the answer.
    pub fn leak(&self) -> f64 {
        let others = self.shares.iter().enumerate();
        others
            .filter(|(i, _)| *i != self.asked)
            .fold(0.0, |most, (_, share)| share.abs().max(most))
    }

    /// |H q - v|^2 / |v|^2
    pub fn error(&self) -> f64 {
        let apart: Vec<f64> = (self.read.iter().zip(&self.wanted))
            .map(|(a, b)| a - b)
            .collect();
        dot(&apart, &apart) / dot(&self.wanted, &self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hot_keys_fill_one_drawer_each_and_read_back_exactly() {
        for (asked, value) in VALUES.iter().enumerate().take(DRAWERS) {
            let cabinet = Cabinet::new(DRAWERS, 0.0, asked);
            assert_eq!((cabinet.error(), cabinet.leak()), (0.0, 0.0));
            let column: Vec<f64> = (0..DRAWERS)
                .map(|row| cabinet.h.numbers[row * DRAWERS + asked])
                .collect();
            assert_eq!(column, value);
        }
    }

    #[test]
    fn the_fifth_item_falls_into_the_first_drawer() {
        let cabinet = Cabinet::new(5, 0.0, 0);
        assert_eq!(cabinet.leak(), 1.0);
        let sum: Vec<f64> = (VALUES[0].iter().zip(VALUES[4])).map(|(a, b)| a + b).collect();
        assert_eq!(cabinet.read, sum);
        assert_eq!(Cabinet::new(5, 0.0, 1).error(), 0.0, "the others are unharmed");
    }

    #[test]
    fn keys_that_lean_half_way_give_half_of_the_neighbour() {
        let cabinet = Cabinet::new(2, 45.0, 0);
        assert!((cabinet.leak() - 0.5).abs() < 1e-12, "{}", cabinet.leak());
        for ((read, own), other) in cabinet.read.iter().zip(VALUES[0]).zip(VALUES[1]) {
            assert!((read - own - 0.5 * other).abs() < 1e-12);
        }
        assert!(cabinet.error() > 0.1);
    }

    #[test]
    fn an_empty_cabinet_reads_nothing() {
        let cabinet = Cabinet::new(0, 0.0, 0);
        assert_eq!((cabinet.read, cabinet.last), (vec![0.0; DRAWERS], None));
    }
}
