//! What the lab's page and its job say to each other.

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::experiment::Found;

/// Opens the job: a run, and the experiment with the same settings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// Its language is settled, its record left out.
    pub config: Config,
}

/// What the page shows of the world.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum View {
    Grid(Map),
    Desk {
        /// Day, first hour, last hour, title.
        calendar: Vec<(u8, u8, u8, String)>,
        memories: Vec<String>,
    },
}

/// A map as it is, and what the agent has seen of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Map {
    pub width: u8,
    /// Row by row: `.` floor, `#` wall, `o` open door, `d` closed door, `^ > v <` one-way drops.
    pub cells: Vec<char>,
    /// Whether a `look` has shown it.
    pub seen: Vec<bool>,
    pub at: (u8, u8),
    pub start: (u8, u8),
    pub flag: (u8, u8),
    pub walked: u32,
    /// Steps of the shortest walk.
    pub optimum: Option<u32>,
}

/// The experiment so far.
pub type Report = crate::agent_study::Report<Found>;
