//! The lab's job: one relation at one layer in pieces, or all of them as the long experiment. Derivatives are kept, so that what
//! was asked once is at hand for the experiment, for other factors and ranks, and as the control of a neighbour.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::nn::algebra::{Matrix, Svd, svd};
use super::config::{BETA, BETAS, LAYER, PAIRS, RANK, RELATION, SEED, beta};
use super::fit::{Line, PIECE, derivative};
use super::protocol::{Answer, Ask, Cell, Edited, Fit, Report, Row, Setup};
use super::relation::{RELATIONS, neighbour};
use super::score::{
    Move, by_beta, faithful, inverse, majority, moved, random_matrices, reached, says,
};
use super::states::{States, site};
use crate::backend::{BackendError, Params};
use crate::data::world::World;
use crate::train::JobError;
use crate::world_model::forward::Forward;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Rank of the long experiment's edits, and the factor of its controls.
const USUAL: (u8, u8) = (BETA.default as u8, RANK.default as u8);
/// Units of a cell beside its derivatives: counts, controls, edits.
const SCORES: u32 = 3;
const LAYERS: usize = LAYER.max as usize + 1;

/// A relation at a layer.
type Place = (usize, usize);

pub struct Relations {
    setup: Setup,
    world: World,
    params: Rc<Params<f32>>,
    forward: Forward,
    states: BTreeMap<usize, Rc<States>>,
    /// Of a place and one of its first subjects: rows of do/ds that are there.
    derivatives: BTreeMap<(usize, usize, usize), Vec<f64>>,
    inverted: BTreeMap<Place, Rc<Svd>>,
    cells: Vec<Cell>,
    /// The cell that the long experiment is at.
    open: Cell,
}

fn fault(_: BackendError) -> JobError {
    JobError::BadMessage // texts and sites are the lab's own
}

impl Relations {
    fn states(&mut self, relation: usize) -> Result<Rc<States>, JobError> {
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

    fn pairs(&self) -> usize {
        self.setup.pairs.into()
    }

    fn width(&self) -> usize {
        self.forward.model().width
    }

    /// Pieces of a place's derivatives in all.
    fn pieces(&self) -> u32 {
        (self.pairs() * self.width().div_ceil(PIECE)) as u32
    }

    /// Does piece number `piece` of a place, where it is not there yet.
    fn piece(&mut self, (relation, layer): Place, piece: u32) -> Result<(), JobError> {
        let width = self.width();
        let each = width.div_ceil(PIECE);
        let (subject, column) = (piece as usize / each, piece as usize % each * PIECE);
        let there = self
            .derivatives
            .get(&(relation, layer, subject))
            .map_or(0, Vec::len);
        if there > column * width {
            return Ok(());
        }
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
    fn there(&self, (relation, layer): Place) -> u32 {
        let each = PIECE * self.width();
        let of = |i| {
            self.derivatives
                .get(&(relation, layer, i))
                .map_or(0, |rows| rows.len().div_ceil(each))
        };
        (0..self.pairs()).map(of).sum::<usize>() as u32
    }

    /// The mean derivative, with the b that suits it. Does what is missing.
    fn line(&mut self, place: Place) -> Result<Line, JobError> {
        for piece in self.there(place)..self.pieces() {
            self.piece(place, piece)?;
        }
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

    fn svd(&mut self, place: Place) -> Result<Rc<Svd>, JobError> {
        if let Some(found) = self.inverted.get(&place) {
            return Ok(found.clone());
        }
        let found = Rc::new(svd(&self.line(place)?.w));
        self.inverted.insert(place, found.clone());
        Ok(found)
    }

    fn seed(&self) -> u64 {
        self.setup.seed.into()
    }

    /// How many subjects least squares is fitted on.
    fn most(states: &States) -> usize {
        states.len() * 7 / 10
    }

    fn count(&mut self, (relation, layer): Place) -> Result<Cell, JobError> {
        let line = self.line((relation, layer))?;
        let states = self.states(relation)?;
        let (from, most, params) = (self.pairs(), Relations::most(&states), &self.params);
        let squares = Line::least_squares(&states, layer, most);
        let few = Line::least_squares(&states, layer, from);
        Ok(Cell {
            relation: relation as u8,
            layer: layer as u8,
            line: by_beta(&line, &states, layer, from, params),
            squares: faithful(&squares, &states, layer, most, 1.0, params),
            few: faithful(&few, &states, layer, from, 1.0, params),
            majority: majority(&states, from),
            ..Cell::default()
        })
    }

    fn controls(&mut self, cell: &mut Cell, factor: u8, with_other: bool) -> Result<(), JobError> {
        let (relation, layer) = (usize::from(cell.relation), usize::from(cell.layer));
        let line = self.line((relation, layer))?;
        let states = self.states(relation)?;
        let (from, how) = (self.pairs(), (beta(factor), self.seed()));
        (cell.random, cell.random_range) =
            random_matrices(&line, &states, layer, from, how, &self.params);
        if with_other {
            let w = self.line((neighbour(relation), layer))?.w;
            let line = Line::through(w, &states, layer, from);
            cell.other = Some(faithful(
                &line,
                &states,
                layer,
                from,
                beta(factor),
                &self.params,
            ));
        }
        Ok(())
    }

    /// What the model says after each kind of move, counted into the cell.
    fn edits(&mut self, cell: &mut Cell, rank: u8) -> Result<[Vec<Option<u32>>; 3], JobError> {
        let (relation, layer) = (usize::from(cell.relation), usize::from(cell.layer));
        let back = inverse(&*self.svd((relation, layer))?, rank);
        let states = self.states(relation)?;
        let at = (layer, self.pairs(), self.seed());
        let mut said =
            |how| moved(how, &back, &states, at, &mut self.forward, &self.params).map_err(fault);
        let all = [said(Move::Inverse)?, said(Move::Random)?, said(Move::Swap)?];
        let [edit, random, swap] = &all;
        cell.edit = reached(edit, &states, at.1);
        cell.edit_random = reached(random, &states, at.1);
        cell.swap = reached(swap, &states, at.1);
        Ok(all)
    }

    fn fit(&mut self, ask: Ask) -> Result<Fit, JobError> {
        let place = (usize::from(ask.relation), usize::from(ask.layer));
        let mut cell = self.count(place)?;
        self.controls(&mut cell, ask.beta, ask.with_other)?;
        let [edit, random, _] = self.edits(&mut cell, ask.rank)?;
        let line = self.line(place)?;
        let states = self.states(place.0)?;
        let (from, most) = (self.pairs(), Relations::most(&states));
        let squares = Line::least_squares(&states, place.1, most);
        let others = states.others(from);
        let row = |i: usize| {
            let n = i.checked_sub(from);
            let edited = n.and_then(|n| {
                Some(Edited {
                    wanted: states.says[others[n]?],
                    says: edit[n]?,
                    random: random[n]?,
                })
            });
            Row {
                subject: states.subjects[i],
                truth: states.truths[i],
                model: states.says[i],
                line: says(&line, &states, i, place.1, beta(ask.beta), &self.params),
                squares: says(&squares, &states, i, place.1, 1.0, &self.params),
                squares_fitted: i < most,
                fitted: i < from,
                edit: edited,
            }
        };
        let rows = (0..states.len()).map(row).collect();
        let spectrum = self.svd(place)?.values.iter().map(|x| *x as f32).collect();
        Ok(Fit {
            ask,
            cell,
            rows,
            spectrum,
        })
    }
}

impl Study for Relations {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = (Vec<Cell>, Cell);

    fn new(subject: Subject, setup: Setup) -> Result<Relations, JobError> {
        let sites: Vec<String> = (0..=subject.model.layers).map(site).collect();
        Ok(Relations {
            setup: Setup {
                pairs: PAIRS.clamp(setup.pairs.into()) as u8,
                seed: SEED.clamp(setup.seed.into()) as u32,
            },
            world: subject.world,
            params: subject.params,
            forward: Forward::new(subject.model, &sites),
            states: BTreeMap::new(),
            derivatives: BTreeMap::new(),
            inverted: BTreeMap::new(),
            cells: Vec::new(),
            open: Cell::default(),
        })
    }

    fn units(&self) -> u32 {
        (LAYERS * RELATIONS.len()) as u32 * (self.pieces() + SCORES)
    }

    /// Layer by layer: first the derivatives of all relations, then the counts of each, whose controls need its neighbour's.
    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let (pieces, relations) = (self.pieces(), RELATIONS.len() as u32);
        let each = relations * (pieces + SCORES);
        let (layer, rest) = ((unit / each) as usize, unit % each);
        if let Some(score) = rest.checked_sub(relations * pieces) {
            let relation = (score / SCORES) as usize;
            let mut cell = std::mem::take(&mut self.open);
            match score % SCORES {
                0 => cell = self.count((relation, layer))?,
                1 => self.controls(&mut cell, USUAL.0, true)?,
                _ => {
                    self.edits(&mut cell, USUAL.1)?;
                    self.cells.push(std::mem::take(&mut cell));
                }
            }
            self.open = cell;
            return Ok(());
        }
        self.piece(((rest / pieces) as usize, layer), rest % pieces)
    }

    fn report(&self) -> Report {
        Report {
            cells: self.cells.clone(),
        }
    }

    fn ask(&mut self, ask: Ask) -> Result<Answer, JobError> {
        let ask = Ask {
            relation: RELATION.clamp(ask.relation.into()) as u8,
            layer: LAYER.clamp(ask.layer.into()) as u8,
            beta: ask.beta.min(BETAS as u8 - 1),
            rank: RANK.clamp(ask.rank.into()) as u8,
            ..ask
        };
        let place = (usize::from(ask.relation), usize::from(ask.layer));
        let both = [place, (neighbour(place.0), place.1)];
        let needed = if ask.with_other {
            &both[..]
        } else {
            &both[..1]
        };
        let of = self.pieces() * needed.len() as u32;
        for place in needed {
            let there = self.there(*place);
            if there < self.pieces() {
                self.piece(*place, there)?;
                let done = needed.iter().map(|place| self.there(*place)).sum();
                return Ok(Answer::Working { done, of });
            }
        }
        Ok(Answer::Fit(Box::new(self.fit(ask)?)))
    }

    fn keep(&self) -> (Vec<Cell>, Cell) {
        (self.cells.clone(), self.open.clone())
    }

    fn restore(&mut self, (cells, open): (Vec<Cell>, Cell)) -> Result<(), JobError> {
        if cells.len() > LAYERS * RELATIONS.len() {
            return Err(JobError::BadMessage);
        }
        (self.cells, self.open) = (cells, open);
        Ok(())
    }

    fn bytes(&self) -> usize {
        let rows: usize = self.derivatives.values().map(Vec::len).sum();
        self.forward.bytes() + size_of::<f64>() * rows
    }
}
