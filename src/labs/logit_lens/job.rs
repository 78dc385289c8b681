//! The lab's job: the reader's own model trained in slices, and any model looked into between them.

use std::collections::BTreeMap;

use super::config::{PROMPT_CHARS, PROMPT_WORDS, STEPS, WATCHED};
use super::protocol::{Answer, Ask, Cell, Loaded, Look, Report, Setup, TOP, View};
use crate::backend::Params;
use crate::data::world::{START, Topic, Vocabulary};
use crate::lesson::{Describe, Lang};
use crate::nn::rope_gpt::RopeGpt;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};
use crate::world_model::exam::Examiner;
use crate::world_model::lens::Looker;
use crate::world_model::recipe::{CHECKPOINTS, model};
use crate::world_model::run::WorldRun;
use crate::world_model::subject::Subject;
use crate::world_model::which::Whose;

/// How often the reader's own model is asked what it knows.
const EXAM_EVERY: u32 = 25;
/// Words that a template adds.
const TEMPLATE_WORDS: usize = 4;

/// Why a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    TooLong { words: usize },
    NotThere,
    NoNumbers,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::TooLong { words }, Lang::En) => format!("The prompt has {words} words; the lab reads at most {PROMPT_WORDS}."),
            (Refusal::TooLong { words }, Lang::ZhHant) => format!("開頭有 {words} 個詞，這個實驗最多讀 {PROMPT_WORDS} 個。"),
            (Refusal::NotThere, Lang::En) => "This checkpoint has not arrived yet.".into(),
            (Refusal::NotThere, Lang::ZhHant) => "這個檢查點還沒送到。".into(),
            (Refusal::NoNumbers, Lang::En) => "The weights of this run are no longer finite. Reset it.".into(),
            (Refusal::NoNumbers, Lang::ZhHant) => "這次執行的權重已經不是有限的數，請重設。".into(),
        }
    }
}

/// The reader's run and the models that have arrived.
pub struct LogitLens {
    setup: Setup,
    vocabulary: Vocabulary,
    model: RopeGpt,
    /// Made with the first step: it holds more than looking needs.
    run: Option<WorldRun>,
    loaded: BTreeMap<Loaded, Subject>,
    losses: Vec<(u32, f32)>,
    known: Vec<(u32, f32)>,
    restart: bool,
    /// Milliseconds per step of this process, smoothed.
    pace_ms: Option<f64>,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(LogitLens::new(&unpack(setup)?)))
}

impl LogitLens {
    pub fn new(setup: &Setup) -> LogitLens {
        let vocabulary = Vocabulary::new();
        LogitLens {
            setup: Setup {
                steps: STEPS.clamp(f64::from(setup.steps)) as u32,
                ..*setup
            },
            model: model(&vocabulary),
            vocabulary,
            run: None,
            loaded: BTreeMap::new(),
            losses: Vec::new(),
            known: Vec::new(),
            restart: true,
            pace_ms: None,
        }
    }

    fn run(&mut self) -> &mut WorldRun {
        let setup = &self.setup;
        self.run.get_or_insert_with(|| WorldRun::new(setup.seed.into(), setup.steps))
    }

    fn advance(&mut self) -> Slice {
        let run = self.run();
        if run.is_done() {
            return Slice::Done;
        }
        // The budget of a reader has no rate to choose, so nothing can diverge; a fault would show as a loss without a value.
        let Ok(report) = run.step() else {
            return Slice::Diverged;
        };
        if !report.loss.is_finite() {
            return Slice::Diverged;
        }
        let (step, done) = (run.steps_taken(), run.is_done());
        self.losses.push((step, report.loss as f32));
        if done || step.is_multiple_of(EXAM_EVERY) {
            self.examine(step);
        }
        if done { Slice::Done } else { Slice::Working }
    }

    fn examine(&mut self, step: u32) {
        let Some(run) = &self.run else { return };
        let questions = run.world.questions(Topic::Home);
        let tally = Examiner::new(run.model(), run.params()).tally(&run.world, &questions);
        if let Ok([told, _]) = tally {
            self.known.push((step, told.share() as f32));
        }
    }

    fn load(&mut self, model: Loaded, file: &[u8]) -> Result<Answer, JobError> {
        if let Loaded::Shipped(step) = model
            && !CHECKPOINTS.contains(&step)
        {
            return Err(JobError::BadMessage);
        }
        let subject = Subject::open(file).map_err(|e| JobError::refused(&e))?;
        self.loaded.insert(model, subject);
        Ok(Answer::Loaded)
    }

    /// What a look means.
    fn weights(&self, look: &Look) -> Option<(&Params<f32>, u32)> {
        let run = self.run.as_ref().filter(|_| look.whose == Whose::Own);
        let begun = run.filter(|run| run.steps_taken() > 0);
        let named = match look.whose {
            Whose::Own => Loaded::Own,
            Whose::Shipped => Loaded::Shipped(look.step),
        };
        let loaded = || self.loaded.get(&named).map(|s| (&*s.params, s.about.step));
        match begun {
            Some(run) => Some((run.params(), run.steps_taken())),
            None => loaded().or_else(|| Some((run?.params(), 0))),
        }
    }

    fn look(&mut self, look: &Look) -> Result<Answer, JobError> {
        if look.whose == Whose::Own && !self.loaded.contains_key(&Loaded::Own) {
            self.run(); // untrained weights are worth a look too
        }
        let refused = |what: Refusal| Err(JobError::refused(&what));
        let prompt: String = look.prompt.chars().take(2 * PROMPT_CHARS).collect();
        let words = prompt.split_whitespace().count();
        if words > PROMPT_WORDS + TEMPLATE_WORDS {
            return refused(Refusal::TooLong { words });
        }
        let encode = |text: &str| self.vocabulary.encode(text).map_err(|e| JobError::refused(&e));
        let tokens: Vec<u32> = std::iter::once(START).chain(encode(&prompt)?).collect();
        let mut watched: Vec<u32> = Vec::new();
        for word in look.watched.iter().take(WATCHED) {
            watched.extend(encode(word)?);
        }
        watched.truncate(WATCHED);
        let Some((params, step)) = self.weights(look) else {
            return refused(Refusal::NotThere);
        };
        if !params.all_finite() {
            return refused(Refusal::NoNumbers);
        }
        let fault = |_| JobError::BadMessage; // the plan is made for this very text
        let mut looker = Looker::new(self.model, params, tokens.len()).map_err(fault)?;
        looker.run(&tokens).map_err(fault)?;
        let lens = looker.lens(TOP, &watched).map_err(fault)?;
        let (parts, difference) = match watched[..] {
            [a, b, ..] => {
                let found = looker.attribution(tokens.len() - 1, a, b).map_err(fault)?;
                (found.parts.iter().map(|(_, x)| *x).collect(), found.difference)
            }
            _ => (Vec::new(), 0.0),
        };
        let cell = |r: &crate::world_model::lens::Reading| Cell {
            top: r.top.clone(),
            entropy: r.entropy,
            divergence: r.divergence,
            watched: r.watched.clone(),
        };
        Ok(Answer::View(View {
            tokens,
            layers: lens.layers as u32,
            cells: lens.readings.iter().map(cell).collect(),
            watched,
            parts,
            difference,
            heads: self.model.heads as u32,
            step,
        }))
    }
}

impl Job for LogitLens {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let start = now_ms();
            let slice = self.advance();
            let spent = now_ms() - start;
            self.pace_ms = Some(self.pace_ms.map_or(spent, |pace| 0.8 * pace + 0.2 * spent));
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        self.advance()
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => {
                self.run = None;
                self.losses.clear();
                self.known.clear();
                self.restart = true;
                self.pace_ms = None;
                Ok(())
            }
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => Ok(()),
            Control::LearningRate(_) | Control::Resume { .. } => Err(JobError::BadMessage),
        }
    }

    fn report(&mut self) -> Vec<u8> {
        let run = self.run.as_ref();
        let step = run.map_or(0, WorldRun::steps_taken);
        let left = f64::from(self.setup.steps - step.min(self.setup.steps));
        pack(&Report {
            step,
            steps: self.setup.steps,
            losses: std::mem::take(&mut self.losses),
            known: std::mem::take(&mut self.known),
            restart: std::mem::take(&mut self.restart),
            fingerprint: run.map_or(0, WorldRun::fingerprint),
            remaining_seconds: self.pace_ms.map(|pace| (pace * left / 1000.0) as f32),
        })
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        let answer = match unpack(question)? {
            Ask::Load { model, file } => self.load(model, &file)?,
            Ask::Save => match &self.run {
                Some(run) => Answer::File(run.file()),
                None => return Err(JobError::refused(&Refusal::NotThere)),
            },
            Ask::Look(look) => self.look(&look)?,
            Ask::Think { file, what } => super::thinking::think(&file.0, what)?,
        };
        Ok(pack(&answer))
    }

    /// `None` before the first step: there is nothing to keep.
    fn checkpoint(&self) -> Vec<u8> {
        pack(&self.run.as_ref().map(WorldRun::checkpoint))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        match unpack::<Option<Vec<u8>>>(checkpoint)? {
            None => self.control(Control::Reset),
            Some(moment) => {
                let restored = self.run().restore(&moment);
                self.restart = false;
                restored.map_err(|_| JobError::BadMessage)
            }
        }
    }

    fn bytes(&self) -> usize {
        let shipped: usize = self.loaded.values().map(Subject::bytes).sum();
        let words = size_of::<&str>() * self.vocabulary.len();
        words + shipped + self.run.as_ref().map_or(0, WorldRun::bytes)
    }
}
