//! `kaibo verify`: whether a report can be relied on.
//!
//! In: a report, a bundle, or any other file with a signature beside it. Out: what was checked and how it ended. What can't
//! be checked here is never called valid.

mod bundle;
mod signature;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::input::{library, read_bytes, reads};
use crate::cli::output::{print_error, result};
use crate::cli::verify::signature::signature_check;
use crate::facts::read::parse_as_of;
use crate::i18n::escape::escape_control;
use crate::io::signature::beside;
use crate::report::verify::{Check, Difference, Outcome, Subject, verify};
use crate::value::date::Date;

#[derive(Debug, Args)]
pub(super) struct Verify {
    report: PathBuf,
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
}

/// How many differences are named.
const NAMED: usize = 12;

impl Verify {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        for path in std::iter::once(&self.report).chain(&self.allowed_signers) {
            reads(context, path);
        }
        let day = self.day(context)?;
        let bytes = read_bytes(context, &self.report)?;
        // A file that can't be read is a mistake in the call, and not a signature that fails.
        if let Some(allowed) = &self.allowed_signers {
            read_bytes(context, allowed)?;
        }
        if bundle::is_bundle(&bytes) {
            let checks = bundle::checks(&bytes, self.allowed_signers.as_deref(), day);
            let exit = exit(&checks);
            return Ok(result(context, &text(context, &checks, exit), exit));
        }
        let library = library(context)?;
        let recomputed = is_json(&self.report, &bytes);
        let mut checks = match recomputed {
            true => verify(&bytes, |program| library.program(program)),
            false => vec![Check::new(Subject::Verdict, Outcome::Absent, "verify-signature-only", vec![])],
        };
        checks.push(self.signature(&bytes, recomputed, day));
        let exit = exit(&checks);
        Ok(result(context, &text(context, &checks, exit), exit))
    }

    /// The day for which keys have to be valid.
    fn day(&self, context: &Context) -> Result<Option<Date>, Exit> {
        let Some(text) = &context.common.as_of else { return Ok(None) };
        match parse_as_of(text, chrono_tz::Tz::UTC) {
            Some(moment) => Ok(Some(moment.day)),
            None => Err(print_error(context, "bad-as-of", vec![("value", text.clone())])),
        }
    }

    fn signature(&self, bytes: &[u8], recomputed: bool, day: Option<Date>) -> Check {
        let path = beside(&self.report);
        signature_check(bytes, &path, self.allowed_signers.as_deref(), recomputed, day)
    }
}

/// True of a file that is taken for a JSON report: by its name, or by its beginning.
fn is_json(path: &Path, bytes: &[u8]) -> bool {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => true,
        Some("html" | "htm" | "md" | "csv" | "xml" | "sarif" | "txt" | "ics") => false,
        _ => bytes.trim_ascii_start().starts_with(b"{"),
    }
}

/// What fails decides; then what could not be checked.
pub(super) fn exit(checks: &[Check]) -> Exit {
    let any = |outcome| checks.iter().any(|check| check.outcome == outcome);
    if any(Outcome::Failed) {
        Exit::No
    } else if any(Outcome::NotVerifiable) {
        Exit::Unknown
    } else {
        Exit::Ok
    }
}

/// The checks, one a line, and the conclusion.
pub(super) fn text(context: &Context, checks: &[Check], exit: Exit) -> String {
    let messages = &context.messages;
    let mut text = String::new();
    for check in checks {
        let outcome = match check.outcome {
            Outcome::Passed => "verify-passed",
            Outcome::Failed => "verify-failed",
            Outcome::NotVerifiable => "verify-not-verifiable",
            Outcome::Absent => "verify-absent",
        };
        let subject = match check.subject {
            Subject::Files => "verify-files",
            Subject::Schema => "verify-schema",
            Subject::Rulebook => "verify-rulebook",
            Subject::Verdict => "verify-verdict",
            Subject::Evidence => "verify-evidence",
            Subject::Signature => "verify-signature",
        };
        let (id, args) = &check.message;
        let detail = crate::io::render::message(messages, id, args);
        let args = [("outcome", &*messages.format(outcome, &[])), ("subject", &messages.format(subject, &[])), ("detail", &detail)];
        let _ = writeln!(text, "{}", messages.format("verify-line", &args));
        for difference in check.differences.iter().take(NAMED) {
            let _ = writeln!(text, "    {}", described(context, difference));
        }
        if check.differences.len() > NAMED {
            let count = (check.differences.len() - NAMED).to_string();
            let _ = writeln!(text, "    {}", messages.format("verify-more", &[("count", &count)]));
        }
    }
    let conclusion = match exit {
        Exit::Ok => "verify-result-valid",
        Exit::No => "verify-result-invalid",
        _ => "verify-result-not-verifiable",
    };
    let _ = writeln!(text, "{}", messages.format(conclusion, &[]));
    text
}

fn described(context: &Context, difference: &Difference) -> String {
    let shown = |value: &Option<serde_json::Value>| {
        let text = value.as_ref().map_or_else(|| context.messages.format("diff-none", &[]), ToString::to_string);
        let short: String = text.chars().take(80).collect();
        escape_control(if short.len() < text.len() { format!("{short}…") } else { short }.as_str()).into_owned()
    };
    let args = [("at", &*difference.at), ("stated", &shown(&difference.stated)), ("computed", &shown(&difference.computed))];
    context.messages.format("verify-difference", &args)
}
