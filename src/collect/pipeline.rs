//! Collecting for one facts file, from the file to what is written beside it.
//!
//! In: a facts file and `kaibo.toml`. Out: an [`CollectRequest`], which says whom it would ask how often, and on being carried out a
//! run. Nothing is written, and nobody is asked, before [`CollectRequest::carry_out`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::collect::account::{Applicant, Member};
use crate::collect::accounts::Scope;
use crate::collect::client::{Limits, Live};
use crate::collect::config::{self, Config};
use crate::collect::response::moment;
use crate::collect::run::{Collection, OutputPaths};
use crate::collect::trust::{self, Trust};
use crate::collect::wechat::table;
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Files, Span};
use crate::document::{Node, parse_toml};
use crate::io::application::{LoadError, decode, parse, read_text, unreadable};
use crate::io::read;
use crate::rulebook::Program;
use crate::value::localized::Lang;

/// The head of a facts file.
#[derive(Debug)]
pub struct Head {
    /// The program.
    pub program: String,
    /// The applicant.
    pub applicant: Applicant,
}

/// What is to be collected, and whom to ask.
#[derive(Debug)]
pub struct CollectRequest {
    config: Config,
    scope: Scope,
    files: Files,
}

/// Reads program, applicant and entity. The rest of the file is none of collecting's business.
///
/// # Errors
/// The file can't be read, or lacks them.
pub fn head(path: &Path, program: Option<&str>) -> Result<(Head, Files), LoadError> {
    let mut files = Files::default();
    let file = files.add(path.display().to_string(), read_text(path)?);
    match parse(&files, file, path).and_then(|node| read_head(&node, file, program)) {
        Ok(head) => Ok((head, files)),
        Err(problem) => Err(LoadError { diagnostics: vec![problem], files }),
    }
}

fn read_head(node: &Node<'_>, file: FileId, program: Option<&str>) -> Result<Head, Diagnostic> {
    let start = Span { file, start: 0, end: 0 };
    let text =
        |key: &'static str| node.table().and_then(|table| table.get(key)).and_then(|node| Some((node.text()?.to_owned(), node.span)));
    let missing = |key: &str| diagnostic!(start, "missing-key", key = key);
    let (id, at) = text("applicant").ok_or_else(|| missing("applicant"))?;
    let program = program.map(str::to_owned).or_else(|| text("program").map(|(text, _)| text)).ok_or_else(|| missing("program"))?;
    Ok(Head { program, applicant: Applicant { id, at, entity: text("entity").map(|(text, _)| text) } })
}

/// True if there is a configuration to collect by.
pub fn is_configured(config: Option<&Path>) -> bool {
    config.is_some() || config::find(Path::new("")).is_some()
}

impl CollectRequest {
    /// Finds out whom to ask. `files` are those of the head.
    ///
    /// # Errors
    /// There is no configuration, or it can't be used or isn't approved, or nobody of the applicant's entity is in it.
    pub fn new(head: &Head, mut files: Files, config: Option<&Path>, lang: Lang) -> Result<CollectRequest, LoadError> {
        let path = match config {
            Some(path) => path.to_owned(),
            None => config::find(Path::new("")).ok_or_else(|| {
                let user = config::user_file().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
                Diagnostic::without_span("collect-no-config", vec![("path", config::FILE.to_owned()), ("user", user)])
            })?,
        };
        let (opened, bytes) = match read_config(&path, &mut files) {
            Ok(opened) => opened,
            Err(diagnostics) => return Err(LoadError { diagnostics, files }),
        };
        if let Err(problem) = may_be_used(&path, config.is_some(), &bytes) {
            return Err(LoadError { diagnostics: vec![problem], files });
        }
        let now = chrono::Utc::now();
        let lang = if lang == Lang::Zh { "zh" } else { "en" };
        match Scope::of(&opened, &head.applicant, &head.program, moment(&now), lang) {
            Ok(scope) => Ok(CollectRequest { config: opened, scope, files }),
            Err(diagnostics) => Err(LoadError { diagnostics, files }),
        }
    }

    /// The files that secrets come from.
    pub fn secret_files(&self) -> Vec<PathBuf> {
        self.config.secret_files()
    }

    /// The accounts, and how often each is asked at least.
    pub fn expected(&self) -> Vec<(&Member, u64)> {
        table::least_calls(&self.scope)
    }

    /// Asks. `on_answer` hears of every reply the account that gave it; what was collected `before` stays where it can't be renewed.
    ///
    /// # Errors
    /// Every secret that can't be had.
    pub async fn carry_out(
        self,
        limits: Limits,
        cache: Option<PathBuf>,
        program: &Program,
        before: &OutputPaths,
        on_answer: Box<dyn Fn(&str)>,
    ) -> Result<Collection, LoadError> {
        let earlier = before.earlier(&self.scope);
        match Live::new(&self.config, &self.scope, limits, cache, Arc::new(chrono::Utc::now), on_answer).await {
            Ok(live) => Ok(Collection::live(self.scope, live, program, &earlier).await),
            Err(diagnostics) => Err(LoadError { diagnostics, files: self.files }),
        }
    }
}

/// A configuration and the bytes that it was read from.
#[derive(Debug)]
pub struct Opened {
    /// What it says.
    pub config: Config,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// The files that collecting for a facts file reads or writes: nothing else may be written over them. A configuration that can't
/// be read names none besides itself.
pub fn files(facts: &Path) -> Vec<PathBuf> {
    let mut files = OutputPaths::beside(facts).files();
    if let Some(config) = config::find(Path::new("")) {
        files.extend(open_config(&config).map_or_else(|_| Vec::new(), |opened| opened.config.secret_files()));
        files.push(config);
    }
    files.extend(trust::place());
    files
}

/// Reads a configuration. Whether it may be used is another question.
///
/// # Errors
/// It can't be read, or something in it is wrong.
pub fn open_config(path: &Path) -> Result<Opened, LoadError> {
    let mut files = Files::default();
    match read_config(path, &mut files) {
        Ok((config, bytes)) => Ok(Opened { config, bytes }),
        Err(diagnostics) => Err(LoadError { diagnostics, files }),
    }
}

/// Problems show lines of the file, so it is added to `files` without its values.
fn read_config(path: &Path, files: &mut Files) -> Result<(Config, Vec<u8>), Vec<Diagnostic>> {
    let name = path.display().to_string();
    let bytes = read::bytes(path).map_err(|error| vec![unreadable(name.clone(), &error)])?;
    let text = decode(bytes.clone(), &name).map_err(|problem| vec![problem])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let file = files.add(name.clone(), config::masked(text));
    let node = parse_toml(file, text).map_err(|problem| vec![config::spelling_without_values(problem)])?;
    let config = Config::read(&node, &folder(path))?;
    Ok((config, bytes))
}

/// The folder in which a configuration stands, whatever link led to it: a link that somebody put elsewhere must not make files
/// and programs of that place out of those that were approved. What is no file, such as a pipe, stands nowhere.
fn folder(path: &Path) -> PathBuf {
    let place = std::fs::canonicalize(path).ok().filter(|place| place.is_file());
    place.and_then(|place| place.parent().map(Path::to_owned)).unwrap_or_default()
}

/// A configuration that was named, is the user's own or was approved may be used. Any other may have been put there by anyone.
pub(super) fn may_be_used(path: &Path, named: bool, bytes: &[u8]) -> Result<(), Diagnostic> {
    let is = |other: PathBuf| std::fs::canonicalize(path).is_ok_and(|path| std::fs::canonicalize(other).is_ok_and(|other| path == other));
    if named || config::user_file().is_some_and(is) {
        return Ok(());
    }
    let shown = || vec![("path", path.display().to_string())];
    let problem = match trust::look_up(trust::place().as_deref(), path, bytes) {
        Trust::Approved => return Ok(()),
        Trust::Changed => Diagnostic::without_span("collect-config-changed", shown()),
        Trust::Never => Diagnostic::without_span("collect-config-not-approved", shown()),
    };
    Err(problem.with_help("collect-config-approve", shown()))
}

/// Where tokens are kept between runs.
pub fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("kaibo").join("tokens"))
}
