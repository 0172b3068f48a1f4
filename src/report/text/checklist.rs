//! The checklist as text, such as one would send to a colleague.
//!
//! In: a checklist. Out: the opening first, the verdict with its dates, every requirement with a mark, a word and how far
//! off it is, then what to do. It fits the terminal's width, or 80 columns.

use crate::report::text::status::word;
use anstyle::{AnsiColor, Style};

use crate::engine::check::{Checklist, Finding, Standing, Status};
use crate::engine::plan::{Plan, cost_of_shortfall, remedy_for};
use crate::facts::Facts;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::io::render::message;
use crate::report::columns::{pad, width, wrap};
use crate::report::explain;
use crate::report::measured::short_by;
use crate::report::text::plan::{AskAnyway, summary};
use crate::report::text::{TextWriter, header, opening};
use crate::rulebook::{Program, Role, Rule};
use crate::value::date::Date;

/// The mark of a status: narrow in every terminal, and never alone.
pub fn mark(status: Status, ascii: bool) -> &'static str {
    match (status, ascii) {
        (Status::Met, false) => "✓",
        (Status::Met, true) => "+",
        (Status::Unmet, false) => "✗",
        (Status::Unmet, true) => "x",
        (Status::Pending, _) => "~",
        (Status::Unknown, _) => "?",
        (Status::NotApplicable, _) => "-",
    }
}

fn style(status: Status) -> Style {
    let colour = match status {
        Status::Met => AnsiColor::Green,
        Status::Unmet => AnsiColor::Red,
        Status::Pending => AnsiColor::Yellow,
        Status::Unknown => AnsiColor::Cyan,
        Status::NotApplicable => return Style::new().dimmed(),
    };
    Style::new().fg_color(Some(colour.into()))
}

/// The status whose mark and colour a verdict has.
pub fn verdict_status(standing: Standing) -> Status {
    match standing {
        Standing::Eligible | Standing::Held => Status::Met,
        Standing::NotEligible => Status::Unmet,
        Standing::Pending => Status::Pending,
        Standing::Unknown => Status::Unknown,
    }
}

/// What a reader asked for besides the checklist itself.
#[derive(Debug, Default)]
pub struct Asked<'t> {
    /// What is assumed, as it was given.
    pub assumed: &'t [String],
    /// Advice even where something makes access impossible.
    pub anyway: bool,
    /// Where that is not asked for, how it is.
    pub ask_anyway: AskAnyway,
}

/// The checklist as text. What makes access impossible, by the plan, comes first, and then there is no advice on the rest
/// unless it is asked for.
pub fn checklist(
    checklist: &Checklist<'_>,
    plan: &Plan<'_>,
    program: &Program,
    facts: &Facts,
    asked: &Asked<'_>,
    page: &mut TextWriter<'_>,
) {
    let messages = page.messages;
    header(page, checklist, program, facts);
    opening(page, program);
    for text in asked.assumed {
        let text = messages.format("plan-assumed-facts", &[("text", &escape_control(text))]);
        page.hang("! ", &text);
    }
    verdict(page, checklist, program);
    let barred = plan.barred_by().next().is_some();
    if barred {
        summary(page, plan, program);
    }
    if let Some(edition) = checklist.edition {
        // Who has access already is shown them as what newcomers are asked for.
        page.heading(if checklist.verdict.held { "text-requirements-of-newcomers" } else { "text-requirements" });
        tree(page, checklist, edition.root, program, facts);
        let mut others: Vec<usize> = edition.listed().filter(|at| edition.requirements[*at].role == Role::Condition).collect();
        others.retain(|at| {
            !edition.requirements.iter().any(|other| matches!(&other.rule, Rule::Group(group) if group.children.contains(at)))
        });
        for at in others {
            requirement(page, &checklist.findings[at], checklist, 0, program, facts);
        }
        if barred && !asked.anyway {
            page.line("");
            page.hang("", &messages.format(asked.ask_anyway.message(), &[]));
        } else {
            to_do(page, checklist, program, facts);
        }
    }
    remarks(page, checklist, program, facts);
}

fn verdict(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, program: &Program) {
    let standing = checklist.verdict.standing();
    let status = verdict_status(standing);
    let style = style(status).bold();
    page.line("");
    let lead = format!("{} ", mark(status, page.ascii));
    let text = headline(checklist, program, page.messages);
    let mut lines = wrap(&text, page.width.saturating_sub(width(&lead))).into_iter();
    let first = lines.next().unwrap_or_default();
    page.line(&format!("{style}{lead}{first}{style:#}"));
    for line in lines {
        page.line(&format!("{style}  {line}{style:#}"));
    }
    for other in &checklist.verdict.sensitive_to {
        let lang = page.messages.lang;
        let status = page.messages.format(word(other.outcome.status), &[]);
        let when = dates(page.messages, other.outcome.status, other.outcome.from, other.outcome.until);
        let text = page.messages.format(
            "text-depends-on",
            &[
                ("requirement", other.requirement.title.get(lang)),
                ("reading", other.reading.title.get(lang)),
                ("status", &format!("{status}{when}")),
            ],
        );
        page.hang("  ", &text);
    }
}

/// The verdict with its dates, and with what qualifies it.
pub fn headline(checklist: &Checklist<'_>, program: &Program, messages: &Messages) -> String {
    let said = format!("{}{}", explain::verdict(checklist, messages), verdict_dates(messages, checklist));
    let conditions = explain::conditions(checklist, program, messages);
    if conditions.is_empty() {
        return said;
    }
    messages
        .format("verdict-with-conditions", &[("verdict", &said), ("conditions", &conditions.join(&messages.format("condition-gap", &[])))])
}

/// The dates of a verdict. Who has access already has none: they would be those of newcomers.
pub fn verdict_dates(messages: &Messages, checklist: &Checklist<'_>) -> String {
    let outcome = checklist.verdict.outcome;
    if checklist.verdict.held { String::new() } else { dates(messages, outcome.status, outcome.from, outcome.until) }
}

/// From when and until when, as far as there is anything to say.
pub fn dates(messages: &Messages, status: Status, from: Option<Date>, until: Option<Date>) -> String {
    let until_text = until.map(|day| day.to_string());
    match (status, from, &until_text) {
        (_, None, _) => String::new(),
        (Status::Met | Status::NotApplicable, Some(_), None) => String::new(),
        (Status::Met | Status::NotApplicable, Some(_), Some(until)) => messages.format("dates-until", &[("until", until)]),
        (_, Some(from), None) => messages.format("dates-from", &[("from", &from.to_string())]),
        (_, Some(from), Some(until)) => messages.format("dates-from-until", &[("from", &from.to_string()), ("until", until)]),
    }
}

/// The children of the root, or of a group, each with what is below it.
fn tree(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, root: usize, program: &Program, facts: &Facts) {
    fn below(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, at: usize, depth: usize, program: &Program, facts: &Facts) {
        requirement(page, &checklist.findings[at], checklist, depth, program, facts);
        if let Rule::Group(group) = &checklist.findings[at].requirement.rule {
            for child in &group.children {
                below(page, checklist, *child, depth + 1, program, facts);
            }
        }
    }
    match &checklist.findings[root].requirement.rule {
        Rule::Group(group) => group.children.iter().for_each(|child| below(page, checklist, *child, 0, program, facts)),
        Rule::Test(_) => requirement(page, &checklist.findings[root], checklist, 0, program, facts),
    }
}

/// One line: mark, title, word, how far off, dates; and below it why, unless it simply holds.
fn requirement(
    page: &mut TextWriter<'_>,
    finding: &Finding<'_>,
    checklist: &Checklist<'_>,
    depth: usize,
    program: &Program,
    facts: &Facts,
) {
    let status = finding.outcome.status;
    let style = style(status);
    let indent = "  ".repeat(depth);
    let title = escape_control(finding.requirement.title.get(page.messages.lang));
    let plain = format!("{indent}{} {title}", mark(status, page.ascii));
    let column = (page.width / 2).clamp(24, 44);
    let mut state = page.messages.format(word(status), &[]);
    if let Some(short) = short_by(finding, checklist) {
        let by = short.for_people(true, page.messages);
        let amount = short.unit.map_or(by.clone(), |unit| format!("{by} {unit}"));
        state.push_str(&page.messages.format("text-short-by", &[("amount", &amount)]));
    }
    state.push_str(&dates(page.messages, status, finding.outcome.from, finding.outcome.until));
    if finding.waived.is_some() {
        state.push_str(&page.messages.format("text-waived", &[]));
    }
    if finding.readings.iter().any(|other| other.differs) {
        state.push_str(&page.messages.format("text-not-firm", &[]));
    }
    let mark = mark(status, page.ascii);
    let coloured = |text: &str| text.replacen(mark, &format!("{style}{mark}{style:#}"), 1);
    if width(&plain) < column {
        let rest = page.width.saturating_sub(column);
        for (at, line) in wrap(&state, rest).iter().enumerate() {
            let lead = if at == 0 { coloured(&pad(&plain, column)) } else { " ".repeat(column) };
            page.line(&format!("{lead}{style}{line}{style:#}"));
        }
    } else {
        for (at, line) in wrap(&plain, page.width).iter().enumerate() {
            let line = if at == 0 { coloured(line) } else { format!("{indent}  {line}") };
            page.line(&line);
        }
        page.hang(&format!("{indent}    "), &state);
    }
    let Rule::Test(test) = &finding.requirement.rule else { return };
    let sentences = match status {
        // What simply holds needs no reason, but what it rests on may be old.
        Status::Met => explain::age_of(test, finding, checklist, program, page.messages),
        Status::NotApplicable => Vec::new(),
        _ => explain::found(finding, checklist, program, facts, page.messages),
    };
    if !sentences.is_empty() {
        let why = sentences.join(&page.messages.format("sentence-gap", &[]));
        page.hang(&format!("{indent}    "), &escape_control(&why));
    }
}

/// What can be done: remedies of what is unmet, questions for what is unknown, waiting for what is pending.
fn to_do(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts) {
    let lang = page.messages.lang;
    let open = |finding: &&Finding<'_>| finding.requirement.role != Role::Step && finding.waived.is_none();
    let mut items: Vec<(String, Vec<String>)> = Vec::new();
    if !matches!(checklist.verdict.standing(), Standing::Eligible | Standing::Held) {
        for finding in checklist.findings.iter().filter(open).filter(|finding| matters(finding, checklist)) {
            let requirement = finding.requirement;
            let title = requirement.title.get(lang).to_owned();
            match finding.outcome.status {
                Status::Unmet => match remedy_for(requirement, facts, checklist.as_of) {
                    Some(remedy) => {
                        let mut lines = vec![remedy.action.get(lang).to_owned()];
                        let takes = remedy.takes.map(|takes| {
                            page.messages.format("text-takes", &[("takes", &explain::localized_duration(takes, page.messages))])
                        });
                        let cost = cost_of_shortfall(finding, remedy)
                            .filter(|cost| cost.units > 0)
                            .map(|cost| page.messages.format("text-cost", &[("cost", &cost.text())]));
                        let both: Vec<String> = takes.into_iter().chain(cost).collect();
                        if !both.is_empty() {
                            lines.push(both.join(&page.messages.format("sentence-gap", &[])));
                        }
                        items.push((title, lines));
                    }
                    None if matches!(requirement.rule, Rule::Test(_)) => {
                        items.push((title, vec![page.messages.format("text-no-remedy", &[])]))
                    }
                    None => {}
                },
                Status::Pending if matches!(requirement.rule, Rule::Test(_)) => {
                    let from = finding.outcome.from.map(|day| day.to_string()).unwrap_or_default();
                    items.push((title, vec![page.messages.format("text-wait", &[("from", &from)])]));
                }
                Status::Unknown => {
                    if let Rule::Test(test) = &requirement.rule {
                        let mut lines = Vec::new();
                        for fact in test.facts() {
                            let definition = &program.facts[fact];
                            lines.extend(definition.ask.as_ref().map(|ask| ask.get(lang).to_owned()));
                            lines.extend(definition.find.as_ref().map(|find| find.get(lang).to_owned()));
                            let notes = facts.facts[fact].sources.iter().filter_map(|source| source.note.as_ref());
                            lines.extend(notes.map(|note| escape_control(note).into_owned()));
                        }
                        items.push((title, lines));
                    }
                }
                _ => {}
            }
        }
    }
    if items.is_empty() {
        return;
    }
    page.heading("text-next-steps");
    for (title, lines) in items {
        page.hang("- ", &title);
        for line in lines {
            page.hang("    ", &line);
        }
    }
}

/// True if the root does not hold without it: what is below an `any` that holds is settled.
fn matters(finding: &Finding<'_>, checklist: &Checklist<'_>) -> bool {
    let Some(edition) = checklist.edition else { return false };
    let mut open = vec![edition.root];
    while let Some(at) = open.pop() {
        let seen = &checklist.findings[at];
        if matches!(seen.outcome.status, Status::Met | Status::NotApplicable) || seen.waived.is_some() {
            continue;
        }
        if std::ptr::eq(seen.requirement, finding.requirement) {
            return true;
        }
        if let Rule::Group(group) = &seen.requirement.rule {
            open.extend(&group.children);
        }
    }
    false
}

/// Waivers, sources that disagree, and whatever else should be known.
fn remarks(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts) {
    let mut lines: Vec<String> = checklist
        .waivers
        .iter()
        .map(|used| {
            let waiver = used.waiver;
            let (from, until) = (waiver.from.to_string(), waiver.until.to_string());
            page.messages.format(
                "text-waiver",
                &[("requirement", &waiver.requirement), ("by", &waiver.by), ("reason", &waiver.reason), ("from", &from), ("until", &until)],
            )
        })
        .collect();
    lines.extend(explain::warnings(checklist, program, facts).iter().map(|(id, args)| message(page.messages, id, args)));
    if lines.is_empty() {
        return;
    }
    page.heading("text-remarks");
    for line in lines {
        page.hang("- ", &escape_control(&line));
    }
}
