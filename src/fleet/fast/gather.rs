//! The rows of a list, as they are read: which they are, and what is measured of them.
//!
//! In: batches of rows; at last whether these are all. Out: the timelines of every test of the fact. None where two rows may
//! have one key.

use crate::day::Day;
use crate::facts::{Extent, Row, Rows};
use crate::fleet::fast::batch::{Batch, ROWS};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::measure::Measures;
use crate::fleet::fast::value::{Cell, Reader, Room};

/// Up to so many names are compared one with the other; more are sorted.
const FEW: usize = 8;

/// The rows so far.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) batch: Batch,
    measures: Measures,
    /// The columns that name a row, and whether a key tells their values apart.
    key: Box<[(usize, bool)]>,
    /// The names of the rows so far, and whether each is greater than the one before.
    names: Vec<u64>,
    ascending: bool,
    /// Every cell of the record, row after row, where rows may have to be put together.
    kept: Vec<Cell>,
    keeps: bool,
}

impl Gathered {
    /// Rows of these columns, named by those of `key`.
    pub(super) fn new(columns: &[Reader], key: &[usize], measures: Measures) -> Gathered {
        Gathered {
            batch: Batch::new(columns.len()),
            keeps: measures.may_be_rare(),
            measures,
            key: key.iter().map(|column| (*column, columns[*column].has_key())).collect(),
            names: Vec::new(),
            ascending: true,
            kept: Vec::new(),
        }
    }

    #[inline(always)]
    pub(super) fn begin(&mut self) {
        self.batch.begin();
        self.measures.begin();
        self.names.clear();
        self.kept.clear();
        self.ascending = true;
    }

    /// Takes what is in the batch.
    #[inline(never)]
    pub(super) fn take(&mut self, as_of: Day) {
        match *self.key {
            [] => {}
            [(column, keyed)] => self.names_of(column, keyed),
            _ => self.names(),
        }
        self.measures.take(&self.batch, as_of);
        if self.keeps {
            let batch = &self.batch;
            self.kept.extend((0..batch.rows).flat_map(|row| batch.columns.iter().map(move |column| column.cell(row))));
        }
        self.batch.begin();
    }

    /// Takes down the names of rows that are named by one column.
    #[inline(always)]
    fn names_of(&mut self, column: usize, keyed: bool) {
        let (column, rows) = (&self.batch.columns[column], self.batch.rows.min(ROWS));
        let before = self.names.len();
        if column.known & self.batch.all() == self.batch.all() {
            if keyed {
                self.names.extend_from_slice(&column.keys[..rows]);
            } else {
                self.names.extend(column.values[..rows].iter().map(|value| *value as u64));
            }
        } else {
            // Without a name there is nothing that another row could have as well.
            let name = |row: usize| if keyed { column.keys[row] } else { column.values[row] as u64 };
            self.names.extend((0..rows).filter(|row| column.known >> row & 1 == 1).map(name));
        }
        let from = before.saturating_sub(1);
        self.ascending &= self.names[from..].windows(2).all(|pair| pair[0] < pair[1]);
    }

    /// The same for rows that are named by several.
    fn names(&mut self) {
        for row in 0..self.batch.rows.min(ROWS) {
            let part = |(column, keyed): &(usize, bool)| {
                let column = &self.batch.columns[*column];
                let part = if *keyed { column.keys[row] } else { column.values[row] as u64 };
                (column.known >> row & 1 == 1).then_some(part)
            };
            let mix = |name: u64, part: u64| name.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ part;
            if let Some(name) = self.key.iter().try_fold(0, |name, key| Some(mix(name, part(key)?))) {
                self.ascending &= self.names.last().is_none_or(|last| *last < name);
                self.names.push(name);
            }
        }
    }

    /// Puts what each test comes to into its place among `lines`.
    pub(super) fn finish(
        &mut self,
        extent: Extent,
        (as_of, columns, room): (Day, &[Reader], &Room),
        courses: &mut Courses,
        lines: &mut [Line],
    ) -> Option<()> {
        if self.batch.rows > 0 {
            self.take(as_of);
        }
        if !self.ascending && !self.distinct() {
            return None;
        }
        self.measures.finish(extent, as_of, courses, lines)?;
        if self.keeps && self.measures.is_rare() {
            let cells = |row: &[Cell]| row.iter().zip(columns).map(|(cell, reader)| reader.value(cell)).collect();
            let rows = self.kept.chunks_exact(columns.len()).map(|row| Row { cells: cells(row) }).collect();
            self.measures.finish_rare(&Rows { rows, extent }, as_of, room.zone, courses, lines);
        }
        Some(())
    }

    /// Whether every name is there once.
    fn distinct(&mut self) -> bool {
        if self.names.len() > FEW {
            self.names.sort_unstable();
            return self.names.windows(2).all(|pair| pair[0] != pair[1]);
        }
        self.names.iter().enumerate().all(|(at, name)| !self.names[..at].contains(name))
    }
}
