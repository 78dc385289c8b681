//! What the site tells the reader beside the lab: notices that can be put away, and a live region that speaks at most every 3 s.

use leptos::prelude::*;

use super::context::{Words, t, use_ui};
use crate::lesson::{Text, text};

const PUT_AWAY: Text = text("Put this message away", "收起這則訊息");

/// How much a message matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Worth knowing.
    Note,
    /// Something was changed or could not be kept.
    Warning,
    /// Something does not work.
    Trouble,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Kind::Note => "callout is-note",
            Kind::Warning => "callout is-warning",
            Kind::Trouble => "callout is-trouble",
        }
    }

    const fn word(self) -> Text {
        match self {
            Kind::Note => text("Note", "說明"),
            Kind::Warning => text("Please note", "請注意"),
            Kind::Trouble => text("Problem", "問題"),
        }
    }
}

/// The notices of the site, and what the live region says. A lab pushes, the shell shows.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<(u32, Kind, Words)>>,
    said: RwSignal<String>,
    /// Time of the last announcement and what waits for its turn.
    waiting: StoredValue<(f64, Option<String>)>,
}

/// Shortest time between two announcements, ms.
const APART_MS: f64 = 3000.0;
/// More notices than these push out the oldest.
const MOST: usize = 4;

impl Notices {
    pub(super) fn new() -> Notices {
        Notices {
            list: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            waiting: StoredValue::new((f64::NEG_INFINITY, None)),
        }
    }

    /// Shows a notice until the reader puts it away. The same fixed text is shown once.
    pub fn push(self, kind: Kind, words: impl Into<Words>) {
        let words = words.into();
        self.list.update(|list| {
            let same = |other: &Words| matches!((other, &words), (Words::Fixed(a), Words::Fixed(b)) if a == b);
            if list.iter().any(|(_, _, other)| same(other)) {
                return;
            }
            let id = list.last().map_or(0, |(id, _, _)| id.wrapping_add(1));
            list.push((id, kind, words));
            if list.len() > MOST {
                list.remove(0);
            }
        });
    }

    pub fn clear(self) {
        self.list.set(Vec::new());
    }

    /// Has a screen reader say this (polite). At most one message every 3 s; of those that come sooner the last is kept.
    pub fn announce(self, message: String) {
        let now = now_ms();
        let (last, pending) = self.waiting.get_value();
        if now - last >= APART_MS && pending.is_none() {
            self.waiting.set_value((now, None));
            self.said.set(message);
            return;
        }
        self.waiting.set_value((last, Some(message)));
        if pending.is_none() {
            let wait = (APART_MS - (now - last)).clamp(0.0, APART_MS) as u64;
            set_timeout(
                move || {
                    if let Some((_, Some(message))) = self.waiting.try_get_value() {
                        self.waiting.set_value((now_ms(), None));
                        self.said.try_set(message);
                    }
                },
                std::time::Duration::from_millis(wait),
            );
        }
    }
}

fn now_ms() -> f64 {
    window().performance().map(|p| p.now()).unwrap_or(0.0)
}

/// The place of the notices, under the header.
#[component]
pub fn NoticeArea() -> impl IntoView {
    let ui = use_ui();
    let notices = ui.notices;
    view! {
        <div class="notices" role="region" aria-label=t(text("Messages", "訊息"))>
            <For each=move || notices.list.get() key=|(id, _, _)| *id let((id, kind, words))>
                <div class=kind.class() role="status">
                    <p><strong>{t(kind.word())}</strong>" "{words.show()}</p>
                    <button type="button" class="button is-quiet" aria-label=t(PUT_AWAY) title=t(PUT_AWAY)
                        on:click=move |_| notices.list.update(|list| list.retain(|(other, _, _)| *other != id))>"×"</button>
                </div>
            </For>
        </div>
        <p class="only-read" role="status" aria-live="polite">{notices.said}</p>
    }
}

/// A message inside a lab. With `on_close` it can be put away.
#[component]
pub fn Callout(
    #[prop(optional)] kind: Option<Kind>,
    #[prop(optional)] on_close: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let kind = kind.unwrap_or(Kind::Note);
    view! {
        <div class=kind.class() role=if kind == Kind::Trouble { "alert" } else { "note" }>
            <div class="callout-body"><p class="callout-kind">{t(kind.word())}</p>{children()}</div>
            {on_close.map(|close| view! {
                <button type="button" class="button is-quiet" aria-label=t(PUT_AWAY) title=t(PUT_AWAY) on:click=move |_| close.run(())>"×"</button>
            })}
        </div>
    }
    .into_any()
}
