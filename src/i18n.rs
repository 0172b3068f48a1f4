//! What people read, in their language.
//!
//! In: the name of a message and its arguments. Out: a sentence. The messages are in `i18n/`, one file a
//! language; a test holds the languages against each other and against the code.

pub mod escape;

pub use crate::value::localized::{Lang, Localized};
use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::i18n::escape::escape_control;

/// The messages of one language.
pub struct Messages {
    /// Which language.
    pub lang: Lang,
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
        // A faulty entry is left out of what the parser hands back; the tests see to it that there is none.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new(id.parse::<LanguageIdentifier>().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Messages { lang, bundle }
    }

    /// A message with its arguments; what fills them may come from anywhere, and is made harmless. Whole numbers choose the
    /// plural. A message that is missing is shown by its name.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
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
