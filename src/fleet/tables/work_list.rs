//! What a line of a work list carries: for each applicant what is missing, what to do next, on which day, and who acts.
//!
//! In: the columns that were asked for; a checklist, the facts and the plan of an applicant. Out: cells in one language. No
//! verdict is computed here.

use crate::engine::check::{Checklist, Standing};
use crate::engine::plan::{Plan, StepStatus};
use crate::facts::Facts;
use crate::fleet::answer::{row, sanitize_cell};
use crate::fleet::blockers::blockers;
use crate::fleet::record::RecordError;
use crate::fleet::tables::columns::{Cell, Column, WorkList};
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::diff::Digests;
use crate::report::explain;
use crate::report::json::{StatusWord, VerdictWord};
use crate::report::text::status::{verdict_word, word};
use crate::rulebook::{Actor, Edition, OpeningState, Program};
use crate::value::date::Date;

/// What is known of an applicant.
pub struct Subject<'s> {
    /// Its checklist.
    pub checklist: &'s Checklist<'s>,
    /// Its facts.
    pub facts: &'s Facts,
    /// Its program.
    pub program: &'s Program,
    /// Its plan, where a column needs one.
    pub plan: Option<&'s Plan<'s>>,
    /// The cells of its record that are kept.
    pub kept: &'s [String],
}

/// What to do next: the action, its day, the last day for it, who acts, what it costs.
#[derive(Debug, Default)]
struct Next {
    action: String,
    day: Option<Date>,
    by: Option<Date>,
    who: String,
    cost: String,
}

impl WorkList {
    /// The cells of an applicant, verdicts and statuses in words.
    pub fn cells(&self, subject: &Subject<'_>, messages: &Messages) -> Vec<Cell> {
        let next = subject.plan.map(|plan| subject.next(plan, messages)).unwrap_or_default();
        self.columns.iter().map(|column| self.cell(column, subject, &next, messages)).collect()
    }

    fn cell(&self, column: &Column, subject: &Subject<'_>, next: &Next, messages: &Messages) -> Cell {
        let Subject { checklist, facts, program, .. } = subject;
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(escape_control(text).into_owned()) };
        let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
        match column {
            Column::Applicant => text(&facts.applicant),
            Column::Name => text(facts.name.as_deref().unwrap_or_default()),
            Column::Verdict => text(&messages.format(verdict_word(checklist.verdict.standing()), &[])),
            Column::Firm => text(&messages.format(if checklist.verdict.firm { "list-yes" } else { "list-no" }, &[])),
            Column::EligibleFrom => day(checklist.verdict.outcome.from),
            Column::EligibleUntil => day(checklist.verdict.outcome.until),
            Column::Opening => {
                let closed = program.opening.as_ref().filter(|opening| opening.state != OpeningState::Open);
                text(closed.map_or("", |opening| opening.note.get(messages.lang)))
            }
            Column::Conditions => text(&explain::conditions(checklist, program, messages).join(&messages.format("list-gap", &[]))),
            Column::Status(id) => {
                let found = checklist.edition.and_then(|edition| edition.find(id)).map(|at| &checklist.findings[at]);
                text(&found.map_or_else(String::new, |finding| messages.format(word(finding.outcome.status), &[])))
            }
            Column::Missing => text(&subject.missing(messages)),
            Column::NextAction => text(&next.action),
            Column::NextDay => day(next.day),
            Column::NextBy => day(next.by),
            Column::Who => text(&next.who),
            Column::Cost => text(&next.cost),
            Column::Kept(heading) => {
                let at = self.kept.iter().position(|known| known == heading);
                text(at.and_then(|at| subject.kept.get(at)).map_or("", String::as_str))
            }
        }
    }

    /// The columns as members of an object in a line of JSON, verdict and statuses in the words of programs.
    pub fn json(&self, subject: &Subject<'_>, messages: &Messages) -> serde_json::Map<String, serde_json::Value> {
        let cells = self.cells(subject, messages);
        let pair = |(column, cell): (&Column, Cell)| {
            let value = match (column, cell) {
                (Column::Verdict, _) => VerdictWord::from(subject.checklist.verdict.standing()).text().into(),
                (Column::Status(id), Cell::Text(_)) => {
                    let at = subject.checklist.edition.and_then(|edition| edition.find(id));
                    at.map(|at| StatusWord::from(subject.checklist.findings[at].outcome.status).text()).into()
                }
                (Column::Firm, _) => subject.checklist.verdict.firm.into(),
                (_, Cell::Empty) => serde_json::Value::Null,
                (_, Cell::Text(text)) => text.into(),
                (_, Cell::Day(day)) => day.to_string().into(),
            };
            (column.key().to_owned(), value)
        };
        self.columns.iter().zip(cells).map(pair).collect()
    }
}

impl Subject<'_> {
    /// What stands between the applicant and a yes, each requirement with its reason.
    fn missing(&self, messages: &Messages) -> String {
        let Some(edition) = self.checklist.edition.filter(|_| !self.checklist.verdict.held) else { return String::new() };
        let found = blockers(self.checklist, self.checklist.as_of);
        let one = |at: &usize| {
            let why = explain::why(&self.checklist.findings[*at], self.checklist, self.program, self.facts, messages);
            let title = edition.requirements[*at].title.get(messages.lang);
            messages.format("list-missing-one", &[("requirement", title), ("why", &why)])
        };
        found.iter().map(one).collect::<Vec<_>>().join(&messages.format("list-line-gap", &[]))
    }

    fn next(&self, plan: &Plan<'_>, messages: &Messages) -> Next {
        let lang = messages.lang;
        let standing = self.checklist.verdict.standing();
        let who = |actor: Actor| messages.format(actor_word(actor), &[]);
        if let Some(barred) = plan.blocked_by.first() {
            let way = barred.workaround.as_ref().map_or("", |way| way.get(lang));
            let args = [("requirement", barred.title.get(lang)), ("way", way)];
            let id = if way.is_empty() { "list-impossible" } else { "list-impossible-but" };
            return Next { action: messages.format(id, &args), ..Next::default() };
        }
        // What is missing is looked up before anything is paid for.
        if let (Standing::Unknown, Some(fact)) = (standing, plan.find_out.first()) {
            let fact = &self.program.facts[*fact];
            let ask = fact.ask.as_ref().unwrap_or(&fact.title).get(lang);
            let action = messages.format("list-find-out", &[("ask", ask)]);
            return Next { action, day: Some(plan.as_of), who: who(Actor::Applicant), ..Next::default() };
        }
        if let Some(action) = plan.actions.first() {
            let cost = action.cost.as_ref().filter(|cost| cost.units > 0).map_or_else(String::new, |cost| cost.text());
            let text = action.remedy.action.get(lang).to_owned();
            return Next { action: text, day: Some(action.on), by: Some(action.no_later_than), who: who(action.remedy.actor), cost };
        }
        if standing == Standing::Pending {
            let day = self.checklist.verdict.outcome.from;
            return Next { action: messages.format("list-wait", &[]), day, who: messages.format("list-time", &[]), ..Next::default() };
        }
        let open = plan.steps.iter().find(|step| matches!(step.status, StepStatus::Ready | StepStatus::Waiting(_)));
        match open {
            Some(step) if plan.held || plan.reachable() => Next {
                action: step.step.title.get(lang).to_owned(),
                day: step.earliest,
                by: step.deadline,
                who: who(step.actor()),
                cost: String::new(),
            },
            _ => Next::default(),
        }
    }
}

/// The message that names who acts.
fn actor_word(actor: Actor) -> &'static str {
    match actor {
        Actor::Applicant => "list-actor-applicant",
        Actor::Platform => "actor-platform",
        Actor::Administrator => "actor-administrator",
        Actor::Host => "actor-host",
    }
}

/// The header of a work list of cells.
pub fn csv_header(list: &WorkList, edition: Option<&Edition>, messages: &Messages) -> Vec<u8> {
    let mut cells = list.headings(edition, messages);
    cells.push(messages.format("list-error", &[]));
    let mut out = Vec::new();
    row(&mut out, cells.iter().map(|cell| sanitize_cell(cell)));
    out
}

/// A row of cells.
pub fn csv(out: &mut Vec<u8>, cells: &[Cell]) {
    let text = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => sanitize_cell(text),
        Cell::Day(day) => day.to_string(),
    };
    row(out, cells.iter().map(text).chain([String::new()]));
}

/// What is wrong with a record, in the last column of its row.
pub fn csv_fault(out: &mut Vec<u8>, list: &WorkList, file: Option<&str>, fault: &RecordError, messages: &Messages) {
    let line = fault.line.to_string();
    let said = messages.format("fleet-unusable", &[("name", file.unwrap_or("-")), ("line", &line), ("error", &fault.error)]);
    row(out, list.columns.iter().map(|_| String::new()).chain([sanitize_cell(&said)]));
}

/// What the digests of a record add to its line of JSON.
pub fn json_digests(object: &mut serde_json::Map<String, serde_json::Value>, digests: &Digests) {
    object.insert("as_of".to_owned(), digests.day.to_string().into());
    object.insert("facts".to_owned(), digests.facts.clone().into());
    object.insert("rules".to_owned(), digests.rules.clone().into());
}
