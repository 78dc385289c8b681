//! What a lesson is made of, once it is compiled in. `build.rs` makes these values from the two Markdown files of a lab;
//! `ui` draws them. Syntax of the files: `parse`.

use super::Lang;

/// The lesson of one lab, in both languages. Same structure: same blocks in the same order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lesson {
    pub en: &'static [Block],
    pub zh: &'static [Block],
}

impl Lesson {
    pub const fn get(&self, lang: Lang) -> &'static [Block] {
        match lang {
            Lang::En => self.en,
            Lang::ZhHant => self.zh,
        }
    }
}

/// One piece of a lesson, from top to bottom.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Block {
    /// One element (`h2`, `h3`, `p`, `ul`, `ol`) as HTML with MathML, made and checked at build time: safe for `inner_html`.
    /// An `h2` has the class `step-question`, `step-guess`, .. : its place in the arc of a lab.
    Html(&'static str),
    /// A paragraph with something live in it.
    Paragraph(&'static [Inline]),
    /// A list with something live in it; one entry per item.
    List {
        ordered: bool,
        items: &'static [&'static [Inline]],
    },
    /// The place of a widget of the lab's page.
    Widget { id: &'static str },
    /// A card on which the reader commits to a prediction before the run.
    Guess(Guess),
    /// A part that is folded away at first, such as the teacher's note.
    Note {
        kind: &'static str,
        title: &'static str,
        blocks: &'static [Block],
    },
}

/// A piece of a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Inline {
    /// Text, emphasis, links and MathML: safe for `inner_html` of a `span`.
    Html(&'static str),
    /// A number of the reader's own run; the name is that of `data-value`.
    Value(&'static str),
    /// A link that sets the lab to one of its presets. The label is plain text.
    Preset {
        id: &'static str,
        label: &'static str,
    },
}

/// A prediction. No answer is stored: the numbers named in `decides`, from the reader's own run, settle it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Guess {
    /// Unique in its lab.
    pub id: &'static str,
    /// HTML for inside a `legend` or `label`.
    pub question: &'static str,
    pub answer: Answer,
    /// Names of live values.
    pub decides: &'static [&'static str],
    /// What settles it, and what to do to get there. HTML.
    pub note: &'static str,
}

/// How a prediction is given.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Answer {
    /// One of these.
    Choice(&'static [Choice]),
    /// A number on a slider.
    Slider { min: f64, max: f64, step: f64 },
}

/// One answer of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The same in both languages.
    pub key: &'static str,
    /// HTML.
    pub text: &'static str,
}

/// The lesson of the lab in this folder of `src/labs`: `lesson!("next_token")`. For a `static`: the text is data of the program.
#[macro_export]
macro_rules! lesson {
    ($folder:literal) => {
        include!(concat!(env!("OUT_DIR"), "/lessons/", $folder, ".rs"))
    };
}
