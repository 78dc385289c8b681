//! The lab's job: one relation at one layer in pieces, or all of them as the long experiment.

use super::bank::{Bank, fault};
use super::config::{BETA, BETAS, LAYER, PAIRS, RANK, RELATION, SEED, beta};
use super::fit::Line;
use super::protocol::{Answer, Ask, Cell, Edited, Fit, Report, Row, Setup};
use super::relation::{RELATIONS, neighbour};
use super::score::{
    Move, by_beta, faithful, inverse, majority, moved, random_matrices, reached, says,
};
use super::states::States;
use crate::train::JobError;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Rank of the long experiment's edits, and the factor of its controls.
const USUAL: (u8, u8) = (BETA.default as u8, RANK.default as u8);
/// Units of a cell beside its derivatives: counts, controls, edits.
const SCORES: u32 = 3;
const LAYERS: usize = LAYER.max as usize + 1;

pub struct Relations {
    bank: Bank,
    cells: Vec<Cell>,
    /// The cell that the long experiment is at.
    open: Cell,
}

impl Relations {
    fn seed(&self) -> u64 {
        self.bank.setup.seed.into()
    }

    /// How many subjects least squares is fitted on.
    fn most(states: &States) -> usize {
        states.len() * 7 / 10
    }

    fn count(&mut self, (relation, layer): (usize, usize)) -> Result<Cell, JobError> {
        let line = self.bank.line((relation, layer))?;
        let states = self.bank.states(relation)?;
        let (from, most, params) = (self.bank.pairs(), Relations::most(&states), &self.bank.params);
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
        let line = self.bank.line((relation, layer))?;
        let states = self.bank.states(relation)?;
        let (from, how) = (self.bank.pairs(), (beta(factor), self.seed()));
        (cell.random, cell.random_range) =
            random_matrices(&line, &states, layer, from, how, &self.bank.params);
        if with_other {
            let w = self.bank.line((neighbour(relation), layer))?.w;
            let line = Line::through(w, &states, layer, from);
            cell.other = Some(faithful(
                &line,
                &states,
                layer,
                from,
                beta(factor),
                &self.bank.params,
            ));
        }
        Ok(())
    }

    /// What the model says after each kind of move, counted into the cell.
    fn edits(&mut self, cell: &mut Cell, rank: u8) -> Result<[Vec<Option<u32>>; 3], JobError> {
        let (relation, layer) = (usize::from(cell.relation), usize::from(cell.layer));
        let back = inverse(&*self.bank.svd((relation, layer))?, rank);
        let states = self.bank.states(relation)?;
        let at = (layer, self.bank.pairs(), self.seed());
        let mut said =
            |how| moved(how, &back, &states, at, &mut self.bank.forward, &self.bank.params).map_err(fault);
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
        let line = self.bank.line(place)?;
        let states = self.bank.states(place.0)?;
        let (from, most) = (self.bank.pairs(), Relations::most(&states));
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
                line: says(&line, &states, i, place.1, beta(ask.beta), &self.bank.params),
                squares: says(&squares, &states, i, place.1, 1.0, &self.bank.params),
                squares_fitted: i < most,
                fitted: i < from,
                edit: edited,
            }
        };
        let rows = (0..states.len()).map(row).collect();
        let spectrum = self.bank.svd(place)?.values.iter().map(|x| *x as f32).collect();
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
    /// What it belongs to, and the cells: derivatives are large and soon measured again.
    type Kept = (Setup, Vec<Cell>, Cell);

    fn new(subject: Subject, setup: Setup) -> Result<Relations, JobError> {
        let setup = Setup {
            pairs: PAIRS.clamp(setup.pairs.into()) as u8,
            seed: SEED.clamp(setup.seed.into()) as u32,
        };
        Ok(Relations {
            bank: Bank::new(subject, setup),
            cells: Vec::new(),
            open: Cell::default(),
        })
    }

    fn units(&self) -> u32 {
        (LAYERS * RELATIONS.len()) as u32 * (self.bank.pieces() + SCORES)
    }

    /// Layer by layer: first the derivatives of all relations, then the counts of each, whose controls need its neighbour's.
    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let (pieces, relations) = (self.bank.pieces(), RELATIONS.len() as u32);
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
        self.bank.up_to(((rest / pieces) as usize, layer), rest % pieces)
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
        let of = self.bank.pieces() * needed.len() as u32;
        for place in needed {
            let there = self.bank.there(*place);
            if there < self.bank.pieces() {
                self.bank.up_to(*place, there)?;
                let done = needed.iter().map(|place| self.bank.there(*place)).sum();
                return Ok(Answer::Working { done, of });
            }
        }
        Ok(Answer::Fit(Box::new(self.fit(ask)?)))
    }

    fn keep(&self) -> Self::Kept {
        (self.bank.setup, self.cells.clone(), self.open.clone())
    }

    fn restore(&mut self, (setup, cells, open): Self::Kept) -> Result<(), JobError> {
        if setup != self.bank.setup || cells.len() > LAYERS * RELATIONS.len() {
            return Err(JobError::BadMessage);
        }
        (self.cells, self.open) = (cells, open);
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.bank.bytes()
    }
}
