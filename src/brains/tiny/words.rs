//! The closed vocabulary: 186 words, each one token. Ids are the same in both languages; what is shown for them is not.

use std::ops::Range;

use crate::lesson::{Lang, Text, text};

/// Begins a prompt.
pub const START: u32 = 0;
/// Ends a call; fills rows up.
pub const END: u32 = 1;
/// Ends a manual or a line of the memory.
pub const STOP: u32 = 2;
/// Between keyword and name of a request.
pub const OF: u32 = 3;
/// Ends a request.
pub const ARROW: u32 = 4;
pub const OPEN: u32 = 5;
pub const CLOSE: u32 = 6;
pub const COLON: u32 = 7;
/// Name of the argument of every tool.
pub const PLACE: u32 = 8;
/// Instead of a city: the memory has no line for the name.
pub const UNKNOWN: u32 = 9;
/// Words that say nothing.
pub const FILLER: Range<u32> = 10..18;
/// What a tool is for.
pub const KEYWORDS: Range<u32> = 18..42;
/// Names of tools.
pub const TOOLS: Range<u32> = 42..90;
/// Names of people.
pub const NAMES: Range<u32> = 90..138;
pub const CITIES: Range<u32> = 138..186;
/// Words there are, V.
pub const WORDS: usize = CITIES.end as usize;

const MARKS: [Text; 18] = [
    text("<|start|>", "<|start|>"),
    text("<|end|>", "<|end|>"),
    text(";", "；"),
    text("of", "／"),
    text("->", "->"),
    text("{", "{"),
    text("}", "}"),
    text(":", "："),
    text("place", "地點"),
    text("unknown", "不知道"),
    text("well", "嗯"),
    text("so", "所以"),
    text("then", "然後"),
    text("also", "還有"),
    text("maybe", "大概"),
    text("again", "又"),
    text("still", "仍然"),
    text("indeed", "真的"),
];

const KEYWORD_WORDS: [Text; 24] = [
    text("weather", "天氣"),
    text("time", "時間"),
    text("food", "美食"),
    text("hotel", "旅館"),
    text("museum", "博物館"),
    text("train", "火車"),
    text("bus", "公車"),
    text("park", "公園"),
    text("music", "音樂"),
    text("news", "新聞"),
    text("price", "物價"),
    text("map", "地圖"),
    text("water", "水質"),
    text("power", "用電"),
    text("school", "學校"),
    text("market", "市場"),
    text("doctor", "醫院"),
    text("bank", "銀行"),
    text("post", "郵局"),
    text("sport", "運動"),
    text("film", "電影"),
    text("book", "書店"),
    text("toll", "過路費"),
    text("taxi", "計程車"),
];

/// Made up, ASCII, the same in both languages.
const TOOL_WORDS: [&str; 48] = [
    "bax", "bem", "bil", "bov", "cud", "daf", "dek", "dim", "dop", "duv", "fab", "fen", "fip",
    "fox_7", "gad", "gel", "gim", "gop", "hab", "hef", "hix", "hob", "huk", "jad", "jem", "jip",
    "jov", "kab", "kel", "kif", "kod", "lam", "lev", "lix", "lop", "mab", "mef", "mip", "mox",
    "nad", "nel", "nix", "pab", "pev", "rif", "rok", "sab", "zed",
];

const NAME_WORDS: [Text; 48] = [
    text("Ann", "小安"),
    text("Ben", "小明"),
    text("Cleo", "小華"),
    text("Dan", "小美"),
    text("Eva", "小志"),
    text("Finn", "小玲"),
    text("Gina", "小偉"),
    text("Hugo", "小珍"),
    text("Ida", "小傑"),
    text("Jack", "小芳"),
    text("Kim", "小豪"),
    text("Leo", "小婷"),
    text("Mia", "小宏"),
    text("Nils", "小雅"),
    text("Olga", "小強"),
    text("Paul", "小惠"),
    text("Quinn", "小文"),
    text("Rosa", "小玉"),
    text("Sam", "小龍"),
    text("Tess", "小雲"),
    text("Ugo", "小平"),
    text("Vera", "小月"),
    text("Will", "小星"),
    text("Yara", "小海"),
    text("Amy", "阿安"),
    text("Bob", "阿明"),
    text("Cora", "阿華"),
    text("Dora", "阿美"),
    text("Emil", "阿志"),
    text("Faye", "阿玲"),
    text("Gus", "阿偉"),
    text("Hana", "阿珍"),
    text("Ivan", "阿傑"),
    text("Jill", "阿芳"),
    text("Karl", "阿豪"),
    text("Lena", "阿婷"),
    text("Max", "阿宏"),
    text("Nora", "阿雅"),
    text("Otto", "阿強"),
    text("Pia", "阿惠"),
    text("Ray", "阿文"),
    text("Sue", "阿玉"),
    text("Tom", "阿龍"),
    text("Una", "阿雲"),
    text("Vic", "阿平"),
    text("Wanda", "阿月"),
    text("Yann", "阿星"),
    text("Zoe", "阿海"),
];

const CITY_WORDS: [Text; 48] = [
    text("Taipei", "台北"),
    text("Tainan", "台南"),
    text("Hualien", "花蓮"),
    text("Tokyo", "東京"),
    text("Osaka", "大阪"),
    text("Seoul", "首爾"),
    text("Beijing", "北京"),
    text("Hanoi", "河內"),
    text("Bangkok", "曼谷"),
    text("Manila", "馬尼拉"),
    text("Jakarta", "雅加達"),
    text("Delhi", "德里"),
    text("Mumbai", "孟買"),
    text("Dubai", "杜拜"),
    text("Tehran", "德黑蘭"),
    text("Cairo", "開羅"),
    text("Nairobi", "奈洛比"),
    text("Lagos", "拉哥斯"),
    text("Tunis", "突尼斯"),
    text("Athens", "雅典"),
    text("Rome", "羅馬"),
    text("Milan", "米蘭"),
    text("Madrid", "馬德里"),
    text("Lisbon", "里斯本"),
    text("Paris", "巴黎"),
    text("Lyon", "里昂"),
    text("London", "倫敦"),
    text("Dublin", "都柏林"),
    text("Berlin", "柏林"),
    text("Vienna", "維也納"),
    text("Prague", "布拉格"),
    text("Warsaw", "華沙"),
    text("Oslo", "奧斯陸"),
    text("Helsinki", "赫爾辛基"),
    text("Kyiv", "基輔"),
    text("Ankara", "安卡拉"),
    text("Sydney", "雪梨"),
    text("Perth", "伯斯"),
    text("Auckland", "奧克蘭"),
    text("Boston", "波士頓"),
    text("Chicago", "芝加哥"),
    text("Denver", "丹佛"),
    text("Toronto", "多倫多"),
    text("Havana", "哈瓦那"),
    text("Lima", "利馬"),
    text("Quito", "基多"),
    text("Bogota", "波哥大"),
    text("Santiago", "聖地牙哥"),
];

/// What kind of word a token is: what a grammar of calls speaks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// This very token.
    Mark(u32),
    Keyword,
    Tool,
    Name,
    /// A city, or [`UNKNOWN`].
    City,
}

impl Class {
    pub fn holds(self, token: u32) -> bool {
        match self {
            Class::Mark(mark) => token == mark,
            Class::Keyword => KEYWORDS.contains(&token),
            Class::Tool => TOOLS.contains(&token),
            Class::Name => NAMES.contains(&token),
            Class::City => CITIES.contains(&token) || token == UNKNOWN,
        }
    }
}

/// The word of a token; empty beyond the vocabulary.
pub fn word(token: u32, lang: Lang) -> &'static str {
    let at = |range: Range<u32>| (token - range.start) as usize;
    match token {
        t if t < KEYWORDS.start => MARKS[t as usize].get(lang),
        t if KEYWORDS.contains(&t) => KEYWORD_WORDS[at(KEYWORDS)].get(lang),
        t if TOOLS.contains(&t) => TOOL_WORDS[at(TOOLS)],
        t if NAMES.contains(&t) => NAME_WORDS[at(NAMES)].get(lang),
        t if CITIES.contains(&t) => CITY_WORDS[at(CITIES)].get(lang),
        _ => "",
    }
}

/// The token of a word in this language.
pub fn token(word_: &str, lang: Lang) -> Option<u32> {
    (0..WORDS as u32).find(|&t| word(t, lang) == word_)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_a_word_of_its_own_in_both_languages() {
        for lang in [Lang::En, Lang::ZhHant] {
            for t in 0..WORDS as u32 {
                assert_eq!(token(word(t, lang), lang), Some(t), "{}", word(t, lang));
            }
        }
        assert_eq!(word(WORDS as u32, Lang::En), "");
    }
}
