//! What one rule says of one item.

use super::{holds, items, same};
use crate::analysis::{PolicyFact, PolicyFlag, PolicyStatus};
use crate::calendar::{days_after, days_between, months_after};
use crate::conditions::{Facts, Findings, Truth};
use crate::identity::LOOK_UP;
use crate::settings::conditions::Condition;
use crate::settings::policies::{PolicyRule, Start};
use crate::ticket::{Item, Order, Time};
use crate::time_zones::Clock;
use jiff::civil::Date;
use serde_json::Value;

/// Words of shops for an order that has not arrived.
const UNDELIVERED: [&str; 14] = [
    "pending",
    "processing",
    "packed",
    "packing",
    "paid",
    "placed",
    "confirmed",
    "shipped",
    "in transit",
    "out for delivery",
    "on hold",
    "backordered",
    "unfulfilled",
    "awaiting shipment",
];

/// The facts that a rule looks at.
pub(crate) struct Case<'a> {
    pub(crate) facts: Facts<'a>,
    /// The order in question, with its position.
    pub(crate) order: Option<(usize, &'a Order)>,
    /// The item in question, with its position in the order.
    pub(crate) item: Option<(usize, &'a Item)>,
}

/// The day on which a period began.
struct Began {
    day: Date,
    /// Placed on that day, delivered some day after.
    at_least: bool,
}

/// Whether a rule reads data of the order that is in question.
fn of_order(path: &str) -> bool {
    path.starts_with("order.") || path.starts_with("item.")
}

fn has_period(rule: &PolicyRule) -> bool {
    rule.days.is_some() || rule.months.is_some()
}

fn needs_order(rule: &PolicyRule) -> bool {
    let reads = |condition: &Option<Condition>| {
        let reads = condition
            .as_ref()
            .map(|condition| condition.reads(of_order));
        reads == Some(true)
    };
    has_period(rule)
        || !rule.categories.is_empty()
        || reads(&rule.when)
        || reads(&rule.waived_when)
        || rule.requires.iter().any(|one| one.that.reads(of_order))
}

impl Case<'_> {
    fn clock(&self) -> Option<&Clock> {
        self.facts.clock
    }

    /// Whether the rule is for this customer, order and item.
    pub(crate) fn applies(&self, rule: &PolicyRule) -> bool {
        let tier = self.facts.known.tier.as_ref();
        let item = self.item.map(|(_, item)| item);
        (rule.categories.is_empty() || items::has_category(item, &rule.categories))
            && (rule.tiers.is_empty()
                || tier.is_some_and(|own| rule.tiers.iter().any(|tier| same(tier, &own.value))))
            && self.in_force(rule)
            && rule
                .when
                .as_ref()
                .is_none_or(|when| holds(when, self.facts, false).0 == Truth::Holds)
    }

    /// Whether the rule holds for orders of that day.
    fn in_force(&self, rule: &PolicyRule) -> bool {
        if rule.from.is_empty() && rule.until.is_empty() {
            return true;
        }
        let Some(clock) = self.clock() else {
            return false;
        };
        let day = |time: &Option<Time>| clock.day(time.as_ref()?);
        let dated = self
            .order
            .and_then(|(_, order)| day(&order.placed_at).or_else(|| day(&order.delivered_at)));
        // As text, dates of four-figure years stand in order.
        let day = dated.unwrap_or(clock.today).to_string();
        rule.from <= day && (rule.until.is_empty() || day <= rule.until)
    }

    /// The rule's verdict, with the facts that it used.
    pub(crate) fn judge(&self, rule: &PolicyRule) -> PolicyFlag {
        let mut flag = PolicyFlag {
            policy: rule.policy.clone(),
            rule: rule.id.clone(),
            why: rule.why.clone(),
            article: rule.article.clone(),
            ..PolicyFlag::default()
        };
        match self.order {
            None if needs_order(rule) => {
                "no order is known".clone_into(&mut flag.detail);
                flag.missing.push("order".to_owned());
                if has_period(rule) {
                    flag.missing.push(starts(rule).to_owned());
                }
                return flag;
            }
            Some((index, order)) if !order.id.is_empty() => {
                self.fact(
                    &mut flag,
                    "order",
                    &order.id,
                    &format!("orders[{index}].id"),
                );
            }
            _ => {}
        }
        self.settle(rule, &mut flag);
        let tier = self.facts.known.tier.as_ref();
        if let Some(tier) = tier.filter(|_| !rule.tiers.is_empty()) {
            self.fact(&mut flag, "tier", &tier.value, &tier.path);
        }
        let order = self
            .order
            .and_then(|(_, order)| order.provenance.as_deref());
        if order == Some("text") {
            // Nobody has looked the order up yet.
            if flag.status != PolicyStatus::Unknown {
                flag.detail = format!("{}, as the customer says", flag.detail);
            }
            flag.missing.push("order".to_owned());
        }
        flag
    }

    fn settle(&self, rule: &PolicyRule, flag: &mut PolicyFlag) {
        if let Some(when) = &rule.when {
            let read = holds(when, self.facts, false).1;
            self.add(flag, read);
        }
        if self.refused(rule, flag) {
            flag.status = PolicyStatus::Denied;
            return;
        }
        let mut missing = Vec::new();
        for required in &rule.requires {
            let (truth, mut read) = holds(&required.that, self.facts, true);
            let open = std::mem::take(&mut read.missing);
            self.add(flag, read);
            match truth {
                Truth::Holds => {}
                Truth::Open => missing.extend(open),
                Truth::Fails => {
                    flag.status = PolicyStatus::Denied;
                    flag.detail.clone_from(&required.otherwise);
                    return;
                }
            }
        }
        flag.status = PolicyStatus::Allowed;
        if has_period(rule) {
            self.count(rule, flag);
            self.waive(rule, flag);
        }
        if flag.status != PolicyStatus::Denied && !missing.is_empty() {
            flag.status = PolicyStatus::Unknown;
            if flag.detail.is_empty() {
                "not all facts are known".clone_into(&mut flag.detail);
            }
            for name in missing {
                if !flag.missing.contains(&name) {
                    flag.missing.push(name);
                }
            }
        }
    }

    fn fact(&self, flag: &mut PolicyFlag, name: &str, value: &str, path: &str) {
        let mut source = self.facts.known.source(path).to_owned();
        let looked_up = self
            .order
            .is_some_and(|(_, order)| order.provenance.as_deref() == Some(LOOK_UP));
        if looked_up && source.starts_with("orders[") {
            source = format!("{LOOK_UP} {source}");
        }
        let fact = PolicyFact {
            name: name.to_owned(),
            value: value.to_owned(),
            source,
        };
        if !flag.facts.contains(&fact) {
            flag.facts.push(fact);
        }
    }

    /// Adds what a condition read.
    fn add(&self, flag: &mut PolicyFlag, findings: Findings) {
        for fact in findings.facts {
            let text = match &fact.value {
                Value::String(text) => text.clone(),
                other => crate::json::text(other),
            };
            self.fact(flag, &fact.name, &text, &fact.path);
        }
        flag.missing.extend(findings.missing);
    }

    /// Whether the rule refuses the item whatever the day.
    fn refused(&self, rule: &PolicyRule, flag: &mut PolicyFlag) -> bool {
        if let Some(((order, _), (position, item))) = self.order.zip(self.item) {
            let base = format!("orders[{order}].items[{position}]");
            if let Some(category) = item
                .category
                .as_deref()
                .filter(|_| !rule.categories.is_empty())
            {
                self.fact(flag, "category", category, &format!("{base}.category"));
            }
            if item.final_sale == Some(true) && !rule.final_sale {
                self.fact(flag, "final_sale", "true", &format!("{base}.final_sale"));
                "sold as final".clone_into(&mut flag.detail);
                return true;
            }
        }
        if rule.excluded {
            "excluded".clone_into(&mut flag.detail);
        }
        rule.excluded
    }

    /// When the period began; else why that is not known.
    fn began(&self, rule: &PolicyRule, flag: &mut PolicyFlag) -> Result<Began, String> {
        let (Some((index, order)), Some(clock)) = (self.order, self.clock()) else {
            return Err("no order is known".to_owned());
        };
        let mut day = |name: &str, what: &str, time: &Option<Time>| {
            let Some(time) = time else {
                return Ok(None);
            };
            let path = format!("orders[{index}].{name}");
            let Some(day) = clock.day(time) else {
                self.fact(flag, name, time.text(), &path);
                return Err(format!(
                    "the date of {what} `{}` cannot be read",
                    time.text()
                ));
            };
            self.fact(flag, name, &day.to_string(), &path);
            if clock.days_since(day) < 0 {
                return Err(format!("the date of {what} {day} is still to come"));
            }
            Ok(Some(day))
        };
        if rule.counts_from == Start::DeliveredAt {
            if let Some(day) = day("delivered_at", "delivery", &order.delivered_at)? {
                return Ok(Began {
                    day,
                    at_least: false,
                });
            }
            if let Some(status) = order.status.as_deref() {
                let folded = status.trim().to_lowercase().replace(['_', '-'], " ");
                if UNDELIVERED.contains(&folded.as_str()) {
                    self.fact(flag, "status", status, &format!("orders[{index}].status"));
                    return Err(format!(
                        "not delivered yet ({status}); the period starts with delivery"
                    ));
                }
            }
        }
        match day("placed_at", "the order", &order.placed_at)? {
            Some(day) => Ok(Began {
                day,
                at_least: rule.counts_from == Start::DeliveredAt,
            }),
            None if rule.counts_from == Start::PlacedAt => {
                Err("the date of the order is not known".to_owned())
            }
            None => Err("the date of delivery is not known".to_owned()),
        }
    }

    /// Sets the status by the days left.
    fn count(&self, rule: &PolicyRule, flag: &mut PolicyFlag) {
        let began = self.began(rule, flag);
        let Some(clock) = self.clock() else { return };
        let began = match began {
            Ok(began) => began,
            Err(why) => {
                flag.status = PolicyStatus::Unknown;
                flag.detail = why;
                flag.missing.push(starts(rule).to_owned());
                return;
            }
        };
        let elapsed = clock.days_since(began.day);
        let own_months = self
            .item
            .filter(|_| rule.policy == "warranty")
            .and_then(|(position, item)| Some((position, item.warranty_months?)));
        if let (Some((position, months)), Some((order, _))) = (own_months, self.order) {
            let path = format!("orders[{order}].items[{position}].warranty_months");
            self.fact(flag, "warranty_months", &months.to_string(), &path);
        }
        let months = own_months.map(|(_, months)| months).or(rule.months);
        let end = match (months, rule.days) {
            (Some(months), _) => months_after(began.day, i64::from(months)),
            (None, days) => days_after(began.day, i64::from(days.unwrap_or(0))),
        };
        let Some(end) = end else {
            flag.status = PolicyStatus::Unknown;
            "the period reaches past the calendar".clone_into(&mut flag.detail);
            return;
        };
        let open_until = rule.open_until.parse::<Date>().ok();
        let extended = open_until.filter(|until| *until > end);
        let end = extended.unwrap_or(end);
        let left = days_between(clock.today, end);
        let in_days = rule.days.filter(|_| months.is_none() && extended.is_none());
        if began.at_least {
            // A period that has not ended when counted from the day of the order has not ended for sure; one
            // that has may yet run, by when it was delivered.
            if left < 0 {
                flag.status = PolicyStatus::Unknown;
                "the date of delivery is not known".clone_into(&mut flag.detail);
                flag.missing.push(starts(rule).to_owned());
                return;
            }
            flag.status = PolicyStatus::Allowed;
            flag.detail = match in_days {
                Some(days) => format!(
                    "at most day {elapsed} of {days}: it was placed on {}",
                    began.day
                ),
                None => format!("covered until {end} at least"),
            };
            return;
        }
        flag.status = if left < 0 {
            PolicyStatus::Denied
        } else if left <= i64::from(rule.expiring_days) {
            PolicyStatus::Expiring
        } else {
            PolicyStatus::Allowed
        };
        flag.detail = match in_days {
            Some(days) => format!("day {elapsed} of {days}"),
            None if left < 0 => format!("ended on {end}"),
            None => format!("covered until {end}"),
        };
    }

    /// Lets a period that has ended, or whose start is not known, pass where the rule's exception holds.
    fn waive(&self, rule: &PolicyRule, flag: &mut PolicyFlag) {
        let Some(waived_when) = &rule.waived_when else {
            return;
        };
        if !matches!(flag.status, PolicyStatus::Denied | PolicyStatus::Unknown) {
            return;
        }
        let (truth, mut read) = holds(waived_when, self.facts, true);
        match truth {
            Truth::Holds => {
                read.missing.clear();
                flag.missing.clear();
                flag.status = PolicyStatus::Allowed;
                flag.detail = format!("{}, but an exception holds", flag.detail);
            }
            Truth::Open => flag.status = PolicyStatus::Unknown,
            Truth::Fails => read.missing.clear(),
        }
        self.add(flag, read);
    }
}

/// The fact with which a rule's period starts.
fn starts(rule: &PolicyRule) -> &'static str {
    match rule.counts_from {
        Start::DeliveredAt => "delivered_at",
        Start::PlacedAt => "placed_at",
    }
}
