//! What the diary is asked, with what is true on its last day.

use super::grammar::Relation::{self, Cat, Likes, LivesIn, LocatedIn, Phone, Sister, Teacher, WorksAt};
use crate::lesson::{Text, text};

/// A question. Its path is given to the reader: this lab is about which lines the reader gets, not about reading questions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Question {
    pub id: &'static str,
    pub words: Text,
    /// From the thing that the question names to the answer; its length is the number of hops.
    pub path: &'static [Relation],
    pub answer: Text,
    /// What was true before and is no longer.
    pub old: Option<Text>,
}

const fn ask(id: &'static str, words: Text, path: &'static [Relation], answer: Text, old: Option<Text>) -> Question {
    Question { id, words, path, answer, old }
}

const HUALIEN: Text = text("Hualien", "花蓮");
const PINGTUNG: Text = text("Pingtung", "屏東");
const TAINAN: Option<Text> = Some(text("Tainan", "臺南"));
const OWL: Text = text("Grey Owl", "灰鴞出版社");
const RED_DOOR: Option<Text> = Some(text("Red Door", "紅門書店"));

/// By hops: 8 of one, 6 of two, 6 of three.
pub static QUESTIONS: [Question; 20] = [
    ask("nina-work", text("Where does Nina work?", "妮娜在哪裡上班？"), &[WorksAt], OWL, RED_DOOR),
    ask("tao-home", text("Where does Tao live?", "阿濤住在哪裡？"), &[LivesIn], text("Yilan", "宜蘭"), Some(text("Keelung", "基隆"))),
    ask("mei-cat", text("What is Mei's cat called?", "小美的貓叫什麼？"), &[Cat], text("Plum", "梅子"), None),
    ask("jun-teacher", text("Who is Jun's teacher?", "阿俊的老師是誰？"), &[Teacher], text("Hua", "華姐"), None),
    ask("hua-phone", text("What does Hua's phone end in?", "華姐的電話末兩碼是什麼？"), &[Phone], text("06", "06"), Some(text("58", "58"))),
    ask("kai-likes", text("What does Kai like?", "阿凱喜歡什麼？"), &[Likes], text("coffee", "咖啡"), Some(text("tea", "茶"))),
    ask("lee-home", text("Where does Lee (library) live?", "李先生（圖書館）住在哪裡？"), &[LivesIn], text("Taipei", "臺北"), None),
    ask("lee-phone", text("What does Lee (band)'s phone end in?", "李先生（樂團）的電話末兩碼是什麼？"), &[Phone], text("31", "31"), None),
    ask("sister-work", text("Where does Mei's sister work?", "小美的妹妹在哪裡上班？"), &[Sister, WorksAt], OWL, RED_DOOR),
    ask("teacher-home", text("Where does Jun's teacher live?", "阿俊的老師住在哪裡？"), &[Teacher, LivesIn], HUALIEN, Some(text("Taichung", "臺中"))),
    ask("sister-cat", text("What is the cat of Jun's sister called?", "阿俊的妹妹的貓叫什麼？"), &[Sister, Cat], text("Soot", "煤球"), None),
    ask("teacher-phone", text("What does the phone of Kai's teacher end in?", "阿凱的老師的電話末兩碼是什麼？"), &[Teacher, Phone], text("73", "73"), None),
    ask("sister-teacher", text("Who is the teacher of Mei's sister?", "小美的妹妹的老師是誰？"), &[Sister, Teacher], text("Bo", "柏老師"), None),
    ask("nina-city", text("In which city does Nina work?", "妮娜在哪個城市工作？"), &[WorksAt, LocatedIn], PINGTUNG, TAINAN),
    ask("tao-city", text("In which city does Tao work?", "阿濤在哪個城市工作？"), &[WorksAt, LocatedIn, LocatedIn], HUALIEN, None),
    ask("sister-city", text("In which city does Mei's sister work?", "小美的妹妹在哪個城市工作？"), &[Sister, WorksAt, LocatedIn], PINGTUNG, TAINAN),
    ask("sister-teacher-home", text("Where does the teacher of Mei's sister live?", "小美的妹妹的老師住在哪裡？"), &[Sister, Teacher, LivesIn], text("Chiayi", "嘉義"), None),
    ask("teacher-sister-cat", text("What is the cat of the sister of Kai's teacher called?", "阿凱的老師的妹妹的貓叫什麼？"), &[Teacher, Sister, Cat], text("Moss", "青苔"), None),
    ask("hua-city", text("In which city does Hua work?", "華姐在哪個城市工作？"), &[WorksAt, LocatedIn, LocatedIn], text("Taichung", "臺中"), None),
    ask("teacher-street", text("In which street does Jun's teacher work?", "阿俊的老師在哪條街工作？"), &[Teacher, WorksAt, LocatedIn], text("Lake Road", "湖濱路"), None),
];
