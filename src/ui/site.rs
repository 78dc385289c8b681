//! What the shell is handed: it knows no lab by name.

use leptos::prelude::AnyView;

use super::lazy::LazyPage;
use crate::lesson::Text;

/// A lab as the shell sees it.
#[derive(Clone, Copy)]
pub struct SiteLab {
    pub id: &'static str,
    /// 1 to 4.
    pub lecture: u8,
    pub title: Text,
    pub question: Text,
    /// `None`: not yet.
    pub page: Option<LazyPage>,
    /// A small live drawing for the home page, computed by the lab's own code.
    pub preview: Option<fn() -> AnyView>,
}

/// The whole site.
#[derive(Clone, Copy)]
pub struct Site {
    pub lectures: &'static [Text],
    /// In the order of the home page.
    pub labs: &'static [SiteLab],
}

impl Site {
    pub fn find(&self, id: &str) -> Option<SiteLab> {
        self.labs.iter().copied().find(|lab| lab.id == id)
    }
}
