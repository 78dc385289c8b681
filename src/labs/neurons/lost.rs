//! What is lost without a neuron, as the answers to `Ask::KnockOut` come in: the chosen neuron first, then its controls.

use super::config::controls;
use super::effect::{ByClass, Effect};
use super::protocol::Lost;

/// What a neuron is set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Value {
    #[default]
    Zero,
    /// Its mean over the documents.
    Mean,
}

/// Which neuron of which open job.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    pub job: u32,
    pub layer: u32,
    pub neuron: u32,
    /// Draws the controls.
    pub seed: u32,
}

/// One neuron on the documents so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    pub neuron: u32,
    zero: ByClass,
    mean: ByClass,
    /// Parts of the documents.
    pub done: u32,
    /// 0: not known yet.
    pub parts: u32,
}

impl Measured {
    fn new(neuron: u32) -> Measured {
        Measured {
            neuron,
            zero: ByClass::default(),
            mean: ByClass::default(),
            done: 0,
            parts: 0,
        }
    }

    /// On every document.
    pub fn is_whole(&self) -> bool {
        self.parts > 0 && self.done >= self.parts
    }

    pub fn sums(&self, value: Value) -> &ByClass {
        match value {
            Value::Zero => &self.zero,
            Value::Mean => &self.mean,
        }
    }

    /// Of a class; `CLASSES` is all words.
    pub fn effect(&self, value: Value, class: usize) -> Option<Effect> {
        self.sums(value).get(class)?.effect()
    }
}

/// A neuron and its controls.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Losses {
    place: Place,
    /// The chosen one first; empty until the first answer.
    measured: Vec<Measured>,
}

impl Losses {
    /// What there is of this place.
    pub fn of(&self, place: Place) -> Option<&[Measured]> {
        (self.place == place && !self.measured.is_empty()).then_some(&self.measured[..])
    }

    /// The neuron and the part of the documents that come next; `None`: all is measured.
    pub fn next(&self, place: Place, beside: bool) -> Option<(u32, u32)> {
        let Some(measured) = self.of(place) else {
            return Some((place.neuron, 0));
        };
        let wanted = if beside { measured.len() } else { 1 };
        let next = measured[..wanted].iter().find(|m| !m.is_whole())?;
        Some((next.neuron, next.done))
    }

    /// The answer to what was `next`.
    pub fn take(&mut self, place: Place, (neuron, part): (u32, u32), lost: &Lost) {
        if self.of(place).is_none() {
            let all = std::iter::once(place.neuron).chain(controls(
                place.seed,
                place.layer,
                place.neuron,
            ));
            self.place = place;
            self.measured = all.map(Measured::new).collect();
        }
        let found = self
            .measured
            .iter_mut()
            .find(|m| m.neuron == neuron && m.done == part);
        let Some(measured) = found else { return };
        for (sums, more) in [
            (&mut measured.zero, &lost.zero),
            (&mut measured.mean, &lost.mean),
        ] {
            sums.iter_mut()
                .zip(more)
                .for_each(|(sum, more)| sum.join(more));
        }
        measured.parts = lost.parts;
        measured.done += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::CLASSES;
    use super::super::config::CONTROLS;
    use super::super::effect::Sums;
    use super::*;

    fn answer() -> Lost {
        let mut sums = Sums::default();
        sums.add(2.0, 0.2);
        sums.add(1.0, 0.2);
        let sums = vec![sums; CLASSES + 1];
        Lost {
            zero: sums.clone(),
            mean: sums,
            parts: 2,
        }
    }

    #[test]
    fn the_chosen_neuron_is_measured_first_and_another_one_begins_anew() {
        let place = Place {
            job: 1,
            layer: 4,
            neuron: 91,
            seed: 1,
        };
        let mut losses = Losses::default();
        let mut order = Vec::new();
        while let Some(next) = losses.next(place, true) {
            losses.take(place, next, &answer());
            order.push(next);
        }
        assert_eq!(order.len(), 2 * (1 + CONTROLS));
        assert_eq!(order[..2], [(91, 0), (91, 1)]);
        let measured = losses.of(place).expect("measured");
        assert!(measured.iter().all(Measured::is_whole));
        let effect = measured[0].effect(Value::Mean, CLASSES).expect("words");
        assert!((effect.mean - 0.4 / 3.0).abs() < 1e-12 && effect.words == 6.0);
        let other = Place { neuron: 7, ..place };
        assert_eq!(
            (losses.of(other), losses.next(other, false)),
            (None, Some((7, 0)))
        );
        losses.take(other, (7, 0), &answer());
        losses.take(other, (7, 1), &answer());
        assert_eq!(losses.next(other, false), None);
    }
}
