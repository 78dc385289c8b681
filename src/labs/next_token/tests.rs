//! The job as the page uses it: same seed same run, exact resume, divergence, answers, files.

use super::config::{Config, Corpus, Tokenizer, Weights};
use super::job::{NextToken, job};
use super::protocol::{About, Answer, Ask, Drawn, Report, Setup};
use crate::lesson::{Describe, Lang};
use crate::nn::sampling::Settings;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

const GREEDY: Settings = Settings { temperature: 0.0, top_k: 0, top_p: 1.0, min_p: 0.0, repetition_penalty: 1.0 };

fn config() -> Config {
    Config {
        corpus: Corpus::Own,
        width: 16,
        layers: 1,
        heads: 2,
        context: 8,
        batch: 8,
        steps: 60,
        learning_rate: 0.01,
        ..Config::default()
    }
}

fn setup(config: Config, text: &str) -> Setup {
    Setup { config, text: text.as_bytes().to_vec(), shipped: None }
}

fn cycle() -> String {
    "abc".repeat(200)
}

fn make(config: Config, text: &str) -> NextToken {
    NextToken::new(&setup(config, text)).unwrap()
}

/// Runs whole slices of `per_slice` steps by a clock that ticks once per reading.
fn run(job: &mut dyn Job, steps: u32) -> Slice {
    let mut last = Slice::Working;
    for _ in 0..steps {
        last = job.step_once();
        if last != Slice::Working {
            break;
        }
    }
    last
}

fn report(job: &mut dyn Job) -> Report {
    unpack(&job.report()).unwrap()
}

fn ask(job: &mut dyn Job, ask: Ask) -> Result<Answer, JobError> {
    job.ask(&pack(&ask)).map(|a| unpack(&a).unwrap())
}

fn about(job: &mut dyn Job) -> About {
    match ask(job, Ask::About) {
        Ok(Answer::About(about)) => about,
        other => panic!("{other:?}"),
    }
}

fn drawn(answer: Result<Answer, JobError>) -> Vec<Drawn> {
    match answer {
        Ok(Answer::Generated(drawn)) => drawn,
        other => panic!("{other:?}"),
    }
}

fn generate(job: &mut dyn Job, weights: Weights, tokens: &[u32], count: u32, sampler: Settings) -> Vec<u32> {
    let tokens = tokens.to_vec();
    drawn(ask(job, Ask::Generate { weights, tokens, count, sampler, seed: 3 })).into_iter().map(|d| d.token).collect()
}

fn tokens(job: &mut dyn Job, text: &str) -> Vec<u32> {
    match ask(job, Ask::Tokenize { text: text.into() }) {
        Ok(Answer::Tokens(tokens)) => tokens,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    let mut fingerprints = Vec::new();
    for seed in [42, 42, 43] {
        let mut job = make(Config { seed, ..config() }, &cycle());
        assert_eq!(run(&mut job, 100), Slice::Done);
        fingerprints.push(report(&mut job).fingerprint);
    }
    assert_eq!(fingerprints[0], fingerprints[1]);
    assert_ne!(fingerprints[0], fingerprints[2]);
}

#[test]
fn slices_by_the_clock_and_single_steps_are_the_same_run() {
    let mut steps = make(config(), &cycle());
    run(&mut steps, 100);
    let mut slices = make(config(), &cycle());
    let clock = std::cell::Cell::new(0.0);
    let now = || {
        clock.set(clock.get() + 3.0);
        clock.get()
    };
    while slices.slice(&now, clock.get() + 16.0) == Slice::Working {}
    assert_eq!(report(&mut steps).fingerprint, report(&mut slices).fingerprint);
}

#[test]
fn a_restored_checkpoint_goes_on_exactly() {
    let mut whole = make(config(), &cycle());
    run(&mut whole, 100);
    let mut first = make(config(), &cycle());
    run(&mut first, 25);
    let checkpoint = first.checkpoint();
    drop(first);
    let mut second = make(config(), &cycle());
    second.restore(&checkpoint).unwrap();
    assert_eq!(report(&mut second).step, 25);
    run(&mut second, 100);
    let (a, b) = (report(&mut whole), report(&mut second));
    assert_eq!((a.fingerprint, a.last_validation), (b.fingerprint, b.last_validation));
    assert_eq!(whole.checkpoint(), second.checkpoint());
}

#[test]
fn a_checkpoint_of_another_model_or_with_damage_is_refused_and_changes_nothing() {
    let mut job = make(config(), &cycle());
    run(&mut job, 5);
    let before = job.checkpoint();
    let other = make(Config { width: 32, ..config() }, &cycle()).checkpoint();
    assert_eq!(job.restore(&other), Err(JobError::BadMessage));
    assert_eq!(job.restore(&before[..before.len() / 2]), Err(JobError::BadMessage));
    assert_eq!(job.restore(&[]), Err(JobError::BadMessage));
    assert_eq!(job.checkpoint(), before);
}

#[test]
fn a_huge_learning_rate_diverges_and_the_weights_stay_finite() {
    let mut job = make(Config { learning_rate: 1.0, steps: 400, ..config() }, &cycle().replace("bc", "bxycz"));
    assert_eq!(run(&mut job, 400), Slice::Diverged);
    let r = report(&mut job);
    let (step, loss) = r.diverged_at.expect("where it diverged");
    assert!(step > 0 && (!loss.is_finite() || loss > 2.0 * about(&mut job).uniform_loss), "{step} {loss}");
    assert!(job.run.params().all_finite());
    // A lower rate goes on from the restored moment.
    job.control(Control::Resume { learning_rate: 0.01 }).unwrap();
    assert_eq!(run(&mut job, 20), Slice::Working);
    assert!(report(&mut job).diverged_at.is_none());
}

#[test]
fn reset_is_the_untrained_model_again() {
    let mut job = make(config(), &cycle());
    run(&mut job, 100);
    let first = report(&mut job).fingerprint;
    job.control(Control::Reset).unwrap();
    let r = report(&mut job);
    assert_eq!((r.step, r.restart_curve), (0, true));
    assert_eq!(job.run.params().data, job.untrained.data);
    run(&mut job, 100);
    assert_eq!(report(&mut job).fingerprint, first);
}

#[test]
fn a_trained_cycle_is_continued_from_the_last_position_of_the_prompt() {
    let mut job = make(config(), &cycle());
    run(&mut job, 100);
    // The untrained model does not know it; the trained one does, at both prompts.
    for (prompt, next) in [("ab", "c"), ("abca", "b")] {
        let context: Vec<u32> = tokens(&mut job, prompt);
        let wanted = tokens(&mut job, next);
        assert_eq!(generate(&mut job, Weights::Live, &context, 1, GREEDY), wanted, "{prompt}");
    }
    let r = report(&mut job);
    assert!(r.last_validation.unwrap() < 0.1, "{r:?}");
}

#[test]
fn going_on_from_a_longer_text_gives_the_same_tokens() {
    let mut job = make(config(), "the quick brown fox jumps over the lazy dog, and runs away. ".repeat(20).as_str());
    run(&mut job, 20);
    let start = about(&mut job).start_token;
    let sampler = Settings::default();
    let whole = generate(&mut job, Weights::Live, &[start], 30, sampler);
    let half = generate(&mut job, Weights::Live, &[start], 15, sampler);
    let context: Vec<u32> = [vec![start], half.clone()].concat();
    let rest = generate(&mut job, Weights::Live, &context, 15, sampler);
    assert_eq!(whole, [half, rest].concat());
}

#[test]
fn untrained_weights_answer_as_before_the_first_step_and_shipped_ones_only_where_loaded() {
    let mut job = make(config(), &cycle());
    let start = about(&mut job).start_token;
    let next = |job: &mut NextToken, weights| ask(job, Ask::Next { weights, tokens: vec![start], sampler: GREEDY });
    let before = next(&mut job, Weights::Live).unwrap();
    run(&mut job, 100);
    assert_eq!(next(&mut job, Weights::Untrained).unwrap(), before);
    assert_ne!(next(&mut job, Weights::Live).unwrap(), before);
    let refused = next(&mut job, Weights::Shipped).unwrap_err();
    assert_ne!(refused.describe(Lang::En), refused.describe(Lang::ZhHant));
}

#[test]
fn exported_weights_come_back_with_the_same_answers() {
    let mut job = make(config(), &cycle());
    run(&mut job, 30);
    let start = about(&mut job).start_token;
    let next = |job: &mut NextToken| ask(job, Ask::Next { weights: Weights::Live, tokens: vec![start], sampler: GREEDY }).unwrap();
    let want = next(&mut job);
    let Ok(Answer::Export(file)) = ask(&mut job, Ask::Export { weights: Weights::Live }) else { panic!() };
    let mut other = make(config(), &cycle());
    let Ok(Answer::Loaded(line)) = ask(&mut other, Ask::Import { file: file.clone() }) else { panic!() };
    assert!(line.contains("step=30"), "{line}");
    assert_eq!(next(&mut other), want);
    // Another architecture refuses it and keeps its own.
    let mut wide = make(Config { width: 32, ..config() }, &cycle());
    assert!(ask(&mut wide, Ask::Import { file }).is_err());
    assert_eq!(report(&mut wide).step, 0);
}

#[test]
fn attention_rows_sum_to_one_and_never_look_ahead() {
    let mut job = make(config(), &cycle());
    let context = tokens(&mut job, "abcab");
    let Ok(Answer::Attention { layers, heads, tokens, maps }) = ask(&mut job, Ask::Attention { weights: Weights::Live, tokens: context }) else { panic!() };
    assert_eq!((layers, heads, tokens.len(), maps.len()), (1, 2, 5, 2));
    for map in maps {
        for (t, row) in map.chunks_exact(5).enumerate() {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(row[t + 1..].iter().all(|w| *w == 0.0));
        }
    }
}

#[test]
fn a_beam_is_at_least_as_probable_as_greedy_and_width_one_is_greedy() {
    let mut job = make(config(), &"to be or not to be, that is the question. ".repeat(20));
    run(&mut job, 40);
    let start = about(&mut job).start_token;
    for width in [1, 4] {
        let Ok(Answer::Beams { beams, greedy }) = ask(&mut job, Ask::Beam { weights: Weights::Live, tokens: vec![start], count: 12, width }) else { panic!() };
        assert!(beams[0].log_probability >= greedy.log_probability - 1e-4);
        if width == 1 {
            assert_eq!(beams[0], greedy);
        }
        assert_eq!(greedy.tokens, generate(&mut job, Weights::Live, &[start], 12, GREEDY));
    }
}

#[test]
fn bad_questions_are_refused_with_a_reason_and_never_crash() {
    let mut job = make(config(), &cycle());
    let asks = [
        Ask::Next { weights: Weights::Live, tokens: vec![], sampler: GREEDY },
        Ask::Next { weights: Weights::Live, tokens: vec![9999], sampler: GREEDY },
        Ask::Next { weights: Weights::Live, tokens: vec![1; 50_000], sampler: GREEDY },
        Ask::Tokenize { text: "xyz🎉".into() },
        Ask::Attention { weights: Weights::Live, tokens: vec![u32::MAX] },
        Ask::Beam { weights: Weights::Live, tokens: vec![], count: 3, width: 0 },
        Ask::Import { file: vec![1, 2, 3] },
        Ask::Shipped { file: vec![] },
    ];
    for question in asks {
        let error = ask(&mut job, question.clone()).expect_err("refused");
        for lang in Lang::ALL {
            assert!(!error.describe(lang).is_empty(), "{question:?}");
        }
    }
    assert_eq!(job.ask(&[250, 1, 2]), Err(JobError::BadMessage));
    let error = ask(&mut job, Ask::Tokenize { text: "xyz🎉".into() }).unwrap_err();
    assert!(error.describe(Lang::ZhHant).contains('🎉'));
}

#[test]
fn texts_that_cannot_be_learned_from_are_refused_before_training() {
    for text in ["", "   \n\n ", "a", "ab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let error = job(&pack(&setup(config(), text))).err().unwrap_or_else(|| panic!("{text:?} was accepted"));
        assert_ne!(error.describe(Lang::En), error.describe(Lang::ZhHant), "{text:?}");
    }
    let picture = Setup { config: config(), text: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".repeat(50), shipped: None };
    assert!(job(&pack(&picture)).is_err());
    assert!(matches!(job(&[1, 2, 3]), Err(JobError::BadMessage)));
}

#[test]
fn odd_texts_train_and_decode_without_replacement_marks() {
    let text = "a🎉b👨‍👩‍👧é שלום \u{202e}זה 單字\n".repeat(30);
    for tokenizer in [Tokenizer::Characters, Tokenizer::Bpe { merges: 40 }] {
        let mut job = make(Config { tokenizer, ..config() }, &text);
        run(&mut job, 10);
        let r = report(&mut job);
        assert!(!r.sample.contains('\u{fffd}') && r.last_training.unwrap().is_finite());
    }
}

#[test]
fn hostile_settings_are_held_inside_their_limits() {
    let wild = Config { width: 60_000, layers: 200, heads: 7, context: 9, steps: 0, learning_rate: f32::NAN, batch: 0, ..config() };
    let job = NextToken::new(&setup(wild, &cycle())).unwrap();
    let held = &job.prepared.config;
    assert_eq!(held.clone().clamped().1, Vec::<&str>::new());
    assert!(held.learning_rate.is_finite() && held.batch >= 1 && held.steps >= 1);
}

#[test]
fn a_report_tells_each_point_once() {
    let mut job = make(config(), &cycle());
    run(&mut job, 10);
    let first = report(&mut job);
    run(&mut job, 10);
    let second = report(&mut job);
    assert_eq!(first.training.len(), 10);
    assert_eq!(second.training.first().map(|p| p.0), Some(11));
    assert_eq!(second.training.len(), 10);
}
