//! Widget `read`: what the target says with the state of every source layer in every target layer, and one cell in full.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::Lab;
use crate::labs::patchscopes::protocol::{View, Words};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, percent};
use crate::ui::{Figure, Format, LiveNumber, Twin, say, t};

const TITLE: Text = text(
    "What the state says in the other prompt",
    "這個狀態在另一個 prompt 裡說什麼",
);
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const FROM: Text = text("source layer", "來源的層");
const INTO: Text = text("target layer", "目標的層");
const LENS: Text = text("logit lens", "logit lens");
const WORD: Text = text("most probable word", "機率最高的詞");
const PROBABILITY: Text = text("probability", "機率");
const HOW: Text = text(
    "A row is the layer out of which the state is taken, a column the layer into which it is put. Arrow keys move over the cells. The last column reads the same state by the logit lens.",
    "一列是取出狀態的層，一行是放進去的層。用方向鍵移動。最後一行用 logit lens 讀同一個狀態。",
);
const ITSELF: Text = text(
    "control: put back where it was, largest change of a logit",
    "對照：放回原處，logit 最大的變化",
);
pub(super) const ITSELF_FROM: Text = text(
    "The target\u{2019}s own states at this word, each put back into its own layer. Of all layers and words, the largest change of a logit. Anything but 0 would be a fault of the lab.",
    "把目標 prompt 在這個詞的狀態，逐層放回原處。在所有層、所有詞中，logit 最大的變化。不是 0 就代表實驗有錯。",
);
const PLAIN: Text = text(
    "Left alone, the target prompt says:",
    "不動手腳時，目標 prompt 說：",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let summary = Signal::derive(move || summary(lab));
    let twin = Twin::new(move |_all| untrack(|| lab.view.with(|view| table(lab, view.as_ref()))));
    let itself = Memo::new(move |_| lab.view.with(|v| v.as_ref().map(|v| f64::from(v.itself))));
    view! {
        <dl class="run-facts">
            <div><dt>{t(ITSELF)}</dt><dd><LiveNumber name="itself" value=itself format=Format::Small(2) from=ITSELF_FROM /></dd></div>
        </dl>
        <Figure name="read" title=TITLE summary twin>
            {move || grid(lab)}
        </Figure>
        <p class="lab-facts">{t(HOW)}</p>
        {move || detail(lab)}
    }
    .into_any()
}

/// How strongly a cell is shaded; its words say the probability as well.
fn level(p: f32) -> &'static str {
    match p {
        p if p >= 0.8 => "4",
        p if p >= 0.5 => "3",
        p if p >= 0.2 => "2",
        p if p >= 0.05 => "1",
        _ => "0",
    }
}

/// Drawn anew for each view.
fn grid(lab: Lab) -> AnyView {
    let Some(view) = lab.view.get() else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    let layers = view.layers as usize;
    let move_to = move |event: ev::KeyboardEvent| {
        let (from, into) = untrack(|| lab.cell());
        // The top row is the last layer.
        let next = match event.key().as_str() {
            "ArrowUp" => (from + 1, into),
            "ArrowDown" => (from.saturating_sub(1), into),
            "ArrowLeft" => (from, into.saturating_sub(1)),
            "ArrowRight" => (from, into + 1),
            "Home" => (from, 0),
            "End" => (from, layers - 1),
            _ => return,
        };
        event.prevent_default();
        let (from, into) = (next.0.min(layers), next.1.min(layers - 1));
        lab.look_at(from, into);
        let wanted = format!("[data-cell=\"{from}-{into}\"]");
        let inside = event
            .current_target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let button = inside.and_then(|e| e.query_selector(&wanted).ok().flatten());
        if let Some(button) = button.and_then(|b| b.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let head = (0..layers)
        .map(|layer| view! { <th scope="col">{layer.to_string()}</th> })
        .collect_view();
    let rows = (0..=layers)
        .rev()
        .map(|from| {
            let cells = (0..layers).map(|into| cell_view(lab, &view, from, into)).collect_view();
            let lens = view.lens.get(from).and_then(|words| words.first()).map(|(word, p)| {
                view! { <span class="lens-word">{lab.word(*word)}</span>" "<span class="lens-share">{percent((*p).into(), 0)}</span> }
            });
            view! { <tr><th scope="row">{from.to_string()}</th>{cells}<td class="lens-beside">{lens}</td></tr> }
        })
        .collect_view();
    let corner = move || {
        let lang = lab.lang();
        [
            FROM.get(lang),
            " \u{2193}",
            " / ",
            INTO.get(lang),
            " \u{2192}",
        ]
        .concat()
    };
    view! {
        <p class="lens-corner">{corner}</p>
        <div class="lens-box">
            <table class="lens" on:keydown=move_to>
                <thead><tr><th scope="col"><span class="only-read">{move || FROM.get(lab.lang())}</span></th>{head}<th scope="col">{t(LENS)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cell_view(lab: Lab, view: &View, from: usize, into: usize) -> Option<AnyView> {
    let (word, p) = view.cell(from, into)?.first().copied()?;
    let chosen = move || lab.cell() == (from, into);
    Some(
        view! {
            <td>
                <button type="button" class="lens-cell" data-cell=[from.to_string(), into.to_string()].join("-") data-level=level(p)
                    tabindex=move || if chosen() { "0" } else { "-1" } aria-pressed=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| lab.look_at(from, into)>
                    <span class="lens-word">{lab.word(word)}</span>" "<span class="lens-share">{percent(p.into(), 0)}</span>
                </button>
            </td>
        }
        .into_any(),
    )
}

/// The chosen cell, and the target without any patch.
fn detail(lab: Lab) -> Option<AnyView> {
    let (from, into) = lab.cell();
    let lang = lab.lang();
    lab.view.with(|view| {
        let view = view.as_ref()?;
        let (taken, replaced) = at(lab, view)?;
        let cell = view.cell(from, into)?;
        let head = say(
            lang,
            || format!("\u{201c}{taken}\u{201d} after layer {from}, put before layer {} in place of \u{201c}{replaced}\u{201d}:", into + 1),
            || format!("「{taken}」第 {from} 層之後的狀態，在第 {} 層之前換掉「{replaced}」：", into + 1),
        );
        let list = |words: &Words| {
            let word = |(id, p): &(u32, f32)| {
                let (name, p) = (lab.word(*id), f64::from(*p));
                view! { <li><span class="lens-word">{name}</span> <meter min="0" max="1" value=p.to_string() aria-label=name></meter> {percent(p, 1)}</li> }
            };
            words.iter().map(word).collect_view()
        };
        Some(
            view! {
                <p class="control-name">{head}</p><ol class="lens-top" data-output="cell">{list(cell)}</ol>
                <p class="control-name">{PLAIN.get(lang)}</p><ol class="lens-top" data-output="plain">{list(&view.plain)}</ol>
            }
            .into_any(),
        )
    })
}

/// The words at both places.
fn at(lab: Lab, view: &View) -> Option<(&'static str, &'static str)> {
    let word = |tokens: &[u32], at: u32| tokens.get(at as usize).map(|id| lab.word(*id));
    Some((
        word(&view.source, view.source_at)?,
        word(&view.target, view.target_at)?,
    ))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (from, into) = lab.cell();
    let found = lab.view.with(|view| {
        let view = view.as_ref()?;
        let (taken, replaced) = at(lab, view)?;
        let said = |words: &Words| {
            words
                .first()
                .map(|(word, p)| (lab.word(*word), percent((*p).into(), 0)))
        };
        Some((
            taken,
            replaced,
            said(view.cell(from, into)?)?,
            said(&view.plain)?,
        ))
    });
    let Some((taken, replaced, (word, p), (plain, plain_p))) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || {
            format!(
                "With the state of \u{201c}{taken}\u{201d} from layer {from} in layer {into}, in place of \u{201c}{replaced}\u{201d}, the target says \u{201c}{word}\u{201d} ({p}); left alone, \u{201c}{plain}\u{201d} ({plain_p})."
            )
        },
        || {
            format!(
                "把「{taken}」第 {from} 層的狀態放進第 {into} 層，換掉「{replaced}」，目標說「{word}」（{p}）；不動手腳時說「{plain}」（{plain_p}）。"
            )
        },
    )
}

fn table(lab: Lab, view: Option<&View>) -> Table {
    let lang = lab.lang();
    let name = |text: Text| String::from(text.get(lang));
    let mut rows = Vec::new();
    if let Some(view) = view {
        let mut row = |from: usize, into: String, words: &Words| {
            if let Some((word, p)) = words.first() {
                let word = Cell::Text(lab.word(*word).into());
                rows.push(vec![
                    Cell::Number(from as f64),
                    Cell::Text(into),
                    word,
                    Cell::Number((*p).into()),
                ]);
            }
        };
        for from in 0..=view.layers as usize {
            for into in 0..view.layers as usize {
                view.cell(from, into)
                    .into_iter()
                    .for_each(|words| row(from, into.to_string(), words));
            }
            view.lens
                .get(from)
                .into_iter()
                .for_each(|words| row(from, name(LENS), words));
        }
    }
    Table {
        columns: [FROM, INTO, WORD, PROBABILITY].map(name).to_vec(),
        rows,
    }
}
