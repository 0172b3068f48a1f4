//! What is drawn, from what the session sees and where the user is. Nothing is judged here.
//!
//! In: a session, the state. Out: a frame, and the cursor's position.
//!
//! ```text
//! kaibo  program - edition                    applicant  day     header
//!  1 Questions  2 Checklist  3 Plan ...                          header
//! > the question, or a list      | the checklist, or a detail    one file a view
//! ...                            | ...
//! ✗ verdict, dates                                               verdict
//! ! whether anybody is let in
//! Enter answer  p plan  ? help  q quit                           footer
//! ```

pub mod checklist;
pub mod detail;
pub mod dialogs;
pub mod footer;
pub mod header;
pub mod home;
pub mod overlay;
pub mod phrase;
pub mod plan;
pub mod question;
pub mod steps;
pub mod verdict;
pub mod what_if;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::wizard::session::Session;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::keys::Tab;
use crate::wizard::tui::state::{Overlay, Pane, State};
use crate::wizard::tui::text_block::{TextBlock, pane};
use crate::wizard::tui::theme::{Theme, Tone};

/// The smallest screen on which anything can be done.
pub const LEAST: (u16, u16) = (60, 20);
/// From so many columns on, two panes stand side by side.
const TWO_PANES: u16 = 76;

/// Draws everything about one applicant. Returns the cursor's position.
pub fn draw(screen: Rect, buffer: &mut Buffer, theme: &Theme, session: &Session, state: &mut State, progress: &str) -> Option<Position> {
    if too_small(screen, buffer, theme) {
        return None;
    }
    let trying = state.tab == Tab::WhatIf;
    let today = session.see();
    let then = if trying { session.snapshot_assumed() } else { None };
    let snapshot = then.as_ref().unwrap_or(&today);
    let most = match screen.height {
        ..24 => 3,
        24..30 => 4,
        30..40 => 6,
        _ => 8,
    };
    let verdict = verdict::lines(snapshot, theme, usize::from(screen.width.saturating_sub(1)), most);
    let mut rows = Rows { rest: screen };
    header::draw(rows.top(1), buffer, theme, snapshot);
    state.places.tabs = header::tabs(rows.top(1), buffer, theme, state.tab);
    if trying {
        header::banner(rows.top(1), buffer, theme, snapshot, session.assumed());
    }
    footer::draw(rows.bottom(1), buffer, theme, state, progress);
    let lines = rows.bottom(verdict.len() as u16);
    verdict::draw(lines, buffer, &verdict);
    let cursor = body(rows.rest, buffer, theme, session, &today, then.as_ref(), state);
    if let Some((tone, text)) = &state.message {
        footer::message(screen, buffer, theme, *tone, text);
    }
    match above_all(screen, buffer, theme, state) {
        Some(above) => above,
        None if state.find.typing => footer::find(screen, buffer, theme, state),
        None => cursor,
    }
}

/// What is left of the screen.
struct Rows {
    rest: Rect,
}

impl Rows {
    fn top(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.rest.height);
        let top = Rect { height: rows, ..self.rest };
        self.rest = Rect { y: self.rest.y + rows, height: self.rest.height - rows, ..self.rest };
        top
    }

    fn bottom(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.rest.height);
        self.rest.height -= rows;
        Rect { y: self.rest.bottom(), height: rows, ..self.rest }
    }
}

/// Says how large the screen should be, if it is too small.
pub fn too_small(screen: Rect, buffer: &mut Buffer, theme: &Theme) -> bool {
    if screen.width >= LEAST.0 && screen.height >= LEAST.1 {
        return false;
    }
    let (width, height) = (screen.width.to_string(), screen.height.to_string());
    let (least_width, least_height) = (LEAST.0.to_string(), LEAST.1.to_string());
    let mut sheet = TextBlock::new(theme, usize::from(screen.width));
    let args = [("width", width.as_str()), ("height", &height), ("least_width", &least_width), ("least_height", &least_height)];
    sheet.push_line(Tone::Plain, &theme.format("screen-too-small", &args));
    for (line, y) in sheet.lines.iter().zip(screen.rows()) {
        buffer.set_line(y.x, y.y, line, y.width);
    }
    true
}

/// The two panes, or the one that keys go to. Gives back the room in each.
fn panes(area: Rect, buffer: &mut Buffer, theme: &Theme, state: &mut State, titles: [&str; 2], left_share: u16) -> [Rect; 2] {
    let left_focus = state.pane == Pane::Left;
    let rooms = if area.width >= TWO_PANES {
        let left = area.width * left_share / 100;
        let line = Rect { x: area.x + left, width: 1, ..area };
        for y in line.rows() {
            buffer.set_stringn(y.x, y.y, "|", 1, theme.style(Tone::Dim));
        }
        let right = Rect { x: area.x + left + 2, width: area.width - left - 2, ..area };
        [
            pane(Rect { width: left.saturating_sub(1), ..area }, buffer, theme, titles[0], left_focus),
            pane(right, buffer, theme, titles[1], !left_focus),
        ]
    } else {
        let key = if state.at_editor() { "Esc" } else { "Tab" };
        let other = theme.format("screen-other-pane", &[("key", key), ("name", titles[usize::from(left_focus)])]);
        let title = titles[usize::from(!left_focus)];
        let room = pane(area, buffer, theme, &format!("{title}   {other}"), true);
        if left_focus { [room, Rect::ZERO] } else { [Rect::ZERO, room] }
    };
    state.places.left = rooms[0];
    state.places.right = rooms[1];
    rooms
}

fn body(
    area: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
    session: &Session,
    today: &Snapshot<'_>,
    then: Option<&Snapshot<'_>>,
    state: &mut State,
) -> Option<Position> {
    state.places.editor = Rect::ZERO;
    let say = |id: &str| theme.format(id, &[]);
    let focus = |pane: Pane, state: &State| state.pane == pane && state.overlay.is_none();
    let snapshot = then.unwrap_or(today);
    let columns = |area: Rect| usize::from(area.width.saturating_sub(2));
    match state.tab {
        Tab::Questions => {
            let title = match &state.editing {
                Some(editing) => snapshot.program.facts[editing.fact].title.get(theme.lang()).to_owned(),
                None => say("screen-finished"),
            };
            let [left, right] = panes(area, buffer, theme, state, [&title, &say("screen-tab-checklist")], 54);
            let typing = focus(Pane::Left, state) && !state.find.typing;
            let cursor = match &mut state.editing {
                Some(editing) if left.width > 0 => {
                    let (place, cursor) = question::draw(left, buffer, theme, Some(session), today, editing, typing);
                    state.places.editor = place;
                    cursor
                }
                Some(_) => None,
                None => {
                    let sheet = question::finished(today, theme, columns(left), &session.path().display().to_string());
                    if left.width > 0 {
                        state.scroll = sheet.draw(left, buffer, state.scroll);
                    }
                    None
                }
            };
            list(right, buffer, theme, today, state, Pane::Right);
            cursor
        }
        Tab::Checklist => {
            let items = state.items(today, theme);
            state.checklist.fit(items.len(), usize::from(area.height.saturating_sub(1)));
            let item = items.get(state.checklist.chosen).copied();
            let title = item.map(|item| checklist::title(today, item, theme).into_owned()).unwrap_or_default();
            let [left, right] = panes(area, buffer, theme, state, [&say("screen-tab-checklist"), &title], 46);
            list(left, buffer, theme, today, state, Pane::Left);
            let sheet = match item {
                Some(checklist::Item::Requirement(at, _)) => detail::requirement(session, today, at, theme, columns(right)),
                Some(checklist::Item::Fact(fact)) => detail::fact(session, today, fact, theme, columns(right)),
                _ => TextBlock::new(theme, columns(right)),
            };
            if right.width > 0 {
                state.scroll = sheet.draw(right, buffer, state.scroll);
            }
            None
        }
        Tab::Plan => {
            let [left, right] = panes(area, buffer, theme, state, [&say("screen-tab-plan"), &say("screen-choices")], 62);
            if left.width > 0 {
                state.scroll = plan::sheet(today, theme, columns(left)).draw(left, buffer, state.scroll);
            }
            let choices = state.choices(today, session);
            if right.width > 0 {
                let focus = focus(Pane::Right, state);
                // The first line is a heading.
                state.plan.chosen = state.plan.chosen.max(1);
                plan::draw_choices(right, buffer, theme, today, &choices, &mut state.plan, focus);
            }
            None
        }
        Tab::Steps => {
            state.steps.fit(today.plan.steps.len(), usize::from(area.height.saturating_sub(1)));
            let title = today.plan.steps.get(state.steps.chosen).map_or("", |planned| planned.step.title.get(theme.lang())).to_owned();
            let [left, right] = panes(area, buffer, theme, state, [&say("screen-tab-steps"), &title], 50);
            if left.width > 0 {
                steps::draw(left, buffer, theme, today, &mut state.steps, state.overlay.is_none());
            }
            if right.width > 0 {
                state.scroll = steps::sheet(today, state.steps.chosen, theme, columns(right)).draw(right, buffer, state.scroll);
            }
            None
        }
        Tab::WhatIf => {
            let title = match &state.editing {
                Some(editing) => snapshot.program.facts[editing.fact].title.get(theme.lang()).to_owned(),
                None => say("screen-facts"),
            };
            let [left, right] = panes(area, buffer, theme, state, [&title, &say("screen-compared")], 50);
            if right.width > 0 {
                state.scroll = what_if::compare(today, then, theme, columns(right)).draw(right, buffer, state.scroll);
            }
            let typing = focus(Pane::Left, state) && !state.find.typing;
            match &mut state.editing {
                Some(editing) if left.width > 0 => {
                    let (place, cursor) = question::draw(left, buffer, theme, None, snapshot, editing, typing);
                    state.places.editor = place;
                    cursor
                }
                None if left.width > 0 => {
                    what_if::draw(left, buffer, theme, snapshot, session.assumed(), &mut state.facts, typing);
                    None
                }
                _ => None,
            }
        }
    }
}

fn list(area: Rect, buffer: &mut Buffer, theme: &Theme, snapshot: &Snapshot<'_>, state: &mut State, pane: Pane) {
    if area.width > 0 {
        let items = state.items(snapshot, theme);
        let focus = state.overlay.is_none() && (state.pane == pane || state.tab == Tab::Checklist);
        checklist::draw(area, buffer, theme, snapshot, &items, &mut state.checklist, focus);
    }
}

/// Draws what is above the rest. Some if there is anything, with the cursor if it has one.
pub fn above_all(screen: Rect, buffer: &mut Buffer, theme: &Theme, state: &mut State) -> Option<Option<Position>> {
    let hints = match &state.editing {
        Some(editing) => editing.editor.hints(),
        None => Vec::new(),
    };
    let place = state.place_below();
    match state.overlay.as_mut()? {
        Overlay::Help(offset) => {
            *offset = overlay::help(screen, buffer, theme, place, &hints, *offset);
            Some(None)
        }
        Overlay::Export(export) => Some(overlay::export(screen, buffer, theme, export)),
        Overlay::Override(insisting) => Some(dialogs::override_dialog(screen, buffer, theme, insisting)),
        Overlay::Estimate(asked) => Some(dialogs::estimate_dialog(screen, buffer, theme, asked)),
        Overlay::Decide(deciding) => {
            dialogs::decide(screen, buffer, theme, deciding);
            Some(None)
        }
        Overlay::Note(title, text, offset) => {
            *offset = overlay::note(screen, buffer, theme, title, text, *offset);
            Some(None)
        }
    }
}
