//! Taking out of texts what must not be kept or shown: secrets, tokens, and what identifies a person.
//!
//! In: a text, and the secrets of this run. Out: the same text with those replaced. This is the only redactor: every reply and
//! every error of a source passes through it before anything is cut, kept, logged or shown, so a cut never leaves half a secret
//! that is no longer recognised.

mod personal;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};

/// What replaces a part that was taken out.
pub const REDACTED: &str = "[redacted]";

/// A secret is recognised by any piece of it of this many bytes.
const PIECE: usize = 8;

/// Shorter secrets are not looked for: replacing them would tear ordinary words apart.
const SHORTEST: usize = 6;

/// How many times a text may have been encoded, one encoding inside the other.
const NESTED: usize = 3;

/// The secrets of a run.
#[derive(Default)]
pub struct Secrets {
    whole: Vec<SecretString>,
    /// Every piece of every secret in every encoding; false of a piece that alone reveals nothing.
    pieces: HashMap<[u8; PIECE], bool>,
    /// Names that anyone may know. A piece that also is in one of them reveals nothing.
    public: Vec<String>,
}

/// The pieces are as secret as the secrets.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("count", &self.whole.len()).finish_non_exhaustive()
    }
}

impl Secrets {
    /// Secrets of which some pieces are known to anyone: the AppIDs of the accounts, and how the platform's tokens begin.
    pub fn with_public(public: Vec<String>) -> Secrets {
        Secrets { public, ..Secrets::default() }
    }

    /// From now on this one is taken out too.
    pub fn add(&mut self, secret: &SecretString) {
        let text = secret.expose_secret();
        if text.len() < SHORTEST || self.whole.iter().any(|other| other.expose_secret() == text) {
            return;
        }
        for form in forms(text) {
            for piece in form.windows(PIECE) {
                let public = self.public.iter().any(|public| public.as_bytes().windows(PIECE).any(|window| window == piece));
                let Ok(piece) = <[u8; PIECE]>::try_from(piece) else { continue };
                let telling = !public && !is_monotonous(piece);
                *self.pieces.entry(piece).or_insert(telling) |= telling;
            }
        }
        self.whole.push(secret.clone());
    }

    /// A text without secrets, pieces of secrets, and what identifies a person.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.name(text) {
            Cow::Borrowed(text) => replace(text, personal::find(text)),
            Cow::Owned(text) => Cow::Owned(replace(&text, personal::find(&text)).into_owned()),
        }
    }

    /// A name without secrets and pieces of secrets. Numbers of rooms, goods and records may look like anything, and facts are
    /// named by them, so what merely looks like a telephone number stays.
    pub fn name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        if self.whole.is_empty() {
            return Cow::Borrowed(name);
        }
        let mut found = Vec::new();
        self.search(&Decoded::of(name), &mut found);
        let mut decoded = Decoded::of(name);
        for _ in 0..NESTED {
            let Some(next) = decoded.decode() else { break };
            self.search(&next, &mut found);
            decoded = next;
        }
        replace(name, found)
    }

    /// Adds where in the original text a secret stands, as `decoded` shows it.
    fn search(&self, decoded: &Decoded<'_>, found: &mut Vec<Range<usize>>) {
        let bytes = decoded.bytes.as_ref();
        let mut run: Option<(Range<usize>, bool)> = None;
        let mut take = |run: Option<(Range<usize>, bool)>| {
            if let Some((run, true)) = run {
                found.push(decoded.original(run.start)..decoded.original(run.end));
            }
        };
        for (at, piece) in bytes.windows(PIECE).enumerate() {
            let Some(telling) = <[u8; PIECE]>::try_from(piece).ok().and_then(|piece| self.pieces.get(&piece)) else { continue };
            run = match run {
                Some((range, told)) if at <= range.end => Some((range.start..at + PIECE, told || *telling)),
                before => {
                    take(before);
                    Some((at..at + PIECE, *telling))
                }
            };
        }
        take(run);
        for secret in self.whole.iter().map(|secret| secret.expose_secret().as_bytes()).filter(|secret| secret.len() < PIECE) {
            found.extend(memchr::memmem::find_iter(bytes, secret).map(|at| decoded.original(at)..decoded.original(at + secret.len())));
        }
    }
}

/// The encodings that decoding a text does not undo: base64, wherever in a longer text the secret began, and hexadecimal.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![secret.as_bytes().to_vec()];
    for before in 0..3 {
        let padded = [&[0; 3][..before], secret.as_bytes()].concat();
        // Only the characters that depend on nothing but the secret: what stands around it decides the others.
        let own = (before * 8).div_ceil(6)..padded.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            forms.extend(encoded.as_bytes().get(own.clone()).map(<[u8]>::to_vec));
        }
    }
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    forms.push(hex.to_ascii_uppercase().into_bytes());
    forms.push(hex.into_bytes());
    forms
}

/// True of a piece such as `00000000`, which is in many texts and reveals nothing.
fn is_monotonous(piece: [u8; PIECE]) -> bool {
    let mut bytes = piece;
    bytes.sort_unstable();
    bytes.chunk_by(|one, other| one == other).count() < 3
}

/// A text as it reads once its escapes are undone, which remembers where each byte came from.
struct Decoded<'t> {
    bytes: Cow<'t, [u8]>,
    /// For each byte, and for the end, the byte of the original text. None where they are the same.
    from: Option<Vec<usize>>,
}

impl<'t> Decoded<'t> {
    fn of(text: &'t str) -> Decoded<'t> {
        Decoded { bytes: Cow::Borrowed(text.as_bytes()), from: None }
    }

    fn original(&self, at: usize) -> usize {
        self.from.as_ref().map_or(at, |from| from[at])
    }

    /// Undoes one layer of `%41`, `\u0041` and `\x41`, and of a backslash before any other character. None where there is none.
    fn decode(&self) -> Option<Decoded<'static>> {
        let bytes = self.bytes.as_ref();
        memchr::memchr2(b'%', b'\\', bytes)?;
        let (mut decoded, mut from) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len() + 1));
        let mut at = 0;
        let mut buffer = [0; 4];
        while at < bytes.len() {
            let (text, length) = match escape(&bytes[at..]) {
                Some((c, length)) => (c.encode_utf8(&mut buffer).as_bytes(), length),
                None => (&bytes[at..=at], 1),
            };
            decoded.extend_from_slice(text);
            from.resize(decoded.len(), self.original(at));
            at += length;
        }
        from.push(self.original(bytes.len()));
        (decoded.len() < bytes.len()).then_some(Decoded { bytes: Cow::Owned(decoded), from: Some(from) })
    }
}

/// The character that an escape at the beginning means, and the escape's length.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let hex = |digits: std::ops::Range<usize>| {
        let length = digits.end;
        let text = std::str::from_utf8(bytes.get(digits)?).ok()?;
        Some((char::from_u32(u32::from_str_radix(text, 16).ok()?)?, length))
    };
    match bytes {
        [b'%', ..] => hex(1..3),
        [b'\\', b'u', ..] => hex(2..6),
        [b'\\', b'x', ..] => hex(2..4),
        [b'\\', other, ..] if other.is_ascii_punctuation() => Some((char::from(*other), 2)),
        _ => None,
    }
}

/// The text with every range replaced. Ranges may overlap, and are widened to whole characters.
fn replace(text: &str, mut ranges: Vec<Range<usize>>) -> Cow<'_, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_unstable_by_key(|range| range.start);
    let mut clean = String::with_capacity(text.len());
    let (mut copied, mut open) = (0, None::<Range<usize>>);
    for range in ranges {
        let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
        open = match open {
            Some(before) if range.start <= before.end => Some(before.start..before.end.max(range.end)),
            before => {
                if let Some(before) = before {
                    clean += &text[copied..before.start];
                    clean += REDACTED;
                    copied = before.end;
                }
                Some(range)
            }
        };
    }
    if let Some(last) = open {
        clean += &text[copied..last.start];
        clean += REDACTED;
        copied = last.end;
    }
    clean += &text[copied..];
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(texts: &[&str], public: &[&str]) -> Secrets {
        let mut secrets = Secrets::with_public(public.iter().map(|text| (*text).to_owned()).collect());
        texts.iter().for_each(|text| secrets.add(&SecretString::from(*text)));
        secrets
    }

    #[test]
    fn secrets_are_taken_out_in_every_encoding_and_in_part() {
        let secrets = secrets(&["refreshtoken@@@planted/+x"], &[]);
        for (text, clean) in [
            ("bad refreshtoken@@@planted/+x of", "bad [redacted] of"),
            ("bad refreshtoken%40%40%40planted%2F%2Bx of", "bad [redacted] of"),
            ("bad refreshtoken%2540%2540%2540planted of", "bad [redacted] of"),
            (r"bad refreshtoken\u0040\u0040\u0040planted\/+x of", "bad [redacted] of"),
            ("only the end: planted/+x", "only the end: [redacted]"),
            ("only the beginning: refreshtok", "only the beginning: [redacted]"),
            ("nothing of it: refresh", "nothing of it: refresh"),
        ] {
            assert_eq!(secrets.text(text), clean);
        }
    }

    #[test]
    fn what_anyone_may_know_stays() {
        let secrets = secrets(&["practice-shop-secret-00000000000"], &["wxpractice00000shop"]);
        assert_eq!(secrets.name("wxpractice00000shop"), "wxpractice00000shop");
        assert_eq!(secrets.text("practice-shop-secret-00000000000"), REDACTED);
        assert_eq!(secrets.text("practice refusal 00000000"), "practice refusal 00000000");
        assert_eq!(secrets.text("a practice-shop-sec"), "a [redacted]");
    }

    #[test]
    fn short_secrets_are_taken_out_whole() {
        let secrets = secrets(&["s3cret", "no"], &[]);
        assert_eq!(secrets.text("a s3cret and no more"), "a [redacted] and no more");
    }
}
