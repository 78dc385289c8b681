//! A long curve with few points that looks the same: the lowest and the highest of every stretch are kept.

/// At most `limit` points (4 at least): the first, the last, and the minimum and maximum of equal stretches, in order.
/// Points that are not finite are dropped.
pub fn decimate(points: &[(f64, f64)], limit: usize) -> Vec<(f64, f64)> {
    let finite = points
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite());
    if points.len() <= limit.max(4) {
        return finite.collect();
    }
    let points: Vec<(f64, f64)> = finite.collect();
    let limit = limit.max(4);
    if points.len() <= limit {
        return points;
    }
    let stretches = (limit - 2) / 2;
    let inner = &points[1..points.len() - 1];
    let mut out = Vec::with_capacity(limit);
    out.push(points[0]);
    for i in 0..stretches {
        let stretch = &inner[inner.len() * i / stretches..inner.len() * (i + 1) / stretches];
        let (mut low, mut high) = (0, 0);
        for (at, (_, y)) in stretch.iter().enumerate() {
            if *y < stretch[low].1 {
                low = at;
            }
            if *y > stretch[high].1 {
                high = at;
            }
        }
        out.push(stretch[low.min(high)]);
        if low != high {
            out.push(stretch[low.max(high)]);
        }
    }
    out.push(points[points.len() - 1]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn minima_maxima_ends_and_order_stay(ys in proptest::collection::vec(-1e3f64..1e3, 1..3000), limit in 4usize..400) {
            let points: Vec<(f64, f64)> = ys.iter().enumerate().map(|(i, y)| (i as f64, *y)).collect();
            let kept = decimate(&points, limit);
            prop_assert!(kept.len() <= limit.max(points.len().min(limit)));
            prop_assert!(kept.windows(2).all(|w| w[0].0 < w[1].0));
            prop_assert_eq!(kept.first(), points.first());
            prop_assert_eq!(kept.last(), points.last());
            let low = |p: &[(f64, f64)]| p.iter().map(|q| q.1).fold(f64::INFINITY, f64::min);
            let high = |p: &[(f64, f64)]| p.iter().map(|q| q.1).fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(low(&kept), low(&points));
            prop_assert_eq!(high(&kept), high(&points));
        }
    }

    #[test]
    fn a_hundred_thousand_steps_become_two_thousand_points() {
        let points: Vec<(f64, f64)> = (0..100_000)
            .map(|i| (f64::from(i), f64::from(i % 977)))
            .collect();
        let kept = decimate(&points, 2000);
        assert!(kept.len() <= 2000 && kept.len() > 1000, "{}", kept.len());
    }

    #[test]
    fn holes_are_dropped() {
        assert_eq!(
            decimate(&[(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)], 100),
            [(0.0, 1.0), (2.0, 3.0)]
        );
    }
}
