//! The CPU worker: serves the labs' jobs to the page. Nothing else happens here.

use lecture_playground::{labs, train};

fn main() {
    train::host::serve(|id| labs::find(id).and_then(|lab| lab.job));
}
