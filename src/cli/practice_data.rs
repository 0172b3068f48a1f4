//! `kaibo practice-data`: sample applicants.
//!
//! In: how many, and a seed. Out: records of a fleet, one a line, the same for the same call.

use std::io::{self, Write};

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::input::{as_of, library, pinned_edition, rulebook};
use crate::cli::output::{Destination, print_error};
use crate::fleet::sample::{SampleGenerator, SampleProfile};

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
            (None, _) => return Err(print_error(context, "fleet-which-program", vec![("flag", "practice-data".to_owned())])),
        };
        let loaded = rulebook(context, &library, &id)?;
        let day = as_of(context, &loaded.rulebook)?.day;
        let edition = pinned_edition(context, &loaded.rulebook)?.or_else(|| loaded.rulebook.in_force(day));
        let edition = edition.ok_or_else(|| print_error(context, "no-edition-on", vec![("day", day.to_string())]))?;
        let looks = match library.program(&id).and_then(|text| text.file("practice.toml")) {
            None => SampleProfile::default(),
            Some(text) => toml::from_str(text).map_err(|error| {
                let reason = format!("practice.toml: {error}");
                print_error(context, "syntax-toml", vec![("reason", reason)])
            })?,
        };
        let practice = SampleGenerator::new(&loaded.rulebook.program, edition, looks, day, self.seed);
        let mut to = Destination::open(context)?;
        let written = to.buffered(|to| self.write(practice, to));
        Ok(to.finish(context, written, Exit::Ok))
    }

    fn write(&self, mut practice: SampleGenerator<'_>, to: &mut impl Write) -> io::Result<()> {
        for _ in 0..self.count {
            serde_json::to_writer(&mut *to, &practice.record())?;
            to.write_all(b"\n")?;
        }
        Ok(())
    }
}
