use serde::{Deserialize, Serialize};

use super::*;
use crate::agent::tests::toy::{Toy, open, script};
use crate::agent::{Badge, Code, Edit, Event, Message, Progress, Settings, token};
use crate::train::{Job, JobError};
use crate::wire::{pack, unpack};

const TURNS: [&str; 3] = [
    "<|call|>add {\"n\":1}<|end|>",
    "<|call|>boom<|end|>",
    "<|call|>buy {\"item\":7}<|end|>",
];

/// A lab that shows the sum.
struct Sums;

#[derive(Serialize, Deserialize)]
struct Setup {
    confirm: bool,
}

impl Bench for Sums {
    type Setup = Setup;
    type World = Toy;
    type View = i64;
    type Ask = ();
    type Answer = ();
    type Report = ();
    type Kept = ();

    fn new(setup: Setup) -> Result<(Sums, Debugger<Toy>), JobError> {
        let run = open(Settings {
            confirm: setup.confirm,
            ..Settings::default()
        });
        Ok((Sums, Debugger::new(run, Box::new(script(&TURNS)))))
    }

    fn view(&self, world: &Toy) -> i64 {
        world.sum
    }

    fn ask(&mut self, _: (), _: &mut Debugger<Toy>) -> Result<(), JobError> {
        Ok(())
    }

    fn report(&self) {}

    fn keep(&self) {}

    fn restore(&mut self, _: ()) -> Result<(), JobError> {
        Ok(())
    }
}

struct Page(Opened<Sums>);

fn page(confirm: bool) -> Page {
    Page(Opened::new(&pack(&Setup { confirm })).expect("a set-up"))
}

impl Page {
    fn ask(&mut self, question: Question) -> Result<Answer<i64, ()>, JobError> {
        let answer = self.0.ask(&pack(&Ask::<()>::Run(question)))?;
        unpack(&answer)
    }

    fn look(&mut self) -> Shown<i64> {
        match self.ask(Question::Look) {
            Ok(Answer::Shown(shown)) => *shown,
            other => panic!("{other:?}"),
        }
    }

    fn advance(&mut self, tokens: u32) -> Advanced {
        match self.ask(Question::Advance { tokens }) {
            Ok(Answer::Advanced(advanced)) => advanced,
            other => panic!("{other:?}"),
        }
    }

    fn finish(&mut self) {
        while matches!(
            self.advance(7).progress,
            Progress::Writing | Progress::Stepped
        ) {}
    }
}

#[test]
fn a_page_follows_a_run_token_by_token() {
    let mut page = page(false);
    let (mut text, mut news) = (Vec::new(), Vec::new());
    let first = page.look();
    loop {
        let advanced = page.advance(5);
        assert!(advanced.written.len() <= 5);
        text.extend(advanced.written);
        news.extend(advanced.news);
        if matches!(advanced.progress, Progress::Stopped(_)) {
            break;
        }
    }
    assert_eq!(token::write(&text), TURNS.concat() + "done<|end|>");
    let shown = page.look();
    assert_eq!(shown.entries[first.entries.len()..], news);
    assert_eq!(
        (shown.world, shown.path.len(), shown.counts.steps),
        (1, 5, 4)
    );
    assert_eq!(shown.origin.len(), shown.talk.len());
}

#[test]
fn breakpoints_stop_at_what_they_name() {
    let mut page = page(false);
    let first = page.advance(99).news;
    let second = page.advance(99).news;
    let at =
        |breakpoints: &Breakpoints| [&first, &second].map(|news| breakpoints.hit(news).is_some());
    let none = Breakpoints::default();
    assert_eq!(at(&none), [false, false]);
    assert_eq!(
        at(&Breakpoints {
            error: true,
            ..none.clone()
        }),
        [false, true]
    );
    assert_eq!(
        at(&Breakpoints {
            call: true,
            ..none.clone()
        }),
        [true, true]
    );
    let tools = vec!["add".to_string()];
    assert_eq!(at(&Breakpoints { tools, ..none }), [true, false]);
}

#[test]
fn a_record_makes_the_same_run_again_and_so_does_a_checkpoint() {
    let mut page = page(true);
    page.finish();
    page.ask(Question::Confirm { yes: true }).expect("asked");
    page.finish();
    page.ask(Question::Select { step: 1 }).expect("there");
    page.advance(3);
    let turn = "<|call|>add {\"n\":5}".to_string();
    page.ask(Question::Write { turn }).expect("written");
    let to = Message::Memory("item 7 is blue".into());
    page.ask(Question::Edit(Edit::Message { index: 1, to }))
        .expect("edited");
    page.advance(4);
    let shown = page.look();
    assert_eq!(shown.branches.len(), 3);
    let Ok(Answer::Record(record)) = page.ask(Question::Record) else {
        panic!("a record");
    };
    let checkpoint = page.0.checkpoint();
    for play in [true, false] {
        // The script begins anew, as a brain that reads the tape would.
        let mut other = super::tests::page(true);
        match play {
            true => drop(
                other
                    .ask(Question::Play {
                        record: record.clone(),
                    })
                    .expect("played"),
            ),
            false => other.0.restore(&checkpoint).expect("ours"),
        }
        let again = other.look();
        assert_eq!(again.branches, shown.branches);
        assert_eq!(again.entries, shown.entries);
    }
}

#[test]
fn a_record_that_cannot_be_played_changes_nothing() {
    let mut page = page(false);
    page.advance(99);
    let before = page.look();
    let record = vec![
        Question::Advance { tokens: 3 },
        Question::Confirm { yes: true },
    ];
    assert!(matches!(
        page.ask(Question::Play { record }),
        Err(JobError::Refused { .. })
    ));
    let record = vec![Question::Play { record: vec![] }];
    assert_eq!(
        page.ask(Question::Play { record }),
        Err(JobError::BadMessage)
    );
    assert_eq!(page.look(), before);
}

/// A29.
#[test]
fn a29_a_call_is_checked_before_it_is_made() {
    let mut page = page(false);
    let mut check = |arguments: &str| {
        let question = Question::Check {
            tool: "add".into(),
            arguments: arguments.into(),
        };
        match page.ask(question) {
            Ok(Answer::Checked(checked)) => checked,
            other => panic!("{other:?}"),
        }
    };
    let fine = Checked::Fine {
        arguments: "{\"n\":4}".into(),
    };
    assert_eq!(check(" {\"n\" : 4}"), fine);
    let Checked::Wrong { code, offset, .. } = check("{\"n\":4,}") else {
        panic!("not JSON");
    };
    assert_eq!((code, offset), (Code::InvalidJson, Some(7)));
    assert!(matches!(
        check("{}"),
        Checked::Wrong {
            code: Code::MissingArgument,
            ..
        }
    ));
    assert!(
        page.look()
            .entries
            .iter()
            .all(|e| !matches!(e.event, Event::Result { .. }))
    );
}

#[test]
fn the_free_editor_continues_what_is_pasted() {
    let mut page = page(false);
    let tape = token::write(&page.look().tape.tokens);
    let Ok(Answer::Next(next)) = page.ask(Question::Next { tape }) else {
        panic!("a distribution");
    };
    assert_eq!(next, [(crate::agent::Mark::Call.token(), 1.0)]);
}

#[test]
fn a_file_is_taken_back_and_branches_are_compared() {
    let mut page = page(false);
    page.finish();
    let Ok(Answer::File(file)) = page.ask(Question::Export) else {
        panic!("a file");
    };
    let mut other = super::tests::page(false);
    other
        .ask(Question::Import {
            file: file.replace("\\\"sum\\\":1", "\\\"sum\\\":2"),
        })
        .expect("ours");
    let shown = other.look();
    assert_eq!((shown.world, shown.differ.len()), (1, 1));
    assert!(matches!(shown.progress, Progress::Stopped(_)));
    let tips = [
        shown.branches[0].tip,
        shown.branches[shown.branches.len() - 1].tip,
    ];
    assert!(matches!(
        other.ask(Question::Compare { steps: tips }),
        Ok(Answer::Compared(_))
    ));
    assert!(other.ask(Question::Compare { steps: [0, 999] }).is_err());
    assert!(other.ask(Question::Import { file: "{".into() }).is_err());
    assert_eq!(other.look(), shown);
    assert_eq!(shown.badge, Badge::Rules);
}
