//! What the lesson of the sampling lab says, on the shipped checkpoints and on a short run: figures with margins, fixed seeds.

use lecture_playground::labs::next_token::NextToken;
use lecture_playground::labs::next_token::config::{Config, Corpus, Weights};
use lecture_playground::labs::next_token::protocol::{
    About, Answer, Ask, Report, Setup, TokenView,
};
use lecture_playground::labs::next_token::recipes::{RECIPES, SMOKE_STEPS, SMOKE_TOLERANCE};
use lecture_playground::nn::sampling::{Settings, distinct};
use lecture_playground::train::Job;
use lecture_playground::wire::{pack, unpack};

struct Lab {
    job: NextToken,
    about: About,
}

impl Lab {
    fn new(corpus: Corpus, config: Config) -> Lab {
        let name = if corpus == Corpus::Chinese {
            "chinese"
        } else {
            "english"
        };
        let read = |path: String| std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let setup = Setup {
            config,
            text: read(format!("static/data/{name}.txt")),
            shipped: Some(read(format!("static/models/next-token-{name}.safetensors"))),
        };
        let mut job = NextToken::new(&setup).expect("the shipped model fits the default set-up");
        let Answer::About(about) = unpack(&job.ask(&pack(&Ask::About)).unwrap()).unwrap() else {
            panic!()
        };
        Lab { job, about }
    }

    fn shipped(corpus: Corpus) -> Lab {
        Lab::new(corpus, Config::for_corpus(corpus))
    }

    fn ask(&mut self, ask: Ask) -> Answer {
        unpack(&self.job.ask(&pack(&ask)).unwrap()).unwrap()
    }

    /// `n` samples of `count` tokens from the shipped weights, with the mean entropy of what they were drawn from.
    fn samples(&mut self, n: u32, temperature: f32, count: u32) -> (Vec<Vec<u32>>, f64) {
        let sampler = Settings {
            temperature,
            ..Settings::default()
        };
        let (mut samples, mut entropy) = (Vec::new(), 0.0);
        for seed in 0..n {
            let mut tokens = vec![self.about.start_token];
            let Answer::Generated(drawn) = self.ask(Ask::Generate {
                weights: Weights::Shipped,
                tokens: tokens.clone(),
                count,
                sampler,
                seed,
            }) else {
                panic!()
            };
            for d in &drawn {
                tokens.push(d.token);
            }
            let Answer::Next(next) = self.ask(Ask::Next {
                weights: Weights::Shipped,
                tokens: tokens[..1 + count as usize / 2].to_vec(),
                sampler,
            }) else {
                panic!()
            };
            entropy += next.last_entropy as f64 / n as f64;
            samples.push(tokens[1..].to_vec());
        }
        (samples, entropy)
    }

    fn text(&self, tokens: &[u32]) -> String {
        tokens
            .iter()
            .filter_map(|&t| self.about.vocabulary[t as usize].text.as_deref())
            .collect()
    }
}

fn report(job: &mut NextToken) -> Report {
    unpack(&job.report()).unwrap()
}

/// Share of whole lines that have the form of a couplet: five characters, a comma, five characters, a full stop.
fn form(lines: &[String]) -> f64 {
    let whole: Vec<&String> = lines.iter().filter(|l| !l.is_empty()).collect();
    let good = whole.iter().filter(|l| {
        let c: Vec<char> = l.chars().collect();
        c.len() == 12
            && c[5] == '，'
            && c[11] == '。'
            && [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]
                .iter()
                .all(|&i| !matches!(c[i], '，' | '。'))
    });
    good.count() as f64 / whole.len().max(1) as f64
}

#[test]
fn greedy_english_repeats_itself_and_dice_do_not() {
    let mut lab = Lab::shipped(Corpus::English);
    let (greedy, _) = lab.samples(2, 0.0, 400);
    assert!(
        greedy.iter().all(|s| s == &greedy[0]),
        "without dice every sample is the same"
    );
    let (rolled, _) = lab.samples(3, 1.0, 400);
    // Within each text, so that a long one is compared with a long one.
    let within = |texts: &[Vec<u32>]| {
        texts
            .iter()
            .map(|t| distinct(std::slice::from_ref(t), 4).unwrap())
            .sum::<f64>()
            / texts.len() as f64
    };
    let (d_greedy, d_rolled) = (within(&greedy), within(&rolled));
    println!(
        "distinct 4-grams: greedy {d_greedy:.2}, T=1 {d_rolled:.2}\n{}\n{}",
        lab.text(&greedy[0]),
        lab.text(&rolled[0])
    );
    assert!(d_greedy <= 0.5, "{d_greedy}");
    assert!(d_rolled >= 0.75, "{d_rolled}");
}

#[test]
fn a_higher_temperature_is_a_flatter_distribution() {
    let mut lab = Lab::shipped(Corpus::English);
    let entropies: Vec<f64> = [0.5, 0.8, 1.0, 1.5]
        .iter()
        .map(|&t| lab.samples(20, t, 30).1)
        .collect();
    println!("mean entropy at T = .5, .8, 1, 1.5: {entropies:.2?}");
    assert!(entropies.windows(2).all(|p| p[0] < p[1]), "{entropies:?}");
}

#[test]
fn chinese_couplets_keep_their_form_at_a_low_temperature_and_lose_it_at_a_high_one() {
    let mut lab = Lab::shipped(Corpus::Chinese);
    let mut forms = Vec::new();
    for temperature in [0.7, 1.5, 2.0, 3.0] {
        let (samples, _) = lab.samples(20, temperature, 12);
        let lines: Vec<String> = samples
            .iter()
            .map(|s| lab.text(s).trim_end().to_string())
            .collect();
        println!("T={temperature}: {}", lines[..4].join(" / "));
        forms.push(form(&lines));
    }
    println!("form: {forms:.2?}");
    assert!(forms[0] >= 0.9, "{forms:?}");
    assert!(forms[2] <= forms[0] - 0.2, "{forms:?}");
}

#[test]
fn the_most_probable_text_is_not_the_greedy_one_and_is_dull() {
    let mut lab = Lab::shipped(Corpus::English);
    let start = lab.about.start_token;
    let Answer::Beams { beams, greedy } = lab.ask(Ask::Beam {
        weights: Weights::Shipped,
        tokens: vec![start],
        count: 40,
        width: 8,
    }) else {
        panic!()
    };
    println!(
        "greedy {:.2} {:?}\nbeam   {:.2} {:?}",
        greedy.log_probability,
        lab.text(&greedy.tokens),
        beams[0].log_probability,
        lab.text(&beams[0].tokens)
    );
    assert!(beams[0].log_probability > greedy.log_probability + 0.5);
}

#[test]
fn a_short_live_run_learns_far_below_guessing() {
    for (corpus, limit) in [(Corpus::English, 2.45), (Corpus::Chinese, 5.0)] {
        let mut lab = Lab::new(
            corpus,
            Config {
                steps: 40,
                ..Config::for_corpus(corpus)
            },
        );
        for _ in 0..40 {
            lab.job.step_once();
        }
        let r = report(&mut lab.job);
        println!(
            "{corpus:?}: {:.3} nats after 40 steps, guessing {:.3}",
            r.last_validation.unwrap(),
            lab.about.uniform_loss
        );
        assert!(r.last_validation.unwrap() < limit, "{corpus:?} {r:?}");
    }
}

#[test]
fn the_shipped_models_are_better_than_a_reader_would_wait_for() {
    for (corpus, limit) in [(Corpus::English, 1.45), (Corpus::Chinese, 4.3)] {
        // The validation loss at step 0 of a run that starts from the shipped weights is theirs.
        let mut lab = Lab::shipped(corpus);
        let Answer::Export(file) = lab.ask(Ask::Export {
            weights: Weights::Shipped,
        }) else {
            panic!()
        };
        let Answer::Loaded(line) = lab.ask(Ask::Import { file }) else {
            panic!()
        };
        assert!(line.contains("lab=next-token"), "{line}");
        let loss = report(&mut lab.job).last_validation.unwrap();
        println!("{corpus:?}: shipped validation loss {loss:.3}");
        assert!(loss < limit, "{loss}");
    }
}

#[test]
fn every_token_of_the_bundled_texts_can_be_shown() {
    for corpus in [Corpus::English, Corpus::Chinese] {
        let lab = Lab::shipped(corpus);
        assert!(
            lab.about
                .vocabulary
                .iter()
                .all(|TokenView { text, bytes }| text.is_some() && !bytes.is_empty())
        );
    }
}

#[test]
fn the_recipes_of_the_shipped_models_take_their_first_steps_as_on_record() {
    for recipe in RECIPES {
        let mut lab = Lab::new(recipe.corpus, recipe.config());
        for _ in 0..SMOKE_STEPS {
            lab.job.step_once();
        }
        let loss = report(&mut lab.job).last_training.unwrap();
        assert!(
            (loss - recipe.smoke_loss).abs() < SMOKE_TOLERANCE,
            "{}: {loss}",
            recipe.name
        );
    }
}
