//! One group of examples put through a target prompt, and who was right.

use super::examples::{Example, Target};
use super::patch::{Patch, Patcher, scaled};
use crate::backend::BackendError;
use crate::world_model::exam::most_likely;

/// Where a state goes in the target prompt.
#[derive(Clone, Copy)]
pub(super) enum Where {
    /// The layer that it came from, as it is.
    Same,
    /// Layer 0, as long as the embedding that it replaces.
    First,
}

/// What the target says with the state of each example's last word.
pub(super) fn repeated(
    examples: &[Example],
    layer: usize,
    target: &Target,
    into: Where,
    patcher: &mut Patcher,
) -> Result<Vec<u32>, BackendError> {
    let patch = |state: &[f32]| Patch {
        layer: if matches!(into, Where::Same) {
            layer
        } else {
            0
        },
        position: target.at,
        state: match into {
            Where::Same => state.to_vec(),
            Where::First => scaled(state, target.usual),
        },
    };
    let states = last_states(examples, layer, patcher)?;
    let patches: Vec<Patch> = states.iter().map(|state| patch(state)).collect();
    let logits = patcher.patched(&target.tokens, &patches)?;
    Ok(logits.iter().map(|z| most_likely(z)).collect())
}

fn last_states(
    examples: &[Example],
    layer: usize,
    patcher: &mut Patcher,
) -> Result<Vec<Vec<f32>>, BackendError> {
    let rows: Vec<Vec<u32>> = examples.iter().map(|e| e.source.clone()).collect();
    let Some(last) = rows.first().map(|row| row.len() - 1) else {
        return Ok(Vec::new());
    };
    let states = patcher.states(&rows, last)?;
    Ok(states
        .into_iter()
        .map(|mut of_row| of_row.swap_remove(layer))
        .collect())
}

/// What the logit lens says: the state put at the end of the model.
pub(super) fn read_by_lens(
    examples: &[Example],
    layer: usize,
    patcher: &mut Patcher,
) -> Result<Vec<u32>, BackendError> {
    let Some(first) = examples.first() else {
        return Ok(Vec::new());
    };
    let layers = patcher.layers();
    let patch = |state: Vec<f32>| Patch {
        layer: layers,
        position: first.source.len() - 1,
        state,
    };
    let states = last_states(examples, layer, patcher)?;
    let patches: Vec<Patch> = states.into_iter().map(patch).collect();
    let logits = patcher.patched(&first.source, &patches)?;
    Ok(logits.iter().map(|z| most_likely(z)).collect())
}

/// Right with its own state; right with the state of the next example that has another answer. The target is the same for all, so
/// what it said to that state is known already.
pub(super) fn scored(examples: &[Example], said: &[u32]) -> Vec<[bool; 2]> {
    let answers: Vec<u32> = examples.iter().map(|e| e.answer).collect();
    let right = |i: usize| {
        let by_other = other(&answers, i).is_some_and(|donor| said[donor] == answers[i]);
        [said[i] == answers[i], by_other]
    };
    (0..examples.len()).map(right).collect()
}

/// The next example, round the circle, with another answer.
pub(super) fn other(answers: &[u32], i: usize) -> Option<usize> {
    let n = answers.len();
    (1..n)
        .map(|step| (i + step) % n)
        .find(|j| answers[*j] != answers[i])
}
