//! The applicants that are saved, with their verdicts; and the form of a new one.
//!
//! In: what there is to choose from. Out: a screen, and where the cursor stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::check::Standing;
use crate::layout::{pad, width};
use crate::problem::wording;
use crate::text::checklist::{verdict_status, verdict_word};
use crate::tui::keys::{Place, hints};
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::{Sheet, pane, popup, row, scroll_bar};
use crate::tui::state::{FIELDS, Home, New};
use crate::tui::timeline::short;
use crate::tui::view::above::{field, help};
use crate::tui::view::{footer, header, too_small};
use crate::wizard::applicants::Saved;

/// How many lines there are about the chosen applicant.
const ABOUT: u16 = 4;

/// Draws the applicants. Gives back where the list is, and the cursor.
pub fn draw(screen: Rect, buffer: &mut Buffer, look: &Look, home: &mut Home) -> (Rect, Option<Position>) {
    if too_small(screen, buffer, look) {
        return (Rect::ZERO, None);
    }
    header::line(screen, buffer, look, &look.say("screen-home", &[]), "", "");
    let last = Rect { y: screen.bottom() - 1, height: 1, ..screen };
    // While a new one is made, letters are text.
    let keys = if home.new.is_some() { Vec::new() } else { hints(Place::Home, look) };
    footer::line(last, buffer, look, &keys, "");
    let body = Rect { y: screen.y + 2, height: screen.height - 3, ..screen };
    let title = look.say(if home.saved.is_empty() { "screen-home-empty" } else { "screen-home-list" }, &[]);
    let inner = pane(Rect { height: body.height - ABOUT, ..body }, buffer, look, &title, home.new.is_none());
    let total = home.shown().len();
    home.list.fit(total, usize::from(inner.height));
    if home.saved.is_empty() {
        let mut sheet = Sheet::new(look, usize::from(inner.width.saturating_sub(4)));
        sheet.gap();
        sheet.put(Tone::Plain, &look.say("screen-home-welcome", &[]));
        sheet.draw(Rect { x: inner.x + 2, y: inner.y + 1, height: inner.height - 1, width: inner.width - 2 }, buffer, 0);
    }
    let shown = home.shown();
    let room = Rect { width: inner.width.saturating_sub(2 * u16::from(total > usize::from(inner.height))), ..inner };
    for (y, (at, saved)) in room.rows().zip(shown.iter().enumerate().skip(home.list.offset)) {
        line(y, buffer, look, saved, at == home.list.chosen);
    }
    scroll_bar(inner, buffer, look, total, home.list.offset);
    if let Some(saved) = shown.get(home.list.chosen) {
        let about = about(saved, look, usize::from(body.width.saturating_sub(4)));
        about.draw(Rect { x: body.x + 2, y: body.bottom() - ABOUT + 1, width: body.width - 2, height: ABOUT - 1 }, buffer, 0);
    }
    let mut cursor = None;
    if home.find.typing || !home.find.word.value().is_empty() {
        cursor = field(last, buffer, look, " / ", home.find.word.value(), home.find.word.visual_cursor(), home.find.typing);
    }
    if let Some(new) = &home.new {
        cursor = form(screen, buffer, look, home, new);
    }
    if let Some(offset) = home.help {
        home.help = Some(help(screen, buffer, look, Place::Home, &[], offset));
        cursor = None;
    }
    if let Some((tone, text)) = &home.message {
        footer::message(screen, buffer, look, *tone, text);
    }
    (inner, cursor)
}

fn line(area: Rect, buffer: &mut Buffer, look: &Look, saved: &Saved, chosen: bool) {
    let name = saved.name.as_ref().map_or_else(|| saved.applicant.clone(), |name| format!("{name} - {}", saved.applicant));
    let (tone, mark, right) = match (&saved.problem, saved.verdict) {
        (Some(_), _) => (Tone::Error, "!", look.say("screen-home-broken", &[])),
        (None, Some((standing, _))) => {
            let status = verdict_status(standing);
            let mut text = look.say(verdict_word(standing), &[]);
            if area.width < 80 && standing != Standing::Held {
                text = look.say(crate::text::checklist::word(status), &[]);
            }
            if let Some(from) = saved.eligible_from.filter(|_| standing == Standing::Pending) {
                text.push_str(&format!("  {}", look.say("screen-from", &[("from", &short(from))])));
            }
            (Tone::Of(status), look.mark(status), text)
        }
        (None, None) => (Tone::Dim, "?", String::new()),
    };
    let path = format!("  {}", saved.path.display());
    row(area, buffer, look, &[(tone, &format!("  {mark} ")), (Tone::Plain, &name), (Tone::Dim, &path)], (tone, &right), chosen);
}

fn about<'l>(saved: &Saved, look: &'l Look, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let program = saved.program.as_ref().map(|title| title.get(look.lang())).unwrap_or_default();
    sheet.put(Tone::Dim, &format!("{program}   {}", saved.path.display()));
    if let Some(problem) = &saved.problem {
        sheet.put(Tone::Error, &wording(&look.words, problem.id, &problem.args));
    }
    sheet
}

fn form(screen: Rect, buffer: &mut Buffer, look: &Look, home: &Home, new: &New) -> Option<Position> {
    let inner = popup(screen, buffer, look, &look.say("screen-new", &[]), 72, 13);
    let labels = FIELDS.map(|id| look.say(id, &[]));
    let column = labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
    let mut cursor = None;
    let mut rows = inner.rows().skip(1);
    for (at, label) in labels.iter().enumerate() {
        let y = rows.next()?;
        let (label, focus) = (pad(label, column), new.at == at);
        if at == 0 {
            let title = home.offers.get(new.offer).map(|offer| offer.title.get(look.lang())).unwrap_or_default();
            let text = if home.offers.len() > 1 { format!("< {title} >") } else { title.to_owned() };
            let tone = if focus { Tone::Strong } else { Tone::Dim };
            row(y, buffer, look, &[(tone, &label), (Tone::Plain, &text)], (Tone::Plain, ""), focus);
        } else {
            let text = &new.fields[at - 1];
            cursor = field(y, buffer, look, &label, text.value(), text.visual_cursor(), focus).or(cursor);
        }
        rows.next();
    }
    let y = rows.next()?;
    let mut sheet = Sheet::new(look, usize::from(inner.width));
    sheet.put(Tone::Dim, &look.say("screen-new-how", &[]));
    sheet.draw(Rect { height: inner.bottom() - y.y, ..y }, buffer, 0);
    cursor
}
