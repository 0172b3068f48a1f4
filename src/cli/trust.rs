//! `kaibo trust`: approves a configuration that lies in a working directory.
//!
//! In: a configuration. Out: what it may do from now on, on standard output, and its digest among the user's approvals. Nothing
//! is run or sent.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::input::reads;
use crate::cli::output::{print_diagnostics, print_error, refuse_inputs, result};
use crate::collect::config::{Config, SecretLocation};
use crate::collect::pipeline::open_config;
use crate::collect::trust::{Trust, approve, look_up, place};
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;

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
                print_diagnostics(context, &refused.diagnostics, &refused.files);
                return Exit::Unusable;
            }
        };
        opened.config.secret_files().iter().chain([&self.file]).for_each(|path| reads(context, path));
        let Some(place) = place() else { return print_error(context, "collect-no-home", vec![]) };
        reads(context, &place);
        // Before anything is approved.
        if let Err(refused) = refuse_inputs(context) {
            return refused;
        }
        if !self.show
            && let Err(error) = approve(&place, &self.file, &opened.bytes)
        {
            print_error(context, "collect-cannot-write", vec![("path", place.display().to_string()), ("reason", error.to_string())]);
            return Exit::Output;
        }
        let approved = look_up(Some(&place), &self.file, &opened.bytes) == Trust::Approved;
        let said = if approved { "trust-approved" } else { "trust-not-approved" };
        let mut text = context.messages.format(said, &[("path", &escape_control(&self.file.display().to_string()))]) + "\n";
        text += &powers(&opened.config, &context.messages);
        result(context, &text, Exit::Ok)
    }
}

/// What a configuration may do, a line each. The values of variables and files are not among it.
fn powers(config: &Config, messages: &Messages) -> String {
    let mut lines: Vec<String> = Vec::new();
    for place in config.places() {
        let (id, what) = match place {
            SecretLocation::Env(name) => ("trust-env", name.clone()),
            SecretLocation::File(path) => ("trust-file", path_text(path)),
            SecretLocation::Command { parts, .. } => ("trust-command", parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(" ")),
        };
        lines.push(messages.format(id, &[("what", &escape_control(&what))]));
    }
    lines.extend(config.addresses().into_iter().map(|address| messages.format("trust-address", &[("what", &escape_control(address))])));
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
