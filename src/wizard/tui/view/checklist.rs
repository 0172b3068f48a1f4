//! The tree of requirements: a line each, with a mark, its status and how far off it is.
//!
//! In: the checklist, what is chosen and looked for. Out: lines in a pane. Facts that were set aside, and on demand those that no
//! longer matter, are below, so that they can still be answered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::check::{Finding, Status};
use crate::report::columns::width;
use crate::report::measured::short_by;
use crate::report::text::status::word as status_word;
use crate::rulebook::{Role, Rule};
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::list::List;
use crate::wizard::tui::text_block::{row, scroll_bar};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::timeline::short_date;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A requirement, by index, and how deep it is.
    Requirement(usize, usize),
    /// What the facts that follow have in common: a message.
    Heading(&'static str),
    /// A fact, by index.
    Fact(usize),
}

/// The lines that there are. With a word, only those that hold it, and what they are below.
pub fn items(snapshot: &Snapshot<'_>, settled: bool, word: &str, theme: &Theme) -> Vec<Item> {
    fn below(snapshot: &Snapshot<'_>, at: usize, depth: usize, into: &mut Vec<Item>) {
        into.push(Item::Requirement(at, depth));
        if let Rule::Group(group) = &snapshot.checklist.findings[at].requirement.rule {
            group.children.iter().for_each(|child| below(snapshot, *child, depth + 1, into));
        }
    }
    let mut items = Vec::new();
    if let Some(edition) = snapshot.checklist.edition {
        match &edition.requirements[edition.root].rule {
            Rule::Group(group) => group.children.iter().for_each(|child| below(snapshot, *child, 0, &mut items)),
            Rule::Test(_) => below(snapshot, edition.root, 0, &mut items),
        }
        let conditions = edition.listed().filter(|at| edition.requirements[*at].role == Role::Condition);
        let apart: Vec<usize> =
            conditions.filter(|at| !items.iter().any(|item| matches!(item, Item::Requirement(other, _) if other == at))).collect();
        items.extend(apart.into_iter().map(|at| Item::Requirement(at, 0)));
    }
    let mut facts = |heading, facts: &[usize]| {
        if !facts.is_empty() {
            items.push(Item::Heading(heading));
            items.extend(facts.iter().map(|fact| Item::Fact(*fact)));
        }
    };
    facts("screen-set-aside", &snapshot.set_aside);
    if settled {
        facts("screen-settled", &snapshot.settled);
    }
    if !word.is_empty() {
        items = holding(snapshot, &items, word, theme);
    }
    items
}

/// The lines whose title holds a word, and those that they are below.
fn holding(snapshot: &Snapshot<'_>, items: &[Item], word: &str, theme: &Theme) -> Vec<Item> {
    let word = word.to_lowercase();
    let mut kept: Vec<Item> = Vec::new();
    let mut need = usize::MAX;
    for item in items.iter().rev() {
        let depth = if let Item::Requirement(_, depth) = item { *depth } else { 0 };
        let found = title(snapshot, *item, theme).to_lowercase().contains(&word) && !matches!(item, Item::Heading(_));
        if found || depth < need && need != usize::MAX {
            kept.push(*item);
            need = if depth == 0 { usize::MAX } else { depth };
        }
    }
    kept.reverse();
    kept
}

/// What a line is called.
pub fn title<'t>(snapshot: &'t Snapshot<'_>, item: Item, theme: &Theme) -> std::borrow::Cow<'t, str> {
    match item {
        Item::Requirement(at, _) => snapshot.checklist.findings[at].requirement.title.get(theme.lang()).into(),
        Item::Heading(id) => theme.format(id, &[]).into(),
        Item::Fact(fact) => snapshot.program.facts[fact].title.get(theme.lang()).into(),
    }
}

/// Draws the list.
pub fn draw(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, items: &[Item], list: &mut List, focus: bool) {
    list.fit(items.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(items.len() > usize::from(area.height))), ..area };
    for (y, (at, item)) in room.rows().zip(items.iter().enumerate().skip(list.offset)) {
        let chosen = focus && at == list.chosen;
        match item {
            Item::Requirement(at, depth) => requirement(y, buffer, theme, snapshot, *at, *depth, chosen),
            Item::Heading(id) => row(y, buffer, theme, &[(Tone::Dim, &theme.format(id, &[]))], (Tone::Plain, ""), chosen),
            Item::Fact(fact) => {
                let known = snapshot.facts.facts[*fact].on(snapshot.as_of.day).is_some();
                let status = if known { Status::NotApplicable } else { Status::Unknown };
                let name = snapshot.program.facts[*fact].title.get(theme.lang());
                row(
                    y,
                    buffer,
                    theme,
                    &[(Tone::Status(status), "  "), (Tone::Status(status), theme.mark(status)), (Tone::Plain, " "), (Tone::Plain, name)],
                    (Tone::Plain, ""),
                    chosen,
                );
            }
        }
    }
    scroll_bar(area, buffer, theme, items.len(), list.offset);
}

fn requirement(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, at: usize, depth: usize, chosen: bool) {
    let finding = &snapshot.checklist.findings[at];
    let status = finding.outcome.status;
    let indent = "  ".repeat(depth.min(6));
    let title = finding.requirement.title.get(theme.lang());
    let lead = format!("{indent}{} ", theme.mark(status));
    let room = usize::from(area.width).saturating_sub(width(&lead) + width(title) + 2);
    let state = states(snapshot, finding, theme).into_iter().find(|text| width(text) <= room.max(usize::from(area.width) / 3));
    let state = state.unwrap_or_else(|| theme.format(status_word(status), &[]));
    let strong = if status == Status::NotApplicable { Tone::Dim } else { Tone::Plain };
    row(area, buffer, theme, &[(Tone::Status(status), &lead), (strong, title)], (Tone::Status(status), &state), chosen);
}

/// The status of a requirement, the fullest wording first.
fn states(snapshot: &Snapshot<'_>, finding: &Finding<'_>, theme: &Theme) -> Vec<String> {
    let outcome = finding.outcome;
    let word = theme.format(status_word(outcome.status), &[]);
    let mut texts = Vec::new();
    if finding.waived.is_some() {
        let waived = theme.format("screen-waived", &[]);
        return vec![format!("{word} {waived}"), waived];
    }
    let short_of = short_by(finding, &snapshot.checklist).map(|short| {
        let unit = short.unit.as_deref().map(|unit| crate::wizard::tui::view::phrase::unit(unit, theme)).unwrap_or_default();
        theme.format(
            "screen-short-by",
            &[("amount", &format!("{}{unit}", crate::wizard::tui::view::phrase::amount(&short.for_people(true, &theme.messages))))],
        )
    });
    let from = outcome.from.filter(|_| matches!(outcome.status, Status::Pending | Status::Unknown));
    let date = match (from, outcome.until) {
        (Some(from), _) => Some(theme.format("screen-from", &[("from", &short_date(from))])),
        (None, Some(until)) if outcome.status == Status::Met => Some(theme.format("screen-until", &[("until", &short_date(until))])),
        _ => None,
    };
    match (short_of, date) {
        (_, Some(date)) if outcome.status == Status::Pending => texts.extend([format!("{word} {date}"), date]),
        (Some(short), _) => texts.extend([format!("{word} {short}"), short]),
        (None, Some(date)) => texts.extend([format!("{word} {date}"), date]),
        (None, None) => {}
    }
    texts.push(word);
    texts
}
