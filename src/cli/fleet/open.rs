//! What a fleet's run is made from: programs, inputs, and the place of the output.
//!
//! In: the arguments. Out: a [`Fleet`], inputs that can be opened, and an output that is begun or continued.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::context::{Context, Exit};
use crate::cli::fleet::work::one_program;
use crate::cli::fleet::{FleetArgs, Format, InputKind, Target};
use crate::cli::input::{as_of, generated_at, library, pinned_edition, reads, rulebook};
use crate::cli::output::{Destination, print_diagnostics, print_error, refuse_inputs};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::facts::read::parse_as_of;
use crate::fleet::checkpoint::{Checkpoint, Identity, InputIdentity, PartialOutput, Progress, ResumeError, VERSION};
use crate::fleet::source::{Input, InputFormat, facts_files};
use crate::fleet::tables::encoding;
use crate::fleet::tables::header::TableSettings;
use crate::fleet::tables::mapping::{self, Mapping};
#[cfg(feature = "tables")]
use crate::fleet::tables::workbook::WorkListBook;
use crate::fleet::{Engine, Extras, Fleet};
use crate::io::application::{collected_place, read_text};
use crate::io::file::{self, is_stdout};
use crate::rulebook::{Edition, Rulebook};
use crate::value::date::Period;
use crate::value::value_type::Timestamp;

/// An output, what its journal says it is made from, and how far it is.
type Begun = (Target, Option<(Identity, Vec<String>)>, Progress);

impl FleetArgs {
    /// The programs that records may be for, and all that the work depends on.
    pub(super) fn open(&self, context: &Context) -> Result<Fleet, Exit> {
        let library = library(context)?;
        let named = context.common.program.is_some();
        let ids: Vec<String> = match &context.common.program {
            Some(id) => vec![id.clone()],
            None => library.programs().iter().map(|program| program.id.clone()).collect(),
        };
        if ids.len() > 1 {
            let only_one = [
                (context.common.edition.is_some(), "--edition"),
                (self.against.is_some(), "--against"),
                (self.format == Format::Csv, "--format csv"),
                (self.format == Format::Xlsx, "--format xlsx"),
                (self.work.names_columns(), "--columns"),
            ];
            if let Some((_, flag)) = only_one.iter().find(|(used, _)| *used) {
                return Err(one_program(context, flag));
            }
        }
        let engines = ids.iter().map(|id| self.engine(context, rulebook(context, &library, id)?));
        let engines = engines.collect::<Result<Vec<_>, _>>()?;
        let period = Period::parse(&self.within).filter(|period| period.is_calendar());
        let period = period.ok_or_else(|| print_error(context, "bad-period", vec![("text", self.within.clone())]))?;
        let today = engines[0].as_of.day;
        let generated_at = generated_at(&engines[0].rulebook);
        Ok(Fleet {
            named,
            shape: self.shape(),
            lang: context.messages.lang,
            files: (self.files.len() > 1 || self.files[0].is_dir())
                .then(|| self.inputs_unopened().into_iter().map(|input| input.name).collect()),
            generated_at,
            ahead: i32::try_from(period.reaches(today).since(today)).unwrap_or(i32::MAX).min(3660),
            limit: self.max_line,
            strict: self.strict,
            plain: false,
            extras: Extras::default(),
            engines,
        })
    }

    fn engine(&self, context: &Context, loaded: crate::cli::input::Loaded) -> Result<Engine, Exit> {
        let rulebook = loaded.rulebook;
        let as_of = as_of(context, &rulebook)?;
        let place = |wanted: &Edition| rulebook.editions.iter().position(|edition| edition.id == wanted.id);
        let held = pinned_edition(context, &rulebook)?.and_then(place);
        let against = match &self.against {
            None => None,
            Some(id) => Some(rulebook.edition(id).and_then(place).ok_or_else(|| {
                let known = rulebook.editions.iter().map(|edition| edition.id.as_str());
                print_diagnostics(
                    context,
                    &[Diagnostic::without_span("unknown-edition", vec![("name", id.clone())]).suggest(id, known)],
                    &Files::default(),
                );
                Exit::Unusable
            })?),
        };
        if held.is_none() && as_of.day < rulebook.first_day() {
            let args = vec![("day", as_of.day.to_string()), ("begins", rulebook.first_day().to_string())];
            return Err(print_error(context, "before-the-first-edition", args));
        }
        Ok(Engine { rulebook, files: loaded.files, as_of, pinned: held, against })
    }

    /// What is known about tables: the headings of the programs, the mapping that the call names, and what answers carry.
    pub(super) fn tables(&self, context: &Context, fleet: &mut Fleet) -> Result<Arc<TableSettings>, Exit> {
        if let Some(name) = self.encoding.as_ref().filter(|name| !encoding::is_known(name)) {
            return Err(print_error(context, "fleet-unknown-encoding", vec![("name", name.clone())]));
        }
        let mapping = self.mapping(context, fleet)?;
        fleet.extras = self.work.extras(fleet, mapping.as_ref(), self.format == Format::Xlsx);
        let shown = fleet.extras.list.as_ref().map_or_else(Vec::new, |list| list.kept.clone());
        let programs = fleet.engines.iter().map(|engine| &engine.rulebook.program);
        Ok(Arc::new(TableSettings::showing(programs, mapping, shown)))
    }

    fn mapping(&self, context: &Context, fleet: &Fleet) -> Result<Option<Mapping>, Exit> {
        let Some(path) = &self.map else { return Ok(None) };
        let [engine] = fleet.engines.as_slice() else { return Err(one_program(context, "--map")) };
        reads(context, path);
        let mut files = Files::default();
        let text = read_text(path).map_err(|diagnostic| {
            print_diagnostics(context, &[diagnostic], &Files::default());
            Exit::Unusable
        })?;
        let file = files.add(path.display().to_string(), text.clone());
        mapping::read(file, &text, &engine.rulebook.program).map(Some).map_err(|diagnostics| {
            print_diagnostics(context, &diagnostics, &files);
            Exit::Unusable
        })
    }

    /// The inputs; a folder stands for the facts files in it.
    fn inputs_unopened(&self) -> Vec<Input> {
        let kind = self.input.map(|format| match format {
            InputKind::Jsonl => InputFormat::Jsonl,
            InputKind::Csv => InputFormat::Csv,
        });
        let input = |path: &PathBuf, kind| Input { encoding: self.encoding.clone(), sheet: self.sheet.clone(), ..Input::new(path, kind) };
        let inputs = self.files.iter().flat_map(|path| match path.is_dir() {
            true => facts_files(path).unwrap_or_default().iter().map(|path| input(path, Some(InputFormat::Facts))).collect(),
            false => vec![input(path, kind)],
        });
        inputs.collect()
    }

    /// The inputs, each found to be there.
    pub(super) fn inputs(&self, context: &Context) -> Result<Vec<Input>, Exit> {
        let unreadable = |path: &Path, reason: String| {
            print_error(context, "cannot-read", vec![("name", path.display().to_string()), ("reason", reason)])
        };
        for folder in self.files.iter().filter(|path| path.is_dir()) {
            let found = facts_files(folder).map_err(|error| unreadable(folder, error.to_string()))?;
            if found.is_empty() {
                return Err(unreadable(folder, context.messages.format("fleet-empty-folder", &[])));
            }
        }
        let inputs = self.inputs_unopened();
        for input in &inputs {
            let Some(path) = &input.path else {
                reads(context, Path::new("-"));
                continue;
            };
            reads(context, path);
            File::open(path).map_err(|error| unreadable(path, error.to_string()))?;
            if input.kind == InputFormat::Facts {
                reads(context, &collected_place(path));
            }
        }
        Ok(inputs)
    }

    /// Where the output goes. A run that is continued takes over the moments that it began with.
    pub(super) fn target(&self, context: &Context, fleet: &mut Fleet, inputs: &[Input]) -> Result<Begun, Exit> {
        if self.format == Format::Xlsx {
            return self.workbook(context, fleet);
        }
        let Some(path) = &context.common.output else {
            if self.resume {
                return Err(print_error(context, "fleet-resume-needs-files", vec![]));
            }
            let target = match self.summary {
                Some(_) => refuse_inputs(context).map(|()| Target::Nowhere)?,
                None => Target::Stream(Destination::open(context)?),
            };
            return Ok((target, None, Progress::default()));
        };
        let unwritable = |error: &io::Error| self.cannot_write(context, error);
        refuse_inputs(context)?;
        let path = match file::Target::of(path).map_err(|error| unwritable(&error))? {
            file::Target::File(place) => &self.place(context, place)?,
            // A device or a pipe has no place beside it, and can't be replaced.
            _ => return Ok((Target::Stream(Destination::open(context)?), None, Progress::default())),
        };
        let unreadable =
            |error: io::Error| print_error(context, "cannot-read", vec![("name", String::new()), ("reason", error.to_string())]);
        let identity = self.identity(context, fleet, inputs).map_err(unreadable)?;
        if self.resume {
            let Some(identity) = &identity else {
                return Err(print_error(context, "fleet-resume-needs-files", vec![]));
            };
            match PartialOutput::resume(path, |_| Ok(identity.clone())) {
                Ok((partial, journal)) => {
                    restore(&journal, fleet);
                    let begun = (identity.clone(), journal.moments);
                    return Ok((Target::Whole(Box::new(partial)), Some(begun), journal.progress));
                }
                Err(ResumeError::Nothing) => self.tell(context, "fleet-nothing-to-resume", &[]),
                Err(ResumeError::Differs(name)) => return Err(print_error(context, "fleet-resume-differs", vec![("name", name)])),
                Err(ResumeError::Io(error)) => return Err(unwritable(&error)),
            }
        }
        let partial = PartialOutput::begin(path).map_err(|error| unwritable(&error))?;
        let journal = identity.map(|identity| (identity, moments(fleet)));
        Ok((Target::Whole(Box::new(partial)), journal, Progress::default()))
    }

    /// A workbook, which goes to its place when it is whole.
    #[cfg(feature = "tables")]
    fn workbook(&self, context: &Context, fleet: &Fleet) -> Result<Begun, Exit> {
        if self.resume {
            return Err(print_error(context, "fleet-resume-needs-files", vec![]));
        }
        if context.common.output.is_none() && (self.summary.is_some() || std::io::IsTerminal::is_terminal(&io::stdout())) {
            return Err(print_error(context, "fleet-workbook-needs-file", vec![]));
        }
        refuse_inputs(context)?;
        let to = Destination::open(context)?;
        let list = fleet.extras.list.as_ref();
        let headings = list.map_or_else(Vec::new, |list| list.headings(fleet.engines[0].edition(), &context.messages));
        let book =
            WorkListBook::new(&headings, fleet.generated_at.day, &context.messages).map_err(|error| self.cannot_write(context, &error))?;
        Ok((Target::Book(Box::new(book), to), None, Progress::default()))
    }

    #[cfg(not(feature = "tables"))]
    fn workbook(&self, context: &Context, _fleet: &Fleet) -> Result<Begun, Exit> {
        Err(print_error(context, "fleet-needs-tables", vec![]))
    }

    /// The place of the output, where neither it nor what is beside it until it is whole is needed otherwise.
    fn place(&self, context: &Context, place: PathBuf) -> Result<PathBuf, Exit> {
        let inputs = context.inputs.borrow();
        for beside in PartialOutput::beside(&place) {
            if let Some(input) = inputs.find(&beside) {
                let args = vec![("name", beside.display().to_string()), ("input", input.to_owned())];
                return Err(print_error(context, "output-is-input", args));
            }
        }
        match self.summary.is_some() && is_stdout(&place) {
            true => Err(print_error(context, "output-is-summary", vec![("name", place.display().to_string())])),
            false => Ok(place),
        }
    }

    /// What tells the mapping from others.
    fn map_digest(&self) -> io::Result<String> {
        let text = self.map.as_ref().map(std::fs::read).transpose()?;
        Ok(format!("{:x?}", text.map(|text| twox_hash::XxHash3_128::oneshot(&text))))
    }

    /// What the run is made from. None where an input can't be read twice.
    fn identity(&self, context: &Context, fleet: &Fleet, inputs: &[Input]) -> io::Result<Option<Identity>> {
        let known = inputs.iter().map(InputIdentity::from_input).collect::<io::Result<Option<Vec<_>>>>()?;
        let Some(known) = known else { return Ok(None) };
        let common = &context.common;
        let mut call = vec![
            format!("{:?} {:?} {:?} {:?}", fleet.shape, fleet.lang, self.input, self.summary),
            format!("{} {} {}", self.max_line, self.within, self.strict),
            format!("{:?} {:?} {} {}", self.encoding, self.sheet, self.map_digest()?, self.work.identity()),
            format!("{:?} {:?} {:?} {:?}", common.program, common.edition, common.as_of, self.against),
        ];
        for engine in &fleet.engines {
            let digest = |edition| Rulebook::digest(edition, &engine.files, engine.rulebook.program.file);
            call.extend(engine.rulebook.editions.iter().map(digest));
        }
        Ok(Some(Identity { version: format!("{VERSION} {}", env!("CARGO_PKG_VERSION")), call, inputs: known }))
    }
}

fn written(moment: Timestamp) -> String {
    moment.instant.to_rfc3339()
}

/// The moments of a run: of the check for each program, then of its reports.
fn moments(fleet: &Fleet) -> Vec<String> {
    fleet.engines.iter().map(|engine| engine.as_of).chain([fleet.generated_at]).map(written).collect()
}

/// Takes over the moments that a run began with.
fn restore(journal: &Checkpoint, fleet: &mut Fleet) {
    let read = |text: Option<&String>, zone| text.and_then(|text| parse_as_of(text, zone));
    for (engine, text) in fleet.engines.iter_mut().zip(&journal.moments) {
        if let Some(moment) = read(Some(text), engine.rulebook.program.zone) {
            engine.as_of = moment;
        }
    }
    if let Some(moment) = read(journal.moments.last(), fleet.engines[0].rulebook.program.zone) {
        fleet.generated_at = moment;
    }
}
