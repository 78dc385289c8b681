use super::toy::{Toy, open, run, script, stop};
use crate::agent::*;

fn bought(run: &Run<Toy>) -> Vec<i64> {
    run.world().bought.clone()
}

const TURNS: [&str; 4] = [
    "<|call|>add {\"n\":1}<|end|>",
    "<|call|>add {\"n\":2}<|end|>",
    "<|call|>buy {\"item\":7}<|end|>",
    "done<|end|>",
];

/// A28.
#[test]
fn a28_a_fork_goes_on_from_its_own_world_and_the_old_branch_stays() {
    let mut run = run(&TURNS);
    let (old, hash) = (run.head(), run.log_hash());
    assert_eq!(bought(&run), [7]);
    assert!(run.back() && run.back());
    assert_eq!((bought(&run), run.world().sum), (vec![], 3));
    run.finish(&mut script(&["<|call|>buy {\"item\":7}<|end|>"]));
    assert_eq!(bought(&run), [7]); // once, not twice, and not sold out
    run.select(old).expect("still there");
    assert_eq!((run.log_hash(), bought(&run)), (hash, vec![7]));
    assert_eq!(run.branches().len(), 2);
}

#[test]
fn back_and_forward_make_no_call_and_change_no_hash() {
    let mut run = run(&TURNS);
    let (hash, tick) = (run.log_hash(), run.world().tick);
    let mut steps = 0;
    while run.back() {
        steps += 1;
    }
    assert_eq!((steps, run.world().tick), (4, 0));
    assert_eq!(run.at().ending, None);
    while run.forward() {}
    assert_eq!((run.log_hash(), run.world().tick), (hash, tick));
    assert_eq!(run.branches().len(), 1);
}

#[test]
fn same_seed_and_same_brain_give_the_same_log_in_any_portions() {
    let whole = run(&TURNS);
    let mut run = open(Settings::default());
    let mut brain = script(&TURNS);
    while !matches!(run.advance(&mut brain, 3), Progress::Stopped(_)) {}
    assert_eq!(run.log_hash(), whole.log_hash());
    assert_eq!(run.entries(), whole.entries());
    let mut other = open(Settings {
        seed: 1,
        ..Settings::default()
    });
    other.finish(&mut script(&TURNS));
    assert_ne!(other.log_hash(), whole.log_hash());
}

#[test]
fn an_edited_result_forks_where_it_was_and_is_all_that_differs() {
    let mut run = run(&TURNS);
    let old = run.head();
    let at = run
        .at()
        .talk
        .messages()
        .position(|m| matches!(m, Message::Tool { .. }));
    let index = at.expect("a result");
    let to = Message::Tool {
        id: "call_1".into(),
        content: "{\"sum\":100}".into(),
    };
    run.edit(Edit::Message {
        index,
        to: to.clone(),
    })
    .expect("edited");
    assert_eq!((run.at().counts.steps, run.world().sum), (1, 1));
    assert!(token::write(&run.tape().tokens).contains("{\"sum\":100}"));
    run.finish(&mut script(&TURNS[3..]));
    let difference = run.compare(old, run.head()).expect("both are there");
    let [Some(left), Some(right)] = difference.first else {
        panic!("both go on");
    };
    assert!(matches!(left.event, Event::Prompt { .. }));
    assert_eq!(
        right.event,
        Event::Edited {
            index: index as u32,
            to
        }
    );
    assert!(!difference.same_world);
    // The old branch still has the result as it was.
    run.select(old).expect("there");
    assert!(!token::write(&run.tape().tokens).contains("{\"sum\":100}"));
}

#[test]
fn what_the_brain_wrote_is_not_edited() {
    let mut run = run(&TURNS);
    let turn = run
        .at()
        .talk
        .messages()
        .position(|m| matches!(m, Message::Assistant(_)));
    let to = Message::User("x".into());
    let index = turn.expect("a turn");
    assert_eq!(
        run.edit(Edit::Message {
            index,
            to: to.clone()
        }),
        Err(Refusal::NotEditable)
    );
    assert_eq!(
        run.edit(Edit::Message { index: 999, to }),
        Err(Refusal::NoSuchMessage)
    );
    assert_eq!(run.select(999), Err(Refusal::NoSuchStep));
}

/// T2: the tape that is shown is what the brain gets.
#[test]
fn t2_the_tape_shown_is_the_brains_input() {
    let mut run = open(Settings::default());
    let mut brain = script(&TURNS);
    for _ in 0..4 {
        let shown = run.tape().tokens;
        run.step(&mut brain);
        assert_eq!(brain.seen.last(), Some(&shown));
        assert_eq!(token::read(&token::write(&shown)), shown);
    }
}

/// T3: what was logged comes out again when the turns are made again from the beginning.
#[test]
fn t3_making_the_logged_turns_again_gives_the_logged_results() {
    let first = run(&TURNS);
    let mut again = open(Settings::default());
    for entry in first.entries() {
        if let Event::Turn { by, tokens } = &entry.event {
            again.write(tokens, by.clone());
        }
    }
    assert_eq!(again.entries(), first.entries());
    assert_eq!(stop(&again), Some(Stop::Final));
}

/// T7, the engine's part: a line of memory or a manual that is gone is not on the tape.
#[test]
fn t7_a_deleted_line_or_manual_is_not_on_the_tape() {
    let mut run = open(Settings::default());
    assert!(token::write(&run.tape().tokens).contains("<|memory|>item 7 is red<|end|>"));
    run.edit(Edit::Memory(vec![])).expect("edited");
    assert!(!token::write(&run.tape().tokens).contains("item 7 is red"));
    let Message::System { text, mut manuals } = run.at().talk.head[0].clone() else {
        panic!("the head begins with the system message");
    };
    manuals.retain(|manual| !manual.contains("\"buy\""));
    let to = Message::System { text, manuals };
    run.edit(Edit::Message { index: 0, to }).expect("edited");
    assert!(!token::write(&run.tape().tokens).contains("\"buy\""));
}

#[test]
fn the_reader_can_be_the_model_in_the_middle_of_a_turn() {
    let mut run = open(Settings::default());
    let mut brain = script(&["I will do nothing<|end|>"]);
    run.advance(&mut brain, 5);
    run.write(&token::read("<|call|>buy {\"item\":7}"), Badge::Reader);
    assert_eq!(bought(&run), [7]);
    let by_reader = |e: &&Entry| {
        matches!(
            &e.event,
            Event::Turn {
                by: Badge::Reader,
                ..
            }
        )
    };
    assert_eq!(run.entries().iter().filter(|e| by_reader(e)).count(), 1);
    assert_eq!(run.at().counts.generated, 16); // the five are not counted
}
