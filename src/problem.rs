//! What is wrong with a file, and where.
//!
//! In: spans and the names of messages. Out: [`Problem`]s, which [`render`] puts into words in the reader's language,
//! underlining the text they mean.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use hashbrown::HashMap;

use crate::doc::{FileId, Files, Span};
use crate::untrusted::visible;
use crate::words::Words;

/// One thing that is wrong, or worth a warning, at a place of a file. Its words stand in the message files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The message's name; scripts may rely on it.
    pub id: &'static str,
    /// What the message's gaps are filled with.
    pub args: Vec<(&'static str, String)>,
    /// Where. None where nothing can be pointed at, such as a file that is missing.
    pub at: Option<Span>,
    /// Other places that have to do with it, each with a label's name.
    pub also: Vec<(Span, &'static str)>,
    /// A message that says what would be right, and what fills its gaps. Boxed: problems travel in results.
    pub help: Option<Box<Help>>,
    /// False of a warning.
    pub fatal: bool,
}

/// The name of a message, and what its gaps are filled with.
pub type Help = (&'static str, Vec<(&'static str, String)>);

/// Makes a [`Problem`]: `problem!(span, "unknown-key", key = name)`.
macro_rules! problem {
    ($at:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::problem::Problem::at($at, $id, vec![$((stringify!($name), ::std::string::ToString::to_string(&$value))),*])
    };
}
pub(crate) use problem;

impl Problem {
    /// A problem at a place.
    pub fn at(at: Span, id: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem { id, args, at: Some(at), also: Vec::new(), help: None, fatal: true }
    }

    /// A problem with a whole file or run.
    pub fn nowhere(id: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem { id, args, at: None, also: Vec::new(), help: None, fatal: true }
    }

    /// Points at a second place.
    pub fn also(mut self, at: Span, label: &'static str) -> Problem {
        self.also.push((at, label));
        self
    }

    /// Says what would be right.
    pub fn help(mut self, id: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        self.help = Some(Box::new((id, args)));
        self
    }

    /// The name that was probably meant, if one is near enough.
    pub fn meant<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Problem {
        let mut known: Vec<&str> = known.into_iter().collect();
        if let Some(near) = nearest(name, known.iter().copied()).first() {
            return self.help("did-you-mean", vec![("name", (*near).to_owned())]);
        }
        if known.is_empty() || known.len() > 24 {
            return self;
        }
        known.sort_unstable();
        self.help("known-names", vec![("names", known.join(", "))])
    }

    /// The same as a warning.
    pub fn warning(mut self) -> Problem {
        self.fatal = false;
        self
    }
}

/// Adds a problem with the name that was probably meant; without it where so many stand there already that it would not be shown:
/// looking for the nearest name takes longer than reading what is wrong.
pub fn push_meant<'n, N: IntoIterator<Item = &'n str>>(faults: &mut Vec<Problem>, fault: Problem, name: &str, known: impl Fn() -> N) {
    let shown = faults.len() < 2 * MOST_SHOWN;
    faults.push(if shown { fault.meant(name, known()) } else { fault });
}

/// The names that `name` was probably meant to be, nearest first, three at most. For short Chinese names a distance of
/// one says little, so likeness counts as well.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let allowed = (name.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|other| (strsim::osa_distance(name, other), other))
        .filter(|(distance, other)| *distance <= allowed && strsim::jaro_winkler(name, other) >= 0.8)
        .collect();
    near.sort();
    near.truncate(3);
    near.into_iter().map(|(_, name)| name).collect()
}

/// Problems beyond this many are counted, not shown: nobody reads the thousandth, and drawing each takes time.
pub const MOST_SHOWN: usize = 200;

/// Problems in the words of the reader's language, each with the lines that it is about. `width` is the terminal's. After
/// [`MOST_SHOWN`] of them, errors before warnings, the rest is counted.
pub fn render(problems: &[Problem], files: &Files, words: &Words, styled: bool, width: usize) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width.max(40));
    let mut text = String::new();
    let mut lines = LineIndex::default();
    if problems.len() <= MOST_SHOWN {
        for problem in problems {
            text.push_str(&renderer.render(&report(problem, files, &mut lines, words)));
            text.push('\n');
        }
        return text;
    }
    let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) = problems.iter().partition(|problem| problem.fatal);
    for problem in errors.iter().chain(&warnings).take(MOST_SHOWN) {
        text.push_str(&renderer.render(&report(problem, files, &mut lines, words)));
        text.push('\n');
    }
    let more_errors = errors.len().saturating_sub(MOST_SHOWN);
    let more_warnings = problems.len() - MOST_SHOWN - more_errors;
    for (id, count) in [("more-errors", more_errors), ("more-warnings", more_warnings)] {
        if count > 0 {
            text.push_str(&words.say(id, &[("count", &count.to_string())]));
            text.push('\n');
        }
    }
    text
}

/// One problem as it is drawn: its title, the lines that it is about, help.
fn report(problem: &Problem, files: &Files, lines: &mut LineIndex, words: &Words) -> Vec<Group<'static>> {
    let level = if problem.fatal {
        Level::ERROR.with_name(words.say("level-error", &[]))
    } else {
        Level::WARNING.with_name(words.say("level-warning", &[]))
    };
    let mut main = Group::with_title(level.primary_title(wording(words, problem.id, &problem.args)));
    let places = problem.at.map(|at| (at, None)).into_iter();
    for (span, label) in places.chain(problem.also.iter().map(|(span, label)| (*span, Some(*label)))) {
        main = pointing(main, files, lines, span, label.map(|label| words.say(label, &[])));
    }
    let mut report = vec![main];
    if let Some((id, args)) = problem.help.as_deref() {
        let help = Level::HELP.with_name(words.say("level-help", &[]));
        report.push(Group::with_title(help.secondary_title(wording(words, id, args))));
    }
    report
}

/// A problem in one line, without its place.
pub fn wording(words: &Words, id: &str, args: &[(&'static str, String)]) -> String {
    let shown = |name: &str, value: &str| match name {
        // What a type is called is a matter of language too.
        "expected" | "found" | "kind" if value.starts_with("type-") => words.say(value, &[]),
        _ => visible(value).into_owned(),
    };
    let args: Vec<(&str, String)> = args.iter().map(|(name, value)| (*name, shown(name, value))).collect();
    let borrowed: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.say(id, &borrowed)
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
    let name = visible(files.name(at.file)).into_owned();
    let long = line.len() > WHOLE_LINE;
    let (from, until, end) = if long {
        let end = boundary(text, end.min(start + AROUND));
        (boundary(text, start.saturating_sub(AROUND).max(line.start)), boundary(text, (end + AROUND).min(line.end)), end)
    } else {
        (line.start, line.end, end)
    };
    let before = format!("{}{}", if from > line.start { "..." } else { "" }, harmless(&text[from..start]));
    let marked = harmless(&text[start..end]);
    let after = format!("{}{}", harmless(text[end..until].trim_end_matches('\r')), if until < line.end { "..." } else { "" });
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
fn harmless(part: &str) -> String {
    part.chars().map(|c| if c != '\t' && visible(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() { '\u{fffd}' } else { c }).collect()
}
