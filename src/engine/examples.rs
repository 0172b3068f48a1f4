//! A rulebook's own examples: small sets of facts, a date, and what must come out.
//!
//! In: `<edition>.examples.toml` beside an edition. Out: which examples fail and how, which requirements they never show
//! true, false and unknown, and which small changes of the rules they would not notice. They are how someone who cannot
//! read Rust shows that a rule is right.

mod mutants;

use hashbrown::HashMap;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Files, Span};
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Entry, Node, NodeValue, Table, parse_toml};
use crate::engine::check::{self, Checklist, check};
use crate::facts::Facts;
use crate::facts::read::{Origin, read};
use crate::rulebook::{Edition, Rule, Rulebook};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// The examples of one edition.
#[derive(Debug)]
pub struct Examples {
    examples: Vec<Example>,
}

#[derive(Debug)]
struct Example {
    name: String,
    at: Span,
    as_of: Date,
    facts: Facts,
    expect: Vec<Expected>,
}

/// One thing that must come out.
#[derive(Debug)]
struct Expected {
    /// A requirement, or None for the verdict.
    of: Option<usize>,
    field: Field,
    value: String,
    at: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Status,
    From,
    Until,
}

/// What running the examples of an edition showed.
#[derive(Debug)]
pub struct Outcome {
    /// How many there are.
    pub run: usize,
    /// Expectations that were not met, each at its line.
    pub failures: Vec<Diagnostic>,
    /// Requirements that no example shows true, false or unknown, by name, and which of them are missing.
    pub unseen: Vec<(String, Vec<Truth>)>,
    /// Changes of a rule that no example would notice: the requirement, and the change.
    pub unnoticed: Vec<(String, String)>,
    /// How many changes were tried.
    pub mutants: usize,
}

impl Examples {
    /// Reads the examples of an edition.
    ///
    /// # Errors
    /// Every fault that was found.
    pub fn read(file: FileId, files: &Files, rulebook: &Rulebook, edition: &Edition) -> Result<Examples, Vec<Diagnostic>> {
        let node = parse_toml(file, files.text(file)).map_err(|fault| vec![fault])?;
        let mut diagnostics = Vec::new();
        let examples = read_all(&node, rulebook, edition, &mut diagnostics);
        if diagnostics.iter().any(|fault| fault.is_error) {
            Err(diagnostics)
        } else {
            Ok(Examples { examples: examples.unwrap_or_default() })
        }
    }

    /// Runs the examples, and every mutant of the rules against them.
    pub fn run(&self, rulebook: &Rulebook, edition: &Edition) -> Outcome {
        let mut outcome = Outcome { run: self.examples.len(), failures: Vec::new(), unseen: Vec::new(), unnoticed: Vec::new(), mutants: 0 };
        let mut seen: Vec<[bool; 3]> = vec![[false; 3]; edition.requirements.len()];
        for example in &self.examples {
            match check(rulebook, &example.facts, example.as_of, Some(edition)) {
                Ok(checklist) => {
                    outcome.failures.extend(example.failures(&checklist));
                    for (seen, finding) in seen.iter_mut().zip(&checklist.findings) {
                        seen[finding.timeline.now() as usize] = true;
                    }
                }
                Err(_) => outcome.failures.push(diagnostic!(example.at, "example-too-early", name = example.name)),
            }
        }
        for (requirement, seen) in edition.requirements.iter().zip(seen) {
            let missing: Vec<Truth> =
                [Truth::True, Truth::False, Truth::Unknown].into_iter().filter(|value| !seen[*value as usize]).collect();
            if !missing.is_empty() {
                outcome.unseen.push((requirement.id.clone(), missing));
            }
        }
        if outcome.failures.is_empty() {
            for (at, requirement) in edition.requirements.iter().enumerate() {
                for (change, rule) in mutants::mutants_of(&requirement.rule) {
                    outcome.mutants += 1;
                    if !self.notice(rulebook, edition, at, rule) {
                        outcome.unnoticed.push((requirement.id.clone(), change));
                    }
                }
            }
        }
        outcome
    }

    /// True if some example comes out differently where one requirement has another rule.
    fn notice(&self, rulebook: &Rulebook, edition: &Edition, at: usize, rule: Rule) -> bool {
        let mut mutant = edition.clone();
        let old = std::mem::replace(&mut mutant.requirements[at].rule, rule);
        self.examples.iter().any(|example| {
            // Where the test itself comes out the same, so does everything above it.
            if let (Rule::Test(old), Rule::Test(new)) = (&old, &mutant.requirements[at].rule) {
                let line = |test| check::test(test, &example.facts, example.as_of, &rulebook.program);
                if line(old) == line(new) {
                    return false;
                }
            }
            check(rulebook, &example.facts, example.as_of, Some(&mutant)).is_ok_and(|checklist| !example.passes(&checklist))
        })
    }
}

impl Example {
    fn passes(&self, checklist: &Checklist<'_>) -> bool {
        self.expect.iter().all(|expected| expected.found(checklist) == expected.value)
    }

    fn failures(&self, checklist: &Checklist<'_>) -> Vec<Diagnostic> {
        let failed = self.expect.iter().filter_map(|expected| {
            let found = expected.found(checklist);
            (found != expected.value).then(|| {
                let of = expected.of.map_or("verdict", |at| checklist.findings[at].requirement.id.as_str());
                diagnostic!(expected.at, "example-failed", name = self.name, of = of, expected = expected.value, found = found)
            })
        });
        failed.collect()
    }
}

impl Expected {
    fn found(&self, checklist: &Checklist<'_>) -> String {
        let outcome = self.of.map_or(checklist.verdict.outcome, |at| checklist.findings[at].outcome);
        let day = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
        match (self.field, self.of) {
            (Field::From, _) => day(outcome.from),
            (Field::Until, _) => day(outcome.until),
            (Field::Status, None) => checklist.verdict.standing().as_str().to_owned(),
            (Field::Status, Some(_)) => outcome.status.as_str().to_owned(),
        }
    }
}

fn read_all(node: &Node<'_>, rulebook: &Rulebook, edition: &Edition, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Example>> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let empty = Table::default();
    let base = match fields.optional("base") {
        None => &empty,
        Some(node) => TableReader::from_entry(node, diagnostics).and(node.table())?,
    };
    let list = fields.optional("example");
    fields.finish(diagnostics);
    let Some(Node { value: NodeValue::List(items), .. }) = list else {
        diagnostics.extend(list.map(|node| wrong_type(node, "type-list")));
        return Some(Vec::new());
    };
    let mut names: HashMap<String, Span> = HashMap::new();
    let mut examples = Vec::new();
    for item in items {
        let Some(example) = read_example(item, base, rulebook, edition, diagnostics) else { continue };
        if let Some(first) = names.insert(example.name.clone(), example.at) {
            diagnostics.push(diagnostic!(example.at, "named-twice", name = example.name).with_label(first, "label-first-here"));
        }
        examples.push(example);
    }
    Some(examples)
}

fn read_example(
    node: &Node<'_>,
    base: &Table<'_>,
    rulebook: &Rulebook,
    edition: &Edition,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Example> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let name_node = fields.required("name", diagnostics);
    let name = name_node.and_then(|node| as_text(node, diagnostics));
    let as_of = fields.required("as_of", diagnostics).and_then(|node| {
        let text = match &node.value {
            NodeValue::Text(text) => text.as_ref(),
            NodeValue::Time(text) => text.as_str(),
            _ => "",
        };
        let day = crate::facts::read::parse_as_of(text, rulebook.program.zone).map(|moment| moment.day);
        if day.is_none() {
            diagnostics.push(diagnostic!(node.span, "bad-date", value = text).with_help("date-spelling", vec![]));
        }
        day
    });
    let mut entries = base.entries.clone();
    if let Some(node) = fields.optional("facts")
        && let Some(stated) = TableReader::from_entry(node, diagnostics)
    {
        for entry in stated.entries() {
            entries.retain(|other| other.key != entry.key);
            if entry.node.text() != Some("unknown") {
                entries.push(entry.clone());
            }
        }
    }
    let mut document = vec![
        synthetic_entry("applicant", node.span, NodeValue::Text("example".into())),
        synthetic_entry("facts", node.span, NodeValue::Table(Table { entries })),
    ];
    for key in ["provenance", "annotate", "estimates", "waivers"] {
        if let Some(node) = fields.optional(key) {
            document.push(Entry { key: key.into(), span: node.span, node: node.clone() });
        }
    }
    let document = Node { span: node.span, value: NodeValue::Table(Table { entries: document }) };
    let layer = read(&document, Origin::Manual, rulebook, diagnostics);
    let facts = Facts::merge(layer, None, &rulebook.program, diagnostics);
    let mut expect = Vec::new();
    if let Some(stated) = fields.required("expect", diagnostics).and_then(|node| TableReader::from_entry(node, diagnostics)) {
        if stated.entries().is_empty() {
            diagnostics.push(diagnostic!(stated.at, "expects-nothing"));
        }
        for entry in stated.entries() {
            read_expected(entry, edition, diagnostics, &mut expect);
        }
    }
    fields.finish(diagnostics);
    Some(Example { name: name?.to_owned(), at: name_node?.span, as_of: as_of?, facts, expect })
}

fn synthetic_entry<'i>(key: &'i str, at: Span, tree: NodeValue<'i>) -> Entry<'i> {
    Entry { key: key.into(), span: at, node: Node { span: at, value: tree } }
}

fn read_expected(entry: &Entry<'_>, edition: &Edition, diagnostics: &mut Vec<Diagnostic>, into: &mut Vec<Expected>) {
    let (of, field) = match entry.key.as_ref() {
        "verdict" => (None, Field::Status),
        "eligible_from" => (None, Field::From),
        "eligible_until" => (None, Field::Until),
        name => match edition.find(name) {
            Some(at) => (Some(at), Field::Status),
            None => {
                let known = edition.requirements.iter().map(|requirement| requirement.id.as_str()).chain(["verdict"]);
                diagnostics.push(diagnostic!(entry.span, "unknown-requirement", name = name).suggest(name, known));
                return;
            }
        },
    };
    match &entry.node.value {
        NodeValue::Table(table) => {
            let mut fields = TableReader::new(table, entry.node.span);
            for (key, field) in [("status", Field::Status), ("from", Field::From), ("until", Field::Until)] {
                if let Some(node) = fields.optional(key) {
                    add_expected(of, field, node, diagnostics, into);
                }
            }
            fields.finish(diagnostics);
        }
        _ => add_expected(of, field, &entry.node, diagnostics, into),
    }
}

/// `"none"` means a date that there is not.
fn add_expected(of: Option<usize>, field: Field, node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>, into: &mut Vec<Expected>) {
    let value = match &node.value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Time(text) => text.clone(),
        _ => {
            diagnostics.push(wrong_type(node, "type-text"));
            return;
        }
    };
    let statuses = ["met", "unmet", "pending", "unknown", "not_applicable"];
    let verdicts = ["eligible", "not_eligible", "pending", "unknown", "held"];
    let known = match (field, of) {
        (Field::Status, Some(_)) => statuses.contains(&value.as_str()),
        (Field::Status, None) => verdicts.contains(&value.as_str()),
        _ => value == "none" || Date::parse(&value).is_some(),
    };
    if !known {
        diagnostics.push(
            diagnostic!(node.span, "unknown-option", value = value)
                .suggest(&value, if of.is_some() { &statuses[..] } else { &verdicts[..] }.iter().copied()),
        );
        return;
    }
    into.push(Expected { of, field, value, at: node.span });
}
