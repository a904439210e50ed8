//! Dependencies point one way: what each part of the engine may name of the others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

/// Part → the parts that its files may name. The data types stand below everything.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("round", &[]),
    ("retrieval", &[]),
    ("decimal", &[]),
    ("sorted", &[]),
    ("shipped", &[]),
    ("fingerprint", &[]),
    ("table", &[]),
    ("bytes", &["fingerprint"]),
    ("key_index", &[]),
    ("calendar", &[]),
    ("json", &["decimal", "sorted"]),
    ("evidence", &["round", "decimal", "json"]),
    (
        "ticket",
        &[
            "round",
            "fingerprint",
            "decimal",
            "sorted",
            "json",
            "evidence",
        ],
    ),
    (
        "analysis",
        &["round", "decimal", "json", "evidence", "ticket"],
    ),
    ("time_zones", &["calendar", "ticket", "sorted"]),
    ("text", BELOW),
    ("phrases", &["shipped", "sorted", "key_index", "text"]),
    ("settings", BELOW_WITH_PHRASES),
    ("identity", STAGE),
    ("conditions", STAGE_WITH_IDENTITY),
    ("intent", STAGE),
    ("sentiment", STAGE_WITH_PHRASES),
    ("escalation", STAGE_WITH_PHRASES),
    ("knowledge", STAGE),
    ("policy", STAGE_WITH_IDENTITY),
    ("summary", STAGE_WITH_IDENTITY),
    ("resolution", STAGE),
    ("priority", STAGE_WITH_IDENTITY),
    ("autonomy", STAGE_WITH_IDENTITY),
    // The panel sees only the analysis (and the words of its own display settings).
    (
        "panel",
        &[
            "round", "decimal", "sorted", "json", "evidence", "ticket", "analysis", "settings",
        ],
    ),
    // The log reads what was written down of analyses.
    (
        "log",
        &[
            "round",
            "retrieval",
            "decimal",
            "json",
            "evidence",
            "ticket",
            "analysis",
        ],
    ),
    // The eval set holds labels against analyses and what the log has of them.
    (
        "evaluation",
        &[
            "round", "decimal", "json", "evidence", "ticket", "analysis", "text", "log",
        ],
    ),
    (
        "handoff",
        &["decimal", "json", "evidence", "ticket", "analysis", "text"],
    ),
];

const BELOW: &[&str] = &[
    "round",
    "fingerprint",
    "table",
    "bytes",
    "key_index",
    "calendar",
    "decimal",
    "sorted",
    "shipped",
    "json",
    "evidence",
    "ticket",
    "analysis",
    "text",
    "settings",
];
const BELOW_WITH_PHRASES: &[&str] = &[
    "round",
    "fingerprint",
    "table",
    "bytes",
    "key_index",
    "calendar",
    "decimal",
    "sorted",
    "shipped",
    "json",
    "evidence",
    "ticket",
    "analysis",
    "text",
    "settings",
    "phrases",
];
const STAGE: &[&str] = BELOW;
const STAGE_WITH_PHRASES: &[&str] = &[
    "round",
    "fingerprint",
    "table",
    "bytes",
    "key_index",
    "calendar",
    "decimal",
    "sorted",
    "shipped",
    "json",
    "evidence",
    "ticket",
    "analysis",
    "text",
    "settings",
    "identity",
    "phrases",
    "conditions",
];
const STAGE_WITH_IDENTITY: &[&str] = &[
    "round",
    "fingerprint",
    "table",
    "bytes",
    "key_index",
    "calendar",
    "decimal",
    "sorted",
    "shipped",
    "json",
    "evidence",
    "ticket",
    "analysis",
    "text",
    "settings",
    "identity",
    "time_zones",
    "conditions",
];

fn files(part: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![source.join(format!("{part}.rs"))];
    let mut open = vec![source.join(part)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// Parts that a text names as `crate::part`, outside its tests.
fn named(text: &str) -> Vec<String> {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let mut parts = Vec::new();
    for rest in text.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            parts.push(name);
        }
    }
    parts
}

#[test]
fn stages_name_only_what_stands_below_them() {
    for (part, allowed) in MAY_NAME {
        for file in files(part) {
            if file.file_name().is_some_and(|name| name == "tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            for name in named(&text) {
                assert!(
                    name == *part || allowed.contains(&name.as_str()),
                    "{} names crate::{name}; `{part}` may name only {allowed:?}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn only_the_boundary_knows_javascript() {
    for (part, _) in MAY_NAME.iter().chain(&[("engine", BELOW)]) {
        for file in files(part) {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in ["JsValue", "web_sys", "js_sys", "wasm_bindgen"] {
                assert!(!text.contains(word), "{} names {word}", file.display());
            }
        }
    }
}
