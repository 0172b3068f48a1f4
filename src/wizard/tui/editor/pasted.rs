//! Several values pasted at once: a column of a spreadsheet, or a part of one.
//!
//! In: lines, with tabs between columns. Out: for each line its values; or which line can't be right, and why.

use crate::i18n::Messages;
use crate::value::localized::{Lang, Localized};
use crate::value::value_type::Value;
use crate::wizard::session::entry::{InputError, parse_as};
use crate::wizard::session::form::Field;

use crate::wizard::tui::editor::event::Setting;

/// No more lines are taken at once.
const MOST_LINES: usize = 5000;

/// The lines of a pasted text that say something.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(MOST_LINES).collect()
}

/// A line's values for some columns; what is blank is unknown.
pub(super) fn cells(line: &str, columns: &[Field], setting: Setting) -> Result<Vec<Option<Value>>, InputError> {
    let parts: Vec<&str> = line.trim_end_matches('\t').split('\t').collect();
    if parts.len() > columns.len() {
        let (count, most) = (parts.len().to_string(), columns.len().to_string());
        return Err(InputError::new("answer-columns").with("count", count).with("most", most));
    }
    let value = |(text, field): (&&str, &Field)| match text.trim() {
        "" => Ok(None),
        text => parse_as(&field.kind, text, setting.today, setting.zone, setting.past).map(Some),
    };
    parts.iter().zip(columns).map(value).collect()
}

/// A refusal that says of which line it is.
pub(super) fn of_line(line: usize, why: &InputError) -> InputError {
    let say = |lang: Lang| why.format(&Messages::for_lang(lang));
    let why = Localized { zh: say(Lang::Zh), en: say(Lang::En) };
    InputError::new("answer-line").with("line", (line + 1).to_string()).with_localized("why", why)
}
