//! The list of labs. Order = order on the home page. A lab is a folder: math, page, two lessons, tests.

#[cfg(test)]
use crate::lesson::Lesson;
use crate::lesson::{Text, text};
use crate::train::{Job, JobError};

#[cfg(test)]
mod lesson_tests;

/// Makes a job from a lab's `Setup` in postcard.
pub type MakeJob = fn(&[u8]) -> Result<Box<dyn Job>, JobError>;

/// A lab that works.
pub struct Lab {
    /// In links, in `data-lab`, and the folder's name with `-` for `_`.
    pub id: &'static str,
    /// 1 to 4.
    pub lecture: u8,
    pub title: Text,
    /// The question that the lab answers, as a student would ask it.
    pub question: Text,
    /// Makes the lab's job from its `Setup` in postcard. Not in the page: it would carry the whole numeric core for nothing.
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    pub job: Option<MakeJob>,
    /// For the tests: a page names its own lesson, whose text arrives with the lab and not with the list.
    #[cfg(test)]
    pub lesson: &'static Lesson,
    #[cfg(feature = "ui")]
    pub page: crate::ui::LazyPage,
}

/// A lab that is on the map but does not work yet.
pub struct Planned {
    pub id: &'static str,
    pub lecture: u8,
    pub title: Text,
    pub question: Text,
}

mod planned;
pub use planned::PLANNED;

macro_rules! labs {
    ($($lecture:ident: $($lab:ident),* $(,)?;)*) => {
        $($(pub mod $lab;)*)*
        /// Every lab that works.
        pub static LABS: &[&Lab] = &[$($(&$lab::LAB,)*)*];
        $(
            /// The labs of one lecture: each lecture has a worker of its own, so that nobody fetches the code of all.
            pub static $lecture: &[&Lab] = &[$(&$lab::LAB),*];
        )*
    };
}

labs! {
    LECTURE_1: next_token;
    LECTURE_2: agent_loop, tools, feedback, memory, trust, planning;
    LECTURE_3: logit_lens, neurons, steering, ffn_memory, patchscopes, relations, sae, circuits, embeddings;
    LECTURE_4: memory_limits, linear_attention, retention, cost;
}

/// The lab of this id.
pub fn find(id: &str) -> Option<&'static Lab> {
    LABS.iter().copied().find(|lab| lab.id == id)
}

/// What makes the job of a lab of this list.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub fn job(labs: &[&Lab], id: &str) -> Option<MakeJob> {
    labs.iter().find(|lab| lab.id == id).and_then(|lab| lab.job)
}

/// The four lectures, in the words of the home page.
pub static LECTURES: [Text; 4] = [
    text("Generation", "生成"),
    text("Agents", "AI agent"),
    text("Inside a model", "模型內部"),
    text("Architectures", "架構"),
];
