//! Holds a lesson to the names that its page offers. For the tests of the labs.

use super::{Answer, Block, Guess, Inline, Lang, Lesson};

/// The names that a lab's page offers to its lessons.
pub(crate) struct Names {
    /// `data-value`s that a lesson may name; each is named at least once.
    pub(crate) values: &'static [&'static str],
    /// Widgets, each placed exactly once.
    pub(crate) widgets: &'static [&'static str],
    /// Presets, each linked at least once.
    pub(crate) presets: &'static [&'static str],
    /// Guess cards in their order: id, the values that settle it (`decides=`), the keys of its choices (none: a slider).
    pub(crate) guesses: &'static [(
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    )],
}

/// The lesson in both languages uses exactly these names.
pub(crate) fn hold_to_names(lesson: &Lesson, names: &Names) {
    for lang in Lang::ALL {
        let mut blocks = Vec::new();
        open_notes(lesson.get(lang), &mut blocks);
        let mut inlines: Vec<Inline> = Vec::new();
        let mut widgets: Vec<&str> = Vec::new();
        let mut guesses: Vec<Guess> = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(pieces) => inlines.extend(pieces),
                Block::List { items, .. } => inlines.extend(items.iter().copied().flatten()),
                Block::Widget { id } => widgets.push(id),
                Block::Guess(guess) => guesses.push(guess),
                Block::Html(_) | Block::Note { .. } => {}
            }
        }
        widgets.sort_unstable();
        let mut expected = names.widgets.to_vec();
        expected.sort_unstable();
        assert_eq!(widgets, expected);
        for inline in &inlines {
            match inline {
                Inline::Value(name) => assert!(names.values.contains(name), "{name}"),
                Inline::Preset { id, .. } => assert!(names.presets.contains(id), "{id}"),
                Inline::Html(_) => {}
            }
        }
        for name in names.values {
            assert!(
                inlines.contains(&Inline::Value(name)),
                "{name} is nowhere in the text"
            );
        }
        for preset in names.presets {
            let linked =
                |inline: &Inline| matches!(inline, Inline::Preset { id, .. } if id == preset);
            assert!(
                inlines.iter().any(linked),
                "{preset} is nowhere in the text"
            );
        }
        assert_eq!(guesses.len(), names.guesses.len());
        for (guess, (id, decides, keys)) in guesses.iter().zip(names.guesses) {
            assert_eq!((guess.id, guess.decides), (*id, *decides));
            assert!(decides.iter().all(|name| names.values.contains(name)));
            let given: Vec<&str> = match guess.answer {
                Answer::Choice(choices) => choices.iter().map(|choice| choice.key).collect(),
                Answer::Slider { .. } => vec![],
            };
            assert_eq!(given, *keys, "{id}");
        }
    }
}

/// Every block, notes opened.
fn open_notes(blocks: &[Block], into: &mut Vec<Block>) {
    for block in blocks {
        match block {
            Block::Note { blocks, .. } => open_notes(blocks, into),
            block => into.push(*block),
        }
    }
}
