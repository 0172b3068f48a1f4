//! What is drawn, from what the session sees and where the user is. Nothing is judged here.
//!
//! In: a session, the state. Out: a frame, and where the cursor stands.
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

pub mod above;
pub mod asking;
pub mod checklist;
pub mod detail;
pub mod footer;
pub mod header;
pub mod home;
pub mod phrase;
pub mod plan;
pub mod question;
pub mod steps;
pub mod verdict;
pub mod what_if;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::keys::Tab;
use crate::tui::look::{Look, Tone};
use crate::tui::sheet::{Sheet, pane};
use crate::tui::state::{Above, Pane, State};
use crate::wizard::{Seen, Session};

/// The smallest screen on which anything can be done.
pub const LEAST: (u16, u16) = (60, 20);
/// From so many columns on, two panes stand side by side.
const TWO_PANES: u16 = 76;

/// Draws everything about one applicant. Gives back where the cursor stands.
pub fn draw(screen: Rect, buffer: &mut Buffer, look: &Look, session: &Session, state: &mut State, progress: &str) -> Option<Position> {
    if too_small(screen, buffer, look) {
        return None;
    }
    let trying = state.tab == Tab::WhatIf;
    let today = session.see();
    let then = if trying { session.see_assumed() } else { None };
    let seen = then.as_ref().unwrap_or(&today);
    let most = match screen.height {
        ..24 => 3,
        24..30 => 4,
        30..40 => 6,
        _ => 8,
    };
    let verdict = verdict::lines(seen, look, usize::from(screen.width.saturating_sub(1)), most);
    let mut rows = Rows { rest: screen };
    header::draw(rows.top(1), buffer, look, seen);
    state.places.tabs = header::tabs(rows.top(1), buffer, look, state.tab);
    if trying {
        header::banner(rows.top(1), buffer, look, seen, session.assumed());
    }
    footer::draw(rows.bottom(1), buffer, look, state, progress);
    let lines = rows.bottom(verdict.len() as u16);
    verdict::draw(lines, buffer, &verdict);
    let cursor = body(rows.rest, buffer, look, session, &today, then.as_ref(), state);
    if let Some((tone, text)) = &state.message {
        footer::message(screen, buffer, look, *tone, text);
    }
    match above_all(screen, buffer, look, state) {
        Some(above) => above,
        None if state.find.typing => footer::find(screen, buffer, look, state),
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
pub fn too_small(screen: Rect, buffer: &mut Buffer, look: &Look) -> bool {
    if screen.width >= LEAST.0 && screen.height >= LEAST.1 {
        return false;
    }
    let (width, height) = (screen.width.to_string(), screen.height.to_string());
    let (least_width, least_height) = (LEAST.0.to_string(), LEAST.1.to_string());
    let mut sheet = Sheet::new(look, usize::from(screen.width));
    let args = [("width", width.as_str()), ("height", &height), ("least_width", &least_width), ("least_height", &least_height)];
    sheet.put(Tone::Plain, &look.say("screen-too-small", &args));
    for (line, y) in sheet.lines.iter().zip(screen.rows()) {
        buffer.set_line(y.x, y.y, line, y.width);
    }
    true
}

/// The two panes, or the one that keys go to. Gives back the room in each.
fn panes(area: Rect, buffer: &mut Buffer, look: &Look, state: &mut State, titles: [&str; 2], left_share: u16) -> [Rect; 2] {
    let left_focus = state.pane == Pane::Left;
    let rooms = if area.width >= TWO_PANES {
        let left = area.width * left_share / 100;
        let line = Rect { x: area.x + left, width: 1, ..area };
        for y in line.rows() {
            buffer.set_stringn(y.x, y.y, "|", 1, look.style(Tone::Dim));
        }
        let right = Rect { x: area.x + left + 2, width: area.width - left - 2, ..area };
        [
            pane(Rect { width: left.saturating_sub(1), ..area }, buffer, look, titles[0], left_focus),
            pane(right, buffer, look, titles[1], !left_focus),
        ]
    } else {
        let key = if state.at_editor() { "Esc" } else { "Tab" };
        let other = look.say("screen-other-pane", &[("key", key), ("name", titles[usize::from(left_focus)])]);
        let title = titles[usize::from(!left_focus)];
        let room = pane(area, buffer, look, &format!("{title}   {other}"), true);
        if left_focus { [room, Rect::ZERO] } else { [Rect::ZERO, room] }
    };
    state.places.left = rooms[0];
    state.places.right = rooms[1];
    rooms
}

fn body(
    area: Rect,
    buffer: &mut Buffer,
    look: &Look,
    session: &Session,
    today: &Seen<'_>,
    then: Option<&Seen<'_>>,
    state: &mut State,
) -> Option<Position> {
    state.places.editor = Rect::ZERO;
    let say = |id: &str| look.say(id, &[]);
    let focus = |pane: Pane, state: &State| state.pane == pane && state.above.is_none();
    let seen = then.unwrap_or(today);
    let columns = |area: Rect| usize::from(area.width.saturating_sub(2));
    match state.tab {
        Tab::Questions => {
            let title = match &state.editing {
                Some(editing) => seen.program.facts[editing.fact].title.get(look.lang()).to_owned(),
                None => say("screen-finished"),
            };
            let [left, right] = panes(area, buffer, look, state, [&title, &say("screen-tab-checklist")], 54);
            let typing = focus(Pane::Left, state) && !state.find.typing;
            let cursor = match &mut state.editing {
                Some(editing) if left.width > 0 => {
                    let (place, cursor) = question::draw(left, buffer, look, Some(session), today, editing, typing);
                    state.places.editor = place;
                    cursor
                }
                Some(_) => None,
                None => {
                    let sheet = question::finished(today, look, columns(left), &session.path().display().to_string());
                    if left.width > 0 {
                        state.scroll = sheet.draw(left, buffer, state.scroll);
                    }
                    None
                }
            };
            list(right, buffer, look, today, state, Pane::Right);
            cursor
        }
        Tab::Checklist => {
            let items = state.items(today, look);
            state.checklist.fit(items.len(), usize::from(area.height.saturating_sub(1)));
            let item = items.get(state.checklist.chosen).copied();
            let title = item.map(|item| checklist::title(today, item, look).into_owned()).unwrap_or_default();
            let [left, right] = panes(area, buffer, look, state, [&say("screen-tab-checklist"), &title], 46);
            list(left, buffer, look, today, state, Pane::Left);
            let sheet = match item {
                Some(checklist::Item::Requirement(at, _)) => detail::requirement(session, today, at, look, columns(right)),
                Some(checklist::Item::Fact(fact)) => detail::fact(session, today, fact, look, columns(right)),
                _ => Sheet::new(look, columns(right)),
            };
            if right.width > 0 {
                state.scroll = sheet.draw(right, buffer, state.scroll);
            }
            None
        }
        Tab::Plan => {
            let [left, right] = panes(area, buffer, look, state, [&say("screen-tab-plan"), &say("screen-choices")], 62);
            if left.width > 0 {
                state.scroll = plan::sheet(today, look, columns(left)).draw(left, buffer, state.scroll);
            }
            let choices = state.choices(today, session);
            if right.width > 0 {
                let focus = focus(Pane::Right, state);
                // The first line is a heading.
                state.plan.chosen = state.plan.chosen.max(1);
                plan::draw_choices(right, buffer, look, today, &choices, &mut state.plan, focus);
            }
            None
        }
        Tab::Steps => {
            state.steps.fit(today.plan.steps.len(), usize::from(area.height.saturating_sub(1)));
            let title = today.plan.steps.get(state.steps.chosen).map_or("", |planned| planned.step.title.get(look.lang())).to_owned();
            let [left, right] = panes(area, buffer, look, state, [&say("screen-tab-steps"), &title], 50);
            if left.width > 0 {
                steps::draw(left, buffer, look, today, &mut state.steps, state.above.is_none());
            }
            if right.width > 0 {
                state.scroll = steps::sheet(today, state.steps.chosen, look, columns(right)).draw(right, buffer, state.scroll);
            }
            None
        }
        Tab::WhatIf => {
            let title = match &state.editing {
                Some(editing) => seen.program.facts[editing.fact].title.get(look.lang()).to_owned(),
                None => say("screen-facts"),
            };
            let [left, right] = panes(area, buffer, look, state, [&title, &say("screen-compared")], 50);
            if right.width > 0 {
                state.scroll = what_if::compare(today, then, look, columns(right)).draw(right, buffer, state.scroll);
            }
            let typing = focus(Pane::Left, state) && !state.find.typing;
            match &mut state.editing {
                Some(editing) if left.width > 0 => {
                    let (place, cursor) = question::draw(left, buffer, look, None, seen, editing, typing);
                    state.places.editor = place;
                    cursor
                }
                None if left.width > 0 => {
                    what_if::draw(left, buffer, look, seen, session.assumed(), &mut state.facts, typing);
                    None
                }
                _ => None,
            }
        }
    }
}

fn list(area: Rect, buffer: &mut Buffer, look: &Look, seen: &Seen<'_>, state: &mut State, pane: Pane) {
    if area.width > 0 {
        let items = state.items(seen, look);
        let focus = state.above.is_none() && (state.pane == pane || state.tab == Tab::Checklist);
        checklist::draw(area, buffer, look, seen, &items, &mut state.checklist, focus);
    }
}

/// Draws what stands above the rest. Some if there is anything, with the cursor if it has one.
pub fn above_all(screen: Rect, buffer: &mut Buffer, look: &Look, state: &mut State) -> Option<Option<Position>> {
    let hints = match &state.editing {
        Some(editing) => editing.editor.hints(),
        None => Vec::new(),
    };
    let place = state.place_below();
    match state.above.as_mut()? {
        Above::Help(offset) => {
            *offset = above::help(screen, buffer, look, place, &hints, *offset);
            Some(None)
        }
        Above::Export(export) => Some(above::export(screen, buffer, look, export)),
        Above::Insist(insisting) => Some(asking::insist(screen, buffer, look, insisting)),
        Above::Estimate(asked) => Some(asking::estimate(screen, buffer, look, asked)),
        Above::Decide(deciding) => {
            asking::decide(screen, buffer, look, deciding);
            Some(None)
        }
        Above::Note(title, text, offset) => {
            *offset = above::note(screen, buffer, look, title, text, *offset);
            Some(None)
        }
    }
}
