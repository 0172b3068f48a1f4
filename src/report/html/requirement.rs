//! One requirement of a report on the page: its source, what was measured, its timeline and every row.
//!
//! In: a [`View`] and a requirement's report. Out: markup.

use maud::{Markup, html};

use crate::i18n::escape::escape_control;
use crate::report::html::drawing;
use crate::report::html::parts::{class, link, mark};
use crate::report::json::RequirementReport;
use crate::report::view::View;

/// Everything that the report says of a requirement.
pub(super) fn details(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    html! {
        article id=(format!("r-{}", requirement.id)) {
            h3 class=(class(requirement.status)) {
                span.mark aria-hidden="true" { (mark(requirement.status)) } " " (view.pick(&requirement.title))
                span.word { " " (view.status(requirement.status)) (view.dates(requirement.status, requirement.from.as_deref(), requirement.until.as_deref())) }
            }
            p { (view.pick(&requirement.why)) }
            (source(view, requirement))
            (figures(view, requirement))
            (drawing::timeline(view, requirement))
            (rows(view, requirement))
            (readings(view, requirement))
        }
    }
}

fn source(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    let source = &requirement.source;
    html! {
        @if let Some(quote) = &source.quote { blockquote { (escape_control(quote)) } }
        @if source.clause.is_some() || source.url.is_some() {
            p.source {
                @if let Some(clause) = &source.clause { (view.say("report-clause", &[("clause", clause)])) " " }
                @if let Some(title) = &source.title { (escape_control(title)) " " }
                @if let Some(url) = &source.url { (link(url)) " " }
                @if let Some(day) = &source.retrieved { (view.say("report-retrieved", &[("day", day)])) }
                @if !source.verified { " " (view.say("report-unverified", &[])) }
            }
        }
        @if let Some(understood) = &requirement.understood_as {
            p { (view.say("report-understood", &[])) " " (view.pick(understood)) }
        }
    }
}

fn figures(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut line = |id: &str, value: Option<String>| lines.extend(value.map(|value| (view.say(id, &[]), value)));
    line("report-column-measured", requirement.measured.as_ref().map(|measured| view.measured(measured)));
    line("report-column-needed", requirement.needed.as_deref().map(|needed| escape_control(needed).into_owned()));
    line(
        "report-window",
        requirement.window.as_ref().map(|window| {
            let within = [&window.within, &window.ending].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
            let from = window.from.clone().unwrap_or_default();
            view.say("report-window-days", &[("within", &within), ("from", &from), ("until", &window.until)])
        }),
    );
    line("report-seen-after", requirement.seen_after.clone());
    line("report-column-short-by", requirement.short_by.as_ref().map(|short| view.amount(short)));
    line("report-buffer", requirement.buffer.as_ref().map(|buffer| view.amount(buffer)));
    line(
        "report-next-drop",
        requirement.next_drop.as_ref().map(|drop| view.say("report-next-drop-day", &[("row", &view.value(&drop.row)), ("day", &drop.day)])),
    );
    line(
        "report-waived-by",
        requirement.waived.as_ref().map(|waiver| {
            view.say(
                "report-waiver",
                &[
                    ("requirement", &waiver.requirement),
                    ("by", &waiver.by),
                    ("from", &waiver.from),
                    ("until", &waiver.until),
                    ("reason", &waiver.reason),
                ],
            )
        }),
    );
    html! {
        @if !lines.is_empty() {
            dl.figures { @for (name, value) in &lines { div { dt { (name) } dd { (value) } } } }
        }
    }
}

fn rows(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    html! {
        @if !requirement.rows.is_empty() {
            div.scroll tabindex="0" role="region" aria-label=(view.say("report-rows-of", &[("title", &view.pick(&requirement.title))])) {
                table {
                    caption { (view.say("report-rows", &[])) }
                    thead { tr {
                        @for id in ["report-column-row", "report-column-status", "report-column-until", "report-column-why"] {
                            th scope="col" { (view.say(id, &[])) }
                        }
                    } }
                    tbody {
                        @for row in &requirement.rows {
                            tr {
                                td { (view.value(&row.row)) }
                                td { (view.row_status(row.status)) }
                                td { (row.until.as_deref().unwrap_or("")) }
                                td { (view.pick(&row.why)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn readings(view: &View<'_>, requirement: &RequirementReport) -> Markup {
    html! {
        @if !requirement.readings.is_empty() {
            p { (view.say("report-readings", &[])) }
            ul {
                @for reading in &requirement.readings {
                    li {
                        (view.pick(&reading.title)) ": " (view.status(reading.status))
                        (view.dates(reading.status, reading.from.as_deref(), reading.until.as_deref()))
                        @if reading.differs { " " (view.say("report-differs", &[])) }
                    }
                }
            }
        }
    }
}
