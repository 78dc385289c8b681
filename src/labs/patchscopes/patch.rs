//! A representation taken out of one prompt and put into another: what everything in this lab is made of.
//!
//! Ghandeharioun et al. 2024, "Patchscopes", arXiv 2401.06102: source (prompt, position, layer), target (prompt, position, layer).

use std::rc::Rc;

use crate::backend::{BackendError, Params, Region};
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Change, Forward};
use crate::world_model::subject::Subject;

/// One row of a target prompt: what is put where. The residual stream before block `layer` is overwritten at `position`.
#[derive(Clone, PartialEq, Debug)]
pub struct Patch {
    pub layer: usize,
    pub position: usize,
    pub state: Vec<f32>,
}

/// A model whose states can be taken and put.
pub struct Patcher {
    params: Rc<Params<f32>>,
    forward: Forward,
    sites: Vec<String>,
}

impl Patcher {
    pub fn new(subject: &Subject) -> Patcher {
        let sites: Vec<String> = (0..=subject.model.layers).map(site).collect();
        Patcher {
            params: subject.params.clone(),
            forward: Forward::new(subject.model, &sites),
            sites,
        }
    }

    /// L: states are numbered 0 (the embedding) to L (the end).
    pub fn layers(&self) -> usize {
        self.sites.len() - 1
    }

    /// The state of each row (all of one length) at a position, at every layer 0..=L: `[row][layer]`.
    pub fn states(
        &mut self,
        rows: &[Vec<u32>],
        position: usize,
    ) -> Result<Vec<Vec<Vec<f32>>>, BackendError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let seen = self.forward.run(&self.params, rows, &[])?;
        let state = |row: usize, name: &String| Ok(seen.vector(name, row, position)?.to_vec());
        (0..rows.len())
            .map(|row| self.sites.iter().map(|name| state(row, name)).collect())
            .collect()
    }

    /// Logits after the last word of `target`, once for each patch.
    pub fn patched(
        &mut self,
        target: &[u32],
        patches: &[Patch],
    ) -> Result<Vec<Vec<f32>>, BackendError> {
        if patches.is_empty() {
            return Ok(Vec::new());
        }
        let rows = vec![target.to_vec(); patches.len()];
        let changes: Vec<Change> = patches
            .iter()
            .enumerate()
            .map(|(row, patch)| {
                let place = Region::all().at(0, row).at(1, patch.position);
                Change::set(site(patch.layer), place, patch.state.clone())
            })
            .collect();
        let seen = self.forward.run(&self.params, &rows, &changes)?;
        (0..rows.len())
            .map(|row| Ok(seen.last(row)?.to_vec()))
            .collect()
    }

    /// Logits after the last word of a text that is left alone.
    pub fn plain(&mut self, text: &[u32]) -> Result<Vec<f32>, BackendError> {
        let seen = self.forward.run(&self.params, &[text.to_vec()], &[])?;
        Ok(seen.last(0)?.to_vec())
    }

    /// The most probable next word.
    pub fn says(&mut self, text: &[u32]) -> Result<u32, BackendError> {
        Ok(most_likely(&self.plain(text)?))
    }

    /// Bytes beside the weights.
    pub fn bytes(&self) -> usize {
        self.forward.bytes()
    }
}

fn site(layer: usize) -> String {
    format!("pre.{layer}")
}

/// Euclidean.
pub fn length(x: &[f32]) -> f32 {
    x.iter().map(|x| x * x).sum::<f32>().sqrt()
}

/// The same direction with this length; a state of length 0 stays as it is.
pub fn scaled(state: &[f32], to: f32) -> Vec<f32> {
    let now = length(state);
    let factor = if now > 0.0 { to / now } else { 1.0 };
    state.iter().map(|x| x * factor).collect()
}
