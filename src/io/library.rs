//! Where rulebooks come from: the ones built in, and a folder of one's own.
//!
//! In: the name of a program, and perhaps a folder given with `--rules`. Out: the text of its files. A program of the
//! folder goes before a built-in one of the same name.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::io::read;
use crate::rulebook::{RulebookText, builtin};

/// The programs that can be had.
#[derive(Debug, Default)]
pub struct Library {
    programs: Vec<RulebookText>,
}

/// A folder of rules that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct ReadRulebooksError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub reason: io::Error,
}

impl Library {
    /// The built-in programs, and those of `folder`: a folder of programs, or a program's own.
    ///
    /// # Errors
    /// The folder or one of its files can't be read, or holds no program.
    pub fn open(folder: Option<&Path>) -> Result<Library, ReadRulebooksError> {
        let mut programs: Vec<RulebookText> = builtin::all().collect();
        if let Some(folder) = folder {
            for program in read_folder(folder)? {
                programs.retain(|other| other.id != program.id);
                programs.push(program);
            }
            programs.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Ok(Library { programs })
    }

    /// A program's text.
    pub fn program(&self, id: &str) -> Option<&RulebookText> {
        self.programs.iter().find(|program| program.id == id)
    }

    /// The files that programs were read from; none of those that are built in.
    pub fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let read = self.programs.iter().filter(|program| !program.place.is_empty());
        read.flat_map(|program| program.files.iter().map(|(name, _)| Path::new(&program.place).join(name)))
    }

    /// Every program, by name.
    pub fn programs(&self) -> &[RulebookText] {
        &self.programs
    }
}

fn read_folder(folder: &Path) -> Result<Vec<RulebookText>, ReadRulebooksError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |reason| ReadRulebooksError { path, reason }
    };
    if folder.join("program.toml").is_file() {
        return Ok(vec![read_program(folder)?]);
    }
    let mut programs = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.join("program.toml").is_file() {
            programs.push(read_program(&path)?);
        }
    }
    if programs.is_empty() {
        let reason = io::Error::new(io::ErrorKind::NotFound, "no program.toml in it, nor in any folder of it");
        return Err(ReadRulebooksError { path: folder.to_owned(), reason });
    }
    Ok(programs)
}

fn read_program(folder: &Path) -> Result<RulebookText, ReadRulebooksError> {
    let unreadable = |path: &Path, reason| ReadRulebooksError { path: path.to_owned(), reason };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|reason| unreadable(folder, reason))? {
        let path = entry.map_err(|reason| unreadable(folder, reason))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") && path.is_file() {
            let text = read::text(&path).map_err(|reason| unreadable(&path, reason))?;
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
        }
    }
    files.sort();
    // The name of `.` is that of the folder it means.
    let named = folder.canonicalize().map_err(|reason| unreadable(folder, reason))?;
    let id = named.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(RulebookText { id, place: folder.display().to_string(), files })
}
