//! What the reader may choose, with its limits: a world, a goal, a brain's way of walking, the room on the tape.

use serde::{Deserialize, Serialize};

use super::protocol::Setup;
use crate::agent_study::Question;
use crate::lesson::{Lang, Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::wire::{pack, unpack};

/// Where the agent acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Place {
    #[default]
    Grid,
    Desk,
}

impl Place {
    pub const ALL: [Place; 2] = [Place::Grid, Place::Desk];

    pub const fn id(self) -> &'static str {
        match self {
            Place::Grid => "grid",
            Place::Desk => "desk",
        }
    }
}

/// How the rules walk (`brains::rules::Walker`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Walk {
    #[default]
    Search,
    Reckless,
    Straight,
}

impl Walk {
    pub const ALL: [Walk; 3] = [Walk::Search, Walk::Reckless, Walk::Straight];

    pub const fn id(self) -> &'static str {
        match self {
            Walk::Search => "search",
            Walk::Reckless => "reckless",
            Walk::Straight => "straight",
        }
    }
}

/// What happens to the oldest turns where the window is full (`agent::Trim`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Policy {
    #[default]
    Drop,
    Summarise,
    Retrieve,
}

impl Policy {
    pub const ALL: [Policy; 3] = [Policy::Drop, Policy::Summarise, Policy::Retrieve];

    pub const fn id(self) -> &'static str {
        match self {
            Policy::Drop => "drop",
            Policy::Summarise => "summarise",
            Policy::Retrieve => "retrieve",
        }
    }
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub place: Place,
    /// Of the map, and of all dice.
    pub seed: u32,
    /// Cells to each side of the map.
    pub size: u8,
    /// Of 100 cells how many are walls.
    pub walls: u8,
    pub doors: u8,
    pub drops: u8,
    /// How many cells far the agent sees; 0: the whole map.
    pub radius: u8,
    pub walk: Walk,
    pub max_steps: u16,
    /// Tokens.
    pub window: u32,
    pub policy: Policy,
    /// Ask the user before a call that cannot be undone.
    pub confirm: bool,
    /// Which request of the desk.
    pub request: u8,
    /// The reader's own request; empty: that of the number.
    pub goal: String,
    /// In which language the run is; None: the page's, until the first step.
    pub lang: Option<Lang>,
    /// What was done since the run was opened (`Vec<Question>` in postcard); empty where nothing was, or too much for a link.
    pub record: Vec<u8>,
}

pub const LINK_VERSION: u8 = 1;

pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
pub const SIZE: Range = Range::new(3.0, 12.0, 1.0, 6.0);
pub const WALLS: Range = Range::new(0.0, 50.0, 5.0, 25.0);
pub const DOORS: Range = Range::new(0.0, 6.0, 1.0, 0.0);
pub const DROPS: Range = Range::new(0.0, 6.0, 1.0, 0.0);
pub const RADIUS: Range = Range::new(0.0, 6.0, 1.0, 1.0);
pub const MAX_STEPS: Range = Range::new(1.0, 256.0, 1.0, 64.0);
pub const WINDOW: Range = Range::new(3072.0, 65_536.0, 1024.0, 32_768.0);
pub const REQUEST: Range = Range::new(0.0, (REQUESTS.len() - 1) as f64, 1.0, 0.0);
/// Characters of the reader's own request.
pub const GOAL: usize = 200;
/// Bytes of a record that a link holds.
pub const RECORD: usize = 900;

/// What can be asked of the desk.
pub const REQUESTS: [Text; 8] = [
    text("What will the weather be in Taipei on Wednesday?", "星期三臺北的天氣如何？"),
    text("Do I need an umbrella in Tokyo today?", "今天在東京需要帶傘嗎？"),
    text("Add tea with Bo on Wednesday from 9 to 10", "星期三 9 點到 10 點加入行程：和小博喝茶"),
    text("How much is 100 divided by 8?", "100 除以 8 等於多少？"),
    text("How high is the lighthouse?", "燈塔有多高？"),
    text("Please remember that I like tea", "請記住：我喜歡茶"),
    text("What is 6 times 7, and then remember that I like 42", "6 乘以 7 是多少，然後記住我喜歡 42"),
    text("Write me a poem about the sea", "寫一首關於海的詩"),
];

impl Default for Config {
    fn default() -> Config {
        Config {
            place: Place::Grid,
            seed: SEED.default as u32,
            size: SIZE.default as u8,
            walls: WALLS.default as u8,
            doors: DOORS.default as u8,
            drops: DROPS.default as u8,
            radius: RADIUS.default as u8,
            walk: Walk::Search,
            max_steps: MAX_STEPS.default as u16,
            window: WINDOW.default as u32,
            policy: Policy::Drop,
            confirm: false,
            request: 0,
            goal: String::new(),
            lang: None,
            record: Vec::new(),
        }
    }
}

impl Config {
    /// What the job is made of; `page`: the language of the page.
    pub fn setup(&self, page: Lang) -> Setup {
        Setup {
            config: Config {
                lang: Some(self.lang.unwrap_or(page)),
                record: Vec::new(),
                ..self.clone()
            },
        }
    }

    /// What was done in the run that a link opens.
    pub fn played(&self) -> Vec<Question> {
        unpack(&self.record).unwrap_or_default()
    }

    /// Keeps what was done, if a link can hold it. False: it is too long for one.
    pub fn keep(&mut self, record: &[Question]) -> bool {
        self.record.clear();
        let packed = if record.is_empty() { Vec::new() } else { pack(&record.to_vec()) };
        let fits = packed.len() <= RECORD;
        if fits {
            self.record = packed;
        }
        fits
    }

    /// The user's words.
    pub fn asked(&self, lang: Lang) -> String {
        if !self.goal.trim().is_empty() {
            return self.goal.clone();
        }
        let request = match self.place {
            Place::Grid => text("Go to the flag", "走到旗子那裡"),
            Place::Desk => REQUESTS[usize::from(self.request) % REQUESTS.len()],
        };
        request.get(lang).into()
    }
}

impl Choices for Config {
    const LAB: &'static str = "agent-loop";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.size, SIZE, "size", &mut changed);
        hold(&mut self.walls, WALLS, "walls", &mut changed);
        hold(&mut self.doors, DOORS, "doors", &mut changed);
        hold(&mut self.drops, DROPS, "drops", &mut changed);
        hold(&mut self.radius, RADIUS, "radius", &mut changed);
        let mut steps = u32::from(self.max_steps);
        hold(&mut steps, MAX_STEPS, "max-steps", &mut changed);
        self.max_steps = steps as u16;
        hold(&mut self.window, WINDOW, "window", &mut changed);
        hold(&mut self.request, REQUEST, "request", &mut changed);
        if self.goal.chars().count() > GOAL {
            self.goal = self.goal.chars().take(GOAL).collect();
            changed.push("goal");
        }
        let sound = self.record.is_empty() || unpack::<Vec<Question>>(&self.record).is_ok();
        if self.record.len() > RECORD || !sound {
            self.record.clear();
            changed.push("record");
        }
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "size" => text("size of the map", "地圖大小"),
            "walls" => text("walls", "牆"),
            "doors" => text("doors", "門"),
            "drops" => text("one-way drops", "單向落差"),
            "radius" => text("how far it sees", "看得多遠"),
            "max-steps" => text("most steps", "步數上限"),
            "window" => text("window", "上下文長度"),
            "request" => text("request", "請求"),
            "goal" => text("own request", "自訂請求"),
            "record" => text("what was done in the run", "執行中做過的事"),
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
            size: 0,
            walls: 99,
            doors: 99,
            drops: 99,
            radius: 99,
            max_steps: 0,
            window: 0,
            request: 99,
            goal: "走".repeat(300),
            record: vec![255; 2000],
            ..Config::default()
        };
        let (tame, changed) = wild.clamped();
        assert_eq!(changed.len(), 10);
        assert_eq!((tame.size, tame.max_steps, tame.window), (3, 1, 3072));
        let other = Config::control_name("no such control");
        assert!(changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
    }

    #[test]
    fn a_record_comes_back_from_a_link_and_does_not_change_the_set_up() {
        let mut config = Config::default();
        let record = vec![Question::Advance { tokens: 40 }, Question::Back];
        assert!(config.keep(&record));
        let (same, changed) = config.clone().clamped();
        assert_eq!((same.played(), changed), (record, vec![]));
        assert_eq!(config.setup(Lang::En), Config::default().setup(Lang::En));
        let long = vec![Question::Write { turn: "x".repeat(2000) }];
        assert!(!config.keep(&long) && config.record.is_empty());
    }
}
