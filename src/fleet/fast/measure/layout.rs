//! The layouts of rows.
//!
//! In: a row that was read byte by byte. Out: [`Step`]s that take rows like it, each a value and everything between it and
//! the next, compared sixteen bytes at a time. A row that looks otherwise is read byte by byte again.

use crate::fleet::fast::json::cursor::Cursor;
use crate::fleet::fast::json::separator::{Separator, ShortSeparator};
use crate::fleet::fast::measure::decode::{DATE, Decoder};

/// How many columns there are at most, in facts whose rows have a usual shape.
const COLUMNS: usize = 64;

/// How many layouts are kept: all orders of three columns.
const KEPT: usize = 6;

/// How many rows of other layouts go by at most before the next is learned.
const PATIENCE: u32 = 64;

/// The layouts of a fact's rows.
#[derive(Debug)]
pub(crate) struct LayoutCache {
    kept: Vec<RowLayout>,
    /// The one to go when there is another.
    oldest: usize,
    /// How many rows of other layouts go by before the next is learned, and before the one after that.
    wait: u32,
    patience: u32,
}

/// One shape: values of columns in an order, with the same bytes around them.
#[derive(Debug, Default)]
pub(crate) struct RowLayout {
    /// From the beginning of a list's first row to its first value.
    pub(crate) open: Separator,
    /// From there to the first value of the next row.
    pub(crate) steps: Vec<Step>,
    /// From the last value to the end of a row; and how far it is from there to the first value of the next.
    pub(crate) close: Separator,
    pub(crate) next: usize,
    pub(crate) dated: Option<DatedLayout>,
    /// The columns in their order, and a bit for each.
    order: Vec<usize>,
    pub(crate) columns: u64,
}

/// Rows of a date and perhaps a number after it, with little between values: those that there are most of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatedLayout {
    pub(crate) date: u8,
    pub(crate) number: Option<NumberField>,
    /// What leads from the last value to the next row, and what closes a row.
    pub(crate) next: ShortSeparator,
    pub(crate) close: ShortSeparator,
}

/// The number of such a row: the bytes before it; its column, places, and whether it is in quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NumberField {
    pub(crate) separator: ShortSeparator,
    pub(crate) column: u8,
    pub(crate) places: u8,
    pub(crate) quoted: bool,
}

impl DatedLayout {
    fn new(steps: &[Step], close: &Separator) -> Option<DatedLayout> {
        let (last, number) = match steps {
            [only] => (only, None),
            [date, last] if last.value == FieldKind::Number => {
                let (column, places, quoted) = (last.column, last.places, last.quoted);
                (last, Some(NumberField { separator: date.separator.short()?, column, places, quoted }))
            }
            _ => return None,
        };
        let date = steps.first().filter(|step| step.value == FieldKind::Date)?;
        Some(DatedLayout { date: date.column, number, next: last.separator.short()?, close: close.short()? })
    }
}

/// A value, and the bytes between it and the next. Quotes around a value belong to the separators.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Step {
    pub(crate) value: FieldKind,
    pub(crate) column: u8,
    /// Of a number how many places it has, and whether it is in quotes.
    pub(crate) places: u8,
    pub(crate) quoted: bool,
    /// Whether it is the last of its row.
    pub(crate) last: bool,
    pub(crate) separator: Separator,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FieldKind {
    Date,
    Number,
    /// A text that is looked up, or any other.
    Name,
    Text,
    Flag,
    /// None: a separator that is too long for one step goes on.
    Nothing,
}

impl Step {
    /// The step to a value. What comes after it is to be added.
    fn new(column: usize, reader: &Decoder, quoted: bool, last: bool) -> Step {
        let (value, places) = match reader {
            Decoder::Date => (FieldKind::Date, 0),
            Decoder::Number { places, .. } => (FieldKind::Number, *places),
            Decoder::Flag => (FieldKind::Flag, 0),
            Decoder::Choice(_) | Decoder::Text(_) | Decoder::Path(_) => (FieldKind::Name, 0),
            _ => (FieldKind::Text, 0),
        };
        Step { value, column: column as u8, places, quoted, last, separator: Separator::default() }
    }

    /// A step without a value.
    fn further() -> Step {
        Step { value: FieldKind::Nothing, column: 0, places: 0, quoted: false, last: false, separator: Separator::default() }
    }
}

/// A row as it was read byte by byte.
#[derive(Debug, Default)]
pub(crate) struct RowShape {
    begin: usize,
    /// The columns, and where their values begin and end.
    values: Vec<(usize, usize, usize)>,
    /// Whether one of the columns has no value.
    gap: bool,
}

impl RowShape {
    pub(crate) fn begin(&mut self, at: usize) {
        self.begin = at;
        self.values.clear();
        self.gap = false;
    }

    pub(crate) fn value(&mut self, column: usize, start: usize, end: usize) {
        self.values.push((column, start, end));
    }

    pub(crate) fn gap(&mut self) {
        self.gap = true;
    }
}

impl LayoutCache {
    pub(crate) fn new() -> LayoutCache {
        LayoutCache { kept: Vec::new(), oldest: 0, wait: 1, patience: 1 }
    }

    /// What the row here looks like, if it begins as some do.
    #[inline(always)]
    pub(crate) fn find(&self, cursor: Cursor<'_>) -> Option<&RowLayout> {
        let window = cursor.window()?;
        let (first, others) = self.kept.split_first()?;
        if first.open.matches(window) {
            return Some(first);
        }
        others.iter().find(|usual| usual.open.matches(window))
    }

    /// A row was read byte by byte; it ends here. `before` is where the one before it ended, if it is not the first of its list.
    pub(crate) fn learn_from(&mut self, cursor: Cursor<'_>, shape: &RowShape, before: Option<usize>, columns: &[Decoder]) {
        self.wait -= 1;
        if self.wait > 0 {
            return;
        }
        self.patience = PATIENCE.min(self.patience * 2);
        self.wait = self.patience;
        if shape.gap || shape.values.is_empty() || columns.len() > COLUMNS {
            return;
        }
        let mut usual = RowLayout::default();
        if usual.learn(cursor, shape, before, columns).is_none() {
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

impl RowLayout {
    fn learn(&mut self, cursor: Cursor<'_>, shape: &RowShape, before: Option<usize>, columns: &[Decoder]) -> Option<()> {
        let bytes = cursor.bytes;
        let quote = |start: usize| usize::from(bytes.get(start) == Some(&b'"'));
        let (_, start, _) = shape.values.first()?;
        let open = bytes.get(shape.begin..start + quote(*start))?;
        let (_, start, end) = shape.values.last()?;
        let close = bytes.get(end - quote(*start)..cursor.at)?;
        let comma = before.and_then(|before| bytes.get(before..shape.begin)).unwrap_or(b",");
        self.open = Separator::of(open)?;
        self.close = Separator::of(close)?;
        self.order = shape.values.iter().map(|(column, ..)| *column).collect();
        self.columns = self.order.iter().fold(0, |bits, column| bits | 1 << column);
        let to_next_row = [close, comma, open].concat();
        self.next = to_next_row.len();
        for (at, (column, start, end)) in shape.values.iter().copied().enumerate() {
            let step = Step::new(column, &columns[column], quote(start) == 1, shape.values.len() == at + 1);
            // A moment says a date, too, and is longer.
            if step.value == FieldKind::Date && end - start != DATE + 2 {
                return None;
            }
            let separator = match shape.values.get(at + 1) {
                Some((_, next, _)) => bytes.get(end - quote(start)..next + quote(*next))?,
                None => &to_next_row,
            };
            self.add(step, separator);
        }
        self.dated = DatedLayout::new(&self.steps, &self.close);
        Some(())
    }

    /// Adds a step and what comes after its value, with as many more as that takes.
    fn add(&mut self, mut step: Step, mut text: &[u8]) {
        loop {
            text = &text[step.separator.add(text)..];
            self.steps.push(step);
            if text.is_empty() {
                return;
            }
            step = Step::further();
        }
    }
}
