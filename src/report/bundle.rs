//! A bundle: a report with everything that it takes to check it.
//!
//! In: the files of a bundle. Out: the list of their digests, and whether it fits; the rules and facts that are in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::report::verify::{Check, Outcome, Subject};
use crate::rulebook::{RulebookText, sha256};

/// The files of a bundle, by name.
pub type BundleFiles = BTreeMap<String, Vec<u8>>;

/// The report for programs.
pub const REPORT: &str = "report.json";
/// The report for people.
pub const PAGE: &str = "report.html";
/// What people stated.
pub const FACTS: &str = "facts/facts.toml";
/// What people stated, where the file is JSON.
pub const FACTS_JSON: &str = "facts/facts.json";
/// What was collected.
pub const COLLECTED: &str = "facts/facts.collected.toml";
/// The digests.
pub const SUMS: &str = "SHA256SUMS";
/// How to check a bundle.
pub const HOW: &str = "VERIFY.md";
/// The text of that page.
pub const HOW_TEXT: &str = include_str!("bundle/VERIFY.md");

/// The list of digests in the form of `sha256sum`, of all files but the list itself and its signature.
pub fn sums(files: &BundleFiles) -> String {
    let mut text = String::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_summed(name)) {
        let digest = sha256(bytes);
        let _ = writeln!(text, "{}  {name}", digest.trim_start_matches("sha256:"));
    }
    text
}

fn is_summed(name: &str) -> bool {
    name != SUMS && name.strip_suffix(".sig") != Some(SUMS)
}

/// Holds the files against the list: each has to be as it says, none missing and none besides.
pub fn check_sums(files: &BundleFiles) -> Check {
    let listed = files.get(SUMS).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let now = sums(files);
    if listed == now {
        let count = now.lines().count().to_string();
        return Check::new(Subject::Files, Outcome::Passed, "verify-files-passed", vec![("count", count)]);
    }
    let name = |line: &str| line.split_once("  ").map_or_else(|| line.to_owned(), |(_, name)| name.to_owned());
    let mut names: Vec<String> = listed.lines().filter(|line| !now.lines().any(|other| other == *line)).map(name).collect();
    names.extend(now.lines().filter(|line| !listed.lines().any(|other| other == *line)).map(name));
    names.sort();
    names.dedup();
    Check::new(Subject::Files, Outcome::Failed, "verify-files-failed", vec![("names", names.join(", "))])
}

/// The rules of a program that a bundle holds.
pub fn rules(files: &BundleFiles, program: &str) -> Option<RulebookText> {
    let prefix = format!("rules/{program}/");
    let own =
        files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&prefix)?.to_owned(), String::from_utf8(bytes.clone()).ok()?)));
    let files: Vec<(String, String)> = own.collect();
    (!files.is_empty()).then(|| RulebookText { id: program.to_owned(), place: String::new(), files })
}

/// Every digest of evidence that a report names, in order.
pub fn evidence_digests(report: &Json) -> Vec<String> {
    let facts = report["facts"].as_object().into_iter().flatten();
    let sources = facts.flat_map(|(_, fact)| fact["sources"].as_array().into_iter().flatten());
    let digests = sources.flat_map(|source| [source["digest"].as_str(), source["sign_off"]["digest"].as_str()]);
    let mut digests: Vec<String> = digests.flatten().map(str::to_owned).collect();
    digests.sort();
    digests.dedup();
    digests
}

/// Whether the evidence that a report names is in the bundle. What was never put in is said, and is no fault of the bundle.
pub fn check_evidence(report: &Json, files: &BundleFiles) -> Check {
    let held: Vec<String> = files.iter().filter(|(name, _)| name.starts_with("evidence/")).map(|(_, bytes)| sha256(bytes)).collect();
    let named = evidence_digests(report);
    let missing: Vec<&str> = named.iter().filter(|digest| !held.contains(digest)).map(String::as_str).collect();
    let count = named.len().to_string();
    match (named.is_empty(), missing.is_empty()) {
        (true, _) => Check::new(Subject::Evidence, Outcome::Absent, "verify-no-evidence", vec![]),
        (false, true) => Check::new(Subject::Evidence, Outcome::Passed, "verify-evidence-passed", vec![("count", count)]),
        (false, false) => Check::new(Subject::Evidence, Outcome::Absent, "verify-evidence-missing", vec![("digests", missing.join(", "))]),
    }
}
