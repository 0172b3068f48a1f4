//! How things look: the language, the colours, the marks.
//!
//! In: the settings of a person and a terminal. Out: words, styles by what they mean, and marks that take one column in
//! every terminal. Colours are the terminal's own sixteen; whatever a colour says, a mark or a word says too.

use ratatui::style::{Color, Modifier, Style};

use crate::engine::check::Status;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::text::checklist;
use crate::value::localized::Lang;

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorScheme {
    /// For a dark ground.
    #[default]
    Dark,
    /// For a light ground.
    Light,
    /// None: only bold, dim, underlined and reversed.
    Monochrome,
}

impl ColorScheme {
    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            ColorScheme::Dark => "dark",
            ColorScheme::Light => "light",
            ColorScheme::Monochrome => "none",
        }
    }

    /// The theme of that name.
    pub fn named(name: &str) -> Option<ColorScheme> {
        [ColorScheme::Dark, ColorScheme::Light, ColorScheme::Monochrome].into_iter().find(|theme| theme.name() == name)
    }

    /// The one after it, all around.
    pub fn next(self) -> ColorScheme {
        match self {
            ColorScheme::Dark => ColorScheme::Light,
            ColorScheme::Light => ColorScheme::Monochrome,
            ColorScheme::Monochrome => ColorScheme::Dark,
        }
    }
}

/// What a piece of text is, of which its style follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Less important.
    Dim,
    /// More important.
    Strong,
    /// A heading.
    Heading,
    /// The name of a pane; the underlining goes across it.
    Title,
    /// The same, of the pane that keys go to.
    Focus,
    /// The line that is chosen.
    Chosen,
    /// A field that is being typed in.
    Field,
    /// A key, in the footer and the help.
    Key,
    /// A warning, or what is only assumed.
    Warning,
    /// What is wrong.
    Error,
    /// In the colour of a status.
    Status(Status),
}

/// Everything that drawing needs besides what is drawn.
#[derive(Debug)]
pub struct Theme {
    /// The language.
    pub messages: Messages,
    /// The colours.
    pub scheme: ColorScheme,
    /// Marks of ASCII only.
    pub ascii: bool,
}

impl Theme {
    /// The language.
    pub fn lang(&self) -> Lang {
        self.messages.lang
    }

    /// A message, ready to be drawn.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> String {
        escape_text(&self.messages.format(id, args))
    }

    /// The mark of a status.
    pub fn mark(&self, status: Status) -> &'static str {
        checklist::mark(status, self.ascii)
    }

    /// The style of a tone.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        let coloured = |dark: Color, light: Color| match self.scheme {
            ColorScheme::Dark => plain.fg(dark),
            ColorScheme::Light => plain.fg(light),
            ColorScheme::Monochrome => plain,
        };
        match tone {
            Tone::Plain => plain,
            Tone::Dim => plain.add_modifier(Modifier::DIM),
            Tone::Strong => plain.add_modifier(Modifier::BOLD),
            Tone::Heading => coloured(Color::Cyan, Color::Blue).add_modifier(Modifier::BOLD),
            Tone::Title => plain.add_modifier(Modifier::UNDERLINED | Modifier::DIM),
            Tone::Focus => coloured(Color::Cyan, Color::Blue).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Tone::Chosen => plain.add_modifier(Modifier::REVERSED),
            Tone::Field => plain.add_modifier(Modifier::UNDERLINED),
            Tone::Key => coloured(Color::Cyan, Color::Blue).add_modifier(Modifier::BOLD),
            Tone::Warning => coloured(Color::Yellow, Color::Magenta).add_modifier(Modifier::BOLD),
            Tone::Error => coloured(Color::LightRed, Color::Red).add_modifier(Modifier::BOLD),
            Tone::Status(Status::Met) => coloured(Color::Green, Color::Green),
            Tone::Status(Status::Unmet) => coloured(Color::LightRed, Color::Red),
            Tone::Status(Status::Pending) => coloured(Color::Yellow, Color::Magenta),
            Tone::Status(Status::Unknown) => coloured(Color::Cyan, Color::Blue),
            Tone::Status(Status::NotApplicable) => plain.add_modifier(Modifier::DIM),
        }
    }
}

/// Text made harmless, and its characters that are one column wide in some terminals and two in others put in another way:
/// a row of cells would be out of line from there on.
pub fn escape_text(text: &str) -> String {
    let text = escape_control(text);
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '“' | '”' => safe.push('"'),
            '‘' | '’' => safe.push('\''),
            '…' => safe.push_str("..."),
            '—' | '–' | '─' | '·' => safe.push('-'),
            '→' => safe.push('>'),
            '←' => safe.push('<'),
            '×' => safe.push('x'),
            '±' => safe.push_str("+-"),
            '≥' => safe.push_str(">="),
            '≤' => safe.push_str("<="),
            '│' => safe.push('|'),
            '\u{a0}' => safe.push(' '),
            // It makes one picture of several, which terminals draw in as many widths as there are terminals.
            '\u{fe0e}' | '\u{fe0f}' => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn what_is_safe_is_as_wide_in_every_terminal() {
        let text = escape_text("平台的后台 → 设置 · “主体” …— 3×4 ‘a’ ⚠️");
        assert_eq!(text.width(), text.width_cjk(), "{text}");
        for ascii in [false, true] {
            let look = Theme { messages: Messages::for_lang(Lang::Zh), scheme: ColorScheme::Monochrome, ascii };
            for status in [Status::Met, Status::Unmet, Status::Pending, Status::Unknown, Status::NotApplicable] {
                assert_eq!((look.mark(status).width(), look.mark(status).width_cjk()), (1, 1));
            }
        }
    }
}
