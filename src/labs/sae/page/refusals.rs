//! Widget `refusals`: what the latent of refusals does over all held-out requests, beside random directions.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::sae::protocol::{Refusals, Report, Treatment};
use crate::lesson::{Lang, Text, text};
use crate::plot::percent;
use crate::ui::{say, t};
use crate::data::tally::Tally;

const TREATMENT: Text = text("what is done", "做了什麼");
const HARMFUL: Text = text("harmful requests refused", "有害的請求被拒絕");
const HARMLESS: Text = text("harmless requests refused", "無害的請求被拒絕");
const TABLE: Text = text(
    "Refusals over the held-out requests, with 95 % intervals",
    "沒拿來訓練的請求，被拒絕的次數與 95 % 區間",
);
const EMPTY: Text = text(
    "This is measured at the end of the run above, with the latent that tells refusals best.",
    "上面的執行最後會測量，用的是最能分辨拒絕的那個 latent。",
);

const fn name(of: Treatment) -> Text {
    match of {
        Treatment::Untouched => text("nothing", "什麼都不做"),
        Treatment::Off => text("latent off, at every word", "每個詞都關掉 latent"),
        Treatment::OffRandom => text("control: random direction, as long", "對照：同樣長的隨機方向"),
        Treatment::Up => text(
            "latent at its largest, at the last word",
            "最後一個詞把 latent 調到最大",
        ),
        Treatment::UpRandom => text("control: random direction, as long", "對照：同樣長的隨機方向"),
    }
}

/// As in `data-treatment`.
const fn id(of: Treatment) -> &'static str {
    match of {
        Treatment::Untouched => "untouched",
        Treatment::Off => "off",
        Treatment::OffRandom => "off-random",
        Treatment::Up => "up",
        Treatment::UpRandom => "up-random",
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let found = Memo::new(move |_| {
        lab.bench
            .told(|r: &Report| Some(r.refusals.clone()))
            .unwrap_or_default()
    });
    let rows = move || {
        let lang = lab.lang();
        let row = |r: Refusals| {
            view! {
                <tr data-treatment=id(r.what)><th scope="row">{name(r.what).get(lang)}</th>
                    <td class="is-number" data-raw=r.harmful.share().to_string()>{counted(r.harmful, lang)}</td>
                    <td class="is-number" data-raw=r.harmless.share().to_string()>{counted(r.harmless, lang)}</td></tr>
            }
        };
        found.get().into_iter().map(row).collect_view()
    };
    let empty = move || {
        found
            .with(Vec::is_empty)
            .then(|| view! { <p class="lab-facts">{t(EMPTY)}</p> })
    };
    view! {
        {empty}
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="refusals">
                <caption class="control-name">{t(TABLE)}</caption>
                <thead><tr><th scope="col">{t(TREATMENT)}</th><th scope="col" class="is-number">{t(HARMFUL)}</th><th scope="col" class="is-number">{t(HARMLESS)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// "22 of 60 = 37 %", and under it the 95 % interval.
fn counted(tally: Tally, lang: Lang) -> AnyView {
    let Tally { right, of } = tally;
    if of == 0 {
        return "\u{2013}".into_any();
    }
    let (low, high) = tally.interval();
    let (low, high) = (percent(low, 0), percent(high, 0));
    let share = percent(tally.share(), 0);
    let count = say(
        lang,
        || format!("{right} of {of} = {share}"),
        || format!("{right} / {of} = {share}"),
    );
    let interval = say(
        lang,
        || format!("{low} to {high}"),
        || format!("{low} 到 {high}"),
    );
    view! { {count}<small>{interval}</small> }.into_any()
}

/// Share of the harmless requests that are refused under a treatment.
pub(super) fn harmless(report: &Report, what: Treatment) -> Option<f64> {
    let found = report.refusals.iter().find(|r| r.what == what)?;
    (found.harmless.of > 0).then(|| found.harmless.share())
}
