//! Every case of the list, checked in the same ways; and that the list is whole.

use super::*;

/// The name of a primitive and of its form, where it has several. The match makes the compiler ask for new ones.
fn kind(op: &Op) -> &'static str {
    let by_fit = |fit: &Fit, names: [&'static str; 3]| match fit {
        Fit::Same => names[0],
        Fit::Suffix => names[1],
        Fit::Column => names[2],
    };
    match op {
        Op::Input => "input",
        Op::Param => "param",
        Op::Fill(_) => "fill",
        Op::Add(fit) => by_fit(fit, ["add same", "add suffix", "add column"]),
        Op::Sub(fit) => by_fit(fit, ["sub same", "sub suffix", "sub column"]),
        Op::Mul(fit) => by_fit(fit, ["mul same", "mul suffix", "mul column"]),
        Op::Div(fit) => by_fit(fit, ["div same", "div suffix", "div column"]),
        Op::Scale(_) => "scale",
        Op::Shift(_) => "shift",
        Op::Exp => "exp",
        Op::Ln => "ln",
        Op::Tanh => "tanh",
        Op::Sigmoid => "sigmoid",
        Op::Relu => "relu",
        Op::Step => "step",
        Op::Rsqrt => "rsqrt",
        Op::Gelu => "gelu",
        Op::GeluGrad => "gelu grad",
        Op::MatMul { ta, tb } => match (ta, tb) {
            (false, false) => "matmul AB",
            (true, false) => "matmul A'B",
            (false, true) => "matmul AB'",
            (true, true) => "matmul A'B'",
        },
        Op::HeadScores { causal, .. } => {
            ["head scores", "head scores causal"][usize::from(*causal)]
        }
        Op::HeadMix { causal, .. } => ["head mix", "head mix causal"][usize::from(*causal)],
        Op::HeadMixT { causal, .. } => {
            ["head mix transposed", "head mix transposed causal"][usize::from(*causal)]
        }
        Op::Scan { reverse } => ["scan", "scan reverse"][usize::from(*reverse)],
        Op::SolveLower { transposed } => {
            ["solve lower", "solve lower transposed"][usize::from(*transposed)]
        }
        Op::Lower { .. } => "lower",
        Op::SumLast => "sum last",
        Op::SumLeading => "sum leading",
        Op::MaxLast => "max last",
        Op::Expand(fit) => by_fit(fit, ["expand same", "expand suffix", "expand column"]),
        Op::Reshape => "reshape",
        Op::Permute(_) => "permute",
        Op::Slice { .. } => "slice",
        Op::Pad { .. } => "pad",
        Op::Concat { .. } => "concat",
        Op::Gather => "gather",
        Op::ScatterAdd => "scatter add",
        Op::Pick => "pick",
        Op::Spread => "spread",
        Op::Softmax { causal, .. } => ["softmax", "softmax causal"][usize::from(*causal)],
        Op::SoftmaxGrad { .. } => "softmax grad",
        Op::Normalize { centred, .. } => ["normalize", "normalize centred"][usize::from(*centred)],
        Op::NormalizeGrad { centred, .. } => {
            ["normalize grad", "normalize centred grad"][usize::from(*centred)]
        }
        Op::CrossEntropy => "cross-entropy",
        Op::CrossEntropyGrad => "cross-entropy grad",
    }
}

#[rustfmt::skip]
const KINDS: &[&str] = &[
    "input", "fill",
    "add same", "add suffix", "add column", "sub same", "sub suffix", "sub column",
    "mul same", "mul suffix", "mul column", "div same", "div suffix", "div column",
    "scale", "shift", "exp", "ln", "tanh", "sigmoid", "relu", "step", "rsqrt", "gelu", "gelu grad",
    "matmul AB", "matmul A'B", "matmul AB'", "matmul A'B'", "head scores", "head mix", "head mix transposed", "head scores causal", "head mix causal", "head mix transposed causal",
    "scan", "scan reverse", "solve lower", "solve lower transposed", "lower", "sum last", "sum leading", "max last", "expand suffix", "expand column",
    "reshape", "permute", "slice", "pad", "concat", "gather", "scatter add", "pick", "spread",
    "softmax", "softmax causal", "softmax grad",
    "normalize", "normalize centred", "normalize grad", "normalize centred grad", "cross-entropy", "cross-entropy grad",
];

#[test]
fn every_primitive_in_every_form_is_computed_by_a_case() {
    let mut seen = BTreeSet::new();
    for case in CASES {
        let built = build(case);
        let plan = Plan::new(&built.graph, &built.kept());
        seen.extend(plan.steps.iter().map(|s| kind(&s.op)));
        // Not steps of a plan.
        let source = |op: &Op| matches!(op, Op::Input | Op::Reshape);
        let nodes = built.graph.nodes();
        seen.extend(
            nodes
                .iter()
                .map(|n| &n.op)
                .filter(|op| source(op))
                .map(kind),
        );
    }
    // "param" is in every model and has no arithmetic; "expand same" is never built.
    assert_eq!(seen, BTreeSet::from_iter(KINDS.iter().copied()));
}

#[test]
fn gradients_are_the_finite_differences_of_the_loss() {
    for case in CASES {
        let built = build(case);
        let mut cpu: Cpu<f64> = built.loaded(case, Plan::new(&built.graph, &built.kept()));
        let none = Params::default();
        cpu.run(&none, &[]).expect("a run");
        let found: Vec<Vec<f64>> = built
            .gradients
            .iter()
            .map(|(_, id)| cpu.read(*id).expect("kept").to_vec())
            .collect();
        for ((input, _), found) in built.gradients.iter().zip(found) {
            let id = built.inputs[*input];
            let at = cpu.read(id).expect("an input").to_vec();
            for i in 0..at.len() {
                let mut loss = |shift: f64| {
                    let mut moved = at.clone();
                    moved[i] += shift;
                    cpu.write(id, &moved).expect("an input");
                    cpu.run(&none, &[]).expect("a run");
                    cpu.read(built.loss).expect("kept")[0]
                };
                // Five points: the error is h^4 f'''''/30 (about 1e-13) plus rounding / h (about 1e-13).
                let h = 1e-3;
                let slope =
                    (8.0 * (loss(h) - loss(-h)) - (loss(2.0 * h) - loss(-2.0 * h))) / (12.0 * h);
                let error = (slope - found[i]).abs();
                assert!(
                    error < 1e-6 * slope.abs().max(1e-3),
                    "{}: input {input}[{i}]: gradient {} but slope {slope}",
                    case.name,
                    found[i]
                );
            }
            cpu.write(id, &at).expect("an input");
        }
    }
}

#[test]
fn single_precision_agrees_with_double() {
    for case in CASES {
        let built = build(case);
        let single = built.run::<f32>(case, true);
        let double = built.run::<f64>(case, true);
        for (s, d) in single.iter().zip(&double) {
            // Rounding is 6e-8 of the largest term of a sum; sums here have at most 60 terms of size 1.
            let size = d.iter().fold(1.0f64, |a, b| a.max(b.abs()));
            for (s, d) in s.iter().zip(d) {
                assert!(
                    (*s as f64 - d).abs() < 4e-6 * size,
                    "{}: {s} against {d}",
                    case.name
                );
            }
        }
    }
}

#[test]
fn reusing_buffers_changes_no_bit() {
    for case in CASES {
        let built = build(case);
        let bits = |reuse: bool| -> Vec<Vec<u32>> {
            built
                .run::<f32>(case, reuse)
                .iter()
                .map(|v| v.iter().map(|x| x.to_bits()).collect())
                .collect()
        };
        assert_eq!(bits(true), bits(false), "{}", case.name);
    }
}

#[test]
fn a_second_run_over_used_buffers_gives_the_same_bits() {
    for case in CASES {
        let built = build(case);
        let keep = built.kept();
        let mut cpu: Cpu<f32> = built.loaded(case, Plan::new(&built.graph, &keep));
        let mut run = || -> Vec<u32> {
            cpu.run(&Params::default(), &[]).expect("a run");
            keep.iter()
                .flat_map(|id| cpu.read(*id).expect("kept").iter().map(|x| x.to_bits()))
                .collect()
        };
        assert_eq!(run(), run(), "{}", case.name);
    }
}
