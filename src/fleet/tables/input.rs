//! What there is to say about an input as a whole.
//!
//! In: what was found while opening it. Out: the name of a message and what fills its gaps; one message for each input, where
//! the records could only repeat it.

use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

/// Why an input can't be used, from some place on, where the system doesn't say it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// It is an archive of files.
    #[error("a zip archive")]
    Zip,
    /// It is a workbook in the format before 2007, or an encrypted one.
    #[error("an old Excel workbook")]
    OldWorkbook,
    /// It is a spreadsheet that can't be read.
    #[error("not a sound spreadsheet: {0}")]
    Spreadsheet(String),
    /// The spreadsheet has no sheet of that name.
    #[error("no sheet is called {name}")]
    NoSheet {
        /// The name that was asked for.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// This build can't read it.
    #[error("needs the feature `tables`")]
    NeedsTables,
    /// Other bytes follow what was compressed.
    #[error("other bytes follow the compressed data")]
    Trailing,
    /// There is something in it, but no record.
    #[error("no record was found")]
    NoRecord,
    /// A table whose first lines name no column that is known.
    #[error("no header")]
    NoHeader,
    /// No column of a table says who the applicant is.
    #[error("no column is the applicant")]
    NoApplicant {
        /// The columns that there are.
        columns: String,
    },
    /// Two columns of a table say the same.
    #[error("two columns are {target}")]
    TwoColumns {
        /// What they say.
        target: String,
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// The mapping names a column that the table does not have.
    #[error("no column is called {name}")]
    NoColumn {
        /// The name in the mapping.
        name: String,
        /// The columns that there are.
        columns: String,
    },
    /// A JSON array that does not end.
    #[error("the array does not end")]
    OpenArray,
}

impl InputError {
    /// The same as an error of reading.
    pub fn into_io(self) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, self)
    }

    /// What an error of reading holds, if it is one of these.
    pub fn within(error: &io::Error) -> Option<InputError> {
        error.get_ref()?.downcast_ref().cloned()
    }

    /// The message that says it, and what fills its gaps.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, &str)>) {
        match self {
            InputError::Zip => ("fleet-zip", vec![]),
            InputError::OldWorkbook => ("fleet-old-workbook", vec![]),
            InputError::Spreadsheet(reason) => ("fleet-spreadsheet", vec![("reason", reason)]),
            InputError::NoSheet { name, known } => ("fleet-no-sheet", vec![("name", name), ("known", known)]),
            InputError::NeedsTables => ("fleet-needs-tables", vec![]),
            InputError::Trailing => ("fleet-trailing", vec![]),
            InputError::NoRecord => ("fleet-no-record", vec![]),
            InputError::NoHeader => ("fleet-no-header", vec![]),
            InputError::NoApplicant { columns } => ("fleet-no-applicant", vec![("columns", columns)]),
            InputError::TwoColumns { target, first, second } => {
                ("fleet-two-columns", vec![("target", target), ("first", first), ("second", second)])
            }
            InputError::NoColumn { name, columns } => ("fleet-no-column", vec![("name", name), ("columns", columns)]),
            InputError::OpenArray => ("fleet-open-array", vec![]),
        }
    }
}

/// The encoding in which a text is read that is not UTF-8, once that is decided without having been asked for.
pub type Detected = Arc<OnceLock<&'static str>>;

/// An input that was opened.
pub struct OpenedInput {
    /// What is in it: UTF-8 text.
    pub bytes: Box<dyn Read + Send>,
    /// True where it is a sheet: rows of cells with commas between.
    pub is_sheet: bool,
    /// What there is to say about it.
    pub notes: Vec<InputNote>,
    /// Its encoding, once that is found.
    pub detected: Detected,
}

/// What people should know about an input that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputNote {
    /// It is not UTF-8, and was read in this encoding.
    ReadAs(&'static str),
    /// Its header is not on the first line, but on this one.
    HeaderOn(u64),
    /// Columns that say nothing about an applicant, and that nobody asked to keep.
    Unused(Vec<String>),
    /// Of several sheets this one was read.
    Sheet {
        /// Its name.
        read: String,
        /// The names of the others.
        others: String,
    },
}

impl InputNote {
    /// The message that says it, and what fills its gaps. `gap` stands between names.
    pub fn message(&self, gap: &str) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            InputNote::ReadAs(name) => ("fleet-read-as", vec![("name", (*name).to_owned())]),
            InputNote::HeaderOn(line) => ("fleet-header-on", vec![("line", line.to_string())]),
            InputNote::Unused(names) => ("fleet-unused", vec![("names", names.join(gap)), ("count", names.len().to_string())]),
            InputNote::Sheet { read, others } => ("fleet-sheet", vec![("read", read.clone()), ("others", others.clone())]),
        }
    }
}
