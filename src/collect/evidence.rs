//! What was answered, kept so that facts can be checked and made again.
//!
//! In: the answers of a run. Out: a folder with every redacted reply under its digest, and an index of who was asked what and
//! when. [`Replayed`] answers the same calls from such a folder, without a network.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, OnceCell};

use crate::collect::accounts::Scope;
use crate::collect::call::{Call, Reply, TimedOutcome, Transport};
use crate::collect::earlier::Earlier;
use crate::collect::error::CallError;
use crate::collect::fact::Note;
use crate::collect::received;
use crate::document::diagnostics::Diagnostic;
use crate::io::file::{Permissions, write};
use crate::io::read;

/// The version of the index.
const VERSION: u32 = 1;

/// The name of the index in its folder.
pub const INDEX: &str = "index.json";

/// The digest of bytes, as provenance writes it.
pub fn digest(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// The name of the file that holds the bytes with this digest.
pub fn file_name(digest: &str) -> String {
    format!("{}.json", digest.trim_start_matches("sha256:"))
}

/// Answers each call once and remembers the answer: several facts may rest on the same reply.
#[derive(Debug)]
pub struct Recorder<C> {
    calls: C,
    answers: Mutex<HashMap<(String, String), Recorded>>,
}

#[derive(Debug, Clone)]
struct Recorded {
    id: &'static str,
    answer: Arc<OnceCell<TimedOutcome>>,
}

impl<C: Transport> Recorder<C> {
    /// Remembers nothing yet.
    pub fn new(calls: C) -> Recorder<C> {
        Recorder { calls, answers: Mutex::default() }
    }

    /// Everything that was answered, in an order that doesn't depend on who was quicker.
    pub fn into_evidence(self, scope: Scope, earlier: Vec<Earlier>) -> Evidence {
        let mut kept = Vec::new();
        let mut replies = HashMap::new();
        let mut answers: Vec<_> = self.answers.into_inner().into_iter().collect();
        answers.sort_by(|(one, _), (other, _)| one.cmp(other));
        for ((account, request), recorded) in answers {
            let Some(answer) = recorded.answer.get() else { continue };
            let (reply, failure) = match &answer.outcome {
                Ok(reply) => {
                    replies.insert(reply.digest.clone(), reply.text.to_string());
                    (Some(reply.digest.clone()), None)
                }
                Err(failure) => (None, Some(failure.clone())),
            };
            kept.push(RecordedCall { account, call: recorded.id.to_owned(), request, observed_at: answer.at, reply, failure });
        }
        Evidence { index: Index { version: VERSION, scope, calls: kept, earlier }, replies }
    }
}

impl<C: Transport> Transport for Recorder<C> {
    fn remarks(&self) -> Vec<Note> {
        self.calls.remarks()
    }

    async fn call(&self, call: &Call<'_>) -> TimedOutcome {
        let key = (call.account.to_owned(), call.request());
        let fresh = || Recorded { id: call.endpoint.id, answer: Arc::default() };
        let cell = Arc::clone(&self.answers.lock().await.entry(key).or_insert_with(fresh).answer);
        cell.get_or_init(|| self.calls.call(call)).await.clone()
    }
}

/// What was asked and answered in a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Index {
    version: u32,
    scope: Scope,
    calls: Vec<RecordedCall>,
    /// Values that could not be renewed. Their own evidence is that of an earlier run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Earlier>,
}

/// One call of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RecordedCall {
    account: String,
    call: String,
    request: String,
    observed_at: DateTime<FixedOffset>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure: Option<CallError>,
}

/// The evidence of a run: its index and the texts that it names by digest.
#[derive(Debug, Clone)]
pub struct Evidence {
    index: Index,
    replies: HashMap<String, String>,
}

impl Evidence {
    /// What the run was about.
    pub fn scope(&self) -> &Scope {
        &self.index.scope
    }

    /// The values that could not be renewed.
    pub fn earlier(&self) -> &[Earlier] {
        &self.index.earlier
    }

    /// How many calls were made.
    pub fn calls(&self) -> usize {
        self.index.calls.len()
    }

    /// Adds a text that provenance names by its digest.
    pub fn add(&mut self, digest: String, text: String) {
        self.replies.insert(digest, text);
    }

    /// Writes the folder. Replies go first and the index last, so that an index never names what isn't there; those of
    /// earlier runs stay, since earlier reports name them.
    ///
    /// # Errors
    /// The file that couldn't be written, and why.
    pub fn write(&self, folder: &Path) -> Result<(), (PathBuf, std::io::Error)> {
        make_private(folder).map_err(|error| (folder.to_owned(), error))?;
        let mut replies: Vec<(&String, &String)> = self.replies.iter().collect();
        replies.sort();
        for (named, text) in replies {
            let path = folder.join(file_name(named));
            if read::bytes(&path).is_ok_and(|bytes| digest(&bytes) == *named) {
                close(&path, 0o600).map_err(|error| (path, error))?;
                continue;
            }
            write(&path, text.as_bytes(), Permissions::OwnerOnly).map_err(|error| (path, error))?;
        }
        let path = folder.join(INDEX);
        let failed = |error: std::io::Error| (path.clone(), error);
        let mut text = serde_json::to_string_pretty(&self.index).map_err(|error| failed(error.into()))?;
        text.push('\n');
        write(&path, text.as_bytes(), Permissions::OwnerOnly).map_err(failed)
    }

    /// Reads a folder.
    ///
    /// # Errors
    /// Where something is missing or isn't what its digest says.
    pub fn read(folder: &Path) -> Result<Evidence, Diagnostic> {
        let path = folder.join(INDEX);
        let bad = |path: &Path, reason: String| {
            Diagnostic::without_span("collect-bad-evidence", vec![("path", path.display().to_string()), ("reason", reason)])
        };
        let text = read::text(&path).map_err(|error| bad(&path, error.to_string()))?;
        let index: Index = serde_json::from_str(&text).map_err(|error| bad(&path, error.to_string()))?;
        if index.version != VERSION {
            return Err(bad(&path, format!("version {}", index.version)));
        }
        let mut replies = HashMap::new();
        for named in index.calls.iter().filter_map(|kept| kept.reply.as_ref()) {
            // The digest becomes a file name: nothing but hexadecimal digits may be in it.
            let hex = named.strip_prefix("sha256:").filter(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let path = folder.join(file_name(hex.ok_or_else(|| bad(&path, named.clone()))?));
            let text = read::text(&path).map_err(|error| bad(&path, error.to_string()))?;
            if digest(text.as_bytes()) != *named {
                return Err(Diagnostic::without_span("collect-altered-evidence", vec![("path", path.display().to_string())]));
            }
            replies.insert(named.clone(), text);
        }
        Ok(Evidence { index, replies })
    }

    /// Answers from what was kept.
    ///
    /// # Errors
    /// Where a reply isn't JSON.
    pub fn replay(&self) -> Result<Replayed, Diagnostic> {
        let mut answers = HashMap::new();
        for kept in &self.index.calls {
            let outcome = match (&kept.reply, &kept.failure) {
                (Some(named), None) => {
                    let text = self.replies.get(named).map_or("", String::as_str);
                    let json = received::parse(text).map_err(|error| {
                        Diagnostic::without_span("collect-bad-evidence", vec![("path", file_name(named)), ("reason", error.to_string())])
                    })?;
                    Ok(Reply { text: text.into(), digest: named.clone(), json: Arc::new(json) })
                }
                (_, failure) => Err(failure.clone().unwrap_or(CallError::NotKept)),
            };
            answers.insert((kept.account.clone(), kept.request.clone()), TimedOutcome { at: kept.observed_at, outcome });
        }
        Ok(Replayed { answers, started: self.index.scope.started })
    }
}

/// Makes the folder, readable by its owner only, even where an earlier run left it open to others.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    close(folder, 0o700)
}

/// Takes away what others may do with a file, where there is such a thing.
fn close(path: &Path, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if std::fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Answers from evidence.
#[derive(Debug)]
pub struct Replayed {
    answers: HashMap<(String, String), TimedOutcome>,
    started: DateTime<FixedOffset>,
}

impl Transport for Replayed {
    async fn call(&self, call: &Call<'_>) -> TimedOutcome {
        let kept = self.answers.get(&(call.account.to_owned(), call.request())).cloned();
        kept.unwrap_or(TimedOutcome { at: self.started, outcome: Err(CallError::NotKept) })
    }
}
