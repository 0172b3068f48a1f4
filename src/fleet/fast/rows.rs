//! A fact's rows, read and measured in passing.
//!
//! In: a place where rows begin, as a list or as one that says that it is partial or an upper bound. Out: the timelines of
//! every test of the fact. None of whatever is refused, and where two rows may have one key.

use crate::check::rows::timeline;
use crate::day::Day;
use crate::facts::{Extent, Row, Rows};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::measure::Measured;
use crate::fleet::fast::value::{Cell, Reader, Room};
use crate::rulebook::{Condition, RowsTest, Table};

/// A fact that has rows.
#[derive(Debug)]
pub(super) struct RowsFact {
    columns: Vec<Reader>,
    keys: Keys,
    wrapper: Keys,
    /// The columns that name a row.
    key: Vec<usize>,
    measured: Vec<Measured>,
    row: Vec<Cell>,
    /// What tells the row's cells apart, of the columns that name it.
    parts: Vec<u64>,
    /// Every cell of the record, row after row, where rows may have to be put together.
    kept: Vec<Cell>,
    keeps: bool,
    /// The names of the rows so far, and whether each is greater than the one before.
    names: Vec<u64>,
    ascending: bool,
}

impl RowsFact {
    /// A fact with its tests, each with the place of its timeline.
    pub(super) fn new(table: &Table, tests: &[(usize, &RowsTest)], as_of: Day, zone: chrono_tz::Tz) -> RowsFact {
        let of = |column: usize| -> Vec<&Condition> {
            let filters = tests.iter().flat_map(|(_, test)| &test.filter).filter(|(filtered, _)| *filtered == column);
            let needed = tests.iter().filter(|(_, test)| test.measure.column() == Some(column));
            let values = needed.filter_map(|(_, test)| match &test.is {
                crate::rulebook::test::Needed::Value(_, condition) => Some(condition),
                crate::rulebook::test::Needed::Number { .. } => None,
            });
            filters.map(|(_, condition)| condition).chain(values).collect()
        };
        let columns: Vec<Reader> = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| Reader::new(&column.kind, &of(at), table.key.contains(&at), zone))
            .collect();
        let mut measured: Vec<Measured> = Vec::new();
        for (place, test) in tests {
            let new = Measured::new(*place, test, &columns, as_of, zone);
            // Several readings of the same days share what is kept of them.
            match measured.iter_mut().find(|other| other.keeps_the_same(&new)) {
                Some(other) => other.join(new),
                None => measured.push(new),
            }
        }
        RowsFact {
            keys: Keys::new(table.columns.iter().map(|column| column.id.as_str())),
            wrapper: Keys::new(["partial", "at_most", "rows"]),
            key: table.key.clone(),
            keeps: measured.iter().any(Measured::may_be_rare),
            row: vec![Cell::UNKNOWN; columns.len()],
            parts: vec![0; columns.len()],
            columns,
            measured,
            kept: Vec::new(),
            names: Vec::new(),
            ascending: true,
        }
    }

    /// Reads the rows, and puts what each test comes to into its place among `lines`.
    pub(super) fn read(
        &mut self,
        cursor: &mut Cursor<'_>,
        room: &mut Room,
        as_of: Day,
        courses: &mut Courses,
        lines: &mut [Line],
    ) -> Option<()> {
        self.measured.iter_mut().for_each(Measured::begin);
        self.kept.clear();
        self.names.clear();
        self.ascending = true;
        let extent = if cursor.peek() == b'[' {
            cursor.at = self.rows(*cursor, room, as_of)?;
            Extent::Exactly
        } else {
            let (extent, after) = self.wrapped(*cursor, room, as_of)?;
            cursor.at = after;
            extent
        };
        if !self.ascending {
            self.names.sort_unstable();
            if self.names.windows(2).any(|pair| pair[0] == pair[1]) {
                return None;
            }
        }
        if self.measured.iter().any(Measured::is_rare) {
            return self.rare(extent, room, as_of, courses, lines);
        }
        for measured in &mut self.measured {
            measured.finish(extent, as_of, courses, lines)?;
        }
        Some(())
    }

    /// `{"partial":true,"rows":[…]}`, and where it ends.
    fn wrapped(&mut self, mut cursor: Cursor<'_>, room: &mut Room, as_of: Day) -> Option<(Extent, usize)> {
        let mut more = cursor.opens(b'{', b'}')?;
        let mut last = self.wrapper.begin();
        let mut flags = [false; 2];
        while more {
            match self.wrapper.next(&mut cursor, &mut last)? {
                2 => cursor.at = self.rows(cursor, room, as_of)?,
                at => {
                    flags[at] = cursor.is(b"true");
                    if !flags[at] {
                        cursor.is(b"false").then_some(())?;
                    }
                }
            }
            more = cursor.more(b'}')?;
        }
        let extent = match flags {
            _ if !self.wrapper.had(2) => return None,
            [false, false] => Extent::Exactly,
            [true, false] => Extent::AtLeast,
            [false, true] => Extent::AtMost,
            [true, true] => return None,
        };
        Some((extent, cursor.at))
    }

    /// A list of rows: where it ends.
    fn rows(&mut self, mut cursor: Cursor<'_>, room: &mut Room, as_of: Day) -> Option<usize> {
        let mut more = cursor.opens(b'[', b']')?;
        while more {
            match (cursor.peek(), self.columns.as_mut_slice()) {
                (b'{', _) => self.row(&mut cursor, room)?,
                (b'n', _) => return None,
                (_, [only]) => {
                    self.row[0] = only.read(&mut cursor, room)?;
                    self.parts[0] = room.key;
                }
                _ => return None,
            }
            self.end_row(as_of);
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    #[inline(always)]
    fn row(&mut self, cursor: &mut Cursor<'_>, room: &mut Room) -> Option<()> {
        let mut more = cursor.opens(b'{', b'}')?;
        for cell in &mut self.row {
            cell.known = false;
        }
        let mut last = self.keys.begin();
        while more {
            let column = self.keys.next(cursor, &mut last)?;
            if !cursor.null() {
                self.row[column] = self.columns[column].read(cursor, room)?;
                self.parts[column] = room.key;
            }
            more = cursor.more(b'}')?;
        }
        Some(())
    }

    #[inline(always)]
    fn end_row(&mut self, as_of: Day) {
        if !self.key.is_empty() {
            self.name();
        }
        for measured in &mut self.measured {
            measured.row(&self.row, as_of);
        }
        if self.keeps {
            self.kept.extend_from_slice(&self.row);
        }
    }

    /// Takes down the row's name, if it has one.
    #[inline(always)]
    fn name(&mut self) {
        let mut name: u64 = 0;
        for column in &self.key {
            let cell = &self.row[*column];
            if !cell.known {
                return;
            }
            let part = if self.columns[*column].has_key() { self.parts[*column] } else { cell.value as u64 };
            name = name.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ part;
        }
        self.ascending &= self.names.last().is_none_or(|last| *last < name);
        self.names.push(name);
    }

    /// Puts the rows together for `check`.
    #[inline(never)]
    fn rare(&mut self, extent: Extent, room: &Room, as_of: Day, courses: &mut Courses, lines: &mut [Line]) -> Option<()> {
        let cells = |row: &[Cell]| row.iter().zip(&self.columns).map(|(cell, reader)| reader.value(cell)).collect();
        let rows = self.kept.chunks_exact(self.columns.len()).map(|row| Row { cells: cells(row) }).collect();
        let rows = Rows { rows, extent };
        for measured in &mut self.measured {
            match measured.rare_test() {
                Some((place, test)) => lines[place] = courses.take(&timeline(test, Some(&rows), as_of, room.zone).0),
                None => measured.finish(extent, as_of, courses, lines)?,
            }
        }
        Some(())
    }
}
