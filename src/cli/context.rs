//! What every command is given, and how it ends.

use crate::i18n::Messages;
use crate::io::file::Inputs;
use clap::Args;
use clap::ColorChoice;
use std::cell::RefCell;
use std::path::PathBuf;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Eligible, or done, or the same.
    Ok,
    /// Not eligible, or different, or found invalid by a command that is there to say so.
    No,
    /// Wrong usage, or input that can't be used.
    Unusable,
    /// Yes, by time alone, on a later day.
    Pending,
    /// Facts are missing.
    Unknown,
    /// A source failed.
    Source,
    /// Output could not be written, or a fault of kaibo's own.
    Output,
    /// Ended by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The code that scripts see.
    pub fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::No => 1,
            Exit::Unusable => 2,
            Exit::Pending => 3,
            Exit::Unknown => 4,
            Exit::Source => 5,
            Exit::Output => 6,
            Exit::Interrupted => 130,
        }
    }
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    #[arg(id = "rules_dir", long = "rules", global = true, value_name = "DIR")]
    pub(super) rules_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ID")]
    pub(super) program: Option<String>,
    #[arg(long, global = true, value_name = "EDITION")]
    pub(super) edition: Option<String>,
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    pub(super) lang: Option<LangArg>,
    #[arg(long, global = true, default_value_t, value_name = "WHEN")]
    pub(super) color: ColorChoice,
    #[arg(long, global = true)]
    pub(super) ascii: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum LangArg {
    Zh,
    En,
}

/// What a command needs besides its own arguments.
#[derive(Debug)]
pub(crate) struct Context {
    pub(super) common: Common,
    pub(super) messages: Messages,
    /// The terminal's width, or 80.
    pub(super) width: usize,
    /// What the command has read so far, and must not write over.
    pub(super) inputs: RefCell<Inputs>,
}
