//! One update per animation frame, however often it is asked for.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::request_animation_frame;

/// A task that runs on the next animation frame after it was asked for. Dropped with its last clone, a frame that is still
/// under way included.
#[derive(Clone)]
pub struct EachFrame(Rc<Inner>);

struct Inner {
    asked: Cell<bool>,
    task: Box<dyn Fn()>,
}

impl EachFrame {
    pub fn new(task: impl Fn() + 'static) -> EachFrame {
        EachFrame(Rc::new(Inner {
            asked: Cell::new(false),
            task: Box::new(task),
        }))
    }

    /// Runs the task on the next frame, once.
    pub fn ask(&self) {
        if self.0.asked.replace(true) {
            return;
        }
        // Not cancelled but outlived: a cancelled request would keep its closure for ever.
        let inner = Rc::downgrade(&self.0);
        request_animation_frame(move || {
            if let Some(inner) = inner.upgrade() {
                inner.asked.set(false);
                (inner.task)();
            }
        });
    }
}
