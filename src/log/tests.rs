use super::*;
use serde_json::json;

mod proof;

/// 2026-11-22T12:00:00Z.
const NOW: i64 = 1_795_348_800_000;

/// A log as the extension writes it.
#[derive(Default, Clone)]
struct Writer {
    actor: &'static str,
    lines: Vec<String>,
    last: String,
}

impl Writer {
    fn by(actor: &'static str) -> Self {
        Self {
            actor,
            ..Self::default()
        }
    }

    fn write(&mut self, at: &str, kind: &str, content: &str) {
        let seq = self.lines.len() + 1;
        let content_hash = sha256(content);
        let head = format!(
            r#"{{"seq":{seq},"at":"{at}","actor":"{}","kind":"{kind}","previous_hash":"{}","content_hash":"{content_hash}"}}"#,
            self.actor, self.last
        );
        self.last = sha256(&head);
        let members = content.strip_prefix('{').unwrap();
        let members = if members == "}" {
            "}".to_owned()
        } else {
            format!(",{members}")
        };
        let line = format!(
            "{},\"hash\":\"{}\"{members}",
            head.strip_suffix('}').unwrap(),
            self.last
        );
        self.lines.push(line);
    }

    /// Takes the content of an entry away, as retention does.
    fn expire(&mut self, seq: usize) {
        let line = &mut self.lines[seq - 1];
        let end = line.find("\"hash\":\"").unwrap() + 8 + 64 + 1;
        line.replace_range(end.., ",\"expired\":true}");
    }

    fn export(&self) -> Export {
        Export {
            name: format!("{}.jsonl", self.actor),
            text: self.lines.join("\n"),
            head: String::new(),
        }
    }
}

fn analyzed(ticket: usize, intent: &str, articles: &[&str]) -> String {
    json!({
        "desk": "https://desk.example.com", "ticket": ticket.to_string(), "intent": intent,
        "confidence": 0.9, "articles": articles, "versions": {"knowledge": "2 abc"}, "required": ticket == 1,
        "triggers": [{"kind": "vip", "rule": "vip", "severity": "escalate"}],
    })
    .to_string()
}

fn feedback(ticket: usize, about: &str, verdict: &str, subject: &str) -> String {
    json!({
        "desk": "https://desk.example.com", "ticket": ticket.to_string(),
        "about": about, "verdict": verdict, "subject": subject,
    })
    .to_string()
}

fn of(logs: &[&Writer]) -> Report {
    let exports: Vec<Export> = logs.iter().map(|log| log.export()).collect();
    report(&exports, &GateSettings::default(), NOW)
}

/// Codes of the faults of a log after a change to its lines, and how many analyses are counted.
#[track_caller]
fn check(change: impl FnOnce(&mut Writer), head: &str, codes: &[&str], analyses: usize) {
    let mut log = Writer::by("agent-a");
    for ticket in 1..=4 {
        log.write(
            "2026-11-20T08:00:00Z",
            "analyzed",
            &analyzed(ticket, "refund_request", &[]),
        );
    }
    let before = log.last.clone();
    change(&mut log);
    let mut export = log.export();
    head.clone_into(&mut export.head);
    if head == "known" {
        export.head = before;
    }
    let found = report(&[export], &GateSettings::default(), NOW);
    let got: Vec<&str> = found.logs[0]
        .faults
        .iter()
        .map(|fault| fault.code.as_str())
        .collect();
    assert_eq!(got, codes, "{:?}", found.logs[0].faults);
    assert_eq!(found.figures.analyses, analyses);
}

#[test]
fn a_sound_log() {
    check(|_| (), "known", &[], 4);
    check(|log| log.lines.push(String::new()), "", &[], 4);
    check(
        |log| {
            log.lines
                .push("{\"kept\":\"abc\",\"ticket\":{}}".to_owned())
        },
        "",
        &[],
        4,
    );
}

#[test]
fn what_was_changed_or_is_missing_is_told() {
    let forged = |log: &mut Writer| log.lines[1] = log.lines[1].replace("refund_request", "praise");
    check(forged, "", &["changed"], 3);
    check(
        |log| log.lines[1] = log.lines[1].replacen("08:00", "09:00", 1),
        "",
        &["changed"],
        3,
    );
    check(|log| drop(log.lines.remove(1)), "", &["missing"], 3);
    check(|log| drop(log.lines.remove(0)), "", &["missing"], 3);
    check(|log| log.lines[3].truncate(90), "", &["torn"], 3);
    check(|log| drop(log.lines.pop()), "known", &["cut"], 3);
    check(
        |log| {
            let head = format!(
                "{{\"handrail_log\":1,\"head\":{{\"seq\":4,\"hash\":\"{}\"}}}}",
                log.last
            );
            log.lines.insert(0, head);
        },
        "",
        &[],
        4,
    );
    check(
        |log| {
            let head = format!(
                "{{\"handrail_log\":1,\"head\":{{\"seq\":4,\"hash\":\"{}\"}}}}",
                log.last
            );
            log.lines.insert(0, head);
            log.lines.pop();
        },
        "",
        &["cut"],
        3,
    );
    // Replaced by one that verifies by itself.
    check(
        |log| {
            let mut other = Writer::by("agent-a");
            other.write(
                "2026-11-20T08:00:00Z",
                "analyzed",
                &analyzed(9, "praise", &[]),
            );
            log.lines[0] = other.lines.remove(0);
        },
        "",
        &["broken"],
        4,
    );
    check(
        |log| log.lines[2] = "no JSON".to_owned(),
        "",
        &["torn", "missing"],
        3,
    );
}

#[test]
fn retention_leaves_a_head_that_verifies() {
    check(|log| log.expire(2), "", &["removed"], 4);
    check(
        |log| {
            log.write("2026-11-21T08:00:00Z", "expired", r#"{"first":1,"last":2}"#);
            log.expire(1);
            log.expire(2);
        },
        "",
        &[],
        4,
    );
    // More than was announced.
    check(
        |log| {
            log.write("2026-11-21T08:00:00Z", "expired", r#"{"first":1,"last":2}"#);
            log.expire(3);
        },
        "",
        &["removed"],
        4,
    );
}
