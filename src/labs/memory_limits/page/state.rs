//! Everything that the widgets share: the choices, the job, what was written by hand, what was moved, what was measured.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use rand_distr::{Distribution, StandardNormal};

use crate::data::rng::stream;
use crate::labs::memory_limits::LAB;
use crate::labs::memory_limits::cell::{SEQUENCE, Token};
use crate::labs::memory_limits::choices::{Config, Source};
use crate::labs::memory_limits::guesses;
use crate::labs::memory_limits::hand::{MOST, Pairs, Reading, inside};
use crate::labs::memory_limits::laws::Point;
use crate::labs::memory_limits::protocol::{Answer, Ask, Curve, Laws, LayerReport, Report, Setup};
use crate::lesson::Lang;
use crate::nn::mixers::Kind;
use crate::train::State;
use crate::ui::{Chosen, Session, Timer, Ui, follow, use_choices, use_job, use_ui};

/// How long the controls have to rest before a job is opened.
const REST_MS: u64 = 400;

/// What was measured of the laws, and of which question.
pub(super) type Measured = Arc<(Laws, Vec<Curve>)>;

/// Points of the plane that the reader has moved away from where the dice had put them.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Moved {
    /// Which points: how many, on the circle, seed.
    of: (u8, bool, u32),
    at: BTreeMap<usize, Point>,
}

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub ui: Ui,
    pub chosen: Chosen<Config>,
    pub config: RwSignal<Config>,
    pub session: Session<Setup>,
    pub report: RwSignal<Report>,
    /// The reader has asked for the laws; from then on they follow the controls.
    pub wants_laws: RwSignal<bool>,
    pub laws: RwSignal<Option<Measured>>,
    /// Pairs of the memory that is written by hand.
    pub pairs: Memo<Pairs>,
    pub written: RwSignal<usize>,
    pub asked: RwSignal<usize>,
    /// The reader's own keys.
    pub own: RwSignal<Vec<Point>>,
    /// Keys of the plane.
    pub points: Memo<Vec<Point>>,
    moved: RwSignal<Moved>,
    pub query: RwSignal<Point>,
    /// The reader has drawn keys.
    pub drawn: RwSignal<bool>,
    pub tokens: RwSignal<Vec<Token>>,
    /// Tokens of the sequence that the cell has read.
    pub read: RwSignal<usize>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let config = chosen.config;
        let report = RwSignal::new(Report::default());
        let job = use_job(LAB.id, move |new: Report| drop(report.try_set(new)));
        // The laws are measured in the worker too, also while no layer is chosen.
        let session = Session::new(job, move || {
            config.with(|c| {
                let some = || Config { layers: c.layers.with(Kind::Linear, true), ..c.clone() }.setup();
                c.setup().or_else(some)
            })
        });
        let own = RwSignal::new(first_points());
        let hand = Memo::new(move |_| config.with(|c| (c.source, c.hand_size(), c.memory_seed)));
        let pairs = Memo::new(move |_| {
            let (source, size, seed) = hand.get();
            let own = if source == Source::Own { own.get() } else { vec![] };
            Pairs::new(source, size, seed, &own)
        });
        let moved = RwSignal::new(Moved::default());
        let of = Memo::new(move |_| config.with(|c| (c.points, c.on_circle, c.points_seed)));
        let points = Memo::new(move |_| {
            let mut points = draw(of.get());
            moved.with(|m| {
                if m.of == of.get() {
                    m.at.iter().for_each(|(i, p)| points[*i] = *p);
                }
            });
            points
        });
        let lab = Lab {
            ui: use_ui(),
            chosen,
            config,
            session,
            report,
            wants_laws: RwSignal::new(false),
            laws: RwSignal::new(None),
            pairs,
            written: RwSignal::new(0),
            asked: RwSignal::new(0),
            own,
            points,
            moved,
            query: RwSignal::new([0.9, 0.5]),
            drawn: RwSignal::new(false),
            tokens: RwSignal::new(SEQUENCE.to_vec()),
            read: RwSignal::new(0),
        };
        lab.open_when_untouched();
        lab.follow_laws();
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.ui.lang.get()
    }

    pub(super) fn change(self, change: impl FnOnce(&mut Config)) {
        self.chosen.change(change);
    }

    /// Something has been trained.
    pub(super) fn is_touched(self) -> bool {
        self.report.with(|r| r.step > 0) || self.session.job.state.get() == State::Running
    }

    /// While nothing has been learned, the open job follows the controls.
    fn open_when_untouched(self) {
        let wanted = Memo::new(move |_| self.config.with(Config::setup));
        let timer = Timer::new(REST_MS);
        Effect::new(move |_| {
            wanted.track();
            timer.start(move || {
                let session = self.session;
                let due = untrack(|| {
                    session.opened().is_none() || (!self.is_touched() && session.is_stale())
                });
                if due {
                    session.open();
                }
            });
        });
        // What an old job said is not what the new one says.
        Effect::new(move |before: Option<u32>| {
            let number = session_number(self.session);
            if before.is_some_and(|before| before != number) {
                self.report.set(Report::default());
            }
            number
        });
    }

    fn follow_laws(self) {
        let session = self.session;
        let asked = move || self.wants_laws.get().then(|| self.config.with(Config::laws));
        follow(
            session.job,
            move || {
                let number = session_number(session);
                (number > 0).then_some((number, 0, Ask::Laws(asked()?)))
            },
            move |answer| {
                if let Ok(Answer::Laws(curves)) = answer
                    && let Some(laws) = untrack(asked)
                {
                    self.laws.set(Some(Arc::new((laws, curves))));
                }
            },
        );
    }

    /// A layer of the run.
    pub(super) fn layer<T>(self, kind: Kind, read: impl FnOnce(&LayerReport) -> Option<T>) -> Option<T> {
        self.report.with(|r| r.layers.iter().find(|l| l.kind == kind).and_then(read))
    }

    /// What the memory gives back to the pair that asks.
    pub(super) fn reading(self) -> Option<Reading> {
        let (written, asked) = (self.written.get(), self.asked.get());
        let corrects = self.config.with(|c| c.corrects);
        self.pairs.with(|p| p.read(written, asked, corrects)).filter(|_| written > 0)
    }

    pub(super) fn move_own(self, index: usize, to: Point) {
        self.own.update(|own| {
            if let Some(point) = own.get_mut(index) {
                *point = inside(to);
            }
        });
    }

    pub(super) fn move_point(self, index: usize, to: Point) {
        let of = self.config.with_untracked(|c| (c.points, c.on_circle, c.points_seed));
        let to = if of.1 { onto_circle(to) } else { inside(to) };
        self.moved.update(|moved| {
            if moved.of != of {
                *moved = Moved { of, at: BTreeMap::new() };
            }
            if index < usize::from(of.0) {
                moved.at.insert(index, to);
            }
        });
    }

    /// Fresh keys in the plane.
    pub(super) fn draw_points(self) {
        self.drawn.set(true);
        self.change(|c| c.points_seed = c.points_seed.wrapping_add(1));
    }

    /// What the reader has seen, for the guesses.
    pub(super) fn seen(self) -> guesses::Seen {
        let (linear, retnet) = self
            .session
            .opened()
            .map_or((None, None), |setup| self.report.with(|r| guesses::trained(&setup, &r.layers)));
        let winners = self.drawn.get().then(|| {
            let (points, circle) = (self.points.get(), self.config.with(|c| c.on_circle));
            let winners = crate::labs::memory_limits::laws::hull(&points).len();
            guesses::asked_winners(points.len(), circle, winners)
        });
        guesses::Seen {
            error_half: self.laws.with(|l| l.as_ref().and_then(|l| guesses::asked_error_half(&l.0, &l.1))),
            winners: winners.flatten(),
            linear,
            retnet,
        }
    }
}

fn session_number(session: Session<Setup>) -> u32 {
    session.number.get()
}

/// Two keys at a right angle, one between them, the rest around.
fn first_points() -> Vec<Point> {
    let around = |i: usize| {
        let angle = 1.2 + i as f64 * 2.399_963; // the golden angle: never the same direction twice
        [libm::cos(angle), libm::sin(angle)]
    };
    let given = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]];
    (0..MOST).map(|i| given.get(i).copied().unwrap_or_else(|| around(i))).collect()
}

fn draw((count, on_circle, seed): (u8, bool, u32)) -> Vec<Point> {
    let mut rng = stream(u64::from(seed), "keys in the plane");
    let mut number = || StandardNormal.sample(&mut rng);
    (0..count)
        .map(|_| {
            let point: Point = [number(), number()];
            // Drawn so small that hardly any lies out of reach.
            if on_circle { onto_circle(point) } else { inside(point.map(|x| 0.45 * x)) }
        })
        .collect()
}

fn onto_circle([x, y]: Point) -> Point {
    let length = (x * x + y * y).sqrt();
    if length > 1e-9 && length.is_finite() { [x / length, y / length] } else { [1.0, 0.0] }
}
