//! What is done against orders in texts: four defences, and all of them at once.

use crate::agent::{Settings, Template};
use crate::brains::rules::{self, Obeys};
use crate::lesson::{Text, text};

/// How the prompt is put together and read. None of them is complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Defence {
    /// A template that pastes texts together, and a reader that takes orders from anyone.
    None,
    /// Spelled marks are escaped; the reader still takes orders from anyone.
    Escape,
    /// Marks that no text can hold, and a reader that minds who speaks.
    Roles,
    /// As `None`, but the only tool that there is searches.
    AllowList,
    /// `Roles` and `AllowList`.
    All,
}

impl Defence {
    pub const ALL: [Defence; 5] = [
        Defence::None,
        Defence::Escape,
        Defence::Roles,
        Defence::AllowList,
        Defence::All,
    ];

    pub const fn name(self) -> Text {
        match self {
            Defence::None => text("naive template", "天真的模板"),
            Defence::Escape => text("escaped delimiters", "跳脫分隔符號"),
            Defence::Roles => text("role-aware reader", "分辨角色的讀者"),
            Defence::AllowList => text("tool allow-list", "工具白名單"),
            Defence::All => text("roles and allow-list", "分辨角色加白名單"),
        }
    }

    /// The loop's settings, over these.
    pub fn settings(self, settings: Settings) -> Settings {
        let template = match self {
            Defence::None | Defence::AllowList => Template::Naive,
            Defence::Escape => Template::Escaped,
            Defence::Roles | Defence::All => Template::Marks,
        };
        let allowed = match self {
            Defence::AllowList | Defence::All => Some(vec!["search".into()]),
            Defence::None | Defence::Escape | Defence::Roles => settings.allowed,
        };
        Settings {
            template,
            allowed,
            ..settings
        }
    }

    /// The reader's settings.
    pub fn reader(self) -> rules::Settings {
        let obeys = match self {
            Defence::None | Defence::Escape | Defence::AllowList => Obeys::Anyone,
            Defence::Roles | Defence::All => Obeys::User,
        };
        rules::Settings {
            obeys,
            ..rules::Settings::default()
        }
    }
}
