//! The lesson cut for the tabs: each part begins with the heading of something to do.

use crate::labs::memory::LESSON;
use crate::lesson::{Block, Lesson};

/// Stretches of the one lesson.
pub(super) struct Split {
    pub before: &'static Lesson,
    pub tabs: [&'static Lesson; 3],
    pub after: &'static Lesson,
}

fn begins(block: &Block, step: &str) -> bool {
    let heading = ["<h2 class=\"step-", step, "\""].concat();
    matches!(block, Block::Html(html) if html.starts_with(&heading))
}

/// Which of the things to do begin a part: the first part has two.
const BEGIN: [usize; 3] = [0, 2, 3];

/// Where the three parts begin, and where the last one ends. A test holds the lessons to this shape.
fn cuts() -> [usize; 4] {
    let starts = |step: &str| {
        let all = LESSON.en.iter().enumerate();
        all.filter(|(_, block)| begins(block, step)).map(|(i, _)| i).collect::<Vec<_>>()
    };
    let (parts, end) = (starts("do"), starts("break"));
    let all = LESSON.en.len();
    let [a, b, c] = BEGIN.map(|i| parts.get(i).copied().unwrap_or(all));
    [a, b, c, end.first().copied().unwrap_or(all)]
}

/// The lesson in its stretches; a few words for each visit, for as long as the tab.
pub(super) fn split() -> Split {
    let [a, b, c, d] = cuts();
    let part = |from: usize, to: usize| -> &'static Lesson {
        let cut = |blocks: &'static [Block]| blocks.get(from..to.min(blocks.len())).unwrap_or_default();
        Box::leak(Box::new(Lesson {
            en: cut(LESSON.en),
            zh: cut(LESSON.zh),
        }))
    };
    Split {
        before: part(0, a),
        tabs: [part(a, b), part(b, c), part(c, d)],
        after: part(d, usize::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widgets(lesson: &Lesson) -> Vec<&'static str> {
        let id = |block: &Block| match block {
            Block::Widget { id } => Some(*id),
            _ => None,
        };
        lesson.en.iter().filter_map(id).collect()
    }

    #[test]
    fn the_lesson_is_cut_into_three_and_each_tab_its_own_widgets() {
        let cuts = cuts();
        assert!(cuts.is_sorted_by(|a, b| a < b), "{cuts:?}");
        let split = split();
        assert_eq!(split.tabs.map(widgets), [vec!["read", "brain"], vec!["learn"], vec!["diary", "answers"]]);
        assert!(widgets(split.before).is_empty() && widgets(split.after).is_empty());
        let length = |lesson: &Lesson| (lesson.en.len(), lesson.zh.len());
        let all = split.tabs.into_iter().chain([split.before, split.after]).map(length);
        let all = all.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        assert_eq!(all, (LESSON.en.len(), LESSON.zh.len()), "nothing is lost between the stretches");
    }
}
