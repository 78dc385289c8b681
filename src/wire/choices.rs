//! What the reader of a lab may choose, within limits, and how it travels in a link. One validator serves controls, links and worker.

use serde::{Serialize, de::DeserializeOwned};

use super::link::{LinkError, Place, Query, Route, decode_state, encode_state};
use crate::lesson::Text;

/// The limits of a number: `min..=max`, in steps of `step`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Range {
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub default: f64,
}

impl Range {
    pub const fn new(min: f64, max: f64, step: f64, default: f64) -> Range {
        Range {
            min,
            max,
            step,
            default,
        }
    }

    /// The nearest allowed value; the default for NaN. Not snapped to `step` (a link may hold finer values).
    pub fn clamp(&self, value: f64) -> f64 {
        if value.is_nan() {
            self.default
        } else {
            value.clamp(self.min, self.max)
        }
    }
}

/// The number that an f32 is written as: 0.8, and not the 0.800000011920929 that it is.
pub fn exact(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| value.into())
}

/// A number that a choice may be made of.
pub trait Number: Copy + PartialEq {
    fn to_f64(self) -> f64;
    /// Of a value inside the limits, which fit the type.
    fn of_f64(value: f64) -> Self;
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            fn to_f64(self) -> f64 { self as f64 }
            fn of_f64(value: f64) -> Self { value as $kind }
        }
    )*};
}
number!(u8, u16, u32, f32, f64);

/// Brings `field` inside `range`; notes `name` (as in `data-control`) where it had to change.
pub fn hold<T: Number>(
    field: &mut T,
    range: Range,
    name: &'static str,
    changed: &mut Vec<&'static str>,
) {
    let held = T::of_f64(range.clamp(field.to_f64()));
    if held != *field {
        *field = held;
        changed.push(name);
    }
}

/// Everything that a link to a lab holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
pub trait Choices:
    Clone + PartialEq + Default + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The lab's id.
    const LAB: &'static str;
    /// Version of a share link (`v=`).
    const LINK_VERSION: u8;

    /// Every field brought inside its limits; the names (as in `data-control`) of the fields that had to change, each once.
    /// Nothing to change for what this has returned, nor for anything that the controls can produce.
    fn clamped(self) -> (Self, Vec<&'static str>);

    /// What the reader calls this control.
    fn control_name(control: &str) -> Text;
}

/// What a link asks for: `None` where it holds no state. With the names of the fields that had to be brought inside their
/// limits.
pub fn read<C: Choices>(query: &Query) -> Result<Option<(C, Vec<&'static str>)>, LinkError> {
    let Some(state) = &query.state else {
        return Ok(None);
    };
    let choices: C = decode_state(C::LAB, C::LINK_VERSION, state)?;
    Ok(Some(choices.clamped()))
}

/// The query that opens this state anywhere; without a state where it does not fit into a link.
pub fn write<C: Choices>(choices: &C) -> Query {
    Query {
        state: encode_state(C::LAB, C::LINK_VERSION, choices).ok(),
        ..Query::default()
    }
}

/// The place of this state.
pub fn route<C: Choices>(choices: &C) -> Route {
    Route {
        place: Place::Lab(C::LAB.into()),
        query: write(choices),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::text;
    use crate::wire::link::State;
    use serde::Deserialize;

    #[test]
    fn a_choice_kept_as_f32_reads_as_it_was_written() {
        for (kept, written) in [
            (0.8_f32, 0.8),
            (0.05, 0.05),
            (-1.15, -1.15),
            (3e-3, 3e-3),
            (1e6, 1e6),
        ] {
            assert_eq!(exact(kept), written);
        }
        assert!(exact(f32::NAN).is_nan());
    }

    const SIZE: Range = Range::new(1.0, 4.0, 1.0, 2.0);
    const RATE: Range = Range::new(0.0, 1.0, 0.1, 0.5);

    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    struct Toy {
        size: u8,
        rate: f32,
        word: String,
    }

    impl Default for Toy {
        fn default() -> Self {
            Toy {
                size: 2,
                rate: 0.5,
                word: String::new(),
            }
        }
    }

    impl Choices for Toy {
        const LAB: &'static str = "toy";
        const LINK_VERSION: u8 = 1;

        fn clamped(mut self) -> (Self, Vec<&'static str>) {
            let mut changed = Vec::new();
            hold(&mut self.size, SIZE, "size", &mut changed);
            hold(&mut self.rate, RATE, "rate", &mut changed);
            (self, changed)
        }

        fn control_name(_: &str) -> Text {
            text("size", "大小")
        }
    }

    #[test]
    fn a_link_opens_the_state_that_it_was_made_of() {
        let toy = Toy {
            size: 3,
            word: "and he 說".into(),
            ..Toy::default()
        };
        assert_eq!(read(&write(&toy)), Ok(Some((toy.clone(), vec![]))));
        assert_eq!(route(&toy).place, Place::Lab("toy".into()));
    }

    #[test]
    fn fields_outside_their_limits_are_named_and_no_number_is_the_default() {
        let wild = Toy {
            size: 200,
            rate: f32::NAN,
            ..Toy::default()
        };
        let (toy, changed) = read::<Toy>(&write(&wild)).unwrap().unwrap();
        assert_eq!(
            (toy.size, toy.rate, changed),
            (4, 0.5, vec!["size", "rate"])
        );
    }

    #[test]
    fn a_cut_link_is_damaged_and_no_state_is_none() {
        let mut query = write(&Toy {
            word: "long enough to be cut".into(),
            ..Toy::default()
        });
        query.state = query.state.map(|state| State {
            text: state.text[..state.text.len() - 3].into(),
            ..state
        });
        assert_eq!(read::<Toy>(&query), Err(LinkError::Damaged));
        assert_eq!(read::<Toy>(&Query::default()), Ok(None));
    }
}
