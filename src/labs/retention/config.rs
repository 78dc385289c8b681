//! What the reader may choose, with its limits.

use serde::{Deserialize, Serialize};

use super::ladder::Rule;
use super::protocol::{LAYERS, PROBES, Setup};
use super::stream::{Stream, Token};
use crate::data::recall::Task;
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::wire::choices::{Choices, Range, hold};

/// One token of the reader's stream.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Item {
    pub what: What,
    /// What the rungs with a gate let remain at this token, 0 to 1.
    pub gate: f32,
    /// How much of the correction the delta rules write.
    pub beta: f32,
}

/// What a token brings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum What {
    /// Nothing is written, time passes.
    Pause,
    /// A value (0 to 3) under a key (0 to 4: A, B, C, D, A').
    Write { key: u8, value: u8 },
    /// A value under a key that points at every other one, three times as long.
    Important { value: u8 },
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub items: Vec<Item>,
    /// Index into `Rule::ladder`.
    pub rung: u8,
    /// RetNet's constant.
    pub gamma: f32,
    /// Tokens that have been read, 1 to their number.
    pub at: u8,
    /// The key that is asked for.
    pub query: u8,
    /// Softmax scores are this times q . k.
    pub scale: f32,
    /// The column of the memory whose decay is shown.
    pub column: u8,
    /// The key of the next write.
    pub next_key: u8,
    /// The learning rate of the descent.
    pub descent_beta: f32,
    /// Direction of the descent's key, degrees.
    pub angle: f32,
    /// Steps of the descent.
    pub descent_steps: u8,
    /// The layer that is trained: index into `LAYERS`.
    pub layer: u8,
    /// 0: clear, 1: overwrite.
    pub task: u8,
    /// Budget of the training.
    pub steps: u32,
    /// Initial weights and sequences.
    pub seed: u32,
    /// The test sequence that is looked at.
    pub sequence: u8,
    /// What is looked at: 0 the gate, 1 beta.
    pub show: u8,
}

pub const LINK_VERSION: u8 = 1;
/// Most tokens of the reader's stream.
pub const MOST: usize = 16;
/// Names of the keys and of the values.
pub const KEYS: [&str; 5] = ["A", "B", "C", "D", "A\u{2032}"];
pub const VALUES: [&str; 4] = ["1", "2", "3", "4"];
/// The layers of the rungs.
pub const KINDS: [Kind; 7] = [
    Kind::Linear,
    Kind::RetNet,
    Kind::ScalarGate,
    Kind::ElementGate,
    Kind::DeltaNet,
    Kind::GatedDelta,
    Kind::Selective,
];
/// How much longer the key of an important item is.
pub const LOUD: f64 = 3.0;

pub const RUNG: Range = Range::new(0.0, 6.0, 1.0, 0.0);
pub const GAMMA: Range = Range::new(0.0, 1.0, 0.05, 0.8);
pub const QUERY: Range = Range::new(0.0, 4.0, 1.0, 0.0);
pub const SCALE: Range = Range::new(0.0, 8.0, 0.5, 1.0);
pub const COLUMN: Range = Range::new(0.0, 3.0, 1.0, 0.0);
pub const GATE: Range = Range::new(0.0, 1.0, 0.05, 1.0);
pub const BETA: Range = Range::new(0.0, 2.0, 0.05, 1.0);
pub const DESCENT_BETA: Range = Range::new(0.0, 2.5, 0.05, 0.5);
pub const ANGLE: Range = Range::new(0.0, 90.0, 5.0, 35.0);
pub const DESCENT_STEPS: Range = Range::new(0.0, 12.0, 1.0, 0.0);
pub const LAYER: Range = Range::new(0.0, LAYERS.len() as f64 - 1.0, 1.0, 2.0);
pub const TASK: Range = Range::new(0.0, 1.0, 1.0, 0.0);
pub const STEPS: Range = Range::new(1.0, 2000.0, 1.0, 600.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
pub const SEQUENCE: Range = Range::new(0.0, PROBES as f64 - 1.0, 1.0, 0.0);
const SHOW: Range = Range::new(0.0, 1.0, 1.0, 0.0);
/// The tasks that are offered.
pub const TASKS: [Task; 2] = [Task::Clear, Task::Overwrite];
const KEY: Range = Range::new(0.0, 4.0, 1.0, 0.0);
const VALUE: Range = Range::new(0.0, 3.0, 1.0, 0.0);

impl Item {
    /// A token with the gate that a layer might choose: nothing to forget for something new, half for a key that is written
    /// again, most for an item that makes the rest unimportant.
    pub fn new(what: What, again: bool) -> Item {
        let gate = match what {
            What::Important { .. } => 0.2,
            What::Write { .. } if again => 0.5,
            What::Write { .. } | What::Pause => 1.0,
        };
        Item {
            what,
            gate,
            beta: 1.0,
        }
    }

    /// As it stands on the tape: `A→1`, `★→2`, `·`.
    pub fn name(&self) -> String {
        let value = |v: u8| VALUES[usize::from(v) % VALUES.len()];
        match self.what {
            What::Pause => "\u{b7}".into(),
            What::Write { key, value: v } => {
                [KEYS[usize::from(key) % KEYS.len()], "\u{2192}", value(v)].concat()
            }
            What::Important { value: v } => ["\u{2605}\u{2192}", value(v)].concat(),
        }
    }

    /// The key that it writes under, if it is one of the named ones.
    pub fn key(&self) -> Option<u8> {
        match self.what {
            What::Write { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The token as this rule takes it. The delta rules take keys of length one, as the layer does.
    fn token(&self, rule: Rule) -> Token {
        let (key, value, step) = match self.what {
            What::Pause => (vec![0.0; 4], None, 0.0),
            What::Write { key, value } => (key_of(key), Some(value), 1.0),
            What::Important { value } => {
                let loud = if rule.corrects() { 1.0 } else { LOUD };
                (vec![0.5 * loud; 4], Some(value), LOUD)
            }
        };
        let gate = f64::from(self.gate);
        // The gate per column closes where the token writes; where nothing is written it stays open.
        let length: f64 = key.iter().map(|k| k * k).sum::<f64>().sqrt();
        let share = |k: &f64| if length > 0.0 { k.abs() / length } else { 0.0 };
        Token {
            gates: key.iter().map(|k| 1.0 - (1.0 - gate) * share(k)).collect(),
            value: (0..4u8)
                .map(|v| f64::from(u8::from(Some(v) == value)))
                .collect(),
            gate,
            beta: f64::from(self.beta),
            step: vec![step; 4],
            key,
        }
    }
}

/// The unit vector of a named key; A' lies between A and B, nearer to A.
pub fn key_of(key: u8) -> Vec<f64> {
    let mut vector = vec![0.0; 4];
    match key {
        0..=3 => vector[usize::from(key)] = 1.0,
        _ => vector[..2].copy_from_slice(&[0.8, 0.6]),
    }
    vector
}

impl Default for Config {
    fn default() -> Config {
        let write = |key, value| Item::new(What::Write { key, value }, false);
        let pause = Item::new(What::Pause, false);
        let again = Item::new(What::Write { key: 0, value: 3 }, true);
        let important = Item::new(What::Important { value: 1 }, false);
        Config {
            items: vec![
                write(0, 0),
                write(1, 1),
                write(2, 2),
                pause,
                again,
                important,
            ],
            rung: RUNG.default as u8,
            gamma: GAMMA.default as f32,
            at: 1,
            query: 0,
            scale: SCALE.default as f32,
            column: 0,
            next_key: 1,
            descent_beta: DESCENT_BETA.default as f32,
            angle: ANGLE.default as f32,
            descent_steps: 0,
            layer: LAYER.default as u8,
            task: TASK.default as u8,
            steps: STEPS.default as u32,
            seed: SEED.default as u32,
            sequence: 0,
            show: 0,
        }
    }
}

impl Config {
    /// The rule of the rung.
    pub fn rule(&self) -> Rule {
        Rule::ladder(f64::from(self.gamma))[usize::from(self.rung).min(6)]
    }

    pub fn kind(&self) -> Kind {
        KINDS[usize::from(self.rung).min(6)]
    }

    /// What the job is made of.
    pub fn setup(&self) -> Setup {
        Setup {
            layer: LAYERS[usize::from(self.layer).min(LAYERS.len() - 1)],
            task: TASKS[usize::from(self.task).min(1)],
            steps: self.steps,
            seed: self.seed,
        }
    }

    /// The stream as the rule of the rung takes it.
    pub fn stream(&self) -> Stream {
        self.stream_for(self.rule())
    }

    pub fn stream_for(&self, rule: Rule) -> Stream {
        let tokens = self.items.iter().map(|item| item.token(rule)).collect();
        Stream::new(tokens).expect("held inside the limits of a stream")
    }
}

impl Choices for Config {
    const LAB: &'static str = "retention";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if self.items.is_empty() {
            self.items = Config::default().items;
            changed.push("stream");
        }
        if self.items.len() > MOST {
            self.items.truncate(MOST);
            changed.push("stream");
        }
        let mut inside = Vec::new();
        for item in &mut self.items {
            hold(&mut item.gate, GATE, "stream", &mut inside);
            hold(&mut item.beta, BETA, "stream", &mut inside);
            if let What::Write { key, .. } = &mut item.what {
                hold(key, KEY, "stream", &mut inside);
            }
            if let What::Write { value, .. } | What::Important { value } = &mut item.what {
                hold(value, VALUE, "stream", &mut inside);
            }
        }
        if !inside.is_empty() && changed.is_empty() {
            changed.push("stream");
        }
        hold(&mut self.rung, RUNG, "rung", &mut changed);
        hold(&mut self.gamma, GAMMA, "gamma", &mut changed);
        let here = Range::new(1.0, self.items.len() as f64, 1.0, 1.0);
        hold(&mut self.at, here, "at", &mut changed);
        hold(&mut self.query, QUERY, "query", &mut changed);
        hold(&mut self.scale, SCALE, "softmax-scale", &mut changed);
        hold(&mut self.column, COLUMN, "column", &mut changed);
        hold(&mut self.next_key, KEY, "add-key", &mut changed);
        let (beta, angle) = (&mut self.descent_beta, &mut self.angle);
        hold(beta, DESCENT_BETA, "descent-beta", &mut changed);
        hold(angle, ANGLE, "key-angle", &mut changed);
        let steps = &mut self.descent_steps;
        hold(steps, DESCENT_STEPS, "descent-steps", &mut changed);
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.task, TASK, "task", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        hold(&mut self.sequence, SEQUENCE, "sequence", &mut changed);
        hold(&mut self.show, SHOW, "show", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "stream" => text("the tokens", "序列裡的 token"),
            "rung" => text("rule", "規則"),
            "gamma" => text("γ", "γ 值"),
            "at" => text("tokens read", "讀到第幾個 token"),
            "query" => text("query", "query（要查的 key）"),
            "softmax-scale" => text("scale of the scores", "分數的倍率"),
            "add-key" => text("new key", "新的 key"),
            "column" => text("column", "行"),
            "layer" => text("layer", "層"),
            "task" => text("task", "任務"),
            "steps" => text("steps", "步數"),
            "seed" => text("seed", "亂數種子"),
            "show" => text("what is looked at", "看什麼"),
            "sequence" => text("test sequence", "測試序列"),
            "descent-beta" => text("β of the descent", "下降的 β"),
            "key-angle" => text("direction of the key", "key 的方向"),
            "descent-steps" => text("steps of the descent", "下降的步數"),
            _ => text("another setting", "其他設定"),
        }
    }
}
