//! What rows mostly look like.
//!
//! In: a row that was read byte by byte. Out: [`Step`]s that take rows like it by comparing sixteen bytes at a time, all that
//! stands between two values of any length at once, dates among it. A row that looks otherwise is read byte by byte again.

use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::joint::Joint;
use crate::fleet::fast::value::Reader;

/// How long a date is, without its quotes.
pub(super) const DATE: usize = 10;

/// How many columns there are at most, in facts whose rows have a usual look.
const COLUMNS: usize = 64;

/// How many looks are kept: all orders of three columns.
const KEPT: usize = 6;

/// How many rows of another look go by at most before the next is learned.
const PATIENCE: u32 = 64;

/// What rows of a fact look like.
#[derive(Debug)]
pub(super) struct Usuals {
    kept: Vec<Usual>,
    /// The one to go when there is another.
    oldest: usize,
    /// How many rows of other looks go by before the next is learned, and before the one after that.
    wait: u32,
    patience: u32,
}

/// One look: values of columns in an order, with the same bytes around them.
#[derive(Debug, Default)]
pub(super) struct Usual {
    /// From the beginning of a list's first row to its last value.
    pub(super) first: Vec<Step>,
    /// From the last value of a row to that of the next.
    pub(super) next: Vec<Step>,
    /// What ends a row.
    pub(super) close: Joint,
    /// The columns in their order, and a bit for each.
    order: Vec<usize>,
    pub(super) columns: u64,
}

/// What stands between two values of any length, a date perhaps among it; and the value after it.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(super) struct Step {
    /// Where the date stands, and its column.
    pub(super) date: Option<(u8, u8)>,
    pub(super) column: u8,
    pub(super) value: Next,
    pub(super) joint: Joint,
}

/// What comes after a joint. Quotes around a value belong to the joints.
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum Next {
    /// Another joint, or the end of the row.
    #[default]
    Nothing,
    /// A number of so many places, and whether it stands in quotes.
    Number(u8, bool),
    /// A text that is looked up, or any other.
    Name,
    Text,
    Flag,
}

impl Next {
    fn of(reader: &Reader, quoted: bool) -> Next {
        match reader {
            Reader::Number { places, .. } => Next::Number(*places, quoted),
            Reader::Flag => Next::Flag,
            Reader::Choice(_) | Reader::Text(_) | Reader::Path(_) => Next::Name,
            _ => Next::Text,
        }
    }
}

/// A row as it was read byte by byte.
#[derive(Debug, Default)]
pub(super) struct Look {
    begin: usize,
    /// The columns, and where their values begin and end.
    values: Vec<(usize, usize, usize)>,
    /// Whether one of the columns has no value.
    gap: bool,
}

impl Look {
    pub(super) fn begin(&mut self, at: usize) {
        self.begin = at;
        self.values.clear();
        self.gap = false;
    }

    pub(super) fn value(&mut self, column: usize, start: usize, end: usize) {
        self.values.push((column, start, end));
    }

    pub(super) fn gap(&mut self) {
        self.gap = true;
    }
}

impl Step {
    /// Adds a date, if there is room and none yet.
    fn add_date(&mut self, column: usize) -> bool {
        if self.date.is_none() {
            self.date = self.joint.add_any(DATE).map(|at| (at as u8, column as u8));
            return self.date.is_some();
        }
        false
    }
}

impl Usuals {
    pub(super) fn new() -> Usuals {
        Usuals { kept: Vec::new(), oldest: 0, wait: 1, patience: 1 }
    }

    /// What the row here looks like, if it begins as some do.
    #[inline(always)]
    pub(super) fn of(&self, cursor: Cursor<'_>) -> Option<&Usual> {
        let window = cursor.window()?;
        self.kept.iter().find(|usual| usual.first.first().is_some_and(|step| step.joint.stands_in(window)))
    }

    /// A row was read byte by byte; it ends here. `before` is where the one before it ended, if it is not the first of its list.
    pub(super) fn missed(&mut self, cursor: Cursor<'_>, look: &Look, before: Option<usize>, columns: &[Reader]) {
        self.wait -= 1;
        if self.wait > 0 {
            return;
        }
        self.patience = PATIENCE.min(self.patience * 2);
        self.wait = self.patience;
        if look.gap || look.values.is_empty() || columns.len() > COLUMNS {
            return;
        }
        let mut usual = Usual::default();
        if usual.learn(cursor, look, before, columns).is_none() {
            return;
        }
        match self.kept.iter().position(|kept| kept.order == usual.order) {
            Some(same) => self.kept[same] = usual,
            None if self.kept.len() < KEPT => self.kept.push(usual),
            None => {
                self.kept[self.oldest] = usual;
                self.oldest = (self.oldest + 1) % KEPT;
            }
        }
    }
}

impl Usual {
    fn learn(&mut self, cursor: Cursor<'_>, look: &Look, before: Option<usize>, columns: &[Reader]) -> Option<()> {
        let bytes = cursor.bytes;
        let quoted = |start: usize| bytes.get(start) == Some(&b'"');
        let begin = look.begin;
        let (_, start, _) = look.values.first()?;
        let open = bytes.get(begin..start + usize::from(quoted(*start)))?;
        let (_, start, end) = look.values.last()?;
        let close = bytes.get(end - usize::from(quoted(*start))..cursor.at)?;
        let comma = before.and_then(|before| bytes.get(before..begin)).unwrap_or(b",");
        self.order = look.values.iter().map(|(column, ..)| *column).collect();
        self.columns = self.order.iter().fold(0, |bits, column| bits | 1 << column);
        // Then the first step to the next row holds all of it.
        if self.close.add(close) < close.len() {
            return None;
        }
        let steps = |parts: &[&[u8]]| {
            let mut steps = vec![Step::default()];
            parts.iter().for_each(|part| add(&mut steps, part));
            let mut before = None;
            for (column, start, end) in look.values.iter().copied() {
                let quote = quoted(start);
                if let Some(before) = before {
                    add(&mut steps, bytes.get(before..start + usize::from(quote))?);
                }
                before = Some(end - usize::from(quote));
                match steps.last_mut() {
                    Some(step) if matches!(columns[column], Reader::Date) => {
                        // A moment says a date, too, and is longer.
                        (end - start == DATE + 2).then_some(())?;
                        if !step.add_date(column) {
                            let mut step = Step::default();
                            step.add_date(column);
                            steps.push(step);
                        }
                    }
                    Some(step) => {
                        (step.column, step.value) = (column as u8, Next::of(&columns[column], quote));
                        steps.push(Step::default());
                    }
                    None => {}
                }
            }
            // What was begun and not used.
            if steps.last().is_some_and(|step| step.joint.length == 0) {
                steps.pop();
            }
            Some(steps)
        };
        self.first = steps(&[open])?;
        self.next = steps(&[close, comma, open])?;
        Some(())
    }
}

/// Adds bytes to the last step, or to as many more as it takes.
fn add(steps: &mut Vec<Step>, mut text: &[u8]) {
    while !text.is_empty() {
        let taken = steps.last_mut().map_or(0, |step| step.joint.add(text));
        text = &text[taken..];
        if !text.is_empty() {
            steps.push(Step::default());
        }
    }
}
