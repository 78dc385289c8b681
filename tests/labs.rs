//! Walks the list of labs: what every lab has to have. A new lab is checked by being in the list; it adds one entry to `smoke`.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lecture_playground::labs::{LABS, LECTURES, Lab, PLANNED};
use lecture_playground::lesson::Text;
use lecture_playground::train::{Job, Slice};
use lecture_playground::wire::link::{Place, Route};

#[path = "labs/smoke.rs"]
mod smoke;
use smoke::smoke;

fn folder(id: &str) -> PathBuf {
    labs_folder().join(id.replace('-', "_"))
}

fn labs_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/labs")
}

#[test]
fn every_lab_has_a_name_of_its_own_and_a_folder() {
    let ids: Vec<&str> = LABS
        .iter()
        .map(|lab| lab.id)
        .chain(PLANNED.iter().map(|p| p.id))
        .collect();
    let different: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
    for id in &ids {
        let address = format!("#/lab/{id}");
        assert_eq!(
            address.parse::<Route>().map(|route| route.place),
            Ok(Place::Lab(id.to_string()))
        );
    }
    let listed: BTreeSet<PathBuf> = LABS.iter().map(|lab| folder(lab.id)).collect();
    let there: BTreeSet<PathBuf> = fs::read_dir(labs_folder())
        .expect("src/labs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        // Math without a lesson in either language is a lab to come: no lab of the list builds without its lesson.
        .filter(|path| {
            ["en.md", "zh-Hant.md"]
                .iter()
                .any(|file| path.join(file).exists())
        })
        .collect();
    assert_eq!(
        listed, there,
        "the list of labs and the folders of src/labs are the same"
    );
}

#[test]
fn every_lab_says_what_it_is_in_both_languages() {
    let words = LABS
        .iter()
        .map(|lab| (lab.id, lab.lecture, lab.title, lab.question));
    let planned = PLANNED
        .iter()
        .map(|p| (p.id, p.lecture, p.title, p.question));
    for (id, lecture, title, question) in words.chain(planned) {
        assert!(
            (1..=LECTURES.len()).contains(&(lecture as usize)),
            "{id}: lecture {lecture}"
        );
        for words in [title, question] {
            check_words(id, words);
        }
        assert!(
            question.en.ends_with('?') && question.zh.ends_with('？'),
            "{id}: {question:?}"
        );
    }
    LECTURES
        .iter()
        .for_each(|title| assert!(!title.en.is_empty() && title.en != title.zh)); // "AI agent" is Chinese usage too
    assert!(
        (1..=4)
            .all(|n| LABS.iter().any(|l| l.lecture == n) || PLANNED.iter().any(|p| p.lecture == n))
    );
}

fn check_words(id: &str, Text { en, zh }: Text) {
    assert!(
        !en.trim().is_empty() && !zh.trim().is_empty() && en != zh,
        "{id}: {en:?} {zh:?}"
    );
    assert!(
        en.is_ascii() || en.contains(['\u{2019}', '\u{201c}']),
        "{id}: {en:?}"
    );
    assert!(
        zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
        "{id}: {zh:?}"
    );
    assert!(
        !zh.contains([',', ';', '?', '!']) && !zh.contains("。。"),
        "{id}: full-width marks in {zh:?}"
    );
}

#[test]
fn every_lesson_is_the_same_lesson_in_both_languages() {
    for lab in LABS {
        let lesson = |name: &str| {
            fs::read_to_string(folder(lab.id).join(name)).expect("a lesson in each language")
        };
        let (en, zh) = (lesson("en.md"), lesson("zh-Hant.md"));
        let skeleton = skeleton(&en);
        assert_eq!(skeleton, self::skeleton(&zh), "{}", lab.id);
        assert!(
            skeleton.iter().any(|bone| bone.starts_with("##")),
            "{}: a lesson has headings",
            lab.id
        );
        assert_ne!(en, zh);
    }
}

/// Headings with their marks (not their words), and fences with what they open: what two languages share. Simpler than the
/// parser of `build.rs`, which it watches.
fn skeleton(markdown: &str) -> Vec<String> {
    let mut bones = Vec::new();
    let mut fence = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            fence = !fence;
            bones.push(line.trim().to_string());
        } else if fence && bones.last().is_some_and(|bone| bone == "```widget") {
            bones.push(line.trim().to_string());
        } else if !fence && line.starts_with('#') {
            let level = line.bytes().take_while(|&b| b == b'#').count();
            let marks = line.rfind("{.").map_or("", |at| &line[at..]);
            bones.push(format!("{} {marks}", &line[..level]));
        }
    }
    bones
}

#[test]
fn a_lost_heading_or_another_widget_is_noticed() {
    let one =
        "## How? {.question}\n\ntext\n\n```widget loss\n```\n\n```widget\ntrain\n```\n### More\n";
    let spoiled = [
        "### How? {.question}\n\n```widget loss\n```\n\n```widget\ntrain\n```\n### More\n",
        "## How? {.do}\n\n```widget loss\n```\n\n```widget\ntrain\n```\n### More\n",
        "## How? {.question}\n\n```widget\ntrain\n```\n\n```widget loss\n```\n### More\n",
        "## How? {.question}\n\n```widget loss\n```\n\n```widget\nloss\n```\n### More\n",
        "## How? {.question}\n\n```widget loss\n```\n\n```widget\ntrain\n```\n",
    ];
    assert_eq!(
        skeleton(one),
        skeleton(&one.replace("How?", "如何？").replace("text", "文字"))
    );
    for other in spoiled {
        assert_ne!(skeleton(one), skeleton(other));
    }
}

#[test]
fn every_default_configuration_survives_its_link() {
    for lab in LABS {
        let route = Route {
            place: Place::Lab(lab.id.into()),
            query: (smoke(lab).default_state)(),
        };
        let link = route.to_string();
        assert!(link.len() < 2048, "{}: {} characters", lab.id, link.len());
        assert_eq!(link.parse::<Route>(), Ok(route));
    }
}

/// A clock that goes on by 1 ms whenever it is read: slices end after the same number of steps on every machine.
fn slices(job: &mut dyn Job, count: usize) {
    let time = Cell::new(0.0);
    let now = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    for _ in 0..count {
        assert_eq!(
            job.slice(&now, time.get() + 4.0),
            Slice::Working,
            "the smallest set-up has more than {count} slices to do"
        );
    }
}

/// The labs that have a job, each with a maker of new ones.
fn jobs() -> Vec<(&'static str, impl Fn(u32) -> Box<dyn Job>)> {
    let (with, without): (Vec<&Lab>, Vec<&Lab>) = LABS.iter().partition(|lab| lab.job.is_some());
    for lab in without {
        println!("{}: has no job, so nothing to run", lab.id);
    }
    assert!(
        !with.is_empty(),
        "no lab has a job: the tests of jobs would be empty"
    );
    let maker = |lab: &'static Lab| {
        move |seed| {
            let new = lab.job.expect("the labs with a job");
            new(&(smoke(lab).setup)(seed)).unwrap_or_else(|error| panic!("{}: {error:?}", lab.id))
        }
    };
    with.into_iter().map(|lab| (lab.id, maker(lab))).collect()
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    for (id, new) in jobs() {
        let after_three = |seed| {
            let mut job = new(seed);
            slices(&mut *job, 3);
            job.checkpoint()
        };
        assert_eq!(after_three(1), after_three(1), "{id}");
        assert_ne!(after_three(1), after_three(2), "{id}");
        assert_ne!(
            after_three(1),
            new(1).checkpoint(),
            "{id}: three slices change something"
        );
    }
}

#[test]
fn a_restored_job_goes_on_exactly() {
    for (id, new) in jobs() {
        let mut job = new(5);
        slices(&mut *job, 3);
        let checkpoint = job.checkpoint();
        slices(&mut *job, 3);
        let later = job.checkpoint();
        let mut other = new(5);
        slices(&mut *other, 1);
        other
            .restore(&checkpoint)
            .unwrap_or_else(|error| panic!("{id}: {error:?}"));
        assert_eq!(other.checkpoint(), checkpoint, "{id}");
        slices(&mut *other, 3);
        assert_eq!(other.checkpoint(), later, "{id}");
    }
}

#[test]
fn a_damaged_checkpoint_question_or_setup_is_refused() {
    for (id, new) in jobs() {
        let mut job = new(1);
        slices(&mut *job, 1);
        let good = job.checkpoint();
        for length in [0, 1, 7, good.len() / 2, good.len() - 1] {
            assert!(
                job.restore(&good[..length]).is_err(),
                "{id}: cut to {length}"
            );
        }
        assert!(job.restore(&[0xff; 64]).is_err(), "{id}");
        assert_eq!(
            job.checkpoint(),
            good,
            "{id}: a refused checkpoint changes nothing"
        );
        assert!(
            job.ask(&[0xff; 9]).is_err() && job.ask(&[]).is_err(),
            "{id}"
        );
        let lab = LABS.iter().find(|lab| lab.id == id).expect("of the list");
        let make = lab.job.expect("the labs with a job");
        assert!(make(&[]).is_err() && make(&[0xff; 40]).is_err(), "{id}");
        slices(&mut *job, 1);
    }
}

#[test]
fn a_job_tells_what_it_holds_and_can_be_left_at_any_time() {
    for (id, new) in jobs() {
        let mut job = new(1);
        assert!(job.bytes() > 0, "{id}");
        assert!(
            !job.report().is_empty(),
            "{id}: there is a report before the first step"
        );
        slices(&mut *job, 2);
        let report = job.report();
        assert!(!report.is_empty(), "{id}");
        drop(job);
    }
}
