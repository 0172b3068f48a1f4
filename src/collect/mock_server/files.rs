//! The files with which the mock server is used.
//!
//! In: a world and an address. Out: a configuration, a facts file, and the made-up secrets that the configuration points at.

use std::fmt::Write as _;

use super::world::World;

/// A file.
#[derive(Debug)]
pub struct GeneratedFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// True where others must not read it.
    pub secret: bool,
}

/// The files for everything in `world`. Its first mini program is the applicant.
pub fn generate(world: &World, base_url: &str) -> Vec<GeneratedFile> {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string();
    let mut config = String::new();
    let secret = |key: &str| format!("{{ file = \"secrets/{key}\" }}");
    let kept = |key: &str, text: &str| GeneratedFile { name: format!("secrets/{key}"), text: format!("{text}\n"), secret: true };
    let mut made = vec![kept("platform", &world.platform.secret), kept("ticket", &world.platform.ticket)];
    for account in world.accounts.iter().filter(|account| account.official) {
        let _ = writeln!(
            config,
            "[[sources.wechat]]\napp_id     = {}\nkind       = \"official_account\"\nname       = {}",
            quoted(&account.app_id),
            quoted(&account.name)
        );
        let _ = writeln!(config, "app_secret = {}\nbase_url   = {}\n", secret(&account.app_id), quoted(base_url));
        made.push(kept(&account.app_id, &account.secret));
    }
    let _ = writeln!(config, "[sources.wechat_platform]\ncomponent_app_id = {}", quoted(&world.platform.app_id));
    let _ = writeln!(
        config,
        "component_secret = {}\nverify_ticket    = {}\nbase_url         = {}",
        secret("platform"),
        secret("ticket"),
        quoted(base_url)
    );
    let _ = writeln!(config, "authorizers = [");
    for account in world.accounts.iter().filter(|account| !account.official) {
        let _ = writeln!(
            config,
            "    {{ app_id = {}, name = {}, refresh_token = {} }},",
            quoted(&account.app_id),
            quoted(&account.name),
            secret(&account.app_id)
        );
        made.push(kept(&account.app_id, &account.refresh_token));
    }
    let _ = writeln!(config, "]\n\n[[entities]]\nmini_programs     = \"all\"\nofficial_accounts = \"all\"");
    let applicant = world.accounts.iter().find(|account| !account.official);
    let (id, name) = applicant.map_or(("", ""), |account| (account.app_id.as_str(), account.name.as_str()));
    let facts = format!("program   = \"wechat-live\"\napplicant = {}\nname      = {}\n\n[facts]\n", quoted(id), quoted(name));
    made.push(GeneratedFile { name: "kaibo.toml".to_owned(), text: config, secret: false });
    made.push(GeneratedFile { name: "shop.toml".to_owned(), text: facts, secret: false });
    made
}
