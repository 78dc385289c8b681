//! Weather, calendar, sums and the clock.

use serde_json::{Value, json};

use super::told;
use crate::brains::rules::replay::{Pause, Replay};
use crate::brains::rules::request::Day;
use crate::brains::rules::{chinese, english};
use crate::lesson::{Text, text};

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

pub(super) fn weather(
    city: Option<String>,
    day: Option<Day>,
    replay: &mut Replay,
) -> Result<String, Pause> {
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

pub(super) fn list(day: Option<Day>, replay: &mut Replay) -> Result<String, Pause> {
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

pub(super) fn add(
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

pub(super) fn sum(expression: &str, replay: &mut Replay) -> Result<String, Pause> {
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

pub(super) fn now(replay: &mut Replay) -> Result<String, Pause> {
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
