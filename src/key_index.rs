//! Sorted hashes that are asked for often and are mostly not there: found by their highest bits first.

use std::ops::Range;

/// So many of a key's highest bits name its run; a run has a handful of keys.
const RUN_BITS: u32 = 14;

/// Keys in ascending order; some may be equal.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct KeyIndex {
    keys: Vec<u32>,
    /// For each value of the highest bits where its keys start; then their number.
    runs: Vec<u32>,
}

impl KeyIndex {
    /// Of keys in ascending order.
    pub(crate) fn new(keys: Vec<u32>) -> Self {
        let mut runs = vec![0; (1 << RUN_BITS) + 1];
        for key in &keys {
            if let Some(count) = runs.get_mut(run(*key) + 1) {
                *count += 1;
            }
        }
        let mut start = 0;
        for count in &mut runs {
            start += *count;
            *count = start;
        }
        Self { keys, runs }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where the first one of this value stands.
    pub(crate) fn position(&self, key: u32) -> Option<usize> {
        let run = run(key);
        let start = *self.runs.get(run)? as usize;
        let keys = self.keys.get(start..*self.runs.get(run + 1)? as usize)?;
        let at = keys.partition_point(|own| *own < key);
        (keys.get(at) == Some(&key)).then_some(start + at)
    }

    /// Where all of this value stand.
    pub(crate) fn range(&self, key: u32) -> Range<usize> {
        let Some(start) = self.position(key) else {
            return 0..0;
        };
        let equal = self.keys.iter().skip(start).take_while(|own| **own == key);
        start..start + equal.count()
    }
}

fn run(key: u32) -> usize {
    (key >> (32 - RUN_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(keys: &[u32], key: u32, expected: Range<usize>) {
        let index = KeyIndex::new(keys.to_vec());
        assert_eq!(index.range(key), expected);
        let first = (!expected.is_empty()).then_some(expected.start);
        assert_eq!(index.position(key), first);
    }

    #[test]
    fn keys_are_found_where_they_stand() {
        let keys = [0, 7, 7, 1 << 18, (1 << 18) + 1, u32::MAX, u32::MAX];
        check(&keys, 0, 0..1);
        check(&keys, 7, 1..3);
        check(&keys, 8, 0..0);
        check(&keys, (1 << 18) + 1, 4..5);
        check(&keys, u32::MAX, 5..7);
        check(&[], 7, 0..0);
    }
}
