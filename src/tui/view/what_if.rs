//! What if: the facts, any of which can be changed for a try, and what would come of it beside today's.
//!
//! In: what is seen, and what would be seen. Out: a list, and a sheet that compares.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::check::Outcome;
use crate::layout::{pad, width};
use crate::plan::Promise;
use crate::text::checklist::word as status_word;
use crate::tui::look::{Look, Tone, safe};
use crate::tui::sheet::{Sheet, row, scroll_bar};
use crate::tui::state::List;
use crate::tui::view::phrase;
use crate::wizard::Seen;

/// A fact in a few words.
fn value(seen: &Seen<'_>, fact: usize, look: &Look) -> String {
    match seen.facts.facts[fact].on(seen.as_of.day) {
        None => look.say("status-unknown", &[]),
        Some(known) => phrase::known(known, fact, seen.program, look),
    }
}

/// Draws the facts, those that are assumed marked.
pub fn draw(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, assumed: &[usize], list: &mut List, focus: bool) {
    let facts = &seen.program.facts;
    list.fit(facts.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(facts.len() > usize::from(area.height))), ..area };
    for (y, (at, fact)) in room.rows().zip(facts.iter().enumerate().skip(list.offset)) {
        let changed = assumed.contains(&at);
        let tone = if changed { Tone::Warning } else { Tone::Plain };
        let unknown = seen.facts.facts[at].on(seen.as_of.day).is_none();
        let right = if unknown { Tone::Dim } else { tone };
        row(
            y,
            buffer,
            look,
            &[(tone, if changed { "* " } else { "  " }), (tone, fact.title.get(look.lang()))],
            (right, &value(seen, at, look)),
            focus && at == list.chosen,
        );
    }
    scroll_bar(area, buffer, look, facts.len(), list.offset);
}

/// Writes what is and what would be.
pub fn compare<'l>(today: &Seen<'_>, then: Option<&Seen<'_>>, look: &'l Look, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let Some(then) = then else {
        sheet.put(Tone::Plain, &look.say("screen-what-if-how", &[]));
        return sheet;
    };
    let lang = look.lang();
    let verdict = |seen: &Seen<'_>| phrase::verdict(seen, look);
    let ((before, said), (after, assumed)) = (verdict(today), verdict(then));
    both(&mut sheet, "screen-verdict", (&said, Tone::Of(before)), (&assumed, Tone::Of(after)));
    let promise = |promise: Promise| match (promise.best, promise.worst) {
        (Some(best), Some(worst)) if best < worst => {
            look.say("screen-best-worst", &[("best", &best.to_string()), ("worst", &worst.to_string())])
        }
        (_, Some(worst)) => worst.to_string(),
        (_, None) => look.say("screen-nobody-knows", &[]),
    };
    let mut pair = |id: &str, a: String, b: String| both(&mut sheet, id, (&a, Tone::Plain), (&b, Tone::Plain));
    pair("screen-all-hold", promise(today.plan.eligible), promise(then.plan.eligible));
    if !today.plan.steps.is_empty() {
        pair("screen-live", promise(today.plan.live), promise(then.plan.live));
    }
    pair("screen-cost", phrase::costs(&today.plan.cost, look), phrase::costs(&then.plan.cost, look));
    let names = |seen: &Seen<'_>| -> String {
        let names: Vec<&str> = seen.plan.actions.iter().map(|action| action.requirement.title.get(lang)).collect();
        if names.is_empty() { look.say("screen-nothing", &[]) } else { names.join(&look.say("list-gap", &[])) }
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
            let say = |outcome: Outcome| format!("{}{}", look.say(status_word(outcome.status), &[]), phrase::dates(outcome, look));
            sheet.put(Tone::Strong, today.checklist.findings[at].requirement.title.get(lang));
            sheet.hang(Tone::Plain, "  ", Tone::Of(a.status), &say(a));
            sheet.hang(Tone::Of(b.status), "  => ", Tone::Of(b.status), &say(b));
        }
    } else {
        sheet.gap();
        sheet.put(Tone::Dim, &look.say("screen-no-changes", &[]));
    }
    sheet
}

/// What is, and below it what would be, if that differs.
fn both(sheet: &mut Sheet<'_>, id: &str, today: (&str, Tone), then: (&str, Tone)) {
    let look = sheet.look;
    let (now, tried) = (look.say("screen-now", &[]), look.say("screen-then", &[]));
    let column = width(&now).max(width(&tried)) + 3;
    sheet.put(Tone::Heading, &look.say(id, &[]));
    if safe(today.0) == safe(then.0) {
        sheet.hang(Tone::Dim, &pad(&format!("{now} ="), column), today.1, today.0);
        return;
    }
    sheet.hang(Tone::Dim, &pad(&now, column), today.1, today.0);
    sheet.hang(Tone::Warning, &pad(&tried, column), then.1, then.0);
}
