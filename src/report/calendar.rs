//! A plan as a calendar file (RFC 5545): what to begin, deadlines, and the last day on which everything holds.
//!
//! In: a plan, the applicant, the moment of the check. Out: the text of an `.ics` file. The same plan gives the same bytes:
//! names of events are made from what they are about, and their stamp is the moment of the check.

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};

use crate::engine::check::Checklist;
use crate::engine::plan::{Plan, StepStatus};
use crate::facts::Facts;
use crate::i18n::Messages;
use crate::i18n::escape::{escape_control, visible_lines};
use crate::report::explain;
use crate::report::text::headline::headline;
use crate::report::text::{action, step};
use crate::rulebook::{Program, Role, Rule};
use crate::value::date::Date;

/// What a calendar is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    /// The plan.
    pub plan: &'i Plan<'i>,
    /// The checklist of the same day.
    pub checklist: &'i Checklist<'i>,
    /// The program.
    pub program: &'i Program,
    /// The applicant.
    pub facts: &'i Facts,
    /// What is assumed, as it was given.
    pub assumed: &'i [String],
    /// The moment of the check, which every event is stamped with.
    pub at: DateTime<Utc>,
}

/// Writes the calendar in the language of `messages`.
pub fn calendar(input: &Input<'_>, messages: &Messages) -> String {
    let Input { plan, checklist, program, facts, assumed, at } = *input;
    let lang = messages.lang;
    let name = escape_control(facts.name.as_deref().unwrap_or(&facts.applicant)).into_owned();
    let assumptions: Vec<String> =
        assumed.iter().map(|text| messages.format("plan-assumed-facts", &[("text", &escape_control(text))])).collect();
    let mut page = CalendarWriter {
        calendar: Calendar::empty(),
        applicant: slug(&facts.applicant),
        program: &program.id,
        at,
        today: plan.as_of,
        remind: messages.format("plan-event-tomorrow", &[]),
        assumed: assumptions.join("\n"),
    };
    page.calendar.append_property(Property::new("VERSION", "2.0"));
    page.calendar.append_property(Property::new("PRODID", "-//kaibo//plan//EN"));
    page.calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    page.calendar.append_property(Property::new(
        "X-WR-CALNAME",
        messages.format("plan-calendar", &[("program", program.title.get(lang)), ("name", &name)]),
    ));
    if let Some(opening) = plan.closed {
        let note = format!("{}\n{}", opening.note.get(lang), opening.source);
        page.event("closed", "opening", plan.as_of, messages.format("plan-event-closed", &[]), &note);
    }
    for (at, text) in assumptions.iter().enumerate() {
        page.event("assumed", &at.to_string(), plan.as_of, text.clone(), "");
    }
    if !plan.sure() {
        let lines = headline(plan, program, messages).into_iter().map(|line| format!("{}{}", line.lead, line.text));
        let (kind, id) = if plan.possible() { ("depends", "plan-event-depends") } else { ("blocked", "plan-event-impossible") };
        page.event(kind, "facts", plan.as_of, messages.format(id, &[]), &lines.collect::<Vec<_>>().join("\n"));
    }
    let lapses = plan.lapses_before_live().map_or_else(String::new, |(live, until)| {
        messages.format("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())])
    });
    for action in &plan.actions {
        let (id, title) = (&action.requirement.id, action.requirement.title.get(lang));
        let mut note = action.remedy.action.get(lang).to_owned();
        let assumed = action.assumed.then(|| messages.format("plan-assumed", &[]));
        for line in action::notes(action, program, messages).into_iter().chain(assumed) {
            note.push('\n');
            note.push_str(&line);
        }
        let note = note.as_str();
        if let Some(last) = action.holds.1 {
            page.event("lapse", id, last.next(), lapses_on(title, last.next(), messages), "");
        }
        page.event("do", id, action.on, messages.format("plan-event-begin", &[("title", title)]), note);
        if action.no_later_than > action.on {
            page.event("latest", id, action.no_later_than, messages.format("plan-event-latest", &[("title", title)]), note);
        }
    }
    // Many calendars show only the title of an event, so it says what it depends on.
    let conditions = explain::conditions(checklist, program, messages).join(&messages.format("condition-gap", &[]));
    let qualified = |id: &'static str, day: Date| {
        let text = messages.format(id, &[("day", &day.to_string())]);
        match conditions.is_empty() {
            true => text,
            false => messages.format("verdict-with-conditions", &[("verdict", &text), ("conditions", &conditions)]),
        }
    };
    if let Some(day) = plan.eligible.worst {
        page.event("eligible", "first", day, qualified("plan-event-eligible", day), "");
    }
    for planned in plan.steps.iter().filter(|planned| planned.status != StepStatus::Done) {
        let (id, title) = (&planned.step.id, planned.step.title.get(lang));
        let rejected = planned.rejected.iter().filter_map(|rejected| step::rejected(rejected, program, messages));
        let note = rejected.chain(step::guidance(planned.step, messages)).collect::<Vec<_>>().join("\n");
        let note = note.as_str();
        if let Some(day) = planned.earliest {
            page.event("step", id, day, messages.format("plan-event-begin", &[("title", title)]), note);
        }
        if let Some(day) = planned.deadline {
            let text = messages.format("plan-event-deadline", &[("title", title), ("day", &day.to_string())]);
            page.event("deadline", id, day, text, note);
        }
    }
    if let Some(day) = plan.live.worst {
        page.event("live", "worst", day, qualified("plan-event-live", day), &lapses);
    }
    // What holds today, or will by itself, and lapses has to be looked at again.
    // Those who have access already, or cannot get it, do not depend on it.
    let depend = !plan.held && plan.barred_by().next().is_none();
    for finding in checklist.findings.iter().filter(|finding| depend && finding.requirement.role == Role::Main) {
        let handled = plan.actions.iter().any(|action| action.requirement.id == finding.requirement.id);
        if let (Some(until), Rule::Test(_), false) = (finding.outcome.until, &finding.requirement.rule, handled) {
            let text = lapses_on(finding.requirement.title.get(lang), until.next(), messages);
            page.event("lapse", &finding.requirement.id, until.next(), text, "");
        }
    }
    if let Some(day) = plan.eligible_until {
        page.event("eligible", "last", day, qualified("plan-event-last-day", day), &lapses);
    }
    fold(&page.calendar.to_string())
}

/// That a requirement has to be checked again.
fn lapses_on(title: &str, day: Date, messages: &Messages) -> String {
    messages.format("plan-event-lapses", &[("title", title), ("day", &day.to_string())])
}

struct CalendarWriter<'p> {
    calendar: Calendar,
    applicant: String,
    program: &'p str,
    at: DateTime<Utc>,
    today: Date,
    /// What an alarm says.
    remind: String,
    /// What is assumed, a line each: every event says so.
    assumed: String,
}

impl CalendarWriter<'_> {
    fn event(&mut self, kind: &str, id: &str, day: Date, summary: String, note: &str) {
        let Some((date, next)) = day.to_naive().zip(day.next().to_naive()) else { return };
        let mut event = Event::new();
        event.uid(&format!("{kind}-{id}-{}-{}@kaibo", self.program, self.applicant)).timestamp(self.at);
        event.summary(&summary).starts(date).ends(next);
        if day > self.today {
            let mut alarm = Alarm::display(&format!("{}{summary}", self.remind), -Duration::days(1));
            alarm.uid(&format!("alarm-{kind}-{id}-{}-{}@kaibo", self.program, self.applicant)).timestamp(self.at);
            event.alarm(alarm);
        }
        let note = [note, &self.assumed].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        if !note.is_empty() {
            event.description(&visible_lines(&note));
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
