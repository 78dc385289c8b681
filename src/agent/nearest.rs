//! The names nearest to one that is not there.

/// How many are named.
const SHOWN: usize = 3;
/// Characters of a name that are looked at: a name may be a whole page.
const LOOKED_AT: usize = 64;

/// Up to three of `names`, the nearest to `name` first; of equally near ones those that come first in `names`.
pub(super) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut far: Vec<(usize, &str)> = names.map(|other| (distance(name, other), other)).collect();
    far.sort_by_key(|&(far, _)| far);
    far.into_iter().take(SHOWN).map(|(_, name)| name).collect()
}

/// How many characters have to be put in, taken out or changed (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(LOOKED_AT).collect();
    let b: Vec<char> = b.chars().take(LOOKED_AT).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let tools = ["now", "search", "weather", "note_write"];
        assert_eq!(nearest("get_wether", tools.into_iter())[0], "weather");
        assert_eq!(nearest("serach", tools.into_iter())[0], "search");
        assert_eq!(nearest("x", tools.into_iter()).len(), 3);
        assert_eq!(nearest("x", [].into_iter()), [""; 0]);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "臺北"), 2);
    }
}
