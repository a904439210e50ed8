//! A map and a set in sorted lists, in the order of their keys.
//!
//! What the standard library's trees do, for a fiftieth of the code: each kind of tree brings 4 KB of
//! WebAssembly. A key that comes in order is put at the end, another one moves those behind it. So these are
//! for settings, tables and what is bounded by them, and for what is collected at once; what grows with a
//! text, key by key and in any order, belongs into a tree.

use std::borrow::Borrow;
use std::ops::Range;

/// Sorts ranges by where they begin; of two that begin together the first stays first. One copy of the sort serves
/// all lists of ranges.
pub(crate) fn by_start(ranges: &mut [Range<usize>]) {
    ranges.sort_by_key(|range| range.start);
}

/// Values by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<K, V> {
    /// In order, each once.
    keys: Vec<K>,
    /// One for every key.
    values: Vec<V>,
}

/// Keys in order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<K> {
    keys: Vec<K>,
}

/// Where a key is, or where it would stand.
fn place<K: Borrow<Q>, Q: Ord + ?Sized>(keys: &[K], key: &Q) -> Result<usize, usize> {
    // Tables come in order.
    if keys.last().is_none_or(|last| last.borrow() < key) {
        return Err(keys.len());
    }
    keys.binary_search_by(|known| known.borrow().cmp(key))
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Map<K, V> {
    /// A map without entries.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            keys: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The keys in order.
    pub fn keys(&self) -> std::slice::Iter<'_, K> {
        self.keys.iter()
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> std::iter::Zip<std::slice::Iter<'_, K>, std::slice::Iter<'_, V>> {
        self.keys.iter().zip(&self.values)
    }

    /// Removes every entry.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.values.get(place(&self.keys, key).ok()?)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.values.get_mut(place(&self.keys, key).ok()?)
    }

    /// Whether there is a value for a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        place(&self.keys, key).is_ok()
    }

    /// Puts a value under a key and gives back what was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match place(&self.keys, &key) {
            Ok(at) => Some(std::mem::replace(self.values.get_mut(at)?, value)),
            Err(at) => {
                self.keys.insert(at, key);
                self.values.insert(at, value);
                None
            }
        }
    }

    /// The value of a key, put there first where it was missing; and whether it was.
    pub fn or_put(&mut self, key: K, value: V) -> Option<(&mut V, bool)> {
        let (at, new) = match place(&self.keys, &key) {
            Ok(at) => (at, false),
            Err(at) => {
                self.keys.insert(at, key);
                self.values.insert(at, value);
                (at, true)
            }
        };
        Some((self.values.get_mut(at)?, new))
    }

    /// Takes an entry out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = place(&self.keys, key).ok()?;
        self.keys.remove(at);
        Some(self.values.remove(at))
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Zip<std::slice::Iter<'a, K>, std::slice::Iter<'a, V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter().zip(self.values)
    }
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Set<K> {
    /// A set without keys.
    #[must_use]
    pub const fn new() -> Self {
        Self { keys: Vec::new() }
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The keys in order.
    pub fn iter(&self) -> std::slice::Iter<'_, K> {
        self.keys.iter()
    }
}

impl<K: Ord> Set<K> {
    /// Whether a key is there.
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        place(&self.keys, key).is_ok()
    }

    /// Puts a key in and says whether it is new.
    pub fn insert(&mut self, key: K) -> bool {
        let found = place(&self.keys, &key);
        if let Err(at) = found {
            self.keys.insert(at, key);
        }
        found.is_err()
    }

    /// Takes a key out and says whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        let found = place(&self.keys, key);
        if let Ok(at) = found {
            self.keys.remove(at);
        }
        found.is_ok()
    }

    /// The keys that are in both, in order.
    pub fn intersection<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a K> {
        self.keys.iter().filter(|key| other.contains(*key))
    }
}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.keys.push(key);
        }
        self.keys.sort_unstable();
        self.keys.dedup();
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<'a, K> IntoIterator for &'a Set<K> {
    type Item = &'a K;
    type IntoIter = std::slice::Iter<'a, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = std::vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Does to a map and a set what it does to the standard library's: puts a key in, or takes it out.
    fn check(steps: &[(u8, bool)]) {
        let (mut map, mut tree) = (Map::new(), BTreeMap::new());
        let (mut set, mut tree_set) = (Set::new(), BTreeSet::new());
        for (number, (key, put)) in steps.iter().enumerate() {
            if *put {
                assert_eq!(map.insert(*key, number), tree.insert(*key, number));
                assert_eq!(set.insert(*key), tree_set.insert(*key));
            } else {
                assert_eq!(map.remove(key), tree.remove(key));
                assert_eq!(set.remove(key), tree_set.remove(key));
            }
            assert_eq!(map.get(key), tree.get(key));
            assert_eq!(set.contains(key), tree_set.contains(key));
        }
        assert!(map.iter().eq(&tree));
        assert!(set.iter().eq(&tree_set));
        let entries = || steps.iter().map(|(key, put)| (*key, *put));
        let (map, tree): (Map<_, _>, BTreeMap<_, _>) = (entries().collect(), entries().collect());
        assert!(map.into_iter().eq(tree));
        let (set, tree): (Set<_>, BTreeSet<_>) = (entries().collect(), entries().collect());
        assert!(set.into_iter().eq(tree));
    }

    proptest! {
        #[test]
        fn does_what_the_trees_do(steps in proptest::collection::vec(any::<(u8, bool)>(), 0..400)) {
            check(&steps);
        }
    }

    #[test]
    fn puts_a_value_where_there_is_none() {
        let mut map = Map::from([("b", 1), ("a", 2)]);
        assert_eq!(map.or_put("a", 5), Some((&mut 2, false)));
        assert_eq!(map.or_put("c", 5), Some((&mut 5, true)));
        assert!(map.keys().eq(&["a", "b", "c"]));
    }
}
