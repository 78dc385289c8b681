//! A lab's choices on the page: read from the link, kept in the address, copied as a link.
//!
//! ```ignore
//! let chosen = use_choices::<Config>();                       // in the lab's page()
//! let seed = chosen.pick(|c| f64::from(c.seed));              // a Memo for a control
//! chosen.change(|c| c.seed = 7);                              // what a control does
//! view! { <LabTools chosen /> ... }
//! ```

use leptos::prelude::*;

use super::context::use_ui;
use super::copy_link::CopyLink;
use super::notice::Kind;
use super::router::replace_query;
use super::slider::Limits;
use super::timer::Timer;
use super::words::{kept, listed, say};
use crate::lesson::Describe;
use crate::wire::choices::{Choices, Range, read, route, write};
use crate::wire::link::{Place, Query};

/// How long the controls have to rest before the address is written.
const REST_MS: u64 = 400;

/// The limits of a choice, as the controls take them.
impl From<Range> for Limits {
    fn from(range: Range) -> Limits {
        Limits::new(range.min, range.max, range.step, range.default)
    }
}

/// The choices as they stand. Copy; belongs to the page that called [`use_choices`].
pub struct Chosen<C: Choices> {
    pub config: RwSignal<C>,
    /// Goes up each time a link has set the choices.
    pub linked: RwSignal<u32>,
}

impl<C: Choices> Clone for Chosen<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Choices> Copy for Chosen<C> {}

impl<C: Choices> Chosen<C> {
    pub fn change(self, change: impl FnOnce(&mut C)) {
        self.config.update(change);
    }

    /// One choice as a signal of its own, so that a change elsewhere redraws nothing.
    pub fn pick<T: PartialEq + Send + Sync + 'static>(self, read: fn(&C) -> T) -> Memo<T> {
        Memo::new(move |_| self.config.with(read))
    }

    pub fn get(self) -> C {
        self.config.get()
    }
}

/// The choices of the lab whose page this is: those of the link, else the default. They follow later links to the same lab,
/// and the address follows them.
pub fn use_choices<C: Choices>() -> Chosen<C> {
    let chosen = Chosen {
        config: RwSignal::new(C::default()),
        linked: RwSignal::new(0),
    };
    read_links(chosen);
    write_address(chosen);
    chosen
}

/// The state in the address, now and whenever the reader follows another link to this lab.
fn read_links<C: Choices>(chosen: Chosen<C>) {
    let ui = use_ui();
    let query = Memo::new(move |_| {
        ui.route.with(|route| match &route.place {
            Place::Lab(id) if id == C::LAB => route.query.clone(),
            _ => Query::default(),
        })
    });
    Effect::new(move |_| match read::<C>(&query.get()) {
        Ok(None) => {}
        Ok(Some((config, changed))) => {
            chosen.config.set(config);
            chosen.linked.update(|n| *n += 1);
            if changed.is_empty() {
                return;
            }
            let words = kept(|lang| {
                let names = listed(changed.iter().map(|name| C::control_name(name)), lang);
                say(
                    lang,
                    || {
                        format!(
                            "The link asked for more than this lab allows. Set to the nearest allowed value: {names}."
                        )
                    },
                    || format!("連結裡有些設定超出這個實驗的範圍，已改為最接近的允許值：{names}。"),
                )
            });
            ui.notices.push(Kind::Warning, words);
        }
        Err(error) => {
            ui.notices
                .push(Kind::Warning, kept(|lang| error.describe(lang)));
        }
    });
}

/// The address holds the state once the controls have come to rest.
fn write_address<C: Choices>(chosen: Chosen<C>) {
    let timer = Timer::new(REST_MS);
    Effect::new(move |before: Option<C>| {
        let config = chosen.config.get();
        // What stands in the address at the start was read from it, or is none.
        if before.is_some_and(|before| before != config) {
            timer.start(move || {
                replace_query(C::LAB, &chosen.config.with_untracked(write));
            });
        }
        config
    });
}

/// The line above a lesson: what is copied also stands in the address.
#[component]
pub fn LabTools<C: Choices>(chosen: Chosen<C>) -> impl IntoView {
    let place = move |()| {
        let route = chosen.config.with_untracked(route);
        replace_query(C::LAB, &route.query);
        route
    };
    view! { <div class="lab-tools"><CopyLink route=Callback::new(place) /></div> }.into_any()
}
