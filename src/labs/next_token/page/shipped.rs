//! The weights that were trained longer and come with the site: fetched only when the reader asks for them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Lab;
use super::texts::Bytes;
use crate::data::shipped::is_whole;
use crate::labs::next_token::config::{Config, Corpus, Weights};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::ui::{Kind, fetch_model};

fn file_name(corpus: Corpus) -> &'static str {
    match corpus {
        Corpus::Chinese => "next-token-chinese.safetensors",
        _ => "next-token-english.safetensors",
    }
}

/// Fetches the file and hands it to the job whenever the choice stands on shipped weights and they are not there.
/// `lab.shipping` is the share that has come, while it comes.
pub(super) fn bring_when_wanted(lab: Lab) {
    let files = StoredValue::new(Vec::<(Corpus, Bytes)>::new());
    let wanted = Memo::new(move |_| {
        let chosen = lab.config.with(|c| c.weights) == Weights::Shipped;
        let fits = chosen && lab.can_ship() && lab.can_ask() && lab.session.stale().is_empty();
        (fits && !lab.shipped.get()).then(|| (lab.session.number(), lab.config.with(|c| c.corpus)))
    });
    Effect::new(move |_| {
        let Some((number, corpus)) = wanted.get() else {
            return;
        };
        if lab.shipping.get_untracked().is_some() {
            return;
        }
        lab.shipping.set(Some(0.0));
        spawn_local(async move {
            let done = bring(lab, files, corpus).await;
            lab.shipping.try_set(None);
            let same = untrack(|| lab.session.opened.try_get().flatten())
                .is_some_and(|opened| opened.number == number);
            match done {
                Some(true) if same => lab.shipped.set(true),
                // Refused, or not there: back to the reader's own.
                Some(false) => lab.change(|config: &mut Config| config.weights = Weights::Live),
                _ => {}
            }
        });
    });
}

/// `None`: the page or the job is gone meanwhile.
async fn bring(lab: Lab, files: StoredValue<Vec<(Corpus, Bytes)>>, corpus: Corpus) -> Option<bool> {
    let known = |(of, bytes): &(Corpus, Bytes)| (*of == corpus).then(|| bytes.clone());
    let kept = files.try_with_value(|files| files.iter().find_map(known))?;
    let file = match kept {
        Some(file) => file,
        None => {
            let progress = move |share: f64| {
                lab.shipping.try_set(Some(share));
            };
            let name = file_name(corpus);
            let bytes = match fetch_model(name, |bytes| is_whole(name, bytes), progress).await {
                Ok(bytes) => Arc::new(bytes),
                Err(why) => {
                    lab.ui.notices.push(Kind::Warning, why.of_model());
                    return Some(false);
                }
            };
            files.try_update_value(|files| files.push((corpus, bytes.clone())))?;
            bytes
        }
    };
    let ask = Ask::Shipped {
        file: file.to_vec(),
    };
    match lab.session.ask(&ask).await {
        Ok(Answer::Loaded(_)) => Some(true),
        Ok(_) => Some(false),
        Err(crate::train::trouble::AskError::Closed) => None,
        Err(error) => {
            lab.problem.try_set(Some(error));
            Some(false)
        }
    }
}
