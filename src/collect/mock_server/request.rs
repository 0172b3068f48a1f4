//! A request to the mock server.

/// One request, in words.
#[derive(Debug)]
pub struct MockRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The path.
    pub path: String,
    /// What is in the address.
    pub query: Vec<(String, String)>,
    /// What was sent.
    pub body: Vec<u8>,
}
