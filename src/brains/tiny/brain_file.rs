//! A trained brain from a file.

use std::rc::Rc;

use super::recipe::{Lengths, MODEL, Variant};
use super::task::Format;
use crate::backend::Params;
use crate::lesson::{Describe, Lang};
use crate::nn::model_file::{self, FileError};
use crate::tensor::Graph;

/// What the file says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct About {
    pub variant: Variant,
    /// Of the first weights and the rows.
    pub seed: u64,
    /// Updates behind these weights.
    pub step: u32,
}

impl About {
    /// The line in the file's metadata.
    pub fn line(&self) -> String {
        let Variant {
            format,
            unknown,
            lengths,
        } = self.variant;
        format!(
            "model=agent format={} unknown={unknown} lengths={} seed={} step={}",
            format.name(),
            lengths.name(),
            self.seed,
            self.step
        )
    }

    fn read(line: &str) -> Option<About> {
        let mut words = line.split(' ');
        let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        (value("model")? == "agent").then_some(())?;
        let format = value("format")?;
        let format = Format::ALL.into_iter().find(|f| f.name() == format)?;
        let unknown = value("unknown")?.parse().ok()?;
        let lengths = value("lengths")?;
        let lengths = Lengths::ALL.into_iter().find(|l| l.name() == lengths)?;
        let variant = Variant {
            format,
            unknown,
            lengths,
        };
        Some(About {
            variant,
            seed: value("seed")?.parse().ok()?,
            step: value("step")?.parse().ok()?,
        })
    }
}

/// Why a file is no brain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotABrain {
    File(FileError),
    /// The right shapes, but it does not say what it was taught.
    NoRecipe,
}

impl Describe for NotABrain {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (NotABrain::File(error), lang) => error.describe(lang),
            (NotABrain::NoRecipe, Lang::En) => {
                "The file does not say how its brain was taught to write calls, so its calls could not be read. Choose a file of this lab.".into()
            }
            (NotABrain::NoRecipe, Lang::ZhHant) => {
                "檔案沒有註明這個腦學的是哪一種呼叫格式，所以無法讀懂它的呼叫。請選這個實驗的檔案。".into()
            }
        }
    }
}

/// A brain's weights with what is known of them.
#[derive(Clone)]
pub struct Trained {
    pub about: About,
    pub params: Rc<Params<f32>>,
}

impl Trained {
    /// Opens a file of `AgentRun::file`, and of `make models`.
    ///
    /// # Errors
    /// Anything that is not a brain of this size with its recipe.
    pub fn open(file: &[u8]) -> Result<Trained, NotABrain> {
        let g = Graph::new();
        MODEL.loss(&g, 1, 2);
        let mut params = Params::init(&g, 0);
        let line = model_file::load(file, &mut params).map_err(NotABrain::File)?;
        let about = About::read(&line).ok_or(NotABrain::NoRecipe)?;
        Ok(Trained {
            about,
            params: Rc::new(params),
        })
    }

    /// Weights it has.
    pub fn weights(&self) -> usize {
        self.params.count()
    }
}
