use super::brain_file::{NotABrain, Trained};
use super::exam::{Exam, Marks};
use super::reader::Reader;
use super::recipe::{Lengths, MODEL, Variant};
use super::run::{AgentRun, Foreign};
use super::task::{CALL, Format};
use super::words::WORDS;
use crate::nn::model_file::{self, FileError};

fn untrained(variant: Variant) -> Trained {
    Trained::open(&AgentRun::new(variant, 3, 1).file()).expect("its own file")
}

const EXAM: Exam = Exam {
    seed: 5,
    prompts: 10,
    tools: 3,
    lines: 4,
    filling: super::task::Filling::Distinct,
    needed_line_deleted: false,
    temperature: 0.0,
    grammar: false,
};

#[test]
fn a_run_is_the_same_again_and_learns() {
    let losses = |seed| -> Vec<f64> {
        let mut run = AgentRun::new(Variant::PLAIN, seed, 3);
        (0..3).map(|_| run.step().expect("a step").loss).collect()
    };
    let a = losses(1);
    assert_eq!(a, losses(1));
    assert_ne!(a, losses(2));
    // ln 186 = 5.23.
    assert!(a[2] < a[0] && (5.0..6.0).contains(&a[0]), "{a:?}");
}

#[test]
fn a_restored_run_goes_on_bit_for_bit_and_a_foreign_checkpoint_changes_nothing() {
    for lengths in Lengths::ALL {
        let variant = Variant {
            lengths,
            ..Variant::PLAIN
        };
        let mut run = AgentRun::new(variant, 1, 3);
        run.step().expect("a step");
        let kept = run.checkpoint();
        let next = run.step().expect("a step").loss;
        let mut other = AgentRun::new(variant, 1, 3);
        assert_eq!(other.restore(&kept), Ok(()));
        assert_eq!(other.step().expect("a step").loss, next);
        assert_eq!(other.fingerprint(), run.fingerprint());
        let before = other.checkpoint();
        let unlike = Variant {
            unknown: true,
            ..variant
        };
        for bad in [
            &[][..],
            &kept[..kept.len() / 2],
            &AgentRun::new(variant, 2, 3).checkpoint(),
            &AgentRun::new(unlike, 1, 3).checkpoint(),
        ] {
            assert_eq!(other.restore(bad), Err(Foreign));
        }
        assert_eq!(other.checkpoint(), before);
    }
}

#[test]
fn a_file_gives_the_brain_back_and_a_wrong_one_says_what_is_wrong() {
    let variant = Variant {
        format: Format::Bare,
        unknown: true,
        lengths: Lengths::Gaps,
    };
    let run = AgentRun::new(variant, 3, 1);
    let brain = Trained::open(&run.file()).expect("its own file");
    assert_eq!((brain.about.variant, brain.about.seed), (variant, 3));
    assert_eq!(brain.weights(), MODEL.parameters());
    let refused = |file: &[u8]| Trained::open(file).err();
    let not_at_all = Some(NotABrain::File(FileError::NotSafetensors));
    assert_eq!(refused(&[]), not_at_all);
    let file = run.file();
    assert_eq!(refused(&file[..file.len() - 1]), not_at_all);
    for line in ["", "model=world seed=1 step=2", "model=agent format=poem"] {
        let file = model_file::save_half(run.params(), line);
        assert_eq!(refused(&file), Some(NotABrain::NoRecipe), "{line}");
    }
    let mut params = run.params().clone();
    params.data[0] = f32::NAN;
    let file = model_file::save(&params, &brain.about.line());
    let bad = FileError::NotFinite("emb".into());
    assert_eq!(refused(&file), Some(NotABrain::File(bad)));
}

/// Guessing the call only saves work: an untrained brain, which makes no guess come true, shows it.
#[test]
fn what_is_written_does_not_depend_on_what_was_guessed() {
    let brain = untrained(Variant::PLAIN);
    let prompts: Vec<Vec<u32>> = (0..5)
        .map(|at| EXAM.item(Format::KeyFirst, at).prompt)
        .collect();
    let best =
        |z: &[f32]| (0..WORDS as u32).max_by(|&a, &b| z[a as usize].total_cmp(&z[b as usize]));
    let mut reader = Reader::new(brain.params.clone());
    let mut write = |guess: [u32; CALL]| {
        reader
            .write(&prompts, &[guess; 5], &mut |_, _, z| {
                best(z).expect("a word")
            })
            .expect("runs")
    };
    let calls = write([0; CALL]);
    assert_eq!(calls, write([50; CALL]));
    // One token at a time, the plain way.
    let mut reader = Reader::new(brain.params);
    for (prompt, call) in prompts.iter().zip(calls) {
        let mut text = prompt.clone();
        for token in call {
            assert_eq!(best(&reader.next(&text).expect("runs")), Some(token));
            text.push(token);
        }
    }
    assert!(reader.next(&[]).is_err() && reader.next(&[WORDS as u32]).is_err());
}

#[test]
fn an_exam_is_the_same_in_pieces_and_every_call_gets_one_verdict() {
    for format in Format::ALL {
        let brain = untrained(Variant {
            format,
            ..Variant::PLAIN
        });
        let mut reader = Reader::new(brain.params.clone());
        for (temperature, grammar) in [(0.0, false), (1.0, false), (1.0, true)] {
            let exam = Exam {
                temperature,
                grammar,
                ..EXAM
            };
            let whole = exam.sit(&brain, &mut reader, 0..10).expect("an exam");
            let mut pieces = exam.sit(&brain, &mut reader, 0..3).expect("an exam");
            pieces.extend(exam.sit(&brain, &mut reader, 3..10).expect("an exam"));
            let calls = |all: &[super::exam::Answered]| -> Vec<_> {
                all.iter().map(|a| (a.call, a.verdict)).collect()
            };
            assert_eq!(calls(&whole), calls(&pieces));
            let marks = exam.marks(&brain, &mut reader).expect("an exam");
            let Marks {
                exact,
                malformed,
                wrong_tool,
                wrong_name,
                wrong_city,
                made_up,
                ..
            } = marks;
            let sum = exact + malformed + wrong_tool + wrong_name + wrong_city + made_up;
            assert_eq!((sum, marks.prompts), (10, 10));
            assert_eq!(malformed, if grammar { 0 } else { 10 }, "{marks:?}");
        }
    }
}
