//! The experiment on languages, the job's part: a count or a look in one of its models.

use super::protocol::{Answer, Thought, Translated};
use crate::data::world::lexicon::CONCEPTS;
use crate::train::JobError;
use crate::world_model::thinking::{Layer, Thinker, cases};

/// What was asked of the model in `file`.
pub(super) fn think(file: &[u8], what: Thought) -> Result<Answer, JobError> {
    let thinker = Thinker::open(file).map_err(|e| JobError::refused(&e))?;
    let fault = |_| JobError::BadMessage; // the prompts are the world's own
    match what {
        Thought::Count { form, with_english } => {
            let count = thinker.count(&cases(form, with_english)).map_err(fault)?;
            Ok(Answer::Counted(count))
        }
        Thought::Look { form, back, thing } => {
            let all = cases(form, false);
            let at = usize::from(back) * CONCEPTS.len() + usize::from(thing);
            let case = all.get(at).ok_or(JobError::BadMessage)?;
            let layers = thinker.look(case, 1).map_err(fault)?;
            let row = |layer: &Layer| {
                let (word, p) = layer.top.first().copied().unwrap_or_default();
                let word = thinker.vocabulary.word(word).to_owned();
                (word, p, layer.answer, layer.third)
            };
            Ok(Answer::Translated(Translated {
                prompt: case.prompt.clone(),
                answer: case.answer.into(),
                third: case.third.into(),
                layers: layers.iter().map(row).collect(),
            }))
        }
    }
}
