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
    Anyway,
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
pub(super) const COMMANDS: [(Command, &[&str], &str); 27] = [
    (Command::Why, &["why", "?"], "prompt-help-why"),
    (Command::Unknown, &["unknown", "-"], "prompt-help-unknown"),
    (Command::Skip, &["skip", "k"], "prompt-help-skip"),
    (Command::Back, &["back", "<", "b"], "prompt-help-back"),
    (Command::Facts, &["facts", "f"], "prompt-help-facts"),
    (Command::Undo, &["undo", "u"], "prompt-help-undo"),
    (Command::Redo, &["redo", "r"], "prompt-help-redo"),
    (Command::All, &["all", "a"], "prompt-help-all"),
    (Command::More, &["more", "m"], "prompt-help-more"),
    (Command::Change, &["change", "n"], "prompt-help-change"),
    (Command::Delete, &["delete", "d"], "prompt-help-delete"),
    (Command::AsTyped, &["as-typed", "t"], "prompt-help-as-typed"),
    (Command::Status, &["status", "s"], "prompt-help-status"),
    (Command::Plan, &["plan", "p"], "prompt-help-plan"),
    (Command::Anyway, &["anyway"], "prompt-help-anyway"),
    (Command::Prefer, &["prefer"], "prompt-help-prefer"),
    (Command::Way, &["way"], "prompt-help-way"),
    (Command::WhatIf, &["what-if", "w"], "prompt-help-what-if"),
    (Command::Forget, &["forget"], "prompt-help-forget"),
    (Command::Override, &["insist", "i"], "prompt-help-override"),
    (Command::ClearOverride, &["relent"], "prompt-help-clear-override"),
    (Command::Estimate, &["estimate"], "prompt-help-estimate"),
    (Command::Collect, &["collect", "c"], "prompt-help-collect"),
    (Command::Export, &["export", "e"], "prompt-help-export"),
    (Command::Language, &["language", "l"], "prompt-help-language"),
    (Command::Help, &["help", "h"], "prompt-help-help"),
    (Command::Quit, &["quit", "q"], "prompt-help-quit"),
];

impl Command {
    /// The command of that name.
    pub(super) fn parse(name: &str) -> Option<Command> {
        let name = name.to_ascii_lowercase();
        COMMANDS.iter().find(|(_, names, _)| names.contains(&name.as_str())).map(|(command, ..)| *command)
    }
}
