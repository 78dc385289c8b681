//! Activations of a layer on documents of the world, word by word, with what is true of each word.

use super::concepts::Dictionary;
use super::score::Labels;
use crate::backend::{BackendError, Params, Region};
use crate::data::rng::stream;
use crate::data::world::{Kind, START, World};
use crate::world_model::forward::{Change, Forward, TOGETHER, groups, log_softmax};

/// Words that run together, about: a unit of work.
const WORDS_TOGETHER: usize = 160;
/// Documents that the autoencoder never sees.
pub(super) const FRESH: usize = 240;

/// Documents in groups of one length.
pub(super) struct Documents {
    pub kinds: Vec<Kind>,
    /// With their starts.
    pub rows: Vec<Vec<u32>>,
    pub groups: Vec<Vec<usize>>,
}

impl Documents {
    pub(super) fn draw(world: &World, count: usize, seed: u64, name: &str) -> Documents {
        let mut rng = stream(seed, name);
        let mut kinds = Vec::new();
        let mut rows = Vec::new();
        for _ in 0..count {
            let (kind, text) = world.document(&mut rng);
            kinds.push(kind);
            // The words are the vocabulary's own.
            let words = world.vocabulary.encode(&text).unwrap_or_default();
            rows.push(std::iter::once(START).chain(words).collect());
        }
        let groups = in_pieces(&rows);
        Documents {
            kinds,
            rows,
            groups,
        }
    }

    pub(super) fn rows_of(&self, group: usize) -> Vec<Vec<u32>> {
        self.groups[group]
            .iter()
            .map(|i| self.rows[*i].clone())
            .collect()
    }
}

/// Groups of one length, small enough for a unit.
pub(super) fn in_pieces(rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
    groups(rows, TOGETHER)
        .into_iter()
        .flat_map(|group| {
            let most = (WORDS_TOGETHER / rows[group[0]].len().max(1)).max(1);
            group
                .chunks(most)
                .map(<[usize]>::to_vec)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What was recorded.
pub(super) struct Recording {
    /// (words, C). Raw until the study centres and scales it.
    pub x: Vec<f32>,
    /// (words, neurons): the upper half of the bits of an f32 that is not negative, which keeps the order.
    pub neurons: Vec<u16>,
    /// Of each word: document and position in it, the start counted.
    pub places: Vec<(u32, u16)>,
    pub labels: Labels,
}

impl Recording {
    pub(super) fn new() -> Recording {
        Recording {
            x: Vec::new(),
            neurons: Vec::new(),
            places: Vec::new(),
            labels: Labels::new(),
        }
    }

    /// Runs one group and keeps what the layer held at every word. Thresholds are chosen on every other document.
    pub(super) fn record(
        &mut self,
        documents: &Documents,
        group: usize,
        (forward, params): (&mut Forward, &Params<f32>),
        sites: &Sites,
        dictionary: &Dictionary,
    ) -> Result<(), BackendError> {
        let seen = forward.run(params, &documents.rows_of(group), &[])?;
        for (row, document) in documents.groups[group].iter().enumerate() {
            let words = &documents.rows[*document][1..];
            let labels = dictionary.labels(documents.kinds[*document], words);
            for (position, labels) in (1..).zip(&labels) {
                self.x
                    .extend_from_slice(seen.vector(&sites.layer, row, position)?);
                let neurons = seen.vector(&sites.neurons, row, position)?;
                self.neurons
                    .extend(neurons.iter().map(|a| (a.max(0.0).to_bits() >> 16) as u16));
                self.places.push((*document as u32, position as u16));
                self.labels.push(labels, document.is_multiple_of(2));
            }
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> usize {
        4 * self.x.len() + 2 * self.neurons.len() + 8 * self.places.len() + self.labels.bytes()
    }
}

/// The names of what is read.
pub(super) struct Sites {
    pub layer: String,
    pub neurons: String,
}

impl Sites {
    /// `layer`: 1..=L.
    pub(super) fn of(layer: usize) -> Sites {
        Sites {
            layer: format!("pre.{layer}"),
            neurons: format!("blocks.{}.mlp.act", layer.saturating_sub(1)),
        }
    }
}

/// Nats over the words of these documents after their first, and how many there are.
pub(super) fn surprise(
    (forward, params): (&mut Forward, &Params<f32>),
    rows: &[Vec<u32>],
    changes: &[Change],
) -> Result<(f64, u32), BackendError> {
    let seen = forward.run(params, rows, changes)?;
    let (mut sum, mut count) = (0.0, 0);
    for (i, row) in rows.iter().enumerate() {
        // The first word follows the start alone, which nothing changes.
        for position in 1..row.len() - 1 {
            sum -= log_softmax(seen.logits(i, position)?)[row[position + 1] as usize];
            count += 1;
        }
    }
    Ok((sum, count))
}

/// Puts these vectors (rows x words, C) in place of a layer's, at every word but the start.
pub(super) fn in_place_of(site: &str, time: usize, values: Vec<f32>) -> Change {
    Change::set(site, Region::all().on(1, 1..time), values)
}
