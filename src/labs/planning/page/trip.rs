//! First tab, one shop to look at: its items, the plan of a policy, what is wrong with it, and what happens when it is carried out.

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::planning::config::{LIMIT, SLACK, SLOTS, STOCKOUT, exact};
use crate::labs::planning::policy::{Policy, plan};
use crate::labs::planning::shop::{Check, ITEMS, Plan, Shop};
use crate::labs::planning::surprise::{Answer, Event, carry_out, stock};
use crate::lesson::{Lang, Text, text};
use crate::plot::grouped;
use crate::ui::{Choice, Options, Select, Spacing, say, t};

const POLICY: Text = text("How the plan is made", "怎麼做計畫");
const POLICY_ABOUT: Text = text(
    "Rules of ours, no language model. The trip needs one item in each slot.",
    "都是我們寫的規則，不是語言模型。行程的每一格都要選一樣東西。",
);
const ANSWER: Text = text("When something is out of stock", "缺貨的時候");
const SLOTS_ROW: Row = Row {
    control: "slots",
    name: text("Slots D", "格數 D"),
    about: text("Each has six items to choose from.", "每一格有六樣東西可選。"),
    range: SLOTS,
    spacing: Spacing::Even,
    read: |c| f32::from(c.slots),
    write: |c, v| c.slots = v as u8,
};
const SLACK_ROW: Row = Row {
    control: "slack",
    name: text("Budget, in cheapest plans", "預算（最便宜計畫的倍數）"),
    about: text("The cheapest plan that keeps the rule costs 1.", "符合規則的最便宜計畫是 1。"),
    range: SLACK,
    spacing: Spacing::Even,
    read: |c| c.slack,
    write: |c, v| c.slack = v as f32,
};
const LIMIT_ROW: Row = Row {
    control: "limit",
    name: text("Nodes a search may look at", "搜尋最多看幾個節點"),
    about: text("Its time to think. Then it hands in nothing.", "也就是思考的時間。用完就交不出計畫。"),
    range: LIMIT,
    spacing: Spacing::Ratio,
    read: |c| c.limit as f32,
    write: |c, v| c.limit = v.round() as u32,
};
const STOCKOUT_ROW: Row = Row {
    control: "stockout",
    name: text("Items out of stock p", "缺貨比例 p"),
    about: text(
        "Nobody knows which before it is to be bought.",
        "要買的時候才知道哪些缺貨。",
    ),
    range: STOCKOUT,
    spacing: Spacing::Even,
    read: |c| c.stockout,
    write: |c, v| c.stockout = v as f32,
};
const SHOP: Text = text("The shop: tag, price, rating", "商店：標籤、價格、評分");
const SLOT: Text = text("slot", "格");
const VERDICT: Text = text("The plan against its constraints", "計畫是否符合限制");
const STORY: Text = text(
    "Carried out: the plan of the search, item by item",
    "實際執行：把搜尋得到的計畫一樣一樣買下來",
);
const TAGS: [&str; 2] = ["a", "b"];

/// One shop with its plan, for the choices as they stand.
#[derive(Clone, PartialEq)]
struct Look {
    shop: Shop,
    plan: Option<Plan>,
    nodes: u64,
    check: Check,
    events: Vec<Event>,
    done: bool,
}

pub(super) fn view(lab: Lab) -> AnyView {
    let look = Memo::new(move |_| {
        let c = lab.chosen.get();
        let seed = u64::from(c.seed) << 32;
        let shop = Shop::new(c.slots.into(), exact(c.slack), seed);
        let (plan, nodes) = plan(&shop, c.policy, c.limit.into());
        let check = Check::new(&shop, plan.as_deref());
        let (events, done) = carry_out(&shop, &stock(c.slots.into(), exact(c.stockout), seed), c.answer);
        Look { shop, plan, nodes, check, events, done }
    });
    let policies = Policy::ALL.map(|policy| Choice::new(policy.id(), policy.name())).to_vec();
    let answers = Answer::ALL.map(|answer| Choice::new(answer.id(), answer.name())).to_vec();
    let policy = Signal::derive(move || lab.chosen.config.with(|c| c.policy.id().to_string()));
    let answer = Signal::derive(move || lab.chosen.config.with(|c| c.answer.id().to_string()));
    let choose_policy = move |value: String| {
        if let Some(policy) = Policy::ALL.into_iter().find(|own| own.id() == value) {
            lab.chosen.change(|c| c.policy = policy);
        }
    };
    let choose_answer = move |value: String| {
        if let Some(answer) = Answer::ALL.into_iter().find(|own| own.id() == value) {
            lab.chosen.change(|c| c.answer = answer);
        }
    };
    let heads = (1..=ITEMS).map(|item| view! { <th scope="col">{item.to_string()}</th> }).collect_view();
    view! {
        <div class="controls">
            <Select control="policy" name=POLICY about=POLICY_ABOUT choices=Signal::stored(policies) value=policy on_change=choose_policy />
            {SLOTS_ROW.view(lab)}
            {SLACK_ROW.view(lab)}
            {LIMIT_ROW.view(lab)}
        </div>
        <p class="control-name">{t(SHOP)}</p>
        <div class="table-box" tabindex="0" role="region" aria-label=t(SHOP)>
            <table class="table" data-output="shop">
                <thead><tr><th scope="col">{t(SLOT)}</th>{heads}</tr></thead>
                <tbody>{move || look.with(rows)}</tbody>
            </table>
        </div>
        {lab.next_seed("act-seed")}
        <p class="control-name">{t(VERDICT)}</p>
        <ul class="verdict" data-output="verdict">{move || look.with(|look| verdict(look, lab.lang()))}</ul>
        <div class="controls">{STOCKOUT_ROW.view(lab)}</div>
        <Options control="answer" name=ANSWER choices=Signal::stored(answers) value=answer on_change=choose_answer />
        <p class="control-name">{t(STORY)}</p>
        <div class="program-log" tabindex="0" role="group" aria-label=t(STORY)>
            <ol data-output="story">{move || look.with(|look| story(look, lab.lang()))}</ol>
        </div>
    }
    .into_any()
}

/// The items; those of the plan are marked.
fn rows(look: &Look) -> AnyView {
    let row = |(slot, items): (usize, &[crate::labs::planning::shop::Item; ITEMS])| {
        let cells = items.iter().enumerate().map(|(at, item)| {
            let chosen = look.plan.as_ref().is_some_and(|plan| plan.get(slot) == Some(&at));
            let words = [TAGS[usize::from(item.tag) % TAGS.len()], " ", &item.price.to_string(), " \u{2605}", &item.rating.to_string()].concat();
            match chosen {
                true => view! { <td><span class="program-slot is-changed">"\u{2713} "{words}</span></td> }.into_any(),
                false => view! { <td>{words}</td> }.into_any(),
            }
        });
        view! { <tr><th scope="row">{(slot + 1).to_string()}</th>{cells.collect_view()}</tr> }
    };
    look.shop.slots.iter().enumerate().map(row).collect_view().into_any()
}

/// Each constraint in words, and why the plan fails where it does.
fn verdict(look: &Look, lang: Lang) -> AnyView {
    let nodes = grouped(look.nodes as f64, 0);
    let mut lines = Vec::new();
    let check = look.check;
    match &look.plan {
        None => lines.push(say(
            lang,
            || "\u{2717} No plan: the search had looked at as many nodes as it may before it was done. What it had found by then it does not know to be the best.".into(),
            || "\u{2717} 沒有計畫：搜尋看的節點到了上限，還沒看完，不知道手上的是不是最好的。".into(),
        )),
        Some(plan) => {
            let (price, budget) = (look.shop.price(plan), look.shop.budget);
            lines.push(say(lang, || format!("\u{2713} delivered, after {nodes} nodes"), || format!("\u{2713} 交出了計畫，看了 {nodes} 個節點")));
            let (kept, pairs) = (check.kept, check.pairs);
            let mark = if kept == pairs { "\u{2713}" } else { "\u{2717}" };
            lines.push(say(
                lang,
                || format!("{mark} common sense: {kept} of {pairs} pairs of neighbours have different tags"),
                || format!("{mark} 常識：{pairs} 對鄰居裡有 {kept} 對標籤不同"),
            ));
            let mark = if check.affordable { "\u{2713}" } else { "\u{2717}" };
            lines.push(say(lang, || format!("{mark} budget: costs {price} of {budget}"), || format!("{mark} 預算：花 {price}，上限 {budget}")));
        }
    }
    let pass = check.passes();
    lines.push(
        match pass {
            true => text("\u{2713} final pass", "\u{2713} 全部通過"),
            false => text("\u{2717} no final pass", "\u{2717} 沒有全部通過"),
        }
        .get(lang)
        .into(),
    );
    lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view().into_any()
}

fn story(look: &Look, lang: Lang) -> AnyView {
    let line = |event: &Event| match *event {
        Event::Bought { slot, item } => {
            let (slot, item) = (slot + 1, item + 1);
            say(lang, || format!("slot {slot}: item {item} bought"), || format!("第 {slot} 格：買下第 {item} 樣"))
        }
        Event::OutOfStock { slot, item } => {
            let (slot, item) = (slot + 1, item + 1);
            say(lang, || format!("slot {slot}: item {item} is out of stock"), || format!("第 {slot} 格：第 {item} 樣缺貨"))
        }
        Event::Changed { slot, item } => {
            let (slot, item) = (slot + 1, item + 1);
            say(lang, || format!("slot {slot}: item {item} instead"), || format!("第 {slot} 格：改成第 {item} 樣"))
        }
        Event::GivenUp { slot } => {
            let slot = slot + 1;
            say(
                lang,
                || format!("\u{2717} slot {slot}: given up, nothing that is left fits what is bought, the rule and the money"),
                || format!("\u{2717} 第 {slot} 格：放棄，剩下的都不合已買的東西、規則或預算"),
            )
        }
    };
    let mut lines: Vec<String> = look.events.iter().map(line).collect();
    if look.done {
        lines.push(text("\u{2713} the trip is complete", "\u{2713} 行程完成").get(lang).into());
    }
    lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view().into_any()
}
