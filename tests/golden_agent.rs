//! The same seed and the same brain give the same log in every browser and natively: a toy world, and a brain that throws dice
//! over turns right and wrong. Runs on both sides.

use lecture_playground::agent::{
    Arguments, Badge, Brain, Budget, Dist, Failure, Kind, Mark, Outcome, Parameter, Progress, Run,
    Settings, Template, Token, Tool, Trim, World, reading, token,
};
use lecture_playground::data::fnv::fnv1a;
use lecture_playground::lesson::{Lang, text};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Clone, Default)]
struct Counter {
    sum: i64,
    tick: u32,
}

impl World for Counter {
    fn tools(&self) -> Vec<Tool> {
        let tool = |name: &str, kind: Option<Kind>| Tool {
            name: name.into(),
            description: text("a counter", "計數器").into(),
            parameters: kind
                .map(|kind| Parameter {
                    name: "n".into(),
                    description: text("how many", "多少").into(),
                    kind,
                    required: true,
                })
                .into_iter()
                .collect(),
            irreversible: name == "reset",
        };
        vec![
            tool(
                "add",
                Some(Kind::Number {
                    min: -9.5,
                    max: 9.5,
                }),
            ),
            tool("list", Some(Kind::Integer { min: 0, max: 5000 })),
            tool("reset", None),
        ]
    }

    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        _budget: &mut Budget,
        lang: Lang,
    ) -> Result<Outcome, Failure> {
        Ok(Outcome::Value(match tool {
            "add" => {
                let n = arguments.get("n").and_then(|n| n.as_f64()).unwrap_or(0.0);
                self.sum += n as i64;
                json!({"sum": self.sum, "half": self.sum as f64 / 2.0, "tick": self.tick})
            }
            "list" => (0..arguments.integer("n")?).map(|n| n * n).collect(),
            _ if self.sum < 0 => return Err(Failure::tool(text("below zero", "小於零").get(lang))),
            _ => {
                self.sum = 0;
                json!("ok")
            }
        }))
    }

    fn pass(&mut self, ticks: u32) {
        self.tick += ticks;
    }

    fn state(&self) -> Vec<u8> {
        [self.sum.to_le_bytes().as_slice(), &self.tick.to_le_bytes()].concat()
    }

    fn verdict(&self, _answer: &str) -> Option<bool> {
        Some(self.sum == 3)
    }
}

/// A pure function of the tape: at the beginning of a turn three are as likely, by a hash of the prompt.
struct Dice;

const TURNS: [&str; 8] = [
    "ok<|end|>",
    "<|call|>add {\"n\":1.5}<|end|>",
    "<|think|>臺北<|call|>list {\"n\":4000}<|call|>add {\"n\":-2}<|end|>",
    "<|plan|>- [ ] reset<|call|>reset<|end|>",
    "<|call|>list {\"n\":7}<|end|>",
    "<|call|>ad {}<|end|>",
    "<|call|>add {\"n\":\"1\"}<|tool|>made up",
    "<|call|>add {\"n\":4}<|call|>add {\"n\":4}<|end|>",
];

impl Brain for Dice {
    fn next(&mut self, prompt: &[Token]) -> Dist {
        let begun = reading::read(prompt).begun.unwrap_or(&[]);
        let before = &prompt[..prompt.len() - begun.len()];
        let bytes: Vec<u8> = before
            .iter()
            .flat_map(|token| token.to_le_bytes())
            .collect();
        let hash = fnv1a(&bytes) % TURNS.len() as u64;
        let likely = [0, 3, 5].map(|more| token::read(TURNS[(hash as usize + more) % TURNS.len()]));
        let open = likely.iter().filter(|turn| turn.starts_with(begun));
        let next: Vec<Token> = open
            .map(|turn| turn.get(begun.len()).copied().unwrap_or(Mark::End.token()))
            .collect();
        let p = 1.0 / next.len() as f32;
        Dist(next.into_iter().map(|token| (token, p)).collect())
    }

    fn badge(&self) -> Badge {
        Badge::Tiny {
            weights: 0,
            steps: 0,
        }
    }
}

#[test]
fn logs_have_the_committed_hashes() {
    let mut stops = Vec::new();
    let mut sum = Vec::new();
    for seed in 0..24 {
        let settings = Settings {
            seed,
            lang: Lang::ALL[seed as usize % 2],
            template: [Template::Marks, Template::Naive, Template::Escaped][seed as usize % 3],
            trim: [Trim::DropOldest, Trim::Summarise, Trim::Retrieve(2)][seed as usize / 3 % 3],
            max_steps: 4 + seed as u32,
            reply: 200,
            window: 3000,
            ..Settings::default()
        };
        let mut run = Run::open(settings, Counter::default(), "Count.", &[], "Reach 3.");
        loop {
            if let Progress::Stopped(ending) = run.advance(&mut Dice, 7) {
                stops.push(ending.stop);
                break;
            }
        }
        sum.extend(run.log_hash().to_le_bytes());
    }
    stops.sort_by_key(|stop| *stop as u8);
    stops.dedup();
    assert!(stops.len() >= 3, "{stops:?}");
    assert_eq!(format!("{:016x}", fnv1a(&sum)), "1e182ab28208b894");
}
