//! Moves the messages of `server` in a dedicated worker (feature `worker`). The only file of `train` that knows a browser.
//!
//! Faults: with the feature `faults` (test builds only) the string message "panic" makes the worker panic, so that a test can
//! see the whole way of a crash. A worker that is killed or hangs is tested from the page: `Worker.terminate()` needs no help.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Reflect, Uint8Array};
use ndarray::Array2;
use ndarray::linalg::general_mat_mul;
use wasm_bindgen::prelude::*;
use web_sys::{
    DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Performance,
    TextDecoder, TextDecoderOptions,
};

use super::server::{Find, Server};
use crate::wire::{FromWorker, ToWorker, decode, encode};

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "the worker needs +simd128 (.cargo/config.toml); a RUSTFLAGS variable in the environment replaces it"
);

/// Serves jobs to the page for as long as the worker lives. Call once, from `main`.
pub fn serve(find: Find) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    post_panics();
    crate::data::charset::use_big5(big5);
    let clock = scope.performance().expect("every worker has a clock");
    let revision = Reflect::get(&scope, &"ASSET_REVISION".into())
        .ok()
        .and_then(|r| r.as_string())
        .unwrap_or_default();
    let now = clock.clone();
    let server =
        Server::new(find, revision, matmul_gflops(&clock)).with_clock(Rc::new(move || now.now()));
    let channel = MessageChannel::new().expect("every worker has message channels");
    let host = Rc::new(Host {
        scope,
        clock,
        ping: channel.port1(),
        pinged: false.into(),
        server: server.into(),
    });

    let inbox = host.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event| inbox.receive(event));
    host.scope
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // lives as long as the worker

    let turn = host.clone();
    let on_ping = Closure::<dyn FnMut()>::new(move || turn.tick());
    channel
        .port2()
        .set_onmessage(Some(on_ping.as_ref().unchecked_ref()));
    on_ping.forget();

    let hello = host.server.borrow().hello();
    host.post(&hello);
}

/// Big5 by the browser's own table, strictly.
fn big5(bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("big5", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

struct Host {
    scope: DedicatedWorkerGlobalScope,
    clock: Performance,
    /// A message to ourselves lets the messages of the page in between two slices; a timer would cost 4 ms each time.
    ping: MessagePort,
    pinged: Cell<bool>,
    server: RefCell<Server>,
}

impl Host {
    fn receive(&self, event: MessageEvent) {
        let data = event.data();
        #[cfg(feature = "faults")]
        assert!(
            data.as_string().as_deref() != Some("panic"),
            "a test asked for this panic"
        );
        let Some(frame) = data.dyn_ref::<Uint8Array>() else {
            return;
        };
        let answers = match decode::<ToWorker>(&frame.to_vec()) {
            Ok(message) => self.server.borrow_mut().receive(message),
            // Another version of the page: our hello tells it so.
            Err(_) => vec![self.server.borrow().hello()],
        };
        answers.iter().for_each(|answer| self.post(answer));
        if self.server.borrow().wants_more() {
            self.go_on();
        }
    }

    fn tick(&self) {
        self.pinged.set(false);
        let tick = self.server.borrow_mut().tick(&|| self.clock.now());
        tick.messages.iter().for_each(|message| self.post(message));
        if tick.wants_more {
            self.go_on();
        }
    }

    /// Asks for one more turn behind whatever is in the inbox.
    fn go_on(&self) {
        if !self.pinged.replace(true) {
            self.ping
                .post_message(&JsValue::NULL)
                .expect("our own port takes null");
        }
    }

    fn post(&self, message: &FromWorker) {
        post(&self.scope, message);
    }
}

/// Copies a message out of the wasm memory and hands the copy over without another one.
fn post(scope: &DedicatedWorkerGlobalScope, message: &FromWorker) {
    let frame = Uint8Array::from(encode(message).as_slice());
    let sent = scope.post_message_with_transfer(&frame, &Array::of1(&frame.buffer()));
    debug_assert!(sent.is_ok(), "a fresh buffer can be transferred");
}

/// Tells the page about a panic before the wasm traps; the trap itself only says "unreachable".
fn post_panics() {
    std::panic::set_hook(Box::new(|info| {
        let what = info.payload_as_str().unwrap_or("panic");
        let place = info
            .location()
            .map(|at| format!(" ({}:{})", at.file(), at.line()));
        let message = brief(what) + &place.unwrap_or_default();
        post(
            &js_sys::global().unchecked_into(),
            &FromWorker::Fatal { message },
        );
    }));
}

/// The first line, at most 160 characters of it: the rest of a panic is a stack that helps no reader.
fn brief(what: &str) -> String {
    what.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(160)
        .collect()
}

/// Speed of the matrix product on this machine, in 10^9 floating-point operations a second: the best of batches of 5 ms. Browsers
/// optimise code while it runs, so the measurement goes on while it still gets faster: 60 to 250 ms.
fn matmul_gflops(clock: &Performance) -> f32 {
    const N: usize = 128;
    const FLOPS: f64 = 2.0 * (N * N * N) as f64;
    let a = Array2::from_shape_fn((N, N), |(i, j)| ((i * 7 + j * 3) % 11) as f32 - 5.0);
    let mut c = Array2::zeros((N, N));
    let start = clock.now();
    let (mut best, mut grew) = (0f64, start);
    while clock.now() - grew < 60.0 && clock.now() - start < 250.0 {
        let (begin, mut products) = (clock.now(), 0);
        // 5 ms, because a browser's clock may tick in whole milliseconds.
        let mut spent = 0.0;
        while spent < 5.0 {
            general_mat_mul(1.0, &a, &a, 0.0, &mut c);
            products += 1;
            spent = clock.now() - begin;
        }
        let speed = f64::from(products) * FLOPS / spent / 1e6;
        if speed > 1.1 * best {
            grew = clock.now();
        }
        best = best.max(speed);
    }
    std::hint::black_box(&c);
    best as f32
}
