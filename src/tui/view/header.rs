//! The first lines: which program and edition, who the applicant is, the day; the views to go to; whether something is only assumed.
//!
//! In: what is seen and where one is. Out: two lines, three while something is assumed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::layout::{cut, pad, width};
use crate::tui::keys::Tab;
use crate::tui::look::{Look, Tone, safe};
use crate::wizard::Seen;

/// The product's name, in the first line.
const NAME: &str = "kaibo";

/// Draws program, applicant and day.
pub fn draw(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>) {
    let program = seen.program.title.get(look.lang());
    let rules = match seen.checklist.edition {
        Some(edition) => look.say("text-edition", &[("program", program), ("edition", &edition.id)]),
        None => program.to_owned(),
    };
    let id = &seen.facts.applicant;
    let who = seen.facts.name.as_ref().map_or_else(|| id.clone(), |name| format!("{name} - {id}"));
    line(area, buffer, look, &rules, &who, &seen.as_of.day.to_string());
}

/// Draws the first line of any screen: what it is about, what of it, and a last word at the right.
pub fn line(area: Rect, buffer: &mut Buffer, look: &Look, about: &str, of: &str, last: &str) {
    if area.height == 0 {
        return;
    }
    let columns = usize::from(area.width);
    let last = safe(last);
    let left = format!("{NAME}  {}", safe(about));
    let room = columns.saturating_sub(width(&last) + 2);
    let left = cut(&left, if of.is_empty() { room } else { room * 3 / 5 });
    let of = cut(&safe(of), room.saturating_sub(width(&left) + 2));
    let gap = room.saturating_sub(width(&left) + width(&of));
    let text = format!("{left}{}{of}  {last}", " ".repeat(gap));
    buffer.set_stringn(area.x, area.y, pad(&text, columns), columns, look.style(Tone::Strong));
    let end = width(NAME).min(columns) as u16;
    buffer.set_style(Rect { width: end, height: 1, ..area }, look.style(Tone::Heading));
}

/// Draws the views, the present one marked. Gives back where each stands, for the mouse.
pub fn tabs(area: Rect, buffer: &mut Buffer, look: &Look, present: Tab) -> Vec<(Tab, Rect)> {
    let mut places = Vec::new();
    let mut x = area.x;
    for (at, tab) in Tab::ALL.into_iter().enumerate() {
        let text = format!(" {} {} ", at + 1, look.say(tab.name(), &[]));
        let columns = width(&text) as u16;
        if x + columns > area.right() || area.height == 0 {
            break;
        }
        let tone = if tab == present { Tone::Chosen } else { Tone::Dim };
        buffer.set_stringn(x, area.y, &text, usize::from(columns), look.style(tone));
        places.push((tab, Rect { x, y: area.y, width: columns, height: 1 }));
        x += columns + 1;
    }
    places
}

/// Draws that something is only assumed.
pub fn banner(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, assumed: &[usize]) {
    if area.height == 0 {
        return;
    }
    let names: Vec<&str> = assumed.iter().map(|fact| seen.program.facts[*fact].title.get(look.lang())).collect();
    let text = if names.is_empty() {
        look.say("screen-what-if-none", &[])
    } else {
        look.say("screen-what-if", &[("names", &names.join(&look.say("list-gap", &[])))])
    };
    let columns = usize::from(area.width);
    let style = look.style(Tone::Warning).patch(look.style(Tone::Chosen));
    buffer.set_stringn(area.x, area.y, pad(&cut(&format!(" ! {text}"), columns), columns), columns, style);
}
