use proptest::prelude::*;

use super::toy::{open, script};
use crate::agent::context::{fit, length};
use crate::agent::*;
use crate::lesson::Lang;

/// Histories of turns with up to three calls, plans, and words of the user.
fn conversation() -> impl Strategy<Value = Conversation> {
    let text = || proptest::string::string_regex("[a-z臺北 ]{0,60}").expect("a pattern");
    let turn = (
        proptest::collection::vec((text(), text()), 0..4),
        any::<bool>(),
    )
        .prop_map(|(calls, plan)| {
            let mut parts = Vec::new();
            if plan {
                parts.push(Part::Plan("- [ ] go".into()));
            }
            let mut results = Vec::new();
            for (at, (arguments, content)) in calls.into_iter().enumerate() {
                let id = format!("call_{at}");
                parts.push(Part::Call(Call {
                    id: id.clone(),
                    name: "look".into(),
                    arguments,
                }));
                results.push(Message::Tool { id, content });
            }
            let mut unit = vec![Message::Assistant(parts)];
            unit.extend(results);
            unit
        });
    let told = text().prop_map(|text| vec![Message::User(text)]);
    let unit = prop_oneof![4 => turn, 1 => told];
    (text(), proptest::collection::vec(unit, 0..12)).prop_map(|(goal, units)| {
        let mut talk = Conversation {
            head: vec![
                Message::System {
                    text: "be good".into(),
                    manuals: vec!["{}".into()],
                },
                Message::User(goal),
            ],
            units: Vec::new(),
        };
        units.into_iter().for_each(|unit| talk.push(unit));
        talk
    })
}

/// Every result stands behind its call, in order, and no call is without one.
fn paired(messages: &[Message]) -> bool {
    let mut open: Vec<String> = Vec::new();
    for message in messages {
        match message {
            Message::Tool { id, .. } => {
                if open.is_empty() || open.remove(0) != *id {
                    return false;
                }
            }
            _ if !open.is_empty() => return false,
            _ => open = message.calls().map(|call| call.id.clone()).collect(),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a14_what_is_cut_is_cut_in_pairs_and_what_must_stay_stays(
        talk in conversation(), room in 0_u32..900, policy in 0_usize..3
    ) {
        let trim = [Trim::DropOldest, Trim::Summarise, Trim::Retrieve(3)][policy];
        let whole: Vec<Message> = talk.messages().cloned().collect();
        match fit(&talk, trim, room, Template::Marks, Lang::En) {
            Some(context) => {
                prop_assert!(length(&context.messages, Template::Marks) < room);
                prop_assert!(paired(&context.messages));
                let user = |m: &&Message| matches!(m, Message::User(_) | Message::System { .. });
                let must: Vec<&Message> = whole.iter().filter(user).collect();
                let kept: Vec<&Message> = context.messages.iter().filter(user).collect();
                prop_assert_eq!(must, kept);
                let plans = |messages: &[Message]| messages.iter().rev().any(|m| {
                    matches!(m, Message::Assistant(parts) if parts.iter().any(|p| matches!(p, Part::Plan(_))))
                });
                prop_assert_eq!(plans(&whole), plans(&context.messages));
                prop_assert_eq!(context.origin.len(), context.messages.len());
                for (message, origin) in context.messages.iter().zip(&context.origin) {
                    let Some(at) = origin else { continue };
                    let same = &whole[*at as usize] == message;
                    let stub = matches!((&whole[*at as usize], message), (Message::Assistant(_), Message::Assistant(_)));
                    prop_assert!(same || stub);
                }
                if length(&whole, Template::Marks) < room {
                    prop_assert_eq!(context.messages, whole);
                }
            }
            // Only where even the shortest does not fit.
            None => {
                let least: Vec<Message> = whole.iter().filter(|m| matches!(m, Message::User(_) | Message::System { .. })).cloned().collect();
                let done = match trim { Trim::Summarise => whole.iter().map(|m| length(std::slice::from_ref(m), Template::Marks)).sum(), _ => 40 };
                prop_assert!(length(&least, Template::Marks) + done >= room);
            }
        }
    }
}

/// A25.
#[test]
fn a25_goal_and_what_was_done_survive_a_summary_word_for_word() {
    let mut turns = vec!["<|call|>buy {\"item\":3}<|end|>".to_string()];
    turns.extend((0..20).map(|n| format!("<|call|>long {{\"n\":{}}}<|end|>", 1000 + n)));
    let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
    for (trim, bought_known) in [(Trim::Summarise, true), (Trim::DropOldest, false)] {
        let mut brain = script(&turns);
        let mut run = open(Settings {
            window: 5000,
            reply: 100,
            trim,
            ..Settings::default()
        });
        run.finish(&mut brain);
        let last = token::write(brain.seen.last().expect("a prompt"));
        assert!(brain.seen.iter().all(|prompt| prompt.len() <= 4900));
        assert!(last.contains("Buy item 7."));
        assert_eq!(last.contains("buy {\"item\":3}"), bought_known, "{trim:?}");
    }
}

#[test]
fn the_turns_that_are_looked_up_share_words_with_the_goal() {
    let mut turns = vec!["<|call|>search {\"q\":\"where is item 7\"}<|end|>".to_string()];
    turns.extend((0..20).map(|n| format!("<|call|>long {{\"n\":{}}}<|end|>", 1000 + n)));
    let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
    let mut brain = script(&turns);
    let mut run = open(Settings {
        window: 5000,
        reply: 100,
        trim: Trim::Retrieve(1),
        ..Settings::default()
    });
    run.finish(&mut brain);
    let last = token::write(brain.seen.last().expect("a prompt"));
    assert!(last.contains("Earlier: - search {\"q\":\"where is item 7\"}"));
}

#[test]
fn what_cannot_be_cut_and_does_not_fit_ends_the_run() {
    let settings = Settings {
        window: 64,
        reply: 16,
        ..Settings::default()
    };
    let mut run = open(settings);
    run.finish(&mut script(&[]));
    assert_eq!(super::toy::stop(&run), Some(Stop::TokenBudget));
    assert!(run.tape().tokens.is_empty());
}
