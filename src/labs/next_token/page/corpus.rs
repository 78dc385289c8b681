//! Widget `corpus`: which text is learned from, and a look at it.

use leptos::callback::UnsyncCallback;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::state::Lab;
use crate::labs::next_token::config::{Config, Corpus, FILE_BYTES, PASTE_CHARS};
use crate::lesson::{Text, text};
use crate::plot::grouped;
use crate::ui::{Button, Callout, Choice, Kind, PasteBox, Select, fitting, harmless, say, t};

const NAME: Text = text("Text to learn from", "拿來學習的文字");
const ABOUT: Text = text(
    "Everything that the model will ever know.",
    "模型所知道的一切，都從這裡來。",
);
const ENGLISH: Text = text("English: King James Bible", "英文：欽定版聖經");
const CHINESE: Text = text("Chinese: Tang couplets", "中文：唐詩對句");
const OWN: Text = text("Your own text", "你自己的文字");
const ENGLISH_ABOUT: Text = text(
    "Genesis 1 to 35, Jonah and Mark, in lower case; a line is a verse.",
    "創世記 1–35 章、約拿書、馬可福音，全部小寫；一行是一節。",
);
const CHINESE_ABOUT: Text = text(
    "Couplets from Tang poems with five characters a line; a line here is a couplet, 5 + 5 characters.",
    "取自唐代五言詩；這裡的一行是一聯，五字加五字。",
);
const OWN_NAME: Text = text("Your text", "你的文字");
const OWN_ABOUT: Text = text(
    "A few paragraphs are enough to see it learned by heart; some 100,000 characters to see it generalise.",
    "幾段就足以看到它背起來；十萬字左右才看得到它舉一反三。",
);
const TOO_LARGE: Text = text(
    "This file is larger than 8 MB. Choose a smaller one, or paste a part of it.",
    "檔案超過 8 MB。請選小一點的檔案，或貼上其中一部分。",
);
const UNREADABLE: Text = text(
    "This file could not be read. Choose it again.",
    "無法讀取這個檔案，請再選一次。",
);
const COMING: Text = text("The text is being fetched…", "正在取得文字……");
const FAILED: Text = text(
    "The text could not be fetched. Check the connection and try again.",
    "無法取得文字。請檢查網路連線，再試一次。",
);
const AGAIN: Text = text("Try again", "再試一次");
const LOOK: Text = text("How the text begins", "文字的開頭");

/// Characters of the text that are shown.
const EXCERPT: usize = 1200;

fn value(corpus: Corpus) -> &'static str {
    match corpus {
        Corpus::English => "english",
        Corpus::Chinese => "chinese",
        Corpus::Own => "own",
    }
}

fn from_value(value: &str) -> Corpus {
    match value {
        "chinese" => Corpus::Chinese,
        "own" => Corpus::Own,
        _ => Corpus::English,
    }
}

/// Takes the sizes that suit the new text where the reader has not changed those of the old one.
fn choose(config: &mut Config, corpus: Corpus) {
    let (old, new) = (
        Config::for_corpus(config.corpus),
        Config::for_corpus(corpus),
    );
    let sizes = |c: &Config| (c.context, c.batch, c.steps);
    if sizes(config) == sizes(&old) {
        (config.context, config.batch, config.steps) = sizes(&new);
    }
    config.corpus = corpus;
}

pub(super) fn view(lab: Lab) -> AnyView {
    let corpus = lab.choice(|c| c.corpus);
    let choices = Signal::stored(vec![
        Choice::new("english", ENGLISH),
        Choice::new("chinese", CHINESE),
        Choice::new("own", OWN),
    ]);
    let about = move || {
        match corpus.get() {
            Corpus::English => ENGLISH_ABOUT,
            Corpus::Chinese => CHINESE_ABOUT,
            Corpus::Own => OWN_ABOUT,
        }
        .get(lab.lang())
    };
    view! {
        <Select control="corpus" name=NAME about=ABOUT choices value=Signal::derive(move || value(corpus.get()).to_string())
            on_change=move |value: String| lab.change(|c| choose(c, from_value(&value))) />
        {move || (corpus.get() == Corpus::Own).then(|| own(lab))}
        <p class="control-about" prop:hidden=move || corpus.get() == Corpus::Own>{about}</p>
        <p class="lab-facts">{move || facts(lab)}</p>
        {move || trouble(lab, corpus.get())}
        <Excerpt lab />
    }
    .into_any()
}

fn own(lab: Lab) -> impl IntoView {
    let file = UnsyncCallback::new(move |file: web_sys::File| {
        if file.size() > FILE_BYTES as f64 {
            lab.ui.notices.push(Kind::Warning, TOO_LARGE);
            return;
        }
        let name = file.name();
        spawn_local(async move {
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => lab
                    .texts
                    .file(name, js_sys::Uint8Array::new(&buffer).to_vec()),
                Err(_) => lab.ui.notices.push(Kind::Warning, UNREADABLE),
            }
        });
    });
    let name = move || lab.texts.own.with(|own| own.file.clone());
    view! {
        <PasteBox control="own-text" name=OWN_NAME about=OWN_ABOUT most=PASTE_CHARS
            value=Signal::derive(move || lab.texts.own.with(|own| own.pasted.clone()))
            on_change=move |text: String| lab.texts.paste(text) on_file=file />
        {move || name().map(|name| {
            let size = lab.texts.own.with(|own| own.bytes.len());
            view! { <p class="lab-facts"><bdi>{harmless(fitting(&name, 0, 80))}</bdi>": "{grouped(size as f64, 0)}" B"</p> }
        })}
    }
}

/// "217,663 characters, 35 kinds of token, .." as the job counted them.
fn facts(lab: Lab) -> Option<String> {
    let about = lab.session.about.get()?;
    let number = |n: u32| grouped(f64::from(n), 0);
    let (characters, training, held) = (
        number(about.characters),
        number(about.training_tokens),
        number(about.validation_tokens),
    );
    let kinds = number(about.vocabulary.len() as u32);
    let read_as = about.encoding.clone();
    let words = say(
        lab.lang(),
        || {
            format!(
                "{characters} characters; {training} tokens to learn from, {held} held back; {kinds} kinds of token."
            )
        },
        || {
            format!(
                "{characters} 個字元；{training} 個 token 用來學習，{held} 個留著驗證；共 {kinds} 種 token。"
            )
        },
    );
    Some(match read_as {
        Some(encoding) => say(
            lab.lang(),
            || [&words, " Read as ", &encoding, "."].concat(),
            || [&words, "讀作 ", &encoding, "。"].concat(),
        ),
        None => words,
    })
}

fn trouble(lab: Lab, corpus: Corpus) -> Option<AnyView> {
    if lab.texts.failed(corpus) {
        return Some(
            view! {
                <Callout kind=Kind::Trouble><p>{t(FAILED)}</p>
                    <Button control="fetch-again" words=AGAIN on_press=move |()| lab.texts.want(corpus) />
                </Callout>
            }
            .into_any(),
        );
    }
    (corpus != Corpus::Own && lab.texts.get(corpus).is_none())
        .then(|| view! { <p class="lab-facts">{t(COMING)}</p> }.into_any())
}

/// The beginning of the text that the open job learns from.
#[component]
fn Excerpt(lab: Lab) -> impl IntoView {
    let shown = Memo::new(move |_| {
        // A pasted text shows its own beginning above.
        let own = lab.config.with(|c| c.corpus) == Corpus::Own;
        let pasted = own && lab.texts.own.with(|own| own.file.is_none());
        let about = lab.session.about.get().filter(|_| !pasted)?;
        Some(harmless(fitting(&about.excerpt, 0, EXCERPT)))
    });
    view! {
        <div class="lab-excerpt" prop:hidden=move || shown.with(Option::is_none)>
            <pre class="paste-text" tabindex="0" role="region" aria-label=t(LOOK) data-output="excerpt"><bdi>{move || shown.get()}</bdi></pre>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_brings_its_own_sizes_unless_the_reader_chose_some() {
        let mut config = Config::default();
        choose(&mut config, Corpus::Chinese);
        assert_eq!(config.context, Config::for_corpus(Corpus::Chinese).context);
        let mut config = Config {
            context: 96,
            ..Config::default()
        };
        choose(&mut config, Corpus::Chinese);
        assert_eq!((config.corpus, config.context), (Corpus::Chinese, 96));
    }

    #[test]
    fn values_name_the_texts() {
        for corpus in [Corpus::English, Corpus::Chinese, Corpus::Own] {
            assert_eq!(from_value(value(corpus)), corpus);
        }
    }
}
