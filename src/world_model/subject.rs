//! A model that is examined: its weights, and the world that it was trained on, both from one file.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::recipe::model;
use crate::backend::Params;
use crate::data::world::World;
use crate::lesson::{Describe, Lang};
use crate::nn::model_file::{self, FileError};
use crate::nn::rope_gpt::RopeGpt;
use crate::tensor::Graph;

/// What the file says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    /// Of the world, the first weights and the documents.
    pub seed: u64,
    /// Updates behind these weights.
    pub step: u32,
}

impl About {
    /// The line in the file's metadata.
    pub fn line(&self) -> String {
        format!("model=world seed={} step={}", self.seed, self.step)
    }

    /// What a file says of itself, its weights unread: for the page, which has no model. `None`: not a file of this world's models.
    pub fn of_file(file: &[u8]) -> Option<About> {
        let (length, rest) = file.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let header = std::str::from_utf8(rest.get(..length)?).ok()?;
        let start = header.find("\"model=world ")? + 1;
        let line = &header[start..];
        About::read(&line[..line.find('"')?])
    }

    fn read(line: &str) -> Option<About> {
        let mut words = line.split(' ');
        let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        (value("model")? == "world").then_some(())?;
        let seed = value("seed")?.parse().ok()?;
        let step = value("step")?.parse().ok()?;
        Some(About { seed, step })
    }
}

/// Why a file is no model of this world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotASubject {
    File(FileError),
    /// The right shapes, but it does not say which world it was trained on.
    NoWorld,
}

impl Describe for NotASubject {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (NotASubject::File(error), lang) => error.describe(lang),
            (NotASubject::NoWorld, Lang::En) => {
                "The file does not say which small world its model was trained on, so its answers could not be checked.".into()
            }
            (NotASubject::NoWorld, Lang::ZhHant) => "檔案沒有註明模型是用哪個小世界訓練的，所以無法核對它的回答。".into(),
        }
    }
}

/// A trained model with the key to everything it was told.
pub struct Subject {
    pub about: About,
    pub world: World,
    pub model: RopeGpt,
    /// Shared: a lab that edits weights takes a copy (`Params::clone`).
    pub params: Rc<Params<f32>>,
}

impl Subject {
    /// Opens a model file (`WorldRun::file`, and what `make models` ships).
    pub fn open(file: &[u8]) -> Result<Subject, NotASubject> {
        let mut world = World::new(0);
        let model = model(&world.vocabulary);
        let g = Graph::new();
        model.loss(&g, 1, 2);
        let mut params = Params::init(&g, 0);
        let line = model_file::load(file, &mut params).map_err(NotASubject::File)?;
        let about = About::read(&line).ok_or(NotASubject::NoWorld)?;
        world.facts = World::new(about.seed).facts;
        Ok(Subject {
            about,
            world,
            model,
            params: Rc::new(params),
        })
    }

    /// Bytes of the weights.
    pub fn bytes(&self) -> usize {
        size_of::<f32>() * self.params.count()
    }

    /// The shipped model at a checkpoint, for tests of what the labs say of it.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(crate) fn shipped(step: u32) -> Subject {
        let path = format!("static/models/{}", super::recipe::file_name(step));
        let file = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        Subject::open(&file).expect("a file of make models")
    }
}
