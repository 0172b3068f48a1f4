//! What if: the facts, any of which can be changed for a try, and what would come of it beside today's.
//!
//! In: what is seen, and what would be seen. Out: a list, and a sheet that compares.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::check::Outcome;
use crate::engine::plan::DateEstimate;
use crate::report::columns::{pad, width};
use crate::report::text::status::word as status_word;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::list::List;
use crate::wizard::tui::text_block::{TextBlock, row, scroll_bar};
use crate::wizard::tui::theme::{Theme, Tone, escape_text};
use crate::wizard::tui::view::phrase;

/// A fact in a few words.
fn value(snapshot: &Snapshot<'_>, fact: usize, theme: &Theme) -> String {
    match snapshot.facts.facts[fact].on(snapshot.as_of.day) {
        None => theme.format("status-unknown", &[]),
        Some(known) => phrase::fact_value(known, fact, snapshot.program, theme),
    }
}

/// Draws the facts, those that are assumed marked.
pub fn draw(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, assumed: &[usize], list: &mut List, focus: bool) {
    let facts = &snapshot.program.facts;
    list.fit(facts.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(facts.len() > usize::from(area.height))), ..area };
    for (y, (at, fact)) in room.rows().zip(facts.iter().enumerate().skip(list.offset)) {
        let changed = assumed.contains(&at);
        let tone = if changed { Tone::Warning } else { Tone::Plain };
        let unknown = snapshot.facts.facts[at].on(snapshot.as_of.day).is_none();
        let right = if unknown { Tone::Dim } else { tone };
        row(
            y,
            buffer,
            theme,
            &[(tone, if changed { "* " } else { "  " }), (tone, fact.title.get(theme.lang()))],
            (right, &value(snapshot, at, theme)),
            focus && at == list.chosen,
        );
    }
    scroll_bar(area, buffer, theme, facts.len(), list.offset);
}

/// Writes what is and what would be.
pub fn compare<'l>(today: &Snapshot<'_>, then: Option<&Snapshot<'_>>, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let Some(then) = then else {
        sheet.push_line(Tone::Plain, &theme.format("screen-what-if-how", &[]));
        return sheet;
    };
    let lang = theme.lang();
    let verdict = |snapshot: &Snapshot<'_>| phrase::verdict(snapshot, theme);
    let ((before, said), (after, assumed)) = (verdict(today), verdict(then));
    both(&mut sheet, "screen-verdict", (&said, Tone::Status(before)), (&assumed, Tone::Status(after)));
    let promise = |promise: DateEstimate| match (promise.best, promise.worst) {
        (Some(best), Some(worst)) if best < worst => {
            theme.format("screen-best-worst", &[("best", &best.to_string()), ("worst", &worst.to_string())])
        }
        (_, Some(worst)) => worst.to_string(),
        (_, None) => theme.format("screen-not-estimable", &[]),
    };
    let mut pair = |id: &str, a: String, b: String| both(&mut sheet, id, (&a, Tone::Plain), (&b, Tone::Plain));
    pair("screen-all-hold", promise(today.plan.eligible), promise(then.plan.eligible));
    if !today.plan.steps.is_empty() {
        pair("screen-live", promise(today.plan.live), promise(then.plan.live));
    }
    pair("screen-cost", phrase::costs(&today.plan.cost, theme), phrase::costs(&then.plan.cost, theme));
    let names = |snapshot: &Snapshot<'_>| -> String {
        let names: Vec<&str> = snapshot.plan.actions.iter().map(|action| action.requirement.title.get(lang)).collect();
        if names.is_empty() { theme.format("screen-nothing", &[]) } else { names.join(&theme.format("list-gap", &[])) }
    };
    pair("screen-do", names(today), names(then));
    let changed = |at: &usize| today.checklist.findings[*at].outcome != then.checklist.findings[*at].outcome;
    // Another edition may decide if days are what is assumed: then there is nothing to put beside each other.
    let same = today.checklist.findings.len() == then.checklist.findings.len();
    let differing: Vec<usize> = (0..if same { today.checklist.findings.len() } else { 0 }).filter(changed).collect();
    if !differing.is_empty() {
        sheet.heading("screen-changes");
        for at in differing {
            let (a, b) = (today.checklist.findings[at].outcome, then.checklist.findings[at].outcome);
            let say = |outcome: Outcome| format!("{}{}", theme.format(status_word(outcome.status), &[]), phrase::dates(outcome, theme));
            sheet.push_line(Tone::Strong, today.checklist.findings[at].requirement.title.get(lang));
            sheet.hanging_indent(Tone::Plain, "  ", Tone::Status(a.status), &say(a));
            sheet.hanging_indent(Tone::Status(b.status), "  => ", Tone::Status(b.status), &say(b));
        }
    } else {
        sheet.gap();
        sheet.push_line(Tone::Dim, &theme.format("screen-no-changes", &[]));
    }
    sheet
}

/// What is, and below it what would be, if that differs.
fn both(sheet: &mut TextBlock<'_>, id: &str, today: (&str, Tone), then: (&str, Tone)) {
    let theme = sheet.theme;
    let (now, tried) = (theme.format("screen-now", &[]), theme.format("screen-then", &[]));
    let column = width(&now).max(width(&tried)) + 3;
    sheet.push_line(Tone::Heading, &theme.format(id, &[]));
    if escape_text(today.0) == escape_text(then.0) {
        sheet.hanging_indent(Tone::Dim, &pad(&format!("{now} ="), column), today.1, today.0);
        return;
    }
    sheet.hanging_indent(Tone::Dim, &pad(&now, column), today.1, today.0);
    sheet.hanging_indent(Tone::Warning, &pad(&tried, column), then.1, then.0);
}
