//! A question that follows the controls: asked anew whenever it changes, one at a time, and what comes too late is dropped.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::worker::JobHandle;
use crate::train::trouble::AskError;

/// Which job, which state of it (a step, a count), and what is asked of it. An answer from a slightly older state of the same
/// job is good until the next one is there.
pub type Question<Q> = (u32, u32, Q);

struct Follow<Q: Send + Sync + 'static, A: 'static> {
    job: JobHandle,
    wanted: Memo<Option<Question<Q>>>,
    flying: StoredValue<bool>,
    hear: Callback<Result<A, AskError>>,
}

impl<Q: Send + Sync + 'static, A: 'static> Clone for Follow<Q, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: Send + Sync + 'static, A: 'static> Copy for Follow<Q, A> {}

/// Asks `question` whenever it changes (`None`: not now) and hands over the answers to the newest one.
pub fn follow<Q, A>(
    job: JobHandle,
    question: impl Fn() -> Option<Question<Q>> + Send + Sync + 'static,
    hear: impl Fn(Result<A, AskError>) + Send + Sync + 'static,
) where
    Q: Serialize + PartialEq + Clone + Send + Sync + 'static,
    A: DeserializeOwned + PartialEq + 'static,
{
    let follow = Follow {
        job,
        wanted: Memo::new(move |_| question()),
        flying: StoredValue::new(false),
        hear: Callback::new(hear),
    };
    Effect::new(move |_| {
        follow.wanted.track();
        follow.fly();
    });
}

impl<Q, A> Follow<Q, A>
where
    Q: Serialize + PartialEq + Clone + Send + Sync + 'static,
    A: DeserializeOwned + PartialEq + 'static,
{
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
            let answer = self.job.ask::<A>(&question.2).await;
            // The page may be gone meanwhile.
            if self.flying.try_set_value(false).is_some() {
                return;
            }
            let Some(wanted) = self.wanted.try_get_untracked() else {
                return;
            };
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
