//! Widget `derivation`: the reader goes from an RNN to attention line by line, with live numbers under every symbol.

use leptos::prelude::*;

use super::formulas::{right_formula, rnn_formula, wrong_formula};
use super::numbers;
use super::state::{Lab, SAME};
use super::steps::{step, turn};
use crate::labs::linear_attention::derivation::Line;
use crate::labs::linear_attention::wrong::Wrong;
use crate::lesson::{Lang, Text, text};
use crate::plot::raw;
use crate::ui::{Button, ButtonKind, Choice, Format, LiveNumber, Options, Words, t};

const LOOK: Text = text("Write out the output of token", "寫出哪個 token 的輸出");
const ALL: Text = text("All lines", "全部的行");
const FIRST: Text = text("Begin again", "從頭開始");
const NEXT: Text = text("The next line", "下一行");
const TURN: Text = text("Or a turn that only looks right", "或是故意走一條看起來對的路");
const AT_START: Text = text("You are at the start.", "已經在開頭了。");
const NONE: Text = text("No wrong turn is on the board.", "板上沒有走錯的步驟。");
const UNDO: Text = text("Take the wrong turn back", "收回走錯的一步");
const APART: Text = text("apart from the first line", "和第一行相差");
const APART_FROM: Text = text(
    "The largest difference of any number of any token\u{2019}s y from the first line\u{2019}s.",
    "所有 token 的 y 裡，任何一個數字和第一行相差的最大值。",
);
const SAME_WORDS: Text = text("\u{2713} the same y", "\u{2713} 同一個 y");
const OTHER_WORDS: Text = text("\u{2717} another y", "\u{2717} 不是同一個 y");
const UNFIT: Text = text(
    "\u{2717} The lengths do not even fit: there is no y.",
    "\u{2717} 長度根本對不起來，算不出 y。",
);
const FINISHED: Text = text(
    "You have arrived at attention. Only the softmax is missing.",
    "你已經推到 attention 了，只差一個 softmax。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let token = chosen.pick(|c| c.token.to_string());
    let tokens = chosen.pick(|c| c.tokens);
    let choices = Signal::derive(move || {
        let one = |t: u8| Choice::new(t.to_string(), number_words(t));
        (1..=tokens.get()).map(one).collect::<Vec<_>>()
    });
    let look = move |value: String| {
        if let Ok(token) = value.parse() {
            chosen.change(|c| c.token = token);
        }
    };
    let shown = chosen.pick(|c| usize::from(c.step));
    let lines = move || {
        let line = |line: Line| right_line(lab, line);
        Line::ALL[..shown.get().min(Line::ALL.len())]
            .iter()
            .copied()
            .map(line)
            .collect_view()
    };
    view! {
        {numbers::view(lab)}
        <Options control="token" name=LOOK choices value=token on_change=look />
        <ol class="la-lines">
            {rnn_line(lab)}
            {lines}
            {move || wrong_line(lab)}
        </ol>
        {next(lab)}
    }
    .into_any()
}

fn number_words(t: u8) -> Words {
    // 1 to 5: the same in both languages.
    const DIGITS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
    let digit = DIGITS[usize::from(t).min(5)];
    Words::Fixed(text(digit, digit))
}

/// The token that is written out, from 0.
fn looked_at(lab: Lab) -> usize {
    let (token, tokens) = lab.chosen.config.with(|c| (c.token, c.tokens));
    usize::from(token.clamp(1, tokens.max(1))) - 1
}

/// The buttons under the board. They stay, so that the keyboard stays on them.
fn next(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let to = move |step: usize| {
        chosen.change(|c| {
            c.step = step as u8;
            c.tried = None;
        });
    };
    let shown = chosen.pick(|c| usize::from(c.step));
    let line = move || Line::ALL.get(shown.get()).copied();
    let words = Signal::derive(move || {
        let lang = lab.lang();
        match line() {
            Some(line) => {
                let colon = if lang == Lang::En { ": " } else { "：" };
                [NEXT.get(lang), colon, step(line).0.get(lang)].concat()
            }
            None => NEXT.get(lang).into(),
        }
    });
    let finished =
        Signal::derive(move || line().is_none().then(|| FINISHED.get(lab.lang()).to_string()));
    let at_start =
        Signal::derive(move || (shown.get() == 0).then(|| AT_START.get(lab.lang()).to_string()));
    let tried = chosen.pick(|c| c.tried);
    let none_tried =
        Signal::derive(move || tried.get().is_none().then(|| NONE.get(lab.lang()).to_string()));
    let undo = move |()| chosen.change(|c| c.tried = None);
    let turns = move || {
        let after = line();
        let tempts = |wrong: &Wrong| match after {
            Some(line) => wrong.in_place_of() == line && *wrong != Wrong::DropAnything,
            None => matches!(wrong, Wrong::NoMask | Wrong::Softmax),
        };
        let turns: Vec<AnyView> = (Wrong::ALL.into_iter().filter(tempts))
            .map(|wrong| turn_button(lab, wrong))
            .collect();
        (!turns.is_empty()).then(|| {
            view! {
                <p class="control-about">{t(TURN)}</p>
                <div class="run-buttons">{turns}</div>
            }
        })
    };
    view! {
        <div class="run-buttons">
            <Button control="next-line" words=words kind=ButtonKind::Main on_press=move |()| to(shown.get_untracked() + 1) blocked=finished />
            <Button control="all-lines" words=ALL on_press=move |()| to(Line::ALL.len()) />
            <Button control="first-line" words=FIRST on_press=move |()| to(0) blocked=at_start />
            <Button control="undo-wrong" words=UNDO on_press=undo blocked=none_tried />
        </div>
        <div class="la-turns">{turns}</div>
    }
    .into_any()
}

fn turn_button(lab: Lab, wrong: Wrong) -> AnyView {
    let control: &'static str = match wrong {
        Wrong::NoMask => "wrong-no-mask",
        Wrong::Swapped => "wrong-swapped",
        Wrong::OwnQuery => "wrong-own-query",
        Wrong::ValueFirst => "wrong-value-first",
        Wrong::Softmax => "wrong-softmax",
        Wrong::DropAnything => return ().into_any(),
    };
    let press = move |()| lab.chosen.change(|c| c.tried = Some(wrong));
    view! { <Button control words=turn(wrong).0 on_press=press /> }.into_any()
}

/// The RNN that everything starts from.
fn rnn_line(lab: Lab) -> AnyView {
    let apart = Memo::new(move |_| {
        let shown = lab.board.with(|b| b.shown);
        (shown > 0).then(|| lab.board.with(|b| b.apart(&b.rnn)))
    });
    let title = text("An RNN", "一個 RNN");
    let about = text(
        "H = f_A(H) + D, y = H q. Here f_A halves the memory at every step.",
        "H = f_A(H) + D，y = H q。這裡的 f_A 每一步都把記憶減半。",
    );
    let symbols = move || {
        let t = looked_at(lab);
        lab.board.with(|b| rnn_formula(b, t))
    };
    let y = move || lab.board.with(|b| output(&b.rnn));
    line("rnn", "apart-rnn", title, about, apart.into(), symbols, y)
}

fn right_line(lab: Lab, right: Line) -> AnyView {
    let place = right as usize;
    let apart = Memo::new(move |_| {
        lab.board
            .with(|b| b.lines.get(place).map(|(_, made)| b.apart(&made.y)))
    });
    let symbols = move || {
        let t = looked_at(lab);
        lab.board.with(|b| match b.lines.get(place) {
            Some((line, made)) => right_formula(&b.sequence, *line, made, t),
            None => ().into_any(),
        })
    };
    let y = move || {
        lab.board
            .with(|b| b.lines.get(place).map(|(_, made)| output(&made.y)).unwrap_or_default())
    };
    let name: &'static str = match right {
        Line::Recurrent => "apart-recurrent",
        Line::Unrolled => "apart-unrolled",
        Line::Outer => "apart-outer",
        Line::Inside => "apart-inside",
        Line::Inner => "apart-inner",
        Line::Forward => "apart-forward",
        Line::Attention => "apart-attention",
    };
    let (title, about) = step(right);
    line(right.id(), name, title, about, apart.into(), symbols, y)
}

fn wrong_line(lab: Lab) -> Option<AnyView> {
    let tried = lab.chosen.pick(|c| c.tried);
    let wrong = tried.get()?;
    let apart = Memo::new(move |_| lab.board.with(|b| b.wrong().map(|(_, apart, _)| apart)));
    let fits = move || lab.board.with(|b| b.wrong.as_ref().is_none_or(|(_, y)| y.is_some()));
    let symbols = move || {
        let t = looked_at(lab);
        lab.board.with(|b| match &b.wrong {
            Some((wrong, Some(y))) => wrong_formula(&b.sequence, *wrong, y, t),
            _ => ().into_any(),
        })
    };
    let y = move || {
        lab.board.with(|b| match &b.wrong {
            Some((_, Some(y))) => output(y),
            _ => String::new(),
        })
    };
    let (title, about) = turn(wrong);
    Some(
        view! {
            {line("wrong", "wrong-difference", title, about, apart.into(), symbols, y)}
            {move || (!fits()).then(|| view! { <li class="la-line is-other"><p class="la-verdict is-other">{t(UNFIT)}</p></li> })}
        }
        .into_any(),
    )
}

/// One line of the board.
fn line(
    id: &'static str,
    value: &'static str,
    title: Text,
    about: Text,
    apart: Signal<Option<f64>>,
    symbols: impl Fn() -> AnyView + Send + Sync + 'static,
    y: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    let is_other = move || apart.get().is_some_and(|apart| apart > SAME);
    let verdict = move || {
        apart.get().map(|apart| if apart > SAME { OTHER_WORDS } else { SAME_WORDS })
    };
    view! {
        <li class="la-line" data-line=id class:is-other=is_other>
            <p class="la-step"><strong>{t(title)}</strong>" "<span class="la-about">{t(about)}</span></p>
            {symbols}
            <p class="la-verdict" class:is-other=is_other prop:hidden=move || apart.get().is_none()>
                {move || verdict().map(|words| view! { <strong>{t(words)}</strong> })}" "
                <span>{t(APART)}" "<LiveNumber name=value value=apart format=Format::Small(2) from=APART_FROM /></span>
            </p>
            <span class="only-read" data-output="y">{y}</span>
        </li>
    }
    .into_any()
}

/// All numbers of y at full precision, tokens apart.
fn output(y: &[Vec<f64>]) -> String {
    let row = |row: &Vec<f64>| row.iter().map(|n| raw(*n)).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = y.iter().map(row).collect();
    ["y: ", &rows.join("; ")].concat()
}
