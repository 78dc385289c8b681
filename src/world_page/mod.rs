//! What the pages of the labs on the world model share: which model is looked at, how it gets to the job, and the prompt.
//!
//! ```ignore
//! // In the lab's state. `Config` has a field `which: Which`; `Setup` is the lab's own part of the set-up (see `world_model::study`).
//! let bench = Bench::new(LAB.id, chosen.pick(|c| c.which), move || chosen.config.with(Setup::of));
//! bench.follow(move || Some(Ask::Look { .. }), move |answer| match answer { Ok(Answer::Look(view)) => .., Err(e) => problem.set(Some(e)) });
//! // In the view.
//! <JobNotice job=bench.session.job />
//! model_picker(bench, chosen.pick(|c| c.which), move |which| chosen.change(|c| c.which = which))
//! <RunPanel job="sweep" state=bench.session.job.state progress=bench.progress() on_control=move |c| bench.session.control(c) .. />
//! <MovedOn session=bench.session touched=bench.touched() />
//! ```
//! A job is opened as soon as the model is there, and anew with every other model; a lab's set-up that changes after units were done
//! makes the session stale instead (`MovedOn`), and before that opens the job anew too.
//!
//! The reader's own model: trained in the lab `logit-lens` or opened from a file, it lies on a shelf for as long as the tab lives.

// `#[component]` writes a second `pub` item for each component, which never leaves its private module.
#![allow(unreachable_pub)]

mod bench;
mod picker;
mod prompt;
mod shelf;

pub use bench::Bench;
pub use picker::{model_picker, picker};
pub use prompt::{prompt_field, words_field};
pub use shelf::{Own, own, put_own, shipped, shipped_file};
