//! The `kaibo` command: parse the arguments, run, hand the exit code back.

fn main() -> std::process::ExitCode {
    kaibo::cli::run(std::env::args_os()).into()
}
