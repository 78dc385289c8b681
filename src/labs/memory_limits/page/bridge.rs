//! Widget `bridge`: the gates of a memory cell, the functions of the lecture and what an agent does with its memory, as one picture
//! whose parts light up together while the reader steps a sequence through.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::memory_limits::cell::{SEQUENCE, Step, Token, run};
use crate::labs::memory_limits::choices::FORGET_BIAS;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Cell, Table};
use crate::ui::{Button, ButtonKind, Figure, Format, LiveNumber, Slider, Twin, live, say, t};

/// Longest sequence.
const MOST: usize = 16;

const TITLE: Text = text("Three names for three acts", "三件事，三種說法");
const NEXT: Text = text("Next token", "下一個 token");
const BACK: Text = text("Back", "退一步");
const START: Text = text("From the start", "從頭開始");
const END: Text = text("The sequence has been read.", "序列已經讀完了。");
const BEGIN: Text = text("Nothing has been read.", "還沒有讀任何 token。");
const ADD: Text = text("Add to the sequence", "加到序列後面");
const NOTE: Text = text("note 5", "要記的 5");
const CHATTER: Text = text("chatter 9", "閒聊的 9");
const QUESTION: Text = text("question", "提問");
const WIPE: Text = text("forget it", "全忘掉");
const RESTORE: Text = text("The first sequence", "原來的序列");
const TOO_LONG: Text = text("The sequence is full.", "序列滿了。");
const BIAS_NAME: Text = text("Bias of the forget gate", "遺忘閘的偏置");
const BIAS_ABOUT: Text = text("6 keeps nearly everything at each step; 0 keeps half.", "6 幾乎全部留下；0 每一步只留一半。");
const SEQUENCE_NAME: Text = text("The sequence", "序列");
const MEMORY: Text = text("memory c", "記憶 c");
const MEMORY_FROM: Text = text("c = f c + i z after this token.", "讀完這個 token 之後，c = f c + i z。");
const ANSWER: Text = text("answer y", "輸出 y");
const ANSWER_FROM: Text = text("y = o c: what leaves the cell at this token.", "y = o c：在這個 token 送出去的東西。");
pub(super) const FORGET_FROM: Text = text("f = sigmoid(bias \u{2212} 12 if the token says forget): the share that stays.", "f = sigmoid(偏置 − 12（若 token 說要忘掉）)：留下的比例。");
pub(super) const INPUT_FROM: Text = text("i = sigmoid(12 if it is a note \u{2212} 6): the share that is written.", "i = sigmoid(12（若是要記的）− 6)：寫入的比例。");
pub(super) const OUTPUT_FROM: Text = text("o = sigmoid(12 if it is a question \u{2212} 6): the share that is given out.", "o = sigmoid(12（若是提問）− 6)：送出的比例。");

const ROW_GATE: Text = text("gate of an LSTM", "LSTM 的閘門");
const ROW_FUNCTION: Text = text("in the lecture", "課堂上的寫法");
const ROW_AGENT: Text = text("memory of an agent", "AI agent 的記憶");

/// One of the three acts.
struct Act {
    value: &'static str,
    gate: Text,
    /// f_A, f_B, f_C.
    letter: &'static str,
    function: Text,
    agent: Text,
    from: Text,
    read: fn(&Step) -> f64,
    acts: fn(&Step) -> bool,
}

const ACTS: [Act; 3] = [
    Act {
        value: "forget-gate",
        gate: text("forget gate", "遺忘閘"),
        letter: "A",
        function: text("change what is remembered", "改變原有的記憶"),
        agent: text("reflect: tidy up, drop what is void", "反思：整理記憶，丟掉作廢的"),
        from: FORGET_FROM,
        read: |s| s.forget,
        acts: Step::lets_go,
    },
    Act {
        value: "input-gate",
        gate: text("input gate", "輸入閘"),
        letter: "B",
        function: text("decide what comes in", "決定什麼寫進去"),
        agent: text("write: is this worth keeping?", "寫入：這值得記下來嗎？"),
        from: INPUT_FROM,
        read: |s| s.input,
        acts: Step::lets_in,
    },
    Act {
        value: "output-gate",
        gate: text("output gate", "輸出閘"),
        letter: "C",
        function: text("decide what comes out", "決定讀出什麼"),
        agent: text("read: what is of use now?", "讀取：現在用得到什麼？"),
        from: OUTPUT_FROM,
        read: |s| s.output,
        acts: Step::lets_out,
    },
];

/// The cell at the newest token that was read.
pub(super) fn now(lab: Lab) -> Option<Step> {
    let bias = lab.config.with(|c| f64::from(c.forget_bias));
    let at = lab.read.get().checked_sub(1)?;
    lab.tokens.with(|tokens| run(tokens, bias).get(at).copied())
}

pub(super) fn view(lab: Lab) -> AnyView {
    let step = Memo::new(move |_| now(lab));
    let steps = Memo::new(move |_| {
        let bias = lab.config.with(|c| f64::from(c.forget_bias));
        lab.tokens.with(|tokens| run(tokens, bias))
    });
    let lang = lab.ui.lang;
    let count = Memo::new(move |_| lab.tokens.with(Vec::len));
    let ended = live(move || (lab.read.get() >= count.get()).then(|| END.get(lang.get()).to_string()));
    let fresh = live(move || (lab.read.get() == 0).then(|| BEGIN.get(lang.get()).to_string()));
    let full = live(move || (count.get() >= MOST).then(|| TOO_LONG.get(lang.get()).to_string()));
    let add = move |token: Token| Callback::new(move |()| lab.tokens.update(|tokens| tokens.push(token)));
    let restore = move |()| {
        lab.tokens.set(SEQUENCE.to_vec());
        lab.read.set(0);
    };
    let table = move |_all: bool| table(&lab.tokens.get_untracked(), &steps.get_untracked(), untrack(|| lab.lang()));
    let token = move |i: usize| {
        let words = live(move || lab.tokens.with(|tokens| tokens.get(i).map(|t| token_words(*t, lang.get())).unwrap_or_default()));
        let here = Memo::new(move |_| lab.read.get() == i + 1);
        view! { <li class="bridge-token" class:is-here=here class:is-read=live(move || lab.read.get() > i) aria-current=live(move || here.get().then_some("step"))>{words}</li> }
    };
    let bias = lab.chosen.pick(|c| f64::from(c.forget_bias));
    let acts = ACTS.iter().map(|act| act_view(step, act)).collect_view();
    let memory = Memo::new(move |_| step.get().map(|s| s.memory));
    let answer = Memo::new(move |_| step.get().map(|s| s.answer));
    let summary = live(move || summary(lab, step.get()));
    view! {
        <Figure name="bridge" title=TITLE summary twin=Twin::new(table)>
            <ol class="bridge-tokens" aria-label=t(SEQUENCE_NAME)>
                <For each=move || 0..count.get() key=|i| *i children=token />
            </ol>
            <div class="bridge">{acts}</div>
            <dl class="run-facts">
                <div><dt>{t(MEMORY)}</dt><dd><LiveNumber name="cell-memory" value=memory format=Format::Decimals(3) from=MEMORY_FROM /></dd></div>
                <div><dt>{t(ANSWER)}</dt><dd><LiveNumber name="cell-answer" value=answer format=Format::Decimals(3) from=ANSWER_FROM /></dd></div>
            </dl>
        </Figure>
        <div class="run-buttons">
            <Button control="cell-next" words=NEXT kind=ButtonKind::Main on_press=move |()| lab.read.update(|n| *n += 1) blocked=ended />
            <Button control="cell-back" words=BACK on_press=move |()| lab.read.update(|n| *n = n.saturating_sub(1)) blocked=fresh />
            <Button control="cell-start" words=START on_press=move |()| lab.read.set(0) blocked=fresh />
        </div>
        <div class="run-buttons" role="group" aria-label=t(ADD)>
            <span class="control-about">{t(ADD)}</span>
            <Button control="add-note" words=NOTE on_press=add(Token::Note(5)) blocked=full />
            <Button control="add-chatter" words=CHATTER on_press=add(Token::Chatter(9)) blocked=full />
            <Button control="add-question" words=QUESTION on_press=add(Token::Ask) blocked=full />
            <Button control="add-wipe" words=WIPE on_press=add(Token::Wipe) blocked=full />
            <Button control="first-sequence" words=RESTORE on_press=restore />
        </div>
        <Slider control="forget-bias" name=BIAS_NAME about=BIAS_ABOUT limits=FORGET_BIAS.into() value=bias on_change=move |v: f64| lab.change(|c| c.forget_bias = v as f32) />
    }
    .into_any()
}

/// The three names of one act under each other, lit when it acts.
fn act_view(step: Memo<Option<Step>>, act: &'static Act) -> AnyView {
    let value = Memo::new(move |_| step.get().map(|s| (act.read)(&s)));
    let lit = Memo::new(move |_| step.get().is_some_and(|s| (act.acts)(&s)));
    let name = |row: Text, words: Text| {
        view! { <div class="bridge-name"><dt>{t(row)}</dt><dd>{t(words)}</dd></div> }
    };
    view! {
        <div class="bridge-act" class:is-lit=lit data-act=act.value data-acts=live(move || if lit.get() { "true" } else { "false" })>
            <p class="bridge-value"><LiveNumber name=act.value value=value format=Format::Decimals(3) from=act.from />" "<span class="bridge-mark">{live(move || if lit.get() { "\u{25cf}" } else { "\u{25cb}" })}</span></p>
            <dl>
                {name(ROW_GATE, act.gate)}
                <div class="bridge-name"><dt>{t(ROW_FUNCTION)}</dt><dd><i>"f"</i><sub>{act.letter}</sub>": "{t(act.function)}</dd></div>
                {name(ROW_AGENT, act.agent)}
            </dl>
        </div>
    }
    .into_any()
}

fn token_words(token: Token, lang: Lang) -> String {
    match token {
        Token::Note(n) => say(lang, || format!("note {n}"), || format!("要記的 {n}")),
        Token::Chatter(n) => say(lang, || format!("chatter {n}"), || format!("閒聊的 {n}")),
        Token::Ask => QUESTION.get(lang).into(),
        Token::Wipe => WIPE.get(lang).into(),
    }
}

fn table(tokens: &[Token], steps: &[Step], lang: Lang) -> Table {
    let words = |en: &str, zh: &str| say(lang, || en.into(), || zh.into());
    let row = |(token, s): (&Token, &Step)| {
        let mut row = vec![Cell::Text(token_words(*token, lang))];
        row.extend([s.forget, s.input, s.output, s.memory, s.answer].map(Cell::Number));
        row
    };
    Table {
        columns: vec!["token".into(), words("forget", "遺忘"), words("input", "輸入"), words("output", "輸出"), words("memory", "記憶"), words("answer", "輸出值")],
        rows: tokens.iter().zip(steps).map(row).collect(),
    }
}

fn summary(lab: Lab, step: Option<Step>) -> String {
    let lang = lab.lang();
    let Some(step) = step else {
        return say(
            lang,
            || "Press Next token. What acts together lights up together.".into(),
            || "按「下一個 token」。同一件事的三種說法會一起亮起來。".into(),
        );
    };
    let at = lab.read.get();
    let token = lab.tokens.with(|t| t.get(at - 1).map(|t| token_words(*t, lang)).unwrap_or_default());
    let acting: Vec<&str> = ACTS.iter().filter(|a| (a.acts)(&step)).map(|a| a.gate.get(lang)).collect();
    say(
        lang,
        || match acting.is_empty() {
            true => format!("Token {at}, \u{201c}{token}\u{201d}: nothing acts, the memory stays as it is."),
            false => format!("Token {at}, \u{201c}{token}\u{201d}: {} acts.", acting.join(", ")),
        },
        || match acting.is_empty() {
            true => format!("第 {at} 個 token「{token}」：沒有動作，記憶維持原樣。"),
            false => format!("第 {at} 個 token「{token}」：{}在動作。", acting.join("、")),
        },
    )
}
