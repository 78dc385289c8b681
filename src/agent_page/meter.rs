//! How much of the window each part of the prompt takes. A part that is pressed is shown on the tape.

use leptos::prelude::*;

use super::panel::Panel;
use super::pieces::{author, role, section_name};
use super::tape::scroll_to;
use crate::agent::Section;
use crate::lesson::{Text, text};
use crate::plot::grouped;
use crate::ui::{live, say, t, use_lang};

const NAME: Text = text("What is in the context", "上下文裡有什麼");

pub fn meter(panel: Panel) -> AnyView {
    let lang = use_lang();
    // Tokens of each section, and the window.
    let counts = Memo::new(move |_| {
        let (mut counts, window) = panel
            .with(|s| (s.tape.meter(), s.window))
            .unwrap_or_default();
        counts[Section::Words as usize] += panel.pending.with(Vec::len) as u32;
        (counts, window)
    });
    let class = |section: Section| ["meter-part has-role ", role(author(section)).class()].concat();
    let share = move |at: usize| {
        let (counts, window) = counts.get();
        100.0 * f64::from(counts[at]) / f64::from(window.max(1))
    };
    let bar = Section::ALL.into_iter().enumerate().map(move |(at, section)| {
        view! { <span class=class(section) style:width=live(move || format!("{:.2}%", share(at)))></span> }
    });
    let entry = move |(at, section): (usize, Section)| {
        let count = move || counts.get().0[at];
        view! {
            <li prop:hidden=live(move || count() == 0)>
                <button type="button" class=class(section) data-control="context" data-option=section_name(section) on:click=move |_| scroll_to(panel, section)>
                    {t(section.label())} " " <span class="meter-count">{live(move || grouped(f64::from(count()), 0))}</span>
                </button>
            </li>
        }
    };
    let total = move || {
        let (counts, window) = counts.get();
        let used = grouped(f64::from(counts.iter().sum::<u32>()), 0);
        let window = grouped(f64::from(window), 0);
        say(
            lang.get(),
            || format!("{used} of {window} tokens"),
            || format!("{used} / {window} 個 token"),
        )
    };
    view! {
        <div class="meter" role="group" aria-label=live(move || NAME.get(lang.get()))>
            <p class="control-name">{t(NAME)} " \u{2014} " <span data-value="context-used">{live(total)}</span></p>
            <div class="meter-bar" aria-hidden="true">{bar.collect_view()}</div>
            <ul class="meter-list">{Section::ALL.into_iter().enumerate().map(entry).collect_view()}</ul>
        </div>
    }
    .into_any()
}
