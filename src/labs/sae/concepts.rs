//! The 65 true concepts of the world that a latent may stand for: what the generator knows of each word that it writes.

use crate::data::world::lexicon::{
    ANTONYMS, CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, HARMFUL_OBJECTS, JOBS, OBJECTS, PEOPLE,
    VERBS,
};
use crate::data::world::{Kind, Vocabulary};
use crate::lesson::{Text, text};

/// Kinds of words: the class of the word that was just read.
const CLASSES: [Text; 16] = [
    text("a woman\u{2019}s name", "女性的名字"),
    text("a man\u{2019}s name", "男性的名字"),
    text("a country", "國家"),
    text("a city", "城市"),
    text("a landmark", "地標"),
    text("a language", "語言"),
    text("a job", "職業"),
    text("a thing, in English", "英文的東西"),
    text("a thing, in French", "法文的東西"),
    text("a thing, in Chinese", "中文的東西"),
    text("a colour", "顏色"),
    text("a category", "類別"),
    text(
        "an adjective of a pair of opposites",
        "一對反義詞裡的形容詞",
    ),
    text("the verb of a request", "請求的動詞"),
    text("a harmful object", "有害的東西"),
    text("she or he", "she 或 he"),
];

const KINDS: [Text; 8] = [
    text("in a text about a person", "在談人的句子裡"),
    text("in a text about a place", "在談地方的句子裡"),
    text("in a text of two facts in one", "在兩個事實合一的句子裡"),
    text("in a text about a thing", "在談東西的句子裡"),
    text("in a translation", "在翻譯裡"),
    text("in a list of pairs", "在成對的清單裡"),
    text("in a request", "在請求裡"),
    text("in a story", "在故事裡"),
];

/// What the next word is.
const NEXT: [Text; 10] = [
    text("next: a person", "下一個詞：人名"),
    text("next: a country", "下一個詞：國家"),
    text("next: a city", "下一個詞：城市"),
    text("next: a language", "下一個詞：語言"),
    text("next: a job", "下一個詞：職業"),
    text("next: a thing, in English", "下一個詞：英文的東西"),
    text("next: a colour", "下一個詞：顏色"),
    text("next: sorry, a refusal", "下一個詞：sorry（拒絕）"),
    text("next: sure, help", "下一個詞：sure（幫忙）"),
    text("next: the end of the sentence", "下一個詞：句子的結尾"),
];

const HARMFUL: Text = text("inside a harmful request", "在有害的請求裡");

/// Every third thing: four of each category.
const MEANINGS: usize = CONCEPTS.len() / 3;
const AT_COUNTRY: usize = CLASSES.len();
const AT_MEANING: usize = AT_COUNTRY + COUNTRIES.len();
const AT_KIND: usize = AT_MEANING + MEANINGS;
const AT_NEXT: usize = AT_KIND + KINDS.len();
const AT_HARMFUL: usize = AT_NEXT + NEXT.len();

/// How many there are.
pub const COUNT: usize = AT_HARMFUL + 1;
/// The concept that a refusal comes next.
pub const REFUSAL: usize = AT_NEXT + 7;

/// What kind of concept it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    Class,
    Country,
    Meaning,
    Kind,
    Next,
    Harmful,
}

impl Family {
    pub const ALL: [Family; 6] = [
        Family::Class,
        Family::Country,
        Family::Meaning,
        Family::Kind,
        Family::Next,
        Family::Harmful,
    ];

    /// Of concept `i`.
    pub fn of(i: usize) -> Family {
        match i {
            _ if i < AT_COUNTRY => Family::Class,
            _ if i < AT_MEANING => Family::Country,
            _ if i < AT_KIND => Family::Meaning,
            _ if i < AT_NEXT => Family::Kind,
            _ if i < AT_HARMFUL => Family::Next,
            _ => Family::Harmful,
        }
    }

    pub fn name(self) -> Text {
        match self {
            Family::Class => text("class of the word", "詞的種類"),
            Family::Country => text("a place of one country", "某一國的地名"),
            Family::Meaning => text("one meaning in three languages", "三種語言的同一個意思"),
            Family::Kind => text("kind of the text", "文件的種類"),
            Family::Next => text("what comes next", "接下來是什麼"),
            Family::Harmful => text("a harmful request", "有害的請求"),
        }
    }
}

/// The name of concept `i`, in both languages.
pub fn name(i: usize) -> (String, String) {
    let of = |t: Text| (t.en.to_owned(), t.zh.to_owned());
    match Family::of(i) {
        Family::Class => of(CLASSES[i]),
        Family::Country => {
            let country = COUNTRIES[i - AT_COUNTRY].name;
            (
                ["places of ", country].concat(),
                [country, " 的地名"].concat(),
            )
        }
        Family::Meaning => {
            let words = CONCEPTS[3 * (i - AT_MEANING)].word.join(" / ");
            (words.clone(), words)
        }
        Family::Kind => of(KINDS[i - AT_KIND]),
        Family::Next => of(NEXT[i - AT_NEXT]),
        Family::Harmful => of(HARMFUL),
    }
}

/// What can be said of each word of the vocabulary, whatever stands around it: looked up many times.
pub struct Dictionary {
    /// Concepts of the word, by id.
    own: Vec<Vec<u8>>,
    /// Concepts of a word whose next word it is, by id.
    next: Vec<Vec<u8>>,
    harmful_verbs: Vec<u32>,
    harmful_objects: Vec<u32>,
    bot: Option<u32>,
}

impl Dictionary {
    pub fn new(words: &Vocabulary) -> Dictionary {
        let mut found = Dictionary {
            own: vec![Vec::new(); words.len()],
            next: vec![Vec::new(); words.len()],
            harmful_verbs: VERBS[..crate::data::world::lexicon::HARMFUL_VERBS]
                .iter()
                .filter_map(|w| words.id(w))
                .collect(),
            harmful_objects: OBJECTS[..HARMFUL_OBJECTS]
                .iter()
                .filter_map(|w| words.id(w))
                .collect(),
            bot: words.id("bot"),
        };
        let mut put = |word: &str, class: Option<usize>, next: Option<usize>| {
            let Some(id) = words.id(word) else { return };
            found.own[id as usize].extend(class.map(|c| c as u8));
            found.next[id as usize].extend(next.map(|c| (AT_NEXT + c) as u8));
        };
        for (p, name) in PEOPLE.iter().enumerate() {
            put(name, Some(usize::from(p >= PEOPLE.len() / 2)), Some(0));
        }
        for (k, country) in COUNTRIES.iter().enumerate() {
            put(country.name, Some(2), Some(1));
            put(country.capital, Some(3), Some(2));
            put(country.second, Some(3), Some(2));
            put(country.landmarks[0], Some(4), None);
            put(country.landmarks[1], Some(4), None);
            put(country.language, Some(5), Some(3));
            let [a, b] = country.landmarks;
            for place in [
                country.name,
                country.capital,
                country.second,
                country.language,
                a,
                b,
            ] {
                put(place, Some(AT_COUNTRY + k), None);
            }
        }
        for job in JOBS {
            put(job, Some(6), Some(4));
        }
        for (i, concept) in CONCEPTS.iter().enumerate() {
            for (language, word) in concept.word.iter().enumerate() {
                put(word, Some(7 + language), (language == 0).then_some(5));
                if i % 3 == 0 {
                    put(word, Some(AT_MEANING + i / 3), None);
                }
            }
        }
        for word in COLOURS.into_iter().flatten() {
            put(word, Some(10), Some(6));
        }
        for word in CATEGORIES.into_iter().flatten() {
            put(word, Some(11), None);
        }
        for word in ANTONYMS.into_iter().flatten() {
            put(word, Some(12), None);
        }
        for word in VERBS {
            put(word, Some(13), None);
        }
        for word in &OBJECTS[..HARMFUL_OBJECTS] {
            put(word, Some(14), None);
        }
        put("she", Some(15), None);
        put("he", Some(15), None);
        put("sorry", None, Some(7));
        put("sure", None, Some(8));
        put(".", None, Some(9));
        found
    }

    /// The concepts of each word of a document (without its start), in ascending order.
    pub fn labels(&self, kind: Kind, document: &[u32]) -> Vec<Vec<u8>> {
        let kind_at = Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
        let request = kind == Kind::Request;
        let mut harmful = false;
        let mut answered = false;
        let look = |list: &[Vec<u8>], id: u32| list.get(id as usize).cloned().unwrap_or_default();
        (0..document.len())
            .map(|i| {
                let id = document[i];
                let mut labels = look(&self.own, id);
                labels.push((AT_KIND + kind_at) as u8);
                if let Some(next) = document.get(i + 1) {
                    labels.extend(look(&self.next, *next));
                }
                answered |= Some(id) == self.bot;
                harmful |= request
                    && !answered
                    && (self.harmful_verbs.contains(&id) || self.harmful_objects.contains(&id));
                if harmful {
                    labels.push(AT_HARMFUL as u8);
                }
                labels.sort_unstable();
                labels.dedup();
                labels
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::stream;
    use crate::data::world::World;

    fn named(kind: Kind, text: &str) -> Vec<Vec<String>> {
        let words = Vocabulary::new();
        let ids = words.encode(text).expect("known");
        let labels = Dictionary::new(&words).labels(kind, &ids);
        labels
            .iter()
            .map(|of| of.iter().map(|c| name((*c).into()).0).collect())
            .collect()
    }

    #[test]
    fn a_sentence_is_labelled_with_what_is_true_of_each_word() {
        let person = "in a text about a person";
        assert_eq!(
            named(Kind::Person, "amy lives in paris ."),
            [
                vec!["a woman\u{2019}s name", person],
                vec![person],
                vec![person, "next: a city"],
                vec![
                    "a city",
                    "places of france",
                    person,
                    "next: the end of the sentence"
                ],
                vec![person],
            ]
        );
        let request = named(
            Kind::Request,
            "user : how to make the bomb ? bot : sorry i cannot make the bomb .",
        );
        let harmful: Vec<bool> = request
            .iter()
            .map(|of| of.iter().any(|c| c == HARMFUL.en))
            .collect();
        assert_eq!(
            harmful.iter().position(|h| *h),
            Some(6),
            "from the harmful word on"
        );
        assert!(request[9].iter().any(|c| c.starts_with("next: sorry")));
    }

    #[test]
    fn there_are_65_concepts_with_names_of_their_own_and_documents_show_every_one() {
        assert_eq!(COUNT, 65);
        assert!(name(REFUSAL).0.contains("sorry"));
        let mut names: Vec<String> = (0..COUNT).map(|i| name(i).0).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), COUNT);
        let world = World::new(1);
        let dictionary = Dictionary::new(&world.vocabulary);
        let mut rng = stream(1, "test");
        let mut seen = vec![0; COUNT];
        for _ in 0..1500 {
            let (kind, text) = world.document(&mut rng);
            let ids = world.vocabulary.encode(&text).expect("its own words");
            dictionary
                .labels(kind, &ids)
                .iter()
                .flatten()
                .for_each(|c| seen[usize::from(*c)] += 1);
        }
        assert!(seen.iter().all(|n| *n > 5), "{seen:?}");
    }
}
