//! The rows that the brain is trained on.

use super::recipe::{BATCH, Lengths, Variant};
use super::task::{CALL, Filling, LINE, REQUEST, Scene, filler, one};
use super::words::{END, NAMES, STOP};
use crate::data::rng::{Pcg32, below, unit};

/// Requests of a row.
pub const REQUESTS: usize = 4;
/// Most manuals of a row.
pub const MOST_TOOLS: usize = 6;
/// Share of the steps after which rows are as long as they get.
const CURRICULUM: f64 = 0.4;
/// Share of the lines that say nothing, so that no word is new to the brain in an exam.
const FILLER_SHARE: f32 = 0.1;
/// Share of the requests about someone whom the memory does not know, in the variant with `unknown`.
const UNKNOWN_SHARE: f32 = 0.2;
/// Positions of a row lie below this in the variant with gaps.
pub const SPAN: u32 = 256;

/// Rows of one step, row-major.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rows {
    /// (B, T)
    pub ids: Vec<u32>,
    /// (B, T)
    pub targets: Vec<u32>,
    /// (B, T): where the target is a word of a call the same share of 1, else 0.
    pub weights: Vec<f32>,
    /// (B, T)
    pub positions: Vec<u32>,
}

impl Rows {
    /// The rows of a step, `progress` of the way through the run.
    pub fn draw(rng: &mut Pcg32, variant: Variant, progress: f64) -> Rows {
        let mut rows = Rows::default();
        for _ in 0..BATCH {
            rows.push(rng, variant, progress);
        }
        let share = 1.0 / rows.weights.iter().sum::<f32>();
        rows.weights.iter_mut().for_each(|w| *w *= share);
        rows
    }

    fn push(&mut self, rng: &mut Pcg32, variant: Variant, progress: f64) {
        let up = (progress / CURRICULUM).min(1.0);
        let most = |most: usize| 2.0 + up * (most as f64 - 2.0) + 0.5;
        let number = |rng: &mut Pcg32, to: f64| 2 + below(rng, to as u32 - 1) as usize;
        let tools = number(rng, most(MOST_TOOLS));
        let lines = number(rng, most(variant.lengths.lines()));
        let mut scene = Scene::draw(rng, tools, lines, Filling::Distinct);
        for at in 1..scene.lines.len() {
            if unit(rng) < FILLER_SHARE {
                scene.lines[at] = filler(rng);
            }
        }
        let mut row = scene.tokens();
        let mut asked = vec![0.0; row.len()];
        for _ in 0..REQUESTS {
            let mut request = scene.request(rng);
            if variant.unknown && unit(rng) < UNKNOWN_SHARE {
                request.name = one(rng, NAMES);
            }
            let call = scene.call(request, variant.format);
            row.extend(request.tokens());
            asked.extend([0.0; REQUEST]);
            row.extend(call.expect("the scene's own manual"));
            asked.extend([1.0; CALL]);
        }
        let context = variant.lengths.context();
        row.resize(context + 1, END);
        asked.resize(context + 1, 0.0);
        self.positions.extend(positions(rng, variant, &row));
        self.ids.extend(&row[..context]);
        self.targets.extend(&row[1..]);
        self.weights.extend(&asked[1..]);
    }
}

/// 0, 1, 2, ..; with gaps: a part of what is left of [`SPAN`], cut up at random over the ends of lines and calls.
fn positions(rng: &mut Pcg32, variant: Variant, row: &[u32]) -> Vec<u32> {
    let ends = |token: u32| token == STOP || token == END;
    let places = row.iter().filter(|&&t| ends(t)).count().max(1) as u32;
    let context = variant.lengths.context();
    let spare = match variant.lengths {
        Lengths::Gaps => below(rng, SPAN - context as u32 + 1),
        Lengths::Short | Lengths::Long => 0,
    };
    let (mut at, mut left) = (0, spare);
    row[..context]
        .iter()
        .map(|&token| {
            let here = at;
            at += 1;
            if left > 0 && ends(token) {
                let gap = below(rng, 2 * spare / places + 2).min(left);
                (at, left) = (at + gap, left - gap);
            }
            here
        })
        .collect()
}

/// The longest row there can be.
const fn longest(lengths: Lengths) -> usize {
    1 + LINE * (MOST_TOOLS + lengths.lines()) + REQUESTS * (REQUEST + CALL)
}
const _: () = assert!(longest(Lengths::Short) <= Lengths::Short.context());
const _: () = assert!(longest(Lengths::Long) <= Lengths::Long.context());

#[cfg(test)]
mod tests {
    use super::super::words::UNKNOWN;
    use super::*;
    use crate::data::rng::{DATA, stream};

    #[test]
    fn rows_grow_with_the_curriculum_and_ask_four_times() {
        let length = |lengths: Lengths, progress: f64| {
            let variant = Variant {
                lengths,
                ..Variant::PLAIN
            };
            let rows = Rows::draw(&mut stream(1, DATA), variant, progress);
            assert_eq!(rows.ids.len(), BATCH * lengths.context());
            assert_eq!(rows.targets.len(), BATCH * lengths.context());
            assert_eq!(
                rows.weights.iter().filter(|&&w| w > 0.0).count(),
                BATCH * REQUESTS * CALL
            );
            assert!((rows.weights.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            rows.ids.iter().filter(|&&t| t == STOP).count() / BATCH
        };
        for (lengths, most) in Lengths::ALL.into_iter().zip([8..=12, 8..=12, 18..=30]) {
            assert_eq!(length(lengths, 0.0), 4);
            let mean = length(lengths, 1.0);
            assert!(most.contains(&mean), "{lengths:?}: {mean}");
        }
    }

    #[test]
    fn gaps_leave_lines_whole_and_reach_far() {
        let variant = Variant {
            lengths: Lengths::Gaps,
            ..Variant::default()
        };
        let context = Lengths::Gaps.context();
        let mut furthest = 0;
        for step in 0..20 {
            let rows = Rows::draw(&mut stream(step, DATA), variant, 1.0);
            for (ids, at) in rows.ids.chunks(context).zip(rows.positions.chunks(context)) {
                for i in 1..context {
                    let end = [STOP, END].contains(&ids[i - 1]);
                    assert!(at[i] > at[i - 1] && (end || at[i] == at[i - 1] + 1));
                }
                furthest = furthest.max(at[context - 1]);
            }
        }
        assert!((200..SPAN).contains(&furthest), "{furthest}");
        let plain = Rows::draw(&mut stream(1, DATA), Variant::default(), 1.0);
        assert!(plain.positions.iter().take(context).copied().eq(0..96));
    }

    #[test]
    fn only_the_variant_with_unknown_says_so() {
        for unknown in [false, true] {
            let variant = Variant {
                unknown,
                ..Variant::default()
            };
            let rows = Rows::draw(&mut stream(4, DATA), variant, 1.0);
            assert_eq!(rows.targets.contains(&UNKNOWN), unknown);
        }
    }
}
