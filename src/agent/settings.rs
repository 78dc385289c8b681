//! What a run is opened with, and the limits of it.

use serde::{Deserialize, Serialize};

use super::tape::Template;
use crate::lesson::{Describe, Lang};

/// All that a run depends on beside the brain, the world and the words it begins with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Of the dice that draw tokens.
    pub seed: u64,
    /// In which manuals, results and notices are.
    pub lang: Lang,
    /// 1..=256 turns of the brain.
    pub max_steps: u32,
    /// Tokens that one turn may have (a token is a character): 16..=4096.
    pub reply: u32,
    /// Tokens that prompt and turn may have together: at least twice `reply`, at most 65 536.
    pub window: u32,
    /// Tokens that a run may read and write in all: each turn counts its whole prompt, as a bill does.
    pub tokens: u64,
    /// Characters of a result that the brain gets to see: 100..=20 000, and at most an eighth of the prompt's room.
    pub result: u32,
    pub template: Template,
    /// Ask the user before an irreversible call.
    pub confirm: bool,
    pub trim: Trim,
    /// Only these tools are in the prompt and can be called. None: all of the world's.
    pub allowed: Option<Vec<String>>,
    /// The first result that is no error ends the run as its answer.
    pub result_is_answer: bool,
}

/// What happens to the oldest turns where the window is full. The system message, what the user said and the open plan stay.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Trim {
    #[default]
    DropOldest,
    /// They become one line: what was done, word for word, and the beginnings of the results.
    Summarise,
    /// Of them the so many that have most words in common with the goal and the last turn are shown, a line each.
    Retrieve(u32),
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            seed: 0,
            lang: Lang::En,
            max_steps: 32,
            reply: 1024,
            window: 16_384,
            tokens: 1_000_000,
            result: 2000,
            template: Template::Marks,
            confirm: false,
            trim: Trim::DropOldest,
            allowed: None,
            result_is_answer: false,
        }
    }
}

/// A setting that was outside its limits, and what it is now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clamped {
    /// The field's name.
    pub setting: &'static str,
    pub now: u32,
}

impl Describe for Clamped {
    fn describe(&self, lang: Lang) -> String {
        let Clamped { setting, now } = self;
        match lang {
            Lang::En => format!("{setting} was outside its limits and is now {now}."),
            Lang::ZhHant => format!("{setting} 超出範圍\u{ff0c}已改為 {now}。"),
        }
    }
}

impl Settings {
    /// Inside the limits, and what had to be changed for it.
    pub fn clamped(mut self) -> (Settings, Vec<Clamped>) {
        let mut changed = Vec::new();
        let mut clamp = |setting, value: &mut u32, min, max| {
            let now = (*value).clamp(min, max);
            if now != *value {
                *value = now;
                changed.push(Clamped { setting, now });
            }
        };
        clamp("max_steps", &mut self.max_steps, 1, 256);
        clamp("reply", &mut self.reply, 16, 4096);
        clamp("window", &mut self.window, 2 * self.reply, 65_536);
        clamp("result", &mut self.result, 100, 20_000);
        (self, changed)
    }

    /// The number of steps that a text stands for: as a link or an input holds it.
    pub fn max_steps_of(text: &str) -> (u32, Option<Clamped>) {
        let default = Settings::default().max_steps;
        let given = text.trim().parse::<i128>();
        let now = given.as_ref().map_or(default, |&n| n.clamp(1, 256) as u32);
        let fits = given.is_ok_and(|n| n == i128::from(now));
        let setting = "max_steps";
        (now, (!fits).then_some(Clamped { setting, now }))
    }

    /// Tokens that a prompt may have, so that a whole turn still fits behind it.
    pub fn room(&self) -> u32 {
        self.window.saturating_sub(self.reply)
    }

    /// Characters of one result: four of them leave half of the room.
    pub fn result_cap(&self) -> usize {
        self.result.min((self.room() / 8).max(64)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A30.
    #[test]
    fn steps_are_clamped_with_a_message() {
        for (text, now, message) in [
            ("0", 1, true),
            ("1", 1, false),
            ("256", 256, false),
            ("1000000000", 256, true),
            ("-3", 1, true),
            ("abc", 32, true),
            ("", 32, true),
        ] {
            let (steps, clamped) = Settings::max_steps_of(text);
            assert_eq!((steps, clamped.is_some()), (now, message), "{text}");
        }
        let wild = Settings {
            max_steps: 0,
            reply: 9_000_000,
            window: 0,
            result: 1,
            ..Settings::default()
        };
        let (settings, changed) = wild.clamped();
        assert_eq!(changed.len(), 4);
        assert_eq!((settings.max_steps, settings.reply), (1, 4096));
        assert_eq!((settings.window, settings.result), (8192, 100));
        let (_, changed) = Settings::default().clamped();
        assert_eq!(changed, []);
        for lang in Lang::ALL {
            assert!(
                Clamped {
                    setting: "max_steps",
                    now: 7
                }
                .describe(lang)
                .contains('7')
            );
        }
    }
}
