//! Widget `model`: which model the lab looks at.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::bench::Bench;
use super::shelf::{Own, own, put_own};
use crate::lesson::{Text, text};
use crate::nn::model_file::MAX_BYTES;
use crate::plot::percent;
use crate::ui::{Callout, Choice, FileField, Kind, Options, Slider, say, t, use_lang, use_ui};
use crate::world_model::recipe::CHECKPOINTS;
use crate::world_model::study::ModelFile;
use crate::world_model::subject::About;
use crate::world_model::which::{CHECKPOINT, Which, Whose};

const WHOSE: Text = text("Which model", "看哪個模型");
const SHIPPED: Text = text("the shipped one", "預載的模型");
const OWN: Text = text("your own", "你自己的");
const STEP: Text = text("Moment of its training", "訓練到什麼時候");
const STEP_ABOUT: Text = text(
    "Six moments of the shipped run were saved. The further right, the more it has learned.",
    "預載的那次訓練存了六個時刻。越往右，學得越多。",
);
const OPEN: Text = text("Open a model file of this world", "開啟這個世界的模型檔");
const TOO_LARGE: Text = text(
    "This file is too large to be a model of this world.",
    "檔案太大，不會是這個世界的模型。",
);
const NO_WORLD: Text = text(
    "This file is not a model that was trained on the small world: save one in the logit lens lab, or with make models.",
    "這不是用這個小世界訓練的模型檔。請從 logit lens 實驗存一個，或用 make models 產生。",
);
const NONE_YET: Text = text(
    "There is no model of your own in this tab yet, so the shipped one is shown. Train one in the logit lens lab, or open a file.",
    "這個分頁裡還沒有你自己的模型，所以先看預載的。可以到 logit lens 實驗訓練一個，或開啟檔案。",
);
const TRAIN_ONE: Text = text(
    "Train your own in the logit lens lab",
    "到 logit lens 實驗訓練自己的模型",
);

/// The widget. `which`: the choice; `choose` sets it.
pub fn model_picker<S, R>(
    bench: Bench<S, R>,
    which: impl Into<Signal<Which>>,
    choose: impl Fn(Which) + Copy + Send + Sync + 'static,
) -> AnyView
where
    S: Serialize + PartialEq + Clone + Send + Sync + 'static,
    R: DeserializeOwned + Clone + Send + Sync + 'static,
{
    picker(
        bench.coming,
        bench.missing,
        which,
        Callback::new(choose),
        false,
    )
}

/// As `model_picker`, for a lab without a bench. `trains`: it is the one where models are trained.
pub fn picker(
    coming: RwSignal<Option<f64>>,
    missing: Signal<bool>,
    which: impl Into<Signal<Which>>,
    choose: Callback<Which>,
    trains: bool,
) -> AnyView {
    let which: Signal<Which> = which.into();
    let ui = use_ui();
    let lang = use_lang();
    let value = move || {
        String::from(if which.get().whose == Whose::Own {
            "own"
        } else {
            "shipped"
        })
    };
    let change = move |value: String| {
        let whose = if value == "own" {
            Whose::Own
        } else {
            Whose::Shipped
        };
        choose.run(Which {
            whose,
            ..which.get_untracked()
        });
    };
    let reading = Signal::derive(move || {
        let step = which.get().step();
        say(
            lang.get(),
            || format!("step {step}"),
            || format!("第 {step} 步"),
        )
    });
    let blocked = Signal::derive(move || {
        let own = own().filter(|_| which.get().whose == Whose::Own)?;
        Some(own_words(own.about, lang.get()))
    });
    let facts = move || {
        let lang = lang.get();
        if let Some(share) = coming.get() {
            let share = percent(share, 0);
            return say(
                lang,
                || format!("The model is on its way: {share}"),
                || format!("模型下載中：{share}"),
            );
        }
        own().map_or_else(String::new, |own| own_words(own.about, lang))
    };
    let open = move |bytes: Vec<u8>| match About::of_file(&bytes) {
        Some(about) => {
            put_own(Some(Own {
                file: ModelFile(bytes.into()),
                about,
            }));
            choose.run(Which {
                whose: Whose::Own,
                ..which.get_untracked()
            });
        }
        None => ui.notices.push(Kind::Warning, NO_WORLD),
    };
    let none_yet = move || {
        missing.get().then(|| {
            view! { <Callout kind=Kind::Note><p data-value="no-own-model">{t(NONE_YET)}</p></Callout> }
        })
    };
    view! {
        <Options control="whose" name=WHOSE choices=Signal::stored(vec![Choice::new("shipped", SHIPPED), Choice::new("own", OWN)])
            value=Signal::derive(value) on_change=change />
        <Slider control="checkpoint" name=STEP about=STEP_ABOUT limits=CHECKPOINT.into() value=Memo::new(move |_| f64::from(which.get().checkpoint)) reading blocked
            on_change=move |value: f64| choose.run(Which { checkpoint: (value as usize).min(CHECKPOINTS.len() - 1) as u8, ..which.get_untracked() }) />
        {none_yet}
        <p class="lab-facts" role="status" data-value="model-facts">{facts}</p>
        <FileField control="model-file" name=OPEN accept=".safetensors" most=MAX_BYTES too_large=TOO_LARGE on_bytes=open />
        {(!trains).then(|| view! { <p class="control-about"><a href="#/lab/logit-lens">{t(TRAIN_ONE)}</a></p> })}
    }
    .into_any()
}

fn own_words(about: About, lang: crate::lesson::Lang) -> String {
    let About { seed, step } = about;
    say(
        lang,
        || format!("Your own model: world {seed}, step {step}. It stays until this tab is closed."),
        || format!("你自己的模型：第 {seed} 號世界，第 {step} 步。關閉這個分頁前都留著。"),
    )
}
