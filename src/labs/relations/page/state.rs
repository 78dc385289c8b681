//! What the widgets share: the choices, the job on the chosen model, the fit at the controls, and what the reader has seen.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::relations::LAB;
use crate::labs::relations::config::{BETA, Config};
use crate::labs::relations::guesses::Seen;
use crate::labs::relations::protocol::{Answer, Ask, Cell, Fit, Report, Setup};
use crate::labs::relations::relation::{RELATIONS, Relation};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Count, Role};
use crate::train::trouble::AskError;
use crate::ui::{Chosen, follow, use_choices, use_lang};
use crate::data::tally::Tally;
use crate::world_page::Bench;

pub(super) const EMPTY: Text = text("The model is on its way, or being measured.", "模型正在送來，或正在測量。");
pub(super) const LAYERS: Text = text("blocks that have read the text", "已經讀過文字的層數");

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    /// The newest fit, with the number of the job that made it.
    fit: RwSignal<Option<(u32, Fit)>>,
    /// Pieces of the fit that are done, of how many, while it is made.
    pub working: RwSignal<Option<(u32, u32)>>,
    /// Counts the pieces asked for, so that the next is asked.
    round: RwSignal<u32>,
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    /// Cells of single fits, of the open job.
    fitted: RwSignal<Vec<Cell>>,
    words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let bench = Bench::new(LAB.id, chosen.pick(|c| c.which), move || chosen.config.with(Config::setup));
        let lab = Lab {
            chosen,
            bench,
            fit: RwSignal::new(None),
            working: RwSignal::new(None),
            round: RwSignal::new(0),
            problem: RwSignal::new(None),
            fitted: RwSignal::new(Vec::new()),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        // What one job has fitted says nothing of another model.
        Effect::new(move |_| {
            bench.session.number.track();
            lab.fitted.set(Vec::new());
        });
        lab.follow();
        lab
    }

    /// Asks for the fit at the controls piece by piece, then again with its neighbour as a control.
    fn follow(self) {
        let session = self.bench.session;
        let question = move || {
            let number = session.number.get();
            let ask = self.chosen.config.with(|c| c.ask(false));
            let with_other = self.fit.with(|fit| {
                let own = fit.as_ref().filter(|(of, fit)| *of == number && alike(fit.ask, ask));
                own.map(|(_, fit)| fit.ask.with_other)
            });
            let ask = match with_other {
                None => ask,
                Some(false) => Ask { with_other: true, ..ask },
                Some(true) => return None,
            };
            (number > 0).then(|| (number, self.round.get(), ask))
        };
        follow(session.job, question, move |answer| match answer {
            Ok(Answer::Working { done, of }) => {
                self.problem.set(None);
                self.working.set(Some((done, of)));
                self.round.update(|n| *n += 1);
            }
            Ok(Answer::Fit(fit)) => {
                self.problem.set(None);
                self.working.set(None);
                self.remember(&fit.cell);
                self.fit.set(Some((session.number.get_untracked(), *fit)));
            }
            Err(error) => {
                self.working.set(None);
                self.problem.set(Some(error));
            }
        });
    }

    fn remember(self, cell: &Cell) {
        self.fitted.update(|cells| {
            cells.retain(|c| (c.relation, c.layer) != (cell.relation, cell.layer));
            cells.push(cell.clone());
        });
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// The relation that is chosen.
    pub(super) fn relation(self) -> &'static Relation {
        self.chosen.config.with(|c| &RELATIONS[usize::from(c.relation).min(RELATIONS.len() - 1)])
    }

    /// Reads the fit, if it is one of the chosen relation and layer (its beta or rank may be a moment old).
    pub(super) fn now<T>(self, read: impl FnOnce(&Fit) -> Option<T>) -> Option<T> {
        let (relation, layer) = self.chosen.config.with(|c| (c.relation, c.layer));
        let number = self.bench.session.number.get();
        self.fit.with(|fit| {
            let (of, fit) = fit.as_ref()?;
            let meant = (*of, fit.ask.relation, fit.ask.layer) == (number, relation, layer);
            meant.then(|| read(fit)).flatten()
        })
    }

    /// The beta that the controls say.
    pub(super) fn beta(self) -> u8 {
        self.chosen.config.with(|c| c.beta)
    }

    /// A number of the long experiment's cells.
    pub(super) fn told<T>(self, read: impl FnOnce(&[Cell]) -> Option<T>) -> Option<T> {
        self.bench.told(|report| read(&report.cells))
    }

    /// Everything that was fitted on this model: the experiment's cells first.
    pub(super) fn seen(self) -> Seen {
        let mut cells = self.told(|cells| Some(cells.to_vec())).unwrap_or_default();
        self.fitted.with(|fitted| cells.extend(fitted.iter().cloned()));
        Seen { cells }
    }
}

/// The same relation, layer, beta and rank.
fn alike(a: Ask, b: Ask) -> bool {
    Ask { with_other: false, ..a } == Ask { with_other: false, ..b }
}

/// A row of a figure of counts.
pub(super) fn count(name: Text, role: Role, tally: Tally, lang: Lang) -> Count {
    Count {
        name: name.get(lang).into(),
        role,
        right: tally.right,
        of: tally.of,
        interval: tally.interval(),
    }
}

/// `20 of 23 (87 %)`, without the language's own words.
pub(super) fn share(tally: Tally) -> Option<f64> {
    (tally.of > 0).then(|| tally.share())
}

/// Beta of the long experiment's headline numbers.
pub(super) const USUAL: u8 = BETA.default as u8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_serves_its_own_question_with_and_without_the_neighbour() {
        let ask = Config::default().ask(false);
        assert!(alike(ask, Config::default().ask(true)));
        assert!(!alike(ask, Ask { layer: ask.layer + 1, ..ask }));
        assert!(!alike(ask, Ask { beta: 0, ..ask }));
    }
}
