//! A fact's rows, read and measured in passing.
//!
//! In: a place where rows begin, as a list or as one that says that it is partial or an upper bound. Out: the timelines of
//! every test of the fact. None of whatever is refused, and where two rows may have one key.

use crate::day::Day;
use crate::facts::{Extent, Rows};
use crate::fleet::fast::batch::ROWS;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::gather::Gathered;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::measure::Measures;
use crate::fleet::fast::usual::{Look, Usuals};
use crate::fleet::fast::value::{Reader, Room};
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, RowsTest, Table};

/// A fact that has rows.
#[derive(Debug)]
pub(super) struct RowsFact {
    columns: Vec<Reader>,
    keys: Keys,
    wrapper: Keys,
    usuals: Usuals,
    look: Look,
    gathered: Gathered,
    /// What each test comes to where there are no rows, with its place.
    empty: Box<[(usize, Line)]>,
}

impl RowsFact {
    /// A fact with its tests, each with the place of its timeline.
    pub(super) fn new(table: &Table, tests: &[(usize, &RowsTest)], as_of: Day, zone: chrono_tz::Tz, courses: &mut Courses) -> RowsFact {
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
        let none = Rows { rows: Vec::new(), extent: Extent::Exactly };
        let mut line = |test: &RowsTest| courses.keep(&crate::check::rows::timeline(test, Some(&none), as_of, zone).0);
        RowsFact {
            keys: Keys::new(table.columns.iter().map(|column| column.id.as_str())),
            wrapper: Keys::new(["partial", "at_most", "rows"]),
            usuals: Usuals::new(),
            look: Look::default(),
            gathered: Gathered::new(&columns, &table.key, measures),
            empty: tests.iter().map(|(place, test)| (*place, line(test))).collect(),
            columns,
        }
    }

    /// Puts what each test comes to where there are no rows into its place among `lines`.
    #[inline(always)]
    pub(super) fn none(&self, lines: &mut [Line]) {
        for (place, line) in &self.empty {
            lines[*place] = *line;
        }
    }

    /// Reads the rows, and puts what each test comes to into its place among `lines`. Gives where they end.
    #[inline(never)]
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        at: usize,
        room: &mut Room,
        as_of: Day,
        courses: &mut Courses,
        lines: &mut [Line],
    ) -> Option<usize> {
        self.gathered.begin();
        let (extent, after) = match bytes.get(at) {
            Some(b'[') => (Extent::Exactly, self.rows(bytes, at, room, as_of)?),
            _ => self.wrapped(bytes, at, room, as_of)?,
        };
        self.gathered.finish(extent, (as_of, &self.columns, room), courses, lines)?;
        Some(after)
    }

    /// `{"partial":true,"rows":[…]}`, and where it ends.
    #[inline(never)]
    fn wrapped(&mut self, bytes: &[u8], at: usize, room: &mut Room, as_of: Day) -> Option<(Extent, usize)> {
        let mut cursor = Cursor { bytes, at };
        let mut walk = self.wrapper.begin(cursor)?;
        let mut flags = [false; 2];
        loop {
            match self.wrapper.next(&mut cursor, &mut walk)? {
                2 => cursor.at = self.wrapped_rows(bytes, cursor.at, room, as_of)?,
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

    #[inline(never)]
    fn wrapped_rows(&mut self, bytes: &[u8], at: usize, room: &mut Room, as_of: Day) -> Option<usize> {
        self.rows(bytes, at, room, as_of)
    }

    /// A list of rows: where it ends.
    #[inline(always)]
    fn rows(&mut self, bytes: &[u8], at: usize, room: &mut Room, as_of: Day) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let mut more = cursor.opens(b'[', b']')?;
        let mut before = None;
        while more {
            cursor.at = match self.usual_rows(cursor, room) {
                Some(end) => end,
                None => self.row(bytes, cursor.at, before, room)?,
            };
            if self.gathered.batch.rows == ROWS {
                self.gathered.take(as_of);
            }
            before = Some(cursor.at);
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    /// As many rows as look as rows mostly do: where the last of them ends.
    #[inline(always)]
    fn usual_rows(&mut self, cursor: Cursor<'_>, room: &mut Room) -> Option<usize> {
        let usual = self.usuals.of(cursor)?;
        let batch = &mut self.gathered.batch;
        batch.expect(usual.columns);
        usual.read(cursor.bytes, cursor.at + usual.open.length, batch, &mut self.columns, room)
    }

    /// Any row: where it ends. `before` is where the one before it does.
    #[inline(never)]
    fn row(&mut self, bytes: &[u8], at: usize, before: Option<usize>, room: &mut Room) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        self.gathered.batch.blank();
        self.look.begin(cursor.at);
        if cursor.peek() == b'{' {
            let end = self.keys.end();
            let mut walk = self.keys.begin(cursor)?;
            loop {
                let column = self.keys.next(&mut cursor, &mut walk)?;
                if column == end {
                    break;
                }
                if cursor.null() {
                    self.look.gap();
                } else {
                    self.value(column, &mut cursor, room)?;
                }
            }
        } else {
            // Rows of one column may be written bare.
            (self.columns.len() == 1).then_some(())?;
            self.value(0, &mut cursor, room)?;
        }
        self.usuals.missed(cursor, &self.look, before, &self.columns);
        self.gathered.batch.rows += 1;
        Some(cursor.at)
    }

    fn value(&mut self, column: usize, cursor: &mut Cursor<'_>, room: &mut Room) -> Option<()> {
        let start = cursor.at;
        let value = self.columns[column].read(cursor, room)?;
        self.gathered.batch.put(column, value, room.key);
        self.look.value(column, start, cursor.at);
        Some(())
    }
}
