//! The picture of a grid: what is there, what the agent has seen of it, and the way it went.

use leptos::prelude::*;

use crate::agent::{Entry, Event};
use crate::labs::agent_loop::protocol::Map;

/// Length of a cell's side in the picture.
const SIDE: f32 = 20.0;

/// Places that the agent stood on: the start, and each that a `move` says it came to.
pub(super) fn way(start: (u8, u8), entries: &[Entry]) -> Vec<(u8, u8)> {
    let step = |entry: &Entry| match &entry.event {
        Event::Result { name, content, code: None, .. } if name == "move" => moved(content),
        _ => None,
    };
    std::iter::once(start).chain(entries.iter().filter_map(step)).collect()
}

/// `{"moved":true,"at":[x,y]}`; None where it did not move.
fn moved(content: &str) -> Option<(u8, u8)> {
    let squeezed: String = content.chars().filter(|c| !c.is_whitespace()).collect();
    let at = squeezed.strip_prefix("{\"moved\":true,\"at\":[")?;
    let (x, y) = at.split(']').next()?.split_once(',')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

fn middle((x, y): (u8, u8)) -> (f32, f32) {
    (SIDE * (f32::from(x) + 0.5), SIDE * (f32::from(y) + 0.5))
}

pub(super) fn picture(map: &Map, way: &[(u8, u8)], label: String) -> AnyView {
    let width = usize::from(map.width.max(1));
    let height = map.cells.len().div_ceil(width);
    let place = |at: usize| ((at % width) as f32 * SIDE, (at / width) as f32 * SIDE);
    let cell = |(at, sign): (usize, &char)| {
        let (x, y) = place(at);
        let class = match sign {
            '#' => "map-wall",
            'd' | 'o' => "map-door",
            _ => "map-floor",
        };
        let said = match sign {
            '#' | '.' => String::new(),
            'd' => "\u{25ae}".into(),
            'o' => "\u{25af}".into(),
            '^' => "\u{2191}".into(),
            '>' => "\u{2192}".into(),
            'v' => "\u{2193}".into(),
            '<' => "\u{2190}".into(),
            other => other.to_string(),
        };
        let fog = map.seen.get(at) != Some(&true);
        view! {
            <rect class=class x=x y=y width=SIDE height=SIDE></rect>
            {(!said.is_empty()).then(|| view! { <text class="map-sign" x={x + SIDE / 2.0} y={y + SIDE * 0.72}>{said}</text> })}
            {fog.then(|| view! { <path class="map-fog" d=format!("M{x} {} L{} {y} M{} {} L{} {}", y + SIDE / 2.0, x + SIDE / 2.0, x + SIDE / 2.0, y + SIDE, x + SIDE, y + SIDE / 2.0)></path> })}
        }
    };
    let points: Vec<String> = way.iter().map(|&p| middle(p)).map(|(x, y)| format!("{x},{y}")).collect();
    let ((x, y), (fx, fy), (sx, sy)) = (middle(map.at), middle(map.flag), middle(map.start));
    let view_box = format!("-1 -1 {} {}", SIDE * width as f32 + 2.0, SIDE * height as f32 + 2.0);
    view! {
        <svg class="grid-map" role="img" aria-label=label viewBox=view_box>
            {map.cells.iter().enumerate().map(cell).collect_view()}
            <circle class="map-start" cx=sx cy=sy r="4"></circle>
            <polyline class="map-way" points=points.join(" ")></polyline>
            <path class="map-flag" d=format!("M{} {} v-13 l9 4 l-9 4", fx - 3.0, fy + 7.0)></path>
            <circle class="map-agent" cx=x cy=y r="5.5"></circle>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_step_that_moved_is_on_the_way() {
        assert_eq!(moved("{\"moved\":true,\"at\":[3,12]}"), Some((3, 12)));
        assert_eq!(moved("{\"moved\": true, \"at\": [0, 1]}"), Some((0, 1)));
        assert_eq!(moved("{\"moved\":false,\"why\":\"wall\",\"at\":[3,12]}"), None);
    }
}
