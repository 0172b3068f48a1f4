//! One question: what is asked, where the answer is found, the field for it, why it is asked and what each answer would do. Where
//! nothing is left to ask, what comes next.
//!
//! In: what is seen, the editor. Out: the left pane, and the cursor's position.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::engine::question::{Answer, Question};
use crate::wizard::session::Session;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::state::Editing;
use crate::wizard::tui::text_block::TextBlock;
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::short_date;
use crate::wizard::tui::view::detail::sources;
use crate::wizard::tui::view::phrase;
use crate::wizard::tui::view::plan::summary;

/// What is between the question and what is said of it gets at least so many lines.
const EDITOR: u16 = 7;

/// Draws the question that is open; the session is given where the answer is saved. Gives back where the editor is, and the cursor.
pub fn draw(
    area: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
    session: Option<&Session>,
    snapshot: &Snapshot<'_>,
    editing: &mut Editing,
    focus: bool,
) -> (Rect, Option<Position>) {
    let lang = theme.lang();
    let columns = usize::from(area.width.saturating_sub(1));
    let fact = &snapshot.program.facts[editing.fact];
    let mut above = TextBlock::new(theme, columns);
    above.push_line(Tone::Strong, fact.ask.as_ref().unwrap_or(&fact.title).get(lang));
    if let Some(find) = &fact.find {
        above.push_line(Tone::Dim, &format!("{}{}", theme.format("screen-found-at", &[]), find.get(lang)));
    }
    above.lines.push(ratatui::text::Line::default());
    let mut below = TextBlock::new(theme, columns);
    if let Some(session) = session {
        sources(&mut below, session, snapshot, editing.fact);
    }
    match snapshot.question.as_ref().filter(|question| question.fact == editing.fact) {
        Some(question) => why(&mut below, question, snapshot),
        None if editing.asked_for => below.push_line(Tone::Dim, &theme.format("screen-changing", &[])),
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
    let cursor = editing.editor.draw(room, buffer, theme);
    (room, cursor.filter(|_| focus))
}

fn why(sheet: &mut TextBlock<'_>, question: &Question<'_>, snapshot: &Snapshot<'_>) {
    let theme = sheet.theme;
    let lang = theme.lang();
    let names: Vec<&str> = question.serves.iter().map(|requirement| requirement.title.get(lang)).collect();
    let id = if question.decides { "screen-why" } else { "screen-why-complete" };
    sheet.push_line(Tone::Dim, &theme.format(id, &[("names", &names.join(&theme.format("list-gap", &[])))]));
    let later = (question.on > snapshot.as_of.day).then_some(question.on);
    for answer in &question.answers {
        let then = match answer.settles {
            Some(true) => match later {
                Some(day) => theme.format("next-then-later", &[("day", &day.to_string())]),
                None => theme.format("next-then-yes", &[]),
            },
            Some(false) => theme.format("next-then-no", &[]),
            None => theme.format("next-then-open", &[("count", &answer.left.to_string())]),
        };
        sheet.hanging_indent(Tone::Dim, "- ", Tone::Dim, &theme.format("next-if", &[("says", &says(answer, theme)), ("then", &then)]));
    }
    if question.decides {
        sheet.push_line(Tone::Dim, &theme.format("next-left", &[("count", &question.at_most.to_string())]));
    }
}

fn says(answer: &Answer<'_>, theme: &Theme) -> String {
    let each = answer.says.iter().map(|(requirement, holds)| {
        theme.format(if *holds { "next-says-true" } else { "next-says-false" }, &[("name", requirement.title.get(theme.lang()))])
    });
    each.collect::<Vec<_>>().join(&theme.format("list-gap", &[]))
}

/// Writes what comes next, where nothing more has to be asked.
pub fn finished<'l>(snapshot: &Snapshot<'_>, theme: &'l Theme, columns: usize, file: &str) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let lang = theme.lang();
    let (status, verdict) = phrase::verdict(snapshot, theme);
    sheet.hanging_indent(Tone::Status(status), &format!("{} ", theme.mark(status)), Tone::Status(status), &verdict);
    sheet.gap();
    let rest = snapshot.open.len();
    match (&snapshot.question, snapshot.set_aside.len()) {
        (Some(_), _) => sheet.push_line(Tone::Plain, &theme.format("screen-settled-more", &[("count", &rest.to_string())])),
        (None, 0) => sheet.push_line(Tone::Plain, &theme.format("screen-all-answered", &[])),
        (None, aside) => sheet.push_line(Tone::Plain, &theme.format("screen-only-set-aside", &[("count", &aside.to_string())])),
    }
    sheet.heading("screen-next");
    summary(&mut sheet, &snapshot.plan, snapshot.program);
    for action in &snapshot.plan.actions {
        let text = format!("{} - {}", action.requirement.title.get(lang), action.remedy.action.get(lang));
        sheet.hanging_indent(Tone::Strong, &format!("{}  ", short_date(action.on)), Tone::Plain, &text);
    }
    let ready = snapshot.plan.steps.iter().filter(|planned| planned.status == crate::engine::plan::StepStatus::Ready);
    for planned in ready.take(3) {
        let how = planned.step.how.as_ref().map(|how| format!(" - {}", how.get(lang))).unwrap_or_default();
        sheet.hanging_indent(Tone::Strong, "> ", Tone::Plain, &format!("{}{how}", planned.step.title.get(lang)));
    }
    sheet.heading("screen-where");
    sheet.push_line(Tone::Plain, &theme.format("screen-file", &[("path", file)]));
    sheet.push_line(Tone::Plain, &theme.format("screen-export-hint", &[]));
    sheet
}
