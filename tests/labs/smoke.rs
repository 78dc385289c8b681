//! What the walk over the labs cannot know by itself: one entry for each lab.

use lecture_playground::labs::Lab;
use lecture_playground::wire::choices::{Choices, read, write};
use lecture_playground::wire::link::{Query, decode_state, encode_state};
use lecture_playground::wire::pack;

/// What only the lab itself knows: one entry for each lab of the list.
pub(crate) struct Smoke {
    pub(crate) id: &'static str,
    /// The smallest `Setup` worth running, in postcard.
    pub(crate) setup: fn(seed: u32) -> Vec<u8>,
    /// The default configuration as a link holds it, checked to come back from there.
    pub(crate) default_state: fn() -> Query,
}

pub(crate) const SMOKE: &[Smoke] = &[
    Smoke {
        id: "next-token",
        setup: |seed| {
            use lecture_playground::labs::next_token::config::{Config, Corpus};
            use lecture_playground::labs::next_token::protocol::Setup;
            let config = Config {
                corpus: Corpus::Own,
                width: 16,
                layers: 1,
                heads: 2,
                context: 8,
                batch: 3,
                seed,
                ..Config::default()
            };
            let text = "the cat sat on the mat, and the dog on the log. ".repeat(20);
            pack(&Setup {
                config,
                text: text.into_bytes(),
                shipped: None,
            })
        },
        default_state: || {
            use lecture_playground::labs::next_token::config::{Config, LINK_VERSION};
            let config = Config::default();
            assert_eq!(
                config.clone().clamped(),
                (config.clone(), vec![]),
                "the default is inside its own limits"
            );
            let state =
                encode_state("next-token", LINK_VERSION, &config).expect("the default fits");
            assert_eq!(decode_state("next-token", LINK_VERSION, &state), Ok(config));
            Query {
                state: Some(state),
                ..Query::default()
            }
        },
    },
    Smoke {
        id: "agent-loop",
        setup: |seed| {
            use lecture_playground::labs::agent_loop::config::Config;
            use lecture_playground::lesson::Lang;
            let config = Config {
                seed,
                size: 3,
                walls: 0,
                ..Config::default()
            };
            pack(&config.setup(Lang::En))
        },
        default_state: default_state::<lecture_playground::labs::agent_loop::config::Config>,
    },
    Smoke {
        id: "memory",
        setup: |seed| {
            use lecture_playground::labs::memory::config::Config;
            use lecture_playground::labs::memory::protocol::Setup;
            let small = Config {
                questions: 100,
                seed,
                ..Config::default()
            };
            pack(&Setup::Read(small.read()))
        },
        default_state: default_state::<lecture_playground::labs::memory::config::Config>,
    },
    Smoke {
        id: "tools",
        setup: |seed| {
            use lecture_playground::labs::tools::config::Config;
            pack(
                &Config {
                    toolboxes: 20,
                    seed,
                    ..Config::default()
                }
                .setup(),
            )
        },
        default_state: default_state::<lecture_playground::labs::tools::config::Config>,
    },
    Smoke {
        id: "trust",
        setup: |seed| {
            use lecture_playground::labs::trust::config::Config;
            pack(
                &Config {
                    questions: 50,
                    seeds: 30,
                    seed,
                    ..Config::default()
                }
                .setup(),
            )
        },
        default_state: default_state::<lecture_playground::labs::trust::config::Config>,
    },
    Smoke {
        id: "feedback",
        setup: |seed| {
            use lecture_playground::labs::feedback::protocol::Setup;
            pack(&Setup {
                repairs: 10,
                budget: 50,
                seed,
            })
        },
        default_state: default_state::<lecture_playground::labs::feedback::config::Config>,
    },
    Smoke {
        id: "planning",
        setup: |seed| {
            use lecture_playground::labs::planning::protocol::{Act, Setup};
            pack(&Setup::Act(Act {
                shops: 20,
                slack: 1.15,
                limit: 1000,
                seed,
            }))
        },
        default_state: default_state::<lecture_playground::labs::planning::config::Config>,
    },
    Smoke {
        id: "linear-attention",
        setup: |seed| {
            use lecture_playground::labs::linear_attention::protocol::Setup;
            pack(&Setup {
                size: 8,
                chunk: 8,
                longest: 64,
                seed,
            })
        },
        default_state: default_state::<lecture_playground::labs::linear_attention::config::Config>,
    },
    Smoke {
        id: "cost",
        setup: |seed| {
            use lecture_playground::labs::cost::protocol::{Setup, TrainSetup};
            use lecture_playground::nn::mixers::Kind;
            pack(&Setup::Train(TrainSetup {
                rival: Kind::Linear,
                size: 4,
                steps: 50,
                seed,
            }))
        },
        default_state: default_state::<lecture_playground::labs::cost::config::Config>,
    },
    Smoke {
        id: "memory-limits",
        setup: |seed| {
            use lecture_playground::data::recall::Task;
            use lecture_playground::labs::memory_limits::protocol::Setup;
            use lecture_playground::nn::mixers::Kind;
            pack(&Setup {
                layers: vec![Kind::Softmax, Kind::DeltaNet],
                task: Task::Clear,
                size: 4,
                longest: 8,
                gamma: 0.8,
                steps: 100,
                batch: 4,
                learning_rate: 0.01,
                seed,
            })
        },
        default_state: default_state::<lecture_playground::labs::memory_limits::choices::Config>,
    },
    Smoke {
        id: "retention",
        setup: |seed| {
            use lecture_playground::data::recall::Task;
            use lecture_playground::labs::retention::protocol::Setup;
            use lecture_playground::nn::mixers::Kind;
            pack(&Setup {
                layer: Kind::ScalarGate,
                task: Task::Overwrite,
                steps: 60,
                seed,
            })
        },
        default_state: default_state::<lecture_playground::labs::retention::config::Config>,
    },
    Smoke {
        id: "ffn-memory",
        setup: |seed| {
            use lecture_playground::labs::ffn_memory::protocol::Setup;
            use lecture_playground::world_model::run::WorldRun;
            use lecture_playground::world_model::study::{self, ModelFile};
            let file = ModelFile(WorldRun::new(3, 1).file().into());
            let lab = Setup {
                seed,
                neurons: 3,
                strength: 2.0,
            };
            pack(&study::Setup { file, lab })
        },
        default_state: default_state::<lecture_playground::labs::ffn_memory::config::Config>,
    },
    Smoke {
        id: "logit-lens",
        setup: |seed| {
            use lecture_playground::labs::logit_lens::protocol::Setup;
            pack(&Setup { seed, steps: 40 })
        },
        default_state: default_state::<lecture_playground::labs::logit_lens::config::Config>,
    },
    Smoke {
        id: "steering",
        setup: |seed| {
            use lecture_playground::labs::steering::protocol::Setup;
            use lecture_playground::world_model::run::WorldRun;
            use lecture_playground::world_model::study::{self, ModelFile};
            let file = ModelFile(WorldRun::new(seed.into(), 10).file().into());
            let lab = Setup { seed, examples: 2 };
            pack(&study::Setup { file, lab })
        },
        default_state: default_state::<lecture_playground::labs::steering::config::Config>,
    },
    Smoke {
        id: "relations",
        setup: |seed| {
            use lecture_playground::labs::relations::protocol::Setup;
            use lecture_playground::world_model::{run::WorldRun, study};
            let file = study::ModelFile(WorldRun::new(3, 10).file().into());
            pack(&study::Setup {
                file,
                lab: Setup { pairs: 1, seed },
            })
        },
        default_state: default_state::<lecture_playground::labs::relations::config::Config>,
    },
    Smoke {
        id: "neurons",
        setup: |seed| {
            use lecture_playground::labs::neurons::protocol::Setup;
            use lecture_playground::world_model::{run::WorldRun, study};
            pack(&study::Setup {
                file: study::ModelFile(WorldRun::new(seed.into(), 1).file().into()),
                lab: Setup { seed },
            })
        },
        default_state: default_state::<lecture_playground::labs::neurons::config::Config>,
    },
    Smoke {
        id: "patchscopes",
        setup: |seed| {
            use lecture_playground::world_model::{run::WorldRun, study};
            let file = study::ModelFile(WorldRun::new(seed.into(), 10).file().into());
            pack(&study::Setup { file, lab: () })
        },
        default_state: default_state::<lecture_playground::labs::patchscopes::config::Config>,
    },
    Smoke {
        id: "sae",
        setup: |seed| {
            use lecture_playground::labs::sae::config::Config;
            use lecture_playground::labs::sae::protocol::Setup;
            use lecture_playground::world_model::run::WorldRun;
            use lecture_playground::world_model::study::{ModelFile, Setup as Opened};
            let config = Config {
                documents: 200,
                latents: 64,
                steps: 50,
                seed,
                ..Config::default()
            };
            pack(&Opened {
                file: ModelFile(WorldRun::new(1, 10).file().into()),
                lab: Setup::of(&config),
            })
        },
        default_state: default_state::<lecture_playground::labs::sae::config::Config>,
    },
    Smoke {
        id: "circuits",
        setup: |seed| {
            use lecture_playground::labs::circuits::config::Off;
            use lecture_playground::labs::circuits::protocol::Setup;
            shipped_world(Setup {
                off: Off::Zero,
                seed,
            })
        },
        default_state: default_state::<lecture_playground::labs::circuits::config::Config>,
    },
    Smoke {
        id: "embeddings",
        setup: |seed| {
            use lecture_playground::labs::embeddings::protocol::Setup;
            shipped_world(Setup { seed })
        },
        default_state: default_state::<lecture_playground::labs::embeddings::config::Config>,
    },
];

/// The set-up of a lab that examines the shipped model, with the lab's own part.
fn shipped_world<S: serde::Serialize>(lab: S) -> Vec<u8> {
    use lecture_playground::world_model::recipe::{STEPS, file_name};
    use lecture_playground::world_model::study::{ModelFile, Setup};
    let path = format!("static/models/{}", file_name(STEPS));
    let file = std::fs::read(path).expect("the shipped model");
    pack(&Setup {
        file: ModelFile(file.into()),
        lab,
    })
}

/// The link of a lab's default choices, which lie inside their own limits and come back from the link as they were.
fn default_state<C: Choices + std::fmt::Debug>() -> Query {
    let config = C::default();
    let held = config.clone().clamped();
    assert_eq!(
        held,
        (config.clone(), vec![]),
        "the default is inside its own limits"
    );
    let query = write(&config);
    assert_eq!(read::<C>(&query), Ok(Some((config, vec![]))));
    query
}

pub(crate) fn smoke(lab: &Lab) -> &'static Smoke {
    let entry = SMOKE.iter().find(|smoke| smoke.id == lab.id);
    entry.unwrap_or_else(|| panic!("{}: add an entry to tests/labs/smoke.rs", lab.id))
}
