//! Trains the shipped checkpoints on the host, from a seed: `make models`. `--smoke` takes a few steps and compares the
//! loss with the committed figure, so that the way to the shipped files is tested each time.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use lecture_playground::labs::next_token::NextToken;
use lecture_playground::labs::next_token::config::Weights;
use lecture_playground::labs::next_token::protocol::{Answer, Ask, Report, Setup};
use lecture_playground::labs::next_token::recipes::{
    RECIPES, Recipe, SMOKE_STEPS, SMOKE_TOLERANCE,
};
use lecture_playground::train::{Job, Slice};
use lecture_playground::wire::{pack, unpack};

fn main() -> ExitCode {
    let smoke = std::env::args().any(|a| a == "--smoke");
    // Names of models to make; all of them where none is given.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let mut bad = false;
    let mut make = |name: &str, try_out: &dyn Fn() -> Outcome, train: &dyn Fn() -> Outcome| {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            return;
        }
        match if smoke { try_out() } else { train() } {
            Ok(line) => println!("{name}: {line}"),
            Err(why) => {
                bad = true;
                eprintln!("{name}: {why}");
            }
        }
    };
    make("world", &world::try_out, &world::train);
    make("agent", &agent::try_out, &agent::train);
    make("trilingual", &trilingual::try_out, &trilingual::train);
    for recipe in RECIPES {
        make(recipe.name, &|| try_out(recipe), &|| train(recipe));
    }
    if bad {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// A line about what was made, or why not.
type Outcome = Result<String, String>;

/// The model of lecture 3, with its checkpoints.
mod world {
    use super::{Instant, Path};
    use lecture_playground::world_model::recipe::{
        CHECKPOINTS, SMOKE_LOSS, SMOKE_STEPS, SMOKE_TOLERANCE, file_name,
    };
    use lecture_playground::world_model::run::WorldRun;

    pub(super) fn try_out() -> Result<String, String> {
        let mut run = WorldRun::shipped();
        let mut loss = f64::NAN;
        for _ in 0..SMOKE_STEPS {
            loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
        }
        super::near(loss, SMOKE_LOSS, SMOKE_TOLERANCE, SMOKE_STEPS)?;
        Ok(format!("loss {loss:.5} at step {SMOKE_STEPS}"))
    }

    pub(super) fn train() -> Result<String, String> {
        let mut run = WorldRun::shipped();
        let start = Instant::now();
        let mut bytes = 0;
        while !run.is_done() {
            let loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
            let step = run.steps_taken();
            if CHECKPOINTS.contains(&step) {
                let file = run.file();
                bytes += file.len();
                let path = Path::new("static/models").join(file_name(step));
                std::fs::write(&path, file).map_err(|e| e.to_string())?;
                println!(
                    "world step {step}: loss {loss:.3}, {:.0} s",
                    start.elapsed().as_secs_f64()
                );
            }
        }
        Ok(format!(
            "{bytes} bytes in {} files; {:.0} s",
            CHECKPOINTS.len(),
            start.elapsed().as_secs_f64()
        ))
    }
}

/// The tiny brain of lecture 2: its checkpoints, then its variants.
mod agent {
    use super::{Instant, Path};
    use lecture_playground::brains::tiny::recipe::{
        CHECKPOINTS, OTHERS, SEED, SMOKE_LOSS, SMOKE_STEPS, SMOKE_TOLERANCE, STEPS, file_name,
    };
    use lecture_playground::brains::tiny::run::AgentRun;

    pub(super) fn try_out() -> Result<String, String> {
        let mut run = AgentRun::shipped();
        let mut loss = f64::NAN;
        for _ in 0..SMOKE_STEPS {
            loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
        }
        super::near(loss, SMOKE_LOSS, SMOKE_TOLERANCE, SMOKE_STEPS)?;
        Ok(format!("loss {loss:.6} at step {SMOKE_STEPS}"))
    }

    pub(super) fn train() -> Result<String, String> {
        let start = Instant::now();
        let mut bytes = save(&AgentRun::shipped(), &file_name(0))?;
        let mut run = AgentRun::shipped();
        while !run.is_done() {
            let loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
            let step = run.steps_taken();
            if CHECKPOINTS.contains(&step) {
                bytes += save(&run, &file_name(step))?;
                println!("agent step {step}: loss {loss:.3}");
            }
        }
        for (variant, name) in OTHERS {
            let mut run = AgentRun::new(variant, SEED, STEPS);
            let mut loss = f64::NAN;
            while !run.is_done() {
                loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
            }
            bytes += save(&run, name)?;
            println!("{name}: loss {loss:.3}");
        }
        Ok(format!(
            "{bytes} bytes; {:.0} s",
            start.elapsed().as_secs_f64()
        ))
    }

    fn save(run: &AgentRun, name: &str) -> Result<usize, String> {
        let file = run.file();
        let path = Path::new("static/models").join(name);
        std::fs::write(&path, &file).map_err(|e| e.to_string())?;
        Ok(file.len())
    }
}

/// The pairs of models that differ in their mix of languages.
mod trilingual {
    use super::{Instant, Path};
    use lecture_playground::data::trilingual::Mix;
    use lecture_playground::world_model::recipe::SMOKE_TOLERANCE;
    use lecture_playground::world_model::thinking::{
        SEEDS, SMOKE_LOSS, SMOKE_STEPS, file_name, run,
    };

    pub(super) fn try_out() -> Result<String, String> {
        let mut said = Vec::new();
        for (mix, on_record) in Mix::ALL.into_iter().zip(SMOKE_LOSS) {
            let mut run = run(SEEDS[0], mix);
            let mut loss = f64::NAN;
            for _ in 0..SMOKE_STEPS {
                loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
            }
            super::near(loss, on_record, SMOKE_TOLERANCE, SMOKE_STEPS)?;
            said.push(format!("{} {loss:.5}", mix.name()));
        }
        Ok(format!("loss at step {SMOKE_STEPS}: {}", said.join(", ")))
    }

    pub(super) fn train() -> Result<String, String> {
        let start = Instant::now();
        let mut bytes = 0;
        for seed in SEEDS {
            for mix in Mix::ALL {
                let mut run = run(seed, mix);
                let mut loss = f64::NAN;
                while !run.is_done() {
                    loss = run.step().map_err(|e| format!("{e:?}"))?.loss;
                }
                let file = run.file();
                bytes += file.len();
                let path = Path::new("static/models").join(file_name(seed, mix));
                std::fs::write(&path, file).map_err(|e| e.to_string())?;
                println!(
                    "{} seed {seed}: loss {loss:.3}, {:.0} s",
                    mix.name(),
                    start.elapsed().as_secs_f64()
                );
            }
        }
        Ok(format!(
            "{bytes} bytes; {:.0} s",
            start.elapsed().as_secs_f64()
        ))
    }
}

/// Holds a loss to the one on record.
fn near(loss: f64, on_record: f64, tolerance: f64, step: u32) -> Result<(), String> {
    if (loss - on_record).abs() <= tolerance {
        Ok(())
    } else {
        Err(format!(
            "loss {loss:.5} at step {step}, but {on_record:.5} is on record"
        ))
    }
}

fn open(recipe: &Recipe) -> Result<NextToken, String> {
    let text = std::fs::read(recipe.text).map_err(|e| format!("{}: {e}", recipe.text))?;
    NextToken::new(&Setup {
        config: recipe.config(),
        text,
        shipped: None,
    })
    .map_err(|e| format!("{e:?}"))
}

fn report(job: &mut NextToken) -> Report {
    unpack(&job.report()).expect("the job's own report")
}

fn try_out(recipe: &Recipe) -> Result<String, String> {
    let mut job = open(recipe)?;
    for _ in 0..SMOKE_STEPS {
        job.step_once();
    }
    let loss = report(&mut job).last_training.expect("steps were taken");
    if (loss - recipe.smoke_loss).abs() <= SMOKE_TOLERANCE {
        Ok(format!("loss {loss:.5} at step {SMOKE_STEPS}"))
    } else {
        Err(format!(
            "loss {loss:.5} at step {SMOKE_STEPS}, but {:.5} is on record",
            recipe.smoke_loss
        ))
    }
}

/// Trains to the end and keeps the weights of the lowest validation loss.
fn train(recipe: &Recipe) -> Result<String, String> {
    let mut job = open(recipe)?;
    let start = Instant::now();
    let (mut best, mut best_step, mut file, mut seen) = (f32::INFINITY, 0, Vec::new(), 0);
    loop {
        let slice = job.step_once();
        let r = report(&mut job);
        for (step, loss) in &r.validation {
            println!(
                "{} step {step}: training {:.3}, validation {loss:.3}, {:.0} s",
                recipe.name,
                r.last_training.unwrap_or(0.0),
                start.elapsed().as_secs_f64()
            );
            if *loss < best && r.step > 0 {
                (best, best_step) = (*loss, *step);
                let answer = job
                    .ask(&pack(&Ask::Export {
                        weights: Weights::Live,
                    }))
                    .map_err(|e| format!("{e:?}"))?;
                if let Ok(Answer::Export(bytes)) = unpack(&answer) {
                    file = bytes;
                }
            }
        }
        seen += 1;
        match slice {
            Slice::Working => {}
            Slice::Done => break,
            Slice::Diverged => return Err(format!("diverged after {seen} steps")),
        }
    }
    let path = Path::new("static/models").join(format!("{}.safetensors", recipe.name));
    std::fs::create_dir_all("static/models")
        .and_then(|()| std::fs::write(&path, &file))
        .map_err(|e| e.to_string())?;
    Ok(format!(
        "validation {best:.3} at step {best_step}; {} bytes in {}; {:.0} s",
        file.len(),
        path.display(),
        start.elapsed().as_secs_f64()
    ))
}
