//! The wizard as a whole: a session or the applicants, the state, and what effects do.
//!
//! In: events of a terminal. Out: a session that is changed and saved, frames, and what the loop has to do. It needs no terminal
//! itself, so that tests can press its keys.

mod work;

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use crossterm::event::{Event as Terminal, MouseButton, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::i18n::Messages;
use crate::value::localized::Lang;
use crate::wizard::session::applicants::{Settings, preferred, saved};
#[cfg(feature = "collect")]
use crate::wizard::session::collecting::Job;
use crate::wizard::session::{Options, Session, note_unsaved};
use crate::wizard::tui::event::Event;
use crate::wizard::tui::keys;
use crate::wizard::tui::list::List;
#[cfg(feature = "collect")]
use crate::wizard::tui::state::Overlay;
use crate::wizard::tui::state::{Effect, Find, Home, New, Offer, State};
use crate::wizard::tui::theme::{ColorScheme, Theme, Tone};
use crate::wizard::tui::view;

/// What the loop has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Draw, and go on.
    Go,
    /// Switch the mouse.
    Mouse(bool),
    /// Draw everything again.
    Redraw,
    /// Hand the terminal to the shell.
    Suspend,
    /// The shell handed it back.
    Resumed,
    /// The user left.
    Leave,
    /// The user, or somebody else, ended it.
    Stop,
}

/// What a wizard begins with.
#[derive(Debug)]
pub struct Start {
    /// The applicant to work on; without one, there is a list to choose from.
    pub session: Option<Session>,
    /// What sessions need.
    pub options: Options,
    /// How it looks.
    pub theme: Theme,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Where settings are kept; None keeps none.
    pub settings: Option<PathBuf>,
    /// The folder whose applicants are listed.
    pub folder: PathBuf,
    /// A file to be made for a new applicant.
    pub create: Option<PathBuf>,
    /// The configuration of interfaces, where it isn't in its usual place.
    pub config: Option<PathBuf>,
    /// What there is to say at the beginning.
    pub message: Option<String>,
}

/// What was found in the files before an event was taken.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    /// What there is to say of it.
    message: Option<(Tone, String)>,
    /// True if the open question shows something else than when the key was pressed, which was meant for what was there.
    other: bool,
}

/// Everything that is running.
#[derive(Debug)]
pub struct App {
    /// How it looks.
    pub theme: Theme,
    /// The applicant that is worked on.
    pub session: Option<Session>,
    /// Where the user is.
    pub state: State,
    /// The applicants, while one is chosen.
    pub home: Option<Home>,
    options: Options,
    mouse: bool,
    settings: Option<PathBuf>,
    folder: PathBuf,
    #[cfg(feature = "collect")]
    config: Option<PathBuf>,
    #[cfg(feature = "collect")]
    job: Option<Job>,
    /// How far the collecting is.
    progress: String,
    /// Where the list of applicants was drawn.
    list: Rect,
    news: Option<Sender<Event>>,
    /// Applicants that were left with answers that could not be saved.
    parked: Vec<Session>,
}

impl App {
    /// A wizard that has just begun.
    pub fn new(start: Start) -> App {
        let mut app = App {
            theme: start.theme,
            session: start.session,
            state: State::default(),
            home: None,
            options: start.options,
            mouse: start.mouse,
            settings: start.settings,
            folder: start.folder,
            #[cfg(feature = "collect")]
            config: start.config,
            #[cfg(feature = "collect")]
            job: None,
            progress: String::new(),
            list: Rect::ZERO,
            news: None,
            parked: Vec::new(),
        };
        match &app.session {
            Some(session) => {
                let path = session.path().to_owned();
                app.keep(|settings| settings.opened(&path));
            }
            None => {
                app.go_home();
                if let (Some(home), Some(file)) = (&mut app.home, &start.create) {
                    home.new = Some(New::of_file(file));
                }
            }
        }
        if let Some(text) = start.message {
            app.tell_user(Tone::Warning, text);
        }
        app.settle();
        app
    }

    /// True if the mouse is used.
    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// Whom to wake when there is news.
    pub fn tell(&mut self, sender: Sender<Event>) {
        self.news = Some(sender);
    }

    /// Draws a frame. Returns the cursor's position.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if let Some(home) = &mut self.home {
            let (list, cursor) = view::home::draw(area, buffer, &self.theme, home);
            self.list = list;
            return cursor;
        }
        let session = self.session.as_ref()?;
        view::draw(area, buffer, &self.theme, session, &mut self.state, &self.progress)
    }

    /// Takes an event of the terminal.
    pub fn take(&mut self, event: Terminal) -> Flow {
        let noticed = self.refresh();
        let effects = if noticed.other && matches!(&event, Terminal::Key(key) if keys::always(key).is_none()) {
            self.state.message = None;
            Vec::new()
        } else if self.home.is_some() {
            self.at_home(event)
        } else {
            self.at_work(event)
        };
        let mut flow = Flow::Go;
        for effect in effects {
            let then = self.effect(effect);
            if then != Flow::Go {
                flow = then;
            }
        }
        self.settle();
        if let Some((tone, text)) = noticed.message
            && self.home.is_none()
            && self.state.message.is_none()
        {
            self.state.message = Some((tone, text));
        }
        flow
    }

    /// Tries for the last time to save everything. Gives back in words what is in no file.
    pub fn finish(&mut self) -> Option<String> {
        let messages = &self.theme.messages;
        let lost: Vec<String> = self.parked.iter_mut().chain(&mut self.session).filter_map(|session| session.close(messages)).collect();
        let lost = (!lost.is_empty()).then(|| lost.join("\n"));
        note_unsaved(lost.clone());
        lost
    }

    /// Notes what is in no file now: a signal may end the process before [`App::finish`].
    pub fn note_unsaved(&self) {
        let lost: Vec<String> =
            self.parked.iter().chain(&self.session).filter_map(|session| session.unsaved(&self.theme.messages)).collect();
        note_unsaved((!lost.is_empty()).then(|| lost.join("\n")));
    }

    fn at_home(&mut self, event: Terminal) -> Vec<Effect> {
        let Some(home) = &mut self.home else { return Vec::new() };
        match event {
            Terminal::Key(key) => home.key(key, self.session.is_some(), &self.theme),
            Terminal::Paste(text) => {
                home.paste(&text);
                Vec::new()
            }
            Terminal::Mouse(mouse) if self.list.contains(Position { x: mouse.column, y: mouse.row }) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => home.click(usize::from(mouse.row - self.list.y)),
                MouseEventKind::ScrollUp | MouseEventKind::ScrollDown => {
                    let total = home.shown().len();
                    home.list.go(if mouse.kind == MouseEventKind::ScrollUp { -3 } else { 3 }, total);
                    Vec::new()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn at_work(&mut self, event: Terminal) -> Vec<Effect> {
        let Some(session) = &self.session else { return Vec::new() };
        match event {
            Terminal::Key(key) => self.state.key(key, session, &self.theme),
            Terminal::Paste(text) => self.state.paste(text, session, &self.theme),
            Terminal::Mouse(mouse) => {
                let at = Position { x: mouse.column, y: mouse.row };
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => self.state.click(at, session, &self.theme),
                    MouseEventKind::ScrollUp => self.state.wheel(true, at, session, &self.theme),
                    MouseEventKind::ScrollDown => self.state.wheel(false, at, session, &self.theme),
                    _ => Vec::new(),
                }
            }
            Terminal::Resize(..) | Terminal::FocusGained | Terminal::FocusLost => Vec::new(),
        }
    }

    /// Shows the applicants.
    pub fn go_home(&mut self) {
        let recent = self.settings.as_deref().map(Settings::load).unwrap_or_default().recent;
        let saved = saved(&self.folder, &recent, &self.options);
        let here = self.session.as_ref().and_then(|session| session.path().canonicalize().ok());
        let open = saved.iter().position(|saved| here.is_some() && saved.path.canonicalize().ok() == here);
        let chosen = open.unwrap_or_else(|| preferred(&saved));
        let offers = self.offers();
        let list = List { chosen, ..List::default() };
        self.home = Some(Home { saved, list, find: Find::default(), new: None, offers, help: None, message: None });
    }

    /// The programs that a new applicant may want.
    fn offers(&self) -> Vec<Offer> {
        let wanted = self.options.program.as_deref();
        let texts = self.options.library.programs().iter().filter(|text| wanted.is_none_or(|wanted| text.id == wanted));
        texts
            .filter_map(|text| {
                let (rulebook, _) = crate::rulebook::Rulebook::load(text, &mut crate::document::source::Files::default()).ok()?;
                Some(Offer { id: rulebook.program.id, title: rulebook.program.title })
            })
            .collect()
    }

    /// Opens a facts file.
    fn open(&mut self, path: &Path) {
        let real = |path: &Path| path.canonicalize().ok();
        // One that waits to be saved goes on with what it has.
        let parked = self.parked.iter().position(|session| real(session.path()).is_some_and(|own| Some(own) == real(path)));
        let opened = match parked {
            Some(at) => Ok(self.parked.remove(at)),
            None if self.session.as_ref().is_some_and(|session| !session.is_saved() && real(session.path()) == real(path)) => {
                self.home = None;
                return;
            }
            None => Session::open(path, &self.options),
        };
        self.begin(opened);
    }

    /// Works on a session from now on.
    fn begin(&mut self, opened: Result<Session, crate::wizard::session::LoadError>) {
        match opened {
            Ok(session) => {
                let path = session.path().to_owned();
                if let Some(mut left) = self.session.replace(session)
                    && left.save().is_err()
                {
                    self.parked.push(left);
                }
                self.state = State::default();
                self.home = None;
                #[cfg(feature = "collect")]
                self.forget_job();
                self.keep(|settings| settings.opened(&path));
            }
            Err(unopened) => {
                let text = unopened.render(&self.theme.messages, 76);
                self.tell_user(Tone::Error, text);
            }
        }
    }

    /// Changes the settings that are remembered.
    fn keep(&self, change: impl FnOnce(&mut Settings)) {
        if let Some(place) = &self.settings {
            Settings::update(place, change);
        }
    }

    fn settle(&mut self) {
        if let Some(session) = &self.session
            && self.home.is_none()
        {
            self.state.settle(session, &self.theme);
        }
    }

    /// Says something, until the next key.
    fn tell_user(&mut self, tone: Tone, text: String) {
        match &mut self.home {
            Some(home) => home.message = Some((tone, text)),
            None => self.state.message = Some((tone, text)),
        }
    }

    fn say(&mut self, tone: Tone, id: &str, args: &[(&str, &str)]) {
        let text = self.theme.format(id, args);
        self.tell_user(tone, text);
    }

    fn language(&mut self) {
        let lang = match self.theme.lang() {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        self.theme.messages = Messages::for_lang(lang);
        self.keep(|settings| settings.lang = Some(lang));
        if let Some(session) = &self.session {
            self.state.renew(session, &self.theme);
        }
    }

    fn colours(&mut self) {
        let theme = self.theme.scheme.next();
        self.theme.scheme = theme;
        self.keep(|settings| settings.theme = Some(theme.name().to_owned()));
        let id = match theme {
            ColorScheme::Dark => "screen-theme-dark",
            ColorScheme::Light => "screen-theme-light",
            ColorScheme::Monochrome => "screen-theme-none",
        };
        self.say(Tone::Dim, id, &[]);
    }

    fn switch_mouse(&mut self) -> Flow {
        self.mouse = !self.mouse;
        let mouse = self.mouse;
        self.keep(|settings| settings.mouse = Some(mouse));
        self.say(Tone::Dim, if mouse { "screen-mouse-on" } else { "screen-mouse-off" }, &[]);
        Flow::Mouse(mouse)
    }

    /// Leaves, but not with answers that could not be saved, unless asked twice.
    fn quit(&mut self) -> Flow {
        let saved = self.session.as_mut().map_or(Ok(()), Session::save);
        if let (Err(unsaved), Some(session)) = (saved, &self.session)
            && !std::mem::replace(&mut self.state.leaving, true)
        {
            let reason = unsaved.format(&self.theme.messages, session.rulebook());
            let text = format!("{reason}{}{}", self.theme.format("sentence-gap", &[]), self.theme.format("screen-unsaved", &[]));
            self.tell_user(Tone::Error, text);
            self.decide();
            return Flow::Go;
        }
        // Left on purpose: the next start shows the applicants. After a kill it goes on where it was.
        self.keep(|settings| settings.open = None);
        Flow::Leave
    }

    /// Shows something to read.
    #[cfg(feature = "collect")]
    fn show(&mut self, title: &str, text: String) {
        self.state.overlay = Some(Overlay::Note(self.theme.format(title, &[]), text, 0));
    }
}
