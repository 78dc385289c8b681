//! The prompt tape: byte for byte what the brain reads, and who wrote what of it; the plan; what the next token was drawn from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::panel::Panel;
use super::pieces::{Piece, Run, author_name, pieces, role, runs, section_name};
use crate::agent::token::write;
use crate::agent::{Author, Section, Status};
use crate::lesson::{Lang, Text, text};
use crate::plot::percent;
use crate::ui::{Button, ButtonKind, live, t, use_lang, use_ui, visible};

const NAME: Text = text(
    "The prompt: all that the brain reads",
    "提示：模型讀到的全部內容",
);
const COPY: Text = text("Copy the prompt", "複製提示");
const COPIED: Text = text("The prompt is copied.", "已複製提示。");
const NOT_COPIED: Text = text(
    "The browser does not allow copying. Mark the text and copy it by hand.",
    "瀏覽器不允許複製。請選取文字後手動複製。",
);
const LIKELY: Text = text("The last token was drawn from", "上一個 token 的機率分布");
const NONE_YET: Text = text("No token has been written yet.", "還沒有產生 token。");
const PLAN: Text = text("Plan", "計畫");

fn shown_runs(runs: &[Run]) -> AnyView {
    runs.iter()
        .map(|run| match run.mark {
            true => view! { <b class="tape-mark">{run.text.clone()}</b> }.into_any(),
            false => view! { <bdi>{run.text.clone()}</bdi> }.into_any(),
        })
        .collect_view()
        .into_any()
}

/// The tape with its legend. One node for each span; the open turn is the only one that changes while the brain writes.
pub fn tape(panel: Panel) -> AnyView {
    let ui = use_ui();
    let lang = use_lang();
    let spans = Memo::new(move |_| panel.with(|shown| pieces(&shown.tape)).unwrap_or_default());
    let class = |author: Author| ["tape-span has-role ", role(author).class()].concat();
    let item = move |piece: Piece| {
        let Piece {
            author,
            section,
            message,
            runs,
            ..
        } = piece;
        view! {
            <span class=class(author) data-author=author_name(author) data-section=section_name(section) data-message=message
                title=live(move || author.label().get(lang.get()))>{shown_runs(&runs)}</span>
        }
    };
    let open = move || {
        let written = panel.pending.with(|pending| runs(pending));
        (!written.is_empty()).then(|| {
            view! { <span class=class(Author::Generated) data-author="brain" data-section="words">{shown_runs(&written)}</span> }
        })
    };
    // The end of the tape is where something happens.
    Effect::new(move |_| {
        spans.track();
        panel.pending.track();
        if let (true, Some(holder)) = (panel.is_going(), panel.holder.get_untracked()) {
            holder.set_scroll_top(holder.scroll_height());
        }
    });
    let copy = move |()| {
        let tokens = panel.shown.with_untracked(|shown| {
            let mut tokens = shown
                .as_ref()
                .map(|s| s.tape.tokens.clone())
                .unwrap_or_default();
            tokens.extend(panel.pending.get_untracked());
            tokens
        });
        let text = write(&tokens);
        spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let there = !clipboard.is_undefined();
            let done = there && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
            let said = if done { COPIED } else { NOT_COPIED };
            ui.notices.announce(said.get(lang.get_untracked()).into());
        });
    };
    let legend = Author::ALL.map(|author| {
        view! { <span class=class(author) data-author=author_name(author)>{t(author.label())}</span> }
    });
    view! {
        <div class="tape-head"><p class="control-name">{t(NAME)}</p><Button control="copy-prompt" words=COPY kind=ButtonKind::Quiet on_press=copy /></div>
        <p class="tape-legend">{legend.collect_view()}</p>
        <div class="tape is-prompt" role="group" tabindex="0" aria-label=live(move || NAME.get(lang.get())) data-output="prompt" node_ref=panel.holder>
            <For each=move || spans.get() key=|piece| piece.key children=item />
            {open}
        </div>
    }
    .into_any()
}

/// At most five tokens that the last one was drawn from.
pub fn likely(panel: Panel) -> AnyView {
    let row = |(token, p): (u32, f32)| {
        let name = visible(&write(&[token]));
        let width = format!("{:.1}%", 100.0 * p);
        view! {
            <li><span class="bar-label">{name}</span><span class="bar-track"><span class="bar-after" style:width=width></span></span>
                <span class="bar-number">{percent(f64::from(p), 1)}</span></li>
        }
    };
    let rows = move || {
        panel.likely.with(|likely| match likely.is_empty() {
            true => view! { <li>{t(NONE_YET)}</li> }.into_any(),
            false => likely.iter().copied().map(row).collect_view().into_any(),
        })
    };
    view! { <p class="control-name">{t(LIKELY)}</p><ol class="likely" data-output="likely">{rows}</ol> }.into_any()
}

/// The brain's plan, if it wrote one.
pub fn plan(panel: Panel) -> AnyView {
    let lang = use_lang();
    let words = |status: Status, lang: Lang| {
        let said = match status {
            Status::Open => text("open", "未完成"),
            Status::Done => text("done", "完成"),
            Status::Failed => text("failed", "失敗"),
        };
        said.get(lang)
    };
    let plan = Memo::new(move |_| panel.with(|shown| shown.plan.clone()).unwrap_or_default());
    let steps = move || {
        let steps = plan.get().steps;
        (!steps.is_empty()).then(|| {
            let step = |step: crate::agent::Step| {
                let status = step.status;
                view! { <li>{step.text} " \u{2014} " <em>{live(move || words(status, lang.get()))}</em></li> }
            };
            view! { <p class="control-name">{t(PLAN)}</p><ol class="lab-facts" data-output="plan">{steps.into_iter().map(step).collect_view()}</ol> }
        })
    };
    view! { <div>{steps}</div> }.into_any()
}

/// Scrolls the tape to the first span of a section.
pub(super) fn scroll_to(panel: Panel, section: Section) {
    use wasm_bindgen::JsCast;
    let Some(holder) = panel.holder.get_untracked() else {
        return;
    };
    let selector = ["[data-section=\"", section_name(section), "\"]"].concat();
    let found = holder.query_selector(&selector).ok().flatten();
    if let Some(span) = found.and_then(|span| span.dyn_into::<web_sys::HtmlElement>().ok()) {
        holder.set_scroll_top(span.offset_top() - 4);
    }
}
