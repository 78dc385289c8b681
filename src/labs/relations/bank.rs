//! What has been measured of the model so far: states, derivatives, inverses. Kept, so that what was asked once is at hand for the
//! long experiment, for other factors and ranks, and as the control of a neighbour.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::fit::{Line, PIECE, derivative};
use super::protocol::Setup;
use super::relation::RELATIONS;
use super::states::{States, site};
use crate::backend::{BackendError, Params};
use crate::data::world::World;
use crate::nn::algebra::{Matrix, Svd, svd};
use crate::train::JobError;
use crate::world_model::forward::Forward;
use crate::world_model::subject::Subject;

/// A relation at a layer.
pub type Place = (usize, usize);

pub struct Bank {
    pub setup: Setup,
    world: World,
    pub params: Rc<Params<f32>>,
    pub forward: Forward,
    states: BTreeMap<usize, Rc<States>>,
    /// Of a place and one of its first subjects: rows of do/ds that are there.
    derivatives: BTreeMap<(usize, usize, usize), Vec<f64>>,
    inverted: BTreeMap<Place, Rc<Svd>>,
}

pub fn fault(_: BackendError) -> JobError {
    JobError::BadMessage // texts and sites are the lab's own
}

impl Bank {
    pub fn new(subject: Subject, setup: Setup) -> Bank {
        let sites: Vec<String> = (0..=subject.model.layers).map(site).collect();
        Bank {
            setup,
            world: subject.world,
            params: subject.params,
            forward: Forward::new(subject.model, &sites),
            states: BTreeMap::new(),
            derivatives: BTreeMap::new(),
            inverted: BTreeMap::new(),
        }
    }

    pub fn states(&mut self, relation: usize) -> Result<Rc<States>, JobError> {
        if let Some(found) = self.states.get(&relation) {
            return Ok(found.clone());
        }
        let seed = self.setup.seed.into();
        let states = States::new(
            &self.world,
            &RELATIONS[relation],
            seed,
            &mut self.forward,
            &self.params,
        );
        let states = Rc::new(states.map_err(fault)?);
        self.states.insert(relation, states.clone());
        Ok(states)
    }

    pub fn pairs(&self) -> usize {
        self.setup.pairs.into()
    }

    fn width(&self) -> usize {
        self.forward.model().width
    }

    /// Pieces of a place's derivatives in all.
    pub fn pieces(&self) -> u32 {
        (self.pairs() * self.width().div_ceil(PIECE)) as u32
    }

    /// Does the pieces of a place up to number `piece`, those that are not there yet: after a lost worker there may be several.
    pub fn up_to(&mut self, place: Place, piece: u32) -> Result<(), JobError> {
        for next in self.there(place)..=piece {
            self.piece(place, next)?;
        }
        Ok(())
    }

    /// Does piece number `piece`, all before it being there.
    fn piece(&mut self, (relation, layer): Place, piece: u32) -> Result<(), JobError> {
        let width = self.width();
        let each = width.div_ceil(PIECE);
        let (subject, column) = (piece as usize / each, piece as usize % each * PIECE);
        let states = self.states(relation)?;
        let rows = derivative(
            &states,
            subject,
            layer,
            column,
            &mut self.forward,
            &self.params,
        )
        .map_err(fault)?;
        self.derivatives
            .entry((relation, layer, subject))
            .or_default()
            .extend(rows);
        Ok(())
    }

    /// How many pieces of a place are there.
    pub fn there(&self, (relation, layer): Place) -> u32 {
        let each = PIECE * self.width();
        let of = |i| {
            self.derivatives
                .get(&(relation, layer, i))
                .map_or(0, |rows| rows.len().div_ceil(each))
        };
        (0..self.pairs()).map(of).sum::<usize>() as u32
    }

    /// The mean derivative, with the b that suits it. Does what is missing.
    pub fn line(&mut self, place: Place) -> Result<Line, JobError> {
        self.up_to(place, self.pieces() - 1)?;
        let (width, pairs) = (self.width(), self.pairs());
        let mut w = Matrix::zeros(width, width);
        for i in 0..pairs {
            let rows = self
                .derivatives
                .get(&(place.0, place.1, i))
                .ok_or(JobError::BadMessage)?;
            for (to, x) in w.values.iter_mut().zip(rows) {
                *to += x / pairs as f64;
            }
        }
        Ok(Line::through(w, &*self.states(place.0)?, place.1, pairs))
    }

    pub fn svd(&mut self, place: Place) -> Result<Rc<Svd>, JobError> {
        if let Some(found) = self.inverted.get(&place) {
            return Ok(found.clone());
        }
        let found = Rc::new(svd(&self.line(place)?.w));
        self.inverted.insert(place, found.clone());
        Ok(found)
    }

    /// Bytes beside the weights.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.derivatives.values().map(Vec::len).sum();
        self.forward.bytes() + size_of::<f64>() * rows
    }
}
