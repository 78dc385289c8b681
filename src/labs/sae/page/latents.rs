//! Widget `latents`: all of them in a table that can be sorted, each with the concept that it tells best.

use leptos::prelude::*;

use super::state::{Lab, concept};
use crate::labs::sae::concepts::Family;
use crate::labs::sae::protocol::{Latent, Report};
use crate::lesson::{Text, text};
use crate::plot::{grouped, percent};
use crate::ui::{Button, ButtonKind, Choice, Select, Words, say, t};

const SORT: Text = text("Sort by", "排序");
const SORT_ABOUT: Text = text(
    "Dead latents always come last.",
    "死掉的 latent 一律排在最後。",
);
const BY_F1: Text = text("F1 of the best concept", "最佳概念的 F1");
const BY_ON: Text = text("how often it is on", "多常亮");
const BY_NUMBER: Text = text("number", "編號");
const NUMBER: Text = text("latent", "latent");
const CONCEPT: Text = text("best concept", "最佳概念");
const FAMILY: Text = text("family", "類別");
const TESTED: Text = text("F1, tested", "F1（測試）");
const CHOSEN: Text = text("F1, choosing", "F1（挑選）");
const ON: Text = text("on", "亮的比例");
const TABLE: Text = text("Latents", "latent 列表");
const EMPTY: Text = text(
    "The table fills when the run above has scored its latents.",
    "上面的執行評完分數，這裡就會列出 latent。",
);
const DEAD: Text = text("dead", "死掉");

pub(super) fn view(lab: Lab) -> AnyView {
    let sort = RwSignal::new(String::from("f1"));
    let latents = Memo::new(move |_| {
        lab.bench
            .told(|r: &Report| Some(r.latents.clone()))
            .unwrap_or_default()
    });
    let rows = move || {
        let latents = latents.get();
        let mut order: Vec<usize> = (0..latents.len()).collect();
        let key = |l: &Latent| match sort.get().as_str() {
            "f1" => f64::from(l.tested),
            "on" => f64::from(l.on),
            _ => 0.0,
        };
        // Stable: equals by number.
        order.sort_by(|a, b| {
            let dead = |i: &usize| latents[*i].on == 0.0;
            dead(a)
                .cmp(&dead(b))
                .then(key(&latents[*b]).total_cmp(&key(&latents[*a])))
        });
        order
            .into_iter()
            .map(|i| row(lab, i, latents[i]))
            .collect_view()
    };
    let note = move || {
        let lang = lab.lang();
        let (all, dead, good) = latents.with(|l| {
            let count = |of: &dyn Fn(&Latent) -> bool| l.iter().filter(|l| of(l)).count();
            (l.len(), count(&|l| l.on == 0.0), count(&|l| l.tested > 0.8))
        });
        if all == 0 {
            return EMPTY.get(lang).into();
        }
        say(
            lang,
            || {
                format!(
                    "{good} of {all} latents tell a concept with F1 above 0.8; {dead} are dead."
                )
            },
            || {
                format!(
                    "{all} 個 latent 裡，{good} 個能以高於 0.8 的 F1 分辨某個概念；{dead} 個死掉。"
                )
            },
        )
    };
    let choices = vec![
        Choice::new("f1", BY_F1),
        Choice::new("on", BY_ON),
        Choice::new("number", BY_NUMBER),
    ];
    view! {
        <Select control="sort" name=SORT about=SORT_ABOUT choices=Signal::stored(choices) value=sort on_change=move |v: String| sort.set(v) />
        <p class="lab-facts">{note}</p>
        <div class="table-box is-long" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="latents">
                <thead><tr><th scope="col">{t(NUMBER)}</th><th scope="col">{t(CONCEPT)}</th><th scope="col">{t(FAMILY)}</th><th scope="col" class="is-number">{t(TESTED)}</th><th scope="col" class="is-number">{t(CHOSEN)}</th><th scope="col" class="is-number">{t(ON)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, i: usize, latent: Latent) -> AnyView {
    let lang = lab.lang();
    let of = usize::from(latent.concept);
    let name = if latent.on == 0.0 {
        DEAD.get(lang).to_owned()
    } else {
        concept(of, lang)
    };
    let family = if latent.on == 0.0 {
        ""
    } else {
        Family::of(of).name().get(lang)
    };
    let chosen = move || lab.latent.get() == Some(i as u32);
    view! {
        <tr data-latent=i data-concept=of data-f1=latent.tested.to_string() aria-current=move || chosen().then_some("true")>
            <td><Button control="pick" words=Words::from(Signal::stored(["#", &i.to_string()].concat())) kind=ButtonKind::Quiet
                on_press=move |()| lab.chosen.change(|c| c.latent = i as u16) /></td>
            <th scope="row">{name}</th>
            <td>{family}</td>
            <td class="is-number">{grouped(latent.tested.into(), 2)}</td>
            <td class="is-number">{grouped(latent.chosen.into(), 2)}</td>
            <td class="is-number">{percent(latent.on.into(), 2)}</td>
        </tr>
    }
    .into_any()
}
