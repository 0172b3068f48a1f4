//! A month, Monday first.
//!
//! In: the chosen day and today. Out: as many of its weeks as there is room for; which day was clicked.

use chrono::Datelike;
use ratatui::layout::Rect;

use crate::value::date::{Date, Period, Unit};
use crate::wizard::tui::theme::Tone;

use super::canvas::Canvas;

/// The columns of a month: seven days of two digits, with something before, between and after.
pub(super) const COLUMNS: usize = 22;

/// Where a month was drawn last.
#[derive(Debug, Clone, Default)]
pub(super) struct Month {
    area: Rect,
    first: Option<Date>,
}

/// The Monday of the week of a day.
fn monday(day: Date) -> Date {
    let days = day.to_naive().map_or(0, |date| date.weekday().num_days_from_monday());
    day.add_days(-(days as i32))
}

/// The same day of another month, or the last of a shorter one. Days stay where years have four digits.
pub(super) fn months_on(day: Date, months: i32) -> Date {
    let Some(date) = day.to_naive() else { return day };
    let count = months.unsigned_abs();
    let there = if months < 0 {
        Some(Period { count, unit: Unit::Months }.before(day))
    } else {
        date.checked_add_months(chrono::Months::new(count)).and_then(|date| Date::from_ymd(date.year(), date.month(), date.day()))
    };
    there.filter(|day| in_calendar(*day)).unwrap_or(day)
}

/// True of days that can be written down.
pub(super) fn in_calendar(day: Date) -> bool {
    day.to_naive().is_some_and(|date| (0..=9999).contains(&date.year()))
}

impl Month {
    /// Draws the month of the chosen day from a row on, and returns how many rows it took: a head, the weekdays, and weeks.
    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, row: u16, chosen: Date, today: Date, focused: bool) -> u16 {
        self.area = Rect::default();
        let room = canvas.height().saturating_sub(row);
        let Some(date) = chosen.to_naive() else { return 0 };
        if room < 3 || canvas.width() < COLUMNS {
            return 0;
        }
        let begins = chosen.add_days(1 - date.day() as i32);
        let weeks = monday(months_on(begins, 1).add_days(-1)).since(monday(begins)) / 7 + 1;
        let head = format!("{:04}-{:02}", date.year(), date.month());
        canvas.put(0, row, &format!(" <     {head}     >"), if focused { Tone::Focus } else { Tone::Dim });
        let names = canvas.theme.format("edit-weekdays", &[]);
        canvas.put(1, row + 1, &names, Tone::Dim);
        let shown = i64::from(room - 2).min(weeks);
        // The week of the chosen day is among those that are shown.
        let week = monday(chosen).since(monday(begins)) / 7;
        let top = (week - shown / 2).clamp(0, weeks - shown);
        let first = monday(begins).add_days(7 * top as i32);
        for line in 0..shown as i32 {
            for column in 0..7 {
                let day = first.add_days(7 * line + column);
                let Some(there) = day.to_naive().filter(|there| there.month() == date.month()) else { continue };
                let (mark, tone) = match day {
                    day if day == chosen => (('[', ']'), if focused { Tone::Chosen } else { Tone::Strong }),
                    day if day == today => (('(', ')'), Tone::Plain),
                    _ => ((' ', ' '), Tone::Plain),
                };
                if mark.0 != ' ' {
                    let text = format!("{}{:2}{}", mark.0, there.day(), mark.1);
                    canvas.put_whole(3 * column as usize, row + 2 + line as u16, &text, tone);
                } else {
                    canvas.put_whole(3 * column as usize + 1, row + 2 + line as u16, &format!("{:2}", there.day()), tone);
                }
            }
        }
        self.area = Rect { y: canvas.area.y + row, height: 2 + shown as u16, width: COLUMNS as u16, ..canvas.area };
        self.first = Some(first);
        2 + shown as u16
    }

    /// What was clicked: a day, or another month.
    pub(super) fn hit(&self, column: u16, row: u16, chosen: Date) -> Option<Date> {
        if !self.area.contains((column, row).into()) {
            return None;
        }
        let (column, row) = (i32::from(column - self.area.x), i32::from(row - self.area.y));
        match row {
            0 => Some(months_on(chosen, if column < 11 { -1 } else { 1 })),
            1 => None,
            _ => {
                let day = self.first?.add_days(7 * (row - 2) + (column.max(1) - 1) / 3);
                let same = |day: Date| day.to_naive().map(|date| date.month());
                (same(day) == same(chosen)).then_some(day)
            }
        }
    }
}
