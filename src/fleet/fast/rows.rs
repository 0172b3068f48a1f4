//! A fact's rows, read and measured in passing.
//!
//! In: a place where rows begin, as a list or as one that says that it is partial or an upper bound. Out: the timelines of
//! every test of the fact. None of whatever is refused, and where two rows may have one key.

use crate::day::Day;
use crate::facts::{Extent, Row, Rows};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::keys::{Joint, Keys};
use crate::fleet::fast::measure::Measures;
use crate::fleet::fast::value::{Cell, Reader, Room};
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, RowsTest, Table};

/// A fact that has rows.
#[derive(Debug)]
pub(super) struct RowsFact {
    columns: Vec<Reader>,
    keys: Keys,
    wrapper: Keys,
    measures: Measures,
    row: Vec<Cell>,
    /// The columns of a row as they mostly come, each with what stands before its value.
    usual: Vec<(Joint, usize)>,
    usual_spaced: bool,
    /// The columns of the last row that was not so, and how many such rows there were in a row.
    order: Vec<usize>,
    unusual: u32,
    /// True if a text or a moment is part of a row's name.
    spelled: bool,
    /// The columns that name a row, and what tells their values apart in this one.
    key: Vec<(usize, u64)>,
    /// The names of the rows so far, and whether each is greater than the one before.
    names: Vec<u64>,
    ascending: bool,
    /// Every cell of the record, row after row, where rows may have to be put together.
    kept: Vec<Cell>,
    keeps: bool,
}

impl RowsFact {
    /// A fact with its tests, each with the place of its timeline.
    pub(super) fn new(table: &Table, tests: &[(usize, &RowsTest)], as_of: Day, zone: chrono_tz::Tz) -> RowsFact {
        let asked = |column: usize| -> Vec<&Condition> {
            let filters = tests.iter().flat_map(|(_, test)| &test.filter).filter(|(filtered, _)| *filtered == column);
            let measured = tests.iter().filter(|(_, test)| test.measure.column() == Some(column));
            let values = measured.filter_map(|(_, test)| if let Needed::Value(_, condition) = &test.is { Some(condition) } else { None });
            filters.map(|(_, condition)| condition).chain(values).collect()
        };
        let columns = table.columns.iter().enumerate();
        let columns = columns.map(|(at, column)| Reader::new(&column.kind, &asked(at), table.key.contains(&at), zone));
        let columns: Vec<Reader> = columns.collect();
        let mut measures = Measures::default();
        tests.iter().for_each(|(place, test)| measures.add(*place, test, &columns, as_of, zone));
        RowsFact {
            keys: Keys::new(table.columns.iter().map(|column| column.id.as_str())),
            wrapper: Keys::new(["partial", "at_most", "rows"]),
            keeps: measures.may_be_rare(),
            measures,
            row: vec![Cell::UNKNOWN; columns.len()],
            usual: Vec::new(),
            usual_spaced: false,
            order: Vec::new(),
            unusual: 1,
            spelled: table.key.iter().any(|column| columns[*column].has_key()),
            columns,
            key: table.key.iter().map(|column| (*column, 0)).collect(),
            names: Vec::new(),
            ascending: true,
            kept: Vec::new(),
        }
    }

    /// Reads the rows, and puts what each test comes to into its place among `lines`. Gives where they end.
    #[inline]
    pub(super) fn read(
        &mut self,
        cursor: Cursor<'_>,
        room: &mut Room,
        as_of: Day,
        courses: &mut Courses,
        lines: &mut [Line],
    ) -> Option<usize> {
        self.measures.begin();
        self.kept.clear();
        self.names.clear();
        self.ascending = true;
        let (extent, after) = match cursor.peek() {
            b'[' => (Extent::Exactly, self.rows(cursor, room, as_of)?),
            _ => self.wrapped(cursor, room, as_of)?,
        };
        if !self.ascending {
            self.names.sort_unstable();
            if self.names.windows(2).any(|pair| pair[0] == pair[1]) {
                return None;
            }
        }
        self.measures.finish(extent, as_of, courses, lines)?;
        if self.keeps && self.measures.is_rare() {
            self.rare(extent, room, as_of, courses, lines);
        }
        Some(after)
    }

    /// `{"partial":true,"rows":[…]}`, and where it ends.
    fn wrapped(&mut self, cursor: Cursor<'_>, room: &mut Room, as_of: Day) -> Option<(Extent, usize)> {
        let mut cursor = cursor.anew();
        let mut walk = self.wrapper.begin(cursor)?;
        let mut flags = [false; 2];
        loop {
            match self.wrapper.next(&mut cursor, &mut walk)? {
                2 => cursor.at = self.rows(cursor, room, as_of)?,
                at @ (0 | 1) => {
                    flags[at] = cursor.is(b"true");
                    if !flags[at] {
                        cursor.is(b"false").then_some(())?;
                    }
                }
                _ => break,
            }
        }
        let extent = match flags {
            _ if !walk.had(2) => return None,
            [false, false] => Extent::Exactly,
            [true, false] => Extent::AtLeast,
            [false, true] => Extent::AtMost,
            [true, true] => return None,
        };
        Some((extent, cursor.at))
    }

    /// A list of rows: where it ends.
    fn rows(&mut self, cursor: Cursor<'_>, room: &mut Room, as_of: Day) -> Option<usize> {
        let mut cursor = cursor.anew();
        let mut more = cursor.opens(b'[', b']')?;
        while more {
            if let Some(after) = self.usual_row(cursor, room) {
                cursor.at = after;
            } else if cursor.peek() == b'{' {
                cursor.at = self.row(cursor, room)?;
            } else {
                // Rows of one column may be written bare.
                let [only] = self.columns.as_mut_slice() else { return None };
                self.row[0] = Cell::of(only.read(&mut cursor, room)?);
            }
            if !self.key.is_empty() {
                self.name(room);
            }
            self.measures.row(&self.row, as_of);
            if self.keeps {
                self.kept.extend_from_slice(&self.row);
            }
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    /// A row with its columns as they mostly come, each known, and no blanks: where it ends. Of any other nothing is to be
    /// relied on but that [`RowsFact::row`] reads it.
    #[inline(always)]
    fn usual_row(&mut self, mut cursor: Cursor<'_>, room: &mut Room) -> Option<usize> {
        let begin = cursor.at;
        for (joint, column) in &self.usual {
            if !joint.stands(cursor) {
                return None;
            }
            cursor.at += joint.length;
            self.row[*column] = Cell::of(self.columns[*column].read(&mut cursor, room)?);
            if self.spelled {
                keep_key(&mut self.key, *column, room);
            }
        }
        // Where nothing is usual yet, no brace ends what has not begun.
        if cursor.at == begin || cursor.peek() != b'}' {
            return None;
        }
        if self.unusual > 0 {
            self.unusual = 0;
            self.forget_others();
        }
        Some(cursor.at + 1)
    }

    /// What is left over from a row with other columns is not known in this one.
    #[inline(never)]
    fn forget_others(&mut self) {
        for (at, cell) in self.row.iter_mut().enumerate() {
            cell.known &= self.usual.iter().any(|(_, column)| *column == at);
        }
    }

    /// Any row: where it ends.
    #[inline(never)]
    fn row(&mut self, cursor: Cursor<'_>, room: &mut Room) -> Option<usize> {
        let mut cursor = cursor.anew();
        for cell in &mut self.row {
            cell.known = false;
        }
        // Said before anything is read: a row that breaks off leaves its cells to the next.
        self.unusual += 1;
        self.order.clear();
        let end = self.keys.end();
        let mut walk = self.keys.begin(cursor)?;
        loop {
            let column = self.keys.next(&mut cursor, &mut walk)?;
            if column == end {
                break;
            }
            if !cursor.null() {
                self.row[column] = Cell::of(self.columns[column].read(&mut cursor, room)?);
                keep_key(&mut self.key, column, room);
            }
            self.order.push(column);
        }
        let spaced = self.keys.is_spaced();
        let same = self.usual_spaced == spaced && self.usual.iter().map(|(_, column)| column).eq(&self.order);
        if self.unusual.is_multiple_of(2) && !same {
            self.usual.clear();
            let stops = self.order.iter().enumerate();
            self.usual.extend(stops.map(|(at, column)| (self.keys.joint(*column, at == 0).clone(), *column)));
            self.usual_spaced = spaced;
        }
        Some(cursor.at)
    }

    /// Takes down the row's name, if it has one.
    #[inline(always)]
    fn name(&mut self, room: &Room) {
        let mut name: u64 = 0;
        for (column, key) in &self.key {
            let cell = &self.row[*column];
            if !cell.known {
                return;
            }
            let part = match &self.columns[*column] {
                reader if !reader.has_key() => cell.value as u64,
                // A row of one column may have been written bare.
                _ if self.columns.len() == 1 => room.key,
                _ => *key,
            };
            name = name.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ part;
        }
        self.ascending &= self.names.last().is_none_or(|last| *last < name);
        self.names.push(name);
    }

    /// Puts the rows together for `check`.
    #[inline(never)]
    fn rare(&mut self, extent: Extent, room: &Room, as_of: Day, courses: &mut Courses, lines: &mut [Line]) {
        let cells = |row: &[Cell]| row.iter().zip(&self.columns).map(|(cell, reader)| reader.value(cell)).collect();
        let rows = self.kept.chunks_exact(self.columns.len()).map(|row| Row { cells: cells(row) }).collect();
        self.measures.finish_rare(&Rows { rows, extent }, as_of, room.zone, courses, lines);
    }
}

/// Keeps what tells a text or a moment apart, if it names the row.
#[inline(always)]
fn keep_key(keys: &mut [(usize, u64)], column: usize, room: &Room) {
    for (of, key) in keys {
        if *of == column {
            *key = room.key;
        }
    }
}
