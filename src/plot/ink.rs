//! What a mark is drawn with. It travels through plotters as a colour (its three bytes) and comes out as classes, not as styles.

use plotters::style::{Color, RGBColor};
use plotters_backend::BackendColor;

use super::role::{Hue, Role};

/// The part that a mark plays, and whose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ink {
    kind: Kind,
    /// Index into `Role::ALL`.
    role: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Kind {
    Grid,
    Axis,
    Tick,
    AxisName,
    Line,
    ThinLine,
    Reference,
    Band,
    Point,
    RingPoint,
    LineName,
    DarkNumber,
    LightNumber,
}

const KINDS: [Kind; 13] = [
    Kind::Grid,
    Kind::Axis,
    Kind::Tick,
    Kind::AxisName,
    Kind::Line,
    Kind::ThinLine,
    Kind::Reference,
    Kind::Band,
    Kind::Point,
    Kind::RingPoint,
    Kind::LineName,
    Kind::DarkNumber,
    Kind::LightNumber,
];

impl Ink {
    pub const GRID: Ink = Ink {
        kind: Kind::Grid,
        role: 0,
    };
    pub const AXIS: Ink = Ink {
        kind: Kind::Axis,
        role: 0,
    };
    /// Numbers at an axis.
    pub const TICK: Ink = Ink {
        kind: Kind::Tick,
        role: 0,
    };
    /// What an axis measures.
    pub const AXIS_NAME: Ink = Ink {
        kind: Kind::AxisName,
        role: 0,
    };

    /// A number on a light cell of a heat map, in both themes.
    pub const DARK_NUMBER: Ink = Ink {
        kind: Kind::DarkNumber,
        role: 0,
    };
    /// A number on a dark cell of a heat map, in both themes.
    pub const LIGHT_NUMBER: Ink = Ink {
        kind: Kind::LightNumber,
        role: 0,
    };

    /// A curve.
    pub const fn line(role: Role) -> Ink {
        Ink::of(Kind::Line, role)
    }

    /// One seed among many.
    pub const fn thin(role: Role) -> Ink {
        Ink::of(Kind::ThinLine, role)
    }

    /// A level to compare with.
    pub const fn reference(role: Role) -> Ink {
        Ink::of(Kind::Reference, role)
    }

    /// A spread around a curve.
    pub const fn band(role: Role) -> Ink {
        Ink::of(Kind::Band, role)
    }

    /// A filled marker.
    pub const fn point(role: Role) -> Ink {
        Ink::of(Kind::Point, role)
    }

    /// An open marker.
    pub const fn ring(role: Role) -> Ink {
        Ink::of(Kind::RingPoint, role)
    }

    /// The name at the end of a line.
    pub const fn name(role: Role) -> Ink {
        Ink::of(Kind::LineName, role)
    }

    const fn of(kind: Kind, role: Role) -> Ink {
        Ink {
            kind,
            role: role as u8,
        }
    }

    /// Whose mark it is; `None` for the furniture of a chart.
    pub fn role(self) -> Option<Role> {
        (!self.is_furniture()).then(|| self.the_role())
    }

    fn the_role(self) -> Role {
        Role::ALL
            .get(usize::from(self.role))
            .copied()
            .unwrap_or(Role::Residual)
    }

    /// Classes for the style sheet.
    pub fn class(self) -> &'static str {
        match self.kind {
            Kind::Grid => "plot-grid",
            Kind::Axis => "plot-axis",
            Kind::Tick => "plot-tick",
            Kind::AxisName => "plot-axis-name",
            Kind::Line => "plot-line",
            Kind::ThinLine => "plot-thin",
            Kind::Reference => "plot-reference",
            Kind::Band => "plot-band",
            Kind::Point => "plot-point",
            Kind::RingPoint => "plot-ring",
            Kind::LineName => "plot-name",
            Kind::DarkNumber => "plot-dark-number",
            Kind::LightNumber => "plot-light-number",
        }
    }

    /// The class of the role's colour; `None` for the furniture of a chart.
    pub fn role_class(self) -> Option<&'static str> {
        (!self.is_furniture()).then(|| self.the_role().class())
    }

    fn is_furniture(self) -> bool {
        matches!(
            self.kind,
            Kind::Grid
                | Kind::Axis
                | Kind::Tick
                | Kind::AxisName
                | Kind::DarkNumber
                | Kind::LightNumber
        )
    }

    /// The colour in an exported figure.
    pub fn paper(self) -> &'static str {
        match self.kind {
            Kind::Grid => "#e4e0d8",
            Kind::Axis => "#8a867d",
            Kind::Tick | Kind::AxisName => Hue::Grey.paper(),
            Kind::DarkNumber => "#1f1e1b",
            Kind::LightNumber => "#ffffff",
            _ => self.the_role().hue().paper(),
        }
    }

    pub const fn is_filled(self) -> bool {
        matches!(self.kind, Kind::Point | Kind::Band)
    }

    pub const fn opacity(self) -> f32 {
        match self.kind {
            Kind::Band => 0.2,
            Kind::ThinLine => 0.6,
            Kind::Reference => 0.9,
            _ => 1.0,
        }
    }

    /// CSS pixels.
    pub const fn stroke(self) -> f32 {
        match self.kind {
            Kind::Line => 2.0,
            Kind::RingPoint => 1.75,
            Kind::ThinLine => 1.0,
            Kind::Reference => 1.25,
            _ => 1.0,
        }
    }

    /// CSS pixels.
    pub const fn font_size(self) -> f32 {
        match self.kind {
            Kind::Tick | Kind::DarkNumber | Kind::LightNumber => 12.0,
            _ => 13.0,
        }
    }

    /// The dash pattern of curves.
    pub fn dash(self) -> Option<&'static [f32]> {
        match self.kind {
            Kind::Line | Kind::Reference => self.the_role().dash().array(),
            _ => None,
        }
    }

    /// The ink that went in as this colour.
    pub(super) fn from_backend(color: BackendColor) -> Ink {
        let (kind, role, _) = color.rgb;
        Ink {
            kind: KINDS.get(usize::from(kind)).copied().unwrap_or(Kind::Axis),
            role,
        }
    }

    pub(super) fn color(self) -> RGBColor {
        RGBColor(self.kind as u8, self.role, 0)
    }
}

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        self.color().to_backend_color()
    }
}
