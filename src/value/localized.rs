//! Texts in every language, and the languages.

use serde::Serialize;

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
    pub fn from_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
    }
}

/// A text in every language: what a rulebook or a report says to people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Localized {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Localized {
    /// The same text in every language: a name, an id.
    pub fn untranslated(text: &str) -> Localized {
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
