//! Small questions above the rest: why one insists on an answer; how long a remedy takes and what it costs.
//!
//! In: what is open. Out: a pane in the middle, and where the cursor stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::layout::{pad, width};
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::{Sheet, popup};
use crate::tui::state::{Deciding, Estimating, Insisting};
use crate::tui::view::above::field;
use crate::wizard::estimate::{cost_text, takes_text};

/// How wide such a question may be.
const WIDEST: u16 = 76;
/// No more lines of what a remedy is are shown.
const MOST: usize = 3;

/// Asks why somebody insists.
pub fn insist(screen: Rect, buffer: &mut Buffer, look: &Look, insisting: &Insisting) -> Option<Position> {
    let columns = screen.width.min(WIDEST);
    let mut above = Sheet::new(look, usize::from(columns.saturating_sub(2)));
    above.gap();
    above.put(Tone::Plain, &look.say("insist-why", &[("title", insisting.title.get(look.lang()))]));
    let mut below = Sheet::new(look, above.width);
    if insisting.empty {
        below.put(Tone::Warning, &look.say("screen-insist-empty", &[]));
    }
    below.put(Tone::Dim, &look.say("screen-insist-how", &[]));
    let height = (above.lines.len() + below.lines.len() + 5) as u16;
    let inner = popup(screen, buffer, look, &look.say("screen-insist", &[]), columns, height);
    let mut room = Room { rest: inner };
    room.sheet(&above, buffer);
    room.line();
    let label = format!("{} ", look.say("screen-insist-note", &[]));
    let cursor = field(room.line(), buffer, look, &label, insisting.note.value(), insisting.note.visual_cursor(), true);
    room.line();
    room.sheet(&below, buffer);
    cursor
}

/// Lines of each version that are shown.
const MOST_OF_VERSION: usize = 4;

/// Asks which of two versions is kept.
pub fn decide(screen: Rect, buffer: &mut Buffer, look: &Look, deciding: &Deciding) {
    let columns = screen.width.min(WIDEST);
    let mut sheet = Sheet::new(look, usize::from(columns.saturating_sub(2)));
    sheet.put(Tone::Plain, &look.say("conflict", &[("fact", &deciding.title)]));
    for (key, id, version) in [("1", "conflict-mine", &deciding.versions.mine), ("2", "conflict-theirs", &deciding.versions.theirs)] {
        sheet.gap();
        sheet.hang(Tone::Key, &format!("{key}  "), Tone::Strong, &look.say(id, &[]));
        let before = sheet.lines.len();
        sheet.hang(Tone::Plain, "   ", Tone::Plain, version);
        sheet.lines.truncate(before + MOST_OF_VERSION);
    }
    sheet.gap();
    sheet.put(Tone::Dim, &look.say("conflict-how", &[]));
    let inner = popup(screen, buffer, look, &look.say("conflict-title", &[]), columns, (sheet.lines.len() + 2) as u16);
    sheet.draw(inner, buffer, 0);
}

/// Asks how long a remedy takes, and what it costs.
pub fn estimate(screen: Rect, buffer: &mut Buffer, look: &Look, asked: &Estimating) -> Option<Position> {
    let columns = screen.width.min(WIDEST);
    let mut above = Sheet::new(look, usize::from(columns.saturating_sub(2)));
    above.put(Tone::Strong, asked.title.get(look.lang()));
    above.put(Tone::Plain, asked.action.get(look.lang()));
    above.lines.truncate(MOST + 1);
    let names = ["screen-estimate-takes", "screen-estimate-cost"].map(|id| look.say(id, &[]));
    let column = names.iter().map(|name| width(name)).max().unwrap_or(0) + 2;
    let assumed = [takes_text(asked.assumed.0, &look.words), cost_text(asked.assumed.1.as_ref(), &look.words)];
    let mut how = Sheet::new(look, above.width);
    how.put(Tone::Dim, &look.say("screen-estimate-how", &[]));
    let said: Vec<Sheet<'_>> = assumed.iter().enumerate().map(|(at, value)| beside(look, asked, at, column, value, above.width)).collect();
    let height = (above.lines.len() + how.lines.len() + said.iter().map(|sheet| sheet.lines.len() + 1).sum::<usize>() + 5) as u16;
    let inner = popup(screen, buffer, look, &look.say("screen-estimate", &[]), columns, height);
    let mut room = Room { rest: inner };
    room.sheet(&above, buffer);
    let mut cursor = None;
    for (at, typed) in asked.fields.iter().enumerate() {
        room.line();
        let here = at == asked.at;
        let found = field(room.line(), buffer, look, &pad(&names[at], column), typed.value(), typed.visual_cursor(), here);
        cursor = cursor.or(found);
        room.sheet(&said[at], buffer);
    }
    room.line();
    room.sheet(&how, buffer);
    cursor
}

/// What stands below a field: what holds while it is empty, or why what is typed is not taken.
fn beside<'l>(look: &'l Look, asked: &Estimating, at: usize, column: usize, assumed: &str, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    match asked.refused.as_ref().filter(|_| at == asked.at) {
        Some(refused) => sheet.hang(Tone::Plain, &" ".repeat(column), Tone::Error, &refused.say(&look.words)),
        None => sheet.hang(Tone::Plain, &" ".repeat(column), Tone::Dim, &look.say("screen-estimate-empty", &[("value", assumed)])),
    }
    sheet
}

/// The room that is left in a pane, from above.
struct Room {
    rest: Rect,
}

impl Room {
    fn take(&mut self, rows: usize) -> Rect {
        let rows = (rows as u16).min(self.rest.height);
        let taken = Rect { height: rows, ..self.rest };
        self.rest = Rect { y: self.rest.y + rows, height: self.rest.height - rows, ..self.rest };
        taken
    }

    fn line(&mut self) -> Rect {
        self.take(1)
    }

    fn sheet(&mut self, sheet: &Sheet<'_>, buffer: &mut Buffer) {
        let area = self.take(sheet.lines.len());
        sheet.draw(area, buffer, 0);
    }
}
