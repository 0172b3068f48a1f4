//! What is to be handed on, in the bytes of the command line.
//!
//! In: a session, what is wanted, and the page that it goes on. Out: the text that `kaibo check` or `kaibo plan` would print.

use anstream::adapter::strip_str;

use crate::calendar::{Input as Calendar, calendar};
use crate::case::moment;
use crate::plan::plan;
use crate::report::make::{Input, json};
use crate::text::checklist::Asked;
use crate::text::{self, Page};
use crate::wizard::Session;
use crate::words::Words;

/// What can be handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// `kaibo check`.
    CheckText,
    /// `kaibo plan --format json`; that of `kaibo check` is the same where the plan is to be soonest.
    ReportJson,
    /// `kaibo plan`.
    PlanText,
    /// `kaibo plan --format ics`.
    Calendar,
}

/// A fault of kaibo's own.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unexported(pub String);

impl Session {
    /// What `kaibo` prints for the facts as they are now.
    ///
    /// # Errors
    /// A fault of kaibo's own.
    pub fn export(&self, kind: Export, words: &Words, width: usize, ascii: bool) -> Result<String, Unexported> {
        let (rulebook, facts) = (&self.rulebook, &self.facts);
        let as_of = self.today();
        let checklist = self.checklist(facts, as_of);
        let plan = plan(rulebook, facts, &checklist, self.prefer);
        let mut page = Page::new(words, width, ascii);
        match kind {
            Export::CheckText => text::checklist::checklist(&checklist, &plan, &rulebook.program, facts, &Asked::default(), &mut page),
            Export::PlanText => {
                text::header(&mut page, &checklist, &rulebook.program, facts);
                text::opening(&mut page, &rulebook.program);
                text::plan::show(&mut page, &plan, &rulebook.program, &text::plan::Wanted::default());
            }
            Export::Calendar => {
                return Ok(calendar(
                    &Calendar { plan: &plan, checklist: &checklist, program: &rulebook.program, facts, assumed: &[], at: as_of.at },
                    words,
                ));
            }
            Export::ReportJson => {
                let made_at = moment(self.made_at.unwrap_or_else(self.now), rulebook.program.zone);
                let input =
                    Input { rulebook, rules: &self.rules, facts, stated: facts, strict: false, warnings: &self.warnings, assumed: &[] };
                return json(&input, &checklist, &plan, as_of, made_at).map_err(|error| Unexported(error.to_string()));
            }
        }
        Ok(strip_str(&page.text).to_string())
    }
}
