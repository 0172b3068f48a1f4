//! Rows of one fact, column by column, up to sixty-four at a time.
//!
//! In: values as they are read, row after row. Out: columns, each with a bit for every row whose value is known. What is asked
//! of a value is so asked of many rows in one go, and the answer is one bit for each.

use crate::fleet::fast::measure::decode::Cell;
use crate::value::date::Date;

/// How many rows there may be: one for each bit.
pub(crate) const ROWS: usize = 64;

/// The values of one column.
#[derive(Debug)]
pub(crate) struct Column {
    /// A bit for each row whose value is known. Beyond the rows that there are it means nothing.
    pub(crate) known: u64,
    /// What it is at first: of a column that usual rows have, everything.
    usual: u64,
    /// What conditions are asked of.
    pub(crate) values: [i64; ROWS],
    /// The days of dates and moments.
    pub(crate) days: [Date; ROWS],
    /// What tells texts and moments apart, where that matters.
    pub(crate) keys: [u64; ROWS],
}

/// Some rows.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) columns: Box<[Column]>,
    pub(crate) rows: usize,
    /// Of rows that are all there, a bit for each; and whether their names are known to be there, too, in order.
    pub(crate) all: u64,
    pub(crate) in_order: bool,
    /// A bit for each of the columns that rows mostly have.
    usual: u64,
    /// Whether a row has other columns than usual, so that they have to be put right.
    unlike: bool,
}

impl Column {
    /// Takes the value of a row that has all columns that are usual.
    #[inline(always)]
    pub(crate) fn put(&mut self, row: usize, (value, day): (i64, Date), key: u64) {
        self.values[row % ROWS] = value;
        self.days[row % ROWS] = day;
        self.keys[row % ROWS] = key;
    }

    /// The same of a date.
    #[inline(always)]
    pub(crate) fn put_day(&mut self, row: usize, day: Date) {
        self.values[row % ROWS] = i64::from(day.epoch_days());
        self.days[row % ROWS] = day;
    }

    /// The same of a number.
    #[inline(always)]
    pub(crate) fn put_number(&mut self, row: usize, units: i64) {
        self.values[row % ROWS] = units;
    }

    /// The same of a text that was looked up.
    #[inline(always)]
    pub(crate) fn put_name(&mut self, row: usize, value: i64, key: u64) {
        self.values[row % ROWS] = value;
        self.keys[row % ROWS] = key;
    }

    /// Of some rows the latest day up to `last`, and a bit for each that is of a later one.
    #[inline(always)]
    pub(crate) fn latest(&self, rows: u64, last: Date) -> (Date, u64) {
        let latest = places(rows).fold(Date::FIRST, |latest, row| latest.max(self.days[row]));
        if latest <= last { (latest, 0) } else { self.latest_of_some(rows, last) }
    }

    #[inline(never)]
    fn latest_of_some(&self, rows: u64, last: Date) -> (Date, u64) {
        places(rows).fold((Date::FIRST, 0), |(latest, later), row| match self.days[row] {
            day if day <= last => (latest.max(day), later),
            _ => (latest, later | 1 << row),
        })
    }

    /// The value of a row.
    pub(crate) fn cell(&self, row: usize) -> Cell {
        Cell { known: self.known >> row & 1 == 1, day: self.days[row % ROWS], value: self.values[row % ROWS] }
    }
}

impl Batch {
    pub(crate) fn new(columns: usize) -> Batch {
        let column = |_| Column { known: 0, usual: 0, values: [0; ROWS], days: [Date::FIRST; ROWS], keys: [0; ROWS] };
        Batch { columns: (0..columns).map(column).collect(), rows: 0, all: 0, in_order: false, usual: 0, unlike: false }
    }

    /// Forgets all rows.
    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        self.rows = 0;
        if self.unlike {
            self.unlike = false;
            self.columns.iter_mut().for_each(|column| column.known = column.usual);
        }
    }

    /// A bit for each row so far.
    #[inline(always)]
    pub(crate) fn so_far(&self) -> u64 {
        if self.rows < ROWS { (1 << self.rows) - 1 } else { u64::MAX }
    }

    /// Begins a row of which nothing is known.
    pub(crate) fn blank(&mut self) {
        let row = 1 << self.rows;
        self.columns.iter_mut().for_each(|column| column.known &= !row);
        self.unlike = true;
    }

    /// Takes a value of the row that [`Batch::blank`] began.
    pub(crate) fn put(&mut self, column: usize, value: (i64, Date), key: u64) {
        let column = &mut self.columns[column];
        column.put(self.rows, value, key);
        column.known |= 1 << self.rows;
    }

    /// The rows from here on have these columns, unless one is [blank](Batch::blank).
    #[inline(always)]
    pub(crate) fn expect(&mut self, usual: u64) {
        if usual != self.usual {
            self.change(usual);
        }
    }

    #[inline(never)]
    fn change(&mut self, usual: u64) {
        self.usual = usual;
        self.unlike |= self.rows > 0;
        let before = self.so_far();
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.usual = if at < 64 && usual >> at & 1 == 1 { u64::MAX } else { 0 };
            column.known = column.known & before | column.usual & !before;
        }
    }
}

/// The places of the bits that are set, in order.
#[inline(always)]
pub(crate) fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if bits == 0 {
            return None;
        }
        let place = bits.trailing_zeros() as usize % ROWS;
        bits &= bits - 1;
        Some(place)
    })
}
