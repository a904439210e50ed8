//! How many times a sum counts: `four tickets, 75 dollars each`, `3 x 99 EUR`.

use super::number;
use std::ops::Range;

/// Words behind a sum with which it is that of one piece, in the normal form.
const EACH: &[&str] = &[
    "each",
    "apiece",
    "a piece",
    "per person",
    "per ticket",
    "per item",
    "per head",
    "per night",
    "a night",
    "a head",
    "pro stück",
    "je stück",
    "pro person",
    "pro nacht",
    "chacun",
    "chacune",
    "pièce",
    "par personne",
    "par nuit",
    "cada uno",
    "cada una",
    "por persona",
    "por noche",
    "cada",
    "por pessoa",
    "por noite",
    "ciascuno",
    "ciascuna",
    "l'uno",
    "l'una",
    "a testa",
    "a notte",
    "per stuk",
    "elk",
    "per nacht",
    "per persoon",
];

/// Words before a sum with which it is that of one piece: `je 75 €`, `at $120` needs a count.
const OF: &[&str] = &[
    "je",
    "jeweils",
    "à",
    "payments of",
    "instalments of",
    "installments of",
    "times",
    "mal",
    "fois",
    "veces",
    "vezes",
    "volte",
    "keer",
    "x",
    "×",
    "*",
];

/// Most pieces that are believed.
const MOST: f64 = 60.0;

/// How many pieces the sentence counts for the sum at `range`; 1 where it counts none.
pub(super) fn of(text: &str, range: &Range<usize>) -> u32 {
    let head = text.get(..range.start).unwrap_or("").trim_end();
    let tail = text.get(range.end..).unwrap_or("").trim_start();
    let each = EACH.iter().any(|word| {
        tail.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let of = OF.iter().find(|word| {
        head.strip_suffix(**word)
            .is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
    });
    if !each && of.is_none() {
        return 1;
    }
    // `€250 per head, there are three of us`
    if each && let Some(count) = heads(tail) {
        return count;
    }
    // The last number before the sum that is no sum itself; `3 x 99` has it right before.
    let numbers = number::figures(head).into_iter().chain(number::words(head));
    numbers
        .filter(|number| {
            let after = head.get(number.end..).unwrap_or("");
            let before = head.get(..number.start).unwrap_or("");
            number.value >= 2.0
                && number.value <= MOST
                && number.value.fract() == 0.0
                && !number.decimals
                && super::currency::after(head, number.end).is_none()
                && super::currency::before(head, number.start).is_none()
                && !before.ends_with('#')
                // A count stands in the same clause and is followed by what is counted.
                && !after.contains(['!', '?', ';'])
                && after.split_whitespace().count() <= 6
                && !after.starts_with(['%', ':', '/'])
        })
        .max_by_key(|number| number.start)
        .map_or(1, |number| number.value as u32)
}

/// How many people or pieces the words behind a sum count.
fn heads(tail: &str) -> Option<u32> {
    const COUNTED: &[&str] = &[
        "of us",
        "people",
        "persons",
        "passengers",
        "guests",
        "adults",
        "von uns",
        "personen",
        "personnes",
        "personas",
        "pessoas",
        "persone",
        "van ons",
    ];
    let numbers = number::figures(tail).into_iter().chain(number::words(tail));
    numbers
        .filter(|number| (2.0..=MOST).contains(&number.value) && number.value.fract() == 0.0)
        .find(|number| {
            let after = tail.get(number.end..).unwrap_or("").trim_start();
            COUNTED.iter().any(|word| after.starts_with(word))
        })
        .map(|number| number.value as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sum: &str, expected: u32) {
        let start = text.find(sum).expect("the sum stands there");
        assert_eq!(of(text, &(start..start + sum.len())), expected, "{text}");
    }

    #[test]
    fn pieces_are_counted() {
        check("four tickets, 75 dollars each", "75 dollars", 4);
        check("2 tickets at $120 each", "$120", 2);
        check("i paid 3 x 99 eur", "99 eur", 3);
        check("three payments of $99.99", "$99.99", 3);
        check("zwei stühle je 130 €", "130 €", 2);
        check("that is €250 per head, there's three of us", "€250", 3);
        check("it is $120 each", "$120", 1);
        check("2 tickets for $120", "$120", 1);
        check("order 4471, $20 each", "$20", 1);
    }
}
