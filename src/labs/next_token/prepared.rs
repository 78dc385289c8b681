//! From the bytes of a text to token streams and a vocabulary: everything that a run needs and that does not change.

use super::config::{Config, Corpus, FILE_BYTES, Tokenizer as Choice};
use super::protocol::{About, Setup, TokenView};
use crate::data::batches::{self, Windows};
use crate::data::{charset, check};
use crate::data::documents::{TokenStream, normalised};
use crate::data::tokenizer::{START, Tokenizer};
use crate::nn::gpt::Gpt;
use crate::train::JobError;

/// Windows of the validation part that the loss is measured on.
const VALIDATION_ROWS: usize = 32;
/// Characters of the text that the page shows.
const EXCERPT: usize = 2000;

/// A text, cut into tokens and split.
pub(super) struct Prepared {
    pub config: Config,
    pub tokenizer: Tokenizer,
    pub model: Gpt,
    pub training: TokenStream,
    pub validation: Windows,
    /// Every training window begins with a start token, so generation does the same.
    pub aligned: bool,
    characters: usize,
    validation_tokens: usize,
    encoding: Option<String>,
    excerpt: String,
}

impl Prepared {
    /// Refuses a text that cannot be read or learned from, with the reason.
    pub(super) fn new(setup: &Setup) -> Result<Prepared, JobError> {
        let (config, _) = setup.config.clone().clamped();
        let read = charset::read(&setup.text, FILE_BYTES).map_err(|e| JobError::refused(&e))?;
        let characters = config.tokenizer == Choice::Characters;
        check::text(&read.text, characters).map_err(|e| JobError::refused(&e))?;
        let text = normalised(&read.text);
        let tokenizer = match config.tokenizer {
            Choice::Characters => Tokenizer::characters(&text),
            Choice::Bpe { merges } => Tokenizer::bpe(&text, merges as usize),
        };
        let stream = TokenStream::new(&text, &tokenizer).map_err(|e| JobError::refused(&e))?;
        let context = config.context as usize;
        let (training, held_out) =
            batches::split(&stream, context).map_err(|e| JobError::refused(&e))?;
        let model = Gpt {
            vocabulary: tokenizer.size(),
            context,
            width: config.width as usize,
            layers: config.layers as usize,
            heads: config.heads as usize,
        };
        Ok(Prepared {
            validation: batches::validation_windows(&held_out, context, VALIDATION_ROWS),
            aligned: batches::Batches::new(training.clone(), 0).aligned(context),
            characters: text.chars().count(),
            validation_tokens: held_out.tokens.len(),
            encoding: (config.corpus == Corpus::Own).then(|| read.encoding.name().to_string()),
            excerpt: text.chars().take(EXCERPT).collect(),
            config,
            tokenizer,
            model,
            training,
        })
    }

    /// The part of a growing text that the model sees.
    pub(super) fn visible<'t>(&self, tokens: &'t [u32]) -> &'t [u32] {
        batches::visible(tokens, self.model.context, self.aligned)
    }

    /// What the page shows of text, vocabulary and model.
    pub(super) fn about(&self, step_flops: u64, plan_bytes: u64) -> About {
        About {
            config: self.config.clone(),
            characters: self.characters as u32,
            training_tokens: self.training.tokens.len() as u32,
            validation_tokens: self.validation_tokens as u32,
            encoding: self.encoding.clone(),
            vocabulary: self.tokenizer.vocabulary().into_iter().map(|(text, bytes)| TokenView { text, bytes }).collect(),
            merges: self.tokenizer.merges().to_vec(),
            parameters: self.model.parameters() as u32,
            step_flops,
            plan_bytes,
            uniform_loss: (self.model.vocabulary as f32).ln(),
            excerpt: self.excerpt.clone(),
            start_token: START,
        }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of::<u32>() * (self.training.tokens.len() + 2 * self.validation.inputs.len()) + size_of::<usize>() * self.training.starts.len()
    }
}
