//! A shop in the manner of TravelPlanner (Xie et al. 2024, arXiv:2402.01622), with data of its own: one item for each slot of a
//! trip, a budget, and a rule of common sense: no two neighbours with the same tag.

use crate::data::rng::{below, indexed};

/// m, items to choose from in each slot.
pub const ITEMS: usize = 6;
/// Kinds of items: a and b.
pub const TAGS: u8 = 2;
/// Prices: low, and how many more there are.
const PRICE: (u32, u32) = (34, 67);
/// Ratings 0 to 99.
const RATINGS: u32 = 100;

/// One thing that can be bought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    pub price: u32,
    pub tag: u8,
    pub rating: u32,
}

/// A shop with the money there is.
#[derive(Clone, PartialEq, Debug)]
pub struct Shop {
    /// D slots of [`ITEMS`] items.
    pub slots: Vec<[Item; ITEMS]>,
    pub budget: u32,
}

/// An item for each slot so far: a whole plan has D.
pub type Plan = Vec<usize>;

impl Shop {
    /// The shop of this seed. The budget is `slack` times the cheapest plan that keeps the rule.
    pub fn new(slots: usize, slack: f64, seed: u64) -> Shop {
        let mut dice = indexed(seed, "shop", slots as u64);
        let mut item = || Item {
            price: PRICE.0 + below(&mut dice, PRICE.1),
            tag: below(&mut dice, TAGS.into()) as u8,
            rating: below(&mut dice, RATINGS),
        };
        // A slot whose items all have one tag could leave no plan at all.
        let mut slot = || loop {
            let items: [Item; ITEMS] = std::array::from_fn(|_| item());
            if items.iter().any(|own| own.tag != items[0].tag) {
                return items;
            }
        };
        let mut shop = Shop {
            slots: (0..slots.max(1)).map(|_| slot()).collect(),
            budget: u32::MAX,
        };
        shop.budget = (f64::from(shop.cheapest()) * slack) as u32;
        shop
    }

    /// What the cheapest plan that keeps the rule costs, by going through the slots with the cheapest way to each tag.
    pub fn cheapest(&self) -> u32 {
        const NONE: u32 = u32::MAX / 2;
        let mut ways = [0; TAGS as usize];
        for (at, items) in self.slots.iter().enumerate() {
            let mut next = [NONE; TAGS as usize];
            for item in items {
                let before = (0..TAGS).filter(|tag| at == 0 || *tag != item.tag).map(|tag| ways[usize::from(tag)]);
                let cost = before.min().unwrap_or(NONE).saturating_add(item.price);
                let place = &mut next[usize::from(item.tag)];
                *place = (*place).min(cost);
            }
            ways = next;
        }
        ways.into_iter().min().unwrap_or(NONE)
    }

    pub fn item(&self, slot: usize, item: usize) -> Item {
        self.slots[slot][item]
    }

    pub fn price(&self, plan: &[usize]) -> u32 {
        plan.iter().enumerate().map(|(slot, item)| self.item(slot, *item).price).sum()
    }

    pub fn rating(&self, plan: &[usize]) -> u32 {
        plan.iter().enumerate().map(|(slot, item)| self.item(slot, *item).rating).sum()
    }

    /// Whether this item may stand in the slot beside these neighbours.
    pub fn fits(&self, slot: usize, item: usize, before: Option<usize>, after: Option<usize>) -> bool {
        let tag = self.item(slot, item).tag;
        let other = |slot: Option<usize>, item: Option<usize>| match (slot, item) {
            (Some(slot), Some(item)) if slot < self.slots.len() => self.item(slot, item).tag != tag,
            _ => true,
        };
        other(slot.checked_sub(1), before) && other(Some(slot + 1), after)
    }
}

/// How a plan stands against the constraints: the metrics of TravelPlanner.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Check {
    /// A plan was handed in, with an item in every slot.
    pub delivered: bool,
    /// Common sense: pairs of neighbours with different tags, of D - 1.
    pub kept: u32,
    pub pairs: u32,
    /// Hard constraint: inside the budget.
    pub affordable: bool,
}

impl Check {
    pub fn new(shop: &Shop, plan: Option<&[usize]>) -> Check {
        let pairs = shop.slots.len() as u32 - 1;
        let Some(plan) = plan.filter(|plan| plan.len() == shop.slots.len()) else {
            return Check { pairs, ..Check::default() };
        };
        let kept = (1..plan.len()).filter(|&at| shop.fits(at, plan[at], Some(plan[at - 1]), None));
        Check {
            delivered: true,
            kept: kept.count() as u32,
            pairs,
            affordable: shop.price(plan) <= shop.budget,
        }
    }

    /// Every rule of common sense is kept.
    pub fn sensible(self) -> bool {
        self.delivered && self.kept == self.pairs
    }

    /// The final pass.
    pub fn passes(self) -> bool {
        self.sensible() && self.affordable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::planning::policy::{Pruning, search};

    #[test]
    fn the_cheapest_plan_is_what_a_search_of_everything_finds() {
        for seed in 0..40 {
            let shop = Shop::new(4, 1.0, seed);
            let found = search(&shop, Pruning::None, u64::MAX).0.expect("the cheapest plan fits");
            assert_eq!(shop.price(&found), shop.cheapest(), "{seed}");
            assert!(Check::new(&shop, Some(&found)).passes());
        }
    }

    #[test]
    fn a_plan_is_judged_by_delivery_rule_and_budget() {
        let item = |price, tag| Item { price, tag, rating: 0 };
        let shop = Shop {
            slots: vec![[item(5, 0); ITEMS], [item(5, 0); ITEMS], [item(5, 1); ITEMS]],
            budget: 14,
        };
        let check = Check::new(&shop, Some(&[0, 0, 0]));
        assert_eq!(check, Check { delivered: true, kept: 1, pairs: 2, affordable: false });
        assert!(!check.sensible() && !check.passes());
        assert_eq!(Check::new(&shop, Some(&[0, 0])), Check { pairs: 2, ..Check::default() });
        assert!(!Check::new(&shop, None).delivered);
    }
}
