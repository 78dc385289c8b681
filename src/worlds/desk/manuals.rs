//! The manuals of the desk's tools.

use super::weather::{CITIES, names_in_chinese};
use crate::agent::{Parameter, Tool};
use crate::lesson::text;
use crate::worlds::manual::{choice, integer, string, tool};

/// Most characters of a memory.
pub(crate) const MEMORY: usize = 200;
/// Most characters of a part of a fact.
pub(crate) const PART: usize = 40;

fn day() -> crate::agent::Kind {
    integer(1, 7)
}

#[rustfmt::skip] // a parameter a line
pub(crate) fn manuals() -> Vec<Tool> {
    let day_text = text("1 is Monday, 7 is Sunday", "1 是星期一，7 是星期日");
    let mut tools = vec![
        tool("calc", text("Works out an expression. ^ is a power, % the remainder of a division.", "計算算式。^ 是次方，% 是除法的餘數。"))
            .needs("expr", string(200), text("digits and + - * / ^ ( ) . %", "數字與 + - * / ^ ( ) . %")),
        tool("now", text("Date, time and day of the week.", "現在的日期、時間與星期。")),
        tool("cal_list", text("Lists the calendar of one day.", "列出某一天的行程。"))
            .needs("day", day(), day_text),
        tool("cal_add", text("Adds an entry to the calendar.", "在行事曆加入一個行程。"))
            .needs("day", day(), day_text)
            .needs("start", integer(0, 23), text("hour", "開始的鐘點"))
            .needs("end", integer(1, 24), text("hour", "結束的鐘點"))
            .needs("title", string(40), text("what it is", "行程名稱")),
        tool("weather", text("Forecast for one city and day.", "某個城市某一天的天氣預報。"))
            .needs("city", choice(&CITIES.map(|(id, _, _)| id)), text("the city", "城市"))
            .needs("day", day(), day_text),
        tool("search", text("Searches the notes of others. They may be wrong or old.", "搜尋別人寫的筆記，內容可能有錯或過時。"))
            .needs("q", string(80), text("words to look for", "要找的字詞"))
            .needs("k", integer(1, 5), text("how many at most", "最多幾則")),
        tool("note_write", text("Writes something into your own memory.", "把一件事寫進自己的記憶。"))
            .needs("text", string(MEMORY), text("what to remember", "要記住的事"))
            .takes("replaces", string(8), text("the id of the note that is no longer true", "已經不成立的那一則筆記的 id")),
        tool("note_read", text("Searches your own memory. An empty q gives the newest.", "搜尋自己的記憶；q 留空則列出最新的。"))
            .needs("q", string(80), text("words to look for", "要找的字詞"))
            .needs("k", integer(1, 5), text("how many at most", "最多幾則")),
        tool("note_delete", text("Deletes a note of your memory for good.", "永久刪除自己的一則記憶。"))
            .needs("id", string(8), text("such as m1", "例如 m1"))
            .for_good(),
        tool("graph_add", text("Adds a fact to the knowledge graph.", "在知識圖加入一個事實。"))
            .needs("s", string(PART), text("subject", "主詞"))
            .needs("p", string(PART), text("relation", "關係"))
            .needs("o", string(PART), text("object", "受詞")),
        tool("graph_query", text("Follows the facts from one thing.", "從一個東西出發，沿著事實往下走。"))
            .needs("s", string(PART), text("where to begin", "起點"))
            .needs("hops", integer(1, 3), text("how many steps", "走幾步")),
        tool("ask_user", text("Asks the user and waits for the answer.", "詢問使用者並等待回答。"))
            .needs("text", string(120), text("the question", "問題")),
        tool("find_tool", text("Searches the manuals of all tools.", "搜尋所有工具的說明書。"))
            .needs("q", string(80), text("what the tool should do", "希望工具做什麼"))
            .needs("k", integer(1, 5), text("how many at most", "最多幾個")),
    ];
    for Parameter { name, description, .. } in tools.iter_mut().flat_map(|tool| &mut tool.parameters) {
        if name == "city" {
            description.zh = names_in_chinese();
        }
    }
    tools
}
