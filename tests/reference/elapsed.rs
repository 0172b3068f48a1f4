//! The time from one date or moment to another: at least P on D when d <= D - P.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kaibo::value::date::{Period, Unit};
use kaibo::value::number::Comparison;
use kaibo::value::timeline::Truth;
use kaibo::value::value_type::Value;

use super::cells::{begins, bounds};
use super::dates::{NaiveDay, about, date, give, minus, shift};

/// An end of the time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Point {
    Date(NaiveDay),
    Moment(DateTime<Utc>),
}

/// What is known of an end: where it is, or whether it will be a moment.
#[derive(Debug, Clone, Copy)]
pub enum End {
    At(Point),
    Unknown {
        clock: bool,
    },
    /// The day itself, which goes on.
    Today(NaiveDay),
}

impl End {
    pub fn of(value: Option<&Value>, clock: bool) -> End {
        match value {
            Some(Value::Date(day)) => End::At(Point::Date(date(*day))),
            Some(Value::Timestamp(moment)) => End::At(Point::Moment(moment.instant)),
            Some(other) => panic!("no date: {other:?}"),
            None => End::Unknown { clock },
        }
    }
}

impl Point {
    fn at(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Point::Date(date) => begins(date, zone),
            Point::Moment(at) => at,
        }
    }

    fn local(self, zone: Tz) -> NaiveDateTime {
        match self {
            Point::Date(date) => date.and_time(NaiveTime::MIN),
            Point::Moment(at) => at.with_timezone(&zone).naive_local(),
        }
    }
}

/// How the time from `from` to `to` compares with a period: how `from` compares with `to` minus it, the other way round.
fn against(to: Point, from: Point, period: Period, zone: Tz) -> Ordering {
    let clock = match period.unit {
        Unit::Hours => Some(TimeDelta::hours(i64::from(period.count))),
        Unit::Minutes => Some(TimeDelta::minutes(i64::from(period.count))),
        _ => None,
    };
    match (to, from, clock) {
        // A bare date means its midnight.
        (to, from, Some(length)) => (to.at(zone) - length).cmp(&from.at(zone)),
        (Point::Moment(_), Point::Moment(_), None) => {
            let (to, from) = (to.local(zone), from.local(zone));
            minus(to.date(), period).and_time(to.time()).cmp(&from)
        }
        (to, from, None) => minus(to.local(zone).date(), period).cmp(&from.local(zone).date()),
    }
}

fn passes(to: Point, from: Point, is: &Comparison<Period>, zone: Tz) -> bool {
    let how = |period: &Period| against(to, from, *period, zone);
    match is {
        Comparison::Above(period) => how(period).is_gt(),
        Comparison::AtLeast(period) => how(period).is_ge(),
        Comparison::Below(period) => how(period).is_lt(),
        Comparison::AtMost(period) => how(period).is_le(),
        Comparison::Equal(period) => how(period).is_eq(),
        Comparison::Unequal(period) => how(period).is_ne(),
        Comparison::Between(low, high) => how(low).is_ge() && how(high).is_le(),
        Comparison::OneOf(periods) => periods.iter().any(|period| how(period).is_eq()),
    }
}

/// True if every completion of the two ends passes, false if none does.
///
/// A date that isn't known against today: on the last days of some months no date is, say, exactly a month from today. Such
/// an answer would come and go for ever, and no timeline could end; so what counts is what may be on any day.
pub fn answer(to: End, from: End, is: &Comparison<Period>, zone: Tz) -> Truth {
    let mut answers = Vec::new();
    let mut each = |to: Point, from: Point| answers.push(passes(to, from, is, zone));
    match (to, from) {
        (End::Today(day), End::At(from)) => each(Point::Date(day), from),
        (End::At(to), End::Today(day)) => each(to, Point::Date(day)),
        (End::At(to), End::At(from)) => each(to, from),
        (End::At(to), End::Unknown { clock }) => around(to, is, -1, clock, zone).into_iter().for_each(|from| each(to, from)),
        (End::Unknown { clock }, End::At(from)) => around(from, is, 1, clock, zone).into_iter().for_each(|to| each(to, from)),
        (End::Today(_), End::Unknown { clock }) => {
            anywhere(false, zone).into_iter().for_each(|to| around(to, is, -1, clock, zone).into_iter().for_each(|from| each(to, from)));
        }
        (End::Unknown { clock }, End::Today(_)) => {
            anywhere(false, zone).into_iter().for_each(|from| around(from, is, 1, clock, zone).into_iter().for_each(|to| each(to, from)));
        }
        (End::Unknown { clock }, End::Unknown { clock: other }) => {
            anywhere(other, zone).into_iter().for_each(|from| around(from, is, 1, clock, zone).into_iter().for_each(|to| each(to, from)));
        }
        (End::Today(_), End::Today(_)) => panic!("today after today"),
    }
    match (answers.contains(&true), answers.contains(&false)) {
        (true, true) => Truth::Unknown,
        (passes, _) => Truth::from(passes),
    }
}

/// Days that stand for all: in the middle of a month, at its end, before and after the end of a shorter one.
fn anywhere(clock: bool, zone: Tz) -> Vec<Point> {
    let dates = [(2027, 7, 15), (2027, 1, 31), (2027, 2, 28), (2028, 2, 29), (2028, 3, 1), (2028, 3, 31)];
    let dates = dates.map(|(year, month, day)| NaiveDay::from_ymd_opt(year, month, day).expect("a date"));
    dates.map(|date| if clock { Point::Moment(begins(date, zone)) } else { Point::Date(date) }).to_vec()
}

/// Points on every side of each period that is named, counted from `point` in one direction, and far beyond.
fn around(point: Point, is: &Comparison<Period>, direction: i64, clock: bool, zone: Tz) -> Vec<Point> {
    let start = point.local(zone).date();
    let mut points = Vec::new();
    let mut dates = vec![shift(start, -50_000), shift(start, 50_000)];
    for period in bounds(is) {
        let slack = give(*period) + 1;
        dates.extend((-slack..=slack).map(|step| shift(start, direction * about(*period) + step)));
        if clock {
            let length = match period.unit {
                Unit::Hours => TimeDelta::hours(i64::from(period.count)),
                Unit::Minutes => TimeDelta::minutes(i64::from(period.count)),
                _ => TimeDelta::zero(),
            };
            points.extend([-1, 0, 1].map(|step| Point::Moment(point.at(zone) + length * direction as i32 + TimeDelta::nanoseconds(step))));
        }
    }
    for date in dates {
        if !clock {
            points.push(Point::Date(date));
            continue;
        }
        let midnight = begins(date, zone);
        let same_time = midnight + (point.local(zone).time() - NaiveTime::MIN);
        points.extend([midnight, same_time - TimeDelta::seconds(1), same_time, same_time + TimeDelta::seconds(1)].map(Point::Moment));
    }
    points
}

/// Days on which the answer may change, if one end is the day itself and the other is on `at`.
pub fn turns(at: NaiveDay, is: &Comparison<Period>) -> Vec<NaiveDay> {
    let mut days = Vec::new();
    for period in bounds(is) {
        let slack = give(*period) + 2;
        for direction in [-1, 1] {
            days.extend((-slack..=slack).map(|step| shift(at, direction * about(*period) + step)));
        }
    }
    days
}
