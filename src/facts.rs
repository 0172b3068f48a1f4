//! What is known of one applicant, and who said so.
//!
//! In: the layers of a facts file, what people said and what was collected. Out: [`Facts`], typed against the program:
//! for every fact what is known and until when, with its provenance; waivers; estimates; conflicts.

pub mod future;
mod merge;
pub(crate) mod model;
pub mod read;
pub mod spelling;

pub use crate::facts::model::{
    Completeness, Conflict, Estimate, Fact, FactValue, Facts, Provenance, Row, Rows, SignOff, ValidityPeriod, Waiver,
};
use crate::rulebook::Program;

pub use read::Layer;

impl Facts {
    /// An applicant of whom nothing is known.
    pub fn unknown(applicant: &str, program: &Program) -> Facts {
        Facts { applicant: applicant.to_owned(), facts: vec![Fact::default(); program.facts.len()], ..Facts::default() }
    }

    /// Unites what people said with what was collected. Warnings are added to `diagnostics`.
    pub fn merge(
        people: Layer,
        collected: Option<Layer>,
        program: &Program,
        diagnostics: &mut Vec<crate::document::diagnostics::Diagnostic>,
    ) -> Facts {
        merge::merge(people, collected, program, diagnostics)
    }
}
