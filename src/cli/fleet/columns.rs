//! `kaibo fleet columns`: what the columns of a table probably mean.
//!
//! In: a table. Out: a mapping to check and use, as text.

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::fleet::work::one_program;
use crate::cli::input::{library, reads, rulebook};
use crate::cli::output::{print_error, result};
use crate::fleet::source::{Input, InputFormat};
use crate::fleet::tables::encoding;
use crate::fleet::tables::header::TableSettings;
use crate::fleet::tables::input::InputError;
use crate::fleet::tables::propose::{Sample, propose};
use crate::i18n::escape::escape_control;

#[derive(Debug, Args)]
pub(super) struct ColumnsArgs {
    file: PathBuf,
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

impl ColumnsArgs {
    pub(super) fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        if let Some(name) = self.encoding.as_ref().filter(|name| !encoding::is_known(name)) {
            return Err(print_error(context, "fleet-unknown-encoding", vec![("name", name.clone())]));
        }
        let library = library(context)?;
        let id = match (&context.common.program, library.programs()) {
            (Some(id), _) => id.clone(),
            (None, [only]) => only.id.clone(),
            (None, _) => return Err(one_program(context, "columns")),
        };
        let loaded = rulebook(context, &library, &id)?;
        let program = &loaded.rulebook.program;
        reads(context, &self.file);
        let input = Input { encoding: self.encoding.clone(), sheet: self.sheet.clone(), ..Input::new(&self.file, Some(InputFormat::Csv)) };
        let sample = Sample::read(&input, &TableSettings::new([program], None)).map_err(|error| {
            let reason = match InputError::within(&error) {
                Some(known) => {
                    let (id, args) = known.message();
                    context.messages.format(id, &args)
                }
                None => error.to_string(),
            };
            print_error(context, "cannot-read", vec![("name", input.name.clone()), ("reason", escape_control(&reason).into_owned())])
        })?;
        Ok(result(context, &propose(&sample, program, &input.name, &context.messages), Exit::Ok))
    }
}
