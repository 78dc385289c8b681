//! What the shipped brains can do, as the labs of lecture 2 rely on it, and that the way to them is the one on record.

use lecture_playground::brains::tiny::brain_file::Trained;
use lecture_playground::brains::tiny::exam::{Exam, Marks};
use lecture_playground::brains::tiny::reader::Reader;
use lecture_playground::brains::tiny::recipe::{
    CHECKPOINTS, OTHERS, SEED, SMOKE_LOSS, SMOKE_STEPS, SMOKE_TOLERANCE, STEPS, Variant, file_name,
};
use lecture_playground::brains::tiny::run::AgentRun;
use lecture_playground::brains::tiny::task::Filling;

/// Of every exam here.
const EXAM: Exam = Exam {
    seed: 7,
    prompts: 128,
    tools: 6,
    lines: 8,
    filling: Filling::Distinct,
    needed_line_deleted: false,
    temperature: 0.0,
    grammar: false,
};

fn shipped(name: &str) -> Trained {
    let path = format!("static/models/{name}");
    let file = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    assert!(file.len() < 226_000, "{path}: {} bytes", file.len());
    Trained::open(&file).unwrap_or_else(|e| panic!("{path}: {e:?}"))
}

fn marks(name: &str, exam: Exam) -> Marks {
    let brain = shipped(name);
    let mut reader = Reader::new(brain.params.clone());
    exam.marks(&brain, &mut reader).expect("an exam")
}

#[test]
fn the_checkpoints_show_a_brain_that_learns_to_call() {
    let exact: Vec<u32> = CHECKPOINTS
        .iter()
        .map(|&step| {
            let about = shipped(&file_name(step)).about;
            assert_eq!((about.seed, about.step), (SEED, step));
            assert_eq!(about.variant, Variant::PLAIN);
            marks(&file_name(step), EXAM).exact
        })
        .collect();
    let [start, soon, ..] = exact[..] else {
        panic!("checkpoints")
    };
    assert!(start == 0 && soon < 32, "{exact:?}");
    assert!(exact.windows(2).all(|w| w[1] + 4 >= w[0]), "{exact:?}");
    // Of 128; seeds 0 to 5 of the reference: 126 at least at 300 steps, 127 at least at 500.
    assert!(exact[4] >= 122 && exact[5] >= 124, "{exact:?}");
}

#[test]
fn the_variants_are_what_they_say() {
    for (variant, name) in OTHERS {
        let about = shipped(name).about;
        assert_eq!(
            (about.variant, about.seed, about.step),
            (variant, SEED, STEPS)
        );
        let exact = marks(name, EXAM).exact;
        // The bare format is not learned in that time: 2 to 8 of 128 over five seeds.
        let learned = name != "agent-bare.safetensors";
        assert_eq!(exact >= 122, learned, "{name}: {exact}");
        assert!(learned || exact <= 16, "{name}: {exact}");
    }
}

#[test]
fn the_way_to_the_shipped_files_is_the_one_on_record() {
    let mut run = AgentRun::shipped();
    let mut loss = f64::NAN;
    for _ in 0..SMOKE_STEPS {
        loss = run.step().expect("a step").loss;
    }
    assert!((loss - SMOKE_LOSS).abs() <= SMOKE_TOLERANCE, "{loss}");
}
