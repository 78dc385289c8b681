//! Widget `tokenizer`: how the text is cut, what was merged, and a line of the text cut that way.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::next_token::config::{MERGES, Tokenizer};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, grouped};
use crate::ui::{Choice, Select, Slider, TableView, TapeToken, TokenTape, fitting, follow, say, t};

const NAME: Text = text("Tokens", "斷詞方式");
const ABOUT: Text = text(
    "What counts as one token: the unit that the model sees and predicts.",
    "什麼算一個 token：模型看到、也要猜的單位。",
);
const CHARACTERS: Text = text("characters", "字元");
const BPE: Text = text("byte-level BPE", "位元組層級 BPE");
const MERGES_NAME: Text = text("Merges", "合併次數");
const MERGES_ABOUT: Text = text(
    "More: longer tokens, a larger vocabulary, a text of fewer tokens.",
    "越多：token 越長、詞彙表越大、同樣的文字用掉的 token 越少。",
);
const LINE: Text = text("A line of the text as tokens", "一行文字切成 token");
const LIST: Text = text(
    "The merges, in the order in which they were learned",
    "學到的合併，依先後順序",
);

/// Characters of the text that are shown as tokens.
const SHOWN: usize = 60;
/// Rows of the table.
const ROWS: usize = 300;

pub(super) fn view(lab: Lab) -> AnyView {
    let tokenizer = lab.choice(|c| c.tokenizer);
    let merges = move || match tokenizer.get() {
        Tokenizer::Bpe { merges } => merges,
        Tokenizer::Characters => MERGES.default as u16,
    };
    let is_bpe = move || matches!(tokenizer.get(), Tokenizer::Bpe { .. });
    let value = move || String::from(if is_bpe() { "bpe" } else { "characters" });
    let choose = move |value: String| {
        let merges = untrack(merges);
        lab.change(|c| {
            c.tokenizer = match value.as_str() {
                "bpe" => Tokenizer::Bpe { merges },
                _ => Tokenizer::Characters,
            }
        });
    };
    let choices = Signal::stored(vec![
        Choice::new("characters", CHARACTERS),
        Choice::new("bpe", BPE),
    ]);
    let set_merges = move |value: f64| {
        lab.change(|c| {
            c.tokenizer = Tokenizer::Bpe {
                merges: value as u16,
            }
        })
    };
    view! {
        <Select control="tokenizer" name=NAME about=ABOUT choices value=Signal::derive(value) on_change=choose />
        {move || is_bpe().then(|| view! {
            <Slider control="merges" name=MERGES_NAME about=MERGES_ABOUT limits=MERGES.into()
                value=Signal::derive(move || f64::from(merges())) on_change=set_merges />
        })}
        <Line lab />
        <MergeTable lab />
    }
    .into_any()
}

/// The first line of the text, cut into tokens by the open job.
#[component]
fn Line(lab: Lab) -> impl IntoView {
    let tokens = RwSignal::new(Vec::<u32>::new());
    follow(
        lab.session.job,
        move || {
            let about = lab.session.about.get()?;
            let line = about.excerpt.lines().next().unwrap_or_default();
            let text = fitting(line, 0, SHOWN).to_string();
            Some((lab.session.number(), 0, Ask::Tokenize { text }))
        },
        move |answer| {
            if let Ok(Answer::Tokens(found)) = answer {
                tokens.set(found);
            }
        },
    );
    let tape = Memo::new(move |_| {
        lab.spelling.with(|spelling| {
            let token = |token: &u32| TapeToken {
                text: spelling.show(*token),
                note: token.to_string(),
                ..TapeToken::default()
            };
            Arc::new(tokens.with(|tokens| tokens.iter().map(token).collect::<Vec<_>>()))
        })
    });
    view! {
        <div class="token-line" prop:hidden=move || tokens.with(Vec::is_empty)>
            <p class="control-about">{t(LINE)}" ("{move || grouped(tokens.with(Vec::len) as f64, 0)}")"</p>
            <TokenTape tokens=tape name=LINE output="line-tokens" />
        </div>
    }
}

/// What was merged with what; empty for characters.
#[component]
fn MergeTable(lab: Lab) -> impl IntoView {
    let count = Memo::new(move |_| {
        let about = lab.session.about.get();
        about.map_or(0, |about| about.merges.len())
    });
    let table = Memo::new(move |_| {
        let lang = lab.lang();
        let Some(about) = lab.session.about.get() else {
            return Table::default();
        };
        let columns = [
            text("merge", "次序"),
            text("left", "左"),
            text("right", "右"),
            text("new token", "新的 token"),
        ];
        let first = about.vocabulary.len() - about.merges.len().min(about.vocabulary.len());
        let rows = lab.spelling.with(|spelling| {
            let row = |(i, (left, right)): (usize, &(u32, u32))| {
                vec![
                    Cell::Number((i + 1) as f64),
                    Cell::Text(spelling.show(*left)),
                    Cell::Text(spelling.show(*right)),
                    Cell::Text(spelling.show((first + i) as u32)),
                ]
            };
            let merges = about.merges.iter().take(ROWS).enumerate();
            merges.map(row).collect()
        });
        Table {
            columns: columns.map(|c| c.get(lang).into()).to_vec(),
            rows,
        }
    });
    let more = move || {
        let left = count.get().saturating_sub(ROWS);
        (left > 0).then(|| {
            let left = grouped(left as f64, 0);
            say(
                lab.lang(),
                || format!("and {left} more"),
                || format!("另有 {left} 項"),
            )
        })
    };
    view! {
        <details class="figure-table" prop:hidden=move || count.get() == 0>
            <summary>{t(LIST)}</summary>
            <TableView table />
            <p class="control-about">{more}</p>
        </details>
    }
}
