//! Everything about one requirement: how it stands, what was measured against what, on whose word, the clause and how it was
//! read, the timeline, what to do.
//!
//! In: a finding. Out: a sheet.

use crate::check::{Finding, Status, Use};
use crate::facts::Known;
use crate::layout::width;
use crate::plan::cost_of_shortfall;
use crate::report::explain;
use crate::report::rows::{counted, spare, stale};
use crate::rulebook::{Rule, Test};
use crate::text::checklist::word as status_word;
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::Sheet;
use crate::tui::state::facts_of;
use crate::tui::timeline::{self, Stretch, short};
use crate::tui::view::phrase::{amount, dates, row_or_known, said_by, unit};
use crate::wizard::estimate::estimable_of;
use crate::wizard::{Seen, Session};

/// More rows than this are not drawn one by one.
const MOST_ROWS: usize = 12;

/// Writes about one requirement, by place.
pub fn requirement<'l>(session: &Session, seen: &Seen<'_>, at: usize, look: &'l Look, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let finding = &seen.checklist.findings[at];
    let status = finding.outcome.status;
    let lead = format!("{} ", look.mark(status));
    let word = format!("{}{}", look.say(status_word(status), &[]), dates(finding.outcome, look));
    sheet.hang(Tone::Of(status), &lead, Tone::Of(status), &word);
    if let Some(waiver) = finding.waived {
        let until = waiver.until.to_string();
        let text = look.say("why-waived", &[("by", &waiver.by), ("until", &until), ("reason", &waiver.reason)]);
        sheet.hang(Tone::Warning, "! ", Tone::Plain, &text);
    }
    for fact in facts_of(seen, at) {
        whose_word(&mut sheet, session, seen, fact);
    }
    sheet.gap();
    measured(&mut sheet, seen, finding);
    drawing(&mut sheet, seen, finding);
    what_to_do(&mut sheet, seen, finding);
    evidence(&mut sheet, session, seen, finding);
    rule(&mut sheet, seen, finding);
    sheet
}

/// The names of fields, so that what follows them begins in one column.
fn column(look: &Look) -> usize {
    let names = ["screen-found", "screen-room", "screen-evidence", "screen-clause", "screen-read-as", "screen-other-reading", "screen-do"];
    names.iter().map(|id| width(&look.say(id, &[]))).max().unwrap_or(0) + 2
}

fn measured(sheet: &mut Sheet<'_>, seen: &Seen<'_>, finding: &Finding<'_>) {
    let look = sheet.look;
    let column = column(look);
    let found = explain::found(finding, &seen.checklist, seen.program, seen.facts, &look.words);
    if !found.is_empty() {
        sheet.field(&look.say("screen-found", &[]), column, Tone::Plain, &found.join(&look.say("sentence-gap", &[])));
    }
    if let Some(room) = spare(finding) {
        let unit = room.unit.as_deref().map(|name| unit(name, look)).unwrap_or_default();
        let text = if room.amount == "0" {
            look.say("screen-no-room", &[])
        } else {
            look.say("screen-room-left", &[("amount", &format!("{}{unit}", amount(&room.for_people(false, &look.words))))])
        };
        sheet.field(&look.say("screen-room", &[]), column, Tone::Plain, &text);
    }
}

fn drawing(sheet: &mut Sheet<'_>, seen: &Seen<'_>, finding: &Finding<'_>) {
    let look = sheet.look;
    let rows = counted(finding, &seen.checklist, seen.facts);
    let named = rows.iter().take(MOST_ROWS).map(|row| {
        let date = row.row.cells.iter().flatten().find_map(|value| value.day());
        Stretch { label: date.map(short).unwrap_or_default(), from: row.from, until: row.until }
    });
    let stretches: Vec<Stretch> = named.collect();
    let holds = look.say("screen-holds", &[]);
    let lines = timeline::draw(&finding.timeline, &stretches, &holds, sheet.width);
    if lines.is_empty() {
        return;
    }
    sheet.heading("screen-timeline");
    for (at, line) in lines.iter().enumerate() {
        let tone = if at == 1 { Tone::Of(finding.outcome.status) } else { Tone::Plain };
        sheet.parts(&[(tone, line)]);
    }
    let legend = if stretches.is_empty() { "screen-timeline-legend" } else { "screen-timeline-legend-rows" };
    sheet.put(Tone::Dim, &look.say(legend, &[]));
    let hidden = rows.len() - stretches.len();
    if hidden > 0 {
        sheet.put(Tone::Dim, &look.say("screen-more-rows", &[("count", &hidden.to_string())]));
    }
    if let Some(next) = rows.iter().find(|row| row.use_ == Use::Counts)
        && let (Some(until), Some(date)) = (next.until, next.row.cells.iter().flatten().find_map(|value| value.day()))
    {
        sheet.put(Tone::Plain, &look.say("screen-drops-next", &[("date", &date.to_string()), ("until", &until.to_string())]));
    }
}

fn what_to_do(sheet: &mut Sheet<'_>, seen: &Seen<'_>, finding: &Finding<'_>) {
    let look = sheet.look;
    let lang = look.lang();
    if matches!(finding.outcome.status, Status::Met | Status::NotApplicable) {
        return;
    }
    let Rule::Test(test) = &finding.requirement.rule else { return };
    sheet.heading("screen-do");
    match finding.outcome.status {
        Status::Pending => {
            let from = finding.outcome.from.map(|day| day.to_string()).unwrap_or_default();
            sheet.put(Tone::Plain, &look.say("text-wait", &[("from", &from)]));
        }
        Status::Unknown => {
            for fact in test.facts().into_iter().filter(|fact| seen.facts.facts[*fact].on(seen.as_of.day).is_none()) {
                let definition = &seen.program.facts[fact];
                sheet.hang(Tone::Of(Status::Unknown), "? ", Tone::Plain, definition.ask.as_ref().unwrap_or(&definition.title).get(lang));
                if let Some(find) = &definition.find {
                    sheet.hang(Tone::Plain, "  ", Tone::Dim, find.get(lang));
                }
            }
        }
        _ => match &finding.requirement.remedy {
            None => sheet.put(Tone::Plain, &look.say("text-no-remedy", &[])),
            Some(remedy) => {
                sheet.put(Tone::Plain, remedy.action.get(lang));
                let one = estimable_of(seen, &finding.requirement.id);
                if let Some(one) = one.filter(|one| one.own.is_some()) {
                    sheet.put(Tone::Plain, &look.say("screen-plan-own", &[("figures", &one.figures(&look.words))]));
                    return;
                }
                if let Some(takes) = remedy.takes {
                    sheet.put(Tone::Dim, &look.say("text-takes", &[("takes", &explain::takes_for_people(takes, &look.words))]));
                }
                if let Some(cost) = cost_of_shortfall(finding).filter(|cost| cost.units > 0) {
                    sheet.put(Tone::Dim, &look.say("text-cost", &[("cost", &cost.text())]));
                }
            }
        },
    }
}

fn evidence(sheet: &mut Sheet<'_>, session: &Session, seen: &Seen<'_>, finding: &Finding<'_>) {
    let look = sheet.look;
    let Rule::Test(test) = &finding.requirement.rule else { return };
    sheet.gap();
    let name = look.say("screen-evidence", &[]);
    for fact in test.facts() {
        let definition = &seen.program.facts[fact];
        for source in &seen.facts.facts[fact].sources {
            let mut text = said_by(source, seen.program, look);
            if stale(definition, &seen.facts.facts[fact], seen.as_of.day) {
                text.push_str(&look.say("screen-stale", &[]));
            }
            if let Some(until) = source.valid_until {
                text.push_str(&look.say("screen-valid-until", &[("until", &until.to_string())]));
            }
            // Why somebody insists is said above.
            if let Some(note) = source.note.as_ref().filter(|_| !session.insists(fact)) {
                text.push_str(&format!("  {note}"));
            }
            sheet.field(&name, column(look), Tone::Plain, &text);
        }
    }
}

/// Where a person and what was collected differ: whose word stands, why, and how to change that.
pub fn whose_word(sheet: &mut Sheet<'_>, session: &Session, seen: &Seen<'_>, fact: usize) {
    let look = sheet.look;
    let conflict = seen.facts.conflicts.iter().find(|conflict| conflict.fact == fact);
    let told = |known: &Known| row_or_known(known, fact, seen.program, look);
    let text = if let Some((note, source)) = session.insistence(fact) {
        let found = conflict.map(|conflict| told(&conflict.other.1)).unwrap_or_default();
        match source {
            Some(source) => look.say("screen-insisted", &[("source", source), ("found", &found), ("note", note)]),
            None => look.say("screen-insisted-alone", &[("note", note)]),
        }
    } else if let Some(source) = session.overruled(fact) {
        let (used, yours) = conflict.map(|conflict| (told(&conflict.used.1), told(&conflict.other.1))).unwrap_or_default();
        look.say("screen-not-standing", &[("source", source), ("found", &used), ("yours", &yours)])
    } else {
        return;
    };
    sheet.hang(Tone::Warning, "! ", Tone::Plain, &text);
}

fn rule(sheet: &mut Sheet<'_>, seen: &Seen<'_>, finding: &Finding<'_>) {
    let look = sheet.look;
    let lang = look.lang();
    let column = column(look);
    let requirement = finding.requirement;
    if let Some(clause) = &requirement.clause {
        let edition = seen.checklist.edition.map(|edition| edition.id.as_str()).unwrap_or_default();
        sheet.field(
            &look.say("screen-clause", &[]),
            column,
            Tone::Plain,
            &look.say("screen-clause-of", &[("clause", clause), ("edition", edition)]),
        );
    }
    if let Rule::Test(test @ (Test::Value { .. } | Test::Rows(_) | Test::Length { .. } | Test::Elapsed { .. })) = &requirement.rule
        && finding.outcome.status == Status::NotApplicable
    {
        sheet.put(Tone::Dim, &explain::needed_for_people(test, seen.program, &look.words));
    }
    if let Some(understood) = &requirement.understood_as {
        sheet.field(&look.say("screen-read-as", &[]), column, Tone::Plain, understood.get(lang));
    }
    for other in &finding.readings {
        let status = look.say(status_word(other.outcome.status), &[]);
        let outcome = if other.differs { format!("{status}{}", dates(other.outcome, look)) } else { look.say("screen-reading-same", &[]) };
        let mut title = other.reading.title.get(lang).to_owned();
        if !std::ptr::eq(other.requirement, requirement) {
            title = format!("{} - {title}", other.requirement.title.get(lang));
        }
        let text = look.say("screen-reading-then", &[("reading", &title), ("outcome", &outcome)]);
        let tone = if other.differs { Tone::Warning } else { Tone::Plain };
        sheet.field(&look.say("screen-other-reading", &[]), column, tone, &text);
    }
}

/// Writes about one fact, by place: the question, where its answer is found, who said what.
pub fn fact<'l>(session: &Session, seen: &Seen<'_>, at: usize, look: &'l Look, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let definition = &seen.program.facts[at];
    let lang = look.lang();
    sheet.put(Tone::Plain, definition.ask.as_ref().unwrap_or(&definition.title).get(lang));
    if let Some(find) = &definition.find {
        sheet.gap();
        sheet.put(Tone::Dim, &format!("{}{}", look.say("screen-found-at", &[]), find.get(lang)));
    }
    sheet.gap();
    whose_word(&mut sheet, session, seen, at);
    for source in &seen.facts.facts[at].sources {
        let mut text = said_by(source, seen.program, look);
        if let Some(note) = source.note.as_ref().filter(|_| !session.insists(at)) {
            text.push_str(&format!("  {note}"));
        }
        sheet.field(&look.say("screen-evidence", &[]), column(look), Tone::Plain, &text);
    }
    sheet
}
