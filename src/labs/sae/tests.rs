use super::config::{Config, Form, PROMPT_WORDS};
use super::job::Sae;
use super::protocol::{Answer, Ask, Change, Phase, Setup};
use crate::train::JobError;
use crate::wire::choices::{Choices, read, write};
use crate::world_model::run::WorldRun;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// A small run on a model that has learned nothing.
fn small() -> Sae {
    let file = WorldRun::new(3, 10).file();
    let setup = Setup {
        documents: 200,
        latents: 64,
        steps: 50,
        form: Form::TopK,
        ..Setup::of(&Config::default())
    };
    Sae::new(Subject::open(&file).expect("its own file"), setup).expect("a set-up")
}

fn told(error: JobError) -> String {
    match error {
        JobError::Refused { en, zh } => {
            assert!(!zh.is_empty());
            en
        }
        other => panic!("{other:?}"),
    }
}

fn change(prompt: &str, latent: Option<u32>) -> Ask {
    Ask::Change(Change {
        prompt: prompt.into(),
        latent,
        level: 1.0,
        everywhere: true,
    })
}

#[test]
fn a_run_that_was_lost_goes_on_from_what_was_kept_wherever_it_stood() {
    let mut whole = small();
    let units = whole.units();
    let mut kept = Vec::new();
    for unit in 0..units {
        if unit % (units / 5) == 7 {
            kept.push((unit, whole.keep()));
        }
        whole.unit(unit).expect("a unit");
    }
    let report = whole.report();
    assert_eq!(report.phase, Phase::Done);
    assert_eq!(
        (
            report.best.len(),
            report.latents.len(),
            report.refusals.len()
        ),
        (5, 64, 5)
    );
    assert_eq!(report.measured.len(), 7);
    for (done, kept) in kept {
        let mut resumed = small();
        resumed.restore(kept).expect("its own");
        for unit in done..units {
            resumed.unit(unit).expect("a unit");
        }
        assert_eq!(resumed.report(), report, "from {done}");
    }
    let mut other = small().keep();
    other.training.coder.weights.pop();
    assert_eq!(small().restore(other), Err(JobError::BadMessage));
}

#[test]
fn what_cannot_be_asked_is_told_and_the_prompt_alone_can_always_be() {
    let mut sae = small();
    let Ok(Answer::Changed(plain)) = sae.ask(change("amy lives in", None)) else {
        panic!("an answer before any training")
    };
    assert_eq!(
        (plain.tokens.len(), plain.values.len(), plain.divergence),
        (4, 0, 0.0)
    );
    assert!(told(sae.ask(change("amy lives in", Some(1))).unwrap_err()).contains("start the run"));
    assert!(told(sae.ask(Ask::Latent { latent: 1 }).unwrap_err()).contains("start the run"));
    for unit in 0..sae.units() {
        sae.unit(unit).expect("a unit");
    }
    assert!(
        told(
            sae.ask(change("amy lives in atlantis", Some(1)))
                .unwrap_err()
        )
        .contains("atlantis")
    );
    assert!(
        told(
            sae.ask(change(&"amy ".repeat(PROMPT_WORDS + 5), Some(1)))
                .unwrap_err()
        )
        .contains("29")
    );
    assert!(told(sae.ask(change("amy lives in", Some(64))).unwrap_err()).contains("64"));
    assert!(
        matches!(sae.ask(change(" ", Some(63))), Ok(Answer::Changed(c)) if c.tokens.len() == 1 && c.divergence == 0.0)
    );
    let Ok(Answer::Latent(shown)) = sae.ask(Ask::Latent { latent: 3 }) else {
        panic!("a latent")
    };
    for context in &shown.contexts {
        assert_eq!(context.tokens.len(), context.values.len());
    }
    let most = |c: &super::protocol::Context| c.values.iter().copied().fold(0.0, f32::max);
    assert!(
        shown
            .contexts
            .windows(2)
            .all(|w| most(&w[0]) >= most(&w[1]) - 1e-4)
    );
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        form: Form::L1,
        lambda: 1.5,
        latent: 12,
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config.clone(), vec![]))));
    let wild = Config {
        prompt: "貓".repeat(900),
        layer: 0,
        k: 200,
        lambda: f32::NAN,
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!(
        (held.prompt.chars().count(), held.layer, held.k, held.lambda),
        (160, 1, 32, 2.0)
    );
    assert_eq!(changed, ["prompt", "layer", "lambda", "k"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}
