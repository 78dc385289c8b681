use super::edit::Editor;
use super::fact::Fact;
use super::method::{Arm, Measure, Score, arms};
use super::score::Sheet;
use crate::data::rng::{below, stream};
use crate::world_model::recipe::STEPS;
use crate::world_model::subject::Subject;

#[test]
fn table() {
    let subject = Subject::shipped(STEPS);
    let mut editor = Editor::new(&subject);
    let mut sheet = Sheet::new(&subject.world, subject.model, &subject.params).unwrap();
    println!("watched {}", sheet.watched());
    let arms: Vec<Arm> = arms(3, 2.0, 6);
    let mut scores = vec![Score::default(); arms.len()];
    let mut rng = stream(1, "edits");
    let n: usize = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(14);
    let mut times = vec![[0.0; 2]; arms.len()];
    for person in 0..n {
        let home = subject.world.facts.home[person];
        let wanted = loop {
            let w = below(&mut rng, 28) as usize;
            if w / 2 != home / 2 { break w; }
        };
        let fact = Fact::of(&subject.world, person, wanted);
        let mut treated = None;
        for (i, arm) in arms.iter().enumerate() {
            let t = std::time::Instant::now();
            let params = match arm.control {
                None => {
                    let e = editor.edit(arm.method, fact.clone(), (*subject.params).clone()).unwrap();
                    let p = e.params.clone();
                    treated = Some(e);
                    p
                }
                Some(c) => editor.control(treated.as_ref().unwrap(), c).unwrap(),
            };
            times[i][0] += t.elapsed().as_secs_f64();
            let t = std::time::Instant::now();
            scores[i].join(&sheet.score(&subject.world, &params, &fact).unwrap());
            times[i][1] += t.elapsed().as_secs_f64();
        }
    }
    for (i, (arm, s)) in arms.iter().zip(&scores).enumerate() {
        print!("{arm:?}: ");
        for m in Measure::ALL { print!("{m:?} {:.2} ", s.of(m).share()); }
        println!(" n {} same {} t {:.3} {:.3}", s.of(Measure::Changed).of, s.of(Measure::SameCity).of, times[i][0] / n as f64, times[i][1] / n as f64);
    }
}
