//! What people read, in their language.
//!
//! In: the name of a message and its arguments. Out: a sentence. The messages are in `i18n/`, one file a
//! language; a test holds the languages against each other and against the code.

pub mod escape;

pub use crate::value::localized::{Lang, Localized};
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Message};
use hashbrown::HashMap;
use unic_langid::LanguageIdentifier;

use crate::i18n::escape::escape_control;

/// The messages of one language. A message is parsed when it is first needed: a call shows few of them.
pub struct Messages {
    /// Which language.
    pub lang: Lang,
    /// The text of each message, by its name.
    texts: HashMap<&'static str, &'static str>,
    parsed: RefCell<HashMap<&'static str, Arc<FluentResource>>>,
    /// Formats messages; it holds none, for no message contains another.
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Messages {
    /// The messages of `lang`.
    pub fn for_lang(lang: Lang) -> Messages {
        let (source, id) = match lang {
            Lang::Zh => (include_str!("i18n/zh.ftl"), "zh-CN"),
            Lang::En => (include_str!("i18n/en.ftl"), "en"),
        };
        let mut bundle = FluentBundle::new(id.parse::<LanguageIdentifier>().into_iter().collect());
        bundle.set_use_isolating(false);
        Messages { lang, texts: texts(source), parsed: RefCell::default(), bundle }
    }

    /// A message, parsed. None if there is none of that name.
    fn message(&self, id: &str) -> Option<Arc<FluentResource>> {
        if let Some(known) = self.parsed.borrow().get(id) {
            return Some(Arc::clone(known));
        }
        let (name, text) = self.texts.get_key_value(id)?;
        // A faulty entry is left out of what the parser hands back; the tests see to it that there is none.
        let parsed = Arc::new(FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource));
        self.parsed.borrow_mut().insert(name, Arc::clone(&parsed));
        Some(parsed)
    }

    /// A message with its arguments; what fills them may come from anywhere, and is made harmless. Whole numbers choose the
    /// plural. A message that is missing is shown by its name.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> String {
        let message = self.message(id);
        let entry = message.as_ref().and_then(|message| message.get_entry(0));
        let Some(Entry::Message(Message { value: Some(pattern), .. })) = entry else {
            return id.to_owned();
        };
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            // Only counts are numbers to Fluent: amounts would lose digits, and dates aren't numbers.
            let value = match value.parse::<u32>() {
                Ok(count) if *name == "count" => FluentValue::from(count),
                _ => FluentValue::from(escape_control(value)),
            };
            filled.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }
}

/// The text of each message of a file, by its name. A message begins with its name at the beginning of a line; a line that begins
/// with a blank or a brace goes on with it.
fn texts(source: &'static str) -> HashMap<&'static str, &'static str> {
    let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#');
    let mut texts = HashMap::new();
    let mut rest = source;
    while !rest.is_empty() {
        let lines = rest.split_inclusive('\n');
        let length = lines.enumerate().take_while(|(at, line)| *at == 0 || !begins(line)).map(|(_, line)| line.len()).sum();
        let (entry, after) = rest.split_at(length);
        texts.extend(entry.split_once('=').map(|(name, _)| (name.trim_end(), entry)));
        rest = after;
    }
    texts
}

/// The messages of both languages, for reports that hold both.
#[derive(Debug)]
pub struct Bilingual {
    /// Chinese.
    pub zh: Messages,
    /// English.
    pub en: Messages,
}

impl Default for Bilingual {
    fn default() -> Bilingual {
        Bilingual::new()
    }
}

impl Bilingual {
    /// Loads both.
    pub fn new() -> Bilingual {
        Bilingual { zh: Messages::for_lang(Lang::Zh), en: Messages::for_lang(Lang::En) }
    }

    /// One message in both languages.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> Localized {
        Localized { zh: self.zh.format(id, args), en: self.en.format(id, args) }
    }

    /// A message whose gaps are filled differently in each language.
    pub fn compose(&self, make: impl Fn(&Messages) -> String) -> Localized {
        Localized { zh: make(&self.zh), en: make(&self.en) }
    }
}
