//! Ways to make a plan, from a glance at each slot to a search of everything.

use serde::{Deserialize, Serialize};

use super::shop::{ITEMS, Plan, Shop};
use crate::lesson::{Text, text};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Policy {
    /// The best rated item that keeps the rule; the price is not looked at.
    Greedy,
    /// The cheapest item; the rule is forgotten.
    Thrifty,
    /// The cheapest item that keeps the rule.
    CheapestFirst,
    /// A search for the best rated plan that keeps rule and budget.
    Search(Pruning),
}

/// What a search leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Pruning {
    /// Nothing: constraints are checked when the plan is complete.
    None,
    /// What breaks the rule or the budget already.
    Checks,
    /// Also what would break the budget even with the cheapest items to come.
    Bound,
}

impl Pruning {
    pub const ALL: [Pruning; 3] = [Pruning::None, Pruning::Checks, Pruning::Bound];

    pub const fn name(self) -> Text {
        match self {
            Pruning::None => text("search, no pruning", "搜尋，不剪枝"),
            Pruning::Checks => text("search, rule and budget", "搜尋，用規則和預算剪枝"),
            Pruning::Bound => text("search, with a bound", "搜尋，再加上下界"),
        }
    }
}

impl Policy {
    pub const ALL: [Policy; 6] = [
        Policy::Greedy,
        Policy::Thrifty,
        Policy::CheapestFirst,
        Policy::Search(Pruning::None),
        Policy::Search(Pruning::Checks),
        Policy::Search(Pruning::Bound),
    ];

    /// In links and in the page's controls.
    pub const fn id(self) -> &'static str {
        match self {
            Policy::Greedy => "greedy",
            Policy::Thrifty => "thrifty",
            Policy::CheapestFirst => "cheapest-first",
            Policy::Search(Pruning::None) => "search-all",
            Policy::Search(Pruning::Checks) => "search-checks",
            Policy::Search(Pruning::Bound) => "search-bound",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Policy::Greedy => text("best rated first", "先選評分高的"),
            Policy::Thrifty => text("cheapest, rule forgotten", "選最便宜，忘了規則"),
            Policy::CheapestFirst => text("cheapest that fits the rule", "選合規則裡最便宜的"),
            Policy::Search(pruning) => pruning.name(),
        }
    }
}

/// The plan of a policy, and the nodes of the search tree that it looked at. No plan: it had none, or looked at `limit` nodes first.
pub fn plan(shop: &Shop, policy: Policy, limit: u64) -> (Option<Plan>, u64) {
    let walk = |key: fn(&Shop, usize, usize) -> u32, rule: bool| {
        let mut plan: Plan = Vec::new();
        for slot in 0..shop.slots.len() {
            let fits = |item: &usize| !rule || shop.fits(slot, *item, plan.last().copied(), None);
            // Where nothing keeps the rule, it is broken.
            let allowed = (0..ITEMS).filter(fits).min_by_key(|item| key(shop, slot, *item));
            let any = || (0..ITEMS).min_by_key(|item| key(shop, slot, *item));
            plan.extend(allowed.or_else(any));
        }
        (Some(plan), shop.slots.len() as u64)
    };
    match policy {
        Policy::Greedy => walk(|shop, slot, item| u32::MAX - shop.item(slot, item).rating, true),
        Policy::Thrifty => walk(|shop, slot, item| shop.item(slot, item).price, false),
        Policy::CheapestFirst => walk(|shop, slot, item| shop.item(slot, item).price, true),
        Policy::Search(pruning) => search(shop, pruning, limit),
    }
}

/// The best rated plan that keeps rule and budget, and the nodes that were looked at: beginnings of plans, the empty one among them.
pub fn search(shop: &Shop, pruning: Pruning, limit: u64) -> (Option<Plan>, u64) {
    let none = |_: usize, _: usize| false;
    let mut from = Search::new(shop, pruning, limit, &none);
    from.visit(&mut Vec::new(), 0);
    (from.best.filter(|_| from.nodes <= limit).map(|(plan, _)| plan), from.nodes)
}

/// The same for the slots after `bought`, with the items of which `out` is true left out.
pub fn complete(shop: &Shop, bought: &[usize], out: &dyn Fn(usize, usize) -> bool) -> Option<Plan> {
    let mut from = Search::new(shop, Pruning::Bound, u64::MAX, out);
    from.visit(&mut bought.to_vec(), shop.price(bought));
    from.best.map(|(plan, _)| plan)
}

struct Search<'s> {
    shop: &'s Shop,
    pruning: Pruning,
    limit: u64,
    out: &'s dyn Fn(usize, usize) -> bool,
    /// The least that the slots from here on cost.
    rest: Vec<u32>,
    best: Option<(Plan, u32)>,
    nodes: u64,
}

impl<'s> Search<'s> {
    fn new(shop: &'s Shop, pruning: Pruning, limit: u64, out: &'s dyn Fn(usize, usize) -> bool) -> Search<'s> {
        let mut rest = vec![0; shop.slots.len() + 1];
        for slot in (0..shop.slots.len()).rev() {
            let least = shop.slots[slot].iter().map(|item| item.price).min().unwrap_or(0);
            rest[slot] = rest[slot + 1] + least;
        }
        Search { shop, pruning, limit, out, rest, best: None, nodes: 0 }
    }

    fn visit(&mut self, plan: &mut Plan, spent: u32) {
        self.nodes += 1;
        if self.nodes > self.limit {
            return;
        }
        let slot = plan.len();
        if slot == self.shop.slots.len() {
            let keeps = |at: usize| self.shop.fits(at, plan[at], Some(plan[at - 1]), None);
            let good = spent <= self.shop.budget && (1..slot).all(keeps);
            let rating = self.shop.rating(plan);
            if good && self.best.as_ref().is_none_or(|(_, best)| rating > *best) {
                self.best = Some((plan.clone(), rating));
            }
            return;
        }
        for item in 0..ITEMS {
            let cost = spent + self.shop.item(slot, item).price;
            let least = match self.pruning {
                Pruning::None => 0,
                Pruning::Checks => cost,
                Pruning::Bound => cost + self.rest[slot + 1],
            };
            let rule = self.pruning == Pruning::None || self.shop.fits(slot, item, plan.last().copied(), None);
            if (self.out)(slot, item) || !rule || least > self.shop.budget {
                continue;
            }
            plan.push(item);
            self.visit(plan, cost);
            plan.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::planning::shop::Check;

    #[test]
    fn pruning_changes_the_work_and_not_the_plan() {
        for seed in 0..30 {
            let shop = Shop::new(4, 1.15, seed);
            let found = Pruning::ALL.map(|pruning| search(&shop, pruning, u64::MAX));
            assert_eq!((&found[0].0, &found[0].0), (&found[1].0, &found[2].0));
            assert!(found[0].1 == 1555 && found[1].1 < 1555 && found[2].1 <= found[1].1);
            assert!(Check::new(&shop, found[2].0.as_deref()).passes());
        }
    }

    #[test]
    fn a_search_that_may_not_look_at_enough_has_no_plan() {
        let shop = Shop::new(4, 1.15, 1);
        assert_eq!(search(&shop, Pruning::None, 300).0, None);
        assert!(search(&shop, Pruning::Bound, 300).0.is_some());
    }

    #[test]
    fn what_is_bought_stays_and_what_is_out_is_left_out() {
        let shop = Shop::new(5, 1.6, 2);
        let first = search(&shop, Pruning::Bound, u64::MAX).0.expect("a plan");
        let out = |slot: usize, item: usize| slot == 3 && item == first[3];
        let second = complete(&shop, &first[..3], &out).expect("another plan");
        assert!(second[..3] == first[..3] && second[3] != first[3]);
        assert!(Check::new(&shop, Some(&second)).passes());
    }
}
