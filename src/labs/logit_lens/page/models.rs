//! The chosen model brought to the job, and the reader's own run put on the shelf for the other labs.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Lab;
use crate::labs::logit_lens::protocol::{Answer, Ask, Loaded};
use crate::train::State;
use crate::train::trouble::AskError;
use crate::ui::{Kind, use_ui};
use crate::world_model::study::ModelFile;
use crate::world_model::subject::About;
use crate::world_model::which::Whose;
use crate::world_page::{Own, own, put_own, shipped};

/// How often a run that goes on is put on the shelf, in steps.
const SAVE_EVERY: u32 = 25;

/// Brings the chosen model to the job whenever it is not there.
pub(super) fn bring_when_wanted(lab: Lab) {
    let ui = use_ui();
    let wanted = Memo::new(move |_| {
        let model = lab.wanted()?;
        let there = lab.loaded.with(|loaded| loaded.contains(&model));
        (!there).then(|| (lab.session.number.get(), model))
    });
    Effect::new(move |_| {
        let Some((number, model)) = wanted.get() else {
            return;
        };
        let kept = untrack(own).map(|own| own.file);
        spawn_local(async move {
            let file = match model {
                Loaded::Own => kept,
                Loaded::Shipped(step) => {
                    let progress = move |share: f64| {
                        lab.coming.try_set(Some(share));
                    };
                    let came = shipped(step, progress).await;
                    lab.coming.try_set(None);
                    came.map_err(|why| ui.notices.push(Kind::Warning, why.of_model())).ok()
                }
            };
            let Some(file) = file else { return };
            let file = file.0.to_vec();
            match lab.session.job.ask::<Answer>(&Ask::Load { model, file }).await {
                Ok(_) => {
                    if lab.session.number.try_get_untracked() == Some(number) {
                        lab.loaded.try_update(|loaded| loaded.push(model));
                    }
                }
                Err(AskError::Closed) => {}
                Err(error) => {
                    lab.problem.try_set(Some(error));
                    // A file that is no model of this kind would be refused in every lab.
                    if model == Loaded::Own {
                        put_own(None);
                    }
                }
            }
        });
    });
}

/// Puts the reader's run on the shelf every now and then, and whenever it halts.
pub(super) fn shelve_own(lab: Lab) {
    let due = Memo::new(move |_| {
        let step = lab.run.with(|run| run.last.step);
        let halted = lab.session.job.state.get() != State::Running;
        let step = if halted { step } else { step / SAVE_EVERY * SAVE_EVERY };
        (step > 0).then_some(step)
    });
    Effect::new(move |_| {
        if due.get().is_none() {
            return;
        }
        spawn_local(async move {
            if let Ok(Answer::File(file)) = lab.session.job.ask::<Answer>(&Ask::Save).await
                && let Some(about) = About::of_file(&file)
            {
                let file = ModelFile(file.into());
                put_own(Some(Own { file, about }));
            }
        });
    });
}

/// Whether the shelf serves: the reader's own is wanted, and no run of this page has begun.
pub(super) fn from_shelf(lab: Lab) -> bool {
    lab.chosen.config.with(|c| c.which.whose) == Whose::Own
        && lab.run.with(|run| run.last.step) == 0
        && own().is_some()
}
