//! Showing lines of `kaibo.toml` without showing a value of it.
//!
//! In: the file's text, or a problem with it. Out: the text with everything starred out that isn't punctuation, the name of a
//! known key or table, or one of the few values that are words of kaibo's own; and the problem without what it quotes. This
//! works on any text, since most of what is shown is wrong in some way.

use crate::document::diagnostics::{Diagnostic, nearest};

/// The names of keys and tables.
const NAMES: &[&str] = &[
    "sources",
    "wechat",
    "wechat_platform",
    "wechat_pay",
    "tencent_ads",
    "entities",
    "app_id",
    "kind",
    "entity",
    "name",
    "app_secret",
    "token",
    "base_url",
    "env",
    "file",
    "command",
    "component_app_id",
    "component_secret",
    "verify_ticket",
    "authorizers",
    "refresh_token",
    "mini_programs",
    "official_accounts",
    "merchant_id",
    "serial",
    "private_key",
    "account_id",
    "access_token",
];

/// Values that may be shown, by their key.
const VALUES: &[(&str, &[&str])] =
    &[("kind", &["mini_program", "official_account"]), ("mini_programs", &["all", "some"]), ("official_accounts", &["all", "some"])];

/// True of a word that is a known name, or a slip of the pen for one.
fn is_name(word: &str) -> bool {
    !nearest(word, NAMES.iter().copied()).is_empty()
}

fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The text for showing lines of it. Every byte keeps its place.
pub fn masked(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    // A header is a line of its own; elsewhere brackets hold values.
    let is_header = line.trim_start().starts_with('[') && line.trim_end().ends_with(']') && !line.contains('=');
    let (mut quote, mut comment) = (None, false);
    let mut key = "";
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let word = &rest[..rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len())];
        if word.is_empty() {
            let blank = c.is_ascii_whitespace();
            let structure = !comment && quote.is_none() && matches!(c, '[' | ']' | '{' | '}' | '=' | ',' | '.' | '#' | '"' | '\'');
            let closing = !comment && quote == Some(c);
            match c {
                '#' if quote.is_none() => comment = true,
                '"' | '\'' if !comment => quote = if closing { None } else { quote.or(Some(c)) },
                _ => {}
            }
            if blank || structure || closing {
                shown.push(c)
            } else {
                shown.extend(std::iter::repeat_n('*', c.len_utf8()))
            }
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let after = &rest[word.len()..];
        let free = quote.is_none() && !comment;
        let names = free && (is_header || after.trim_start().starts_with('=')) && is_name(word);
        let allowed = VALUES.iter().any(|(of, values)| *of == key && values.contains(&word));
        if free && !is_header && after.trim_start().starts_with('=') {
            key = word;
        }
        // A word that is only a part of a longer value is no word.
        let whole = quote.is_some_and(|quote| shown.ends_with(quote) && after.starts_with(quote));
        if names || (allowed && whole) {
            shown += word
        } else {
            shown.extend(std::iter::repeat_n('*', word.len()))
        }
        rest = after;
    }
    shown
}

/// Takes out of a problem what it quotes of the file, unless that is a name.
pub(super) fn without_values(diagnostic: &mut Diagnostic) {
    let id = diagnostic.id;
    let allowed = |name: &str, value: &str| match (id, name) {
        ("wrong-type", _) | ("missing-key" | "collect-secret-in-clear" | "collect-bad-app-id" | "collect-unknown-option", "key") => true,
        ("unknown-key", "key") => is_name(value),
        _ => false,
    };
    for (name, value) in &mut diagnostic.args {
        if !allowed(name, value) {
            *value = "…".to_owned();
        }
    }
    // What a help suggests are names and options that kaibo knows.
}

/// Takes out of a problem with the file's spelling what it quotes of it.
pub(in crate::collect) fn spelling_without_values(mut diagnostic: Diagnostic) -> Diagnostic {
    for (_, value) in &mut diagnostic.args {
        let mut quoted = false;
        *value = value
            .split_inclusive('`')
            .map(|part| {
                let shown = if quoted && !is_name(part.trim_end_matches('`')) && part.len() > 3 { "…`" } else { part };
                quoted = !quoted;
                shown
            })
            .collect();
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn names_are_shown_and_values_are_not() {
        for (text, shown) in [
            ("[[sources.wechat]]\n", "[[sources.wechat]]\n"),
            ("kind = \"mini_program\"\n", "kind = \"mini_program\"\n"),
            ("kind = \"mini_program2\"\n", "kind = \"*************\"\n"),
            ("app_id = \"wx0123456789abcdef\" # secret\n", "app_id = \"******************\" # ******\n"),
            ("appsecret = { env = \"all\" }\n", "appsecret = { env = \"***\" }\n"),
            ("app_secret = token=abc\n", "app_secret = token=***\n"),
            ("base_url = \"https://user:pass@host\"\n", "base_url = \"**********************\"\n"),
            ("[all]\n", "[***]\n"),
            ("[\"0123abc\"]\n", "[\"*******\"]\n"),
            ("abcdefgh = 1\n某", "******** = *\n***"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(masked(text).len(), text.len());
        }
    }
}
