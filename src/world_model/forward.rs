//! The model run on texts of any length, its named sites read and changed on the way: what every lab of lecture 3 stands on.
//!
//! ```ignore
//! let mut forward = Forward::new(model, &["pre.3"]);
//! let steer = Change::add("pre.3", Region::all().at(1, last), vector); // at one position of every row
//! let seen = forward.run(&params, &rows, &[steer])?;
//! let answer = most_likely(seen.last(0)?);
//! ```

use std::collections::BTreeMap;

use crate::backend::{BackendError, Cpu, Edit, Params, Region};
use crate::data::world::{START, UnknownWord, Vocabulary};
use crate::nn::rope_gpt::RopeGpt;
use crate::tensor::{Graph, Id, Plan};

/// Rows that run together, at most: more would only hold more memory.
pub const TOGETHER: usize = 64;

/// A change of a named site (`RopeGpt::forward` lists them), made right after the site is computed.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    pub site: String,
    /// Axes as the site has them: (B, T, C) for a stream, so axis 0 is the row and axis 1 the position.
    pub region: Region,
    pub change: crate::backend::Change<f32>,
}

impl Change {
    /// Puts these values there (row-major over the region, repeated where there are fewer).
    pub fn set(site: impl Into<String>, region: Region, values: Vec<f32>) -> Change {
        let change = crate::backend::Change::Set(values);
        Change {
            site: site.into(),
            region,
            change,
        }
    }

    /// Adds these values (likewise).
    pub fn add(site: impl Into<String>, region: Region, values: Vec<f32>) -> Change {
        let change = crate::backend::Change::Add(values);
        Change {
            site: site.into(),
            region,
            change,
        }
    }

    /// Moves each vector there along a direction of length 1, by a share `by` of the way to where its projection is `to`.
    pub fn along(
        site: impl Into<String>,
        region: Region,
        unit: Vec<f32>,
        to: f32,
        by: f32,
    ) -> Change {
        let change = crate::backend::Change::Along { unit, to, by };
        Change {
            site: site.into(),
            region,
            change,
        }
    }
}

/// A model made ready for texts; a plan for each shape that was asked for.
pub struct Forward {
    model: RopeGpt,
    sites: Vec<String>,
    plans: BTreeMap<(usize, usize), Planned>,
}

struct Planned {
    cpu: Cpu<f32>,
    ids: Id,
    /// The sites that can be read, in the order of `Forward::sites`.
    kept: Vec<Id>,
    logits: Id,
    names: BTreeMap<String, Id>,
}

impl Forward {
    /// `sites`: the names that will be read (`logits` always can be). Any site can be changed.
    pub fn new<S: AsRef<str>>(model: RopeGpt, sites: &[S]) -> Forward {
        let sites = sites.iter().map(|s| s.as_ref().to_owned()).collect();
        Forward {
            model,
            sites,
            plans: BTreeMap::new(),
        }
    }

    pub fn model(&self) -> RopeGpt {
        self.model
    }

    /// Runs these rows of tokens, all of one length, with the changes. Asks for memory by rows x length: see `TOGETHER`.
    ///
    /// # Errors
    /// Rows of several lengths or an unknown site are `BackendError::Length` and `NoParam`; ids and regions are checked.
    pub fn run(
        &mut self,
        params: &Params<f32>,
        rows: &[Vec<u32>],
        changes: &[Change],
    ) -> Result<Seen<'_>, BackendError> {
        let (batch, time) = (rows.len(), rows.first().map_or(0, Vec::len));
        if batch * time == 0 {
            return Err(BackendError::NoParam("a text".into()));
        }
        let (model, sites) = (self.model, &self.sites);
        let planned = self
            .plans
            .entry((batch, time))
            .or_insert_with(|| Planned::new(model, sites, batch, time));
        planned.cpu.write_ids(planned.ids, &rows.concat())?;
        let mut edits = Vec::new();
        for change in changes {
            let at = planned.names.get(&change.site).copied();
            edits.push(Edit {
                at: at.ok_or_else(|| BackendError::NoParam(change.site.clone()))?,
                region: change.region.clone(),
                change: change.change.clone(),
            });
        }
        planned.cpu.run(params, &edits)?;
        Ok(Seen {
            planned,
            sites: &self.sites,
            batch,
            time,
            vocabulary: self.model.vocabulary,
        })
    }

    /// Bytes of all plans' buffers.
    pub fn bytes(&self) -> usize {
        self.plans.values().map(|p| p.cpu.bytes()).sum()
    }
}

impl Planned {
    fn new(model: RopeGpt, sites: &[String], batch: usize, time: usize) -> Planned {
        let g = Graph::new();
        let ids = g.input("ids", &[batch, time]);
        let logits = model.forward(&g, ids);
        let kept: Vec<Id> = sites
            .iter()
            .map(|name| g.find(name).expect("a site of the model"))
            .collect();
        let keep: Vec<Id> = kept.iter().copied().chain([logits.id]).collect();
        let plan = Plan::new(&g, &keep);
        let names = plan
            .names()
            .iter()
            .map(|(name, id)| (name.clone(), *id))
            .collect();
        let mut cpu = Cpu::new(plan);
        for (name, table) in ["rope.cos", "rope.sin"].iter().zip(model.rotations(time)) {
            let id = g.find(name).expect("an input of the model");
            cpu.write(id, &table)
                .expect("a table of the model's own size");
        }
        Planned {
            cpu,
            ids: ids.id,
            kept,
            logits: logits.id,
            names,
        }
    }
}

/// What a run left behind.
pub struct Seen<'f> {
    planned: &'f Planned,
    sites: &'f [String],
    batch: usize,
    time: usize,
    vocabulary: usize,
}

impl Seen<'_> {
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// Tokens of each row.
    pub fn time(&self) -> usize {
        self.time
    }

    /// All values of a site that was asked for at the start, row-major.
    pub fn site(&self, name: &str) -> Result<&[f32], BackendError> {
        let i = self.sites.iter().position(|s| s == name);
        let i = i.ok_or_else(|| BackendError::NoParam(name.into()))?;
        self.planned.cpu.read(self.planned.kept[i])
    }

    /// The vector of a site (B, T, width) in one row at one position.
    pub fn vector(&self, name: &str, row: usize, position: usize) -> Result<&[f32], BackendError> {
        let all = self.site(name)?;
        let width = all.len() / (self.batch * self.time);
        Ok(&all[(row * self.time + position) * width..][..width])
    }

    /// Logits (V) after a position.
    pub fn logits(&self, row: usize, position: usize) -> Result<&[f32], BackendError> {
        let all = self.planned.cpu.read(self.planned.logits)?;
        Ok(&all[(row * self.time + position) * self.vocabulary..][..self.vocabulary])
    }

    /// Logits (V) after the last token of a row.
    pub fn last(&self, row: usize) -> Result<&[f32], BackendError> {
        self.logits(row, self.time - 1)
    }
}

/// A text as the model reads it: its start, then its words.
pub fn tokens(vocabulary: &Vocabulary, text: &str) -> Result<Vec<u32>, UnknownWord> {
    Ok(std::iter::once(START)
        .chain(vocabulary.encode(text)?)
        .collect())
}

/// Texts of one length together, in their order, at most `most` at a time: indices into `rows`.
pub fn groups(rows: &[Vec<u32>], most: usize) -> Vec<Vec<usize>> {
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_length.entry(row.len()).or_default().push(i);
    }
    by_length
        .values()
        .flat_map(|group| group.chunks(most.max(1)).map(<[usize]>::to_vec))
        .collect()
}

/// Natural logarithms of the softmax of logits, in f64.
pub fn log_softmax(logits: &[f32]) -> Vec<f64> {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits.iter().map(|z| libm::exp(f64::from(z - max))).sum();
    let log_sum = libm::log(sum) + f64::from(max);
    logits.iter().map(|z| f64::from(*z) - log_sum).collect()
}
