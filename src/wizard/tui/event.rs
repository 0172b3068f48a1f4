//! What the full screen reacts to.

use crossterm::event::Event as Terminal;

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// A key, a click, pasted text, another size.
    Terminal(Terminal),
    /// Something in the background has news.
    News,
    /// Ctrl-C from outside, or the end of the session.
    Stop,
    /// The shell wants the terminal.
    Suspend,
    /// It gave it back.
    Resumed,
    /// Nothing can be read from the terminal any more.
    Lost,
    /// Another thread panicked.
    Broken,
}
