//! A measure by going through every way in which unknown rows may turn out. It is what the bounds are held against.

use std::collections::BTreeSet;

use kaibo::rulebook::Measure;

use super::dates::{NaiveDay, shift};
use super::measure::longest;
use super::reach::Measured;
use super::rows::{Asked, Seen};

/// One way to complete a row: it isn't there, or it has this date and value.
type Way = Option<(Option<NaiveDay>, i128)>;

impl Asked<'_> {
    /// The same by going through every way in which rows without extras may turn out; None if there are too many.
    pub fn measure_by_enumeration(&self, rows: &[Seen], most: usize) -> Option<Measured> {
        let mut ways: Vec<Vec<Way>> = Vec::new();
        for row in rows {
            let mut options: Vec<Option<(Option<NaiveDay>, i128)>> = Vec::new();
            if row.may_not || !row.may_count {
                options.push(None);
            }
            if row.may_count {
                let mut dates = vec![row.latest];
                if let (true, Some(mut day), Some(last)) = (row.undated, row.earliest, row.latest) {
                    if last.signed_duration_since(day).num_days() > 20 {
                        return None;
                    }
                    dates.clear();
                    while day <= last {
                        if self.may_be_dated(day) {
                            dates.push(Some(day));
                        }
                        day = shift(day, 1);
                    }
                }
                for day in dates {
                    options.push(Some((day, row.least)));
                    if row.greatest != row.least {
                        options.push(Some((day, row.greatest)));
                    }
                }
            }
            ways.push(options);
        }
        ways.iter().try_fold(1usize, |product, options| product.checked_mul(options.len()).filter(|product| *product <= most))?;
        let mut result = Measured::of(false, None);
        let mut at = vec![0; ways.len()];
        loop {
            let counting: Vec<(Option<NaiveDay>, i128)> = at.iter().zip(&ways).filter_map(|(at, options)| options[*at]).collect();
            match self.exactly(&counting) {
                None => result.nothing = true,
                Some((low, high)) => result.widen(low, high),
            }
            let Some(next) = (0..ways.len()).find(|row| at[*row] + 1 < ways[*row].len()) else { return Some(result) };
            at[..next].fill(0);
            at[next] += 1;
        }
    }

    /// The measure of rows of which all is known: one value, but for several of the last date.
    #[allow(clippy::type_complexity, reason = "two fractions")]
    fn exactly(&self, rows: &[(Option<NaiveDay>, i128)]) -> Option<((i128, i128), (i128, i128))> {
        let one = |units: i128| Some(((units, 1), (units, 1)));
        let values = rows.iter().map(|(_, units)| *units);
        let dates: BTreeSet<NaiveDay> = rows.iter().filter_map(|(date, _)| *date).collect();
        match self.test.measure {
            Measure::CountRows => one(rows.len() as i128),
            Measure::CountDays => one(dates.len() as i128),
            Measure::Streak => one(longest(&dates, &dates, 0)),
            Measure::Sum(_) => one(values.sum()),
            Measure::Mean(_) if rows.is_empty() => None,
            Measure::Mean(_) => {
                let mean = (values.sum(), rows.len() as i128);
                Some((mean, mean))
            }
            Measure::Min(_) => one(values.min()?),
            Measure::Max(_) => one(values.max()?),
            Measure::Latest(_) => {
                let last = dates.last()?;
                let of_last = || rows.iter().filter(|(date, _)| date.as_ref() == Some(last)).map(|(_, units)| *units);
                Some(((of_last().min()?, 1), (of_last().max()?, 1)))
            }
        }
    }
}
