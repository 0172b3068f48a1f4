//! A report as Markdown, for tickets and pull requests.
//!
//! In: a [`View`]. Out: Markdown in which nothing of the report can become markup.

use std::fmt::Write as _;

use crate::report::json::RequirementReport;
use crate::report::view::View;

/// The report as Markdown.
pub fn markdown(view: &View<'_>) -> String {
    let report = view.report;
    let mut text = String::new();
    let say = |id: &str| escape(&view.say(id, &[]));
    let _ = writeln!(text, "# {}\n", escape(&view.program()));
    let _ = writeln!(text, "{}  \n{}\n", escape(&view.applicant()), escape(&report.as_of));
    let _ = writeln!(text, "**{}**\n", escape(&view.verdict()));
    for condition in view.conditions() {
        let _ = writeln!(text, "- {}", escape(&condition));
    }
    if let Some(opening) = &report.opening {
        let note = view.pick(&opening.note);
        let line = view.say("report-opening", &[("note", &note), ("day", &opening.checked), ("source", &opening.source)]);
        let _ = writeln!(text, "- {}", escape(&line));
    }
    let headings =
        ["report-column-requirement", "report-column-status", "report-column-measured", "report-column-needed", "report-column-why"];
    let _ = writeln!(text, "\n## {}\n", say("report-requirements"));
    let _ = writeln!(text, "| {} |", headings.map(say).join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(headings.len()));
    for (depth, requirement) in view.tree() {
        let _ = writeln!(text, "| {} |", cells(view, depth, requirement).join(" | "));
    }
    list(&mut text, &say("report-risks"), report.risks.iter().flatten().map(|risk| view.pick(&risk.message)));
    if let Some(plan) = &report.plan {
        list(
            &mut text,
            &say("report-plan"),
            plan.actions.iter().map(|action| {
                let what = view.pick(&action.action);
                view.say("report-action", &[("day", &action.on), ("latest", &action.no_later_than), ("what", &what)])
            }),
        );
    }
    list(
        &mut text,
        &say("report-waivers"),
        report.waivers.iter().map(|waiver| {
            let body = &waiver.waiver;
            let args = [
                ("requirement", &*body.requirement),
                ("by", &*body.by),
                ("from", &*body.from),
                ("until", &*body.until),
                ("reason", &*body.reason),
            ];
            view.say("report-waiver", &args)
        }),
    );
    list(
        &mut text,
        &say("report-facts"),
        report.facts.values().map(|fact| {
            let sources = fact.sources.iter().map(|source| view.source(source)).collect::<Vec<_>>().join("; ");
            let (title, value) = (view.pick(&fact.title), view.value(&fact.value));
            view.say("report-fact", &[("title", &title), ("value", &value), ("sources", &sources)])
        }),
    );
    list(&mut text, &say("report-remarks"), report.warnings.iter().map(|warning| view.pick(&warning.message)));
    list(&mut text, &say("report-rules"), report.program.files.iter().map(|file| format!("{} {}", file.name, file.digest)));
    text
}

fn cells(view: &View<'_>, depth: usize, requirement: &RequirementReport) -> [String; 5] {
    let indent = "— ".repeat(depth);
    let clause = requirement.clause.as_deref().map(|clause| format!("{clause} ")).unwrap_or_default();
    let status = format!(
        "{}{}",
        view.status(requirement.status),
        view.dates(requirement.status, requirement.from.as_deref(), requirement.until.as_deref())
    );
    [
        escape(&format!("{indent}{clause}{}", view.pick(&requirement.title))),
        escape(&status),
        escape(&requirement.measured.as_ref().map(|measured| view.measured(measured)).unwrap_or_default()),
        escape(requirement.needed.as_deref().unwrap_or_default()),
        escape(&view.pick(&requirement.why)),
    ]
}

/// A heading and its list; nothing where the list is empty.
fn list(text: &mut String, heading: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## {heading}\n");
    for item in items {
        let _ = writeln!(text, "- {}", escape(&item));
    }
}

/// A text on one line in which no character is markup: every mark of ASCII that can be one is escaped with a backslash, and
/// `<`, `>` and `&` are entities, since some renderers let HTML through. What could mislead is written out.
fn escape(text: &str) -> String {
    let text = crate::i18n::escape::escape_control(text);
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Of an address, some renderers make a link by itself; and of `@name`, a mention.
            ':' if chars.peek() == Some(&'/') => escaped.push_str("&#58;"),
            '@' => escaped.push_str("&#64;"),
            // Within a word, a point or a hyphen marks nothing, and dates stay readable.
            '-' | '.' if escaped.ends_with(char::is_alphanumeric) && chars.peek().is_some_and(|next| next.is_alphanumeric()) => {
                escaped.push(c);
            }
            c if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '%' | '/' | '"' | '\'' | '?') => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
