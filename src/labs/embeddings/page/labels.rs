//! Where the names of points go: beside them, clear of each other and of the points, on the picture.

use crate::plot::{Anchor, text_width};

/// Size of the names, CSS pixels.
const FONT: f32 = 13.0;
const HALF: f32 = 8.0;
/// From a point to its name.
const GAP: f32 = 7.0;

/// Left, top, right, bottom.
type Box = [f32; 4];

/// What is taken already.
pub(super) struct Labels {
    width: f32,
    height: f32,
    taken: Vec<Box>,
}

impl Labels {
    /// A picture of this size with points that no name may cover.
    pub(super) fn new(width: f32, height: f32, points: &[(f32, f32)]) -> Labels {
        let around = |(x, y): &(f32, f32)| [x - 5.0, y - 5.0, x + 5.0, y + 5.0];
        Labels {
            width,
            height,
            taken: points.iter().map(around).collect(),
        }
    }

    /// The best of eight places about the point, right first; it is taken then. Anchor and position of the text.
    pub(super) fn put(&mut self, name: &str, x: f32, y: f32) -> (Anchor, f32, f32) {
        let wide = text_width(name, FONT);
        let places = [
            (Anchor::Start, x + GAP, y),
            (Anchor::End, x - GAP, y),
            (Anchor::Start, x + GAP, y - 13.0),
            (Anchor::Start, x + GAP, y + 13.0),
            (Anchor::End, x - GAP, y - 13.0),
            (Anchor::End, x - GAP, y + 13.0),
            (Anchor::Middle, x, y - 15.0),
            (Anchor::Middle, x, y + 15.0),
        ];
        let cost = |place: &(Anchor, f32, f32)| {
            let own = around(*place, wide);
            let inside = shared(&own, &[0.0, 0.0, self.width, self.height]);
            let outside = wide * 2.0 * HALF - inside;
            outside + self.taken.iter().map(|other| shared(&own, other)).sum::<f32>()
        };
        let best = places
            .into_iter()
            .min_by(|a, b| cost(a).total_cmp(&cost(b)))
            .unwrap_or((Anchor::Start, x + GAP, y));
        self.taken.push(around(best, wide));
        best
    }
}

fn around((anchor, x, y): (Anchor, f32, f32), wide: f32) -> Box {
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::End => x - wide,
    };
    [left, y - HALF, left + wide, y + HALF]
}

/// The area that two boxes share.
fn shared(a: &Box, b: &Box) -> f32 {
    let wide = a[2].min(b[2]) - a[0].max(b[0]);
    let high = a[3].min(b[3]) - a[1].max(b[1]);
    wide.max(0.0) * high.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_near_points_keep_clear_of_each_other() {
        let points = [(100.0, 100.0), (108.0, 102.0), (104.0, 106.0), (97.0, 95.0)];
        let mut labels = Labels::new(400.0, 300.0, &points);
        let boxes: Vec<Box> = ["paris", "berlin", "taipei", "athens"]
            .iter()
            .zip(points)
            .map(|(name, (x, y))| around(labels.put(name, x, y), text_width(name, FONT)))
            .collect();
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[i + 1..] {
                assert!(shared(a, b) < 1.0, "{boxes:?}");
            }
        }
    }

    #[test]
    fn a_name_at_the_edge_stays_on_the_picture() {
        let mut labels = Labels::new(200.0, 100.0, &[(196.0, 50.0)]);
        assert_eq!(labels.put("istanbul", 196.0, 50.0), (Anchor::End, 189.0, 50.0));
    }
}
