//! The answer to one question, when it comes.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::train::trouble::AskError;

/// What the worker answers.
type Answer = Result<Vec<u8>, AskError>;

/// A place for one answer. Given once, awaited once.
#[derive(Clone, Default)]
pub(super) struct Reply(Rc<RefCell<Slot>>);

#[derive(Default)]
struct Slot {
    answer: Option<Answer>,
    waker: Option<Waker>,
}

impl Reply {
    pub(super) fn give(&self, answer: Answer) {
        let waker = {
            let mut slot = self.0.borrow_mut();
            slot.answer = Some(answer);
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Future for Reply {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let mut slot = self.0.borrow_mut();
        match slot.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
