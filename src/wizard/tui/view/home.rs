//! The applicants that are saved, with their verdicts; and the form of a new one.
//!
//! In: what there is to choose from. Out: a screen, and the cursor's position.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::engine::check::Standing;
use crate::io::render::message;
use crate::report::columns::{pad, width};
use crate::report::text::checklist::verdict_status;
use crate::report::text::status::verdict_word;
use crate::wizard::session::applicants::SavedApplicant;
use crate::wizard::tui::keys::{KeyContext, hints};
use crate::wizard::tui::state::{FIELDS, Home, New};
use crate::wizard::tui::text_block::{TextBlock, pane, popup, row, scroll_bar};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::short_date;
use crate::wizard::tui::view::overlay::{field, help};
use crate::wizard::tui::view::{footer, header, too_small};

/// How many lines there are about the chosen applicant.
const ABOUT: u16 = 4;

/// Draws the applicants. Gives back where the list is, and the cursor.
pub fn draw(screen: Rect, buffer: &mut Buffer, theme: &Theme, home: &mut Home) -> (Rect, Option<Position>) {
    if too_small(screen, buffer, theme) {
        return (Rect::ZERO, None);
    }
    header::line(screen, buffer, theme, &theme.format("screen-home", &[]), "", "");
    let last = Rect { y: screen.bottom() - 1, height: 1, ..screen };
    // While a new one is made, letters are text.
    let keys = if home.new.is_some() { Vec::new() } else { hints(KeyContext::Home, theme) };
    footer::line(last, buffer, theme, &keys, "");
    let body = Rect { y: screen.y + 2, height: screen.height - 3, ..screen };
    let title = theme.format(if home.saved.is_empty() { "screen-home-empty" } else { "screen-home-list" }, &[]);
    let inner = pane(Rect { height: body.height - ABOUT, ..body }, buffer, theme, &title, home.new.is_none());
    let total = home.shown().len();
    home.list.fit(total, usize::from(inner.height));
    if home.saved.is_empty() {
        let mut sheet = TextBlock::new(theme, usize::from(inner.width.saturating_sub(4)));
        sheet.gap();
        sheet.push_line(Tone::Plain, &theme.format("screen-home-welcome", &[]));
        sheet.draw(Rect { x: inner.x + 2, y: inner.y + 1, height: inner.height - 1, width: inner.width - 2 }, buffer, 0);
    }
    let shown = home.shown();
    let room = Rect { width: inner.width.saturating_sub(2 * u16::from(total > usize::from(inner.height))), ..inner };
    for (y, (at, saved)) in room.rows().zip(shown.iter().enumerate().skip(home.list.offset)) {
        line(y, buffer, theme, saved, at == home.list.chosen);
    }
    scroll_bar(inner, buffer, theme, total, home.list.offset);
    if let Some(saved) = shown.get(home.list.chosen) {
        let about = about(saved, theme, usize::from(body.width.saturating_sub(4)));
        about.draw(Rect { x: body.x + 2, y: body.bottom() - ABOUT + 1, width: body.width - 2, height: ABOUT - 1 }, buffer, 0);
    }
    let mut cursor = None;
    if home.find.typing || !home.find.query.value().is_empty() {
        cursor = field(last, buffer, theme, " / ", home.find.query.value(), home.find.query.visual_cursor(), home.find.typing);
    }
    if let Some(new) = &home.new {
        cursor = form(screen, buffer, theme, home, new);
    }
    if let Some(offset) = home.help {
        home.help = Some(help(screen, buffer, theme, KeyContext::Home, &[], offset));
        cursor = None;
    }
    if let Some((tone, text)) = &home.message {
        footer::message(screen, buffer, theme, *tone, text);
    }
    (inner, cursor)
}

fn line(area: Rect, buffer: &mut Buffer, theme: &Theme, saved: &SavedApplicant, chosen: bool) {
    let name = saved.name.as_ref().map_or_else(|| saved.applicant.clone(), |name| format!("{name} - {}", saved.applicant));
    let (tone, mark, right) = match (&saved.diagnostic, saved.verdict) {
        (Some(_), _) => (Tone::Error, "!", theme.format("screen-home-broken", &[])),
        (None, Some((standing, _))) => {
            let status = verdict_status(standing);
            let mut text = theme.format(verdict_word(standing), &[]);
            if area.width < 80 && standing != Standing::Held {
                text = theme.format(crate::report::text::status::word(status), &[]);
            }
            if let Some(from) = saved.eligible_from.filter(|_| standing == Standing::Pending) {
                text.push_str(&format!("  {}", theme.format("screen-from", &[("from", &short_date(from))])));
            }
            (Tone::Status(status), theme.mark(status), text)
        }
        (None, None) => (Tone::Dim, "?", String::new()),
    };
    let path = format!("  {}", saved.path.display());
    row(area, buffer, theme, &[(tone, &format!("  {mark} ")), (Tone::Plain, &name), (Tone::Dim, &path)], (tone, &right), chosen);
}

fn about<'l>(saved: &SavedApplicant, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let program = saved.program.as_ref().map(|title| title.get(theme.lang())).unwrap_or_default();
    sheet.push_line(Tone::Dim, &format!("{program}   {}", saved.path.display()));
    if let Some(diagnostic) = &saved.diagnostic {
        sheet.push_line(Tone::Error, &message(&theme.messages, diagnostic.id, &diagnostic.args));
    }
    sheet
}

fn form(screen: Rect, buffer: &mut Buffer, theme: &Theme, home: &Home, new: &New) -> Option<Position> {
    let inner = popup(screen, buffer, theme, &theme.format("screen-new", &[]), 72, 13);
    let labels = FIELDS.map(|id| theme.format(id, &[]));
    let column = labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
    let mut cursor = None;
    let mut rows = inner.rows().skip(1);
    for (at, label) in labels.iter().enumerate() {
        let y = rows.next()?;
        let (label, focus) = (pad(label, column), new.at == at);
        if at == 0 {
            let title = home.offers.get(new.offer).map(|offer| offer.title.get(theme.lang())).unwrap_or_default();
            let text = if home.offers.len() > 1 { format!("< {title} >") } else { title.to_owned() };
            let tone = if focus { Tone::Strong } else { Tone::Dim };
            row(y, buffer, theme, &[(tone, &label), (Tone::Plain, &text)], (Tone::Plain, ""), focus);
        } else {
            let text = &new.fields[at - 1];
            cursor = field(y, buffer, theme, &label, text.value(), text.visual_cursor(), focus).or(cursor);
        }
        rows.next();
    }
    let y = rows.next()?;
    let mut sheet = TextBlock::new(theme, usize::from(inner.width));
    sheet.push_line(Tone::Dim, &theme.format("screen-new-how", &[]));
    sheet.draw(Rect { height: inner.bottom() - y.y, ..y }, buffer, 0);
    cursor
}
