//! What the pages of the labs with an agent share: a run and all that can be done with it, over the questions of `agent_study`.
//!
//! ```ignore
//! // `Setup`, `View` and `Report` are those of the lab's bench (see `agent_study::Bench`).
//! let job = use_job(LAB.id, move |new: Report<MyReport>| drop(report.try_set(new)));
//! let session = Session::new(job, move || Some(chosen.config.with(Setup::of)));
//! let watch = Watch::<View>::new(job);
//! session.open(); watch.open(Vec::new());          // and again for every other set-up
//! // In the view. All of it works on `watch.panel`; the lab draws `watch.world` itself.
//! {controls(watch.panel)} {tape(watch.panel)} {meter(watch.panel)} {log(watch.panel)} {branches(watch.panel)}
//! ```
//! `Panel` knows nothing of the world, so its views are compiled once for all labs.

mod branches;
mod controls;
mod edit;
mod exercise;
mod file;
mod form;
mod log;
mod meter;
mod panel;
mod pieces;
mod reader;
mod tape;
mod waiting;

pub use branches::branches;
pub use controls::controls;
pub use edit::edit;
pub use exercise::exercise;
pub use file::files;
pub use log::log;
pub use meter::meter;
pub use panel::{Panel, Speed, Watch};
pub use reader::reader;
pub use tape::{likely, plan, tape};
pub use waiting::waiting;
