//! Asking the memory: which facts the reader is given (the best lines, or the graph around the name), and what it makes of them.

use serde::{Deserialize, Serialize};

use super::grammar::Relation;
use super::questions::{QUESTIONS, Question};
use super::store::{Fact, Store, Write};
use crate::data::tally::Tally;
use crate::lesson::Lang;
use crate::worlds::bm25::Index;

/// How the reader gets its facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Way {
    /// The k notes whose words fit the question best (BM25).
    Flat { k: u8 },
    /// Every fact within h steps of the name in the question.
    Graph { h: u8 },
}

/// How an answer came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    Right,
    /// It was true once.
    Stale,
    Wrong,
    /// The facts that were given do not reach the answer.
    Unknown,
}

/// What is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setting {
    pub write: Write,
    pub reflect: bool,
    pub way: Way,
    /// Names are compared without what stands in brackets.
    pub merged: bool,
    /// Of facts that disagree the reader takes the newest; else the first that it was given.
    pub dates: bool,
}

/// One question, answered.
#[derive(Clone, PartialEq, Debug)]
pub struct Answered {
    pub question: &'static Question,
    /// The notes that the reader was given, in the order in which it got them.
    pub given: Vec<String>,
    pub said: Option<String>,
    pub verdict: Verdict,
}

/// A memory as the setting has it.
pub fn memory(setting: &Setting, lang: Lang) -> Store {
    let mut store = Store::write(setting.write, setting.merged, lang);
    if setting.reflect {
        store.reflect();
    }
    store
}

/// All questions, answered from this memory.
pub fn answers(store: &Store, setting: &Setting, lang: Lang) -> Vec<Answered> {
    let live: Vec<usize> = store.live().map(|(i, _)| i).collect();
    let texts = || live.iter().map(|i| &*store.notes[*i].text).collect::<Vec<&str>>();
    // The graph asks no words.
    let index = matches!(setting.way, Way::Flat { .. }).then(|| Index::new(&texts()));
    let answer = |question: &'static Question| {
        let words = question.words.get(lang);
        let start = subject(store, words);
        let notes: Vec<usize> = match setting.way {
            Way::Flat { k } => {
                let hits = index.as_ref().map(|index| index.search(words, usize::from(k)));
                hits.iter().flatten().map(|hit| live[hit.document]).collect()
            }
            Way::Graph { h } => around(store, start, h),
        };
        let facts: Vec<&Fact> = notes.iter().flat_map(|i| &store.notes[*i].facts).collect();
        let given = notes.iter().map(|i| store.notes[*i].text.clone()).collect();
        let said = start.and_then(|start| follow(store, &facts, start, question.path, setting.dates));
        let is = |text: crate::lesson::Text| said.as_deref() == Some(text.get(lang));
        let verdict = match &said {
            None => Verdict::Unknown,
            Some(_) if is(question.answer) => Verdict::Right,
            Some(_) if question.old.is_some_and(is) => Verdict::Stale,
            Some(_) => Verdict::Wrong,
        };
        Answered { question, given, said, verdict }
    };
    QUESTIONS.iter().map(answer).collect()
}

/// The name in the question: the longest subject of the memory that stands in it, brackets included.
fn subject<'a>(store: &'a Store, words: &str) -> Option<&'a str> {
    let names = store.notes.iter().flat_map(|n| &n.facts).map(|f| &*f.subject);
    names.filter(|name| words.contains(name)).max_by_key(|name| (name.len(), std::cmp::Reverse(*name)))
}

/// Notes with a fact that can be reached from this name in h steps, nearest first, then in the order of writing.
fn around(store: &Store, start: Option<&str>, h: u8) -> Vec<usize> {
    let mut found: Vec<usize> = vec![];
    let mut edge: Vec<&str> = start.into_iter().collect();
    for _ in 0..h {
        let mut next = vec![];
        for (i, _, fact) in store.alive() {
            if !found.contains(&i) && edge.iter().any(|name| store.same(name, &fact.subject)) {
                found.push(i);
                next.push(&*fact.object);
            }
        }
        edge = next;
    }
    found
}

/// Walks the path over these facts; `None` where a step is missing.
fn follow(store: &Store, facts: &[&Fact], at: &str, path: &[Relation], dates: bool) -> Option<String> {
    if path.is_empty() {
        return Some(at.into());
    }
    let fits = |f: &&&Fact| !f.over && store.same(&f.subject, at) && path.starts_with(&f.path);
    let mut steps: Vec<&&Fact> = facts.iter().filter(fits).collect();
    if dates {
        steps.sort_by_key(|f| std::cmp::Reverse(f.day));
    }
    steps.iter().find_map(|f| follow(store, facts, &f.object, &path[f.path.len()..], dates))
}

/// Right answers by hops: of one, two and three.
pub fn by_hops(answers: &[Answered]) -> [Tally; 3] {
    let mut tallies = [Tally::default(); 3];
    for answer in answers {
        if let Some(tally) = tallies.get_mut(answer.question.path.len().wrapping_sub(1)) {
            tally.add(answer.verdict == Verdict::Right);
        }
    }
    tallies
}

/// How many came out so.
pub fn count(answers: &[Answered], verdict: Verdict) -> Tally {
    let mut tally = Tally::default();
    answers.iter().for_each(|a| tally.add(a.verdict == verdict));
    tally
}

#[cfg(test)]
mod tests {
    use super::super::lines::LINES;
    use super::*;
    use crate::worlds::bm25::terms;

    const GRAPH: Setting = Setting { write: Write::All, reflect: true, way: Way::Graph { h: 3 }, merged: false, dates: false };

    fn told(setting: Setting, lang: Lang) -> Vec<Answered> {
        answers(&memory(&setting, lang), &setting, lang)
    }

    fn rights(answers: &[Answered]) -> [u32; 3] {
        by_hops(answers).map(|t| t.right)
    }

    fn not_right(answers: &[Answered]) -> Vec<(&'static str, Verdict)> {
        let odd = answers.iter().filter(|a| a.verdict != Verdict::Right);
        odd.map(|a| (a.question.id, a.verdict)).collect()
    }

    #[test]
    fn every_answer_stands_in_the_diary_and_is_the_newest_that_does() {
        for question in &QUESTIONS {
            for lang in Lang::ALL {
                let last = |text: crate::lesson::Text| LINES.iter().rposition(|l| l.get(lang).contains(text.get(lang)));
                let now = last(question.answer);
                assert!(now.is_some(), "{}", question.id);
            }
        }
        assert_eq!(by_hops(&told(GRAPH, Lang::En)).map(|t| t.of), [8, 6, 6]);
    }

    #[test]
    fn a_graph_with_as_many_steps_as_hops_answers_everything_in_both_languages() {
        for lang in Lang::ALL {
            for write in [Write::All, Write::Facts] {
                assert_eq!(rights(&told(Setting { write, ..GRAPH }, lang)), [8, 6, 6]);
            }
            // Two steps reach three hops only where reflection has put two facts together.
            let two = told(Setting { way: Way::Graph { h: 2 }, ..GRAPH }, lang);
            assert_eq!(rights(&two), [8, 6, 4]);
            let raw = told(Setting { way: Way::Graph { h: 2 }, reflect: false, dates: true, ..GRAPH }, lang);
            assert_eq!(rights(&raw), [8, 6, 0]);
            let one = told(Setting { way: Way::Graph { h: 1 }, reflect: false, dates: true, ..GRAPH }, lang);
            assert_eq!(rights(&one), [8, 0, 0]);
        }
    }

    #[test]
    fn three_lines_are_not_enough_for_questions_of_several_hops() {
        for (lang, raw, tidy) in [(Lang::En, [6, 3, 0], [6, 4, 2]), (Lang::ZhHant, [5, 1, 0], [8, 2, 3])] {
            let flat = Setting { way: Way::Flat { k: 3 }, ..GRAPH };
            assert_eq!(rights(&told(Setting { reflect: false, ..flat }, lang)), raw, "{lang:?}");
            assert_eq!(rights(&told(flat, lang)), tidy, "{lang:?}");
        }
    }

    #[test]
    fn a_flat_answer_over_two_hops_needs_words_that_overlap() {
        let setting = Setting { way: Way::Flat { k: 3 }, reflect: false, ..GRAPH };
        let store = memory(&setting, Lang::En);
        for answered in answers(&store, &setting, Lang::En) {
            if answered.question.path.len() < 2 || answered.said.is_none() {
                continue;
            }
            // The line of the last hop shares a word with the question.
            let said = answered.said.clone().unwrap_or_default();
            let words = terms(answered.question.words.en);
            let holds = |n: &super::super::store::Note| n.text.contains(&said) && terms(&n.text).iter().any(|w| words.contains(w));
            assert!(store.notes.iter().any(holds), "{}", answered.question.id);
        }
    }

    #[test]
    fn without_reflection_old_facts_answer_and_with_it_none_does() {
        for lang in Lang::ALL {
            let raw = told(Setting { reflect: false, ..GRAPH }, lang);
            assert_eq!(count(&raw, Verdict::Stale).right, 8, "{lang:?}");
            let tidy = told(GRAPH, lang);
            assert_eq!(count(&tidy, Verdict::Stale).right, 0);
            // The control: a reader that looks at the dates itself needs no tidying for that.
            let dated = told(Setting { reflect: false, dates: true, ..GRAPH }, lang);
            assert_eq!(count(&dated, Verdict::Stale).right, 0);
        }
    }

    #[test]
    fn two_people_made_one_spoil_exactly_their_two_questions() {
        for lang in Lang::ALL {
            let merged = told(Setting { merged: true, ..GRAPH }, lang);
            assert_eq!(not_right(&merged), [("lee-home", Verdict::Wrong), ("lee-phone", Verdict::Wrong)]);
        }
    }

    #[test]
    fn novelty_turns_a_correction_away_and_answers_with_what_was() {
        for lang in Lang::ALL {
            // In Chinese the older line is turned away as well: it looks like a third person's.
            let odd = not_right(&told(Setting { write: Write::Novel, ..GRAPH }, lang));
            let found = odd.iter().find(|(id, _)| *id == "hua-phone").map(|(_, verdict)| *verdict);
            let wanted = if lang == Lang::En { Verdict::Stale } else { Verdict::Unknown };
            assert_eq!(found, Some(wanted), "{lang:?}");
        }
    }

    #[test]
    fn an_empty_memory_knows_nothing_and_says_so() {
        for way in [Way::Flat { k: 3 }, Way::Graph { h: 3 }] {
            let none = told(Setting { write: Write::Ask(0), way, ..GRAPH }, Lang::En);
            assert_eq!(count(&none, Verdict::Unknown), Tally { right: 20, of: 20 });
        }
    }

    #[test]
    fn without_the_line_that_holds_the_fact_the_answer_is_gone() {
        // All but day 48, on which Nina changed jobs.
        let but = Setting { write: Write::Ask(!(1 << 47)), ..GRAPH };
        let without = told(but, Lang::En);
        let nina = without.iter().find(|a| a.question.id == "nina-work").expect("a question");
        assert_eq!(nina.verdict, Verdict::Stale);
        let tao = told(Setting { write: Write::Ask(!(1 << 12)), ..GRAPH }, Lang::En);
        let tao = tao.iter().find(|a| a.question.id == "tao-city").expect("a question");
        assert_eq!(tao.verdict, Verdict::Unknown);
    }
}
