//! Widget `pairs`: how pure the neighbourhoods are, and how often a partner is the nearest, each beside its control.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::embeddings::guesses::right;
use crate::labs::embeddings::config::SEED;
use crate::labs::embeddings::protocol::{Facts, Report};
use crate::labs::embeddings::words::Pairing;
use crate::lesson::{Text, text};
use crate::plot::percent;
use crate::ui::{Format, LiveNumber, MovedOn, NumberField, RunNames, RunPanel, say, t};
use crate::data::tally::{Tally, mean_share};

const PURITY: Text = text("How often the nearest neighbour is of the same class", "最近的鄰居是同類，有多常見");
const WHERE: Text = text("where", "在哪裡比");
const SHARE: Text = text("share", "比例");
const RANGE: Text = text("95 % interval, or range of draws", "95 % 區間，或各次抽樣的範圍");
const ALL: Text = text("all 64 dimensions", "全部 64 維");
const SHUFFLED: Text = text("the same, classes shuffled", "同上，但類別打亂");
const TWO: Text = text("best plane (axes 1 and 2)", "最好的平面（第 1、2 軸）");
const EIGHT: Text = text("first 8 axes", "前 8 個軸");
const PLANES: Text = text("random planes", "隨機平面");
const PAIRS: Text = text("How often the nearest of the other list is the partner", "另一個清單裡最近的就是夥伴，有多常見");
const PAIR: Text = text("pair", "配對");
const COUNT: Text = text("right", "答對");
const OTHER: Text = text("control: the next one\u{2019}s partner", "對照：下一個詞的夥伴");
const INTERVAL: Text = text("95 % interval", "95 % 區間");
pub(super) const PURITY_FROM: Text = text(
    "Share of the 278 content words whose nearest other content word (Euclid, all dimensions) is of the same class.",
    "278 個內容詞裡，最近的另一個內容詞（歐氏距離，全部維度）是同類的比例。",
);
pub(super) const SHUFFLED_FROM: Text = text(
    "The same points and neighbours with the classes dealt out anew at random: mean of the shuffles drawn so far. This is chance.",
    "點和鄰居都不變，只把類別隨機重新分配：目前抽過的各次平均。這就是碰運氣的水準。",
);
pub(super) const RANDOM_FROM: Text = text(
    "The same on planes of two random directions: mean of the planes drawn so far.",
    "同樣的比較，但在兩個隨機方向的平面上：目前抽過的平面的平均。",
);
const PCA_FROM: Text = text(
    "The same, with distances along the first principal axes only.",
    "同樣的比較，但只用前幾個主成分算距離。",
);
pub(super) const PAIR_FROM: Text = text(
    "Of the partners of this list, how often the right one has the largest cosine. 48 things, 14 capitals, 28 landmarks.",
    "在這個清單的所有夥伴裡，餘弦最大的就是正確那一個的比例。東西 48 個、首都 14 個、地標 28 個。",
);
const OTHER_FROM: Text = text(
    "How often the largest cosine belongs to the partner of the next word of the list instead.",
    "餘弦最大的反而是清單中下一個詞的夥伴的比例。",
);

const DRAW: Text = text("Draw the controls", "抽出對照");
const DRAWN: (Text, Text) = (
    text("Draws", "次數"),
    text(
        "One shuffle of the classes and one random plane each.",
        "每次打亂一次類別，並抽一個隨機平面。",
    ),
);
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text("Draws the shuffles and the planes.", "決定怎麼打亂、抽哪些平面。");
const NAMES: RunNames = RunNames {
    start: "draw",
    resume: "resume",
    pause: "pause",
    step: "draw-step",
    stop: "stop",
    reset: "reset",
};

pub(super) fn share(lab: Lab, pairing: Pairing) -> Option<f64> {
    lab.facts.with(|facts| right(facts.as_ref()?, pairing).map(Tally::share))
}

/// The mean share of the draws so far.
pub(super) fn drawn(lab: Lab, of: fn(&Report) -> &Vec<Tally>) -> Option<f64> {
    lab.bench.told(|report| mean_share(of(report).iter().copied()))
}

/// "85 % to 98 %".
fn range(lab: Lab, low: f64, high: f64) -> String {
    let (low, high) = (percent(low, 0), percent(high, 0));
    say(lab.lang(), || format!("{low} to {high}"), || format!("{low} 到 {high}"))
}

fn interval(lab: Lab, tally: Tally) -> String {
    let (low, high) = tally.interval();
    range(lab, low, high)
}

fn draws(lab: Lab, of: fn(&Report) -> &Vec<Tally>) -> Option<String> {
    let (low, high, n) = lab.bench.told(|report| {
        let shares = || of(report).iter().map(|t| t.share());
        let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        let n = of(report).len();
        (n > 0).then_some((low, high, n))
    })?;
    let told = range(lab, low, high);
    Some(say(lab.lang(), || format!("{told} ({n} draws)"), || format!("{told}（{n} 次）")))
}

fn row(label: Text, name: &'static str, from: Text, value: impl Fn() -> Option<f64> + Send + Sync + 'static, told: impl Fn() -> Option<String> + Send + Sync + 'static) -> AnyView {
    let value = Memo::new(move |_| value());
    view! {
        <tr>
            <th scope="row">{t(label)}</th>
            <td class="is-number"><LiveNumber name value format=Format::Percent(1) from /></td>
            <td>{told}</td>
        </tr>
    }
    .into_any()
}

/// A row of the facts of the model.
fn fact(lab: Lab, label: Text, name: &'static str, from: Text, of: fn(&Facts) -> Tally) -> AnyView {
    let tally = move || lab.facts.with(|facts| facts.as_ref().map(of));
    row(label, name, from, move || tally().map(Tally::share), move || tally().map(|t| interval(lab, t)))
}

/// A row of drawn controls.
fn control(lab: Lab, label: Text, name: &'static str, from: Text, of: fn(&Report) -> &Vec<Tally>) -> AnyView {
    row(label, name, from, move || drawn(lab, of), move || draws(lab, of))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let pair = |(i, pairing): (usize, Pairing)| {
        let tally = move |of: fn(&crate::labs::embeddings::protocol::Paired) -> Tally| {
            lab.facts.with(|facts| facts.as_ref()?.pairs.get(i).map(of))
        };
        let right = Memo::new(move |_| share(lab, pairing));
        let other = Memo::new(move |_| tally(|p| p.other).map(Tally::share));
        let told = move || tally(|p| p.right).map(|right| interval(lab, right));
        view! {
            <tr data-pair=pairing.id()>
                <th scope="row">{t(pairing.name())}</th>
                <td class="is-number"><LiveNumber name=pairing.id() value=right format=Format::Percent(0) from=PAIR_FROM /></td>
                <td>{told}</td>
                <td class="is-number"><LiveNumber name="other" value=other format=Format::Percent(0) from=OTHER_FROM /></td>
            </tr>
        }
    };
    let pairs = Pairing::ALL.into_iter().enumerate().map(pair).collect_view();
    let session = lab.bench.session;
    let seed = lab.chosen.pick(|c| f64::from(c.draws));
    view! {
        <RunPanel job="draws" start=DRAW state=session.job.state progress=lab.bench.progress() names=NAMES step=DRAWN on_control=move |control| session.control(control)>
            <NumberField control="draws-seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.draws = value as u32) />
        </RunPanel>
        <MovedOn session touched=lab.bench.touched() />
        <div class="table-box" tabindex="0" role="region" aria-label=t(PURITY)>
            <table class="table" data-output="purity">
                <caption class="control-name">{t(PURITY)}</caption>
                <thead><tr><th scope="col">{t(WHERE)}</th><th scope="col" class="is-number">{t(SHARE)}</th><th scope="col">{t(RANGE)}</th></tr></thead>
                <tbody>
                    {fact(lab, ALL, "purity", PURITY_FROM, |f| f.purity)}
                    {control(lab, SHUFFLED, "shuffled", SHUFFLED_FROM, |r| &r.shuffled)}
                    {fact(lab, EIGHT, "purity-eight", PCA_FROM, |f| f.purity_pca[1])}
                    {fact(lab, TWO, "purity-best", PCA_FROM, |f| f.purity_pca[0])}
                    {control(lab, PLANES, "purity-random", RANDOM_FROM, |r| &r.planes)}
                </tbody>
            </table>
        </div>
        <div class="table-box" tabindex="0" role="region" aria-label=t(PAIRS)>
            <table class="table" data-output="pairs">
                <caption class="control-name">{t(PAIRS)}</caption>
                <thead><tr><th scope="col">{t(PAIR)}</th><th scope="col" class="is-number">{t(COUNT)}</th><th scope="col">{t(INTERVAL)}</th><th scope="col" class="is-number">{t(OTHER)}</th></tr></thead>
                <tbody>{pairs}</tbody>
            </table>
        </div>
    }
    .into_any()
}
