//! Widget `tree`: every text written after this prompt, as a tree with the log-probability of each path.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::forks::{Branch, Forks};
use super::state::Lab;
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, significant};
use crate::ui::{Figure, Twin, fitting, say, t};

const TITLE: Text = text("Roads taken", "走過的路");
const EMPTY: Text = text(
    "One road, or none. Choose another token somewhere in the text, and the roads part here.",
    "目前只有一條路，或還沒有路。在文字裡換一個 token，路就會在這裡分岔。",
);
const PATH: Text = text("text", "文字");
const TOKENS: Text = text("tokens", "token 數");
const LOG: Text = text("log-probability (nats)", "對數機率（nats）");
const NAME: Text = text("Roads", "路徑");

/// Most characters of a stretch that are shown.
const SHOWN: usize = 60;

pub(super) fn view(lab: Lab) -> AnyView {
    let branches = Memo::new(move |_| lab.forks.with(Forks::branches));
    let count = Memo::new(move |_| branches.with(Vec::len));
    let summary = Signal::derive(move || summary(lab, &branches.get()));
    let table = move |_all: bool| table(lab);
    let here = RwSignal::new(0usize);
    let holder = NodeRef::<leptos::html::Ul>::new();
    let key = move |event: ev::KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let at = here.get_untracked().min(last);
        let depth = |i: usize| branches.with_untracked(|b| b.get(i).map_or(0, |b| b.depth));
        let to = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            // In: the first road that leaves this one. Out: the road that it left.
            "ArrowRight" => {
                if at < last && depth(at + 1) > depth(at) {
                    at + 1
                } else {
                    at
                }
            }
            "ArrowLeft" => (0..at).rev().find(|i| depth(*i) < depth(at)).unwrap_or(at),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        here.set(to);
        let row = holder
            .get_untracked()
            .and_then(|list| list.query_selector_all("[role=treeitem]").ok())
            .and_then(|all| all.item(to as u32));
        if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = row.focus();
        }
    };
    let row = move |i: usize| {
        let branch = Memo::new(move |_| branches.with(|b| b.get(i).cloned()));
        let words = move || {
            branch
                .get()
                .map(|branch| shown(lab, &branch))
                .unwrap_or_default()
        };
        let log = move || {
            branch
                .get()
                .map(|b| significant(b.log_probability, 4))
                .unwrap_or_default()
        };
        let go = move || {
            if let Some(branch) = branch.get_untracked() {
                lab.writing.set(false);
                lab.cursor.set(None);
                lab.forks.update(|forks| forks.go_to(branch.last));
            }
        };
        let active = move || branch.with(|b| b.as_ref().is_some_and(|b| b.active));
        let depth = move || branch.with(|b| b.as_ref().map_or(0, |b| b.depth));
        view! {
            <li role="treeitem" class="tree-row" class:is-active=active attr:aria-level=move || (depth() + 1).to_string() aria-selected=move || if active() { "true" } else { "false" }
                aria-posinset=i + 1 aria-setsize=count
                style:--depth=move || depth().to_string() tabindex=move || if here.get().min(count.get().saturating_sub(1)) == i { "0" } else { "-1" }
                data-branch=i on:focus=move |_| here.set(i) on:click=move |_| go()
                on:keydown=move |event| if matches!(event.key().as_str(), "Enter" | " ") { event.prevent_default(); go() }>
                <bdi class="tree-text">{words}</bdi>" "<span class="tree-log" data-value="path-log-probability" data-raw=move || branch.with(|b| b.as_ref().map(|b| b.log_probability.to_string()))>{log}</span>
            </li>
        }
    };
    view! {
        <Figure name="tree" title=TITLE summary twin=Twin::new(table)>
            <p class="lab-facts" prop:hidden=move || { count.get() > 1 }>{t(EMPTY)}</p>
            <ul class="tree" role="tree" aria-label=t(NAME) node_ref=holder on:keydown=key prop:hidden=move || count.get() == 0>
                <For each=move || 0..count.get() key=|i| *i children=row />
            </ul>
        </Figure>
    }
    .into_any()
}

/// The end of a long stretch is what tells it apart from the next.
fn shown(lab: Lab, branch: &Branch) -> String {
    let whole: String = lab
        .spelling
        .with(|s| branch.tokens.iter().map(|token| s.show(*token)).collect());
    let start = fitting(&whole, 0, SHOWN);
    if start.len() < whole.len() {
        [start, "…"].concat()
    } else {
        whole
    }
}

/// Roads that end: nothing hangs under their last token.
fn ends(branches: &[Branch]) -> impl Iterator<Item = &Branch> {
    branches.iter().enumerate().filter_map(|(i, branch)| {
        let goes_on = branches
            .get(i + 1)
            .is_some_and(|next| next.depth > branch.depth);
        (!goes_on).then_some(branch)
    })
}

fn summary(lab: Lab, branches: &[Branch]) -> String {
    let paths: Vec<&Branch> = ends(branches).collect();
    let best = paths
        .iter()
        .max_by(|a, b| a.log_probability.total_cmp(&b.log_probability));
    match (paths.len(), best) {
        (0, _) | (_, None) => EMPTY.get(lab.lang()).into(),
        (count, Some(best)) => {
            let (log, length) = (significant(best.log_probability, 4), best.length);
            say(
                lab.lang(),
                || {
                    format!(
                        "Roads: {count}. The most probable has {log} nats over {length} tokens; longer roads always cost more."
                    )
                },
                || {
                    format!(
                        "共 {count} 條路。機率最高的一條，{length} 個 token 的對數機率是 {log} nats；越長的路，對數機率一定越低。"
                    )
                },
            )
        }
    }
}

fn table(lab: Lab) -> Table {
    let lang = lab.ui.lang.get_untracked();
    let forks = lab.forks.get_untracked();
    let branches = forks.branches();
    let rows = ends(&branches)
        .map(|branch| {
            let mut there = forks.clone();
            there.go_to(branch.last);
            let written = there.written();
            vec![
                Cell::Text(lab.spelling.with_untracked(|s| s.read(&written))),
                Cell::Number(branch.length as f64),
                Cell::Number(branch.log_probability),
            ]
        })
        .collect();
    Table {
        columns: [PATH, TOKENS, LOG].map(|c| c.get(lang).into()).to_vec(),
        rows,
    }
}
