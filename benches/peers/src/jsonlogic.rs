//! datalogic-rs: the requirements as one rule of JSONLogic, `rules.json`.
//!
//! JSONLogic has no third truth, so the rule works with 0 for false, 1 for unknown and 2 for true: `all` is `min`, `any` is
//! `max`. It has no exact decimals: amounts are whole cents, so more than 10000 is more than 10000.005, whatever the rounding.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{Engine, Logic};

use crate::ours::write_line;
use crate::stream::lines;

/// The rule, compiled.
pub struct JsonLogic {
    engine: Engine,
    rule: Logic,
}

impl JsonLogic {
    /// Compiles the rule; `LISTED` in it means the categories.
    pub fn new(listed: &[String]) -> JsonLogic {
        let engine = Engine::new();
        let text = include_str!("../rules.json").replace("\"LISTED\"", &serde_json::to_string(listed).expect("a list"));
        let rule = engine.compile(text.as_str()).expect("a rule");
        JsonLogic { engine, rule }
    }

    /// A worker.
    pub fn worker(&self) -> impl FnMut(&[u8]) -> Vec<u8> {
        let mut arena = Bump::new();
        move |block| {
            let mut out = Vec::new();
            for line in lines(block) {
                arena.reset();
                let text = std::str::from_utf8(line).expect("UTF-8");
                let record = datalogic_rs::DataValue::from_str(text, &arena).expect("a record");
                let record = &*arena.alloc(record);
                let found = self.engine.evaluate(&self.rule, record, &arena).expect("an answer");
                let found = found.as_array().and_then(|found| found.first()?.as_array()).expect("a list");
                let applicant = record.get("applicant").and_then(|applicant| applicant.as_str()).expect("an applicant");
                let truths = found.iter().map(|truth| match truth.as_i64().expect("a number") {
                    0 => Some(false),
                    1 => None,
                    _ => Some(true),
                });
                write_line(&mut out, applicant, truths);
            }
            out
        }
    }
}
