//! What rows mostly look like.
//!
//! In: a row that was read byte by byte. Out: [`Step`]s that take rows like it, each a value and all that stands between it and
//! the next, compared sixteen bytes at a time. A row that looks otherwise is read byte by byte again.

use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::joint::{Joint, Short};
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
    /// From the beginning of a list's first row to its first value.
    pub(super) open: Joint,
    /// From there to the first value of the next row.
    pub(super) steps: Vec<Step>,
    /// From the last value to the end of a row; and how far it is from there to the first value of the next.
    pub(super) close: Joint,
    pub(super) next: usize,
    pub(super) dated: Option<Dated>,
    /// The columns in their order, and a bit for each.
    order: Vec<usize>,
    pub(super) columns: u64,
}

/// Rows of a date and perhaps a number after it, with little between values: those that there are most of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated {
    pub(super) date: u8,
    pub(super) number: Option<Figure>,
    /// What leads from the last value to the next row, and what closes a row.
    pub(super) next: Short,
    pub(super) close: Short,
}

/// The number of such a row: what stands before it; its column, places, and whether it stands in quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figure {
    pub(super) joint: Short,
    pub(super) column: u8,
    pub(super) places: u8,
    pub(super) quoted: bool,
}

impl Dated {
    fn of(steps: &[Step], close: &Joint) -> Option<Dated> {
        let (last, number) = match steps {
            [only] => (only, None),
            [date, last] if last.value == Next::Number => {
                let (column, places, quoted) = (last.column, last.places, last.quoted);
                (last, Some(Figure { joint: date.joint.short()?, column, places, quoted }))
            }
            _ => return None,
        };
        let date = steps.first().filter(|step| step.value == Next::Date)?;
        Some(Dated { date: date.column, number, next: last.joint.short()?, close: close.short()? })
    }
}

/// A value, and what stands between it and the next. Quotes around a value belong to the joints.
#[derive(Debug)]
#[repr(C, align(64))]
pub(super) struct Step {
    pub(super) value: Next,
    pub(super) column: u8,
    /// Of a number how many places it has, and whether it stands in quotes.
    pub(super) places: u8,
    pub(super) quoted: bool,
    /// Whether it is the last of its row.
    pub(super) last: bool,
    pub(super) joint: Joint,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Next {
    Date,
    Number,
    /// A text that is looked up, or any other.
    Name,
    Text,
    Flag,
    /// None: a joint that is too long for one step goes on.
    Nothing,
}

impl Step {
    /// The step to a value. What comes after it is to be added.
    fn of(column: usize, reader: &Reader, quoted: bool, last: bool) -> Step {
        let (value, places) = match reader {
            Reader::Date => (Next::Date, 0),
            Reader::Number { places, .. } => (Next::Number, *places),
            Reader::Flag => (Next::Flag, 0),
            Reader::Choice(_) | Reader::Text(_) | Reader::Path(_) => (Next::Name, 0),
            _ => (Next::Text, 0),
        };
        Step { value, column: column as u8, places, quoted, last, joint: Joint::default() }
    }

    /// A step without a value.
    fn further() -> Step {
        Step { value: Next::Nothing, column: 0, places: 0, quoted: false, last: false, joint: Joint::default() }
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

impl Usuals {
    pub(super) fn new() -> Usuals {
        Usuals { kept: Vec::new(), oldest: 0, wait: 1, patience: 1 }
    }

    /// What the row here looks like, if it begins as some do.
    #[inline(always)]
    pub(super) fn of(&self, cursor: Cursor<'_>) -> Option<&Usual> {
        let window = cursor.window()?;
        let (first, others) = self.kept.split_first()?;
        if first.open.stands_in(window) {
            return Some(first);
        }
        others.iter().find(|usual| usual.open.stands_in(window))
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
        let quote = |start: usize| usize::from(bytes.get(start) == Some(&b'"'));
        let (_, start, _) = look.values.first()?;
        let open = bytes.get(look.begin..start + quote(*start))?;
        let (_, start, end) = look.values.last()?;
        let close = bytes.get(end - quote(*start)..cursor.at)?;
        let comma = before.and_then(|before| bytes.get(before..look.begin)).unwrap_or(b",");
        self.open = Joint::of(open)?;
        self.close = Joint::of(close)?;
        self.order = look.values.iter().map(|(column, ..)| *column).collect();
        self.columns = self.order.iter().fold(0, |bits, column| bits | 1 << column);
        let to_next_row = [close, comma, open].concat();
        self.next = to_next_row.len();
        for (at, (column, start, end)) in look.values.iter().copied().enumerate() {
            let step = Step::of(column, &columns[column], quote(start) == 1, look.values.len() == at + 1);
            // A moment says a date, too, and is longer.
            if step.value == Next::Date && end - start != DATE + 2 {
                return None;
            }
            let joint = match look.values.get(at + 1) {
                Some((_, next, _)) => bytes.get(end - quote(start)..next + quote(*next))?,
                None => &to_next_row,
            };
            self.add(step, joint);
        }
        self.dated = Dated::of(&self.steps, &self.close);
        Some(())
    }

    /// Adds a step and what comes after its value, with as many more as that takes.
    fn add(&mut self, mut step: Step, mut text: &[u8]) {
        loop {
            text = &text[step.joint.add(text)..];
            self.steps.push(step);
            if text.is_empty() {
                return;
            }
            step = Step::further();
        }
    }
}
