//! Lines of text to be drawn, and how they are put on the screen.
//!
//! In: paragraphs, fields, headings, each with its tone. Out: styled lines that fit a width, broken by columns beforehand, for
//! the terminal library would break wide text wrongly; and panes, lists and scroll bars in a buffer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

use crate::report::columns::{cut, pad, width, wrap};
use crate::wizard::tui::theme::{Theme, Tone, escape_text};

/// A text is not broken into more lines than this: no one reads ten thousand characters of a name.
const MOST_LINES: usize = 200;

/// Text that grows downwards.
#[derive(Debug)]
pub struct TextBlock<'l> {
    /// How it looks.
    pub theme: &'l Theme,
    /// How wide it may be.
    pub width: usize,
    /// What is there so far.
    pub lines: Vec<Line<'static>>,
}

impl<'l> TextBlock<'l> {
    /// An empty one.
    pub fn new(theme: &'l Theme, width: usize) -> TextBlock<'l> {
        TextBlock { theme, width, lines: Vec::new() }
    }

    /// An empty line, unless there is one, or nothing, above.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// A paragraph.
    pub fn push_line(&mut self, tone: Tone, text: &str) {
        self.hanging_indent(Tone::Plain, "", tone, text);
    }

    /// A paragraph that hangs under its first word; `first` is before its first line.
    pub fn hanging_indent(&mut self, first_tone: Tone, first: &str, tone: Tone, text: &str) {
        // Where what is before it leaves no room, it goes below.
        let first = escape_text(first);
        let indent = if width(&first) * 2 > self.width { 2.min(self.width) } else { width(&first) };
        let below = indent < width(&first);
        if below {
            self.lines.push(Line::from(self.span(first_tone, cut(first.trim_end(), self.width))));
        }
        for (at, line) in wrap(&escape_text(text), self.width.saturating_sub(indent)).into_iter().take(MOST_LINES).enumerate() {
            let lead = if at == 0 && !below { self.span(first_tone, first.clone()) } else { Span::raw(" ".repeat(indent)) };
            self.lines.push(Line::from(vec![lead, self.span(tone, line)]));
        }
    }

    /// What something is, and then what there is to say of it; `column` is where that begins.
    pub fn field(&mut self, name: &str, column: usize, tone: Tone, text: &str) {
        self.hanging_indent(Tone::Dim, &pad(name, column), tone, text);
    }

    /// The name of what follows.
    pub fn heading(&mut self, id: &str) {
        self.gap();
        let text = self.theme.format(id, &[]);
        self.push_line(Tone::Heading, &text);
    }

    /// One line of several parts, cut where there is no room.
    pub fn parts(&mut self, parts: &[(Tone, &str)]) {
        let mut room = self.width;
        let mut spans = Vec::with_capacity(parts.len());
        for (tone, text) in parts {
            let text = cut(&escape_text(text), room);
            room -= width(&text).min(room);
            spans.push(self.span(*tone, text));
        }
        self.lines.push(Line::from(spans));
    }

    fn span(&self, tone: Tone, text: String) -> Span<'static> {
        Span::styled(text, self.theme.style(tone))
    }

    /// Draws the lines from `offset` on, with a scroll bar in the last column where they don't all fit. Gives back the offset
    /// that was possible.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, offset: usize) -> usize {
        let offset = offset.min(self.lines.len().saturating_sub(usize::from(area.height)));
        for (line, y) in self.lines.iter().skip(offset).zip(area.rows()) {
            buffer.set_line(y.x, y.y, line, area.width);
        }
        scroll_bar(area, buffer, self.theme, self.lines.len(), offset);
        offset
    }
}

/// Shows in the last column of an area where in a longer text or list one is.
pub fn scroll_bar(area: Rect, buffer: &mut Buffer, theme: &Theme, total: usize, offset: usize) {
    let height = usize::from(area.height);
    if total <= height || area.width < 2 {
        return;
    }
    let thumb = (height * height / total).max(1);
    let top = (offset * (height - thumb)).div_ceil((total - height).max(1)).min(height - thumb);
    for (at, y) in area.rows().enumerate() {
        let (mark, tone) = if (top..top + thumb).contains(&at) { ("#", Tone::Plain) } else { ("|", Tone::Dim) };
        clear(Rect { x: area.right() - 1, y: y.y, width: 1, height: 1 }, buffer);
        buffer.set_stringn(area.right() - 1, y.y, mark, 1, theme.style(tone));
    }
}

/// Empties an area; a wide character that reaches into it from the left goes too, for half of it can't stand.
pub fn clear(area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    for row in area.rows() {
        if row.x > buffer.area.x
            && let Some(cell) = buffer.cell_mut((row.x - 1, row.y))
            && width(cell.symbol()) == 2
        {
            cell.set_symbol(" ");
        }
    }
    Clear.render(area, buffer);
}

/// Draws the title of a pane, and gives back the room below it.
pub fn pane(area: Rect, buffer: &mut Buffer, theme: &Theme, title: &str, focus: bool) -> Rect {
    if area.height == 0 || area.width == 0 {
        return Rect::ZERO;
    }
    let mark = if focus { "> " } else { "  " };
    let text = pad(&cut(&format!("{mark}{}", escape_text(title)), usize::from(area.width)), usize::from(area.width));
    buffer.set_stringn(area.x, area.y, text, usize::from(area.width), theme.style(if focus { Tone::Focus } else { Tone::Title }));
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}

/// A pane above the rest, in the middle, as large as asked for where there is room. Gives back the room in it.
pub fn popup(screen: Rect, buffer: &mut Buffer, theme: &Theme, title: &str, columns: u16, rows: u16) -> Rect {
    let (columns, rows) = (columns.min(screen.width), rows.min(screen.height));
    let area = Rect { x: screen.x + (screen.width - columns) / 2, y: screen.y + (screen.height - rows) / 2, width: columns, height: rows };
    // Whole rows are cleared, so that nothing wide sticks out from under it, and it stands out without a frame.
    clear(Rect { x: screen.x, width: screen.width, ..area }, buffer);
    let inner = pane(area, buffer, theme, title, true);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}

/// The first line to show of a list, so that the chosen one is in view and no more moves than has to.
pub fn follow(offset: usize, chosen: usize, height: usize, total: usize) -> usize {
    let offset = offset.min(total.saturating_sub(height));
    if chosen < offset {
        chosen
    } else if height > 0 && chosen >= offset + height {
        chosen + 1 - height
    } else {
        offset
    }
}

/// One line of a list: what it says at the left, cut where it must be, and what at the right.
pub fn row(area: Rect, buffer: &mut Buffer, theme: &Theme, left: &[(Tone, &str)], right: (Tone, &str), chosen: bool) {
    let columns = usize::from(area.width);
    if columns == 0 || area.height == 0 {
        return;
    }
    let right_text = cut(&escape_text(right.1), columns * 3 / 5);
    let end = width(&right_text);
    let mut room = columns.saturating_sub(end + usize::from(end > 0));
    let mut x = area.x;
    for (tone, text) in left {
        let text = cut(&escape_text(text), room);
        room -= width(&text).min(room);
        (x, _) = buffer.set_stringn(x, area.y, &text, columns, theme.style(*tone));
    }
    if end > 0 {
        buffer.set_stringn(area.right() - end as u16, area.y, &right_text, end, theme.style(right.0));
    }
    if chosen {
        buffer.set_style(Rect { height: 1, ..area }, theme.style(Tone::Chosen));
    }
}
