//! What happens by itself: the link is read, the text is fetched, a job is opened while nothing would be lost by it, the
//! address follows the controls.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::link;
use super::shipped;
use super::state::Lab;
use super::words::{listed, say};
use crate::labs::next_token::LAB;
use crate::labs::next_token::config::{Config, Corpus};
use crate::lesson::{Describe, Lang, Text, text};
use crate::ui::{Kind, replace_query};
use crate::wire::link::{Place, Query};

/// How long the controls have to rest before a job is opened, or the address is written.
const REST_MS: u64 = 400;

const OWN_TEXT: Text = text(
    "This link was made with a text of someone\u{2019}s own, which stayed on their computer. Paste a text to train on.",
    "這個連結用的是對方自己的文字，那段文字只留在他的電腦上。請貼上一段文字來訓練。",
);

/// Called once, when the page is mounted.
pub(super) fn begin(lab: Lab) {
    read_links(lab);
    Effect::new(move |_| lab.texts.want(lab.config.with(|c| c.corpus)));
    open_when_untouched(lab);
    write_address(lab);
    forget_the_old_job(lab);
    lab.follow_questions();
    shipped::bring_when_wanted(lab);
}

/// The state in the address, now and whenever the reader follows another link to this lab.
fn read_links(lab: Lab) {
    let query = Memo::new(move |_| {
        lab.ui.route.with(|route| match &route.place {
            Place::Lab(id) if id == LAB.id => route.query.clone(),
            _ => Query::default(),
        })
    });
    Effect::new(move |_| {
        let query = query.get();
        match link::read(&query) {
            Ok(None) => {}
            Ok(Some((config, changed))) => {
                let own = config.corpus == Corpus::Own;
                lab.config.set(config);
                if !changed.is_empty() {
                    let words = kept(|lang| {
                        let names = listed(&changed, lang);
                        say(
                            lang,
                            || {
                                format!(
                                    "The link asked for more than this lab allows. Set to the nearest allowed value: {names}."
                                )
                            },
                            || {
                                format!(
                                    "連結裡有些設定超出這個實驗的範圍，已改為最接近的允許值：{names}。"
                                )
                            },
                        )
                    });
                    lab.ui.notices.push(Kind::Warning, words);
                }
                if own && untrack(|| lab.texts.get(Corpus::Own)).is_none() {
                    lab.ui.notices.push(Kind::Note, OWN_TEXT);
                }
            }
            Err(error) => {
                let words = kept(|lang| error.describe(lang));
                lab.ui.notices.push(Kind::Warning, words);
            }
        }
    });
}

/// A sentence for the site's notices. They outlive this page and its signals, so the words stay for as long as the tab.
fn kept(say: impl Fn(Lang) -> String) -> Text {
    text(String::leak(say(Lang::En)), String::leak(say(Lang::ZhHant)))
}

/// The choices that a job is made of.
fn setup(config: &Config) -> Config {
    Config {
        corpus: config.corpus,
        tokenizer: config.tokenizer,
        width: config.width,
        layers: config.layers,
        heads: config.heads,
        context: config.context,
        batch: config.batch,
        steps: config.steps,
        seed: config.seed,
        ..Config::default()
    }
}

/// While nothing has been learned, the open job follows the controls, so that the untrained model can be asked at once.
fn open_when_untouched(lab: Lab) {
    let session = lab.session;
    let wanted = Memo::new(move |_| {
        let setup = lab.config.with(setup);
        let here = lab.texts.get(setup.corpus).is_some();
        let revision = lab.texts.revision(setup.corpus);
        here.then_some((setup, revision))
    });
    let timer = Timer::new();
    Effect::new(move |_| {
        if wanted.get().is_none() {
            return;
        }
        timer.start(move || {
            let due = session.opened.with_untracked(Option::is_none) || {
                untrack(|| session.is_untouched() && !session.stale().is_empty())
            };
            if due {
                session.open();
            }
        });
    });
}

/// The address holds the state once the controls have come to rest.
fn write_address(lab: Lab) {
    let timer = Timer::new();
    Effect::new(move |before: Option<Config>| {
        let config = lab.config.get();
        // What stands in the address at the start was read from it, or is none.
        if before.is_some_and(|before| before != config) {
            timer.start(move || {
                replace_query(LAB.id, &lab.config.with_untracked(link::write));
            });
        }
        config
    });
}

/// What was said and measured belongs to the job that said it.
fn forget_the_old_job(lab: Lab) {
    Effect::new(move |before: Option<u32>| {
        let number = lab.session.number();
        if before.is_some_and(|before| before != number) {
            lab.shipped.set(false);
            lab.beams.set(None);
            lab.measured.set(None);
            lab.cost.set(None);
            lab.maps.set(None);
        }
        number
    });
    // Another text or another tokenizer: another vocabulary.
    let known = Memo::new(move |_| lab.session.about.with(Option::is_some));
    Effect::new(move |_| {
        if !known.get() {
            lab.forget();
        }
    });
}

/// One timeout that is started anew; ended with the page.
#[derive(Clone, Copy)]
struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    fn new() -> Timer {
        let handle = StoredValue::new(None::<TimeoutHandle>);
        let timer = Timer(handle);
        on_cleanup(move || timer.stop());
        timer
    }

    fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    fn start(self, task: impl FnOnce() + 'static) {
        self.stop();
        let handle = set_timeout_with_handle(task, Duration::from_millis(REST_MS));
        self.0.set_value(handle.ok());
    }
}
