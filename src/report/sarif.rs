//! A report as SARIF 2.1.0, for the pages on which code hosts show the findings of tools.
//!
//! In: a [`View`], and the name of the facts file. Out: JSON with one rule and one result for each requirement that the root asks for.

use serde_json::{Value as Json, json};

use crate::report::json::{RequirementReport, StatusWord};
use crate::report::view::View;

/// The report as SARIF. `file` is the facts file, from the root of the repository.
///
/// # Errors
/// An internal error.
pub fn sarif(view: &View<'_>, file: Option<&str>) -> Result<String, serde_json::Error> {
    let requirements = view.tree();
    let rules: Vec<Json> = requirements.iter().map(|(_, requirement)| rule(view, requirement)).collect();
    let results: Vec<Json> =
        requirements.iter().enumerate().map(|(index, (_, requirement))| result(view, index, requirement, file)).collect();
    let program = &view.report.program;
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": view.report.tool.name, "version": view.report.tool.version, "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
            "properties": {
                "verdict": view.report.verdict.text(),
                "conditions": view.report.conditions,
                "as_of": view.report.as_of,
                "program": program.id,
                "edition": program.edition,
                "rulebook": program.rulebook,
            },
        }],
    });
    Ok(format!("{}\n", crate::i18n::escape::json::to_string_pretty(&log)?))
}

fn rule(view: &View<'_>, requirement: &RequirementReport) -> Json {
    let mut rule = json!({ "id": requirement.id, "shortDescription": { "text": view.pick(&requirement.title) } });
    if let Some(quote) = &requirement.source.quote {
        rule["fullDescription"] = json!({ "text": quote });
    }
    if let Some(url) = requirement.source.url.as_deref().filter(|url| is_web(url)) {
        rule["helpUri"] = json!(url);
    }
    rule
}

fn result(view: &View<'_>, index: usize, requirement: &RequirementReport, file: Option<&str>) -> Json {
    let (kind, level) = match requirement.status {
        StatusWord::Met => ("pass", "none"),
        StatusWord::Unmet => ("fail", "error"),
        StatusWord::Pending => ("fail", "warning"),
        StatusWord::Unknown => ("open", "none"),
        StatusWord::NotApplicable => ("notApplicable", "none"),
    };
    let applicant = &view.report.applicant;
    let name = format!("{applicant}/{}", requirement.id);
    let mut location = json!({ "logicalLocations": [{ "name": applicant, "fullyQualifiedName": name }] });
    if let Some(file) = file {
        location["physicalLocation"] = json!({ "artifactLocation": { "uri": uri(file) }, "region": { "startLine": 1 } });
    }
    json!({
        "ruleId": requirement.id,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": { "text": format!("{}: {} {}", view.pick(&requirement.title), view.status(requirement.status), view.pick(&requirement.why)) },
        "locations": [location],
        "partialFingerprints": { "requirement/v1": name },
    })
}

/// True of an address that a browser may open.
pub(crate) fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(|c| c.is_ascii_graphic())
}

/// A relative file as a URI reference: every byte but the unreserved ones is percent-encoded.
fn uri(file: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::new();
    for byte in file.trim_start_matches("./").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
