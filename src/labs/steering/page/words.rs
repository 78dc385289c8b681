//! Names of directions, their classes and what is done with them.

use crate::data::world::Function;
use crate::labs::steering::functions::FUNCTIONS;
use crate::labs::steering::protocol::{Direction, Operation};
use crate::lesson::{Text, text};

/// In the list of directions.
pub(super) const fn direction(direction: Direction) -> Text {
    match direction {
        Direction::Refusal => text("refusal: harmful minus harmless", "拒絕：有害減無害"),
        Direction::Language => text("language: Chinese minus French", "語言：中文減法文"),
        Direction::Function(f) => in_context(f as usize),
    }
}

const fn in_context(f: usize) -> Text {
    match FUNCTIONS[if f < FUNCTIONS.len() { f } else { 0 }] {
        Function::Category => text("in context: kind of thing", "從例子：種類"),
        Function::Colour => text("in context: colour", "從例子：顏色"),
        Function::Translate(_, 1) => text("in context: English to French", "從例子：英翻法"),
        Function::Translate(..) => text("in context: English to Chinese", "從例子：英翻中"),
        Function::Capital => text("in context: capital", "從例子：首都"),
        Function::Language => text("in context: language of a country", "從例子：國家的語言"),
        Function::Country => text("in context: country of a city", "從例子：城市的國家"),
        Function::City => text("in context: city of a landmark", "從例子：地標的城市"),
        _ => text("in context: opposite", "從例子：相反詞"),
    }
}

/// A function, short.
pub(super) const fn function(f: usize) -> Text {
    match FUNCTIONS[if f < FUNCTIONS.len() { f } else { 0 }] {
        Function::Category => text("kind", "種類"),
        Function::Colour => text("colour", "顏色"),
        Function::Translate(_, 1) => text("English to French", "英翻法"),
        Function::Translate(..) => text("English to Chinese", "英翻中"),
        Function::Capital => text("capital", "首都"),
        Function::Language => text("language of a country", "國家的語言"),
        Function::Country => text("country of a city", "城市的國家"),
        Function::City => text("city of a landmark", "地標的城市"),
        _ => text("opposite", "相反詞"),
    }
}

/// The two classes whose means are subtracted.
pub(super) const fn classes(direction: Direction) -> [Text; 2] {
    match direction {
        Direction::Refusal => [
            text("harmful requests", "有害的請求"),
            text("harmless requests", "無害的請求"),
        ],
        Direction::Language => [
            text("into Chinese", "翻成中文"),
            text("into French", "翻成法文"),
        ],
        Direction::Function(_) => [
            text("lists of this function", "這個函式的例子"),
            text("lists of all nine", "九個函式的例子"),
        ],
    }
}

/// What a text of the class is turned to.
pub(super) const fn turned(direction: usize) -> [Text; 2] {
    match direction {
        0 => [
            text("added, now refused", "加上後改成拒絕"),
            text("subtracted, now helped", "減去後改成幫忙"),
        ],
        _ => [
            text("added, now Chinese", "加上後改成中文"),
            text("subtracted, now French", "減去後改成法文"),
        ],
    }
}

pub(super) const fn operation(operation: Operation) -> Text {
    match operation {
        Operation::Add => text("add", "加上"),
        Operation::Subtract => text("subtract", "減去"),
        Operation::ProjectOut => text("project out", "投影掉"),
        Operation::Affine => text("affine", "仿射"),
    }
}

/// What the operation does, in full.
pub(super) const fn does(operation: Operation) -> Text {
    match operation {
        Operation::Add => text(
            "Adds the vector, times the strength, to the last position in this layer: towards the first class.",
            "在這一層的最後一個位置加上「強度乘以向量」：推向第一類。",
        ),
        Operation::Subtract => text(
            "Subtracts the vector, times the strength, from the last position in this layer: towards the second class.",
            "在這一層的最後一個位置減去「強度乘以向量」：推向第二類。",
        ),
        Operation::ProjectOut => text(
            "Takes this layer\u{2019}s direction out of the stream in every layer at every position. At strength 1 nothing of it is left.",
            "在每一層、每個位置，都把這一層算出的方向拿掉。強度 1 時一點都不剩。",
        ),
        Operation::Affine => text(
            "From this layer on, at the last position: sets the part along the direction to what the second class has on average. Strength 1 goes all the way.",
            "從這一層起，在最後一個位置：把沿著這個方向的分量，設成第二類的平均。強度 1 是完全設定。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_direction_and_operation_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Direction::all().into_iter().flat_map(|d| [direction(d).en, direction(d).zh]).collect();
        names.extend(Operation::ALL.into_iter().flat_map(|o| [operation(o).en, operation(o).zh]));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(Direction::all().into_iter().all(|d| Direction::of_key(d.key()) == Some(d)));
    }
}
