//! A gated memory cell whose weights are set by hand, so that each gate can be read: the bridge of lecture 4 from an LSTM's
//! gates over h = f_A(h) + f_B(x), y = f_C(h) to an agent that reflects, writes and reads.

/// What comes in at one step. Each is a vector of what it is (one of four) and what it carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token {
    /// Worth keeping, with its content: 1 to 9.
    Note(u8),
    /// Not worth keeping, with its content.
    Chatter(u8),
    /// Asks for what is known.
    Ask,
    /// Everything known is void.
    Wipe,
}

/// The cell at one step.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Step {
    /// Share of the old memory that stays: f = sigmoid(bias - 12 wipe). In the course's words f_A, reflection.
    pub forget: f64,
    /// Share of the content that is written: i = sigmoid(12 note - 6). f_B, writing.
    pub input: f64,
    /// Share of the memory that is given out: o = sigmoid(12 ask - 6). f_C, reading.
    pub output: f64,
    /// z, what the token carries, from -1 to 1.
    pub content: f64,
    /// c = f c + i z.
    pub memory: f64,
    /// y = o c.
    pub answer: f64,
}

/// A gate counts as acting where it does something out of the ordinary: it lets go, lets in, lets out.
impl Step {
    pub fn lets_go(&self) -> bool {
        self.forget < 0.75
    }

    pub fn lets_in(&self) -> bool {
        self.input > 0.5
    }

    pub fn lets_out(&self) -> bool {
        self.output > 0.5
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The cell after each token. `bias`: of the forget gate.
pub fn run(tokens: &[Token], bias: f64) -> Vec<Step> {
    let mut memory = 0.0;
    let one = |is: bool| f64::from(u8::from(is));
    let step = |token: &Token| {
        let content = match token {
            Token::Note(n) | Token::Chatter(n) => f64::from(*n) / 10.0,
            Token::Ask | Token::Wipe => 0.0,
        };
        let forget = sigmoid(bias - 12.0 * one(*token == Token::Wipe));
        let input = sigmoid(12.0 * one(matches!(token, Token::Note(_))) - 6.0);
        let output = sigmoid(12.0 * one(*token == Token::Ask) - 6.0);
        memory = forget * memory + input * content;
        Step { forget, input, output, content, memory, answer: output * memory }
    };
    tokens.iter().map(step).collect()
}

/// The sequence that the page starts with.
pub const SEQUENCE: [Token; 8] = [
    Token::Note(7),
    Token::Chatter(3),
    Token::Chatter(8),
    Token::Ask,
    Token::Wipe,
    Token::Ask,
    Token::Note(4),
    Token::Ask,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_survives_chatter_is_answered_and_is_gone_after_a_wipe() {
        let steps = run(&SEQUENCE, 6.0);
        let answers: Vec<f64> = [3, 5, 7].map(|i: usize| steps[i].answer).into();
        assert!((answers[0] - 0.7).abs() < 0.05, "{answers:?}");
        assert!(answers[1].abs() < 0.05, "{answers:?}");
        assert!((answers[2] - 0.4).abs() < 0.05, "{answers:?}");
        // Nobody asks: nothing is said.
        assert!(steps[1].answer.abs() < 0.01);
    }

    #[test]
    fn exactly_the_gate_that_is_needed_acts() {
        let acts = |s: &Step| (s.lets_go(), s.lets_in(), s.lets_out());
        let steps = run(&[Token::Note(5), Token::Chatter(5), Token::Ask, Token::Wipe], 6.0);
        let wanted = [(false, true, false), (false, false, false), (false, false, true), (true, false, false)];
        assert_eq!(steps.iter().map(acts).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_forget_gate_half_open_halves_the_memory_at_every_step() {
        let steps = run(&[Token::Note(8), Token::Ask, Token::Ask], 0.0);
        // What is let in unasked is 1 / 400 of a content of 0.
        assert!((steps[2].memory - steps[0].memory / 4.0).abs() < 1e-9);
    }
}
