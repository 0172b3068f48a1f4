//! Typing into a text field.

use crossterm::event::Event;
use crossterm::event::KeyEvent;
use tui_input::Input as Field;
use tui_input::backend::crossterm::EventHandler as _;

/// Types into a field. True if its text was changed.
pub(crate) fn type_into(field: &mut Field, key: KeyEvent) -> bool {
    field.handle_event(&Event::Key(key)).is_some_and(|change| change.value)
}
