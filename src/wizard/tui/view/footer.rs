//! The last line: a few keys that help now; above it what there is to say.
//!
//! In: where keys go to, a message. Out: a line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::report::columns::{pad, width, wrap};
use crate::wizard::tui::keys::{Tab, editor_key, hints};
use crate::wizard::tui::state::{Overlay, State};
use crate::wizard::tui::text_block::clear;
use crate::wizard::tui::theme::{Theme, Tone, escape_text};
use crate::wizard::tui::view::overlay::field;

/// A message takes so many lines at most.
const MOST: usize = 4;

/// Draws the hints, and at the right how work in the background goes on.
pub fn draw(area: Rect, buffer: &mut Buffer, theme: &Theme, state: &State, progress: &str) {
    let own: Vec<(String, &'static str)> = match &state.editing {
        Some(editing) if state.at_editor() => {
            let hints = editing.editor.hints();
            let out = if state.tab == Tab::Questions && editing.back.is_none() { "key-to-list" } else { "key-back" };
            let leave = (!hints.iter().any(|(key, _)| *key == "Esc")).then_some(("Esc".to_owned(), out));
            let own = hints.into_iter().take(5).map(|(key, id)| (editor_key(key, theme), id));
            own.chain(leave).collect()
        }
        _ => Vec::new(),
    };
    let mut all: Vec<(String, &'static str)> = own;
    let typed_above = state.overlay.as_ref().is_some_and(Overlay::is_typing);
    let here = match state.tab {
        Tab::Plan => "key-plan",
        Tab::Steps => "key-steps",
        Tab::WhatIf => "key-what-if",
        Tab::Questions | Tab::Checklist => "",
    };
    for hint in hints(state.place(), theme).into_iter().filter(|(_, says)| !typed_above && *says != here) {
        // Letters are text while something is typed.
        let works = if state.at_editor() { hint.0 != "Tab" && (!state.is_typing() || width(&hint.0) > 1) } else { true };
        if all.len() < 6 && works && !all.iter().any(|(key, _)| *key == hint.0) {
            all.push(hint);
        }
    }
    if state.is_typing() && state.overlay.is_none() && all.len() < 6 {
        all.push(("F1".to_owned(), "key-help"));
    }
    line(area, buffer, theme, &all, progress);
}

/// Draws keys and what they do, as many as fit.
pub fn line(area: Rect, buffer: &mut Buffer, theme: &Theme, hints: &[(String, &'static str)], progress: &str) {
    let progress = escape_text(progress);
    let end = width(&progress);
    let right = area.right().saturating_sub(end as u16 + u16::from(end > 0) * 2);
    let mut x = area.x + 1.min(area.width);
    for (key, id) in hints {
        let text = theme.format(id, &[]);
        let columns = (width(key) + 1 + width(&text)) as u16;
        if x + columns > right || area.height == 0 {
            break;
        }
        (x, _) = buffer.set_stringn(x, area.y, key, usize::from(columns), theme.style(Tone::Key));
        (x, _) = buffer.set_stringn(x + 1, area.y, &text, usize::from(columns), theme.style(Tone::Plain));
        x += 3;
    }
    if end > 0 && end < usize::from(area.width) && area.height > 0 {
        buffer.set_stringn(area.right() - end as u16, area.y, &progress, end, theme.style(Tone::Warning));
    }
}

/// Draws a message over the lines above the last.
pub fn message(screen: Rect, buffer: &mut Buffer, theme: &Theme, tone: Tone, text: &str) {
    let columns = usize::from(screen.width);
    let mut lines = wrap(&escape_text(text), columns.saturating_sub(3));
    lines.truncate(MOST);
    let height = (lines.len() as u16).min(screen.height);
    let area = Rect { y: screen.bottom() - height, height, ..screen };
    clear(area, buffer);
    for (line, y) in lines.iter().zip(area.rows()) {
        buffer.set_stringn(y.x, y.y, pad(&format!(" {line}"), columns), columns, theme.style(tone));
    }
}

/// Draws the word that is looked for.
pub fn find(screen: Rect, buffer: &mut Buffer, theme: &Theme, state: &State) -> Option<Position> {
    let area = Rect { y: screen.bottom() - 1, height: 1, ..screen };
    clear(area, buffer);
    field(area, buffer, theme, " / ", state.find.query.value(), state.find.query.visual_cursor(), true)
}
