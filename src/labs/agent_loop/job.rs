//! The lab's job: a run behind a debugger, and the experiment beside it.

use super::experiment::{Found, UNITS};
use super::protocol::{Setup, View};
use super::world::{Either, brain, open, view, world};
use super::config::Config;
use crate::agent_study::{Bench, Debugger};
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::wire::choices::Choices;

/// A number of the set-up lies outside its limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Outside;

impl Describe for Outside {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "A setting of the run lies outside its limits. Reload the page.".into(),
            Lang::ZhHant => "這次執行有設定超出範圍，請重新載入頁面。".into(),
        }
    }
}

pub struct AgentLoop {
    config: Config,
    found: Found,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn crate::train::Job>, JobError> {
    crate::agent_study::job::<AgentLoop>(setup)
}

impl Bench for AgentLoop {
    type Setup = Setup;
    type World = Either;
    type View = View;
    type Ask = ();
    type Answer = ();
    type Report = Found;
    type Kept = Found;

    fn new(setup: Setup) -> Result<(AgentLoop, Debugger<Either>), JobError> {
        let (config, changed) = setup.config.clone().clamped();
        if !changed.is_empty() {
            return Err(JobError::refused(&Outside));
        }
        let run = open(&config, config.seed.into(), world(&config));
        let debugger = Debugger::new(run, Box::new(brain(&config)));
        let found = Found::of(&config);
        Ok((AgentLoop { config, found }, debugger))
    }

    fn view(&self, world: &Either) -> View {
        view(world)
    }

    fn ask(&mut self, (): (), _: &mut Debugger<Either>) -> Result<(), JobError> {
        Ok(())
    }

    fn units(&self) -> u32 {
        UNITS
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        self.found.unit(&self.config, unit);
        Ok(())
    }

    fn report(&self) -> Found {
        self.found.clone()
    }

    fn keep(&self) -> Found {
        self.found.clone()
    }

    fn restore(&mut self, kept: Found) -> Result<(), JobError> {
        self.found = kept;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{Event, Progress, Stop};
    use crate::agent_study::{Answer, Question};
    use crate::labs::agent_loop::presets::{PRESETS, find};

    fn run(config: &Config, lang: Lang) -> Debugger<Either> {
        let (_, mut debugger) = AgentLoop::new(config.setup(lang)).expect("sound");
        loop {
            let answer: Answer<View, ()> = debugger.ask(Question::Advance { tokens: u32::MAX }, view).expect("possible");
            let Answer::Advanced(advanced) = answer else { panic!("{answer:?}") };
            if matches!(advanced.progress, Progress::Stopped(_) | Progress::Waiting(_)) {
                return debugger;
            }
        }
    }

    fn preset(id: &str) -> Config {
        let mut config = Config::default();
        (find(id).expect("a preset").apply)(&mut config);
        config
    }

    #[test]
    fn the_presets_end_as_the_lesson_says() {
        for lang in Lang::ALL {
            for (id, stop, done) in [
                ("whole", Stop::Final, Some(true)),
                ("fog", Stop::Final, Some(true)),
                ("hug", Stop::RepeatedCall, Some(false)),
                ("short", Stop::MaxSteps, Some(false)),
                ("drop", Stop::WorldDead, Some(false)),
                ("weather", Stop::Final, None),
                ("poem", Stop::Final, None),
            ] {
                let debugger = run(&preset(id), lang);
                let ending = debugger.run().at().ending.clone().expect("it ended");
                assert_eq!((ending.stop, ending.verified), (stop, done), "{id} {lang:?}: {}", ending.answer);
            }
        }
        assert_eq!(PRESETS.len(), 9);
    }

    #[test]
    fn in_a_narrow_window_the_oldest_turns_are_dropped() {
        let debugger = run(&preset("narrow"), Lang::En);
        let entries = debugger.run().entries();
        let dropped = |entry: &&&crate::agent::Entry| matches!(entry.event, Event::Prompt { dropped, .. } if dropped > 0);
        assert!(entries.iter().filter(dropped).count() > 0);
    }

    #[test]
    fn a_link_rebuilds_the_run_with_the_same_log() {
        let mut config = preset("fog");
        let first = run(&config, Lang::ZhHant);
        assert!(config.keep(first.record()), "{} questions", first.record().len());
        let (_, mut second) = AgentLoop::new(config.setup(Lang::ZhHant)).expect("sound");
        second.play(config.played()).expect("of this run");
        let hash = |d: &Debugger<Either>| d.run().entries().last().map(|entry| entry.hash);
        assert_eq!(hash(&second), hash(&first));
    }
}
