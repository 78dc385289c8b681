//! Trains layers on associative recall and prints what they recall: the measured table of the lab `memory-limits`.
//!
//! `cargo run --profile native --bin recall [seeds] [steps] [task: plain, overwrite, clear] [longest] [size] [layer ids ..]`
//! A layer id may carry RetNet's constant (`retnet=0.9`) or a second layer on top (`linear+softmax`).

use std::time::Instant;

use lecture_playground::data::recall::Task;
use lecture_playground::nn::mixers::Kind;
use lecture_playground::recall::config::Config;
use lecture_playground::recall::run::RecallRun;
use lecture_playground::recall::score::Evaluation;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize, default: u32| -> u32 {
        args.get(i)
            .map_or(default, |a| a.parse().expect("a whole number"))
    };
    let task = match args.get(2).map(String::as_str) {
        None | Some("plain") => Task::Plain,
        Some("overwrite") => Task::Overwrite,
        Some("clear") => Task::Clear,
        Some(other) => panic!("no task {other}"),
    };
    let mut layers: Vec<(Kind, Option<Kind>, f32)> = vec![];
    for id in args.iter().skip(5) {
        let (id, gamma) = id.split_once('=').unwrap_or((id, "0.8"));
        let find = |id: &str| Kind::find(id).unwrap_or_else(|| panic!("no layer {id}"));
        let (first, then) = match id.split_once('+') {
            Some((first, then)) => (find(first), Some(find(then))),
            None => (find(id), None),
        };
        layers.push((first, then, gamma.parse().expect("a number")));
    }
    if layers.is_empty() {
        layers = Kind::ALL.map(|kind| (kind, None, 0.8)).to_vec();
    }
    let seeds = number(0, 3);
    println!("{task:?}, {seeds} seeds; mean +- standard deviation over seeds");
    for (kind, then, gamma) in layers {
        let start = Instant::now();
        let mut found: Vec<Evaluation> = vec![];
        let mut last = None;
        for seed in 1..=seeds {
            let config = Config {
                kind,
                then,
                task,
                gamma,
                seed,
                steps: number(1, Config::default().steps),
                longest: number(3, 32) as u8,
                size: number(4, 8) as u8,
                ..Config::default()
            };
            let mut run = RecallRun::new(config).expect("a run");
            while !run.is_done() {
                run.step();
            }
            found.push(run.evaluate());
            last = Some(run);
        }
        let run = last.expect("at least one seed");
        let seconds = start.elapsed().as_secs_f64() / seeds as f64;
        println!(
            "{}{} (gamma {gamma}): {} parameters, {} numbers of memory, {:.2e} operations, {seconds:.2} s and {:.1} MB",
            kind.id(),
            then.map_or(String::new(), |kind| format!("+{}", kind.id())),
            run.parameters(),
            run.state_numbers(run.config().longest as u32),
            run.flops() as f64,
            run.bytes() as f64 / 1e6,
        );
        let mean = |of: &dyn Fn(&Evaluation) -> f64| {
            let all: Vec<f64> = found.iter().map(of).collect();
            let mean = all.iter().sum::<f64>() / all.len() as f64;
            let square = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
            let spread = (square / (all.len().max(2) - 1) as f64).sqrt();
            format!("{mean:.3}+-{spread:.3}")
        };
        for (pairs, _) in &found[0].by_length {
            let text = mean(&|e| e.at(*pairs).unwrap_or(f64::NAN));
            print!("  T={pairs}: {text}");
        }
        println!();
        for age in [0, 8, 16, 31] {
            print!(
                "  {age} ago: {}",
                mean(&|e| e.aged(age).unwrap_or(f64::NAN))
            );
        }
        if task == Task::Clear {
            print!("  none {}", mean(&|e| e.none.share()));
            print!("  value {}", mean(&|e| e.value.share()));
            print!("  balanced {}", mean(&|e| e.balanced()));
        }
        println!();
    }
}
