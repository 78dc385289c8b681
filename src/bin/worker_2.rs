//! The CPU worker of lecture 2: serves its labs' jobs to the page. Nothing else happens here.

use lecture_playground::{labs, train};

fn main() {
    train::host::serve(|id| labs::job(labs::LECTURE_2, id));
}
