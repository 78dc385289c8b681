//! One timeout that is started anew; ended with the component that made it.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Timer {
    handle: StoredValue<Option<TimeoutHandle>>,
    rest: Duration,
}

impl Timer {
    /// `rest_ms`: how long nobody may start it anew before it goes off.
    pub fn new(rest_ms: u64) -> Timer {
        let timer = Timer {
            handle: StoredValue::new(None::<TimeoutHandle>),
            rest: Duration::from_millis(rest_ms),
        };
        on_cleanup(move || timer.stop());
        timer
    }

    pub fn stop(self) {
        if let Some(handle) = self.handle.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    pub fn start(self, task: impl FnOnce() + 'static) {
        self.stop();
        let handle = set_timeout_with_handle(task, self.rest);
        self.handle.set_value(handle.ok());
    }
}
