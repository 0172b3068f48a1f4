//! What comes of it all, always in view: the verdict with its dates, what it depends on, when one can go live, whether anybody is
//! let in at all.
//!
//! In: the checklist and the plan. Out: a few lines, the most important ones first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::check::Status;
use crate::layout::{cut, wrap};
use crate::rulebook::OpeningState;
use crate::text::checklist::word as status_word;
use crate::tui::look::{Look, Tone, safe};
use crate::tui::timeline::near;
use crate::tui::view::phrase;
use crate::wizard::Seen;

/// The lines that there are to draw: a tone, what stands before it, and a text.
fn texts(seen: &Seen<'_>, look: &Look) -> Vec<(Tone, String, String)> {
    let lang = look.lang();
    let mut texts = Vec::new();
    let (status, mut verdict) = phrase::verdict(seen, look);
    if let Some(question) = seen.question.as_ref().filter(|question| question.decides) {
        verdict.push_str(&look.say("screen-left", &[("count", &question.at_most.to_string())]));
    }
    texts.push((Tone::Of(status), format!("{} ", look.mark(status)), verdict));
    if let Some(opening) = seen.program.opening.as_ref().filter(|opening| opening.state != OpeningState::Open) {
        let mut text = look.say("text-opening", &[("note", opening.note.get(lang)), ("day", &opening.checked.to_string())]);
        if let Some(instead) = &opening.instead {
            text.push_str(&look.say("text-instead", &[("instead", instead.title.get(lang))]));
        }
        texts.push((Tone::Warning, "! ".to_owned(), text));
    }
    texts.push((Tone::Plain, "  ".to_owned(), live(seen, look)));
    let hangs_on = &seen.checklist.verdict.hangs_on;
    for other in hangs_on {
        let status = look.say(status_word(other.outcome.status), &[]);
        let text = look.say(
            "text-hangs-on",
            &[
                ("requirement", other.requirement.title.get(lang)),
                ("reading", other.reading.title.get(lang)),
                ("status", &format!("{status}{}", phrase::dates(other.outcome, look))),
            ],
        );
        texts.push((Tone::Plain, "  ".to_owned(), text));
    }
    if seen.checklist.verdict.firm && status != Status::Unknown {
        texts.push((Tone::Dim, "  ".to_owned(), look.say("screen-firm", &[])));
    }
    texts
}

/// When everything can hold and when one can go live, as the plan promises.
pub fn live(seen: &Seen<'_>, look: &Look) -> String {
    let plan = &seen.plan;
    let today = seen.as_of.day;
    let Some(worst) = plan.eligible.worst else {
        let names: Vec<&str> = plan.blocked_by.iter().map(|requirement| requirement.title.get(look.lang())).collect();
        if names.is_empty() {
            return look.say("plan-impossible", &[]);
        }
        return look.say("screen-blocked", &[("names", &names.join(&look.say("list-gap", &[])))]);
    };
    let mut parts = Vec::new();
    match (plan.steps.is_empty(), plan.live.best, plan.live.worst) {
        (true, ..) => {}
        (false, Some(best), Some(worst)) if best < worst => {
            parts.push(look.say("screen-live-between", &[("best", &near(best, today)), ("worst", &near(worst, today))]));
        }
        (false, _, Some(worst)) => parts.push(look.say("screen-live-on", &[("worst", &near(worst, today))])),
        (false, _, None) => parts.push(look.say("screen-live-unknown", &[])),
    }
    let names: Vec<&str> = plan.actions.iter().map(|action| action.requirement.title.get(look.lang())).collect();
    let day = near(worst, today);
    if !names.is_empty() {
        parts.push(look.say("screen-to-do", &[("names", &names.join(&look.say("list-gap", &[]))), ("day", &day)]));
    } else if !plan.find_out.is_empty() {
        parts.push(look.say("screen-if-fine", &[("day", &day)]));
    }
    parts.join(&look.say("screen-gap", &[]))
}

/// The lines in `columns`, at most `most`: where there are too many, the last texts are cut to a line each, then left out.
pub fn lines(seen: &Seen<'_>, look: &Look, columns: usize, most: usize) -> Vec<Line<'static>> {
    let texts: Vec<_> = texts(seen, look).into_iter().filter(|(_, _, text)| !text.is_empty()).collect();
    let room = columns.saturating_sub(2);
    let mut broken: Vec<Vec<String>> = texts.iter().map(|(_, _, text)| wrap(&safe(text), room)).collect();
    let mut total: usize = broken.iter().map(Vec::len).sum();
    for at in (0..broken.len()).rev() {
        if total > most && broken[at].len() > 1 {
            total -= broken[at].len() - 1;
            broken[at] = vec![cut(&safe(&texts[at].2), room)];
        }
    }
    let mut lines = Vec::new();
    for ((tone, lead, _), text) in texts.iter().zip(broken) {
        for (at, line) in text.into_iter().enumerate() {
            let lead = if at == 0 { lead.clone() } else { "  ".to_owned() };
            lines.push(Line::styled(format!("{lead}{line}"), look.style(*tone)));
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
