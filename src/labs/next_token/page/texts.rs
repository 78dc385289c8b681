//! The texts to learn from: two that lie beside the page, and the reader's own, which never leaves it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;


use crate::data::corpus::Bundled;
use crate::labs::next_token::config::Corpus;
use crate::ui::fetch;

/// The bytes of a text.
pub(super) type Bytes = Arc<Vec<u8>>;

/// Where a bundled text is.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) enum Load {
    #[default]
    NotAsked,
    Coming,
    Here(Bytes),
    Failed,
}

/// The reader's own text.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Own {
    /// Goes up with every change.
    pub revision: u32,
    pub bytes: Bytes,
    /// What was pasted; empty for a file.
    pub pasted: String,
    /// Name of the file.
    pub file: Option<String>,
}

#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub english: RwSignal<Load>,
    pub chinese: RwSignal<Load>,
    pub own: RwSignal<Own>,
}

impl Texts {
    pub(super) fn new() -> Texts {
        Texts {
            english: RwSignal::new(Load::NotAsked),
            chinese: RwSignal::new(Load::NotAsked),
            own: RwSignal::new(Own::default()),
        }
    }

    fn bundled(self, corpus: Corpus) -> Option<(RwSignal<Load>, Bundled)> {
        match corpus {
            Corpus::English => Some((self.english, Bundled::English)),
            Corpus::Chinese => Some((self.chinese, Bundled::Chinese)),
            Corpus::Own => None,
        }
    }

    /// Fetches a bundled text, unless it is here or on its way.
    pub(super) fn want(self, corpus: Corpus) {
        let Some((slot, text)) = self.bundled(corpus) else {
            return;
        };
        if matches!(slot.get_untracked(), Load::Coming | Load::Here(_)) {
            return;
        }
        slot.set(Load::Coming);
        spawn_local(async move {
            let load = match fetch(text.path(), |_| ()).await {
                Ok(bytes) => Load::Here(Arc::new(bytes)),
                Err(_) => Load::Failed,
            };
            slot.try_set(load);
        });
    }

    /// The text, if it is here.
    pub(super) fn get(self, corpus: Corpus) -> Option<Bytes> {
        match self.bundled(corpus) {
            Some((slot, _)) => match slot.get() {
                Load::Here(bytes) => Some(bytes),
                _ => None,
            },
            None => self
                .own
                .with(|own| (!own.bytes.is_empty()).then(|| own.bytes.clone())),
        }
    }

    pub(super) fn failed(self, corpus: Corpus) -> bool {
        self.bundled(corpus)
            .is_some_and(|(slot, _)| slot.get() == Load::Failed)
    }

    /// Changes whenever another text stands behind the choice.
    pub(super) fn revision(self, corpus: Corpus) -> u32 {
        match corpus {
            Corpus::Own => self.own.with(|own| own.revision),
            _ => 0,
        }
    }

    pub(super) fn paste(self, text: String) {
        self.own.update(|own| {
            own.revision += 1;
            own.bytes = Arc::new(text.as_bytes().to_vec());
            own.pasted = text;
            own.file = None;
        });
    }

    pub(super) fn file(self, name: String, bytes: Vec<u8>) {
        self.own.update(|own| {
            own.revision += 1;
            own.bytes = Arc::new(bytes);
            own.pasted = String::new();
            own.file = Some(name);
        });
    }
}
