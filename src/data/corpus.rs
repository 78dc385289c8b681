//! The texts that come with the site. They are files beside the page (`static/data/`), fetched by the worker when they are wanted,
//! and no part of the wasm. Where they come from: `NOTICE`; how they were made: `scripts/make_corpora`.

/// A text that comes with the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bundled {
    /// Genesis 1 to 35, Jonah and Mark in the King James translation, lower-cased; a line is a verse.
    English,
    /// Couplets of Tang quatrains and regulated poems of five characters; a line is a couplet, 5 + 5 characters.
    Chinese,
}

impl Bundled {
    pub const ALL: [Bundled; 2] = [Bundled::English, Bundled::Chinese];

    /// Address of the file, relative to the page. UTF-8.
    pub const fn path(self) -> &'static str {
        match self {
            Bundled::English => "data/english.txt",
            Bundled::Chinese => "data/chinese.txt",
        }
    }

    /// The text itself, for native tools and tests.
    #[cfg(any(test, not(target_arch = "wasm32")))]
    pub const fn text(self) -> &'static str {
        match self {
            Bundled::English => include_str!("../../static/data/english.txt"),
            Bundled::Chinese => include_str!("../../static/data/chinese.txt"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::data::{batches, check, documents, tokenizer::Tokenizer};

    #[test]
    fn bundled_texts_are_clean_lines() {
        for bundled in Bundled::ALL {
            let text = bundled.text();
            assert_eq!(
                text.strip_suffix('\n'),
                Some(documents::normalised(text).as_str()),
                "{bundled:?}"
            );
            assert!(!text.contains(['<', '>', '*', '[', ']', '#', '\u{feff}', '\u{fffd}', '\t']));
        }
    }

    #[test]
    fn the_english_text_has_a_small_alphabet() {
        let symbols: BTreeSet<char> = Bundled::English.text().chars().collect();
        let expected: BTreeSet<char> = ('a'..='z').chain("\n !'(),.:;?".chars()).collect();
        assert_eq!(symbols, expected);
        assert!(
            Bundled::English
                .text()
                .starts_with("in the beginning god created the heavens and the earth.\n")
        );
    }

    #[test]
    fn every_couplet_has_the_form_and_stands_once() {
        let couplets: Vec<&str> = Bundled::Chinese.text().lines().collect();
        assert!(couplets.len() > 5000);
        assert_eq!(
            couplets.iter().collect::<BTreeSet<_>>().len(),
            couplets.len()
        );
        for couplet in couplets {
            let characters: Vec<char> = couplet.chars().collect();
            assert_eq!(
                (characters.len(), characters[5], characters[11]),
                (12, '，', '。'),
                "{couplet}"
            );
            let words = characters
                .iter()
                .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(*c))
                .count();
            assert_eq!(words, 10, "{couplet}");
        }
    }

    #[test]
    fn every_character_of_the_couplets_is_traditional() {
        // Big5 (without the Hong Kong supplement) was made for Taiwan: simplified forms and mainland variants are not in it.
        let symbols: BTreeSet<char> = Bundled::Chinese.text().chars().collect();
        assert!((500..=600).contains(&symbols.len()), "{}", symbols.len());
        for symbol in symbols {
            let (_, _, missing) = encoding_rs::BIG5.encode(&symbol.to_string());
            assert!(!missing, "{symbol}");
        }
        let (_, _, missing) = encoding_rs::BIG5.encode("这");
        assert!(missing, "the test can tell");
    }

    #[test]
    fn bundled_texts_are_fit_for_every_context() {
        for bundled in Bundled::ALL {
            let text = bundled.text();
            assert_eq!(check::text(text, true), Ok(()));
            let stream = documents::TokenStream::new(text, &Tokenizer::characters(text)).unwrap();
            for context in [8, 128] {
                let (training, validation) = batches::split(&stream, context).unwrap();
                let share = validation.tokens.len() as f64 / stream.tokens.len() as f64;
                assert!((0.09..0.11).contains(&share), "{share}");
                assert_eq!(validation.tokens[0], crate::data::tokenizer::START);
                let aligned = bundled == Bundled::Chinese && context >= 13;
                assert_eq!(batches::Batches::new(training, 1).aligned(context), aligned);
            }
        }
    }
}
