//! The site around the labs: header, notices, the page of the current route, footer.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::{Ui, live, t, use_ui};
use super::dom::{effect, value_of};
use super::home::Home;
use super::lazy::lazy_view;
use super::notice::{Kind, NoticeArea};
use super::router;
use super::site::{Site, SiteLab};
use super::{crash, embed, gallery, storage, theme, worker};
use crate::lesson::{Describe, Lang, Text, text};
use crate::wire::link::{LinkError, Place, Theme};

pub(super) const NAME: Text = text("Lecture Playground", "語言模型遊樂場");
const SKIP: Text = text("Skip to the page", "跳到主要內容");
const LANGUAGE: Text = text("Language", "語言");
const THEME: Text = text("Theme", "配色");
const MAP: Text = text("Course map", "課程地圖");
const GALLERY: Text = text("Components", "元件");
const NOT_FOUND: Text = text("There is no such page", "沒有這個頁面");
const TO_MAP: Text = text("Go to the course map", "前往課程地圖");
const NOT_YET: Text = text("This lab does not exist yet.", "這個實驗尚未完成。");
const NO_STORAGE: Text = text(
    "This browser keeps nothing for this site: language, theme and guesses are lost when the tab closes. Everything else works.",
    "這個瀏覽器不為本站保存資料：分頁關閉後，語言、配色和你的猜測都不會保留。其他功能一切正常。",
);
const LOCAL: Text = text(
    "Everything is computed in this tab. Nothing you type leaves your computer.",
    "一切都在這個分頁裡計算，你輸入的內容不會離開你的電腦。",
);

const LANGUAGE_KEY: &str = "language";

/// Mounts the site and never returns it. `provide` runs inside the root, for contexts that the labs need (the worker's client).
pub fn start(site: Site, provide: fn()) {
    crash::install();
    mount_to_body(move || {
        let (route, error) = router::read(&router::hash());
        let lang = route.query.lang.unwrap_or_else(first_language);
        let ui = Ui::new(lang, route.query.theme.unwrap_or_else(theme::stored), route);
        provide_context(ui);
        worker::know(site);
        if let Some(error) = error {
            router::tell(ui, error);
        }
        provide();
        view! { <Shell site /> }
    });
}

/// The stored one, or the first of the browser's languages that is one of ours.
fn first_language() -> Lang {
    let stored = || storage::get(LANGUAGE_KEY).and_then(|tag| Lang::from_tag(&tag));
    let browser = || {
        let languages = window().navigator().languages();
        languages
            .iter()
            .filter_map(|tag| tag.as_string())
            .find_map(|tag| Lang::from_tag(&tag))
    };
    stored().or_else(browser).unwrap_or_default()
}

#[component]
fn Shell(site: Site) -> impl IntoView {
    let ui = use_ui();
    router::listen(ui);
    embed::hand_keys_up(ui);
    if !storage::works() {
        ui.notices.push(Kind::Note, NO_STORAGE);
    }
    effect(move || theme::apply(ui.theme.get()));
    effect(move || {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", ui.lang.get().tag());
        }
    });
    // On a projector, or as one part of someone else's page: the style sheet does the rest.
    effect(move || {
        let (present, embed) = ui
            .route
            .with(|route| (route.query.present, route.query.embed));
        if let Some(root) = document().document_element() {
            let _ = root.toggle_attribute_with_force("data-present", present);
            let _ = root.toggle_attribute_with_force("data-embed", embed);
        }
    });
    // A page is mounted again only when the reader goes to another place, never for a language or a new query.
    let page = Memo::new(move |_| ui.route.with(|route| route.place.clone()));
    let title = move || match page.get() {
        Place::Lab(id) => site.find(&id).map(|lab| lab.title).unwrap_or(NOT_FOUND),
        Place::Gallery => GALLERY,
        Place::Home => NAME,
    };
    effect(move || {
        let (title, lang) = (title(), ui.lang.get());
        let whole = if title == NAME {
            NAME.get(lang).to_string()
        } else {
            [title.get(lang), " · ", NAME.get(lang)].concat()
        };
        document().set_title(&whole);
    });
    Effect::new(move |before: Option<()>| {
        page.track();
        if before.is_some() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus("h1");
        }
    });
    let content = move || match page.get() {
        Place::Home => view! { <Home site /> }.into_any(),
        Place::Gallery => lazy_view(crate::lazy_page!(gallery, gallery::page)),
        Place::Lab(id) => match site.find(&id) {
            Some(lab) => lab_page(site, lab),
            None => not_found(LinkError::UnknownLab(id)),
        },
    };
    let skip = move |event: leptos::ev::MouseEvent| {
        // The fragment is the route: following it would leave the page.
        event.prevent_default();
        focus("h1");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{t(SKIP)}</a>
        <header class="site-head">
            <a class="site-name" href="#/">{t(NAME)}</a>
            <nav class="site-nav" aria-label=t(MAP)><CourseMap site /></nav>
            <div class="site-switches"><LanguageSwitch /><ThemeSwitch /></div>
        </header>
        <NoticeArea />
        <main id="main" class="site-main">{content}</main>
        <footer class="site-foot">
            <p>{t(LOCAL)}</p>
            <p><a href="#/gallery">{t(GALLERY)}</a></p>
        </footer>
    }
}

fn focus(selector: &str) {
    let selector = ["main ", selector].concat();
    request_animation_frame(move || {
        if let Some(element) = document()
            .query_selector(&selector)
            .ok()
            .flatten()
            .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}

fn lab_page(site: Site, lab: SiteLab) -> AnyView {
    let lecture = site
        .lectures
        .get(usize::from(lab.lecture).wrapping_sub(1))
        .copied();
    let ui = use_ui();
    let kicker = move || {
        let lang = ui.lang.get();
        let number = lab.lecture.to_string();
        let name = lecture.map(|l| l.get(lang)).unwrap_or_default();
        match lang {
            Lang::En => ["Lecture ", &number, " · ", name].concat(),
            Lang::ZhHant => ["第 ", &number, " 講 · ", name].concat(),
        }
    };
    let body = match lab.page {
        Some(page) => lazy_view(page),
        None => view! { <p>{t(NOT_YET)}</p><p><a href="#/">{t(TO_MAP)}</a></p> }.into_any(),
    };
    view! {
        <article class="lab" data-lab=lab.id>
            <header class="lab-head">
                <p class="kicker">{kicker}</p>
                <h1 tabindex="-1">{t(lab.title)}</h1>
            </header>
            {body}
        </article>
    }
    .into_any()
}

fn not_found(error: LinkError) -> AnyView {
    let lang = use_ui().lang;
    view! {
        <article class="lab">
            <header class="lab-head"><h1 tabindex="-1">{t(NOT_FOUND)}</h1></header>
            <p>{move || error.describe(lang.get())}</p>
            <p><a href="#/">{t(TO_MAP)}</a></p>
        </article>
    }
    .into_any()
}

/// The labs that work, folded away in the header.
#[component]
fn CourseMap(site: Site) -> impl IntoView {
    let ui = use_ui();
    let open = NodeRef::<leptos::html::Details>::new();
    // Going somewhere folds it again.
    effect(move || {
        ui.route.track();
        if let Some(details) = open.get_untracked() {
            details.set_open(false);
        }
    });
    let entry = move |lab: SiteLab| {
        let here = move || {
            ui.route
                .with(|route| matches!(&route.place, Place::Lab(id) if id == lab.id))
                .then_some("page")
        };
        view! { <li><a href=["#/lab/", lab.id].concat() aria-current=here>{t(lab.title)}</a></li> }
    };
    let lectures = site.lectures.iter().enumerate().filter_map(|(i, lecture)| {
        let labs: Vec<SiteLab> = site.labs.iter().copied().filter(|lab| usize::from(lab.lecture) == i + 1 && lab.page.is_some()).collect();
        (!labs.is_empty()).then(|| view! { <p class="map-lecture">{(i + 1).to_string()}". "{t(*lecture)}</p><ul>{labs.into_iter().map(entry).collect_view()}</ul> })
    });
    view! {
        <details class="map" node_ref=open on:keydown=move |event| if event.key() == "Escape" && let Some(details) = open.get_untracked() { details.set_open(false) }>
            <summary>{t(MAP)}</summary>
            <div class="map-list"><p><a href="#/">{t(TO_MAP)}</a></p>{lectures.collect_view()}</div>
        </details>
    }
    .into_any()
}

#[component]
fn LanguageSwitch() -> impl IntoView {
    let ui = use_ui();
    let choose = move |event| {
        let lang = Lang::from_tag(&value_of(&event)).unwrap_or_default();
        storage::set(LANGUAGE_KEY, lang.tag());
        ui.lang.set(lang);
    };
    let option = move |lang: Lang, name: &'static str| view! { <option value=lang.tag() lang=lang.tag() prop:selected=live(move || ui.lang.get() == lang)>{name}</option> };
    view! {
        <label class="switch"><span class="only-read">{t(LANGUAGE)}</span>
            <select class="select-field" data-control="language" on:change=choose>{option(Lang::En, "English")}{option(Lang::ZhHant, "繁體中文")}</select>
        </label>
    }
    .into_any()
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let ui = use_ui();
    let choose = move |event| {
        let theme = Theme::from_name(&value_of(&event)).unwrap_or_default();
        theme::keep(theme);
        ui.theme.set(theme);
    };
    let option = move |theme: Theme| {
        let words = match theme {
            Theme::System => text("System theme", "系統配色"),
            Theme::Light => text("Light", "淺色"),
            Theme::Dark => text("Dark", "深色"),
        };
        view! { <option value=theme.name() prop:selected=live(move || ui.theme.get() == theme)>{t(words)}</option> }
    };
    view! {
        <label class="switch"><span class="only-read">{t(THEME)}</span>
            <select class="select-field" data-control="theme" on:change=choose>
                {Theme::ALL.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}
