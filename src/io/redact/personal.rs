//! What identifies a person, by its shape: telephone and ID-card numbers, e-mail addresses, openids; and credentials in addresses.
//!
//! In: a text. Out: where these are in it. A text with too much taken out is better than one with a person in it.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::i18n::escape::misleads;

/// Digits in one number, separators left aside, from which on it is the number of a card, an account or a document.
const DOCUMENT: usize = 15;

/// The length of an openid and of a unionid, which both begin with an `o`.
const OPENID: usize = 28;

/// From this length on a word is a token and not a name.
const TOKEN: usize = 40;

static CREDENTIAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:token|secret|ticket|openid|password)=([^&\s\x22]+)"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    // Domains are written in any script.
    let label = r"[^\s@＠<>,;:/()\x22'，；：（）.．。]+";
    pattern(&format!(r"[^\s@＠<>,;:()\x22'，；：（）]+ ?[@＠] ?{label}(?:[.．。]{label})+"))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|_| unreachable!("the patterns are tested"))
}

/// Where a person, or a credential, is in the text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.contains('=') {
        found.extend(CREDENTIAL.captures_iter(text).filter_map(|captures| captures.get(1)).map(|value| value.range()));
    }
    if text.contains(['@', '＠']) {
        found.extend(EMAIL.find_iter(text).map(|address| address.range()));
    }
    words(text, &mut found);
    numbers(text, &mut found);
    found
}

/// Openids and tokens: words of letters, digits, `-` and `_`, whatever is before and after.
fn words(text: &str, found: &mut Vec<Range<usize>>) {
    let mut start = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        let is_openid = word.len() == OPENID && word.starts_with('o');
        if is_openid || word.len() >= TOKEN || (word.len() >= OPENID && is_random(word)) {
            found.push(start..start + word.len());
        }
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
}

/// True of a word that mixes capitals, small letters and digits, as no name does.
fn is_random(word: &str) -> bool {
    let has = |test: fn(&u8) -> bool| word.as_bytes().iter().any(test);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
}

/// Telephone and ID-card numbers, with one separator or bracket, or a few, between any two digits.
fn numbers(text: &str, found: &mut Vec<Range<usize>>) {
    let mut number = Number::default();
    for (at, c) in text.char_indices() {
        let digit = match c {
            '0'..='9' => Some(c as u8),
            '０'..='９' => Some(b'0' + (c as u32 - '０' as u32) as u8),
            _ => None,
        };
        match digit {
            Some(digit) => number.push(at, c.len_utf8(), digit),
            None if number.digits.is_empty() => number.plus = matches!(c, '+' | '＋'),
            // The last character of an ID-card number may be an X.
            None if matches!(c, 'x' | 'X' | 'Ｘ' | 'ｘ') && number.digits.len() == 17 => {
                found.push(number.range.start..at + c.len_utf8());
                number = Number::default();
            }
            None if is_separator(c) && number.gap < 3 => number.gap += 1,
            None => {
                found.extend(number.end());
                number = Number { plus: matches!(c, '+' | '＋'), ..Number::default() };
            }
        }
    }
    found.extend(number.end());
}

/// What stands between the digits of one number, what nobody sees included.
fn is_separator(c: char) -> bool {
    (misleads(c) && !c.is_control())
        || matches!(c, '-' | ' ' | '.' | '(' | ')' | '（' | '）' | '\u{a0}' | '\u{3000}' | '–' | '—' | '‑' | '－' | '·' | '_')
}

/// Digits that belong together.
#[derive(Default)]
struct Number {
    digits: Vec<u8>,
    /// Where each group of digits that no separator divides begins among `digits`.
    groups: Vec<usize>,
    range: Range<usize>,
    /// True where a `+` is before it.
    plus: bool,
    /// Separators since the last digit.
    gap: usize,
}

impl Number {
    fn push(&mut self, at: usize, length: usize, digit: u8) {
        if self.digits.is_empty() {
            self.range.start = at;
        }
        if self.gap > 0 || self.digits.is_empty() {
            self.groups.push(self.digits.len());
        }
        self.range.end = at + length;
        self.digits.push(digit);
        self.gap = 0;
    }

    /// Where it stands, if it is a person's.
    fn end(&self) -> Option<Range<usize>> {
        let digits = self.digits.as_slice();
        let landline = digits.first() == Some(&b'0') && (10..=12).contains(&digits.len());
        let abroad = self.plus && digits.len() >= 8;
        (landline || abroad || self.is_mobile() || self.is_document()).then(|| self.range.clone())
    }

    /// True if a mobile number is in one group, or fills several. Dates side by side, as in `2026.11.18-2026.11.25`, don't.
    fn is_mobile(&self) -> bool {
        let digits = self.digits.as_slice();
        let starts = |at: usize| self.groups.contains(&at) || (digits[..at].ends_with(b"86") && self.groups.contains(&(at - 2)));
        digits.windows(11).enumerate().any(|(at, eleven)| {
            let end = at + 11;
            let in_one_group = !self.groups.iter().any(|group| (at + 1..end).contains(group));
            let fills_groups = starts(at) && (end == digits.len() || self.groups.contains(&end));
            eleven[0] == b'1' && (b'3'..=b'9').contains(&eleven[1]) && (in_one_group || fills_groups)
        })
    }

    /// True of the number of an ID card, or of a bank's. Dates side by side have groups of two digits, or two of eight.
    fn is_document(&self) -> bool {
        let ends = self.groups.iter().skip(1).copied().chain([self.digits.len()]);
        let lengths: Vec<usize> = self.groups.iter().zip(ends).map(|(start, end)| end - start).collect();
        let long = lengths.iter().any(|length| *length >= DOCUMENT);
        long || (self.digits.len() >= DOCUMENT && lengths.first() != Some(&8) && lengths.iter().all(|length| *length > 2))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Secrets;

    #[test]
    fn people_are_taken_out_in_every_spelling() {
        for person in [
            "13800138000",
            "138-0013-8000",
            "138 0013 8000",
            "138.0013.8000",
            "+8613800138000",
            "8613800138000",
            "008613800138000",
            "+86 138 0013 8000",
            "(86) 138-0013-8000",
            "(+86)138-0013-8000",
            "１３８００１３８０００",
            "010-12345678",
            "11010519491231002X",
            "11010519491231002x",
            "110105194912310021",
            "110105 19491231 0021",
            "+1 415 555 0100",
            "somebody@example.com",
            "some.body+tag@mail.example.com.cn",
            "某人@example.com",
            "某人@例子.example",
            "somebody @ example.com",
            "138\u{200b}0013\u{2060}8000",
            "oABCDabcdABCDabcdABCDabcd123",
            "oABCDabcdABCDabcdABCDabcd12-",
            "oABCDabcdABCDabcdABCDabcd12_",
            "88_abcdefghijklmnopqrstuvwxyz0123456789abcdefgh",
        ] {
            for around in [("", ""), ("call ", " now"), ("电话", "。"), ("tel:", ";"), ("a", "元")] {
                // A letter beside an address or an openid belongs to it.
                if around.0 == "a" && person.bytes().any(|byte| byte.is_ascii_alphabetic()) {
                    continue;
                }
                let text = format!("{}{person}{}", around.0, around.1);
                let clean = Secrets::default().text(&text).into_owned();
                assert!(clean.contains("[redacted]"), "{text}");
                let kept: String = clean.replace("[redacted]", "").chars().filter(|c| c.is_ascii_digit()).collect();
                assert!(kept.is_empty() && !clean.contains("example") && !clean.contains("oABC"), "{text}: {clean}");
            }
        }
    }

    #[test]
    fn ordinary_texts_stay() {
        for text in [
            "2026-11-22 18:30",
            "rid: 6046f0bb-1a2b3c4d-5e6f7a8b",
            "wx2b03c6e691cd7370",
            "errcode 9410000, 1600051800",
            "getweanalysisappiddailyvisittrend",
            "某某服饰 秋季上新 9.9 元",
            "1.3.9",
            "2026.11.18-2026.11.25 全场",
            "20261118-20261125",
        ] {
            assert_eq!(Secrets::default().text(text), text);
        }
        assert_eq!(Secrets::default().name("13800138000"), "13800138000");
        assert_eq!(Secrets::default().text("https://x.invalid/?access_token=abc&a=1"), "https://x.invalid/?access_token=[redacted]&a=1");
    }
}
