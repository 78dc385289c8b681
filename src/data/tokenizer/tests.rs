use proptest::prelude::*;

use super::*;

/// Hard cases: emoji, a family joined by ZWJ, combining marks, right-to-left, marks of direction, a character beyond the BMP.
const HARD: &str = "a🎉b👨\u{200d}👩\u{200d}👧é e\u{301} שלום مرحبا \u{202e}abc\u{202c} 𠮷野家 单 單\t\u{0}\r\u{feff}x\nz";

/// The merges by definition: count every pair of every piece again before each merge.
fn merges_by_recount(text: &str, wanted: usize) -> Vec<(u32, u32)> {
    let mut words: Vec<Vec<u32>> = pieces::pieces(text)
        .map(|p| p.bytes().map(bpe::byte_token).collect())
        .collect();
    let mut merges = Vec::new();
    while merges.len() < wanted {
        let mut counts = std::collections::BTreeMap::new();
        for word in &words {
            for two in word.windows(2) {
                *counts.entry((two[0], two[1])).or_insert(0) += 1;
            }
        }
        let best = counts
            .into_iter()
            .map(|(pair, count)| (count, std::cmp::Reverse(pair)))
            .max();
        let Some((count, std::cmp::Reverse(pair))) = best else {
            break;
        };
        if count < 2 {
            break;
        }
        for word in &mut words {
            bpe::merge_in(word, pair, 256 + merges.len() as u32);
        }
        merges.push(pair);
    }
    merges
}

#[test]
fn character_ids_are_the_line_break_and_then_the_code_points_in_order() {
    let tokenizer = Tokenizer::characters("ba\nc a");
    let texts: Vec<_> = tokenizer
        .vocabulary()
        .into_iter()
        .map(|(text, _)| text.unwrap())
        .collect();
    assert_eq!(texts, ["\n", " ", "a", "b", "c"]);
    assert_eq!(tokenizer.encode("cab\n").unwrap(), [4, 2, 3, 0]);
    assert_eq!(
        Tokenizer::characters("").size(),
        1,
        "the start token is always there"
    );
}

#[test]
fn a_character_is_a_scalar_value_and_never_half_of_one() {
    let tokenizer = Tokenizer::characters("a🎉b👨\u{200d}👩\u{200d}👧é");
    // line break, a, b, é, ZWJ, 🎉, 👧, 👨, 👩
    assert_eq!(tokenizer.size(), 9);
    assert!(
        tokenizer
            .vocabulary()
            .iter()
            .all(|(text, _)| text.as_ref().is_some_and(|t| t.chars().count() == 1))
    );
}

#[test]
fn unknown_characters_are_named_once_each() {
    let unknown = Tokenizer::characters("abc").encode("a單b單🎉").unwrap_err();
    assert_eq!(unknown.characters, ['單', '🎉']);
}

#[test]
fn every_byte_has_its_own_token() {
    let Tokenizer::Bpe(bpe) = Tokenizer::bpe("", 10) else {
        unreachable!()
    };
    assert_eq!(bpe.size(), 256);
    for byte in 0..=255_u8 {
        assert_eq!(bpe.bytes(bpe::byte_token(byte)), Some(&[byte][..]));
    }
    assert_eq!(bpe.bytes(START), Some(&b"\n"[..]));
}

#[test]
fn the_most_frequent_pair_is_merged_first_and_ties_go_to_the_lower_ids() {
    let tokenizer = Tokenizer::bpe("abab cd cd abab", 3);
    let (a, b, c) = (u32::from(b'a'), u32::from(b'b'), u32::from(b'c'));
    // ab four times; then (ab, ab), (space, c) twice each: the space has the lower id; then (ab, ab) before (" c" = 257, d).
    assert_eq!(tokenizer.merges(), [(a, b), (32, c), (256, 256)]);
}

#[test]
fn merging_stops_when_no_pair_occurs_twice() {
    assert_eq!(Tokenizer::bpe("abc", 100).merges(), []);
    assert_eq!(Tokenizer::bpe("aaaa", 100).merges().len(), 1);
}

#[test]
fn a_streamed_character_is_held_until_it_is_complete() {
    for character in ["单", "🎉", "é"] {
        let mut decoder = StreamDecoder::new();
        let (last, first) = character.as_bytes().split_last().unwrap();
        for (count, byte) in first.iter().enumerate() {
            assert_eq!(decoder.push(&[*byte]), "");
            assert_eq!(decoder.pending().len(), count + 1);
        }
        assert_eq!(decoder.push(&[*last]), character);
        assert_eq!(decoder.finish(), "");
    }
}

#[test]
fn bytes_that_are_no_character_are_shown_as_bytes() {
    let tokenizer = Tokenizer::bpe("", 0);
    assert_eq!(
        tokenizer.decode(&[0xe5, u32::from(b'a'), 0xff, 0xe5, 0x8d]),
        "⟨E5⟩a⟨FF⟩⟨E5⟩⟨8D⟩"
    );
    assert_eq!(tokenizer.decode(&[0xe5, 0x8d, 0x95]), "单");
    assert_eq!(tokenizer.decode(&[9999]), "");
    assert_eq!(Tokenizer::characters("a").decode(&[1, 2, u32::MAX]), "a");
}

#[test]
fn a_merge_list_from_elsewhere_cannot_break_anything() {
    let bpe = Bpe::from_merges(&[(97, 98), (256, 999), (1, 2)]);
    assert_eq!(bpe.merges(), [(97, 98)]);
    assert_eq!(bpe.encode("ab"), [256]);
}

#[test]
fn hard_text_survives_both_tokenizers() {
    for tokenizer in [
        Tokenizer::characters(HARD),
        Tokenizer::bpe(HARD, 20),
        Tokenizer::bpe("the cat", 5),
    ] {
        assert_eq!(tokenizer.decode(&tokenizer.encode(HARD).unwrap()), HARD);
    }
}

proptest! {
    #[test]
    fn bpe_gives_every_text_back(learned in any::<String>(), text in any::<String>(), merges in 0_usize..40) {
        let tokenizer = Tokenizer::bpe(&learned, merges);
        prop_assert_eq!(tokenizer.decode(&tokenizer.encode(&text).unwrap()), text);
        prop_assert_eq!(tokenizer.decode(&tokenizer.encode(&learned).unwrap()), learned);
    }

    #[test]
    fn characters_give_every_text_of_their_alphabet_back(text in any::<String>()) {
        let tokenizer = Tokenizer::characters(&text);
        prop_assert_eq!(tokenizer.decode(&tokenizer.encode(&text).unwrap()), text);
    }

    #[test]
    fn no_sequence_of_tokens_gives_a_replacement_mark(ids in prop::collection::vec(0_u32..300, 0..30)) {
        let tokenizer = Tokenizer::bpe("ab ab 单单 🎉🎉", 20);
        let text = tokenizer.decode(&ids);
        prop_assert_eq!(text.find(char::REPLACEMENT_CHARACTER), None);
        // Streaming shows the same text as decoding at the end.
        let mut decoder = StreamDecoder::new();
        let mut streamed = String::new();
        for &id in &ids {
            streamed.push_str(&decoder.push(tokenizer.bytes(id).unwrap_or_default()));
            prop_assert!(decoder.pending().len() < 4);
        }
        streamed.push_str(&decoder.finish());
        prop_assert_eq!(streamed, text);
    }

    #[test]
    fn kept_counts_give_the_same_merges_as_counting_again(text in "[ab c\n月]{0,60}", wanted in 0_usize..12) {
        let tokenizer = Tokenizer::bpe(&text, wanted);
        prop_assert_eq!(tokenizer.merges(), merges_by_recount(&text, wanted));
    }
}
