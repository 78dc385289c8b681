//! The map of the four lectures: one row each, every lab a line with its question. "Not yet" is said in words.

use leptos::prelude::*;

use super::context::{t, use_lang};
use super::shell::NAME;
use super::site::{Site, SiteLab};
use crate::lesson::{Lang, Text, text};

const LEAD: Text = text(
    "Small language models that you train, question and take apart, here in this page. Four lectures, one question a lab.",
    "小小的語言模型，就在這個頁面裡訓練、提問、拆開來看。四堂課，一個實驗回答一個問題。",
);
const NOT_YET: Text = text("not yet", "尚未完成");

#[component]
pub fn Home(site: Site) -> impl IntoView {
    let lang = use_lang();
    let lecture = move |(i, name): (usize, &'static Text)| {
        let labs = site
            .labs
            .iter()
            .copied()
            .filter(|lab| usize::from(lab.lecture) == i + 1)
            .map(lab_line)
            .collect_view();
        let number = move || {
            let number = (i + 1).to_string();
            match lang.get() {
                Lang::En => ["Lecture ", &number].concat(),
                Lang::ZhHant => ["第 ", &number, " 講"].concat(),
            }
        };
        view! {
            <section class="lecture" data-lecture=i + 1>
                <header class="lecture-head"><p class="kicker">{number}</p><h2>{t(*name)}</h2></header>
                <ul class="lecture-labs">{labs}</ul>
            </section>
        }
    };
    view! {
        <div class="home">
            <header class="home-head"><h1 tabindex="-1">{t(NAME)}</h1><p class="home-lead">{t(LEAD)}</p></header>
            {site.lectures.iter().enumerate().map(lecture).collect_view()}
        </div>
    }
    .into_any()
}

fn lab_line(lab: SiteLab) -> AnyView {
    let words = view! { <span class="line-title">{t(lab.title)}</span><span class="line-question">{t(lab.question)}</span> };
    if lab.page.is_none() {
        return view! { <li class="lab-line is-planned" data-planned=lab.id><span class="line-words">{words}</span><span class="line-not-yet">{t(NOT_YET)}</span></li> }.into_any();
    }
    view! {
        <li class="lab-line" data-entry=lab.id>
            <a class="line-link" href=["#/lab/", lab.id].concat()><span class="line-words">{words}</span></a>
            {lab.preview.map(|preview| view! { <div class="line-preview" aria-hidden="true">{preview()}</div> })}
        </li>
    }
    .into_any()
}
