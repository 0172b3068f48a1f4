//! `kaibo practice-data`: made-up applicants.
//!
//! In: how many, and a seed. Out: records of a fleet, one a line, the same for the same call.

use std::io::{self, BufWriter, Write};

use clap::Args;

use crate::cli::input::{as_of, held, library, rulebook};
use crate::cli::output::{complain, refuse};
use crate::cli::{Context, Exit};
use crate::doc::Files;
use crate::fleet::journal::Partial;
use crate::practice::{Looks, Practice};
use crate::problem::Problem;

#[derive(Debug, Args)]
pub(super) struct PracticeData {
    count: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl PracticeData {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let library = library(context)?;
        let id = match (&context.common.program, library.programs()) {
            (Some(id), _) => id.clone(),
            (None, [only]) => only.id.clone(),
            (None, _) => return Err(refuse(context, "fleet-which-program", vec![("flag", "practice-data".to_owned())])),
        };
        let loaded = rulebook(context, &library, &id)?;
        let day = as_of(context, &loaded.rulebook)?.day;
        let edition = held(context, &loaded.rulebook)?.or_else(|| loaded.rulebook.in_force(day));
        let edition = edition.ok_or_else(|| refuse(context, "no-edition-on", vec![("day", day.to_string())]))?;
        let looks = match library.program(&id).and_then(|text| text.file("practice.toml")) {
            None => Looks::default(),
            Some(text) => toml::from_str(text).map_err(|error| {
                let reason = format!("practice.toml: {error}");
                refuse(context, "syntax-toml", vec![("reason", reason)])
            })?,
        };
        let practice = Practice::new(&loaded.rulebook.program, edition, looks, day, self.seed);
        let unwritable = |error: io::Error| {
            let name = context.common.output.as_ref().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
            complain(context, &[Problem::nowhere("cannot-write", vec![("name", name), ("reason", error.to_string())])], &Files::default());
            Exit::Output
        };
        match &context.common.output {
            None => match self.write(practice, io::stdout().lock()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Ok),
                written => written.map(|()| Exit::Ok).map_err(unwritable),
            },
            Some(path) => {
                let mut partial = Partial::begin(path).map_err(unwritable)?;
                match self.write(practice, &mut partial) {
                    Ok(()) => partial.finish().map(|()| Exit::Ok).map_err(unwritable),
                    Err(error) => {
                        let _ = partial.discard();
                        Err(unwritable(error))
                    }
                }
            }
        }
    }

    fn write(&self, mut practice: Practice<'_>, to: impl Write) -> io::Result<()> {
        let mut to = BufWriter::with_capacity(1 << 18, to);
        for _ in 0..self.count {
            serde_json::to_writer(&mut to, &practice.record())?;
            to.write_all(b"\n")?;
        }
        to.flush()
    }
}
