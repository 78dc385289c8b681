//! Trains models of the world natively and prints what they know. `cargo run --profile native --bin world [seeds] [steps]`

use std::time::Instant;

use lecture_playground::data::world::Topic;
use lecture_playground::world_model::exam::Examiner;
use lecture_playground::world_model::recipe::STEPS;
use lecture_playground::world_model::run::WorldRun;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments
            .next()
            .and_then(|a| a.parse().ok())
            .unwrap_or(default)
    };
    let (seeds, steps) = (number(1), number(STEPS.into()) as u32);
    for seed in 1..=seeds {
        let mut run = WorldRun::new(seed, steps);
        let start = Instant::now();
        let mut recent = Vec::new();
        while !run.is_done() {
            let loss = run.step().expect("a step").loss;
            recent.push(loss);
            let step = run.steps_taken();
            if step.is_multiple_of(150) || run.is_done() {
                let last = &recent[recent.len().saturating_sub(100)..];
                let mean = last.iter().sum::<f64>() / last.len() as f64;
                println!(
                    "seed {seed} step {step}: loss {mean:.3} (mean of the last {}), {:.0} s",
                    last.len(),
                    start.elapsed().as_secs_f64()
                );
            }
        }
        println!(
            "{} parameters, {:.2} GFLOP a step",
            run.params().count(),
            run.step_flops() as f64 / 1e9
        );
        let mut examiner = Examiner::new(run.model(), run.params());
        let mut topics = [Topic::FACTS.to_vec(), Topic::TWO_HOP.to_vec()].concat();
        for a in 0..3 {
            topics.extend([Topic::Colour(a), Topic::Category(a), Topic::Request(a)]);
            topics.extend((0..3).filter(|b| *b != a).map(|b| Topic::Translation(a, b)));
        }
        for topic in topics {
            let [told, held] = examiner
                .tally(&run.world, &run.world.questions(topic))
                .expect("an exam");
            let held = if held.of > 0 {
                format!("  held out {:.3} of {}", held.share(), held.of)
            } else {
                String::new()
            };
            println!("  {topic:?}: {:.3} of {}{held}", told.share(), told.of);
        }
    }
}
