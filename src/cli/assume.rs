//! Assumed facts, and text for the terminal.

use crate::cli::context::{Context, Exit};
use crate::cli::output::print_diagnostics;
use crate::engine::assume as assuming;
use crate::io::application::Application;
use crate::report::text::TextWriter;

/// Lays what was assumed over the facts. Gives back what that was.
pub(crate) fn assume(context: &Context, case: &mut Application, texts: &[String]) -> Result<Vec<String>, Exit> {
    for text in texts {
        let file = case.files.add("--assume", text.clone());
        if let Err(diagnostics) = assuming::apply(&mut case.facts, text, file, &case.rulebook.program) {
            print_diagnostics(context, &diagnostics, &case.files);
            return Err(Exit::Unusable);
        }
    }
    Ok(texts.to_vec())
}

/// An empty page.
pub(crate) fn page(context: &Context) -> TextWriter<'_> {
    TextWriter::new(&context.messages, context.width, context.common.ascii)
}
