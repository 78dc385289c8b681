//! The gradient of one sentence: with respect to weights (fine-tuning), or to what one block's MLP writes at one place (ROME).

use crate::backend::{BackendError, Change, Cpu, Edit, Params, Region};
use crate::nn::rope_gpt::RopeGpt;
use crate::nn::trainer::BuildError;
use crate::tensor::{Graph, Id, Plan, T, grad};

/// What is to be moved.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Moved {
    /// A vector added to `blocks.{0}.mlp.out` at one position.
    Written(u8),
    /// The values of the last block.
    LastValues,
    /// All weights.
    All,
}

/// -log p(a word after a prompt), and its gradient, for prompts of one length.
pub(super) struct Descent {
    cpu: Cpu<f32>,
    ids: Id,
    target: Id,
    loss: Id,
    /// The site of `Moved::Written`.
    site: Option<Id>,
    /// Names (of weights, or of the site) and the nodes of their gradients.
    gradients: Vec<(String, Id)>,
}

impl Descent {
    /// `time`: tokens of the prompt.
    pub(super) fn new(model: RopeGpt, time: usize, moved: &Moved) -> Result<Descent, BuildError> {
        let g = Graph::new();
        let ids = g.input("ids", &[1, time]);
        let target = g.input("target", &[1, 1]);
        let logits = model.forward(&g, ids).slice(1, time - 1, 1);
        let loss = logits.cross_entropy(target).mean().named("loss");
        let find = |name: &str| g.find(name).expect("a site or an input of the model");
        let names: Vec<String> = match moved {
            Moved::Written(block) => vec![format!("blocks.{block}.mlp.out")],
            Moved::LastValues => vec![last_values(model)],
            Moved::All => g.params().into_iter().map(|p| p.name).collect(),
        };
        let node = |name: &String| match moved {
            Moved::Written(_) => g.handle(find(name)),
            _ => {
                let param = g.params().into_iter().find(|p| p.name == *name);
                g.handle(param.expect("a parameter of the model").id)
            }
        };
        let wrt: Vec<T<'_>> = names.iter().map(node).collect();
        g.check().map_err(BuildError::Shape)?;
        let grads = grad(loss, &wrt).map_err(BuildError::Grad)?;
        g.check().map_err(BuildError::Shape)?;
        let keep: Vec<Id> = grads.iter().map(|t| t.id).chain([loss.id]).collect();
        let site = matches!(moved, Moved::Written(_)).then(|| wrt[0].id);
        let gradients = names
            .into_iter()
            .zip(&grads)
            .map(|(name, t)| (name, t.id))
            .collect();
        let mut cpu = Cpu::new(Plan::new(&g, &keep));
        for (name, table) in ["rope.cos", "rope.sin"].iter().zip(model.rotations(time)) {
            cpu.write(find(name), &table)
                .expect("a table of the model's own size");
        }
        Ok(Descent {
            cpu,
            ids: ids.id,
            target: target.id,
            loss: loss.id,
            site,
            gradients,
        })
    }

    /// -log p(target), nats, with `added` written on top at its position (only for `Moved::Written`).
    pub(super) fn run(
        &mut self,
        params: &Params<f32>,
        prompt: &[u32],
        target: u32,
        added: Option<(usize, &[f32])>,
    ) -> Result<f64, BackendError> {
        self.cpu.write_ids(self.ids, prompt)?;
        self.cpu.write_ids(self.target, &[target])?;
        let edits: Vec<Edit<f32>> = added
            .zip(self.site)
            .map(|((position, values), at)| Edit {
                at,
                region: Region::all().at(1, position),
                change: Change::Add(values.to_vec()),
            })
            .into_iter()
            .collect();
        self.cpu.run(params, &edits)?;
        Ok(self.cpu.read(self.loss)?[0].into())
    }

    /// Gradients after `run`, by name.
    pub(super) fn gradients(&self) -> impl Iterator<Item = (&str, Result<&[f32], BackendError>)> {
        self.gradients
            .iter()
            .map(|(name, id)| (name.as_str(), self.cpu.read(*id)))
    }

    pub(super) fn bytes(&self) -> usize {
        self.cpu.bytes()
    }
}

/// The name of the values of the last block.
pub(super) fn last_values(model: RopeGpt) -> String {
    format!("blocks.{}.w2", model.layers - 1)
}
