//! The summary of a fleet as a page: one file that needs nothing else, no script and no network.
//!
//! In: its sections in words. Out: HTML with its style and its bars inside; dark where the reader's system is, and fit for
//! a phone and for paper. Whatever came from records or rules is in it as text.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::cli::fleet::sections::{Bar, Entry, ProgramPage, Section, Share, SummaryDocument};
use crate::i18n::Messages;
use crate::value::localized::Lang;

const STYLE: &str = include_str!("page.css");

/// The summary as a page.
pub(super) fn page(pages: &SummaryDocument, messages: &Messages) -> String {
    let language = match messages.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = messages.format("fleet-page-title", &[]);
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // Even if something could be smuggled in, nothing would be run or fetched.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    @for program in &pages.programs { (self::program(program)) }
                    @if let Some(refused) = &pages.refused { (section(refused)) }
                }
                footer {
                    @for line in &pages.account { p { (line) } }
                    p { "kaibo " (env!("CARGO_PKG_VERSION")) }
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

fn program(page: &ProgramPage) -> Markup {
    html! {
        h1 { (page.title) }
        @if let Some((note, source)) = &page.opening {
            p.opening { (note) br; span.source { (source) } }
        }
        @for one in &page.sections { (section(one)) }
    }
}

fn section(section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            @if !section.days.is_empty() { (days(section)) }
            @if !section.entries.is_empty() {
                ul { @for one in &section.entries { (entry(one)) } }
            }
        }
    }
}

fn entry(entry: &Entry) -> Markup {
    html! {
        li {
            (entry.text)
            @if let Some(share) = &entry.share { (bar(share)) }
            @for line in &entry.more { div.more { (line) } }
        }
    }
}

/// A piece of a drawing, with the colour that it has where a reader, a mail program say, knows nothing of styles.
fn piece(kind: &str, x: u128, y: u128, width: u128, height: u128) -> Markup {
    let colour = match kind {
        "met" => "#1a7f4b",
        "soon" => "#2f6fd0",
        "open" => "#b08000",
        "unmet" => "#c0392b",
        _ => "#e6e8eb",
    };
    html! { rect class=(kind) fill=(colour) x=(x) y=(y) width=(width) height=(height) {} }
}

/// A count over another, in thousandths: exact enough for a drawing, and the same everywhere.
fn thousandths(count: u64, of: u64) -> u128 {
    u128::from(count) * 1000 / u128::from(of.max(1))
}

/// Parts of a whole. The sentence above says the same, so there is nothing here for those who can't see it.
fn bar(share: &Share) -> Markup {
    let parts = &share.parts;
    let kinds = [("met", parts.eligible + parts.held), ("soon", parts.pending), ("open", parts.unknown), ("unmet", parts.not_eligible)];
    let mut from = 0;
    let drawn = kinds.map(|(kind, count)| {
        let begin = thousandths(from, share.of);
        from += count;
        (kind, begin, thousandths(from, share.of) - begin)
    });
    html! {
        svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            (piece("rest", 0, 0, 1000, 10))
            @for (kind, begin, width) in drawn {
                @if width > 0 { (piece(kind, begin, 0, width, 10)) }
            }
        }
    }
}

/// A chart of days: the highest bar is as high as the chart.
fn days(section: &Section) -> Markup {
    let days: &[Bar] = &section.days;
    let highest = days.iter().map(|bar| bar.count).max().unwrap_or(0);
    let width = days.len() * 10;
    html! {
        figure {
            svg.days viewBox=(format!("0 0 {width} 100")) preserveAspectRatio="none" role="img" aria-label=(section.title) {
                @for (x, bar) in (1..).step_by(10).zip(days) {
                    @let height = thousandths(bar.count, highest).div_ceil(10);
                    g {
                        title { (bar.label) }
                        (piece("rest", x, 0, 8, 100))
                        @if height > 0 { (piece("soon", x, 100 - height, 8, height)) }
                    }
                }
            }
            figcaption {
                @if let [first, .., last] = days { span { (first.label) } span { (section.peak) } span { (last.label) } }
            }
        }
    }
}
