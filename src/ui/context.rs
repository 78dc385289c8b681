//! What every component may ask for: language, theme, notices, the current link. Provided once by the shell.

use leptos::prelude::*;

use super::notice::Notices;
use crate::lesson::{Lang, Text};
use crate::wire::link::{Route, Theme};

/// The shell's signals. A component asks for them with [`use_ui`].
#[derive(Clone, Copy)]
pub struct Ui {
    pub lang: RwSignal<Lang>,
    pub theme: RwSignal<Theme>,
    pub notices: Notices,
    /// Where the reader is, as in the address bar when they came; `query.state` holds the lab's configuration.
    pub route: RwSignal<Route>,
}

impl Ui {
    /// Also what a component gets that is mounted without a shell (in a test).
    pub fn new(lang: Lang, theme: Theme, route: Route) -> Ui {
        Ui {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(theme),
            notices: Notices::new(),
            route: RwSignal::new(route),
        }
    }

    /// Goes to a place. The language and theme of a link hold for this visit and are not kept.
    pub(super) fn follow(self, route: Route) {
        if let Some(lang) = route.query.lang {
            self.lang.set(lang);
        }
        if let Some(theme) = route.query.theme {
            self.theme.set(theme);
        }
        self.route.set(route);
    }
}

/// The shell's signals.
pub fn use_ui() -> Ui {
    use_context().unwrap_or_else(|| Ui::new(Lang::En, Theme::System, Route::default()))
}

/// The reader's language.
pub fn use_lang() -> RwSignal<Lang> {
    use_ui().lang
}

/// A text that follows the language: `<p>{t(TITLE)}</p>`.
pub fn t(text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let lang = use_lang();
    move || text.get(lang.get())
}

/// The words of a component: a fixed text in both languages, or a sentence computed from data (already in the reader's language).
#[derive(Clone, Copy, Debug)]
pub enum Words {
    Fixed(Text),
    Live(Signal<String>),
}

impl Words {
    /// Tracks whatever it depends on.
    pub fn get(self, lang: Lang) -> String {
        match self {
            Words::Fixed(text) => text.get(lang).into(),
            Words::Live(signal) => signal.get(),
        }
    }

    /// For a view: `<p>{words.show()}</p>`.
    pub fn show(self) -> impl Fn() -> String + Copy + Send + Sync + 'static {
        let lang = use_lang();
        move || self.get(lang.get())
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Words {
        Words::Fixed(text)
    }
}

impl From<Signal<String>> for Words {
    fn from(signal: Signal<String>) -> Words {
        Words::Live(signal)
    }
}

impl From<Memo<String>> for Words {
    fn from(memo: Memo<String>) -> Words {
        Words::Live(memo.into())
    }
}

/// A closure as a signal. A view is compiled anew for every type in it, and every closure is a type of its own; signals of the
/// same value share one copy. `hidden=live(move || ..)` instead of `hidden=move || ..` takes a third off a page.
pub fn live<T: Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    Signal::derive(compute)
}

/// Writes into a signal: `on_change=into(temperature)`.
pub fn into<T: Send + Sync + 'static>(signal: RwSignal<T>) -> Callback<T> {
    Callback::new(move |value| signal.set(value))
}
