//! Small questions above the rest: why one insists on an answer; how long a remedy takes and what it costs.
//!
//! In: what is open. Out: a pane in the middle, and the cursor's position.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::report::columns::{pad, width};
use crate::wizard::session::estimate::{cost_text, takes_text};
use crate::wizard::tui::state::{Deciding, EstimateDialog, OverrideDialog};
use crate::wizard::tui::text_block::{TextBlock, popup};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::view::overlay::field;

/// How wide such a question may be.
const WIDEST: u16 = 76;
/// No more lines of what a remedy is are shown.
const MOST: usize = 3;

/// Asks why somebody insists.
pub fn override_dialog(screen: Rect, buffer: &mut Buffer, theme: &Theme, insisting: &OverrideDialog) -> Option<Position> {
    let columns = screen.width.min(WIDEST);
    let mut above = TextBlock::new(theme, usize::from(columns.saturating_sub(2)));
    above.gap();
    above.push_line(Tone::Plain, &theme.format("override-why", &[("title", insisting.title.get(theme.lang()))]));
    let mut below = TextBlock::new(theme, above.width);
    if insisting.empty {
        below.push_line(Tone::Warning, &theme.format("screen-override-empty", &[]));
    }
    below.push_line(Tone::Dim, &theme.format("screen-override-how", &[]));
    let height = (above.lines.len() + below.lines.len() + 5) as u16;
    let inner = popup(screen, buffer, theme, &theme.format("screen-override", &[]), columns, height);
    let mut room = RemainingArea { rest: inner };
    room.sheet(&above, buffer);
    room.line();
    let label = format!("{} ", theme.format("screen-override-note", &[]));
    let cursor = field(room.line(), buffer, theme, &label, insisting.note.value(), insisting.note.visual_cursor(), true);
    room.line();
    room.sheet(&below, buffer);
    cursor
}

/// Lines of each version that are shown.
const MOST_OF_VERSION: usize = 4;

/// Asks which of two versions is kept.
pub fn decide(screen: Rect, buffer: &mut Buffer, theme: &Theme, deciding: &Deciding) {
    let columns = screen.width.min(WIDEST);
    let mut sheet = TextBlock::new(theme, usize::from(columns.saturating_sub(2)));
    sheet.push_line(Tone::Plain, &theme.format("conflict", &[("fact", &deciding.title)]));
    for (key, id, version) in [("1", "conflict-mine", &deciding.versions.mine), ("2", "conflict-theirs", &deciding.versions.theirs)] {
        sheet.gap();
        sheet.hanging_indent(Tone::Key, &format!("{key}  "), Tone::Strong, &theme.format(id, &[]));
        let before = sheet.lines.len();
        sheet.hanging_indent(Tone::Plain, "   ", Tone::Plain, version);
        sheet.lines.truncate(before + MOST_OF_VERSION);
    }
    sheet.gap();
    sheet.push_line(Tone::Dim, &theme.format("conflict-how", &[]));
    let inner = popup(screen, buffer, theme, &theme.format("conflict-title", &[]), columns, (sheet.lines.len() + 2) as u16);
    sheet.draw(inner, buffer, 0);
}

/// Asks how long a remedy takes, and what it costs.
pub fn estimate_dialog(screen: Rect, buffer: &mut Buffer, theme: &Theme, asked: &EstimateDialog) -> Option<Position> {
    let columns = screen.width.min(WIDEST);
    let mut above = TextBlock::new(theme, usize::from(columns.saturating_sub(2)));
    above.push_line(Tone::Strong, asked.title.get(theme.lang()));
    above.push_line(Tone::Plain, asked.action.get(theme.lang()));
    above.lines.truncate(MOST + 1);
    let names = ["screen-estimate-takes", "screen-estimate-cost"].map(|id| theme.format(id, &[]));
    let column = names.iter().map(|name| width(name)).max().unwrap_or(0) + 2;
    let assumed = [takes_text(asked.assumed.0, &theme.messages), cost_text(asked.assumed.1.as_ref(), &theme.messages)];
    let mut how = TextBlock::new(theme, above.width);
    how.push_line(Tone::Dim, &theme.format("screen-estimate-how", &[]));
    let said: Vec<TextBlock<'_>> =
        assumed.iter().enumerate().map(|(at, value)| beside(theme, asked, at, column, value, above.width)).collect();
    let height = (above.lines.len() + how.lines.len() + said.iter().map(|sheet| sheet.lines.len() + 1).sum::<usize>() + 5) as u16;
    let inner = popup(screen, buffer, theme, &theme.format("screen-estimate", &[]), columns, height);
    let mut room = RemainingArea { rest: inner };
    room.sheet(&above, buffer);
    let mut cursor = None;
    for (at, typed) in asked.fields.iter().enumerate() {
        room.line();
        let here = at == asked.at;
        let found = field(room.line(), buffer, theme, &pad(&names[at], column), typed.value(), typed.visual_cursor(), here);
        cursor = cursor.or(found);
        room.sheet(&said[at], buffer);
    }
    room.line();
    room.sheet(&how, buffer);
    cursor
}

/// What is below a field: what holds while it is empty, or why what is typed is not taken.
fn beside<'l>(theme: &'l Theme, asked: &EstimateDialog, at: usize, column: usize, assumed: &str, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    match asked.refused.as_ref().filter(|_| at == asked.at) {
        Some(refused) => sheet.hanging_indent(Tone::Plain, &" ".repeat(column), Tone::Error, &refused.format(&theme.messages)),
        None => {
            sheet.hanging_indent(Tone::Plain, &" ".repeat(column), Tone::Dim, &theme.format("screen-estimate-empty", &[("value", assumed)]))
        }
    }
    sheet
}

/// The room that is left in a pane, from above.
struct RemainingArea {
    rest: Rect,
}

impl RemainingArea {
    fn take(&mut self, rows: usize) -> Rect {
        let rows = (rows as u16).min(self.rest.height);
        let taken = Rect { height: rows, ..self.rest };
        self.rest = Rect { y: self.rest.y + rows, height: self.rest.height - rows, ..self.rest };
        taken
    }

    fn line(&mut self) -> Rect {
        self.take(1)
    }

    fn sheet(&mut self, sheet: &TextBlock<'_>, buffer: &mut Buffer) {
        let area = self.take(sheet.lines.len());
        sheet.draw(area, buffer, 0);
    }
}
