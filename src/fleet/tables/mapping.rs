//! A mapping from the columns of a table to facts: `columns.toml`.
//!
//! In: its text, and the program. Out: a [`Mapping`], or everything that is wrong with it, each at its line.

use hashbrown::HashMap;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::FileId;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Entry, Node, NodeValue, parse_toml};
use crate::fleet::tables::headings::{OF_RECORDS, Target};
use crate::rulebook::{FactKind, Program};

/// What the columns of a table say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// What each column says, by its heading.
    pub columns: Vec<MappedColumn>,
    /// Headings of columns that say nothing about facts and are carried along.
    pub keep: Vec<String>,
    /// Values of facts, or of columns of a fact's rows, that no cell states.
    pub constants: Vec<(Target, String)>,
}

/// What one column says.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedColumn {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub target: Target,
    /// Columns with the same number state one row together; those without a number state rows side by side.
    pub row: Option<u32>,
    /// True where there may be more rows than the cells state.
    pub partial: bool,
    /// Values of other columns of its rows.
    pub with: Vec<(usize, String)>,
    /// Texts that mean that there are no rows.
    pub none: Vec<String>,
    /// What texts mean, where that is not what they say.
    pub values: HashMap<String, String>,
}

/// Reads a mapping.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: FileId, text: &str, program: &Program) -> Result<Mapping, Vec<Diagnostic>> {
    let node = parse_toml(file, text).map_err(|diagnostic| vec![diagnostic])?;
    let mut diagnostics = Vec::new();
    let mapping = Reader { program, diagnostics: &mut diagnostics, mapping: Mapping::default() }.whole(&node);
    if diagnostics.iter().any(|diagnostic| diagnostic.is_error) { Err(diagnostics) } else { Ok(mapping) }
}

struct Reader<'a> {
    program: &'a Program,
    diagnostics: &'a mut Vec<Diagnostic>,
    mapping: Mapping,
}

impl Reader<'_> {
    fn whole(mut self, node: &Node<'_>) -> Mapping {
        let Some(mut fields) = TableReader::from_entry(node, self.diagnostics) else { return self.mapping };
        self.mapping.keep = fields.texts("keep", self.diagnostics).into_iter().map(|(heading, _)| heading.to_owned()).collect();
        for entry in self.entries(fields.optional("columns")) {
            self.column(entry);
        }
        for entry in self.entries(fields.optional("none")) {
            self.none(entry);
        }
        for entry in self.entries(fields.optional("values")) {
            self.values(entry);
        }
        for entry in self.entries(fields.optional("constants")) {
            self.constant(entry);
        }
        fields.finish(self.diagnostics);
        self.mapping
    }

    fn entries<'n, 'i>(&mut self, node: Option<&'n Node<'i>>) -> &'n [Entry<'i>] {
        node.and_then(|node| TableReader::from_entry(node, self.diagnostics)).map_or(&[], |fields| fields.entries())
    }

    /// What a text of the mapping names.
    fn target(&mut self, node: &Node<'_>) -> Option<Target> {
        let text = as_text(node, self.diagnostics)?;
        let found = Target::parse(text, self.program);
        if found.is_none() {
            let known = OF_RECORDS.into_iter().chain(self.program.facts.iter().map(|fact| fact.id.as_str()));
            let columns = self.program.facts.iter().filter_map(|fact| Some((fact, fact.kind.table()?)));
            let columns: Vec<String> =
                columns.flat_map(|(fact, table)| table.columns.iter().map(|column| format!("{}.{}", fact.id, column.id))).collect();
            let known = known.chain(columns.iter().map(String::as_str));
            self.diagnostics.push(diagnostic!(node.span, "map-unknown-target", name = text).suggest(text, known));
        }
        found
    }

    fn column(&mut self, entry: &Entry<'_>) {
        let heading = entry.key.trim().to_owned();
        let empty = |target| MappedColumn {
            heading: heading.clone(),
            target,
            row: None,
            partial: false,
            with: Vec::new(),
            none: Vec::new(),
            values: HashMap::new(),
        };
        let NodeValue::Table(_) = &entry.node.value else {
            let target = self.target(&entry.node);
            self.mapping.columns.extend(target.map(empty));
            return;
        };
        let Some(mut fields) = TableReader::from_entry(&entry.node, self.diagnostics) else { return };
        let target = fields.required("to", self.diagnostics).and_then(|node| self.target(node));
        let row = fields.optional("row").and_then(|node| self.row(node));
        let partial = fields.flag("partial", self.diagnostics);
        let with = fields.optional("with");
        fields.finish(self.diagnostics);
        let Some(target) = target else { return };
        let table = target.fact().and_then(|fact| self.program.facts[fact].kind.table());
        let Some(table) = table else {
            if row.is_some() || partial || with.is_some() {
                self.diagnostics.push(diagnostic!(entry.span, "map-no-rows", name = target.name(self.program)));
            }
            self.mapping.columns.push(empty(target));
            return;
        };
        let mut given = Vec::new();
        for one in self.entries(with) {
            match (table.column(&one.key), as_text(&one.node, self.diagnostics)) {
                (Some(column), Some(text)) => given.push((column, text.to_owned())),
                (None, _) => {
                    let diagnostic = diagnostic!(one.span, "unknown-column", name = one.key);
                    self.diagnostics.push(diagnostic.suggest(&one.key, table.columns.iter().map(|column| column.id.as_str())));
                }
                _ => {}
            }
        }
        self.mapping.columns.push(MappedColumn { row, partial, with: given, ..empty(target) });
    }

    fn row(&mut self, node: &Node<'_>) -> Option<u32> {
        let row = match &node.value {
            NodeValue::Number(text) => text.parse().ok(),
            _ => None,
        };
        if row.is_none() {
            self.diagnostics.push(wrong_type(node, "type-number"));
        }
        row
    }

    /// The mapped columns of a heading. Several columns of a table may have one heading.
    fn mapped(&mut self, entry: &Entry<'_>) -> Option<&mut MappedColumn> {
        let heading = entry.key.trim();
        let found = self.mapping.columns.iter().position(|column| column.heading == heading);
        if found.is_none() {
            let known: Vec<&str> = self.mapping.columns.iter().map(|column| column.heading.as_str()).collect();
            self.diagnostics.push(diagnostic!(entry.span, "map-unmapped", name = heading).suggest(heading, known));
        }
        found.map(|at| &mut self.mapping.columns[at])
    }

    fn none(&mut self, entry: &Entry<'_>) {
        let texts = match &entry.node.value {
            NodeValue::List(items) => {
                items.iter().filter_map(|item| as_text(item, self.diagnostics)).map(|text| text.trim().to_owned()).collect()
            }
            _ => {
                self.diagnostics.push(wrong_type(&entry.node, "type-list"));
                return;
            }
        };
        let program = self.program;
        let Some(column) = self.mapped(entry) else { return };
        column.none = texts;
        let target = column.target;
        if !target.fact().is_some_and(|fact| matches!(program.facts[fact].kind, FactKind::Rows(_))) {
            self.diagnostics.push(diagnostic!(entry.span, "map-no-rows", name = target.name(program)));
        }
    }

    fn values(&mut self, entry: &Entry<'_>) {
        let mut values = HashMap::new();
        for one in self.entries(Some(&entry.node)) {
            if let Some(text) = as_text(&one.node, self.diagnostics) {
                values.insert(one.key.trim().to_owned(), text.to_owned());
            }
        }
        if let Some(column) = self.mapped(entry) {
            column.values = values;
        }
    }

    fn constant(&mut self, entry: &Entry<'_>) {
        let name = Node { span: entry.span, value: NodeValue::Text(entry.key.as_ref().into()) };
        let (Some(target), Some(text)) = (self.target(&name), as_text(&entry.node, self.diagnostics).map(str::to_owned)) else { return };
        let stated = |column: &MappedColumn| column.target == target;
        if self.mapping.columns.iter().any(stated) || matches!(target, Target::Record("applicant")) {
            self.diagnostics.push(diagnostic!(entry.span, "map-constant-and-column", name = entry.key));
        }
        if let Target::Column { fact, .. } = target
            && !self.mapping.columns.iter().any(|column| column.target.fact() == Some(fact))
        {
            self.diagnostics.push(diagnostic!(entry.span, "map-constant-without-rows", name = self.program.facts[fact].id));
        }
        self.mapping.constants.push((target, text));
    }
}
