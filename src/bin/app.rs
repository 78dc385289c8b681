//! The page: hands the list of labs to the shell. Nothing else happens here.

use lecture_playground::labs::{LABS, LECTURES, PLANNED};
use lecture_playground::ui::{Site, SiteLab, start};

fn main() {
    let working = LABS.iter().map(|lab| SiteLab {
        id: lab.id,
        lecture: lab.lecture,
        title: lab.title,
        question: lab.question,
        page: Some(lab.page),
        preview: None,
    });
    let planned = PLANNED.iter().map(|lab| SiteLab {
        id: lab.id,
        lecture: lab.lecture,
        title: lab.title,
        question: lab.question,
        page: None,
        preview: None,
    });
    // One list for as long as the page lives.
    let labs: &'static [SiteLab] = Box::leak(
        working
            .chain(planned)
            .collect::<Vec<_>>()
            .into_boxed_slice(),
    );
    start(
        Site {
            lectures: &LECTURES,
            labs,
        },
        || {},
    );
}
