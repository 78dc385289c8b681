//! Which keys can win an argmax: exact in the plane.

use crate::nn::mixers::matrix::dot;

/// A point of the plane.
pub type Point = [f64; 2];

/// Indices of the vertices of the convex hull, counter-clockwise from the leftmost (then lowest) point. A key wins q . k
/// for some query exactly if it is one of them; points on an edge, between two vertices, never win alone.
/// Andrew's monotone chain (1979). Points that are not numbers are left out.
pub fn hull(points: &[Point]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len())
        .filter(|&i| points[i].iter().all(|x| x.is_finite()))
        .collect();
    order.sort_by(|&a, &b| {
        let ([ax, ay], [bx, by]) = (points[a], points[b]);
        ax.total_cmp(&bx).then(ay.total_cmp(&by)).then(a.cmp(&b))
    });
    order.dedup_by(|a, b| points[*a] == points[*b]);
    if order.len() < 3 {
        return order;
    }
    let chain = |order: &mut dyn Iterator<Item = usize>| {
        let mut chain: Vec<usize> = Vec::new();
        for i in order {
            while let [.., a, b] = chain[..]
                && turn(points[a], points[b], points[i]) <= 0.0
            {
                chain.pop();
            }
            chain.push(i);
        }
        chain.pop(); // the first of the other chain
        chain
    };
    let mut vertices = chain(&mut order.iter().copied());
    vertices.extend(chain(&mut order.iter().rev().copied()));
    vertices
}

/// Twice the area of the triangle: positive where c lies left of a to b.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The share of keys that win the argmax for some query.
pub fn share_that_can_win(points: &[Point]) -> f64 {
    hull(points).len() as f64 / points.len().max(1) as f64
}

/// Keys of length one: the score scale from which on each key, asked with itself, surely gets at least this weight,
/// ln((T - 1) w / (1 - w)) / (1 - c) with c the largest cosine to another key. Infinite where two keys coincide.
pub fn scale_to_win(keys: &[Vec<f64>], weight: f64) -> f64 {
    let mut nearest = -1.0f64;
    for (i, a) in keys.iter().enumerate() {
        for b in &keys[..i] {
            nearest = nearest.max(dot(a, b));
        }
    }
    let others = keys.len().saturating_sub(1) as f64;
    (libm::log(others * weight / (1.0 - weight)) / (1.0 - nearest).max(0.0)).max(0.0)
}
