//! The lab's state in an address, and back.

use crate::labs::next_token::LAB;
use crate::labs::next_token::config::{Config, LINK_VERSION};
use crate::wire::link::{LinkError, Place, Query, Route, decode_state, encode_state};

/// What a link asks for: `None` where it holds no state. With the names of the fields that had to be brought inside their
/// limits.
pub(super) fn read(query: &Query) -> Result<Option<(Config, Vec<&'static str>)>, LinkError> {
    let Some(state) = &query.state else {
        return Ok(None);
    };
    let config: Config = decode_state(LAB.id, LINK_VERSION, state)?;
    Ok(Some(config.clamped()))
}

/// The query that opens this state anywhere; without a state where it does not fit into a link.
pub(super) fn write(config: &Config) -> Query {
    Query {
        state: encode_state(LAB.id, LINK_VERSION, config).ok(),
        ..Query::default()
    }
}

/// The place of this state.
pub(super) fn route(config: &Config) -> Route {
    Route {
        place: Place::Lab(LAB.id.into()),
        query: write(config),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::link::State;

    #[test]
    fn a_link_opens_the_state_that_it_was_made_of() {
        let config = Config {
            width: 48,
            prompt: "and he 說".into(),
            ..Config::default()
        };
        assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    }

    #[test]
    fn fields_outside_their_limits_are_named() {
        let wild = Config {
            layers: 200,
            ..Config::default()
        };
        let (config, changed) = read(&write(&wild)).unwrap().unwrap();
        assert_eq!((config.layers, changed), (4, vec!["layers"]));
    }

    #[test]
    fn a_cut_link_is_damaged_and_no_state_is_none() {
        let mut query = write(&Config::default());
        query.state = query.state.map(|state| State {
            text: state.text[..state.text.len() - 3].into(),
            ..state
        });
        assert_eq!(read(&query), Err(LinkError::Damaged));
        assert_eq!(read(&Query::default()), Ok(None));
    }
}
