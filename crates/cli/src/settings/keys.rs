//! Signing keys as text, and how they are told apart by a person.
//!
//! A public key is one word, `ed25519:` and 32 bytes in base64: it fits into a policy and a mail. A key file is
//! lines of `name: value`, the first of which says what it is:
//!
//! ```text
//! handrail-signing-key: 1
//! public: ed25519:…
//! secret: ed25519:…
//! ```
//!
//! The secret is the seed of RFC 8032 (32 bytes). The settings page writes and reads the same file.

use crate::error::CliError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::io::Write;
use std::path::Path;

/// What a key begins with, as text.
const PREFIX: &str = "ed25519:";
/// First line of a key file.
const HEAD: &str = "handrail-signing-key: 1";

/// A public key: its 32 bytes and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From `ed25519:` and base64.
    ///
    /// # Errors
    /// When the text is no such key, in words for the person at the terminal.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let bytes = key_bytes(text)?;
        let key = VerifyingKey::from_bytes(&bytes)
            .map_err(|_| format!("`{}` is no point of the curve", text.trim()))?;
        if key.is_weak() {
            return Err(format!("`{}` is a weak key", text.trim()));
        }
        Ok(Self(key))
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0.as_bytes()))
    }

    /// What people compare: the first 128 bits of the SHA-256 of the text, in groups of four digits.
    pub(super) fn fingerprint(&self) -> String {
        let hash = handrail::log::sha256(&self.text());
        let digits: Vec<char> = hash.chars().take(32).collect();
        let groups: Vec<String> = digits.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    }

    /// Whether the signature is of these bytes, by the strict rules: no malleable signature passes.
    pub(super) fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(bytes, &signature).is_ok())
    }
}

/// A key pair.
pub(super) struct KeyPair(SigningKey);

impl KeyPair {
    /// A new one, from the system's randomness.
    ///
    /// # Errors
    /// When the system gives none.
    pub(super) fn generate() -> Result<Self, CliError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| {
            CliError::new(
                format!("the system gives no random numbers: {error}"),
                "a key made without them would be no secret",
            )
        })?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// When it cannot be read, is no key file, or its two halves do not belong together.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
        Self::of_text(&text).map_err(|message| {
            CliError::new(
                format!("{}: {message}", path.display()),
                "`handrail settings keygen` makes a key file",
            )
        })
    }

    fn of_text(text: &str) -> Result<Self, String> {
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        if lines.next() != Some(HEAD) {
            return Err(format!(
                "this is no key file: it does not begin with `{HEAD}`"
            ));
        }
        let mut value = |name: &str| {
            lines
                .next()
                .and_then(|line| line.strip_prefix(name)?.strip_prefix(':'))
                .map(str::trim)
                .ok_or_else(|| format!("the line `{name}: {PREFIX}…` is missing"))
        };
        let public = PublicKey::read(value("public")?)?;
        let pair = Self(SigningKey::from_bytes(&key_bytes(value("secret")?)?));
        if pair.public() != public {
            return Err("the public and the secret key do not belong together".to_owned());
        }
        Ok(pair)
    }

    /// The public half.
    pub(super) fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of these bytes: 64 bytes.
    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }

    /// As a key file.
    fn text(&self) -> String {
        format!(
            "{HEAD}\n# Whoever holds this file can change the settings of the whole team. Keep it secret, keep a copy.\npublic: {}\nsecret: {PREFIX}{}\n",
            self.public().text(),
            STANDARD.encode(self.0.to_bytes())
        )
    }

    /// Writes a key file that only its owner may read.
    ///
    /// # Errors
    /// When a file of this name is there already, or it cannot be written.
    pub(super) fn write_new(&self, path: &Path) -> Result<(), CliError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => CliError::new(
                format!(
                    "{} is there already, and keys are never overwritten",
                    path.display()
                ),
                "name another file; with the old key lost the team would have to follow anew",
            ),
            _ => CliError::new(
                format!("cannot write {}: {error}", path.display()),
                "check the folder and that you may write there",
            ),
        })?;
        file.write_all(self.text().as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| {
                CliError::new(
                    format!("cannot write {}: {error}", path.display()),
                    "is the disk full?",
                )
            })
    }
}

/// The 32 bytes of a key.
fn key_bytes(text: &str) -> Result<[u8; 32], String> {
    let text = text.trim();
    let encoded = text
        .strip_prefix(PREFIX)
        .ok_or_else(|| format!("`{text}` does not begin with `{PREFIX}`"))?;
    STANDARD
        .decode(encoded)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .ok_or_else(|| "a key is 32 bytes in base64 (44 characters)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 8032, section 7.1, test 1.
    const PUBLIC: &str = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const SECRET: &str = "ed25519:nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        match (KeyPair::of_text(text), expected) {
            (Ok(pair), Ok(public)) => {
                assert_eq!(pair.public().text(), public);
                let again = KeyPair::of_text(&pair.text()).map(|again| again.public());
                assert_eq!(again, Ok(pair.public()));
            }
            (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
            (got, expected) => panic!(
                "{:?} but expected {expected:?}",
                got.map(|pair| pair.text())
            ),
        }
    }

    #[test]
    fn key_files_are_read() {
        check(
            &format!("{HEAD}\npublic: {PUBLIC}\nsecret: {SECRET}\n"),
            Ok(PUBLIC),
        );
        check(
            &format!("# mine\r\n{HEAD}\r\n\r\npublic: {PUBLIC}\r\n# keep\r\nsecret: {SECRET}\r\n"),
            Ok(PUBLIC),
        );
        check("-----BEGIN PRIVATE KEY-----", Err("no key file"));
        check(
            &format!("{HEAD}\npublic: {PUBLIC}\n"),
            Err("`secret: ed25519:…` is missing"),
        );
        check(
            &format!("{HEAD}\npublic: {PUBLIC}\nsecret: ed25519:AAAA\n"),
            Err("32 bytes"),
        );
        check(
            &format!("{HEAD}\npublic: {PUBLIC}\nsecret: {PUBLIC}\n"),
            Err("do not belong together"),
        );
    }

    #[test]
    fn the_signature_is_that_of_the_standard() {
        let pair = KeyPair::of_text(&format!("{HEAD}\npublic: {PUBLIC}\nsecret: {SECRET}\n"));
        let signature = pair.as_ref().map(|pair| STANDARD.encode(pair.sign(b"")));
        assert_eq!(
            signature.as_deref(),
            Ok(
                "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw=="
            )
        );
        assert!(PublicKey::read(PUBLIC).is_ok_and(|key| key.fingerprint().len() == 39));
    }
}
