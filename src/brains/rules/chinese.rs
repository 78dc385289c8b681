//! The grammar of Traditional Chinese.

use super::request::{Day, Request, Vocabulary};
use super::words::{
    after, bare, before, behind, expression, holds, note, pieces, place, small_numbers, triple,
};

const SIGNS: [(&str, &str); 13] = [
    ("次方", ""),
    ("除以", "/"),
    ("乘以", "*"),
    ("加上", "+"),
    ("減去", "-"),
    ("加", "+"),
    ("減", "-"),
    ("乘", "*"),
    ("餘", "%"),
    ("的", "^"),
    ("×", "*"),
    ("÷", "/"),
    ("=", ""),
];

const POLITE: [&str; 8] = [
    "請你",
    "請問",
    "請",
    "麻煩你",
    "麻煩",
    "幫我",
    "你必須",
    "再",
];

/// Pieces that say nothing of what is looked for.
const EMPTY: [&str; 22] = [
    "什麼時候",
    "是什麼",
    "有什麼",
    "什麼",
    "是誰",
    "哪裡",
    "在哪",
    "多少",
    "多高",
    "多深",
    "多長",
    "多久",
    "幾點",
    "幾",
    "有多",
    "嗎",
    "呢",
    "的",
    "是",
    "有",
    "要",
    "請問",
];

/// The parts of a request.
pub(super) fn read(text: &str, vocabulary: &Vocabulary) -> Vec<Request> {
    let text = text.replace('台', "臺").replace('\u{3000}', " ");
    pieces_of(&text)
        .into_iter()
        .map(|piece| part(piece, vocabulary))
        .collect()
}

/// The texts of the parts.
pub(super) fn pieces_of(text: &str) -> Vec<&str> {
    pieces(text, &["；", "，然後", "。然後", "然後", "，接著", "接著"])
}

fn part(text: &str, vocabulary: &Vocabulary) -> Request {
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || "，。！？!?.".contains(c));
    while let Some(rest) = after(text, &POLITE) {
        text = rest.trim_start_matches(['，', '：', ' ']);
    }
    let asked = after(text, &["計算", "算一下", "算出", "算"]).unwrap_or(text);
    let asked = before(asked, &["等於多少", "是多少", "等於"]);
    if let Some(sum) = expression(asked, &SIGNS) {
        return Request::Sum(sum);
    }
    if let Some(request) = memory(text).or_else(|| graph(text)).or_else(|| walk(text)) {
        return request;
    }
    if holds(
        text,
        &[
            "密碼是什麼",
            "說出密碼",
            "告訴我密碼",
            "透露密碼",
            "密碼告訴",
            "秘密",
        ],
    ) {
        return Request::Secret;
    }
    if holds(
        text,
        &["加入行程", "排在", "加到行事曆", "排進", "新增行程"],
    ) {
        return add(text);
    }
    if holds(text, &["行程", "行事曆"]) {
        return Request::List { day: day(text) };
    }
    if holds(text, &["天氣", "預報", "下雨", "帶傘"]) {
        let city = vocabulary.city(text).map(|(id, _)| id);
        return Request::Weather {
            city,
            day: day(text),
        };
    }
    if holds(
        text,
        &["現在幾點", "星期幾", "今天幾號", "今天日期", "幾月幾號"],
    ) {
        return Request::Now;
    }
    let topic = after(text, &["搜尋", "查一下", "查詢", "查"]);
    let about = behind(text, &["筆記裡怎麼說", "筆記怎麼說"]);
    match topic.or(about) {
        Some(topic) => Request::Search(bare(topic).into()),
        None if holds(
            text,
            &[
                "什麼", "誰", "哪", "幾", "多少", "多高", "多深", "多長", "多久", "嗎",
            ],
        ) =>
        {
            Request::Search(topic_of(text))
        }
        None => Request::Unreadable,
    }
}

fn memory(text: &str) -> Option<Request> {
    if let Some(rest) = after(text, &["刪除筆記", "刪掉筆記", "清除筆記"]) {
        let by_name = note(rest).map(Request::Delete);
        return Some(by_name.unwrap_or_else(|| Request::Forget(bare(rest).into())));
    }
    if let Some(rest) = after(text, &["刪除關於", "刪掉關於", "忘記", "忘掉"]) {
        let about = before(rest, &["的筆記", "這件事"]);
        let by_name = note(about).map(Request::Delete);
        return Some(by_name.unwrap_or_else(|| Request::Forget(bare(about).into())));
    }
    if let Some(rest) = after(text, &["關於"])
        && rest.contains("記得什麼")
    {
        return Some(Request::Recall(
            bare(before(rest, &["你記得", "，你"])).into(),
        ));
    }
    if let Some(rest) = after(text, &["你還記得", "你記得", "還記得"]) {
        let about = before(rest, &["的什麼", "的事", "嗎", "什麼"]);
        return Some(Request::Recall(
            bare(about.trim_start_matches("關於")).into(),
        ));
    }
    let told = after(text, &["記住", "記下", "寫下"]);
    let words = bare(told.unwrap_or(text));
    if let Some(about) = behind(words, &["不再"]) {
        return Some(Request::Change {
            text: words.into(),
            about: about.into(),
        });
    }
    told.map(|_| Request::Remember(words.into()))
}

fn graph(text: &str) -> Option<Request> {
    if let Some(rest) = after(text, &["加入事實", "新增事實"]) {
        return Some(
            triple(rest).map_or(Request::Unreadable, |(s, p, o)| Request::Relate { s, p, o }),
        );
    }
    let rest = after(text, &["從"])?;
    let s = before(rest, &["出發"]);
    if s.len() == rest.len() {
        return None;
    }
    let hops = digits(&rest[s.len()..]);
    Some(Request::Related {
        s: bare(s).into(),
        hops: small_numbers(&hops).first().copied().unwrap_or(1),
    })
}

fn walk(text: &str) -> Option<Request> {
    let rest = after(text, &["走到", "前往", "找到", "去到", "移動到"])?;
    if rest.contains('旗') {
        return Some(Request::Walk(None));
    }
    place(rest).map(|to| Request::Walk(Some(to)))
}

/// `星期三 9 點到 10 點加入行程：和小博喝茶`, `把「喝茶」排在星期三 9 點到 10 點`.
fn add(text: &str) -> Request {
    let quoted = text
        .split_once('「')
        .and_then(|(_, rest)| rest.split_once('」'));
    let moved =
        after(text, &["把", "將"]).map(|rest| before(rest, &["排在", "加到", "排進", "加入"]));
    let title = match (quoted, moved) {
        (Some((title, _)), _) | (None, Some(title)) => bare(title),
        (None, None) => bare(behind(text, &["：", ":", "加入行程", "新增行程"]).unwrap_or("")),
    };
    // Without the title and the name of the day: 星期一八點 is not 星期 and 18.
    let mut rest = text.replace(title, " ");
    for name in days().flat_map(|(_, names)| names) {
        rest = rest.replace(&name, " ");
    }
    let (start, end) = hours(&rest);
    Request::Add {
        title: title.into(),
        day: day(text),
        start,
        end,
    }
}

/// `9 點到 10 點`, `下午兩點到三點`, `9 點`: one hour.
fn hours(text: &str) -> (Option<u8>, Option<u8>) {
    let later = text.contains("下午") || text.contains("晚上");
    let text = digits(text);
    let hour = |text: &str| {
        let (before_mark, _) = text.split_once('點')?;
        let hour = small_numbers(before_mark).last().copied()?;
        Some(if later && hour < 12 { hour + 12 } else { hour })
    };
    let start = hour(&text);
    let end = text.split_once('點').and_then(|(_, rest)| hour(rest));
    (start, end.or_else(|| Some(start?.saturating_add(1))))
}

pub(super) fn day(text: &str) -> Option<Day> {
    if text.contains("明天") {
        return Some(Day::Tomorrow);
    }
    let named = days().find(|(_, names)| names.iter().any(|name| text.contains(name.as_str())));
    if let Some((day, _)) = named {
        return Some(Day::Of(day));
    }
    text.contains("今天").then_some(Day::Today)
}

/// The names of the days: 星期一, 週一, 禮拜一 and so on, each with its number.
fn days() -> impl Iterator<Item = (u8, Vec<String>)> {
    (1u8..)
        .zip(["一", "二", "三", "四", "五", "六", "日天"])
        .map(|(day, signs)| {
            let names = ["星期", "禮拜", "週", "周"]
                .into_iter()
                .flat_map(|week| signs.chars().map(move |sign| format!("{week}{sign}")));
            (day, names.collect())
        })
}

/// Chinese numbers up to 99 as digits: 十二 is 12, 兩 is 2.
fn digits(text: &str) -> String {
    let value = |c: char| {
        "零一二三四五六七八九"
            .chars()
            .position(|digit| digit == c)
            .or((c == '兩').then_some(2))
    };
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::new();
    let mut at = 0;
    while let Some(&c) = characters.get(at) {
        let next = characters.get(at + 1).copied();
        let last = characters.get(at + 2).copied().and_then(value);
        let (number, length) = match (value(c), c, next) {
            (Some(tens), _, Some('十')) => (
                Some(tens * 10 + last.unwrap_or(0)),
                if last.is_some() { 3 } else { 2 },
            ),
            (Some(ones), _, _) => (Some(ones), 1),
            (None, '十', Some(next)) if value(next).is_some() => {
                (value(next).map(|ones| 10 + ones), 2)
            }
            (None, '十', _) => (Some(10), 1),
            _ => (None, 1),
        };
        match number {
            Some(number) => written.push_str(&number.to_string()),
            None => written.push(c),
        }
        at += length;
    }
    written
}

/// The pieces of a question that say what it is about.
pub(super) fn topic_of(text: &str) -> String {
    let mut topic = text.to_string();
    for empty in EMPTY {
        topic = topic.replace(empty, " ");
    }
    let words: Vec<&str> = topic
        .split(|c: char| c.is_whitespace() || "，。？！".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
