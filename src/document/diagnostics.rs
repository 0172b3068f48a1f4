//! What is wrong with a file, and where.
//!
//! In: spans and the names of messages. Out: [`Diagnostic`]s, which `io::render` puts into words in the reader's language,
//! underlining the text they mean.

use std::fmt;

use crate::document::source::Span;

/// One thing that is wrong, or worth a warning, at a place of a file. Its words are in the message files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The message's name; scripts may rely on it.
    pub id: &'static str,
    /// What the message's arguments are.
    pub args: Vec<(&'static str, String)>,
    /// Where. None where nothing can be pointed at, such as a file that is missing.
    pub at: Option<Span>,
    /// Other places that have to do with it, each with a label's name.
    pub also: Vec<(Span, &'static str)>,
    /// A message that says what would be right, and its arguments. Boxed: problems travel in results.
    pub help: Option<Box<Help>>,
    /// False of a warning.
    pub is_error: bool,
}

/// The name of a message, and its arguments.
pub type Help = (&'static str, Vec<(&'static str, String)>);

/// Makes a [`Diagnostic`]: `diagnostic!(span, "unknown-key", key = name)`.
macro_rules! diagnostic {
    ($at:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::document::diagnostics::Diagnostic::new($at, $id, vec![$((stringify!($name), ::std::string::ToString::to_string(&$value))),*])
    };
}
pub(crate) use diagnostic;

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(at: Span, id: &'static str, args: Vec<(&'static str, String)>) -> Diagnostic {
        Diagnostic { id, args, at: Some(at), also: Vec::new(), help: None, is_error: true }
    }

    /// A diagnostic with a whole file or run.
    pub fn without_span(id: &'static str, args: Vec<(&'static str, String)>) -> Diagnostic {
        Diagnostic { id, args, at: None, also: Vec::new(), help: None, is_error: true }
    }

    /// Points at a second place.
    pub fn with_label(mut self, at: Span, label: &'static str) -> Diagnostic {
        self.also.push((at, label));
        self
    }

    /// Says what would be right.
    pub fn with_help(mut self, id: &'static str, args: Vec<(&'static str, String)>) -> Diagnostic {
        self.help = Some(Box::new((id, args)));
        self
    }

    /// The name that was probably meant, if one is near enough.
    pub fn suggest<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Diagnostic {
        let mut known: Vec<&str> = known.into_iter().collect();
        if let Some(near) = nearest(name, known.iter().copied()).first() {
            return self.with_help("did-you-mean", vec![("name", (*near).to_owned())]);
        }
        if known.is_empty() || known.len() > 24 {
            return self;
        }
        known.sort_unstable();
        self.with_help("known-names", vec![("names", known.join(", "))])
    }

    /// The same as a warning.
    pub fn into_warning(mut self) -> Diagnostic {
        self.is_error = false;
        self
    }
}

impl fmt::Display for Diagnostic {
    /// The message's name and its arguments; `io::render` has the sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)?;
        self.args.iter().try_for_each(|(name, value)| write!(f, " {name}={value:?}"))
    }
}

impl std::error::Error for Diagnostic {}

/// Adds a problem with the name that was probably meant; without it where so many are there already that it would not be shown:
/// looking for the nearest name takes longer than reading what is wrong.
pub fn push_meant<'n, N: IntoIterator<Item = &'n str>>(
    diagnostics: &mut Vec<Diagnostic>,
    diagnostic: Diagnostic,
    name: &str,
    known: impl Fn() -> N,
) {
    let shown = diagnostics.len() < 2 * MOST_SHOWN;
    diagnostics.push(if shown { diagnostic.suggest(name, known()) } else { diagnostic });
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

/// Problems beyond this many are counted, not shown: no one reads the thousandth, and drawing each takes time.
pub const MOST_SHOWN: usize = 200;
