//! Labs that are on the map but do not work yet. A lab that works leaves this list and joins `labs!`.

use super::Planned;
use crate::lesson::{Text, text};

const fn planned(id: &'static str, lecture: u8, title: Text, question: Text) -> Planned {
    Planned {
        id,
        lecture,
        title,
        question,
    }
}

/// In the order of the home page within each lecture.
pub static PLANNED: &[Planned] = &[
    planned(
        "depth-and-length",
        1,
        text("Deep enough, or long enough", "深度不夠，長度來湊"),
        text(
            "If a model has too few layers for a task, can it write its way to the answer?",
            "模型的層數不夠解一個問題時，多寫幾步就能算出答案嗎？",
        ),
    ),
    planned(
        "forgetting",
        1,
        text("Learning, forgetting, merging", "學新忘舊，再合起來"),
        text(
            "What does a model lose when it learns something new, and can two models be added?",
            "模型學會新東西時，忘掉了什麼？兩個模型可以相加嗎？",
        ),
    ),
    planned(
        "cnn",
        4,
        text("Fewer parameters by sharing", "共用參數的 CNN"),
        text(
            "Why does a convolution need so much less than a fully connected layer?",
            "為什麼卷積需要的參數比全連接少這麼多？",
        ),
    ),
    planned(
        "residual",
        4,
        text("The motorway through the layers", "貫穿各層的高速公路"),
        text(
            "Why can a deep network not be trained without shortcuts?",
            "沒有殘差連接，深的網路為什麼訓練不起來？",
        ),
    ),
    planned(
        "speed",
        4,
        text("What a GPU loves", "GPU 喜歡什麼"),
        text(
            "How fast is a matrix product on your own machine, and when does a GPU pay off?",
            "矩陣乘法在你的電腦上有多快？GPU 什麼時候才划算？",
        ),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::LABS;

    #[test]
    fn every_id_is_on_the_map_once_and_every_lecture_exists() {
        let mut ids: Vec<&str> = PLANNED
            .iter()
            .map(|lab| lab.id)
            .chain(LABS.iter().map(|lab| lab.id))
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(PLANNED.iter().all(|lab| (1..=4).contains(&lab.lecture)));
    }

    #[test]
    fn both_languages_say_something_of_their_own() {
        for text in PLANNED.iter().flat_map(|lab| [lab.title, lab.question]) {
            assert!(
                !text.en.is_empty() && !text.zh.is_empty() && text.en != text.zh,
                "{text:?}"
            );
        }
    }
}
