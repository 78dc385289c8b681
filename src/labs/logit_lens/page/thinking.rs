//! Widget `thinking`: does the English word come on top between French and Chinese, and is it because most training was English?

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Lab;
use super::translation;
use crate::data::trilingual::Mix;
use crate::labs::logit_lens::protocol::{Answer, Ask, Thought};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, Cell, LineChart, Role, Series, Table, percent, significant};
use crate::train::trouble::AskError;
use crate::train::{Control, State};
use crate::ui::{Choice, Format, Kind, LineFigure, LiveNumber, NotFetched, Options, Progress, RunNames, RunPanel, TableView, now_ms, say, t, use_ui};
use crate::world_model::thinking::{Count, Form, SEEDS, Verdict, file_name, verdict};
use crate::world_page::shipped_file;

const COUNT: Text = text("Count in all the models", "在所有模型裡數一遍");
const PART: (Text, Text) = (text("Parts", "已數"), text("Parts of the count that are done: four for each model.", "已經數完的部分；每個模型分四部分。"));
const FORM: Text = text("How the question is put", "問法");
const TAGGED: Text = text("with tags: fr : chat -> zh :", "標語言：fr : chat -> zh :");
const BY_EXAMPLE: Text = text("by example: pain -> \u{9eb5}\u{5305} ; .. ; chat ->", "給例子：pain -> 麵包 ; .. ; chat ->");
const TITLE: Text = text("The third language\u{2019}s word on top in the middle layers", "中間層裡，第三種語言的詞成為第一名");
const EMPTY: Text = text("Press the button above: the models are fetched and asked.", "按上面的按鈕：會取得這些模型並一一詢問。");
const PAIR: Text = text("pair of models", "哪一對模型");
const SHARE: Text = text("share of right answers", "占答對題目的比例");
const ENGLISH: Text = text("mostly English: English on top", "英文為主：英文在前");
const BALANCED: Text = text("balanced: English on top", "三語平均：英文在前");
const CONTROL_ENGLISH: Text = text("mostly English: control", "英文為主：對照");
const CONTROL_BALANCED: Text = text("balanced: control", "三語平均：對照");
const MOSTLY: Text = text("80 % English", "英文 80 %");
const ALIKE: Text = text("balanced", "三語平均");
const MODEL: Text = text("model", "模型");
const RIGHT: Text = text("fr\u{2194}zh right", "法中互譯答對");
const ON_TOP: Text = text("of these, English on top", "其中英文曾是第一名");
const CONTROL_RIGHT: Text = text("with English right", "與英文互譯答對");
const CONTROL_TOP: Text = text("of these, the third language on top", "其中第三種語言曾是第一名");
const DIFFERENCE: Text = text("mostly English minus balanced", "英文為主減三語平均");
const MORE: Text = text("pairs with more", "較多的對數");
pub(super) const DIFFERENCE_FROM: Text = text(
    "Mean over the pairs of models: share of right answers with English on top in the mostly English model, minus that in its balanced partner.",
    "各對模型的平均：英文為主的模型裡英文曾是第一名的比例，減去三語平均的模型裡的比例。",
);
pub(super) const MORE_FROM: Text = text(
    "Pairs in which the mostly English model shows the English word more often than its partner.",
    "英文為主的模型比搭檔更常出現英文詞的有幾對。",
);

/// What is counted in each model.
const KINDS: [(Form, bool); 4] = [(Form::Tagged, false), (Form::Tagged, true), (Form::ByExample, false), (Form::ByExample, true)];

/// Model by model, kind by kind.
fn parts() -> usize {
    SEEDS.len() * Mix::ALL.len() * KINDS.len()
}

/// The count of one kind in one model, if it is done.
fn counted(counts: &[Count], pair: usize, mix: usize, form: Form, with_english: bool) -> Option<Count> {
    let kind = KINDS.iter().position(|kind| *kind == (form, with_english))?;
    counts.get((pair * Mix::ALL.len() + mix) * KINDS.len() + kind).copied()
}

pub(super) fn view(lab: Lab) -> AnyView {
    let ui = use_ui();
    let state = RwSignal::new(State::Idle);
    let remaining = RwSignal::new(None::<f32>);
    // `most` parts more.
    let go_on = move |most: usize| {
        state.set(State::Running);
        let start = now_ms();
        let before = lab.counts.with_untracked(Vec::len);
        spawn_local(async move {
            loop {
                let Some(done) = lab.counts.try_with_untracked(Vec::len) else { return };
                if state.try_get_untracked() != Some(State::Running) {
                    return;
                }
                if done > before {
                    let each = (now_ms() - start) / 1000.0 / (done - before) as f64;
                    remaining.try_set(Some((each * (parts() - done) as f64) as f32));
                }
                if done == parts() {
                    state.set(State::Done);
                    return;
                }
                if done == before + most {
                    state.set(State::Paused);
                    return;
                }
                match part(lab, done).await {
                    Ok(count) => {
                        // A reset may have come meanwhile.
                        lab.counts.try_update(|counts| {
                            if counts.len() == done {
                                counts.push(count);
                            }
                        });
                    }
                    Err(problem) => {
                        state.try_set(State::Paused);
                        match problem {
                            Problem::Fetch(why) => ui.notices.push(Kind::Warning, why.of_model()),
                            Problem::Ask(error) => {
                                lab.problem.try_set(Some(error));
                            }
                        }
                        return;
                    }
                }
            }
        });
    };
    let control = move |control: Control| match control {
        Control::Run if state.get_untracked() != State::Running => go_on(parts()),
        Control::StepOnce if state.get_untracked() != State::Running => go_on(1),
        Control::Pause if state.get_untracked() == State::Running => state.set(State::Paused),
        Control::Stop => state.set(State::Idle),
        Control::Reset => {
            state.set(State::Idle);
            lab.counts.set(Vec::new());
        }
        _ => {}
    };
    let progress = Memo::new(move |_| Progress {
        step: lab.counts.with(Vec::len) as u32,
        steps: parts() as u32,
        remaining_seconds: remaining.get(),
    });
    let names = RunNames {
        start: "think",
        resume: "think-resume",
        pause: "think-pause",
        step: "think-step",
        stop: "think-stop",
        reset: "think-reset",
    };
    let form = lab.chosen.pick(|c| c.think.form);
    let value = Memo::new(move |_| form_name(form.get()).to_owned());
    let choose = move |value: String| {
        let form = Form::ALL.into_iter().find(|f| form_name(*f) == value).unwrap_or_default();
        lab.chosen.change(|c| c.think.form = form);
    };
    let choices = Form::ALL.map(|f| Choice::new(form_name(f), if f == Form::Tagged { TAGGED } else { BY_EXAMPLE }));
    let chart = Memo::new(move |_| chart(lab, form.get()));
    view! {
        <RunPanel job="thinking" start=COUNT state progress on_control=control names step=PART />
        <Options control="think-form" name=FORM choices=Signal::stored(choices.to_vec()) value on_change=choose />
        <LineFigure name="thinking" title=TITLE summary=Signal::derive(move || summary(lab)) chart height=240.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(DIFFERENCE)}</dt><dd><LiveNumber name="thinking-difference" value=Memo::new(move |_| of_pairs(lab).map(|v| v.difference)) format=Format::Percent(1) from=DIFFERENCE_FROM /></dd></div>
            <div><dt>{t(MORE)}</dt><dd><LiveNumber name="thinking-more" value=Memo::new(move |_| of_pairs(lab).map(|v| f64::from(v.more))) format=Format::Decimals(0) from=MORE_FROM /></dd></div>
        </dl>
        {move || (!lab.counts.with(Vec::is_empty)).then(|| view! { <TableView table=Signal::derive(move || table(lab, form.get())) /> })}
        {translation::view(lab)}
    }
    .into_any()
}

const fn form_name(form: Form) -> &'static str {
    match form {
        Form::Tagged => "tagged",
        Form::ByExample => "by-example",
    }
}

/// Why a part was not counted.
enum Problem {
    Fetch(NotFetched),
    Ask(AskError),
}

/// One part of the count.
async fn part(lab: Lab, part: usize) -> Result<Count, Problem> {
    let (model, kind) = (part / KINDS.len(), part % KINDS.len());
    let (pair, mix) = (model / Mix::ALL.len(), model % Mix::ALL.len());
    let name = file_name(SEEDS[pair], Mix::ALL[mix]);
    let file = shipped_file(name, |_| {}).await.map_err(Problem::Fetch)?;
    let (form, with_english) = KINDS[kind];
    let what = Thought::Count { form, with_english };
    match lab.session.job.ask::<Answer>(&Ask::Think { file, what }).await {
        Ok(Answer::Counted(count)) => Ok(count),
        Ok(_) => Err(Problem::Ask(AskError::Closed)),
        Err(error) => Err(Problem::Ask(error)),
    }
}

/// What the pairs that are counted say of the chosen form.
pub(super) fn of_pairs(lab: Lab) -> Option<Verdict> {
    let form = lab.chosen.config.with(|c| c.think.form);
    lab.counts.with(|counts| {
        let share = |pair: usize, mix: usize| Some(counted(counts, pair, mix, form, false)?.third.share());
        let pairs: Vec<(f64, f64)> = (0..SEEDS.len()).map_while(|pair| Some((share(pair, 0)?, share(pair, 1)?))).collect();
        verdict(&pairs)
    })
}

fn chart(lab: Lab, form: Form) -> LineChart {
    let lang = lab.lang();
    let series = |name: Text, role: Role, mix: usize, with_english: bool| {
        let point = |pair: usize| {
            let count = lab.counts.with(|counts| counted(counts, pair, mix, form, with_english))?;
            Some((SEEDS[pair] as f64, count.third.share()))
        };
        let points: Vec<(f64, f64)> = (0..SEEDS.len()).filter_map(point).collect();
        let mut series = Series::new(name.get(lang), role, Arc::new(points));
        series.marked = true;
        series
    };
    LineChart {
        x: Axis::new(PAIR.get(lang)).between(0.5, SEEDS.len() as f64 + 0.5),
        y: Axis::new(SHARE.get(lang)).from(0.0),
        series: vec![
            series(ENGLISH, Role::First, 0, false),
            series(BALANCED, Role::Second, 1, false),
            series(CONTROL_ENGLISH, Role::Third, 0, true),
            series(CONTROL_BALANCED, Role::Fourth, 1, true),
        ],
        references: Vec::new(),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some(v) = of_pairs(lab) else {
        return EMPTY.get(lang).into();
    };
    let (low, high) = (percent(v.difference - v.half_width, 1), percent(v.difference + v.half_width, 1));
    let (difference, more, less) = (percent(v.difference, 1), v.more, v.less);
    let p = significant(v.sign_p, 2);
    let lean = if v.difference.abs() > v.half_width {
        Lean::Clear
    } else if v.sign_p < 0.05 {
        Lean::Hint
    } else {
        Lean::None
    };
    say(
        lang,
        || {
            let end = match lean {
                Lean::Clear => "the interval does not hold zero: in these models the mix of languages makes the difference",
                Lean::Hint => "the pairs lean one way, but the interval of their mean still holds zero: a hint that the mix matters, and mostly a small one",
                Lean::None => "these models do not show that English on top comes from mostly English training",
            };
            format!("Mostly English minus balanced: {difference} (95 % interval {low} to {high}); more in {more} pairs, less in {less} (sign test p = {p}): {end}.")
        },
        || {
            let end = match lean {
                Lean::Clear => "區間不包含零：在這些模型裡，語言的比例確實造成差異",
                Lean::Hint => "各對都偏向同一邊，但平均的區間仍包含零：這是「比例有影響」的跡象，而且多半很小",
                Lean::None => "這些模型無法說明「英文在前」是因為訓練以英文為主",
            };
            format!("英文為主減三語平均：{difference}（95 % 區間 {low} 到 {high}）；{more} 對較多、{less} 對較少（符號檢定 p = {p}）；{end}。")
        },
    )
}

/// What the counts allow to be said.
#[derive(Clone, Copy)]
enum Lean {
    Clear,
    Hint,
    None,
}

fn mix_name(mix: Mix, lang: Lang) -> &'static str {
    match mix {
        Mix::EnglishMost => MOSTLY,
        Mix::Balanced => ALIKE,
    }
    .get(lang)
}

fn table(lab: Lab, form: Form) -> Table {
    let lang = lab.lang();
    let mut rows = Vec::new();
    lab.counts.with(|counts| {
        for (pair, seed) in SEEDS.iter().enumerate() {
            for (m, mix) in Mix::ALL.into_iter().enumerate() {
                let (Some(between), Some(with)) = (counted(counts, pair, m, form, false), counted(counts, pair, m, form, true)) else {
                    continue;
                };
                let share = |t: crate::data::tally::Tally| {
                    let (low, high) = t.interval();
                    format!(
                        "{}/{} ({}\u{2013}{})",
                        t.right,
                        t.of,
                        percent(low, 0),
                        percent(high, 0)
                    )
                };
                rows.push(vec![
                    Cell::Text(say(
                        lang,
                        || format!("{seed}: {}", mix_name(mix, lang)),
                        || format!("{seed}：{}", mix_name(mix, lang)),
                    )),
                    Cell::Text(format!("{}/{}", between.right.right, between.right.of)),
                    Cell::Text(share(between.third)),
                    Cell::Text(format!("{}/{}", with.right.right, with.right.of)),
                    Cell::Text(share(with.third)),
                ]);
            }
        }
    });
    Table {
        columns: [MODEL, RIGHT, ON_TOP, CONTROL_RIGHT, CONTROL_TOP].map(|c| c.get(lang).into()).to_vec(),
        rows,
    }
}
