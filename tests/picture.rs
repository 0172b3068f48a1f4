//! The pictures in the README are screens of the wizard, drawn from the cells that a terminal would show.
//!
//! `KAIBO_UPDATE=1 cargo test --test picture` draws them again.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "tui/stage.rs"]
#[allow(dead_code, reason = "not all of it is needed for a picture")]
mod stage;

use std::fmt::Write as _;
use std::path::Path;

use kaibo::value::localized::Lang;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use stage::{press, wizard};

/// The size of a cell and the margin around the screen, in the units of the picture.
const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 14.0;
const TEXT: &str = "#d8dee9";
const BACKGROUND: &str = "#1d2129";

#[test]
fn the_pictures_show_the_wizard_as_it_is() {
    for (lang, name) in [(Lang::En, "wizard.svg"), (Lang::Zh, "wizard.zh.svg")] {
        let mut app = wizard(&format!("shop-{name}.toml"), include_str!("shop.toml"), lang);
        press(&mut app, "<Esc>2<Down><Down><Down><Down><Down>");
        let area = Rect::new(0, 0, 100, 30);
        let mut buffer = Buffer::empty(area);
        app.draw(area, &mut buffer);
        let picture = svg(&buffer);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
        if std::env::var_os("KAIBO_UPDATE").is_some() {
            std::fs::write(&path, &picture).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == picture, "docs/{name} is not what the wizard draws; KAIBO_UPDATE=1 draws it again");
    }
}

/// A screen as a picture: each stretch of one style is a text of fixed length, so that any font keeps the columns.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (f64::from(buffer.area.width), f64::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2.0 * MARGIN, rows * CELL.1 + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-size=\"14\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let end = stretch(buffer, x, y);
            draw(&mut out, buffer, x..end, y);
            x = end;
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The column after the cells from `x` on that have one style and one width. A wide character takes two cells.
fn stretch(buffer: &Buffer, x: u16, y: u16) -> u16 {
    let style = |cell: &Cell| (colours(cell), cell.modifier, cell.symbol().width() > 1);
    let first = style(&buffer[(x, y)]);
    let mut end = x;
    while end < buffer.area.width && style(&buffer[(end, y)]) == first {
        end += if first.2 { 2 } else { 1 };
    }
    end
}

fn draw(out: &mut String, buffer: &Buffer, columns: std::ops::Range<u16>, y: u16) {
    let cell = &buffer[(columns.start, y)];
    let (front, back) = colours(cell);
    let step = if cell.symbol().width() > 1 { 2 } else { 1 };
    let cells = columns.clone().step_by(step).map(|x| buffer[(x, y)].symbol());
    let text: String = cells.collect();
    let (left, top) = (MARGIN + f64::from(columns.start) * CELL.0, MARGIN + f64::from(y) * CELL.1);
    if back != BACKGROUND {
        let width = f64::from(columns.end - columns.start) * CELL.0;
        let _ = writeln!(
            out,
            "<rect shape-rendering=\"crispEdges\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.0}\" fill=\"{back}\"/>",
            CELL.1
        );
    }
    if cell.modifier.contains(Modifier::UNDERLINED) {
        let width = f64::from(columns.end - columns.start) * CELL.0;
        let line = top + CELL.1 * 0.9;
        let _ = writeln!(out, "<path d=\"M{left:.1} {line:.1}h{width:.1}\" stroke=\"{front}\" opacity=\"0.65\"/>");
    }
    let inked = text.trim_end();
    if inked.trim().is_empty() {
        return;
    }
    let blanks = inked.len() - inked.trim_start().len();
    let left = left + blanks as f64 * CELL.0;
    let inked = inked.trim_start();
    let mut style = String::new();
    for (modifier, attribute) in
        [(Modifier::BOLD, " font-weight=\"bold\""), (Modifier::DIM, " opacity=\"0.65\""), (Modifier::ITALIC, " font-style=\"italic\"")]
    {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let escaped = inked.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{front}\"{style}>{escaped}</text>",
        top + CELL.1 * 0.75,
        inked.width() as f64 * CELL.0,
    );
}

/// The colours of the text and of what is behind it, after a cell's own exchange of the two.
fn colours(cell: &Cell) -> (&'static str, &'static str) {
    let (front, back) = (colour(cell.fg, TEXT), colour(cell.bg, BACKGROUND));
    if cell.modifier.contains(Modifier::REVERSED) { (back, front) } else { (front, back) }
}

/// One of a terminal's sixteen colours; which they are is up to the terminal.
fn colour(colour: Color, otherwise: &'static str) -> &'static str {
    match colour {
        Color::Black => "#15181e",
        Color::Red => "#e06c75",
        Color::Green => "#98c379",
        Color::Yellow => "#e5c07b",
        Color::Blue => "#61afef",
        Color::Magenta => "#c678dd",
        Color::Cyan => "#56b6c2",
        Color::Gray => "#abb2bf",
        Color::DarkGray => "#6b7280",
        Color::LightRed => "#ff7b86",
        Color::LightGreen => "#b5e890",
        Color::LightYellow => "#ffd68a",
        Color::LightBlue => "#82c4ff",
        Color::LightMagenta => "#dd9bf0",
        Color::LightCyan => "#7fdbe6",
        Color::White => "#ffffff",
        _ => otherwise,
    }
}
