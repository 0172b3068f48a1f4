//! The rows of a list, as they are read: which they are, and what is measured of them.
//!
//! In: batches of rows; at last whether these are all. Out: the timelines of every test of the fact. None where two rows may
//! have one key.

use crate::facts::{Completeness, Row, Rows};
use crate::fleet::fast::measure::about::About;
use crate::fleet::fast::measure::aggregates::Aggregates;
use crate::fleet::fast::measure::batch::{Batch, ROWS, places};
use crate::fleet::fast::measure::decode::{Cell, Decoder, Scratch};
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::value::date::Date;

/// Up to so many names are compared one with the other; more are sorted.
const FEW: usize = 8;

/// Columns whose values must differ between rows, each with whether it is all of the key, so that a key already tells.
type UniqueColumns = Box<[(usize, bool)]>;

/// The rows so far.
#[derive(Debug)]
pub(crate) struct RowBatcher {
    pub(crate) batch: Batch,
    aggregates: Aggregates,
    /// True while a list is read: the last one broke off if it is at the next one's beginning.
    begun: bool,
    /// The columns that name a row, and whether a key tells their values apart.
    key: Box<[(usize, bool)]>,
    /// The names of the rows before those in the batch.
    names: Vec<u64>,
    /// Every cell of the record, row after row, where rows may have to be put together.
    kept: Vec<Cell>,
    keeps: bool,
    /// The date columns, of a fact about the past.
    past: Box<[usize]>,
    /// The date column by which rows are compared with those of another fact; the first day so far.
    dated: Option<usize>,
    pub(crate) first: Date,
    /// Whether there are certainly no other rows than those that were read last.
    pub(crate) complete: bool,
    /// Columns in which no two rows are to have the same, and whether a key tells their values apart; None where that can't be determined.
    unique: Box<[Option<UniqueColumns>]>,
    /// True if rows were taken before those in the batch.
    taken: bool,
}

impl RowBatcher {
    /// Rows of these columns, named by those of `key`.
    pub(crate) fn new(columns: &[Decoder], (key, about): (&[usize], &About<'_>), aggregates: Aggregates) -> RowBatcher {
        let comparable = |column: &usize| match columns[*column] {
            Decoder::Text(_) | Decoder::Path(_) | Decoder::Moment(_) => None,
            ref reader => Some((*column, reader.has_key())),
        };
        RowBatcher {
            batch: Batch::new(columns.len()),
            keeps: aggregates.may_be_rare(),
            aggregates,
            begun: false,
            key: key.iter().map(|column| (*column, columns[*column].has_key())).collect(),
            names: Vec::new(),
            kept: Vec::new(),
            past: about.past.clone().into(),
            dated: about.watched.map(|(_, column)| column),
            first: Date::NEVER,
            complete: true,
            unique: about.unique.iter().map(|columns| columns.iter().map(comparable).collect()).collect(),
            taken: false,
        }
    }

    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        self.batch.begin();
        if self.begun {
            self.aggregates.begin();
        }
        self.begun = true;
        self.names.clear();
        self.kept.clear();
        self.first = Date::NEVER;
        self.taken = false;
    }

    /// Takes what is in the batch, which is full. None if something in it lies in the future.
    #[inline(never)]
    pub(crate) fn take(&mut self, as_of: Date) -> Option<()> {
        self.close();
        self.look_at_days(as_of)?;
        self.taken = true;
        self.take_names();
        self.aggregates.take(&self.batch, as_of);
        self.keep();
        self.batch.begin();
        Some(())
    }

    /// Takes the rest, and puts what each test comes to into its place among `timelines`. `told` are the day of the check, how columns
    /// are read, and the zone.
    #[inline(always)]
    pub(crate) fn finish(
        &mut self,
        extent: Completeness,
        hashed: (Date, &[Decoder], &Scratch),
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<()> {
        self.close();
        self.look_at_days(hashed.0)?;
        self.complete = extent != Completeness::AtLeast;
        self.unlike()?;
        let distinct = self.key.is_empty() || (self.batch.in_order && self.names.is_empty()) || self.no_duplicates();
        distinct.then_some(())?;
        self.aggregates.finish(&self.batch, extent, hashed.0, arena, timelines)?;
        if self.keeps && self.aggregates.is_rare() {
            self.finish_rare(extent, hashed, arena, timelines);
        }
        self.begun = false;
        Some(())
    }

    /// Puts the rows together for what needs them.
    #[inline(never)]
    fn finish_rare(
        &mut self,
        extent: Completeness,
        (as_of, columns, scratch): (Date, &[Decoder], &Scratch),
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) {
        self.keep();
        let cells = |row: &[Cell]| row.iter().zip(columns).map(|(cell, reader)| reader.value(cell)).collect();
        let rows = self.kept.chunks_exact(columns.len()).map(|row| Row { cells: cells(row) }).collect();
        self.aggregates.finish_rare(&Rows { rows, completeness: extent }, as_of, scratch.zone, arena, timelines);
    }

    /// Keeps the batch's cells.
    fn keep(&mut self) {
        if self.keeps {
            let batch = &self.batch;
            self.kept.extend((0..batch.rows).flat_map(|row| batch.columns.iter().map(move |column| column.cell(row))));
        }
    }

    /// All rows of the batch are there: says of them what is the same for everybody.
    #[inline(always)]
    fn close(&mut self) {
        let batch = &mut self.batch;
        batch.all = batch.so_far();
        batch.in_order = false;
        if let [(column, keyed)] = *self.key {
            let (column, rows) = (&batch.columns[column], batch.rows.min(ROWS));
            let ordered = if keyed { ascends(&column.keys[..rows]) } else { ascends(&column.values[..rows]) };
            batch.in_order = ordered && column.known | !batch.all == u64::MAX;
        }
    }

    /// Looks at the days of the batch: None if one of a fact about the past lies ahead.
    #[inline(always)]
    fn look_at_days(&mut self, as_of: Date) -> Option<()> {
        let batch = &self.batch;
        for column in &self.past {
            let column = &batch.columns[*column];
            let (_, later) = column.latest(column.known & batch.all, as_of);
            (later == 0).then_some(())?;
        }
        if let Some(column) = self.dated {
            let column = &batch.columns[column];
            self.first = places(column.known & batch.all).fold(self.first, |first, row| first.min(column.days[row]));
        }
        Some(())
    }

    /// None if two rows may have the same where no two are to have it.
    #[inline(always)]
    fn unlike(&self) -> Option<()> {
        if self.unique.is_empty() || (self.batch.rows < 2 && !self.taken) {
            return Some(());
        }
        self.all_unlike().then_some(())
    }

    #[inline(never)]
    fn all_unlike(&self) -> bool {
        let rows = self.batch.rows.min(ROWS);
        let same = |columns: &[(usize, bool)], one: usize, other: usize| {
            columns.iter().all(|(column, keyed)| {
                let column = &self.batch.columns[*column];
                let both = column.known >> one & column.known >> other & 1 == 1;
                both && if *keyed { column.keys[one] == column.keys[other] } else { column.values[one] == column.values[other] }
            })
        };
        let unlike = |columns: &Option<Box<[(usize, bool)]>>| {
            columns.as_ref().is_some_and(|columns| (1..rows).all(|one| (0..one).all(|other| !same(columns, one, other))))
        };
        !self.taken && self.unique.iter().all(unlike)
    }

    /// Takes down the names in the batch.
    fn take_names(&mut self) {
        if self.key.is_empty() {
            return;
        }
        for row in 0..self.batch.rows.min(ROWS) {
            let part = |(column, keyed): &(usize, bool)| {
                let column = &self.batch.columns[*column];
                let part = if *keyed { column.keys[row] } else { column.values[row] as u64 };
                (column.known >> row & 1 == 1).then_some(part)
            };
            let mix = |name: u64, part: u64| name.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ part;
            // Without a name there is nothing that another row could have as well.
            self.names.extend(self.key.iter().try_fold(0, |name, key| Some(mix(name, part(key)?))));
        }
    }

    /// Whether every name is there once.
    #[inline(never)]
    fn no_duplicates(&mut self) -> bool {
        self.take_names();
        if self.names.len() > FEW {
            self.names.sort_unstable();
            return ascends(&self.names);
        }
        self.names.iter().enumerate().all(|(at, name)| !self.names[..at].contains(name))
    }
}

/// Whether each is greater than the one before.
#[inline(always)]
fn ascends<T: Ord>(names: &[T]) -> bool {
    names.is_sorted_by(|one, next| one < next)
}
