//! What ends a prompt early.

use std::io;

/// Why a question was left.
#[derive(Debug)]
pub(super) enum Interrupt {
    /// For good.
    Quit,
    /// To see what is to be asked now.
    Next,
    /// For the question before.
    Back,
    /// For a certain fact.
    Go(usize),
    /// The terminal or the pipe is gone.
    Lost(io::Error),
}

impl From<io::Error> for Interrupt {
    fn from(error: io::Error) -> Interrupt {
        Interrupt::Lost(error)
    }
}

pub(super) type PromptResult<T> = Result<T, Interrupt>;
