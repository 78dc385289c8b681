//! Widget `brain`: a shipped transformer with memories longer than any that it was trained on, beside its control.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::{Lab, Row};
use crate::data::shipped::is_whole;
use crate::labs::memory::config::PROMPTS;
use crate::labs::memory::protocol::{BRAIN_LINES, FILLINGS, Trained, Weights};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, grouped, percent};
use crate::train::Control;
use crate::ui::{Callout, Choice, Format, Kind, LineFigure, LiveNumber, NotFetched, Options, Progress, RunNames, RunPanel, fetch_model, say, t};

const START: Text = text("Give the brain longer memories", "給它更長的記憶");
const TRAINED: Text = text("In training the brain saw", "訓練時看過");
const fn trained_on(trained: Trained) -> (&'static str, Text) {
    match trained {
        Trained::Short => ("short", text("2 to 8 lines", "2 到 8 行")),
        Trained::Gaps => ("gaps", text("2 to 8 lines, positions far apart", "2 到 8 行，位置拉開")),
        Trained::Long => ("long", text("2 to 32 lines", "2 到 32 行")),
    }
}
const PROMPTS_ROW: Row = Row {
    control: "prompts",
    name: text("Prompts of a point", "每個點的題數"),
    about: text("Each with eight manuals of tools, a memory, one request.", "每一題有八份工具說明、一份記憶、一個請求。"),
    range: PROMPTS,
    read: |c| f64::from(c.prompts),
    write: |c, v| c.prompts = v as u16,
};
const NAMES: RunNames = RunNames {
    start: "brain",
    resume: "brain-resume",
    pause: "brain-pause",
    step: "brain-step",
    stop: "brain-stop",
    reset: "brain-reset",
};
const STEPS: (Text, Text) = (
    text("Pieces", "小批"),
    text("Two prompts of one length and one filling.", "一小批是兩題，長度和填法相同。"),
);
const TITLE: Text = text("Right calls of the tiny brain against the length of its memory", "小腦的記憶越長，呼叫對多少");
const EMPTY: Text = text("Guess first, then press the button. The brain is half a megabyte.", "先猜，再按按鈕。這個腦有半個 MB。");
const AXIS: Text = text("lines in memory", "記憶的行數");
const SHARE: Text = text("share of calls right word for word", "一字不差的呼叫比例");
const FILLING: [(Text, Role); FILLINGS] = [
    (text("different lines", "不同的行"), Role::Treatment),
    (text("same 8 facts, repeated", "同樣 8 個事實，重複"), Role::Control),
    (text("8 facts and filler", "8 個事實加空話"), Role::Second),
];
/// The place of the longest memory.
pub(super) const LAST: usize = BRAIN_LINES.len() - 1;
pub(super) const SHORT_FROM: Text = text("Calls that are right word for word, 8 lines in memory.", "記憶有 8 行時，一字不差的呼叫比例。");
pub(super) const LONG_FROM: Text = text("Calls that are right word for word, 48 lines in memory.", "記憶有 48 行時，一字不差的呼叫比例。");

/// The share of right calls: place in `BRAIN_LINES`, filling.
pub(super) fn share(lab: Lab, at: usize, filling: usize) -> Option<f64> {
    let tally = lab.tested.with(|r| r.tallies[at][filling]);
    (tally.of > 0).then(|| tally.share())
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.testing;
    let failed = RwSignal::new(None::<NotFetched>);
    let coming = RwSignal::new(None::<f64>);
    // The file comes first; then the run is opened with it.
    let bring = move |control: Control| {
        let setup = lab.chosen.config.with_untracked(|c| c.brain());
        coming.set(Some(0.0));
        failed.set(None);
        spawn_local(async move {
            let name = setup.file();
            let came = fetch_model(name, |bytes| is_whole(name, bytes), |share| {
                coming.try_set(Some(share));
            }).await;
            // The page may be gone meanwhile.
            if coming.try_set(None).is_some() {
                return;
            }
            match came {
                Ok(bytes) => {
                    lab.file.set(Some((setup.trained, Weights(Arc::new(bytes)))));
                    session.control(control);
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let on_control = move |control: Control| {
        let trained = lab.chosen.config.with_untracked(|c| c.trained);
        let here = lab.file.with_untracked(|file| file.as_ref().is_some_and(|(which, _)| *which == trained));
        let starts = matches!(control, Control::Run | Control::StepOnce | Control::Reset);
        if coming.with_untracked(Option::is_some) {
            return;
        }
        if here || !starts || session.job.state.get_untracked() == crate::train::State::Paused {
            session.control(control);
        } else {
            bring(control);
        }
    };
    let progress = Memo::new(move |_| {
        lab.tested.with(|r| Progress {
            step: r.done,
            steps: r.planned,
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.tested.with(|r| (r.done > 0).then_some(r.fingerprint)));
    let chart = Memo::new(move |_| chart(lab));
    let fact = |name: &'static str, filling: usize| {
        let value = Memo::new(move |_| share(lab, LAST, filling));
        view! { <div><dt>{t(FILLING[filling].0)}</dt><dd><LiveNumber name value format=Format::Percent(1) from=LONG_FROM /></dd></div> }.into_any()
    };
    let on_its_way = move || {
        coming.get().map(|share| {
            let share = percent(share, 0);
            say(lab.lang(), || format!("Fetching the brain: {share}"), || format!("正在取得這個腦：{share}"))
        })
    };
    let trouble = move || failed.get().map(|error| view! { <Callout kind=Kind::Warning><p data-value="brain-notice">{t(error.of_model())}</p></Callout> });
    let choices = Trained::ALL.map(|of| Choice::new(trained_on(of).0, trained_on(of).1));
    let trained = Memo::new(move |_| trained_on(lab.chosen.config.with(|c| c.trained)).0.to_owned());
    let choose = move |value: String| {
        let trained = Trained::ALL.into_iter().find(|of| trained_on(*of).0 == value).unwrap_or_default();
        lab.chosen.change(|c| c.trained = trained);
    };
    view! {
        <RunPanel job="brain" start=START step=STEPS state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs([lab.reading, lab.learning])) on_control=on_control>
            <Options control="trained" name=TRAINED choices=Signal::stored(choices.to_vec()) value=trained on_change=choose />
            {PROMPTS_ROW.view(lab)}
        </RunPanel>
        <p role="status">{on_its_way}</p>
        {trouble}
        <LineFigure name="brain" title=TITLE summary=Signal::derive(move || told(lab)) chart empty=EMPTY height=300.0 />
        <dl class="run-facts">{fact("brain-distinct", 0)}{fact("brain-duplicated", 1)}{fact("brain-filler", 2)}</dl>
    }
    .into_any()
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let tallies = lab.tested.with(|r| r.tallies);
    let series = |(filling, (name, role)): (usize, (Text, Role))| {
        let all = BRAIN_LINES.into_iter().zip(&tallies).map(|(n, t)| (f64::from(n), t[filling])).filter(|(_, t)| t.of > 0);
        let (mut points, mut band) = (vec![], vec![]);
        for (n, tally) in all {
            let (low, high) = tally.interval();
            points.push((n, tally.share()));
            band.push((n, low, high));
        }
        Series::new(name.get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(AXIS.get(lang)).between(8.0, 48.0),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
        series: FILLING.into_iter().enumerate().map(series).collect(),
        references: vec![],
    }
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let (tallies, weights, step, setup) = lab.tested.with(|r| (r.tallies, r.weights, r.step, r.setup));
    let last = tallies.iter().zip(BRAIN_LINES).rev().find(|(t, _)| t.iter().all(|t| t.of > 0));
    let Some((tallies, lines)) = last else {
        return EMPTY.get(lang).into();
    };
    let of = |filling: usize| {
        let tally = tallies[filling];
        say(lang, || format!("{} of {}", tally.right, tally.of), || format!("{} 題對 {} 題", tally.of, tally.right))
    };
    let (distinct, same, filler) = (of(0), of(1), of(2));
    let weights = grouped(f64::from(weights), 0);
    let trained = trained_on(setup.map(|s| s.trained).unwrap_or_default()).1.get(lang);
    say(
        lang,
        || format!("Tiny brain, {weights} weights, {step} steps ({trained}). At {lines} lines: different lines {distinct}; the same 8 facts repeated {same}; 8 facts and filler {filler}. Bands: 95 %."),
        || format!("小腦，{weights} 個權重，訓練 {step} 步（{trained}）。{lines} 行時：不同的行 {distinct}；同樣 8 個事實重複 {same}；8 個事實加空話 {filler}。色帶是 95 % 區間。"),
    )
}
