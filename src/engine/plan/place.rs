//! The day for each action.
//!
//! In: a choice of remedies, the day of eligibility, the day of going live at worst. Out: for each remedy the earliest day on
//! which it is begun such that its requirement holds throughout, or else the one that holds longest; and the last day on
//! which it can be begun with everything still holding on the day of eligibility.

use crate::engine::plan::model::Model;
use crate::engine::plan::timing::{ChosenRemedy, EarliestStarts, Estimate, Scheduled, Timing};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// A remedy with its days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action {
    pub(super) requirement: usize,
    /// At worst.
    pub(super) placed: Scheduled,
    /// The day on which it is done if it goes well.
    pub(super) best_done: Date,
    /// The last day on which it can be begun.
    pub(super) no_later_than: Date,
    /// The days on which the requirement holds: the first, and the last if it has one.
    pub(super) holds: (Date, Option<Date>),
}

/// Places every remedy of a choice, and leaves in `floors` what that asks of the others.
pub(super) fn schedule(
    model: &Model<'_>,
    deeds: &[ChosenRemedy],
    day: Date,
    live: Option<Date>,
    floors: &mut EarliestStarts,
) -> Vec<Action> {
    let mut order = Timing::new(model, deeds, Some(day), Estimate::Worst, floors).all();
    order.sort_by_key(|(_, placed)| placed.done);
    for (at, earliest) in &order {
        if !deeds.contains(&ChosenRemedy { requirement: *at as u32, lasts: true }) {
            continue;
        }
        let last = latest(model, deeds, day, floors, *at, earliest.start);
        let start = settle(model, deeds, day, live.unwrap_or(day).max(day), floors, *at, last);
        floors.deeds.push((*at, start));
    }
    let placed = Timing::new(model, deeds, Some(day), Estimate::Worst, floors).all();
    let action = |(at, placed): (usize, Scheduled)| {
        let takes = model.remedies[at].as_ref().and_then(|way| way.takes);
        Action {
            requirement: at,
            placed,
            best_done: takes.map_or(placed.done, |takes| takes.best.reaches(placed.start)),
            no_later_than: latest(model, deeds, day, floors, at, placed.start),
            holds: held(model, at, &placed, day),
        }
    };
    let mut actions: Vec<Action> = placed.into_iter().map(action).collect();
    actions.sort_by_key(|action| (action.placed.start, action.placed.done));
    actions
}

/// True if a choice still works when a remedy, or a step, is not begun before `start`.
fn works(
    model: &Model<'_>,
    deeds: &[ChosenRemedy],
    day: Date,
    floors: &EarliestStarts,
    more: (Option<usize>, Option<usize>),
    start: Date,
) -> bool {
    let mut floors = floors.clone();
    floors.deeds.extend(more.0.map(|at| (at, start)));
    floors.steps.extend(more.1.map(|at| (at, start)));
    Timing::new(model, deeds, Some(day), Estimate::Worst, &floors).reaches_root()
}

/// The last day on which a remedy can be begun. Whatever waits for it is then begun later as well.
fn latest(model: &Model<'_>, deeds: &[ChosenRemedy], day: Date, floors: &EarliestStarts, at: usize, earliest: Date) -> Date {
    let by = model.remedies[at].as_ref().map_or(day, |way| way.latest_for(day)).max(earliest);
    bisect(earliest, by, |start| works(model, deeds, day, floors, (Some(at), None), start))
}

/// The last day on which a step can be begun so that the day of eligibility is kept; None if that doesn't wait for it.
pub(super) fn latest_step(
    model: &Model<'_>,
    deeds: &[ChosenRemedy],
    day: Date,
    floors: &EarliestStarts,
    step: usize,
    earliest: Date,
) -> Option<Date> {
    let works = |start: Date| works(model, deeds, day, floors, (None, Some(step)), start);
    (!deeds.is_empty() && !works(day.next().max(earliest))).then(|| bisect(earliest, day.max(earliest), works))
}

/// The last day from `first`, which works, to `last` that works; once one doesn't, none after it does.
fn bisect(first: Date, last: Date, works: impl Fn(Date) -> bool) -> Date {
    let (mut good, mut bad) = (first, last.next());
    while bad.since(good) > 1 {
        let middle = good.add_days((bad.since(good) / 2) as i32);
        if works(middle) { good = middle } else { bad = middle }
    }
    good
}

/// The first day on which to begin a remedy such that its requirement holds from the day of eligibility to that of going
/// live, or else for as long as it can.
fn settle(model: &Model<'_>, deeds: &[ChosenRemedy], day: Date, live: Date, floors: &EarliestStarts, at: usize, last: Date) -> Date {
    let holds_until = |start: Date| {
        let mut floors = floors.clone();
        floors.deeds.push((at, start));
        let placed = Timing::new(model, deeds, Some(day), Estimate::Worst, &floors).place(at);
        placed.and_then(|placed| holds(model, at, &placed, day).1).map_or(live, |until| until.min(live))
    };
    let first = Timing::new(model, deeds, Some(day), Estimate::Worst, floors).place(at).map_or(last, |placed| placed.start);
    let tried = model.remedies[at].as_ref().is_some_and(|way| way.is_tried());
    if tried {
        let mut best = (holds_until(first), first);
        let mut start = first;
        while start < last && best.0 < live {
            start = start.next();
            let until = holds_until(start);
            if until > best.0 {
                best = (until, start);
            }
        }
        return best.1;
    }
    // What is done later never lapses sooner.
    let longest = holds_until(last);
    let (mut bad, mut good) = (first.add_days(-1), last);
    while good.since(bad) > 1 {
        let middle = bad.add_days((good.since(bad) / 2) as i32);
        if holds_until(middle) >= longest { good = middle } else { bad = middle }
    }
    good
}

/// The days around `day` on which a requirement holds, by itself or through its remedy. Where that is none, those on which
/// it does through its remedy.
fn holds(model: &Model<'_>, at: usize, placed: &Scheduled, day: Date) -> (Date, Option<Date>) {
    around(model, at, placed, day, &[placed.from, placed.to], |on| placed.from <= on && on < placed.to)
}

/// The same, by what was really added: with rows that are there already, it may hold sooner or longer.
pub(super) fn held(model: &Model<'_>, at: usize, placed: &Scheduled, day: Date) -> (Date, Option<Date>) {
    let line = model.remedies[at].as_ref().and_then(|way| way.line(model, placed.done, placed.amount));
    let Some(line) = line else { return holds(model, at, placed, day) };
    let changes: Vec<Date> = line.segments().iter().map(|segment| segment.from).collect();
    around(model, at, placed, day, &changes, |on| line.on(on) == Truth::True)
}

fn around(
    model: &Model<'_>,
    at: usize,
    placed: &Scheduled,
    day: Date,
    changes: &[Date],
    helped: impl Fn(Date) -> bool,
) -> (Date, Option<Date>) {
    let fine = |on: Date| model.relies_on(model.by_itself(on)[at].own) || helped(on);
    let around = if fine(day) { day } else { placed.from };
    let mut changes: Vec<Date> = model.course().iter().map(|(from, _)| *from).chain(changes.iter().copied()).collect();
    changes.sort_unstable();
    let mut from = around;
    for change in changes.iter().rev().filter(|change| **change <= around && **change >= model.as_of) {
        if !fine(*change) {
            break;
        }
        from = *change;
    }
    let end = changes.iter().find(|change| **change > around && **change < Date::NEVER && !fine(**change));
    (from, end.map(|end| end.add_days(-1)))
}
