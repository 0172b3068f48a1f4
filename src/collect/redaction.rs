//! The key of pseudonyms, from where the configuration says it is.
//!
//! In: `kaibo.toml` with `[redact] key = { env = "…" }`. Out: the key, which prints as nothing; or what is wrong.

use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;

use crate::collect::config::{self, FILE};
use crate::collect::pipeline::{may_be_used, open_config};
use crate::collect::secret::fetch;
use crate::document::diagnostics::Diagnostic;
use crate::io::application::LoadError;

/// How long a command may take that prints the key.
const LIMIT: Duration = Duration::from_secs(60);

/// Fetches the key. As with other secrets, a configuration in the working directory has to be approved first.
///
/// # Errors
/// There is no configuration, it names no key, was not approved, or the key can't be had.
pub fn key(working_directory: &Path) -> Result<SecretString, LoadError> {
    let missing = || Diagnostic::without_span("redact-no-key", vec![("name", FILE.to_owned())]).with_help("redact-key-spelling", vec![]);
    let path = config::find(working_directory).ok_or_else(|| LoadError::from(missing()))?;
    let opened = open_config(&path)?;
    may_be_used(&path, false, &opened.bytes)?;
    let place = opened.config.redact.ok_or_else(|| LoadError::from(missing()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Diagnostic::without_span("collect-no-runtime", vec![("reason", error.to_string())]))?;
    // The configuration's lines are not shown again: the place is named by the message.
    let without_place = |problem: Diagnostic| Diagnostic { at: None, also: Vec::new(), ..problem };
    Ok(runtime.block_on(fetch(&place, LIMIT)).map_err(without_place)?)
}
