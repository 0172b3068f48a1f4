//! What comes of it all, always in view: the verdict with its dates, what it depends on, when one can go live, whether anybody is
//! let in at all.
//!
//! In: the checklist and the plan. Out: a few lines, the most important ones first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::engine::check::Status;
use crate::report::columns::{cut, wrap};
use crate::report::text::status::word as status_word;
use crate::rulebook::OpeningState;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::theme::{Theme, Tone, escape_text};
use crate::wizard::tui::timeline::relative_date;
use crate::wizard::tui::view::phrase;

/// The lines that there are to draw: a tone, what is before it, and a text.
fn texts(snapshot: &Snapshot<'_>, theme: &Theme) -> Vec<(Tone, String, String)> {
    let lang = theme.lang();
    let mut texts = Vec::new();
    let (status, mut verdict) = phrase::verdict(snapshot, theme);
    if let Some(question) = snapshot.question.as_ref().filter(|question| question.decides) {
        verdict.push_str(&theme.format("screen-left", &[("count", &question.at_most.to_string())]));
    }
    texts.push((Tone::Status(status), format!("{} ", theme.mark(status)), verdict));
    if let Some(opening) = snapshot.program.opening.as_ref().filter(|opening| opening.state != OpeningState::Open) {
        let mut text = theme.format("text-opening", &[("note", opening.note.get(lang)), ("day", &opening.checked.to_string())]);
        if let Some(instead) = &opening.instead {
            text.push_str(&theme.format("text-instead", &[("instead", instead.title.get(lang))]));
        }
        texts.push((Tone::Warning, "! ".to_owned(), text));
    }
    texts.push((Tone::Plain, "  ".to_owned(), live(snapshot, theme)));
    let hangs_on = &snapshot.checklist.verdict.sensitive_to;
    for other in hangs_on {
        let status = theme.format(status_word(other.outcome.status), &[]);
        let text = theme.format(
            "text-depends-on",
            &[
                ("requirement", other.requirement.title.get(lang)),
                ("reading", other.reading.title.get(lang)),
                ("status", &format!("{status}{}", phrase::dates(other.outcome, theme))),
            ],
        );
        texts.push((Tone::Plain, "  ".to_owned(), text));
    }
    if snapshot.checklist.verdict.firm && status != Status::Unknown {
        texts.push((Tone::Dim, "  ".to_owned(), theme.format("screen-firm", &[])));
    }
    texts
}

/// When everything can hold and when one can go live, as the plan promises.
pub fn live(snapshot: &Snapshot<'_>, theme: &Theme) -> String {
    let plan = &snapshot.plan;
    let today = snapshot.as_of.day;
    let Some(worst) = plan.eligible.worst else {
        let names: Vec<&str> = plan.blocked_by.iter().map(|requirement| requirement.title.get(theme.lang())).collect();
        if let Some(day) = plan.edition_ended {
            return theme.format("plan-edition-ended", &[("day", &day.to_string())]);
        }
        if let Some((day, facts)) = &plan.could_hold {
            let (day, count) = (day.to_string(), facts.len().to_string());
            return theme.format("plan-could-hold", &[("day", &day), ("count", &count)]);
        }
        if names.is_empty() {
            return theme.format("plan-impossible", &[]);
        }
        return theme.format("screen-blocked", &[("names", &names.join(&theme.format("list-gap", &[])))]);
    };
    let mut parts = Vec::new();
    match (plan.steps.is_empty(), plan.live.best, plan.live.worst) {
        (true, ..) => {}
        (false, Some(best), Some(worst)) if best < worst => {
            parts.push(
                theme.format("screen-live-between", &[("best", &relative_date(best, today)), ("worst", &relative_date(worst, today))]),
            );
        }
        (false, _, Some(worst)) => parts.push(theme.format("screen-live-on", &[("worst", &relative_date(worst, today))])),
        (false, _, None) => parts.push(theme.format("screen-live-unknown", &[])),
    }
    let names: Vec<&str> = plan.actions.iter().map(|action| action.requirement.title.get(theme.lang())).collect();
    let day = relative_date(worst, today);
    if !names.is_empty() {
        parts.push(theme.format("screen-to-do", &[("names", &names.join(&theme.format("list-gap", &[]))), ("day", &day)]));
    } else if !plan.find_out.is_empty() {
        parts.push(theme.format("screen-if-fine", &[("day", &day)]));
    }
    parts.join(&theme.format("screen-gap", &[]))
}

/// The lines in `columns`, at most `most`: where there are too many, the last texts are cut to a line each, then left out.
pub fn lines(snapshot: &Snapshot<'_>, theme: &Theme, columns: usize, most: usize) -> Vec<Line<'static>> {
    let texts: Vec<_> = texts(snapshot, theme).into_iter().filter(|(_, _, text)| !text.is_empty()).collect();
    let room = columns.saturating_sub(2);
    let mut broken: Vec<Vec<String>> = texts.iter().map(|(_, _, text)| wrap(&escape_text(text), room)).collect();
    let mut total: usize = broken.iter().map(Vec::len).sum();
    for at in (0..broken.len()).rev() {
        if total > most && broken[at].len() > 1 {
            total -= broken[at].len() - 1;
            broken[at] = vec![cut(&escape_text(&texts[at].2), room)];
        }
    }
    let mut lines = Vec::new();
    for ((tone, lead, _), text) in texts.iter().zip(broken) {
        for (at, line) in text.into_iter().enumerate() {
            let lead = if at == 0 { lead.clone() } else { "  ".to_owned() };
            lines.push(Line::styled(format!("{lead}{line}"), theme.style(*tone)));
        }
    }
    lines.truncate(most);
    lines
}

/// Draws them.
pub fn draw(area: Rect, buffer: &mut Buffer, lines: &[Line<'_>]) {
    for (line, y) in lines.iter().zip(area.rows()) {
        buffer.set_line(y.x, y.y, line, area.width);
    }
}
