use super::config::{Axes, Config};
use crate::wire::choices::{Choices, read, write};

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        random: true,
        seed: 7,
        word: "麵包".into(),
        ..Config::default()
    };
    assert_eq!(config.axes(), Axes::Random { seed: 7 });
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let wild = Config {
        across: 0,
        up: 99,
        word: "貓".repeat(90),
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!((held.across, held.up, held.word.chars().count()), (1, 8, 24));
    assert_eq!(changed, ["across", "up", "word"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}
