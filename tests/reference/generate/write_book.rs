//! A rulebook's files.

use std::fmt::Write as _;

use kaibo::rulebook::RulebookText;

use super::book::{Body, Book, Edition, Shape, list_name};
use super::words::{OPTIONS, Scalar, quoted};

impl Book {
    /// The texts of the folder.
    pub fn text(&self) -> RulebookText {
        let mut files = vec![("program.toml".to_owned(), self.program())];
        files.extend(self.editions.iter().map(|edition| (format!("{}.toml", edition.id), edition.toml())));
        RulebookText { id: "random".to_owned(), place: String::new(), files }
    }

    fn program(&self) -> String {
        let mut text = "[program]\nid = \"random\"\ntitle = { zh = \"随机\", en = \"Random\" }\n".to_owned();
        let _ = writeln!(text, "time_zone = {}", quoted(self.zone));
        if let Some(opening) = &self.opening {
            let _ = writeln!(text, "\n[program.opening]\nstate = {}\nnote = {{ zh = \"x\", en = \"x\" }}", quoted(opening.state));
            text.push_str("source = \"x\"\nchecked = 2026-11-22\n");
            for (key, name) in [("held", &opening.held), ("invited", &opening.invited)] {
                if let Some(name) = name {
                    let _ = writeln!(text, "{key} = {}", quoted(name));
                }
            }
        }
        for fact in &self.facts {
            let _ = writeln!(text, "\n[facts.{}]", fact.id);
            if fact.past {
                text.push_str("past = true\n");
            }
            match &fact.shape {
                Shape::Value(kind) => {
                    let (name, rest) = definition(*kind);
                    let _ = writeln!(text, "kind = {}", quoted(name));
                    rest.iter().for_each(|line| {
                        let _ = writeln!(text, "{line}");
                    });
                }
                Shape::Rows { columns, key } => {
                    let _ = writeln!(text, "kind = \"rows\"\ncolumns = {}", columns_toml(columns));
                    if *key {
                        text.push_str("key = [\"id\"]\n");
                    }
                }
                Shape::Daily { columns } => {
                    let _ = writeln!(text, "kind = \"daily\"\ncolumns = {}", columns_toml(columns));
                }
            }
            if let Some(days) = fact.fresh {
                let _ = writeln!(text, "fresh = \"{days} {}\"", if days == 1 { "day" } else { "days" });
            }
        }
        text.push_str(&self.consistent());
        for (name, body) in &self.steps {
            let _ = writeln!(text, "\n[steps.{name}]\n{body}");
        }
        text
    }
}

impl Book {
    /// What facts must satisfy together: of the first list with one date, and of the first with a column besides its key.
    fn consistent(&self) -> String {
        let mut text = String::new();
        if !self.together {
            return text;
        }
        let say = "say = { zh = \"x\", en = \"x\" }";
        let dated = |columns: &[(String, Scalar)]| columns.iter().filter(|(_, kind)| matches!(kind, Scalar::Date | Scalar::Moment)).count();
        let lists: Vec<&str> = self.facts.iter().filter(|fact| dated(&fact.shape.columns()) == 1).map(|fact| fact.id.as_str()).collect();
        if let [of, other, ..] = lists.as_slice() {
            let _ = writeln!(text, "\n[[consistent]]\nof = {}\nnot_before = {}\n{say}", quoted(of), quoted(other));
        }
        for fact in &self.facts {
            let Shape::Rows { columns, .. } = &fact.shape else { continue };
            let plain =
                columns.iter().find(|(name, kind)| name != "id" && matches!(kind, Scalar::Text | Scalar::Number(_) | Scalar::Region));
            if let Some((column, _)) = plain {
                let _ = writeln!(text, "\n[[consistent]]\nof = {}\nunique = [{}]\n{say}", quoted(&fact.id), quoted(column));
                break;
            }
        }
        text
    }
}

/// The name of a kind, and the keys that belong to it.
fn definition(kind: Scalar) -> (&'static str, Vec<String>) {
    let options = || {
        let each: Vec<String> = OPTIONS.iter().map(|id| format!("{id} = {{ zh = \"{id}\", en = \"{id}\" }}")).collect();
        format!("options = {{ {} }}", each.join(", "))
    };
    match kind {
        Scalar::Flag => ("flag", vec![]),
        Scalar::Choice => ("choice", vec![options()]),
        Scalar::Text => ("text", vec![]),
        Scalar::Number(0) => ("number", vec![]),
        Scalar::Number(places) => ("number", vec![format!("decimals = {places}")]),
        Scalar::Money(currency) => ("money", vec![format!("currency = {}", quoted(currency))]),
        Scalar::Date => ("date", vec![]),
        Scalar::Moment => ("moment", vec![]),
        Scalar::Region => ("region", vec![]),
        Scalar::Path => ("path", vec![]),
    }
}

fn columns_toml(columns: &[(String, Scalar)]) -> String {
    let each: Vec<String> = columns
        .iter()
        .map(|(name, kind)| {
            let (kind, rest) = definition(*kind);
            if rest.is_empty() {
                format!("{name} = {}", quoted(kind))
            } else {
                format!("{name} = {{ kind = {}, {} }}", quoted(kind), rest.join(", "))
            }
        })
        .collect();
    format!("{{ {} }}", each.join(", "))
}

impl Edition {
    pub fn toml(&self) -> String {
        let mut text = format!("edition = {}\n", quoted(&self.id));
        let _ = match self.until {
            Some(until) => writeln!(text, "in_force = {{ from = {}, until = {until} }}", self.from),
            None => writeln!(text, "in_force = {{ from = {} }}", self.from),
        };
        for (key, value) in [("supersedes", &self.supersedes), ("like", &self.like)] {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {}", quoted(value));
            }
        }
        if !self.lists.is_empty() {
            text.push_str("\n[lists]\n");
        }
        for list in &self.lists {
            let members: Vec<String> = list.members.iter().map(|member| quoted(member)).collect();
            let _ = writeln!(text, "{} = [{}]", list_name(list.kind), members.join(", "));
        }
        for list in self.lists.iter().filter(|list| !list.aliases.is_empty()) {
            let _ = writeln!(text, "\n[aliases.{}]", list_name(list.kind));
            for (name, target) in &list.aliases {
                let _ = writeln!(text, "{} = {}", quoted(name), quoted(target));
            }
        }
        for list in self.lists.iter().filter(|list| !list.renamed.is_empty()) {
            let _ = writeln!(text, "\n[renamed.{}]", list_name(list.kind));
            for (name, from) in &list.renamed {
                let _ = writeln!(text, "{} = {{ from = {}, source = \"x\" }}", quoted(name), quoted(from));
            }
        }
        for list in self.lists.iter().filter(|list| !list.distinct.is_empty()) {
            let _ = writeln!(text, "\n[distinct.{}]", list_name(list.kind));
            for name in &list.distinct {
                let _ = writeln!(text, "{} = {{ source = \"x\" }}", quoted(name));
            }
        }
        for requirement in &self.requires {
            let _ = writeln!(text, "\n[requires.{}]", requirement.id);
            match &requirement.body {
                Body::Test(keys) => {
                    for (key, value) in keys {
                        let _ = writeln!(text, "{key} = {value}");
                    }
                }
                Body::Group { logic, at_least, children } => {
                    let names: Vec<String> = children.iter().map(|child| quoted(child)).collect();
                    let _ = writeln!(text, "{logic} = [{}]", names.join(", "));
                    if let Some(count) = at_least {
                        let _ = writeln!(text, "at_least = {count}");
                    }
                }
            }
            if let Some(condition) = &requirement.applies_when {
                let _ = writeln!(text, "applies_when = {}", quoted(condition));
            }
            if !requirement.readings.is_empty() {
                let each: Vec<String> = requirement
                    .readings
                    .iter()
                    .map(|keys| keys.iter().map(|(key, value)| format!(", {key} = {value}")).collect::<String>())
                    // A reading's title names it: the same in another edition is the same reading.
                    .map(|keys| (quoted(&format!("as{}", keys.replace('"', "'"))), keys))
                    .map(|(title, keys)| format!("{{ title = {{ zh = {title}, en = {title} }}{keys} }}"))
                    .collect();
                let _ = writeln!(text, "readings = [{}]", each.join(", "));
            }
        }
        text
    }
}
