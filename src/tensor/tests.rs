//! Shapes, names, gradients and plans, without numbers. What the numbers are is tested in `backend`.

use super::*;

/// x (2, 3) through a layer to a loss, with a side branch that nobody asks for.
fn small(g: &Graph) -> T<'_> {
    let x = g.input("x", &[2, 3]);
    let w = g.param("layer.weight", &[3, 4], Init::Zeros);
    let b = g.param("layer.bias", &[4], Init::Zeros);
    let y = x.linear(w, b).named("layer.out");
    y.exp().named("unused");
    y.tanh().named("layer.act").sum().named("loss")
}

#[test]
fn a_shape_error_names_both_shapes_and_the_site_before_it() {
    let said = |build: for<'g> fn(&'g Graph)| {
        let g = Graph::new();
        build(&g);
        g.check().expect_err("shapes that do not fit").to_string()
    };
    type Build = for<'g> fn(&'g Graph);
    let cases: [(Build, &str); 16] = [
        (
            |g| {
                let x = g.input("x", &[2, 3]).named("blocks.0.mlp");
                let _ = x + g.fill(0.0, &[2, 4]);
            },
            "add (after \"blocks.0.mlp\"): shapes (2, 3) and (2, 4) do not fit",
        ),
        (
            |g| {
                let _ = g.fill(0.0, &[3]) * g.fill(0.0, &[2, 3]);
            },
            "mul: shapes (3) and (2, 3) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).matmul(g.fill(0.0, &[4, 5]));
            },
            "matmul: shapes (2, 3) and (4, 5) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3, 4]).matmul(g.fill(0.0, &[3, 4, 5]));
            },
            "matmul: shapes (2, 3, 4) and (3, 4, 5) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[3])
                    .matmul_t(g.fill(0.0, &[3, 2]), true, false, None);
            },
            "matmul: shapes (3) and (3, 2) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).matmul(g.fill(0.0, &[3]));
            },
            "matmul: shapes (2, 3) and (3) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3])
                    .linear(g.fill(0.0, &[3, 4]), g.fill(0.0, &[3]));
            },
            "matmul: shapes (2, 3) and (3, 4) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3, 8])
                    .head_scores(g.fill(0.0, &[2, 5, 8]), 3, false);
            },
            "head_scores: shapes (2, 3, 8) and (2, 5, 8) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3, 8])
                    .head_scores(g.fill(0.0, &[2, 5, 8]), 0, false);
            },
            "head_scores: shapes (2, 3, 8) and (2, 5, 8) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3, 3, 5]).head_mix(g.fill(0.0, &[2, 5, 8]));
            },
            "head_mix: shapes (2, 3, 3, 5) and (2, 5, 8) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).reshape(&[4, 2]);
            },
            "reshape: shapes (2, 3) and (4, 2) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).slice(1, 2, 2);
            },
            "slice: shapes (2, 3) and (2, 2) do not fit",
        ),
        (
            |g| {
                g.concat(&[g.fill(0.0, &[2, 3]), g.fill(0.0, &[3, 2])], 0);
            },
            "concat: shapes (2, 3) and (3, 2) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).permute(&[0, 0]);
            },
            "permute: shapes (2, 3) and (2, 3) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).cross_entropy(g.input("ids", &[3]));
            },
            "cross_entropy (after \"ids\"): shapes (2, 3) and (3) do not fit",
        ),
        (
            |g| {
                g.fill(0.0, &[2, 3]).sum_leading(Shape::new(&[2]));
            },
            "sum_leading: shapes (2, 3) and (2) do not fit",
        ),
    ];
    for (build, message) in cases {
        assert_eq!(said(build), message);
    }
}

#[test]
fn only_the_first_shape_error_is_kept() {
    let g = Graph::new();
    let _ = g.fill(0.0, &[2]) + g.fill(0.0, &[3]);
    let _ = g.fill(0.0, &[4]) + g.fill(0.0, &[5]);
    assert_eq!(g.check().unwrap_err().left, Shape::new(&[2]));
}

#[test]
fn a_parameter_asked_for_twice_is_one_and_with_another_shape_an_error() {
    let g = Graph::new();
    let a = g.param("w", &[2], Init::Zeros);
    assert_eq!(a.id, g.param("w", &[2], Init::Zeros).id);
    assert_eq!(g.params().len(), 1);
    g.param("w", &[3], Init::Zeros);
    assert!(g.check().unwrap_err().to_string().contains("(2) and (3)"));
}

#[test]
fn an_unknown_site_comes_with_the_nearest_names() {
    let g = Graph::new();
    small(&g);
    let error = g.find("layer.oot").unwrap_err();
    assert_eq!(error.nearest[0], "layer.out");
    assert_eq!(
        error.to_string(),
        "no site \"layer.oot\"; nearest: layer.out, layer.act, layer.bias"
    );
}

#[test]
fn sites_are_the_named_nodes_in_order() {
    let g = Graph::new();
    small(&g);
    let names: Vec<String> = g.sites().into_iter().map(|(name, _)| name).collect();
    let want = [
        "x",
        "layer.weight",
        "layer.bias",
        "layer.out",
        "unused",
        "layer.act",
        "loss",
    ];
    assert_eq!(names, want);
    assert_eq!(g.sites()[3].1, Shape::new(&[2, 4]));
}

#[test]
fn gradients_that_do_not_exist_are_errors() {
    let g = Graph::new();
    let x = g.input("x", &[2, 3]);
    let other = g.input("other", &[2]);
    let loss = x.exp().sum();
    let said = |loss: T<'_>, of: T<'_>| grad(loss, &[of]).expect_err("no gradient").to_string();
    assert_eq!(said(x, x), "the loss must be one number, not (2, 3)");
    assert_eq!(said(loss, other), "the loss does not depend on other");
    assert_eq!(said(loss, loss.exp()), "the loss does not depend on Exp");
    assert_eq!(said(x.step().sum(), x), "step has no gradient");
    assert_eq!(said(x.max_last().sum(), x), "max has no gradient");
    // Causal scores have one under a causal softmax only.
    let heads = g.input("heads", &[1, 3, 4]);
    let scores = heads.head_scores(heads, 2, true);
    let message = "a causal score that more than a causal softmax reads has no gradient";
    assert_eq!(said(scores.sum(), heads), message);
    assert_eq!(said(scores.softmax(1.0, false).sum(), heads), message);
    assert!(grad(scores.softmax(1.0, true).exp().sum(), &[heads]).is_ok());
    // Ids have none, and the branch to the table has.
    let table = g.input("table", &[4, 2]);
    let ids = g.input("ids", &[3]);
    let loss = table.gather(ids).sum();
    assert_eq!(said(loss, ids), "the loss does not depend on ids");
    assert!(grad(loss, &[table]).is_ok());
}

#[test]
fn a_plan_leaves_out_what_nobody_asks_for() {
    let g = Graph::new();
    let loss = small(&g);
    let plan = Plan::new(&g, &[loss.id]);
    let ops: Vec<String> = plan.steps.iter().map(|s| format!("{:?}", s.op)).collect();
    assert_eq!(
        ops,
        ["MatMul { ta: false, tb: false }", "Tanh", "SumLeading"]
    );
    assert_eq!(plan.place(g.find("unused").unwrap()).0, Place::Nowhere);
    assert!(plan.names().iter().all(|(name, _)| name != "unused"));
    assert_eq!(plan.params.len(), 2);
}

#[test]
fn a_buffer_is_reused_after_its_last_reader_and_a_kept_one_never() {
    let g = Graph::new();
    let x = g.input("x", &[8]);
    let a = x.exp();
    let b = a.tanh();
    let c = b.squared();
    let loss = c.sum();
    let reused = Plan::new(&g, &[loss.id]);
    // exp, tanh in its place, a second buffer for the product with itself, one number.
    assert_eq!(reused.slots, [8, 8, 1]);
    assert!(reused.steps[1].in_place && !reused.steps[2].in_place);
    let kept = Plan::new(&g, &[loss.id, a.id, b.id]);
    assert_eq!(kept.slots, [8, 8, 8, 1]);
    assert!(kept.is_kept(a.id) && !kept.is_kept(c.id));
    assert_eq!(Plan::with_reuse(&g, &[loss.id], false).slots, [8, 8, 8, 1]);
}

trait Squared {
    fn squared(self) -> Self;
}

impl Squared for T<'_> {
    fn squared(self) -> Self {
        self * self
    }
}

#[test]
fn flops_and_bytes_are_those_counted_by_hand() {
    let g = Graph::new();
    let loss = small(&g);
    let plan = Plan::new(&g, &[loss.id]);
    // 2 x 3 x 4 multiply-adds and 8 biases; 8 tanh; 5 a summand.
    assert_eq!(plan.matmul_flops(), 2 * 24 + 8);
    assert_eq!(plan.flops(), 56 + 8 + 5 * 8);
    // The input (6), the layer's result overwritten by tanh (8), the loss (1).
    assert_eq!(plan.peak_bytes(4), 4 * (6 + 8 + 1));

    let g = Graph::new();
    let q = g.input("q", &[2, 3, 8]);
    let k = g.input("k", &[2, 5, 8]);
    let mixed = q.head_scores(k, 2, false).head_mix(k);
    let plan = Plan::new(&g, &[mixed.id]);
    // Per sequence and head 3 x 5 scores of 4 channels, and the same back.
    assert_eq!(plan.matmul_flops(), 2 * (2 * 2 * 2 * 3 * 5 * 4));
}

#[test]
fn rows_and_columns_of_a_shape_are_counted_from_both_ends() {
    let s = Shape::new(&[2, 3, 4]);
    assert_eq!((s.len(), s.rows(), s.last()), (24, 6, 4));
    assert_eq!((s.from_end(0), s.from_end(2)), (4, 2));
    assert_eq!(s.around(1), (2, 3, 4));
    assert_eq!(s.with_last(7).dims(), [2, 3, 7]);
    assert_eq!(s.to_string(), "(2, 3, 4)");
}
