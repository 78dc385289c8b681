//! The gradients of every layer are the finite differences of its loss, in f64, in every form.

use super::*;
use crate::tensor::grad;

const T: usize = 4;

/// Checks the gradient of a weighted sum of `form`'s result, in every parameter and in the input.
fn check(mixer: &dyn Mixer, form: for<'g> fn(&dyn Mixer, &Rows<'g>) -> T_<'g>) {
    let g = Graph::new();
    let x = g.input("x", &[1, T, SIZE.width]);
    let y = form(mixer, &mixer.project(&scope(&g), x));
    let weights = g.input("weights", y.shape().dims());
    let loss = (y * weights).sum();
    let specs = g.params();
    let mut wrt: Vec<T_<'_>> = specs.iter().map(|p| g.handle(p.id)).collect();
    wrt.push(x);
    // A form may leave a parameter out: a memory does not depend on what it is asked with.
    let wrt: Vec<(usize, Id)> = wrt
        .iter()
        .enumerate()
        .filter_map(|(i, t)| Some((i, grad(loss, &[*t]).ok()?[0].id)))
        .collect();
    assert!(wrt.len() >= 2, "{:?}", mixer.kind());
    g.check().unwrap_or_else(|e| panic!("{e}"));
    let mut keep: Vec<Id> = wrt.iter().map(|(_, id)| *id).collect();
    keep.push(loss.id);
    let mut cpu = Cpu::<f64>::new(Plan::new(&g, &keep));
    let mut params = Params::<f64>::init(&g, 7);
    // Biases and rates begin at 0; any other place will do as well.
    let shift = noise(params.count(), 8);
    for (p, s) in params.data.iter_mut().zip(shift) {
        *p += 0.1 * s as f64;
    }
    let wide = |v: Vec<f32>| -> Vec<f64> { v.iter().map(|v| *v as f64).collect() };
    let mut at = wide(noise(T * SIZE.width, 1));
    cpu.write(weights.id, &wide(noise(weights.shape().len(), 2)))
        .expect("an input");
    cpu.write(x.id, &at).expect("an input");
    cpu.run(&params, &[]).expect("a run");
    let found: Vec<Vec<f64>> = wrt
        .iter()
        .map(|(_, id)| cpu.read(*id).expect("kept").to_vec())
        .collect();
    for ((i, _), found) in wrt.iter().zip(&found) {
        for (k, found) in found.iter().enumerate() {
            let mut loss_at = |by: f64| {
                match specs.get(*i) {
                    Some(spec) => params.get_mut(&spec.name).expect("its own")[k] += by,
                    None => at[k] += by,
                }
                cpu.write(x.id, &at).expect("an input");
                cpu.run(&params, &[]).expect("a run");
                match specs.get(*i) {
                    Some(spec) => params.get_mut(&spec.name).expect("its own")[k] -= by,
                    None => at[k] -= by,
                }
                cpu.read(loss.id).expect("kept")[0]
            };
            let h = 1e-3;
            let near = loss_at(h) - loss_at(-h);
            let far = loss_at(2.0 * h) - loss_at(-2.0 * h);
            let slope = (8.0 * near - far) / (12.0 * h);
            let name = specs.get(*i).map_or("x", |s| &s.name);
            assert!(
                (slope - found).abs() < 1e-6 * slope.abs().max(1e-2),
                "{:?}: {name}[{k}]: gradient {found} but slope {slope}",
                mixer.kind()
            );
        }
    }
}

type T_<'g> = crate::tensor::T<'g>;

#[test]
fn of_all_tokens_at_once() {
    for mixer in MIXERS {
        check(*mixer, |mixer, rows| mixer.chunk(rows, None).0);
    }
}

#[test]
fn of_one_token_after_the_other() {
    for mixer in MIXERS {
        check(*mixer, |mixer, rows| unrolled(mixer, rows, None).0);
    }
}

#[test]
fn of_pieces_and_of_reading_what_they_leave() {
    for mixer in MIXERS {
        check(*mixer, |mixer, rows| {
            let (y, state) = chunkwise(mixer, rows, None, 3);
            y + mixer.read(rows, state)
        });
    }
}
