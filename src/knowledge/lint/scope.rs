//! What a claim holds for: a country, a tier, a channel, a way to pay, a condition. Claims about
//! different ones do not contradict each other.

/// Groups of alternatives: within a class, what stands for one alternative excludes the others. Words
/// are in lower case; a star at the end stands for any ending.
const CLASSES: &[&[&[&str]]] = &[
    // Regions
    &[
        &["uk", "britain", "british", "england", "scotland", "kingdom"],
        &["us", "usa", "states", "america", "american"],
        &["canada", "canadian"],
        &["eu", "europe", "european", "union"],
        &["germany", "german", "deutschland"],
        &["austria", "austrian", "österreich"],
        &["switzerland", "swiss", "schweiz"],
        &["france", "french"],
        &["spain", "spanish"],
        &["italy", "italian"],
        &["ireland", "irish"],
        &["netherlands", "dutch", "niederlande"],
        &["belgium", "belgien"],
        &["norway", "norwegian"],
        &["sweden", "swedish"],
        &["denmark", "danish"],
        &["poland", "polish"],
        &["japan"],
        &["china"],
        &["india"],
        &["mexico"],
        &["brazil"],
        &["australia", "australian"],
        &["zealand"],
        &[
            "alaska",
            "hawaii",
            "puerto",
            "island",
            "islands",
            "highlands",
            "inseln",
            "remote",
        ],
        &["asia"],
        &["africa"],
    ],
    &[
        &[
            "domestic",
            "inland",
            "mainland",
            "national",
            "nationwide",
            "regional",
        ],
        &[
            "international",
            "internationally",
            "abroad",
            "overseas",
            "foreign",
            "ausland",
            "cross",
            "long-haul",
            "haul",
            "worldwide",
        ],
    ],
    // Speed of a delivery or service
    &[
        &["standard", "economy", "normal", "regular", "ordinary"],
        &[
            "express",
            "priority",
            "expedited",
            "overnight",
            "urgent",
            "same-day",
            "premium",
            "instant",
            "eilig*",
            "fast*",
        ],
        &[
            "freight",
            "forwarder",
            "spedition",
            "pallet",
            "courier",
            "bulky",
            "oversized",
        ],
        &[
            "pickup",
            "pick-up",
            "collect",
            "collection",
            "locker",
            "abholung",
            "click",
        ],
    ],
    // Standing of a customer
    &[
        &["bronze"],
        &["silver", "silber"],
        &["gold"],
        &["platinum", "platin"],
        &["diamond"],
        &["vip"],
        &["guest", "guests", "gast"],
    ],
    // Plans and fares
    &[
        &["free-plan", "freemium"],
        &["basic", "starter", "solo", "lite", "light"],
        &["team"],
        &["pro", "professional", "plus"],
        &["premium"],
        &["enterprise"],
        &["classic"],
        &["flex", "flexible"],
        &["business"],
        &["first-class"],
        &["essential", "essentials"],
    ],
    &[
        &[
            "private",
            "personal",
            "individual",
            "consumer",
            "consumers",
            "residential",
            "household",
            "privatkunden",
        ],
        &[
            "business",
            "businesses",
            "company",
            "companies",
            "corporate",
            "commercial",
            "firmen",
            "geschäftskunden",
            "trade",
            "b2b",
        ],
        &["student", "students", "studenten", "schüler"],
        &[
            "charity",
            "charities",
            "nonprofit",
            "non-profit",
            "school",
            "schools",
            "universities",
        ],
    ],
    &[
        &["adult", "adults", "erwachsene*"],
        &[
            "child", "children", "kids", "kid", "minor", "minors", "kinder*", "junior", "youth",
            "teen*",
        ],
        &["infant", "infants", "baby", "babies"],
        &["senior", "seniors", "pensioner*"],
    ],
    &[
        &["new", "neue", "neuen", "first-time"],
        &["existing", "renewal", "renewals", "renewing", "bestehend*"],
    ],
    // Channels
    &[
        &["online", "website", "web", "browser", "webseite", "portal"],
        &[
            "store", "stores", "branch", "branches", "in-store", "counter", "showroom", "filiale*",
            "airport", "haus", "häusern", "desk",
        ],
        &["phone", "telephone", "telefon*", "call", "calls", "hotline"],
        &["chat"],
        &["email", "e-mail", "e-mails", "emails", "mail"],
        &["post", "letter", "brief", "postal"],
    ],
    &[
        &["ios", "iphone", "ipad", "apple"],
        &["android"],
        &["windows"],
        &["mac", "macos"],
        &["linux"],
    ],
    // Ways to pay
    &[
        &["card", "cards", "credit", "kreditkarte*"],
        &["debit", "lastschrift", "sepa"],
        &["paypal"],
        &["transfer", "transfers", "wire", "überweis*"],
        &["invoice", "rechnung"],
        &[
            "instalment*",
            "installment*",
            "raten*",
            "finance",
            "financing",
        ],
        &["cash", "bar"],
        &["cheque", "cheques", "check"],
        &["voucher", "vouchers", "gift", "gutschein*", "geschenk*"],
        &["wallet", "wallets"],
        &["crypto*"],
    ],
    // Periods
    &[
        &["monthly", "monatlich*"],
        &["yearly", "annual", "annually", "jährlich*"],
        &["weekly", "wöchentlich"],
        &["daily", "täglich"],
        &["quarterly"],
    ],
    // Why
    &[
        &[
            "faulty",
            "defective",
            "defect*",
            "damaged",
            "broken",
            "wrong",
            "incorrect",
            "mangel",
            "defekt*",
            "beschädigt*",
        ],
        &[
            "unwanted",
            "mind",
            "unused",
            "undamaged",
            "gefällt",
            "unbenutzt*",
        ],
        &["lost", "missing", "stolen", "verloren*"],
    ],
    &[
        &[
            "sale",
            "clearance",
            "outlet",
            "refurbished",
            "used",
            "second-hand",
            "ex-display",
            "gebraucht*",
            "b-ware",
        ],
        &["full-price"],
    ],
    &[
        &[
            "custom",
            "customised",
            "customized",
            "personalised",
            "personalized",
            "made-to-order",
            "bespoke",
            "engraved",
            "maßanfertigung*",
            "sonderanfertigung*",
            "maß",
        ],
        &["stock", "lager", "in-stock", "off-the-shelf"],
    ],
    // Steps
    &[
        &["first", "initial", "erste", "ersten", "erst*"],
        &["second", "zweite*"],
        &["third", "dritte*"],
        &["last", "final", "letzte*"],
    ],
    &[
        &["minimum", "least", "min", "mindest*"],
        &["maximum", "most", "max", "höchst*"],
    ],
    &[
        &["deposit", "deposits", "kaution", "anzahlung"],
        &["withdrawal", "withdrawals", "payout", "payouts"],
        &["refund", "refunds", "refunded", "erstattung*", "erstatte*"],
    ],
    &[&["incoming", "receive", "received"], &["outgoing"]],
    &[
        &["weekday", "weekdays", "werktags"],
        &[
            "weekend",
            "weekends",
            "saturday*",
            "sunday*",
            "wochenende",
            "samstag*",
            "sonntag*",
        ],
    ],
    &[
        &["download", "downloads"],
        &["upload", "uploads", "uploaded"],
    ],
    &[&["import", "imports"], &["export", "exports"]],
    &[
        &["opens", "open", "opening", "starts", "begins"],
        &["closes", "close", "closing", "ends"],
    ],
    &[&["checked", "hold"], &["cabin", "carry-on", "hand"]],
    &[&["summer", "sommer"], &["winter"]],
    &[&["small", "kleine*"], &["large", "big", "bulky", "große*"]],
    &[&["single"], &["double"], &["family"]],
    &[&["daytime", "peak"], &["off-peak", "night"]],
    &[
        &["draft", "drafts"],
        &["finalised", "finalized", "published"],
    ],
];

/// Alternatives that a text names: bits of each class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Scope(Vec<(u8, u32)>);

impl Scope {
    /// Reads the words of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut found: Vec<(u8, u32)> = Vec::new();
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'')) {
            if word.len() < 2 || word.len() > 32 {
                continue;
            }
            let lower = word.to_lowercase();
            // `us` is a country in capitals only, `it` none.
            if lower == "us" && word != "US" {
                continue;
            }
            for (class, groups) in CLASSES.iter().enumerate() {
                for (alternative, words) in groups.iter().enumerate() {
                    let hit = words.iter().any(|known| match known.strip_suffix('*') {
                        Some(start) => lower.starts_with(start),
                        None => lower == *known,
                    });
                    if hit {
                        found.push((class as u8, 1 << alternative));
                    }
                }
            }
        }
        found.sort_unstable();
        let mut out: Vec<(u8, u32)> = Vec::new();
        for (class, bits) in found {
            match out.last_mut() {
                Some(last) if last.0 == class => last.1 |= bits,
                _ => out.push((class, bits)),
            }
        }
        Self(out)
    }

    /// Whether both name alternatives of a class, and none in common.
    pub(super) fn excludes(&self, them: &Self) -> bool {
        self.0.iter().any(|(class, bits)| {
            let theirs = them.bits(*class);
            theirs != 0 && theirs & bits == 0
        })
    }

    fn bits(&self, class: u8) -> u32 {
        self.0
            .iter()
            .find(|(own, _)| *own == class)
            .map_or(0, |(_, bits)| *bits)
    }
}

/// The scopes around a claim, from near to far: its clause, its sentence or row, its heading, its title.
pub(super) type Scopes = [Scope; 4];

/// How far two claims speak of different things: classes in which both name other alternatives, and
/// classes which only one names beside its value.
pub(super) fn differ(a: &Scopes, b: &Scopes) -> (u32, u32) {
    let mut conflicts = 0;
    let mut partial = 0;
    for class in 0..CLASSES.len() as u8 {
        let nearest = |scopes: &Scopes| {
            scopes
                .iter()
                .enumerate()
                .find_map(|(level, scope)| match scope.bits(class) {
                    0 => None,
                    bits => Some((level, bits)),
                })
        };
        match (nearest(a), nearest(b)) {
            (Some((_, one)), Some((_, other))) => {
                if one & other == 0 {
                    conflicts += 1;
                }
            }
            (Some((level, _)), None) | (None, Some((level, _))) => {
                partial += u32::from(level <= 1);
            }
            (None, None) => {}
        }
    }
    (conflicts, partial)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(clause: &str, title: &str) -> Scopes {
        [
            Scope::of(clause),
            Scope::of(clause),
            Scope::default(),
            Scope::of(title),
        ]
    }

    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expected: (u32, u32)) {
        assert_eq!(differ(&scopes(a.0, a.1), &scopes(b.0, b.1)), expected);
    }

    #[test]
    fn alternatives_conflict() {
        check(
            ("Gold members have", ""),
            ("Silver members have", ""),
            (1, 0),
        );
        check(
            ("to the UK", ""),
            ("it takes", "Delivery in Canada"),
            (1, 0),
        );
        check(("Gold members have", ""), ("you have", ""), (0, 1));
        check(("you have", ""), ("you have", ""), (0, 0));
        check(("tell us within", ""), ("in Canada", ""), (0, 1));
    }
}
