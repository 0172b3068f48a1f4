//! Diagnostics as text for a terminal.
//!
//! In: diagnostics, the files that they point into, the reader's language. Out: text in which the lines concerned are
//! underlined; what could mislead a terminal is escaped.

use crate::document::diagnostics::{Diagnostic, MOST_SHOWN};
use crate::document::source::{FileId, Files, Span};
use crate::document::values::InputError;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::io::file::TargetError;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use annotate_snippets::renderer::DecorStyle;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::io;
use std::ops::Range;

/// Diagnostics in the reader's language, each with the lines that it is about. `width` is the terminal's. After
/// [`MOST_SHOWN`] of them, errors before warnings, the rest is counted.
pub fn render(diagnostics: &[Diagnostic], files: &Files, messages: &Messages, styled: bool, width: usize) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width.max(40));
    let mut text = String::new();
    let mut lines = LineIndex::default();
    if diagnostics.len() <= MOST_SHOWN {
        for problem in diagnostics {
            text.push_str(&renderer.render(&report(problem, files, &mut lines, messages)));
            text.push('\n');
        }
        return text;
    }
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics.iter().partition(|problem| problem.is_error);
    for problem in errors.iter().chain(&warnings).take(MOST_SHOWN) {
        text.push_str(&renderer.render(&report(problem, files, &mut lines, messages)));
        text.push('\n');
    }
    let more_errors = errors.len().saturating_sub(MOST_SHOWN);
    let more_warnings = diagnostics.len() - MOST_SHOWN - more_errors;
    for (id, count) in [("more-errors", more_errors), ("more-warnings", more_warnings)] {
        if count > 0 {
            text.push_str(&messages.format(id, &[("count", &count.to_string())]));
            text.push('\n');
        }
    }
    text
}

/// Why a file can't be written, in the reader's language where kaibo knows the reason, else in the system's words.
pub fn reason(error: &io::Error, messages: &Messages) -> String {
    match TargetError::find(error) {
        Some(TargetError::Socket) => messages.format("write-socket", &[]),
        Some(TargetError::Busy) => messages.format("write-busy", &[]),
        None => error.to_string(),
    }
}

/// One problem as it is drawn: its title, the lines that it is about, help.
fn report(problem: &Diagnostic, files: &Files, lines: &mut LineIndex, messages: &Messages) -> Vec<Group<'static>> {
    let level = if problem.is_error {
        Level::ERROR.with_name(messages.format("level-error", &[]))
    } else {
        Level::WARNING.with_name(messages.format("level-warning", &[]))
    };
    let mut main = Group::with_title(level.primary_title(message(messages, problem.id, &problem.args)));
    let places = problem.at.map(|at| (at, None)).into_iter();
    for (span, label) in places.chain(problem.also.iter().map(|(span, label)| (*span, Some(*label)))) {
        main = pointing(main, files, lines, span, label.map(|label| messages.format(label, &[])));
    }
    let mut report = vec![main];
    if let Some((id, args)) = problem.help.as_deref() {
        let help = Level::HELP.with_name(messages.format("level-help", &[]));
        report.push(Group::with_title(help.secondary_title(message(messages, id, args))));
    }
    report
}

/// A diagnostic in one line, without its place.
pub fn message(messages: &Messages, id: &str, args: &[(&'static str, String)]) -> String {
    let shown = |name: &str, value: &str| match name {
        // What a type is called is a matter of language too.
        "expected" | "found" | "kind" if value.starts_with("type-") => messages.format(value, &[]),
        _ => escape_control(&shortened(value)).into_owned(),
    };
    let args: Vec<(&str, String)> = args.iter().map(|(name, value)| (*name, shown(name, value))).collect();
    let borrowed: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    messages.format(id, &borrowed)
}

/// The most characters of a name or a value that a message repeats.
const LONGEST: usize = 1000;

/// What a message repeats of a text: a name of 20 MB helps nobody.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Where the lines of files begin, found once for each file: a file may hold a million problems.
#[derive(Default)]
struct LineIndex(HashMap<FileId, Vec<usize>>);

impl LineIndex {
    /// The number of the line in which a byte stands, from 1, and where that line begins and ends.
    fn line(&mut self, files: &Files, file: FileId, byte: usize) -> (usize, Range<usize>) {
        let text = files.text(file);
        let starts = self.0.entry(file).or_insert_with(|| {
            let ends = memchr::memchr_iter(b'\n', text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
        });
        let number = starts.partition_point(|start| *start <= byte).max(1);
        let end = starts.get(number).map_or(text.len(), |next| next - 1);
        (number, starts[number - 1]..end)
    }
}

/// Lines up to so many bytes are shown whole; of longer ones, so many bytes around what is meant.
const WHOLE_LINE: usize = 2000;

const AROUND: usize = 200;

/// Adds the line of a span. Only that line is handed over, and of a very long one only the part around the span: a file may
/// be one line, and each problem would be drawn over all of it.
fn pointing(group: Group<'static>, files: &Files, lines: &mut LineIndex, at: Span, label: Option<String>) -> Group<'static> {
    let text = files.text(at.file);
    let (start, end) = (boundary(text, at.start as usize), boundary(text, at.end as usize));
    let (number, line) = lines.line(files, at.file, start);
    let end = end.clamp(start, line.end);
    let name = escape_control(files.name(at.file)).into_owned();
    let long = line.len() > WHOLE_LINE;
    let (from, until, end) = if long {
        let end = boundary(text, end.min(start + AROUND));
        (boundary(text, start.saturating_sub(AROUND).max(line.start)), boundary(text, (end + AROUND).min(line.end)), end)
    } else {
        (line.start, line.end, end)
    };
    let before = format!("{}{}", if from > line.start { "..." } else { "" }, sanitize(&text[from..start]));
    let marked = sanitize(&text[start..end]);
    let after = format!("{}{}", sanitize(text[end..until].trim_end_matches('\r')), if until < line.end { "..." } else { "" });
    let underlined = before.len()..before.len() + marked.len();
    let annotation = AnnotationKind::Primary.span(underlined);
    let annotation = match label {
        Some(label) => annotation.label(label),
        None => annotation,
    };
    let snippet = Snippet::source(format!("{before}{marked}{after}")).line_start(number).annotation(annotation);
    if long {
        // The column of what is cut out would be counted from the cut.
        let column = text[line.start..start].chars().count() + 1;
        return group.element(Origin::path(name).line(number).char_column(column)).element(snippet);
    }
    group.element(snippet.path(name))
}

/// The nearest boundary of characters at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte)
}

/// A part of a line whose characters keep their columns: what could mislead a terminal becomes a replacement character.
fn sanitize(part: &str) -> String {
    part.chars()
        .map(|c| if c != '\t' && escape_control(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() { '\u{fffd}' } else { c })
        .collect()
}

impl InputError {
    /// The refusal in words.
    pub fn format(&self, messages: &Messages) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.get(messages.lang))).collect();
        messages.format(self.id, &args)
    }
}
