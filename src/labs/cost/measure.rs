//! Times layers on this machine: the next token at growing contexts, and whole prompts. Every point is read `ROUNDS` times,
//! round after round, and the shortest reading counts: other programs only ever make one longer.

use std::rc::Rc;

use rand_distr::{Distribution, StandardNormal};

use super::config::MEASURED;
use super::matrices::Matrices;
use super::protocol::{MeasureReport, MeasureSetup, Point, Task, Way};
use crate::data::rng::{indexed, unit};
use crate::nn::mixers::loops::{Head, Prompt, Reading, TILE, Tokens};
use crate::nn::mixers::{Kind, Size, kind};
use crate::train::{JobError, Slice};
use crate::wire::{pack, unpack};

/// Contexts at which a token is timed, and lengths of prompts.
pub const CONTEXTS: [u32; 12] = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];
pub const PROMPTS: [u32; 7] = [64, 128, 256, 512, 1024, 2048, 4096];
/// Layers whose next token is timed.
pub const LAYERS: [Kind; 4] = [
    Kind::Softmax,
    Kind::Linear,
    Kind::RetNet,
    Kind::GatedDelta,
];
/// Layers whose whole block is timed, at the contexts from here on.
pub const BLOCKS: [Kind; 2] = [Kind::Softmax, Kind::Linear];
pub const BLOCK_FROM: u32 = 64;
/// Heads of a block that is timed: its width is so many times d.
pub const HEADS: usize = 4;
pub const WAYS: [Way; 3] = [Way::Softmax, Way::Recurrent, Way::Chunkwise];
/// Readings of every point.
const ROUNDS: u32 = 5;
/// Browser clocks are coarse (0.1 ms, or whole milliseconds): a reading repeats its work until so much time has passed.
const LONG_MS: f64 = 4.0;
/// Most repeats, where the clock stands still.
const MOST: u32 = 10_000;
/// RetNet's constant.
const GAMMA: f32 = 0.97;

/// The measurement, a reading at a time.
pub struct Measure {
    size: u16,
    seed: u32,
    tokens: Tokens,
    points: Vec<Point>,
    done: u32,
    prompt: Prompt,
    matrices: Matrices,
    /// When the stretch of running began that the pace is taken from, and how many readings had been done.
    since: Option<(f64, u32)>,
    pace_ms: Option<f64>,
}

/// Numbers to work on: normal rows, keys of length one.
fn tokens(size: usize, seed: u32) -> Tokens {
    let n = CONTEXTS[CONTEXTS.len() - 1] as usize;
    let normal = |index: u64| -> Vec<f32> {
        let mut rng = indexed(seed.into(), "cost measured", index);
        (0..n * size)
            .map(|_| StandardNormal.sample(&mut rng))
            .collect()
    };
    let mut k = normal(1);
    for row in k.chunks_exact_mut(size) {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
        row.iter_mut().for_each(|v| *v /= length);
    }
    let mut rng = indexed(seed.into(), "cost measured", 3);
    Tokens {
        d: size,
        q: normal(0),
        k,
        v: normal(2),
        kept: vec![GAMMA; n],
        beta: (0..n).map(|_| unit(&mut rng)).collect(),
    }
}

impl Measure {
    pub fn new(setup: &MeasureSetup) -> Measure {
        let size = MEASURED.clamp(setup.size.into()) as u16;
        let d = size as usize;
        let decode = LAYERS.iter().flat_map(|&kind| {
            CONTEXTS.map(|t| Point {
                task: Task::Decode(kind),
                tokens: t,
                ms: None,
                operations: kind.decode_flops(lengths(d), t.into()),
                bytes: 0,
            })
        });
        let prompts = WAYS.iter().flat_map(|&way| {
            PROMPTS.map(|n| Point {
                task: Task::Prompt(way),
                tokens: n,
                ms: None,
                operations: prompt_operations(way, d, n.into()),
                bytes: 0,
            })
        });
        let matrices = Matrices::new(HEADS * d);
        let weights = matrices.count() as u64;
        let blocks = BLOCKS.iter().flat_map(|&kind| {
            CONTEXTS.into_iter().filter(|&t| t >= BLOCK_FROM).map(move |t| Point {
                task: Task::Block(kind),
                tokens: t,
                ms: None,
                operations: HEADS as u64 * kind.decode_flops(lengths(d), t.into()) + 2 * weights,
                bytes: 0,
            })
        });
        Measure {
            points: decode.chain(prompts).chain(blocks).collect(),
            matrices,
            tokens: tokens(d, setup.seed),
            size,
            seed: setup.seed,
            done: 0,
            prompt: Prompt::new(d),
            since: None,
            pace_ms: None,
        }
    }

    fn planned(&self) -> u32 {
        ROUNDS * self.points.len() as u32
    }

    pub fn is_done(&self) -> bool {
        self.done >= self.planned()
    }

    /// The next reading.
    pub fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        if self.is_done() {
            return Slice::Done;
        }
        let at = self.done as usize % self.points.len();
        let begun = now();
        let point = self.points[at];
        let (ms, bytes) = match point.task {
            Task::Decode(kind) => self.token(kind, point.tokens as usize, now),
            Task::Prompt(way) => self.whole(way, point.tokens as usize, now),
            Task::Block(kind) => self.block(kind, point.tokens as usize, now),
        };
        let point = &mut self.points[at];
        // Only a reading that the clock has seen is one.
        if ms > 0.0 {
            point.ms = Some(point.ms.map_or(ms, |best| best.min(ms)));
        }
        point.bytes = bytes as u64;
        self.done += 1;
        let (from, count) = *self.since.get_or_insert((begun, self.done - 1));
        self.pace_ms = Some((now() - from) / f64::from(self.done - count));
        if self.is_done() {
            Slice::Done
        } else {
            Slice::Working
        }
    }

    /// The token after `t - 1` others.
    fn token(&self, kind: Kind, t: usize, now: &dyn Fn() -> f64) -> (f32, usize) {
        let mut head = Head::new(kind, self.size.into()).expect("the lab's layers have loops");
        for i in 0..t - 1 {
            head.write(&self.tokens, i);
        }
        let tokens = &self.tokens;
        let ms = repeated(now, || {
            head.step(tokens, t - 1);
            head.back();
        });
        head.write(tokens, t - 1);
        (ms, head.memory_bytes())
    }

    /// The same token in a whole block: every head with a memory of its own, then the matrices.
    fn block(&mut self, kind: Kind, t: usize, now: &dyn Fn() -> f64) -> (f32, usize) {
        let head = || Head::new(kind, self.size.into()).expect("the lab's layers have loops");
        let mut heads: Vec<Head> = (0..HEADS).map(|_| head()).collect();
        for head in &mut heads {
            for i in 0..t - 1 {
                head.write(&self.tokens, i);
            }
        }
        let (tokens, matrices) = (&self.tokens, &mut self.matrices);
        let ms = repeated(now, || {
            for head in &mut heads {
                head.step(tokens, t - 1);
                head.back();
            }
            matrices.pass();
        });
        for head in &mut heads {
            head.write(tokens, t - 1);
        }
        (ms, heads.iter().map(Head::memory_bytes).sum())
    }

    fn whole(&mut self, way: Way, n: usize, now: &dyn Fn() -> f64) -> (f32, usize) {
        // Fresh buffers, so that the scratch of one way is not counted for another.
        self.prompt = Prompt::new(self.size as usize);
        let (prompt, tokens) = (&mut self.prompt, &self.tokens);
        let way = match way {
            Way::Softmax => Reading::Softmax,
            Way::Recurrent => Reading::Recurrent,
            Way::Chunkwise => Reading::Chunkwise,
        };
        let ms = repeated(now, || prompt.read(tokens, n, way));
        (ms, self.prompt.working_bytes())
    }

    /// After a pause, time has passed without readings.
    pub fn rest(&mut self) {
        self.since = None;
    }

    pub fn report(&self) -> MeasureReport {
        let left = f64::from(self.planned() - self.done);
        MeasureReport {
            size: self.size,
            done: self.done,
            planned: self.planned(),
            // The first readings are of short contexts: their pace says nothing before a round is over.
            remaining_seconds: self
                .pace_ms
                .filter(|_| self.done as usize > self.points.len() && !self.is_done())
                .map(|pace| (pace * left / 1000.0) as f32),
            points: self.points.clone(),
        }
    }

    /// What has been read, and of which set-up.
    pub fn checkpoint(&self) -> Vec<u8> {
        let read: Vec<(Option<f32>, u64)> = self.points.iter().map(|p| (p.ms, p.bytes)).collect();
        pack(&(self.size, self.seed, self.done, read))
    }

    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let (size, seed, done, read): (u16, u32, u32, Vec<(Option<f32>, u64)>) = unpack(checkpoint)?;
        let fits = |ms: &Option<f32>| ms.is_none_or(|ms| ms.is_finite() && ms > 0.0);
        if (size, seed) != (self.size, self.seed)
            || read.len() != self.points.len()
            || done > self.planned()
            || !read.iter().all(|(ms, _)| fits(ms))
        {
            return Err(JobError::BadMessage);
        }
        self.done = done;
        for (point, (ms, bytes)) in self.points.iter_mut().zip(read) {
            (point.ms, point.bytes) = (ms, bytes);
        }
        self.since = None;
        self.pace_ms = None;
        Ok(())
    }

    pub fn reset(&mut self) {
        self.done = 0;
        for point in &mut self.points {
            (point.ms, point.bytes) = (None, 0);
        }
        self.since = None;
        self.pace_ms = None;
    }

    pub fn bytes(&self) -> usize {
        let t = &self.tokens;
        let numbers = t.q.len() + t.k.len() + t.v.len() + t.kept.len() + t.beta.len();
        let numbers = numbers + self.prompt.out.len() + self.matrices.count();
        size_of::<f32>() * numbers + self.prompt.working_bytes()
    }
}

fn lengths(d: usize) -> Size {
    Size {
        width: d,
        keys: d,
        values: d,
    }
}

/// By the formulas of `nn::mixers::kind`: every pair counted once for softmax (the tiles leave out what is masked).
fn prompt_operations(way: Way, d: usize, n: u64) -> u64 {
    let (kind, way) = match way {
        Way::Softmax => (Kind::Softmax, kind::Way::Recurrent),
        Way::Recurrent => (Kind::Linear, kind::Way::Recurrent),
        Way::Chunkwise => (Kind::Linear, kind::Way::Chunkwise(TILE)),
    };
    let counted = kind.sequence_flops(lengths(d), n, way);
    counted.expect("both layers have these ways")
}

/// Milliseconds of one `work`, repeated until the clock has moved enough; 0 where it does not move at all.
fn repeated(now: &dyn Fn() -> f64, mut work: impl FnMut()) -> f32 {
    let (from, mut times) = (now(), 0);
    loop {
        work();
        times += 1;
        let spent = now() - from;
        if spent >= LONG_MS || times == MOST {
            return (spent / f64::from(times)) as f32;
        }
    }
}

/// The worker's clock, or one that stands still.
pub type Clock = Rc<dyn Fn() -> f64>;
