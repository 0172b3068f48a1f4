//! The first lines: which program and edition, who the applicant is, the day; the views to go to; whether something is only assumed.
//!
//! In: what is seen and where one is. Out: two lines, three while something is assumed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::report::columns::{cut, pad, width};
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::keys::Tab;
use crate::wizard::tui::theme::{Theme, Tone, escape_text};

/// The product's name, in the first line.
const NAME: &str = "kaibo";

/// Draws program, applicant and day.
pub fn draw(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>) {
    let program = snapshot.program.title.get(theme.lang());
    let rules = match snapshot.checklist.edition {
        Some(edition) => theme.format("text-edition", &[("program", program), ("edition", &edition.id)]),
        None => program.to_owned(),
    };
    let id = &snapshot.facts.applicant;
    let who = snapshot.facts.name.as_ref().map_or_else(|| id.clone(), |name| format!("{name} - {id}"));
    line(area, buffer, theme, &rules, &who, &snapshot.as_of.day.to_string());
}

/// Draws the first line of any screen: what it is about, what of it, and a last word at the right.
pub fn line(area: Rect, buffer: &mut Buffer, theme: &Theme, about: &str, of: &str, last: &str) {
    if area.height == 0 {
        return;
    }
    let columns = usize::from(area.width);
    let last = escape_text(last);
    let left = format!("{NAME}  {}", escape_text(about));
    let room = columns.saturating_sub(width(&last) + 2);
    let left = cut(&left, if of.is_empty() { room } else { room * 3 / 5 });
    let of = cut(&escape_text(of), room.saturating_sub(width(&left) + 2));
    let gap = room.saturating_sub(width(&left) + width(&of));
    let text = format!("{left}{}{of}  {last}", " ".repeat(gap));
    buffer.set_stringn(area.x, area.y, pad(&text, columns), columns, theme.style(Tone::Strong));
    let end = width(NAME).min(columns) as u16;
    buffer.set_style(Rect { width: end, height: 1, ..area }, theme.style(Tone::Heading));
}

/// Draws the views, the present one marked. Returns the position of each, for the mouse.
pub fn tabs(area: Rect, buffer: &mut Buffer, theme: &Theme, present: Tab) -> Vec<(Tab, Rect)> {
    let mut places = Vec::new();
    let mut x = area.x;
    for (at, tab) in Tab::ALL.into_iter().enumerate() {
        let text = format!(" {} {} ", at + 1, theme.format(tab.name(), &[]));
        let columns = width(&text) as u16;
        if x + columns > area.right() || area.height == 0 {
            break;
        }
        let tone = if tab == present { Tone::Chosen } else { Tone::Dim };
        buffer.set_stringn(x, area.y, &text, usize::from(columns), theme.style(tone));
        places.push((tab, Rect { x, y: area.y, width: columns, height: 1 }));
        x += columns + 1;
    }
    places
}

/// Draws that something is only assumed.
pub fn banner(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, assumed: &[usize]) {
    if area.height == 0 {
        return;
    }
    let names: Vec<&str> = assumed.iter().map(|fact| snapshot.program.facts[*fact].title.get(theme.lang())).collect();
    let text = if names.is_empty() {
        theme.format("screen-what-if-none", &[])
    } else {
        theme.format("screen-what-if", &[("names", &names.join(&theme.format("list-gap", &[])))])
    };
    let columns = usize::from(area.width);
    let style = theme.style(Tone::Warning).patch(theme.style(Tone::Chosen));
    buffer.set_stringn(area.x, area.y, pad(&cut(&format!(" ! {text}"), columns), columns), columns, style);
}
