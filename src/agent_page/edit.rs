//! A fork by editing: another text in a message that the brain did not write.

use leptos::prelude::*;

use super::panel::Panel;
use crate::agent::{Edit, Message};
use crate::agent_study::Question;
use crate::lesson::{Lang, Text, text};
use crate::ui::{Button, ButtonKind, Choice, Select, TextArea, Words, harmless, into, use_lang};

const WHICH: Text = text("Message", "訊息");
const WHICH_ABOUT: Text = text(
    "Instructions, memory, the user\u{2019}s words and results can be changed. What the brain wrote cannot.",
    "可以改指示、記憶、使用者的話和工具結果。模型自己寫的不能改。",
);
const NEW: Text = text("New text", "新的內容");
const NEW_ABOUT: Text = text(
    "The run goes back to where this message first stood and begins a new branch there.",
    "執行會回到這則訊息第一次出現的地方，從那裡開始新的分支。",
);
const FORK: Text = text("Fork with this text", "用這個內容分岔");
const TELL: Text = text("The user says something more", "使用者再說一句");
const TELL_ABOUT: Text = text(
    "A run that has ended goes on with it.",
    "已經結束的執行會因此繼續。",
);
const SAY: Text = text("Say it", "說");
/// Characters of a message that can be edited here: the longest result that the loop lets through, with its note of what was cut.
const MOST: usize = 2600;

/// The text of a message that can be edited, and what it is.
fn editable(message: &Message, lang: Lang) -> Option<(&'static str, &str)> {
    let (kind, text) = match message {
        Message::System { text: words, .. } => (text("system", "系統"), words),
        Message::Memory(words) => (text("memory", "記憶"), words),
        Message::User(words) => (text("user", "使用者"), words),
        Message::Tool { content, .. } => (text("result", "結果"), content),
        Message::Assistant(_) => return None,
    };
    Some((kind.get(lang), text))
}

/// The same message with another text.
fn with_text(message: &Message, text: String) -> Message {
    match message {
        Message::System { manuals, .. } => Message::System {
            text,
            manuals: manuals.clone(),
        },
        Message::Memory(_) => Message::Memory(text),
        Message::User(_) => Message::User(text),
        Message::Tool { id, .. } => Message::Tool {
            id: id.clone(),
            content: text,
        },
        Message::Assistant(parts) => Message::Assistant(parts.clone()),
    }
}

pub fn edit(panel: Panel) -> AnyView {
    let lang = use_lang();
    let at = RwSignal::new(0usize);
    let draft = RwSignal::new(String::new());
    let told = RwSignal::new(String::new());
    let choices = Memo::new(move |_| {
        let lang = lang.get();
        let listed = panel.with(|shown| {
            let entry = |(index, message): (usize, &Message)| {
                let (kind, text) = editable(message, lang)?;
                let begin: String = text.chars().take(30).collect();
                Some((index, format!("{} {kind}: {}", index + 1, harmless(&begin))))
            };
            shown
                .talk
                .iter()
                .enumerate()
                .filter_map(entry)
                .collect::<Vec<_>>()
        });
        listed.unwrap_or_default()
    });
    let options = Signal::derive(move || {
        let option = |(index, words): (usize, String)| {
            Choice::new(index.to_string(), Words::from(Signal::stored(words)))
        };
        choices.get().into_iter().map(option).collect::<Vec<_>>()
    });
    // The text of the message that is chosen.
    let text = Memo::new(move |_| {
        panel.with(|shown| {
            let message = shown.talk.get(at.get())?;
            editable(message, Lang::En).map(|(_, text)| text.to_string())
        })?
    });
    Effect::new(move |_| {
        let text = text.get().unwrap_or_default();
        draft.set(text.chars().take(MOST).collect());
    });
    let fork = move |()| {
        let index = at.get_untracked();
        let message = panel
            .shown
            .with_untracked(|shown| shown.as_ref()?.talk.get(index).cloned());
        if let Some(message) = message {
            let to = with_text(&message, draft.get_untracked());
            panel.ask(Question::Edit(Edit::Message { index, to }));
        }
    };
    let same = Signal::derive(move || {
        let why = crate::lesson::text("Change the text first.", "請先修改內容。");
        (text.get().is_none_or(|text| text == draft.get())).then(|| why.get(lang.get()).to_string())
    });
    let silent = Signal::derive(move || {
        let why = crate::lesson::text("Write something first.", "請先寫點什麼。");
        told.with(String::is_empty)
            .then(|| why.get(lang.get()).to_string())
    });
    let tell = move |()| {
        panel.ask(Question::Edit(Edit::Tell(told.get_untracked())));
        told.set(String::new());
    };
    let pick = move |value: String| at.set(value.parse().unwrap_or(0));
    let value = Signal::derive(move || at.get().to_string());
    view! {
        <Select control="edit-message" name=WHICH about=WHICH_ABOUT choices=options value on_change=pick />
        <TextArea control="edit-text" name=NEW about=NEW_ABOUT most=MOST rows=4 value=draft on_change=into(draft) />
        <Button control="fork" words=FORK kind=ButtonKind::Main blocked=same on_press=fork />
        <TextArea control="tell-text" name=TELL about=TELL_ABOUT most=200 value=told on_change=into(told) />
        <Button control="tell" words=SAY blocked=silent on_press=tell />
    }
    .into_any()
}
