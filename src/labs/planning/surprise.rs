//! The plan meets the world: an item may be out of stock, which shows only when it is to be bought. What is bought stays bought.

use serde::{Deserialize, Serialize};

use super::policy::{Pruning, complete, search};
use super::shop::{ITEMS, Plan, Shop};
use crate::data::rng::{indexed, unit};
use crate::lesson::{Text, text};

/// What is done about an item that is out of stock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Nothing: the plan has failed.
    PlanOnly,
    /// Another item for this slot; the rest of the plan stays.
    Patch,
    /// A new plan for everything that is not bought yet.
    Replan,
}

impl Answer {
    pub const ALL: [Answer; 3] = [Answer::PlanOnly, Answer::Patch, Answer::Replan];

    pub const fn id(self) -> &'static str {
        match self {
            Answer::PlanOnly => "plan-only",
            Answer::Patch => "patch",
            Answer::Replan => "replan",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Answer::PlanOnly => text("stick to the plan", "照原計畫"),
            Answer::Patch => text("patch the one slot", "只換這一格"),
            Answer::Replan => text("plan the rest again", "剩下的重新規劃"),
        }
    }
}

/// Something that happened while the plan was carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Bought { slot: usize, item: usize },
    OutOfStock { slot: usize, item: usize },
    /// Another item was put into this slot, or more of the plan changed.
    Changed { slot: usize, item: usize },
    /// Nothing can be done any more.
    GivenUp { slot: usize },
}

/// What is out of stock under this seed: each item by itself with probability p.
pub fn stock(slots: usize, p: f64, seed: u64) -> Vec<[bool; ITEMS]> {
    let mut dice = indexed(seed, "stock", slots as u64);
    (0..slots).map(|_| std::array::from_fn(|_| f64::from(unit(&mut dice)) < p)).collect()
}

/// Carries a plan out: what happened, and whether every slot was bought inside rule and budget.
pub fn carry_out(shop: &Shop, out: &[[bool; ITEMS]], answer: Answer) -> (Vec<Event>, bool) {
    let mut events = Vec::new();
    let Some(mut plan) = search(shop, Pruning::Bound, u64::MAX).0 else {
        events.push(Event::GivenUp { slot: 0 });
        return (events, false);
    };
    // What has been found to be out of stock.
    let mut known = vec![[false; ITEMS]; shop.slots.len()];
    let mut slot = 0;
    while slot < shop.slots.len() {
        let item = plan[slot];
        if !out[slot][item] {
            events.push(Event::Bought { slot, item });
            slot += 1;
            continue;
        }
        events.push(Event::OutOfStock { slot, item });
        known[slot][item] = true;
        let next = match answer {
            Answer::PlanOnly => None,
            Answer::Patch => patch(shop, &plan, slot, &known[slot]),
            Answer::Replan => complete(shop, &plan[..slot], &|slot, item| known[slot][item]),
        };
        let Some(next) = next else {
            events.push(Event::GivenUp { slot });
            return (events, false);
        };
        plan = next;
        events.push(Event::Changed { slot, item: plan[slot] });
    }
    (events, true)
}

/// The best rated item that fits between its neighbours and leaves enough money for the rest of the plan.
fn patch(shop: &Shop, plan: &Plan, slot: usize, out: &[bool; ITEMS]) -> Option<Plan> {
    let others = shop.price(plan) - shop.item(slot, plan[slot]).price;
    let before = slot.checked_sub(1).map(|slot| plan[slot]);
    let after = plan.get(slot + 1).copied();
    let fits = |item: &usize| {
        let affordable = others + shop.item(slot, *item).price <= shop.budget;
        !out[*item] && affordable && shop.fits(slot, *item, before, after)
    };
    let best = (0..ITEMS).filter(fits).max_by_key(|item| shop.item(slot, *item).rating)?;
    let mut plan = plan.clone();
    plan[slot] = best;
    Some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_everything_in_stock_every_answer_carries_the_same_plan_out() {
        let shop = Shop::new(5, 1.3, 7);
        let out = stock(5, 0.0, 7);
        let runs = Answer::ALL.map(|answer| carry_out(&shop, &out, answer));
        assert!(runs.iter().all(|run| *run == runs[0] && run.1 && run.0.len() == 5));
    }

    #[test]
    fn what_was_bought_keeps_rule_and_budget_and_was_in_stock() {
        use crate::labs::planning::shop::Check;
        for seed in 0..100 {
            let (shop, out) = (Shop::new(5, 1.3, seed), stock(5, 0.3, seed));
            for answer in Answer::ALL {
                let (events, done) = carry_out(&shop, &out, answer);
                let bought: Vec<usize> = events
                    .iter()
                    .filter_map(|event| match event {
                        Event::Bought { item, .. } => Some(*item),
                        _ => None,
                    })
                    .collect();
                assert!(bought.iter().enumerate().all(|(slot, item)| !out[slot][*item]));
                assert_eq!(done, Check::new(&shop, Some(&bought)).passes(), "{seed} {answer:?}");
            }
        }
    }
}
