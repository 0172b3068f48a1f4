//! Fetching secrets from where the configuration says they are, and keeping them out of everything else.
//!
//! In: a [`SecretPlace`]. Out: the secret, which prints as nothing; or a problem that names the place and never the content.

use std::process::{Command, Stdio};

use secrecy::SecretString;

use crate::problem::{Problem, problem};
use crate::source::config::{Place, SecretPlace};

/// No secret of any platform is longer; what is, is the wrong file.
const LONGEST: usize = 8192;

/// Fetches a secret. Blanks and line ends around it don't belong to it.
///
/// # Errors
/// Where there is none, or it could be read by others.
pub fn fetch(secret: &SecretPlace) -> Result<SecretString, Problem> {
    let at = secret.at;
    let text = match &secret.place {
        Place::Env(name) => std::env::var(name).map_err(|_| problem!(at, "source-secret-env", name = name))?,
        Place::File(path) => {
            let shown = path.display();
            let unreadable = |error: std::io::Error| problem!(at, "source-secret-file", path = shown, reason = error.kind());
            if others_can_read(path).map_err(unreadable)? {
                return Err(problem!(at, "source-secret-open-file", path = shown)
                    .help("source-secret-close-file", vec![("path", shown.to_string())]));
            }
            std::fs::read_to_string(path).map_err(unreadable)?
        }
        Place::Command(parts) => {
            let (program, arguments) = parts.split_first().ok_or_else(|| problem!(at, "source-secret-place"))?;
            let failed = |reason: String| problem!(at, "source-secret-command", program = program, reason = reason);
            // A password manager may want to ask on the terminal, so only its output is taken.
            let output = Command::new(program).args(arguments).stderr(Stdio::inherit()).stdin(Stdio::inherit()).output();
            let output = output.map_err(|error| failed(error.kind().to_string()))?;
            if !output.status.success() {
                return Err(failed(output.status.to_string()));
            }
            String::from_utf8(output.stdout).map_err(|_| failed("UTF-8".to_owned()))?
        }
    };
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
        return Err(problem!(at, "source-secret-unlikely"));
    }
    Ok(SecretString::from(text))
}

#[cfg(unix)]
fn others_can_read(path: &std::path::Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Elsewhere files of a user's folders are the user's own unless shared on purpose.
#[cfg(not(unix))]
fn others_can_read(_: &std::path::Path) -> std::io::Result<bool> {
    Ok(false)
}
