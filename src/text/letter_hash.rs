//! The hash of letters by which every model knows words and pieces of words. It is part of the model
//! files: another one makes them useless.

/// One letter more: a step of FNV-1a (Fowler, Noll, Vo) on whole characters, turned so that letters far
/// back still count.
pub(crate) fn step(hash: u32, letter: char) -> u32 {
    (hash ^ u32::from(letter))
        .wrapping_mul(0x0100_0193)
        .rotate_left(7)
}

/// Spreads every bit over the number: the finaliser of MurmurHash3 (Appleby).
pub(crate) fn mix(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: u32) {
        assert_eq!(mix(word.chars().fold(1, step)), expected, "{word}");
    }

    #[test]
    fn the_shipped_models_know_these_numbers() {
        check("refund", 0xe12a_3333);
        check("für", 0xee5a_b662);
    }
}
