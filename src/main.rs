//! The `kaibo` command: parse the arguments, run, hand the exit code back.

fn main() -> std::process::ExitCode {
    kaibo::command(std::env::args_os())
}
