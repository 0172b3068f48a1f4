//! Why an answer could not be saved.

use crate::document::diagnostics::Diagnostic;
use crate::i18n::Messages;
use crate::io::application::LoadError;
use crate::io::render::message;
use crate::rulebook::Rulebook;
use crate::wizard::session::answer::EditSubject;

/// Why an answer is not in the file. It is not lost.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It could not be written. The answer counts here, and every later save tries again.
    #[error("not written: {0}")]
    NotWritten(#[source] Diagnostic),
    /// The file as it is now can't be used: somebody changed it. The answer counts here, and every later save tries again.
    #[error("the file as it is now cannot be used: {0}")]
    Unreadable(#[source] LoadError),
    /// Another window changed it meanwhile: nothing was undone or done again.
    #[error("changed by another program")]
    ChangedElsewhere(EditSubject),
    /// Something else changed it since the person was shown it. The answer counts here, and goes into the file once the person
    /// says which version to keep; see `Session::keep`.
    #[error("changed by another program since it was shown")]
    Conflict(EditSubject),
}

impl SaveError {
    /// What is wrong, in words.
    pub fn format(&self, messages: &Messages, rulebook: &Rulebook) -> String {
        match self {
            SaveError::NotWritten(problem) => {
                let reason = message(messages, problem.id, &problem.args);
                messages.format("wizard-not-saved", &[("reason", &reason)])
            }
            SaveError::Unreadable(refused) => {
                let problem = refused.diagnostics.first();
                let place = problem.and_then(|problem| problem.at).map(|at| refused.files.position(at).0.to_string());
                let reason = problem.map(|problem| message(messages, problem.id, &problem.args)).unwrap_or_default();
                messages.format("wizard-unreadable", &[("line", place.as_deref().unwrap_or("1")), ("reason", &reason)])
            }
            SaveError::ChangedElsewhere(subject) => {
                messages.format("wizard-changed-elsewhere", &[("fact", &subject.title(messages, rulebook))])
            }
            SaveError::Conflict(subject) => messages.format("wizard-conflict", &[("fact", &subject.title(messages, rulebook))]),
        }
    }
}
