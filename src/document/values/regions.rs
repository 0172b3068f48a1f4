//! Countries and regions by their names.
//!
//! In: `regions.tsv`, the codes of ISO 3166-1 with their names in Chinese and English and what else people call them. Out:
//! names for codes, and codes for names.

use std::sync::LazyLock;

use super::{InputError, compare_key};
use crate::document::values::parsed::Parsed;
use crate::value::localized::Localized;
use crate::value::value_type::Value;

/// A country or region.
#[derive(Debug)]
pub struct Region {
    /// Its code, ISO 3166-1 alpha-2.
    pub code: [u8; 2],
    /// Its name.
    pub name: Localized,
    /// What else people call it.
    pub others: Vec<&'static str>,
    /// Every name, as names are compared.
    keys: Vec<String>,
}

const TABLE: &str = include_str!("regions.tsv");

/// Which pairs of letters are codes, so that asking for one does not need the table with its names.
static CODES: [bool; 26 * 26] = {
    let table = TABLE.as_bytes();
    let mut codes = [false; 26 * 26];
    let mut at = 0;
    while at + 1 < table.len() {
        let begins = at == 0 || table[at - 1] == b'\n';
        if begins && table[at].is_ascii_uppercase() && table[at + 1].is_ascii_uppercase() {
            codes[index([table[at], table[at + 1]])] = true;
        }
        at += 1;
    }
    codes
};

/// The place of a code of two capital letters among all pairs of them.
const fn index(code: [u8; 2]) -> usize {
    (code[0] - b'A') as usize * 26 + (code[1] - b'A') as usize
}

/// Returns whether `code` is a code of ISO 3166-1 alpha-2, in capital letters.
pub fn is_code(code: [u8; 2]) -> bool {
    code.iter().all(u8::is_ascii_uppercase) && CODES[index(code)]
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let region = |line: &'static str| {
        let mut parts = line.split('\t');
        let letters = parts.next()?;
        let code: [u8; 2] = letters.as_bytes().try_into().ok()?;
        let (long, zh, en) = (parts.next()?, parts.next()?, parts.next()?);
        let others: Vec<&str> = parts.next().into_iter().flat_map(|others| others.split('/')).collect();
        let names = [letters, long, zh, en].into_iter().chain(others.iter().copied());
        let keys = names.map(compare_key).collect();
        Some(Region { code, name: Localized { zh: zh.to_owned(), en: en.to_owned() }, others, keys })
    };
    lines.filter_map(region).collect()
});

/// Every country and region, in the order of the table.
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// The name of a code.
pub fn name(code: [u8; 2]) -> Option<&'static Localized> {
    REGIONS.iter().find(|region| region.code == code).map(|region| &region.name)
}

/// Reads a code, or any name of a country or region.
///
/// # Errors
/// None is called that, or several are.
pub fn parse(text: &str) -> Result<Parsed, InputError> {
    if let Ok(code) = <[u8; 2]>::try_from(text.as_bytes())
        && is_code(code)
    {
        return Ok(Parsed::exact(Value::Region(code)));
    }
    let key = compare_key(text);
    let found: Vec<&Region> = REGIONS.iter().filter(|region| region.keys.contains(&key)).collect();
    match found.as_slice() {
        [one] => Ok(Parsed::loose(Value::Region(one.code))),
        [] => Err(InputError::new("answer-region").with("text", text.trim())),
        several => {
            let names: Vec<String> = several.iter().map(|region| format!("{} ({})", region.key(), region.name.zh)).collect();
            Err(InputError::new("answer-several").with("text", text.trim()).with_whole("names", names.join(", ")))
        }
    }
}

impl Region {
    /// The code as text.
    pub fn key(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, TABLE, is_code};

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let letters = || (b'A'..=b'Z').chain(*b"a1");
        for code in letters().flat_map(|first| letters().map(move |second| [first, second])) {
            let text = String::from_utf8_lossy(&code).into_owned();
            assert_eq!(is_code(code), iso3166::Country::from_alpha2(&text).is_some(), "{text}");
        }
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split('\t');
            let country = parts.next().and_then(iso3166::Country::from_alpha2);
            assert_eq!(country.map(|country| country.alpha3), parts.next(), "{line}");
        }
        assert_eq!(CODES.iter().filter(|known| **known).count(), iso3166::LIST.len());
    }
}
