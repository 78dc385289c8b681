use super::brain::TinyBrain;
use super::brain_file::Trained;
use super::listening::Unreadable;
use super::spelling::Spelling;
use crate::agent::{
    Arguments, Budget, Failure, Message, Outcome, Progress, Run, Settings, Stop, Tape, Template,
    Tool, World, token,
};
use crate::agent::{Brain, Dist, Mark, Token};
use crate::brains::tiny::exam::{Exam, Item};
use crate::brains::tiny::recipe::{Variant, file_name};
use crate::brains::tiny::run::AgentRun;
use crate::brains::tiny::task::{Filling, Format};
use crate::brains::tiny::words::{CITIES, TOOLS, word};
use crate::lesson::Lang;

const EXAM: Exam = Exam {
    seed: 3,
    prompts: 8,
    tools: 3,
    lines: 4,
    filling: Filling::Distinct,
    needed_line_deleted: false,
    temperature: 0.0,
    grammar: false,
};

fn tape(item: &Item, format: Format, lang: Lang) -> Vec<Token> {
    let messages = item.scene.messages(item.request, format, lang);
    Tape::prompt(&messages, Template::Marks).tokens
}

fn shipped() -> TinyBrain {
    let file = std::fs::read(format!("static/models/{}", file_name(500)));
    TinyBrain::new(Trained::open(&file.expect("a shipped file")).expect("a brain"))
}

/// The turn with the likeliest token at each place.
fn turn(brain: &mut TinyBrain, tape: &[Token]) -> String {
    let mut all = tape.to_vec();
    while all.len() < tape.len() + 200 {
        let token = brain.next(&all).0[0].0;
        all.push(token);
        if token == Mark::End.token() {
            break;
        }
    }
    token::write(&all[tape.len()..])
}

#[test]
fn a_tape_in_either_language_is_the_prompt_that_the_brain_was_trained_on() {
    for format in Format::ALL {
        let variant = Variant {
            format,
            ..Variant::PLAIN
        };
        let run = AgentRun::new(variant, 1, 1);
        let brain = TinyBrain::new(Trained::open(&run.file()).expect("its own file"));
        let spelling = Spelling::new(format);
        for (at, lang) in [(0, Lang::En), (1, Lang::ZhHant)] {
            let item = EXAM.item(format, at);
            let tape = tape(&item, format, lang);
            let heard = brain.hear(&tape).expect("its language");
            assert_eq!(heard.words, item.prompt);
            // With the call on the tape but for its end, too.
            let mut more = tape.clone();
            let call = &item.right[..6];
            more.extend(call.iter().flat_map(|&t| spelling.of(t)));
            let words = brain.hear(&more).expect("its language").words;
            assert_eq!(words, [&item.prompt[..], call].concat());
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_shipped_brain_calls_the_right_tool_in_both_languages_and_follows_what_is_changed() {
    let mut brain = shipped();
    for at in 0..3 {
        let item = EXAM.item(Format::KeyFirst, at);
        let [keyword, tool, _, name, city, ..] = item.right;
        let say = |tool: u32, city: u32| {
            let [k, t, n, c] = [keyword, tool, name, city].map(|w| word(w, Lang::En));
            format!("<|think|>{k}.<|call|>{t} {{\"name\":\"{n}\",\"place\":\"{c}\"}}<|end|>")
        };
        for lang in Lang::ALL {
            assert_eq!(
                turn(&mut brain, &tape(&item, Format::KeyFirst, lang)),
                say(tool, city)
            );
        }
        // Another city in the memory, another tool in the manual: another call.
        let mut other = item.clone();
        let elsewhere = if city == CITIES.start {
            city + 1
        } else {
            city - 1
        };
        let instead = (TOOLS.start..).find(|t| !item.scene.manuals.iter().any(|m| m.tool == *t));
        let instead = instead.expect("48 tools");
        for line in &mut other.scene.lines {
            if let crate::brains::tiny::task::Line::Fact { name: n, city: c } = line
                && *n == name
            {
                *c = elsewhere;
            }
        }
        for manual in &mut other.scene.manuals {
            if manual.keyword == keyword {
                manual.tool = instead;
            }
        }
        let tape = tape(&other, Format::KeyFirst, Lang::En);
        assert_eq!(turn(&mut brain, &tape), say(instead, elsewhere));
    }
}

/// A world whose one task is the call of a scene.
#[derive(Clone)]
struct Errand {
    item: Item,
    done: Option<bool>,
}

impl World for Errand {
    fn tools(&self) -> Vec<Tool> {
        let manuals = self.item.scene.manuals.iter();
        manuals.map(|m| m.tool(Format::KeyFirst)).collect()
    }

    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        _: &mut Budget,
        _: Lang,
    ) -> Result<Outcome, Failure> {
        let place = arguments.string("place")?;
        let [_, right, _, _, city, ..] = self.item.right;
        let wanted = [right, city].map(|w| word(w, Lang::En));
        self.done = Some([tool, place] == wanted);
        Ok(Outcome::Value(format!("{tool}: {place}").into()))
    }

    fn pass(&mut self, _: u32) {}

    fn state(&self) -> Vec<u8> {
        vec![self.done.map_or(2, u8::from)]
    }

    fn verdict(&self, _: &str) -> Option<bool> {
        Some(self.done == Some(true))
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn in_the_loop_of_an_agent_its_call_is_checked_made_and_judged() {
    let mut brain = shipped();
    for (at, lang) in [(4, Lang::En), (5, Lang::ZhHant)] {
        let item = EXAM.item(Format::KeyFirst, at);
        let head = item.scene.messages(item.request, Format::KeyFirst, lang);
        let run = |result_is_answer: bool, brain: &mut TinyBrain| {
            let settings = Settings {
                lang,
                result_is_answer,
                ..Settings::default()
            };
            let world = Errand {
                item: item.clone(),
                done: None,
            };
            match Run::open_with(settings, world, head.clone()).finish(brain) {
                Progress::Stopped(ending) => ending,
                other => panic!("{other:?}"),
            }
        };
        let ending = run(true, &mut brain);
        assert_eq!((ending.stop, ending.verified), (Stop::Final, Some(true)));
        // It has not learned to speak of a result: without that setting it stays silent until the loop has enough.
        assert_eq!(run(false, &mut brain).stop, Stop::InvalidBudget);
    }
}

#[test]
fn what_cannot_be_read_ends_the_turn_and_says_why() {
    let run = AgentRun::new(Variant::PLAIN, 1, 1);
    let mut brain = TinyBrain::new(Trained::open(&run.file()).expect("its own file"));
    let prompt = |messages: &[Message]| Tape::prompt(messages, Template::Marks).tokens;
    let user = |text: &str| Message::User(text.into());
    let system = |manual: &str| Message::System {
        text: String::new(),
        manuals: vec![manual.into()],
    };
    let long: Vec<Message> = (0..200).map(|_| user("weather of Ann")).collect();
    let cases = [
        (prompt(&[user("buy milk")]), Unreadable::Word("buy".into())),
        (
            prompt(&[system("{}"), user("weather of Ann")]),
            Unreadable::Manual,
        ),
        (prompt(&[]), Unreadable::NothingAsked),
        (Vec::new(), Unreadable::NothingAsked),
        (prompt(&long), Unreadable::TooLong),
        (
            [prompt(&[user("weather of Ann")]), vec!['x'.into()]].concat(),
            Unreadable::Turn,
        ),
    ];
    for (tape, why) in cases {
        assert_eq!(brain.hear(&tape), Err(why));
        assert_eq!(brain.next(&tape), Dist::sure(Mark::End.token()));
    }
}

#[test]
fn the_distribution_is_one_and_does_not_depend_on_what_was_asked_before() {
    let run = AgentRun::new(Variant::PLAIN, 1, 1);
    let trained = Trained::open(&run.file()).expect("its own file");
    let mut one = TinyBrain::new(trained.clone());
    let tapes: Vec<Vec<Token>> = (0..3)
        .map(|at| tape(&EXAM.item(Format::KeyFirst, at), Format::KeyFirst, Lang::En))
        .collect();
    for tape in tapes.iter().chain(tapes.iter().rev()) {
        let dist = one.next(tape);
        let sum: f32 = dist.0.iter().map(|(_, p)| p).sum();
        assert!((sum - 1.0).abs() < 1e-5 && dist.0.windows(2).all(|w| w[0].1 >= w[1].1));
        assert_eq!(dist, TinyBrain::new(trained.clone()).next(tape));
    }
}
