//! A chart of days in plain characters that are one column wide in every terminal.
//!
//! In: bars, each with a label, its days at best and at worst, and until when it may wait. Out: lines of equal width, under
//! a line of dates; wide labels are aligned.

use crate::report::columns::{cut, pad, width};
use crate::value::date::Date;

/// One line of a chart.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What is before it.
    pub label: String,
    /// The first day.
    pub from: Date,
    /// The last day if all goes well.
    pub best: Date,
    /// The last day at worst.
    pub worst: Date,
    /// The last day, if it may wait.
    pub latest: Option<Date>,
}

/// A chart, and how many days a column represents.
pub fn chart(bars: &[Bar], columns: usize) -> (Vec<String>, i64) {
    let Some(first) = bars.iter().map(|bar| bar.from).min() else { return (Vec::new(), 1) };
    let last = bars.iter().map(|bar| bar.worst.max(bar.latest.unwrap_or(bar.worst))).max().unwrap_or(first);
    let label = bars.iter().map(|bar| width(&bar.label)).max().unwrap_or(0).min(columns * 2 / 5);
    let room = columns.saturating_sub(label + 2).max(10);
    let days = last.since(first) + 1;
    let scale = (days + room as i64 - 1) / room as i64;
    let count = ((days + scale - 1) / scale) as usize;
    let column = |day: Date| (day.since(first) / scale).clamp(0, count as i64 - 1) as usize;
    let mut lines = vec![format!("{}  {}", " ".repeat(label), axis(first, last, scale, count))];
    for bar in bars {
        let mut cells = vec!['.'; count];
        if let Some(latest) = bar.latest.filter(|latest| *latest > bar.worst) {
            cells[column(bar.worst)..=column(latest)].fill('-');
        }
        if bar.from == bar.worst {
            cells[column(bar.from)] = '*';
        } else {
            cells[column(bar.best)..=column(bar.worst)].fill('=');
            cells[column(bar.from)..=column(bar.best)].fill('#');
        }
        lines.push(format!("{}  {}", pad(&cut(&bar.label, label), label), cells.into_iter().collect::<String>()));
    }
    (lines, scale)
}

/// Dates above the columns of their days, as many as fit. The last one always stands.
fn axis(first: Date, last: Date, scale: i64, count: usize) -> String {
    let short = |day: Date| day.to_string().get(5..).unwrap_or_default().to_owned();
    let mut line = " ".repeat(count);
    let mut put = |at: usize, text: &str| {
        let end = at + text.len();
        let free = end <= line.len() && line[at.saturating_sub(1)..(end + 1).min(line.len())].trim().is_empty();
        if free {
            line.replace_range(at..end, text);
        }
    };
    put(0, &short(first));
    put(count.saturating_sub(5), &short(last));
    for at in (7..count).step_by(7) {
        put(at, &short(first.add_days((at as i64 * scale) as i32)));
    }
    line
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    fn bar(label: &str, from: &str, best: &str, worst: &str, latest: Option<&str>) -> Bar {
        let day = |text: &str| Date::parse(text).unwrap();
        Bar { label: label.to_owned(), from: day(from), best: day(best), worst: day(worst), latest: latest.map(day) }
    }

    #[test]
    fn every_line_takes_the_same_columns_in_any_width() {
        let bars = [
            bar("发布新版本", "2026-11-22", "2026-11-23", "2026-11-29", None),
            bar("A payment", "2026-11-29", "2026-11-29", "2026-11-29", Some("2026-12-03")),
            bar("非常非常长的一个名称，长得放不下", "2026-12-01", "2027-03-01", "2027-06-01", None),
        ];
        for columns in 20..200 {
            let (lines, _) = chart(&bars, columns);
            let widths: Vec<usize> = lines.iter().map(|line| width(line)).collect();
            assert!(widths.iter().all(|width| *width == widths[0]), "{lines:?}");
            assert!(widths[0] <= columns.max(22), "{columns}: {lines:?}");
        }
        let (lines, scale) = chart(&bars[..2], 80);
        assert_eq!(scale, 1);
        assert_eq!(lines, ["            11-22  12-03", "发布新版本  ##======....", "A payment   .......*----"]);
    }
}
