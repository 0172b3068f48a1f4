//! What can be done besides answering. Every command begins with a colon, so that no answer is taken for one.
//!
//! In: a word. Out: a [`Command`]. The help is made from the same table.

/// What can be done besides answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    Why,
    Unknown,
    Skip,
    Back,
    Facts,
    Undo,
    Redo,
    All,
    More,
    Change,
    Delete,
    AsTyped,
    Status,
    Plan,
    Prefer,
    Way,
    WhatIf,
    Forget,
    Override,
    ClearOverride,
    Estimate,
    Collect,
    Export,
    Language,
    Quit,
}

/// Each command with its names, the long one first, and the message that says what it does.
pub(super) const COMMANDS: [(Command, &[&str], &str); 26] = [
    (Command::Why, &["why", "?"], "plain-help-why"),
    (Command::Unknown, &["unknown", "-"], "plain-help-unknown"),
    (Command::Skip, &["skip", "k"], "plain-help-skip"),
    (Command::Back, &["back", "<", "b"], "plain-help-back"),
    (Command::Facts, &["facts", "f"], "plain-help-facts"),
    (Command::Undo, &["undo", "u"], "plain-help-undo"),
    (Command::Redo, &["redo", "r"], "plain-help-redo"),
    (Command::All, &["all", "a"], "plain-help-all"),
    (Command::More, &["more", "m"], "plain-help-more"),
    (Command::Change, &["change", "n"], "plain-help-change"),
    (Command::Delete, &["delete", "d"], "plain-help-delete"),
    (Command::AsTyped, &["as-typed", "t"], "plain-help-as-typed"),
    (Command::Status, &["status", "s"], "plain-help-status"),
    (Command::Plan, &["plan", "p"], "plain-help-plan"),
    (Command::Prefer, &["prefer"], "plain-help-prefer"),
    (Command::Way, &["way"], "plain-help-way"),
    (Command::WhatIf, &["what-if", "w"], "plain-help-what-if"),
    (Command::Forget, &["forget"], "plain-help-forget"),
    (Command::Override, &["insist", "i"], "plain-help-insist"),
    (Command::ClearOverride, &["relent"], "plain-help-relent"),
    (Command::Estimate, &["estimate"], "plain-help-estimate"),
    (Command::Collect, &["collect", "c"], "plain-help-collect"),
    (Command::Export, &["export", "e"], "plain-help-export"),
    (Command::Language, &["language", "l"], "plain-help-language"),
    (Command::Help, &["help", "h"], "plain-help-help"),
    (Command::Quit, &["quit", "q"], "plain-help-quit"),
];

impl Command {
    /// The command of that name.
    pub(super) fn parse(name: &str) -> Option<Command> {
        let name = name.to_ascii_lowercase();
        COMMANDS.iter().find(|(_, names, _)| names.contains(&name.as_str())).map(|(command, ..)| *command)
    }
}
