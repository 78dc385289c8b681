//! What the transformer must keep to, whatever its weights.

use super::*;
use crate::backend::{Change, Cpu, Edit, Params, Region};
use crate::nn::decode::Decoder;
use crate::nn::optim::AdamConfig;
use crate::nn::trainer::{Trainer, training_plan};
use crate::tensor::Plan;

const MODEL: Gpt = Gpt {
    vocabulary: 7,
    context: 6,
    width: 12,
    layers: 2,
    heads: 3,
};

fn params() -> Params<f32> {
    let g = Graph::new();
    MODEL.loss(&g, 1, MODEL.context);
    Params::init(&g, 11)
}

/// Logits (B, T, V) for ids (B, T), under edits of the named site.
fn logits(ids: &[u32], batch: usize, edit: Option<(&str, Region, Change)>) -> Vec<f32> {
    let g = Graph::new();
    let input = g.input("ids", &[batch, ids.len() / batch]);
    let out = MODEL.forward(&g, input);
    let mut cpu = Cpu::new(Plan::new(&g, &[out.id]));
    cpu.write_ids(input.id, ids).unwrap();
    let edits: Vec<Edit> = edit
        .into_iter()
        .map(|(site, region, change)| Edit {
            at: g.find(site).unwrap(),
            region,
            change,
        })
        .collect();
    cpu.run(&params(), &edits).unwrap();
    cpu.read(out.id).unwrap().to_vec()
}

#[test]
fn changing_a_token_leaves_all_earlier_outputs_bit_for_bit() {
    let ids = [3, 1, 4, 1, 5, 2];
    let before = logits(&ids, 1, None);
    for t in 0..6 {
        let mut other = ids;
        other[t] = (ids[t] + 1) % 7;
        let after = logits(&other, 1, None);
        assert_eq!(after[..t * 7], before[..t * 7], "token {t}");
        for later in t..6 {
            let at = later * 7..later * 7 + 7;
            assert_ne!(after[at.clone()], before[at], "token {t}, output {later}");
        }
    }
}

#[test]
fn sequences_of_a_batch_do_not_see_each_other() {
    let both = logits(&[3, 1, 4, 1, 5, 2, 0, 6], 2, None);
    assert_eq!(both[..28], logits(&[3, 1, 4, 1], 1, None));
    assert_eq!(both[28..], logits(&[5, 2, 0, 6], 1, None));
}

#[test]
fn a_shorter_prompt_padded_at_its_end_has_the_logits_it_has_alone() {
    let padded = logits(&[3, 1, 4, 1, 5, 2, 6, 0, 0, 0, 0, 0], 2, None);
    let alone = logits(&[6, 0], 1, None);
    assert_eq!(padded[42..56], alone);
}

#[test]
fn the_parameter_count_is_the_formula() {
    assert_eq!(MODEL.parameters(), params().count());
    // The sizes of the two defined works.
    let small = Gpt {
        vocabulary: 65,
        context: 64,
        width: 64,
        layers: 2,
        heads: 4,
    };
    let big = Gpt {
        context: 128,
        width: 128,
        layers: 4,
        ..small
    };
    assert_eq!((small.parameters(), big.parameters()), (112_512, 826_368));
}

#[test]
fn every_site_of_the_model_can_be_ablated() {
    let ids = [3, 1, 4, 1, 5];
    let before = logits(&ids, 1, None);
    let mut sites = vec!["embed".to_string(), "final_norm".into(), "logits".into()];
    for i in 0..MODEL.layers {
        for part in [
            "attn.q",
            "attn.k",
            "attn.v",
            "attn.pattern",
            "attn.mixed",
            "attn.out",
            "resid_mid",
        ] {
            sites.push(format!("blocks.{i}.{part}"));
        }
        for part in ["mlp.neurons", "mlp.out", "resid_post"] {
            sites.push(format!("blocks.{i}.{part}"));
        }
    }
    for site in sites {
        let after = logits(&ids, 1, Some((&site, Region::all(), Change::Scale(0.0))));
        assert_ne!(after, before, "{site}");
    }
    // One head of a pattern, one neuron at one position, the stream at one position.
    for (site, region) in [
        ("blocks.0.attn.pattern", Region::all().at(1, 2)),
        ("blocks.1.mlp.neurons", Region::all().at(2, 40).at(1, 4)),
        ("blocks.0.resid_post", Region::all().at(1, 3)),
    ] {
        let after = logits(&ids, 1, Some((site, region, Change::Scale(0.0))));
        assert_ne!(after, before, "{site}");
        if site != "blocks.0.attn.pattern" {
            assert_eq!(after[..21], before[..21], "{site}: earlier positions");
        }
    }
}

#[test]
fn a_model_trained_on_a_cycle_continues_it_from_every_prompt() {
    // "abcabc...": the last prompt token decides, whatever the prompt's length.
    let model = Gpt {
        vocabulary: 3,
        context: 8,
        width: 16,
        layers: 1,
        heads: 2,
    };
    let g = Graph::new();
    let loss = model.loss(&g, 4, 8);
    let (ids, targets) = (g.find("ids").unwrap(), g.find("targets").unwrap());
    let mut trainer = Trainer::<f32>::new(&g, loss, 3, AdamConfig::default(), 1.0).unwrap();
    let stream = |start: usize| (0..8).map(move |i| ((start + i) % 3) as u32);
    let x: Vec<u32> = (0..4).flat_map(stream).collect();
    let y: Vec<u32> = (1..5).flat_map(stream).collect();
    trainer.write_ids(ids, &x).unwrap();
    trainer.write_ids(targets, &y).unwrap();
    let first = trainer.step(0.01).unwrap().loss;
    let last = (0..100)
        .map(|_| trainer.step(0.01).unwrap().loss)
        .last()
        .unwrap();
    assert!(first > 0.8 && last < 0.05, "{first} {last}");
    let mut decoder = Decoder::new(model, &trainer.params).unwrap();
    let mut next = |prompt: &[u32]| {
        let scores = decoder.logits(&trainer.params, prompt);
        (0..3)
            .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
            .unwrap()
    };
    assert_eq!(next(&[0, 1]), 2); // ab -> c
    assert_eq!(next(&[0, 1, 2, 0]), 1); // abca -> b
    assert_eq!(next(&[2]), 0);
    assert_eq!(next(&[1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]), 0); // longer than the context
}

#[test]
fn formulas_for_parameters_and_flops_are_those_of_graph_and_plan() {
    for model in [
        Gpt {
            vocabulary: 7,
            context: 6,
            width: 12,
            layers: 2,
            heads: 3,
        },
        Gpt {
            vocabulary: 5,
            context: 4,
            width: 8,
            layers: 1,
            heads: 1,
        },
    ] {
        let g = Graph::new();
        let loss = model.loss(&g, 3, 4);
        let (plan, _) = training_plan(&g, loss).unwrap();
        let counted: usize = g.params().iter().map(|p| p.shape.len()).sum();
        assert_eq!(model.parameters(), counted);
        // The bias is added inside the product: one operation per output element, forward only.
        let bias = model.layers * 3 * 4 * (3 + 1 + MLP_RATIO + 1) * model.width;
        assert_eq!(model.step_flops(3, 4), plan.matmul_flops() - bias as u64);
    }
}
