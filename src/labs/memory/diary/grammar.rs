//! From a line to facts: sentence patterns, written by us. What fits none of them is small talk to this agent.

use crate::lesson::Lang;

/// How two things hang together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Relation {
    WorksAt,
    LivesIn,
    LocatedIn,
    Likes,
    LikesNoMore,
    Sister,
    Teacher,
    Phone,
    Cat,
}

impl Relation {
    /// Longer patterns first: "no longer likes" holds "likes".
    const ALL: [Relation; 9] = [
        Relation::LikesNoMore,
        Relation::WorksAt,
        Relation::LivesIn,
        Relation::LocatedIn,
        Relation::Likes,
        Relation::Sister,
        Relation::Teacher,
        Relation::Phone,
        Relation::Cat,
    ];

    /// What stands between subject and object, and after the object.
    const fn pattern(self, lang: Lang) -> (&'static str, &'static str) {
        match (lang, self) {
            (Lang::En, Relation::WorksAt) => (" works at ", ""),
            (Lang::En, Relation::LivesIn) => (" lives in ", ""),
            (Lang::En, Relation::LocatedIn) => (" is in ", ""),
            (Lang::En, Relation::Likes) => (" likes ", ""),
            (Lang::En, Relation::LikesNoMore) => (" no longer likes ", ""),
            (Lang::En, Relation::Sister) => ("'s sister is ", ""),
            (Lang::En, Relation::Teacher) => ("'s teacher is ", ""),
            (Lang::En, Relation::Phone) => ("'s phone ends in ", ""),
            (Lang::En, Relation::Cat) => ("'s cat is called ", ""),
            (Lang::ZhHant, Relation::WorksAt) => ("在", "上班"),
            (Lang::ZhHant, Relation::LivesIn) => ("住在", ""),
            (Lang::ZhHant, Relation::LocatedIn) => ("位於", ""),
            (Lang::ZhHant, Relation::Likes) => ("喜歡", ""),
            (Lang::ZhHant, Relation::LikesNoMore) => ("不再喜歡", ""),
            (Lang::ZhHant, Relation::Sister) => ("的妹妹是", ""),
            (Lang::ZhHant, Relation::Teacher) => ("的老師是", ""),
            (Lang::ZhHant, Relation::Phone) => ("的電話末兩碼是", ""),
            (Lang::ZhHant, Relation::Cat) => ("的貓叫", ""),
        }
    }

    /// A newer value takes the place of the older one: one has one home, but may like many things.
    pub const fn has_one_value(self) -> bool {
        !matches!(self, Relation::Likes | Relation::LikesNoMore)
    }
}

/// Most characters of a name: longer is a sentence.
const LONGEST_NAME: usize = 16;

/// (subject, relation, object) of every clause that fits a pattern, in order.
pub fn facts(line: &str, lang: Lang) -> Vec<(String, Relation, String)> {
    let clauses = line.split(['.', ',', ':', ';', '。', '，', '：', '；']);
    clauses.filter_map(|clause| fact(clause.trim(), lang)).collect()
}

fn fact(clause: &str, lang: Lang) -> Option<(String, Relation, String)> {
    Relation::ALL.into_iter().find_map(|relation| {
        let (between, after) = relation.pattern(lang);
        let (subject, object) = clause.strip_suffix(after)?.split_once(between)?;
        let is_name = |name: &str| {
            let one = name.split(' ').all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('));
            !name.is_empty() && name.chars().count() <= LONGEST_NAME && (lang == Lang::ZhHant || one)
        };
        let sound = is_name(subject) && !object.is_empty() && object.chars().count() <= LONGEST_NAME;
        sound.then(|| (subject.into(), relation, object.into()))
    })
}

/// A derived fact in words: where somebody works, or where something lies.
pub fn derived(subject: &str, first: Relation, object: &str, lang: Lang) -> String {
    match (lang, first) {
        (Lang::En, Relation::WorksAt) => [subject, " works in ", object, "."].concat(),
        (Lang::ZhHant, Relation::WorksAt) => [subject, "在", object, "工作。"].concat(),
        (Lang::En, _) => [subject, " is in ", object, "."].concat(),
        (Lang::ZhHant, _) => [subject, "位於", object, "。"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::LINES;
    use super::*;

    #[test]
    fn a_sentence_that_fits_gives_its_fact_and_small_talk_none() {
        let found = facts("Looked it up on the map: Red Door is in Tainan.", Lang::En);
        assert_eq!(found, [("Red Door".into(), Relation::LocatedIn, "Tainan".into())]);
        let found = facts("一整杯沒動。阿凱不再喜歡茶。", Lang::ZhHant);
        assert_eq!(found, [("阿凱".into(), Relation::LikesNoMore, "茶".into())]);
        let found = facts("A book is overdue. Lee (library)'s phone ends in 77.", Lang::En);
        assert_eq!(found, [("Lee (library)".into(), Relation::Phone, "77".into())]);
        assert!(facts("the tea is in the pot, and I like it", Lang::En).is_empty());
        assert!(facts("", Lang::En).is_empty() && facts("在上班", Lang::ZhHant).is_empty());
    }

    #[test]
    fn both_languages_of_the_diary_tell_the_same_facts() {
        let mut count = 0;
        let mut names = std::collections::BTreeMap::new();
        for line in &LINES {
            let (en, zh) = (facts(line.en, Lang::En), facts(line.zh, Lang::ZhHant));
            assert_eq!(en.len(), zh.len(), "{}", line.en);
            for (a, b) in en.iter().zip(&zh) {
                assert_eq!(a.1, b.1, "{}", line.en);
                for (a, b) in [(&a.0, &b.0), (&a.2, &b.2)] {
                    assert_eq!(names.entry(a.clone()).or_insert(b.clone()), b, "one name, one translation");
                }
                count += 1;
            }
        }
        assert_eq!(count, 37);
    }
}
