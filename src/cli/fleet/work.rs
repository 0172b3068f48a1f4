//! What a fleet's run writes besides ordinary answers: work lists, and a comparison with an earlier run.
//!
//! In: arguments. Out: the columns of a work list, an earlier output to compare with, and how the run ends.

use std::io::{BufReader, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::cli::context::{Context, Exit};
use crate::cli::diff::{causes, change_line};
use crate::cli::input::reads;
use crate::cli::output::print_error;
use crate::fleet::answer::named_requirements;
use crate::fleet::previous::{Comparison, Differences};
use crate::fleet::source::{Input, InputFormat};
use crate::fleet::tables::columns::WorkList;
use crate::fleet::tables::mapping::Mapping;
use crate::fleet::{Extras, Fleet};
use crate::i18n::escape::escape_control;

/// The columns of a workbook, where the call names none.
const STANDARD: &str =
    "applicant,name,kept,verdict,eligible_from,eligible_until,requirements,missing,next_action,next_day,next_by,who,cost";

/// How many gains and losses are shown, unless full lists are wanted.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
pub(super) struct WorkArgs {
    #[arg(id = "list_columns", long = "columns", value_name = "NAMES", conflicts_with_all = ["full", "against"])]
    columns: Option<String>,
    #[arg(long)]
    pub(super) bom: bool,
    #[arg(long)]
    pub(super) list: bool,
    #[arg(long, value_name = "COLUMN", requires = "summary")]
    by: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    previous: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "WHAT", requires_if("lost", "previous"))]
    fail_on: FailOn,
}

/// What makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Lost,
    Error,
    Never,
}

impl WorkArgs {
    /// What answers carry.
    pub(super) fn extras(&self, fleet: &Fleet, mapping: Option<&Mapping>, workbook: bool) -> Extras {
        let kept = mapping.map_or(&[][..], |mapping| &mapping.keep);
        let wanted = self.columns.as_deref().or(workbook.then_some(STANDARD));
        let list = (wanted.is_some() || self.by.is_some()).then(|| {
            let edition = fleet.engines[0].edition();
            let named = edition.into_iter().flat_map(|edition| named_requirements(edition).map(|at| edition.requirements[at].id.as_str()));
            WorkList::new(wanted.unwrap_or_default(), self.by.as_deref(), &named.collect::<Vec<_>>(), kept)
        });
        let compared = self.previous.is_some();
        Extras { list, digests: self.columns.is_some() || compared, compared, full_lists: self.list }
    }

    /// True where the call says what answers carry.
    pub(super) fn names_columns(&self) -> bool {
        self.columns.is_some() || self.by.is_some()
    }

    /// What in the call bears on the output.
    pub(super) fn identity(&self) -> String {
        format!("{:?} {} {} {:?}", self.columns, self.bom, self.list, self.by)
    }

    /// The output of an earlier run, to compare with.
    pub(super) fn comparison(&self, context: &Context, fleet: &Fleet) -> Result<Option<Comparison>, Exit> {
        let Some(path) = &self.previous else { return Ok(None) };
        reads(context, path);
        let opened = Input::new(path, Some(InputFormat::Jsonl)).open(Arc::default());
        let bytes = opened.map_err(|error| {
            print_error(context, "cannot-read", vec![("name", path.display().to_string()), ("reason", error.to_string())])
        })?;
        let shown = if self.list { usize::MAX } else { SHOWN };
        Ok(Some(Comparison::new(Box::new(BufReader::new(bytes)), fleet.engines[0].as_of.day, shown)))
    }

    /// How a run ends of whose records some could not be read, and some lost.
    pub(super) fn exit(&self, rejected: u64, lost: u64) -> Exit {
        match self.fail_on {
            FailOn::Never => Exit::Ok,
            _ if rejected > 0 => Exit::Unusable,
            FailOn::Lost if lost > 0 => Exit::No,
            FailOn::Lost | FailOn::Error => Exit::Ok,
        }
    }

    /// Says who gained and who lost since the earlier run, and through what. On standard output where nothing else is
    /// written there.
    pub(super) fn tell(&self, context: &Context, mut comparison: Comparison) -> Result<Differences, Exit> {
        comparison.finish();
        if let (Some(error), Some(path)) = (&comparison.failed, &self.previous) {
            let args = vec![("name", path.display().to_string()), ("reason", escape_control(&error.to_string()).into_owned())];
            return Err(print_error(context, "diff-unreadable", args));
        }
        let (found, messages) = (comparison.found, &context.messages);
        let mut lines = Vec::new();
        for (id, count, changes) in [("previous-lost", found.lost, &found.losses), ("previous-gained", found.gained, &found.gains)] {
            if !changes.is_empty() {
                lines.push(messages.format(id, &[("n", &count.to_string())]));
                lines.extend(changes.iter().map(|change| format!("  {}", change_line(change, messages))));
            }
        }
        let numbers = [found.same, found.changed, found.gained, found.lost, found.added, found.removed].map(|count| count.to_string());
        let names = ["same", "changed", "gained", "lost", "added", "removed"];
        let args: Vec<(&str, &str)> = names.into_iter().zip(numbers.iter().map(String::as_str)).collect();
        lines.push(messages.format("diff-account", &args));
        for (through, count) in &found.through {
            let through = causes(through, messages);
            lines.push(format!("  {}", messages.format("diff-through", &[("n", &count.to_string()), ("through", &through)])));
        }
        let text = lines.join("\n");
        // Where nobody reads, nobody need be told.
        let _ = match context.common.output {
            Some(_) => writeln!(anstream::stdout().lock(), "{text}"),
            None => writeln!(anstream::stderr().lock(), "{text}"),
        };
        Ok(found)
    }
}

/// Refuses what only a single program can have.
pub(super) fn one_program(context: &Context, flag: &str) -> Exit {
    print_error(context, "fleet-which-program", vec![("flag", flag.to_owned())])
}
