//! Generation one token at a time with a KV cache: the arithmetic of `gpt::Gpt::forward`, written as loops over one row.
//! A test holds the two together.

use std::ops::Range;

use super::gpt::{Gpt, MLP_RATIO};
use crate::backend::{Params, Real, max_of, sum_of, sum_of_two, vector_matrix};

/// Where a block's parameters are in the flat array.
struct Block {
    ln1: [Range<usize>; 2],
    qkv: [Range<usize>; 2],
    proj: [Range<usize>; 2],
    ln2: [Range<usize>; 2],
    up: [Range<usize>; 2],
    down: [Range<usize>; 2],
}

/// The parameters do not hold what the architecture asks for: the missing or misshapen name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingParam(pub String);

/// Keys and values of the tokens read so far, for one sequence.
pub struct Decoder {
    model: Gpt,
    token: Range<usize>,
    position: Range<usize>,
    blocks: Vec<Block>,
    norm: [Range<usize>; 2],
    head: Range<usize>,
    /// One (context, C) array each of keys and values per layer.
    keys: Vec<Vec<f32>>,
    values: Vec<Vec<f32>>,
    /// Tokens whose keys and values are in the cache.
    read: Vec<u32>,
    logits: Vec<f32>,
    /// Rows pushed through the model since the start: what the cache saves is seen in it.
    pub rows_computed: u64,
}

impl Decoder {
    /// For parameters with the names and shapes of `Gpt::forward`.
    pub fn new(model: Gpt, params: &Params<f32>) -> Result<Decoder, MissingParam> {
        let c = model.width;
        let get = |name: &str, len: usize| match params.find(name) {
            Some(p) if p.shape.len() == len => Ok(p.range.clone()),
            _ => Err(MissingParam(name.into())),
        };
        let pair = |name: String,
                    a: &str,
                    b: &str,
                    la: usize,
                    lb: usize|
         -> Result<[Range<usize>; 2], MissingParam> {
            Ok([
                get(&format!("{name}.{a}"), la)?,
                get(&format!("{name}.{b}"), lb)?,
            ])
        };
        let blocks = (0..model.layers)
            .map(|i| {
                let linear = |part: &str, k: usize, n: usize| {
                    pair(format!("blocks.{i}.{part}"), "weight", "bias", k * n, n)
                };
                let norm = |part: &str| pair(format!("blocks.{i}.{part}"), "gain", "bias", c, c);
                Ok(Block {
                    ln1: norm("ln1")?,
                    qkv: linear("attn.qkv", c, 3 * c)?,
                    proj: linear("attn.proj", c, c)?,
                    ln2: norm("ln2")?,
                    up: linear("mlp.up", c, MLP_RATIO * c)?,
                    down: linear("mlp.down", MLP_RATIO * c, c)?,
                })
            })
            .collect::<Result<Vec<_>, MissingParam>>()?;
        Ok(Decoder {
            token: get("embed.token", model.vocabulary * c)?,
            position: get("embed.position", model.context * c)?,
            norm: pair("final_norm".into(), "gain", "bias", c, c)?,
            head: get("head.weight", c * model.vocabulary)?,
            blocks,
            keys: vec![vec![0.0; model.context * c]; model.layers],
            values: vec![vec![0.0; model.context * c]; model.layers],
            read: Vec::with_capacity(model.context),
            logits: vec![0.0; model.vocabulary],
            rows_computed: 0,
            model,
        })
    }

    /// Forgets all tokens: after the weights changed, or to compute without the cache.
    pub fn clear(&mut self) {
        self.read.clear();
    }

    /// Logits (V) of the token after `tokens`: the last `context` of them are seen. Only rows that the cache does not
    /// hold are computed; once the window slides, every position changes and so the whole window is computed anew.
    ///
    /// `tokens` is not empty and every id is below the vocabulary: the caller has checked them (`ids_fit`).
    pub fn logits(&mut self, params: &Params<f32>, tokens: &[u32]) -> &[f32] {
        let window = &tokens[tokens.len().saturating_sub(self.model.context)..];
        let known = self
            .read
            .iter()
            .zip(window)
            .take_while(|(a, b)| a == b)
            .count();
        // The last row is always computed: its logits are wanted.
        let keep = known.min(window.len().saturating_sub(1));
        self.read.truncate(keep);
        for &token in &window[keep..] {
            self.push(&params.data, token);
        }
        &self.logits
    }

    /// The last row once more: the cost of one token with everything before it in the cache.
    pub fn again(&mut self, params: &Params<f32>) {
        if let Some(token) = self.read.pop() {
            self.push(&params.data, token);
        }
    }

    /// Whether every id is in the vocabulary.
    pub fn ids_fit(&self, tokens: &[u32]) -> bool {
        tokens.iter().all(|&t| (t as usize) < self.model.vocabulary)
    }

    fn push(&mut self, p: &[f32], token: u32) {
        let (c, heads) = (self.model.width, self.model.heads);
        let d = c / heads;
        let t = self.read.len();
        self.read.push(token);
        self.rows_computed += 1;
        let row = |range: &Range<usize>, i: usize| &p[range.start + i * c..][..c];
        let mut x: Vec<f32> = row(&self.token, token as usize)
            .iter()
            .zip(row(&self.position, t))
            .map(|(a, b)| a + b)
            .collect();
        let mut normed = vec![0.0; c];
        let mut qkv = vec![0.0; 3 * c];
        let mut mixed = vec![0.0; c];
        let mut out = vec![0.0; c];
        let mut hidden = vec![0.0; MLP_RATIO * c];
        let mut scores = vec![0.0; t + 1];
        let scale = (1.0 / (d as f64).sqrt()) as f32;
        for (i, block) in self.blocks.iter().enumerate() {
            layer_norm(
                &mut normed,
                &x,
                &p[block.ln1[0].clone()],
                &p[block.ln1[1].clone()],
            );
            vector_matrix(
                &mut qkv,
                &normed,
                &p[block.qkv[0].clone()],
                Some(&p[block.qkv[1].clone()]),
            );
            self.keys[i][t * c..][..c].copy_from_slice(&qkv[c..2 * c]);
            self.values[i][t * c..][..c].copy_from_slice(&qkv[2 * c..]);
            mixed.fill(0.0);
            for h in 0..heads {
                let q = &qkv[h * d..][..d];
                for (s, score) in scores.iter_mut().enumerate() {
                    *score =
                        sum_of_two(q, &self.keys[i][s * c + h * d..][..d], |a, b| a * b) * scale;
                }
                let top = max_of(&scores);
                for s in scores.iter_mut() {
                    *s = Real::exp(*s - top);
                }
                let share = 1.0 / sum_of(&scores, |v| v);
                let mixed = &mut mixed[h * d..][..d];
                for (s, score) in scores.iter().enumerate() {
                    let weight = score * share;
                    for (m, v) in mixed.iter_mut().zip(&self.values[i][s * c + h * d..][..d]) {
                        *m += weight * v;
                    }
                }
            }
            vector_matrix(
                &mut out,
                &mixed,
                &p[block.proj[0].clone()],
                Some(&p[block.proj[1].clone()]),
            );
            add(&mut x, &out);
            layer_norm(
                &mut normed,
                &x,
                &p[block.ln2[0].clone()],
                &p[block.ln2[1].clone()],
            );
            vector_matrix(
                &mut hidden,
                &normed,
                &p[block.up[0].clone()],
                Some(&p[block.up[1].clone()]),
            );
            for v in hidden.iter_mut() {
                *v = crate::backend::gelu(*v);
            }
            vector_matrix(
                &mut out,
                &hidden,
                &p[block.down[0].clone()],
                Some(&p[block.down[1].clone()]),
            );
            add(&mut x, &out);
        }
        layer_norm(
            &mut normed,
            &x,
            &p[self.norm[0].clone()],
            &p[self.norm[1].clone()],
        );
        vector_matrix(&mut self.logits, &normed, &p[self.head.clone()], None);
    }
}

fn add(x: &mut [f32], y: &[f32]) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
}

fn layer_norm(out: &mut [f32], x: &[f32], gain: &[f32], bias: &[f32]) {
    let n = x.len() as f32;
    let mean = sum_of(x, |v| v) / n;
    let variance = sum_of(x, |v| (v - mean) * (v - mean)) / n;
    let r = 1.0 / (variance + 1e-5).sqrt();
    for ((o, x), (g, b)) in out.iter_mut().zip(x).zip(gain.iter().zip(bias)) {
        *o = (x - mean) * r * g + b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Cpu;
    use crate::tensor::{Graph, Plan};

    const MODEL: Gpt = Gpt {
        vocabulary: 7,
        context: 6,
        width: 12,
        layers: 2,
        heads: 3,
    };

    /// The graph's logits for the last position of `tokens`.
    fn graph_logits(params: &Params<f32>, tokens: &[u32]) -> Vec<f32> {
        let g = Graph::new();
        let ids = g.input("ids", &[1, tokens.len()]);
        let logits = MODEL.forward(&g, ids);
        let mut cpu = Cpu::new(Plan::new(&g, &[logits.id]));
        cpu.write_ids(ids.id, tokens).unwrap();
        cpu.run(params, &[]).unwrap();
        let all = cpu.read(logits.id).unwrap();
        all[all.len() - MODEL.vocabulary..].to_vec()
    }

    fn params() -> Params<f32> {
        let g = Graph::new();
        MODEL.loss(&g, 1, 6);
        Params::init(&g, 5)
    }

    #[test]
    fn decoding_with_the_cache_is_the_graph_and_a_slid_window_is_computed_anew() {
        let params = params();
        let mut decoder = Decoder::new(MODEL, &params).unwrap();
        let tokens = [3, 1, 4, 1, 5, 2, 6, 5, 3];
        for n in 1..=tokens.len() {
            let got = decoder.logits(&params, &tokens[..n]).to_vec();
            let want = graph_logits(&params, &tokens[n.saturating_sub(6)..n]);
            for (a, b) in got.iter().zip(&want) {
                assert!((a - b).abs() < 1e-5, "{n}: {a} against {b}");
            }
        }
        // 6 rows with the cache, then three windows of 6.
        assert_eq!(decoder.rows_computed, 6 + 3 * 6);
    }

    #[test]
    fn a_fork_reuses_the_common_beginning() {
        let params = params();
        let mut decoder = Decoder::new(MODEL, &params).unwrap();
        decoder.logits(&params, &[1, 2, 3, 4]);
        let before = decoder.rows_computed;
        let forked = decoder.logits(&params, &[1, 2, 5]).to_vec();
        assert_eq!(decoder.rows_computed - before, 1);
        let want = graph_logits(&params, &[1, 2, 5]);
        for (a, b) in forked.iter().zip(&want) {
            assert!((a - b).abs() < 1e-5);
        }
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let other = Gpt { layers: 3, ..MODEL };
        assert_eq!(
            Decoder::new(other, &params()).err(),
            Some(MissingParam("blocks.2.ln1.gain".into()))
        );
    }
}
