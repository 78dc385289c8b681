//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`. All in natural units: nats, tokens, shares from 0 to 1.
pub const VALUES: &[&str] = &[
    "training-loss",
    "validation-loss",
    "tokens-per-second",
    "step",
    "parameters",
    "fingerprint",
    "uniform-loss",
    "entropy",
    "distinct-4",
    "self-bleu",
    "loop-period",
    "greedy-log-probability",
    "beam-log-probability",
    "vocabulary-size",
    "cache-speedup",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &[
    "corpus",
    "tokenizer",
    "model",
    "train",
    "loss",
    "live-sample",
    "sample",
    "distribution",
    "text",
    "tree",
    "beam",
    "diversity",
    "attention",
    "cache",
    "export",
];

#[cfg(test)]
mod tests {
    use super::super::{LAB, guesses::GUESSES, presets};
    use super::*;
    use crate::lesson::{Answer, Block, Guess, Inline, Lang};

    /// Every block, notes opened.
    fn blocks(lang: Lang) -> Vec<Block> {
        fn open(blocks: &[Block], into: &mut Vec<Block>) {
            for block in blocks {
                match block {
                    Block::Note { blocks, .. } => open(blocks, into),
                    block => into.push(*block),
                }
            }
        }
        let mut all = Vec::new();
        open(LAB.lesson.get(lang), &mut all);
        all
    }

    fn inlines(lang: Lang) -> Vec<Inline> {
        let mut all = Vec::new();
        for block in blocks(lang) {
            match block {
                Block::Paragraph(pieces) => all.extend(pieces),
                Block::List { items, .. } => all.extend(items.iter().copied().flatten()),
                _ => {}
            }
        }
        all
    }

    fn guesses(lang: Lang) -> Vec<Guess> {
        let guess = |block| if let Block::Guess(guess) = block { Some(guess) } else { None };
        blocks(lang).into_iter().filter_map(guess).collect()
    }

    #[test]
    fn the_lessons_place_every_widget_once_and_no_unknown_one() {
        for lang in Lang::ALL {
            let widget = |block| if let Block::Widget { id } = block { Some(id) } else { None };
            let placed: Vec<&str> = blocks(lang).into_iter().filter_map(widget).collect();
            for id in WIDGETS {
                assert_eq!(placed.iter().filter(|other| *other == id).count(), 1, "{id}");
            }
            assert_eq!(placed.len(), WIDGETS.len(), "{placed:?}");
        }
    }

    #[test]
    fn the_lessons_name_known_values_and_presets_only_and_all_of_them() {
        for lang in Lang::ALL {
            let inlines = inlines(lang);
            for inline in &inlines {
                match inline {
                    Inline::Value(name) => assert!(VALUES.contains(name), "{name}"),
                    Inline::Preset { id, .. } => assert!(presets::find(id).is_some(), "{id}"),
                    Inline::Html(_) => {}
                }
            }
            for name in VALUES {
                assert!(inlines.contains(&Inline::Value(name)), "{name} is nowhere in the text");
            }
            for preset in presets::PRESETS {
                let linked = |inline: &Inline| matches!(inline, Inline::Preset { id, .. } if *id == preset.id);
                assert!(inlines.iter().any(linked), "{} is nowhere in the text", preset.id);
            }
        }
    }

    #[test]
    fn the_cards_are_those_of_the_table_and_known_values_settle_them() {
        for lang in Lang::ALL {
            let cards: Vec<(&str, &[&str])> = guesses(lang).iter().map(|guess| (guess.id, guess.decides)).collect();
            assert_eq!(cards, GUESSES);
            assert!(cards.iter().all(|(_, decides)| decides.iter().all(|name| VALUES.contains(name))));
        }
    }

    #[test]
    fn the_choices_of_a_card_are_those_that_the_run_can_give() {
        for guess in guesses(Lang::En) {
            let keys: Vec<&str> = match guess.answer {
                Answer::Choice(choices) => choices.iter().map(|choice| choice.key).collect(),
                Answer::Slider { .. } => continue,
            };
            let expected: &[&str] = match guess.id {
                "ending" => &["loop", "goes-on"],
                "best" => &["greedy", "beam"],
                other => panic!("a choice that no run settles: {other}"),
            };
            assert_eq!(keys, expected, "{}", guess.id);
        }
    }
}
