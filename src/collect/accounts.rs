//! What one run is about: the applicant, and the accounts of its entity that can be asked.
//!
//! In: a configuration and the head of a facts file. Out: a [`Scope`] without secrets, which is also kept with the evidence,
//! so that replaying needs no configuration.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::collect::call::TokenRequirement;
use crate::collect::config::Config;
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;

/// One run of collecting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The applicant's name in the platform's files: its AppID.
    pub applicant: String,
    /// The program.
    pub program: String,
    /// Whose the applicant is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// When the run began. Windows are counted back from here.
    pub started: DateTime<FixedOffset>,
    /// The language of the notes: `zh` or `en`.
    pub lang: String,
    /// The accounts of the entity that are configured.
    pub accounts: Vec<Member>,
    /// True if the entity has no other mini programs.
    pub all_mini_programs: bool,
    /// True if the entity has no other official accounts.
    pub all_official_accounts: bool,
}

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

impl Member {
    /// The name for people, else the AppID.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.app_id)
    }
}

/// The head of a facts file, as far as collecting needs it.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Its AppID.
    pub id: String,
    /// Where that stands.
    pub at: Span,
    /// Whose it is.
    pub entity: Option<String>,
}

impl Scope {
    /// The accounts that may feed the applicant: those of its own entity.
    ///
    /// # Errors
    /// Where it can't be told which accounts these are, or there are none.
    pub fn of(
        config: &Config,
        applicant: &Applicant,
        program: &str,
        started: DateTime<FixedOffset>,
        lang: &str,
    ) -> Result<Scope, Vec<Diagnostic>> {
        let mut named: Vec<&str> = config.accounts.iter().filter_map(|account| account.entity.as_deref()).collect();
        named.extend(config.entities.iter().filter_map(|entity| entity.name.as_deref()));
        named.sort_unstable();
        named.dedup();
        if let (None, [_, _, ..]) = (&applicant.entity, named.as_slice()) {
            let diagnostic = diagnostic!(applicant.at, "collect-whose-applicant", applicant = applicant.id);
            return Err(vec![diagnostic]);
        }
        // Leaving the entity out is allowed where there is one; with several, an account without one could be anybody's.
        let several = named.len() > 1;
        let mut faults = Vec::new();
        for account in config.accounts.iter().filter(|account| several && account.entity.is_none()) {
            faults.push(diagnostic!(account.at, "collect-whose-account"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let same = |entity: &Option<String>| match (entity, &applicant.entity) {
            (Some(theirs), Some(its)) => theirs == its,
            (None, Some(its)) => named.is_empty() || named == [its.as_str()],
            (_, None) => true,
        };
        let accounts: Vec<Member> =
            config.accounts.iter().filter(|account| same(&account.entity)).map(|account| account.member()).collect();
        if accounts.is_empty() {
            let whose = applicant.entity.as_deref().unwrap_or("-");
            return Err(vec![diagnostic!(applicant.at, "collect-none-of-entity", entity = whose)]);
        }
        let entity = config.entities.iter().find(|entity| same(&entity.name));
        Ok(Scope {
            applicant: applicant.id.clone(),
            program: program.to_owned(),
            entity: applicant.entity.clone(),
            started,
            lang: lang.to_owned(),
            accounts,
            all_mini_programs: entity.is_some_and(|entity| entity.all_mini_programs),
            all_official_accounts: entity.is_some_and(|entity| entity.all_official_accounts),
        })
    }

    /// The applicant's own account, if it is configured.
    pub fn own(&self) -> Option<&Member> {
        self.accounts.iter().find(|member| member.app_id == self.applicant && member.kind == AccountKind::MiniProgram)
    }

    /// The entity's accounts of a kind, in the configuration's order.
    pub fn of_kind(&self, kind: AccountKind) -> impl Iterator<Item = &Member> {
        self.accounts.iter().filter(move |member| member.kind == kind)
    }
}
