//! What every part of the page shows in the same way: statuses and addresses.
//!
//! In: a status or an address of a report. Out: its class, its mark, its markup.

use maud::{Markup, html};

use crate::i18n::escape::escape_control;
use crate::report::json::StatusWord;
use crate::report::sarif::is_web;

/// The class that gives a status its color.
pub(super) fn class(status: StatusWord) -> &'static str {
    match status {
        StatusWord::Met => "met",
        StatusWord::Unmet => "unmet",
        StatusWord::Pending => "soon",
        StatusWord::Unknown => "open",
        StatusWord::NotApplicable => "none",
    }
}

/// The mark of a status; the word always stands beside it.
pub(super) fn mark(status: StatusWord) -> &'static str {
    match status {
        StatusWord::Met => "✓",
        StatusWord::Unmet => "✗",
        StatusWord::Pending => "◔",
        StatusWord::Unknown => "?",
        StatusWord::NotApplicable => "–",
    }
}

/// An address as a link where a browser may open it, else as text.
pub(super) fn link(url: &str) -> Markup {
    let shown = escape_control(url);
    html! {
        @if is_web(url) { a href=(url) rel="noopener noreferrer" { (shown) } } @else { (shown) }
    }
}
