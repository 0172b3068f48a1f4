//! Reads rows by a learned layout.
//!
//! In: a [`RowLayout`] shape, and the place of a row's first value. Out: values in columns, as long as rows look like that, and where
//! the last one ends. Rows of a date and perhaps a number, which there are most of, have a loop of their own.

use crate::fleet::fast::json::cursor::Cursor;
use crate::fleet::fast::measure::batch::{Batch, ROWS};
use crate::fleet::fast::measure::decode::{DATE, Decoder, Scratch, common_number};
use crate::fleet::fast::measure::layout::{DatedLayout, FieldKind, NumberField, RowLayout};

/// In how many bytes a date and a number are looked for, with the bytes after each; what a separator of one word is shorter than,
/// and a date, a separator and a number together.
const DATED: usize = 160;
const WIDER: usize = 32;
const NUMBERED: usize = 64;

impl RowLayout {
    /// Puts rows into the batch until one looks otherwise, or it is full: where the last of them ends; None if there is none.
    #[inline(always)]
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        from: usize,
        batch: &mut Batch,
        readers: &mut [Decoder],
        scratch: &mut Scratch,
    ) -> Option<usize> {
        match &self.dated {
            Some(dated) if dated.number.is_some() => dated.read::<true>(bytes, from, batch, scratch),
            Some(dated) => dated.read::<false>(bytes, from, batch, scratch),
            None => self.read_any(bytes, from, batch, readers, scratch),
        }
    }

    #[inline(never)]
    fn read_any(&self, bytes: &[u8], from: usize, batch: &mut Batch, readers: &mut [Decoder], scratch: &mut Scratch) -> Option<usize> {
        let mut rest = bytes.get(from..)?;
        let (mut row, columns) = (batch.rows, &mut *batch.columns);
        let mut begin = from;
        // Where the last row ends, if another like it does not follow.
        let closed = 'rows: loop {
            for step in &self.steps {
                let Some(mut window) = rest.first_chunk() else { break 'rows None };
                let Some(column) = columns.get_mut(usize::from(step.column)) else { break 'rows None };
                // Values that are short are in one window with what comes after them.
                let mut length = 0;
                match step.value {
                    FieldKind::Date => {
                        let Some(date) = window.first_chunk().and_then(|date| scratch.date(date)) else { break 'rows None };
                        column.put_day(row, date);
                        length = DATE;
                    }
                    FieldKind::Number => {
                        let Some((units, digits)) = common_number(window, step.places, step.quoted) else { break 'rows None };
                        column.put_number(row, units);
                        length = digits;
                    }
                    FieldKind::Name => {
                        let Some(names) = readers.get_mut(usize::from(step.column)).and_then(Decoder::names) else { break 'rows None };
                        let Some(named) = names.get(bytes, bytes.len() - rest.len()) else { break 'rows None };
                        column.put_name(row, named.value, named.key);
                        let Some(after) = rest.get(named.length..) else { break 'rows None };
                        rest = after;
                        let Some(after) = rest.first_chunk() else { break 'rows None };
                        window = after;
                    }
                    FieldKind::Text | FieldKind::Flag => {
                        let mut cursor = Cursor { bytes, at: bytes.len() - rest.len() };
                        let Some(reader) = readers.get_mut(usize::from(step.column)) else { break 'rows None };
                        let value = match step.value {
                            FieldKind::Text => cursor.rest_of_text().and_then(|span| reader.text(cursor, span, scratch)),
                            _ => reader.read(&mut cursor, scratch),
                        };
                        let Some(value) = value else { break 'rows None };
                        column.put(row, value, scratch.key);
                        rest = bytes.get(cursor.at..).unwrap_or_default();
                        let Some(after) = rest.first_chunk() else { break 'rows None };
                        window = after;
                    }
                    FieldKind::Nothing => {}
                }
                if !step.separator.matches_after(window, length) {
                    let closed = step.last && self.close.matches_after(window, length);
                    break 'rows closed.then(|| bytes.len() - rest.len() + length + self.close.length);
                }
                let Some(after) = rest.get(length + step.separator.length..) else { break 'rows None };
                rest = after;
            }
            row += 1;
            begin = bytes.len() - rest.len();
            if row == ROWS {
                break None;
            }
        };
        batch.ended(row, closed, begin - self.next.min(begin) + self.close.length)
    }
}

impl Batch {
    /// The rows go up to `row`, and one more if that was found to end there.
    #[inline(always)]
    fn ended(&mut self, row: usize, closed: Option<usize>, end: usize) -> Option<usize> {
        let read = row > self.rows;
        self.rows = row + usize::from(closed.is_some());
        closed.or(read.then_some(end))
    }
}

impl DatedLayout {
    #[inline(never)]
    fn read<const NUMBER: bool>(&self, bytes: &[u8], from: usize, batch: &mut Batch, scratch: &mut Scratch) -> Option<usize> {
        let mut rest = bytes.get(from..)?;
        let mut row = batch.rows;
        let figure = if NUMBER { self.number.unwrap_or_default() } else { NumberField::default() };
        let (date, number) = (usize::from(self.date), usize::from(figure.column));
        let (dates, mut numbers) = if NUMBER {
            let [dates, numbers] = batch.columns.get_disjoint_mut([date, number]).ok()?;
            (dates, Some(numbers))
        } else {
            (batch.columns.get_mut(date)?, None)
        };
        let closed = loop {
            let Some(window) = rest.first_chunk::<DATED>() else { break None };
            let Some(day) = window.first_chunk().and_then(|date| scratch.date(date)) else { break None };
            dates.put_day(row, day);
            let mut length = DATE;
            if let Some(numbers) = &mut numbers {
                if !window[DATE..].first_chunk().is_some_and(|between| figure.separator.is(between)) {
                    break None;
                }
                length += figure.separator.length % WIDER;
                let number = window[length..].first_chunk();
                let Some((units, digits)) = number.and_then(|number| common_number(number, figure.places, figure.quoted)) else {
                    break None;
                };
                numbers.put_number(row, units);
                length += digits;
            }
            let Some(after) = window[length % NUMBERED..].first_chunk() else { break None };
            if !self.next.is(after) {
                break self.close.is(after).then(|| bytes.len() - rest.len() + length + self.close.length);
            }
            let Some(after) = rest.get(length + self.next.length..) else { break None };
            rest = after;
            row += 1;
            if row == ROWS {
                break None;
            }
        };
        let begin = bytes.len() - rest.len();
        batch.ended(row, closed, begin - self.next.length.min(begin) + self.close.length)
    }
}
