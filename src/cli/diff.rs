//! `kaibo diff`: what changed between two outputs.
//!
//! In: two files, compressed or not. Out: a line for each applicant that changed, then how many did and through what. Both
//! are read at once; where they hold the applicants in the same order, nothing but the current pair is held.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indexmap::IndexMap;

use crate::cli::context::{Context, Exit};
use crate::cli::input::{library, reads};
use crate::cli::output::{Destination, print_error};
use crate::fleet::source::Input;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::diff::{Answer, Answers, Cause, Change, ReadAnswerError, compare, one_sided};
use crate::report::verify::rules::RuleFinder;
use crate::value::date::Date;

#[derive(Debug, Args)]
pub(super) struct Diff {
    old: PathBuf,
    new: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Why comparing ends early.
#[derive(Debug, thiserror::Error)]
enum DiffError {
    #[error("the old output: {0}")]
    Old(#[source] ReadAnswerError),
    #[error("the new output: {0}")]
    New(#[source] ReadAnswerError),
    #[error("cannot write: {0}")]
    Output(#[source] io::Error),
}

impl Diff {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let unreadable = |path: &Path, error: ReadAnswerError| {
            let args = vec![("name", path.display().to_string()), ("reason", escape_control(&error.to_string()).into_owned())];
            print_error(context, "diff-unreadable", args)
        };
        [&self.old, &self.new].into_iter().for_each(|path| reads(context, path));
        let old = Answers::new(open(context, &self.old)?);
        let new = Answers::new(open(context, &self.new)?);
        // The day of the new output is in the first answer that tells it; only a file can be read twice.
        let day = if self.new == Path::new("-") {
            None
        } else {
            let mut first = Answers::new(open(context, &self.new)?);
            first.find_map(|answer| answer.ok().and_then(|answer| answer.day()))
        };
        let library = library(context)?;
        let find = |program: &str| library.program(program);
        let mut to = Destination::open(context)?;
        let (mut exit, mut failed) = (Exit::No, None);
        let written = to.buffered(|to| {
            let mut page = DiffText::new(context, self.format, to, day, RuleFinder::new(&find));
            let done = page.all(old, new).and_then(|()| page.finish());
            exit = page.exit();
            match done {
                Ok(()) => Ok(()),
                Err(DiffError::Output(error)) => {
                    // A reader who has left before the end has seen a change.
                    exit = Exit::No;
                    Err(error)
                }
                Err(input) => {
                    failed = Some(input);
                    Ok(())
                }
            }
        });
        match failed {
            Some(DiffError::Old(error)) => Err(unreadable(&self.old, error)),
            Some(DiffError::New(error)) => Err(unreadable(&self.new, error)),
            _ => Ok(to.finish(context, written, exit)),
        }
    }
}

fn open(context: &Context, path: &Path) -> Result<BufReader<Box<dyn io::Read + Send>>, Exit> {
    let input = Input::new(path, Some(crate::fleet::source::InputFormat::Jsonl));
    let opened = input.open(std::sync::Arc::default());
    let bytes =
        opened.map_err(|error| print_error(context, "cannot-read", vec![("name", input.name.clone()), ("reason", error.to_string())]))?;
    Ok(BufReader::with_capacity(1 << 16, bytes))
}

/// What is written, and what is counted on the way.
struct DiffText<'a, W: Write> {
    context: &'a Context,
    format: Format,
    to: W,
    day: Option<Date>,
    same: u64,
    gained: u64,
    lost: u64,
    changed: u64,
    added: u64,
    removed: u64,
    errors: (u64, u64),
    rules: RuleFinder<'a>,
    through: BTreeMap<Vec<Cause>, u64>,
}

impl<'a, W: Write> DiffText<'a, W> {
    fn new(context: &'a Context, format: Format, to: W, day: Option<Date>, rules: RuleFinder<'a>) -> DiffText<'a, W> {
        DiffText {
            context,
            format,
            to,
            day,
            same: 0,
            gained: 0,
            lost: 0,
            changed: 0,
            added: 0,
            removed: 0,
            errors: (0, 0),
            rules,
            through: BTreeMap::new(),
        }
    }

    fn exit(&self) -> Exit {
        if self.changed + self.added + self.removed == 0 { Exit::Ok } else { Exit::No }
    }

    /// Compares the answers of both sides; those that have not met their counterpart yet wait for it.
    fn all<R: BufRead>(&mut self, mut old: Answers<R>, mut new: Answers<R>) -> Result<(), DiffError> {
        let (mut olds, mut news): (IndexMap<String, Answer>, IndexMap<String, Answer>) = (IndexMap::new(), IndexMap::new());
        loop {
            let left = old.next().transpose().map_err(DiffError::Old)?;
            let right = new.next().transpose().map_err(DiffError::New)?;
            if left.is_none() && right.is_none() {
                break;
            }
            if let (Some(left), Some(right)) = (&left, &right)
                && left.applicant == right.applicant
            {
                self.pair(left, right).map_err(DiffError::Output)?;
                continue;
            }
            if let Some(left) = left {
                match news.shift_remove(&left.applicant) {
                    Some(right) => self.pair(&left, &right).map_err(DiffError::Output)?,
                    None => self.wait(&mut olds, left, "old"),
                }
            }
            if let Some(right) = right {
                match olds.shift_remove(&right.applicant) {
                    Some(left) => self.pair(&left, &right).map_err(DiffError::Output)?,
                    None => self.wait(&mut news, right, "new"),
                }
            }
        }
        for (waiting, cause) in [(olds, Cause::Removed), (news, Cause::Added)] {
            for answer in waiting.values() {
                *(if cause == Cause::Added { &mut self.added } else { &mut self.removed }) += 1;
                self.change(&one_sided(answer, cause)).map_err(DiffError::Output)?;
            }
        }
        self.errors = (old.errors, new.errors);
        Ok(())
    }

    /// Two answers on one applicant in one output can't be distinguished: the first counts.
    fn wait(&self, waiting: &mut IndexMap<String, Answer>, answer: Answer, name: &str) {
        if waiting.contains_key(&answer.applicant) {
            let args = [("name", name), ("applicant", &*escape_control(&answer.applicant))];
            let _ = writeln!(anstream::stderr().lock(), "{}", self.context.messages.format("diff-twice", &args));
            return;
        }
        waiting.insert(answer.applicant.clone(), answer);
    }

    fn pair(&mut self, old: &Answer, new: &Answer) -> io::Result<()> {
        match compare(old, new, self.day, &self.rules) {
            None => {
                self.same += 1;
                Ok(())
            }
            Some(change) => {
                self.changed += 1;
                self.gained += u64::from(new.eligible() && !old.eligible());
                self.lost += u64::from(old.eligible() && !new.eligible());
                *self.through.entry(change.through.clone()).or_default() += 1;
                self.change(&change)
            }
        }
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        if self.format == Format::Json {
            crate::i18n::escape::json::to_writer(&mut self.to, change)?;
            return self.to.write_all(b"\n");
        }
        writeln!(self.to, "{}", change_line(change, &self.context.messages))
    }

    fn finish(&mut self) -> Result<(), DiffError> {
        let messages = &self.context.messages;
        let numbers = [self.same, self.changed, self.gained, self.lost, self.added, self.removed].map(|count| count.to_string());
        let names = ["same", "changed", "gained", "lost", "added", "removed"];
        let args: Vec<(&str, &str)> = names.into_iter().zip(numbers.iter().map(String::as_str)).collect();
        let mut lines = vec![messages.format("diff-account", &args)];
        for (through, count) in &self.through {
            let through = causes(through, messages);
            lines.push(format!("  {}", messages.format("diff-through", &[("n", &count.to_string()), ("through", &through)])));
        }
        if self.errors != (0, 0) {
            let args = [("old", self.errors.0.to_string()), ("new", self.errors.1.to_string())];
            lines.push(messages.format("diff-errors", &args.each_ref().map(|(name, value)| (*name, value.as_str()))));
        }
        // Where the changes are for a program, the account is not.
        for line in lines {
            match self.format {
                Format::Text => writeln!(self.to, "{line}").map_err(DiffError::Output)?,
                Format::Json => drop(writeln!(anstream::stderr().lock(), "{line}")),
            }
        }
        self.to.flush().map_err(DiffError::Output)
    }
}

/// Through what something changed, in words.
pub(super) fn causes(causes: &[Cause], messages: &Messages) -> String {
    let name = |cause: &Cause| match cause {
        Cause::Facts => "diff-cause-facts",
        Cause::Rules => "diff-cause-rules",
        Cause::Time => "diff-cause-time",
        Cause::FactsOrRules => "diff-cause-facts-or-rules",
        Cause::Waiver => "diff-cause-waiver",
        Cause::Reading => "diff-cause-reading",
        Cause::Options => "diff-cause-options",
        Cause::DoesNotFollow => "diff-cause-does-not-follow",
        Cause::Undetermined => "diff-cause-unknown",
        Cause::Added => "diff-cause-added",
        Cause::Removed => "diff-cause-removed",
    };
    causes.iter().map(|cause| messages.format(name(cause), &[])).collect::<Vec<_>>().join(&messages.format("list-gap", &[]))
}

/// What changed for one applicant, in a line.
pub(super) fn change_line(change: &Change, messages: &Messages) -> String {
    let none = messages.format("diff-none", &[]);
    let shown = |value: &Option<String>| value.as_deref().map_or_else(|| none.clone(), |value| escape_control(value).into_owned());
    let mut parts = Vec::new();
    let mut part = |id: &str, (old, new): (&Option<String>, &Option<String>)| {
        if old != new {
            parts.push(messages.format(id, &[("old", &shown(old)), ("new", &shown(new))]));
        }
    };
    part("diff-verdict", (&change.verdict.before, &change.verdict.after));
    if change.verdict.before.is_some() && change.verdict.after.is_some() {
        part("diff-from", (&change.from.before, &change.from.after));
        part("diff-until", (&change.until.before, &change.until.after));
    }
    for requirement in &change.requirements {
        let moved = messages.format("diff-verdict", &[("old", &shown(&requirement.before)), ("new", &shown(&requirement.after))]);
        parts.push(format!("{} {moved}", escape_control(&requirement.id)));
    }
    let what = parts.join(&messages.format("list-gap", &[]));
    let through = causes(&change.through, messages);
    messages.format("diff-line", &[("applicant", &escape_control(&change.applicant)), ("what", &what), ("through", &through)])
}
