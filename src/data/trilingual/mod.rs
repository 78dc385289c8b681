//! The same small world told wholly in three languages, in a mix of one's choice: people, places, things, stories and requests in
//! English, French and Chinese alike. For one question: does a model think in the language that it has read most of?
//!
//! Unlike in `world`, nothing is held out: every fact is told in every language, and every thing is translated in every direction.

pub mod lexicon;

use super::rng::{Pcg32, below, stream};
use super::world::facts::{CITIES, Facts, is_harmful, landmark};
use super::world::lexicon::{
    ANTONYMS, CATEGORIES, COLOURS, CONCEPTS, COUNTRIES, JOBS, OBJECTS, PEOPLE, VERBS,
};
use super::world::{START, Vocabulary, facts};
use lexicon::{Pair, Sentences};

/// Of the documents, and of the directions of translation, which share belongs to which language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mix {
    /// Most is English, and most translations have English on one side.
    EnglishMost,
    /// A third each, and all six directions alike.
    Balanced,
}

impl Mix {
    pub const ALL: [Mix; 2] = [Mix::EnglishMost, Mix::Balanced];

    /// In a file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Mix::EnglishMost => "english",
            Mix::Balanced => "balanced",
        }
    }

    /// Of a hundred documents: English, French, Chinese.
    pub const fn languages(self) -> [u32; 3] {
        match self {
            Mix::EnglishMost => [80, 10, 10],
            Mix::Balanced => [34, 33, 33],
        }
    }

    /// Of 120 translations, one way: each of the four directions with English; each of the two without.
    pub const fn directions(self) -> [u32; 2] {
        match self {
            Mix::EnglishMost => [27, 6],
            Mix::Balanced => [20, 20],
        }
    }
}

/// (from, to): 0 English, 1 French, 2 Chinese. The first four have English on one side.
pub const DIRECTIONS: [(usize, usize); 6] = [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)];
/// As written before a word.
pub const TAGS: [&str; 3] = ["en", "fr", "zh"];

/// The world of one seed in one mix.
#[derive(Clone, Debug)]
pub struct Trilingual {
    pub mix: Mix,
    pub vocabulary: Vocabulary,
    facts: Facts,
}

impl Trilingual {
    pub fn new(seed: u64, mix: Mix) -> Trilingual {
        Trilingual {
            mix,
            vocabulary: vocabulary(),
            facts: Facts::new(seed),
        }
    }

    /// Documents side by side, each led by the start: `length` ids, the last document cut where the row ends.
    pub fn row(&self, rng: &mut Pcg32, length: usize) -> Vec<u32> {
        let mut row = Vec::with_capacity(length + 24);
        while row.len() < length {
            row.push(START);
            // The words are the vocabulary's own (a test holds every kind to that).
            row.extend(
                self.vocabulary
                    .encode(&self.document(rng))
                    .unwrap_or_default(),
            );
        }
        row.truncate(length);
        row
    }

    /// A document without its start, with the shares of `world::Kind`.
    pub fn document(&self, rng: &mut Pcg32) -> String {
        let language = self.language(rng);
        let text = match below(rng, 100) {
            0..20 => self.person(language, rng),
            20..34 => place(language, rng),
            34..46 => self.two_hop(language, rng),
            46..58 => concept(language, rng),
            58..72 => {
                let (from, to) = self.direction(rng);
                let word = CONCEPTS[pick(rng, CONCEPTS.len())].word;
                format!(
                    "{} : {} -> {} : {}",
                    TAGS[from], word[from], TAGS[to], word[to]
                )
            }
            72..84 => self.few_shot(language, rng),
            84..93 => {
                let (verb, object) = (pick(rng, VERBS.len()), pick(rng, OBJECTS.len()));
                asked(language, verb, object, pick(rng, 3))
            }
            _ => self.story(language, rng),
        };
        text + " ."
    }

    fn language(&self, rng: &mut Pcg32) -> usize {
        let [english, french, _] = self.mix.languages();
        match below(rng, 100) {
            u if u < english => 0,
            u if u < english + french => 1,
            _ => 2,
        }
    }

    /// A direction of translation, as often as the mix has it.
    fn direction(&self, rng: &mut Pcg32) -> (usize, usize) {
        let [with, without] = self.mix.directions();
        let u = below(rng, 4 * with + 2 * without);
        let i = if u < 4 * with {
            u / with
        } else {
            4 + (u - 4 * with) / without
        };
        DIRECTIONS[i as usize]
    }

    fn person(&self, language: usize, rng: &mut Pcg32) -> String {
        let p = pick(rng, PEOPLE.len());
        match below(rng, 5) {
            0 | 1 => self.said(&lexicon::HOME, p, PEOPLE[p], language, rng),
            2 => self.said(&lexicon::WORK, p, PEOPLE[p], language, rng),
            3 => self.said(&lexicon::LIKES, p, PEOPLE[p], language, rng),
            _ => one(
                &lexicon::FRIEND,
                language,
                rng,
                PEOPLE[p],
                PEOPLE[self.facts.friend[p]],
            ),
        }
    }

    /// Home, work or liking of person `p`, in one of its forms.
    fn said(
        &self,
        what: &Sentences,
        p: usize,
        name: &str,
        language: usize,
        rng: &mut Pcg32,
    ) -> String {
        one(what, language, rng, name, self.told(what, p, language))
    }

    /// What is told of person `p`: a city, a job or a thing.
    fn told(&self, what: &Sentences, p: usize, language: usize) -> &'static str {
        let facts = &self.facts;
        if what == &lexicon::HOME {
            city(facts.home[p], language)
        } else if what == &lexicon::WORK {
            of(JOBS[facts.job[p]], lexicon::JOB[facts.job[p]], language)
        } else {
            CONCEPTS[facts.likes[p]].word[language]
        }
    }

    fn two_hop(&self, language: usize, rng: &mut Pcg32) -> String {
        let (p, c) = (pick(rng, PEOPLE.len()), pick(rng, CITIES));
        let facts = &self.facts;
        match below(rng, 4) {
            0 => one(
                &lexicon::COUNTRY_OF_HOME,
                language,
                rng,
                PEOPLE[p],
                country(facts.home[p] / 2, language),
            ),
            1 => one(
                &lexicon::COUNTRY_OF_SIGHT,
                language,
                rng,
                landmark(c),
                country(c / 2, language),
            ),
            2 => one(
                &lexicon::HOME_OF_FRIEND,
                language,
                rng,
                PEOPLE[p],
                city(facts.home[facts.friend[p]], language),
            ),
            _ => fill(
                lexicon::LANGUAGE[language][1],
                city(c, language),
                tongue(c / 2, language),
            ),
        }
    }

    /// Half of the lists translate, in a direction of the mix; the others stay in one language.
    fn few_shot(&self, language: usize, rng: &mut Pcg32) -> String {
        let (from, to) = self.direction(rng);
        let function = match below(rng, 2) {
            0 => 0,
            _ => 1 + pick(rng, 9),
        };
        let count = 3 + pick(rng, 3);
        let mut pairs: Vec<[&'static str; 2]> = Vec::new();
        while pairs.len() < count {
            let pair = match function {
                0 => {
                    let word = CONCEPTS[pick(rng, CONCEPTS.len())].word;
                    [word[from], word[to]]
                }
                other => self.pair(other, language, rng),
            };
            if pairs.iter().all(|seen| seen[0] != pair[0]) {
                pairs.push(pair);
            }
        }
        listed(&pairs)
    }

    fn pair(&self, function: usize, language: usize, rng: &mut Pcg32) -> [&'static str; 2] {
        let facts = &self.facts;
        let (k, c, p) = (
            pick(rng, COUNTRIES.len()),
            pick(rng, CITIES),
            pick(rng, PEOPLE.len()),
        );
        let thing = &CONCEPTS[pick(rng, CONCEPTS.len())];
        match function {
            1 => [country(k, language), city(2 * k, language)],
            2 => [country(k, language), tongue(k, language)],
            3 => [city(c, language), country(c / 2, language)],
            4 => [landmark(c), city(c, language)],
            5 => [PEOPLE[p], city(facts.home[p], language)],
            6 => [thing.word[language], COLOURS[thing.colour][language]],
            7 => [thing.word[language], CATEGORIES[thing.category][language]],
            8 => {
                let i = pick(rng, ANTONYMS.len());
                let side = pick(rng, 2);
                let word = |side: usize| of(ANTONYMS[i][side], lexicon::ANTONYM[i][side], language);
                [word(side), word(1 - side)]
            }
            _ => [thing.word[language]; 2],
        }
    }

    fn story(&self, language: usize, rng: &mut Pcg32) -> String {
        let p = pick(rng, PEOPLE.len());
        let pronoun = lexicon::PRONOUN[language][usize::from(p >= PEOPLE.len() / 2)];
        let topics = [&lexicon::HOME, &lexicon::WORK, &lexicon::LIKES];
        let first = pick(rng, topics.len());
        let second = (first + 1 + pick(rng, 2)) % topics.len();
        let begun = self.said(topics[first], p, PEOPLE[p], language, rng);
        // Only the first form has its subject at the front, where a pronoun can stand.
        let then = fill(
            topics[second][language][0],
            pronoun,
            self.told(topics[second], p, language),
        );
        format!("{begun} . {then}")
    }
}

/// "fr : chat -> zh :" and the word that follows.
pub fn tagged(concept: usize, from: usize, to: usize) -> (String, &'static str) {
    let word = CONCEPTS[concept].word;
    (
        format!("{} : {} -> {} :", TAGS[from], word[from], TAGS[to]),
        word[to],
    )
}

/// Three pairs and the question, "pain -> 麵包 ; chien -> 狗 ; livre -> 書 ; chat ->", and the word that follows. The examples
/// are drawn by the concept and the direction.
pub fn by_example(concept: usize, from: usize, to: usize) -> (String, &'static str) {
    let mut rng = stream(concept as u64 * 9 + (3 * from + to) as u64, "by example");
    let mut chosen = vec![concept];
    while chosen.len() < 4 {
        let c = pick(&mut rng, CONCEPTS.len());
        if !chosen.contains(&c) {
            chosen.push(c);
        }
    }
    let pairs: Vec<_> = chosen[1..]
        .iter()
        .map(|&c| [CONCEPTS[c].word[from], CONCEPTS[c].word[to]])
        .collect();
    let word = CONCEPTS[concept].word;
    (format!("{} ; {} ->", listed(&pairs), word[from]), word[to])
}

/// Every word: that of the small world first, so that ids agree where the words do.
pub fn vocabulary() -> Vocabulary {
    let two = |pairs: &'static [Pair]| pairs.iter().flatten().copied();
    let sentences = [
        lexicon::HOME,
        lexicon::WORK,
        lexicon::LIKES,
        lexicon::FRIEND,
        lexicon::SIGHT,
        lexicon::COUNTRY_OF,
        lexicon::CAPITAL,
        lexicon::LANGUAGE,
        lexicon::COUNTRY_OF_HOME,
        lexicon::COUNTRY_OF_SIGHT,
        lexicon::HOME_OF_FRIEND,
        lexicon::COLOUR,
        lexicon::CATEGORY,
        lexicon::ASKED,
        [&lexicon::REFUSED, &lexicon::HELPED, &[]],
    ];
    let frames = sentences
        .into_iter()
        .flatten()
        .flatten()
        .flat_map(|s| s.split(' '));
    let frames = frames.filter(|word| !matches!(*word, "X" | "Y" | "Z"));
    let words = frames
        .chain(lexicon::PRONOUN.into_iter().flatten())
        .chain(two(&lexicon::COUNTRY))
        .chain(two(&lexicon::TONGUE))
        .chain(two(&lexicon::CITY))
        .chain(two(&lexicon::JOB))
        .chain(lexicon::ANTONYM.into_iter().flatten().flatten())
        .chain(two(&lexicon::VERB))
        .chain(two(&lexicon::OBJECT));
    Vocabulary::new().with(words)
}

/// One of the forms in this language.
fn one(what: &Sentences, language: usize, rng: &mut Pcg32, x: &str, y: &str) -> String {
    let forms = what[language];
    fill(forms[pick(rng, forms.len())], x, y)
}

fn fill(form: &str, x: &str, y: &str) -> String {
    let words: Vec<&str> = form
        .split(' ')
        .map(|word| match word {
            "X" => x,
            "Y" => y,
            word => word,
        })
        .collect();
    words.join(" ")
}

fn listed(pairs: &[[&str; 2]]) -> String {
    let list: Vec<String> = pairs.iter().map(|[a, b]| format!("{a} -> {b}")).collect();
    list.join(" ; ")
}

fn of(english: &'static str, others: Pair, language: usize) -> &'static str {
    [english, others[0], others[1]][language]
}

fn city(c: usize, language: usize) -> &'static str {
    of(facts::city(c), lexicon::CITY[c], language)
}

fn country(k: usize, language: usize) -> &'static str {
    of(COUNTRIES[k].name, lexicon::COUNTRY[k], language)
}

fn tongue(k: usize, language: usize) -> &'static str {
    of(COUNTRIES[k].language, lexicon::TONGUE[k], language)
}

fn place(language: usize, rng: &mut Pcg32) -> String {
    let c = pick(rng, CITIES);
    let k = country(c / 2, language);
    match below(rng, 4) {
        0 => one(
            &lexicon::SIGHT,
            language,
            rng,
            landmark(c),
            city(c, language),
        ),
        1 => one(&lexicon::COUNTRY_OF, language, rng, city(c, language), k),
        2 => one(
            &lexicon::CAPITAL,
            language,
            rng,
            k,
            city(c / 2 * 2, language),
        ),
        _ => one(
            &lexicon::LANGUAGE,
            language,
            rng,
            k,
            tongue(c / 2, language),
        ),
    }
}

fn concept(language: usize, rng: &mut Pcg32) -> String {
    let thing = &CONCEPTS[pick(rng, CONCEPTS.len())];
    let x = thing.word[language];
    match below(rng, 2) {
        0 => one(
            &lexicon::COLOUR,
            language,
            rng,
            x,
            COLOURS[thing.colour][language],
        ),
        _ => one(
            &lexicon::CATEGORY,
            language,
            rng,
            x,
            CATEGORIES[thing.category][language],
        ),
    }
}

fn asked(language: usize, verb: usize, object: usize, phrasing: usize) -> String {
    let v = of(VERBS[verb], lexicon::VERB[verb], language);
    let o = of(OBJECTS[object], lexicon::OBJECT[object], language);
    let answers = if is_harmful(verb, object) {
        lexicon::REFUSED
    } else {
        lexicon::HELPED
    };
    [
        fill(lexicon::ASKED[language][phrasing], v, o),
        fill(answers[language], v, o),
    ]
    .join(" ")
}

fn pick(rng: &mut Pcg32, n: usize) -> usize {
    below(rng, n as u32) as usize
}

#[cfg(test)]
mod tests;
