//! Words with a feeling of their own, and what the words before them make of it: the rules of VADER
//! (Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
//! Text", 2014) over a table of words that the model file holds.

/// What a word of the table does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sense {
    /// It carries a feeling, -4 to 4.
    Feeling(f32),
    /// It strengthens what follows, or weakens it where the number is below 0.
    Strengthens(f32),
    /// It turns round what follows.
    Turns,
    /// What follows counts more than what came before.
    Contrasts,
}

/// A token of a message, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Word {
    pub sense: Option<Sense>,
    /// In capitals, within a message that is not all in capitals.
    pub shouted: bool,
    /// Number of its sentence: words act within their sentence.
    pub sentence: usize,
}

/// Words within which a word acts on what follows, and how much of it is left at each distance.
const REACH: [f32; 3] = [1.0, 0.95, 0.9];
/// What is left of a feeling that is turned round.
const TURNED: f32 = -0.74;
/// What capitals add to a feeling.
const SHOUTED: f32 = 0.733;
/// What is left of a feeling before and after a contrast.
const BEFORE_CONTRAST: f32 = 0.5;
const AFTER_CONTRAST: f32 = 1.5;

/// The feeling of each word where it stands; 0 for words without one.
pub(crate) fn feelings(words: &[Word]) -> Vec<f32> {
    let mut feelings = vec![0.0_f32; words.len()];
    for (index, (word, slot)) in words.iter().zip(&mut feelings).enumerate() {
        let Some(Sense::Feeling(own)) = word.sense else {
            continue;
        };
        let mut feeling = own;
        if word.shouted {
            feeling += SHOUTED * own.signum();
        }
        let before = words.iter().take(index).rev().zip(REACH);
        for (other, left) in before.take_while(|(other, _)| other.sentence == word.sentence) {
            match other.sense {
                Some(Sense::Strengthens(by)) => feeling += by * left * own.signum(),
                Some(Sense::Turns) => feeling *= TURNED,
                _ => {}
            }
        }
        *slot = feeling;
    }
    let contrast = words
        .iter()
        .rposition(|word| word.sense == Some(Sense::Contrasts));
    if let Some(contrast) = contrast {
        for (index, (feeling, word)) in feelings.iter_mut().zip(words).enumerate() {
            let same = words
                .get(contrast)
                .is_some_and(|other| other.sentence == word.sentence);
            *feeling *= match index < contrast {
                true => BEFORE_CONTRAST,
                false if same => AFTER_CONTRAST,
                false => 1.0,
            };
        }
    }
    feelings
}

/// A sum of feelings between -1 and 1: `s / sqrt(s² + 15)`.
pub(crate) fn normalized(sum: f32) -> f32 {
    sum / libm::sqrtf(sum * sum + 15.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(senses: &[Sense], expected: &[f32]) {
        let words: Vec<Word> = senses
            .iter()
            .map(|sense| Word {
                sense: Some(*sense),
                ..Word::default()
            })
            .collect();
        for (found, expected) in feelings(&words).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        }
    }

    #[test]
    fn words_before_act_on_a_feeling() {
        use Sense::{Contrasts, Feeling, Strengthens, Turns};
        check(&[Feeling(2.0)], &[2.0]);
        check(&[Turns, Feeling(2.0)], &[0.0, -1.48]);
        check(&[Strengthens(0.3), Feeling(-2.0)], &[0.0, -2.3]);
        check(&[Strengthens(-0.3), Feeling(2.0)], &[0.0, 1.7]);
        check(&[Feeling(2.0), Contrasts, Feeling(-2.0)], &[1.0, 0.0, -3.0]);
        check(&[], &[]);
    }

    #[test]
    fn sums_stay_within_one() {
        assert!(normalized(1000.0) <= 1.0 && normalized(-1000.0) >= -1.0);
        assert!(normalized(0.0).abs() < 1e-9);
    }
}
