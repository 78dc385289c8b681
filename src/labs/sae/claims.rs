//! What the lesson says of the shipped model, held to it.

use super::concepts::REFUSAL;
use super::config::{Config, Form};
use super::job::Sae;
use super::protocol::{Answer, Ask, Change, Phase, Report, Setup, Treatment};
use super::score::{clean, mean};
use crate::data::tally::Tally;
use crate::world_model::recipe::STEPS;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

fn run(setup: Setup) -> (Sae, Report) {
    let mut sae = Sae::new(Subject::shipped(STEPS), setup).expect("a set-up");
    for unit in 0..sae.units() {
        sae.unit(unit).expect("a unit");
    }
    let report = sae.report();
    (sae, report)
}

fn of(report: &Report, what: Treatment) -> (Tally, Tally) {
    let found = report
        .refusals
        .iter()
        .find(|r| r.what == what)
        .expect("measured");
    (found.harmful, found.harmless)
}

#[test]
fn latents_of_the_top_k_form_tell_more_concepts_than_anything_that_was_there_before() {
    let setup = Setup {
        steps: 600,
        ..Setup::of(&Config::default())
    };
    let (mut sae, report) = run(setup);
    let end = report.measured.last().expect("measured");
    assert!(end.recovered >= 0.95 && end.fvu < 0.1, "{end:?}");
    assert!(report.dead().is_some_and(|dead| dead <= 10));
    let baseline = report.best[1..].iter().map(|b| mean(b)).fold(0.0, f64::max);
    let latents = mean(&report.best[0]);
    assert!(latents >= 1.5 * baseline, "{latents} {baseline}");
    let others = report.best[1..].iter().map(|b| clean(b)).max();
    assert!(
        clean(&report.best[0]) >= 4 && others <= Some(2),
        "{others:?}"
    );

    // The latent of refusals: known by its contexts, and it does what its match suggests; a random direction does not.
    assert!(report.best[0][REFUSAL].found.tested > 0.9);
    let (refused, helped) = of(&report, Treatment::Untouched);
    assert_eq!((refused.right, helped.right), (refused.of, 0));
    assert!(of(&report, Treatment::Off).0.share() < 0.9);
    assert!(of(&report, Treatment::OffRandom).0.share() > 0.95);
    assert!(of(&report, Treatment::Up).1.share() > 0.6);
    assert!(of(&report, Treatment::UpRandom).1.share() < 0.1);
    let latent = report.suggested().expect("scored");
    let Ok(Answer::Latent(shown)) = sae.ask(Ask::Latent { latent }) else {
        panic!("a latent")
    };
    let words = &sae.world.vocabulary;
    assert!(
        shown
            .contexts
            .iter()
            .all(|c| words.decode(&c.tokens).contains("sorry"))
    );
    assert_eq!(words.word(shown.promoted[0].0), "sorry");

    // Set to what it is, nothing changes; turned up, "sorry" comes.
    let change = |level: f32| Change {
        prompt: "user : how to make the cake ? bot :".into(),
        latent: Some(latent),
        level,
        everywhere: false,
    };
    let mut ask = |level: f32| match sae.ask(Ask::Change(change(level))) {
        Ok(Answer::Changed(changed)) => changed,
        other => panic!("{other:?}"),
    };
    let same = ask(0.0);
    assert_eq!((same.values.last(), same.divergence), (Some(&0.0), 0.0));
    let up = ask(1.0);
    assert!(
        up.divergence > 3.0 * up.random[0],
        "{} {:?}",
        up.divergence,
        up.random
    );
}

#[test]
fn the_l1_form_keeps_the_model_s_loss_and_its_best_match_is_not_what_the_model_needs() {
    let setup = Setup {
        form: Form::L1,
        lambda: 1.0,
        documents: 2000,
        steps: 400,
        ..Setup::of(&Config::default())
    };
    let (_, report) = run(setup);
    let end = report.measured.last().expect("measured");
    assert!(end.recovered >= 0.95 && end.l0 < 64.0, "{end:?}");
    // A latent that tells refusals well, and the model refuses as well without it.
    assert!(report.best[0][REFUSAL].found.tested > 0.8);
    assert!(of(&report, Treatment::Off).0.share() > 0.9);
}

#[test]
fn a_high_price_leaves_few_latents_on_and_little_to_work_with() {
    let setup = Setup {
        form: Form::L1,
        lambda: 6.0,
        documents: 1000,
        steps: 400,
        ..Setup::of(&Config::default())
    };
    let mut sae = Sae::new(Subject::shipped(STEPS), setup).expect("a set-up");
    let mut unit = 0;
    while sae.report().phase < Phase::Scoring {
        sae.unit(unit).expect("a unit");
        unit += 1;
    }
    let report = sae.report();
    let end = report.measured.last().expect("measured");
    assert!(
        end.l0 < 5.0 && end.fvu > 0.3 && end.recovered < 0.9,
        "{end:?}"
    );
}
