//! What one run is about: the applicant, and the accounts of its entity that can be asked.
//!
//! In: a configuration and the head of a facts file. Out: a [`Scope`] without secrets, which is also kept with the evidence,
//! so that replaying needs no configuration.

use crate::collect::account::{AccountKind, Applicant, Member};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::collect::config::Config;
use crate::document::diagnostics::{Diagnostic, diagnostic};

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

impl Scope {
    /// The accounts that may feed the applicant: those of its own entity.
    ///
    /// # Errors
    /// Where it can't be determined which accounts these are, or there are none.
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
