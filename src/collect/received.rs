//! Reading what came over the wire: within limits, and as far as facts are made from it.
//!
//! In: a reply's bytes, and which of its fields facts are made from ([`Keep`]). Out: the reply's own text in which every other
//! field is replaced by its type and length, and what is kept has passed the redactor. One pass over the bytes; the memory that
//! it takes depends on what is kept, not on what was sent. What is kept may have raw control characters in it, as it came.

use std::borrow::Cow;

use hashbrown::HashSet;
use serde_json::Value;

use crate::collect::error::CallError;
use crate::io::redact::Secrets;

/// How deep lists and objects may lie in each other. No documented reply has more than five levels.
const DEEPEST: usize = 32;

/// The most entries of a list that is kept: ten times what is asked for at once.
const MOST_ENTRIES: usize = 1000;

/// The most fields of an object.
const MOST_FIELDS: usize = 1000;

/// The longest text that is read at all, in bytes. A longer one is replaced by its length.
const LONGEST_READ: usize = 64 << 10;

/// The longest text that is kept, in characters. It is cut after it has been redacted.
const LONGEST_KEPT: usize = 2000;

/// What is kept of a part of a reply. Everything that isn't named is replaced by its type and length.
#[derive(Debug, PartialEq, Eq)]
pub enum Keep {
    /// A text for people: secrets and what identifies a person are taken out.
    Value,
    /// A number, or what facts are named by: only secrets are taken out.
    Id,
    /// A token. Never used for a reply that becomes evidence.
    Token,
    /// A list of which only the number of entries matters: each is replaced by `0`.
    Count,
    /// A list, each entry the same.
    List(&'static Keep),
    /// An object with these fields.
    Fields(&'static [(&'static str, Keep)]),
}

/// What every reply may say besides: its code, why, and the platform's own next step.
const ALWAYS: &[(&str, Keep)] = &[("errcode", Keep::Id), ("errmsg", Keep::Value), ("qrcode_url", Keep::Value), ("codeurl", Keep::Value)];

/// The reply's text as far as it is kept.
///
/// # Errors
/// It isn't JSON in UTF-8, is larger or deeper than any reply, or names a field twice.
pub fn keep(bytes: &[u8], fields: &'static [(&'static str, Keep)], secrets: &Secrets) -> Result<String, CallError> {
    let text = std::str::from_utf8(bytes).map_err(|_| CallError::NotJson)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { text, at: 0, kept: String::new(), secrets };
    reader.blanks(true);
    reader.value(Wanted::Top(fields), 0)?;
    reader.blanks(true);
    if reader.at == text.len() { Ok(reader.kept) } else { Err(CallError::NotJson) }
}

/// The value of a text that [`keep`] made.
///
/// # Errors
/// It isn't JSON.
pub fn parse(kept: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(kept).or_else(|error| {
        let escaped = escape_controls(kept);
        if matches!(escaped, Cow::Borrowed(_)) { Err(error) } else { serde_json::from_str(&escaped) }
    })
}

/// JSON in which control characters inside texts are escaped. Some of the platform's replies hold them raw, in names.
fn escape_controls(json: &str) -> Cow<'_, str> {
    let is_control = |byte: u8| byte < 0x20;
    if !json.bytes().any(is_control) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    let (mut inside, mut after_backslash) = (false, false);
    for c in json.chars() {
        if inside && c.is_ascii() && is_control(c as u8) {
            escaped += &format!("\\u{:04x}", u32::from(c));
            after_backslash = false;
            continue;
        }
        inside ^= c == '"' && !after_backslash;
        after_backslash = inside && c == '\\' && !after_backslash;
        escaped.push(c);
    }
    Cow::Owned(escaped)
}

/// What is wanted of the value that comes next.
#[derive(Clone, Copy)]
enum Wanted {
    /// The whole reply.
    Top(&'static [(&'static str, Keep)]),
    /// This much of it.
    Some(&'static Keep),
    /// Its type and length.
    Shape,
    /// Nothing at all: it is inside something of which only the shape is wanted.
    Nothing,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    kept: String,
    secrets: &'t Secrets,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Result<(), CallError> {
        if self.peek() != Some(byte) {
            return Err(CallError::NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes over blanks, which are kept where what is around them is.
    fn blanks(&mut self, kept: bool) {
        let start = self.at;
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        if kept {
            self.kept += &self.text[start..self.at];
        }
    }

    fn shape(&mut self, kind: &str, length: usize) {
        self.kept += &format!("\"[{kind} {length}]\"");
    }

    fn value(&mut self, wanted: Wanted, depth: usize) -> Result<(), CallError> {
        let start = self.at;
        match self.peek().ok_or(CallError::NotJson)? {
            b'{' | b'[' if depth >= DEEPEST => Err(CallError::TooLarge),
            b'{' => self.object(wanted, depth),
            b'[' => self.list(wanted, depth),
            b'"' => {
                let raw = self.string()?;
                self.keep_text(raw, wanted)
            }
            b'-' | b'0'..=b'9' => {
                let number = self.number()?;
                self.keep_plain(number, "number", wanted);
                Ok(())
            }
            _ => {
                let rest = &self.text[start..];
                let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word)).ok_or(CallError::NotJson)?;
                self.at += word.len();
                self.keep_plain(word, "boolean", if word == "null" { wanted.or_kept() } else { wanted });
                Ok(())
            }
        }
    }

    /// A number or a word of JSON's own.
    fn keep_plain(&mut self, plain: &str, kind: &str, wanted: Wanted) {
        match wanted {
            Wanted::Some(_) | Wanted::Top(_) => self.kept += plain,
            Wanted::Shape => self.shape(kind, plain.len()),
            Wanted::Nothing => {}
        }
    }

    fn keep_text(&mut self, raw: &str, wanted: Wanted) -> Result<(), CallError> {
        let keep = match wanted {
            Wanted::Nothing => return Ok(()),
            Wanted::Some(keep @ (Keep::Value | Keep::Id | Keep::Token)) if raw.len() <= LONGEST_READ => keep,
            Wanted::Some(_) | Wanted::Shape | Wanted::Top(_) => {
                self.shape("text", raw.chars().count());
                return Ok(());
            }
        };
        let text = unescape(raw)?;
        let clean = match keep {
            Keep::Id => self.secrets.name(&text),
            Keep::Token => Cow::Borrowed(text.as_ref()),
            _ => self.secrets.text(&text),
        };
        let end = clean.char_indices().nth(LONGEST_KEPT).map(|(end, _)| end);
        match (end, &clean) {
            // Two names that are cut may be the same.
            (Some(_), _) if matches!(keep, Keep::Id | Keep::Token) => return Err(CallError::TooLarge),
            (None, Cow::Borrowed(_)) => {
                self.kept.push('"');
                self.kept += raw;
                self.kept.push('"');
            }
            (end, clean) => {
                let cut = end.map_or(Cow::Borrowed(clean.as_ref()), |end| Cow::Owned(format!("{}…", &clean[..end])));
                self.kept += &Value::from(cut.as_ref()).to_string();
            }
        }
        Ok(())
    }

    /// Passes over a text and gives back what is between its quotes, escapes and all.
    fn string(&mut self) -> Result<&'t str, CallError> {
        self.take(b'"')?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        loop {
            self.at += memchr::memchr2(b'"', b'\\', &bytes[self.at..]).ok_or(CallError::NotJson)?;
            if bytes[self.at] == b'"' {
                break;
            }
            // What follows a backslash may be a character of several bytes; the text is read properly only where it is kept.
            self.at += 1;
            if !matches!(self.peek(), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u')) {
                return Err(CallError::NotJson);
            }
            self.at += 1;
        }
        self.at += 1;
        Ok(&self.text[start..self.at - 1])
    }

    fn number(&mut self) -> Result<&'t str, CallError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let number = &self.text[start..self.at];
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (mantissa, exponent) = number.split_once(['e', 'E']).map_or((number, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let sound = digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && fraction.is_none_or(digits)
            && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
        if sound { Ok(number) } else { Err(CallError::NotJson) }
    }

    fn list(&mut self, wanted: Wanted, depth: usize) -> Result<(), CallError> {
        let (each, counted) = match wanted {
            Wanted::Some(Keep::List(each)) => (Wanted::Some(each), false),
            Wanted::Some(Keep::Count) => (Wanted::Nothing, true),
            _ => (Wanted::Nothing, false),
        };
        let kept = matches!(each, Wanted::Some(_));
        let mut count = 0;
        self.punctuation(b'[', kept)?;
        self.blanks(kept);
        while self.peek() != Some(b']') {
            if count > 0 {
                self.punctuation(b',', kept)?;
                self.blanks(kept);
            }
            self.value(each, depth + 1)?;
            self.blanks(kept);
            count += 1;
            if count > MOST_ENTRIES && (kept || counted) {
                return Err(CallError::TooLarge);
            }
        }
        self.punctuation(b']', kept)?;
        match wanted {
            _ if kept => {}
            _ if counted => self.kept += &format!("[{}]", vec!["0"; count].join(", ")),
            Wanted::Nothing => {}
            _ => self.shape("list", count),
        }
        Ok(())
    }

    fn object(&mut self, wanted: Wanted, depth: usize) -> Result<(), CallError> {
        let (fields, always) = match wanted {
            Wanted::Top(fields) => (Some(fields), ALWAYS),
            Wanted::Some(Keep::Fields(fields)) => (Some(*fields), &[] as &[_]),
            _ => (None, &[] as &[_]),
        };
        let kept = fields.is_some();
        let mut names: HashSet<Cow<'t, str>> = HashSet::new();
        self.punctuation(b'{', kept)?;
        self.blanks(kept);
        while self.peek() != Some(b'}') {
            if !names.is_empty() {
                self.punctuation(b',', kept)?;
                self.blanks(kept);
            }
            let raw = self.string()?;
            let name = unescape(raw)?;
            let keep = fields.and_then(|fields| fields.iter().chain(always).find(|(field, _)| *field == name)).map(|(_, keep)| keep);
            match keep {
                Some(_) => self.kept += &format!("\"{raw}\""),
                None if kept => self.kept += &Value::from(self.shown(&name)).to_string(),
                None => {}
            }
            if names.contains(&name) {
                return Err(CallError::FieldTwice(self.shown(&name)));
            }
            if names.len() == MOST_FIELDS {
                return Err(CallError::TooLarge);
            }
            names.insert(name);
            self.blanks(kept);
            self.punctuation(b':', kept)?;
            self.blanks(kept);
            let wanted = keep.map_or(if kept { Wanted::Shape } else { Wanted::Nothing }, Wanted::Some);
            self.value(wanted, depth + 1)?;
            self.blanks(kept);
        }
        self.punctuation(b'}', kept)?;
        if !kept && !matches!(wanted, Wanted::Nothing) {
            self.shape("object", names.len());
        }
        Ok(())
    }

    fn punctuation(&mut self, byte: u8, kept: bool) -> Result<(), CallError> {
        self.take(byte)?;
        if kept {
            self.kept.push(char::from(byte));
        }
        Ok(())
    }

    /// A field's name that nothing is known of: what is there may be anything.
    fn shown(&self, name: &str) -> String {
        let name = &name[..name.floor_char_boundary(LONGEST_READ)];
        self.secrets.text(name).chars().take(64).collect()
    }
}

impl Wanted {
    /// The same, with what is replaced by its shape kept: a null is its own shape.
    fn or_kept(self) -> Wanted {
        if matches!(self, Wanted::Shape) { Wanted::Some(&Keep::Value) } else { self }
    }
}

/// A text of JSON as it is meant.
fn unescape(raw: &str) -> Result<Cow<'_, str>, CallError> {
    if !raw.contains('\\') {
        return Ok(Cow::Borrowed(raw));
    }
    let quoted = format!("\"{raw}\"");
    serde_json::from_str::<String>(&escape_controls(&quoted)).map(Cow::Owned).map_err(|_| CallError::NotJson)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    const FIELDS: &[(&str, Keep)] =
        &[("total", Keep::Id), ("rooms", Keep::List(&Keep::Fields(&[("id", Keep::Id), ("name", Keep::Value), ("goods", Keep::Count)])))];

    fn kept(reply: &str) -> Result<String, CallError> {
        keep(reply.as_bytes(), FIELDS, &Secrets::default())
    }

    #[test]
    fn what_facts_are_made_from_stays_as_it_came_and_the_rest_is_its_shape() {
        let reply = "\u{feff} {\"errcode\": 0,\n \"rooms\":[{\"id\":\"13800138000\", \"name\":\"a\u{2}\\u4e00b\",\"goods\":[1,{\"x\":2}], \"phone\": 8613800138000}], \"x\": [[1],{}], \"y\": {\"a\":1}, \"z\": null, \"t\": true, \"total\": 1.50}";
        let text = kept(reply).unwrap();
        assert_eq!(
            text,
            " {\"errcode\": 0,\n \"rooms\":[{\"id\":\"13800138000\", \"name\":\"a\u{2}\\u4e00b\",\"goods\":[0, 0], \"phone\": \"[number 13]\"}], \"x\": \"[list 2]\", \"y\": \"[object 1]\", \"z\": null, \"t\": \"[boolean 4]\", \"total\": 1.50}"
        );
        assert_eq!(parse(&text).unwrap()["rooms"][0]["name"], "a\u{2}一b");
    }

    #[test]
    fn limits_hold_and_nothing_is_read_twice() {
        let deep = |depth: usize| format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(kept(&deep(31)).is_ok());
        assert_eq!(kept(&deep(32)), Err(CallError::TooLarge));
        assert_eq!(kept(&deep(1_000_000)), Err(CallError::TooLarge));
        let rooms = |count: usize| format!("{{\"rooms\":[{}]}}", vec!["{}"; count].join(","));
        assert!(kept(&rooms(1000)).is_ok());
        assert_eq!(kept(&rooms(1001)), Err(CallError::TooLarge));
        assert_eq!(kept(&format!("{{\"x\":[{}]}}", vec!["1"; 100_000].join(","))).unwrap(), "{\"x\":\"[list 100000]\"}");
        assert_eq!(kept("{\"total\":1,\"\\u0074otal\":2}"), Err(CallError::FieldTwice("total".to_owned())));
        assert_eq!(kept("{\"x\":[{\"a\":{\"b\":1,\"b\":1}}]}"), Err(CallError::FieldTwice("b".to_owned())));
        for broken in
            ["", "{", "{\"a\"}", "[1,]", "{\"a\":01}", "{\"a\":1}x", "{,}", "{\"a\":1,}", "nul", "\"a", "{\"a\":\"\\x\"}", "{\"a\":-}"]
        {
            assert_eq!(kept(broken), Err(CallError::NotJson), "{broken}");
        }
    }

    #[test]
    fn a_long_text_is_redacted_before_it_is_cut() {
        let mut secrets = Secrets::default();
        secrets.add(&secrecy::SecretString::from("0123456789abcdef0123456789ABCDEF"));
        let reply = format!("{{\"errmsg\": \"{}0123456789abcdef0123456789ABCDEF and more\"}}", "x ".repeat(LONGEST_KEPT / 2 - 9));
        let text = keep(reply.as_bytes(), &[], &secrets).unwrap();
        assert!(text.contains("[redacted] and mor…"), "{text}");
        assert!(!text.contains("01234567"), "{text}");
    }
}
