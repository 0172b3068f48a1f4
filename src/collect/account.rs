//! Accounts of an applicant's entity, and how each is accessed.
//!
//! In: nothing; these are the types that configuration, pipeline and callers share.

use crate::document::source::Span;
use serde::{Deserialize, Serialize};

/// An account of the entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its AppID.
    pub app_id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is.
    pub kind: AccountKind,
    /// With what it is asked.
    pub access: Access,
}

impl Member {
    /// The name for people, else the AppID.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.app_id)
    }
}

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say all")]
pub enum AccountKind {
    MiniProgram,
    OfficialAccount,
}

/// With what an account is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Its own secret.
    Own,
    /// A token obtained elsewhere: its own, or one given to a third-party platform; nobody can tell before asking.
    Given,
    /// A token that it gave to the configured third-party platform.
    Authorizer,
}

impl Access {
    /// True if a token of this kind may open an interface.
    pub fn opens(self, takes: TokenRequirement) -> bool {
        match takes {
            TokenRequirement::Any => true,
            TokenRequirement::Authorizer => self != Access::Own,
            TokenRequirement::Component => self == Access::Authorizer,
        }
    }
}

/// The head of a facts file, as far as collecting needs it.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Its AppID.
    pub id: String,
    /// Its position in the file.
    pub at: Span,
    /// Whose it is.
    pub entity: Option<String>,
}

/// Whose token an interface takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRequirement {
    /// Any token of the account.
    Any,
    /// Only one that the account gave to a third-party platform.
    Authorizer,
    /// The third-party platform's own.
    Component,
}
