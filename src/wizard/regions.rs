//! Countries and regions by their names.
//!
//! In: `regions.tsv`, the codes of ISO 3166-1 with their names in Chinese and English and what else people call them. Out:
//! names for codes, and codes for what people type.

use std::sync::LazyLock;

use crate::words::Localized;

use super::entry::{Refusal, one_of, plain};
use super::search::{Fit, Name};

/// A country or region.
#[derive(Debug)]
pub struct Region {
    /// Its code, ISO 3166-1 alpha-2.
    pub code: [u8; 2],
    /// Its name.
    pub name: Localized,
    /// Every name, folded as entries are.
    folded: Vec<String>,
    sought: Vec<Name>,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = include_str!("regions.tsv").lines().filter(|line| !line.starts_with('#'));
    let region = |line: &'static str| {
        let mut parts = line.split('\t');
        let code: [u8; 2] = parts.next()?.as_bytes().try_into().ok()?;
        let (zh, en) = (parts.next()?, parts.next()?);
        let others = parts.next().into_iter().flat_map(|others| others.split('/'));
        let names: Vec<&str> = [zh, en].into_iter().chain(others).collect();
        let (folded, sought) = (names.iter().map(|name| plain(name)).collect(), names.iter().map(|name| Name::of(name)).collect());
        Some(Region { code, name: Localized { zh: zh.to_owned(), en: en.to_owned() }, folded, sought })
    };
    lines.filter_map(region).collect()
});

/// Every country and region, by code; China first, which most applicants here are from.
pub fn all() -> impl Iterator<Item = &'static Region> {
    let home = |region: &&Region| region.code == *b"CN";
    REGIONS.iter().filter(home).chain(REGIONS.iter().filter(move |region| !home(region)))
}

/// The name of a code.
pub fn name(code: [u8; 2]) -> Option<&'static Localized> {
    REGIONS.iter().find(|region| region.code == code).map(|region| &region.name)
}

/// The regions that fit what was typed, the best first.
pub fn find(typed: &str) -> Vec<&'static Region> {
    let mut fits: Vec<(Fit, &Region)> = all().filter_map(|region| Some((region.fits(typed)?, region))).collect();
    fits.sort_by_key(|(fit, _)| *fit);
    fits.into_iter().map(|(_, region)| region).collect()
}

impl Region {
    fn fits(&self, typed: &str) -> Option<Fit> {
        let code = std::str::from_utf8(&self.code).unwrap_or("");
        if typed.trim().eq_ignore_ascii_case(code) {
            return Some(Fit::Whole);
        }
        self.sought.iter().filter_map(|name| name.fits(typed)).min()
    }
}

/// Makes a code of what was typed: the code, a name, or as much of one as only one region has.
pub(super) fn region(typed: &str) -> Result<[u8; 2], Refusal> {
    let folded = plain(typed);
    let named = REGIONS.iter().find(|region| {
        let code = std::str::from_utf8(&region.code).unwrap_or("");
        let long = iso3166::Country::from_alpha2(code).map_or("", |country| country.alpha3);
        folded.eq_ignore_ascii_case(code) || folded.eq_ignore_ascii_case(long) || region.folded.contains(&folded)
    });
    if let Some(region) = named {
        return Ok(region.code);
    }
    let regions: Vec<&Region> = all().collect();
    let fits: Vec<(Fit, usize)> = (0..regions.len()).filter_map(|at| Some((regions[at].fits(typed)?, at))).collect();
    // Initials from within a name are for searching: here nobody sees what else there is.
    let fits: Vec<(Fit, usize)> = fits.into_iter().filter(|(fit, _)| *fit <= Fit::Initials).collect();
    one_of(&fits, typed, |at| regions[at].name.clone())
        .map(|at| regions[at].code)
        .map_err(|refusal| refusal.unwrap_or_else(|| Refusal::of("answer-region").with("text", typed)))
}
