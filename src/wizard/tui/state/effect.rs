//! What a key asks of the application.

use crate::engine::plan::Prefer;
use crate::rulebook::edition::Cost;
use crate::value::date::DurationRange;
use crate::wizard::session::{Answer, EditSubject, Export, Keep, Shown};
use std::path::PathBuf;

/// What is to be done outside.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say all")]
#[allow(clippy::large_enum_variant, reason = "one exists at a time, for as long as it takes to carry it out")]
pub enum Effect {
    Answer(usize, Answer, Shown),
    Keep(EditSubject, Keep),
    OverrideCollected(usize, String),
    ClearOverride(usize),
    Estimate(String, Option<DurationRange>, Option<Cost>),
    Assume(usize, Answer),
    Forget,
    TakeUp(usize),
    Undo,
    Redo,
    Prefer(Prefer),
    Anyway(bool),
    Through(Option<(String, String)>),
    Export { kind: Export, to: PathBuf, overwrite: bool },
    Collect,
    Home,
    Open(PathBuf),
    Return,
    Create { program: String, id: String, name: Option<String>, file: PathBuf },
    Language,
    Theme,
    Mouse,
    Redraw,
    Suspend,
    Quit,
    Stop,
}
