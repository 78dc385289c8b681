//! Widget `answers`: twenty questions to the diary, from the best lines or from the graph.

use std::sync::Arc;

use leptos::prelude::*;

use super::diary::keep;
use super::state::{Lab, Row, count, told};
use crate::data::tally::Tally;
use crate::labs::memory::config::{HOPS, Keep, LINES};
use crate::labs::memory::diary::answers::{Setting, Verdict, count as counted};
use crate::labs::memory::diary::questions::QUESTIONS;
use crate::labs::memory::guesses::verdict_id;
use crate::lesson::{Text, text};
use crate::plot::{Axis, Count, LineChart, Role, Series};
use crate::ui::{Button, ButtonKind, Choice, CountFigure, Format, LineFigure, LiveNumber, Options, Toggle, live, say, t};

const ASK: Text = text("Ask all 20 questions", "問完 20 題");
const WAY: Text = text("The reader is given", "給讀者的是");
const FLAT: Text = text("the best lines", "最像的幾行");
const GRAPH: Text = text("the graph around the name", "名字周圍的圖");
const LINES_ROW: Row = Row {
    control: "lines",
    name: text("Lines that retrieval gives", "檢索給幾行"),
    about: text("The notes whose words fit the question best (BM25).", "和問題用詞最像的幾則筆記（BM25）。"),
    range: LINES,
    read: |c| f64::from(c.lines),
    write: |c, v| c.lines = v as u8,
};
const HOPS_ROW: Row = Row {
    control: "hops",
    name: text("Steps in the graph, h", "圖上走幾步 h"),
    about: text("Facts within so many steps of the name in the question.", "從問題裡的名字出發，走這麼多步以內的事實。"),
    range: HOPS,
    read: |c| f64::from(c.hops),
    write: |c, v| c.hops = v as u8,
};
const DATES: Text = text("The reader looks at the dates", "讀者自己看日期");
const DATES_ABOUT: Text = text(
    "Of facts that disagree it takes the newest. Off: the first that it is given.",
    "遇到互相矛盾的事實就用最新的。關掉則用先拿到的。",
);
const EMPTY: Text = text("Guess first, then ask.", "先猜，再問。");
const BY_HOPS: Text = text("Right answers against hops", "要走幾步的題目，答對多少");
const HOPS_AXIS: Text = text("hops from the name to the answer", "從名字到答案要走幾步");
const SHARE: Text = text("share of right answers", "答對的比例");
const POLICIES: Text = text("Right answers under each way to write", "各種寫法各答對幾題");
const STALE: Text = text("Answers that were true once", "曾經是對的答案");
const QUESTION: Text = text("Question", "問題");
const HOP: Text = text("hops", "步");
const ANSWER: Text = text("Answer", "回答");
const RIGHT_COUNT: Text = text("right of 20", "20 題答對");
const STALE_COUNT: Text = text("out of date", "過時");
pub(super) const RIGHT_FROM: Text = text("Answers that are true on the last day of the diary.", "到日記最後一天為止是對的答案。");
pub(super) const STALE_FROM: Text = text("Answers that were true once and are no longer.", "曾經是對的、現在不對了的答案。");
pub(super) const FLAT_FROM: Text = text(
    "Right answers to the six questions of so many hops, from the best lines.",
    "這個步數的六題裡，用最像的幾行答對幾題。",
);
pub(super) const GRAPH_FROM: Text = text(
    "Right answers to the six questions of so many hops, from the graph.",
    "這個步數的六題裡，用圖答對幾題。",
);

const fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Right => text("right", "對"),
        Verdict::Stale => text("out of date", "過時"),
        Verdict::Wrong => text("wrong", "錯"),
        Verdict::Unknown => text("does not know", "不知道"),
    }
}

/// Answers of this kind, once the reader has asked.
pub(super) fn kind(lab: Lab, verdict: Verdict) -> Option<f64> {
    let ask = lab.wants_answers.get();
    ask.then(|| lab.asked.with(|asked| f64::from(counted(&asked.1, verdict).right)))
}

/// Right answers to the questions of so many hops: 0 flat, 1 the graph.
pub(super) fn hops(lab: Lab, way: usize, hops: usize) -> Option<f64> {
    lab.hops.with(|h| h.as_ref().map(|h| f64::from(h[way][hops - 1].right)))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let choices = live(|| vec![Choice::new("flat", FLAT), Choice::new("graph", GRAPH)]);
    let graph = chosen.pick(|c| c.graph);
    let value = live(move || if graph.get() { "graph" } else { "flat" }.to_string());
    let chart = Memo::new(move |_| chart(lab));
    let setting = Memo::new(move |_| chosen.config.with(|c| c.asked()));
    let writes = Memo::new(move |_| chosen.config.with(|c| Keep::ALL.map(|keep| c.write(keep))));
    let policies = Memo::new(move |_| {
        let (lang, asks) = (lab.lang(), lab.wants_answers.get());
        let row = |(of, write)| {
            let role = if chosen.config.with(|c| c.keep) == of { Role::First } else { Role::Control };
            let name = keep(of).get(lang);
            if !asks {
                return count(name, role, Tally::default());
            }
            let asked = told(Setting { write, ..setting.get() }, lang);
            let notes = asked.0.live().count();
            let name = say(lang, || format!("{name}: {notes} notes"), || format!("{name}：{notes} 則"));
            count(name, role, counted(&asked.1, Verdict::Right))
        };
        Arc::new(Keep::ALL.into_iter().zip(writes.get()).map(row).collect::<Vec<Count>>())
    });
    let stale = Memo::new(move |_| {
        let (lang, asks) = (lab.lang(), lab.wants_answers.get());
        let row = |(name, role, reflect): (Text, Role, bool)| {
            let tally = if asks {
                counted(&told(Setting { reflect, ..setting.get() }, lang).1, Verdict::Stale)
            } else {
                Tally::default()
            };
            count(name.get(lang), role, tally)
        };
        let rows = [
            (text("without reflection", "沒有反思"), Role::Control, false),
            (text("with reflection", "有反思"), Role::Treatment, true),
        ];
        Arc::new(rows.map(row).to_vec())
    });
    let fact = |name: &'static str, words: Text, of: Verdict, from: Text| {
        let value = Memo::new(move |_| kind(lab, of));
        view! { <div><dt>{t(words)}</dt><dd><LiveNumber name value format=Format::Decimals(0) from=from /></dd></div> }.into_any()
    };
    let rows = (0..QUESTIONS.len()).map(|i| row(lab, i)).collect_view();
    view! {
        <div class="run-buttons"><Button control="ask" words=ASK kind=ButtonKind::Main on_press=move |()| lab.wants_answers.set(true) /></div>
        <Options control="way" name=WAY choices value on_change=move |id: String| chosen.change(|c| c.graph = id == "graph") />
        <div class="controls">{LINES_ROW.view(lab)}{HOPS_ROW.view(lab)}
            <Toggle control="dates" name=DATES about=DATES_ABOUT value=chosen.pick(|c| c.dates) on_change=move |on| chosen.change(|c| c.dates = on) />
        </div>
        <dl class="run-facts">{fact("right", RIGHT_COUNT, Verdict::Right, RIGHT_FROM)}{fact("stale", STALE_COUNT, Verdict::Stale, STALE_FROM)}</dl>
        <div class="table-box" tabindex="0" role="region" aria-label=t(QUESTION)>
            <table class="table" data-output="answers">
                <thead><tr><th scope="col">{t(QUESTION)}</th><th scope="col">{t(HOP)}</th><th scope="col">{t(ANSWER)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <LineFigure name="hops" title=BY_HOPS summary=Signal::derive(move || told_hops(lab)) chart empty=EMPTY height=260.0 />
        <CountFigure name="policies" title=POLICIES summary=Signal::derive(move || listed(lab, &policies.get())) counts=policies />
        <CountFigure name="stale" title=STALE summary=Signal::derive(move || listed(lab, &stale.get())) counts=stale />
    }
    .into_any()
}

fn row(lab: Lab, i: usize) -> AnyView {
    let question = &QUESTIONS[i];
    let given = Memo::new(move |_| {
        let lang = lab.lang();
        lab.wants_answers.get().then(|| {
            lab.asked.with(|asked| {
                let answered = &asked.1[i];
                let words = verdict(answered.verdict).get(lang);
                let told = match &answered.said {
                    Some(said) => say(lang, || format!("{said}: {words}"), || format!("{said}：{words}")),
                    None => words.into(),
                };
                (verdict_id(answered.verdict), told, answered.given.clone())
            })
        })
    });
    let lines = move || {
        let lines = given.with(|g| g.as_ref().map(|g| g.2.clone()))?;
        let n = lines.len();
        let name = say(lab.lang(), || format!("what it was given: {n} lines"), || format!("它拿到的：{n} 行"));
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! { <details><summary>{name}</summary><ol>{lines}</ol></details> })
    };
    view! {
        <tr data-question=question.id data-verdict=live(move || given.with(|g| g.as_ref().map(|g| g.0)))>
            <th scope="row" class="is-wrapped">{t(question.words)}</th>
            <td class="is-number">{question.path.len()}</td>
            <td class="is-wrapped">{move || given.with(|g| g.as_ref().map_or_else(|| "\u{2013}".into(), |g| g.1.clone()))}{lines}</td>
        </tr>
    }
    .into_any()
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let found = lab.hops.get();
    let series = |(i, name, role): (usize, Text, Role)| {
        let (mut points, mut band) = (vec![], vec![]);
        for (tally, hops) in found.iter().flat_map(|f| f[i]).zip(1..) {
            let (low, high) = tally.interval();
            points.push((f64::from(hops), tally.share()));
            band.push((f64::from(hops), low, high));
        }
        Series::new(name.get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(HOPS_AXIS.get(lang)).between(1.0, 3.0),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
        series: [(0, FLAT, Role::Second), (1, GRAPH, Role::First)].into_iter().map(series).collect(),
        references: vec![],
    }
}

fn told_hops(lab: Lab) -> String {
    let lang = lab.lang();
    let Some([flat, graph]) = lab.hops.get() else {
        return EMPTY.get(lang).into();
    };
    let told = |tallies: [Tally; 3]| tallies.map(|t| say(lang, || format!("{} of {}", t.right, t.of), || format!("{} 題對 {} 題", t.of, t.right)));
    let ([f1, f2, f3], [g1, g2, g3]) = (told(flat), told(graph));
    say(
        lang,
        || format!("One, two and three hops. The best lines: {f1}, {f2}, {f3}. The graph: {g1}, {g2}, {g3}. Bands: 95 % of so few questions."),
        || format!("一步、兩步、三步的題目。最像的幾行：{f1}、{f2}、{f3}。圖：{g1}、{g2}、{g3}。色帶是題數這麼少時的 95 % 區間。"),
    )
}

/// `everything: 60 notes 12 of 20; ..`
fn listed(lab: Lab, counts: &[Count]) -> String {
    let lang = lab.lang();
    if counts.iter().any(|c| c.of == 0) {
        return EMPTY.get(lang).into();
    }
    let each: Vec<String> = counts
        .iter()
        .map(|c| say(lang, || format!("{}, {} of {}", c.name, c.right, c.of), || format!("{}，{} 題裡 {} 題", c.name, c.of, c.right)))
        .collect();
    say(lang, || format!("{}.", each.join("; ")), || format!("{}。", each.join("；")))
}
