//! A server that speaks WeChat's interfaces, to try everything without an account.
//!
//! In: a world of made-up accounts ([`world`]) and misbehaviours ([`fault`]). Out: real HTTP on this machine, with tokens
//! that expire and state that can be changed while it runs. What it answers ([`answer`]) has the documented shapes.

pub mod answer;
pub mod fault;
pub mod files;
pub(crate) mod request;
pub mod world;

pub use crate::collect::mock_server::request::MockRequest;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use futures_util::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, Limited, StreamBody};
pub use hyper::body::Bytes;
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use crate::collect::client::Clock;
use fault::{Fault, FaultKind};
use world::World;

/// The largest request that is read.
const LARGEST: usize = 1 << 20;

/// What the server knows and does, shared with whoever started it.
pub struct State {
    /// The accounts.
    pub world: World,
    /// How it misbehaves.
    pub misbehaviours: Vec<Fault>,
    /// Replies that are given as they are, in place of the server's own.
    pub replies: Vec<Scripted>,
    /// Every request so far: method and path.
    pub requests: Vec<String>,
    /// How long a slow answer takes.
    pub slow: Duration,
    /// What time it is.
    pub clock: Clock,
}

/// A reply that a test wants given, whatever it is.
#[derive(Debug, Clone)]
pub struct Scripted {
    /// To requests whose path ends in this.
    pub call: String,
    /// The bytes.
    pub bytes: Bytes,
    /// How often still; None for ever.
    pub times: Option<u32>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("requests", &self.requests).finish_non_exhaustive()
    }
}

impl State {
    /// A server's state before its first request.
    pub fn new(world: World, misbehaviours: Vec<Fault>, clock: Clock) -> State {
        State { world, misbehaviours, replies: Vec::new(), requests: Vec::new(), slow: Duration::from_secs(3), clock }
    }
}

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on this machine's own address. Port 0 takes any that is free.
    ///
    /// # Errors
    /// The port can't be had.
    pub fn start(port: u16, state: State) -> io::Result<Server> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(state));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = serve(listener, shared) => {}
                    _ = stopped => {}
                }
            });
        });
        Ok(Server { address, state, stop: Some(stop), thread: Some(thread) })
    }

    /// What goes into `base_url`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its state, to look at or to change.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it stops, which it does only with the process.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn serve(listener: std::net::TcpListener, state: Arc<Mutex<State>>) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (connection, _) = listener.accept().await?;
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| exchange(request, Arc::clone(&state)));
            // A connection that is cut is cut on purpose, or by the other side.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

type Body = BoxBody<Bytes, io::Error>;

async fn exchange(request: Request<Incoming>, state: Arc<Mutex<State>>) -> Result<Response<Body>, io::Error> {
    let address = format!("http://x{}", request.uri());
    let query = reqwest::Url::parse(&address).map_err(io::Error::other)?;
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let body = Limited::new(request.into_body(), LARGEST).collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
    let asked = MockRequest { method, path, query: query.query_pairs().into_owned().collect(), body };
    let (what, answer, slow, scripted) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.requests.push(format!("{} {}", asked.method, asked.path));
        let what = fault::next(&mut state.misbehaviours, &asked.path);
        let now = (state.clock)();
        let answer = match what {
            Some(FaultKind::ExpireToken) => {
                state.world.forget_token(&asked);
                answer::refusal(&asked, 42001)
            }
            Some(FaultKind::Code(code)) => answer::refusal(&asked, code),
            _ => answer::answer(&mut state.world, &asked, now),
        };
        let scripted = state.replies.iter_mut().find(|reply| asked.path.ends_with(&reply.call) && reply.times != Some(0));
        let scripted = scripted.map(|reply| {
            reply.times = reply.times.map(|times| times - 1);
            reply.bytes.clone()
        });
        (what, answer, state.slow, scripted)
    };
    let text = |body: String| Full::new(Bytes::from(body)).map_err(|never| match never {}).boxed();
    let mut response = Response::new(text(answer.to_string()));
    match what {
        Some(FaultKind::Slow) => tokio::time::sleep(slow).await,
        Some(FaultKind::Cut) => return Err(io::ErrorKind::ConnectionReset.into()),
        Some(FaultKind::Half) => {
            let whole = answer.to_string();
            let half = Bytes::from(whole.as_bytes()[..whole.len() / 2].to_vec());
            let parts = [Ok(Frame::data(half)), Err(io::ErrorKind::ConnectionReset.into())];
            response = Response::new(StreamBody::new(stream::iter(parts)).boxed());
            response.headers_mut().insert(hyper::header::CONTENT_LENGTH, hyper::header::HeaderValue::from(whole.len()));
        }
        Some(FaultKind::BrokenJson) => response = Response::new(text("{\"errcode\": 0, \"list\": [".to_owned())),
        Some(FaultKind::Html) => response = Response::new(text("<html><body>sign in to the network</body></html>".to_owned())),
        Some(FaultKind::Huge) => response = Response::new(text(" ".repeat(9 << 20))),
        Some(FaultKind::Status(status)) => *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY),
        Some(FaultKind::WrongTypes) => response = Response::new(text(fault::wrong_types(answer).to_string())),
        Some(FaultKind::TextNumbers) => response = Response::new(text(fault::text_numbers(answer).to_string())),
        Some(FaultKind::NoErrcode) => response = Response::new(text(fault::no_errcode(answer).to_string())),
        Some(FaultKind::ExpireToken | FaultKind::Code(_)) | None => {}
    }
    if let Some(bytes) = scripted {
        response = Response::new(Full::new(bytes).map_err(|never| match never {}).boxed());
    }
    Ok(response)
}
