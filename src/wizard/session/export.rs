//! What is to be handed on, in the bytes of the command line.
//!
//! In: a session, what is wanted, and the page that it goes on. Out: the text that `kaibo check` or `kaibo plan` would print.

use anstream::adapter::strip_str;

use crate::engine::plan::{plan, plan_anyway};
use crate::i18n::Messages;
use crate::io::application::begin_of_day;
use crate::report::calendar::{Input as Calendar, calendar};
use crate::report::json::make::{self, Input};
use crate::report::text::checklist::Asked;
use crate::report::text::plan::Wanted;
use crate::report::text::{self, TextWriter};
use crate::wizard::session::core::Session;

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
pub struct ExportError(pub String);

impl Session {
    /// What `kaibo` prints for the facts as they are now.
    ///
    /// # Errors
    /// A fault of kaibo's own.
    pub fn export(&self, kind: Export, messages: &Messages, width: usize, ascii: bool) -> Result<String, ExportError> {
        let (rulebook, facts) = (&self.rulebook, &self.facts);
        let as_of = self.today();
        let checklist = self.checklist(facts, as_of);
        let plan = plan(rulebook, facts, &checklist, self.prefer);
        let rest = if self.anyway { plan_anyway(rulebook, facts, &checklist, &plan) } else { None };
        let mut page = TextWriter::new(messages, width, ascii);
        match kind {
            Export::CheckText => {
                let asked = Asked { anyway: self.anyway, ..Asked::default() };
                text::checklist::checklist(&checklist, &plan, &rulebook.program, facts, &asked, &mut page);
            }
            Export::PlanText => {
                text::header(&mut page, &checklist, &rulebook.program, facts);
                text::opening(&mut page, &rulebook.program);
                text::plan::conditions(&mut page, &checklist, &rulebook.program);
                text::plan::show(&mut page, &plan, &rulebook.program, &Wanted { anyway: rest.as_ref(), ..Wanted::default() });
            }
            Export::Calendar => {
                return Ok(calendar(
                    &Calendar { plan: &plan, checklist: &checklist, program: &rulebook.program, facts, assumed: &[], at: as_of.instant },
                    messages,
                ));
            }
            Export::ReportJson => {
                let input = Input {
                    rulebook,
                    rules: &self.rules,
                    facts,
                    stated: facts,
                    strict: false,
                    warnings: &self.warnings,
                    assumed: &[],
                    pinned: self.pinned(),
                    as_of: if self.as_of.is_some() { as_of } else { begin_of_day(as_of, rulebook.program.zone) },
                    generated_at: None,
                };
                let report = make::report(&input, &checklist, (&plan, rest.as_ref())).map_err(|error| ExportError(error.to_string()))?;
                return make::json(&report).map_err(|error| ExportError(error.to_string()));
            }
        }
        Ok(strip_str(&page.text).to_string())
    }
}
