//! How a layer looks and what its numbers are called: the same at every place of the page.

use crate::nn::mixers::Kind;
use crate::plot::Role;

/// Names of one layer on the page.
pub(super) struct Looks {
    /// `data-control` of its checkbox.
    pub control: &'static str,
    /// `data-value` of its share of right answers with the longest sequence.
    pub accuracy: &'static str,
    /// Colour, dash and marker, no two alike. Only the look counts: layers have no role of their own in the palette.
    pub role: Role,
}

const fn looks(control: &'static str, accuracy: &'static str, role: Role) -> Looks {
    Looks {
        control,
        accuracy,
        role,
    }
}

pub(super) const fn of(kind: Kind) -> Looks {
    match kind {
        Kind::Rnn => looks("layer-rnn", "rnn-accuracy", Role::System),
        Kind::Lstm => looks("layer-lstm", "lstm-accuracy", Role::Residual),
        Kind::Softmax => looks("layer-softmax", "softmax-accuracy", Role::First),
        Kind::Linear => looks("layer-linear", "linear-accuracy", Role::Second),
        Kind::Normalised => looks("layer-linear-normalised", "normalised-accuracy", Role::Control),
        Kind::RetNet => looks("layer-retnet", "retnet-accuracy", Role::Third),
        Kind::ScalarGate => looks("layer-gated-retention", "gated-accuracy", Role::Sixth),
        Kind::ElementGate => looks("layer-element-gate", "element-accuracy", Role::Mlp),
        Kind::DeltaNet => looks("layer-delta-net", "delta-accuracy", Role::Fourth),
        Kind::GatedDelta => looks("layer-gated-delta-net", "gated-delta-accuracy", Role::Fifth),
        Kind::Selective => looks("layer-selective-scan", "selective-accuracy", Role::Treatment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_layers_look_alike_or_share_a_name() {
        for (i, a) in Kind::ALL.into_iter().map(of).enumerate() {
            for b in Kind::ALL.into_iter().map(of).take(i) {
                assert_ne!((a.control, a.accuracy), (b.control, b.accuracy));
                let look = |l: &Looks| (l.role.hue(), l.role.dash(), l.role.marker());
                assert_ne!(look(&a), look(&b), "{} {}", a.control, b.control);
            }
        }
        for kind in Kind::ALL {
            assert_eq!(of(kind).control, ["layer-", kind.id()].concat());
        }
    }
}
