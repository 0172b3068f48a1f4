//! Fetching secrets from where the configuration says they are, and keeping them out of everything else.
//!
//! In: a [`SecretSource`]. Out: the secret, which prints as nothing; or a problem at the place's line. A diagnostic repeats neither
//! the secret nor what the configuration says, since somebody may have written the secret itself there.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{TryRecvError, channel};
use std::time::{Duration, Instant};

use secrecy::SecretString;

use crate::collect::config::{SecretLocation, SecretSource};
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::io::read::bytes_within;

/// No secret of any platform is longer; what is, is the wrong file.
const LONGEST: usize = 8192;

/// How often a command is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// Fetches a secret; a command must end within `limit`. Blanks and line ends around the secret don't belong to it.
///
/// # Errors
/// There is none, or it could be read by others, or the command took too long.
pub async fn fetch(secret: &SecretSource, limit: Duration) -> Result<SecretString, Diagnostic> {
    let at = secret.at;
    let text = match &secret.place {
        SecretLocation::Env(name) => std::env::var(name).map_err(|_| diagnostic!(at, "collect-secret-env"))?,
        SecretLocation::File(path) => {
            let unreadable = |error: std::io::Error| diagnostic!(at, "collect-secret-file", reason = error.kind());
            if others_can_read(path).map_err(unreadable)? {
                return Err(diagnostic!(at, "collect-secret-open-file").with_help("collect-secret-close-file", vec![]));
            }
            {
                let bytes = std::fs::File::open(path).and_then(|file| bytes_within(file, LONGEST as u64 * 2)).map_err(unreadable)?;
                String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData.into()))?
            }
        }
        SecretLocation::Command { parts, folder } => output(parts, folder, limit, at).await?,
    };
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
        return Err(diagnostic!(at, "collect-secret-unlikely"));
    }
    Ok(SecretString::from(text))
}

/// What a command prints. While it runs, an interruption is still heard.
async fn output(parts: &[String], folder: &Path, limit: Duration, at: Span) -> Result<String, Diagnostic> {
    let (program, arguments) = parts.split_first().ok_or_else(|| diagnostic!(at, "collect-secret-place"))?;
    // A mere name is looked for where programs are; a path is one in the folder.
    let program = if Path::new(program).components().count() > 1 { folder.join(program) } else { PathBuf::from(program) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let failed = |reason: String| diagnostic!(at, "collect-secret-command", reason = reason);
    let broken = |error: std::io::Error| failed(error.kind().to_string());
    // Only its output is taken. Standard input may be the answers of a person, and what it says on standard error may hold the
    // secret, or move the cursor of a screen. A password manager that has to ask opens the terminal itself.
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = command.spawn();
    let mut child = Ended(child.map_err(broken)?);
    let (send, printed) = channel();
    let pipe = child.0.stdout.take();
    // Not waited for: something that the command started may hold its output open for ever.
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.map_or(Ok(0), |pipe| pipe.take(LONGEST as u64 * 2).read_to_end(&mut bytes));
        // A receiver that is gone needs no answer.
        let _ = send.send(read.map(|_| bytes));
    });
    let begun = Instant::now();
    let bytes = loop {
        match printed.try_recv() {
            Ok(read) => break read.map_err(broken)?,
            Err(TryRecvError::Disconnected) => return Err(diagnostic!(at, "collect-secret-unlikely")),
            Err(TryRecvError::Empty) => pause(begun, limit, at).await?,
        }
    };
    let status = loop {
        match child.0.try_wait().map_err(broken)? {
            Some(status) => break status,
            None => pause(begun, limit, at).await?,
        }
    };
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    String::from_utf8(bytes).map_err(|_| failed("UTF-8".to_owned()))
}

async fn pause(begun: Instant, limit: Duration, at: Span) -> Result<(), Diagnostic> {
    if begun.elapsed() >= limit {
        return Err(diagnostic!(at, "collect-secret-slow-command", seconds = limit.as_secs()));
    }
    tokio::time::sleep(GLANCE).await;
    Ok(())
}

/// A command that does not outlive the wait for it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
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
