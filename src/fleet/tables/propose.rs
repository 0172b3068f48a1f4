//! A mapping that is proposed for a table.
//!
//! In: headings and some rows of a table, a program. Out: the text of a `columns.toml`. What a heading says by itself stands
//! as a line; what only looks so stands as a comment that begins with [`UNCERTAIN`], for a person to activate.

use std::fmt::Write as _;
use std::io::{self, Read as _};

use crate::document::values::{compare_key, parse};
use crate::fleet::source::Input;
use crate::fleet::tables::cell::{is_unknown, parts};
use crate::fleet::tables::header::{TableSettings, guess};
use crate::fleet::tables::headings::{Headings, Target};
use crate::fleet::tables::input::InputError;
use crate::fleet::tables::separated::{RecordScan, cells, is_blank, trimmed};
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::rulebook::{FactKind, Program, Table};
use crate::value::value_type::{EnumOption, ValueType};

/// What begins a line that is not certain.
pub const UNCERTAIN: &str = "#? ";

/// How much of a table is looked at.
const BYTES: u64 = 1 << 20;
const ROWS: usize = 1000;

/// How many values are shown beside a column.
const SHOWN: usize = 3;

/// Words that often mean that there are none, in a column of rows.
const NONE: [&str; 7] = ["无", "没有", "暂无", "否", "none", "no", "0"];

/// Headings and some rows of a table.
#[derive(Debug)]
pub struct Sample {
    names: Vec<String>,
    /// By column, in the order of the rows.
    values: Vec<Vec<String>>,
}

impl Sample {
    /// Reads the beginning of a table.
    ///
    /// # Errors
    /// It can't be read, or is no table.
    pub fn read(input: &Input, settings: &TableSettings) -> io::Result<Sample> {
        let opened = input.open_input(std::sync::Arc::default())?;
        let mut head = Vec::new();
        let read = opened.bytes.take(BYTES).read_to_end(&mut head)?;
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let whole = (read as u64) < BYTES;
        let guessed = guess(head, whole, settings).filter(|_| !crate::fleet::tables::json::is_objects(head));
        let Some((names, separator, end)) = guessed else { return Err(InputError::NoHeader.into_io()) };
        let mut sample = Sample { values: vec![Vec::new(); names.len()], names };
        let mut rest = &head[end..];
        for _ in 0..ROWS {
            let mut scan = RecordScan::new(separator);
            let end = match rest.iter().position(|byte| scan.ends_at(*byte)) {
                Some(at) => at + 1,
                None if whole && !rest.is_empty() => rest.len(),
                None => break,
            };
            let (record, after) = rest.split_at(end);
            rest = after;
            let text = std::str::from_utf8(trimmed(record)).ok().filter(|_| !is_blank(record, separator));
            if let Some(row) = text.map(|text| cells(text, separator)) {
                sample.values.iter_mut().zip(&row).for_each(|(column, cell)| column.push(cell.trim().to_owned()));
            }
        }
        Ok(sample)
    }

    /// The values of a column that say something, each once.
    fn stated(&self, column: usize) -> Vec<&str> {
        let mut seen: Vec<&str> = Vec::new();
        for value in self.values[column].iter().filter(|value| !is_unknown(value)) {
            if seen.len() < 50 && !seen.contains(&value.as_str()) {
                seen.push(value);
            }
        }
        seen
    }
}

/// What a column probably says.
struct Proposal {
    column: usize,
    target: Target,
    certain: bool,
    row: Option<usize>,
    note: String,
}

/// The text of a mapping for a table.
pub fn propose(sample: &Sample, program: &Program, file: &str, messages: &Messages) -> String {
    let mut proposer = Proposer { sample, program, messages, text: String::new() };
    let proposals = proposer.proposals();
    proposer.write(file, &proposals);
    proposer.text
}

struct Proposer<'a> {
    sample: &'a Sample,
    program: &'a Program,
    messages: &'a Messages,
    text: String,
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Proposer<'_> {
    fn proposals(&self) -> Vec<Proposal> {
        let headings = Headings::new(self.program);
        let mut proposals: Vec<Proposal> = Vec::new();
        for (column, name) in self.sample.names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let by_name = headings.find(name);
            let Some(target) = by_name.or_else(|| self.similar(name)) else { continue };
            let note = self.unreadable(column, target);
            let certain = by_name.is_some() && note.is_none();
            proposals.push(Proposal { column, target, certain, row: None, note: note.unwrap_or_default() });
        }
        if !proposals.iter().any(|one| one.target == Target::Record("applicant"))
            && let Some(column) = self.naming_column(&proposals)
        {
            let note = self.messages.format("propose-applicant", &[]);
            proposals.insert(0, Proposal { column, target: Target::Record("applicant"), certain: false, row: None, note });
        }
        self.number_rows(&mut proposals);
        proposals
    }

    /// Several columns that say the same are rows of their own, where there can be several.
    fn number_rows(&self, proposals: &mut [Proposal]) {
        for at in 0..proposals.len() {
            let target = proposals[at].target;
            let alike: Vec<usize> = (0..proposals.len()).filter(|other| proposals[*other].target == target).collect();
            if alike.len() < 2 || proposals[at].row.is_some() {
                continue;
            }
            let rows = target.fact().is_some_and(|fact| matches!(self.program.facts[fact].kind, FactKind::Rows(_)));
            for (number, other) in alike.into_iter().enumerate() {
                if rows {
                    proposals[other].row = Some(number + 1);
                } else if number > 0 {
                    proposals[other].certain = false;
                    proposals[other].note = self.messages.format("propose-twice", &[]);
                }
            }
        }
    }

    /// The fact, or the column of a fact's rows, whose name is most like a heading.
    fn similar(&self, heading: &str) -> Option<Target> {
        let key = compare_key(heading);
        let mut best: Option<(usize, Target)> = None;
        let mut try_name = |name: &str, target: Target| {
            let name = compare_key(name);
            let common = if key.contains(&name) {
                name.chars().count()
            } else if name.contains(&key) {
                key.chars().count()
            } else {
                0
            };
            if common >= 2 && best.is_none_or(|(most, _)| common > most) {
                best = Some((common, target));
            }
        };
        for (key, names) in &self.program.headings {
            if let Some(target) = Target::parse(key, self.program) {
                names.iter().for_each(|name| try_name(name, target));
            }
        }
        for (fact, one) in self.program.facts.iter().enumerate() {
            let names = [one.title.zh.as_str(), &one.title.en].into_iter().chain(one.aliases.iter().map(String::as_str));
            names.for_each(|name| try_name(name, Target::Fact(fact)));
            for (column, inner) in one.kind.table().iter().flat_map(|table| table.columns.iter().enumerate()) {
                [&inner.title.zh, &inner.title.en].into_iter().for_each(|name| try_name(name, Target::Column { fact, column }));
            }
        }
        best.map(|(_, target)| target)
    }

    /// The column that names the applicants, as far as its values tell: one for each row, and none twice.
    fn naming_column(&self, proposals: &[Proposal]) -> Option<usize> {
        let free = |column: &usize| !proposals.iter().any(|one| one.column == *column);
        (0..self.sample.names.len()).filter(free).find(|column| {
            let values = &self.sample.values[*column];
            let mut sorted: Vec<&String> = values.iter().collect();
            sorted.sort();
            sorted.dedup();
            !values.is_empty() && sorted.len() == values.len() && values.iter().all(|value| !is_unknown(value))
        })
    }

    /// What kind of values a column holds.
    fn kind(&self, target: Target) -> Option<&ValueType> {
        match target {
            Target::Record(_) => None,
            Target::Fact(fact) => match &self.program.facts[fact].kind {
                FactKind::Value(kind) => Some(kind),
                FactKind::Rows(table) => table.plain.map(|column| &table.columns[column].kind),
                FactKind::Daily(_) => None,
            },
            Target::Column { fact, column } => self.program.facts[fact].kind.table().map(|table| &table.columns[column].kind),
        }
    }

    fn has_rows(&self, target: Target) -> bool {
        target.fact().is_some_and(|fact| self.program.facts[fact].kind.table().is_some())
    }

    /// The values of a column that its kind cannot be read from.
    fn odd_values(&self, column: usize, target: Target) -> Vec<&str> {
        let Some(kind) = self.kind(target) else { return Vec::new() };
        let reads = |text: &str| {
            let serial = matches!(kind, ValueType::Date) && crate::document::values::date::serial_day(text).is_some();
            serial || parse(kind, text, self.program.zone).is_ok()
        };
        let json = |text: &str| text.starts_with(['[', '{']);
        let odd = |text: &&str| match self.has_rows(target) {
            true => !json(text) && !none_word(text, kind) && parts(text).any(|part| !reads(part)),
            false => !reads(text),
        };
        self.sample.stated(column).into_iter().filter(odd).collect()
    }

    /// Why a column can't be what its heading says, if most of its values speak against it.
    fn unreadable(&self, column: usize, target: Target) -> Option<String> {
        let (stated, odd) = (self.sample.stated(column), self.odd_values(column, target));
        if odd.len() * 2 <= stated.len() {
            return None;
        }
        let texts = shown(&odd);
        Some(
            self.messages
                .format("propose-unreadable", &[("n", &odd.len().to_string()), ("of", &stated.len().to_string()), ("texts", &texts)]),
        )
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn comment(&mut self, id: &str, args: &[(&str, &str)]) {
        let text = self.messages.format(id, args);
        text.lines().for_each(|line| _ = writeln!(self.text, "# {line}"));
    }

    fn write(&mut self, file: &str, proposals: &[Proposal]) {
        self.comment("propose-head", &[("file", &escape_control(file)), ("program", &self.program.id)]);
        let free = |column: &usize| !proposals.iter().any(|one| one.column == *column);
        let kept: Vec<String> = (0..self.sample.names.len())
            .filter(free)
            .map(|column| &self.sample.names[column])
            .filter(|name| !name.is_empty())
            .map(|name| quoted(name))
            .collect();
        self.line("");
        self.comment("propose-keep", &[]);
        self.line(&format!("keep = [{}]", kept.join(", ")));
        self.line("\n[columns]");
        for one in proposals {
            let to = quoted(&one.target.name(self.program));
            let to = one.row.map_or(to.clone(), |row| format!("{{ to = {to}, row = {row} }}"));
            let lead = if one.certain { "" } else { UNCERTAIN };
            let examples = shown(&self.sample.stated(one.column));
            let note = if one.note.is_empty() { examples } else { one.note.clone() };
            let gap = if note.is_empty() { "" } else { "  # " };
            self.line(&format!("{lead}{} = {to}{gap}{note}", quoted(&self.sample.names[one.column])));
        }
        self.none(proposals);
        self.values(proposals);
        self.constants(proposals);
    }

    /// Words that may mean that there are none.
    fn none(&mut self, proposals: &[Proposal]) {
        self.line("");
        self.comment("propose-none", &[]);
        self.line("[none]");
        for one in proposals {
            if !self.has_rows(one.target) {
                continue;
            }
            let kind = self.kind(one.target);
            let values = &self.sample.values[one.column];
            let mut found: Vec<&str> =
                values.iter().map(String::as_str).filter(|text| kind.map_or(NONE.contains(text), |kind| none_word(text, kind))).collect();
            let count = found.len();
            found.sort_unstable();
            found.dedup();
            if count > 0 {
                let words = found.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ");
                let args = [("n", count.to_string()), ("of", values.len().to_string())];
                let note = self.messages.format("propose-none-note", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
                self.line(&format!("{UNCERTAIN}{} = [{words}]  # {note}", quoted(&self.sample.names[one.column])));
            }
        }
    }

    /// Texts that are no option by themselves.
    fn values(&mut self, proposals: &[Proposal]) {
        for one in proposals {
            let Some(ValueType::Enum(options)) = self.kind(one.target) else { continue };
            let odd = self.odd_values(one.column, one.target);
            if odd.is_empty() {
                continue;
            }
            let ids = options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>().join(", ");
            let lines: Vec<String> = odd
                .iter()
                .map(|text| match likely(options, text) {
                    Some(id) => format!("{UNCERTAIN}{} = {}", quoted(text), quoted(id)),
                    None => format!("# {} = \"…\"  # {ids}", quoted(text)),
                })
                .collect();
            self.line("");
            self.comment("propose-values", &[]);
            self.line(&format!("[values.{}]", quoted(&self.sample.names[one.column])));
            lines.iter().for_each(|line| self.line(line));
        }
    }

    /// Columns of rows that no column of the table states, and that decide whether a row counts.
    fn constants(&mut self, proposals: &[Proposal]) {
        self.line("");
        self.comment("propose-constants", &[]);
        self.line("[constants]");
        let mut facts: Vec<usize> = proposals.iter().filter_map(|one| one.target.fact()).collect();
        facts.dedup();
        for fact in facts {
            let Some(table) = self.program.facts[fact].kind.table() else { continue };
            let stated = proposals.iter().filter(|one| one.target.fact() == Some(fact));
            let stated: Vec<Option<usize>> = stated.map(|one| column_of(one.target, table)).collect();
            if stated.iter().all(Option::is_none) {
                continue;
            }
            for (column, one) in table.columns.iter().enumerate().filter(|(column, _)| !stated.contains(&Some(*column))) {
                let ValueType::Enum(options) = &one.kind else { continue };
                let all = options.iter().map(|option| option.label.get(self.messages.lang)).collect::<Vec<_>>().join(", ");
                let note =
                    self.messages.format("propose-constant-note", &[("column", one.title.get(self.messages.lang)), ("options", &all)]);
                let name = format!("{}.{}", self.program.facts[fact].id, table.columns[column].id);
                self.line(&format!("{UNCERTAIN}{} = {}  # {note}", quoted(&name), quoted(&options[0].id)));
            }
        }
    }
}

/// The column of a fact's rows that plain cells fill.
fn column_of(target: Target, table: &Table) -> Option<usize> {
    match target {
        Target::Column { column, .. } => Some(column),
        Target::Fact(_) => table.plain,
        Target::Record(_) => None,
    }
}

/// True of a word that may mean that there are none, where it is no value.
fn none_word(text: &str, kind: &ValueType) -> bool {
    let number = matches!(kind, ValueType::Number { .. } | ValueType::Money { .. });
    NONE.contains(&text.to_ascii_lowercase().as_str()) && !(number && text == "0")
}

/// The option whose title a text contains, if there is one.
fn likely<'o>(options: &'o [EnumOption], text: &str) -> Option<&'o str> {
    let key = compare_key(text);
    let holds = |option: &&EnumOption| [&option.label.zh, &option.label.en].into_iter().any(|title| key.contains(&compare_key(title)));
    let mut found = options.iter().filter(holds);
    let first = found.next()?;
    found.next().is_none().then_some(first.id.as_str())
}

/// Some values, as a remark.
fn shown(values: &[&str]) -> String {
    let cut = |value: &&str| {
        let one: String = value.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(24).collect();
        escape_control(&one).into_owned()
    };
    values.iter().take(SHOWN).map(cut).collect::<Vec<_>>().join(" | ")
}
