//! What the tests of collecting share: a mock server, a configuration for it, and a run.

#![allow(clippy::unwrap_used, reason = "a test may")]
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(unreachable_pub, reason = "shared between test files")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use kaibo::collect::account::Applicant;
use kaibo::collect::accounts::Scope;
use kaibo::collect::call::Transport;
use kaibo::collect::client::{Clock, Limits, Live};
use kaibo::collect::config::Config;
use kaibo::collect::earlier::Earlier;
use kaibo::collect::mock_server::fault::Fault;
use kaibo::collect::mock_server::world::{SCENARIO, World};
use kaibo::collect::mock_server::{Server, State, files};
use kaibo::collect::response::moment;
use kaibo::collect::run::Collection;
use kaibo::document::diagnostics::Diagnostic;
use kaibo::document::parse_toml;
use kaibo::document::source::{FileId, Files, Span};
use kaibo::rulebook::{Program, Rulebook, RulebookText};

/// The moment of every test: 10:00 of 2026-11-22 at the platform.
pub fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00+08:00".parse::<DateTime<chrono::FixedOffset>>().unwrap().with_timezone(&Utc)
}

/// A clock that stands still.
pub fn clock() -> Clock {
    Arc::new(now)
}

/// The program that facts are collected for.
pub fn program() -> Program {
    rulebook().program.clone()
}

/// The rulebook of that program.
pub fn rulebook() -> &'static Rulebook {
    static RULEBOOK: std::sync::LazyLock<Rulebook> = std::sync::LazyLock::new(read_rulebook);
    &RULEBOOK
}

fn read_rulebook() -> Rulebook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/wechat-live");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    let text = RulebookText { id: "wechat-live".to_owned(), place: String::new(), files: texts };
    let mut files = Files::default();
    Rulebook::load(&text, &mut files).unwrap().0
}

/// A mock server in the scenario that comes with kaibo.
pub fn server(misbehave: &[&str]) -> Server {
    let misbehaviours = misbehave.iter().map(|text| Fault::parse(text).unwrap()).collect();
    let state = State::new(World::read(SCENARIO).unwrap(), misbehaviours, clock());
    Server::start(0, state).unwrap()
}

/// Patience fit for tests.
pub fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        total: Duration::from_millis(800),
        pause: Duration::from_millis(5),
        breather: Duration::from_millis(20),
        each_second: std::num::NonZeroU32::new(1000).unwrap(),
        at_once: std::num::NonZeroU32::new(1000).unwrap(),
        ..Limits::default()
    }
}

/// Reads a configuration that is in `folder`.
pub fn config(text: &str, folder: &Path) -> Result<Config, Vec<Diagnostic>> {
    let node = parse_toml(FileId(0), text).map_err(|fault| vec![fault])?;
    Config::read(&node, folder)
}

/// The applicant of the scenario.
pub fn applicant(id: &str, entity: Option<&str>) -> Applicant {
    Applicant { id: id.to_owned(), at: Span { file: FileId(0), start: 0, end: 0 }, entity: entity.map(str::to_owned) }
}

/// The AppID of the scenario's shop.
pub const SHOP: &str = "wxpractice00000shop";

/// A folder with the files for a server, and its configuration.
pub struct Desk {
    pub folder: tempfile::TempDir,
    pub config: String,
}

impl Desk {
    /// The whole scenario: a third-party platform and official accounts.
    pub fn of(server: &Server) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let mut config = String::new();
        for made in files::generate(&server.state().world, &server.base_url()) {
            let path = folder.path().join(&made.name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let readers = if made.secret { kaibo::io::file::Permissions::OwnerOnly } else { kaibo::io::file::Permissions::Default };
            kaibo::io::file::write(&path, made.text.as_bytes(), readers).unwrap();
            if made.name == "kaibo.toml" {
                config = made.text;
            }
        }
        Desk { folder, config }
    }

    /// The shop alone, by its own secret.
    pub fn own(server: &Server) -> Desk {
        Desk::with(server, "app_secret = { file = \"own\" }", "practice-shop-secret-00000000000")
    }

    /// The shop alone, by what `line` says; `own` holds `secret`.
    pub fn with(server: &Server, line: &str, secret: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        kaibo::io::file::write(&folder.path().join("own"), secret.as_bytes(), kaibo::io::file::Permissions::OwnerOnly).unwrap();
        let base = server.base_url();
        let config = format!("[[sources.wechat]]\napp_id = \"{SHOP}\"\nkind = \"mini_program\"\n{line}\nbase_url = \"{base}\"\n");
        Desk { folder, config }
    }

    pub fn config(&self) -> Config {
        config(&self.config, self.folder.path()).unwrap()
    }

    pub fn scope(&self) -> Scope {
        Scope::of(&self.config(), &applicant(SHOP, None), "wechat-live", moment(&now()), "en").unwrap()
    }

    /// The network, with tokens kept in this folder's `cache`.
    pub fn live(&self, limits: Limits) -> Live {
        let cache = Some(self.folder.path().join("cache"));
        self.try_live(limits, cache).unwrap()
    }

    /// The network, or why its secrets can't be had.
    pub fn try_live(&self, limits: Limits, cache: Option<std::path::PathBuf>) -> Result<Live, Vec<Diagnostic>> {
        block_on(Live::new(&self.config(), &self.scope(), limits, cache, clock(), Box::new(|_| {})))
    }

    /// A whole run.
    pub fn run(&self) -> Collection {
        self.run_after(&[])
    }

    /// A whole run after an earlier one.
    pub fn run_after(&self, earlier: &[Earlier]) -> Collection {
        block_on(Collection::live(self.scope(), self.live(limits()), &program(), earlier))
    }
}

/// Runs a future as the command does.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A run with other answers than the network's.
pub fn run_with<C: Transport>(scope: Scope, calls: C) -> Collection {
    block_on(Collection::live(scope, calls, &program(), &[]))
}

/// A fact of a collected file, as TOML on one line; None where there is none.
pub fn fact(run: &Collection, name: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(&run.collected.text).unwrap();
    table.get("facts")?.get(name).map(|value| value.to_string())
}

/// The note of a fact.
pub fn note(run: &Collection, name: &str) -> String {
    run.collected.lines.iter().find(|line| line.fact == name).unwrap().note.clone()
}

/// Today at the platform.
pub fn reply_day() -> String {
    moment(&Utc::now()).date_naive().to_string()
}
