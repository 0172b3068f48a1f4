//! Tokens between runs.
//!
//! In: what a token depends on. Out: the token of an earlier run. The files can be read by their owner only, and their names
//! are digests that give away neither account nor secret. Losing a file costs one call, so nothing here is an error.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::collect::evidence::digest;
use crate::io::file::{Permissions, write};

/// The folder of tokens.
#[derive(Debug)]
pub(super) struct Cache(Option<PathBuf>);

/// What is kept of a token.
#[derive(Debug, Default)]
pub(super) struct CachedToken {
    pub(super) token: Option<SecretString>,
    pub(super) ends: Option<DateTime<Utc>>,
    pub(super) refresh_token: Option<SecretString>,
}

impl Cache {
    /// None keeps nothing.
    pub(super) fn new(folder: Option<PathBuf>) -> Cache {
        Cache(folder)
    }

    /// True if a later run finds what this one saves.
    pub(super) fn keeps(&self) -> bool {
        self.0.is_some()
    }

    /// Every part is preceded by its length, so that no two lists of parts look alike.
    fn file(&self, parts: &[&str]) -> Option<PathBuf> {
        let text: String = parts.iter().map(|part| format!("{}\n{part}", part.len())).collect();
        let name = digest(text.as_bytes());
        Some(self.0.as_ref()?.join(format!("{}.json", name.trim_start_matches("sha256:"))))
    }

    pub(super) fn load(&self, parts: &[&str]) -> Option<CachedToken> {
        let file = self.file(parts)?;
        if open_to_others(&file) {
            return None;
        }
        let json: Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
        let text = |field: &str| json.get(field).and_then(Value::as_str);
        let ends = text("ends").and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map(|ends| ends.with_timezone(&Utc));
        let secret = |field: &str| text(field).map(SecretString::from);
        Some(CachedToken { token: secret("token"), ends, refresh_token: secret("refresh_token") })
    }

    pub(super) fn save(&self, parts: &[&str], kept: &CachedToken) {
        let (Some(folder), Some(file)) = (&self.0, self.file(parts)) else { return };
        let secret = |secret: &Option<SecretString>| secret.as_ref().map(|secret| secret.expose_secret().to_owned());
        let json = json!({
            "token": secret(&kept.token),
            "ends": kept.ends.map(|ends| ends.to_rfc3339()),
            "refresh_token": secret(&kept.refresh_token),
        });
        let saved = make_private(folder).and_then(|()| write(&file, json.to_string().as_bytes(), Permissions::OwnerOnly));
        if let Err(error) = saved {
            tracing::warn!(reason = %error.kind(), "a token could not be kept for the next run");
        }
    }
}

#[cfg(unix)]
fn open_to_others(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &std::path::Path) -> bool {
    false
}

fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
