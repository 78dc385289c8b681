//! Widget `map`: the content words on a plane, each as the letter of its class, the chosen word and its neighbours by name.

use leptos::prelude::*;

use super::labels::Labels;
use super::state::Lab;
use crate::labs::embeddings::config::{ACROSS, SEED, UP};
use crate::labs::embeddings::words::Class;
use crate::lesson::{Text, text};
use crate::plot::{Anchor, Cell, Ink, Mark, Role, Scene, Shape, Table, percent};
use crate::ui::{Choice, Format, LiveNumber, NumberField, Options, SceneFigure, Slider, say, t};

const TITLE: Text = text("The content words on a plane", "內容詞在一個平面上");
const AXES: Text = text("Plane", "平面");
const PRINCIPAL: Text = text("principal axes", "主成分");
const RANDOM: Text = text("two random directions", "兩個隨機方向");
const ACROSS_NAME: Text = text("Axis across", "橫軸");
const UP_NAME: Text = text("Axis up", "縱軸");
const AXIS_ABOUT: Text = text(
    "Which principal axis, by variance: 1 has most.",
    "用第幾個主成分；1 的變異最大。",
);
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text("Draws the two random directions.", "決定兩個隨機方向。");
const RANDOM_ONLY: Text = text("The plane is random now.", "現在用的是隨機平面。");
const PRINCIPAL_ONLY: Text = text("The plane has principal axes now.", "現在用的是主成分。");
const SHOWN: Text = text("variance on this plane", "這個平面上的變異");
pub(super) const SHOWN_FROM: Text = text(
    "Share of the variance of the 278 content words along the two axes of the map.",
    "278 個內容詞的變異，落在這張圖兩個軸上的比例。",
);
const PURITY: Text = text("neighbours of one kind, on this plane", "這個平面上，鄰居同類");
pub(super) const PURITY_FROM: Text = text(
    "Share of the 278 content words whose nearest point on this map is a word of the same class.",
    "278 個內容詞裡，圖上最近的點是同類詞的比例。",
);
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const WORD: Text = text("word", "詞");
const CLASS: Text = text("class", "類別");
const X: Text = text("across", "橫");
const Y: Text = text("up", "縱");

/// Colours; the letters tell apart what shares one.
const ROLES: [Role; 9] = [
    Role::Fifth,
    Role::First,
    Role::Third,
    Role::Sixth,
    Role::Fourth,
    Role::Residual,
    Role::Second,
    Role::Control,
    Role::Training,
];

pub(super) fn view(lab: Lab) -> AnyView {
    let random = lab.chosen.pick(|c| c.random);
    let value = Signal::derive(move || String::from(if random.get() { "random" } else { "principal" }));
    let across = lab.chosen.pick(|c| f64::from(c.across));
    let up = lab.chosen.pick(|c| f64::from(c.up));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let is_random = Signal::derive(move || random.get().then(|| String::from(RANDOM_ONLY.get(lab.lang()))));
    let is_principal = move || (!random.get()).then(|| PRINCIPAL_ONLY.get(lab.lang()));
    let scene = Callback::new(move |width| scene(lab, width));
    let shown = Memo::new(move |_| shown(lab));
    let purity = Memo::new(move |_| purity(lab));
    view! {
        <Options control="axes" name=AXES choices=Signal::stored(vec![Choice::new("principal", PRINCIPAL), Choice::new("random", RANDOM)]) value
            on_change=move |value: String| lab.chosen.change(|c| c.random = value == "random") />
        <SceneFigure name="map" title=TITLE summary=Signal::derive(move || summary(lab)) scene table=Signal::derive(move || table(lab)) />
        {legend(lab)}
        <div class="controls">
            <Slider control="across" name=ACROSS_NAME about=AXIS_ABOUT limits=ACROSS.into() value=across blocked=is_random on_change=move |value: f64| lab.chosen.change(|c| c.across = value as u8) />
            <Slider control="up" name=UP_NAME about=AXIS_ABOUT limits=UP.into() value=up blocked=is_random on_change=move |value: f64| lab.chosen.change(|c| c.up = value as u8) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </div>
        <p class="control-about">{is_principal}</p>
        <dl class="run-facts">
            <div><dt>{t(SHOWN)}</dt><dd><LiveNumber name="variance-plane" value=shown format=Format::Percent(1) from=SHOWN_FROM /></dd></div>
            <div><dt>{t(PURITY)}</dt><dd><LiveNumber name="purity-plane" value=purity format=Format::Percent(1) from=PURITY_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn shown(lab: Lab) -> Option<f64> {
    lab.plane.with(|plane| plane.as_ref().map(|p| f64::from(p.share[0]) + f64::from(p.share[1])))
}

pub(super) fn purity(lab: Lab) -> Option<f64> {
    lab.plane.with(|plane| plane.as_ref().map(|p| p.purity.share()))
}

fn role(class: Class) -> Role {
    let at = Class::ALL.iter().position(|c| *c == class).unwrap_or(0);
    ROLES[at]
}

fn legend(lab: Lab) -> AnyView {
    let entry = |class: Class| {
        let name = move || class.name().get(lab.lang());
        let letter = ["map-letter ", role(class).class()].concat();
        view! { <li><span class=letter>{class.letter()}</span>" "{name}</li> }
    };
    let entries = Class::ALL.into_iter().map(entry).collect_view();
    view! { <ul class="map-legend" data-output="classes">{entries}</ul> }.into_any()
}

fn write(marks: &mut Vec<Mark>, words: &str, x: f32, y: f32, anchor: Anchor, ink: Ink) {
    let text = words.into();
    let shape = Shape::Text {
        text,
        x,
        y,
        anchor,
        upward: false,
    };
    marks.push(Mark { shape, ink });
}

/// Both axes to one scale: a distance is the same in all directions.
fn scene(lab: Lab, width: f32) -> Scene {
    let height = (0.9 * width).clamp(260.0, 560.0);
    let mut scene = Scene {
        width,
        height,
        marks: Vec::new(),
    };
    let Some(plane) = lab.plane.get() else {
        return scene;
    };
    let (mut wide, mut high) = (f32::MIN_POSITIVE, f32::MIN_POSITIVE);
    for [x, y] in &plane.points {
        (wide, high) = (wide.max(x.abs()), high.max(y.abs()));
    }
    let unit = ((width / 2.0 - 28.0) / wide).min((height / 2.0 - 16.0) / high);
    let place = |[x, y]: [f32; 2]| (width / 2.0 + x * unit, height / 2.0 - y * unit);
    let marks = &mut scene.marks;
    for points in [
        vec![(0.0, height / 2.0), (width, height / 2.0)],
        vec![(width / 2.0, 0.0), (width / 2.0, height)],
    ] {
        let shape = Shape::Path {
            points,
            closed: false,
        };
        marks.push(Mark {
            shape,
            ink: Ink::GRID,
        });
    }
    // The chosen word and those of its neighbours that are on the map.
    let near = lab.near.get();
    let named: Vec<u32> = near.as_ref().map_or_else(Vec::new, |near| {
        let others = near.near.iter().map(|(id, _)| *id).take(5);
        std::iter::once(near.word).chain(others).collect()
    });
    let content = lab.content.get_value();
    let at = |id: u32| {
        let i = content.iter().position(|word| word.id == id)?;
        plane.points.get(i).map(|point| place(*point))
    };
    if let Some(centre) = named.first().and_then(|id| at(*id)) {
        for other in named.iter().skip(1).filter_map(|id| at(*id)) {
            let shape = Shape::Path {
                points: vec![centre, other],
                closed: false,
            };
            marks.push(Mark {
                shape,
                ink: Ink::thin(Role::Treatment),
            });
        }
    }
    for (word, point) in content.iter().zip(&plane.points) {
        if !named.contains(&word.id) {
            let (x, y) = place(*point);
            write(marks, word.class.letter(), x, y, Anchor::Middle, Ink::name(role(word.class)));
        }
    }
    let points: Vec<(f32, f32)> = named.iter().filter_map(|id| at(*id)).collect();
    let mut labels = Labels::new(width, height, &points);
    for id in &named {
        let Some((x, y)) = at(*id) else { continue };
        let shape = Shape::Circle { x, y, radius: 4.0 };
        let first = named.first() == Some(id);
        let ink = if first { Ink::point(Role::Treatment) } else { Ink::ring(Role::Treatment) };
        marks.push(Mark { shape, ink });
        let name = lab.word(*id);
        let (anchor, x, y) = labels.put(name, x, y);
        write(marks, name, x, y, anchor, Ink::AXIS_NAME);
    }
    scene
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (Some(shown), Some(purity)) = (shown(lab), purity(lab)) else {
        return EMPTY.get(lang).into();
    };
    let (shown, purity) = (percent(shown, 1), percent(purity, 0));
    say(
        lang,
        || format!("The two axes show {shown} of the variance; for {purity} of the words the nearest point is of the same class. Both axes have one scale, in units of the embedding."),
        || format!("兩個軸呈現 {shown} 的變異；{purity} 的詞，最近的點是同類。兩軸用同一個比例，單位與嵌入相同。"),
    )
}

fn table(lab: Lab) -> Table {
    let lang = lab.lang();
    let points = lab.plane.with(|plane| plane.as_ref().map(|p| p.points.clone())).unwrap_or_default();
    let content = lab.content.get_value();
    let row = |(word, [x, y]): (&crate::labs::embeddings::words::Word, &[f32; 2])| {
        vec![
            Cell::Text(lab.word(word.id).into()),
            Cell::Text(word.class.name().get(lang).into()),
            Cell::Number((*x).into()),
            Cell::Number((*y).into()),
        ]
    };
    Table {
        columns: [WORD, CLASS, X, Y].map(|text| String::from(text.get(lang))).to_vec(),
        rows: content.iter().zip(&points).map(row).collect(),
    }
}
