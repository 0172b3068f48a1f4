//! A fact's rows, read and measured in passing.
//!
//! In: a place where rows begin, as a list or as one that says that it is partial or an upper bound. Out: the timelines of
//! every test of the fact. None of whatever is refused, and where two rows may have one key.

use crate::engine::check::RowsKnown;
use crate::facts::{Completeness, Rows};
use crate::fleet::fast::json::cursor::Cursor;
use crate::fleet::fast::json::keys::ObjectKeys;
use crate::fleet::fast::measure::about::About;
use crate::fleet::fast::measure::aggregates::Aggregates;
use crate::fleet::fast::measure::batch::ROWS;
use crate::fleet::fast::measure::decode::{Decoder, Named, Scratch};
use crate::fleet::fast::measure::layout::{LayoutCache, RowShape};
use crate::fleet::fast::measure::row_batch::RowBatcher;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::fleet::fast::measure::together::Seen;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, RowsTest, Table};
use crate::value::date::Date;

/// A fact that has rows.
#[derive(Debug)]
pub(crate) struct RowsFact {
    columns: Vec<Decoder>,
    keys: ObjectKeys,
    wrapper: ObjectKeys,
    layouts: LayoutCache,
    shape: RowShape,
    batcher: RowBatcher,
    /// What each test comes to where there are no rows, with its place.
    empty: Box<[(usize, TimelineRef)]>,
    /// Its index among the facts that are compared with others.
    pub(crate) watched: Option<usize>,
}

impl RowsFact {
    /// A fact with its tests, each with the place of its timeline.
    pub(crate) fn new(
        (table, about): (&Table, &About<'_>),
        tests: &[(usize, &RowsTest)],
        as_of: Date,
        zone: chrono_tz::Tz,
        arena: &mut TimelineArena,
    ) -> RowsFact {
        let asked = |column: usize| -> Vec<&Condition> {
            let filters = tests.iter().flat_map(|(_, test)| &test.filter).filter(|(filtered, _)| *filtered == column);
            let measured = tests.iter().filter(|(_, test)| test.measure.column() == Some(column));
            let values = measured.filter_map(|(_, test)| if let Needed::Value(_, condition) = &test.is { Some(condition) } else { None });
            filters.map(|(_, condition)| condition).chain(values).collect()
        };
        let columns = table.columns.iter().enumerate();
        let named = |at: usize| match (table.key.contains(&at), about.unique.iter().any(|unique| unique.contains(&at))) {
            // A column that is both is compared as the looser asks: what may be the same is looked at again.
            (_, true) => Named::Alike,
            (true, false) => Named::Exactly,
            (false, false) => Named::No,
        };
        let columns = columns.map(|(at, column)| Decoder::new(&column.kind, &asked(at), named(at), zone));
        let columns: Vec<Decoder> = columns.collect();
        let mut aggregates = Aggregates::default();
        tests.iter().for_each(|(place, test)| aggregates.add(*place, test, &columns, as_of, zone));
        let none = Rows { rows: Vec::new(), completeness: Completeness::Complete };
        let mut line = |test: &RowsTest| {
            arena.insert_permanent(&crate::engine::check::rows::timeline(test, Some(&RowsKnown::new(&none)), as_of, zone).0)
        };
        RowsFact {
            keys: ObjectKeys::new(table.columns.iter().map(|column| column.id.as_str())),
            wrapper: ObjectKeys::new(["partial", "at_most", "rows"]),
            layouts: LayoutCache::new(),
            shape: RowShape::default(),
            batcher: RowBatcher::new(&columns, (&table.key, about), aggregates),
            watched: about.watched.map(|(index, _)| index),
            empty: tests.iter().map(|(place, test)| (*place, line(test))).collect(),
            columns,
        }
    }

    /// Puts what each test comes to where there are no rows into its place among `timelines`.
    #[inline(always)]
    pub(crate) fn none(&self, timelines: &mut [TimelineRef]) {
        for (place, line) in &self.empty {
            timelines[*place] = *line;
        }
    }

    /// What was read last, as far as it is compared with other facts.
    #[inline(always)]
    pub(crate) fn seen(&self) -> Seen {
        Seen { first: self.batcher.first, complete: self.batcher.complete }
    }

    /// Reads the rows, and puts what each test comes to into its place among `timelines`. Gives where they end.
    #[inline(never)]
    pub(crate) fn read(
        &mut self,
        bytes: &[u8],
        at: usize,
        scratch: &mut Scratch,
        as_of: Date,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<usize> {
        self.batcher.begin();
        let (extent, after) = match bytes.get(at) {
            Some(b'[') => (Completeness::Complete, self.rows(bytes, at, scratch, as_of)?),
            _ => self.wrapped(bytes, at, scratch, as_of)?,
        };
        self.batcher.finish(extent, (as_of, &self.columns, scratch), arena, timelines)?;
        Some(after)
    }

    /// `{"partial":true,"rows":[…]}`, and where it ends.
    #[inline(never)]
    fn wrapped(&mut self, bytes: &[u8], at: usize, scratch: &mut Scratch, as_of: Date) -> Option<(Completeness, usize)> {
        let mut cursor = Cursor { bytes, at };
        let mut walk = self.wrapper.begin(cursor)?;
        let mut flags = [false; 2];
        loop {
            match self.wrapper.next(&mut cursor, &mut walk)? {
                2 => cursor.at = self.wrapped_rows(bytes, cursor.at, scratch, as_of)?,
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
            [false, false] => Completeness::Complete,
            [true, false] => Completeness::AtLeast,
            [false, true] => Completeness::AtMost,
            [true, true] => return None,
        };
        Some((extent, cursor.at))
    }

    #[inline(never)]
    fn wrapped_rows(&mut self, bytes: &[u8], at: usize, scratch: &mut Scratch, as_of: Date) -> Option<usize> {
        self.rows(bytes, at, scratch, as_of)
    }

    /// A list of rows: where it ends.
    #[inline(always)]
    fn rows(&mut self, bytes: &[u8], at: usize, scratch: &mut Scratch, as_of: Date) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let mut more = cursor.opens(b'[', b']')?;
        let mut before = None;
        while more {
            cursor.at = match self.rows_by_layout(cursor, scratch) {
                Some(end) => end,
                None => self.row(bytes, cursor.at, before, scratch)?,
            };
            if self.batcher.batch.rows == ROWS {
                self.batcher.take(as_of)?;
            }
            before = Some(cursor.at);
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    /// As many rows as look as rows mostly do: where the last of them ends.
    #[inline(always)]
    fn rows_by_layout(&mut self, cursor: Cursor<'_>, scratch: &mut Scratch) -> Option<usize> {
        let usual = self.layouts.find(cursor)?;
        let batch = &mut self.batcher.batch;
        batch.expect(usual.columns);
        usual.read(cursor.bytes, cursor.at + usual.open.length, batch, &mut self.columns, scratch)
    }

    /// Any row: where it ends. `before` is where the one before it does.
    #[inline(never)]
    fn row(&mut self, bytes: &[u8], at: usize, before: Option<usize>, scratch: &mut Scratch) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        self.batcher.batch.blank();
        self.shape.begin(cursor.at);
        if cursor.peek() == b'{' {
            let end = self.keys.end();
            let mut walk = self.keys.begin(cursor)?;
            loop {
                let column = self.keys.next(&mut cursor, &mut walk)?;
                if column == end {
                    break;
                }
                if cursor.null() {
                    self.shape.gap();
                } else {
                    self.value(column, &mut cursor, scratch)?;
                }
            }
        } else {
            // Rows of one column may be written bare.
            (self.columns.len() == 1).then_some(())?;
            self.value(0, &mut cursor, scratch)?;
        }
        self.layouts.learn_from(cursor, &self.shape, before, &self.columns);
        self.batcher.batch.rows += 1;
        Some(cursor.at)
    }

    fn value(&mut self, column: usize, cursor: &mut Cursor<'_>, scratch: &mut Scratch) -> Option<()> {
        let start = cursor.at;
        let value = self.columns[column].read(cursor, scratch)?;
        self.batcher.batch.put(column, value, scratch.key);
        self.shape.value(column, start, cursor.at);
        Some(())
    }
}
