//! What people read, in their language.
//!
//! In: the name of a message and what fills its gaps. Out: a sentence. The messages stand in `words/`, one file a
//! language; a test holds the languages against each other and against the code.

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use schemars::JsonSchema;
use serde::Serialize;
use unic_langid::LanguageIdentifier;

use crate::untrusted::visible;

/// The languages in which kaibo speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The language of a locale's name, such as `zh_CN.UTF-8`.
    pub fn of_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
    }
}

/// A text in every language: what a rulebook or a report says to people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Localized {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Localized {
    /// The same text in every language: a name, an id.
    pub fn same(text: &str) -> Localized {
        Localized { zh: text.to_owned(), en: text.to_owned() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// The messages of one language.
pub struct Words {
    /// Which language.
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// The messages of `lang`.
    pub fn of(lang: Lang) -> Words {
        let (source, id) = match lang {
            Lang::Zh => (include_str!("words/zh.ftl"), "zh-CN"),
            Lang::En => (include_str!("words/en.ftl"), "en"),
        };
        // A faulty entry is left out of what the parser hands back; the tests see to it that there is none.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new(id.parse::<LanguageIdentifier>().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Words { lang, bundle }
    }

    /// A message with its gaps filled; what fills them may come from anywhere, and is made harmless. Whole numbers choose the
    /// plural. A message that is missing is shown by its name.
    pub fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            // Only counts are numbers to Fluent: amounts would lose digits, and dates aren't numbers.
            let value = match value.parse::<u32>() {
                Ok(count) if *name == "count" => FluentValue::from(count),
                _ => FluentValue::from(visible(value)),
            };
            filled.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }
}

/// The messages of both languages, for reports that hold both.
#[derive(Debug)]
pub struct Both {
    /// Chinese.
    pub zh: Words,
    /// English.
    pub en: Words,
}

impl Both {
    /// Loads both.
    pub fn load() -> Both {
        Both { zh: Words::of(Lang::Zh), en: Words::of(Lang::En) }
    }

    /// One message in both languages.
    pub fn say(&self, id: &str, args: &[(&str, &str)]) -> Localized {
        Localized { zh: self.zh.say(id, args), en: self.en.say(id, args) }
    }

    /// A message whose gaps are filled differently in each language.
    pub fn compose(&self, make: impl Fn(&Words) -> String) -> Localized {
        Localized { zh: make(&self.zh), en: make(&self.en) }
    }
}
