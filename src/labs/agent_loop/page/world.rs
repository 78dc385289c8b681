//! Widget `world`: the settings of the run. Its picture (`seen`) stands beside the debugger.

use leptos::prelude::*;

use super::map::{picture, way};
use super::state::{Lab, Row};
use crate::labs::agent_loop::config::{
    DOORS, DROPS, GOAL, MAX_STEPS, Place, Policy, RADIUS, REQUESTS, SEED, SIZE, WALLS, WINDOW, Walk,
};
use crate::labs::agent_loop::protocol::View;
use crate::lesson::{Text, text};
use crate::ui::{Choice, Figure, Options, Select, TextArea, Toggle, live, say, t};

const PLACE: Text = text("World", "世界");
const GRID: Text = text("a grid to walk on", "可以走的格子");
const DESK: Text = text("a desk with a calendar, notes and a sensor", "有行事曆、筆記和感測器的書桌");
const REQUEST: Text = text("Request", "請求");
const REQUEST_ABOUT: Text = text("What the user asks for.", "使用者要它做的事。");
const OWN: Text = text("Or a request of your own", "或者自己寫請求");
const OWN_ABOUT: Text = text(
    "The rules read requests like those of the list, and say so where they cannot.",
    "規則讀得懂清單裡那類請求；讀不懂時會直說。",
);
const WALK: Text = text("How the rules walk", "規則的走法");
const WALK_ABOUT: Text = text(
    "These rules were written by us; this is their only dial.",
    "規則是我們寫的，這是它唯一能調的地方。",
);
const POLICY: Text = text("When the window is full", "上下文放不下時");
const POLICY_ABOUT: Text = text(
    "What happens to the oldest turns. Instructions and goal stay.",
    "最舊的幾輪怎麼處理。指示和目標一定留著。",
);
const CONFIRM: Text = text("Ask me before what cannot be undone", "無法復原的動作先問我");
const NEW_RUN: Text = text(
    "Each change opens a new run.",
    "每次更動都會重新開始一次執行。",
);
const PICTURE: Text = text("The world", "世界");
const CALENDAR: Text = text("Calendar", "行事曆");
const MEMORIES: Text = text("Kept notes", "記住的筆記");
const EMPTY: Text = text("empty", "空的");
const LONG: Text = text(
    "What you did is too long for a link. The link opens the run at its beginning; save the run as a file to keep it.",
    "你做過的事太長，放不進連結。連結會從頭開啟；要保留請存成檔案。",
);

const fn walk(walk: Walk) -> Text {
    match walk {
        Walk::Search => text("shortest known way, else explore", "走已知最短路，否則探索"),
        Walk::Reckless => text("the same, drops are steps like others", "同上，但不怕落差"),
        Walk::Straight => text("straight at the flag", "直直走向旗子"),
    }
}

const fn policy(policy: Policy) -> Text {
    match policy {
        Policy::Drop => text("they are dropped", "丟掉"),
        Policy::Summarise => text("they become a summary", "變成摘要"),
        Policy::Retrieve => text("the four that fit best are shown", "挑出最相關的四輪"),
    }
}

const fn place(place: Place) -> Text {
    match place {
        Place::Grid => GRID,
        Place::Desk => DESK,
    }
}

#[rustfmt::skip] // a control a line
const ROWS: [Row; 7] = [
    Row { control: "size", name: text("Size", "大小"), about: text("Cells to each side.", "每邊幾格。"), range: SIZE, read: |c| f64::from(c.size), write: |c, v| c.size = v as u8 },
    Row { control: "walls", name: text("Walls", "牆"), about: text("Of 100 cells so many are walls.", "每 100 格裡有幾格是牆。"), range: WALLS, read: |c| f64::from(c.walls), write: |c, v| c.walls = v as u8 },
    Row { control: "doors", name: text("Doors", "門"), about: text("They open and close with the calls.", "隨著呼叫次數開開關關。"), range: DOORS, read: |c| f64::from(c.doors), write: |c, v| c.doors = v as u8 },
    Row { control: "drops", name: text("One-way drops", "單向落差"), about: text("They are left in one direction only.", "只能往一個方向離開。"), range: DROPS, read: |c| f64::from(c.drops), write: |c, v| c.drops = v as u8 },
    Row { control: "radius", name: text("How far it sees", "看得多遠"), about: text("In cells; 0 is the whole map.", "幾格；0 代表看得到整張地圖。"), range: RADIUS, read: |c| f64::from(c.radius), write: |c, v| c.radius = v as u8 },
    Row { control: "max-steps", name: text("Most steps", "步數上限"), about: text("Turns of the brain.", "模型最多輪到幾次。"), range: MAX_STEPS, read: |c| f64::from(c.max_steps), write: |c, v| c.max_steps = v as u16 },
    Row { control: "seed", name: text("Seed", "亂數種子"), about: text("Of the map and of the weather.", "決定地圖與天氣。"), range: SEED, read: |c| f64::from(c.seed), write: |c, v| c.seed = v as u32 },
];

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let [size, walls, doors, drops, radius, max_steps, seed] = ROWS.map(|row| row.view(lab));
    let window = Row {
        control: "window",
        name: text("Window", "上下文長度"),
        about: text("Tokens that prompt and turn may have together.", "提示加上這一輪最多幾個 token。"),
        range: WINDOW,
        read: |c| f64::from(c.window),
        write: |c, v| c.window = v as u32,
    }
    .view(lab);
    let places = Signal::derive(move || Place::ALL.map(|p| Choice::new(p.id(), place(p))).to_vec());
    let walks = Signal::derive(move || Walk::ALL.map(|w| Choice::new(w.id(), walk(w))).to_vec());
    let policies = Signal::derive(move || Policy::ALL.map(|p| Choice::new(p.id(), policy(p))).to_vec());
    let requests = Signal::derive(move || {
        let all = REQUESTS.iter().enumerate();
        all.map(|(at, words)| Choice::new(at.to_string(), *words)).collect::<Vec<_>>()
    });
    let here = chosen.pick(|c| c.place.id().to_string());
    let walking = chosen.pick(|c| c.walk.id().to_string());
    let trim = chosen.pick(|c| c.policy.id().to_string());
    let request = chosen.pick(|c| c.request.to_string());
    let goal = chosen.pick(|c| c.goal.clone());
    let confirm = chosen.pick(|c| c.confirm);
    let is_grid = chosen.pick(|c| c.place == Place::Grid);
    let pick_place = move |id: String| {
        if let Some(found) = Place::ALL.into_iter().find(|p| p.id() == id) {
            chosen.change(|c| (c.place, c.goal) = (found, String::new()));
        }
    };
    let pick_walk = move |id: String| {
        if let Some(found) = Walk::ALL.into_iter().find(|w| w.id() == id) {
            chosen.change(|c| c.walk = found);
        }
    };
    let pick_policy = move |id: String| {
        if let Some(found) = Policy::ALL.into_iter().find(|p| p.id() == id) {
            chosen.change(|c| c.policy = found);
        }
    };
    let pick_request = move |id: String| chosen.change(|c| (c.request, c.goal) = (id.parse().unwrap_or(0), String::new()));
    view! {
        <Options control="place" name=PLACE choices=places value=here on_change=pick_place />
        <div class="controls" prop:hidden=live(move || !is_grid.get())>
            {radius}{walls}{drops}{doors}{size}
            <Select control="walk" name=WALK about=WALK_ABOUT choices=walks value=walking on_change=pick_walk />
        </div>
        <div prop:hidden=live(move || is_grid.get())>
            <Select control="request" name=REQUEST about=REQUEST_ABOUT choices=requests value=request on_change=pick_request />
            <TextArea control="goal" name=OWN about=OWN_ABOUT most=GOAL value=goal on_change=move |goal: String| chosen.change(|c| c.goal = goal) />
            <Toggle control="confirm" name=CONFIRM value=confirm on_change=move |on: bool| chosen.change(|c| c.confirm = on) />
        </div>
        <div class="controls">
            {seed}{max_steps}{window}
            <Select control="policy" name=POLICY about=POLICY_ABOUT choices=policies value=trim on_change=pick_policy />
        </div>
        <p class="control-about">{t(NEW_RUN)}</p>
    }
    .into_any()
}

/// The picture of the world as it is now.
pub(super) fn seen(lab: Lab) -> AnyView {
    let told = Signal::derive(move || told(lab));
    let content = move || {
        lab.watch.world.get().map(|world| match &*world {
            View::Grid(map) => {
                let way = lab.watch.panel.with(|shown| way(map.start, &shown.entries)).unwrap_or_default();
                picture(map, &way, told.get())
            }
            View::Desk { calendar, memories } => {
                let entry = |(day, from, to, title): &(u8, u8, u8, String)| format!("{day}: {from}:00 \u{2013} {to}:00 {title}");
                let list = |items: Vec<String>| match items.is_empty() {
                    true => view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any(),
                    false => view! { <ul class="lab-facts">{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }.into_any(),
                };
                view! {
                    <p class="control-name">{t(CALENDAR)}</p>{list(calendar.iter().map(entry).collect())}
                    <p class="control-name">{t(MEMORIES)}</p>{list(memories.clone())}
                }
                .into_any()
            }
        })
    };
    view! {
        <Figure name="world" title=PICTURE summary=told>{content}</Figure>
        <p class="lab-facts" prop:hidden=live(move || !lab.too_long.get())>{t(LONG)}</p>
    }
    .into_any()
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let Some(world) = lab.watch.world.get() else {
        return String::new();
    };
    match &*world {
        View::Grid(map) => {
            let ((x, y), (fx, fy), walked) = (map.at, map.flag, map.walked);
            let seen = map.seen.iter().filter(|seen| **seen).count();
            let all = map.seen.len();
            let best = map.optimum.map_or_else(|| "\u{2013}".into(), |steps| steps.to_string());
            say(
                lang,
                || format!("The agent (disc) stands in column {x}, row {y}; the flag in column {fx}, row {fy}. It has walked {walked} steps; the shortest way has {best}. It has seen {seen} of {all} cells; the others are hatched."),
                || format!("agent（圓點）在第 {x} 欄第 {y} 列，旗子在第 {fx} 欄第 {fy} 列。已走 {walked} 步，最短路是 {best} 步。{all} 格裡看過 {seen} 格，其餘畫斜線。"),
            )
        }
        View::Desk { calendar, memories } => {
            let (entries, notes) = (calendar.len(), memories.len());
            say(
                lang,
                || format!("{entries} entries in the calendar, {notes} kept notes."),
                || format!("行事曆有 {entries} 筆，記住 {notes} 則筆記。"),
            )
        }
    }
}
