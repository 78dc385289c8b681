//! Models in terms of the graph. Imports `tensor` and `backend`.
//!
//! Letters: B batch, T time, C channels (width), H heads, V vocabulary.

pub mod algebra;
pub mod decode;
pub mod gpt;
pub mod gru;
pub mod layers;
pub mod mixers;
pub mod model_file;
pub mod optim;
pub mod reference;
pub mod rope_gpt;
pub mod sampling;
pub mod shift_gpt;
pub mod trainer;
