//! Facts without names: applicants, people, ids and free text replaced by keyed pseudonyms.
//!
//! In: facts, the rules that they are tested by, a key. Out: facts from which the same verdict follows. One name has one pseudonym
//! under one key, so that reports can be compared; without the key nobody can try which name it was.

use hashbrown::HashSet;
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthChar as _;

use crate::engine::check::text_name;
use crate::facts::{FactValue, Facts, Provenance, Row};
use crate::rulebook::test::Needed;
use crate::rulebook::{FactKind, RowsTest, Rule, Rulebook, Test};
use crate::value::value_type::{Value, ValueType};

/// What tests look at in a text: a place among the facts, and a column where it has rows.
type Place = (usize, Option<usize>);

/// How texts of one place are replaced.
enum Replacement {
    /// By a pseudonym.
    Name,
    /// By a pseudonym of the same length in characters and in units, which a test measures.
    Length,
    /// Not at all: a test compares the words.
    Keep,
}

/// Replaces names by pseudonyms.
#[derive(Debug)]
pub struct Pseudonyms<'k> {
    key: &'k [u8],
    compared: HashSet<Place>,
    measured: HashSet<Place>,
}

impl<'k> Pseudonyms<'k> {
    /// Pseudonyms under a key, for facts that are tested by these rules.
    pub fn new(key: &'k [u8], rulebook: &Rulebook) -> Pseudonyms<'k> {
        let mut pseudonyms = Pseudonyms { key, compared: HashSet::new(), measured: HashSet::new() };
        for requirement in rulebook.editions.iter().flat_map(|edition| &edition.requirements) {
            let readings = requirement.readings.iter().map(|reading| &reading.test);
            let own = if let Rule::Test(test) = &requirement.rule { Some(test) } else { None };
            own.into_iter().chain(readings).for_each(|test| pseudonyms.note(test, rulebook));
        }
        pseudonyms
    }

    fn note(&mut self, test: &Test, rulebook: &Rulebook) {
        match test {
            Test::Value { of: Some(fact), kind: ValueType::Text, .. } => drop(self.compared.insert((*fact, None))),
            Test::Length { of, .. } => drop(self.measured.insert((*of, None))),
            Test::Rows(RowsTest { of, filter, measure, is, .. }) => {
                let latest = measure.column().filter(|_| matches!(is, Needed::Value(..)));
                let columns = filter.iter().map(|(column, _)| *column).chain(latest);
                let table = rulebook.program.facts[*of].kind.table();
                let texts = columns.filter(|column| table.is_some_and(|table| table.columns[*column].kind == ValueType::Text));
                self.compared.extend(texts.map(|column| (*of, Some(column))));
            }
            Test::Value { .. } | Test::Elapsed { .. } => {}
        }
    }

    /// The facts without names.
    pub fn redact(&self, facts: &Facts, rulebook: &Rulebook) -> Facts {
        let mut redacted = facts.clone();
        redacted.applicant = self.name(&facts.applicant);
        redacted.name = facts.name.as_deref().map(|name| self.name(name));
        redacted.entity = facts.entity.as_deref().map(|entity| self.name(entity));
        for (at, fact) in redacted.facts.iter_mut().enumerate() {
            let kind = &rulebook.program.facts[at].kind;
            fact.periods.iter_mut().for_each(|period| self.value(at, kind, &mut period.value));
            fact.sources.iter_mut().for_each(|source| self.source(source));
        }
        for waiver in &mut redacted.waivers {
            waiver.by = self.name(&waiver.by);
            waiver.reason = self.name(&waiver.reason);
        }
        for conflict in &mut redacted.conflicts {
            let kind = &rulebook.program.facts[conflict.fact].kind;
            self.value(conflict.fact, kind, &mut conflict.used.1);
            self.value(conflict.fact, kind, &mut conflict.other.1);
        }
        redacted
    }

    fn source(&self, source: &mut Provenance) {
        let replace = |text: &mut Option<String>| *text = text.take().map(|text| self.name(&text));
        replace(&mut source.by);
        replace(&mut source.note);
        if let Some(signed) = &mut source.sign_off {
            signed.by = self.name(&signed.by);
            signed.note = self.name(&signed.note);
            replace(&mut signed.evidence);
        }
    }

    fn value(&self, fact: usize, kind: &FactKind, value: &mut FactValue) {
        match (kind, value) {
            (FactKind::Value(ValueType::Text), FactValue::Value(value)) => self.text((fact, None), value),
            (FactKind::Rows(table) | FactKind::Daily(table), FactValue::Rows(rows)) => {
                let texts: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].kind == ValueType::Text).collect();
                let cells = |row: &mut Row| {
                    for column in &texts {
                        if let Some(value) = &mut row.cells[*column] {
                            self.text((fact, Some(*column)), value);
                        }
                    }
                };
                rows.rows.iter_mut().for_each(cells);
            }
            _ => {}
        }
    }

    fn text(&self, place: Place, value: &mut Value) {
        let Value::Text(text) = value else { return };
        *text = match self.replacement(place) {
            Replacement::Keep => return,
            Replacement::Name => self.name(text).into(),
            Replacement::Length => self.of_length(text).into(),
        };
    }

    fn replacement(&self, place: Place) -> Replacement {
        match (self.compared.contains(&place), self.measured.contains(&place)) {
            (true, _) => Replacement::Keep,
            (false, true) => Replacement::Length,
            (false, false) => Replacement::Name,
        }
    }

    /// The pseudonym of a text. Spellings that count as one name have one pseudonym.
    pub fn name(&self, text: &str) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let code = hmac(self.key, text_name(text).as_bytes());
        let letters = code.iter().take(16).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        std::iter::once("anon-".to_owned()).chain(letters.map(String::from)).collect()
    }

    /// A text of the same length: as many characters, and wide ones where they were.
    fn of_length(&self, text: &str) -> String {
        let mut bytes = Vec::new();
        while bytes.len() < text.chars().count() {
            let round = u32::try_from(bytes.len()).unwrap_or_default().to_be_bytes();
            bytes.extend(hmac(self.key, &[&round[..], text.as_bytes()].concat()));
        }
        let replaced = text.chars().zip(bytes).map(|(c, byte)| match c.width() {
            Some(2) => char::from_u32(0x4e00 + u32::from(byte)).unwrap_or('一'),
            _ => char::from(b'a' + byte % 26),
        });
        replaced.collect()
    }
}

/// HMAC-SHA256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    const BLOCK: usize = 64;
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    #[test]
    fn the_keyed_digest_is_that_of_the_standard() {
        // RFC 4231, test cases 1, 2 and 6.
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hex(hmac(&[0x0b; 20], b"Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(hex(hmac(b"Jefe", b"what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn a_pseudonym_of_a_measured_text_has_its_length() {
        let pseudonyms = Pseudonyms { key: b"key", compared: HashSet::new(), measured: HashSet::new() };
        for text in ["直播间 Room 7", "", "a", "ＡＢ", &"长".repeat(100)] {
            let other = pseudonyms.of_length(text);
            let units = |text: &str| text.chars().map(|c| if c.width() == Some(2) { 2 } else { 1 }).sum::<usize>();
            assert_eq!((other.chars().count(), units(&other)), (text.chars().count(), units(text)), "{text}");
            assert!(text.is_empty() || other != text);
        }
        assert_eq!(pseudonyms.name("Ａ "), pseudonyms.name("A"), "one name, one pseudonym");
        assert_ne!(pseudonyms.name("A"), pseudonyms.name("B"));
        let other = Pseudonyms { key: b"another", compared: HashSet::new(), measured: HashSet::new() };
        assert_ne!(pseudonyms.name("A"), other.name("A"));
    }
}
