//! A prediction card. The fence's body: the question; for `choice` a list of `- key: text`; a blank line; what settles it.

use super::{LessonError, inline::Line, is_name};

/// A card, as written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct GuessCard {
    pub id: String,
    pub question: Line,
    pub answer: Answer,
    pub decides: Vec<String>,
    pub note: Line,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Answer {
    /// Key and text of each.
    Choice(Vec<(String, Line)>),
    Slider {
        min: f64,
        max: f64,
        step: f64,
    },
}

impl GuessCard {
    /// `words` is what follows the id in the fence's first line, which is line `line` of the file.
    pub(crate) fn read(
        id: &str,
        words: &[&str],
        body: &str,
        line: usize,
    ) -> Result<GuessCard, LessonError> {
        let wrong = |what: &str| LessonError::new(line, format!("guess `{id}`: {what}"));
        let setting = |name: &str| {
            words
                .iter()
                .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
        };
        let number = |name: &str| {
            let value = setting(name)
                .and_then(|value| value.parse::<f64>().ok())
                .filter(|value| value.is_finite());
            value.ok_or_else(|| wrong(&format!("`{name}=` needs a number")))
        };
        let decides: Vec<String> = setting("decides")
            .unwrap_or("")
            .split(',')
            .map(str::to_string)
            .collect();
        if !decides.iter().all(|name| is_name(name)) {
            return Err(wrong("`decides=` names the live values that settle it"));
        }

        let mut question = None;
        let mut choices = Vec::new();
        let mut note = None;
        for (index, text) in body.lines().enumerate() {
            let (text, at) = (text.trim(), line + 1 + index);
            if let Some(choice) = text.strip_prefix("- ") {
                match choice.split_once(": ") {
                    Some((key, text)) if is_name(key) => {
                        choices.push((key.to_string(), Line::of_markdown(text, at)?))
                    }
                    _ => return Err(LessonError::new(at, "a choice is `- key: text`")),
                }
            } else if !text.is_empty() {
                let place = if question.is_none() {
                    &mut question
                } else {
                    &mut note
                };
                if place.replace(Line::of_markdown(text, at)?).is_some() {
                    return Err(LessonError::new(
                        at,
                        "a guess has one question and one note, each on one line",
                    ));
                }
            }
        }
        let answer = match words.first() {
            Some(&"choice") if choices.len() >= 2 => Answer::Choice(choices),
            Some(&"slider") if choices.is_empty() => Answer::Slider {
                min: number("min")?,
                max: number("max")?,
                step: number("step")?,
            },
            _ => {
                return Err(wrong(
                    "it is a `choice` with at least two choices or a `slider` with none",
                ));
            }
        };
        if let Answer::Slider { min, max, step } = answer
            && (max <= min || step <= 0.0)
        {
            return Err(wrong("a slider needs min < max and step > 0"));
        }
        match (question, note) {
            (Some(question), Some(note)) => Ok(GuessCard {
                id: id.to_string(),
                question,
                answer,
                decides,
                note,
            }),
            _ => Err(wrong(
                "it needs a question and a note that says what settles it",
            )),
        }
    }
}
