//! The shipped checkpoints: fetched when one is chosen, kept for as long as the page.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Lab;
use crate::labs::logit_lens::config::Whose;
use crate::labs::logit_lens::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::train::trouble::AskError;
use crate::ui::{Kind, fetch, use_ui};
use crate::world_model::recipe::file_name;

const MISSING: Text = text(
    "The model could not be fetched. Check the connection, then choose the checkpoint again.",
    "無法取得模型。請檢查網路連線，再選一次檢查點。",
);

type Files = Vec<(u32, Arc<Vec<u8>>)>;

/// Brings the chosen checkpoint to the job whenever it is not there.
pub(super) fn bring_when_wanted(lab: Lab) {
    let ui = use_ui();
    let files = StoredValue::new(Files::new());
    let wanted = Memo::new(move |_| {
        let shipped = lab.chosen.config.with(|c| c.whose) == Whose::Shipped;
        let step = lab.checkpoint();
        let there = lab.loaded.with(|steps| steps.contains(&step));
        (shipped && !there).then(|| (lab.session.number.get(), step))
    });
    Effect::new(move |_| {
        let Some((number, step)) = wanted.get() else {
            return;
        };
        spawn_local(async move {
            let known = |(of, file): &(u32, Arc<Vec<u8>>)| (*of == step).then(|| file.clone());
            let Some(kept) = files.try_with_value(|files| files.iter().find_map(known)) else {
                return;
            };
            let file = match kept {
                Some(file) => file,
                None => {
                    lab.coming.try_set(Some(0.0));
                    let path = ["models/", &file_name(step)].concat();
                    let progress = move |share: f64| {
                        lab.coming.try_set(Some(share));
                    };
                    let fetched = fetch(&path, progress).await;
                    lab.coming.try_set(None);
                    let Ok(bytes) = fetched else {
                        ui.notices.push(Kind::Warning, MISSING);
                        return;
                    };
                    let file = Arc::new(bytes);
                    files.try_update_value(|files| files.push((step, file.clone())));
                    file
                }
            };
            let ask = Ask::Load {
                step,
                file: file.to_vec(),
            };
            match lab.session.job.ask::<Answer>(&ask).await {
                Ok(_) => {
                    if lab.session.number.try_get_untracked() == Some(number) {
                        lab.loaded.try_update(|steps| steps.push(step));
                    }
                }
                Err(AskError::Closed) => {}
                Err(error) => {
                    lab.problem.try_set(Some(error));
                }
            }
        });
    });
}
