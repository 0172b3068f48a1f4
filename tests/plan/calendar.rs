//! Calendars, read back by two parsers that share nothing with the writer.
//!
//! Made-up applicants of `wechat-live`, with names that need escapes and lines that need folding. Both parsers must find the
//! same events, and those must be the days of the plan.

use std::collections::BTreeSet;

use calcard::Entry;
use calcard::icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use chrono::{DateTime, Utc};
use kaibo::engine::check::{Checklist, check};
use kaibo::engine::plan::{Plan, Prefer, plan};
use kaibo::facts::Facts;
use kaibo::i18n::Messages;
use kaibo::report::calendar::{Input, calendar};
use kaibo::rulebook::{Program, Role, Rule};
use kaibo::value::date::Date;
use kaibo::value::localized::Lang;

use crate::agree;
use crate::given;
use crate::random::Random;

const DAY: i64 = 24 * 60 * 60;

/// An event as a calendar application sees it. Days are written 20261122.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Event {
    uid: String,
    stamp: String,
    begins: String,
    ends: String,
    summary: String,
    description: String,
    /// How many seconds after its beginning an alarm goes off, and what that says.
    alarms: Vec<(i64, String)>,
}

fn by_calcard(text: &str) -> Vec<Event> {
    // Its strict mode takes no component inside another.
    let mut parser = calcard::Parser::new(text);
    let read = match parser.entry() {
        Entry::ICalendar(read) => read,
        other => panic!("{other:?}:\n{text}"),
    };
    assert!(matches!(parser.entry(), Entry::Eof), "something follows the calendar");
    let value = |component: &ICalendarComponent, name: ICalendarProperty| match component.property(&name).map(|entry| &entry.values[..]) {
        None => String::new(),
        Some([ICalendarValue::Text(text)]) => text.clone(),
        Some([ICalendarValue::PartialDateTime(at)]) => {
            let day = format!("{:04}{:02}{:02}", at.year.unwrap(), at.month.unwrap(), at.day.unwrap());
            match at.hour {
                Some(hour) => format!("{day}T{hour:02}{:02}{:02}Z", at.minute.unwrap(), at.second.unwrap()),
                None => day,
            }
        }
        other => panic!("{name:?}: {other:?}"),
    };
    let alarm = |component: &ICalendarComponent| {
        let trigger = component.property(&ICalendarProperty::Trigger).map(|entry| entry.values[0].clone());
        let Some(ICalendarValue::Duration(before)) = trigger else { panic!("{trigger:?}") };
        (before.as_seconds(), value(component, ICalendarProperty::Description))
    };
    let events = read.components.iter().enumerate().filter(|(_, component)| component.component_type == ICalendarComponentType::VEvent);
    let event = |(at, component): (usize, &ICalendarComponent)| Event {
        uid: value(component, ICalendarProperty::Uid),
        stamp: value(component, ICalendarProperty::Dtstamp),
        begins: value(component, ICalendarProperty::Dtstart),
        ends: value(component, ICalendarProperty::Dtend),
        summary: value(component, ICalendarProperty::Summary),
        description: value(component, ICalendarProperty::Description),
        alarms: read.alarms_for_id(at as u32).map(alarm).collect(),
    };
    events.map(event).collect()
}

fn by_vobject(text: &str) -> Vec<Event> {
    let read = vobject::parse_component(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let value =
        |component: &vobject::Component, name: &str| component.get_only(name).map_or_else(String::new, vobject::Property::value_as_string);
    let alarm = |component: &vobject::Component| {
        assert_eq!((component.name.as_str(), value(component, "ACTION").as_str()), ("VALARM", "DISPLAY"));
        let before = match value(component, "TRIGGER").as_str() {
            "-PT86400S" => -DAY,
            other => panic!("{other}"),
        };
        (before, value(component, "DESCRIPTION"))
    };
    let event = |component: &vobject::Component| Event {
        uid: value(component, "UID"),
        stamp: value(component, "DTSTAMP"),
        begins: value(component, "DTSTART"),
        ends: value(component, "DTEND"),
        summary: value(component, "SUMMARY"),
        description: value(component, "DESCRIPTION"),
        alarms: component.subcomponents.iter().map(alarm).collect(),
    };
    read.subcomponents.iter().filter(|component| component.name == "VEVENT").map(event).collect()
}

fn written(day: Date) -> String {
    day.to_string().replace('-', "")
}

struct Case<'c> {
    plan: &'c Plan<'c>,
    checklist: &'c Checklist<'c>,
    program: &'c Program,
    facts: &'c Facts,
    assumed: &'c [String],
    at: DateTime<Utc>,
}

impl Case<'_> {
    fn calendar(&self, lang: Lang) -> String {
        let Case { plan, checklist, program, facts, assumed, at } = *self;
        calendar(&Input { plan, checklist, program, facts, assumed, at }, &Messages::for_lang(lang))
    }

    /// What has to stand in the calendar, found in the plan once more.
    fn holds(&self, events: &[Event], lang: Lang, context: &str) {
        let (plan, today) = (self.plan, self.plan.as_of);
        let on = |day: Date, kind: &str, id: &str| -> &Event {
            let found = events.iter().find(|event| event.uid.starts_with(&format!("{kind}-{id}-")));
            let found = found.unwrap_or_else(|| panic!("no {kind} {id}: {context}"));
            assert_eq!((&found.begins, &found.ends), (&written(day), &written(day.next())), "{kind} {id}: {context}");
            found
        };
        let names: BTreeSet<&str> = events.iter().map(|event| event.uid.as_str()).collect();
        assert_eq!(names.len(), events.len(), "one name for two events: {context}");
        for event in events {
            assert_eq!(event.stamp, self.at.format("%Y%m%dT%H%M%SZ").to_string(), "{context}");
            let later = event.begins > written(today);
            assert_eq!(event.alarms.iter().map(|(before, _)| *before).collect::<Vec<_>>(), vec![-DAY; usize::from(later)], "{context}");
            assert!(event.alarms.iter().all(|(_, says)| says.contains(&event.summary)), "{event:?}: {context}");
            for text in self.assumed {
                assert!(event.description.contains(text) || event.summary.contains(text), "{event:?}: {context}");
            }
        }
        if let Some(opening) = plan.closed {
            assert!(on(today, "closed", "opening").description.contains(opening.note.get(lang)), "{context}");
            assert!(!events.iter().any(|event| event.uid.starts_with("live-")), "{context}");
        }
        for action in &plan.actions {
            let id = &action.requirement.id;
            let begin = on(action.on, "do", id);
            assert!(begin.summary.contains(action.requirement.title.get(lang)), "{begin:?}: {context}");
            assert!(begin.description.contains(action.remedy.action.get(lang)), "{begin:?}: {context}");
            if let Some(last) = action.holds.1 {
                on(last.next(), "lapse", id);
            }
        }
        // What holds, or will hold by itself, and lapses has to be looked at again.
        for finding in self.checklist.findings.iter().filter(|finding| finding.requirement.role == Role::Main) {
            let acted = plan.held
                || plan.barred_by().next().is_some()
                || plan.actions.iter().any(|action| action.requirement.id == finding.requirement.id);
            if let (Rule::Test(_), Some(until), false) = (&finding.requirement.rule, finding.outcome.until, acted) {
                on(until.next(), "lapse", &finding.requirement.id);
            }
        }
        if let Some(day) = plan.eligible.worst {
            on(day, "eligible", "first");
        }
        for planned in &plan.steps {
            if let (Some(day), Some(how)) = (planned.earliest, &planned.step.how) {
                assert!(on(day, "step", &planned.step.id).description.contains(how.get(lang)), "{context}");
            }
        }
    }
}

#[test]
fn two_parsers_read_back_the_days_of_the_plan() {
    let mut rulebook = given::builtin("wechat-live");
    let opening = rulebook.program.opening.clone();
    let day = Date::parse("2026-11-22").unwrap();
    let at = "2026-11-21T16:00:00Z".parse().unwrap();
    let mut alarms = 0;
    for seed in (crate::first_seed(0)..).take(crate::count(40) as usize) {
        let mut random = Random::new(seed);
        let text = agree::text(&mut random);
        rulebook.program.opening = opening.clone().filter(|_| !random.one_in(2));
        let mut facts = given::try_facts(&rulebook, &text, "").unwrap();
        let name = "某某；服饰, \"女装\"; \\ 旗舰店: 春夏新款".repeat(1 + random.below(4) as usize);
        facts.name = Some(name.clone()).filter(|_| !random.one_in(3));
        let assumed = [format!("payments += 2026-11-20, {name}")];
        let assumed = if random.one_in(2) { &assumed[..] } else { &[] };
        let checklist = check(&rulebook, &facts, day, None).unwrap();
        let prefer = [Prefer::Soonest, Prefer::Cheapest, Prefer::LeastEffort][seed as usize % 3];
        let plan = plan(&rulebook, &facts, &checklist, prefer);
        let case = Case { plan: &plan, checklist: &checklist, program: &rulebook.program, facts: &facts, assumed, at };
        for lang in [Lang::Zh, Lang::En] {
            let written = case.calendar(lang);
            let context = format!("seed {seed}\n{text}\n{written}");
            assert_eq!(written, case.calendar(lang), "not the same twice: {context}");
            assert!(written.ends_with("\r\n") && !written.replace("\r\n", "").contains(['\r', '\n']), "{context}");
            assert!(written.split("\r\n").all(|line| line.len() <= 75), "a line of more than 75 octets: {context}");
            let events = by_calcard(&written);
            assert_eq!(events, by_vobject(&written), "{context}");
            case.holds(&events, lang, &context);
            alarms += events.iter().map(|event| event.alarms.len()).sum::<usize>();
        }
    }
    assert!(alarms > 0, "no event lies ahead");
}
