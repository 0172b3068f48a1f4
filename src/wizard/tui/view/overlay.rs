//! What is above the rest: all keys and marks, the export, how the collecting goes on, a long message.
//!
//! In: what is open. Out: a pane in the middle, and the cursor's position.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::engine::check::Status;
use crate::report::columns::{cut, pad, width};
use crate::report::text::status::word as status_word;
use crate::wizard::tui::keys::{Binding, KeyContext, TABLE, editor_key, key_name};
use crate::wizard::tui::state::{Exporting, FORMATS};
use crate::wizard::tui::text_block::{TextBlock, popup, row};
use crate::wizard::tui::theme::{Theme, Tone, escape_text};

/// Draws all keys and what the marks mean. Gives back how far it could be scrolled.
pub fn help(
    screen: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
    place: KeyContext,
    editor: &[(&'static str, &'static str)],
    offset: usize,
) -> usize {
    let inner =
        popup(screen, buffer, theme, &theme.format("screen-help", &[]), screen.width.min(86), screen.height.saturating_sub(2).max(1));
    let mut sheet = TextBlock::new(theme, usize::from(inner.width.saturating_sub(1)));
    let column = 20.min(usize::from(inner.width) / 3);
    if !editor.is_empty() {
        sheet.heading("screen-help-field");
        for (keys, id) in editor {
            sheet.hanging_indent(Tone::Key, &pad(&editor_key(keys, theme), column), Tone::Plain, &theme.format(id, &[]));
        }
    }
    let mut section = |id: &str, fits: &dyn Fn(&Binding) -> bool| {
        sheet.heading(id);
        for line in TABLE.iter().filter(|line| fits(line)) {
            let keys: Vec<String> = line.keys.iter().map(|key| key_name(*key, theme)).collect();
            sheet.hanging_indent(Tone::Key, &pad(&format!("{} ", keys.join(" ")), column), Tone::Plain, &theme.format(line.says, &[]));
        }
    };
    // What works here comes first; then what only works elsewhere.
    section("screen-help-keys", &|line| line.places.contains(&place));
    let elsewhere = [
        (KeyContext::Checklist, "screen-tab-checklist"),
        (KeyContext::Plan, "screen-tab-plan"),
        (KeyContext::WhatIf, "screen-tab-what-if"),
    ];
    for (other, id) in elsewhere {
        section(id, &|line| line.places.contains(&other) && !line.places.contains(&place) && line.places.len() < 4);
    }
    sheet.heading("screen-help-marks");
    for status in [Status::Met, Status::Pending, Status::Unmet, Status::Unknown, Status::NotApplicable] {
        sheet.hanging_indent(Tone::Status(status), &pad(theme.mark(status), column), Tone::Plain, &theme.format(status_word(status), &[]));
    }
    for (mark, id) in [
        ("=  .  ?", "screen-help-timeline"),
        ("*----", "screen-help-row"),
        ("##==--", "screen-help-chart"),
        ("!", "screen-help-critical"),
        (">", "screen-help-ready"),
    ] {
        sheet.hanging_indent(Tone::Plain, &pad(mark, column), Tone::Plain, &theme.format(id, &[]));
    }
    sheet.draw(inner, buffer, offset)
}

/// Draws the export.
pub fn export(screen: Rect, buffer: &mut Buffer, theme: &Theme, export: &Exporting) -> Option<Position> {
    let inner = popup(screen, buffer, theme, &theme.format("screen-export", &[]), 70, 11);
    let mut rows = inner.rows().skip(1);
    for (at, (_, id, _)) in FORMATS.iter().enumerate() {
        let y = rows.next()?;
        let mark = if at == export.format { "(*) " } else { "( ) " };
        row(y, buffer, theme, &[(Tone::Plain, mark), (Tone::Plain, &theme.format(id, &[]))], (Tone::Plain, ""), at == export.format);
    }
    let y = rows.nth(1)?;
    let label = format!("{} ", theme.format("screen-export-file", &[]));
    let cursor = field(y, buffer, theme, &label, export.name.value(), export.name.visual_cursor(), true);
    let y = rows.nth(1)?;
    let (tone, id) = if export.exists { (Tone::Warning, "screen-export-exists") } else { (Tone::Dim, "screen-export-how") };
    row(y, buffer, theme, &[(tone, &theme.format(id, &[]))], (Tone::Plain, ""), false);
    cursor
}

/// Draws a field of one line, the part of its text in which the cursor is. Gives back where that is.
pub fn field(area: Rect, buffer: &mut Buffer, theme: &Theme, label: &str, text: &str, cursor: usize, focus: bool) -> Option<Position> {
    let label = cut(&escape_text(label), usize::from(area.width) / 2);
    let x = area.x + width(&label) as u16;
    let room = usize::from(area.right().saturating_sub(x));
    buffer.set_stringn(area.x, area.y, &label, usize::from(area.width), theme.style(if focus { Tone::Strong } else { Tone::Dim }));
    if room < 2 {
        return None;
    }
    let mut hidden = 0;
    let mut rest = text;
    // What is left of the cursor goes first, by whole characters.
    while cursor - hidden > room - 1 {
        let mut chars = rest.chars();
        let first = chars.next()?;
        hidden += width(first.encode_utf8(&mut [0; 4]));
        rest = chars.as_str();
    }
    let mut shown = String::new();
    for c in escape_text(rest).chars() {
        let wide = width(c.encode_utf8(&mut [0; 4]));
        if width(&shown) + wide > room {
            break;
        }
        shown.push(c);
    }
    buffer.set_stringn(x, area.y, pad(&shown, room), room, theme.style(Tone::Field));
    focus.then(|| Position { x: x + (cursor - hidden).min(room - 1) as u16, y: area.y })
}

/// Draws text to be read, scrolled so far. Gives back how far it could be.
pub fn note(screen: Rect, buffer: &mut Buffer, theme: &Theme, title: &str, text: &str, offset: usize) -> usize {
    let columns = screen.width.min(80);
    let mut sheet = TextBlock::new(theme, usize::from(columns.saturating_sub(3)));
    for line in text.lines() {
        sheet.push_line(Tone::Plain, line);
    }
    let inner = popup(screen, buffer, theme, title, columns, (sheet.lines.len() as u16).saturating_add(2));
    sheet.draw(inner, buffer, offset)
}
