//! Everything that the widgets share: the choices, the job, the text that is being written, and what was measured.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::forks::{By, Forks, LONGEST_PATH};
use super::session::Session;
use super::spelling::Spelling;
use super::texts::Texts;
use crate::labs::next_token::LAB;
use crate::labs::next_token::config::{Config, Corpus, Weights};
use crate::labs::next_token::guesses::ENDING_TOKENS;
use crate::labs::next_token::protocol::{Answer, Ask, Beam, Diversity, Drawn};
use crate::lesson::{Describe, Lang};
use crate::nn::sampling::{Distribution, Settings, Tail, draw, record, repeated_tail, uniform};
use crate::train::State;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, Ui, follow, use_ui};

/// Tokens that "Write on" adds in one go; the lesson's question about loops needs as many.
pub(super) const WRITE: usize = ENDING_TOKENS;
/// Tokens asked for at a time while writing, so that the text is seen to grow and can be stopped.
const CHUNK: u32 = 4;

/// Two texts of the same length, and what they cost.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Beams {
    pub beams: Vec<Beam>,
    pub greedy: Beam,
    /// From weights that had learned something.
    pub learned: bool,
}

/// A measured diversity and the settings it belongs to.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Measured {
    pub diversity: Diversity,
    pub sampler: Settings,
    pub learned: bool,
}

/// Attention of every layer and head over some tokens.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Maps {
    pub layers: u8,
    pub heads: u8,
    pub tokens: Vec<u32>,
    pub maps: Vec<Vec<f32>>,
}

/// Milliseconds for each next token of a window.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cost {
    pub with_cache_ms: Vec<f32>,
    pub without_ms: Vec<f32>,
}

/// The weights that answer, and whether they have learned anything.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Voice {
    weights: Weights,
    learned: bool,
}

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub ui: Ui,
    pub chosen: Chosen<Config>,
    pub config: RwSignal<Config>,
    pub texts: Texts,
    pub session: Session,
    pub spelling: Memo<Spelling>,
    pub forks: RwSignal<Forks>,
    /// The token of the path that is looked at; `None`: what comes next.
    pub cursor: RwSignal<Option<usize>>,
    /// What could follow where the cursor is.
    pub next: RwSignal<Option<Distribution>>,
    pub writing: RwSignal<bool>,
    /// A reader's question of the widgets below is on its way.
    pub searching: RwSignal<bool>,
    pub measuring: RwSignal<bool>,
    pub timing: RwSignal<bool>,
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    /// Why the prompt cannot be used.
    pub prompt_problem: RwSignal<Option<AskError>>,
    pub beams: RwSignal<Option<Beams>>,
    pub measured: RwSignal<Option<Measured>>,
    pub maps: RwSignal<Option<Maps>>,
    pub cost: RwSignal<Option<Cost>>,
    /// The shipped weights are in the worker.
    pub shipped: RwSignal<bool>,
    /// The share of the shipped file that has come, while it comes.
    pub shipping: RwSignal<Option<f64>>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let config = chosen.config;
        let texts = Texts::new();
        let session = Session::new(LAB.id, config, texts);
        Lab {
            ui: use_ui(),
            chosen,
            config,
            texts,
            session,
            spelling: Memo::new(move |_| Spelling::new(session.about.get())),
            forks: RwSignal::new(Forks::new(vec![0])),
            cursor: RwSignal::new(None),
            next: RwSignal::new(None),
            writing: RwSignal::new(false),
            searching: RwSignal::new(false),
            measuring: RwSignal::new(false),
            timing: RwSignal::new(false),
            problem: RwSignal::new(None),
            prompt_problem: RwSignal::new(None),
            beams: RwSignal::new(None),
            measured: RwSignal::new(None),
            maps: RwSignal::new(None),
            cost: RwSignal::new(None),
            shipped: RwSignal::new(false),
            shipping: RwSignal::new(None),
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.ui.lang.get()
    }

    /// An error in the reader's language.
    pub(super) fn told(self, error: &AskError) -> String {
        error.describe(self.lang())
    }

    pub(super) fn change(self, change: impl FnOnce(&mut Config)) {
        self.chosen.change(change);
    }

    /// One choice as a signal of its own, so that a change elsewhere redraws nothing.
    pub(super) fn choice<T: PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&Config) -> T,
    ) -> Memo<T> {
        self.chosen.pick(read)
    }

    /// The shipped weights fit the choices as they stand.
    pub(super) fn can_ship(self) -> bool {
        let config = self.config.get();
        let plain = Config::for_corpus(config.corpus);
        let same = |a: &Config, b: &Config| {
            (a.tokenizer, a.width, a.layers, a.heads, a.context)
                == (b.tokenizer, b.width, b.layers, b.heads, b.context)
        };
        config.corpus != Corpus::Own && same(&config, &plain)
    }

    /// The weights that answer now. Shipped ones only when they are here.
    pub(super) fn weights(self) -> Weights {
        match self.config.with(|c| c.weights) {
            Weights::Shipped if !self.shipped.get() => Weights::Live,
            weights => weights,
        }
    }

    fn voice(self) -> Voice {
        let weights = self.weights();
        let learned = match weights {
            Weights::Live => self.session.has_learned(),
            Weights::Untrained => false,
            Weights::Shipped => true,
        };
        Voice { weights, learned }
    }

    /// Something has been learned by the weights that answer.
    pub(super) fn is_learned(self) -> bool {
        self.voice().learned
    }

    /// Goes up when the live weights change; about once a second while they are trained.
    fn version(self) -> u32 {
        if self.weights() != Weights::Live {
            return 0;
        }
        let running = self.session.job.state.get() == State::Running;
        self.session.run.with(|run| {
            if running {
                run.last.sample_step
            } else {
                run.last.step
            }
        })
    }

    /// The questions that are asked again by themselves.
    pub(super) fn follow_questions(self) {
        let session = self.session;
        // The distribution where the cursor is.
        follow(
            session.job,
            move || {
                let tokens = self.forks.with(|forks| match self.cursor.get() {
                    Some(at) => forks.before(at),
                    None => forks.tokens(),
                });
                let ask = Ask::Next {
                    weights: self.weights(),
                    tokens,
                    sampler: self.config.with(|c| c.sampler),
                };
                (self.can_ask() && !self.writing.get())
                    .then(|| (session.number(), self.version(), ask))
            },
            move |answer| match answer {
                Ok(Answer::Next(next)) => {
                    self.problem.set(None);
                    self.next.set(Some(next));
                }
                Ok(_) => {}
                Err(error) => {
                    self.next.set(None);
                    self.problem.set(Some(error));
                }
            },
        );
        // The prompt as tokens.
        follow(
            session.job,
            move || {
                let text = self.config.with(|c| c.prompt.clone());
                self.can_ask()
                    .then(|| (session.number(), 0, Ask::Tokenize { text }))
            },
            move |answer| match answer {
                Ok(Answer::Tokens(mut tokens)) => {
                    self.prompt_problem.set(None);
                    tokens.insert(0, self.start_token());
                    if self.forks.with_untracked(|f| f.prompt() != tokens) {
                        self.restart(tokens);
                    }
                }
                Ok(_) => {}
                Err(error) => self.prompt_problem.set(Some(error)),
            },
        );
        // Attention over the text, when it has come to rest.
        follow(
            session.job,
            move || {
                let ask = Ask::Attention {
                    weights: self.weights(),
                    tokens: self.forks.with(Forks::tokens),
                };
                let rests = !self.writing.get() && session.job.state.get() != State::Running;
                (self.can_ask() && rests).then(|| (session.number(), self.version(), ask))
            },
            move |answer| {
                if let Ok(Answer::Attention {
                    layers,
                    heads,
                    tokens,
                    maps,
                }) = answer
                {
                    self.maps.set(Some(Maps {
                        layers,
                        heads,
                        tokens,
                        maps,
                    }));
                }
            },
        );
    }

    fn start_token(self) -> u32 {
        self.session
            .about
            .with_untracked(|a| a.as_ref().map_or(0, |a| a.start_token))
    }

    /// A job is open and knows its vocabulary.
    pub(super) fn can_ask(self) -> bool {
        let number = self.session.number();
        number > 0 && self.session.about.with(|about| about.is_some())
    }

    /// Another prompt, or another vocabulary: the old texts mean nothing any more.
    fn restart(self, prompt: Vec<u32>) {
        self.writing.set(false);
        self.cursor.set(None);
        self.forks.set(Forks::new(prompt));
        self.beams.set(None);
    }

    /// All texts are dropped; the prompt stays.
    pub(super) fn clear(self) {
        let prompt = self.forks.with_untracked(|f| f.prompt().to_vec());
        self.restart(prompt);
    }

    /// What was measured of a job that is gone.
    pub(super) fn forget(self) {
        self.restart(vec![self.start_token()]);
        self.next.set(None);
        self.problem.set(None);
        self.prompt_problem.set(None);
        self.measured.set(None);
        self.maps.set(None);
        self.cost.set(None);
        self.shipped.set(false);
    }

    fn by_dice(self, position: usize, config: &Config, learned: bool) -> By {
        By::Dice {
            throw: uniform(config.sample_seed, position as u32),
            greedy: config.sampler.temperature <= 0.0 && config.sampler.repetition_penalty == 1.0,
            learned,
        }
    }

    fn has_room(self) -> bool {
        self.forks.with_untracked(Forks::len) < LONGEST_PATH
    }

    /// Rolls the dice once at the end of the text.
    pub(super) fn roll(self) {
        if !untrack(|| self.can_ask()) || self.writing.get_untracked() || !self.has_room() {
            return;
        }
        let voice = untrack(|| self.voice());
        let config = self.config.get_untracked();
        let tokens = self.forks.with_untracked(Forks::tokens);
        let position = tokens.len();
        let ask = Ask::Next {
            weights: voice.weights,
            tokens: tokens.clone(),
            sampler: config.sampler,
        };
        spawn_local(async move {
            let answer = self.session.ask(&ask).await;
            // Another token, or another prompt, was quicker.
            if self.forks.try_with_untracked(Forks::tokens) != Some(tokens) {
                return;
            }
            match answer {
                Ok(Answer::Next(distribution)) => {
                    let by = self.by_dice(position, &config, voice.learned);
                    let By::Dice { throw, .. } = by else { return };
                    let drawn = kept(&distribution, draw(&distribution, throw));
                    self.forks.update(|forks| forks.push(drawn, by));
                    self.next.set(Some(distribution));
                    self.cursor
                        .set(self.forks.with_untracked(|f| f.len().checked_sub(1)));
                }
                Ok(_) => {}
                Err(error) => self.refuse(error),
            }
        });
    }

    /// The reader chooses a token: in the place of the one that is looked at, or after the last.
    pub(super) fn pick(self, token: u32) {
        if !untrack(|| self.can_ask()) || self.writing.get_untracked() {
            return;
        }
        let at = self.cursor.get_untracked();
        let tokens = self.forks.with_untracked(|forks| match at {
            Some(at) => forks.before(at),
            None => forks.tokens(),
        });
        let ask = Ask::Next {
            weights: untrack(|| self.weights()),
            tokens: tokens.clone(),
            sampler: self.config.with_untracked(|c| c.sampler),
        };
        spawn_local(async move {
            match self.session.ask(&ask).await {
                Ok(Answer::Next(distribution)) => {
                    let drawn = kept(&distribution, token);
                    let now = self.forks.try_with_untracked(|forks| match at {
                        Some(at) => forks.before(at),
                        None => forks.tokens(),
                    });
                    // Another text stands there by now, or the page is gone.
                    if now != Some(tokens) {
                        return;
                    }
                    self.forks.update(|forks| match at {
                        Some(at) => forks.fork(at, drawn, By::Hand),
                        None => forks.push(drawn, By::Hand),
                    });
                    self.cursor.set(None);
                }
                Ok(_) => {}
                Err(error) => self.refuse(error),
            }
        });
    }

    fn refuse(self, error: AskError) {
        if error != AskError::Closed {
            self.problem.try_set(Some(error));
        }
    }

    /// Writes on until it is stopped, or `WRITE` tokens are there.
    pub(super) fn write(self) {
        if self.writing.get_untracked() {
            self.writing.set(false);
            return;
        }
        if !untrack(|| self.can_ask()) || !self.has_room() {
            return;
        }
        self.writing.set(true);
        self.cursor.set(None);
        spawn_local(async move {
            let mut left = WRITE;
            while left > 0 && self.writing.try_get_untracked() == Some(true) && self.has_room() {
                let voice = untrack(|| self.voice());
                let config = self.config.get_untracked();
                let tokens = self.forks.with_untracked(Forks::tokens);
                let start = tokens.len();
                let ask = Ask::Generate {
                    weights: voice.weights,
                    tokens: tokens.clone(),
                    count: CHUNK.min(left as u32),
                    sampler: config.sampler,
                    seed: config.sample_seed,
                };
                let answer = self.session.ask(&ask).await;
                if self.forks.try_with_untracked(Forks::tokens) != Some(tokens) {
                    break;
                }
                match answer {
                    Ok(Answer::Generated(drawn)) if !drawn.is_empty() => {
                        left = left.saturating_sub(drawn.len());
                        self.forks.update(|forks| {
                            for (i, drawn) in drawn.into_iter().enumerate() {
                                let by = self.by_dice(start + i, &config, voice.learned);
                                forks.push(drawn, by);
                            }
                        });
                    }
                    Ok(_) => break,
                    Err(error) => {
                        self.refuse(error);
                        break;
                    }
                }
                next_frame().await;
            }
            self.writing.try_set(false);
        });
    }

    /// Asks something that takes a while, and tells `busy` about it.
    pub(super) fn ask(self, busy: RwSignal<bool>, ask: Ask, hear: impl FnOnce(Answer) + 'static) {
        if busy.get_untracked() || !untrack(|| self.can_ask()) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let number = untrack(|| self.session.number());
            let answer = self.session.ask(&ask).await;
            if busy.try_set(false).is_some() || untrack(|| self.session.number()) != number {
                return;
            }
            match answer {
                Ok(answer) => {
                    self.problem.set(None);
                    hear(answer);
                }
                Err(error) => self.refuse(error),
            }
        });
    }

    /// The loop at the end of the text, if it has run into one.
    pub(super) fn tail(self) -> Option<Tail> {
        self.forks.with(|forks| repeated_tail(&forks.written()))
    }
}

/// What is kept of a token of this distribution.
fn kept(distribution: &Distribution, token: u32) -> Drawn {
    let record = record(distribution, token);
    Drawn {
        token,
        probability: record.probability,
        model_probability: record.model_probability,
        rank: record.rank,
        entropy: record.entropy,
        alternatives: record.alternatives,
    }
}

/// Until the page has been drawn.
async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        });
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
