//! The steps from access to going live: the status of each, who acts, between which days.
//!
//! In: the plan's steps. Out: a list, and a sheet about the chosen one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::check::Status;
use crate::engine::plan::{StepPlan, StepStatus};
use crate::report::{explain, text};
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::list::List;
use crate::wizard::tui::text_block::{TextBlock, row, scroll_bar};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::short_date;
use crate::wizard::tui::view::phrase;

/// The status of a requirement that is drawn like that of a step, and its mark.
fn like(status: &StepStatus<'_>) -> Status {
    match status {
        StepStatus::Done => Status::Met,
        StepStatus::Ready => Status::Pending,
        StepStatus::Waiting(_) | StepStatus::Blocked(_) => Status::NotApplicable,
        StepStatus::Unknown => Status::Unknown,
    }
}

fn mark(status: &StepStatus<'_>, theme: &Theme) -> &'static str {
    match status {
        StepStatus::Done => theme.mark(Status::Met),
        StepStatus::Ready => ">",
        StepStatus::Waiting(_) => "~",
        StepStatus::Blocked(_) => "-",
        StepStatus::Unknown => "?",
    }
}

/// Draws the list.
pub fn draw(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, list: &mut List, focus: bool) {
    let steps = &snapshot.plan.steps;
    list.fit(steps.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(steps.len() > usize::from(area.height))), ..area };
    for (y, (at, planned)) in room.rows().zip(steps.iter().enumerate().skip(list.offset)) {
        let tone = Tone::Status(like(&planned.status));
        let lead = format!("{} ", mark(&planned.status, theme));
        let right = match (&planned.status, planned.earliest) {
            (StepStatus::Done, _) => theme.format("step-done", &[]),
            (StepStatus::Ready, _) => theme.format("step-ready", &[]),
            (_, Some(earliest)) => theme.format("screen-from", &[("from", &short_date(earliest))]),
            (StepStatus::Unknown, None) => theme.format("step-unknown", &[]),
            (_, None) => theme.format("screen-not-yet", &[]),
        };
        let title = format!("{}{}", planned.step.title.get(theme.lang()), if planned.critical { " !" } else { "" });
        row(y, buffer, theme, &[(tone, &lead), (Tone::Plain, &title)], (tone, &right), focus && at == list.chosen);
    }
    scroll_bar(area, buffer, theme, steps.len(), list.offset);
}

/// Writes about one step.
pub fn sheet<'l>(snapshot: &Snapshot<'_>, at: usize, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    let Some(planned) = snapshot.plan.steps.get(at) else { return sheet };
    let step = planned.step;
    sheet.hanging_indent(
        Tone::Status(like(&planned.status)),
        &format!("{} ", mark(&planned.status, theme)),
        Tone::Strong,
        &status(planned, snapshot, theme),
    );
    if let Some(how) = &step.how {
        sheet.heading("screen-how");
        sheet.push_line(Tone::Plain, how.get(theme.lang()));
    }
    sheet.gap();
    let column = 10;
    let mut field = |id: &str, text: &str| sheet.field(&theme.format(id, &[]), column, Tone::Plain, text);
    field("screen-who", &phrase::actor(planned.actor(), theme));
    match (planned.earliest, planned.latest) {
        (Some(earliest), Some(latest)) if latest > earliest => {
            field("screen-begin", &theme.format("screen-between", &[("from", &earliest.to_string()), ("until", &latest.to_string())]));
        }
        (Some(earliest), _) => field("screen-begin", &earliest.to_string()),
        (None, _) => {}
    }
    match step.takes {
        Some(takes) => field("screen-takes", &explain::localized_duration(takes, &theme.messages)),
        None => field("screen-takes", &theme.format("takes-unknown", &[])),
    }
    match (planned.finish.best, planned.finish.worst) {
        (Some(best), Some(worst)) if best < worst => {
            field("screen-done-by", &theme.format("screen-best-worst", &[("best", &best.to_string()), ("worst", &worst.to_string())]));
        }
        (_, Some(worst)) => field("screen-done-by", &worst.to_string()),
        (_, None) => {}
    }
    if let Some(deadline) = planned.deadline {
        field("screen-deadline", &deadline.to_string());
    }
    let names = |names: &[String]| -> Vec<String> { names.iter().map(|name| title(name, snapshot, theme)).collect() };
    let before: Vec<String> = names(&step.after).into_iter().chain(names(&step.needs)).collect();
    if !before.is_empty() {
        field("screen-after", &before.join(&theme.format("list-gap", &[])));
    }
    for text in planned.rejected.iter().filter_map(|rejected| text::step::rejected(rejected, snapshot.program, &theme.messages)) {
        sheet.gap();
        sheet.hanging_indent(Tone::Warning, "! ", Tone::Plain, &text);
    }
    if !step.links.is_empty() {
        sheet.heading("screen-links");
        for link in &step.links {
            sheet.push_line(Tone::Plain, &format!("{}: {}", link.title.get(theme.lang()), link.url));
        }
    }
    if planned.critical {
        sheet.gap();
        sheet.hanging_indent(Tone::Warning, "! ", Tone::Plain, &theme.format("screen-critical", &[]));
    }
    if step.optional {
        sheet.push_line(Tone::Dim, &theme.format("screen-optional", &[]));
    }
    sheet
}

fn status(planned: &StepPlan<'_>, snapshot: &Snapshot<'_>, theme: &Theme) -> String {
    match &planned.status {
        StepStatus::Done => theme.format("step-done", &[]),
        StepStatus::Ready => theme.format("step-ready", &[]),
        StepStatus::Waiting(until) => theme.format("step-waiting", &[("until", &until.to_string())]),
        StepStatus::Blocked(by) => {
            let names: Vec<String> = by.iter().map(|name| title(name, snapshot, theme)).collect();
            theme.format("step-blocked", &[("by", &names.join(&theme.format("list-gap", &[])))])
        }
        StepStatus::Unknown => theme.format("step-unknown", &[]),
    }
}

/// What people call a step or a requirement.
fn title(name: &str, snapshot: &Snapshot<'_>, theme: &Theme) -> String {
    text::step::title(name, snapshot.plan.edition.or(snapshot.checklist.edition), snapshot.program, &theme.messages)
}
