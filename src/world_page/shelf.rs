//! The reader's own model, and the shipped files that have come: kept for as long as the page, so that one training serves all labs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::data::shipped::is_whole;
use crate::ui::{NotFetched, fetch_model};
use crate::world_model::recipe::file_name;
use crate::world_model::study::ModelFile;
use crate::world_model::subject::About;

/// A model of the reader's.
#[derive(Clone, PartialEq, Debug)]
pub struct Own {
    pub file: ModelFile,
    pub about: About,
}

thread_local! {
    static OWN: ArcRwSignal<Option<Own>> = ArcRwSignal::new(None);
    static SHIPPED: RefCell<BTreeMap<String, ModelFile>> = const { RefCell::new(BTreeMap::new()) };
}

/// The reader's own model, if there is one. Tracks.
pub fn own() -> Option<Own> {
    OWN.with(|own| own.get())
}

/// Puts a model on the shelf in place of any other.
pub fn put_own(own: Option<Own>) {
    OWN.with(|shelf| shelf.set(own));
}

/// A shipped checkpoint of the world model, fetched once.
pub async fn shipped(step: u32, progress: impl Fn(f64)) -> Result<ModelFile, NotFetched> {
    shipped_file(file_name(step), progress).await
}

/// Any file of the folder of models, fetched once.
pub async fn shipped_file(name: String, progress: impl Fn(f64)) -> Result<ModelFile, NotFetched> {
    if let Some(kept) = SHIPPED.with_borrow(|files| files.get(&name).cloned()) {
        return Ok(kept);
    }
    let bytes = fetch_model(&name, |bytes| is_whole(&name, bytes), progress).await?;
    let file = ModelFile(bytes.into());
    SHIPPED.with_borrow_mut(|files| files.insert(name, file.clone()));
    Ok(file)
}
