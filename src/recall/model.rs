//! The model: a pair becomes one vector, the layer writes it, a key reads the memory, a linear layer names the value.

use super::config::Config;
use super::stack;
use crate::data::recall::{CLASSES, KEYS, Task, VALUES};
use crate::nn::layers::linear;
use crate::nn::mixers::{Kind, Rows, Scope, Size};
use crate::tensor::{Graph, Init, T};

/// Channels of the embedding.
pub(super) const WIDTH: usize = 32;

/// The layer's place in the graph.
fn scope<'g>(g: &'g Graph, config: &Config, name: &str) -> Scope<'g> {
    Scope {
        graph: g,
        name: name.into(),
        size: size(config),
        gamma: config.gamma as f64,
    }
}

/// The layers in their order, each with its place.
pub(super) fn layers<'g>(g: &'g Graph, config: &Config) -> Vec<(Kind, Scope<'g>)> {
    let first = (config.kind, scope(g, config, "mix"));
    let then = config.then.map(|kind| (kind, scope(g, config, "then")));
    std::iter::once(first).chain(then).collect()
}

pub(super) fn size(config: &Config) -> Size {
    let d = config.size as usize;
    Size {
        width: WIDTH,
        keys: d,
        values: d,
    }
}

/// Scores of the classes (B, R, 17) after `writes` pairs, before any step that answers.
///
/// Write t: x_t = E_k[key] + E_v[value] + P_t (+ E_c[clears]): key and value arrive together, so no layer has to look back
/// by one token. A question is E_k[key] alone, asked of the memory after all writes. The answer goes through an RMS norm.
/// Inputs `keys`, `values`, `clears` (B, T) and `asked` (B, R).
pub(super) fn logits<'g>(g: &'g Graph, config: &Config, rows: usize, writes: usize) -> T<'g> {
    let table =
        |name: &str, n: u32, std: f32| g.param(name, &[n as usize, WIDTH], Init::Normal(std));
    let ids = |name: &str, n: usize| g.input(name, &[rows, n]);
    let key = table("embed.key", KEYS, 1.0);
    let value = table("embed.value", VALUES, 1.0);
    let position = table("embed.position", config.longest as u32, POSITION);
    let mut x = key.gather(ids("keys", writes))
        + value.gather(ids("values", writes))
        + position.slice(0, 0, writes);
    if config.task == Task::Clear {
        x = x + table("embed.clear", 2, 1.0).gather(ids("clears", writes));
    }
    let asked = key.gather(ids("asked", config.task.reads(writes)));
    let read = match config.then {
        None => one(&scope(g, config, "mix"), config.kind, x, asked),
        Some(_) => stack::read(&layers(g, config), x, asked),
    }
    .named("read");
    let init = Init::Normal(1.0 / (read.shape().last() as f32).sqrt());
    linear(read.normalize(false), "head", CLASSES as usize, init).named("logits")
}

/// One layer alone: what the questions `asked` read from the memory that all of `x` has left.
fn one<'g>(scope: &Scope<'g>, kind: Kind, x: T<'g>, asked: T<'g>) -> T<'g> {
    let layer = kind.mixer();
    let rows = layer.project(scope, x);
    let rows = Rows {
        gate: rows.gate.map(|t| t.named("gate")),
        beta: rows.beta.map(|t| t.named("beta")),
        ..rows
    };
    let (_, memory) = layer.chunk(&rows, None);
    let memory = memory.named("memory");
    layer.read(&layer.project(scope, asked), memory)
}

/// Positions start small: at first the key decides where is written.
const POSITION: f32 = 0.1;

/// Mean cross-entropy of all answers, nats: (1). Input `answers` (B, R) beside those of `logits`.
pub(super) fn loss<'g>(g: &'g Graph, config: &Config, rows: usize, writes: usize) -> T<'g> {
    let answers = g.input("answers", &[rows, config.task.reads(writes)]);
    logits(g, config, rows, writes)
        .cross_entropy(answers)
        .mean()
        .named("loss")
}
