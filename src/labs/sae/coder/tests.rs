use super::*;
use crate::backend::{Cpu, Params};
use crate::nn::trainer::training_plan;
use crate::tensor::Graph;

const SHAPE: Shape = Shape {
    width: 4,
    latents: 7,
    form: Form::L1,
    lambda: 0.6,
    k: 2,
};

fn vectors(n: usize) -> Vec<f32> {
    let mut rng = stream(3, "test");
    (0..n * SHAPE.width)
        .map(|_| 3.0 * unit(&mut rng) - 1.5)
        .collect()
}

/// A coder with all weights moved off their start.
fn moved(shape: Shape) -> Coder {
    let mut coder = Coder::new(shape, 5);
    let mut rng = stream(9, "test");
    coder
        .weights
        .iter_mut()
        .for_each(|w| *w += 0.4 * unit(&mut rng) - 0.2);
    coder
}

/// The same loss in the core's graph, differentiated by the core; the choice of the k largest is a mask.
fn by_the_core(coder: &Coder, x: &[f32]) -> (f64, Vec<f32>) {
    let Shape {
        width: c,
        latents: m,
        form,
        lambda,
        ..
    } = coder.shape;
    let n = x.len() / c;
    let g = Graph::new();
    use crate::tensor::Init;
    let input = g.input("x", &[n, c]);
    let mask = g.input("mask", &[n, m]);
    let e = g.param("e", &[c, m], Init::Zeros);
    let b = g.param("b", &[m], Init::Zeros);
    let d = g.param("d", &[m, c], Init::Zeros);
    let centre = g.param("c", &[c], Init::Zeros);
    let z = (input - centre).linear(e, b).relu() * mask;
    let error = z.linear(d, centre) - input;
    let mut loss = (error * error).sum().scale(1.0 / n as f64);
    if form == Form::L1 {
        loss = loss + z.sum().scale(f64::from(lambda) / n as f64);
    }
    let (plan, gradients) = training_plan(&g, loss).expect("a plan");
    let mut params = Params::<f32>::init(&g, 0);
    params.data.copy_from_slice(&coder.weights);
    let mut cpu = Cpu::new(plan);
    cpu.write(input.id, x).expect("fits");
    let mut s = Scratch::default();
    coder.encode(x, &mut s);
    let chosen: Vec<f32> = s.latents.iter().map(|z| f32::from(*z > 0.0)).collect();
    cpu.write(mask.id, &chosen).expect("fits");
    cpu.run(&params, &[]).expect("runs");
    let all = gradients
        .iter()
        .flat_map(|(_, id)| cpu.read(*id).expect("kept").to_vec())
        .collect();
    (cpu.read(loss.id).expect("kept")[0].into(), all)
}

#[test]
fn the_gradient_of_both_forms_is_the_one_that_the_core_derives() {
    for form in [Form::L1, Form::TopK] {
        let coder = moved(Shape { form, ..SHAPE });
        let x = vectors(11);
        let mut gradient = Vec::new();
        let said = coder.gradient(&x, &mut Scratch::default(), &mut gradient);
        let (loss, expected) = by_the_core(&coder, &x);
        assert!(
            (said.loss - loss).abs() < 1e-5,
            "{form:?} {} {loss}",
            said.loss
        );
        let worst = gradient
            .iter()
            .zip(&expected)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(
            worst < 1e-5 && expected.iter().any(|x| x.abs() > 0.1),
            "{form:?} {worst}"
        );
    }
}

#[test]
fn the_gradient_is_the_slope_of_the_loss() {
    let coder = moved(SHAPE);
    let x = vectors(11);
    let (mut s, mut gradient) = (Scratch::default(), Vec::new());
    coder.gradient(&x, &mut s, &mut gradient);
    let loss = |w: usize, by: f32, s: &mut Scratch| {
        let mut other = coder.clone();
        other.weights[w] += by;
        other.gradient(&x, s, &mut Vec::new()).loss
    };
    for (w, told) in gradient.iter().enumerate() {
        const BY: f32 = 1e-3;
        let slope = (loss(w, BY, &mut s) - loss(w, -BY, &mut s)) / f64::from(2.0 * BY);
        let told = f64::from(*told);
        assert!(
            (slope - told).abs() < 2e-2 * (1.0 + told.abs()),
            "{w}: {slope} {told}"
        );
    }
}

#[test]
fn only_the_k_largest_stay_and_equals_go_by_index() {
    let mut row = [0.5, 2.0, 0.0, 0.5, 1.0, 0.5];
    keep_largest(&mut row, 3, &mut Vec::new());
    assert_eq!(row, [0.5, 2.0, 0.0, 0.0, 1.0, 0.0]);
    let mut few = [0.0, 2.0, 0.0];
    keep_largest(&mut few, 3, &mut Vec::new());
    assert_eq!(few, [0.0, 2.0, 0.0]);
}

#[test]
fn one_vector_is_encoded_as_a_batch_is() {
    let coder = moved(Shape {
        form: Form::TopK,
        ..SHAPE
    });
    let x = vectors(3);
    let mut s = Scratch::default();
    coder.encode(&x, &mut s);
    for (x, z) in x.chunks_exact(4).zip(s.latents.chunks_exact(7)) {
        for (a, b) in coder.latents_of(x).iter().zip(z) {
            assert!((a - b).abs() < 1e-6);
        }
    }
}

#[test]
fn a_run_goes_on_from_where_it_stood_and_its_rows_keep_their_length() {
    let data = vectors(60);
    let (mut s, mut gradient) = (Scratch::default(), Vec::new());
    let mut whole = Training::new(SHAPE, 7, 40);
    let mut said = Vec::new();
    let mut kept = None;
    for step in 0..40 {
        if step == 20 {
            kept = Some(whole.clone());
        }
        said.push(whole.step(step, &data, &mut s, &mut gradient).loss);
    }
    let mut resumed = kept.expect("kept");
    for step in 20..40 {
        resumed.step(step, &data, &mut s, &mut gradient);
    }
    assert_eq!(resumed, whole);
    assert!(said[39] < 0.8 * said[0], "{said:?}");
    for row in whole.coder.decoder().chunks_exact(4) {
        assert!((row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
