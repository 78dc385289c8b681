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

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = include_str!("../../static/app.css");

    /// The custom properties of the block that starts with this selector.
    fn theme(selector: &str) -> Vec<(&str, &str)> {
        let (_, rest) = STYLE
            .split_once(selector)
            .expect("the selector is in the style sheet");
        let block = rest.split_once('}').expect("the block ends").0;
        let line = |line: &'static str| {
            // A comment may stand before the name.
            let after_comment = line.rsplit("*/").next().unwrap_or(line);
            after_comment.trim().split_once(": ")
        };
        block.split(';').filter_map(line).collect()
    }

    fn luminance(hex: &str) -> f64 {
        let byte = |at: usize| {
            f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour")) / 255.0
        };
        let linear = |c: f64| {
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(byte(1)) + 0.7152 * linear(byte(3)) + 0.0722 * linear(byte(5))
    }

    /// WCAG 2.
    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn value<'a>(theme: &[(&str, &'a str)], name: &str) -> &'a str {
        theme
            .iter()
            .find(|(key, _)| *key == name)
            .unwrap_or_else(|| panic!("{name} is missing"))
            .1
    }

    const THEMES: [&str; 3] = [
        ":root {",
        ":root[data-theme=\"dark\"] {",
        ":root:not([data-theme=\"light\"]) {",
    ];

    #[test]
    fn every_ink_reads_at_4_5_to_1_on_its_paper_and_marks_at_3_to_1() {
        for selector in THEMES {
            let theme = theme(selector);
            for paper in ["--paper", "--wash"] {
                let paper = value(&theme, paper);
                for hue in Hue::ALL {
                    let ink = value(&theme, &format!("--hue-{}", hue.name()));
                    assert!(
                        contrast(ink, paper) >= 4.5,
                        "{selector} {hue:?} {}",
                        contrast(ink, paper)
                    );
                }
                for text in ["--ink", "--muted", "--accent"] {
                    assert!(
                        contrast(value(&theme, text), paper) >= 4.5,
                        "{selector} {text} on {paper}"
                    );
                }
                assert!(
                    contrast(value(&theme, "--line-strong"), paper) >= 3.0,
                    "{selector} {}",
                    contrast(value(&theme, "--line-strong"), paper)
                );
            }
            assert!(
                contrast(value(&theme, "--on-accent"), value(&theme, "--accent")) >= 4.5,
                "{selector}"
            );
            for level in 1..=4 {
                assert!(
                    contrast(
                        value(&theme, "--ink"),
                        value(&theme, &format!("--surprise-{level}"))
                    ) >= 4.5,
                    "{selector} {level}"
                );
            }
        }
    }

    #[test]
    fn exported_figures_use_the_inks_of_the_light_theme() {
        let light = theme(THEMES[0]);
        for hue in Hue::ALL {
            assert_eq!(value(&light, &format!("--hue-{}", hue.name())), hue.paper());
        }
    }

    #[test]
    fn both_ways_into_the_dark_theme_are_the_same() {
        assert_eq!(theme(THEMES[1]), theme(THEMES[2]));
    }

    #[test]
    fn roles_that_share_a_chart_differ_in_dash_or_marker_as_well_as_in_colour() {
        use Role::*;
        for set in [
            &[Query, Key, Value, Memory, Gate][..],
            &[Residual, Attention, Mlp],
            &[Model, Truth, Chance, Theory],
            &[Training, Validation, Chance],
            &[Treatment, Control],
            &[First, Second, Third, Fourth, Fifth, Sixth],
        ] {
            for (i, a) in set.iter().enumerate() {
                for b in &set[i + 1..] {
                    assert!(
                        a.hue() != b.hue() && (a.dash() != b.dash() || a.marker() != b.marker()),
                        "{a:?} {b:?}"
                    );
                }
            }
        }
    }
}
