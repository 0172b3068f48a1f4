//! `kaibo verify BUNDLE`: everything in it, by what is in it.
//!
//! In: the bytes of a bundle. Out: checks of its digests, its report, its page, its evidence and its signatures. The report is
//! made again from the facts and the rules of the bundle.

use std::path::Path;

use serde_json::Value as Json;

use crate::cli::verify::signature::signature_check;
use crate::engine::check::check;
use crate::engine::plan::{Prefer, plan};
use crate::facts::read::parse_as_of;
use crate::i18n::Messages;
use crate::io::application::{Application, open};
use crate::io::archive;
use crate::io::library::Library;
use crate::report::bundle::{BundleFiles, FACTS, FACTS_JSON, PAGE, REPORT, SUMS, check_evidence, check_sums, rules};
use crate::report::html::html;
use crate::report::json::Report;
use crate::report::json::make::{self, Input};
use crate::report::verify::{Check, Outcome, Subject, follows_from, verify};
use crate::report::view::View;
use crate::value::date::Date;
use crate::value::localized::Lang;

/// True of the bytes of a tar archive.
pub(super) fn is_bundle(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// Checks a bundle.
pub(super) fn checks(bytes: &[u8], allowed: Option<&Path>, day: Option<Date>) -> Vec<Check> {
    let files = match archive::read(bytes) {
        Ok(files) => files,
        Err(error) => {
            return vec![Check::new(Subject::Files, Outcome::Failed, "verify-bundle-unreadable", vec![("reason", error.to_string())])];
        }
    };
    let mut checks = vec![check_sums(&files)];
    let report = files.get(REPORT).map_or(&[][..], Vec::as_slice);
    let json: Json = serde_json::from_slice(report).unwrap_or_default();
    let own = rules(&files, json["program"]["id"].as_str().unwrap_or_default());
    checks.extend(verify(report, |_| own.as_ref()));
    if checks.iter().all(|check| check.outcome == Outcome::Passed) {
        checks.push(again(&files, &json));
    }
    checks.push(check_evidence(&json, &files));
    checks.extend(signatures(&files, allowed, day));
    checks
}

/// Makes the report again from the facts files of the bundle, and the page from that report.
fn again(files: &BundleFiles, stated: &Json) -> Check {
    let failed = |reason: String| Check::new(Subject::Files, Outcome::Failed, "verify-bundle-facts", vec![("reason", reason)]);
    let made = match make_again(files, stated) {
        Ok(made) => made,
        Err(reason) => return failed(reason),
    };
    let check = follows_from(stated, &serde_json::to_value(&made).unwrap_or_default());
    if check.outcome != Outcome::Passed {
        return Check { subject: Subject::Files, message: ("verify-bundle-other-facts", vec![]), ..check };
    }
    let same_version = stated["tool"]["version"] == env!("CARGO_PKG_VERSION");
    let page = files.get(PAGE).map_or(&[][..], Vec::as_slice);
    let drawn = |lang| html(&View { report: &made, messages: &Messages::for_lang(lang) }).into_bytes();
    if same_version && !Lang::ALL.into_iter().any(|lang| drawn(lang) == page) {
        return Check::new(Subject::Files, Outcome::Failed, "verify-bundle-other-page", vec![]);
    }
    Check::new(Subject::Files, Outcome::Passed, "verify-bundle-passed", vec![])
}

/// Unpacks facts and rules where the ordinary reader finds them.
fn make_again(files: &BundleFiles, stated: &Json) -> Result<Report, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("facts/") || name.starts_with("rules/")) {
        let path = folder.path().join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
        written.map_err(|error| error.to_string())?;
    }
    let library = Library::open(Some(&folder.path().join("rules"))).map_err(|error| error.to_string())?;
    let facts = folder.path().join(if files.contains_key(FACTS_JSON) { FACTS_JSON } else { FACTS });
    let as_of = |zone| {
        let moment = stated["as_of"].as_str().and_then(|text| parse_as_of(text, zone));
        moment.ok_or_else(|| crate::document::diagnostics::Diagnostic::without_span("bad-as-of", vec![]))
    };
    let opened = open(&library, &facts, stated["program"]["id"].as_str(), as_of);
    let case = opened.map_err(|refused| refused.diagnostics.first().map_or_else(String::new, |first| first.id.to_owned()))?;
    from_application(&case, stated)
}

fn from_application(case: &Application, stated: &Json) -> Result<Report, String> {
    let strict = stated["strict"] == true;
    let checked = strict.then(|| crate::engine::check::strict(&case.rulebook.program, &case.facts, case.as_of.day));
    let facts = checked.as_ref().unwrap_or(&case.facts);
    let pinned = stated["program"]["edition"].as_str().filter(|_| stated["program"]["pinned"] == true);
    let pinned = pinned.and_then(|id| case.rulebook.edition(id));
    let checklist = check(&case.rulebook, facts, case.as_of.day, pinned).map_err(|error| error.to_string())?;
    let plan = plan(&case.rulebook, facts, &checklist, Prefer::Soonest);
    let input = Input {
        rulebook: &case.rulebook,
        rules: &case.files,
        facts,
        stated: &case.facts,
        strict,
        warnings: &case.warnings,
        assumed: &[],
        pinned,
        as_of: case.as_of,
        generated_at: None,
    };
    make::report(&input, &checklist, (&plan, None)).map_err(|error| error.to_string())
}

/// The signature of the digests, and that of the report. Both have to be good where signers are named.
fn signatures(files: &BundleFiles, allowed: Option<&Path>, day: Option<Date>) -> Vec<Check> {
    let one = |name: &str| {
        let absent = || Check::new(Subject::Signature, Outcome::Absent, "verify-not-signed", vec![("name", format!("{name}.sig"))]);
        let missing = || Check::new(Subject::Signature, Outcome::Failed, "verify-no-signature", vec![("name", format!("{name}.sig"))]);
        let (Some(bytes), Some(signature)) = (files.get(name), files.get(&format!("{name}.sig"))) else {
            return if allowed.is_some() { missing() } else { absent() };
        };
        // ssh-keygen reads a signature from a file.
        let written = tempfile::NamedTempFile::new().and_then(|file| std::fs::write(file.path(), signature).map(|()| file));
        match written {
            Ok(file) => signature_check(bytes, file.path(), allowed, true, day),
            Err(error) => {
                Check::new(Subject::Signature, Outcome::NotVerifiable, "verify-no-ssh-keygen", vec![("reason", error.to_string())])
            }
        }
    };
    [SUMS, REPORT].map(one).into()
}
