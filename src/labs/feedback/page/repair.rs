//! Widget `repair`: one repair, run by run: the program, what the compiler said, and what of it the writer was told.

use leptos::prelude::*;

use super::state::{Lab, Row};
use super::values::{LAW_FROM, RUNS};
use crate::labs::feedback::config::{BUDGET, OPEN};
use crate::labs::feedback::laws;
use crate::labs::feedback::program::{Piece, SYMBOLS, TASKS};
use crate::labs::feedback::repair::{Attempt, Kind, Repair, Stage, Told};
use crate::lesson::{Describe, Lang, Text, text};
use crate::plot::grouped;
use crate::ui::{
    Button, ButtonKind, Choice, Format, LiveNumber, Options, Select, Spacing, Timer, Words, live, now_ms, say, t,
};

const TASK: Text = text("Program", "程式");
const TASK_ABOUT: Text = text("Each has eight lines with a symbol that may be open.", "每個程式有八行，各有一個可以挖空的符號。");
const KIND: Text = text("What the writer is told", "告訴修理者什麼");
const OPEN_ROW: Row = Row {
    control: "open",
    name: text("Open slots L", "空格數 L"),
    about: text(
        "Each is filled with one of eight symbols at random to begin with.",
        "一開始每格從八個符號裡隨機填一個。",
    ),
    range: OPEN,
    spacing: Spacing::Even,
    read: |c| f64::from(c.open),
    write: |c, v| c.open = v as u8,
};
const BUDGET_ROW: Row = Row {
    control: "budget",
    name: text("Runs allowed", "執行次數上限"),
    about: text("After that the repair is given up.", "超過就放棄。"),
    range: BUDGET,
    spacing: Spacing::Ratio,
    read: |c| f64::from(c.budget),
    write: |c, v| c.budget = v.round() as u32,
};
const ONE: Text = text("Run once", "執行一次");
const PLAY: Text = text("Run until it passes", "一直修到通過");
const STOP: Text = text("Pause", "暫停");
const AGAIN: Text = text("Start again", "重新開始");
const OTHER: Text = text("Another seed", "換一個種子");
const BRAIN: Text = text(
    "The writer is a rule of ours, not a language model. Compiler and runs are real.",
    "修理者是我們寫的規則，不是語言模型；編譯和執行都是真的。",
);
const PROGRAM: Text = text("The program as it was run last", "最近一次執行的程式");
const SAID: Text = text("What the compiler said", "編譯器說了什麼");
const NOTHING: Text = text("Nothing has been run yet.", "還沒有執行過。");
const COMPILED: Text = text("It compiles, and prints the right numbers.", "編譯成功，印出的數字也對。");
const WRONG_PRINT: Text = text("It compiles, but prints other numbers.", "編譯成功，但印出的數字不對。");
const HEARD: Text = text("What the writer was told", "修理者聽到什麼");
const RUN: Text = text("run", "次序");
const SLOTS: Text = text("open slots", "空格內容");
const RECENT: Text = text("The latest runs", "最近幾次");
const COUNT: Text = text("runs so far", "已執行");
const COUNT_FROM: Text = text("Programs that were compiled and run in this repair.", "這次修理編譯並執行過的程式數。");
const LAW: Text = text("formula, on average", "公式的平均");
const STATE: Text = text("state", "狀態");
const OVER: Text = text("The repair is over. Start again, or take another seed.", "這次修理已經結束，請重新開始或換一個種子。");
/// Attempts that the table keeps.
const KEPT: usize = 8;
/// Milliseconds between two pictures while it plays, and of work for each.
const TICK_MS: u64 = 60;
const WORK_MS: f64 = 6.0;

/// What a repair was begun with.
#[derive(Clone, Copy, PartialEq)]
struct Key {
    task: u8,
    kind: Kind,
    open: u8,
    budget: u32,
    seed: u32,
}

/// A repair that is being watched.
struct Watch {
    key: Key,
    repair: Repair,
    /// The newest last.
    recent: Vec<(u32, Attempt)>,
}

impl Watch {
    fn new(key: Key) -> Watch {
        Watch {
            key,
            repair: Repair::new(key.task.into(), key.kind, key.open.into(), key.budget, key.seed.into()),
            recent: Vec::new(),
        }
    }

    fn step(&mut self) {
        if let Some(attempt) = self.repair.step() {
            self.recent.push((self.repair.runs, attempt));
            if self.recent.len() > KEPT {
                self.recent.remove(0);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Hand {
    lab: Lab,
    key: Memo<Key>,
    /// Belongs to the choices only while its key is theirs.
    watch: RwSignal<Watch>,
    playing: RwSignal<bool>,
    timer: Timer,
}

impl Hand {
    /// Reads the repair of the choices as they stand; a fresh one where they have moved on.
    fn read<T>(self, of: impl FnOnce(&Watch) -> T) -> T {
        let key = self.key.get();
        self.watch.with(|watch| match watch.key == key {
            true => of(watch),
            false => of(&Watch::new(key)),
        })
    }

    fn change(self, change: impl FnOnce(&mut Watch)) {
        let key = self.key.get_untracked();
        self.watch.update(|watch| {
            if watch.key != key {
                *watch = Watch::new(key);
            }
            change(watch);
        });
    }

    fn stage(self) -> Stage {
        self.read(|watch| watch.repair.stage())
    }

    /// Goes on with the repair of these choices; other choices end it.
    fn play(self, key: Key) {
        if self.key.get_untracked() != key {
            return self.playing.set(false);
        }
        let until = now_ms() + WORK_MS;
        self.change(|watch| {
            // One by one at first, then faster.
            for _ in 0..=watch.repair.runs / 20 {
                watch.step();
                if now_ms() > until {
                    break;
                }
            }
        });
        if untrack(|| self.stage()) == Stage::Working && self.playing.get_untracked() {
            self.timer.start(move || self.play(key));
        } else {
            self.playing.set(false);
        }
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let key = lab.chosen.pick(|c| Key {
        task: c.task,
        kind: c.kind,
        open: c.open,
        budget: c.budget,
        seed: c.seed,
    });
    let hand = Hand {
        lab,
        key,
        watch: RwSignal::new(Watch::new(key.get_untracked())),
        playing: RwSignal::new(false),
        timer: Timer::new(TICK_MS),
    };
    let tasks = TASKS.iter().enumerate().map(|(at, task)| Choice::new(at.to_string(), task.name)).collect::<Vec<_>>();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.id(), kind.name())).to_vec();
    let task = Signal::derive(move || lab.chosen.config.with(|c| c.task.to_string()));
    let kind = Signal::derive(move || lab.chosen.config.with(|c| c.kind.id().to_string()));
    let choose_task = move |value: String| {
        if let Ok(task) = value.parse() {
            lab.chosen.change(|c| c.task = task);
        }
    };
    let choose_kind = move |value: String| {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.id() == value) {
            lab.chosen.change(|c| c.kind = kind);
        }
    };
    let over = Signal::derive(move || (hand.stage() != Stage::Working).then(|| OVER.get(lab.lang()).to_string()));
    let play = move |()| {
        if hand.playing.get_untracked() {
            hand.playing.set(false);
            hand.timer.stop();
        } else {
            hand.playing.set(true);
            hand.play(key.get_untracked());
        }
    };
    let anew = move |()| {
        hand.playing.set(false);
        hand.timer.stop();
        hand.change(|watch| *watch = Watch::new(watch.key));
    };
    let play_words = Words::from(Signal::derive(move || {
        if hand.playing.get() { STOP } else { PLAY }.get(lab.lang()).to_string()
    }));
    let runs = Signal::derive(move || Some(f64::from(hand.read(|watch| watch.repair.runs))));
    let law = Signal::derive(move || lab.chosen.config.with(|c| Some(laws::runs(c.kind, c.open.into()))));
    view! {
        <div class="controls">
            <Select control="task" name=TASK about=TASK_ABOUT choices=Signal::stored(tasks) value=task on_change=choose_task />
            {OPEN_ROW.view(lab)}
            {BUDGET_ROW.view(lab)}
        </div>
        <Options control="kind" name=KIND choices=Signal::stored(kinds) value=kind on_change=choose_kind />
        <p class="control-about">{t(BRAIN)}</p>
        <div class="run-buttons">
            <Button control="repair-play" words=play_words kind=ButtonKind::Main blocked=over on_press=play />
            <Button control="repair-step" words=ONE blocked=over on_press=move |()| hand.change(Watch::step) />
            <Button control="repair-reset" words=AGAIN on_press=anew />
            <Button control="repair-seed" words=OTHER kind=ButtonKind::Quiet on_press=move |()| lab.chosen.change(|c| c.seed = c.seed.wrapping_add(1)) />
        </div>
        <dl class="run-facts">
            <div><dt>{t(COUNT)}</dt><dd><LiveNumber name="runs" value=runs format=Format::Decimals(0) from=COUNT_FROM unit=RUNS /></dd></div>
            <div><dt>{t(LAW)}</dt><dd><LiveNumber name="law" value=law format=Format::Significant(3) from=LAW_FROM unit=RUNS /></dd></div>
            <div><dt>{t(STATE)}</dt><dd><output data-output="repair-state" data-state=live(move || stage_id(hand.stage()))>{move || stage_words(hand)}</output></dd></div>
        </dl>
        <p class="control-name">{t(PROGRAM)}</p>
        <div class="program" data-output="program" tabindex="0" role="group" aria-label=t(PROGRAM)>{move || hand.read(|watch| program(watch, lab.lang()))}</div>
        <p class="control-name">{t(SAID)}</p>
        <div class="program-log" data-output="log" tabindex="0" role="group" aria-label=t(SAID)>{move || hand.read(|watch| said(watch, lab.lang()))}</div>
        <p class="control-name">{t(HEARD)}</p>
        <p class="program-told" data-output="told" aria-live="polite">{move || hand.read(|watch| match watch.recent.last() {
            Some((_, attempt)) => told(&attempt.told, lab.lang()),
            None => NOTHING.get(lab.lang()).into(),
        })}</p>
        <div class="table-box" tabindex="0" role="region" aria-label=t(RECENT)>
            <table class="table" data-output="runs">
                <thead><tr><th scope="col" class="is-number">{t(RUN)}</th><th scope="col">{t(SLOTS)}</th><th scope="col">{t(HEARD)}</th></tr></thead>
                <tbody>{move || hand.read(|watch| recent(watch, lab.lang()))}</tbody>
            </table>
        </div>
    }
    .into_any()
}

const fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Working => "working",
        Stage::Passed => "passed",
        Stage::OutOfRuns => "out-of-runs",
    }
}

fn stage_words(hand: Hand) -> String {
    let (lang, key) = (hand.lab.lang(), hand.key.get());
    match hand.stage() {
        Stage::Working => text("not passed yet", "還沒通過").get(lang).into(),
        Stage::Passed => text("passed", "通過").get(lang).into(),
        Stage::OutOfRuns => {
            let (budget, all) = (grouped(f64::from(key.budget), 0), grouped(laws::runs(Kind::PassFail, key.open.into()), 0));
            match key.kind {
                Kind::PassFail => say(
                    lang,
                    || format!("given up after {budget} runs: each one only ruled out one of {all} programs, and a writer that forgets may try it again"),
                    || format!("{budget} 次之後放棄：每次只知道「不是這一個」，而總共有 {all} 種程式，不記得試過什麼的修理者還可能重試"),
                ),
                _ => say(
                    lang,
                    || format!("given up after {budget} runs: fewer than this feedback needs"),
                    || format!("{budget} 次之後放棄：比這種回饋所需的次數少"),
                ),
            }
        }
    }
}

/// The symbols that were run last, and before that.
fn last_two(watch: &Watch) -> (Vec<u8>, Option<&[u8]>) {
    let mut newest = watch.recent.iter().rev().map(|(_, attempt)| attempt.symbols.as_slice());
    let now = newest.next().unwrap_or(watch.repair.symbols());
    (now.to_vec(), newest.next())
}

/// The program in lines; open slots are underlined, a slot that has changed is bold on a ground.
fn program(watch: &Watch, lang: Lang) -> AnyView {
    let (now, before) = last_two(watch);
    let open: Vec<usize> = watch.repair.open().collect();
    let named = match watch.recent.last().map(|(_, attempt)| &attempt.told) {
        Some(Told::Line(line)) => Some(*line),
        Some(Told::Entry(entry)) => Some(entry.line),
        _ => None,
    };
    let mut lines: Vec<Vec<AnyView>> = vec![Vec::new()];
    for piece in &watch.repair.puzzle.pieces {
        match piece {
            Piece::Text(text) => {
                for (index, part) in text.split('\n').enumerate() {
                    if index > 0 {
                        lines.push(Vec::new());
                    }
                    if let Some(line) = lines.last_mut() {
                        line.push(view! { <span>{part.to_string()}</span> }.into_any());
                    }
                }
            }
            Piece::Slot(slot, _) => {
                let symbol = now.get(*slot).map_or("", |symbol| SYMBOLS[usize::from(*symbol) % SYMBOLS.len()]);
                let changed = before.is_some_and(|before| before.get(*slot) != now.get(*slot));
                let part = match open.contains(slot) {
                    true => view! { <span class="program-slot" class:is-changed=changed>{symbol}</span> }.into_any(),
                    false => view! { <span>{symbol}</span> }.into_any(),
                };
                if let Some(line) = lines.last_mut() {
                    line.push(part);
                }
            }
        }
    }
    let here = text(" \u{25c0} told", " \u{25c0} 被告知").get(lang);
    let line = |(index, parts): (usize, Vec<AnyView>)| {
        let number = index as u32 + 1;
        let mark = (named == Some(number)).then(|| view! { <span class="program-mark">{here}</span> });
        view! { <div class="program-line"><span class="program-number">{number.to_string()}</span><code>{parts}</code>{mark}</div> }
    };
    lines.into_iter().enumerate().map(line).collect_view().into_any()
}

fn said(watch: &Watch, lang: Lang) -> AnyView {
    let Some((_, attempt)) = watch.recent.last() else {
        return view! { <p>{NOTHING.get(lang)}</p> }.into_any();
    };
    if attempt.run.log.is_empty() {
        let words = if attempt.run.passed { COMPILED } else { WRONG_PRINT };
        return view! { <p>{words.get(lang)}</p> }.into_any();
    }
    let entry = |entry: &crate::worlds::tiny_lang::Entry| view! { <li>{entry.describe(lang)}</li> };
    view! { <ol>{attempt.run.log.iter().map(entry).collect_view()}</ol> }.into_any()
}

fn told(told: &Told, lang: Lang) -> String {
    match told {
        Told::Passed => text("passed", "通過").get(lang).into(),
        Told::Failed => text("not passed", "沒通過").get(lang).into(),
        Told::Wrong(1) => text("1 slot is wrong", "有 1 格錯").get(lang).into(),
        Told::Wrong(wrong) => say(lang, || format!("{wrong} slots are wrong"), || format!("有 {wrong} 格錯")),
        Told::Line(line) => say(lang, || format!("line {line} is wrong"), || format!("第 {line} 行錯")),
        Told::Entry(entry) => entry.describe(lang),
    }
}

fn recent(watch: &Watch, lang: Lang) -> AnyView {
    let open: Vec<usize> = watch.repair.open().collect();
    let row = |(number, attempt): &(u32, Attempt)| {
        let symbol = |slot: &usize| attempt.symbols.get(*slot).map_or("", |symbol| SYMBOLS[usize::from(*symbol) % SYMBOLS.len()]);
        let symbols: Vec<&str> = open.iter().map(symbol).collect();
        view! {
            <tr><td class="is-number">{number.to_string()}</td><td><code>{symbols.join("  ")}</code></td><td>{told(&attempt.told, lang)}</td></tr>
        }
    };
    watch.recent.iter().rev().map(row).collect_view().into_any()
}
