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
use crate::fleet::fast::usual::{Look, Next, Usuals};
use crate::fleet::fast::value::{Reader, Room, date_in, usual_number};
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
                2 => cursor.at = self.rows(bytes, cursor.at, room, as_of)?,
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
    fn rows(&mut self, bytes: &[u8], at: usize, room: &mut Room, as_of: Day) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let mut more = cursor.opens(b'[', b']')?;
        let mut before = None;
        while more {
            if let Some(after) = self.usual_rows(cursor, room, as_of) {
                cursor.at = after;
            } else {
                cursor.at = self.row(bytes, cursor.at, before, room)?;
                self.gathered.row(as_of);
            }
            before = Some(cursor.at);
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    /// As many rows as look as rows mostly do: where the last of them ends.
    #[inline(always)]
    fn usual_rows(&mut self, mut cursor: Cursor<'_>, room: &mut Room, as_of: Day) -> Option<usize> {
        let usual = self.usuals.of(cursor)?;
        self.gathered.batch.expect(usual.columns);
        let (mut steps, close) = (usual.first.as_slice(), &usual.close);
        let mut row = self.gathered.batch.rows;
        // Of a row whose values have been read it is not known before its end that it is like the others.
        let (mut read, mut ended) = (false, None);
        'rows: loop {
            let mut begins = true;
            for step in steps {
                let Some(window) = cursor.window() else { break 'rows };
                let stands = step.joint.stands_in(window);
                if begins && read {
                    if !stands && !close.stands_in(window) {
                        break 'rows;
                    }
                    ended = Some(cursor.at + close.length);
                    row += 1;
                    if row == ROWS {
                        self.gathered.batch.rows = row;
                        self.gathered.take(as_of);
                        row = 0;
                    }
                }
                if !stands {
                    break 'rows;
                }
                begins = false;
                if let Some((at, column)) = step.date {
                    let Some(date) = date_in(window, usize::from(at), room) else { break 'rows };
                    self.gathered.batch.columns[usize::from(column)].put_day(row, date);
                }
                cursor.at += step.joint.length;
                let column = usize::from(step.column);
                match step.value {
                    Next::Nothing => {}
                    Next::Number(places, quoted) => {
                        let Some(units) = usual_number(&mut cursor, places, quoted) else { break 'rows };
                        self.gathered.batch.columns[column].put_number(row, units);
                    }
                    Next::Name => {
                        let Some(span) = cursor.rest_of_text() else { break 'rows };
                        let Some(names) = self.columns[column].names() else { break 'rows };
                        let Some(value) = names.find(cursor, span, room) else { break 'rows };
                        self.gathered.batch.columns[column].put_name(row, value, room.key);
                    }
                    Next::Text => {
                        let Some(span) = cursor.rest_of_text() else { break 'rows };
                        let Some(value) = self.columns[column].text(cursor, span, room) else { break 'rows };
                        self.gathered.batch.columns[column].put(row, value, room.key);
                    }
                    Next::Flag => {
                        let Some(value) = self.columns[column].read(&mut cursor, room) else { break 'rows };
                        self.gathered.batch.columns[column].put(row, value, 0);
                    }
                }
            }
            read = true;
            steps = &usual.next;
        }
        self.gathered.batch.rows = row;
        ended
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
