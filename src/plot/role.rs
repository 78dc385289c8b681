//! What a colour means. The same in every lab; each role also has its own dash and marker, so nothing is learnt by colour alone.

/// The meaning of a mark. `class()` names it for the style sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Role {
    /// Attention and lecture 4.
    Query,
    Key,
    Value,
    /// The state H.
    Memory,
    Gate,
    /// Lecture 3: the residual stream and what is added to it.
    Residual,
    Attention,
    Mlp,
    /// Every chart: what the model says, what is true, what guessing gives, what the formula says.
    Model,
    Truth,
    Chance,
    Theory,
    /// Lecture 2: who wrote a token.
    System,
    User,
    Brain,
    Environment,
    /// Interventions.
    Treatment,
    Control,
    /// Curves without a meaning of their own, in the order in which they are added. `Training` and `Validation` are the loss curves.
    Training,
    Validation,
    First,
    Second,
    Third,
    Fourth,
    Fifth,
    Sixth,
}

/// One of the eight inks of the palette (Okabe and Ito's set, darkened until text reaches 4.5:1 on paper).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Hue {
    Blue,
    Orange,
    Green,
    Purple,
    Vermilion,
    Teal,
    Ink,
    Grey,
}

/// The pattern of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dash {
    Solid,
    Long,
    Short,
    Dots,
    DashDot,
}

/// The shape at the end of a line, and of single points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
    /// A ring: for what has no measured points.
    Ring,
}

impl Hue {
    pub const ALL: [Hue; 8] = [
        Hue::Blue,
        Hue::Orange,
        Hue::Green,
        Hue::Purple,
        Hue::Vermilion,
        Hue::Teal,
        Hue::Ink,
        Hue::Grey,
    ];

    /// The suffix of the custom property `--hue-..` in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Hue::Blue => "blue",
            Hue::Orange => "orange",
            Hue::Green => "green",
            Hue::Purple => "purple",
            Hue::Vermilion => "vermilion",
            Hue::Teal => "teal",
            Hue::Ink => "ink",
            Hue::Grey => "grey",
        }
    }

    /// The colour on paper (the light theme), for exported figures.
    pub const fn paper(self) -> &'static str {
        match self {
            Hue::Blue => "#0068a8",
            Hue::Orange => "#9a5f00",
            Hue::Green => "#00734f",
            Hue::Purple => "#a03a7c",
            Hue::Vermilion => "#bf4000",
            Hue::Teal => "#0f7080",
            Hue::Ink => "#1f1e1b",
            Hue::Grey => "#625f58",
        }
    }
}

impl Role {
    pub const ALL: [Role; 26] = [
        Role::Query,
        Role::Key,
        Role::Value,
        Role::Memory,
        Role::Gate,
        Role::Residual,
        Role::Attention,
        Role::Mlp,
        Role::Model,
        Role::Truth,
        Role::Chance,
        Role::Theory,
        Role::System,
        Role::User,
        Role::Brain,
        Role::Environment,
        Role::Treatment,
        Role::Control,
        Role::Training,
        Role::Validation,
        Role::First,
        Role::Second,
        Role::Third,
        Role::Fourth,
        Role::Fifth,
        Role::Sixth,
    ];

    pub const fn hue(self) -> Hue {
        self.look().0
    }

    pub const fn dash(self) -> Dash {
        self.look().1
    }

    pub const fn marker(self) -> Marker {
        self.look().2
    }

    /// The class of marks of this role in the style sheet.
    pub const fn class(self) -> &'static str {
        match self.hue() {
            Hue::Blue => "hue-blue",
            Hue::Orange => "hue-orange",
            Hue::Green => "hue-green",
            Hue::Purple => "hue-purple",
            Hue::Vermilion => "hue-vermilion",
            Hue::Teal => "hue-teal",
            Hue::Ink => "hue-ink",
            Hue::Grey => "hue-grey",
        }
    }

    const fn look(self) -> (Hue, Dash, Marker) {
        match self {
            Role::Query => (Hue::Blue, Dash::Solid, Marker::Circle),
            Role::Key => (Hue::Orange, Dash::Long, Marker::Square),
            Role::Value => (Hue::Green, Dash::DashDot, Marker::Triangle),
            Role::Memory => (Hue::Purple, Dash::Solid, Marker::Diamond),
            Role::Gate => (Hue::Vermilion, Dash::Short, Marker::Ring),
            Role::Residual => (Hue::Ink, Dash::Solid, Marker::Circle),
            Role::Attention => (Hue::Orange, Dash::Long, Marker::Square),
            Role::Mlp => (Hue::Teal, Dash::DashDot, Marker::Triangle),
            Role::Model => (Hue::Blue, Dash::Solid, Marker::Circle),
            Role::Truth => (Hue::Green, Dash::Long, Marker::Square),
            Role::Chance => (Hue::Grey, Dash::Dots, Marker::Ring),
            Role::Theory => (Hue::Ink, Dash::Short, Marker::Ring),
            Role::System => (Hue::Grey, Dash::Dots, Marker::Diamond),
            Role::User => (Hue::Blue, Dash::Solid, Marker::Circle),
            Role::Brain => (Hue::Orange, Dash::Long, Marker::Square),
            Role::Environment => (Hue::Green, Dash::DashDot, Marker::Triangle),
            Role::Treatment => (Hue::Vermilion, Dash::Solid, Marker::Triangle),
            Role::Control => (Hue::Grey, Dash::Long, Marker::Circle),
            Role::Training => (Hue::Blue, Dash::Solid, Marker::Circle),
            Role::Validation => (Hue::Vermilion, Dash::Long, Marker::Square),
            Role::First => (Hue::Blue, Dash::Solid, Marker::Circle),
            Role::Second => (Hue::Orange, Dash::Long, Marker::Square),
            Role::Third => (Hue::Green, Dash::DashDot, Marker::Triangle),
            Role::Fourth => (Hue::Purple, Dash::Short, Marker::Diamond),
            Role::Fifth => (Hue::Vermilion, Dash::Dots, Marker::Ring),
            Role::Sixth => (Hue::Teal, Dash::Solid, Marker::Square),
        }
    }
}

impl Dash {
    /// The value of `stroke-dasharray`; `None` for a solid line.
    pub const fn array(self) -> Option<&'static [f32]> {
        match self {
            Dash::Solid => None,
            Dash::Long => Some(&[9.0, 4.0]),
            Dash::Short => Some(&[5.0, 3.5]),
            Dash::Dots => Some(&[1.5, 3.5]),
            Dash::DashDot => Some(&[9.0, 3.5, 1.5, 3.5]),
        }
    }
}
