//! The result of one test: what was measured, and the status of each row.

use crate::engine::check::elapsed;
use crate::value::date::Date;
use crate::value::number::Interval;
use crate::value::value_type::Value;

/// What a test found on the day of the check.
#[derive(Debug, Clone)]
pub struct TestResult<'a> {
    /// What was measured.
    pub measured: Measurement<'a>,
    /// Which rows counted, which did not, and why; empty of a test of a value.
    pub rows: Vec<RowOutcome>,
}

/// What was measured.
#[derive(Debug, Clone)]
pub enum Measurement<'a> {
    /// A number, or the bounds between which it lies; None where there is no row to measure.
    Number(Option<Interval>),
    /// A fact's own value, or the value of the latest row; None where it isn't known.
    Value(Option<&'a Value>),
    /// The time from one moment to another, in days or minutes; None where it isn't known.
    Elapsed(Option<elapsed::Length>),
}

/// The outcome of a row on the day of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowOutcome {
    /// Which of the fact's rows.
    pub row: u32,
    /// Its status.
    pub status: RowStatus,
}

/// Whether a row counted, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStatus {
    /// It counted.
    Counted,
    /// It may or may not count: the column is not known.
    MissingValue {
        /// The column.
        column: u16,
    },
    /// It may or may not count: what the column says is not understood.
    Unclear {
        /// The column.
        column: u16,
    },
    /// It may or may not exist: these rows or fewer.
    Uncertain,
    /// It may or may not count: another fact, or another row, contradicts it.
    Contradicted,
    /// The column is not what is asked for.
    Excluded {
        /// The column.
        column: u16,
    },
    /// The platform does not see it yet, or the window ends before it.
    NotYetDetected {
        /// The first day on which it counts.
        from: Date,
    },
    /// It is dated later than the day of the check.
    Future {
        /// The first day on which it counts.
        from: Date,
    },
    /// It is too old.
    Expired {
        /// The first day on which it was.
        since: Date,
    },
}
