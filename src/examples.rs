//! A rulebook's own examples: small sets of facts, a date, and what must come out.
//!
//! In: `<edition>.examples.toml` beside an edition. Out: which examples fail and how, which requirements they never show
//! true, false and unknown, and which small changes of the rules they would not notice. They are how someone who cannot
//! read Rust shows that a rule is right.

mod mutants;

use hashbrown::HashMap;

use crate::check::{self, Checklist, check};
use crate::day::Day;
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Entry, FileId, Files, Node, Span, Table, Tree, parse_toml};
use crate::facts::Facts;
use crate::facts::read::{From, read};
use crate::problem::{Problem, problem};
use crate::report::{StatusWord, VerdictWord};
use crate::rulebook::{Edition, Rule, Rulebook};
use crate::truth::Truth;

/// The examples of one edition.
#[derive(Debug)]
pub struct Examples {
    examples: Vec<Example>,
}

#[derive(Debug)]
struct Example {
    name: String,
    at: Span,
    as_of: Day,
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
    pub failures: Vec<Problem>,
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
    pub fn read(file: FileId, files: &Files, rulebook: &Rulebook, edition: &Edition) -> Result<Examples, Vec<Problem>> {
        let node = parse_toml(file, files.text(file)).map_err(|fault| vec![fault])?;
        let mut faults = Vec::new();
        let examples = read_all(&node, rulebook, edition, &mut faults);
        if faults.iter().any(|fault| fault.fatal) { Err(faults) } else { Ok(Examples { examples: examples.unwrap_or_default() }) }
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
                Err(_) => outcome.failures.push(problem!(example.at, "example-too-early", name = example.name)),
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
                for (change, rule) in mutants::of(&requirement.rule) {
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

    fn failures(&self, checklist: &Checklist<'_>) -> Vec<Problem> {
        let failed = self.expect.iter().filter_map(|expected| {
            let found = expected.found(checklist);
            (found != expected.value).then(|| {
                let of = expected.of.map_or("verdict", |at| checklist.findings[at].requirement.id.as_str());
                problem!(expected.at, "example-failed", name = self.name, of = of, expected = expected.value, found = found)
            })
        });
        failed.collect()
    }
}

impl Expected {
    fn found(&self, checklist: &Checklist<'_>) -> String {
        let outcome = self.of.map_or(checklist.verdict.outcome, |at| checklist.findings[at].outcome);
        let day = |day: Option<Day>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
        match (self.field, self.of) {
            (Field::From, _) => day(outcome.from),
            (Field::Until, _) => day(outcome.until),
            (Field::Status, None) => VerdictWord::from(checklist.verdict.standing()).text().to_owned(),
            (Field::Status, Some(_)) => StatusWord::from(outcome.status).text().to_owned(),
        }
    }
}

fn read_all(node: &Node<'_>, rulebook: &Rulebook, edition: &Edition, faults: &mut Vec<Problem>) -> Option<Vec<Example>> {
    let mut fields = Fields::of(node, faults)?;
    let empty = Table::default();
    let base = match fields.take("base") {
        None => &empty,
        Some(node) => Fields::of(node, faults).and(node.table())?,
    };
    let list = fields.take("example");
    fields.finish(faults);
    let Some(Node { tree: Tree::List(items), .. }) = list else {
        faults.extend(list.map(|node| wrong_type(node, "type-list")));
        return Some(Vec::new());
    };
    let mut names: HashMap<String, Span> = HashMap::new();
    let mut examples = Vec::new();
    for item in items {
        let Some(example) = read_example(item, base, rulebook, edition, faults) else { continue };
        if let Some(first) = names.insert(example.name.clone(), example.at) {
            faults.push(problem!(example.at, "named-twice", name = example.name).also(first, "label-first-here"));
        }
        examples.push(example);
    }
    Some(examples)
}

fn read_example(node: &Node<'_>, base: &Table<'_>, rulebook: &Rulebook, edition: &Edition, faults: &mut Vec<Problem>) -> Option<Example> {
    let mut fields = Fields::of(node, faults)?;
    let name_node = fields.need("name", faults);
    let name = name_node.and_then(|node| as_text(node, faults));
    let as_of = fields.need("as_of", faults).and_then(|node| {
        let text = match &node.tree {
            Tree::Text(text) => text.as_ref(),
            Tree::Time(text) => text.as_str(),
            _ => "",
        };
        let day = crate::facts::read::parse_as_of(text, rulebook.program.zone).map(|moment| moment.day);
        if day.is_none() {
            faults.push(problem!(node.span, "bad-date", value = text).help("date-spelling", vec![]));
        }
        day
    });
    let mut entries = base.entries.clone();
    if let Some(node) = fields.take("facts")
        && let Some(stated) = Fields::of(node, faults)
    {
        for entry in stated.entries() {
            entries.retain(|other| other.key != entry.key);
            if entry.node.text() != Some("unknown") {
                entries.push(entry.clone());
            }
        }
    }
    let mut document = vec![
        plain_entry("applicant", node.span, Tree::Text("example".into())),
        plain_entry("facts", node.span, Tree::Table(Table { entries })),
    ];
    for key in ["provenance", "annotate", "estimates", "waivers"] {
        if let Some(node) = fields.take(key) {
            document.push(Entry { key: key.into(), at: node.span, node: node.clone() });
        }
    }
    let document = Node { span: node.span, tree: Tree::Table(Table { entries: document }) };
    let layer = read(&document, From::People, rulebook, faults);
    let facts = Facts::unite(layer, None, &rulebook.program, faults);
    let mut expect = Vec::new();
    if let Some(stated) = fields.need("expect", faults).and_then(|node| Fields::of(node, faults)) {
        if stated.entries().is_empty() {
            faults.push(problem!(stated.at, "expects-nothing"));
        }
        for entry in stated.entries() {
            read_expected(entry, edition, faults, &mut expect);
        }
    }
    fields.finish(faults);
    Some(Example { name: name?.to_owned(), at: name_node?.span, as_of: as_of?, facts, expect })
}

fn plain_entry<'i>(key: &'i str, at: Span, tree: Tree<'i>) -> Entry<'i> {
    Entry { key: key.into(), at, node: Node { span: at, tree } }
}

fn read_expected(entry: &Entry<'_>, edition: &Edition, faults: &mut Vec<Problem>, into: &mut Vec<Expected>) {
    let (of, field) = match entry.key.as_ref() {
        "verdict" => (None, Field::Status),
        "eligible_from" => (None, Field::From),
        "eligible_until" => (None, Field::Until),
        name => match edition.find(name) {
            Some(at) => (Some(at), Field::Status),
            None => {
                let known = edition.requirements.iter().map(|requirement| requirement.id.as_str()).chain(["verdict"]);
                faults.push(problem!(entry.at, "unknown-requirement", name = name).meant(name, known));
                return;
            }
        },
    };
    match &entry.node.tree {
        Tree::Table(table) => {
            let mut fields = Fields::new(table, entry.node.span);
            for (key, field) in [("status", Field::Status), ("from", Field::From), ("until", Field::Until)] {
                if let Some(node) = fields.take(key) {
                    add_expected(of, field, node, faults, into);
                }
            }
            fields.finish(faults);
        }
        _ => add_expected(of, field, &entry.node, faults, into),
    }
}

/// `"none"` stands for a date that there is not.
fn add_expected(of: Option<usize>, field: Field, node: &Node<'_>, faults: &mut Vec<Problem>, into: &mut Vec<Expected>) {
    let value = match &node.tree {
        Tree::Text(text) => text.to_string(),
        Tree::Time(text) => text.clone(),
        _ => {
            faults.push(wrong_type(node, "type-text"));
            return;
        }
    };
    let statuses = ["met", "unmet", "pending", "unknown", "not_applicable"];
    let verdicts = ["eligible", "not_eligible", "pending", "unknown", "held"];
    let known = match (field, of) {
        (Field::Status, Some(_)) => statuses.contains(&value.as_str()),
        (Field::Status, None) => verdicts.contains(&value.as_str()),
        _ => value == "none" || Day::parse(&value).is_some(),
    };
    if !known {
        faults.push(
            problem!(node.span, "unknown-option", value = value)
                .meant(&value, if of.is_some() { &statuses[..] } else { &verdicts[..] }.iter().copied()),
        );
        return;
    }
    into.push(Expected { of, field, value, at: node.span });
}
