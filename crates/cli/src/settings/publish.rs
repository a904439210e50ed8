//! `handrail settings keygen`, `sign` and `verify`: one document for the team.

use super::envelope::TeamDocument;
use super::keys::{KeyPair, PublicKey};
use crate::CommandResult;
use crate::error::CliError;
use clap::Args;
use handrail::engine;
use handrail::ticket::Time;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HOUR: i64 = 3_600_000;

/// Makes a key pair and prints its public half, which every browser of the team has to know. A key file that is
/// there is never overwritten.
///
/// Example: handrail settings keygen --out team.key
#[derive(Debug, Args)]
pub(crate) struct Keygen {
    /// The key file to make; keep it secret, and keep a copy
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Checks the settings and signs them as the team's document, to be published at an address that every browser of
/// the team asks.
///
/// Example: handrail settings sign settings.json --key team.key --out handrail-team.json
#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// The settings, as the settings page exports them
    file: PathBuf,
    /// The key file
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The file to publish; an earlier document of the same key is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Number of this document; without it one more than that of the document at --out, or 1
    #[arg(long)]
    revision: Option<u64>,
    /// After so many days every browser falls back to phase 1, if nothing newer is published
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3660))]
    valid_days: u64,
    /// The same as a moment
    #[arg(long, value_name = "TIME", value_parser = crate::analyze::moment, conflicts_with = "valid_days")]
    valid_until: Option<i64>,
    /// A browser that could not ask the address for so many hours falls back to phase 1
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u64).range(1..=8784))]
    max_age_hours: u64,
    /// The address at which it will be found
    #[arg(long, value_name = "URL", default_value = "")]
    address: String,
    /// Stop the assistant in every browser of the team, for this reason
    #[arg(long, value_name = "REASON", default_value = "")]
    kill_switch: String,
}

/// Verifies a published document: its signature, its revision, how long it holds, and its settings.
///
/// Ends with status 1 when something is wrong with it.
///
/// Example: handrail settings verify handrail-team.json --key ed25519:…
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The published file
    file: PathBuf,
    /// The public key that must have signed it; without it the document's own, whose fingerprint is for you to compare
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The moment at which it has to hold; without it the present
    #[arg(long, value_name = "TIME", value_parser = crate::analyze::moment)]
    now: Option<i64>,
    /// Print the settings that it carries, and nothing else
    #[arg(long)]
    print: bool,
}

pub(crate) fn keygen(arguments: &Keygen) -> CommandResult {
    let pair = KeyPair::generate()?;
    pair.write_new(&arguments.out)?;
    crate::say(&format!("public key:  {}", pair.public().text()))?;
    crate::say(&format!("fingerprint: {}", pair.public().fingerprint()))?;
    eprintln!(
        "{} holds the secret key: whoever has it can change the team's settings",
        arguments.out.display()
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn sign(arguments: &Sign) -> CommandResult {
    let path = &arguments.file;
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let text = text.trim_start_matches('\u{feff}');
    if !is_sound(path, text)? {
        return Ok(ExitCode::from(1));
    }
    let settings: Value = match text.trim() {
        "" => Value::Object(serde_json::Map::new()),
        text => serde_json::from_str(text)
            .map_err(|error| CliError::new(format!("{}: {error}", path.display()), ""))?,
    };
    let address = arguments.address.trim();
    if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
        return Err(CliError::new(
            format!("`{address}` is no address of a web server"),
            "write it whole, such as https://desk.example.com/handrail-team.json",
        ));
    }
    let pair = KeyPair::read(&arguments.key)?;
    let before = published(&arguments.out, &pair.public())?;
    let revision = arguments
        .revision
        .unwrap_or_else(|| before.map_or(1, |before| before.saturating_add(1)));
    if let Some(before) = before.filter(|before| *before >= revision) {
        return Err(CliError::new(
            format!(
                "revision {revision} is not above revision {before} of {}",
                arguments.out.display()
            ),
            "browsers take no document that is older than the one they have; leave --revision out",
        ));
    }
    let now = jiff::Timestamp::now().as_millisecond();
    let days = i64::try_from(arguments.valid_days).unwrap_or(30);
    let valid_until = arguments.valid_until.unwrap_or(now + days * 24 * HOUR);
    let document = TeamDocument {
        revision,
        published_at: Time::from_millis(now).text().to_owned(),
        valid_until: Time::from_millis(valid_until).text().to_owned(),
        max_age_hours: arguments.max_age_hours,
        address: address.to_owned(),
        kill_switch: arguments.kill_switch.trim().to_owned(),
        settings,
    };
    let signed = document
        .sign(&pair)
        .map_err(|error| CliError::new(format!("cannot write the document: {error}"), ""))?;
    replace(&arguments.out, &signed)?;
    crate::say(&format!(
        "{}: {}",
        arguments.out.display(),
        told(&document, &pair.public())
    ))?;
    if before.is_none() && arguments.revision.is_none() {
        eprintln!(
            "it begins with revision 1; where the team follows this key already, give --revision"
        );
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn verify(arguments: &Verify) -> CommandResult {
    let path = &arguments.file;
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let wrong = |message: &str| {
        eprintln!("error: {}: {message}", path.display());
        Ok(ExitCode::from(1))
    };
    let (document, key) = match TeamDocument::read(&text) {
        Ok(read) => read,
        Err(message) => return wrong(&message),
    };
    if let Some(text) = &arguments.key {
        let wanted = PublicKey::read(text).map_err(|message| {
            CliError::new(
                format!("--key: {message}"),
                "`handrail settings keygen` prints it",
            )
        })?;
        if wanted != key {
            return wrong(&format!(
                "it is signed by another key, {}, and not by {}",
                key.fingerprint(),
                wanted.fingerprint()
            ));
        }
    }
    let settings = serde_json::to_string_pretty(&document.settings).unwrap_or_default();
    if !is_sound(path, &settings)? {
        return Ok(ExitCode::from(1));
    }
    let now = arguments
        .now
        .unwrap_or_else(|| jiff::Timestamp::now().as_millisecond());
    let until = Time::new(&document.valid_until).millis();
    if until.is_none_or(|until| until < now) {
        return wrong(&format!(
            "revision {} was valid until {}: browsers that have it are in phase 1",
            document.revision, document.valid_until
        ));
    }
    if arguments.print {
        crate::say(&settings)?;
    } else {
        crate::say(&format!("{}: {}", path.display(), told(&document, &key)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What a document says of itself.
fn told(document: &TeamDocument, key: &PublicKey) -> String {
    let stopped = match document.kill_switch.as_str() {
        "" => String::new(),
        reason => format!(", the kill switch is on ({reason})"),
    };
    format!(
        "revision {}, signed by {} on {}, valid until {}{stopped}",
        document.revision,
        key.fingerprint(),
        document.published_at,
        document.valid_until
    )
}

/// Whether an engine takes these settings; tells what is wrong with them, and what the lead should know of.
fn is_sound(path: &Path, text: &str) -> Result<bool, CliError> {
    let assets = crate::assets::load(&crate::assets::AssetFiles::default())?;
    let mut sound = true;
    for fault in engine::faults(text, &assets) {
        eprintln!("{}", CliError::settings(path, &fault));
        // Rules that overlap or leave a hole are told of, and may be wanted.
        sound &= matches!(fault.code.as_str(), "policy_overlap" | "policy_hole");
    }
    Ok(sound)
}

/// The revision of the document that stands at `path`, if one does.
///
/// # Errors
/// When something else stands there, or a document of another key.
fn published(path: &Path, key: &PublicKey) -> Result<Option<u64>, CliError> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| CliError::file(path, &error))?,
    };
    let refused = |message: String| {
        CliError::new(
            format!("{} would be replaced, but {message}", path.display()),
            "name another file, or remove this one",
        )
    };
    let (document, signer) = TeamDocument::read(&text).map_err(refused)?;
    if signer != *key {
        return Err(refused(format!(
            "it is signed by another key, {}",
            signer.fingerprint()
        )));
    }
    Ok(Some(document.revision))
}

/// Writes beside the file first, so that whoever is just asking for it gets the old one or the new one, whole.
fn replace(path: &Path, text: &str) -> Result<(), CliError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| {
            CliError::new(
                format!("cannot write {}: {error}", path.display()),
                "check the folder and that you may write there",
            )
        })
}
