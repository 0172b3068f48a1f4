//! What tells the facts of one applicant, and the rules that it was checked by, from those of another night.
//!
//! In: facts. Out: a digest that changes with whatever the verdict may depend on, and with nothing else: values, how complete
//! rows are, until when facts are known and when they were observed, waivers.

use sha2::{Digest, Sha256};

use crate::facts::{Completeness, FactValue, Facts};
use crate::rulebook::{FactKind, Program};
use crate::value::date::Date;

/// The digest of an applicant's facts.
pub fn facts_digest(facts: &Facts, program: &Program) -> String {
    let mut hash = Sha256::new();
    // Each part is preceded by its length, so that no two lists of parts are one text.
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    for (fact, known) in program.facts.iter().zip(&facts.facts).filter(|(_, known)| !known.periods.is_empty()) {
        part(&fact.id);
        for period in &known.periods {
            part(&day(period.until));
            part(&day(period.observed));
            match (&period.value, &fact.kind) {
                (FactValue::Value(value), FactKind::Value(kind)) => part(&kind.write(value, program.zone)),
                (FactValue::Rows(rows), FactKind::Rows(table) | FactKind::Daily(table)) => {
                    part(match rows.completeness {
                        Completeness::Complete => "complete",
                        Completeness::AtLeast => "at least",
                        Completeness::AtMost => "at most",
                    });
                    part(&rows.rows.len().to_string());
                    for (cell, column) in rows.rows.iter().flat_map(|row| row.cells.iter().zip(&table.columns)) {
                        part(&cell.as_ref().map_or_else(|| "?".to_owned(), |value| format!("={}", column.kind.write(value, program.zone))));
                    }
                }
                _ => {}
            }
        }
    }
    for waiver in &facts.waivers {
        part("waiver");
        [&waiver.requirement, &waiver.from.to_string(), &waiver.until.to_string()].into_iter().for_each(|text| part(text));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
