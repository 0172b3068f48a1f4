//! A plan as a calendar file (RFC 5545): what to begin, deadlines, and the last day on which everything holds.
//!
//! In: a plan, the applicant, the moment of the check. Out: the text of an `.ics` file. The same plan gives the same bytes:
//! names of events are made from what they are about, and their stamp is the moment of the check.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

use crate::day::Day;
use crate::facts::Facts;
use crate::plan::{Plan, StepStatus};
use crate::rulebook::Program;
use crate::untrusted::visible;
use crate::words::Words;

/// Writes the calendar in the language of `words`.
pub fn calendar(plan: &Plan<'_>, program: &Program, facts: &Facts, at: DateTime<Utc>, words: &Words) -> String {
    let lang = words.lang;
    let name = visible(facts.name.as_deref().unwrap_or(&facts.applicant)).into_owned();
    let mut page = Page { calendar: Calendar::empty(), applicant: slug(&facts.applicant), program: &program.id, at };
    page.calendar.append_property(Property::new("VERSION", "2.0"));
    page.calendar.append_property(Property::new("PRODID", "-//kaibo//plan//EN"));
    page.calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    page.calendar.append_property(Property::new(
        "X-WR-CALNAME",
        words.say("plan-calendar", &[("program", program.title.get(lang)), ("name", &name)]),
    ));
    for action in &plan.actions {
        let (id, title) = (&action.requirement.id, action.requirement.title.get(lang));
        let note = action.remedy.action.get(lang);
        page.event("do", id, action.on, words.say("plan-event-begin", &[("title", title)]), note);
        if action.no_later_than > action.on {
            page.event("latest", id, action.no_later_than, words.say("plan-event-latest", &[("title", title)]), note);
        }
    }
    if let Some(day) = plan.eligible.worst {
        page.event("eligible", "first", day, words.say("plan-event-eligible", &[]), "");
    }
    for planned in plan.steps.iter().filter(|planned| planned.status != StepStatus::Done) {
        let (id, title) = (&planned.step.id, planned.step.title.get(lang));
        let note = planned.step.how.as_ref().map_or("", |how| how.get(lang));
        if let Some(day) = planned.earliest {
            page.event("step", id, day, words.say("plan-event-begin", &[("title", title)]), note);
        }
        if let Some(day) = planned.deadline {
            page.event("deadline", id, day, words.say("plan-event-deadline", &[("title", title)]), note);
        }
    }
    if let Some(day) = plan.live.worst {
        page.event("live", "worst", day, words.say("plan-event-live", &[]), "");
    }
    if let Some(day) = plan.eligible_until {
        page.event("eligible", "last", day, words.say("plan-event-last-day", &[]), "");
    }
    fold(&page.calendar.to_string())
}

struct Page<'p> {
    calendar: Calendar,
    applicant: String,
    program: &'p str,
    at: DateTime<Utc>,
}

impl Page<'_> {
    fn event(&mut self, kind: &str, id: &str, day: Day, summary: String, note: &str) {
        let Some((date, next)) = day.date().zip(day.next().date()) else { return };
        let mut event = Event::new();
        event.uid(&format!("{kind}-{id}-{}-{}@kaibo", self.program, self.applicant)).timestamp(self.at);
        event.summary(&summary).starts(date).ends(next);
        if !note.is_empty() {
            event.description(&visible(note));
        }
        self.calendar.push(event.done());
    }
}

/// Lines of at most 75 octets, the blank that continues one counted; the library's own come out one longer.
fn fold(text: &str) -> String {
    const MOST: usize = 75;
    let mut folded = String::with_capacity(text.len() + text.len() / 16);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > MOST {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(c);
            length += c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// A name in which nothing has a meaning of its own.
fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect()
}
