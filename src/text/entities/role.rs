//! What a sum is for, by the words beside it: what is wanted back, what was charged, what something
//! costs, what is taken off, what lies on an account.

use crate::analysis::MoneyRole;
use std::ops::Range;

/// Words that tell a role, in the normal form; `*` stands for any ending.
const WORDS: &[(MoneyRole, &[&str])] = &[
    (
        MoneyRole::Refund,
        &[
            "refund*",
            "reimburs*",
            "back",
            "return",
            "compensat*",
            "repay*",
            "erstatt*",
            "rückerstatt*",
            "zurück",
            "rembours*",
            "dédommag*",
            "reembols*",
            "devol*",
            "rimbors*",
            "terug*",
            "vergoed*",
            "schadensersatz",
            "indemn*",
            "lost",
            "damage*",
            "claim*",
        ],
    ),
    (
        MoneyRole::Charge,
        &[
            "charg*",
            "overcharg*",
            "debit*",
            "deduct*",
            "took",
            "taken",
            "billed",
            "withdr*",
            "fee",
            "fees",
            "fine",
            "invoiced",
            "abgebucht",
            "abbuch*",
            "belastet",
            "berechnet",
            "débit*",
            "prélev*",
            "cobr*",
            "cargo",
            "addebit*",
            "prelev*",
            "afgeschreven",
            "gone",
            "missing",
        ],
    ),
    (
        MoneyRole::Discount,
        &[
            "off",
            "discount*",
            "voucher*",
            "coupon*",
            "code",
            "promo*",
            "rabatt",
            "gutschein*",
            "remise",
            "réduction",
            "bon",
            "descuento",
            "cupón",
            "desconto",
            "cupom",
            "sconto",
            "buono",
            "korting*",
            "saving*",
            "save",
            "saved",
        ],
    ),
    (
        MoneyRole::Balance,
        &[
            "balance",
            "savings",
            "limit",
            "kontostand",
            "guthaben",
            "solde",
            "saldo",
            "budget",
            "salary",
            "income",
        ],
    ),
    (
        MoneyRole::Price,
        &[
            "cost", "costs", "price*", "pricing", "priced", "rrp", "retail*", "kostet", "kosten",
            "preis", "prix", "coûte", "coute", "precio", "cuesta", "preço", "custa", "prezzo",
            "costa", "prijs", "worth", "under", "over", "below", "above", "cheaper", "quote*",
        ],
    ),
    (
        MoneyRole::Paid,
        &[
            "paid", "pay", "paying", "payed", "spent", "bezahl*", "gezahlt", "payé*", "pagad*",
            "pagué", "pagué*", "paguei", "pagat*", "betaald", "cost me", "ordered",
        ],
    ),
];

/// Words before and after a sum within which its role is told.
const BEFORE: usize = 7;
const AFTER: usize = 4;

/// The role of the sum at `range` of a sentence's normal form: the nearest word that tells one, in the
/// same clause; a word before the sum counts as nearer than one as far behind it.
pub(super) fn of(text: &str, range: &Range<usize>) -> Option<MoneyRole> {
    let head = text.get(..range.start)?;
    let tail = text.get(range.end..)?;
    let before = clause(head.rsplit([' ', '(']))
        .take(BEFORE)
        .enumerate()
        .find_map(|(distance, word)| told(word).map(|role| (2 * distance, role)));
    let after = clause(tail.split([' ', ')']).filter(|word| !word.is_empty()))
        .take(AFTER)
        .enumerate()
        .find_map(|(distance, word)| told(word).map(|role| (2 * distance + 1, role)));
    match (before, after) {
        // `$50 off`, `$300 back`: what follows directly says more than what stands before.
        (_, Some((1, role))) => Some(role),
        (Some((near, role)), Some((far, other))) => Some(if near <= far { role } else { other }),
        (one, other) => one.or(other).map(|(_, role)| role),
    }
}

/// Words up to the end of the clause.
fn clause<'t>(words: impl Iterator<Item = &'t str>) -> impl Iterator<Item = &'t str> {
    words
        .take_while(|word| !word.ends_with([';', ':', '.', '!', '?']) && *word != "but")
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn told(word: &str) -> Option<MoneyRole> {
    WORDS
        .iter()
        .find(|(_, words)| {
            words.iter().any(|known| match known.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => *known == word,
            })
        })
        .map(|(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sum: &str, expected: Option<MoneyRole>) {
        let start = text.find(sum).expect("the sum stands there");
        assert_eq!(of(text, &(start..start + sum.len())), expected, "{text}");
    }

    #[test]
    fn roles_are_told() {
        check("i want my $300 back", "$300", Some(MoneyRole::Refund));
        check("please refund the $40", "$40", Some(MoneyRole::Refund));
        check("you charged me $35 wrongly", "$35", Some(MoneyRole::Charge));
        check("does it cost $900?", "$900", Some(MoneyRole::Price));
        check(
            "i have a code for $50 off",
            "$50",
            Some(MoneyRole::Discount),
        );
        check(
            "my account balance is $3,000",
            "$3,000",
            Some(MoneyRole::Balance),
        );
        check("i paid 80 euros for it", "80 euros", Some(MoneyRole::Paid));
        check("bitte 80 € erstatten", "80 €", Some(MoneyRole::Refund));
        check("$80 it says. my refund is late", "$80", None);
    }
}
