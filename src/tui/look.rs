//! How things look: the language, the colours, the marks.
//!
//! In: the settings of a person and a terminal. Out: words, styles by what they mean, and marks that take one column in
//! every terminal. Colours are the terminal's own sixteen; whatever a colour says, a mark or a word says too.

use ratatui::style::{Color, Modifier, Style};

use crate::check::Status;
use crate::text::checklist;
use crate::untrusted::visible;
use crate::words::{Lang, Words};

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// For a dark ground.
    #[default]
    Dark,
    /// For a light ground.
    Light,
    /// None: only bold, dim, underlined and reversed.
    Plain,
}

impl Theme {
    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::Plain => "none",
        }
    }

    /// The theme of that name.
    pub fn named(name: &str) -> Option<Theme> {
        [Theme::Dark, Theme::Light, Theme::Plain].into_iter().find(|theme| theme.name() == name)
    }

    /// The one after it, all around.
    pub fn next(self) -> Theme {
        match self {
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::Plain,
            Theme::Plain => Theme::Dark,
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
    Of(Status),
}

/// Everything that drawing needs besides what is drawn.
#[derive(Debug)]
pub struct Look {
    /// The language.
    pub words: Words,
    /// The colours.
    pub theme: Theme,
    /// Marks of ASCII only.
    pub ascii: bool,
}

impl Look {
    /// The language.
    pub fn lang(&self) -> Lang {
        self.words.lang
    }

    /// A message, ready to be drawn.
    pub fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        safe(&self.words.say(id, args))
    }

    /// The mark of a status.
    pub fn mark(&self, status: Status) -> &'static str {
        checklist::mark(status, self.ascii)
    }

    /// The style of a tone.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        let coloured = |dark: Color, light: Color| match self.theme {
            Theme::Dark => plain.fg(dark),
            Theme::Light => plain.fg(light),
            Theme::Plain => plain,
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
            Tone::Of(Status::Met) => coloured(Color::Green, Color::Green),
            Tone::Of(Status::Unmet) => coloured(Color::LightRed, Color::Red),
            Tone::Of(Status::Pending) => coloured(Color::Yellow, Color::Magenta),
            Tone::Of(Status::Unknown) => coloured(Color::Cyan, Color::Blue),
            Tone::Of(Status::NotApplicable) => plain.add_modifier(Modifier::DIM),
        }
    }
}

/// Text made harmless, and its characters that are one column wide in some terminals and two in others put in another way:
/// a row of cells would be out of line from there on.
pub fn safe(text: &str) -> String {
    let text = visible(text);
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
        let text = safe("平台的后台 → 设置 · “主体” …— 3×4 ‘a’ ⚠️");
        assert_eq!(text.width(), text.width_cjk(), "{text}");
        for ascii in [false, true] {
            let look = Look { words: Words::of(Lang::Zh), theme: Theme::Plain, ascii };
            for status in [Status::Met, Status::Unmet, Status::Pending, Status::Unknown, Status::NotApplicable] {
                assert_eq!((look.mark(status).width(), look.mark(status).width_cjk()), (1, 1));
            }
        }
    }
}
