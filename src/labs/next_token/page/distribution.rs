//! Widget `distribution`: what could come next, before and after the settings, and where the die fell.

use std::sync::Arc;

use leptos::prelude::*;

use super::forks::By;
use super::state::Lab;
use crate::lesson::{Text, text};
use crate::nn::sampling::{Distribution, Filter, draw};
use crate::plot::{Cell, Table, grouped, percent, significant};
use crate::ui::{Bar, BarList, Button, ButtonKind, Figure, Twin, say, t};

const TITLE: Text = text("What could come next", "下一個可能是什麼");
const BEFORE: Text = text("model", "模型");
const AFTER: Text = text("drawn from", "用來抽的");
const TEMPERED: Text = text("after penalty and temperature", "經過懲罰與溫度");
const TOKEN: Text = text("token", "token");
const REMOVED: Text = text("removed by", "被誰移除");
const NEXT: Text = text("Look at what comes next", "看下一個位置");
const CLEAR_HOW: Text = text(
    "Choose a bar to put its token there.",
    "點一條長條，就把那個 token 放上去。",
);
const TOP_K: (char, Text) = ('k', text("top-k", "top-k"));
const TOP_P: (char, Text) = ('p', text("top-p", "top-p"));
const MIN_P: (char, Text) = ('m', text("min-p", "min-p"));
const DICE: Text = text("The throw", "擲出的點");

/// Tokens of the strip that get a place of their own.
const STRIP: usize = 40;

const fn rule(filter: Filter) -> (char, Text) {
    match filter {
        Filter::TopK => TOP_K,
        Filter::TopP => TOP_P,
        Filter::MinP => MIN_P,
    }
}

/// Token ids, the most probable first: by what is drawn from, then after temperature, then by id.
fn order(d: &Distribution) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..d.last.len() as u32).collect();
    let key = |id: u32| {
        (
            d.last[id as usize],
            d.tempered[id as usize],
            d.model[id as usize],
        )
    };
    ids.sort_by(|&a, &b| {
        let ((a1, a2, a3), (b1, b2, b3)) = (key(a), key(b));
        b1.total_cmp(&a1)
            .then(b2.total_cmp(&a2))
            .then(b3.total_cmp(&a3))
            .then(a.cmp(&b))
    });
    ids
}

pub(super) fn view(lab: Lab) -> AnyView {
    // The token that stands at the cursor, and its throw.
    let here = Memo::new(move |_| {
        let at = lab.cursor.get()?;
        lab.forks
            .with(|forks| forks.get(at).map(|node| (node.drawn.token, node.by)))
    });
    let ids = Memo::new(move |_| {
        lab.next
            .with(|next| Arc::new(next.as_ref().map(order).unwrap_or_default()))
    });
    let bars = Memo::new(move |_| {
        let spelling = lab.spelling.get();
        let chosen = here.get().map(|(token, _)| token);
        lab.next.with(|next| {
            let Some(d) = next else {
                return Arc::new(Vec::new());
            };
            let bar = |&id: &u32| Bar {
                key: id,
                label: spelling.show(id),
                before: d.model[id as usize].into(),
                after: d.last[id as usize].into(),
                removed: d.removed[id as usize].map(rule),
                chosen: chosen == Some(id),
            };
            Arc::new(ids.with(|ids| ids.iter().map(bar).collect()))
        })
    });
    let summary = Signal::derive(move || summary(lab, here.get()));
    let table = move |all: bool| {
        let lang = lab.ui.lang.get_untracked();
        let columns = [TOKEN, BEFORE, TEMPERED, AFTER, REMOVED].map(|c| c.get(lang).to_string());
        let spelling = lab.spelling.get_untracked();
        let rows = lab.next.with_untracked(|next| {
            let Some(d) = next else { return Vec::new() };
            let ids = ids.get_untracked();
            let shown = if all { ids.len() } else { ids.len().min(100) };
            let row = |&id: &u32| {
                let at = id as usize;
                let removed = d.removed[at]
                    .map(|f| rule(f).1.get(lang))
                    .unwrap_or_default();
                vec![
                    Cell::Text(spelling.show(id)),
                    Cell::Number(d.model[at].into()),
                    Cell::Number(d.tempered[at].into()),
                    Cell::Number(d.last[at].into()),
                    Cell::Text(removed.into()),
                ]
            };
            ids[..shown].iter().map(row).collect()
        });
        Table {
            columns: columns.to_vec(),
            rows,
        }
    };
    view! {
        <Figure name="distribution" title=TITLE summary twin=Twin::new(table)>
            <p class="lab-removed">{move || filters(lab)}</p>
            <BarList name="next" bars before=BEFORE after=AFTER on_pick=move |token: u32| lab.pick(token) />
            <p class="control-about">{t(CLEAR_HOW)}</p>
            <Strip lab ids here />
            <div prop:hidden=move || here.with(Option::is_none)>
                <Button control="look-next" words=NEXT kind=ButtonKind::Quiet on_press=move |()| lab.cursor.set(None) />
            </div>
        </Figure>
    }
    .into_any()
}

fn summary(lab: Lab, here: Option<(u32, By)>) -> String {
    let lang = lab.lang();
    let spelling = lab.spelling.get();
    let position = lab.cursor.get().map(|at| at + 1);
    lab.next.with(|next| {
        let Some(d) = next else {
            return say(
                lang,
                || "Nothing to show until the model is ready.".into(),
                || "模型準備好之後，這裡會顯示機率。".into(),
            );
        };
        let best = order(d).first().copied().unwrap_or(0);
        let (token, p) = (
            spelling.show(best),
            percent(d.last[best as usize].into(), 1),
        );
        let kept = grouped(d.last.iter().filter(|p| **p > 0.0).count() as f64, 0);
        let all = grouped(d.last.len() as f64, 0);
        let entropy = significant(d.model_entropy.into(), 3);
        let drawn = here.map(|(token, _)| spelling.show(token));
        say(
            lang,
            || {
                let place = match (position, drawn.as_ref()) {
                    (Some(position), Some(drawn)) => {
                        format!("At token {position} of the text, where \u{201c}{drawn}\u{201d} stands. ")
                    }
                    _ => String::new(),
                };
                format!("{place}Most probable is \u{201c}{token}\u{201d} with {p}; {kept} of {all} tokens can be drawn; entropy of the model {entropy} nats.")
            },
            || {
                let place = match (position, drawn.as_ref()) {
                    (Some(position), Some(drawn)) => format!("文字的第 {position} 個 token（「{drawn}」的位置）："),
                    _ => String::new(),
                };
                format!("{place}機率最高的是「{token}」，{p}；{all} 種 token 裡有 {kept} 種可能被抽中；模型的熵是 {entropy} nats。")
            },
        )
    })
}

/// How many tokens each filter has removed, and how much of the mass went with them.
fn filters(lab: Lab) -> Option<String> {
    let lang = lab.lang();
    lab.next.with(|next| {
        let d = next.as_ref()?;
        let mut parts = Vec::new();
        for filter in [Filter::TopK, Filter::TopP, Filter::MinP] {
            let gone = d.removed.iter().zip(&d.tempered).filter(|(r, _)| **r == Some(filter));
            let (count, mass) = gone.fold((0u32, 0.0), |(n, m), (_, p)| (n + 1, m + f64::from(*p)));
            if count > 0 {
                let (letter, name) = rule(filter);
                let (name, mass) = (name.get(lang), percent(mass, 1));
                let count = grouped(f64::from(count), 0);
                parts.push(say(
                    lang,
                    || format!("{letter} = {name} removes {count} tokens with {mass} of the probability"),
                    || format!("{letter} = {name} 拿掉 {count} 個 token，占機率 {mass}"),
                ));
            }
        }
        if parts.is_empty() {
            return None;
        }
        Some(say(
            lang,
            || [&parts.join("; "), ". The rest is scaled up to 1."].concat(),
            || [&parts.join("；"), "。剩下的按比例放大到 1。"].concat(),
        ))
    })
}

/// The kept tokens side by side, each as wide as it is probable, and the throw on them.
#[component]
fn Strip(lab: Lab, ids: Memo<Arc<Vec<u32>>>, here: Memo<Option<(u32, By)>>) -> impl IntoView {
    let throw = move || match here.get() {
        Some((_, By::Dice { throw, .. })) => Some(throw),
        _ => None,
    };
    let per_cent = |share: f64| [&(share * 100.0).to_string(), "%"].concat();
    let segments = move || {
        let spelling = lab.spelling.get();
        lab.next.with(|next| {
            let d = next.as_ref()?;
            let kept = ids.with(|ids| {
                let kept = ids.iter().copied().filter(|id| d.last[*id as usize] > 0.0);
                kept.take(STRIP).collect::<Vec<u32>>()
            });
            Some(
                kept.into_iter()
                    .map(|id| {
                        let p = f64::from(d.last[id as usize]);
                        let name = (p > 0.035).then(|| spelling.show(id));
                        view! { <span class="strip-part" style:width=per_cent(p)><bdi>{name}</bdi></span> }
                    })
                    .collect_view(),
            )
        })
    };
    let words = move || {
        let throw = throw()?;
        let spelling = lab.spelling.get();
        let token = here.get().map(|(token, _)| token)?;
        let now = lab
            .next
            .with(|next| next.as_ref().map(|d| draw(d, throw)))?;
        let (u, fell) = (significant(throw, 4), spelling.show(now));
        let was = spelling.show(token);
        Some(say(
            lab.lang(),
            || {
                if now == token {
                    format!("The die showed {u} (of 0 to 1) and fell on \u{201c}{fell}\u{201d}.")
                } else {
                    format!(
                        "The die showed {u} (of 0 to 1). It fell on \u{201c}{was}\u{201d}; with the settings as they are now it would fall on \u{201c}{fell}\u{201d}."
                    )
                }
            },
            || {
                if now == token {
                    format!("骰子擲出 {u}（0 到 1 之間），落在「{fell}」。")
                } else {
                    format!(
                        "骰子擲出 {u}（0 到 1 之間），當時落在「{was}」；照現在的設定，會落在「{fell}」。"
                    )
                }
            },
        ))
    };
    view! {
        <div class="strip" role="img" aria-label=move || words().unwrap_or_else(|| DICE.get(lab.lang()).into()) prop:hidden=move || throw().is_none()>
            <div class="strip-parts" aria-hidden="true">{segments}</div>
            <span class="strip-mark" aria-hidden="true" style:left=move || per_cent(throw().unwrap_or(0.0))></span>
        </div>
        <p class="lab-facts" data-value="throw" data-raw=move || throw().map(|u| u.to_string())>{words}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_drawn_stands_first_and_equals_keep_the_order_of_their_ids() {
        let d = Distribution {
            model: vec![0.1, 0.4, 0.1, 0.4],
            tempered: vec![0.1, 0.4, 0.1, 0.4],
            removed: vec![None, Some(Filter::TopK), None, None],
            last: vec![0.2, 0.0, 0.2, 0.6],
            model_entropy: 0.0,
            last_entropy: 0.0,
        };
        assert_eq!(order(&d), [3, 0, 2, 1]);
    }
}
