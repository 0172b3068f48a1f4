//! A country or a category, sought by any part of its name.
//!
//! In: what is typed of a name, arrows. Out: the value; of categories also one that isn't listed, as it was typed.

use crossterm::event::KeyCode;

use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::{InputError, parse_as};
use crate::wizard::session::form::Field;
use crate::wizard::session::regions;
use crate::wizard::session::tree::Tree;
use crate::wizard::session::tree_search::in_tree;
use crate::wizard::tui::theme::{Tone, escape_text};

use super::canvas::Canvas;
use super::list::List;
use super::text_input::TextInput;
use crate::wizard::tui::editor::event::{Drawn, Input, Reply, Setting};

/// A line to type in, and what fits below it.
#[derive(Debug, Clone)]
pub(super) struct SearchPicker {
    line: TextInput,
    kind: ValueType,
    tree: Tree,
    /// Which levels show what is below them while nothing is typed.
    open: Vec<bool>,
    given: Option<Value>,
    entries: Vec<Entry>,
    list: List,
    refused: Option<InputError>,
    /// True once it has been said that what is typed is not on the list.
    warned: bool,
    setting: Setting,
    place: (u16, u16),
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Region([u8; 2]),
    Node(usize),
    /// What is typed, as it is.
    Typed,
}

impl SearchPicker {
    pub(super) fn new(field: &Field, value: Option<&Value>, setting: Setting) -> SearchPicker {
        let mut seek = SearchPicker {
            line: TextInput::default(),
            kind: field.kind.clone(),
            tree: field.tree.clone(),
            open: vec![false; field.tree.nodes.len()],
            given: value.cloned(),
            entries: Vec::new(),
            list: List::default(),
            refused: None,
            warned: false,
            setting,
            place: (0, 0),
        };
        let given = match value {
            Some(Value::Path(path)) => {
                let node = seek.tree.find(&path.text);
                if node.is_none() {
                    seek.line = TextInput::new(&path.text);
                }
                let mut above = node.and_then(|node| seek.tree.nodes[node].parent);
                while let Some(parent) = above {
                    seek.open[parent] = true;
                    above = seek.tree.nodes[parent].parent;
                }
                node.map_or(Entry::Typed, Entry::Node)
            }
            Some(Value::Region(code)) => Entry::Region(*code),
            _ => Entry::Typed,
        };
        seek.find();
        if let Some(at) = seek.entries.iter().position(|entry| *entry == given) {
            seek.list.choose(at);
        }
        seek
    }

    fn is_sought(&self) -> bool {
        !self.line.value().trim().is_empty()
    }

    /// Lists what fits what is typed, and chooses the best if a word of it begins like that. What only contains the letters
    /// somewhere is shown, but has to be chosen.
    fn find(&mut self) {
        let typed = self.line.value();
        if self.kind == ValueType::Region {
            let found = if self.is_sought() { regions::find(typed) } else { Vec::new() };
            let near = found.first().is_none_or(|(fit, _)| fit.begins_a_word());
            let codes = found.into_iter().map(|(_, region)| region.code);
            self.entries = if self.is_sought() {
                codes.map(Entry::Region).collect()
            } else {
                regions::all().map(|region| Entry::Region(region.code)).collect()
            };
            self.list = if near { List::new(self.entries.len(), 0) } else { List::unchosen(self.entries.len()) };
            return;
        }
        let (shown, best) = in_tree(&self.tree, typed);
        let visible = |node: &usize| self.is_sought() || self.tree.nodes[*node].parent.is_none_or(|parent| self.is_open(parent));
        self.entries = shown.into_iter().filter(visible).map(Entry::Node).collect();
        let listed = self.tree.find(typed).is_some_and(|node| self.tree.nodes[node].listed);
        if self.is_sought() && !listed {
            if self.entries.is_empty() && self.tree.renamed(typed).is_none() {
                self.entries = self.tree.nearest(typed, 3).into_iter().map(Entry::Node).collect();
            }
            self.entries.push(Entry::Typed);
        }
        let near = best.filter(|(_, fit)| fit.begins_a_word());
        let at = near.and_then(|(best, _)| self.entries.iter().position(|entry| *entry == Entry::Node(best)));
        self.list = match at {
            Some(at) => List::new(self.entries.len(), at),
            None if self.is_sought() => List::unchosen(self.entries.len()),
            None => List::new(self.entries.len(), 0),
        };
    }

    /// True if a level and all above it show what is below them.
    fn is_open(&self, node: usize) -> bool {
        self.open[node] && self.tree.nodes[node].parent.is_none_or(|parent| self.is_open(parent))
    }

    fn unfold(&mut self, node: usize, open: bool) {
        self.open[node] = open;
        let at = self.list.at;
        self.find();
        self.list.choose(at);
    }

    /// Takes an entry; a level that is no category itself shows what is below it.
    fn enter(&mut self) -> Reply {
        let chosen = self.list.chosen().and_then(|at| self.entries.get(at));
        match chosen {
            None if !self.entries.is_empty() => {
                self.refused = Some(InputError::new("answer-choose-first").with("text", self.line.value().trim()));
                Reply::Stay
            }
            Some(Entry::Region(code)) => Reply::Value(Value::Region(*code)),
            Some(Entry::Node(node)) if self.tree.nodes[*node].listed => self.take(self.parsed(&self.tree.nodes[*node].path)),
            Some(Entry::Node(node)) => {
                let node = *node;
                if self.is_sought() {
                    // All below it is shown already; the first is a step down.
                    self.list.choose(self.list.at + 1);
                } else {
                    self.unfold(node, !self.open[node]);
                }
                Reply::Stay
            }
            Some(Entry::Typed) if !self.warned && !self.tree.nodes.is_empty() => {
                // Entering it a second time takes it.
                self.warned = true;
                self.refused = Some(InputError::new("answer-not-listed-yet").with("text", self.line.value().trim()));
                Reply::Stay
            }
            Some(Entry::Typed) => self.take(self.parsed(self.line.value())),
            None if self.is_sought() => {
                self.refused = Some(InputError::new("answer-region").with("text", self.line.value().trim()));
                Reply::Stay
            }
            None => Reply::Blank,
        }
    }

    fn parsed(&self, text: &str) -> Result<Value, InputError> {
        parse_as(&self.kind, text, self.setting.today, self.setting.zone, self.setting.past)
    }

    fn take(&mut self, parsed: Result<Value, InputError>) -> Reply {
        match parsed {
            Ok(value) => Reply::Value(value),
            Err(refusal) => {
                self.refused = Some(refusal);
                Reply::Stay
            }
        }
    }

    pub(super) fn refuse(&mut self, refusal: InputError) {
        self.refused = Some(refusal);
    }

    pub(super) fn input(&mut self, input: &Input) -> Reply {
        match input {
            Input::Key(key) if key.code == KeyCode::Enter => return self.enter(),
            Input::Key(key) if matches!(key.code, KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown) => {
                return if self.list.key(key) { Reply::Stay } else { Reply::Ignored };
            }
            Input::Key(key) if !self.is_sought() && matches!(key.code, KeyCode::Left | KeyCode::Right) => {
                self.fold_by(key.code == KeyCode::Right);
                return Reply::Stay;
            }
            Input::Key(key) => {
                let before = self.line.value().to_owned();
                if !self.line.key(key) {
                    return Reply::Ignored;
                }
                if before == self.line.value() {
                    return Reply::Stay;
                }
            }
            Input::Paste(text) => self.line.paste(text),
            Input::Click { column, row } => {
                return match self.list.hit(*column, *row) {
                    Some(at) if Some(at) == self.list.chosen() => self.enter(),
                    Some(at) => {
                        self.list.choose(at);
                        Reply::Stay
                    }
                    None if *row == self.place.1 && *column >= self.place.0 => {
                        self.line.click(usize::from(column - self.place.0));
                        Reply::Stay
                    }
                    None => Reply::Ignored,
                };
            }
            Input::Scroll(lines) => {
                self.list.scroll(*lines);
                return Reply::Stay;
            }
        }
        self.refused = None;
        self.warned = false;
        self.find();
        Reply::Stay
    }

    /// Right opens a level, left closes it, or the one above.
    fn fold_by(&mut self, open: bool) {
        let Some(Entry::Node(node)) = self.entries.get(self.list.at).cloned() else { return };
        if open && self.tree.is_branch(node) {
            self.unfold(node, true);
        } else if !open && self.open[node] && self.tree.is_branch(node) {
            self.unfold(node, false);
        } else if let Some(parent) = self.tree.nodes[node].parent.filter(|_| !open) {
            self.unfold(parent, false);
            let at = self.entries.iter().position(|entry| *entry == Entry::Node(parent));
            self.list.choose(at.unwrap_or(0));
        }
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, focused: bool) -> Drawn {
        let indent = if canvas.width() < 8 { 0 } else { 2 };
        let cursor = self.line.draw(canvas, indent, 0).filter(|_| focused);
        if indent > 0 {
            canvas.put(0, 0, "/", if focused { Tone::Focus } else { Tone::Dim });
        }
        self.place = (canvas.area.x + indent as u16, canvas.area.y);
        if self.line.value().is_empty() && indent > 0 {
            // The example is drawn behind the cursor, in the field itself: rows are scarce.
            let id = if self.kind == ValueType::Region { "edit-example-region" } else { "edit-example-path" };
            canvas.say(indent + 1, 0, id, &[], Tone::Dim);
        }
        let mut used = 1;
        if let Some(refusal) = &self.refused {
            let text = refusal.format(&canvas.theme.messages);
            used += canvas.wrap(1, 3, "! ", &text, Tone::Error);
        } else if self.entries.is_empty() && self.is_sought() {
            let text = InputError::new("answer-region").with("text", self.line.value().trim()).format(&canvas.theme.messages);
            used += canvas.wrap(1, 4, "  ", &text, Tone::Dim);
        }
        let height = canvas.height();
        let mut below = canvas.rows(used, height);
        let range = self.list.fit(below.area);
        for at in range {
            let row = (at - self.list.top) as u16;
            self.entry(&mut below, at, row, focused && Some(at) == self.list.chosen());
        }
        used += (self.list.len.min(usize::from(below.height()))) as u16;
        Drawn { cursor, used: used.min(height) }
    }

    fn entry(&self, canvas: &mut Canvas<'_>, at: usize, row: u16, here: bool) {
        let tone = if here { Tone::Chosen } else { Tone::Plain };
        let point = if here { ">" } else { " " };
        let given = |value: Option<&Value>| if value.is_some() && value == self.given.as_ref() { "*" } else { " " };
        let text = match &self.entries[at] {
            Entry::Region(code) => {
                let name = regions::name(*code).map_or("", |name| name.get(canvas.theme.lang()));
                let code_text = std::str::from_utf8(code).unwrap_or("");
                format!("{point}{}{code_text}  {}", given(Some(&Value::Region(*code))), escape_text(name))
            }
            Entry::Node(node) => {
                let it = &self.tree.nodes[*node];
                let fold = match (self.tree.is_branch(*node), self.is_sought() || self.open[*node]) {
                    (false, _) => " ",
                    (true, true) => "-",
                    (true, false) => "+",
                };
                let mine = matches!(&self.given, Some(Value::Path(path)) if self.tree.find(&path.text) == Some(*node));
                let mark = if mine { "*" } else { " " };
                format!("{point}{mark}{}{fold} {}", "  ".repeat(it.depth.min(8)), escape_text(&it.name))
            }
            Entry::Typed => {
                let typed: String = self.line.value().trim().chars().take(200).collect();
                format!("{point} {}", canvas.theme.format("edit-use-typed", &[("text", &typed)]))
            }
        };
        canvas.put(0, row, &text, tone);
        if here {
            canvas.tint(row, Tone::Chosen);
        }
    }
}
