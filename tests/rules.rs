//! The rule brain in the loop, on real worlds: the same request in either language gives the same calls, and walks on grids.

#![cfg(not(target_arch = "wasm32"))]

use lecture_playground::agent::{Ending, Event, Progress, Run, Settings, Stop, World};
use lecture_playground::brains::rules;
use lecture_playground::brains::rules::{Rules, Walker};
use lecture_playground::lesson::Lang;
use lecture_playground::worlds::desk::{self, Desk, Goal};
use lecture_playground::worlds::grid::{Grid, Map, Plan};

#[path = "rules/desk.rs"]
mod everyday;
#[path = "rules/walks.rs"]
mod walks;

/// Runs to the end; a question of the brain is answered with the next of these.
fn run<W: World>(
    settings: Settings,
    world: W,
    memory: &[String],
    goal: &str,
    brain: rules::Settings,
    answers: &[&str],
) -> (Run<W>, Ending) {
    let mut brain = Rules::new(brain);
    let mut answers = answers.iter();
    let mut run = Run::open(settings, world, "You help at a desk.", memory, goal);
    let mut progress = run.finish(&mut brain);
    loop {
        match progress {
            Progress::Stopped(ending) => return (run, ending),
            Progress::Waiting(_) => {
                let answer = answers.next().expect("one answer for each question");
                run.answer(answer).unwrap();
                progress = run.finish(&mut brain);
            }
            _ => panic!("{progress:?}"),
        }
    }
}
