//! What the widgets share: the choices, the job, what was seen, and the cell that is looked at.

use std::sync::Arc;

use leptos::prelude::*;

use super::models;
use crate::data::world::Vocabulary;
use crate::labs::logit_lens::LAB;
use crate::labs::logit_lens::config::Config;
use crate::labs::logit_lens::protocol::{Answer, Ask, Cell, Loaded, Look, Report, Setup, View};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, Session, follow, use_choices, use_job, use_lang};
use crate::world_model::thinking::Count;
use crate::world_model::which::{Which, Whose};
use crate::world_page::picker;

/// A curve: (step, number).
pub(super) type Curve = Arc<Vec<(f64, f64)>>;

/// What the reader's own run has told so far.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Run {
    /// The newest report; its points are in the curves.
    pub last: Report,
    pub losses: Curve,
    pub known: Curve,
}

impl Run {
    fn take(&mut self, mut report: Report) {
        if report.restart {
            self.losses = Curve::default();
            self.known = Curve::default();
        }
        let points = |from: Vec<(u32, f32)>| from.into_iter().map(|(step, y)| (f64::from(step), f64::from(y)));
        Arc::make_mut(&mut self.losses).extend(points(std::mem::take(&mut report.losses)));
        Arc::make_mut(&mut self.known).extend(points(std::mem::take(&mut report.known)));
        self.last = report;
    }
}

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub session: Session<Setup>,
    pub run: RwSignal<Run>,
    pub view: RwSignal<Option<View>>,
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    /// (layer, position); `None`: the last position at the end.
    pub cell: RwSignal<Option<(usize, usize)>>,
    /// The models that the open job has.
    pub loaded: RwSignal<Vec<Loaded>>,
    /// What was counted in the models of the experiment on languages, in the order of `thinking::parts`.
    pub counts: RwSignal<Vec<Count>>,
    /// The share of a checkpoint that has come, while it comes.
    pub coming: RwSignal<Option<f64>>,
    pub words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let run = RwSignal::new(Run::default());
        let job = use_job(LAB.id, move |report: Report| {
            run.try_update(|run| run.take(report));
        });
        let session = Session::new(job, move || {
            let setup = |c: &Config| Setup {
                seed: c.seed,
                steps: c.steps,
            };
            Some(chosen.config.with(setup))
        });
        let lab = Lab {
            chosen,
            session,
            run,
            view: RwSignal::new(None),
            problem: RwSignal::new(None),
            cell: RwSignal::new(None),
            loaded: RwSignal::new(Vec::new()),
            counts: RwSignal::new(Vec::new()),
            coming: RwSignal::new(None),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        // What a job has been given goes with it.
        Effect::new(move |_| {
            session.number.track();
            lab.loaded.set(Vec::new());
            run.set(Run::default());
        });
        session.open();
        models::bring_when_wanted(lab);
        models::shelve_own(lab);
        lab.follow();
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// The widget: which model.
    pub(super) fn model_picker(self) -> AnyView {
        let choose = move |which: Which| self.chosen.change(|c| c.which = which);
        // An untrained model of one's own is worth a look here, so none is ever missing.
        picker(self.coming, Signal::stored(false), self.chosen.pick(|c| c.which), Callback::new(choose), true)
    }

    /// The model file that the choice needs; `None`: the run of this page serves.
    pub(super) fn wanted(self) -> Option<Loaded> {
        let which = self.chosen.config.with(|c| c.which);
        match which.whose {
            Whose::Shipped => Some(Loaded::Shipped(which.step())),
            Whose::Own => models::from_shelf(self).then_some(Loaded::Own),
        }
    }

    /// The question that follows the controls and, with the reader's own model, its training.
    fn follow(self) {
        let question = move || {
            let config = self.chosen.config.get();
            let (step, own) = (config.which.step(), config.which.whose == Whose::Own);
            let wanted = self.wanted();
            let ready = wanted.is_none_or(|model| self.loaded.with(|loaded| loaded.contains(&model)));
            let version = if own {
                self.run.with(|run| run.last.step)
            } else {
                0
            };
            let look = Look {
                whose: config.which.whose,
                step,
                prompt: config.whole_prompt(),
                watched: config.watched(),
            };
            ready.then(|| (self.session.number.get(), version, Ask::Look(look)))
        };
        follow(self.session.job, question, move |answer| match answer {
            Ok(Answer::View(view)) => {
                // A cell of another text is not the one that was meant.
                let old = self.view.with_untracked(|v| v.as_ref().map(|v| v.tokens.len()));
                if old != Some(view.tokens.len()) {
                    self.cell.set(None);
                }
                self.problem.set(None);
                self.view.set(Some(view));
            }
            Ok(_) => {}
            Err(error) => self.problem.set(Some(error)),
        });
    }

    /// The cell that is looked at, inside the view.
    pub(super) fn place(self) -> Option<(usize, usize)> {
        self.view.with(|view| {
            let view = view.as_ref()?;
            let end = (view.layers as usize - 1, view.tokens.len() - 1);
            let (layer, position) = self.cell.get().unwrap_or(end);
            Some((layer.min(end.0), position.min(end.1)))
        })
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }
}

/// The reading of a layer at a position.
pub(super) fn cell(view: &View, layer: usize, position: usize) -> Option<&Cell> {
    view.cells.get(layer * view.tokens.len() + position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_grow_and_are_forgotten_when_the_job_says_so() {
        let mut run = Run::default();
        let report = |losses: &[(u32, f32)], restart| Report {
            losses: losses.to_vec(),
            restart,
            ..Report::default()
        };
        run.take(report(&[(1, 4.0)], true));
        run.take(report(&[(2, 3.0)], false));
        assert_eq!(*run.losses, [(1.0, 4.0), (2.0, 3.0)]);
        run.take(report(&[(1, 5.0)], true));
        assert_eq!(*run.losses, [(1.0, 5.0)]);
    }
}
