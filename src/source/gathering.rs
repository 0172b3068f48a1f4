//! Collecting for one facts file, from the file to what is written beside it.
//!
//! In: a facts file and `kaibo.toml`. Out: an [`Order`], which says whom it would ask how often, and on being carried out a
//! run. Nothing is written, and nobody is asked, before [`Order::carry_out`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::case::{Refused, parse, read_text};
use crate::doc::{FileId, Files, Node, Span, parse_toml};
use crate::problem::{Problem, problem};
use crate::rulebook::Program;
use crate::source::config::{self, Config};
use crate::source::live::{Limits, Live};
use crate::source::reply::moment;
use crate::source::run::Run;
use crate::source::scope::{Applicant, Member, Scope};
use crate::source::wechat::table;
use crate::words::Lang;

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
pub struct Order {
    config: Config,
    scope: Scope,
    files: Files,
}

/// Reads program, applicant and entity. The rest of the file is none of collecting's business.
///
/// # Errors
/// The file can't be read, or lacks them.
pub fn head(path: &Path, program: Option<&str>) -> Result<(Head, Files), Refused> {
    let mut files = Files::default();
    let file = files.add(path.display().to_string(), read_text(path)?);
    match parse(&files, file, path).and_then(|node| read_head(&node, file, program)) {
        Ok(head) => Ok((head, files)),
        Err(problem) => Err(Refused { problems: vec![problem], files }),
    }
}

fn read_head(node: &Node<'_>, file: FileId, program: Option<&str>) -> Result<Head, Problem> {
    let start = Span { file, start: 0, end: 0 };
    let text =
        |key: &'static str| node.table().and_then(|table| table.get(key)).and_then(|node| Some((node.text()?.to_owned(), node.span)));
    let missing = |key: &str| problem!(start, "missing-key", key = key);
    let (id, at) = text("applicant").ok_or_else(|| missing("applicant"))?;
    let program = program.map(str::to_owned).or_else(|| text("program").map(|(text, _)| text)).ok_or_else(|| missing("program"))?;
    Ok(Head { program, applicant: Applicant { id, at, entity: text("entity").map(|(text, _)| text) } })
}

/// True if there is a configuration to collect by.
pub fn is_configured(config: Option<&Path>) -> bool {
    config.is_some() || config::find(Path::new("")).is_some()
}

impl Order {
    /// Finds out whom to ask. `files` are those of the head.
    ///
    /// # Errors
    /// There is no configuration, or it can't be used, or nobody of the applicant's entity is in it.
    pub fn new(head: &Head, mut files: Files, config: Option<&Path>, lang: Lang) -> Result<Order, Refused> {
        let path = match config {
            Some(path) => path.to_owned(),
            None => config::find(Path::new("")).ok_or_else(|| {
                let user = config::user_file().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
                Problem::nowhere("source-no-config", vec![("path", config::FILE.to_owned()), ("user", user)])
            })?,
        };
        let text = read_text(&path)?;
        // Errors show lines, and somebody may have written a secret into one.
        let file = files.add(path.display().to_string(), config::presentable(&text));
        let folder = path.parent().unwrap_or(Path::new(""));
        let now = chrono::Utc::now();
        let lang = if lang == Lang::Zh { "zh" } else { "en" };
        let read = parse_toml(file, &text).map_err(|fault| vec![fault]).and_then(|node| Config::read(&node, folder));
        let read = read.and_then(|config| {
            let scope = Scope::of(&config, &head.applicant, &head.program, moment(&now), lang)?;
            Ok((config, scope))
        });
        match read {
            Ok((config, scope)) => Ok(Order { config, scope, files }),
            Err(problems) => Err(Refused { problems, files }),
        }
    }

    /// The files that secrets are read from.
    pub fn secret_files(&self) -> impl Iterator<Item = &Path> {
        self.config.secret_files()
    }

    /// The accounts, and how often each is asked at least.
    pub fn expected(&self) -> Vec<(&Member, u64)> {
        table::least_calls(&self.scope)
    }

    /// Asks. `on_answer` hears of every reply the account that gave it.
    ///
    /// # Errors
    /// Every secret that can't be had.
    pub async fn carry_out(self, cache: Option<PathBuf>, program: &Program, on_answer: Box<dyn Fn(&str)>) -> Result<Run, Refused> {
        match Live::new(&self.config, &self.scope, Limits::default(), cache, Arc::new(chrono::Utc::now), on_answer) {
            Ok(live) => Ok(Run::live(self.scope, live, program).await),
            Err(problems) => Err(Refused { problems, files: self.files }),
        }
    }
}

/// Where tokens are kept between runs.
pub fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("kaibo").join("tokens"))
}
