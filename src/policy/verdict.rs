//! What one rule says of one item.

use crate::analysis::{PolicyFact, PolicyFlag, PolicyStatus};
use crate::identity::KnownTicket;
use crate::policy::clock::{Clock, days_between, months_after};
use crate::policy::same;
use crate::settings::policies::PolicyRule;
use crate::ticket::{Item, Order};
use jiff::civil::Date;

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
    pub(crate) known: &'a KnownTicket,
    pub(crate) clock: &'a Clock,
    /// The order in question, with its position.
    pub(crate) order: Option<(usize, &'a Order)>,
    /// The item in question, with its position in the order.
    pub(crate) item: Option<(usize, &'a Item)>,
    /// Whether other items of the order are judged too.
    pub(crate) several_items: bool,
    /// The order is a guess among so many.
    pub(crate) guessed_of: Option<usize>,
}

/// The day on which a period began.
enum Start {
    Delivered(Date),
    /// Placed on that day, delivered some day after.
    AfterPlaced(Date),
    Missing(String),
}

impl Case<'_> {
    /// The rule's verdict, with the facts that it used.
    pub(crate) fn judge(&self, rule: &PolicyRule) -> PolicyFlag {
        let mut flag = PolicyFlag {
            policy: rule.policy.clone(),
            rule: rule.id.clone(),
            ..PolicyFlag::default()
        };
        let Some((index, order)) = self.order else {
            "no order is known".clone_into(&mut flag.detail);
            flag.missing = vec!["order".to_owned(), "delivered_at".to_owned()];
            return flag;
        };
        if !order.id.is_empty() {
            self.fact(
                &mut flag,
                "order",
                &order.id,
                &format!("orders[{index}].id"),
            );
        }
        if self.refused(rule, index, &mut flag) {
            flag.status = PolicyStatus::Denied;
        } else {
            match self.start(index, order, &mut flag) {
                Start::Missing(why) => {
                    flag.detail = why;
                    flag.missing = vec!["delivered_at".to_owned()];
                }
                start => self.count(rule, index, &start, &mut flag),
            }
        }
        if let Some(name) = self
            .item
            .filter(|_| self.several_items)
            .and_then(|(_, item)| item.name.as_deref())
        {
            flag.detail = format!("{name}: {}", flag.detail);
        }
        if let Some(count) = self.guessed_of {
            flag.detail = format!("{} (latest of {count} orders)", flag.detail);
        }
        flag
    }

    fn fact(&self, flag: &mut PolicyFlag, name: &str, value: &str, path: &str) {
        flag.facts.push(PolicyFact {
            name: name.to_owned(),
            value: value.to_owned(),
            source: self.known.source(path).to_owned(),
        });
    }

    /// Whether the rule refuses the item whatever the day.
    fn refused(&self, rule: &PolicyRule, order: usize, flag: &mut PolicyFlag) -> bool {
        if let Some((position, item)) = self.item {
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
            if let Some(condition) = item.condition.as_deref() {
                let refused = rule
                    .refused_conditions
                    .iter()
                    .any(|refused| same(refused, condition));
                if refused {
                    self.fact(flag, "condition", condition, &format!("{base}.condition"));
                    flag.detail = format!("condition {condition}");
                    return true;
                }
            }
        }
        if rule.excluded {
            "excluded".clone_into(&mut flag.detail);
        }
        rule.excluded
    }

    fn start(&self, index: usize, order: &Order, flag: &mut PolicyFlag) -> Start {
        if let Some(delivered) = &order.delivered_at {
            let path = format!("orders[{index}].delivered_at");
            let Some(day) = self.clock.day(delivered) else {
                self.fact(flag, "delivered_at", delivered.text(), &path);
                return Start::Missing(format!(
                    "the date of delivery `{}` cannot be read",
                    delivered.text()
                ));
            };
            self.fact(flag, "delivered_at", &day.to_string(), &path);
            return if self.clock.days_since(day) < 0 {
                Start::Missing(format!("the date of delivery {day} is still to come"))
            } else {
                Start::Delivered(day)
            };
        }
        if let Some(status) = order.status.as_deref() {
            let folded = status.trim().to_lowercase().replace(['_', '-'], " ");
            if UNDELIVERED.contains(&folded.as_str()) {
                self.fact(flag, "status", status, &format!("orders[{index}].status"));
                return Start::Missing(format!(
                    "not delivered yet ({status}); the period starts with delivery"
                ));
            }
        }
        let placed = order.placed_at.as_ref();
        match placed.and_then(|placed| self.clock.day(placed)) {
            Some(day) if self.clock.days_since(day) >= 0 => {
                self.fact(
                    flag,
                    "placed_at",
                    &day.to_string(),
                    &format!("orders[{index}].placed_at"),
                );
                Start::AfterPlaced(day)
            }
            _ => Start::Missing("the date of delivery is not known".to_owned()),
        }
    }

    fn count(&self, rule: &PolicyRule, order: usize, start: &Start, flag: &mut PolicyFlag) {
        let (day, delivered) = match start {
            Start::Delivered(day) => (*day, true),
            Start::AfterPlaced(day) => (*day, false),
            Start::Missing(_) => return,
        };
        let elapsed = self.clock.days_since(day);
        let own_months = self.item.and_then(|(position, item)| {
            Some((
                position,
                item.warranty_months.filter(|_| rule.policy == "warranty")?,
            ))
        });
        let months = own_months.map(|(_, months)| months).or(rule.months);
        if let Some(months) = months {
            if let Some((position, months)) = own_months {
                let path = format!("orders[{order}].items[{position}].warranty_months");
                self.fact(flag, "warranty_months", &months.to_string(), &path);
            }
            let Some(end) = months_after(day, months) else {
                flag.detail = format!("{months} months reach past the calendar");
                return;
            };
            let left = days_between(self.clock.today, end);
            let detail = if left < 0 {
                format!("ended on {end}")
            } else {
                format!("covered until {end}")
            };
            settle(flag, left, rule.expiring_days, delivered, detail, || {
                format!("covered until {end} at least")
            });
            return;
        }
        let tier = self.known.tier.as_ref();
        let by_tier = tier.and_then(|tier| {
            rule.days_by_tier
                .iter()
                .find(|(name, _)| same(name, &tier.value))
                .map(|(_, days)| *days)
        });
        if let Some(tier) = tier.filter(|_| by_tier.is_some() || !rule.tiers.is_empty()) {
            self.fact(flag, "tier", &tier.value, &tier.path);
        }
        let Some(days) = by_tier.or(rule.days) else {
            "the rule has no period for this tier".clone_into(&mut flag.detail);
            flag.missing = vec!["tier".to_owned()];
            return;
        };
        let left = i64::from(days) - elapsed;
        let detail = format!("day {elapsed} of {days}");
        settle(flag, left, rule.expiring_days, delivered, detail, || {
            format!("at most day {elapsed} of {days}: it was placed on {day}")
        });
    }
}

/// Sets the status by the days left. Counted from the day of the order, a period that has not ended
/// is allowed for sure; one that has may yet run, by when it was delivered.
fn settle(
    flag: &mut PolicyFlag,
    left: i64,
    expiring_days: u32,
    delivered: bool,
    detail: String,
    at_least: impl FnOnce() -> String,
) {
    if !delivered {
        if left >= 0 {
            flag.status = PolicyStatus::Allowed;
            flag.detail = at_least();
        } else {
            "the date of delivery is not known".clone_into(&mut flag.detail);
            flag.missing = vec!["delivered_at".to_owned()];
        }
        return;
    }
    flag.status = if left < 0 {
        PolicyStatus::Denied
    } else if left <= i64::from(expiring_days) {
        PolicyStatus::Expiring
    } else {
        PolicyStatus::Allowed
    };
    flag.detail = detail;
}
