//! The predictions of the lesson, and what settles each: numbers of what the reader looked at, never a stored answer.

use super::protocol::View;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("first-layer", &["answer-layer"]),
    ("writer", &["attention-part", "mlp-part"]),
];

/// The layer from which on a view's last position says what the model says in the end; 0 is the embedding.
pub fn answer_layer(view: &View) -> Option<u32> {
    let width = view.tokens.len();
    let top = |layer: usize| {
        let cell = view.cells.get(layer * width + width.checked_sub(1)?)?;
        cell.top.first().map(|(word, _)| *word)
    };
    let layers = view.layers as usize;
    let end = top(layers.checked_sub(1)?)?;
    let first = (0..layers).rev().take_while(|layer| top(*layer) == Some(end)).last()?;
    Some(first as u32)
}

/// What all heads and what all MLPs add to the difference of the two watched words.
pub fn written(view: &View) -> Option<(f64, f64)> {
    let heads = view.heads as usize;
    let blocks = view.parts.get(1..).filter(|rest| !rest.is_empty())?;
    let (mut attention, mut mlp) = (0.0, 0.0);
    for block in blocks.chunks_exact(heads + 1) {
        attention += block[..heads].iter().map(|x| f64::from(*x)).sum::<f64>();
        mlp += f64::from(block[heads]);
    }
    Some((attention, mlp))
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
}

/// The answer of what was looked at to this card: on the default prompt's kind of question, with trained weights only.
pub fn truth(guess: &str, view: &View) -> Option<Truth> {
    match guess {
        "first-layer" => Some(Truth::Choice(match answer_layer(view)? {
            0..=1 => "start",
            2..=5 => "middle",
            _ => "end",
        })),
        "writer" => {
            let (attention, mlp) = written(view)?;
            Some(Truth::Choice(if attention > mlp { "attention" } else { "mlp" }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::protocol::Cell;
    use super::*;

    fn view(tops: &[u32], parts: Vec<f32>) -> View {
        let cell = |word: &u32| Cell {
            top: vec![(*word, 0.9)],
            entropy: 0.1,
            divergence: 0.1,
            watched: vec![],
        };
        View {
            tokens: vec![0],
            layers: tops.len() as u32,
            cells: tops.iter().map(cell).collect(),
            watched: vec![1, 2],
            parts,
            difference: 0.0,
            heads: 2,
            step: 900,
        }
    }

    #[test]
    fn the_answer_s_layer_is_where_it_stays_on_top() {
        assert_eq!(answer_layer(&view(&[7, 3, 5, 3, 3], vec![])), Some(3));
        assert_eq!(answer_layer(&view(&[3, 3], vec![])), Some(0));
        assert_eq!(answer_layer(&view(&[], vec![])), None);
    }

    #[test]
    fn every_card_can_come_out_each_way() {
        let first = |tops: &[u32]| truth("first-layer", &view(tops, vec![]));
        assert_eq!(first(&[3, 3, 3, 3, 3, 3, 3]), Some(Truth::Choice("start")));
        assert_eq!(first(&[1, 1, 1, 1, 3, 3, 3]), Some(Truth::Choice("middle")));
        assert_eq!(first(&[1, 1, 1, 1, 1, 1, 3]), Some(Truth::Choice("end")));
        let writer = |parts: Vec<f32>| truth("writer", &view(&[1], parts));
        assert_eq!(writer(vec![9.0, 1.0, 1.0, 0.5]), Some(Truth::Choice("attention")));
        assert_eq!(writer(vec![9.0, 1.0, 1.0, 2.5]), Some(Truth::Choice("mlp")));
        assert_eq!(writer(vec![]), None);
        assert_eq!(truth("no card", &view(&[1], vec![])), None);
    }
}
