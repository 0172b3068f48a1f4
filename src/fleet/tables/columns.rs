//! What the answers of a run carry besides the ordinary: the columns of a work list.
//!
//! In: the names that a call gives. Out: columns, their headings, and the headings of the input that are needed for them.

use crate::i18n::Messages;
use crate::report::json::VerdictWord;
use crate::rulebook::Edition;
use crate::value::date::Date;

/// What answers carry that takes a checklist, or a plan, of every record.
#[derive(Debug, Default)]
pub struct Extras {
    /// The columns of a work list.
    pub list: Option<WorkList>,
    /// True if each line of JSON says by which facts and rules, and for which day, it was made.
    pub digests: bool,
    /// True if answers are handed on, to be compared with those of another run.
    pub compared: bool,
    /// True if lists of the summary are full. It takes no checklist.
    pub full_lists: bool,
}

impl Extras {
    /// True where answers carry nothing but the ordinary.
    pub fn is_empty(&self) -> bool {
        self.list.is_none() && !self.digests && !self.compared
    }
}

/// A column of a work list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Column {
    Applicant,
    Name,
    Verdict,
    Firm,
    EligibleFrom,
    EligibleUntil,
    Opening,
    Conditions,
    /// The status of a requirement, by id.
    Status(String),
    Missing,
    NextAction,
    NextDay,
    NextBy,
    Who,
    Cost,
    /// A column of the input, by its heading; of a JSON record, what its `meta` says under that key.
    Kept(String),
}

/// The columns that have names of their own, each with the message that is its heading.
const NAMED: [(&str, &str, Column); 14] = [
    ("applicant", "list-applicant", Column::Applicant),
    ("name", "list-name", Column::Name),
    ("verdict", "list-verdict", Column::Verdict),
    ("firm", "list-firm", Column::Firm),
    ("eligible_from", "list-eligible-from", Column::EligibleFrom),
    ("eligible_until", "list-eligible-until", Column::EligibleUntil),
    ("opening", "list-opening", Column::Opening),
    ("conditions", "list-conditions", Column::Conditions),
    ("missing", "list-missing", Column::Missing),
    ("next_action", "list-next-action", Column::NextAction),
    ("next_day", "list-next-day", Column::NextDay),
    ("next_by", "list-next-by", Column::NextBy),
    ("who", "list-who", Column::Who),
    ("cost", "list-cost", Column::Cost),
];

/// What the lines of a work list carry.
#[derive(Debug, Clone, Default)]
pub struct WorkList {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The headings of the input whose cells are needed, in the order in which records give them.
    pub kept: Vec<String>,
    /// The heading by which the summary is grouped, as an index of `kept`.
    pub by: Option<usize>,
}

/// A cell of a work list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Cell {
    Empty,
    Text(String),
    Day(Date),
}

/// A row of a work list, and on which sheet it belongs.
#[derive(Debug, Clone)]
pub struct Row {
    /// The verdict; None of a record that could not be read.
    pub verdict: Option<VerdictWord>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl WorkList {
    /// The columns that a call names, with commas between: names of this list, ids of requirements, `requirements` for all of
    /// them, `kept` for all headings that the mapping keeps, and headings of the input. `requirements` are those that answers name.
    pub fn new(wanted: &str, by: Option<&str>, requirements: &[&str], kept: &[String]) -> WorkList {
        let mut list = WorkList::default();
        for name in wanted.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name {
                "requirements" => list.columns.extend(requirements.iter().map(|id| Column::Status((*id).to_owned()))),
                "kept" => kept.iter().for_each(|heading| list.keep(heading)),
                _ => match NAMED.iter().find(|(known, ..)| *known == name) {
                    Some((.., column)) => list.columns.push(column.clone()),
                    None if requirements.contains(&name) => list.columns.push(Column::Status(name.to_owned())),
                    None => list.keep(name),
                },
            }
        }
        if let Some(by) = by {
            list.by = Some(list.heading(by));
        }
        list
    }

    fn keep(&mut self, heading: &str) {
        self.heading(heading);
        self.columns.push(Column::Kept(heading.to_owned()));
    }

    /// The index of a heading among those that records give.
    fn heading(&mut self, heading: &str) -> usize {
        match self.kept.iter().position(|known| known == heading) {
            Some(at) => at,
            None => {
                self.kept.push(heading.to_owned());
                self.kept.len() - 1
            }
        }
    }

    /// True if a column says something that only a plan tells.
    pub fn needs_plan(&self) -> bool {
        let planned =
            |column: &Column| matches!(column, Column::NextAction | Column::NextDay | Column::NextBy | Column::Who | Column::Cost);
        self.columns.iter().any(planned)
    }

    /// The headings, as people read them.
    pub fn headings(&self, edition: Option<&Edition>, messages: &Messages) -> Vec<String> {
        self.columns.iter().map(|column| column.heading(edition, messages)).collect()
    }
}

impl Column {
    /// What a line of JSON calls it.
    pub fn key(&self) -> &str {
        match self {
            Column::Status(id) | Column::Kept(id) => id,
            named => NAMED.iter().find(|(.., column)| column == named).map_or("", |(name, ..)| name),
        }
    }

    fn heading(&self, edition: Option<&Edition>, messages: &Messages) -> String {
        match self {
            Column::Kept(heading) => heading.clone(),
            Column::Status(id) => {
                let found = edition.and_then(|edition| Some(&edition.requirements[edition.find(id)?]));
                found.map_or_else(|| id.clone(), |requirement| requirement.title.get(messages.lang).to_owned())
            }
            named => {
                let id = NAMED.iter().find(|(.., column)| column == named).map_or("", |(_, id, _)| id);
                messages.format(id, &[])
            }
        }
    }
}
