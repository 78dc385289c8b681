//! What writes the tape on: rules, a trained model, or the reader.

use serde::{Deserialize, Serialize};

use super::token::{Mark, Token};
use crate::lesson::{Describe, Lang};

/// Sees the tape and nothing else. The same tape must give the same distribution (truth rule T1 holds it to that).
pub trait Brain {
    /// What comes next on this tape, which ends in an open turn of the brain ([`super::reading::read`]).
    fn next(&mut self, prompt: &[Token]) -> Dist;

    /// What every run, chart and export says of who wrote it.
    fn badge(&self) -> Badge;
}

/// The tokens that may come next, the likeliest first.
///
/// Probabilities are not negative and add up to 1; tokens that are left out have none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Dist(pub Vec<(Token, f32)>);

impl Dist {
    /// No doubt.
    pub fn sure(token: Token) -> Dist {
        Dist(vec![(token, 1.0)])
    }

    /// The token that a throw of the dice in [0, 1) falls on. Where nothing is likely, the turn ends.
    pub fn pick(&self, throw: f32) -> Token {
        let mut below = 0.0;
        for &(token, p) in &self.0 {
            below += p;
            if throw < below {
                return token;
            }
        }
        self.0
            .first()
            .map_or(Mark::End.token(), |&(token, _)| token)
    }
}

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Badge {
    Rules,
    Tiny { weights: u32, steps: u32 },
    Reader,
}

impl Describe for Badge {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Badge::Rules, Lang::En) => "Rules written by us, not a language model".into(),
            (Badge::Rules, Lang::ZhHant) => "我們手寫的規則，不是語言模型".into(),
            (Badge::Tiny { weights, steps }, Lang::En) => {
                format!("Tiny language model: {weights} weights, {steps} training steps")
            }
            (Badge::Tiny { weights, steps }, Lang::ZhHant) => {
                format!("小型語言模型：{weights} 個權重，訓練 {steps} 步")
            }
            (Badge::Reader, Lang::En) => "You are the model".into(),
            (Badge::Reader, Lang::ZhHant) => "由你來當模型".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_by_the_probabilities() {
        let dist = Dist(vec![(97, 0.5), (98, 0.25), (99, 0.25)]);
        let throws = [0.0, 0.49, 0.5, 0.74, 0.75, 0.999];
        assert_eq!(throws.map(|u| dist.pick(u)), [97, 97, 98, 98, 99, 99]);
        assert_eq!(Dist::sure(5).pick(0.999_999), 5);
        assert_eq!(Dist::default().pick(0.3), Mark::End.token());
        assert_eq!(Dist(vec![(7, f32::NAN)]).pick(0.3), 7);
    }
}
