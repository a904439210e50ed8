//! Stances: on which side of an opposition a clause stands: for all or only for some, automatic or on
//! request, required or left to choose, free or charged. Two clauses about one matter that stand on
//! opposite sides contradict each other without sharing a value.

use std::collections::BTreeMap;

/// Oppositions: the words of one side, and those of the other. Lower case; a star stands for any ending;
/// an underscore joins the words of a phrase. A denial close before a word turns it to the other side.
const OPPOSITIONS: &[(&str, &str)] = &[
    // For all, or for some only
    (
        "all any every each anyone anybody everyone everybody anywhere everywhere both unlimited regardless \
         whatever whichever no_matter even too also including as_many_as_you as_often_as_you any_number \
         alle allen jede* jeden überall unbegrenzt egal auch sämtliche* beliebig",
        "only alone reserved exclusively solely limited restricted except unless maximum at_most or_above \
         or_higher must_be not_all certain selected nur ausschließlich lediglich außer höchstens maximal",
    ),
    // By itself, or on request
    (
        "automatic* by_itself by_themselves on_its_own by_default nothing_to_do nothing_else instantly \
         no_action without_you unasked preset von_selbst automatisch*",
        "manual* claim claimed apply application request* form yourself by_hand ask contact write \
         fill_in call set_it switch_it_on turn_it_on somebody_has approve* opt_in selbst beantrag* formular anfordern antrag",
    ),
    // Required, or left to choose
    (
        "must required requires require mandatory compulsory obligatory necessary needs need needed have_to has_to \
         bring show needs_to prerequisite muss müssen pflicht erforderlich nötig notwendig",
        "optional optionally voluntary voluntarily needless unnecessary can_be_chosen if_you_like \
         if_you_wish if_you_want up_to_you recommended freiwillig wahlweise",
    ),
    // Free, or charged
    (
        "free complimentary waived at_no_cost at_no_charge no_charge no_fee included gratis kostenlos \
         kostenfrei inklusive for_nothing covered_by_us",
        "charge charged charges fee fees cost costs price priced billed extra surcharge payable paid \
         gebühr* kosten kostet berechne* aufpreis kostenpflichtig",
    ),
    // Kept, or lost
    (
        "keep keeps kept remain* stay stays retain* preserve* carried carry_over carry_forward roll_over \
         rolled stored available_again never_expire* behalten bleib* gespeichert",
        "lose loses lost lapse* expire* expiry forfeit* delete* deletion removed erased gone cleared void discarded \
         overwritten verf* gelöscht verlier* entfernt",
    ),
    // At once, or later
    (
        "immediately at_once instantly right_away straight_away straightaway on_the_spot same_day instant \
         any_time anytime at_any_time next_day sofort jederzeit umgehend",
        "at_the_end later next_bill next_month until_the_end end_of following afterwards waiting processing \
         takes_up_to am_ende später erst_nach zum_ende",
    ),
    // From afar, or in person
    (
        "online app website internet electronically electronic digital digitally portal website e-mail email web \
         chat remotely in_the_app from_home",
        "letter post in_person desk branch branches shop shops store counter paper reception on_site signature signed \
         written schriftlich persönlich vor_ort filiale",
    ),
    // Open, or closed
    (
        "open opens reachable staffed geöffnet offen erreichbar around_the_clock day_and_night 24/7",
        "closed closes shut unstaffed geschlossen",
    ),
    // Switched on, or off
    (
        "on enabled active activated enable switched_on turned_on aktiv aktiviert eingeschaltet",
        "off disabled inactive deactivated disable switched_off turned_off deaktiviert ausgeschaltet",
    ),
    // The customer, or somebody who knows how
    (
        "yourself on_your_own diy self-service self selbst eigenhändig",
        "technician specialist professional engineer fitter our_team our_staff qualified fachmann techniker \
         fachbetrieb support_team only_our only_support",
    ),
    // Before, or after
    (
        "before beforehand in_advance upfront prior prepaid vorher vorab im_voraus",
        "after afterwards arrears on_arrival subsequently nachher danach im_nachhinein",
    ),
    // The same, or another
    (
        "same identical unchanged together combined zusammen gleiche* derselbe",
        "different differs separate* another split changed getrennt andere* verschieden*",
    ),
    // Final, or to be undone
    (
        "final irreversible permanent* for_good irrevocable endgültig unwiderruflich binding",
        "undo undone restore* recover* reverse* revert* reactivate* cancel revoke* withdraw* wiederherstell* rückgängig",
    ),
    // Money, or a credit
    (
        "refund refunded money_back reimbursed original_payment paid_back erstatte* geld_zurück",
        "credit voucher coupon gift_card store_credit gutschein* guthaben",
    ),
    // Seen, or hidden
    (
        "see visible view shown public displayed sichtbar einsehen",
        "hidden private invisible confidential masked unsichtbar verborgen",
    ),
    // Allowed, or not
    (
        "can may allow* possible accept* welcome permitted able works supported valid entitled offer* \
         available eligible support erlaubt möglich akzeptier* zulässig kann können",
        "cannot can't impossible forbidden prohibited refuse* excluded unavailable ineligible unsupported unable banned \
         verboten unmöglich ausgeschlossen must_not may_not rejected unfortunately leider",
    ),
    // Open to somebody: names of plans, tiers or countries tell the sides
    (
        "available included part_of reserved exclusive* only need needs offered bookable booked valid requires          verfügbar nur enthalten",
        "",
    ),
];

/// Number of oppositions.
pub(super) const COUNT: usize = OPPOSITIONS.len();
/// The last one, as a bit.
pub(super) const OPEN: u32 = 1 << (COUNT - 1);

/// Words that turn a stance when they stand shortly before it.
const TURNS: &[&str] = &[
    "not", "no", "never", "don't", "doesn't", "needn't", "isn't", "aren't", "can't", "cannot",
    "won't", "without", "nothing", "nobody", "neither", "didn't", "haven't", "nicht", "kein",
    "keine", "keinen", "ohne", "nie",
];

/// The sides on which a clause stands, a bit an opposition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stance {
    one: u32,
    other: u32,
}

impl Stance {
    /// Oppositions in which two clauses stand on different sides.
    pub(super) fn against(self, them: Self) -> u32 {
        let both = (self.one & !self.other & them.other & !them.one)
            | (self.other & !self.one & them.one & !them.other);
        both & !OPEN
    }

    /// Whether it says to whom something is open.
    pub(super) fn opens(self) -> bool {
        (self.one | self.other) & OPEN != 0
    }

    /// Oppositions in which they stand on the same side.
    pub(super) fn with(self, them: Self) -> u32 {
        (self.one & !self.other & them.one & !them.other)
            | (self.other & !self.one & them.other & !them.one)
    }
}

/// One word or phrase of an opposition.
struct Entry {
    /// The words after the first.
    rest: Vec<&'static str>,
    opposition: usize,
    other: bool,
    open_ended: bool,
}

/// The words of all oppositions by their first word.
pub(super) struct Stances(BTreeMap<&'static str, Vec<Entry>>);

impl Stances {
    pub(super) fn new() -> Self {
        let mut known: BTreeMap<&'static str, Vec<Entry>> = BTreeMap::new();
        for (opposition, (one, other)) in OPPOSITIONS.iter().enumerate() {
            for (other, words) in [(false, one), (true, other)] {
                for phrase in words.split_whitespace() {
                    let mut parts = phrase.split('_');
                    let first = parts.next().unwrap_or("");
                    known
                        .entry(first.trim_end_matches('*'))
                        .or_default()
                        .push(Entry {
                            rest: parts.map(|part| part.trim_end_matches('*')).collect(),
                            opposition,
                            other,
                            open_ended: phrase.ends_with('*'),
                        });
                }
            }
        }
        Self(known)
    }

    /// The stance of a clause.
    pub(super) fn of(&self, clause: &str) -> Stance {
        let words: Vec<String> = clause
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '/')))
            .filter(|word| !word.is_empty())
            .map(|word| word.to_lowercase().replace('’', "'"))
            .collect();
        let mut found = Stance::default();
        for (at, word) in words.iter().enumerate() {
            // Open-ended words are found by each of their beginnings.
            let starts = word
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .filter_map(|end| word.get(..end));
            for start in starts {
                for entry in self.0.get(start).map_or(&[][..], Vec::as_slice) {
                    let whole = start.len() == word.len();
                    let rest_matches = entry.rest.iter().enumerate().all(|(back, known)| {
                        words.get(at + 1 + back).is_some_and(|word| {
                            word == known || (entry.open_ended && word.starts_with(known))
                        })
                    });
                    if !rest_matches || !(whole || (entry.open_ended && entry.rest.is_empty())) {
                        continue;
                    }
                    let turned = words
                        .get(at.saturating_sub(3)..at)
                        .unwrap_or(&[])
                        .iter()
                        .chain(words.get(at + 1).filter(|next| *next == "not"))
                        .filter(|word| TURNS.contains(&word.as_str()))
                        .count()
                        % 2
                        == 1;
                    let bit = 1 << entry.opposition;
                    if entry.other == turned {
                        found.one |= bit;
                    } else {
                        found.other |= bit;
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many oppositions part two clauses, and how many join them.
    #[track_caller]
    fn check(a: &str, b: &str, expected: (u32, u32)) {
        let known = Stances::new();
        let (one, other) = (known.of(a), known.of(b));
        let found = (
            one.against(other).count_ones(),
            one.with(other).count_ones(),
        );
        assert_eq!(found, expected, "{a} / {b}");
    }

    #[test]
    fn clauses_stand_on_sides() {
        check("Everyone gets it", "Gold members alone get it", (1, 0));
        check(
            "The bonus is credited automatically",
            "Please claim the bonus",
            (1, 0),
        );
        check("A deposit is required", "A deposit is optional", (1, 0));
        // A denial close by turns a word.
        check("A deposit is required", "A deposit isn't required", (1, 0));
        check("Repairs are free", "Repairs without charge", (0, 1));
        check("Points never expire", "Points are kept", (0, 1));
        check("The lamp blinks", "The lamp is red", (0, 0));
    }
}
