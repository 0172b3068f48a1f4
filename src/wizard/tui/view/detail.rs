//! Everything about one requirement: its status, what was measured against what, on whose word, the clause and how it was
//! read, the timeline, what to do.
//!
//! In: a finding. Out: a sheet.

use crate::engine::check::result::RowStatus;
use crate::engine::check::{Finding, Status};
use crate::engine::plan::{cost_of_shortfall, remedy_for};
use crate::facts::FactValue;
use crate::report::columns::width;
use crate::report::explain;
use crate::report::rows::{buffer, counted, stale};
use crate::report::text::status::word as status_word;
use crate::rulebook::{Rule, Test};
use crate::wizard::session::Session;
use crate::wizard::session::estimate::estimable_of;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::state::facts::facts_for_requirement;
use crate::wizard::tui::text_block::TextBlock;
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::{self, LabeledSpan, short_date};
use crate::wizard::tui::view::phrase::{amount, dates, row_or_fact, source_name, unit};

/// More rows than this are not drawn one by one.
const MOST_ROWS: usize = 12;

/// Writes about one requirement, by index.
pub fn requirement<'l>(session: &Session, snapshot: &Snapshot<'_>, at: usize, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let finding = &snapshot.checklist.findings[at];
    let status = finding.outcome.status;
    let lead = format!("{} ", theme.mark(status));
    let word = format!("{}{}", theme.format(status_word(status), &[]), dates(finding.outcome, theme));
    sheet.hanging_indent(Tone::Status(status), &lead, Tone::Status(status), &word);
    if let Some(waiver) = finding.waived {
        let until = waiver.until.to_string();
        let text = theme.format("why-waived", &[("by", &waiver.by), ("until", &until), ("reason", &waiver.reason)]);
        sheet.hanging_indent(Tone::Warning, "! ", Tone::Plain, &text);
    }
    for fact in facts_for_requirement(snapshot, at) {
        sources(&mut sheet, session, snapshot, fact);
    }
    sheet.gap();
    measured(&mut sheet, snapshot, finding);
    drawing(&mut sheet, snapshot, finding);
    what_to_do(&mut sheet, snapshot, finding);
    evidence(&mut sheet, session, snapshot, finding);
    rule(&mut sheet, snapshot, finding);
    sheet
}

/// The names of fields, so that what follows them begins in one column.
fn column(theme: &Theme) -> usize {
    let names =
        ["screen-found", "screen-margin", "screen-evidence", "screen-clause", "screen-read-as", "screen-other-reading", "screen-do"];
    names.iter().map(|id| width(&theme.format(id, &[]))).max().unwrap_or(0) + 2
}

fn measured(sheet: &mut TextBlock<'_>, snapshot: &Snapshot<'_>, finding: &Finding<'_>) {
    let theme = sheet.theme;
    let column = column(theme);
    let found = explain::found(finding, &snapshot.checklist, snapshot.program, snapshot.facts, &theme.messages);
    if !found.is_empty() {
        sheet.field(&theme.format("screen-found", &[]), column, Tone::Plain, &found.join(&theme.format("sentence-gap", &[])));
    }
    if let Some(room) = buffer(finding) {
        let unit = room.unit.as_deref().map(|name| unit(name, theme)).unwrap_or_default();
        let text = if room.amount == "0" {
            theme.format("screen-no-margin", &[])
        } else {
            theme.format("screen-margin-left", &[("amount", &format!("{}{unit}", amount(&room.for_people(false, &theme.messages))))])
        };
        sheet.field(&theme.format("screen-margin", &[]), column, Tone::Plain, &text);
    }
}

fn drawing(sheet: &mut TextBlock<'_>, snapshot: &Snapshot<'_>, finding: &Finding<'_>) {
    let theme = sheet.theme;
    let rows = counted(finding, &snapshot.checklist, snapshot.facts);
    let named = rows.iter().take(MOST_ROWS).map(|row| {
        let date = row.row.cells.iter().flatten().find_map(|value| value.day());
        LabeledSpan { label: date.map(short_date).unwrap_or_default(), from: row.from, until: row.until }
    });
    let stretches: Vec<LabeledSpan> = named.collect();
    let holds = theme.format("screen-holds", &[]);
    let lines = timeline::draw(&finding.timeline, &stretches, &holds, sheet.width);
    if lines.is_empty() {
        return;
    }
    sheet.heading("screen-timeline");
    for (at, line) in lines.iter().enumerate() {
        let tone = if at == 1 { Tone::Status(finding.outcome.status) } else { Tone::Plain };
        sheet.parts(&[(tone, line)]);
    }
    let legend = if stretches.is_empty() { "screen-timeline-legend" } else { "screen-timeline-legend-rows" };
    sheet.push_line(Tone::Dim, &theme.format(legend, &[]));
    let hidden = rows.len() - stretches.len();
    if hidden > 0 {
        sheet.push_line(Tone::Dim, &theme.format("screen-more-rows", &[("count", &hidden.to_string())]));
    }
    if let Some(next) = rows.iter().find(|row| row.status == RowStatus::Counted)
        && let (Some(until), Some(date)) = (next.until, next.row.cells.iter().flatten().find_map(|value| value.day()))
    {
        sheet.push_line(Tone::Plain, &theme.format("screen-drops-next", &[("date", &date.to_string()), ("until", &until.to_string())]));
    }
}

fn what_to_do(sheet: &mut TextBlock<'_>, snapshot: &Snapshot<'_>, finding: &Finding<'_>) {
    let theme = sheet.theme;
    let lang = theme.lang();
    if matches!(finding.outcome.status, Status::Met | Status::NotApplicable) {
        return;
    }
    let Rule::Test(test) = &finding.requirement.rule else { return };
    sheet.heading("screen-do");
    match finding.outcome.status {
        Status::Pending => {
            let from = finding.outcome.from.map(|day| day.to_string()).unwrap_or_default();
            sheet.push_line(Tone::Plain, &theme.format("text-wait", &[("from", &from)]));
        }
        Status::Unknown => {
            for fact in test.facts().into_iter().filter(|fact| snapshot.facts.facts[*fact].on(snapshot.as_of.day).is_none()) {
                let definition = &snapshot.program.facts[fact];
                sheet.hanging_indent(
                    Tone::Status(Status::Unknown),
                    "? ",
                    Tone::Plain,
                    definition.ask.as_ref().unwrap_or(&definition.title).get(lang),
                );
                if let Some(find) = &definition.find {
                    sheet.hanging_indent(Tone::Plain, "  ", Tone::Dim, find.get(lang));
                }
            }
        }
        _ => match remedy_for(finding.requirement, snapshot.facts, snapshot.as_of.day) {
            None => sheet.push_line(Tone::Plain, &theme.format("text-no-remedy", &[])),
            Some(remedy) => {
                sheet.push_line(Tone::Plain, remedy.action.get(lang));
                let one = estimable_of(snapshot, &finding.requirement.id);
                if let Some(one) = one.filter(|one| one.own.is_some()) {
                    sheet.push_line(Tone::Plain, &theme.format("screen-plan-own", &[("figures", &one.figures(&theme.messages))]));
                    return;
                }
                if let Some(takes) = remedy.takes {
                    sheet.push_line(
                        Tone::Dim,
                        &theme.format("text-takes", &[("takes", &explain::localized_duration(takes, &theme.messages))]),
                    );
                }
                if let Some(cost) = cost_of_shortfall(finding, remedy).filter(|cost| cost.units > 0) {
                    sheet.push_line(Tone::Dim, &theme.format("text-cost", &[("cost", &cost.text())]));
                }
            }
        },
    }
}

fn evidence(sheet: &mut TextBlock<'_>, session: &Session, snapshot: &Snapshot<'_>, finding: &Finding<'_>) {
    let theme = sheet.theme;
    let Rule::Test(test) = &finding.requirement.rule else { return };
    sheet.gap();
    let name = theme.format("screen-evidence", &[]);
    for fact in test.facts() {
        let definition = &snapshot.program.facts[fact];
        for source in &snapshot.facts.facts[fact].sources {
            let mut text = source_name(source, snapshot.program, theme);
            if stale(definition, &snapshot.facts.facts[fact], snapshot.as_of.day) {
                text.push_str(&theme.format("screen-stale", &[]));
            }
            if let Some(until) = source.valid_until {
                text.push_str(&theme.format("screen-valid-until", &[("until", &until.to_string())]));
            }
            // Why somebody insists is said above.
            if let Some(note) = source.note.as_ref().filter(|_| !session.is_overridden(fact)) {
                text.push_str(&format!("  {note}"));
            }
            sheet.field(&name, column(theme), Tone::Plain, &text);
        }
    }
}

/// Where a person and what was collected differ: whose value is used, why, and how to change that.
pub fn sources(sheet: &mut TextBlock<'_>, session: &Session, snapshot: &Snapshot<'_>, fact: usize) {
    let theme = sheet.theme;
    let conflict = snapshot.facts.conflicts.iter().find(|conflict| conflict.fact == fact);
    let told = |known: &FactValue| row_or_fact(known, fact, snapshot.program, theme);
    let text = if let Some((note, source)) = session.override_note(fact) {
        let found = conflict.map(|conflict| told(&conflict.other.1)).unwrap_or_default();
        match source {
            Some(source) => theme.format("screen-overridden", &[("source", source), ("found", &found), ("note", note)]),
            None => theme.format("screen-overridden-alone", &[("note", note)]),
        }
    } else if let Some(source) = session.overruled_by_collected(fact) {
        let (used, yours) = conflict.map(|conflict| (told(&conflict.used.1), told(&conflict.other.1))).unwrap_or_default();
        theme.format("screen-not-used", &[("source", source), ("found", &used), ("yours", &yours)])
    } else {
        return;
    };
    sheet.hanging_indent(Tone::Warning, "! ", Tone::Plain, &text);
}

fn rule(sheet: &mut TextBlock<'_>, snapshot: &Snapshot<'_>, finding: &Finding<'_>) {
    let theme = sheet.theme;
    let lang = theme.lang();
    let column = column(theme);
    let requirement = finding.requirement;
    if let Some(clause) = &requirement.clause {
        let edition = snapshot.checklist.edition.map(|edition| edition.id.as_str()).unwrap_or_default();
        sheet.field(
            &theme.format("screen-clause", &[]),
            column,
            Tone::Plain,
            &theme.format("screen-clause-of", &[("clause", clause), ("edition", edition)]),
        );
    }
    if let Rule::Test(test @ (Test::Value { .. } | Test::Rows(_) | Test::Length { .. } | Test::Elapsed { .. })) = &requirement.rule
        && finding.outcome.status == Status::NotApplicable
    {
        sheet.push_line(Tone::Dim, &explain::localized_needed(test, snapshot.program, &theme.messages));
    }
    if let Some(understood) = &requirement.understood_as {
        sheet.field(&theme.format("screen-read-as", &[]), column, Tone::Plain, understood.get(lang));
    }
    for other in &finding.readings {
        let status = theme.format(status_word(other.outcome.status), &[]);
        let outcome =
            if other.differs { format!("{status}{}", dates(other.outcome, theme)) } else { theme.format("screen-reading-same", &[]) };
        let mut title = other.reading.title.get(lang).to_owned();
        if !std::ptr::eq(other.requirement, requirement) {
            title = format!("{} - {title}", other.requirement.title.get(lang));
        }
        let text = theme.format("screen-reading-then", &[("reading", &title), ("outcome", &outcome)]);
        let tone = if other.differs { Tone::Warning } else { Tone::Plain };
        sheet.field(&theme.format("screen-other-reading", &[]), column, tone, &text);
    }
}

/// Writes about one fact, by index: the question, where its answer is found, who said what.
pub fn fact<'l>(session: &Session, snapshot: &Snapshot<'_>, at: usize, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let definition = &snapshot.program.facts[at];
    let lang = theme.lang();
    sheet.push_line(Tone::Plain, definition.ask.as_ref().unwrap_or(&definition.title).get(lang));
    if let Some(find) = &definition.find {
        sheet.gap();
        sheet.push_line(Tone::Dim, &format!("{}{}", theme.format("screen-found-at", &[]), find.get(lang)));
    }
    sheet.gap();
    sources(&mut sheet, session, snapshot, at);
    for source in &snapshot.facts.facts[at].sources {
        let mut text = source_name(source, snapshot.program, theme);
        if let Some(note) = source.note.as_ref().filter(|_| !session.is_overridden(at)) {
            text.push_str(&format!("  {note}"));
        }
        sheet.field(&theme.format("screen-evidence", &[]), column(theme), Tone::Plain, &text);
    }
    sheet
}
