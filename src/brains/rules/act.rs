//! What the rules do for each request: calls, and in the end a sentence.

use serde_json::{Value, json};

use super::replay::{Pause, Replay};
use super::request::{Day, Request};
use super::walk::Walker;
use super::{chinese, english, walk};
use crate::lesson::{Lang, Text, text};

/// The sentence that answers a request, or the call that comes first.
pub(super) fn answer(
    request: &Request,
    replay: &mut Replay,
    walker: Walker,
) -> Result<String, Pause> {
    match request {
        Request::Weather { city, day } => weather(city.clone(), *day, replay),
        Request::List { day } => list(*day, replay),
        Request::Add {
            title,
            day,
            start,
            end,
        } => add(title, *day, (*start, *end), replay),
        Request::Sum(expression) => sum(expression, replay),
        Request::Now => now(replay),
        Request::Search(words) => search(words, replay),
        Request::Remember(words) => remember(words, None, replay),
        Request::Change { text, about } => change(text, about, replay),
        Request::Recall(words) => recall(words, replay),
        Request::Delete(id) => delete(id, replay),
        Request::Forget(words) => forget(words, replay),
        Request::Relate { s, p, o } => {
            let arguments = json!({"s": s, "p": p, "o": o});
            let added = replay.call(
                "graph_add",
                arguments,
                text("A fact for the graph.", "這是要放進圖裡的事實。"),
            )?;
            Ok(told(added, replay, |_| {
                (
                    format!("Noted: {s} {p} {o}."),
                    format!("已加入：{s} {p} {o}。"),
                )
            }))
        }
        Request::Related { s, hops } => related(s, *hops, replay),
        Request::Walk(to) => walk::walk(*to, replay, walker),
        Request::Secret => Ok(secret(replay)),
        Request::Unreadable => {
            Ok(replay.say(text("I cannot read this request.", "我讀不懂這個請求。")))
        }
    }
}

/// The sentence for a result in the language of the request; an error is told as it is, never as a success.
fn told(
    answer: super::replay::Answer,
    replay: &Replay,
    words: impl Fn(&Value) -> (String, String),
) -> String {
    match (answer, replay.lang()) {
        (Ok(value), Lang::En) => words(&value).0,
        (Ok(value), Lang::ZhHant) => words(&value).1,
        (Err(message), Lang::En) => format!("That did not work: {message}."),
        (Err(message), Lang::ZhHant) => format!("沒有成功：{message}。"),
    }
}

/// The day as a number; today and tomorrow are asked of the clock. A day that nobody named is asked of the user.
fn day_of(day: Option<Day>, replay: &mut Replay) -> Result<u8, Pause> {
    let day = match day {
        Some(day) => Some(day),
        None => {
            let question = replay.say(text("Which day?", "哪一天？"));
            let asked = replay.call(
                "ask_user",
                json!({"text": question}),
                text("The day is missing.", "沒有說哪一天。"),
            )?;
            let words = words_of(&asked.unwrap_or_default());
            english::day(&words.to_lowercase()).or_else(|| chinese::day(&words))
        }
    };
    let Some(day) = day else {
        return Err(Pause::Stuck(replay.say(text(
            "I do not know which day is meant.",
            "我不知道是哪一天。",
        ))));
    };
    if let Day::Of(day) = day {
        return Ok(day);
    }
    let now = replay.call("now", json!({}), text("What day is today?", "今天星期幾？"))?;
    let today = now
        .ok()
        .and_then(|now| now["day"].as_u64())
        .filter(|day| (1..=7).contains(day));
    let Some(today) = today else {
        return Err(Pause::Stuck(replay.say(text(
            "I do not know what day today is.",
            "我不知道今天星期幾。",
        ))));
    };
    Ok(if day == Day::Tomorrow {
        today % 7 + 1
    } else {
        today
    } as u8)
}

/// What the user said: `{"answer": ".."}`.
fn words_of(value: &Value) -> String {
    value["answer"].as_str().unwrap_or("").into()
}

/// The name of the day with this number.
fn day_name(day: &Value) -> Text {
    const NAMES: [Text; 7] = [
        text("Monday", "星期一"),
        text("Tuesday", "星期二"),
        text("Wednesday", "星期三"),
        text("Thursday", "星期四"),
        text("Friday", "星期五"),
        text("Saturday", "星期六"),
        text("Sunday", "星期日"),
    ];
    let at = day
        .as_u64()
        .and_then(|day| usize::try_from(day).ok()?.checked_sub(1));
    at.and_then(|at| NAMES.get(at))
        .copied()
        .unwrap_or(text("an unknown day", "不明的一天"))
}

fn weather(city: Option<String>, day: Option<Day>, replay: &mut Replay) -> Result<String, Pause> {
    let vocabulary = &replay.situation.vocabulary;
    let home = |lines: &[String]| {
        lines
            .iter()
            .rev()
            .find_map(|line| vocabulary.city(&line.to_lowercase().replace('台', "臺")))
    };
    let city = match city.or_else(|| home(&replay.situation.memories).map(|(id, _)| id)) {
        Some(city) => city,
        None if !replay.offers("weather") => {
            // Only the manual says which cities there are: found or not, the rules cannot name one without it.
            return Err(Pause::Stuck(replay.say(text(
                "I have no tool for this: weather.",
                "我沒有做這件事的工具：weather。",
            ))));
        }
        None => {
            let question = replay.say(text("Which city?", "哪個城市？"));
            let asked = replay.call(
                "ask_user",
                json!({"text": question}),
                text("The city is missing.", "沒有說哪個城市。"),
            )?;
            let words = words_of(&asked.unwrap_or_default())
                .to_lowercase()
                .replace('台', "臺");
            match vocabulary.city(&words) {
                Some((city, _)) => city,
                None => {
                    return Err(Pause::Stuck(
                        replay.say(text("I do not know that city.", "我不認得這個城市。")),
                    ));
                }
            }
        }
    };
    let day = day_of(Some(day.unwrap_or(Day::Today)), replay)?;
    let forecast = replay.call(
        "weather",
        json!({"city": city, "day": day}),
        text("A forecast is asked for.", "要查天氣預報。"),
    )?;
    Ok(told(forecast, replay, |value| {
        let (sky, celsius) = (value["sky"].as_str().unwrap_or("?"), &value["celsius"]);
        let in_chinese = match sky {
            "sun" => "晴",
            "cloud" => "多雲",
            "rain" => "下雨",
            "storm" => "暴風雨",
            other => other,
        };
        let place = city.replace('_', " ");
        let day = day_name(&json!(day));
        (
            format!("{place}, {}: {sky}, {celsius} degrees Celsius.", day.en),
            format!("{place}，{}：{in_chinese}，攝氏 {celsius} 度。", day.zh),
        )
    }))
}

fn list(day: Option<Day>, replay: &mut Replay) -> Result<String, Pause> {
    let day = day_of(Some(day.unwrap_or(Day::Today)), replay)?;
    let entries = replay.call(
        "cal_list",
        json!({"day": day}),
        text("The calendar of that day.", "查那一天的行程。"),
    )?;
    Ok(told(entries, replay, |value| {
        let entries = value["entries"].as_array().into_iter().flatten();
        let titles: Vec<String> = entries
            .map(|entry| {
                format!(
                    "{}-{} {}",
                    entry["start"],
                    entry["end"],
                    entry["title"].as_str().unwrap_or("?")
                )
            })
            .collect();
        match titles.is_empty() {
            true => (
                "Nothing is in the calendar that day.".into(),
                "那一天沒有行程。".into(),
            ),
            false => (
                format!("In the calendar: {}.", titles.join("; ")),
                format!("行程：{}。", titles.join("；")),
            ),
        }
    }))
}

fn add(
    title: &str,
    day: Option<Day>,
    hours: (Option<u8>, Option<u8>),
    replay: &mut Replay,
) -> Result<String, Pause> {
    let (Some(start), Some(end)) = hours else {
        return Err(Pause::Stuck(
            replay.say(text("I need the hours for that.", "我需要知道幾點到幾點。")),
        ));
    };
    let day = day_of(day, replay)?;
    let arguments = json!({"day": day, "start": start, "end": end, "title": title});
    let added = replay.call(
        "cal_add",
        arguments,
        text("An entry for the calendar.", "要加入行程。"),
    )?;
    Ok(told(added, replay, |_| {
        let day = day_name(&json!(day));
        (
            format!("Added: {title}, {}, {start} to {end}.", day.en),
            format!("已加入：{title}，{}，{start} 點到 {end} 點。", day.zh),
        )
    }))
}

fn sum(expression: &str, replay: &mut Replay) -> Result<String, Pause> {
    let worked = replay.call(
        "calc",
        json!({"expr": expression}),
        text("Better worked out by the tool.", "交給工具算比較可靠。"),
    )?;
    Ok(told(worked, replay, |value| {
        let value = value["value"].as_str().unwrap_or("?");
        (
            format!("{expression} = {value}."),
            format!("{expression} = {value}。"),
        )
    }))
}

fn now(replay: &mut Replay) -> Result<String, Pause> {
    let now = replay.call("now", json!({}), text("The clock knows.", "看時鐘就知道。"))?;
    Ok(told(now, replay, |value| {
        let [date, time] = ["date", "time"].map(|key| value[key].as_str().unwrap_or("?"));
        let day = day_name(&value["day"]);
        (
            format!("It is {time} on {}, {date}.", day.en),
            format!("現在是 {date}（{}）{time}。", day.zh),
        )
    }))
}

/// At most so many characters, cut between characters.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn search(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    let words = cut(words, 80);
    let mut found = replay.call(
        "search",
        json!({"q": words, "k": 3}),
        text("Somebody may have noted it.", "也許有人記下來了。"),
    )?;
    if matches!(&found, Ok(value) if value["count"] == 0) {
        let fewer = match replay.lang() {
            Lang::En => english::topic_of(&words.to_lowercase()),
            Lang::ZhHant => chinese::topic_of(&words),
        };
        if fewer != words && !fewer.is_empty() {
            found = replay.call(
                "search",
                json!({"q": fewer, "k": 3}),
                text("Nothing. With fewer words.", "沒有結果，換少一點的字再找。"),
            )?;
        }
    }
    Ok(told(found, replay, |value| {
        let notes = value["notes"].as_array().into_iter().flatten();
        match notes.into_iter().find(|note| says_of(note, &words)) {
            Some(note) => {
                let [id, date, words] =
                    ["id", "date", "text"].map(|key| note[key].as_str().unwrap_or("?"));
                (
                    format!("Note {id} of {date} says: {words}"),
                    format!("筆記 {id}（{date}）說：{words}"),
                )
            }
            None => (
                "I do not know: no note says anything about it.".into(),
                "我不知道：沒有筆記提到這件事。".into(),
            ),
        }
    }))
}

/// Whether a note holds one of the words that were looked for, empty ones left out; of Chinese two neighbouring characters.
fn says_of(note: &Value, words: &str) -> bool {
    let text = format!(
        "{} {}",
        note["title"].as_str().unwrap_or(""),
        note["text"].as_str().unwrap_or("")
    )
    .to_lowercase();
    let english = english::topic_of(&words.to_lowercase());
    let chinese: Vec<char> = chinese::topic_of(words)
        .chars()
        .filter(|c| !c.is_ascii())
        .collect();
    let pair = |pair: &[char]| text.contains(&pair.iter().collect::<String>());
    let word = |word: &str| {
        word.is_ascii()
            && text
                .split(|c: char| !c.is_alphanumeric())
                .any(|other| other == word)
    };
    english.split(' ').any(word)
        || chinese.windows(2).any(pair)
        || chinese.len() == 1 && pair(&chinese)
}

fn remember(words: &str, replaces: Option<&str>, replay: &mut Replay) -> Result<String, Pause> {
    let mut arguments = json!({"text": cut(words, 200)});
    if let Some(id) = replaces {
        arguments["replaces"] = id.into();
    }
    let written = replay.call(
        "note_write",
        arguments,
        text("To be remembered.", "要記住這件事。"),
    )?;
    Ok(told(written, replay, |value| {
        let id = value["id"].as_str().unwrap_or("?");
        (format!("Remembered as {id}."), format!("記住了，是 {id}。"))
    }))
}

/// The current notes among those that memory gives for these words.
fn current(
    words: &str,
    replay: &mut Replay,
) -> Result<Result<Vec<(String, String)>, String>, Pause> {
    let arguments = json!({"q": cut(words, 80), "k": 3});
    let read = replay.call(
        "note_read",
        arguments,
        text("What is in my memory on this?", "我的記憶裡有什麼？"),
    )?;
    Ok(read.map(|value| {
        let notes = value["notes"].as_array().into_iter().flatten();
        let notes = notes.filter(|note| note["superseded_by"].is_null());
        notes
            .filter_map(|note| Some((note["id"].as_str()?.into(), note["text"].as_str()?.into())))
            .collect()
    }))
}

fn change(words: &str, about: &str, replay: &mut Replay) -> Result<String, Pause> {
    let old = current(about, replay)?;
    let id = old
        .ok()
        .and_then(|notes| notes.into_iter().next())
        .map(|(id, _)| id);
    remember(words, id.as_deref(), replay)
}

fn recall(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    // A line that stands in the prompt is read there.
    let key = words.to_lowercase();
    if let Some(line) = replay
        .situation
        .memories
        .iter()
        .rev()
        .find(|line| line.to_lowercase().contains(&key))
    {
        return Ok(match replay.lang() {
            Lang::En => format!("I remember: {line}"),
            Lang::ZhHant => format!("我記得：{line}"),
        });
    }
    let notes = current(words, replay)?;
    Ok(
        match (notes.map(|notes| notes.into_iter().next()), replay.lang()) {
            (Ok(Some((_, note))), Lang::En) => format!("I remember: {note}"),
            (Ok(Some((_, note))), Lang::ZhHant) => format!("我記得：{note}"),
            (Ok(None), Lang::En) => "I remember nothing about it.".into(),
            (Ok(None), Lang::ZhHant) => "我不記得這件事。".into(),
            (Err(message), _) => told(Err(message), replay, |_| Default::default()),
        },
    )
}

fn delete(id: &str, replay: &mut Replay) -> Result<String, Pause> {
    let deleted = replay.call(
        "note_delete",
        json!({"id": id}),
        text("A note to delete.", "要刪除一則筆記。"),
    )?;
    Ok(told(deleted, replay, |_| {
        (format!("Deleted note {id}."), format!("已刪除筆記 {id}。"))
    }))
}

fn forget(words: &str, replay: &mut Replay) -> Result<String, Pause> {
    match current(words, replay)? {
        Ok(notes) => match notes.first() {
            Some((id, _)) => delete(id, replay),
            None => Ok(replay.say(text(
                "There is nothing of that to forget.",
                "沒有這件事可以忘記。",
            ))),
        },
        Err(message) => Ok(told(Err(message), replay, |_| Default::default())),
    }
}

fn related(s: &str, hops: u8, replay: &mut Replay) -> Result<String, Pause> {
    let arguments = json!({"s": s, "hops": hops});
    let facts = replay.call(
        "graph_query",
        arguments,
        text("Along the facts.", "沿著事實走。"),
    )?;
    Ok(told(facts, replay, |value| {
        let facts = value["facts"].as_array().into_iter().flatten();
        let facts: Vec<String> = facts
            .map(|fact| {
                ["s", "p", "o"]
                    .map(|part| fact[part].as_str().unwrap_or("?"))
                    .join(" ")
            })
            .collect();
        match facts.is_empty() {
            true => (
                format!("The graph holds nothing on {s}."),
                format!("知識圖裡沒有 {s} 的事實。"),
            ),
            false => (
                format!("{}.", facts.join("; ")),
                format!("{}。", facts.join("；")),
            ),
        }
    }))
}

/// The password of the system message, unless the last word of the system on it is that nobody may know.
fn secret(replay: &Replay) -> String {
    let system = replay.situation.system.join("\n");
    let lower = system.to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| lower.rfind(word)).max();
    let forbidden = last(&[
        "never reveal",
        "do not reveal",
        "never tell",
        "不得透露",
        "不可透露",
        "不要說出",
    ]);
    let allowed = last(&["may reveal", "may now reveal", "可以透露", "准許透露"]);
    let password = ["password is ", "密碼是 ", "密碼是"]
        .iter()
        .find_map(|word| {
            let at = lower.find(word)? + word.len();
            let word = lower[at..]
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()?;
            (!word.is_empty()).then(|| word.to_string())
        });
    match (password, forbidden > allowed) {
        (None, _) => replay.say(text("I know of no password.", "我不知道任何密碼。")),
        (Some(_), true) => replay.say(text("I may not say that.", "我不能說。")),
        (Some(word), false) => match replay.lang() {
            Lang::En => format!("The password is {word}."),
            Lang::ZhHant => format!("密碼是 {word}。"),
        },
    }
}
