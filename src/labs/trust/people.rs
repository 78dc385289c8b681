//! The right tool, true sources, a wrong answer: records of two people of one name, brought together by the name alone.
//!
//! The records are true (a test holds them to a table of who is who). Only the step that decides which records are about the
//! same person differs.

use crate::lesson::{Lang, Text, text};

/// Who is meant: known to us and to the test, never to the agent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Person {
    Teacher,
    Actor,
}

/// What a record tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Course,
    City,
    Born,
    Film,
}

/// One result of the search tool.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Hidden from the agent.
    pub about: Person,
    pub name: Text,
    /// The year of birth, where the source gives it: what tells two people of one name apart here.
    pub born: u16,
    pub field: Field,
    pub value: Text,
    /// When it was written.
    pub year: u16,
    pub sentence: Text,
}

const NAME: Text = text("Lin Anhe", "林安和");

/// What the tool returns for the name, all of it true.
pub static RECORDS: [Record; 6] = [
    record(Person::Teacher, 1978, Field::Course, text("machine learning", "機器學習"), 2019, text("Lin Anhe (born 1978) teaches machine learning.", "林安和（1978 年生）教機器學習。")),
    record(Person::Teacher, 1978, Field::City, text("Taipei", "臺北"), 2019, text("Lin Anhe (born 1978) lives in Taipei.", "林安和（1978 年生）住在臺北。")),
    record(Person::Teacher, 1978, Field::Born, text("1978", "1978 年"), 2016, text("Lin Anhe, teacher, was born in 1978.", "教師林安和生於 1978 年。")),
    record(Person::Actor, 1990, Field::Film, text("Long Rain", "《長雨》"), 2023, text("Lin Anhe (born 1990) plays in Long Rain.", "林安和（1990 年生）演出《長雨》。")),
    record(Person::Actor, 1990, Field::City, text("Kaohsiung", "高雄"), 2024, text("Lin Anhe (born 1990) has moved to Kaohsiung.", "林安和（1990 年生）搬到高雄了。")),
    record(Person::Actor, 1990, Field::Born, text("1990", "1990 年"), 2023, text("Lin Anhe, actor, was born in 1990.", "演員林安和生於 1990 年。")),
];

const fn record(about: Person, born: u16, field: Field, value: Text, year: u16, sentence: Text) -> Record {
    Record { about, name: NAME, born, field, value, year, sentence }
}

/// A question about one person, whom it names by something that only they have.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    pub id: &'static str,
    pub about: Person,
    pub words: Text,
    /// The field and value by which the person is found.
    by: (Field, &'static str),
    wanted: Field,
}

pub static QUESTIONS: [Question; 4] = [
    Question { id: "teacher-city", about: Person::Teacher, words: text("Where does the Lin Anhe who teaches machine learning live?", "教機器學習的林安和住在哪裡？"), by: (Field::Course, "machine learning"), wanted: Field::City },
    Question { id: "teacher-born", about: Person::Teacher, words: text("When was the Lin Anhe who teaches machine learning born?", "教機器學習的林安和哪一年出生？"), by: (Field::Course, "machine learning"), wanted: Field::Born },
    Question { id: "actor-city", about: Person::Actor, words: text("Where does the Lin Anhe of Long Rain live?", "演《長雨》的林安和住在哪裡？"), by: (Field::Film, "Long Rain"), wanted: Field::City },
    Question { id: "actor-course", about: Person::Actor, words: text("What does the Lin Anhe of Long Rain teach?", "演《長雨》的林安和教什麼？"), by: (Field::Film, "Long Rain"), wanted: Field::Course },
];

/// Which records are taken to be about the same person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// The name is the same.
    Name,
    /// Name and year of birth are the same.
    NameAndBirth,
}

impl Join {
    fn same(self, a: &Record, b: &Record) -> bool {
        a.name == b.name && (self == Join::Name || a.born == b.born)
    }
}

/// The record that answers, the newest of those that fit; `None`: the records do not say.
pub fn answer(question: &Question, join: Join) -> Option<&'static Record> {
    let known = RECORDS.iter().find(|r| (r.field, r.value.en) == question.by)?;
    let fits = |r: &&Record| r.field == question.wanted && join.same(known, r);
    RECORDS.iter().filter(fits).max_by_key(|r| r.year)
}

/// What is true: the same search, by who the person is.
pub fn truth(question: &Question) -> Option<&'static Record> {
    let fits = |r: &&Record| r.field == question.wanted && r.about == question.about;
    RECORDS.iter().filter(fits).max_by_key(|r| r.year)
}

/// Whether the answer is right: the value of the person who was meant, or nothing where nothing is known.
pub fn is_right(question: &Question, join: Join) -> bool {
    let value = |r: Option<&Record>| r.map(|r| r.value);
    value(answer(question, join)) == value(truth(question))
}

/// The value in words.
pub fn said(record: Option<&Record>, lang: Lang) -> &'static str {
    match record {
        Some(record) => record.value.get(lang),
        None => text("the sources do not say", "資料沒有寫").get(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_true_and_names_the_person_it_is_about() {
        for record in &RECORDS {
            let born = match record.about {
                Person::Teacher => 1978,
                Person::Actor => 1990,
            };
            assert_eq!(record.born, born, "{}", record.sentence.en);
            for lang in Lang::ALL {
                assert!(record.sentence.get(lang).contains(record.name.get(lang)));
                let bare = record.value.get(lang);
                assert!(record.sentence.get(lang).contains(bare), "{bare}");
            }
        }
    }

    #[test]
    fn joined_by_name_and_birth_all_questions_are_right_and_by_the_name_alone_three_are_wrong() {
        let right = |join| QUESTIONS.iter().filter(|q| is_right(q, join)).map(|q| q.id).collect::<Vec<_>>();
        assert_eq!(right(Join::NameAndBirth).len(), QUESTIONS.len());
        assert_eq!(right(Join::Name), ["actor-city"]);
        let said = answer(&QUESTIONS[0], Join::Name).expect("the tool knows a city");
        assert_eq!((said.value.en, said.about), ("Kaohsiung", Person::Actor));
    }

    #[test]
    fn what_the_sources_do_not_say_is_not_invented_unless_two_people_are_joined() {
        assert!(answer(&QUESTIONS[3], Join::NameAndBirth).is_none());
        assert_eq!(answer(&QUESTIONS[3], Join::Name).map(|r| r.value.en), Some("machine learning"));
    }
}
