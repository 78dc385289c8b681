//! Second tab, one walk through a tree, move by move.

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::planning::config::{DOORS, NOISE, THRESHOLD, exact};
use crate::labs::planning::experiment::MOVES;
use crate::labs::planning::tree::{BRANCHES, End, Tree, Walk};
use crate::lesson::{Lang, Text, text};
use crate::plot::grouped;
use crate::ui::{Format, LiveNumber, Spacing, say, t};

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

pub(super) fn view(lab: Lab) -> AnyView {
    let walk = Memo::new(move |_| {
        let c = lab.chosen.get();
        let tree = Tree::new(exact(c.noise), exact(c.doors), u64::from(c.seed) << 32);
        let threshold = if c.threshold <= THRESHOLD.min as f32 { f64::NEG_INFINITY } else { exact(c.threshold) };
        let walk = tree.walk(threshold, MOVES);
        let lines = lines(&tree, &walk);
        (walk.end, walk.moves, lines)
    });
    let moves = Signal::derive(move || Some(f64::from(walk.with(|walk| walk.1))));
    let list = move || {
        let lang = lab.lang();
        walk.with(|(_, _, lines)| lines.iter().map(|line| view! { <li>{line.words(lang)}</li> }).collect_view())
    };
    view! {
        <div class="controls">{NOISE_ROW.view(lab)}{THRESHOLD_ROW.view(lab)}{DOORS_ROW.view(lab)}</div>
        {lab.next_seed("think-seed")}
        <p class="control-name">{t(WALK)}</p>
        <dl class="run-facts"><div><dt>{t(MOVES_NAME)}</dt><dd><LiveNumber name="moves" value=moves format=Format::Decimals(0) from=MOVES_FROM /></dd></div></dl>
        <p data-output="walk-end" aria-live="polite">{move || end(walk.with(|walk| walk.0)).get(lab.lang())}</p>
        <ol class="program-log" data-output="walk">{list}</ol>
    }
    .into_any()
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

#[derive(Clone, PartialEq)]
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

fn lines(tree: &Tree, walk: &Walk) -> Vec<Line> {
    let line = |pair: &[u32]| {
        let down = pair[1] > pair[0];
        Line {
            down,
            place: actions(pair[1]),
            value: grouped(tree.value[pair[1] as usize], 2),
            shut: down && tree.shuts[pair[1] as usize],
        }
    };
    walk.path.windows(2).take(LISTED).map(line).collect()
}

/// "2.1.3": the actions from the root to this place.
fn actions(mut place: u32) -> String {
    let mut actions = Vec::new();
    while place > 0 {
        actions.push(((place - 1) % BRANCHES + 1).to_string());
        place = (place - 1) / BRANCHES;
    }
    actions.reverse();
    match actions.is_empty() {
        true => "0".into(),
        false => actions.join("."),
    }
}
