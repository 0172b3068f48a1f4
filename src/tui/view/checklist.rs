//! The tree of requirements: a line each, with a mark, how it stands and how far off it is.
//!
//! In: the checklist, what is chosen and looked for. Out: lines in a pane. Facts that were set aside, and on demand those that no
//! longer matter, stand below, so that they can still be answered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::check::{Finding, Status};
use crate::layout::width;
use crate::report::short_by;
use crate::rulebook::{Role, Rule};
use crate::text::checklist::word as status_word;
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::{row, scroll_bar};
use crate::tui::state::List;
use crate::tui::timeline::short;
use crate::wizard::Seen;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A requirement, by place, and how deep it stands.
    Requirement(usize, usize),
    /// What the facts that follow have in common: a message.
    Heading(&'static str),
    /// A fact, by place.
    Fact(usize),
}

/// The lines that there are. With a word, only those that hold it, and what they stand below.
pub fn items(seen: &Seen<'_>, settled: bool, word: &str, look: &Look) -> Vec<Item> {
    fn below(seen: &Seen<'_>, at: usize, depth: usize, into: &mut Vec<Item>) {
        into.push(Item::Requirement(at, depth));
        if let Rule::Group(group) = &seen.checklist.findings[at].requirement.rule {
            group.children.iter().for_each(|child| below(seen, *child, depth + 1, into));
        }
    }
    let mut items = Vec::new();
    if let Some(edition) = seen.checklist.edition {
        match &edition.requirements[edition.root].rule {
            Rule::Group(group) => group.children.iter().for_each(|child| below(seen, *child, 0, &mut items)),
            Rule::Test(_) => below(seen, edition.root, 0, &mut items),
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
    facts("screen-set-aside", &seen.set_aside);
    if settled {
        facts("screen-settled", &seen.settled);
    }
    if !word.is_empty() {
        items = holding(seen, &items, word, look);
    }
    items
}

/// The lines whose title holds a word, and those that they stand below.
fn holding(seen: &Seen<'_>, items: &[Item], word: &str, look: &Look) -> Vec<Item> {
    let word = word.to_lowercase();
    let mut kept: Vec<Item> = Vec::new();
    let mut need = usize::MAX;
    for item in items.iter().rev() {
        let depth = if let Item::Requirement(_, depth) = item { *depth } else { 0 };
        let found = title(seen, *item, look).to_lowercase().contains(&word) && !matches!(item, Item::Heading(_));
        if found || depth < need && need != usize::MAX {
            kept.push(*item);
            need = if depth == 0 { usize::MAX } else { depth };
        }
    }
    kept.reverse();
    kept
}

/// What a line is called.
pub fn title<'t>(seen: &'t Seen<'_>, item: Item, look: &Look) -> std::borrow::Cow<'t, str> {
    match item {
        Item::Requirement(at, _) => seen.checklist.findings[at].requirement.title.get(look.lang()).into(),
        Item::Heading(id) => look.say(id, &[]).into(),
        Item::Fact(fact) => seen.program.facts[fact].title.get(look.lang()).into(),
    }
}

/// Draws the list.
pub fn draw(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, items: &[Item], list: &mut List, focus: bool) {
    list.fit(items.len(), usize::from(area.height));
    let room = Rect { width: area.width.saturating_sub(2 * u16::from(items.len() > usize::from(area.height))), ..area };
    for (y, (at, item)) in room.rows().zip(items.iter().enumerate().skip(list.offset)) {
        let chosen = focus && at == list.chosen;
        match item {
            Item::Requirement(at, depth) => requirement(y, buffer, look, seen, *at, *depth, chosen),
            Item::Heading(id) => row(y, buffer, look, &[(Tone::Dim, &look.say(id, &[]))], (Tone::Plain, ""), chosen),
            Item::Fact(fact) => {
                let known = seen.facts.facts[*fact].on(seen.as_of.day).is_some();
                let status = if known { Status::NotApplicable } else { Status::Unknown };
                let name = seen.program.facts[*fact].title.get(look.lang());
                row(
                    y,
                    buffer,
                    look,
                    &[(Tone::Of(status), "  "), (Tone::Of(status), look.mark(status)), (Tone::Plain, " "), (Tone::Plain, name)],
                    (Tone::Plain, ""),
                    chosen,
                );
            }
        }
    }
    scroll_bar(area, buffer, look, items.len(), list.offset);
}

fn requirement(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, at: usize, depth: usize, chosen: bool) {
    let finding = &seen.checklist.findings[at];
    let status = finding.outcome.status;
    let indent = "  ".repeat(depth.min(6));
    let title = finding.requirement.title.get(look.lang());
    let lead = format!("{indent}{} ", look.mark(status));
    let room = usize::from(area.width).saturating_sub(width(&lead) + width(title) + 2);
    let state = states(seen, finding, look).into_iter().find(|text| width(text) <= room.max(usize::from(area.width) / 3));
    let state = state.unwrap_or_else(|| look.say(status_word(status), &[]));
    let strong = if status == Status::NotApplicable { Tone::Dim } else { Tone::Plain };
    row(area, buffer, look, &[(Tone::Of(status), &lead), (strong, title)], (Tone::Of(status), &state), chosen);
}

/// How a requirement stands, the fullest wording first.
fn states(seen: &Seen<'_>, finding: &Finding<'_>, look: &Look) -> Vec<String> {
    let outcome = finding.outcome;
    let word = look.say(status_word(outcome.status), &[]);
    let mut texts = Vec::new();
    if finding.waived.is_some() {
        let waived = look.say("screen-waived", &[]);
        return vec![format!("{word} {waived}"), waived];
    }
    let short_of = short_by(finding, &seen.checklist).map(|short| {
        let unit = short.unit.as_deref().map(|unit| crate::tui::view::phrase::unit(unit, look)).unwrap_or_default();
        look.say(
            "screen-short-by",
            &[("amount", &format!("{}{unit}", crate::tui::view::phrase::amount(&short.for_people(true, &look.words))))],
        )
    });
    let from = outcome.from.filter(|_| matches!(outcome.status, Status::Pending | Status::Unknown));
    let date = match (from, outcome.until) {
        (Some(from), _) => Some(look.say("screen-from", &[("from", &short(from))])),
        (None, Some(until)) if outcome.status == Status::Met => Some(look.say("screen-until", &[("until", &short(until))])),
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
