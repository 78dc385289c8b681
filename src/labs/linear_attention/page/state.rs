//! What the widgets share: the choices, what is computed from them, the measurement.

use leptos::prelude::*;

use crate::labs::linear_attention::config::Config;
use crate::labs::linear_attention::derivation::{
    Derived, Line, Sequence, derive, difference,
};
use crate::labs::linear_attention::drawers::Cabinet;
use crate::labs::linear_attention::protocol::{Report, Setup};
use crate::labs::linear_attention::rounds::{Node, Shape, graph};
use crate::labs::linear_attention::wrong::{Wrong, outcome};
use crate::lesson::Lang;
use crate::ui::{Chosen, Session, use_choices, use_job, use_lang};

/// Two outputs closer than this are the same: rounding stays far below it, a wrong turn far above.
pub(super) const SAME: f64 = 1e-9;

/// The board: what every line gives on the present numbers.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Board {
    pub sequence: Sequence,
    /// y of the RNN whose f_A halves the memory, before anything is dropped.
    pub rnn: Vec<Vec<f64>>,
    /// All right lines, in order, also those that are not shown yet.
    pub lines: Vec<(Line, Derived)>,
    /// The wrong turn that is shown, and its y; `None` where its lengths do not fit.
    pub wrong: Option<(Wrong, Option<Vec<Vec<f64>>>)>,
    /// Lines on the board.
    pub shown: usize,
}

impl Board {
    fn new(config: &Config) -> Board {
        let sequence = config.sequence();
        let line = |line: Line| (line, derive(&sequence, line));
        Board {
            rnn: outcome(&sequence, Wrong::DropAnything).unwrap_or_default(),
            lines: Line::ALL.into_iter().map(line).collect(),
            wrong: config.tried.map(|wrong| (wrong, outcome(&sequence, wrong))),
            shown: usize::from(config.step),
            sequence,
        }
    }

    /// The y that all others are compared with.
    pub(super) fn right(&self) -> &[Vec<f64>] {
        self.lines.first().map_or(&[], |(_, made)| &made.y)
    }

    /// Largest difference of a line from the first one.
    pub(super) fn apart(&self, y: &[Vec<f64>]) -> f64 {
        difference(y, self.right())
    }

    /// Of the right lines on the board; `None` while there is nothing to compare.
    pub(super) fn largest(&self) -> Option<f64> {
        let shown = &self.lines[..self.shown.min(self.lines.len())];
        let apart = shown.iter().map(|(_, made)| self.apart(&made.y));
        (self.shown > 1).then(|| apart.fold(0.0, f64::max))
    }

    /// Of the wrong turn: largest difference, and how many tokens have another y.
    pub(super) fn wrong(&self) -> Option<(Wrong, f64, usize)> {
        let (wrong, y) = self.wrong.as_ref()?;
        let y = y.as_ref()?;
        let differs = |(a, b): &(&Vec<f64>, &Vec<f64>)| {
            difference(std::slice::from_ref(*a), std::slice::from_ref(*b)) > SAME
        };
        let changed = y.iter().zip(self.right()).filter(differs).count();
        Some((*wrong, self.apart(y), changed))
    }
}

/// Which graph: form, tokens, tokens of a chunk.
type Drawn = (Shape, usize, usize);

/// Copy; belongs to the page.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    lang: RwSignal<Lang>,
    pub board: Memo<Board>,
    pub cabinet: Memo<Cabinet>,
    pub nodes: Memo<Vec<Node>>,
    drawn: Memo<Drawn>,
    /// Rounds that are done, and of which graph.
    rounds_done: RwSignal<(Drawn, usize)>,
    pub session: Session<Setup>,
    pub report: RwSignal<Report>,
}

impl Lab {
    pub(super) fn new(id: &'static str) -> Lab {
        let chosen = use_choices::<Config>();
        let report = RwSignal::new(Report::default());
        let job = use_job(id, move |new: Report| {
            report.try_set(new);
        });
        let session = Session::new(job, move || Some(chosen.config.with(setup)));
        let drawn = chosen.pick(|c| (c.shape, usize::from(c.nodes), usize::from(c.piece)));
        Lab {
            chosen,
            lang: use_lang(),
            board: Memo::new(move |_| chosen.config.with(Board::new)),
            cabinet: Memo::new(move |_| {
                let (items, lean, asked) = chosen.config.with(|c| (c.items, c.lean, c.asked));
                Cabinet::new(items.into(), lean.into(), usize::from(asked).saturating_sub(1))
            }),
            nodes: Memo::new(move |_| {
                let (shape, nodes, piece) = drawn.get();
                graph(shape, nodes, piece)
            }),
            drawn,
            rounds_done: RwSignal::new((drawn.get_untracked(), 0)),
            session,
            report,
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Rounds of the graph that are done; none of another graph are.
    pub(super) fn round(self) -> usize {
        let (of, done) = self.rounds_done.get();
        if of == self.drawn.get() { done } else { 0 }
    }

    pub(super) fn set_round(self, round: usize) {
        self.rounds_done.set((self.drawn.get_untracked(), round));
    }
}

pub(super) fn setup(config: &Config) -> Setup {
    Setup {
        size: config.size,
        chunk: config.chunk,
        longest: config.time,
        seed: config.seed,
    }
}
