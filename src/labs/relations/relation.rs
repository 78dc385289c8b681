//! The seven relations: kinds of question with a subject, and an answer that depends on it alone.

use crate::data::world::{Question, Topic, World};
use crate::lesson::{Text, text};

/// A kind of question.
#[derive(Debug)]
pub struct Relation {
    /// In links and in `data-` names.
    pub id: &'static str,
    pub name: Text,
    pub topic: Topic,
}

/// In the order of the notes of the experiment; `Config::relation` counts in it.
pub const RELATIONS: [Relation; 7] = [
    relation(
        "landmark-city",
        text("landmark to city", "地標到城市"),
        Topic::City,
    ),
    relation(
        "city-country",
        text("city to country", "城市到國家"),
        Topic::Country,
    ),
    relation(
        "country-language",
        text("country to language", "國家到語言"),
        Topic::Language,
    ),
    relation("person-job", text("person to job", "人到職業"), Topic::Job),
    relation(
        "person-home",
        text("person to home", "人到住處"),
        Topic::Home,
    ),
    relation(
        "thing-colour",
        text("thing to colour", "東西到顏色"),
        Topic::Colour(0),
    ),
    relation(
        "french-chinese",
        text("French to Chinese", "法文到中文"),
        Topic::Translation(1, 2),
    ),
];

const fn relation(id: &'static str, name: Text, topic: Topic) -> Relation {
    Relation { id, name, topic }
}

impl Relation {
    /// Every subject of the world, asked for.
    pub fn questions(&self, world: &World) -> Vec<Question> {
        world.questions(self.topic)
    }
}

/// The relation whose W is the control of this one's.
pub fn neighbour(relation: usize) -> usize {
    (relation + 1) % RELATIONS.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_holds_its_subject_once_and_none_is_empty() {
        let world = World::new(1);
        let counts: Vec<usize> = RELATIONS
            .iter()
            .map(|r| r.questions(&world).len())
            .collect();
        assert_eq!(counts, [28, 28, 14, 40, 40, 48, 48]);
        for relation in &RELATIONS {
            for q in relation.questions(&world) {
                assert_eq!(
                    q.prompt.split(' ').filter(|w| *w == q.subject).count(),
                    1,
                    "{}",
                    q.prompt
                );
            }
        }
    }
}
