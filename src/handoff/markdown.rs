//! The package as Markdown, to be pasted into a note, a chat or a mail.

use super::words;
use super::{Handoff, Reason};
use crate::analysis::{PolicyFlag, ResolutionPath};

/// The package as Markdown. Signs in the ticket's text that Markdown would act on are escaped, so that a
/// customer's words stay words.
#[must_use]
pub fn markdown(package: &Handoff) -> String {
    let mut page = Page::default();
    let number = if package.number.is_empty() {
        &package.ticket_id
    } else {
        &package.number
    };
    page.line(&format!(
        "# Hand-off: ticket {} {}",
        safe(number),
        safe(&package.subject)
    ));
    if !package.url.is_empty() {
        page.line(&package.url);
    }
    page.line("");
    let mut owner = format!("**{}**", words::tier(package.tier));
    if !package.route.is_empty() {
        owner.push_str(&format!(" · {}", safe(&package.route)));
    }
    if let Some(minutes) = package.sla_minutes {
        owner.push_str(&format!(
            " · first reply within {}",
            words::minutes(minutes)
        ));
    }
    page.line(&owner);
    let summary = &package.summary;
    if !summary.one_line.is_empty() {
        page.line("");
        page.line(&safe(&summary.one_line));
    }
    if let Some(path) = &package.recommended_action {
        page.heading("Recommended action");
        page.path(path);
    }
    if !summary.ask.is_empty() {
        page.heading("What is asked");
        page.line(&format!("> {}", safe(&summary.ask)));
    }
    let points = summary.conversation.iter().map(|point| {
        let role = words::role(point.role);
        format!(
            "{role} ({}): {}",
            safe(&point.message_id),
            safe(&point.text)
        )
    });
    page.list("What happened", points.collect());
    for (heading, entries) in [
        ("Open questions", &summary.open_questions),
        ("Promised", &summary.promises),
        ("Already tried", &summary.tried),
        ("Already given: do not ask again", &summary.already_given),
    ] {
        page.list(heading, entries.iter().map(|entry| safe(entry)).collect());
    }
    page.list("Reasoning", package.reasoning.iter().map(reason).collect());
    page.list("Policies", package.policies.iter().map(policy).collect());
    let account = summary.account.iter().map(|fact| {
        format!(
            "{}: {} ({})",
            safe(&fact.label),
            safe(&fact.value),
            safe(&fact.source)
        )
    });
    let mut account: Vec<String> = account.collect();
    if !summary.history.is_empty() {
        account.push(safe(&summary.history));
    }
    page.list("Customer", account);
    let skip = usize::from(package.recommended_action.is_some());
    for path in package.resolution_paths.iter().skip(skip) {
        page.heading("Way to resolve");
        page.path(path);
    }
    let articles = package.articles.iter().map(|article| {
        let url = article.url.as_deref().unwrap_or(&article.id);
        format!("{} ({})", safe(&article.title), safe(url))
    });
    page.list("Articles", articles.collect());
    let timeline = package.timeline.iter().map(|moment| {
        format!(
            "{} {} ({})",
            at(&moment.at),
            safe(&moment.text),
            safe(&moment.source)
        )
    });
    page.list(
        "Timeline",
        timeline.map(|line| line.trim_start().to_owned()).collect(),
    );
    let transcript = package.transcript.iter().map(|turn| {
        let mut line = format!("{} {}", safe(&turn.message_id), at(&turn.at));
        line.push_str(&format!(" {}", words::role(turn.role)));
        if !turn.name.is_empty() {
            line.push_str(&format!(" {}", safe(&turn.name)));
        }
        if turn.internal {
            line.push_str(", internal");
        }
        match turn.files {
            0 => {}
            1 => line.push_str(", 1 file"),
            files => line.push_str(&format!(", {files} files")),
        }
        format!("{line}: {}", safe(&turn.starts))
    });
    page.list("Transcript", transcript.collect());
    page.line("");
    let hidden = if package.masked {
        ", personal data hidden"
    } else {
        ""
    };
    page.line(&format!(
        "Handrail {}, as of {}, settings {}{hidden}",
        package.versions.engine, package.now, package.versions.settings
    ));
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        self.line("");
        self.line(&format!("## {heading}"));
    }

    fn list(&mut self, heading: &str, entries: Vec<String>) {
        if entries.is_empty() {
            return;
        }
        self.heading(heading);
        for entry in entries {
            self.line(&format!("- {entry}"));
        }
    }

    fn path(&mut self, path: &ResolutionPath) {
        self.line(&format!(
            "**{}** {}",
            safe(&path.title),
            safe(&path.rationale)
        ));
        for (at, step) in path.steps.iter().enumerate() {
            self.line(&format!("{}. {}", at + 1, safe(step)));
        }
        if !path.sources.is_empty() {
            self.line(&format!("Rests on {}", safe(&path.sources.join(", "))));
        }
    }
}

fn reason(reason: &Reason) -> String {
    let mut line = safe(reason.text.trim_end_matches('.'));
    for fact in &reason.evidence {
        line.push_str(&format!(
            "; “{}” ({})",
            safe(&fact.value),
            safe(&fact.source)
        ));
    }
    line
}

fn policy(flag: &PolicyFlag) -> String {
    let status = words::policy(flag.status);
    let mut line = format!(
        "{} {status}: {} ({})",
        safe(&flag.policy),
        safe(&flag.detail),
        safe(&flag.rule)
    );
    for fact in &flag.facts {
        line.push_str(&format!(
            "; {} {} ({})",
            safe(&fact.name),
            safe(&fact.value),
            safe(&fact.source)
        ));
    }
    if !flag.missing.is_empty() {
        line.push_str(&format!("; missing: {}", safe(&flag.missing.join(", "))));
    }
    line
}

/// `2026-11-19T10:00:00Z` as `2026-11-19 10:00`.
fn at(text: &str) -> String {
    let minute: String = text.chars().take(16).collect();
    safe(&minute.replace('T', " "))
}

/// Text in one line, with the signs escaped that Markdown would act on.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '[' | ']' | '<' | '|') {
            out.push('\\');
        }
        out.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    out
}
