//! The shell, the router, the widgets, the page's end of the worker. Imports `wire`, `lesson`, `plot` and the words of a job
//! (`train::{State, Control}`); never a lab by name.
//!
//! # How a lab's page is mounted
//! `labs::Lab.page` is a `fn() -> AnyView`. The shell puts it into `<article data-lab="<id>">`, under the lab's `<h1>`, when the
//! reader comes to `#/lab/<id>`, and drops it when they leave (`on_cleanup` stops the job). A change of language, theme or of the
//! query in the address never mounts it again: read `use_ui().lang` where a text is shown, `use_ui().route` (a `wire::link::Route`) where a link matters.
//!
//! What a page may ask for: [`use_ui`] (language, theme, notices, route), and the contexts that `bin/app.rs` provides.
//!
//! # Texts
//! `t(TEXT)` in a view follows the language. Component props take [`Words`]: a `Text` constant, or a `Signal<String>` that is
//! computed from data in the reader's language.
//!
//! # Components
//! | what | where |
//! |---|---|
//! | a number by dragging or typing; a seed | [`Slider`], [`NumberField`] with [`Limits`] |
//! | one of several; on or off; tabs; a button | [`Select`], [`Options`], [`Toggle`], [`Tabs`], [`Button`] |
//! | a file from the reader, and one to them | [`FileField`], [`save_bytes`] |
//! | text from the reader, counted and cut before it reaches the DOM | [`TextArea`], [`PasteBox`] |
//! | a distribution, before and after | [`BarList`] with [`Bar`] |
//! | tokens, coloured and patterned | [`TokenTape`] with [`TapeToken`] |
//! | a live line chart | [`LineFigure`] with `plot::LineChart` |
//! | a heat map | [`HeatFigure`] with `plot::HeatMap` |
//! | counts with their 95 % intervals, treatment and controls | [`CountFigure`] with [`Count`](crate::plot::Count) |
//! | a drawing of your own, as a `plot::Scene` | [`SceneFigure`] |
//! | any other figure: title, summary, table, export, full screen | [`Figure`] with [`Twin`] |
//! | a job: buttons, state, progress, step, fingerprint | [`RunPanel`] with [`Progress`] |
//! | the worker: open a job, steer it, ask it | [`use_job`] gives a [`JobHandle`]; its messages: [`JobNotice`] |
//! | one update per animation frame | [`EachFrame`] |
//! | a live value in running text | [`LiveNumber`] with [`Format`] |
//! | a message inside a lab; a message of the site | [`Callout`]; `use_ui().notices.push(..)`, `.announce(..)` |
//! | guess first | [`Predict`], [`kept_guess`] |
//! | a lesson with widgets beside its text | [`LessonView`] with [`Parts`] |
//! | the choices of a lab, in link and address | [`use_choices`] gives [`Chosen`]; [`LabTools`] |
//! | a run that belongs to a set-up | [`Session`], [`MovedOn`] |
//! | a question that follows the controls | [`follow`] |
//! | the guess cards of a lab | [`Cards`] |
//! | words computed in both languages | [`say`], [`listed`] |
//!
//! Layout of a page without `LessonView`: `<div class="beat has-figure"><div class="beat-text">..</div><div class="beat-figure">..</div></div>`;
//! `<div class="controls">` lays controls out in columns.

// `#[component]` writes a second `pub` item for each component, which never leaves its private module.
#![allow(unreachable_pub)]

mod bar_list;
mod cards;
mod choice;
mod choices;
mod context;
mod copy_link;
mod count_figure;
mod crash;
mod dom;
mod embed;
mod fetch;
mod figure;
mod file_field;
mod follow;
mod frame;
mod gallery;
mod heat_figure;
mod heat_layout;
mod home;
mod lazy;
mod lesson_view;
mod line_figure;
mod live_number;
mod notice;
mod painter;
mod predict;
mod router;
mod run_panel;
mod scene_figure;
mod session;
mod shell;
mod site;
mod slider;
mod storage;
mod text_area;
mod theme;
mod timer;
mod token_tape;
mod visible;
mod words;
mod worker;

pub use crate::wire::link::{Place, Query, Route};
pub use bar_list::{Bar, BarList};
pub use cards::Cards;
pub use choice::{Button, ButtonKind, Choice, Options, Select, Tabs, Toggle};
pub use choices::{Chosen, LabTools, use_choices};
pub use context::{Ui, Words, into, live, t, use_lang, use_ui};
pub use copy_link::CopyLink;
pub use count_figure::CountFigure;
pub use dom::{
    effect, next_id, parse_number, reduced_motion, save_blob, save_text, use_size, value_of,
};
pub use fetch::{NotFetched, fetch, fetch_model};
pub use figure::{Figure, TableView, Twin};
pub use file_field::{FileField, save_bytes};
pub use follow::{Question, follow};
pub use frame::EachFrame;
pub use heat_figure::{HeatFigure, HeatKey, HeatPlot};
pub use lazy::{LazyPage, NotLoaded};
pub use lesson_view::{Card, LessonView, Live, Parts};
pub use line_figure::{LineFigure, LinePlot};
pub use live_number::{Format, LiveNumber, seconds};
pub use notice::{Callout, Kind, Notices};
pub use painter::{Painter, to_canvas};
pub use predict::{Ask, Predict, Prediction, kept_guess};
pub use router::{address, replace_query};
pub use run_panel::{Progress, RunNames, RunPanel, state_words};
pub use scene_figure::SceneFigure;
pub use session::{MovedOn, Session};
pub use shell::start;
pub use site::{Site, SiteLab};
pub use slider::{Limits, NumberField, Slider, Spacing};
pub use storage::{get as stored, set as store};
pub use text_area::{PasteBox, TextArea, fitting};
pub use theme::Theme;
pub use timer::Timer;
pub use token_tape::{TapeToken, TokenTape};
pub use visible::{harmless, visible, visible_bytes};
pub use words::{kept, listed, say};
pub use worker::{Asked, JobHandle, JobNotice, Notice, now_ms, use_job};
