//! Timelines and the plan as drawings inside the page.
//!
//! In: segments and actions of a report, in days. Out: SVG drawn to scale, with the same in words for who cannot see it.

use maud::{Markup, html};

use crate::report::json::RequirementReport;
use crate::report::json::plan::PlanReport;
use crate::report::view::View;
use crate::value::date::Date;

/// The width of a drawing in its own units.
const WIDTH: i64 = 1000;

/// How many days a drawing goes beyond its last change, at least.
const BEYOND: i64 = 14;

/// Days to scale.
struct Scale {
    first: Date,
    days: i64,
}

impl Scale {
    fn new(first: Date, last: Date) -> Scale {
        let days = last.since(first).max(1);
        Scale { first, days: days + (days / 8).max(BEYOND) }
    }

    fn at(&self, day: Date) -> i64 {
        (day.since(self.first) * WIDTH / self.days).clamp(0, WIDTH)
    }
}

fn day(text: &str) -> Option<Date> {
    Date::parse(text.get(..10).unwrap_or(text))
}

/// A requirement's value day by day.
pub(super) fn timeline(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    let segments: Vec<(Date, Option<bool>)> =
        requirement.timeline.iter().filter_map(|segment| Some((day(&segment.from)?, segment.value))).collect();
    let ([(first, _), ..], [.., (last, _)]) = (segments.as_slice(), segments.as_slice()) else { return html! {} };
    let scale = Scale::new(*first, *last);
    let words = |value: Option<bool>| match value {
        Some(true) => ("met", "report-holds"),
        Some(false) => ("unmet", "report-holds-not"),
        None => ("open", "report-holds-unknown"),
    };
    let label = segments.iter().map(|(from, value)| view.say(words(*value).1, &[("from", &from.to_string())]));
    let label = label.collect::<Vec<_>>().join(" ");
    let ends = segments.iter().skip(1).map(|(from, _)| scale.at(*from)).chain([WIDTH]);
    html! {
        figure {
            svg.timeline viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label=(label) {
                @for ((from, value), end) in segments.iter().zip(ends) {
                    @let begin = scale.at(*from);
                    rect class=(words(*value).0) x=(begin) y="4" width=((end - begin).max(2)) height="16" {}
                }
            }
            figcaption { (label) }
        }
    }
}

/// The actions of a plan, one under the other: the days that each takes, and until when it may wait.
pub(super) fn plan(view: &View<'_>, plan: &PlanReport) -> Markup {
    struct Bar {
        from: Date,
        done: Date,
        latest: Date,
    }
    let bars: Vec<Bar> = plan
        .actions
        .iter()
        .filter_map(|action| {
            let from = day(&action.on)?;
            let done = action.done.worst.as_deref().and_then(day).unwrap_or(from);
            Some(Bar { from, done, latest: day(&action.no_later_than).unwrap_or(from) })
        })
        .collect();
    let eligible = plan.eligible_on.as_deref().and_then(day);
    let Some(first) = view.report.as_of.get(..10).and_then(Date::parse).filter(|_| !bars.is_empty()) else { return html! {} };
    let last = bars.iter().map(|bar| bar.done.max(bar.latest)).chain(eligible).max().unwrap_or(first);
    let scale = Scale::new(first, last);
    let height = bars.len() * 24 + 8;
    let label = view.say("report-plan-drawing", &[("from", &first.to_string()), ("until", &last.to_string())]);
    html! {
        figure {
            svg.plan viewBox=(format!("0 0 1000 {height}")) preserveAspectRatio="none" style=(format!("height:{}em", bars.len() + 1)) role="img" aria-label=(label) {
                @for (row, bar) in bars.iter().enumerate() {
                    @let (x, y) = (scale.at(bar.from), row * 24 + 4);
                    rect.rest x="0" y=(y + 7) width="1000" height="2" {}
                    rect.wait x=(x) y=(y + 4) width=((scale.at(bar.latest) - x).max(0)) height="8" {}
                    rect.soon x=(x) y=(y) width=((scale.at(bar.done) - x).max(6)) height="16" {}
                }
                @if let Some(day) = eligible { rect.met x=(scale.at(day).min(WIDTH - 4)) y="0" width="4" height=(height) {} }
            }
            figcaption { (label) }
        }
    }
}
