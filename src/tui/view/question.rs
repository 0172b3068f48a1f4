//! One question: what is asked, where the answer is found, the field for it, why it is asked and what each answer would do. Where
//! nothing is left to ask, what comes next.
//!
//! In: what is seen, the editor. Out: the left pane, and where the cursor stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::question::{Answer, Question};
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::Sheet;
use crate::tui::state::Editing;
use crate::tui::timeline::short;
use crate::tui::view::detail::whose_word;
use crate::tui::view::phrase;
use crate::tui::view::plan::summary;
use crate::wizard::{Seen, Session};

/// What is between the question and what is said of it gets at least so many lines.
const EDITOR: u16 = 7;

/// Draws the question that is open; the session is given where the answer is saved. Gives back where the editor is, and the cursor.
pub fn draw(
    area: Rect,
    buffer: &mut Buffer,
    look: &Look,
    session: Option<&Session>,
    seen: &Seen<'_>,
    editing: &mut Editing,
    focus: bool,
) -> (Rect, Option<Position>) {
    let lang = look.lang();
    let columns = usize::from(area.width.saturating_sub(1));
    let fact = &seen.program.facts[editing.fact];
    let mut above = Sheet::new(look, columns);
    above.put(Tone::Strong, fact.ask.as_ref().unwrap_or(&fact.title).get(lang));
    if let Some(find) = &fact.find {
        above.put(Tone::Dim, &format!("{}{}", look.say("screen-found-at", &[]), find.get(lang)));
    }
    above.lines.push(ratatui::text::Line::default());
    let mut below = Sheet::new(look, columns);
    if let Some(session) = session {
        whose_word(&mut below, session, seen, editing.fact);
    }
    match seen.question.as_ref().filter(|question| question.fact == editing.fact) {
        Some(question) => why(&mut below, question, seen),
        None if editing.asked_for => below.put(Tone::Dim, &look.say("screen-changing", &[])),
        None => {}
    }
    let height = area.height;
    let top = (above.lines.len() as u16).min(height.saturating_sub(EDITOR).max(height / 3));
    let bottom = (below.lines.len() as u16 + 1).min(height.saturating_sub(top + EDITOR));
    above.draw(Rect { height: top, ..area }, buffer, 0);
    if bottom > 1 {
        // What there is no room for is said by the checklist too: no scroll bar.
        below.lines.truncate(usize::from(bottom - 1));
        below.draw(Rect { y: area.bottom() - bottom + 1, height: bottom - 1, ..area }, buffer, 0);
    }
    let room = Rect { y: area.y + top, height: height - top - bottom, width: area.width.saturating_sub(1), ..area };
    let cursor = editing.editor.draw(room, buffer, look);
    (room, cursor.filter(|_| focus))
}

fn why(sheet: &mut Sheet<'_>, question: &Question<'_>, seen: &Seen<'_>) {
    let look = sheet.look;
    let lang = look.lang();
    let names: Vec<&str> = question.serves.iter().map(|requirement| requirement.title.get(lang)).collect();
    let id = if question.decides { "screen-why" } else { "screen-why-complete" };
    sheet.put(Tone::Dim, &look.say(id, &[("names", &names.join(&look.say("list-gap", &[])))]));
    let later = (question.on > seen.as_of.day).then_some(question.on);
    for answer in &question.answers {
        let then = match answer.settles {
            Some(true) => match later {
                Some(day) => look.say("next-then-later", &[("day", &day.to_string())]),
                None => look.say("next-then-yes", &[]),
            },
            Some(false) => look.say("next-then-no", &[]),
            None => look.say("next-then-open", &[("count", &answer.left.to_string())]),
        };
        sheet.hang(Tone::Dim, "- ", Tone::Dim, &look.say("next-if", &[("says", &says(answer, look)), ("then", &then)]));
    }
    if question.decides {
        sheet.put(Tone::Dim, &look.say("next-left", &[("count", &question.at_most.to_string())]));
    }
}

fn says(answer: &Answer<'_>, look: &Look) -> String {
    let each = answer.says.iter().map(|(requirement, holds)| {
        look.say(if *holds { "next-says-true" } else { "next-says-false" }, &[("name", requirement.title.get(look.lang()))])
    });
    each.collect::<Vec<_>>().join(&look.say("list-gap", &[]))
}

/// Writes what comes next, where nothing more has to be asked.
pub fn finished<'l>(seen: &Seen<'_>, look: &'l Look, columns: usize, file: &str) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let lang = look.lang();
    let (status, verdict) = phrase::verdict(seen, look);
    sheet.hang(Tone::Of(status), &format!("{} ", look.mark(status)), Tone::Of(status), &verdict);
    sheet.gap();
    let rest = seen.open.len();
    match (&seen.question, seen.set_aside.len()) {
        (Some(_), _) => sheet.put(Tone::Plain, &look.say("screen-settled-more", &[("count", &rest.to_string())])),
        (None, 0) => sheet.put(Tone::Plain, &look.say("screen-all-answered", &[])),
        (None, aside) => sheet.put(Tone::Plain, &look.say("screen-only-set-aside", &[("count", &aside.to_string())])),
    }
    sheet.heading("screen-next");
    summary(&mut sheet, &seen.plan, seen.program);
    for action in &seen.plan.actions {
        let text = format!("{} - {}", action.requirement.title.get(lang), action.remedy.action.get(lang));
        sheet.hang(Tone::Strong, &format!("{}  ", short(action.on)), Tone::Plain, &text);
    }
    let ready = seen.plan.steps.iter().filter(|planned| planned.status == crate::plan::StepStatus::Ready);
    for planned in ready.take(3) {
        let how = planned.step.how.as_ref().map(|how| format!(" - {}", how.get(lang))).unwrap_or_default();
        sheet.hang(Tone::Strong, "> ", Tone::Plain, &format!("{}{how}", planned.step.title.get(lang)));
    }
    sheet.heading("screen-where");
    sheet.put(Tone::Plain, &look.say("screen-file", &[("path", file)]));
    sheet.put(Tone::Plain, &look.say("screen-hand-on", &[]));
    sheet
}
