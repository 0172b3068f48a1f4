//! A facts file as its author wrote it: one fact changes, everything else stays to the byte.
//!
//! In: the text of a facts file, and what is to stand for a fact. Out: the text with that changed; comments, order and
//! spelling are the author's, as are byte order mark and line ends.

use toml_edit::{Array, Decor, DocumentMut, InlineTable, Item, Key, RawString, Table, TableLike, Value};

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::i18n::escape::{misleads, toml_string};

/// A facts file that is being changed.
#[derive(Debug, Clone)]
pub struct Document {
    tree: DocumentMut,
    /// It begins with a byte order mark.
    marked: bool,
    /// Every line ends as on Windows.
    returns: bool,
}

/// What a file states of one fact, or of one estimate, spelling included.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// Under `[facts]`.
    pub value: Option<Item>,
    /// Under `[provenance]`.
    pub provenance: Option<Item>,
    /// Under `[annotate]`.
    pub annotate: Option<Item>,
    /// Under `[estimates]`, where requirements may bear the names of facts.
    pub estimate: Option<Item>,
}

/// The parts of a facts file in which a fact can stand.
const SECTIONS: [&str; 3] = ["facts", "provenance", "annotate"];

impl PartialEq for Stated {
    /// The same, without the blanks and comments around it, and when it was said.
    fn eq(&self, other: &Stated) -> bool {
        let text = |item: &Option<Item>| {
            let mut item = item.clone()?;
            if let Some(table) = item.as_table_like_mut() {
                table.remove("observed_at");
            }
            Some(item.to_string().trim().to_owned())
        };
        text(&self.estimate) == text(&other.estimate)
            && SECTIONS.iter().all(|section| text(self.part(section)) == text(other.part(section)))
    }
}

impl Stated {
    /// The same without the blanks and comments around it.
    pub fn bare(&self) -> Stated {
        let bare = |item: &Option<Item>| {
            let mut item = item.clone()?;
            match &mut item {
                Item::Value(value) => value.decor_mut().clear(),
                Item::Table(table) => {
                    table.decor_mut().clear();
                    table.set_position(None);
                }
                _ => {}
            }
            Some(item)
        };
        Stated {
            value: bare(&self.value),
            provenance: bare(&self.provenance),
            annotate: bare(&self.annotate),
            estimate: bare(&self.estimate),
        }
    }

    fn part(&self, section: &str) -> &Option<Item> {
        match section {
            "facts" => &self.value,
            "provenance" => &self.provenance,
            _ => &self.annotate,
        }
    }
}

impl Document {
    /// Reads a facts file.
    ///
    /// # Errors
    /// It isn't TOML.
    pub fn read(text: &str) -> Result<Document, Diagnostic> {
        let bare = text.strip_prefix('\u{feff}');
        let marked = bare.is_some();
        let text = bare.unwrap_or(text);
        let ends = text.matches('\n').count();
        let returns = ends > 0 && text.matches("\r\n").count() == ends;
        let text = if returns { text.replace("\r\n", "\n") } else { text.to_owned() };
        let tree = text.parse::<DocumentMut>().map_err(|error| {
            let range = error.span().unwrap_or(0..0);
            let at = Span { file: FileId(0), start: range.start as u32, end: range.end as u32 };
            diagnostic!(at, "syntax-toml", reason = error.message())
        })?;
        Ok(Document { tree, marked, returns })
    }

    /// A facts file that states nothing.
    pub fn empty() -> Document {
        Document { tree: DocumentMut::new(), marked: false, returns: false }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = self.tree.to_string();
        if self.returns {
            text = text.replace('\n', "\r\n");
        }
        if self.marked { format!("\u{feff}{text}") } else { text }
    }

    /// What stands of a fact.
    pub fn stated(&self, fact: &str) -> Stated {
        let part = |section: &str| self.entry(section, fact);
        Stated { value: part("facts"), provenance: part("provenance"), annotate: part("annotate"), estimate: None }
    }

    /// What stands of the applicant's own figures for a requirement.
    pub fn stated_estimate(&self, requirement: &str) -> Stated {
        Stated { estimate: self.entry("estimates", requirement), ..Stated::default() }
    }

    fn entry(&self, section: &str, name: &str) -> Option<Item> {
        self.tree.get(section).and_then(Item::as_table_like).and_then(|table| table.get(name)).cloned()
    }

    /// Puts back what stood of a fact.
    pub fn restate(&mut self, fact: &str, stated: &Stated) {
        for section in SECTIONS {
            match stated.part(section) {
                Some(item) => self.put(section, fact, item.clone()),
                None => self.remove(section, fact),
            }
        }
    }

    /// Puts that back.
    pub fn restate_estimate(&mut self, requirement: &str, stated: &Stated) {
        match &stated.estimate {
            Some(item) => self.put("estimates", requirement, item.clone()),
            None => self.remove("estimates", requirement),
        }
    }

    /// States a fact's value, or takes it out.
    pub fn set_value(&mut self, fact: &str, value: Option<Value>) {
        let section = self.tree.get_mut("facts").and_then(Item::as_table_like_mut);
        match (value, section.and_then(|section| section.get_mut(fact))) {
            (None, _) => self.remove("facts", fact),
            // Rows under a heading of their own stay there.
            (Some(value), Some(Item::Table(old))) if old.contains_key("rows") => rewrap(old, value),
            (Some(value), _) => self.put("facts", fact, Item::Value(value)),
        }
    }

    /// Sets and takes out fields of a fact's provenance. Where there is none yet, it is made.
    pub fn set_provenance(&mut self, fact: &str, fields: &[(&str, Option<Value>)]) {
        if self.stated(fact).provenance.is_none() {
            self.put("provenance", fact, Item::Table(Table::new()));
        }
        let table = self.tree.get_mut("provenance").and_then(Item::as_table_like_mut);
        let Some(table) = table.and_then(|table| table.get_mut(fact)).and_then(Item::as_table_like_mut) else { return };
        for (key, value) in fields {
            match value {
                Some(value) => set(table, key, Item::Value(value.clone())),
                None => {
                    table.remove(key);
                }
            }
        }
    }

    /// Adds columns to a row that was collected, or takes what was added out again.
    pub fn annotate(&mut self, fact: &str, row: &str, cells: &[(&str, Option<Value>)]) {
        if self.stated(fact).annotate.is_none() {
            if cells.iter().all(|(_, value)| value.is_none()) {
                return;
            }
            self.put("annotate", fact, Item::Table(Table::new()));
        }
        let section = self.tree.get_mut("annotate").and_then(Item::as_table_like_mut);
        let Some(rows) = section.and_then(|table| table.get_mut(fact)).and_then(Item::as_table_like_mut) else { return };
        if rows.get(row).is_none() {
            set(rows, row, Item::Value(Value::InlineTable(InlineTable::new())));
        }
        let Some(row_cells) = rows.get_mut(row).and_then(Item::as_table_like_mut) else { return };
        for (column, value) in cells {
            match value {
                Some(value) => set(row_cells, column, Item::Value(value.clone())),
                None => {
                    row_cells.remove(column);
                }
            }
        }
        if row_cells.is_empty() {
            rows.remove(row);
        }
        if rows.is_empty() {
            self.remove("annotate", fact);
        }
    }

    /// The applicant's own figures for a requirement; what is None is taken out.
    pub fn set_estimate(&mut self, requirement: &str, takes: Option<&str>, cost: Option<&str>) {
        let fields: Vec<(&str, &str)> =
            [("takes", takes), ("cost", cost)].into_iter().filter_map(|(key, text)| Some((key, text?))).collect();
        if fields.is_empty() {
            return self.remove("estimates", requirement);
        }
        let mut table = InlineTable::new();
        for (key, text) in fields {
            table.insert(key, quoted(text));
        }
        self.put("estimates", requirement, Item::Value(Value::InlineTable(table)));
    }

    /// Puts an item into a section, in the way the author writes it.
    fn put(&mut self, section: &str, name: &str, item: Item) {
        let root = self.tree.as_table_mut();
        if root.get(section).and_then(Item::as_table_like).is_none() {
            let mut table = Table::new();
            // Sections of the file's own tables need no heading.
            table.set_implicit(item.is_table());
            if !root.is_empty() && !item.is_table() {
                table.decor_mut().set_prefix("\n");
            }
            root.insert(section, Item::Table(table));
        }
        let Some(found) = root.get_mut(section) else { return };
        match found {
            Item::Value(Value::InlineTable(inline)) => {
                if let Ok(value) = item.into_value() {
                    set(inline, name, Item::Value(value));
                }
            }
            Item::Table(table) => {
                let is_new = !table.contains_key(name);
                let inline = table.iter().any(|(_, other)| other.is_inline_table()) || table.is_dotted();
                let item = match item {
                    Item::Table(fresh) if is_new && inline => Item::Value(Value::InlineTable(fresh.into_inline_table())),
                    Item::Table(mut fresh) if is_new => {
                        fresh.set_position(None);
                        if fresh.decor().prefix().is_none() {
                            fresh.decor_mut().set_prefix("\n");
                        }
                        Item::Table(fresh)
                    }
                    other => other,
                };
                set(table, name, item);
            }
            _ => {}
        }
    }

    /// Takes an item out of a section. A comment above it stays, above what follows.
    fn remove(&mut self, section: &str, name: &str) {
        let Some(Item::Table(table)) = self.tree.get_mut(section) else {
            if let Some(table) = self.tree.get_mut(section).and_then(Item::as_table_like_mut) {
                table.remove(name);
            }
            return;
        };
        let order: Vec<String> = table.iter().filter(|(_, item)| item.is_value()).map(|(key, _)| key.to_owned()).collect();
        let Some((key, item)) = table.remove_entry(name) else { return };
        let mut above = match &item {
            Item::Table(removed) => comment(removed.decor().prefix()),
            _ => comment(key.leaf_decor().prefix()),
        }
        .unwrap_or_default();
        let beside = match &item {
            Item::Table(removed) => removed.decor().suffix(),
            Item::Value(removed) => removed.decor().suffix(),
            _ => None,
        };
        if let Some(beside) = comment(beside) {
            above.push_str(beside.trim());
            above.push('\n');
        }
        if above.is_empty() {
            return;
        }
        let follows = order.iter().position(|other| other == name).and_then(|at| order.get(at + 1));
        match follows.and_then(|follows| table.key_mut(follows)) {
            Some(mut next) => {
                let own = raw(next.leaf_decor().prefix()).to_owned();
                next.leaf_decor_mut().set_prefix(format!("{above}{own}"));
            }
            None => self.leave_below(section, &above),
        }
    }

    /// Lets a comment stand where a section ends: above the next section's heading, or at the end of the file.
    fn leave_below(&mut self, section: &str, above: &str) {
        let own = self.tree.get(section).and_then(Item::as_table).and_then(Table::position);
        let follows = self
            .tree
            .iter()
            .filter_map(|(name, item)| Some((name.to_owned(), item.as_table()?.position()?)))
            .filter(|(_, position)| Some(*position) > own)
            .min_by_key(|(_, position)| *position);
        match follows.and_then(|(name, _)| self.tree.get_mut(&name)).and_then(Item::as_table_mut) {
            Some(next) if !next.is_implicit() => {
                let before = raw(next.decor().prefix()).to_owned();
                next.decor_mut().set_prefix(format!("{above}{before}"));
            }
            _ => {
                let before = raw(Some(self.tree.trailing())).to_owned();
                self.tree.set_trailing(format!("{above}{before}"));
            }
        }
    }
}

/// Puts rows into the table that held rows before.
fn rewrap(old: &mut Table, value: Value) {
    let (rows, markers) = match value {
        Value::InlineTable(mut wrapped) => (wrapped.remove("rows"), wrapped),
        rows => (Some(rows), InlineTable::new()),
    };
    for marker in ["partial", "at_most"] {
        match markers.get(marker) {
            Some(_) if old.get(marker).and_then(Item::as_bool) == Some(true) => {}
            Some(value) => set(old, marker, Item::Value(value.clone())),
            None => {
                old.remove(marker);
            }
        }
    }
    if let Some(mut rows) = rows {
        rows.decor_mut().clear();
        set(old, "rows", Item::Value(rows));
    }
}

/// Sets an entry. What is there keeps its place, and the blanks and comments around it.
fn set(table: &mut dyn TableLike, name: &str, mut item: Item) {
    let Some(old) = table.get_mut(name) else {
        add(table, name, item);
        return;
    };
    match (&mut *old, &mut item) {
        (Item::Value(old), Item::Value(new)) => {
            let (before, after) = (old.decor().prefix().cloned(), old.decor().suffix().cloned());
            let decor = new.decor_mut();
            *decor = Decor::new(before.unwrap_or_else(|| " ".into()), after.unwrap_or_default());
        }
        (Item::Table(old), Item::Table(new)) => {
            *new.decor_mut() = old.decor().clone();
            new.set_position(old.position());
        }
        // Its own heading goes; what was above that is above the key now.
        (Item::Table(old), Item::Value(_)) => {
            let above = comment(old.decor().prefix());
            table.remove(name);
            let decor = Decor::new(above.unwrap_or_default(), " ");
            if let Some(mut key) = insert(table, name, item) {
                *key.leaf_decor_mut() = decor;
            }
            return;
        }
        _ => {
            table.remove(name);
            add(table, name, item);
            return;
        }
    }
    *old = item;
}

fn insert<'t>(table: &'t mut dyn TableLike, name: &str, item: Item) -> Option<toml_edit::KeyMut<'t>> {
    add(table, name, item);
    table.key_mut(name)
}

/// Adds an entry. Its name is harmless as it is spelled.
fn add(table: &mut dyn TableLike, name: &str, item: Item) {
    let key = name.contains(misleads).then(|| toml_string(name).parse::<Key>().ok()).flatten();
    match key {
        Some(key) => drop(table.entry_format(&key).or_insert(item)),
        None => drop(table.insert(name, item)),
    }
}

/// The text around an item, if it holds a comment.
fn comment(around: Option<&RawString>) -> Option<String> {
    Some(raw(around)).filter(|text| text.contains('#')).map(str::to_owned)
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

/// A text on one line, whatever it holds.
pub fn quoted(text: &str) -> Value {
    toml_string(text).parse().unwrap_or_else(|_| Value::from(text))
}

/// A list whose rows stand on lines of their own.
pub fn list(rows: Vec<Value>, lines: bool) -> Array {
    let mut array = Array::new();
    let any = !rows.is_empty();
    for (at, row) in rows.into_iter().enumerate() {
        let before = if lines {
            "\n    "
        } else if at > 0 {
            " "
        } else {
            ""
        };
        array.push_formatted(row.decorated(before, ""));
    }
    if lines && any {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}
