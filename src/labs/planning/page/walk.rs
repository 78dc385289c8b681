//! Second tab, one walk through a tree, move by move.

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::planning::config::{DOORS, NOISE, THRESHOLD, exact};
use crate::labs::planning::experiment::MOVES;
use crate::labs::planning::tree::{BRANCHES, DEPTH, End, PLACES, Tree, parent};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scene, Shape, Table, grouped};
use crate::ui::{Format, Limits, LiveNumber, SceneFigure, Slider, Spacing, live, say, t};

const NOISE_ROW: Row = Row {
    control: "noise",
    name: text("Noise of the values", "估計的雜訊"),
    about: text(
        "Places on the way to the goal are worth 1, all others 0; the walker sees that with noise.",
        "通往目標的地方值 1，其他值 0；走的人看到的是加了雜訊的估計。",
    ),
    range: NOISE,
    spacing: Spacing::Even,
    read: |c| c.noise,
    write: |c, v| c.noise = v as f32,
};
const THRESHOLD_ROW: Row = Row {
    control: "threshold",
    name: text("Threshold", "剪枝門檻"),
    about: text("What looks worth less is never tried. -3: everything may be tried.", "看起來低於門檻的就不試。-3：什麼都可以試。"),
    range: THRESHOLD,
    spacing: Spacing::Even,
    read: |c| c.threshold,
    write: |c, v| c.threshold = v as f32,
};
const DOORS_ROW: Row = Row {
    control: "doors",
    name: text("Doors that shut q", "單向門的比例 q"),
    about: text("Behind such a door there is no way back.", "走過單向門就回不了頭。"),
    range: DOORS,
    spacing: Spacing::Even,
    read: |c| c.doors,
    write: |c, v| c.doors = v as f32,
};
const WALK: Text = text("One walk, five levels deep, three actions each", "走一趟：五層，每層三個行動");
const MOVES_NAME: Text = text("real moves", "實際移動");
const MOVES_FROM: Text = text("Of this walk, down and back up; at most 200.", "這一趟往下和往回走的總次數，最多 200。");
/// Moves that are listed.
const LISTED: usize = 40;
const SHOWN: Text = text("Moves shown", "顯示到第幾步");
const SHOWN_ABOUT: Text = text("Go back and watch the walk move by move.", "往回拉，一步一步看。");
const LATEST: Text = text("The latest moves", "最近的移動");
const ON_THE_WAY: Text = text("On the way.", "還在路上。");
const GOAL: Text = text("goal", "目標");
const COLUMNS: [Text; 3] = [text("move", "第幾步"), text("place", "位置"), text("looks like", "看起來值")];

pub(super) fn view(lab: Lab) -> AnyView {
    let walk = Memo::new(move |_| {
        let c = lab.chosen.get();
        let tree = Tree::new(exact(c.noise), exact(c.doors), u64::from(c.seed) << 32);
        let threshold = if c.threshold <= THRESHOLD.min as f32 { f64::NEG_INFINITY } else { exact(c.threshold) };
        let walk = tree.walk(threshold, MOVES);
        (tree, walk)
    });
    // A look back that no link needs: how much of the walk is shown.
    let shown = RwSignal::new(f64::from(MOVES));
    let path = Memo::new(move |_| {
        let most = shown.get() as usize + 1;
        walk.with(|(_, walk)| walk.path[..most.min(walk.path.len())].to_vec())
    });
    let moves = Signal::derive(move || Some(f64::from(walk.with(|(_, walk)| walk.moves))));
    let list = move || {
        let lang = lab.lang();
        let lines = walk.with(|(tree, _)| path.with(|path| lines(tree, path)));
        lines.iter().map(|line| view! { <li>{line.words(lang)}</li> }).collect_view()
    };
    let scene = Callback::new(move |width: f32| walk.with(|(tree, _)| path.with(|path| draw(tree, path, width, lab.lang()))));
    let table = Signal::derive(move || walk.with(|(tree, _)| path.with(|path| twin(tree, path, lab.lang()))));
    let summary = Signal::derive(move || {
        let (lang, done) = (lab.lang(), path.with(Vec::len) - 1);
        let outcome = walk.with(|(_, walk)| if done < walk.moves as usize { ON_THE_WAY } else { end(walk.end) }).get(lang);
        let done = grouped(done as f64, 0);
        say(
            lang,
            || format!("{done} moves. {outcome} Thick: where it went; filled: where it is; squares: doors that have shut; ring: the goal."),
            || format!("{done} 步。{outcome}粗線是走過的路，實心點是現在的位置，方框是已關上的門，圓圈是目標。"),
        )
    });
    view! {
        <div class="controls">{NOISE_ROW.view(lab)}{THRESHOLD_ROW.view(lab)}{DOORS_ROW.view(lab)}
            <Slider control="shown" name=SHOWN about=SHOWN_ABOUT limits=Limits::new(0.0, f64::from(MOVES), 1.0, f64::from(MOVES)) value=shown
                on_change=move |value: f64| shown.set(value) />
        </div>
        {lab.next_seed("think-seed")}
        <SceneFigure name="walk" title=WALK summary scene table />
        <dl class="run-facts"><div><dt>{t(MOVES_NAME)}</dt><dd><LiveNumber name="moves" value=moves format=Format::Decimals(0) from=MOVES_FROM /></dd></div></dl>
        <p data-output="walk-end" aria-live="polite">{move || end(walk.with(|(_, walk)| walk.end)).get(lab.lang())}</p>
        <div class="program-log" tabindex="0" role="group" aria-label=t(LATEST)>
            <ol data-output="walk" start=live(move || path.with(|path| path.len().saturating_sub(LISTED + 1) + 1))>{list}</ol>
        </div>
    }
    .into_any()
}

/// CSS pixels.
const LEVEL: f32 = 44.0;
const AIR: f32 = 16.0;

/// Where a place stands: its level and its number from the left there, from 0.
fn level(place: u32) -> (u32, u32) {
    let (mut level, mut first) = (0, 0);
    while place >= first + BRANCHES.pow(level) {
        first += BRANCHES.pow(level);
        level += 1;
    }
    (level, place - first)
}

fn draw(tree: &Tree, path: &[u32], width: f32, lang: Lang) -> Scene {
    let at = |place: u32| {
        let (level, number) = level(place);
        let share = (number as f32 + 0.5) / BRANCHES.pow(level) as f32;
        (AIR + share * (width - 2.0 * AIR), AIR + level as f32 * LEVEL)
    };
    let height = 2.0 * AIR + DEPTH as f32 * LEVEL + 12.0;
    let mut marks = Vec::new();
    let mut put = |shape, ink| marks.push(Mark { shape, ink });
    let edge = |place: u32| Shape::Path {
        points: vec![at(parent(place)), at(place)],
        closed: false,
    };
    let mut walked = vec![false; PLACES as usize];
    path.iter().for_each(|place| walked[*place as usize] = true);
    (1..PLACES).filter(|place| !walked[*place as usize]).for_each(|place| put(edge(place), Ink::GRID));
    for place in (1..PLACES).filter(|place| walked[*place as usize]) {
        put(edge(place), Ink::line(Role::First));
        if tree.shuts[place as usize] {
            let (x, y) = at(place);
            let door = Shape::Rect {
                x: x - 4.0,
                y: y - 4.0,
                width: 8.0,
                height: 8.0,
            };
            put(door, Ink::ring(Role::Second));
        }
    }
    let (x, y) = at(tree.goal);
    put(Shape::Circle { x, y, radius: 6.0 }, Ink::ring(Role::Truth));
    let anchor = if x < width / 2.0 { Anchor::Start } else { Anchor::End };
    let goal = Shape::Text {
        text: GOAL.get(lang).into(),
        x,
        y: y + 15.0,
        anchor,
        upward: false,
    };
    put(goal, Ink::name(Role::Truth));
    if let Some(here) = path.last() {
        let (x, y) = at(*here);
        put(Shape::Circle { x, y, radius: 5.0 }, Ink::point(Role::First));
    }
    Scene { width, height, marks }
}

/// The moves as a table.
fn twin(tree: &Tree, path: &[u32], lang: Lang) -> Table {
    let row = |(number, pair): (usize, &[u32])| {
        vec![
            Cell::Number(number as f64 + 1.0),
            Cell::Text(actions(pair[1])),
            Cell::Number(tree.value[pair[1] as usize]),
        ]
    };
    Table {
        columns: COLUMNS.map(|words| words.get(lang).into()).to_vec(),
        rows: path.windows(2).enumerate().map(row).collect(),
    }
}

const fn end(end: End) -> Text {
    match end {
        End::Found => text("\u{2713} The goal is reached.", "\u{2713} 到達目標。"),
        End::Trapped => text(
            "\u{2717} Trapped: the door has shut behind the walker, and nothing is left to try here.",
            "\u{2717} 被困住：門在身後關上，這裡又沒有別的路可試。",
        ),
        End::Nothing => text(
            "\u{2717} Everything that was not pruned has been tried: the way to the goal was pruned.",
            "\u{2717} 沒被剪掉的都試過了：通往目標的路被剪掉了。",
        ),
        End::OutOfMoves => text("\u{2717} Out of moves.", "\u{2717} 移動次數用完了。"),
    }
}

struct Line {
    down: bool,
    /// Actions from the root.
    place: String,
    value: String,
    shut: bool,
}

impl Line {
    fn words(&self, lang: Lang) -> String {
        let (place, value) = (&self.place, &self.value);
        let mut words = match self.down {
            true => say(lang, || format!("down to {place}, looks like {value}"), || format!("往下到 {place}，看起來值 {value}")),
            false => say(lang, || format!("back up to {place}"), || format!("退回 {place}")),
        };
        if self.shut {
            words.push_str(text("; the door shuts", "；門關上了").get(lang));
        }
        words
    }
}

/// The newest moves.
fn lines(tree: &Tree, path: &[u32]) -> Vec<Line> {
    let line = |pair: &[u32]| {
        let down = pair[1] > pair[0];
        Line {
            down,
            place: actions(pair[1]),
            value: grouped(tree.value[pair[1] as usize], 2),
            shut: down && tree.shuts[pair[1] as usize],
        }
    };
    let first = path.len().saturating_sub(LISTED + 1);
    path[first..].windows(2).map(line).collect()
}

/// "2.1.3": the actions from the root to this place.
fn actions(mut place: u32) -> String {
    let mut actions = Vec::new();
    while place > 0 {
        actions.push(((place - 1) % BRANCHES + 1).to_string());
        place = parent(place);
    }
    actions.reverse();
    match actions.is_empty() {
        true => "0".into(),
        false => actions.join("."),
    }
}
