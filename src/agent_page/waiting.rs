//! What the run waits for: the user's leave, or an answer.

use leptos::prelude::*;

use super::panel::Panel;
use crate::agent::{Progress, Waiting};
use crate::agent_study::Question;
use crate::lesson::{Text, text};
use crate::ui::{Button, ButtonKind, Callout, Kind, TextArea, harmless, into, t};

const CONFIRM: Text = text(
    "This call cannot be undone. May it be made?",
    "這個呼叫無法復原。要讓它執行嗎？",
);
const YES: Text = text("Allow", "允許");
const NO: Text = text("Do not allow", "不允許");
const ANSWER: Text = text("Your answer", "你的回答");
const ANSWER_ABOUT: Text = text(
    "The brain gets it as the result of its call.",
    "模型會把它當成呼叫的結果讀到。",
);
const SAY: Text = text("Answer", "回答");

pub fn waiting(panel: Panel) -> AnyView {
    let waits = Memo::new(move |_| {
        panel.with(|shown| match &shown.progress {
            Progress::Waiting(waiting) => Some(waiting.clone()),
            _ => None,
        })?
    });
    let said = RwSignal::new(String::new());
    let reply = move || {
        panel.ask(Question::Reply {
            text: said.get_untracked(),
        });
        said.set(String::new());
    };
    let content = move || {
        Some(match waits.get()? {
            Waiting::Confirm(call) => view! {
                <Callout kind=Kind::Warning>
                    <p>{t(CONFIRM)}</p>
                    <pre class="log-text">{harmless(&[&call.name, " ", &call.arguments].concat())}</pre>
                    <Button control="allow" words=YES kind=ButtonKind::Main on_press=move |()| panel.ask(Question::Confirm { yes: true }) />
                    <Button control="deny" words=NO on_press=move |()| panel.ask(Question::Confirm { yes: false }) />
                </Callout>
            }
            .into_any(),
            Waiting::Asks { question, .. } => view! {
                <Callout kind=Kind::Note>
                    <p>{harmless(&question)}</p>
                    <TextArea control="reply" name=ANSWER about=ANSWER_ABOUT most=200 value=said on_change=into(said) on_enter=move |()| reply() />
                    <Button control="reply-send" words=SAY kind=ButtonKind::Main on_press=move |()| reply() />
                </Callout>
            }
            .into_any(),
        })
    };
    view! { <div data-output="waiting">{content}</div> }.into_any()
}
