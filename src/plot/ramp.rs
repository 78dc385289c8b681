//! Perceptually even colour ramps for heat maps.

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// Which ramp.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ramp {
    /// Dark to light (van der Walt and Smith).
    #[default]
    Viridis,
    /// The same for every kind of colour vision (Nunez, Anderton, Renslow 2018).
    Cividis,
    /// Blue below zero, pale at zero, red above.
    Diverging,
}

const VIRIDIS: [Rgb; 9] = [
    (68, 1, 84),
    (71, 45, 123),
    (59, 82, 139),
    (44, 114, 142),
    (33, 145, 140),
    (40, 174, 128),
    (94, 201, 98),
    (173, 220, 48),
    (253, 231, 37),
];
const CIVIDIS: [Rgb; 12] = [
    (0, 32, 77),
    (0, 48, 111),
    (42, 64, 108),
    (72, 82, 107),
    (94, 98, 110),
    (114, 115, 116),
    (135, 132, 121),
    (158, 150, 119),
    (182, 169, 113),
    (208, 190, 103),
    (234, 211, 87),
    (255, 234, 70),
];
const DIVERGING: [Rgb; 9] = [
    (5, 48, 97),
    (33, 102, 172),
    (67, 147, 195),
    (146, 197, 222),
    (247, 247, 247),
    (244, 165, 130),
    (214, 96, 77),
    (178, 24, 43),
    (103, 0, 31),
];

impl Ramp {
    /// The colour at a share from 0 (lowest) to 1 (highest); held inside.
    pub fn at(self, share: f64) -> Rgb {
        let table: &[Rgb] = match self {
            Ramp::Viridis => &VIRIDIS,
            Ramp::Cividis => &CIVIDIS,
            Ramp::Diverging => &DIVERGING,
        };
        let at = share.clamp(0.0, 1.0) * (table.len() - 1) as f64;
        let below = (at as usize).min(table.len() - 2);
        let rest = at - below as f64;
        let mix =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * rest).round() as u8;
        let (a, b) = (table[below], table[below + 1]);
        (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2).
    fn luminance((r, g, b): Rgb) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    #[test]
    fn a_sequential_ramp_gets_lighter_all_the_way() {
        for ramp in [Ramp::Viridis, Ramp::Cividis] {
            let all: Vec<f64> = (0..=100)
                .map(|i| luminance(ramp.at(f64::from(i) / 100.0)))
                .collect();
            assert!(all.windows(2).all(|w| w[1] >= w[0] - 1e-9), "{ramp:?}");
        }
    }

    #[test]
    fn the_diverging_ramp_is_palest_at_zero_and_dark_at_both_ends() {
        let middle = luminance(Ramp::Diverging.at(0.5));
        assert!(
            (0..=100).all(|i| luminance(Ramp::Diverging.at(f64::from(i) / 100.0)) <= middle + 1e-9)
        );
        assert!(
            luminance(Ramp::Diverging.at(0.0)) < 0.1 && luminance(Ramp::Diverging.at(1.0)) < 0.1
        );
    }

    #[test]
    fn shares_outside_are_held() {
        assert_eq!(Ramp::Viridis.at(-3.0), VIRIDIS[0]);
        assert_eq!(Ramp::Viridis.at(9.0), VIRIDIS[8]);
    }
}
