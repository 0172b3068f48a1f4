//! `kaibo completions` and `kaibo man`: what a shell and a manual need to know.
//!
//! In: the command line's own definition. Out: a script, or a page in roff.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::context::{Context, Exit};
use crate::cli::output::result;

#[derive(Debug, Args)]
pub(super) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, context: &Context, mut command: Command) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "kaibo", &mut script);
        result(context, &String::from_utf8_lossy(&script), Exit::Ok)
    }
}

/// The manual: one page that holds every command.
pub(super) fn man(context: &Context, command: &Command) -> Exit {
    let mut page = Vec::new();
    let mut rendered = clap_mangen::Man::new(command.clone()).render(&mut page);
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = format!("kaibo-{}", sub.get_name());
        rendered = rendered.and_then(|()| clap_mangen::Man::new(sub.clone().name(name)).render(&mut page));
    }
    debug_assert!(rendered.is_ok(), "writing to memory does not fail");
    result(context, &String::from_utf8_lossy(&page), Exit::Ok)
}
