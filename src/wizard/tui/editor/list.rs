//! Where one is in a list that may be longer than its room.
//!
//! In: keys, the mouse, how many entries there are and how many fit. Out: which entry is chosen, and which is the first shown.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The chosen entry of a list, and the part of it that is shown.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    /// The chosen entry.
    pub(super) at: usize,
    /// The first entry that is shown.
    pub(super) top: usize,
    /// How many entries there are.
    pub(super) len: usize,
    area: Rect,
    /// True while no entry is chosen yet: the first key that moves chooses the first one.
    open: bool,
    /// True if the last entry is in the last row, whatever is shown above it.
    pinned: bool,
}

impl List {
    /// A list of which an entry is chosen.
    pub(super) fn new(len: usize, at: usize) -> List {
        List { at: at.min(len.saturating_sub(1)), len, ..List::default() }
    }

    /// A list of which an entry is chosen only once somebody chooses it.
    pub(super) fn unchosen(len: usize) -> List {
        List { len, open: true, ..List::default() }
    }

    /// The chosen entry, if there is one.
    pub(super) fn chosen(&self) -> Option<usize> {
        (!self.open && self.len > 0).then_some(self.at)
    }

    /// Chooses another entry.
    pub(super) fn choose(&mut self, at: usize) {
        self.open = false;
        self.at = at.min(self.len.saturating_sub(1));
    }

    /// Moves by a key. False if it isn't a key that moves, or leads out of the list.
    pub(super) fn key(&mut self, key: &KeyEvent) -> bool {
        let page = usize::from(self.area.height.max(2)) - 1;
        let to = match key.code {
            KeyCode::Down | KeyCode::PageDown if self.open && self.len > 0 => 0,
            KeyCode::Up if self.at > 0 => self.at - 1,
            KeyCode::Down if self.at + 1 < self.len => self.at + 1,
            KeyCode::PageUp => self.at.saturating_sub(page),
            KeyCode::PageDown => self.at + page,
            KeyCode::Home => 0,
            KeyCode::End => self.len,
            _ => return false,
        };
        self.choose(to);
        true
    }

    /// Moves by the wheel.
    pub(super) fn scroll(&mut self, lines: i16) {
        let to = self.at as i64 + i64::from(lines);
        self.choose(to.max(0) as usize);
    }

    /// The entry at a place of the screen.
    pub(super) fn hit(&self, column: u16, row: u16) -> Option<usize> {
        let inside = self.area.contains((column, row).into());
        if inside && self.pinned && row + 1 == self.area.bottom() {
            return Some(self.len - 1);
        }
        let at = self.top + usize::from(row.saturating_sub(self.area.y));
        (inside && at < self.len).then_some(at)
    }

    /// Settles which entries are shown in an area: the chosen one among them, and no row idle.
    pub(super) fn fit(&mut self, area: Rect) -> std::ops::Range<usize> {
        self.area = area;
        self.pinned = false;
        let room = usize::from(area.height);
        self.at = self.at.min(self.len.saturating_sub(1));
        self.top = self.top.min(self.len.saturating_sub(room)).min(self.at);
        if room > 0 && self.at >= self.top + room {
            self.top = self.at + 1 - room;
        }
        self.top..self.len.min(self.top + room)
    }

    /// The same, where the last entry is always in sight: which others are shown, and the row of the last one if it has
    /// been parted from them.
    pub(super) fn fit_pinned(&mut self, area: Rect) -> (std::ops::Range<usize>, Option<u16>) {
        if area.height < 3 || self.len <= usize::from(area.height) {
            return (self.fit(area), None);
        }
        let mut others = List { len: self.len - 1, ..self.clone() };
        let range = others.fit(Rect { height: area.height - 1, ..area });
        (self.top, self.area, self.pinned) = (others.top, area, true);
        (range, Some(area.height - 1))
    }
}
