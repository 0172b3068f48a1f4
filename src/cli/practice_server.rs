//! `kaibo practice-server`: WeChat's interfaces on this machine, to try everything without an account.
//!
//! In: a port and misbehaviours. Out: a server until Ctrl-C, and the configuration and facts file to use it with.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::output::print_error;
use crate::collect::mock_server::fault::Fault;
use crate::collect::mock_server::world::{SCENARIO, World};
use crate::collect::mock_server::{Server, State, files};
use crate::document::diagnostics::Diagnostic;
use crate::io::file::{Permissions, write};

#[derive(Debug, Args)]
pub(super) struct PracticeServer {
    #[arg(long, default_value_t = 0, value_name = "N")]
    port: u16,
    #[arg(long, value_name = "WHAT[:CALL[:TIMES]]")]
    misbehave: Vec<String>,
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    #[arg(long, requires = "into")]
    force: bool,
}

impl PracticeServer {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut misbehaviours = Vec::new();
        for text in &self.misbehave {
            let known = Fault::parse(text).ok_or_else(|| {
                let diagnostic = Diagnostic::without_span("mock-server-bad", vec![("value", text.clone())]).suggest(text, Fault::names());
                crate::cli::output::print_diagnostics(context, &[diagnostic], &crate::document::source::Files::default());
                Exit::Unusable
            })?;
            misbehaviours.push(known);
        }
        let scenario = match &self.scenario {
            None => SCENARIO.to_owned(),
            Some(path) => {
                crate::io::read::text(path).map_err(|error| print_error(context, "collect-cannot-read", about(path, &error.to_string())))?
            }
        };
        let name = self.scenario.clone().unwrap_or_else(|| PathBuf::from("scenario.toml"));
        let world = World::read(&scenario).map_err(|error| print_error(context, "collect-cannot-read", about(&name, error.message())))?;
        let state = State::new(world, misbehaviours, Arc::new(chrono::Utc::now));
        let server = Server::start(self.port, state);
        let server = server.map_err(|error| print_error(context, "collect-no-runtime", vec![("reason", error.to_string())]))?;
        let files = files::generate(&server.state().world, &server.base_url());
        let told = match &self.into {
            Some(folder) => self.lay_out(context, folder, &files)?,
            None => show(context, &files),
        };
        let ready = context.messages.format("mock-server-ready", &[("address", &server.base_url())]);
        let mut out = anstream::stdout().lock();
        if writeln!(out, "{told}{ready}").and_then(|()| out.flush()).is_err() {
            return Ok(Exit::Output);
        }
        drop(out);
        server.wait();
        Ok(Exit::Ok)
    }

    /// Writes the files into a folder, and says what to do there.
    fn lay_out(&self, context: &Context, folder: &Path, files: &[files::GeneratedFile]) -> Result<String, Exit> {
        // A shop's own facts file may have the same name.
        let other = |file: &&files::GeneratedFile| std::fs::read(folder.join(&file.name)).is_ok_and(|bytes| bytes != file.text.as_bytes());
        if let Some(file) = files.iter().find(other).filter(|_| !self.force) {
            return Err(print_error(context, "output-exists", vec![("name", folder.join(&file.name).display().to_string())]));
        }
        let put = |file: &files::GeneratedFile| -> io::Result<()> {
            let readers = if file.secret { Permissions::OwnerOnly } else { Permissions::Default };
            std::fs::create_dir_all(folder.join(&file.name).parent().unwrap_or(folder))?;
            write(&folder.join(&file.name), file.text.as_bytes(), readers)
        };
        let written = files.iter().try_for_each(put);
        written.map_err(|error| {
            print_error(context, "collect-cannot-write", about(folder, &error.to_string()));
            Exit::Output
        })?;
        Ok(context.messages.format("mock-server-try", &[("folder", &folder.display().to_string())]) + "\n")
    }
}

fn show(context: &Context, files: &[files::GeneratedFile]) -> String {
    files
        .iter()
        .map(|file| format!("{}\n\n{}\n", context.messages.format("mock-server-shown", &[("file", &file.name)]), file.text))
        .collect()
}

fn about(path: &Path, reason: &str) -> Vec<(&'static str, String)> {
    vec![("path", path.display().to_string()), ("reason", reason.to_owned())]
}
