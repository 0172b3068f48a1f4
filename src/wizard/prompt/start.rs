//! Which applicant it is about.
//!
//! In: a path, or the applicants that there are and a choice among them. Out: a session, of an old facts file or a new one.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::check::Standing;
use crate::i18n::escape::escape_control;
use crate::report::columns::pad;
use crate::report::text::checklist::dates;
use crate::report::text::status::{verdict_word, word};
use crate::wizard::prompt::command::Command;
use crate::wizard::prompt::interrupt::{Interrupt, PromptResult};
use crate::wizard::prompt::line_io::{Line, LineIo};
use crate::wizard::session::applicants::{SavedApplicant, Settings, preferred, saved};
use crate::wizard::session::{LoadError, Options, Session, named};

/// Opens the file that is wanted. None where it can't be opened, and that was said.
pub(super) fn choose_session(
    path: Option<&Path>,
    state: Option<&Path>,
    options: &Options,
    talk: &mut LineIo<'_>,
) -> PromptResult<Option<Session>> {
    let opened = match path {
        Some(path) if path.exists() => Session::open(path, options),
        // Its name may have been completed when it was made.
        Some(path) if named(path).exists() => Session::open(&named(path), options),
        Some(path) => create_applicant(Some(path), options, talk)?,
        None => pick_applicant(state, options, talk)?,
    };
    match opened {
        Ok(session) => {
            if let Some(state) = state {
                Settings::update(state, |settings| settings.opened(session.path()));
            }
            Ok(Some(session))
        }
        Err(refused) => {
            let text = refused.render(&talk.messages, talk.width);
            talk.out.write_all(text.as_bytes())?;
            match refused.diagnostics.iter().any(|diagnostic| diagnostic.id == "cannot-write") {
                // Nothing is wrong with the input: there is no place for the answers.
                true => Err(Interrupt::Lost(io::ErrorKind::Other.into())),
                false => Ok(None),
            }
        }
    }
}

/// Lets one of the applicants be chosen, or a new one be made.
fn pick_applicant(state: Option<&Path>, options: &Options, talk: &mut LineIo<'_>) -> PromptResult<Result<Session, LoadError>> {
    let settings = state.map(Settings::load).unwrap_or_default();
    let list = saved(Path::new("."), &settings.recent, options);
    if list.is_empty() {
        talk.say("prompt-first", &[])?;
        return create_applicant(None, options, talk);
    }
    talk.say("prompt-which", &[])?;
    for (at, one) in list.iter().enumerate() {
        let line = describe(one, talk);
        talk.hang(&format!("  {} ", pad(&format!("{}.", at + 1), 3)), &line)?;
    }
    // Where the last applicant is in another folder, this folder's own goes before.
    let here = settings.open_in(Path::new(".")).and_then(|open| list.iter().position(|one| is_same(&one.path, open)));
    let proposed = preferred(&list);
    let (last, id) = match here {
        Some(at) => (Some(at), "prompt-which-last"),
        None => (Some(proposed).filter(|_| list.iter().filter(|one| one.here).count() == 1), "prompt-which-here"),
    };
    talk.say("prompt-which-how", &[("count", &list.len().to_string())])?;
    if let Some(last) = last {
        talk.say(id, &[("number", &(last + 1).to_string())])?;
    }
    loop {
        let text = answer(talk)?;
        let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match (number.filter(|at| *at < list.len()), last, text.as_str()) {
            (Some(at), ..) | (None, Some(at), "") => return Ok(Session::open(&list[at].path, options)),
            (None, _, "0") => return create_applicant(None, options, talk),
            _ => talk.say("prompt-which-how", &[("count", &list.len().to_string())])?,
        }
    }
}

fn is_same(path: &Path, real: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path == real)
}

/// One applicant in a line.
fn describe(one: &SavedApplicant, talk: &LineIo<'_>) -> String {
    let messages = &talk.messages;
    let name = one.name.as_deref().unwrap_or(&one.applicant);
    let state = match (&one.diagnostic, one.verdict) {
        (Some(diagnostic), _) => crate::io::render::message(messages, diagnostic.id, &diagnostic.args),
        (None, Some((Standing::Held, _))) => messages.format(verdict_word(Standing::Held), &[]),
        (None, Some((_, outcome))) => {
            format!("{}{}", messages.format(word(outcome.status), &[]), dates(messages, outcome.status, outcome.from, outcome.until))
        }
        (None, None) => String::new(),
    };
    let path = one.path.display().to_string();
    messages.format("prompt-applicant", &[("name", &escape_control(name)), ("path", &escape_control(&path)), ("state", &state)])
}

/// Makes a facts file for a new applicant.
fn create_applicant(path: Option<&Path>, options: &Options, talk: &mut LineIo<'_>) -> PromptResult<Result<Session, LoadError>> {
    let programs = options.library.programs();
    let program = match (&options.program, programs) {
        (Some(program), _) => program.clone(),
        (None, [only]) => only.id.clone(),
        (None, several) => {
            talk.say("prompt-new-program", &[])?;
            for (at, program) in several.iter().enumerate() {
                talk.hang(&format!("  {}. ", at + 1), &program.id)?;
            }
            loop {
                let text = answer(talk)?;
                let number = text.parse::<usize>().ok().and_then(|number| several.get(number.checked_sub(1)?));
                match number.or_else(|| several.iter().find(|program| program.id == text)) {
                    Some(program) => break program.id.clone(),
                    None => talk.say("prompt-number", &[("count", &several.len().to_string())])?,
                }
            }
        }
    };
    talk.say("prompt-new-applicant", &[])?;
    let applicant = loop {
        let text = answer(talk)?;
        if !text.is_empty() {
            break text;
        }
        talk.say("prompt-new-applicant", &[])?;
    };
    talk.say("prompt-new-name", &[])?;
    let name = answer(talk)?;
    let path = match path {
        Some(path) => path.to_owned(),
        None => {
            let proposed = free_name(&applicant);
            talk.say("prompt-new-file", &[("path", &proposed.display().to_string())])?;
            let text = answer(talk)?;
            if text.is_empty() { proposed } else { PathBuf::from(text) }
        }
    };
    Ok(Session::create(&path, &program, &applicant, Some(&name), options))
}

/// A file name made from the applicant's, that no file has yet.
fn free_name(applicant: &str) -> PathBuf {
    let stem: String = applicant.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
    let stem = if stem.is_empty() { "applicant".to_owned() } else { stem };
    let names = std::iter::once(format!("{stem}.toml")).chain((2..).map(|number| format!("{stem}-{number}.toml")));
    names.map(PathBuf::from).find(|path| !path.exists()).unwrap_or_default()
}

/// A line; before there is a session only leaving makes sense besides.
fn answer(talk: &mut LineIo<'_>) -> PromptResult<String> {
    loop {
        match talk.line()? {
            None | Some(Line::Command(Command::Quit, _)) => return Err(Interrupt::Quit),
            Some(Line::Command(..)) => talk.say("prompt-not-yet", &[])?,
            Some(Line::Answer(text)) => return Ok(text),
        }
    }
}
