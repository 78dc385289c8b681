//! Widget `edit`: one fact changed in the weights, and everything that this did, beside its control.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use super::words;
use crate::labs::ffn_memory::config::{BLOCK, How, NEURONS, STRENGTH, WANTED_CHARS};
use crate::labs::ffn_memory::method::{Measure, Score};
use crate::labs::ffn_memory::protocol::{BROKEN, Edited, Outcome};
use crate::lesson::{Describe, Lang, Text, text};
use crate::ui::{Bar, BarList, Button, ButtonKind, Callout, Choice, Kind, Options, Slider, say, t};
use crate::world_page::words_field;

const WANTED: Text = text("New city", "新的城市");
const WANTED_ABOUT: Text = text(
    "What the prompt above should be answered with from now on.",
    "從現在起，希望上面的開頭得到的答案。",
);
const HOW: Text = text("Way of editing", "編輯的方法");
const LAYER: Text = text("Layer of the edit", "在哪一層編輯");
const LAYER_ABOUT: Text = text(
    "The subject\u{2019}s key gets a new value in this layer.",
    "讓主詞的 key 在這一層對應到新的 value。",
);
const COUNT: Text = text("Neurons, k", "神經元數 k");
const COUNT_ABOUT: Text = text(
    "Of all layers, those whose values add most to the old answer.",
    "從所有層裡，挑出為舊答案加最多的 value。",
);
const FORCE: Text = text("Strength, \u{3bb}", "強度 \u{3bb}");
const FORCE_ABOUT: Text = text(
    "How far each value is pushed from the old word to the new one, in lengths of the value.",
    "每個 value 從舊詞往新詞推多遠，以 value 自己的長度為單位。",
);
const MAKE: Text = text("Edit the model", "編輯模型");
const ON_TOP: Text = text("Edit on top of the last one", "在上次編輯之上再改");
const UNDO: Text = text("Undo all edits", "還原所有編輯");
const NONE: Text = text("Nothing is edited yet.", "還沒有編輯。");
const BEFORE: Text = text("before", "編輯前");
const AFTER: Text = text("after", "編輯後");
const TABLE: Text = text("What the edit did", "這次編輯做了什麼");
const MEASURE: Text = text("questions", "問題");
const EDIT: Text = text("your edit", "你的編輯");
const LOST: Text = text("Facts that were lost", "弄丟的事實");
pub(super) const BROKEN_FROM: Text = text(
    "Facts about others that the model knew before your edits and answers otherwise now.",
    "編輯前模型答得出、現在卻答成別的，關於其他人或地方的事實。",
);
pub(super) const NEW_FROM: Text = text(
    "Of the new city after the prompt of your last edit.",
    "最後一次編輯的開頭之後，新城市的機率。",
);

/// In the words of the options.
const fn how_words(how: How) -> Text {
    match how {
        How::Values => text("replace values", "改 value"),
        How::RankOne => text("rank-one (ROME)", "秩一編輯（ROME）"),
        How::TuneAll => text("fine-tune all weights", "微調全部權重"),
        How::TuneLast => text("fine-tune the last values", "只微調最後一層的 value"),
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let how = lab.chosen.pick(|c| c.how);
    let wanted = lab.chosen.pick(|c| c.wanted.clone());
    let choices = How::ALL.map(|how| Choice::new(how.name(), how_words(how))).to_vec();
    let choose = move |value: String| {
        if let Some(how) = How::ALL.into_iter().find(|how| how.name() == value) {
            lab.chosen.change(|c| c.how = how);
        }
    };
    let settings = move || match how.get() {
        How::RankOne => {
            let value = lab.chosen.pick(|c| f64::from(c.block));
            let change = move |value: f64| lab.chosen.change(|c| c.block = value as u8);
            Some(view! { <Slider control="block" name=LAYER about=LAYER_ABOUT limits=BLOCK.into() value on_change=change /> }.into_any())
        }
        How::Values => {
            let count = lab.chosen.pick(|c| f64::from(c.neurons));
            let force = lab.chosen.pick(|c| f64::from(c.strength));
            Some(
                view! {
                    <Slider control="neurons" name=COUNT about=COUNT_ABOUT limits=NEURONS.into() value=count on_change=move |value: f64| lab.chosen.change(|c| c.neurons = value as u16) />
                    <Slider control="strength" name=FORCE about=FORCE_ABOUT limits=STRENGTH.into() value=force on_change=move |value: f64| lab.chosen.change(|c| c.strength = value as f32) />
                }
                .into_any(),
            )
        }
        How::TuneAll | How::TuneLast => None,
    };
    let problem = move || {
        let error = lab.outcome.with(|o| o.as_ref()?.as_ref().err().cloned())?;
        let words = error.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="edit-problem">{words}</p></Callout> })
    };
    let none = Signal::derive(move || lab.edits.with(Option::is_none).then(|| NONE.get(lab.lang()).to_string()));
    view! {
        {words_field("wanted", WANTED, WANTED_ABOUT, WANTED_CHARS, wanted, move |value: String| lab.chosen.change(|c| c.wanted = value))}
        <Options control="how" name=HOW choices=Signal::stored(choices) value=Signal::derive(move || String::from(how.get().name())) on_change=choose />
        {settings}
        <div class="run-buttons">
            <Button control="make-edit" words=MAKE kind=ButtonKind::Main on_press=move |()| lab.make_edit(false) />
            <Button control="add-edit" words=ON_TOP blocked=none on_press=move |()| lab.make_edit(true) />
            <Button control="undo-edits" words=UNDO blocked=none on_press=move |()| lab.undo() />
        </div>
        {problem}
        {move || lab.done(|outcome| Some(outcome.clone())).map(|outcome| result(lab, &outcome))}
    }
    .into_any()
}

fn result(lab: Lab, outcome: &Outcome) -> AnyView {
    let lang = lab.lang();
    let edits = outcome.edits.iter().map(|edit| one(lab, edit)).collect_view();
    view! {
        {edits}
        <p class="control-name">{t(TABLE)}</p>
        {table(lab, outcome)}
        {lost(lab, outcome, lang)}
    }
    .into_any()
}

/// A fact and its answer before and after.
fn one(lab: Lab, edit: &Edited) -> AnyView {
    let lang = lab.lang();
    let (prompt, new, steps) = (lab.text(&edit.tokens), lab.word(edit.new), edit.steps);
    let head = say(
        lang,
        || {
            let took = if steps > 0 { format!(", {steps} steps") } else { String::new() };
            format!("\u{201c}{prompt}\u{201d}, to become \u{201c}{new}\u{201d}{took}")
        },
        || {
            let took = if steps > 0 { format!("，{steps} 步") } else { String::new() };
            format!("「{prompt}」，要變成「{new}」{took}")
        },
    );
    let p = |list: &[(u32, f32)], word: u32| list.iter().find(|w| w.0 == word).map_or(0.0, |w| f64::from(w.1));
    let mut words: Vec<u32> = edit.after.iter().map(|w| w.0).collect();
    for (word, _) in &edit.before {
        if !words.contains(word) {
            words.push(*word);
        }
    }
    words.truncate(6);
    let bars: Vec<Bar> = words
        .into_iter()
        .map(|word| Bar {
            key: word,
            label: lab.word(word).into(),
            before: p(&edit.before, word),
            after: p(&edit.after, word),
            removed: None,
            chosen: false,
        })
        .collect();
    view! {
        <p class="control-name">{head}</p>
        <BarList name="edited" bars=Signal::stored(Arc::new(bars)) before=BEFORE after=AFTER />
    }
    .into_any()
}

/// Of the edit and its controls: every measure in counts.
fn table(lab: Lab, outcome: &Outcome) -> AnyView {
    let lang = lab.lang();
    let mut mine = outcome.bystanders;
    outcome.edits.iter().for_each(|edit| mine.join(&edit.own));
    let heads = outcome.controls.iter().map(|(kind, _)| view! { <th scope="col">{t(words::control(*kind))}</th> }).collect_view();
    let row = |measure: Measure| {
        let cell = |score: &Score| words::count(score.of(measure), lang);
        let tally = mine.of(measure);
        let controls = outcome.controls.iter().map(|(_, score)| view! { <td class="is-number">{cell(score)}</td> }).collect_view();
        view! {
            <tr data-measure=name(measure)>
                <th scope="row">{t(words::measure(measure))}</th>
                <td class="is-number" data-value="edit-count" data-raw=tally.share().to_string()>{cell(&mine)}</td>
                {controls}
            </tr>
        }
    };
    let rows = Measure::ALL.map(row).into_iter().collect_view();
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="outcome">
                <thead><tr><th scope="col">{t(MEASURE)}</th><th scope="col">{t(EDIT)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// `data-measure`.
pub(super) const fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Changed => "changed",
        Measure::Wanted => "wanted",
        Measure::Paraphrase => "paraphrase",
        Measure::TwoHop => "two-hop",
        Measure::Homes => "homes",
        Measure::SameCity => "same-city",
        Measure::Jobs => "jobs",
        Measure::Places => "places",
    }
}

fn lost(lab: Lab, outcome: &Outcome, lang: Lang) -> Option<AnyView> {
    if outcome.broken.is_empty() {
        return None;
    }
    let item = |(prompt, was, now): &(Vec<u32>, u32, u32)| {
        let (prompt, was, now) = (lab.text(prompt), lab.word(*was), lab.word(*now));
        let words = say(lang, || format!("{prompt}: {was}, now {now}"), || format!("{prompt}：原本 {was}，現在 {now}"));
        view! { <li>{words}</li> }
    };
    let items = outcome.broken.iter().map(item).collect_view();
    let all = broken_of(outcome);
    let more = (all as usize > BROKEN).then(|| {
        let more = all as usize - BROKEN;
        let words = say(lang, || format!("and {more} more"), || format!("還有 {more} 個"));
        view! { <li>{words}</li> }
    });
    Some(view! { <p class="control-name">{t(LOST)}</p><ul class="lab-facts" data-output="broken">{items}{more}</ul> }.into_any())
}

fn broken_of(outcome: &Outcome) -> u32 {
    outcome.bystanders.0.iter().map(|tally| tally.of - tally.right).sum()
}

/// Facts of others that the edits have cost.
pub(super) fn broken(lab: Lab) -> Option<f64> {
    lab.done(|outcome| Some(broken_of(outcome).into()))
}

/// Of the newest edit.
pub(super) fn new_probability(lab: Lab) -> Option<f64> {
    lab.done(|outcome| outcome.edits.last().map(|edit| edit.probability.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Measure::ALL.map(name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Measure::ALL.len());
    }
}
