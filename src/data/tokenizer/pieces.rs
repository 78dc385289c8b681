//! Text cut into pieces that no merge may cross: words with the space before them, numbers, runs of marks, white space.
//!
//! The idea of GPT-2's regular expression (Radford et al. 2019), written as a scanner: without it, "the dog" would become one
//! token as readily as "the".

/// Longest piece, in bytes. Text without spaces (Chinese, a line of dashes) is cut here, so that no piece is ever slow.
const LONGEST: usize = 48;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Number,
    Space,
    Break,
    Mark,
}

fn class(character: char) -> Class {
    match character {
        '\n' => Class::Break,
        c if c.is_alphabetic() => Class::Letter,
        c if c.is_numeric() => Class::Number,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Mark,
    }
}

/// The pieces of a text, in order; put together they are the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = first_piece(rest)?;
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

/// Length in bytes of the first piece; `None` at the end.
fn first_piece(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let (_, first) = characters.next()?;
    let mut kind = class(first);
    if kind == Class::Break {
        return Some(first.len_utf8());
    }
    // One space belongs to the word after it.
    if first == ' '
        && let Some(&(_, second)) = characters.peek()
        && !matches!(class(second), Class::Space | Class::Break)
    {
        kind = class(second);
    }
    for (at, character) in characters {
        let ends = class(character) != kind || at + character.len_utf8() > LONGEST;
        // "  word" is " " and " word": the last space of a run goes with the word.
        let last_space = kind == Class::Space
            && character == ' '
            && text[at + 1..]
                .chars()
                .next()
                .is_some_and(|next| !matches!(class(next), Class::Space | Class::Break));
        if ends || last_space {
            return Some(at);
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).collect()
    }

    #[test]
    fn a_word_takes_the_space_before_it() {
        assert_eq!(
            cut("and the lord, 12 men"),
            ["and", " the", " lord", ",", " 12", " men"]
        );
        assert_eq!(
            cut("a   b \n\n c"),
            ["a", "  ", " b", " ", "\n", "\n", " c"]
        );
        assert_eq!(cut("明月光,疑是"), ["明月光", ",", "疑是"]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn pieces_put_together_are_the_text(text in any::<String>()) {
            prop_assert_eq!(cut(&text).concat(), text.clone());
            prop_assert!(cut(&text).iter().all(|piece| !piece.is_empty() && piece.len() <= LONGEST));
        }

        #[test]
        fn no_piece_crosses_a_line_break(text in "[a-z \n\t.1月]{0,40}") {
            prop_assert!(cut(&text).iter().all(|piece| *piece == "\n" || !piece.contains('\n')));
        }
    }
}
