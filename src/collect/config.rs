//! `kaibo.toml`: which accounts can be asked, and where their secrets are.
//!
//! In: a document. Out: a [`Config`]; everything that is to be refused is a problem at its line. Secrets are never in it, and
//! since somebody may have written one there all the same, no problem repeats a value of the file.

mod masked;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::collect::account::{Access, AccountKind, Member};
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Node, NodeValue};

pub use masked::masked;
pub(in crate::collect) use masked::spelling_without_values;

/// The name of the file.
pub const FILE: &str = "kaibo.toml";

const WECHAT: &str = "https://api.weixin.qq.com";

/// What is configured.
#[derive(Debug, Default)]
pub struct Config {
    /// The accounts, those of the third-party platform included.
    pub accounts: Vec<Account>,
    /// The third-party platform.
    pub platform: Option<Platform>,
    /// What is said of entities.
    pub entities: Vec<Entity>,
    /// Where the key of pseudonyms is.
    pub redact: Option<SecretSource>,
}

/// An account of WeChat.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its AppID.
    pub app_id: String,
    /// What it is.
    pub kind: AccountKind,
    /// Whose it is.
    pub entity: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Where its interfaces are.
    pub base: BaseUrl,
    /// With what it is asked.
    pub access: Access,
    /// Where that is: an app secret, a token, or an authorizer's refresh token.
    pub secret: SecretSource,
    /// The account's position in the file.
    pub at: Span,
}

/// A third-party platform (第三方平台).
#[derive(Debug, Clone)]
pub struct Platform {
    /// Its AppID.
    pub app_id: String,
    /// Where its secret is.
    pub secret: SecretSource,
    /// Where the newest ticket is that WeChat pushed to it.
    pub ticket: SecretSource,
    /// Where its interfaces are.
    pub base: BaseUrl,
}

/// What is said of an entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name; may be left out where there is one.
    pub name: Option<String>,
    /// True if every mini program that it has is configured.
    pub all_mini_programs: bool,
    /// True if every official account that it has is configured.
    pub all_official_accounts: bool,
}

/// Where a secret is.
#[derive(Debug, Clone)]
pub struct SecretSource {
    /// Where.
    pub place: SecretLocation,
    /// Its position in the file.
    pub at: Span,
}

/// A place that can hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretLocation {
    /// A variable of the environment.
    Env(String),
    /// A file that only its owner can read. Relative to the configuration's folder.
    File(PathBuf),
    /// What a command prints.
    Command {
        /// The program and its arguments.
        parts: Vec<String>,
        /// Where it runs: the configuration's folder. A working directory, where anyone may have put a program of that name, is
        /// not what was approved.
        folder: PathBuf,
    },
}

/// Scheme, host and port of an interface, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// The address.
    pub text: String,
    /// True of addresses of this machine: plain HTTP is allowed there, and no proxy is used.
    pub loopback: bool,
}

impl BaseUrl {
    /// Reads an address. None if it isn't `https`, or `http` to a loopback address, or holds more than scheme, host and port.
    pub fn parse(text: &str) -> Option<BaseUrl> {
        let url = reqwest::Url::parse(text).ok()?;
        let bare =
            url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        let host = url.host_str()?;
        let loopback = host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let allowed = url.scheme() == "https" || (url.scheme() == "http" && loopback);
        (bare && allowed).then(|| BaseUrl { text: url.as_str().trim_end_matches('/').to_owned(), loopback })
    }
}

impl Config {
    /// Every place that a secret is read from.
    pub fn places(&self) -> Vec<&SecretLocation> {
        let platform = self.platform.iter().flat_map(|platform| [&platform.secret, &platform.ticket]);
        let accounts = self.accounts.iter().map(|account| &account.secret);
        accounts.chain(platform).chain(&self.redact).map(|secret| &secret.place).collect()
    }

    /// Every address that secrets are sent to.
    pub fn addresses(&self) -> Vec<&str> {
        let platform = self.platform.iter().map(|platform| platform.base.text.as_str());
        let mut addresses: Vec<&str> = self.accounts.iter().map(|account| account.base.text.as_str()).chain(platform).collect();
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }
}

impl Account {
    /// The account without its secrets.
    pub fn member(&self) -> Member {
        Member { app_id: self.app_id.clone(), name: self.name.clone(), kind: self.kind, access: self.access }
    }
}

/// Where the configuration is: in the working directory, else in the user's configuration directory. None if it is in neither.
pub fn find(working_directory: &Path) -> Option<PathBuf> {
    let here = working_directory.join(FILE);
    if here.is_file() {
        return Some(here);
    }
    let user = user_file()?;
    user.is_file().then_some(user)
}

/// Where a user's own configuration stands.
pub fn user_file() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("kaibo").join(FILE))
}

impl Config {
    /// The files that secrets come from: those that hold one, and the programs and scripts of commands that print one.
    pub fn secret_files(&self) -> Vec<PathBuf> {
        let files = |place: &SecretLocation| match place {
            SecretLocation::Env(_) => Vec::new(),
            SecretLocation::File(path) => vec![path.clone()],
            SecretLocation::Command { parts, folder } => parts.iter().map(|part| folder.join(part)).filter(|path| path.is_file()).collect(),
        };
        self.places().into_iter().flat_map(files).collect()
    }

    /// Reads a configuration. `folder` is where it stands: relative file names are taken from there.
    ///
    /// # Errors
    /// Every fault found.
    pub fn read(node: &Node<'_>, folder: &Path) -> Result<Config, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let mut reader = Reader { folder, faults: &mut diagnostics };
        let config = reader.config(node).unwrap_or_default();
        diagnostics.iter_mut().for_each(masked::without_values);
        if diagnostics.iter().any(|diagnostic| diagnostic.is_error) { Err(diagnostics) } else { Ok(config) }
    }
}

struct Reader<'a> {
    folder: &'a Path,
    faults: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(&mut self, node: &Node<'_>) -> Option<Config> {
        let mut config = Config::default();
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let sources = fields.optional("sources");
        for node in self.items(fields.optional("entities")) {
            config.entities.extend(self.entity(node));
        }
        if let Some(node) = fields.optional("redact") {
            config.redact = self.redaction(node);
        }
        fields.finish(self.faults);
        // A configuration may be there for its key alone.
        let Some(sources) = sources else { return Some(config) };
        let mut fields = TableReader::from_entry(sources, self.faults)?;
        for node in self.items(fields.optional("wechat")) {
            config.accounts.extend(self.account(node));
        }
        if let Some(node) = fields.optional("wechat_platform")
            && let Some((platform, authorizers)) = self.platform(node)
        {
            config.platform = Some(platform);
            config.accounts.extend(authorizers);
        }
        // Their adapters read these themselves.
        fields.optional("wechat_pay");
        fields.optional("tencent_ads");
        fields.finish(self.faults);
        for (at, account) in config.accounts.iter().enumerate() {
            if let Some(first) = config.accounts[..at].iter().find(|first| first.app_id == account.app_id) {
                let diagnostic = diagnostic!(account.at, "collect-account-twice");
                self.faults.push(diagnostic.with_label(first.at, "label-first-here"));
            }
        }
        Some(config)
    }

    fn redaction(&mut self, node: &Node<'_>) -> Option<SecretSource> {
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let key = fields.required("key", self.faults).and_then(|node| self.secret("key", node));
        fields.finish(self.faults);
        key
    }

    fn items<'n, 'i>(&mut self, node: Option<&'n Node<'i>>) -> &'n [Node<'i>] {
        match node.map(|node| (&node.value, node)) {
            None => &[],
            Some((NodeValue::List(items), _)) => items,
            Some((_, node)) => {
                self.faults.push(wrong_type(node, "type-list"));
                &[]
            }
        }
    }

    fn entity(&mut self, node: &Node<'_>) -> Option<Entity> {
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let name = fields.text("name", self.faults).map(str::to_owned);
        let mut all = |key: &'static str| {
            let node = fields.optional(key)?;
            match as_text(node, self.faults)? {
                "all" => Some(true),
                "some" => Some(false),
                other => {
                    self.faults.push(diagnostic!(node.span, "collect-unknown-option", key = key).suggest(other, ["all", "some"]));
                    None
                }
            }
        };
        let (all_mini_programs, all_official_accounts) = (all("mini_programs"), all("official_accounts"));
        fields.finish(self.faults);
        Some(Entity {
            name,
            all_mini_programs: all_mini_programs.unwrap_or(false),
            all_official_accounts: all_official_accounts.unwrap_or(false),
        })
    }

    fn account(&mut self, node: &Node<'_>) -> Option<Account> {
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let (app_id, at) = self.app_id("app_id", &mut fields)?;
        let kind = fields.required("kind", self.faults);
        let kind = self.kind(kind);
        let entity = fields.text("entity", self.faults).map(str::to_owned);
        let name = fields.text("name", self.faults).map(str::to_owned);
        let base = self.base(&mut fields);
        let secret = fields.optional("app_secret").map(|node| (Access::Own, "app_secret", node));
        let token = fields.optional("token").map(|node| (Access::Given, "token", node));
        let (access, key, place) = match (secret, token) {
            (Some(only), None) | (None, Some(only)) => only,
            (Some(_), Some((.., node))) => {
                self.faults.push(diagnostic!(node.span, "collect-secret-and-token"));
                return None;
            }
            (None, None) => {
                self.faults.push(diagnostic!(fields.at, "missing-key", key = "app_secret"));
                return None;
            }
        };
        let secret = self.secret(key, place);
        fields.finish(self.faults);
        Some(Account { app_id, kind: kind?, entity, name, base: base?, access, secret: secret?, at })
    }

    fn platform(&mut self, node: &Node<'_>) -> Option<(Platform, Vec<Account>)> {
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let app_id = self.app_id("component_app_id", &mut fields);
        let mut place = |key: &'static str, reader: &mut Self| {
            let node = fields.required(key, reader.faults)?;
            reader.secret(key, node)
        };
        let (secret, ticket) = (place("component_secret", self), place("verify_ticket", self));
        let base = self.base(&mut fields);
        let authorizers = fields.optional("authorizers");
        fields.finish(self.faults);
        let (app_id, secret, ticket, base) = (app_id?.0, secret?, ticket?, base?);
        let mut accounts = Vec::new();
        for node in self.items(authorizers) {
            accounts.extend(self.authorizer(node, &base));
        }
        Some((Platform { app_id, secret, ticket, base }, accounts))
    }

    fn authorizer(&mut self, node: &Node<'_>, base: &BaseUrl) -> Option<Account> {
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let (app_id, at) = self.app_id("app_id", &mut fields)?;
        // Most of what a third-party platform looks after are mini programs.
        let kind = match fields.optional("kind") {
            None => Some(AccountKind::MiniProgram),
            node => self.kind(node),
        };
        let entity = fields.text("entity", self.faults).map(str::to_owned);
        let name = fields.text("name", self.faults).map(str::to_owned);
        let secret = fields.required("refresh_token", self.faults).and_then(|node| self.secret("refresh_token", node));
        fields.finish(self.faults);
        Some(Account { app_id, kind: kind?, entity, name, base: base.clone(), access: Access::Authorizer, secret: secret?, at })
    }

    /// An AppID goes into addresses and files, so only what AppIDs are made of is taken.
    fn app_id(&mut self, key: &'static str, fields: &mut TableReader<'_, '_>) -> Option<(String, Span)> {
        let node = fields.required(key, self.faults)?;
        let text = as_text(node, self.faults)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.faults.push(diagnostic!(node.span, "collect-bad-app-id", key = key));
            return None;
        }
        Some((text.to_owned(), node.span))
    }

    fn kind(&mut self, node: Option<&Node<'_>>) -> Option<AccountKind> {
        let node = node?;
        match as_text(node, self.faults)? {
            "mini_program" => Some(AccountKind::MiniProgram),
            "official_account" => Some(AccountKind::OfficialAccount),
            other => {
                let diagnostic = diagnostic!(node.span, "collect-unknown-option", key = "kind");
                self.faults.push(diagnostic.suggest(other, ["mini_program", "official_account"]));
                None
            }
        }
    }

    fn base(&mut self, fields: &mut TableReader<'_, '_>) -> Option<BaseUrl> {
        let Some(node) = fields.optional("base_url") else { return BaseUrl::parse(WECHAT) };
        let base = BaseUrl::parse(as_text(node, self.faults)?);
        if base.is_none() {
            self.faults.push(diagnostic!(node.span, "collect-bad-base-url").with_help("collect-base-url-spelling", vec![]));
        }
        base
    }

    fn secret(&mut self, key: &'static str, node: &Node<'_>) -> Option<SecretSource> {
        let NodeValue::Table(_) = &node.value else {
            self.faults.push(diagnostic!(node.span, "collect-secret-in-clear", key = key));
            return None;
        };
        let mut fields = TableReader::from_entry(node, self.faults)?;
        let env = fields.text("env", self.faults).map(|name| SecretLocation::Env(name.to_owned()));
        let file = fields.text("file", self.faults).map(|name| SecretLocation::File(self.folder.join(name)));
        let command = fields.texts("command", self.faults);
        let command = (!command.is_empty()).then(|| SecretLocation::Command {
            parts: command.iter().map(|(part, _)| (*part).to_owned()).collect(),
            folder: self.folder.to_owned(),
        });
        fields.finish(self.faults);
        let mut places: Vec<SecretLocation> = [env, file, command].into_iter().flatten().collect();
        match (places.pop(), places.is_empty()) {
            (Some(place), true) => Some(SecretSource { place, at: node.span }),
            _ => {
                self.faults.push(diagnostic!(node.span, "collect-secret-place"));
                None
            }
        }
    }
}
