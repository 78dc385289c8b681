//! Speed of the numeric core: plain products, training steps, generation, in one run of one build.
//!
//! Natively: `cargo run --profile native --bin bench [steps]`. In Chromium: `bench/run.mjs`, which hands a clock and a
//! printer to the same code compiled to wasm. Compare numbers of one run only: the fastest repetition of each row counts.
//!
//! Arithmetic of a row is counted from the plan (`Plan::matmul_flops`: linear layers and attention, the full T x T square),
//! so a step is as fast as "x % of a plain product" says.

use lecture_playground::backend::product;
use lecture_playground::nn::decode::Decoder;
use lecture_playground::nn::gpt::Gpt;
use lecture_playground::nn::reference::{Session, Work};
use lecture_playground::nn::trainer::Trainer;
use lecture_playground::tensor::Graph;

mod host {
    /// Milliseconds: the CPU time of this thread where Linux tells it (neighbours on the machine disturb less; it moves in
    /// steps of some ms), else the wall's.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn now() -> f64 {
        let spent = || -> Option<f64> {
            let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
            Some(text.split(' ').next()?.parse::<u64>().ok()? as f64 / 1e6)
        };
        spent().unwrap_or_else(fine)
    }

    /// Milliseconds of the finest clock.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn fine() -> f64 {
        use std::{sync::OnceLock, time::Instant};
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn print(line: &str) {
        println!("{line}");
    }

    /// Of the whole module, where the build has one memory.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn memory() -> Option<f64> {
        None
    }

    #[cfg(target_arch = "wasm32")]
    #[allow(unsafe_code)] // the two imports of this module; nothing else of the crate is unsafe
    mod imports {
        #[link(wasm_import_module = "bench")]
        unsafe extern "C" {
            safe fn now() -> f64;
            fn print(text: *const u8, len: usize);
        }
        pub(crate) fn clock() -> f64 {
            now()
        }
        pub(crate) fn line(text: &str) {
            // SAFETY: the host only reads the bytes, before it returns.
            unsafe { print(text.as_ptr(), text.len()) }
        }
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn now() -> f64 {
        imports::clock()
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) use now as fine;

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn print(line: &str) {
        imports::line(line);
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn memory() -> Option<f64> {
        Some(core::arch::wasm32::memory_size::<0>() as f64 * 65536.0 / 1e6)
    }
}
use host::{fine, memory, now, print};

/// Fastest time of one call in ms. Repetitions last at least `floor` ms, since browser clocks are coarse.
fn best(floor: f64, repetitions: usize, call: &mut dyn FnMut()) -> f64 {
    let mut count = 1;
    let mut run = |count: usize| {
        let start = now();
        for _ in 0..count {
            call();
        }
        now() - start
    };
    // Warm: wasm is compiled twice, the second time while it runs.
    while run(count) < floor {
        count *= 2;
    }
    (0..repetitions)
        .map(|_| run(count) / count as f64)
        .fold(f64::INFINITY, f64::min)
}

/// Shape of a product, and which sides are stored transposed.
type Product = (&'static str, [usize; 3], bool, bool);

const PRODUCTS: [Product; 7] = [
    ("64", [64, 64, 64], false, false),
    ("128", [128, 128, 128], false, false),
    ("256", [256, 256, 256], false, false),
    ("512", [512, 512, 512], false, false),
    ("2048 x 64 x 256", [2048, 64, 256], false, false),
    ("256, A'B", [256, 256, 256], true, false),
    ("256, AB'", [256, 256, 256], false, true),
];

fn gflops(&(_, dims, ta, tb): &Product) -> f64 {
    let [m, k, n] = dims;
    let fill = |n: usize, by: usize| -> Vec<f32> {
        (0..n).map(|i| (i * by % 13) as f32 / 6.0 - 1.0).collect()
    };
    let (a, b) = (fill(m * k, 7), fill(k * n, 5));
    let mut out = vec![0.0; m * n];
    let ms = best(10.0, 8, &mut || product(&mut out, dims, (&a, ta), (&b, tb)));
    2.0 * (m * k * n) as f64 / ms / 1e6
}

fn training(name: &str, work: Work, plain: f64) {
    let mut session = Session::<f32>::new(work).expect("the defined work builds");
    for _ in 0..3 {
        session.step();
    }
    // Each repetition is one pass over the eight batches.
    let ms = best(20.0, 10, &mut || {
        session.step();
    });
    let (batch, time) = work.window();
    let plan = session.trainer.plan();
    let speed = plan.matmul_flops() as f64 / ms / 1e6;
    print(&format!(
        "{name:<8} {ms:7.1} ms/step {:7.1} steps/s {:7.0} tokens/s  {speed:5.1} GFLOP/s in products ({:.1} in all) = {:3.0} % of a plain product  \
         buffers and weights {:5.1} MB{}",
        1e3 / ms,
        (batch * time) as f64 * 1e3 / ms,
        plan.flops() as f64 / ms / 1e6,
        100.0 * speed / plain,
        session.trainer.bytes() as f64 / 1e6,
        memory().map_or(String::new(), |mb| format!(", memory {mb:.1} MB")),
    ));
}

/// Where the time of a step goes: by primitive and size, share of the step, largest first.
fn profile(name: &str, work: Work) {
    let mut session = Session::<f32>::new(work).expect("the defined work builds");
    session.load_batch(0);
    let mut times: Vec<f64> = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    let (mut whole, mut step) = (f64::INFINITY, f64::INFINITY);
    for round in 0..15 {
        let mut k = 0;
        let mut last = fine();
        let start = last;
        session
            .trainer
            .evaluate_observed(&mut |step, _| {
                let t = fine();
                if round == 0 {
                    times.push(f64::INFINITY);
                    let shapes: Vec<String> = step.src.iter().map(|(_, s)| s.to_string()).collect();
                    labels.push(format!(
                        "{:?} {} -> {}",
                        step.op,
                        shapes.join(" "),
                        step.shape
                    ));
                }
                times[k] = times[k].min(t - last);
                k += 1;
                last = fine();
            })
            .expect("a run");
        whole = whole.min(fine() - start);
        let start = fine();
        session.step();
        step = step.min(fine() - start);
    }
    let mut groups: std::collections::BTreeMap<&str, (f64, usize)> = Default::default();
    for (label, t) in labels.iter().zip(&times) {
        let entry = groups.entry(label).or_default();
        *entry = (entry.0 + t, entry.1 + 1);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
    print(&format!(
        "{name}: a step {step:.2} ms, forward and backward {whole:.2} ms, the rest {:.2} ms",
        step - whole
    ));
    for (label, (t, count)) in groups.iter().take(45) {
        print(&format!(
            "  {:5.1} % {t:8.3} ms  {count:3} x {label}",
            100.0 * t / step
        ));
    }
}

/// One token after the other with the cache: 2 layers, width 64, 256 positions.
fn generation() {
    let model = Gpt {
        vocabulary: 65,
        context: 256,
        width: 64,
        layers: 2,
        heads: 4,
    };
    let g = Graph::new();
    let loss = model.loss(&g, 1, 2);
    let trainer = Trainer::<f32>::new(&g, loss, 1, Default::default(), f64::INFINITY)
        .expect("the model builds");
    let mut decoder = Decoder::new(model, &trainer.params).expect("the model's own parameters");
    let tokens: Vec<u32> = (0..256).map(|i| i * 7 % 65).collect();
    let ms = best(20.0, 10, &mut || {
        decoder.clear();
        for n in 1..=tokens.len() {
            decoder.logits(&trainer.params, &tokens[..n]);
        }
    });
    print(&format!(
        "generate {:7.3} ms/token {:7.0} tokens/s, 256 tokens with the cache",
        ms / 256.0,
        256e3 / ms
    ));
}

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)] // an exported name
#[unsafe(no_mangle)]
extern "C" fn bench(steps: i32) {
    report(steps != 0);
}

fn main() {
    report(std::env::args().any(|a| a == "steps"));
}

fn report(steps: bool) {
    // Engines compile wasm a second time while it runs, on a thread whose time a process clock counts too.
    let start = fine();
    while fine() - start < 1000.0 {
        PRODUCTS.iter().take(3).for_each(|product| {
            gflops(product);
        });
    }
    let mut plain = 0.0f64;
    let mut row = String::from("product ");
    for product in &PRODUCTS {
        let speed = gflops(product);
        plain = plain.max(speed);
        row += &format!(" {}: {speed:.1}", product.0);
    }
    print(&(row + " GFLOP/s"));
    training("small", Work::Small, plain);
    training("big", Work::Big, plain);
    training("gru", Work::Gru, plain);
    generation();
    if steps {
        profile("small", Work::Small);
        profile("big", Work::Big);
        profile("gru", Work::Gru);
    }
}
