//! The job: answers `Look`, and counts the experiments of the lesson in pieces.

use super::counts::{Counted, Unit};
use super::patch::{Patch, Patcher, length, scaled};
use super::protocol::{Look, PROMPT_WORDS, Report, TOP, View, Words};
use crate::backend::BackendError;
use crate::data::world::Vocabulary;
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::forward::{log_softmax, tokens};
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn crate::train::Job>, JobError> {
    crate::world_model::study::job::<Patchscopes>(setup)
}

/// The lab on one model.
pub struct Patchscopes {
    vocabulary: Vocabulary,
    patcher: Patcher,
    counted: Counted,
}

impl Study for Patchscopes {
    type Setup = ();
    type Ask = Look;
    type Answer = View;
    type Report = Report;
    type Kept = Report;

    fn new(subject: Subject, (): ()) -> Result<Patchscopes, JobError> {
        let mut patcher = Patcher::new(&subject);
        Ok(Patchscopes {
            counted: Counted::new(&subject.world, &mut patcher).map_err(failed)?,
            patcher,
            vocabulary: subject.world.vocabulary,
        })
    }

    fn units(&self) -> u32 {
        self.counted.units.len() as u32
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let unit: Unit = *self
            .counted
            .units
            .get(unit as usize)
            .ok_or(JobError::BadMessage)?;
        self.counted.run(unit, &mut self.patcher).map_err(failed)
    }

    fn report(&self) -> Report {
        self.counted.report.clone()
    }

    fn ask(&mut self, look: Look) -> Result<View, JobError> {
        let source = self.read(&look.source)?;
        let target = self.read(&look.target)?;
        let at = |spot: u8, text: &[u32]| match usize::from(spot) {
            0 => text.len() - 1,
            n => n.min(text.len() - 1),
        };
        let (from, into) = (at(look.source_at, &source), at(look.target_at, &target));
        view(
            &mut self.patcher,
            [&source, &target],
            [from, into],
            look.rescale,
        )
        .map_err(failed)
    }

    fn keep(&self) -> Report {
        self.counted.report.clone()
    }

    fn restore(&mut self, kept: Report) -> Result<(), JobError> {
        if self.counted.restore(kept) {
            Ok(())
        } else {
            Err(JobError::BadMessage)
        }
    }

    fn bytes(&self) -> usize {
        self.patcher.bytes()
    }
}

impl Patchscopes {
    /// The tokens of a prompt, its start first.
    fn read(&self, prompt: &str) -> Result<Vec<u32>, JobError> {
        let tokens = tokens(&self.vocabulary, prompt).map_err(|e| JobError::refused(&e))?;
        match tokens.len() - 1 {
            0 => Err(JobError::refused(&Unreadable::Empty)),
            words if words > PROMPT_WORDS => Err(JobError::refused(&Unreadable::Long(words))),
            _ => Ok(tokens),
        }
    }
}

/// Every source layer into every target layer.
fn view(
    patcher: &mut Patcher,
    texts: [&[u32]; 2],
    at: [usize; 2],
    rescale: bool,
) -> Result<View, BackendError> {
    let [source, target] = texts;
    let layers = patcher.layers();
    let mut states = |text: &[u32], at| -> Result<Vec<Vec<f32>>, BackendError> {
        Ok(patcher.states(&[text.to_vec()], at)?.swap_remove(0))
    };
    let (taken, own) = (states(source, at[0])?, states(target, at[1])?);
    let put = |layer: usize, state: &[f32]| Patch {
        layer,
        position: at[1],
        state: state.to_vec(),
    };
    // All rows of the target in one run: the plain one, its own states, then the grid.
    let mut patches: Vec<Patch> = (0..layers).map(|l| put(l, &own[l])).collect();
    for state in &taken {
        for (l, replaced) in own.iter().take(layers).enumerate() {
            patches.push(match rescale {
                true => put(l, &scaled(state, length(replaced))),
                false => put(l, state),
            });
        }
    }
    let plain = patcher.plain(target)?;
    let patched = patcher.patched(target, &patches)?;
    let (itself, cells) = patched.split_at(layers);
    let change = itself
        .iter()
        .flat_map(|row| row.iter().zip(&plain))
        .map(|(a, b)| (a - b).abs());
    // A state put at the end of the last word of its own text is the logit lens.
    let end = source.len() - 1;
    let lens: Vec<Patch> = taken
        .iter()
        .map(|state| Patch {
            layer: layers,
            position: end,
            state: state.clone(),
        })
        .collect();
    let itself = change.fold(0.0, f32::max);
    let cells = cells.iter().map(|z| top(z)).collect();
    let lens = patcher
        .patched(source, &lens)?
        .iter()
        .map(|z| top(z))
        .collect();
    Ok(View {
        source: source.to_vec(),
        source_at: at[0] as u32,
        target: target.to_vec(),
        target_at: at[1] as u32,
        layers: layers as u32,
        plain: top(&plain),
        lens,
        cells,
        itself,
    })
}

/// The most probable words; equals by lower id.
fn top(logits: &[f32]) -> Words {
    let log_p = log_softmax(logits);
    let mut order: Vec<u32> = (0..logits.len() as u32).collect();
    order.sort_by(|a, b| {
        log_p[*b as usize]
            .total_cmp(&log_p[*a as usize])
            .then(a.cmp(b))
    });
    order.truncate(TOP);
    order
        .into_iter()
        .map(|id| (id, libm::exp(log_p[id as usize]) as f32))
        .collect()
}

fn failed(error: BackendError) -> JobError {
    let text = error.to_string();
    JobError::Refused {
        en: text.clone(),
        zh: text,
    }
}

/// Why a prompt cannot be read.
enum Unreadable {
    Empty,
    Long(usize),
}

impl Describe for Unreadable {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Unreadable::Empty, Lang::En) => "Write at least one word in each prompt.".into(),
            (Unreadable::Empty, Lang::ZhHant) => "兩個 prompt 都至少要有一個詞。".into(),
            (Unreadable::Long(words), Lang::En) => {
                format!("A prompt has {words} words; at most {PROMPT_WORDS} fit.")
            }
            (Unreadable::Long(words), Lang::ZhHant) => {
                format!("prompt 有 {words} 個詞，最多 {PROMPT_WORDS} 個。")
            }
        }
    }
}
