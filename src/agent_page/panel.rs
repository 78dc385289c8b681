//! The state of a run on the page, and what keeps it going.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::agent::{Entry, Progress, Token};
use crate::agent_study::{Advanced, Answer, Ask, Breakpoints, Checked, Compared, Question, Shown};
use crate::train::trouble::AskError;
use crate::ui::JobHandle;

/// How fast a run goes by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Speed {
    /// A token at a time, slow enough to read.
    Token,
    /// With a pause after every step.
    #[default]
    Step,
    /// As fast as it can.
    Full,
}

impl Speed {
    pub const ALL: [Speed; 3] = [Speed::Token, Speed::Step, Speed::Full];

    pub const fn name(self) -> &'static str {
        match self {
            Speed::Token => "token",
            Speed::Step => "step",
            Speed::Full => "full",
        }
    }

    /// Tokens of one question: a pass of a trained brain takes some milliseconds.
    const fn tokens(self) -> u32 {
        match self {
            Speed::Token => 1,
            Speed::Step | Speed::Full => 64,
        }
    }

    /// Milliseconds between two questions; `step`: the last one ended a step.
    const fn rest(self, step: bool) -> u64 {
        match (self, step) {
            (Speed::Token, _) => 50,
            (Speed::Step, true) => 400,
            (Speed::Step | Speed::Full, _) => 0,
        }
    }
}

/// Whether the run goes by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Going {
    #[default]
    No,
    /// To the end of the step.
    Step,
    On,
}

/// A run on the page, the world left out. Copy: signals only.
#[derive(Clone, Copy)]
pub struct Panel {
    /// As of the last look; None: nothing has been opened.
    pub shown: RwSignal<Option<Arc<Shown<()>>>>,
    /// What the brain has written since then.
    pub pending: RwSignal<Vec<Token>>,
    /// What the last token was drawn from.
    pub likely: RwSignal<Vec<(Token, f32)>>,
    pub speed: RwSignal<Speed>,
    pub breakpoints: RwSignal<Breakpoints>,
    /// The entry at which a breakpoint stopped the run.
    pub halted: RwSignal<Option<Entry>>,
    pub compared: RwSignal<Option<([usize; 2], Compared)>>,
    /// The call that was checked, and what came out.
    pub checked: RwSignal<Option<(String, String, Checked)>>,
    /// A question that was refused.
    pub trouble: RwSignal<Option<AskError>>,
    pub(super) going: RwSignal<Going>,
    /// The tape's box, for the meter to scroll.
    pub(super) holder: NodeRef<leptos::html::Div>,
    send: Callback<Question>,
}

/// A run on the page with its world. `W`: what the lab's bench shows of it.
pub struct Watch<W: Send + Sync + 'static> {
    pub panel: Panel,
    pub world: RwSignal<Option<Arc<W>>>,
}

impl<W: Send + Sync + 'static> Clone for Watch<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W: Send + Sync + 'static> Copy for Watch<W> {}

impl<W: DeserializeOwned + Send + Sync + 'static> Watch<W> {
    pub fn new(job: JobHandle) -> Watch<W> {
        let world = RwSignal::new(None);
        // The sender needs the panel that it is a part of.
        let own = StoredValue::new(None::<Panel>);
        let send = Callback::new(move |question: Question| {
            let Some(panel) = own.get_value() else { return };
            spawn_local(async move {
                let ask = Ask::<()>::Run(question.clone());
                let answer = job.ask::<Answer<W, ()>>(&ask).await;
                // The page may be gone meanwhile.
                if panel.shown.try_get_untracked().is_none() {
                    return;
                }
                match answer {
                    Ok(Answer::Shown(shown)) => {
                        let (seen, bare) = apart(*shown);
                        world.set(Some(Arc::new(seen)));
                        panel.show(bare);
                    }
                    Ok(Answer::Lab(())) => {}
                    Ok(other) => panel.hear(question, bare_answer(other)),
                    Err(error) => panel.fail(error),
                }
            });
        });
        let panel = Panel::new(send);
        own.set_value(Some(panel));
        Watch { panel, world }
    }

    /// A job was opened: forgets the last run, and does these things in the new one.
    pub fn open(self, record: Vec<Question>) {
        self.panel.forget();
        self.world.set(None);
        self.panel.send.run(if record.is_empty() {
            Question::Look
        } else {
            Question::Play { record }
        });
    }
}

fn apart<W>(shown: Shown<W>) -> (W, Shown<()>) {
    let Shown {
        progress,
        tape,
        origin,
        talk,
        entries,
        plan,
        counts,
        window,
        world,
        world_hash,
        path,
        branches,
        tools,
        badge,
        likely,
        differ,
    } = shown;
    let bare = Shown {
        progress,
        tape,
        origin,
        talk,
        entries,
        plan,
        counts,
        window,
        world: (),
        world_hash,
        path,
        branches,
        tools,
        badge,
        likely,
        differ,
    };
    (world, bare)
}

/// The answers that hold no world.
enum Bare {
    Advanced(Advanced),
    Compared(Compared),
    Checked(Checked),
    File(String),
    Other,
}

fn bare_answer<W>(answer: Answer<W, ()>) -> Bare {
    match answer {
        Answer::Advanced(advanced) => Bare::Advanced(advanced),
        Answer::Compared(compared) => Bare::Compared(compared),
        Answer::Checked(checked) => Bare::Checked(checked),
        Answer::File(file) => Bare::File(file),
        _ => Bare::Other,
    }
}

impl Panel {
    fn new(send: Callback<Question>) -> Panel {
        Panel {
            shown: RwSignal::new(None),
            pending: RwSignal::new(Vec::new()),
            likely: RwSignal::new(Vec::new()),
            speed: RwSignal::new(Speed::default()),
            breakpoints: RwSignal::new(Breakpoints::default()),
            halted: RwSignal::new(None),
            compared: RwSignal::new(None),
            checked: RwSignal::new(None),
            trouble: RwSignal::new(None),
            going: RwSignal::new(Going::No),
            holder: NodeRef::new(),
            send,
        }
    }

    /// What `read` finds in the run; None where nothing has been opened.
    pub fn with<T>(self, read: impl FnOnce(&Shown<()>) -> T) -> Option<T> {
        self.shown.with(|shown| shown.as_deref().map(read))
    }

    /// Fingerprint of all that has happened.
    pub fn log_hash(self) -> Option<u64> {
        self.with(|shown| shown.entries.last().map(|entry| entry.hash))?
    }

    /// Asks, and stops what goes by itself.
    pub fn ask(self, question: Question) {
        self.going.set(Going::No);
        self.halted.set(None);
        self.trouble.set(None);
        self.send.run(question);
    }

    pub fn is_going(self) -> bool {
        self.going.get() != Going::No
    }

    /// Why no token can be written now: None where one can.
    pub fn rests(self) -> bool {
        self.with(|shown| matches!(shown.progress, Progress::Waiting(_) | Progress::Stopped(_)))
            .unwrap_or(true)
    }

    pub(super) fn start(self, going: Going) {
        let stood = self.going.get_untracked() == Going::No;
        self.halted.set(None);
        self.trouble.set(None);
        self.going.set(going);
        if stood {
            self.advance();
        }
    }

    pub(super) fn token(self) {
        self.ask(Question::Advance { tokens: 1 });
    }

    fn advance(self) {
        if let Some(speed) = self.speed.try_get_untracked() {
            let tokens = speed.tokens();
            self.send.run(Question::Advance { tokens });
        }
    }

    fn go_on(self, step: bool) {
        if self.going.get_untracked() == Going::No {
            return;
        }
        let rest = Duration::from_millis(self.speed.get_untracked().rest(step));
        let next = move || {
            if self
                .going
                .try_get_untracked()
                .is_some_and(|going| going != Going::No)
            {
                self.advance();
            }
        };
        if rest.is_zero() {
            next();
        } else {
            set_timeout(next, rest);
        }
    }

    fn show(self, shown: Shown<()>) {
        self.likely.set(shown.likely.clone());
        self.shown.set(Some(Arc::new(shown)));
        self.pending.update(Vec::clear);
        self.go_on(true);
    }

    fn hear(self, question: Question, answer: Bare) {
        match (answer, question) {
            (Bare::Advanced(advanced), _) => self.advanced(advanced),
            (Bare::Compared(compared), Question::Compare { steps }) => {
                self.compared.set(Some((steps, compared)));
            }
            (Bare::Checked(checked), Question::Check { tool, arguments }) => {
                self.checked.set(Some((tool, arguments, checked)));
            }
            (Bare::File(file), _) => crate::ui::save_bytes("run.json", file.as_bytes()),
            _ => {}
        }
    }

    fn advanced(self, advanced: Advanced) {
        let hit = self
            .breakpoints
            .with_untracked(|b| b.hit(&advanced.news).cloned());
        let rests = matches!(
            advanced.progress,
            Progress::Waiting(_) | Progress::Stopped(_)
        );
        let step = rests || !advanced.news.is_empty();
        let going = self.going.get_untracked();
        if rests || hit.is_some() || (step && going == Going::Step) {
            self.going.set(Going::No);
        }
        if hit.is_some() {
            self.halted.set(hit);
        }
        self.pending
            .update(|pending| pending.extend(&advanced.written));
        self.likely.set(advanced.likely);
        if step {
            self.send.run(Question::Look);
        } else {
            self.go_on(false);
        }
    }

    fn fail(self, error: AskError) {
        self.going.set(Going::No);
        if error != AskError::Closed {
            self.trouble.set(Some(error));
        }
    }

    fn forget(self) {
        self.going.set(Going::No);
        self.shown.set(None);
        self.pending.update(Vec::clear);
        self.likely.update(Vec::clear);
        self.halted.set(None);
        self.compared.set(None);
        self.checked.set(None);
        self.trouble.set(None);
    }
}
