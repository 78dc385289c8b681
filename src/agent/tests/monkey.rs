//! A brain that writes anything at all never gets a run out of its bounds.

use super::toy::{Monkey, open};
use crate::agent::*;

/// Runs until the monkeys have written so many turns.
fn turns(wanted: u32, first: u64) {
    let mut stops = [0_u32; 8];
    let mut done = 0;
    let mut seed = first;
    while done < wanted {
        let trim = [Trim::DropOldest, Trim::Summarise, Trim::Retrieve(3)][seed as usize % 3];
        let template = [Template::Marks, Template::Naive, Template::Escaped][seed as usize / 3 % 3];
        let settings = Settings {
            seed,
            trim,
            template,
            confirm: seed.is_multiple_of(2),
            reply: 128,
            window: 6000,
            max_steps: 40,
            tokens: 100_000,
            ..Settings::default()
        };
        let mut run = open(settings.clone());
        let mut brain = Monkey::new(seed);
        let ending = loop {
            match run.advance(&mut brain, 50) {
                Progress::Stopped(ending) => break ending,
                Progress::Waiting(Waiting::Confirm(_)) => drop(run.confirm(seed.is_multiple_of(4))),
                Progress::Waiting(Waiting::Asks { .. }) => drop(run.answer("<|end|>臺")),
                Progress::Writing => {}
                Progress::Stepped => assert!(run.tape().tokens.len() <= 6000 - 128),
            }
        };
        stops[Stop::ALL
            .iter()
            .position(|&stop| stop == ending.stop)
            .expect("listed")] += 1;
        let State { counts, talk, .. } = run.at();
        assert!(counts.steps <= 40 && counts.read + counts.generated <= 100_000);
        assert!(counts.calls <= 4 * counts.steps);
        let entries = run.entries();
        // Of each step: prompt, turn, what was cut, plans and notices, and three entries and a failed plan for a call.
        assert!(entries.len() <= 2 + 40 * (3 + 128 + 4 * 4));
        let ends = |e: &&&Entry| matches!(e.event, Event::Stopped(_));
        assert_eq!(entries.iter().filter(ends).count(), 1);
        assert!(ends(&entries.last().expect("not empty")));
        let calls = talk.messages().flat_map(Message::calls).count();
        let results = talk
            .messages()
            .filter(|m| matches!(m, Message::Tool { .. }))
            .count();
        assert_eq!(calls, results);
        done += counts.steps;
        seed += 1;
    }
    // Every guard was needed.
    let often = stops.iter().filter(|&&count| count > 0).count();
    assert!(often >= 6, "{stops:?}");
}

#[test]
fn whatever_is_written_a_run_ends_once_and_within_its_bounds() {
    turns(5_000, 0);
}

/// `cargo test --profile native --lib agent -- --ignored`
#[test]
#[ignore = "six minutes"]
fn a_million_turns_end_within_their_bounds() {
    turns(1_000_000, 1_000_000);
}
