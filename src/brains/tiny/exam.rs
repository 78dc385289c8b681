//! How often the brain writes the right call, and what the others are.

use serde::{Deserialize, Serialize};

use super::brain_file::Trained;
use super::reader::Reader;
use super::task::{CALL, Filling, Format, Request, Scene};
use super::words::UNKNOWN;
use crate::backend::BackendError;
use crate::data::rng::{DICE, indexed, unit};
use crate::data::tally::Tally;
use crate::nn::sampling::{Settings, distribution, draw};

/// What the brain is asked. All of it follows from the seed: same exam, same prompts, whoever sits it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Exam {
    pub seed: u64,
    /// n: prompts, one request each.
    pub prompts: u32,
    /// Manuals of a prompt, 1 to 24.
    pub tools: u32,
    /// Lines of its memory, 1 to 48; more only where they are not all distinct.
    pub lines: u32,
    pub filling: Filling,
    /// Take the line that the request needs out of the memory.
    pub needed_line_deleted: bool,
    /// 0: always the most probable token.
    pub temperature: f32,
    /// Only tokens that the grammar of calls allows are drawn.
    pub grammar: bool,
}

impl Default for Exam {
    fn default() -> Exam {
        Exam {
            seed: 1,
            prompts: 64,
            tools: 6,
            lines: 8,
            filling: Filling::Distinct,
            needed_line_deleted: false,
            temperature: 0.0,
            grammar: false,
        }
    }
}

/// What became of a call: the first of these that fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// Word for word the right call.
    Exact,
    /// It breaks the grammar: no tool could read it.
    Malformed,
    /// A call of another tool, or under another keyword.
    WrongTool,
    /// The right tool, but about another name.
    WrongName,
    /// All right but the city; also where it says `unknown` and should know.
    WrongCity,
    /// All right but the city, which nobody can know: the line was deleted.
    MadeUp,
}

/// One question of an exam.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub scene: Scene,
    pub request: Request,
    /// What the memory said before the line was deleted.
    pub city: u32,
    pub prompt: Vec<u32>,
    /// The right call; with the line deleted, the one that says `unknown`.
    pub right: [u32; CALL],
}

/// A question with what the brain wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Answered {
    pub item: Item,
    pub call: [u32; CALL],
    pub verdict: Verdict,
    /// The probability that the brain itself gave to the city that it wrote, at temperature 1 and without a mask.
    pub sure: f32,
}

/// Results, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Marks {
    pub prompts: u32,
    pub exact: u32,
    pub malformed: u32,
    pub wrong_tool: u32,
    pub wrong_name: u32,
    pub wrong_city: u32,
    pub made_up: u32,
    /// Well-formed calls that are not right, with a city that the brain holds for more probable than not.
    pub sure_and_wrong: u32,
    /// The city was right; with the line deleted: was the deleted one.
    pub city: u32,
    /// It said `unknown`.
    pub unknown: u32,
}

impl Marks {
    pub fn add(&mut self, answered: &Answered) {
        let at = match answered.verdict {
            Verdict::Exact => &mut self.exact,
            Verdict::Malformed => &mut self.malformed,
            Verdict::WrongTool => &mut self.wrong_tool,
            Verdict::WrongName => &mut self.wrong_name,
            Verdict::WrongCity => &mut self.wrong_city,
            Verdict::MadeUp => &mut self.made_up,
        };
        *at += 1;
        self.prompts += 1;
        let wrong = !matches!(answered.verdict, Verdict::Exact | Verdict::Malformed);
        let city = answered.call[Format::CITY_AT];
        self.sure_and_wrong += u32::from(wrong && answered.sure > 0.5);
        self.city += u32::from(city == answered.item.city);
        self.unknown += u32::from(city == UNKNOWN);
    }

    /// `count` of these marks among all prompts, with its interval.
    pub fn tally(&self, count: u32) -> Tally {
        Tally {
            right: count,
            of: self.prompts,
        }
    }
}

impl Exam {
    /// Question number `at`.
    pub fn item(&self, format: Format, at: u32) -> Item {
        let mut rng = indexed(self.seed, "exam", u64::from(at));
        let (tools, lines) = (self.tools.clamp(1, 24), self.lines.clamp(1, 64));
        let mut scene = Scene::draw(&mut rng, tools as usize, lines as usize, self.filling);
        let request = scene.request(&mut rng);
        let city = scene.city(request.name).unwrap_or(UNKNOWN);
        if self.needed_line_deleted {
            scene.forget(request.name);
        }
        let right = scene.call(request, format).expect("a manual of the scene");
        let prompt = [&scene.tokens()[..], &request.tokens()].concat();
        Item {
            scene,
            request,
            city,
            prompt,
            right,
        }
    }

    /// The brain's answers to some of the questions: an exam is sat piece by piece.
    ///
    /// # Errors
    /// None with a brain from `Trained::open`.
    pub fn sit(
        &self,
        brain: &Trained,
        reader: &mut Reader,
        questions: std::ops::Range<u32>,
    ) -> Result<Vec<Answered>, BackendError> {
        let format = brain.about.variant.format;
        let items: Vec<Item> = questions.clone().map(|at| self.item(format, at)).collect();
        let prompts: Vec<Vec<u32>> = items.iter().map(|item| item.prompt.clone()).collect();
        let guesses: Vec<[u32; CALL]> = items.iter().map(|item| item.right).collect();
        let mut sure = vec![0.0; items.len()];
        let calls = reader.write(&prompts, &guesses, &mut |row, place, logits| {
            let dice = (u64::from(questions.start) + row as u64) * CALL as u64 + place as u64;
            let token = self.pick(format, place, logits, dice);
            if place == Format::CITY_AT {
                sure[row] = probability(logits, token);
            }
            token
        })?;
        let answers = items.into_iter().zip(calls).zip(sure);
        Ok(answers
            .map(|((item, call), sure)| Answered {
                verdict: self.verdict(format, &item, call),
                item,
                call,
                sure,
            })
            .collect())
    }

    /// All questions.
    ///
    /// # Errors
    /// As [`sit`](Self::sit).
    pub fn marks(&self, brain: &Trained, reader: &mut Reader) -> Result<Marks, BackendError> {
        let mut marks = Marks::default();
        for answered in self.sit(brain, reader, 0..self.prompts)? {
            marks.add(&answered);
        }
        Ok(marks)
    }

    /// `dice`: the number of the throw, so that no throw depends on another.
    fn pick(&self, format: Format, place: usize, logits: &[f32], dice: u64) -> u32 {
        let mut logits = logits.to_vec();
        if self.grammar {
            let class = format.grammar()[place];
            for (token, z) in logits.iter_mut().enumerate() {
                if !class.holds(token as u32) {
                    *z = f32::MIN / 2.0;
                }
            }
        }
        let settings = Settings {
            temperature: self.temperature,
            ..Settings::default()
        };
        let throw = f64::from(unit(&mut indexed(self.seed, DICE, dice)));
        match distribution(&logits, &[], &settings) {
            Ok(all) => draw(&all, throw),
            Err(_) => 0,
        }
    }

    fn verdict(&self, format: Format, item: &Item, call: [u32; CALL]) -> Verdict {
        let differs = |at: usize| call[at] != item.right[at];
        let keyed = format == Format::KeyFirst;
        if call == item.right {
            Verdict::Exact
        } else if !format.grammar().iter().zip(call).all(|(c, t)| c.holds(t)) {
            Verdict::Malformed
        } else if differs(format.tool_at()) || (keyed && differs(0)) {
            Verdict::WrongTool
        } else if keyed && differs(3) {
            Verdict::WrongName
        } else if self.needed_line_deleted {
            Verdict::MadeUp
        } else {
            Verdict::WrongCity
        }
    }
}

/// softmax(logits)[token].
fn probability(logits: &[f32], token: u32) -> f32 {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let share = |z: f32| libm::exp(f64::from(z - top));
    let all: f64 = logits.iter().map(|&z| share(z)).sum();
    (share(logits[token as usize]) / all) as f32
}
