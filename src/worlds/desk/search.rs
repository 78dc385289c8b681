//! The tool `search`: BM25 over the library, in the language of the run.

use serde_json::{Value, json};

use super::library::Note;
use crate::lesson::Lang;
use crate::worlds::bm25::Index;

/// The `k` best notes: `{"count": 1, "notes": [{"id": "n07", "date": .., "title": .., "text": ..}]}`. None found is a fact that the
/// result states in words, not a failure (fault A21).
pub(super) fn search(library: &[Note], question: &str, k: usize, lang: Lang) -> Value {
    let texts: Vec<String> = library
        .iter()
        .map(|note| format!("{} {}", note.title.get(lang), note.text.get(lang)))
        .collect();
    let hits = Index::new(&texts).search(question, k);
    let notes: Vec<Value> = hits
        .iter()
        .map(|hit| {
            let note = &library[hit.document];
            json!({
                "id": format!("n{:02}", hit.document + 1),
                "date": note.date,
                "title": note.title.get(lang),
                "text": note.text.get(lang),
            })
        })
        .collect();
    if notes.is_empty() {
        let fact = match lang {
            Lang::En => "0 notes match",
            Lang::ZhHant => "沒有符合的筆記（0 則）",
        };
        return json!({"count": 0, "notes": [], "fact": fact});
    }
    json!({"count": notes.len(), "notes": notes})
}

#[cfg(test)]
mod tests {
    use super::super::library::library;
    use super::*;

    #[test]
    fn the_same_question_in_both_languages_finds_the_same_note_first() {
        for (en, zh, id) in [
            ("how high is the lighthouse", "燈塔有多高", "n01"),
            ("cat of the harbour", "港口的貓", "n19"),
            ("how deep is Moss Lake", "苔湖有多深", "n13"),
            ("printer code", "印表機代碼", "n31"),
            ("dumplings", "水餃", "n37"),
            ("Ines Wu", "吳伊內", "n24"),
        ] {
            for (question, lang) in [(en, Lang::En), (zh, Lang::ZhHant)] {
                let found = search(&library(), question, 3, lang);
                assert_eq!(found["notes"][0]["id"], id, "{question}: {found}");
            }
        }
    }

    #[test]
    fn nothing_found_is_said_as_a_fact() {
        for (question, lang) in [("zebra", Lang::En), ("斑馬", Lang::ZhHant)] {
            let found = search(&library(), question, 5, lang);
            assert_eq!(found["count"], 0);
            assert!(found["fact"].as_str().unwrap().contains('0'));
        }
    }
}
