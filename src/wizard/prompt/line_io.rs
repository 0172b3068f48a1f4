//! Lines out and lines in, and nothing that moves a cursor: right for screen readers, pipes and the simplest terminals.
//!
//! In: what is to be said, and lines that are typed. Out: text of the page's width; what was typed, commands distinguished.

use std::io::{self, BufRead, Read as _, Write};
use std::sync::atomic::AtomicBool;
#[cfg(feature = "collect")]
use std::sync::atomic::Ordering;

use anstream::adapter::strip_str;

use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::columns::wrap;
use crate::report::text::TextWriter;
use crate::wizard::prompt::command::Command;

/// No person types a longer line.
const LONGEST: u64 = 1 << 16;

/// Both ends of a conversation.
pub struct LineIo<'t> {
    /// What is typed.
    pub input: &'t mut dyn BufRead,
    /// Where it is answered.
    pub out: &'t mut dyn Write,
    /// The language.
    pub messages: Messages,
    /// The width, in columns.
    pub width: usize,
    /// Without marks that only some terminals have.
    pub ascii: bool,
    /// True if styles may be used.
    pub styled: bool,
    /// True if what is typed does not show by itself.
    pub echo: bool,
    /// Set once somebody wants to end it.
    pub stopped: Option<&'t AtomicBool>,
}

impl std::fmt::Debug for LineIo<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Talk").field("words", &self.messages).finish_non_exhaustive()
    }
}

/// A line that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// An answer, blanks around it taken off; it may be empty.
    Answer(String),
    /// A command, and what is after it.
    Command(Command, String),
}

impl LineIo<'_> {
    /// True once somebody wants to end it.
    #[cfg(feature = "collect")]
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.is_some_and(|stopped| stopped.load(Ordering::Relaxed))
    }

    /// Paragraphs, each broken into lines.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.hang("", text)
    }

    /// A paragraph that hangs under its first word.
    pub(super) fn hang(&mut self, first: &str, text: &str) -> io::Result<()> {
        let indent = crate::report::columns::width(first);
        for (at, line) in wrap(&escape_control(text), self.width.clamp(40, 110).saturating_sub(indent)).iter().enumerate() {
            let lead = if at == 0 { first.to_owned() } else { " ".repeat(indent) };
            writeln!(self.out, "{}", format!("{lead}{line}").trim_end())?;
        }
        Ok(())
    }

    /// A message.
    pub(super) fn say(&mut self, id: &str, args: &[(&str, &str)]) -> io::Result<()> {
        let text = self.messages.format(id, args);
        self.text(&text)
    }

    /// An empty line.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// What the command line would say at length.
    pub(super) fn page(&mut self, write: impl FnOnce(&mut TextWriter<'_>)) -> io::Result<()> {
        let mut page = TextWriter::new(&self.messages, self.width, self.ascii);
        write(&mut page);
        if self.styled { self.out.write_all(page.text.as_bytes()) } else { write!(self.out, "{}", strip_str(&page.text)) }
    }

    /// Waits for a line. None at the end of the input.
    pub(super) fn line(&mut self) -> io::Result<Option<Line>> {
        loop {
            if !self.echo {
                write!(self.out, "> ")?;
            }
            self.out.flush()?;
            let mut bytes = Vec::new();
            (&mut *self.input).take(LONGEST).read_until(b'\n', &mut bytes)?;
            if bytes.is_empty() {
                if !self.echo {
                    self.gap()?;
                }
                return Ok(None);
            }
            let Ok(text) = String::from_utf8(bytes) else {
                self.say("prompt-not-text", &[])?;
                continue;
            };
            let text = text.trim_start_matches('\u{feff}').trim();
            if self.echo {
                writeln!(self.out, "{}", format!("> {}", escape_control(text)).trim_end())?;
            }
            let Some(command) = text.strip_prefix([':', '：']) else { return Ok(Some(Line::Answer(text.to_owned()))) };
            let (name, rest) = command.trim_start().split_once(char::is_whitespace).unwrap_or((command.trim(), ""));
            match Command::parse(name) {
                Some(command) => return Ok(Some(Line::Command(command, rest.trim().to_owned()))),
                None => self.say("prompt-no-such-command", &[("name", name)])?,
            }
        }
    }
}
