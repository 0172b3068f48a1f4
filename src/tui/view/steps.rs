//! The steps from access to going live: where each stands, who acts, between which days.
//!
//! In: the plan's steps. Out: a list, and a sheet about the chosen one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::check::Status;
use crate::plan::{StepPlan, StepStatus};
use crate::report::explain;
use crate::text;
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::{Sheet, row, scroll_bar};
use crate::tui::state::List;
use crate::tui::timeline::short;
use crate::tui::view::phrase;
use crate::wizard::Seen;

/// The status of a requirement that is drawn like that of a step, and its mark.
fn like(status: &StepStatus<'_>) -> Status {
    match status {
        StepStatus::Done => Status::Met,
        StepStatus::Ready => Status::Pending,
        StepStatus::Waiting(_) | StepStatus::Blocked(_) => Status::NotApplicable,
        StepStatus::Unknown => Status::Unknown,
    }
}

fn mark(status: &StepStatus<'_>, look: &Look) -> &'static str {
    match status {
        StepStatus::Done => look.mark(Status::Met),
        StepStatus::Ready => ">",
        StepStatus::Waiting(_) => "~",
        StepStatus::Blocked(_) => "-",
        StepStatus::Unknown => "?",
    }
}

/// Draws the list.
pub fn draw(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, list: &mut List, focus: bool) {
    let steps = &seen.plan.steps;
    list.fit(steps.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(steps.len() > usize::from(area.height))), ..area };
    for (y, (at, planned)) in room.rows().zip(steps.iter().enumerate().skip(list.offset)) {
        let tone = Tone::Of(like(&planned.status));
        let lead = format!("{} ", mark(&planned.status, look));
        let right = match (&planned.status, planned.earliest) {
            (StepStatus::Done, _) => look.say("step-done", &[]),
            (StepStatus::Ready, _) => look.say("step-ready", &[]),
            (_, Some(earliest)) => look.say("screen-from", &[("from", &short(earliest))]),
            (StepStatus::Unknown, None) => look.say("step-unknown", &[]),
            (_, None) => look.say("screen-not-yet", &[]),
        };
        let title = format!("{}{}", planned.step.title.get(look.lang()), if planned.critical { " !" } else { "" });
        row(y, buffer, look, &[(tone, &lead), (Tone::Plain, &title)], (tone, &right), focus && at == list.chosen);
    }
    scroll_bar(area, buffer, look, steps.len(), list.offset);
}

/// Writes about one step.
pub fn sheet<'l>(seen: &Seen<'_>, at: usize, look: &'l Look, columns: usize) -> Sheet<'l> {
    let mut sheet = Sheet::new(look, columns);
    let Some(planned) = seen.plan.steps.get(at) else { return sheet };
    let step = planned.step;
    sheet.hang(Tone::Of(like(&planned.status)), &format!("{} ", mark(&planned.status, look)), Tone::Strong, &status(planned, seen, look));
    if let Some(how) = &step.how {
        sheet.heading("screen-how");
        sheet.put(Tone::Plain, how.get(look.lang()));
    }
    sheet.gap();
    let column = 10;
    let mut field = |id: &str, text: &str| sheet.field(&look.say(id, &[]), column, Tone::Plain, text);
    field("screen-who", &phrase::actor(planned.actor(), look));
    match (planned.earliest, planned.latest) {
        (Some(earliest), Some(latest)) if latest > earliest => {
            field("screen-begin", &look.say("screen-between", &[("from", &earliest.to_string()), ("until", &latest.to_string())]));
        }
        (Some(earliest), _) => field("screen-begin", &earliest.to_string()),
        (None, _) => {}
    }
    match step.takes {
        Some(takes) => field("screen-takes", &explain::takes_for_people(takes, &look.words)),
        None => field("screen-takes", &look.say("takes-unknown", &[])),
    }
    match (planned.finish.best, planned.finish.worst) {
        (Some(best), Some(worst)) if best < worst => {
            field("screen-done-by", &look.say("screen-best-worst", &[("best", &best.to_string()), ("worst", &worst.to_string())]));
        }
        (_, Some(worst)) => field("screen-done-by", &worst.to_string()),
        (_, None) => {}
    }
    if let Some(deadline) = planned.deadline {
        field("screen-deadline", &deadline.to_string());
    }
    let names = |names: &[String]| -> Vec<String> { names.iter().map(|name| title(name, seen, look)).collect() };
    let before: Vec<String> = names(&step.after).into_iter().chain(names(&step.needs)).collect();
    if !before.is_empty() {
        field("screen-after", &before.join(&look.say("list-gap", &[])));
    }
    for text in planned.rejected.iter().filter_map(|rejected| text::step::rejected(rejected, seen.program, &look.words)) {
        sheet.gap();
        sheet.hang(Tone::Warning, "! ", Tone::Plain, &text);
    }
    if !step.links.is_empty() {
        sheet.heading("screen-links");
        for link in &step.links {
            sheet.put(Tone::Plain, &format!("{}: {}", link.title.get(look.lang()), link.url));
        }
    }
    if planned.critical {
        sheet.gap();
        sheet.hang(Tone::Warning, "! ", Tone::Plain, &look.say("screen-critical", &[]));
    }
    if step.optional {
        sheet.put(Tone::Dim, &look.say("screen-optional", &[]));
    }
    sheet
}

fn status(planned: &StepPlan<'_>, seen: &Seen<'_>, look: &Look) -> String {
    match &planned.status {
        StepStatus::Done => look.say("step-done", &[]),
        StepStatus::Ready => look.say("step-ready", &[]),
        StepStatus::Waiting(until) => look.say("step-waiting", &[("until", &until.to_string())]),
        StepStatus::Blocked(by) => {
            let names: Vec<String> = by.iter().map(|name| title(name, seen, look)).collect();
            look.say("step-blocked", &[("by", &names.join(&look.say("list-gap", &[])))])
        }
        StepStatus::Unknown => look.say("step-unknown", &[]),
    }
}

/// What people call a step or a requirement.
fn title(name: &str, seen: &Seen<'_>, look: &Look) -> String {
    text::step::title(name, seen.plan.edition.or(seen.checklist.edition), seen.program, &look.words)
}
