//! The position in a list that scrolls.

use crate::wizard::tui::text_block::follow;

/// A list: which line is chosen, and which is the first one shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct List {
    /// The chosen line.
    pub chosen: usize,
    /// The first line shown.
    pub offset: usize,
    /// How many lines are shown; known once it was drawn.
    pub height: usize,
}

impl List {
    /// Fits the list to what there is to show.
    pub fn fit(&mut self, total: usize, height: usize) {
        self.chosen = self.chosen.min(total.saturating_sub(1));
        self.offset = follow(self.offset, self.chosen, height, total);
        self.height = height;
    }

    /// Moves the choice.
    pub fn go(&mut self, lines: isize, total: usize) {
        self.chosen = self.chosen.saturating_add_signed(lines).min(total.saturating_sub(1));
    }
}
