//! Countries and regions as people search for them.
//!
//! In: a few characters. Out: the regions whose names fit, by any part of a name or by pinyin, the best first.

use std::sync::LazyLock;

use crate::document::values::regions::Region;
use crate::document::values::{InputError, regions};

pub use crate::document::values::regions::name;

use super::search::{Fit, Name};
use crate::wizard::session::search::one_of;

/// The names of each region, ready to be searched for, in the order of the table.
static SOUGHT: LazyLock<Vec<Vec<Name>>> = LazyLock::new(|| {
    let names = |region: &Region| {
        let others = region.others.iter().copied();
        [region.name.zh.as_str(), region.name.en.as_str()].into_iter().chain(others).map(Name::new).collect()
    };
    regions::all().iter().map(names).collect()
});

/// Every region with its names, China first, which most applicants here are from.
fn sought() -> impl Iterator<Item = (&'static Region, &'static Vec<Name>)> {
    let pairs = || regions::all().iter().zip(SOUGHT.iter());
    pairs().filter(|(region, _)| region.code == *b"CN").chain(pairs().filter(|(region, _)| region.code != *b"CN"))
}

/// Every country and region, by code; China first.
pub fn all() -> impl Iterator<Item = &'static Region> {
    sought().map(|(region, _)| region)
}

/// The regions that fit what was typed, each with how well; the best first.
pub fn find(typed: &str) -> Vec<(Fit, &'static Region)> {
    let mut fits: Vec<(Fit, &Region)> = fits(typed);
    fits.sort_by_key(|(fit, _)| *fit);
    fits
}

fn fits(typed: &str) -> Vec<(Fit, &'static Region)> {
    let fit = |region: &Region, names: &[Name]| {
        if typed.trim().eq_ignore_ascii_case(region.key()) {
            return Some(Fit::Whole);
        }
        names.iter().filter_map(|name| name.fits(typed)).min()
    };
    sought().filter_map(|(region, names)| Some((fit(region, names)?, region))).collect()
}

/// A code by as much of a name as only one region has.
pub(super) fn begun(typed: &str) -> Result<[u8; 2], InputError> {
    let fits = fits(typed);
    // Initials from within a name are for searching: here nobody sees what else there is.
    let near: Vec<(Fit, usize)> =
        fits.iter().enumerate().filter(|(_, (fit, _))| fit.begins_a_word()).map(|(at, (fit, _))| (*fit, at)).collect();
    one_of(&near, typed, |at| fits[at].1.name.clone())
        .map(|at| fits[at].1.code)
        .map_err(|refusal| refusal.unwrap_or_else(|| InputError::new("answer-region").with("text", typed)))
}
