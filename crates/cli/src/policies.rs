//! `handrail evaluate --policies`: the policy engine on the retail shop of tau-bench.

mod mutation;
mod oracle;
mod shop;
mod ticket;

use crate::CommandResult;
use crate::error::CliError;
use handrail::analysis::{IntentVerdict, PolicyFlag, PolicyStatus};
use handrail::identity::IdentityRules;
use handrail::policy::Policies;
use handrail::settings::Settings;
use handrail::text::Conversation;
use oracle::Verdict;
use serde::Serialize;
use shop::{Request, Shop};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// 2026-11-20; the policy counts no days.
const NOW: i64 = 1_795_132_800_000;

/// How often the engine and the written policy said what.
#[derive(Debug, Default, Serialize)]
struct Figures {
    cases: u32,
    agree: u32,
    allowed: u32,
    denied: u32,
    incomplete: u32,
}

/// A case in which they differ, or that the written policy denies although it was recorded.
#[derive(Debug, Serialize)]
struct Told {
    case: String,
    order: String,
    written: String,
    engine: String,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    /// What was recorded, by split and kind of request; `agree` counts what the engine allows.
    recorded: BTreeMap<String, Figures>,
    /// Changed copies, by what was changed.
    mutated: BTreeMap<String, Figures>,
    /// Recorded requests that the engine does not allow.
    not_allowed: Vec<Told>,
    /// Everything on which engine and written policy differ.
    disagreements: Vec<Told>,
    /// Tasks of the train split, and those all of whose requests are allowed.
    train_tasks: u32,
    train_tasks_allowed: u32,
}

struct Judge {
    policies: Policies,
    identity: IdentityRules,
    /// How the written policy is read of items that stay as they are.
    literally: bool,
}

impl Judge {
    /// What the engine says of a request: its policy's verdict, as the panel would show it.
    fn flag(&self, request: &Request, shop: &Shop) -> Result<PolicyFlag, CliError> {
        let ticket = ticket::of(request, shop)
            .map_err(|error| CliError::new(format!("{}: {error}", request.order.order_id), ""))?;
        let known = self.identity.apply(&ticket);
        let conversation = Conversation::read(&known.ticket);
        let (intent, policy) = ticket::asked(&request.wish);
        let intent = IntentVerdict {
            label: intent.to_owned(),
            confidence: 1.0,
            ..IntentVerdict::default()
        };
        let flags = self
            .policies
            .evaluate(&known, &conversation, &[], &intent, None, NOW);
        let mut own = flags.into_iter().filter(|flag| flag.policy == policy);
        own.next().ok_or_else(|| {
            CliError::new(
                format!("the settings have no policy `{policy}` for the intent of this request"),
                "give the settings of the retail shop with --settings",
            )
        })
    }
}

/// Runs the command; `data` is a folder with the shop's files, or one that has it as `tau_retail`.
pub(crate) fn evaluate(data: &Path, settings: &Path, literally: bool, json: bool) -> CommandResult {
    let folder = data.join("tau_retail");
    let shop = Shop::read(if folder.is_dir() { &folder } else { data })?;
    let text =
        std::fs::read_to_string(settings).map_err(|error| CliError::file(settings, &error))?;
    let refused = |error| CliError::settings(settings, &error);
    let read = Settings::read(&text).map_err(refused)?;
    let identity = IdentityRules::compile(&read.identity);
    let judge = Judge {
        policies: Policies::compile(&read.policies)
            .map_err(|error| refused(error.locate(&text)))?,
        identity,
        literally,
    };
    let mut report = Report::default();
    let mut turn = 0;
    for task in &shop.tasks {
        let train = task.name.starts_with("train");
        let mut all_allowed = true;
        for request in &task.requests {
            let name = format!("{}, {}", task.name, request.kind());
            all_allowed &= recorded(&judge, &shop, request, &name, &mut report)?;
            for (what, copy) in mutation::all(request, &shop, turn) {
                mutated(&judge, &shop, &copy, what, &name, &mut report)?;
            }
            turn += 1;
        }
        report.train_tasks += u32::from(train);
        report.train_tasks_allowed += u32::from(train && all_allowed);
    }
    if json {
        crate::say(&serde_json::to_string_pretty(&report).unwrap_or_default())?;
    } else {
        print(&report)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn is(flag: &PolicyFlag) -> Verdict {
    match flag.status {
        PolicyStatus::Allowed | PolicyStatus::Expiring => Verdict::Allowed,
        PolicyStatus::Denied => Verdict::Denied,
        PolicyStatus::Unknown => Verdict::Incomplete,
    }
}

fn told(name: String, request: &Request, written: (Verdict, &str), flag: &PolicyFlag) -> Told {
    let missing = flag.missing.join(", ");
    let say = |verdict: Verdict, why: &str| {
        let verdict = format!("{verdict:?}").to_lowercase();
        format!("{verdict} {why}").trim_end().to_owned()
    };
    Told {
        case: name,
        order: request.order.order_id.clone(),
        written: say(written.0, written.1),
        engine: say(is(flag), format!("{} {missing}", flag.detail).trim()),
    }
}

/// Whether a recorded request is allowed.
fn recorded(
    judge: &Judge,
    shop: &Shop,
    request: &Request,
    name: &str,
    report: &mut Report,
) -> Result<bool, CliError> {
    let flag = judge.flag(request, shop)?;
    let written = oracle::verdict(request, judge.literally);
    let split = name.split(' ').next().unwrap_or_default();
    let figures = report
        .recorded
        .entry(format!("{split}: {}", request.kind()))
        .or_default();
    let allowed = is(&flag) == Verdict::Allowed;
    figures.count(written.0, allowed);
    if !allowed {
        let told = told(name.to_owned(), request, written, &flag);
        report.not_allowed.push(told);
    }
    if is(&flag) != written.0 {
        let name = format!("{name}, as recorded");
        report
            .disagreements
            .push(told(name, request, written, &flag));
    }
    Ok(allowed)
}

fn mutated(
    judge: &Judge,
    shop: &Shop,
    request: &Request,
    what: &str,
    name: &str,
    report: &mut Report,
) -> Result<(), CliError> {
    let flag = judge.flag(request, shop)?;
    let written = oracle::verdict(request, judge.literally);
    let agree = is(&flag) == written.0;
    let figures = report.mutated.entry(what.to_owned()).or_default();
    figures.count(written.0, agree);
    if !agree {
        let name = format!("{name}, {what}");
        report
            .disagreements
            .push(told(name, request, written, &flag));
    }
    Ok(())
}

impl Figures {
    fn count(&mut self, written: Verdict, agree: bool) {
        self.cases += 1;
        self.agree += u32::from(agree);
        match written {
            Verdict::Allowed => self.allowed += 1,
            Verdict::Denied => self.denied += 1,
            Verdict::Incomplete => self.incomplete += 1,
        }
    }

    fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            cases: sum.cases + one.cases,
            agree: sum.agree + one.agree,
            allowed: sum.allowed + one.allowed,
            denied: sum.denied + one.denied,
            incomplete: sum.incomplete + one.incomplete,
        })
    }
}

fn print(report: &Report) -> Result<(), CliError> {
    let table = |title: &str, agree: &str, rows: &BTreeMap<String, Figures>| {
        crate::say(&format!(
            "{title:<34}{:>7}{:>9}{:>9}{:>12}{agree:>12}",
            "cases", "allowed", "denied", "incomplete"
        ))?;
        let all = Figures::sum(rows.values());
        for (name, figures) in rows.iter().chain([(&"all".to_owned(), &all)]) {
            crate::say(&format!(
                "{name:<34}{:>7}{:>9}{:>9}{:>12}{:>12}",
                figures.cases, figures.allowed, figures.denied, figures.incomplete, figures.agree
            ))?;
        }
        crate::say("")
    };
    crate::say("What the written policy says, and how often the engine says the same.\n")?;
    table("as recorded", "engine: yes", &report.recorded)?;
    table("changed copies", "agree", &report.mutated)?;
    let list = |title: &str, cases: &[Told]| {
        crate::say(&format!("{title}: {}", cases.len()))?;
        for one in cases {
            crate::say(&format!(
                "  {} ({}): written {}; engine {}",
                one.case, one.order, one.written, one.engine
            ))?;
        }
        crate::say("")
    };
    list(
        "recorded, but not allowed by the engine",
        &report.not_allowed,
    )?;
    list("engine and written policy differ", &report.disagreements)?;
    crate::say(&format!(
        "train tasks of which all requests are allowed: {} of {}",
        report.train_tasks_allowed, report.train_tasks
    ))?;
    let all = Figures::sum(report.mutated.values());
    crate::say(&format!(
        "agreement on changed copies: {} of {} ({:.2} %)",
        all.agree,
        all.cases,
        f64::from(all.agree) * 100.0 / f64::from(all.cases.max(1))
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// The judge with the shipped settings, and a shop of two customers.
    fn shop() -> (Judge, Shop) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = std::fs::read_to_string(root.join("www/data/policies/tau_retail.json")).unwrap();
        let settings = Settings::read(&text).unwrap();
        let identity = IdentityRules::compile(&settings.identity);
        let judge = Judge {
            policies: Policies::compile(&settings.policies).unwrap(),
            identity,
            literally: false,
        };
        let folder: PathBuf = root.join("tests/fixtures/retail");
        (judge, Shop::read(&folder).unwrap())
    }

    /// What engine and written policy say of the recorded requests, and on how many changed copies of the
    /// kind `what` they agree.
    #[track_caller]
    fn check(what: &str, allowed: u32, denied: u32, incomplete: u32) {
        let (judge, shop) = shop();
        let mut report = Report::default();
        for (turn, task) in shop.tasks.iter().enumerate() {
            for request in &task.requests {
                recorded(&judge, &shop, request, &task.name, &mut report).unwrap();
                for (name, copy) in mutation::all(request, &shop, turn) {
                    mutated(&judge, &shop, &copy, name, &task.name, &mut report).unwrap();
                }
            }
        }
        assert!(
            report.disagreements.is_empty(),
            "{:?}",
            report.disagreements
        );
        let figures = match what {
            "recorded" => &Figures::sum(report.recorded.values()),
            what => &report.mutated[what],
        };
        assert_eq!(
            (figures.allowed, figures.denied, figures.incomplete),
            (allowed, denied, incomplete),
            "{what}"
        );
    }

    #[test]
    fn the_engine_says_what_the_written_policy_says() {
        check("recorded", 7, 1, 0);
        check("order status", 0, 16, 0);
        check("second time", 1, 7, 0);
        check("payment method not said", 0, 0, 6);
        check("gift card that just covers it", 4, 0, 0);
        check("item of another product", 0, 3, 0);
        check("order of another customer", 0, 8, 0);
    }
}
