//! What the shipped tiny brains can do, as the labs of lecture 2 rely on it.

use lecture_playground::brains::tiny::brain_file::Trained;
use lecture_playground::brains::tiny::exam::{Exam, Marks};
use lecture_playground::brains::tiny::reader::Reader;
use lecture_playground::brains::tiny::recipe::{
    CHECKPOINTS, OTHERS, SEED, STEPS, Variant, file_name,
};
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

/// The control of the lab on memory: the same eight facts in a memory made longer by lines that say nothing.
#[test]
fn length_alone_makes_calls_wrong_and_gaps_in_training_mend_most_of_it() {
    let exact = |name: &str, lines: u32| {
        let exam = Exam {
            lines,
            filling: Filling::Filler,
            ..EXAM
        };
        let marks = marks(name, exam);
        marks.tally(marks.exact).interval()
    };
    let plain = "agent-500.safetensors";
    assert!(exact(plain, 16).0 > 0.9);
    let (long, mended) = (exact(plain, 48), exact("agent-gaps.safetensors", 48));
    assert!(long.1 < 0.7 && mended.0 > long.1, "{long:?} {mended:?}");
}

/// With lengths as in training, what is left is that there is more to keep apart.
#[test]
fn with_gaps_in_training_different_lines_cost_more_than_the_same_ones_again() {
    let wrong_city = |filling: Filling| {
        let exam = Exam {
            prompts: 256,
            lines: 48,
            filling,
            ..EXAM
        };
        let marks = marks("agent-gaps.safetensors", exam);
        marks.tally(marks.wrong_city).interval()
    };
    let (distinct, again) = (
        wrong_city(Filling::Distinct),
        wrong_city(Filling::Duplicated),
    );
    assert!(distinct.0 > again.1, "{distinct:?} {again:?}");
}

/// And that is gone, too, once training had many lines: it was neither length nor number, but what the brain was used to.
#[test]
fn a_brain_used_to_many_lines_keeps_them_apart() {
    for filling in Filling::ALL {
        let exam = Exam {
            lines: 48,
            filling,
            ..EXAM
        };
        let exact = marks("agent-long.safetensors", exam).exact;
        assert!(exact >= 118, "{filling:?}: {exact}");
    }
}

#[test]
fn many_tools_alone_are_no_trouble() {
    let exam = Exam {
        tools: 24,
        lines: 4,
        ..EXAM
    };
    assert!(marks("agent-500.safetensors", exam).exact >= 122);
}

#[test]
fn heat_breaks_the_grammar_and_a_mask_keeps_it() {
    let at = |grammar: bool| {
        let exam = Exam {
            temperature: 2.0,
            grammar,
            ..EXAM
        };
        marks("agent-500.safetensors", exam)
    };
    let (free, masked) = (at(false), at(true));
    assert!(free.malformed >= 45, "{free:?}");
    assert!(
        masked.malformed == 0 && masked.exact > free.exact,
        "{masked:?}"
    );
    // But a mask does not make a call right.
    assert!(masked.exact <= 96, "{masked:?}");
}

#[test]
fn without_the_line_it_makes_a_city_up_unless_it_was_taught_to_say_unknown() {
    let exam = Exam {
        needed_line_deleted: true,
        ..EXAM
    };
    let made_up = marks("agent-500.safetensors", exam);
    assert!(
        made_up.made_up >= 109 && made_up.unknown == 0,
        "{made_up:?}"
    );
    assert!(
        made_up.city <= 10 && made_up.sure_and_wrong >= 50,
        "{made_up:?}"
    );
    let taught = marks("agent-unknown.safetensors", exam);
    assert!(taught.exact >= 122 && taught.unknown >= 122, "{taught:?}");
}
