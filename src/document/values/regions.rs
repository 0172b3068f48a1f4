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

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = include_str!("regions.tsv").lines().filter(|line| !line.starts_with('#'));
    let region = |line: &'static str| {
        let mut parts = line.split('\t');
        let letters = parts.next()?;
        let code: [u8; 2] = letters.as_bytes().try_into().ok()?;
        let (zh, en) = (parts.next()?, parts.next()?);
        let others: Vec<&str> = parts.next().into_iter().flat_map(|others| others.split('/')).collect();
        let long = iso3166::Country::from_alpha2(letters).map(|country| country.alpha3);
        let names = [letters, zh, en].into_iter().chain(long).chain(others.iter().copied());
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
        && iso3166::Country::from_alpha2(text).is_some()
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
