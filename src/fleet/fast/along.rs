//! Reads rows along the look of others.
//!
//! In: a [`Usual`] look, and the place of a row's first value. Out: values in columns, as long as rows look like that, and where
//! the last one ends. Rows of a date and perhaps a number, which there are most of, have a loop of their own.

use crate::fleet::fast::batch::{Column, ROWS};
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::usual::{DATE, Dated, Figure, Next, Usual};
use crate::fleet::fast::value::{Reader, Room, usual_number};

/// In how many bytes a date and a number are looked for, with what stands after each; what a joint of one word is shorter than,
/// and a date, a joint and a number together.
const DATED: usize = 160;
const WIDER: usize = 32;
const NUMBERED: usize = 64;

/// How far rows were read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    /// How many there are in the columns.
    pub(super) rows: usize,
    /// Where the last that was read ends; None if none was.
    pub(super) end: Option<usize>,
    /// Where the first value of the next one stands, if there was no room for it.
    pub(super) next: Option<usize>,
}

impl Usual {
    /// Reads rows until one looks otherwise, or the columns are full.
    #[inline(always)]
    pub(super) fn read(&self, bytes: &[u8], from: usize, columns: (&mut [Column], usize), readers: &mut [Reader], room: &mut Room) -> Read {
        match &self.dated {
            Some(dated) if dated.number.is_some() => dated.read::<true>(bytes, from, columns, room),
            Some(dated) => dated.read::<false>(bytes, from, columns, room),
            None => self.read_any(bytes, from, columns, readers, room),
        }
    }

    #[inline(never)]
    fn read_any(
        &self,
        bytes: &[u8],
        from: usize,
        (columns, before): (&mut [Column], usize),
        readers: &mut [Reader],
        room: &mut Room,
    ) -> Read {
        let (mut row, mut begin) = (before, from);
        let mut rest = bytes.get(from..).unwrap_or_default();
        // Where the last row ends, if another like it does not follow.
        let closed = 'rows: loop {
            for step in &self.steps {
                let Some(mut window) = rest.first_chunk() else { break 'rows None };
                let Some(column) = columns.get_mut(usize::from(step.column)) else { break 'rows None };
                // Values that are short stand in one window with what comes after them.
                let mut length = 0;
                match step.value {
                    Next::Date => {
                        let Some(date) = window.first_chunk().and_then(|date| room.date(date)) else { break 'rows None };
                        column.put_day(row, date);
                        length = DATE;
                    }
                    Next::Number => {
                        let Some((units, digits)) = usual_number(window, step.places, step.quoted) else { break 'rows None };
                        column.put_number(row, units);
                        length = digits;
                    }
                    Next::Name | Next::Text | Next::Flag => {
                        let mut cursor = Cursor { bytes, at: bytes.len() - rest.len() };
                        let Some(reader) = readers.get_mut(usize::from(step.column)) else { break 'rows None };
                        let value = match step.value {
                            Next::Name => reader.name(&mut cursor, room),
                            Next::Text => cursor.rest_of_text().and_then(|span| reader.text(cursor, span, room)),
                            _ => reader.read(&mut cursor, room),
                        };
                        let Some(value) = value else { break 'rows None };
                        column.put(row, value, room.key);
                        rest = bytes.get(cursor.at..).unwrap_or_default();
                        let Some(after) = rest.first_chunk() else { break 'rows None };
                        window = after;
                    }
                    Next::Nothing => {}
                }
                if !step.joint.stands_after(window, length) {
                    let closed = step.last && self.close.stands_after(window, length);
                    break 'rows closed.then(|| bytes.len() - rest.len() + length + self.close.length);
                }
                let Some(after) = rest.get(length + step.joint.length..) else { break 'rows None };
                rest = after;
            }
            row += 1;
            begin = bytes.len() - rest.len();
            if row == ROWS {
                break None;
            }
        };
        Read::of(row, before, begin, closed, self.close.length, self.next)
    }
}

impl Read {
    /// Up to `row` from `before` on. `begin` is where the first value of a row stands that was not read whole, unless it is
    /// `closed`; from the last value before it, so much closes a row, and so much leads to the next.
    #[inline(always)]
    fn of(row: usize, before: usize, begin: usize, closed: Option<usize>, close: usize, next: usize) -> Read {
        match closed {
            Some(end) => Read { rows: row + 1, end: Some(end), next: None },
            None => Read { rows: row, end: (row > before).then(|| begin - next + close), next: (row == ROWS).then_some(begin) },
        }
    }
}

impl Dated {
    #[inline(never)]
    fn read<const NUMBER: bool>(&self, bytes: &[u8], from: usize, (columns, before): (&mut [Column], usize), room: &mut Room) -> Read {
        const NOTHING: Read = Read { rows: 0, end: None, next: None };
        let figure = if NUMBER { self.number.unwrap_or_default() } else { Figure::default() };
        let (date, number) = (usize::from(self.date), usize::from(figure.column));
        let (dates, mut numbers) = if NUMBER {
            let Ok([dates, numbers]) = columns.get_disjoint_mut([date, number]) else { return Read { rows: before, ..NOTHING } };
            (dates, Some(numbers))
        } else {
            (&mut columns[date], None)
        };
        let mut row = before;
        let mut rest = bytes.get(from..).unwrap_or_default();
        let closed = loop {
            let Some(window) = rest.first_chunk::<DATED>() else { break None };
            let Some(day) = window.first_chunk().and_then(|date| room.date(date)) else { break None };
            dates.put_day(row, day);
            let mut length = DATE;
            if let Some(numbers) = &mut numbers {
                if !window[DATE..].first_chunk().is_some_and(|between| figure.joint.is(between)) {
                    break None;
                }
                length += figure.joint.length % WIDER;
                let number = window[length..].first_chunk();
                let Some((units, digits)) = number.and_then(|number| usual_number(number, figure.places, figure.quoted)) else {
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
        Read::of(row, before, bytes.len() - rest.len(), closed, self.close.length, self.next.length)
    }
}
