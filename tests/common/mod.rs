//! Runs the `kaibo` command as a user would, with nothing of the machine's own settings.
#![allow(dead_code, reason = "not every test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test may")]

pub(crate) mod fleet;

use std::path::Path;

use assert_cmd::Command;

/// The command, in a folder, on a fixed day, without colours.
pub(crate) fn kaibo(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("kaibo").unwrap();
    command.current_dir(folder).args(args);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE", "KAIBO_RULES"] {
        command.env_remove(name);
    }
    command.env("SOURCE_DATE_EPOCH", "1795312800");
    command
}

/// Standard output, standard error and the exit code.
pub(crate) fn run(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let output = kaibo(folder, args).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

/// Facts of an applicant that has everything in order on 2026-11-22.
pub(crate) const IN_ORDER: &str = r#"program = "wechat-live"
applicant = "wx1234567890abcdef"

[facts]
entity_region = "CN"
entity_type = "enterprise"
categories = [{ path = "商家自营 > 服装/鞋/箱包", status = "approved" }]
violations = []
payments = [2026-11-20]
official_accounts = [{ name = "某某", fans = 130 }]
"#;
