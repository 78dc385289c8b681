//! How the words of a call are spelled on the agent's tape, and read back.
//!
//! `keyword tool { name city }` is written `<|think|>keyword.<|call|>tool {"name":"..","place":".."}<|end|>`: the keys that the
//! brain says first become a thought and an argument. No spelling begins with another, so that every row of tokens is read in one
//! way at most, and a brain of words gives a distribution over characters by adding up.

use super::task::Format;
use super::words::{CITIES, COLON, END, KEYWORDS, NAMES, PLACE, TOOLS, UNKNOWN, WORDS, word};
use crate::agent::token::text_tokens;
use crate::agent::{Mark, Token};
use crate::lesson::Lang;

/// The spelling of every word, by token, in one format. Calls are in ASCII, the same in both languages.
pub struct Spelling(Vec<Vec<Token>>);

/// A turn that has begun, as words and what is spelled of the next one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Begun<'t> {
    pub words: Vec<u32>,
    pub rest: &'t [Token],
}

impl Spelling {
    pub fn new(format: Format) -> Spelling {
        Spelling((0..WORDS as u32).map(|t| spell(format, t)).collect())
    }

    pub fn of(&self, token: u32) -> &[Token] {
        self.0.get(token as usize).map_or(&[], Vec::as_slice)
    }

    /// The words that these tokens spell, and the beginning of one at the end. `None`: nothing that the brain could have written.
    pub fn read<'t>(&self, mut tape: &'t [Token]) -> Option<Begun<'t>> {
        let mut words = Vec::new();
        loop {
            let whole = self.0.iter().position(|s| tape.starts_with(s));
            if let Some(token) = whole {
                words.push(token as u32);
                tape = &tape[self.0[token].len()..];
            } else if self.0.iter().any(|s| s.starts_with(tape)) {
                return Some(Begun { words, rest: tape });
            } else {
                return None;
            }
        }
    }

    /// From the probabilities of words to those of the tape's next token after `rest`: the likeliest first, summing to 1.
    pub fn next(&self, rest: &[Token], probabilities: &[f32]) -> Vec<(Token, f32)> {
        let mut next: Vec<(Token, f64)> = Vec::new();
        for (spelling, &p) in self.0.iter().zip(probabilities) {
            if p > 0.0 && spelling.starts_with(rest) && spelling.len() > rest.len() {
                let token = spelling[rest.len()];
                match next.iter_mut().find(|(known, _)| *known == token) {
                    Some((_, sum)) => *sum += f64::from(p),
                    None => next.push((token, f64::from(p))),
                }
            }
        }
        let all: f64 = next.iter().map(|(_, p)| p).sum();
        let order = crate::order::descending(next.len(), |i| crate::order::number(next[i].1));
        let share = |i: u32| {
            let (token, p) = next[i as usize];
            (token, (p / all) as f32)
        };
        order.into_iter().map(share).collect()
    }
}

fn spell(format: Format, token: u32) -> Vec<Token> {
    let ascii = word(token, Lang::En);
    let marked =
        |mark: Mark, text: String| [vec![mark.token()], text_tokens(&text).collect()].concat();
    let keyed = format == Format::KeyFirst;
    let text = match token {
        END => return vec![Mark::End.token()],
        t if KEYWORDS.contains(&t) => return marked(Mark::Think, format!("{ascii}.")),
        t if TOOLS.contains(&t) => return marked(Mark::Call, format!("{ascii} ")),
        t if NAMES.contains(&t) => format!("\"name\":\"{ascii}\","),
        t if CITIES.contains(&t) || t == UNKNOWN => {
            if keyed {
                format!("\"place\":\"{ascii}\"")
            } else {
                format!("\"{ascii}\"")
            }
        }
        PLACE if !keyed => "\"place\"".into(),
        COLON => ":".into(),
        // Words that have no place in a call; a space tells "so" from the beginning of a longer one.
        t if ascii.bytes().all(|b| b.is_ascii_lowercase()) && t != UNKNOWN => format!("{ascii} "),
        _ => ascii.into(),
    };
    text_tokens(&text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::token;

    #[test]
    fn no_spelling_begins_with_another() {
        for format in Format::ALL {
            let all = Spelling::new(format).0;
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate() {
                    assert!(i == j || !a.starts_with(b), "{i} {j}: {}", token::write(a));
                }
            }
        }
    }

    #[test]
    fn a_call_is_spelled_as_a_call_of_a_tool_and_read_back_from_any_beginning() {
        let request = super::super::task::Request {
            keyword: KEYWORDS.start,
            name: NAMES.start,
        };
        for (format, want) in Format::ALL.into_iter().zip([
            "<|call|>bax {\"place\":\"Taipei\"}<|end|>",
            "<|think|>weather.<|call|>bax {\"name\":\"Ann\",\"place\":\"Taipei\"}<|end|>",
        ]) {
            let spelling = Spelling::new(format);
            let call = format.call(request, TOOLS.start, CITIES.start);
            let tape: Vec<Token> = call.iter().flat_map(|&t| spelling.of(t)).copied().collect();
            assert_eq!(token::write(&tape), want);
            for length in 0..=tape.len() {
                let begun = spelling.read(&tape[..length]).expect("its own words");
                assert!(call.starts_with(&begun.words));
                let spelled: usize = begun.words.iter().map(|&t| spelling.of(t).len()).sum();
                assert_eq!(spelled + begun.rest.len(), length);
            }
            assert_eq!(
                spelling.read(&text_tokens("hello").collect::<Vec<_>>()),
                None
            );
        }
    }

    #[test]
    fn the_next_character_has_the_probability_of_all_words_that_go_on_with_it() {
        let spelling = Spelling::new(Format::Bare);
        let mut p = vec![0.0; WORDS];
        // "Taipei" and "Tainan" part at their fourth letter; "Tokyo" at its second.
        (p[138], p[139], p[141]) = (0.5, 0.25, 0.25);
        let after = |text: &str| spelling.next(&text_tokens(text).collect::<Vec<_>>(), &p);
        assert_eq!(after("\"T"), [('a'.into(), 0.75), ('o'.into(), 0.25)]);
        let [(p_, a), (n, b)] = after("\"Tai")[..] else {
            panic!("two ways")
        };
        assert_eq!((p_, n), ('p'.into(), 'n'.into()));
        assert!((a - 2.0 / 3.0).abs() < 1e-6 && (b - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(after("\"Tokyo"), [('"'.into(), 1.0)]);
    }
}
