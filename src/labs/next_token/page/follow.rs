//! A question that follows the controls: asked anew whenever it changes, one at a time, and what comes too late is dropped.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::train::trouble::AskError;

/// Which job, which state of its weights, and what is asked of it.
pub(super) type Question = (u32, u32, Ask);

#[derive(Clone, Copy)]
struct Follow {
    session: Session,
    wanted: Memo<Option<Question>>,
    flying: StoredValue<bool>,
    hear: Callback<Result<Answer, AskError>>,
}

/// Asks `question` whenever it changes (`None`: not now) and hands over the answers to the newest one.
pub(super) fn follow(
    session: Session,
    question: impl Fn() -> Option<Question> + Send + Sync + 'static,
    hear: impl Fn(Result<Answer, AskError>) + Send + Sync + 'static,
) {
    let follow = Follow {
        session,
        wanted: Memo::new(move |_| question()),
        flying: StoredValue::new(false),
        hear: Callback::new(hear),
    };
    Effect::new(move |_| {
        follow.wanted.track();
        follow.fly();
    });
}

impl Follow {
    /// Asks, unless an answer is on its way: then the newest question goes out when it is there.
    fn fly(self) {
        if self.flying.get_value() {
            return;
        }
        let Some(question) = self.wanted.get_untracked() else {
            return;
        };
        self.flying.set_value(true);
        spawn_local(async move {
            let answer = self.session.ask(&question.2).await;
            // The page may be gone meanwhile.
            if self.flying.try_set_value(false).is_some() {
                return;
            }
            let Some(wanted) = self.wanted.try_get_untracked() else {
                return;
            };
            // An answer from slightly older weights is good until the next one is there.
            let fits = wanted
                .as_ref()
                .is_some_and(|(job, _, ask)| (*job, ask) == (question.0, &question.2));
            if fits && answer != Err(AskError::Closed) {
                self.hear.run(answer);
            }
            if wanted.is_some_and(|wanted| wanted != question) {
                self.fly();
            }
        });
    }
}
