//! The next question, as other programs see it.

use super::Checklist;
use crate::engine::question;
use crate::value::localized::Localized;

/// The fact to find out next.
#[derive(Debug)]
pub struct Question<'a> {
    model: question::Question<'a>,
    checklist: &'a Checklist<'a>,
}

/// Returns the fact to ask for next so that the verdict is settled with the least effort, or None if it is settled.
pub fn next_question<'a>(checklist: &'a Checklist<'a>) -> Option<Question<'a>> {
    let model = question::next(&checklist.rulebook.model, &checklist.facts.model, &checklist.model, false)?;
    Some(Question { model, checklist })
}

impl<'a> Question<'a> {
    /// Returns the fact's name in facts files.
    pub fn fact(&self) -> &'a str {
        &self.definition().id
    }

    /// Returns the question for people, or the fact's name for people where the rulebook words no question.
    pub fn text(&self) -> &'a Localized {
        let definition = self.definition();
        definition.ask.as_ref().unwrap_or(&definition.title)
    }

    /// Returns how many answers are needed at most, this one included.
    pub fn at_most(&self) -> usize {
        self.model.at_most
    }

    fn definition(&self) -> &'a crate::rulebook::FactDef {
        &self.checklist.rulebook.model.program.facts[self.model.fact]
    }
}
