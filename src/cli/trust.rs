//! `kaibo trust`: approves a configuration that lies in a working directory.
//!
//! In: a configuration. Out: what it may do from now on, on standard output, and its digest among the user's approvals. Nothing
//! is run or sent.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::input::reads;
use crate::cli::output::{complain, refuse, refuse_inputs, result};
use crate::cli::{Context, Exit};
use crate::source::config::{Config, Place};
use crate::source::gathering::open_config;
use crate::source::trust::{Trust, approve, look_up, place};
use crate::untrusted::visible;
use crate::words::Words;

#[derive(Debug, Args)]
pub(super) struct TrustArgs {
    file: PathBuf,
    #[arg(long)]
    show: bool,
}

impl TrustArgs {
    pub(super) fn run(&self, context: &Context) -> Exit {
        let opened = match open_config(&self.file) {
            Ok(opened) => opened,
            Err(refused) => {
                complain(context, &refused.problems, &refused.files);
                return Exit::Unusable;
            }
        };
        [&self.file].into_iter().map(PathBuf::as_path).chain(opened.config.secret_files()).for_each(|path| reads(context, path));
        let Some(place) = place() else { return refuse(context, "source-no-home", vec![]) };
        reads(context, &place);
        // Before anything is approved.
        if let Err(refused) = refuse_inputs(context) {
            return refused;
        }
        if !self.show
            && let Err(error) = approve(&place, &self.file, &opened.bytes)
        {
            refuse(context, "source-cannot-write", vec![("path", place.display().to_string()), ("reason", error.to_string())]);
            return Exit::Output;
        }
        let approved = look_up(Some(&place), &self.file, &opened.bytes) == Trust::Approved;
        let said = if approved { "trust-approved" } else { "trust-not-approved" };
        let mut text = context.words.say(said, &[("path", &visible(&self.file.display().to_string()))]) + "\n";
        text += &powers(&opened.config, &context.words);
        result(context, &text, Exit::Ok)
    }
}

/// What a configuration may do, a line each. The values of variables and files are not among it.
fn powers(config: &Config, words: &Words) -> String {
    let mut lines: Vec<String> = Vec::new();
    for place in config.places() {
        let (id, what) = match place {
            Place::Env(name) => ("trust-env", name.clone()),
            Place::File(path) => ("trust-file", path_text(path)),
            Place::Command(parts) => ("trust-command", parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(" ")),
        };
        lines.push(words.say(id, &[("what", &visible(&what))]));
    }
    lines.extend(config.addresses().into_iter().map(|address| words.say("trust-address", &[("what", &visible(address))])));
    lines.sort();
    lines.dedup();
    lines.into_iter().map(|line| format!("  {line}\n")).collect()
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}

/// An argument that holds blanks is set apart.
fn quoted(part: &str) -> String {
    if part.is_empty() || part.contains(char::is_whitespace) { format!("'{part}'") } else { part.to_owned() }
}
