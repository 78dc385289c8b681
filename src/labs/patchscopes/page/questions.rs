//! Question by question: what every held-out two-step question came to, with a button that opens it above.

use leptos::prelude::*;

use super::back::all_pairs;
use super::state::Lab;
use crate::labs::patchscopes::protocol::Held;
use crate::lesson::{Text, text};
use crate::ui::{Button, ButtonKind, Words, say, t};

const OPEN: Text = text("Question by question", "一題一題看");
const COLUMNS: [Text; 6] = [
    text("question", "題目"),
    text("model says", "模型說"),
    text("truth", "正確答案"),
    text(
        "pairs that turn it right, of 21 (another\u{2019}s state)",
        "21 對層中救回幾對（括號裡是別題的狀態）",
    ),
    text("chain of two prompts", "兩個 prompt 相接"),
    text("try it", "試試看"),
];
const LOOK: Text = text("Back-patch", "back-patch");
const YES: Text = text("right", "對");
const NO: Text = text("wrong", "錯");

pub(super) fn view(lab: Lab) -> AnyView {
    let held = Memo::new(move |_| lab.bench.told(|r| Some(r.held.clone())).unwrap_or_default());
    let rows = move || {
        let wrong = |h: &Held| h.wrong().then(|| question(lab, h));
        held.with(|held| held.iter().filter_map(wrong).collect_view())
    };
    let head = COLUMNS
        .map(|column| view! { <th scope="col">{t(column)}</th> })
        .collect_view();
    view! {
        <details class="figure-table" prop:hidden=move || held.with(Vec::is_empty)>
            <summary>{t(OPEN)}</summary>
            <div class="table-box"><table class="table" data-output="questions"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>
        </details>
    }
    .into_any()
}

fn question(lab: Lab, held: &Held) -> AnyView {
    let lang = lab.lang();
    let place = lab.place.get();
    let back = held.back[place].map_or_else(
        || String::from("\u{2013}"),
        |[own, other]| format!("{} ({})", own.count_ones(), other.count_ones()),
    );
    let chain =
        held.chain.last().map_or(
            "\u{2013}",
            |[own, _]| if *own { YES.get(lang) } else { NO.get(lang) },
        );
    let (prompt, at) = (held.prompt.clone(), held.subject_at);
    let look = move || {
        lab.chosen.change(|c| {
            (c.source, c.target) = (prompt.clone(), prompt.clone());
            let place = if lab.place.get_untracked() == 0 {
                at
            } else {
                0
            };
            (c.source_at, c.target_at) = (place, place);
            c.rescale = false;
        });
    };
    let name = say(
        lang,
        || format!("Back-patch \u{201c}{}\u{201d}", held.prompt),
        || format!("back-patch「{}」", held.prompt),
    );
    debug_assert!(all_pairs() <= 32);
    view! {
        <tr>
            <th scope="row">{held.prompt.clone()}</th><td>{lab.word(held.said)}</td><td>{lab.word(held.answer)}</td><td>{back}</td><td>{chain}</td>
            <td><span title=name><Button control="look-question" words=Words::from(LOOK) kind=ButtonKind::Quiet on_press=move |()| look() /></span></td>
        </tr>
    }
    .into_any()
}
