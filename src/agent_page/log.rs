//! The log: a heading for each step, under it what happened, each entry with its whole text.

use leptos::prelude::*;

use super::panel::Panel;
use crate::agent::token::write;
use crate::agent::{Entry, Event};
use crate::lesson::{Describe, Lang, Text, text};
use crate::ui::{harmless, live, say, t, use_lang};

const NAME: Text = text("What happened", "發生的事");
const OPENING: Text = text("Before the first step", "第一步之前");
const HASH: Text = text("Log hash", "紀錄雜湊值");

/// What belongs to one step: number 0 is the opening.
#[derive(Clone, PartialEq, Debug)]
struct Group {
    step: u32,
    entries: Vec<Entry>,
}

fn groups(entries: &[Entry]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in entries {
        let begins = matches!(entry.event, Event::Prompt { .. });
        let step = groups.last().map_or(0, |group| group.step);
        match groups.last_mut() {
            Some(group) if !begins => group.entries.push(entry.clone()),
            _ => groups.push(Group {
                step: if begins { step + 1 } else { 0 },
                entries: vec![entry.clone()],
            }),
        }
    }
    groups
}

/// All of an entry, where its heading cannot hold it.
fn detail(event: &Event, lang: Lang) -> String {
    match event {
        Event::Turn { tokens, .. } => write(tokens),
        Event::Invented { text } | Event::Notice { text } | Event::Told { text } => text.clone(),
        Event::Result {
            name,
            arguments,
            content,
            ..
        } => [name, " ", arguments, "\n", content].concat(),
        Event::Asks { question, .. } => question.clone(),
        Event::Answered { text, .. } => text.clone(),
        Event::Remembers { lines } => lines.join("\n"),
        Event::Plan(plan) => {
            let steps: Vec<&str> = plan.steps.iter().map(|step| step.text.as_str()).collect();
            steps.join("\n")
        }
        Event::Stopped(ending) => {
            let verified = match ending.verified {
                Some(true) => text(
                    "The world bears it out: done.",
                    "世界的狀態證實：任務完成。",
                ),
                Some(false) => text(
                    "The world says: not done.",
                    "世界的狀態顯示：任務沒有完成。",
                ),
                None => text("", ""),
            };
            let parts = [
                ending.stop.describe(lang),
                ending.answer.clone(),
                verified.get(lang).into(),
            ];
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        }
        _ => String::new(),
    }
}

const fn kind(event: &Event) -> &'static str {
    match event {
        Event::Result { code: Some(_), .. } | Event::Notice { .. } | Event::Invented { .. } => {
            "error"
        }
        Event::Result { .. } => "result",
        Event::Turn { .. } => "turn",
        Event::Stopped(_) => "end",
        Event::Edited { .. }
        | Event::Told { .. }
        | Event::Remembers { .. }
        | Event::Seeded { .. } => "edit",
        _ => "other",
    }
}

/// 16 hexadecimal digits.
pub(super) fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

pub fn log(panel: Panel) -> AnyView {
    let lang = use_lang();
    let all = Memo::new(move |_| {
        panel
            .with(|shown| groups(&shown.entries))
            .unwrap_or_default()
    });
    let entry = move |entry: Entry| {
        let event = StoredValue::new(entry.event);
        let heading = move || event.with_value(|event| harmless(&event.heading(lang.get())));
        let whole = move || event.with_value(|event| harmless(&detail(event, lang.get())));
        let has = event.with_value(|event| !detail(event, Lang::En).is_empty());
        let kind = event.with_value(kind);
        view! {
            <li data-entry=kind>
                {match has {
                    true => view! { <details><summary>{live(heading)}</summary><pre class="log-text">{live(whole)}</pre></details> }.into_any(),
                    false => view! { <span>{live(heading)}</span> }.into_any(),
                }}
            </li>
        }
    };
    let group = move |group: Group| {
        let step = group.step;
        let title = move || match step {
            0 => OPENING.get(lang.get()).to_string(),
            step => say(
                lang.get(),
                || format!("Step {step}"),
                || format!("第 {step} 步"),
            ),
        };
        view! { <section class="log-step"><h3>{live(title)}</h3><ol>{group.entries.into_iter().map(entry).collect_view()}</ol></section> }
    };
    let key = |group: &Group| group.entries.last().map(|entry| entry.hash);
    view! {
        <p class="control-name">{t(NAME)}</p>
        <div class="log" data-output="log" tabindex="0" role="group" aria-label=live(move || NAME.get(lang.get()))>
            <For each=move || all.get() key=key children=group />
        </div>
        <p class="lab-facts">{t(HASH)} " " <code data-value="log-hash">{live(move || panel.log_hash().map(hex))}</code></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_begins_with_its_prompt() {
        let entry = |event| Entry { event, hash: 0 };
        let prompt = || {
            entry(Event::Prompt {
                tokens: 1,
                hash: 0,
                dropped: 0,
            })
        };
        let seeded = || entry(Event::Seeded { seed: 1 });
        let found = groups(&[seeded(), prompt(), seeded(), seeded(), prompt()]);
        let shape: Vec<_> = found
            .iter()
            .map(|group| (group.step, group.entries.len()))
            .collect();
        assert_eq!(shape, [(0, 1), (1, 3), (2, 1)]);
    }
}
