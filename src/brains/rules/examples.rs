//! Requests that the rules read, in both languages: for the reader to begin with, and for the tests.

use crate::lesson::{Text, text};

/// The cities stand in the manual of `weather`; 台 and 臺 are the same.
#[rustfmt::skip] // a request a line
pub const REQUESTS: [Text; 36] = [
    text("What will the weather be in Taipei on Wednesday?", "星期三臺北的天氣如何？"),
    text("Weather in New York tomorrow, please", "請問明天紐約天氣怎樣"),
    text("Do I need an umbrella in Tokyo today?", "今天在東京需要帶傘嗎？"),
    text("Forecast for Taipei on Sunday", "台北禮拜天的天氣預報"),
    text("What is the weather on Friday?", "週五天氣如何？"),
    text("What is on my calendar on Thursday?", "星期四有什麼行程？"),
    text("List my calendar for tomorrow", "列出明天的行程"),
    text("Show my appointments today", "今天有哪些行程"),
    text("Add tea with Bo on Wednesday from 9 to 10", "星期三 9 點到 10 點加入行程：和小博喝茶"),
    text("Schedule a meeting on Friday from 2 pm to 4 pm", "把會議排在星期五下午兩點到四點"),
    text("Put the dentist in my calendar tomorrow at 11", "明天 11 點加入行程：看牙醫"),
    text("Book swimming on Saturday from 15 to 17", "將「游泳」排在週六 15 點到 17 點"),
    text("Add breakfast on Monday at 8", "星期一八點加入行程：早餐"),
    text("What is 12 * 7?", "12 * 7 是多少？"),
    text("Calculate 3 plus 4", "計算 3 加 4"),
    text("How much is 100 divided by 8?", "100 除以 8 等於多少？"),
    text("Work out (2 + 3) times 4", "算一下 (2 + 3) 乘以 4"),
    text("What is 2 to the power of 10?", "2 的 10 次方是多少？"),
    text("What is 17 minus 20?", "17 減 20 是多少"),
    text("What time is it?", "現在幾點？"),
    text("What day is it today?", "今天星期幾？"),
    text("Search for the lighthouse", "搜尋燈塔"),
    text("How high is the lighthouse?", "燈塔有多高？"),
    text("Who is the mayor of Pine Bay?", "松灣的鎮長是誰？"),
    text("What do the notes say about the ferry?", "查一下渡輪"),
    text("Please remember that I like tea", "請記住：我喜歡茶"),
    text("Remember: I no longer like tea", "記住，我不再喜歡茶"),
    text("What do you remember about tea?", "你記得茶的什麼？"),
    text("Forget that I like tea", "忘記我喜歡茶這件事"),
    text("Delete the note about tea", "刪除關於茶的筆記"),
    text("Delete note m3", "刪除筆記 m3"),
    text("Add the fact: Ada | works_at | Acme", "加入事實：Ada｜works_at｜Acme"),
    text("What is connected to Ada within 2 steps?", "從 Ada 出發兩步之內連到什麼？"),
    text("Go to the flag", "走到旗子那裡"),
    text("Walk to column 3, row 4", "走到第 3 欄第 4 列"),
    text("What is 6 times 7, and then remember that I like 42", "6 乘以 7 是多少，然後記住我喜歡 42"),
];
