//! An applicant's files, TOML or JSON.

use std::fmt::Write as _;

use super::applicant::{Applicant, Extent, Layer, Row, Stated};
use super::book::{Book, Fact};
use super::words::{Word, quoted};

impl Applicant {
    /// The text of what people said, and of what was collected.
    pub fn texts(&self, book: &Book) -> (String, Option<String>) {
        let write = |layer: &Layer| if self.json { layer.json(book) } else { layer.toml(book) };
        (write(&self.people), self.collected.as_ref().map(write))
    }
}

impl Layer {
    fn toml(&self, book: &Book) -> String {
        let mut text = "program = \"random\"\napplicant = \"wx1\"\n\n[facts]\n".to_owned();
        for (fact, stated) in book.facts.iter().zip(&self.facts) {
            if let Some(value) = stated.as_ref().and_then(|stated| stated.toml(fact)) {
                let _ = writeln!(text, "{} = {value}", fact.id);
            }
        }
        for (fact, provenance) in book.facts.iter().zip(&self.provenance) {
            let Some(provenance) = provenance else { continue };
            let _ = writeln!(text, "\n[provenance.{}]\nsource = \"manual\"", fact.id);
            if let Some(until) = provenance.valid_until {
                let _ = writeln!(text, "valid_until = {until}");
            }
            if let Some(day) = provenance.observed_at {
                let _ = writeln!(text, "observed_at = {day}T12:00:00Z");
            }
            if provenance.insists {
                text.push_str("override = true\nnote = \"checked by hand\"\n");
            }
        }
        for (fact, key, column, value) in &self.annotations {
            let _ = writeln!(text, "\n[annotate.{}]\n{} = {{ {column} = {} }}", book.facts[*fact].id, quoted(key), value.toml());
        }
        for waiver in &self.waivers {
            let _ = writeln!(text, "\n[[waivers]]\nrequirement = {}\nreason = \"r\"\nby = \"b\"", quoted(&waiver.requirement));
            let _ = writeln!(text, "from = {}\nuntil = {}", waiver.from, waiver.until);
        }
        text
    }

    fn json(&self, book: &Book) -> String {
        let table = |entries: Vec<String>| format!("{{{}}}", entries.join(", "));
        let facts = book.facts.iter().zip(&self.facts);
        let facts: Vec<String> =
            facts.filter_map(|(fact, stated)| Some(format!("{}: {}", quoted(&fact.id), stated.as_ref()?.json(fact)))).collect();
        let provenance = book.facts.iter().zip(&self.provenance).filter_map(|(fact, provenance)| {
            let provenance = provenance.as_ref()?;
            let mut entries = vec!["\"source\": \"manual\"".to_owned()];
            entries.extend(provenance.valid_until.map(|until| format!("\"valid_until\": \"{until}\"")));
            entries.extend(provenance.observed_at.map(|day| format!("\"observed_at\": \"{day}T12:00:00Z\"")));
            if provenance.insists {
                entries.push("\"override\": true, \"note\": \"checked by hand\"".to_owned());
            }
            Some(format!("{}: {}", quoted(&fact.id), table(entries)))
        });
        let provenance: Vec<String> = provenance.collect();
        let waivers: Vec<String> = self
            .waivers
            .iter()
            .map(|waiver| {
                let id = quoted(&waiver.requirement);
                format!(
                    "{{\"requirement\": {id}, \"reason\": \"r\", \"by\": \"b\", \"from\": \"{}\", \"until\": \"{}\"}}",
                    waiver.from, waiver.until
                )
            })
            .collect();
        let annotate: Vec<String> = self
            .annotations
            .iter()
            .map(|(fact, key, column, value)| {
                format!("{}: {{{}: {{{}: {}}}}}", quoted(&book.facts[*fact].id), quoted(key), quoted(column), value.json())
            })
            .collect();
        table(vec![
            "\"program\": \"random\", \"applicant\": \"wx1\"".to_owned(),
            format!("\"facts\": {}", table(facts)),
            format!("\"provenance\": {}", table(provenance)),
            format!("\"annotate\": {}", table(annotate)),
            format!("\"waivers\": [{}]", waivers.join(", ")),
        ])
    }
}

impl Stated {
    fn toml(&self, fact: &Fact) -> Option<String> {
        match self {
            Stated::Null => None,
            Stated::Value(word) => Some(word.toml()),
            Stated::Rows(extent, rows) => Some(extent.wrap(rows_text(fact, rows, " = ", Word::toml), " = ")),
        }
    }

    fn json(&self, fact: &Fact) -> String {
        match self {
            Stated::Null => "null".to_owned(),
            Stated::Value(word) => word.json(),
            Stated::Rows(extent, rows) => extent.wrap(rows_text(fact, rows, ": ", Word::json), ": "),
        }
    }
}

impl Extent {
    fn wrap(self, rows: String, is: &str) -> String {
        let name = |name: &str| if is == ": " { quoted(name) } else { name.to_owned() };
        match self {
            Extent::Exactly => rows,
            Extent::Partial => format!("{{ {}{is}true, {}{is}{rows} }}", name("partial"), name("rows")),
            Extent::AtMost => format!("{{ {}{is}true, {}{is}{rows} }}", name("at_most"), name("rows")),
        }
    }
}

fn rows_text(fact: &Fact, rows: &[Row], is: &str, write: impl Fn(&Word) -> String) -> String {
    let columns = fact.shape.columns();
    let name = |name: &str| if is == ": " { quoted(name) } else { name.to_owned() };
    let row = |row: &Row| match row.as_slice() {
        // Rows of one column may be written bare.
        [Some(only)] => write(only),
        cells => {
            let stated =
                columns.iter().zip(cells).filter_map(|((column, _), cell)| Some(format!("{}{is}{}", name(column), write(cell.as_ref()?))));
            format!("{{{}}}", stated.collect::<Vec<_>>().join(", "))
        }
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("[{}]", rows.join(", "))
}
