//! What is wrong with a file, and where.
//!
//! In: spans and the names of messages. Out: [`Problem`]s, which [`render`] puts into words in the reader's language,
//! underlining the text they mean.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::doc::{Files, Span};
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

/// Problems in the words of the reader's language, each with the lines that it is about. `width` is the terminal's.
pub fn render(problems: &[Problem], files: &Files, words: &Words, styled: bool, width: usize) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width.max(40));
    let mut text = String::new();
    for problem in problems {
        let level = if problem.fatal {
            Level::ERROR.with_name(words.say("level-error", &[]))
        } else {
            Level::WARNING.with_name(words.say("level-warning", &[]))
        };
        let title = level.primary_title(wording(words, problem.id, &problem.args));
        let mut main = match problem.at {
            None => Group::with_title(title),
            Some(at) => title.element(snippet(files, at, None)),
        };
        for (span, label) in &problem.also {
            main = main.element(snippet(files, *span, Some(words.say(label, &[]))));
        }
        let mut report = vec![main];
        if let Some((id, args)) = problem.help.as_deref() {
            let help = Level::HELP.with_name(words.say("level-help", &[]));
            report.push(Group::with_title(help.secondary_title(wording(words, id, args))));
        }
        text.push_str(&renderer.render(&report));
        text.push('\n');
    }
    text
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

/// The line of a span. Only that line is handed over: a file may hold a million, and escapes for the terminal.
fn snippet(files: &Files, at: Span, label: Option<String>) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let text = files.text(at.file);
    let boundary = |mut byte: usize| {
        byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let (start, end) = (boundary(at.start as usize), boundary(at.end as usize));
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = end.clamp(start, line_end);
    let before = harmless(&text[line_start..start]);
    let marked = harmless(&text[start..end]);
    let after = harmless(text[end..line_end].trim_end_matches('\r'));
    let underlined = before.len()..before.len() + marked.len();
    let annotation = AnnotationKind::Primary.span(underlined);
    let annotation = match label {
        Some(label) => annotation.label(label),
        None => annotation,
    };
    Snippet::source(format!("{before}{marked}{after}"))
        .line_start(text[..line_start].matches('\n').count() + 1)
        .path(visible(files.name(at.file)).into_owned())
        .annotation(annotation)
}

/// A part of a line whose characters keep their columns: what could mislead a terminal becomes a replacement character.
fn harmless(part: &str) -> String {
    part.chars().map(|c| if c != '\t' && visible(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() { '\u{fffd}' } else { c }).collect()
}
