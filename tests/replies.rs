//! Replies that a platform has been seen to give, or that somebody could give on purpose: `tests/cases/replies.toml`, over a real
//! connection, through the command. Memory and time are measured too, and nothing that is secret or personal comes out anywhere.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kaibo::collect::mock_server::fault::Fault;
use kaibo::collect::mock_server::{Bytes, Scripted, Server};
use serde::Deserialize;
use source::{Desk, SHOP, server};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    call: String,
    #[serde(default)]
    reply: String,
    #[serde(default)]
    made: String,
    times: Option<u32>,
    #[serde(default)]
    misbehave: Vec<String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
    #[serde(default)]
    notes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    never: Vec<String>,
    retries: Option<(String, usize)>,
    exit: i32,
}

const SECRET: &str = "c0ffee12deadbeef34aa55bb66cc77dd";

/// The most memory that the command may take, in KiB.
const MEMORY: u64 = 64 << 10;

fn made(kind: &str) -> String {
    let room = |id: usize| format!("{{\"roomid\":{id},\"name\":\"room {id}\",\"live_status\":103}}");
    let rooms = |count: usize| (0..count).map(room).collect::<Vec<_>>().join(",");
    match kind {
        "deep" => {
            let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
            format!("{{\"errcode\":0,\"room_info\":[],\"x\":[{}]}}", vec![deep.as_str(); 33_000].join(","))
        }
        "strings" => format!("{{\"errcode\":0,\"total\":0,\"room_info\":[],\"x\":[{}]}}", vec!["\"\""; 2_000_000].join(",")),
        "rooms of strings" => format!("{{\"errcode\":0,\"room_info\":[{}]}}", vec!["\"\""; 2_000_000].join(",")),
        "rooms" => format!("{{\"errcode\":0,\"total\":400000,\"room_info\":[{}]}}", rooms(20_000)),
        "some rooms" => format!("{{\"errcode\":0,\"total\":400000,\"room_info\":[{}]}}", rooms(1000)),
        other => panic!("{other}"),
    }
}

/// The server of a case, and a desk for it. Cases about `stable_token` are about the account's own secret.
fn stage(case: &Case) -> (Server, Desk) {
    let server = server(&[]);
    let own = case.call == "stable_token";
    let desk = if own { Desk::with(&server, "app_secret = { file = \"own\" }", SECRET) } else { Desk::of(&server) };
    if own {
        let facts = format!("program = \"wechat-live\"\napplicant = \"{SHOP}\"\n\n[facts]\n");
        std::fs::write(desk.folder.path().join("shop.toml"), facts).unwrap();
        std::fs::write(desk.folder.path().join("kaibo.toml"), &desk.config).unwrap();
    }
    let text = if case.made.is_empty() { case.reply.replace("SECRET", SECRET) } else { made(&case.made) };
    let text = text.replace("TOKEN", "88_a_token_that_was_handed_out_0123456789_0123456789");
    let mut state = server.state();
    state.clock = std::sync::Arc::new(chrono::Utc::now);
    state.misbehaviours = case.misbehave.iter().map(|text| Fault::parse(text).unwrap()).collect();
    state.replies.push(Scripted { call: case.call.clone(), bytes: Bytes::from(text), times: case.times });
    drop(state);
    (server, desk)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaibo"));
    command.current_dir(folder).args(["collect", "shop.toml", "--config", "kaibo.toml", "--lang", "en", "--verbose"]);
    for name in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"] {
        command.env(name, folder.join(name));
    }
    command.env_remove("NO_COLOR").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The most memory that a process has taken so far, in KiB; None where the system doesn't tell.
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

/// Every file below a folder, apart from what was put there and from the tokens' own.
fn files(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_dir() && !path.ends_with("secrets") && !path.ends_with("XDG_CACHE_HOME") {
            files(&path, into);
        } else if path.is_file() && !path.ends_with("own") {
            into.push((name, String::from_utf8(std::fs::read(&path).unwrap()).unwrap()));
        }
    }
}

fn wrong(case: &Case) -> Vec<String> {
    let (server, desk) = stage(case);
    let folder = desk.folder.path();
    let begun = Instant::now();
    let child = command(folder).spawn().unwrap();
    let id = child.id();
    let (done, is_done) = std::sync::mpsc::channel();
    let watch = std::thread::spawn(move || {
        let mut most = 0;
        while is_done.recv_timeout(Duration::from_millis(3)).is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Timeout) {
            most = most.max(peak(id).unwrap_or_default());
        }
        most
    });
    let output = child.wait_with_output().unwrap();
    let took = begun.elapsed();
    done.send(()).unwrap();
    let memory = watch.join().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let mut wrong = Vec::new();
    let mut check = |sound: bool, what: String| {
        if !sound {
            wrong.push(format!("{}: {what}\n{out}\n{err}", case.name));
        }
    };
    check(output.status.code() == Some(case.exit), format!("exit {:?}", output.status.code()));
    check(took < Duration::from_secs(20), format!("took {took:?}"));
    check(memory < MEMORY, format!("took {memory} KiB"));
    let text = std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    for (fact, expected) in &case.facts {
        let found = table["facts"].get(fact).map(ToString::to_string);
        check(found.as_deref().unwrap_or("unknown").contains(expected), format!("{fact} is {found:?}"));
    }
    for (fact, words) in &case.notes {
        let note = table["provenance"][fact].get("note").map(ToString::to_string).unwrap_or_default();
        for word in words {
            check(note.contains(word), format!("the note of {fact} lacks `{word}`: {note}"));
        }
    }
    for word in &case.says {
        check(err.contains(word), format!("standard error lacks `{word}`"));
    }
    let mut kept = Vec::new();
    files(folder, &mut kept);
    check(kept.iter().any(|(_, text)| text.contains(&case.evidence)), format!("no file holds {:?}", case.evidence));
    let written: usize = kept.iter().map(|(_, text)| text.len()).sum();
    check(written < 512 << 10, format!("wrote {written} bytes"));
    kept.extend([("standard output".to_owned(), out.clone()), ("standard error".to_owned(), err.clone())]);
    for never in &case.never {
        let never = never.replace("SECRET", SECRET);
        let pieces: Vec<&str> = if never == SECRET { (0..=SECRET.len() - 8).map(|at| &SECRET[at..at + 8]).collect() } else { vec![&never] };
        for piece in pieces {
            for (name, text) in &kept {
                check(!text.contains(piece), format!("`{piece}` is in {name}: {text}"));
            }
        }
    }
    if let Some((call, times)) = &case.retries {
        let requests = server.state().requests.clone();
        let made = requests.iter().filter(|request| request.ends_with(call)).count();
        check(made == *times, format!("{call} was called {made} times"));
    }
    wrong
}

#[test]
fn every_reply_is_coped_with() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/replies.toml")).unwrap();
    let cases: File = toml::from_str(&text).unwrap();
    let wrong: Vec<String> = cases.case.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_turns_text_around_is_escaped_in_what_is_collected() {
    let odd = "女装\u{202e}\u{2066}\u{200b}";
    let reply = "{\"errcode\":0,\"categories\":[{\"first\":1,\"first_name\":\"商家自营\",\"second\":2,\"second_name\":\"ODD\",\"audit_status\":3}]}";
    let server = server(&[]);
    let desk = Desk::of(&server);
    let mut state = server.state();
    state.clock = std::sync::Arc::new(chrono::Utc::now);
    state.replies.push(Scripted { call: "getcategory".to_owned(), bytes: Bytes::from(reply.replace("ODD", odd)), times: None });
    drop(state);
    let output = command(desk.folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(desk.folder.path().join("shop.collected.toml")).unwrap();
    assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}']), "{text}");
    // It is the same text all the same.
    let table: toml::Table = toml::from_str(&text).unwrap();
    assert!(table["facts"]["categories"].to_string().contains("女装"), "{text}");
    let said = format!("{:?}", table["facts"]["categories"]);
    assert!(said.contains(&format!("{odd:?}").trim_matches('"').to_owned()), "{said}");
}

#[cfg(unix)]
#[test]
fn evidence_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = server(&[]);
    server.state().clock = std::sync::Arc::new(chrono::Utc::now);
    let desk = Desk::of(&server);
    let evidence = desk.folder.path().join("shop.evidence");
    // One that an older version left open to others.
    std::fs::create_dir(&evidence).unwrap();
    std::fs::set_permissions(&evidence, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(command(desk.folder.path()).output().unwrap().status.success());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&evidence), 0o700);
    for entry in std::fs::read_dir(&evidence).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

/// Sends a signal once the server has been asked, and says how long the command then takes to end, and how.
#[cfg(unix)]
fn end(mut child: std::process::Child, signal: &str, due: impl Fn() -> bool) -> (Duration, Option<i32>) {
    while !due() {
        std::thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    let sent = Instant::now();
    let code = child.wait().unwrap().code();
    (sent.elapsed(), code)
}

#[cfg(unix)]
#[test]
fn an_interruption_is_heard_within_a_second_whatever_is_going_on() {
    let case = |made: &str, misbehave: &[&str]| Case {
        name: String::new(),
        call: if made.is_empty() { "nothing" } else { "getliveinfo" }.to_owned(),
        reply: String::new(),
        made: made.to_owned(),
        times: None,
        misbehave: misbehave.iter().map(|text| (*text).to_owned()).collect(),
        facts: BTreeMap::new(),
        notes: BTreeMap::new(),
        says: Vec::new(),
        evidence: String::new(),
        never: Vec::new(),
        retries: None,
        exit: 130,
    };
    for (made, misbehave) in [("strings", &[][..]), ("rooms", &[]), ("", &["slow"])] {
        let mut case = case(made, misbehave);
        if made.is_empty() {
            case.reply = "{}".to_owned();
        }
        for signal in ["-INT", "-TERM"] {
            let (server, desk) = stage(&case);
            server.state().slow = Duration::from_secs(30);
            // What is not slow is over soon: the appeals keep it going.
            server.state().misbehaviours.extend(Fault::parse("slow:getcategory"));
            let folder = desk.folder.path();
            let child = command(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let wanted = if made.is_empty() { "" } else { "getliveinfo" };
            let due = || server.state().requests.iter().any(|request| request.ends_with(wanted));
            let (took, code) = end(child, signal, due);
            assert_eq!(code, Some(130), "{made} {signal}");
            assert!(took < Duration::from_secs(1), "{made} {signal}: {took:?}");
            assert!(!folder.join("shop.collected.toml").exists() && !folder.join("shop.evidence").exists());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_prints_no_secret_holds_nothing_up() {
    let server = server(&[]);
    let desk = Desk::with(&server, "app_secret = { command = [\"sh\", \"-c\", \"touch began; sleep 60\"] }", "-");
    let folder = desk.folder.path();
    std::fs::write(folder.join("kaibo.toml"), &desk.config).unwrap();
    std::fs::write(folder.join("shop.toml"), format!("program = \"wechat-live\"\napplicant = \"{SHOP}\"\n\n[facts]\n")).unwrap();
    let child = command(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (took, code) = end(child, "-INT", || folder.join("began").exists());
    assert_eq!(code, Some(130));
    assert!(took < Duration::from_secs(1), "{took:?}");
    // And without anybody who interrupts it, its time is limited.
    let desk = Desk::with(&server, "app_secret = { command = [\"sleep\", \"60\"] }", "-");
    let limits = kaibo::collect::client::Limits { command: Duration::from_millis(100), ..source::limits() };
    let begun = Instant::now();
    let faults = desk.try_live(limits, None).unwrap_err();
    assert_eq!(faults[0].id, "collect-secret-slow-command");
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(server.state().requests.is_empty());
}

#[test]
fn a_run_has_a_deadline() {
    let server = server(&["slow:getweanalysisappiddailyvisittrend"]);
    server.state().slow = Duration::from_secs(30);
    let desk = Desk::of(&server);
    let limits = kaibo::collect::client::Limits { run: Duration::from_millis(900), total: Duration::from_secs(30), ..source::limits() };
    let begun = Instant::now();
    let run = source::block_on(kaibo::collect::run::Collection::live(desk.scope(), desk.live(limits), &source::program(), &[]));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(
        source::note(&run, "daily_active_users").contains("time limit for the whole run"),
        "{}",
        source::note(&run, "daily_active_users")
    );
    assert_eq!(source::fact(&run, "live_open").as_deref(), Some("true"), "what was answered in time stays");
}

#[test]
fn appeals_are_asked_for_within_bounds() {
    let server = server(&[]);
    let violation =
        |at: usize| kaibo::collect::mock_server::world::Violation { id: format!("1_{at}"), days_ago: (at % 170) as i64, appeals: vec![] };
    server.state().world.account_mut(SHOP).unwrap().violations = (0..400).map(violation).collect();
    let desk = Desk::of(&server);
    let run = desk.run();
    let appeals = server.state().requests.iter().filter(|request| request.ends_with("getappealrecords")).count();
    assert!(appeals <= 51, "{appeals}");
    assert!(source::fact(&run, "violations").unwrap().contains("partial = true"));
    assert!(source::note(&run, "violations").contains("350 oldest"), "{}", source::note(&run, "violations"));
}
