//! Be the model: the next turn by a form made from a tool's manual, or as raw JSON; or an answer to the user.

use leptos::prelude::*;

use super::form::{arguments, limits};
use super::panel::Panel;
use crate::agent::{Call, Parameter, Part, Tool};
use crate::agent_study::{Checked, Question};
use crate::lesson::{Text, text};
use crate::plot::grouped;
use crate::ui::{
    Button, ButtonKind, Choice, Select, TextArea, Words, harmless, into, live, next_id, say,
    use_lang, value_of,
};

const TOOL: Text = text("Tool to call", "要呼叫的工具");
const TOOL_ABOUT: Text = text(
    "As its manual on the tape describes it.",
    "依照 tape 上的說明書。",
);
const RAW: Text = text("Arguments as JSON", "JSON 引數");
const RAW_ABOUT: Text = text(
    "The form writes this text. You can also write it yourself, mistakes included.",
    "表單會寫出這段文字。你也可以自己寫，寫錯也行。",
);
const CHECK: Text = text("Check", "檢查");
const CALL: Text = text("Make the call", "執行呼叫");
const CHECK_FIRST: Text = text(
    "Check the call first: only a call that can be made runs.",
    "請先檢查：能執行的呼叫才能送出。",
);
const SAY: Text = text("Or answer the user", "或者直接回答使用者");
const SAY_ABOUT: Text = text(
    "A turn without a call ends the run.",
    "沒有呼叫的一輪會結束執行。",
);
const ANSWER: Text = text("Answer", "回答");
const OPTIONAL: Text = text("optional", "可省略");
const FINE: Text = text("This call can be made:", "這個呼叫可以執行：");

pub fn reader(panel: Panel) -> AnyView {
    let lang = use_lang();
    let tools = Memo::new(move |_| panel.with(|shown| shown.tools.clone()).unwrap_or_default());
    let name = RwSignal::new(String::new());
    let fields = RwSignal::new(Vec::<String>::new());
    let raw = RwSignal::new(String::from("{}"));
    let words = RwSignal::new(String::new());
    let tool = Memo::new(move |_| {
        let name = name.get();
        tools.with(|tools| {
            tools
                .iter()
                .find(|tool| tool.name == name)
                .or(tools.first())
                .cloned()
        })
    });
    // Another tool is another form.
    Effect::new(move |_| {
        let count = tool.with(|tool| tool.as_ref().map_or(0, |tool| tool.parameters.len()));
        fields.set(vec![String::new(); count]);
        raw.set("{}".into());
    });
    let type_in = move |at: usize, value: String| {
        fields.update(|fields| {
            if let Some(field) = fields.get_mut(at) {
                *field = value;
            }
        });
        if let Some(tool) = tool.get_untracked() {
            raw.set(fields.with_untracked(|fields| arguments(&tool, fields)));
        }
    };
    let field = move |(at, parameter): (usize, Parameter)| {
        let id = next_id("argument");
        let Parameter {
            name,
            description,
            kind,
            required,
        } = parameter;
        let about = move || {
            let lang = lang.get();
            let optional = if required {
                String::new()
            } else {
                format!(" ({})", OPTIONAL.get(lang))
            };
            format!(
                "{} \u{2014} {}{optional}",
                description.get(lang),
                limits(&kind)
            )
        };
        view! {
            <div class="control">
                <label class="control-name" for=id.clone()><code>{name.clone()}</code></label>
                <input type="text" id=id class="text-field" maxlength="400" autocomplete="off" spellcheck="false" data-control="argument" data-option=name
                    prop:value=live(move || fields.with(|f| f.get(at).cloned().unwrap_or_default())) on:input=move |event| type_in(at, value_of(&event)) />
                <p class="control-about">{live(about)}</p>
            </div>
        }
    };
    let form = move || {
        let parameters = tool
            .get()
            .map(|tool: Tool| tool.parameters)
            .unwrap_or_default();
        parameters.into_iter().enumerate().map(field).collect_view()
    };
    let choices = Signal::derive(move || {
        let lang = lang.get();
        let choice = |tool: Tool| {
            let words = format!("{} \u{2014} {}", tool.name, tool.description.get(lang));
            let short: String = words.chars().take(70).collect();
            Choice::new(tool.name, Words::from(Signal::stored(short)))
        };
        tools.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        tool.with(|tool| tool.as_ref().map(|tool| tool.name.clone()))
            .unwrap_or_default()
    });
    let check = move |()| {
        panel.ask(Question::Check {
            tool: value.get_untracked(),
            arguments: raw.get_untracked(),
        });
    };
    // What came out, if it is about the call as it stands.
    let checked = Memo::new(move |_| {
        panel.checked.with(|checked| {
            let (tool, arguments, checked) = checked.as_ref()?;
            (*tool == value.get() && *arguments == raw.get()).then(|| checked.clone())
        })
    });
    let blocked = Signal::derive(move || {
        let fine = matches!(checked.get(), Some(Checked::Fine { .. })) && !panel.rests();
        (!fine).then(|| CHECK_FIRST.get(lang.get()).to_string())
    });
    let call = move |()| {
        let call = Call::new(value.get_untracked(), raw.get_untracked());
        panel.ask(Question::Compose {
            parts: vec![Part::Call(call)],
        });
        panel.checked.set(None);
    };
    let result = move || {
        let lang = lang.get();
        Some(match checked.get()? {
            Checked::Fine { arguments } => view! {
                <p data-value="check" data-raw="1">{FINE.get(lang)} " " <code>{harmless(&arguments)}</code></p>
            }
            .into_any(),
            Checked::Wrong { code, message, offset } => {
                let place = offset.map(|offset| {
                    let n = grouped(offset as f64, 0);
                    say(lang, || format!(" (after byte {n})"), || format!("（第 {n} 個位元組之後）"))
                });
                view! { <p class="run-why" data-value="check" data-raw="0">{code.label().get(lang)} ": " {harmless(&message)}{place}</p> }.into_any()
            }
        })
    };
    let silent = Signal::derive(move || {
        let why = text("Write something first.", "請先寫點什麼。");
        (words.with(String::is_empty) || panel.rests()).then(|| why.get(lang.get()).to_string())
    });
    let answer = move |()| {
        panel.ask(Question::Compose {
            parts: vec![Part::Say(words.get_untracked())],
        });
        words.set(String::new());
    };
    view! {
        <Select control="reader-tool" name=TOOL about=TOOL_ABOUT choices value on_change=into(name) />
        <div class="controls">{form}</div>
        <TextArea control="reader-json" name=RAW about=RAW_ABOUT most=2000 value=raw on_change=into(raw) />
        <div class="run-buttons">
            <Button control="reader-check" words=CHECK on_press=check />
            <Button control="reader-call" words=CALL kind=ButtonKind::Main blocked on_press=call />
        </div>
        <div>{result}</div>
        <TextArea control="reader-say" name=SAY about=SAY_ABOUT most=400 value=words on_change=into(words) />
        <Button control="reader-answer" words=ANSWER blocked=silent on_press=answer />
    }
    .into_any()
}
