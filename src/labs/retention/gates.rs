//! What the page keeps of a training, and what it shows about it: gates where something was declared void, and elsewhere.

use super::protocol::{Look, Report, Sequence, WRITES};

/// The run so far.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Watched {
    /// The newest report; its looks are below.
    pub last: Report,
    pub looks: Vec<Look>,
}

/// Which of a look's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Gates,
    Betas,
}

impl Look {
    /// The numbers of one sequence, one per token; empty where the layer has none.
    pub fn of(&self, which: Which, sequence: usize) -> &[f32] {
        let all = match which {
            Which::Gates => &self.gates,
            Which::Betas => &self.betas,
        };
        let writes = usize::from(WRITES);
        all.get(sequence * writes..(sequence + 1) * writes).unwrap_or_default()
    }
}

impl Watched {
    pub fn take(&mut self, mut report: Report) {
        if report.restart {
            self.looks.clear();
        }
        self.looks.append(&mut report.looks);
        self.last = report;
    }

    pub fn newest(&self) -> Option<&Look> {
        self.looks.last()
    }

    /// What the layer has: a gate of its own, or a beta.
    pub fn has(&self, which: Which) -> bool {
        self.newest().is_some_and(|look| !look.of(which, 0).is_empty())
    }
}

/// A kind of token whose numbers are compared with those of the rest.
pub type Special = fn(&Sequence, usize) -> bool;

/// The token that declares everything before it void.
pub fn clears(sequence: &Sequence, token: usize) -> bool {
    sequence.clears.get(token) == Some(&true)
}

/// A token whose key was written before.
pub fn repeats(sequence: &Sequence, token: usize) -> bool {
    let key = sequence.keys.get(token);
    sequence.keys.iter().take(token).any(|before| Some(before) == key)
}

/// Mean over the special tokens, and over the rest, of all test sequences. `None` where there are none.
pub fn means(look: &Look, which: Which, sequences: &[Sequence], special: Special) -> (Option<f64>, Option<f64>) {
    let (mut at, mut elsewhere) = (vec![], vec![]);
    for sequence in sequences {
        for (token, number) in look.of(which, usize::from(sequence.number)).iter().enumerate() {
            let place = if special(sequence, token) { &mut at } else { &mut elsewhere };
            place.push(f64::from(*number));
        }
    }
    let mean = |numbers: Vec<f64>| {
        let n = numbers.len();
        (n > 0).then(|| numbers.iter().sum::<f64>() / n as f64)
    };
    (mean(at), mean(elsewhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_tell_the_special_tokens_from_the_rest() {
        let t = usize::from(WRITES);
        let sequence = Sequence {
            number: 1,
            keys: (0..t as u32).map(|i| i.min(3)).collect(),
            values: vec![0; t],
            clears: (0..t).map(|i| i == 2).collect(),
            asked: vec![],
            answers: vec![],
            said: vec![],
        };
        let mut gates = vec![0.5; 2 * t];
        gates[t + 2] = 0.25;
        let look = Look { step: 0, gates, betas: vec![] };
        let one = std::slice::from_ref(&sequence);
        assert_eq!(means(&look, Which::Gates, one, clears), (Some(0.25), Some(0.5)));
        assert_eq!(means(&look, Which::Betas, one, clears), (None, None));
        let repeated: Vec<usize> = (0..t).filter(|i| repeats(&sequence, *i)).collect();
        assert_eq!(repeated, (4..t).collect::<Vec<_>>());
    }

    #[test]
    fn looks_add_up_until_the_job_starts_again() {
        let look = |step| Look { step, gates: vec![], betas: vec![] };
        let report = |steps: &[u32], restart| Report { looks: steps.iter().map(|s| look(*s)).collect(), restart, ..Report::default() };
        let mut watched = Watched::default();
        watched.take(report(&[0, 1], true));
        watched.take(report(&[2], false));
        assert_eq!(watched.looks.len(), 3);
        watched.take(report(&[0], true));
        assert_eq!(watched.looks.len(), 1);
    }
}
