//! A collected fact: its value, the calls that it comes from, and notes.

use crate::collect::error::CallError;
use crate::i18n::Messages;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A fact that was asked for: what came out, and from what.
#[derive(Debug, Clone)]
pub struct Collected {
    /// The fact's name in the program.
    pub fact: &'static str,
    /// What is known of it. None where nothing is; then a note says why.
    pub content: Option<Content>,
    /// What there is to say about it.
    pub notes: Vec<Note>,
    /// The replies that it was read from, in the order of asking.
    pub used: Vec<CallRecord>,
    /// The call that the provenance names.
    pub call: Option<&'static str>,
    /// True where a call failed that should have answered. What the platform has not got yet, or keeps from accounts of this
    /// kind, is no failure.
    pub failed: bool,
}

impl Collected {
    /// A fact of which nothing is known yet.
    pub fn failed(fact: &'static str) -> Collected {
        Collected { fact, content: None, notes: Vec::new(), used: Vec::new(), call: None, failed: false }
    }

    /// A fact that nobody could be asked about, and why.
    pub fn not_asked(fact: &'static str, note: Note) -> Collected {
        Collected { notes: vec![note], ..Collected::failed(fact) }
    }
}

/// What a source says about a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// One value.
    Value(Cell),
    /// Rows, each a list of columns that are known.
    Rows {
        /// The rows, in the platform's order or by key.
        rows: Vec<Row>,
        /// True where there may be others.
        partial: bool,
    },
}

/// The columns of a row that are known, by name.
pub type Row = Vec<(&'static str, Cell)>;

/// A value that a source states.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Cell {
    Flag(bool),
    Number(u64),
    /// A text, or the name of a choice, a region or a path.
    Text(String),
    Date(NaiveDate),
    Moment(DateTime<FixedOffset>),
}

/// Something to say about a fact, in words only once the language is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A message and its arguments.
    Words(&'static str, Vec<(&'static str, String)>),
    /// A call that did not answer.
    Failed {
        /// The account, as people know it.
        account: String,
        /// The call.
        call: &'static str,
        /// Why.
        failure: CallError,
        /// True of live interfaces, where a refusal says something about live.
        live: bool,
    },
}

impl Note {
    /// The note in the reader's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            Note::Words(id, args) => {
                let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                messages.format(id, &args)
            }
            Note::Failed { account, call, failure, live } => {
                messages.format("collect-call-failed", &[("account", account), ("call", call), ("reason", &failure.say(*live, messages))])
            }
        }
    }
}

/// A note: `note!("source-no-platform", fact = name)`.
macro_rules! note {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::collect::fact::Note::Words($id, vec![$((stringify!($name), ::std::string::ToString::to_string(&$value))),*])
    };
}
pub(crate) use note;

/// A reply that a fact was read from, or a failure that kept it unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// The call.
    pub call: &'static str,
    /// When it was answered.
    pub at: DateTime<FixedOffset>,
    /// The digest of what was kept. None where nothing came.
    pub digest: Option<String>,
}
