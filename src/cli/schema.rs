//! `kaibo schema`: the JSON Schemas of what kaibo writes.
//!
//! In: the name of a format. Out: its schema.

use clap::{Args, ValueEnum};

use crate::cli::context::{Context, Exit};
use crate::cli::output::result;

#[derive(Debug, Args)]
pub(super) struct Schema {
    #[arg(value_enum)]
    of: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Report,
}

impl Schema {
    pub(super) fn run(&self, context: &Context) -> Exit {
        let text = match self.of {
            Format::Report => crate::report::verify::SCHEMA,
        };
        result(context, text, Exit::Ok)
    }
}
