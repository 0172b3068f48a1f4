//! The plan: a chart of days, what to do, what to find out; and the other ways to choose from.
//!
//! In: the plan. Out: a sheet for the left, and a list of choices for the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::plan::{Action, Plan, Prefer, StepStatus};
use crate::report::chart::{Bar, chart};
use crate::report::text::{self, headline};
use crate::rulebook::Program;
use crate::wizard::session::estimate::{estimable, estimable_of};
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::list::List;
use crate::wizard::tui::text_block::{TextBlock, row, scroll_bar};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::short_date;
use crate::wizard::tui::view::phrase;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A line that says what follows: a message.
    Heading(&'static str),
    /// Another objective.
    Prefer(Prefer),
    /// Another part of a group, both by name.
    Through(String, String),
    /// The way that is best by itself.
    Free,
    /// A requirement, by name, whose remedy takes so long and costs so much.
    Estimate(String),
    /// A fact to be found out.
    Fact(usize),
}

/// The message that names an objective.
pub fn prefer_name(prefer: Prefer) -> &'static str {
    match prefer {
        Prefer::Soonest => "screen-prefer-soonest",
        Prefer::Cheapest => "screen-prefer-cheapest",
        Prefer::LeastEffort => "screen-prefer-effort",
    }
}

/// The choices that there are. `through` is true if another way was chosen.
pub fn choices(snapshot: &Snapshot<'_>, through: bool) -> Vec<Choice> {
    let mut choices = vec![Choice::Heading("screen-objective")];
    choices.extend([Prefer::Soonest, Prefer::Cheapest, Prefer::LeastEffort].map(Choice::Prefer));
    let remedies = estimable(snapshot);
    if !remedies.is_empty() {
        choices.push(Choice::Heading("screen-estimates"));
    }
    choices.extend(remedies.iter().map(|one| Choice::Estimate(one.requirement.id.clone())));
    if through || !snapshot.plan.alternatives.is_empty() {
        choices.push(Choice::Heading("plan-alternatives"));
    }
    if through {
        choices.push(Choice::Free);
    }
    choices.extend(snapshot.plan.alternatives.iter().map(|other| Choice::Through(other.group.id.clone(), other.choose.id.clone())));
    if !snapshot.plan.find_out.is_empty() {
        choices.push(Choice::Heading("plan-find-out"));
        choices.extend(snapshot.plan.find_out.iter().map(|fact| Choice::Fact(*fact)));
    }
    choices
}

/// Draws the choices.
pub fn draw_choices(
    area: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
    snapshot: &Snapshot<'_>,
    choices: &[Choice],
    list: &mut List,
    focus: bool,
) {
    let lang = theme.lang();
    list.fit(choices.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(choices.len() > usize::from(area.height))), ..area };
    for (y, (at, choice)) in room.rows().zip(choices.iter().enumerate().skip(list.offset)) {
        let chosen = focus && at == list.chosen;
        match choice {
            Choice::Heading(id) => row(y, buffer, theme, &[(Tone::Heading, &theme.format(id, &[]))], (Tone::Plain, ""), chosen),
            Choice::Prefer(prefer) => {
                let mark = if *prefer == snapshot.plan.prefer { "(*) " } else { "( ) " };
                row(
                    y,
                    buffer,
                    theme,
                    &[(Tone::Plain, mark), (Tone::Plain, &theme.format(prefer_name(*prefer), &[]))],
                    (Tone::Plain, ""),
                    chosen,
                );
            }
            Choice::Free => {
                row(y, buffer, theme, &[(Tone::Plain, "- "), (Tone::Plain, &theme.format("screen-free", &[]))], (Tone::Plain, ""), chosen)
            }
            Choice::Through(group, part) => {
                let Some(other) = snapshot.plan.alternatives.iter().find(|other| other.group.id == *group && other.choose.id == *part)
                else {
                    continue;
                };
                let mut right = short_date(other.eligible_on);
                if !other.cost.is_empty() {
                    right = format!("{right}  {}", phrase::costs(&other.cost, theme));
                }
                row(y, buffer, theme, &[(Tone::Plain, "- "), (Tone::Plain, other.choose.title.get(lang))], (Tone::Dim, &right), chosen);
            }
            Choice::Estimate(name) => {
                let Some(one) = estimable_of(snapshot, name) else { continue };
                let takes = phrase::takes(one.own_takes().or(one.remedy.takes), theme);
                let (tone, right) = match one.own {
                    Some(_) => (Tone::Plain, theme.format("screen-own", &[("takes", &takes)])),
                    None => (Tone::Dim, takes),
                };
                let title = one.requirement.title.get(lang);
                row(y, buffer, theme, &[(Tone::Plain, "- "), (Tone::Plain, title)], (tone, &right), chosen);
            }
            Choice::Fact(fact) => {
                let title = snapshot.program.facts[*fact].title.get(lang);
                row(
                    y,
                    buffer,
                    theme,
                    &[(Tone::Status(crate::engine::check::Status::Unknown), "? "), (Tone::Plain, title)],
                    (Tone::Plain, ""),
                    chosen,
                );
            }
        }
    }
    scroll_bar(area, buffer, theme, choices.len(), list.offset);
}

/// Writes the plan. Where something makes access impossible, that alone, and the plan for the rest if it is wanted.
pub fn sheet<'l>(snapshot: &Snapshot<'_>, theme: &'l Theme, columns: usize) -> TextBlock<'l> {
    let mut sheet = TextBlock::new(theme, columns);
    summary(&mut sheet, &snapshot.plan, snapshot.program);
    if snapshot.plan.barred_by().next().is_none() {
        body(&mut sheet, &snapshot.plan, snapshot);
        return sheet;
    }
    match &snapshot.anyway {
        None => sheet.push_line(Tone::Dim, &theme.format("screen-anyway", &[])),
        Some(rest) => {
            sheet.heading("plan-rest");
            summary(&mut sheet, rest, snapshot.program);
            body(&mut sheet, rest, snapshot);
        }
    }
    sheet
}

/// The days, what to do, what would be shorter, what to find out.
fn body(sheet: &mut TextBlock<'_>, plan: &Plan<'_>, snapshot: &Snapshot<'_>) {
    let theme = sheet.theme;
    if plan.possible() {
        days(sheet, plan);
    }
    if plan.possible() && !plan.held {
        sheet.heading("plan-do");
        if plan.actions.is_empty() {
            sheet.push_line(Tone::Plain, &theme.format(if plan.sure() { "plan-nothing-to-do" } else { "plan-nothing-but-find-out" }, &[]));
        }
        for action in &plan.actions {
            act(sheet, action, snapshot);
        }
        for wait in &plan.waits {
            let title = wait.requirement.title.get(theme.lang());
            sheet.hanging_indent(Tone::Strong, &format!("{}  ", short_date(wait.from)), Tone::Strong, title);
            sheet.hanging_indent(Tone::Plain, "       ", Tone::Plain, &theme.format("text-wait", &[("from", &wait.from.to_string())]));
        }
    }
    if !plan.exact {
        sheet.gap();
        sheet.push_line(Tone::Dim, &theme.format("plan-not-exact", &[]));
    }
    if headline::shortcuts(plan).next().is_some() {
        sheet.heading("plan-shortcuts");
        for one in headline::shortcuts(plan) {
            sheet.hanging_indent(Tone::Plain, "- ", Tone::Plain, &headline::shortcut(one, plan, snapshot.program, &theme.messages));
        }
    }
    if !plan.find_out.is_empty() {
        sheet.heading("plan-look-up");
        let lines = headline::look_up(plan, snapshot.program, &theme.messages);
        lines.iter().for_each(|line| sheet.hanging_indent(Tone::Plain, "- ", Tone::Dim, line));
    }
}

/// What the plan promises, and on what that depends.
pub fn summary(sheet: &mut TextBlock<'_>, plan: &Plan<'_>, program: &Program) {
    for line in headline::headline(plan, program, &sheet.theme.messages) {
        let tone = if line.strong { Tone::Strong } else { Tone::Plain };
        sheet.hanging_indent(Tone::Plain, line.lead, tone, &line.text);
    }
}

fn act(sheet: &mut TextBlock<'_>, action: &Action<'_>, snapshot: &Snapshot<'_>) {
    let theme = sheet.theme;
    let mut title = action.requirement.title.get(theme.lang()).to_owned();
    if action.no_later_than > action.on {
        title.push_str(&theme.format("plan-by", &[("day", &action.no_later_than.to_string())]));
    }
    sheet.hanging_indent(Tone::Strong, &format!("{}  ", short_date(action.on)), Tone::Strong, &title);
    sheet.hanging_indent(Tone::Plain, "       ", Tone::Plain, action.remedy.action.get(theme.lang()));
    let mut notes = vec![phrase::actor(action.remedy.actor, theme)];
    notes.extend(text::action::notes(action, snapshot.program, &theme.messages));
    match estimable_of(snapshot, &action.requirement.id).filter(|one| one.own.is_some()) {
        Some(one) => {
            let id = if action.assumed { "screen-plan-own-partly" } else { "screen-plan-own" };
            notes.push(theme.format(id, &[("figures", &one.figures(&theme.messages))]));
        }
        None if action.assumed => notes.push(theme.format("screen-plan-assumed", &[])),
        None => {}
    }
    let who = format!("{}{}", notes.remove(0), theme.format("screen-colon", &[]));
    sheet.hanging_indent(Tone::Plain, "       ", Tone::Dim, &format!("{who}{}", notes.join(&theme.format("sentence-gap", &[]))));
}

/// The chart, in the order of the days; what any delay of delays the end stands out.
fn days(sheet: &mut TextBlock<'_>, plan: &Plan<'_>) {
    let theme = sheet.theme;
    let mut bars: Vec<(Bar, bool)> = Vec::new();
    for action in &plan.actions {
        let worst = action.done.worst.unwrap_or(action.on);
        let wait = action.no_later_than.since(action.on) as i32;
        let label = action.requirement.title.get(theme.lang());
        bars.push((bar(label, action.on, action.done.best.unwrap_or(worst), worst, Some(worst.add_days(wait))), wait == 0));
    }
    for planned in plan.steps.iter().filter(|planned| planned.status != StepStatus::Done) {
        let (Some(from), Some(takes)) = (planned.earliest, planned.step.takes) else { continue };
        let (best, worst) = (takes.best.reaches(from), takes.worst.reaches(from));
        let wait = planned.latest.map_or(0, |latest| latest.since(from) as i32);
        bars.push((bar(planned.step.title.get(theme.lang()), from, best, worst, Some(worst.add_days(wait))), planned.critical));
    }
    if let (Some(best), Some(worst)) = (plan.eligible.best, plan.eligible.worst) {
        bars.push((bar(&theme.format("plan-chart-eligible", &[]), best.min(worst), best.min(worst), worst, None), true));
    }
    if bars.iter().all(|(bar, _)| bar.worst == plan.as_of) {
        return;
    }
    bars.sort_by_key(|(bar, _)| (bar.from, bar.worst));
    let critical: Vec<bool> = bars.iter().map(|(_, critical)| *critical).collect();
    let bars: Vec<Bar> = bars
        .into_iter()
        .map(|(bar, critical)| Bar { label: format!("{} {}", if critical { '!' } else { ' ' }, bar.label), ..bar })
        .collect();
    let (lines, scale) = chart(&bars, sheet.width);
    sheet.heading("plan-chart");
    for (at, line) in lines.iter().enumerate() {
        let tone = match at.checked_sub(1).map(|at| critical[at]) {
            None => Tone::Dim,
            Some(true) => Tone::Strong,
            Some(false) => Tone::Plain,
        };
        sheet.parts(&[(tone, line)]);
    }
    sheet.push_line(Tone::Dim, &theme.format("screen-chart-legend", &[]));
    if scale > 1 {
        sheet.push_line(Tone::Dim, &theme.format("plan-chart-scale", &[("count", &scale.to_string())]));
    }
}

fn bar(
    label: &str,
    from: crate::value::date::Date,
    best: crate::value::date::Date,
    worst: crate::value::date::Date,
    latest: Option<crate::value::date::Date>,
) -> Bar {
    Bar { label: crate::wizard::tui::theme::escape_text(label), from, best, worst, latest }
}
