//! The time from one date or moment to another.
//!
//! In: two instants, one of which may be today, and the periods that the time is compared with. Out: a timeline. Days and
//! longer go by the backward rule on dates; hours and minutes by the clock.

use std::cmp::Ordering;

use chrono::{DateTime, Months, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::rulebook::Instant;
use crate::value::date::{Date, Period};
use crate::value::number::Comparison;
use crate::value::timeline::{Timeline, Truth};
use crate::value::value_type::Value;

/// How long something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Length {
    Days(i64),
    Minutes(i64),
}

/// A date, or a moment with its date.
#[derive(Debug, Clone, Copy)]
struct TimePoint {
    day: Date,
    clock: Option<DateTime<Utc>>,
}

impl TimePoint {
    fn on(day: Date) -> TimePoint {
        TimePoint { day, clock: None }
    }

    /// A date means its midnight.
    fn at(self, zone: Tz) -> DateTime<Utc> {
        self.clock.unwrap_or_else(|| midnight(self.day, zone))
    }
}

fn midnight(day: Date, zone: Tz) -> DateTime<Utc> {
    let naive = day.to_naive().and_then(|date| date.and_hms_opt(0, 0, 0)).unwrap_or_default();
    match zone.from_local_datetime(&naive).earliest() {
        Some(at) => at.with_timezone(&Utc),
        // Summer time begins at midnight: the day begins an hour later.
        None => {
            zone.from_local_datetime(&(naive + TimeDelta::hours(1))).earliest().map_or(DateTime::UNIX_EPOCH, |at| at.with_timezone(&Utc))
        }
    }
}

pub(crate) fn timeline<'a>(
    of: Instant,
    after: Instant,
    is: &Comparison<Period>,
    value: impl Fn(usize) -> Option<&'a Value>,
    as_of: Date,
    zone: Tz,
) -> (Timeline, Option<Length>) {
    let known = |instant: Instant, today: Date| match instant {
        Instant::Today => Some(TimePoint::on(today)),
        Instant::Fact { fact, .. } => value(fact).and_then(|value| match value {
            Value::Timestamp(moment) => Some(TimePoint { day: moment.day, clock: Some(moment.instant) }),
            Value::Date(day) => Some(TimePoint::on(*day)),
            _ => None,
        }),
    };
    let on = |today: Date| match (known(of, today), known(after, today)) {
        (Some(to), Some(from)) => is.admits(|period| compare(from, to, *period, zone)).into(),
        _ => Truth::Unknown,
    };
    let mut line = Timeline::constant(as_of, on(as_of));
    let mut days = Vec::new();
    match (of, after) {
        (Instant::Today, from) => {
            if let Some(from) = known(from, as_of) {
                let _ = is.map(|period| days.extend(change_days_forward(from, *period)));
            }
        }
        (to, Instant::Today) => {
            if let Some(to) = known(to, as_of) {
                let _ = is.map(|period| days.extend(change_days_back(to, *period, zone)));
            }
        }
        _ => {}
    }
    days.sort_unstable();
    for day in days.into_iter().filter(|day| *day > as_of && *day < Date::NEVER) {
        line.push(day, on(day));
    }
    let length = known(of, as_of).zip(known(after, as_of)).map(|(to, from)| match (from.clock, to.clock) {
        (Some(from), Some(to)) => Length::Minutes((to - from).num_minutes()),
        _ => Length::Days(to.day.since(from.day)),
    });
    (line, length)
}

/// How the time from one to the other compares with a period.
fn compare(from: TimePoint, to: TimePoint, period: Period, zone: Tz) -> Ordering {
    if let Some(seconds) = period.seconds() {
        return (to.at(zone) - from.at(zone)).cmp(&TimeDelta::seconds(seconds));
    }
    match (from.clock, to.clock) {
        (Some(from), Some(to)) => {
            let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
            minus(local(to), period).cmp(&local(from))
        }
        _ => period.before(to.day).cmp(&from.day),
    }
}

/// A local time minus a calendar period: the same time of day on an earlier date.
fn minus(at: NaiveDateTime, period: Period) -> NaiveDateTime {
    let earlier = match period.days() {
        Some(days) => at.checked_sub_signed(TimeDelta::days(i64::from(days))),
        None => at.checked_sub_months(Months::new(period.months().unwrap_or(0))),
    };
    earlier.unwrap_or(at)
}

/// The days on which the time from `from` to today may begin to reach, or to exceed, a period.
fn change_days_forward(from: TimePoint, period: Period) -> [Date; 3] {
    match period.seconds() {
        // Today means its midnight, so the day after the clock has run out is the first that shows it.
        Some(seconds) => {
            let days = (seconds / 86_400) as i32;
            [from.day.add_days(days), from.day.add_days(days + 1), from.day.add_days(days + 2)]
        }
        None => [period.reaches(from.day), period.reaches(from.day.next()), Date::NEVER],
    }
}

/// The days on which the time from today to `to` may begin to fall short of a period.
fn change_days_back(to: TimePoint, period: Period, zone: Tz) -> [Date; 3] {
    match period.seconds() {
        Some(seconds) => {
            let day = Date::from_timestamp(&(to.at(zone) - TimeDelta::seconds(seconds)), zone);
            [day, day.next(), day.next().next()]
        }
        None => [period.before(to.day), period.before(to.day).next(), Date::NEVER],
    }
}
