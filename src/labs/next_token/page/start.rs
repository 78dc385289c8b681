//! What happens by itself: the text is fetched, a job is opened while nothing would be lost by it, what a lost job said is forgotten.

use leptos::prelude::*;

use super::shipped;
use super::state::Lab;
use crate::labs::next_token::config::{Config, Corpus};
use crate::lesson::{Text, text};
use crate::ui::{Kind, Timer};

/// How long the controls have to rest before a job is opened.
const REST_MS: u64 = 400;

const OWN_TEXT: Text = text(
    "This link was made with a text of someone\u{2019}s own, which stayed on their computer. Paste a text to train on.",
    "這個連結用的是對方自己的文字，那段文字只留在他的電腦上。請貼上一段文字來訓練。",
);

/// Called once, when the page is mounted.
pub(super) fn begin(lab: Lab) {
    miss_own_text(lab);
    Effect::new(move |_| lab.texts.want(lab.config.with(|c| c.corpus)));
    open_when_untouched(lab);
    forget_the_old_job(lab);
    lab.follow_questions();
    shipped::bring_when_wanted(lab);
}

/// A text of one's own stays where it is: a link only says that there was one.
fn miss_own_text(lab: Lab) {
    Effect::new(move |_| {
        let linked = lab.chosen.linked.get() > 0;
        let own = lab.config.with_untracked(|c| c.corpus == Corpus::Own);
        if linked && own && untrack(|| lab.texts.get(Corpus::Own)).is_none() {
            lab.ui.notices.push(Kind::Note, OWN_TEXT);
        }
    });
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
    let timer = Timer::new(REST_MS);
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
