//! What the reader may choose in the three parts of the lab, with its limits.

use serde::{Deserialize, Serialize};

use super::diary::answers::{Setting as Asked, Way};
use super::diary::store::Write;
use super::protocol::{BrainSetup, LearnSetup, ReadSetup, Trained};
use super::read;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, exact, hold};

/// The parts of the lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Part {
    #[default]
    Read,
    Learn,
    Write,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Read, Part::Learn, Part::Write];

    /// As in `data-option` of the tabs.
    pub const fn id(self) -> &'static str {
        match self {
            Part::Read => "read",
            Part::Learn => "learn",
            Part::Write => "write",
        }
    }
}

/// How a line comes into memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Keep {
    #[default]
    All,
    Novel,
    Facts,
    Ask,
}

impl Keep {
    pub const ALL: [Keep; 4] = [Keep::All, Keep::Novel, Keep::Facts, Keep::Ask];

    pub const fn id(self) -> &'static str {
        match self {
            Keep::All => "all",
            Keep::Novel => "novel",
            Keep::Facts => "facts",
            Keep::Ask => "ask",
        }
    }
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub part: Part,
    // Read.
    /// b
    pub sharpness: f32,
    pub noise: f32,
    pub search_noise: f32,
    /// k
    pub kept: u16,
    /// For each number of lines.
    pub questions: u16,
    // Learn.
    /// -1 imitates, 1 obeys.
    pub obeys: f32,
    pub vague: f32,
    pub seeds: u16,
    // Write.
    pub keep: Keep,
    /// Lines that are ticked: bit i is line i.
    pub ticked: u64,
    pub reflect: bool,
    /// The graph, else the best lines.
    pub graph: bool,
    pub hops: u8,
    /// Lines that flat retrieval gives.
    pub lines: u8,
    pub merged: bool,
    pub dates: bool,
    /// Of all experiments.
    pub seed: u32,
    // The tiny brain.
    pub trained: Trained,
    /// For each point.
    pub prompts: u16,
}

pub const LINK_VERSION: u8 = 3;

pub const SHARPNESS: Range = Range::new(0.0, 32.0, 0.5, 8.0);
pub const NOISE: Range = Range::new(0.0, 1.0, 0.01, 0.35);
pub const SEARCH_NOISE: Range = Range::new(0.0, 1.0, 0.01, 0.35);
pub const KEPT: Range = Range::new(1.0, 64.0, 1.0, 16.0);
pub const QUESTIONS: Range = Range::new(100.0, 2000.0, 100.0, 400.0);
pub const OBEYS: Range = Range::new(-1.0, 1.0, 0.5, 1.0);
pub const VAGUE: Range = Range::new(0.0, 1.0, 0.01, 0.52);
pub const SEEDS: Range = Range::new(5.0, 50.0, 5.0, 20.0);
pub const HOPS: Range = Range::new(1.0, 3.0, 1.0, 3.0);
pub const LINES: Range = Range::new(1.0, 12.0, 1.0, 3.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
pub const PROMPTS: Range = Range::new(16.0, 512.0, 16.0, 128.0);
/// Every line of the diary.
pub const ALL_LINES: u64 = (1 << 60) - 1;

impl Default for Config {
    fn default() -> Config {
        Config {
            part: Part::Read,
            sharpness: SHARPNESS.default as f32,
            noise: NOISE.default as f32,
            search_noise: SEARCH_NOISE.default as f32,
            kept: KEPT.default as u16,
            questions: QUESTIONS.default as u16,
            obeys: OBEYS.default as f32,
            vague: VAGUE.default as f32,
            seeds: SEEDS.default as u16,
            keep: Keep::All,
            ticked: 0,
            reflect: false,
            graph: false,
            hops: HOPS.default as u8,
            lines: LINES.default as u8,
            merged: false,
            dates: false,
            seed: SEED.default as u32,
            trained: Trained::Short,
            prompts: PROMPTS.default as u16,
        }
    }
}

impl Config {
    pub fn read(&self) -> ReadSetup {
        ReadSetup {
            setting: read::Setting {
                sharpness: exact(self.sharpness),
                noise: exact(self.noise),
                search_noise: exact(self.search_noise),
                kept: u32::from(self.kept),
            },
            questions: self.questions,
            seed: self.seed,
        }
    }

    pub fn brain(&self) -> BrainSetup {
        BrainSetup {
            trained: self.trained,
            prompts: self.prompts,
            seed: self.seed,
        }
    }

    pub fn learn(&self) -> LearnSetup {
        LearnSetup {
            vague: exact(self.vague),
            seeds: self.seeds,
            seed: self.seed,
        }
    }

    /// How the memory of the diary is written and asked.
    pub fn asked(&self) -> Asked {
        Asked {
            write: self.write(self.keep),
            reflect: self.reflect,
            way: self.way(self.graph),
            merged: self.merged,
            dates: self.dates,
        }
    }

    pub fn write(&self, keep: Keep) -> Write {
        match keep {
            Keep::All => Write::All,
            Keep::Novel => Write::Novel,
            Keep::Facts => Write::Facts,
            Keep::Ask => Write::Ask(self.ticked),
        }
    }

    pub fn way(&self, graph: bool) -> Way {
        match graph {
            true => Way::Graph { h: self.hops },
            false => Way::Flat { k: self.lines },
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "memory";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.sharpness, SHARPNESS, "sharpness", &mut changed);
        hold(&mut self.noise, NOISE, "noise", &mut changed);
        hold(&mut self.search_noise, SEARCH_NOISE, "search-noise", &mut changed);
        hold(&mut self.kept, KEPT, "kept", &mut changed);
        hold(&mut self.questions, QUESTIONS, "questions", &mut changed);
        hold(&mut self.obeys, OBEYS, "obeys", &mut changed);
        // The experiment is run at these five.
        let on_step = (self.obeys * 2.0).round() / 2.0;
        if on_step != self.obeys {
            self.obeys = on_step;
            if !changed.contains(&"obeys") {
                changed.push("obeys");
            }
        }
        hold(&mut self.vague, VAGUE, "vague", &mut changed);
        hold(&mut self.seeds, SEEDS, "seeds", &mut changed);
        hold(&mut self.hops, HOPS, "hops", &mut changed);
        hold(&mut self.lines, LINES, "lines", &mut changed);
        hold(&mut self.prompts, PROMPTS, "prompts", &mut changed);
        if self.ticked & !ALL_LINES != 0 {
            self.ticked &= ALL_LINES;
            changed.push("ticked");
        }
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "sharpness" => text("sharpness of the read", "讀取的銳利程度"),
            "noise" => text("noise of the key", "key 的雜訊"),
            "search-noise" => text("noise of the look-up", "檢索的雜訊"),
            "kept" => text("lines that are read", "讀幾行"),
            "questions" => text("questions", "題數"),
            "obeys" => text("how the mark WRONG is read", "怎麼看待「錯」的標記"),
            "vague" => text("vagueness of what is known before", "事先知道的有多模糊"),
            "seeds" => text("seeds", "種子數"),
            "hops" => text("steps in the graph", "圖上走幾步"),
            "lines" => text("lines that retrieval gives", "檢索給幾行"),
            "prompts" => text("prompts of a point", "每個點的題數"),
            "ticked" => text("ticked lines", "勾選的日記"),
            _ => text("another setting", "其他設定"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_link_is_brought_inside_and_every_change_has_a_name() {
        let wild = Config {
            sharpness: -1.0,
            noise: 9.0,
            search_noise: f32::NAN,
            kept: 0,
            questions: 1,
            obeys: 0.3,
            vague: 7.0,
            seeds: 0,
            hops: 9,
            lines: 0,
            ticked: u64::MAX,
            prompts: 0,
            ..Config::default()
        };
        let (tame, changed) = wild.clamped();
        assert_eq!(changed.len(), 12);
        assert_eq!((tame.obeys, tame.kept, tame.hops, tame.ticked), (0.5, 1, 3, ALL_LINES));
        let other = Config::control_name("no such control");
        assert!(changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
    }

    #[test]
    fn the_default_is_inside_its_own_limits_and_means_what_the_sliders_say() {
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
        assert_eq!(Config::default().read().setting.noise, 0.35);
        assert_eq!(super::super::diary::lines::LINES.len(), ALL_LINES.count_ones() as usize);
    }
}
