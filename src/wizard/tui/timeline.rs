//! A timeline, drawn to scale.
//!
//! In: on which days something holds; dates to be named. Out: lines of equal width: the dates above their columns, the bar, and
//! for each row that was looked at the stretch in which it counts.

use crate::report::columns::{cut, pad, width};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

/// A stretch of days under the bar.
#[derive(Debug, Clone)]
pub struct LabeledSpan {
    /// What is before it.
    pub label: String,
    /// The first day.
    pub from: Date,
    /// The last day, if it has one.
    pub until: Option<Date>,
}

/// Draws a timeline in `columns`, with the stretches under it. Nothing if it never changes and there are no stretches.
pub fn draw(timeline: &Timeline, stretches: &[LabeledSpan], label: &str, columns: usize) -> Vec<String> {
    let start = timeline.start();
    let segments = timeline.segments();
    if (segments.len() < 2 && stretches.is_empty()) || columns < 24 {
        return Vec::new();
    }
    let changes = segments.iter().skip(1).map(|segment| segment.from);
    let bounds = stretches.iter().flat_map(|stretch| [Some(stretch.from), stretch.until]).flatten();
    let days: Vec<Date> = changes.chain(bounds).filter(|day| *day > Date::FIRST && *day < Date::NEVER.add_days(-1)).collect();
    let first = days.iter().copied().min().map_or(start, |day| day.min(start));
    let last = days.iter().copied().max().map_or(start, |day| day.max(start));
    // A little more on the right, to show what comes after the last change.
    let total = last.since(first) + 1 + (last.since(first) / 12).max(1);
    let names = stretches.iter().map(|stretch| width(&stretch.label)).chain([width(label)]);
    let lead = names.max().unwrap_or(0).min(columns / 3);
    let room = columns - lead - 1;
    // Fewer days than columns: each day takes as many as there is room for, so that the scale stays even.
    let per_day = (room as i64 / total).clamp(1, 3);
    let count = (total * per_day).min(room as i64);
    let column = |day: Date| ((day.since(first)) * count / total).clamp(0, count - 1) as usize;
    let mut dates = vec![start];
    dates.extend(segments.iter().skip(1).map(|segment| segment.from));
    dates.extend(stretches.iter().flat_map(|stretch| [Some(stretch.from), stretch.until]).flatten());
    let mut lines = vec![format!("{} {}", " ".repeat(lead), axis(&dates, column, count as usize))];
    let mut bar = vec![' '; count as usize];
    // The earlier ones last: its status today shows even where a column is several days.
    for (at, segment) in segments.iter().enumerate().rev() {
        let to = segments.get(at + 1).map_or(count as usize, |next| column(next.from.add_days(-1)) + 1);
        let begin = column(segment.from.max(first));
        bar[begin..to.max(begin)].fill(match segment.value {
            Truth::True => '=',
            Truth::False => '.',
            Truth::Unknown => '?',
        });
    }
    lines.push(format!("{} {}", pad(&cut(label, lead), lead), bar.into_iter().collect::<String>()));
    for stretch in stretches {
        let mut cells = vec![' '; count as usize];
        let end = stretch.until.map_or(count as usize - 1, column);
        let begin = column(stretch.from.max(first));
        if begin <= end {
            cells[begin..=end].fill('-');
            cells[begin] = '*';
        }
        lines.push(format!("{} {}", pad(&cut(&stretch.label, lead), lead), cells.into_iter().collect::<String>()));
    }
    lines
}

/// Dates above the columns of their days, as many as fit, the first ones first.
fn axis(dates: &[Date], column: impl Fn(Date) -> usize, count: usize) -> String {
    let mut line = " ".repeat(count);
    for date in dates.iter().filter(|date| **date > Date::FIRST && **date < Date::NEVER.add_days(-1)) {
        let text = short_date(*date);
        let at = column(*date).min(count.saturating_sub(text.len()));
        let end = at + text.len();
        if end <= line.len() && line[at.saturating_sub(1)..(end + 1).min(line.len())].trim().is_empty() {
            line.replace_range(at..end, &text);
        }
    }
    line
}

/// A day without its year, if that is this one.
pub fn relative_date(day: Date, today: Date) -> String {
    let (text, this) = (day.to_string(), today.to_string());
    if text.get(..5) == this.get(..5) { short_date(day) } else { text }
}

/// A day without its year.
pub fn short_date(day: Date) -> String {
    let text = day.to_string();
    text.get(text.len().saturating_sub(5)..).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn what_is_drawn_is_to_scale_and_even() {
        let mut line = Timeline::constant(day("2026-11-22"), Truth::False);
        line.push(day("2026-11-24"), Truth::True);
        line.push(day("2027-02-20"), Truth::False);
        let rows = [LabeledSpan { label: "支付 11-22".into(), from: day("2026-11-24"), until: Some(day("2027-02-19")) }];
        for columns in 24..160 {
            let lines = draw(&line, &rows, "满足", columns);
            assert_eq!(lines.len(), 3);
            assert!(lines.iter().all(|line| width(line) == width(&lines[0]) && width(line) <= columns), "{columns}: {lines:#?}");
        }
        assert!(draw(&Timeline::constant(day("2026-11-22"), Truth::True), &[], "", 60).is_empty());
        let lines = draw(&line, &rows, "满足", 66);
        assert_eq!(lines[0].trim(), "11-22                                             02-20");
        assert!(lines[1].contains(".="), "{lines:#?}");
    }
}
