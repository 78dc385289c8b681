//! What the widgets share: the choices, the job, and what it has answered.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::neurons::LAB;
use crate::labs::neurons::config::Config;
use crate::labs::neurons::lost::{Losses, Measured, Place, Value};
use crate::labs::neurons::protocol::{About, Answer, Ask, Report, Setup, View};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, say, use_choices, use_lang};
use crate::world_page::Bench;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    /// The neuron along the prompt.
    pub view: RwSignal<Option<View>>,
    /// Why the prompt could not be read.
    pub problem: RwSignal<Option<AskError>>,
    /// The neuron on the documents, of which open job.
    pub about: RwSignal<Option<(u32, About)>>,
    /// The token of the prompt that is looked at; `None`: the last one.
    pub token: RwSignal<Option<usize>>,
    pub losses: RwSignal<Losses>,
    /// The reader has asked for the knock-out; from then on it follows the chosen neuron.
    pub knocking: RwSignal<bool>,
    /// Random other neurons are measured as well.
    pub beside: RwSignal<bool>,
    /// To what the neuron is set in the picture.
    pub value: RwSignal<Value>,
    pub words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let bench = Bench::new(LAB.id, chosen.pick(|c| c.which), move || Setup {
            seed: chosen.config.with(|c| c.seed),
        });
        let lab = Lab {
            chosen,
            bench,
            view: RwSignal::new(None),
            problem: RwSignal::new(None),
            about: RwSignal::new(None),
            token: RwSignal::new(None),
            losses: RwSignal::new(Losses::default()),
            knocking: RwSignal::new(false),
            beside: RwSignal::new(true),
            value: RwSignal::new(Value::default()),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        lab.look();
        lab.learn();
        lab.knock_out();
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// The chosen neuron in the open job. The seed is the open job's, since that drew the documents.
    pub(super) fn place(self) -> Place {
        let (layer, neuron) = self.chosen.config.with(Config::chosen);
        Place {
            job: self.bench.session.number.get(),
            layer,
            neuron,
            seed: self
                .bench
                .session
                .opened()
                .map_or(0, |setup| setup.lab.seed),
        }
    }

    /// What is known of the chosen neuron in the open job.
    pub(super) fn known<T>(self, read: impl FnOnce(&About) -> Option<T>) -> Option<T> {
        let place = self.place();
        self.about.with(|about| {
            let (job, about) = about.as_ref()?;
            let fits = (*job, about.layer, about.neuron) == (place.job, place.layer, place.neuron);
            fits.then(|| read(about)).flatten()
        })
    }

    /// What is measured of the chosen neuron and its controls.
    pub(super) fn measured<T>(self, read: impl FnOnce(&[Measured]) -> Option<T>) -> Option<T> {
        let place = self.place();
        self.losses.with(|losses| losses.of(place).and_then(read))
    }

    /// "layer 5, neuron 91".
    pub(super) fn name(self, layer: u32, neuron: u32) -> String {
        let layer = layer + 1;
        say(
            self.lang(),
            || format!("layer {layer}, neuron {neuron}"),
            || format!("第 {layer} 層，神經元 {neuron}"),
        )
    }

    pub(super) fn choose(self, layer: u32, neuron: u32) {
        self.chosen
            .change(|c| (c.layer, c.neuron) = (layer as u8 + 1, neuron as u16));
    }

    fn look(self) {
        let question = move || {
            let (layer, neuron) = self.chosen.config.with(Config::chosen);
            let prompt = self.chosen.config.with(|c| c.prompt.clone());
            Some(Ask::Look {
                prompt,
                layer,
                neuron,
            })
        };
        self.bench.follow(question, move |answer| match answer {
            Ok(Answer::View(view)) => {
                // A token of another text is not the one that was meant.
                let old = self
                    .view
                    .with_untracked(|v| v.as_ref().map(|v| v.tokens.len()));
                if old != Some(view.tokens.len()) {
                    self.token.set(None);
                }
                self.problem.set(None);
                self.view.set(Some(view));
            }
            Ok(_) => {}
            Err(error) => self.problem.set(Some(error)),
        });
    }

    fn learn(self) {
        let question = move || {
            // The prompt comes first: it is quick.
            let seen = self.view.with(Option::is_some) || self.problem.with(Option::is_some);
            let (layer, neuron) = self.chosen.config.with(Config::chosen);
            seen.then_some(Ask::About { layer, neuron })
        };
        self.bench.follow(question, move |answer| {
            if let Ok(Answer::About(about)) = answer {
                self.about
                    .set(Some((self.bench.session.number.get_untracked(), about)));
            }
        });
    }

    /// Asks part after part for as long as something is missing.
    fn knock_out(self) {
        let next = move || {
            let place = self.place();
            let known = self.known(|_| Some(())).is_some();
            let wanted = self.knocking.get() && known;
            let next = self
                .losses
                .with(|losses| losses.next(place, self.beside.get()))?;
            wanted.then_some((place, next))
        };
        let question = move || {
            let (place, (neuron, part)) = next()?;
            Some(Ask::KnockOut {
                layer: place.layer,
                neuron,
                part,
            })
        };
        self.bench.follow(question, move |answer| {
            if let (Ok(Answer::Lost(lost)), Some((place, asked))) = (answer, untrack(next)) {
                self.losses
                    .update(|losses| losses.take(place, asked, &lost));
            }
        });
    }
}
