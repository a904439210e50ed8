//! Whether a condition of the settings holds for a ticket, which facts say so, and which are missing.
//!
//! One form for all rules on data ([`crate::settings::conditions`]). It stands below the stages: trigger rules
//! ask whether a condition holds, policies also want to know when nobody can say.

mod check;
mod facts;

pub(crate) use check::check;

use crate::identity::KnownTicket;
use crate::json::Plain;
use crate::settings::conditions::Condition;
use crate::ticket::Time;
use crate::time_zones::Clock;
use facts::{Entry, currency, each, folded, last, number, split, value};
use serde_json::Value;

const DAY: i64 = 86_400_000;
/// Sums closer than half a cent are the same.
const HALF_A_CENT: f64 = 0.005;

/// Whose conditions they are: what their paths may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A trigger rule's.
    Trigger,
    /// A policy's, which has an order in question and an item of it.
    Policy,
}

/// What conditions look at.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// The ticket with the settings' facts.
    pub(crate) known: &'a KnownTicket,
    /// What stages found, by the name under which paths reach it.
    pub(crate) verdicts: &'a [(&'a str, &'a dyn Plain)],
    /// Position of the order in question.
    pub(crate) order: Option<usize>,
    /// Position of its item in question.
    pub(crate) item: Option<usize>,
    /// The customer's calendar; without it a day is 24 hours.
    pub(crate) clock: Option<&'a Clock>,
    /// The moment, in milliseconds since 1970 UTC.
    pub(crate) now: i64,
    /// Whether a fact that is not there leaves a condition open; else it fails.
    pub(crate) open: bool,
}

/// What a condition comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// It does not hold.
    Fails,
    /// A fact is missing without which it cannot be said.
    Open,
    /// It holds.
    Holds,
}

/// A fact that a condition read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fact {
    /// What the path calls it.
    pub(crate) name: String,
    /// Where it stands in the ticket.
    pub(crate) path: String,
    pub(crate) value: Value,
}

/// What a condition read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Findings {
    /// The facts that decided it.
    pub(crate) facts: Vec<Fact>,
    /// Names of facts that are missing.
    pub(crate) missing: Vec<String>,
}

/// What a condition comes to; the facts that say so are added to `findings`.
pub(crate) fn judge(condition: &Condition, facts: &Facts<'_>, findings: &mut Findings) -> Truth {
    within(condition, facts, None, findings)
}

fn within(
    condition: &Condition,
    facts: &Facts<'_>,
    entry: Entry<'_>,
    findings: &mut Findings,
) -> Truth {
    let mut found = Findings::default();
    let mut truth = Truth::Holds;
    for one in &condition.all {
        truth = truth.min(within(one, facts, entry, &mut found));
    }
    if !condition.any.is_empty() {
        let mut any = Truth::Fails;
        let mut tried = Findings::default();
        for one in &condition.any {
            let mut own = Findings::default();
            let one = within(one, facts, entry, &mut own);
            any = any.max(one);
            if one == Truth::Holds {
                tried = own;
                break;
            }
            tried.add(own);
        }
        truth = truth.min(any);
        found.add(tried);
    }
    for one in &condition.not {
        let mut own = Findings::default();
        let against = match within(one, facts, entry, &mut own) {
            Truth::Holds => Truth::Fails,
            Truth::Open => Truth::Open,
            Truth::Fails => Truth::Holds,
        };
        // What fails to hold is told only where that decides.
        if against != Truth::Holds {
            found.add(own);
        }
        truth = truth.min(against);
    }
    if !condition.field.is_empty() {
        truth = truth.min(tested(condition, facts, entry, &mut found));
    }
    // A trigger shows what made it fire; a policy also what spoke against it.
    if truth == Truth::Holds || facts.open {
        findings.add(found);
    }
    truth
}

impl Findings {
    fn add(&mut self, more: Self) {
        for fact in more.facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
        for name in more.missing {
            if !self.missing.contains(&name) {
                self.missing.push(name);
            }
        }
    }
}

/// The facts with which others are compared.
#[derive(Default)]
struct Others {
    values: Vec<Value>,
    /// The same as they are compared, sorted.
    folded: Vec<String>,
}

/// Whether enough facts of a condition's path pass its tests.
fn tested(
    condition: &Condition,
    facts: &Facts<'_>,
    entry: Entry<'_>,
    findings: &mut Findings,
) -> Truth {
    let name = last(&condition.field);
    let other = [&condition.same_as, &condition.covers]
        .into_iter()
        .find(|path| !path.is_empty());
    let mut others = Others::default();
    if let Some(path) = other {
        each(path, facts, entry, &mut |_, plain| {
            others.values.extend(value(plain));
        });
        others.folded = others.values.iter().map(folded).collect();
        others.folded.sort_unstable();
    }
    let unknown = |name: &str, findings: &mut Findings| {
        if facts.open {
            findings.missing.push(name.to_owned());
            Truth::Open
        } else {
            Truth::Fails
        }
    };
    let (mut passed, mut failed, mut open) = (0_u32, 0_u32, 0_u32);
    each(&condition.field, facts, entry, &mut |path, plain| {
        let truth = if condition.has.is_empty() {
            let Some(value) = value(plain) else { return };
            let truth = fits(condition, &value, &others, facts);
            if truth == Truth::Holds || facts.open {
                findings.facts.push(Fact {
                    name: name.to_owned(),
                    path: path.to_owned(),
                    value,
                });
            }
            truth
        } else {
            let mut inner = Findings::default();
            let entry = Some((plain, path));
            let mut truth = Truth::Holds;
            for one in &condition.has {
                truth = truth.min(within(one, facts, entry, &mut inner));
            }
            if truth != Truth::Fails || condition.every {
                findings.add(inner);
            }
            truth
        };
        match truth {
            Truth::Holds => passed += 1,
            Truth::Open => open += 1,
            Truth::Fails => failed += 1,
        }
    });
    if passed + failed + open == 0 {
        return unknown(name, findings);
    }
    if let Some(path) = other
        && others.values.is_empty()
    {
        return unknown(last(path), findings);
    }
    if condition.every && failed > 0 {
        return Truth::Fails;
    }
    let enough = condition.times.unwrap_or(1);
    if passed >= enough && !(condition.every && open > 0) {
        Truth::Holds
    } else if passed + open >= enough && facts.open {
        // Within objects it was told which fact of theirs is missing.
        if condition.has.is_empty() {
            let currency = condition.currency.as_str();
            let what = if currency.is_empty() { name } else { currency };
            findings.missing.push(what.to_owned());
        }
        Truth::Open
    } else {
        Truth::Fails
    }
}

fn fits(condition: &Condition, value: &Value, others: &Others, facts: &Facts<'_>) -> Truth {
    let text = folded(value);
    let wanted = condition.currency.as_str();
    if !wanted.is_empty() && currency(value) != wanted {
        return Truth::Open;
    }
    if !condition.covers.is_empty() {
        let mut sum = 0.0;
        for other in &others.values {
            match number(other) {
                // Sums in different currencies are not compared.
                Some(more) if currency(other) == currency(value) => sum += more,
                _ => return Truth::Open,
            }
        }
        if number(value).is_none_or(|own| own < sum - HALF_A_CENT) {
            return Truth::Fails;
        }
    }
    let is = condition.is.is_empty()
        || condition
            .is
            .iter()
            .any(|wanted| wanted.trim().to_lowercase() == text);
    let same = condition.same_as.is_empty() || others.folded.binary_search(&text).is_ok();
    let recent = condition.within_days.is_none_or(|days| {
        let time = Time::new(value.as_str().unwrap_or(""));
        match facts.clock {
            Some(clock) => clock
                .day(&time)
                .is_some_and(|day| (0..=i64::from(days)).contains(&clock.days_since(day))),
            None => time
                .millis()
                .is_some_and(|at| at <= facts.now && facts.now - at <= i64::from(days) * DAY),
        }
    });
    let fits = is
        && same
        && recent
        && condition
            .at_least
            .is_none_or(|least| number(value).is_some_and(|number| number >= least))
        && condition
            .at_most
            .is_none_or(|most| number(value).is_some_and(|number| number <= most));
    if fits { Truth::Holds } else { Truth::Fails }
}
