//! Two layers on top of each other, for hybrids: attention over linear, linear over attention.

use super::model::WIDTH;
use crate::nn::layers::linear;
use crate::nn::mixers::{Kind, Scope};
use crate::tensor::{Init, T};

/// What the questions end up with, (B, R, width). Each layer adds to a residual stream: x becomes x + W y(norm x). Pairs `x`
/// (B, T, width) see the pairs up to themselves; questions `asked` (B, R, width) read what all pairs have left in this
/// layer's memory and write nothing, so no question helps or hinders another.
pub(super) fn read<'g>(layers: &[(Kind, Scope<'g>)], x: T<'g>, asked: T<'g>) -> T<'g> {
    let (mut x, mut asked) = (x, asked);
    for (kind, scope) in layers {
        let layer = kind.mixer();
        let (y, memory) = layer.chunk(&layer.project(scope, x.normalize(false)), None);
        let found = layer.read(&layer.project(scope, asked.normalize(false)), memory);
        let out = |y: T<'g>| {
            let init = Init::Normal(1.0 / (y.shape().last() as f32).sqrt());
            linear(
                y.normalize(false),
                &format!("{}.out", scope.name),
                WIDTH,
                init,
            )
        };
        (x, asked) = (x + out(y), asked + out(found));
    }
    asked
}
