//! A host of files over HTTP, as the commands reach it: GET, HEAD and PUT, nothing else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use augu::base::Moment;
use augu::sync::{Credential, headers};

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status; 0 if there was no answer.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// A folder on a host.
pub struct HttpHost {
    agent: ureq::Agent,
    /// The folder's address, with a slash at its end.
    pub url: String,
    /// How to write there.
    pub credential: Credential,
}

impl HttpHost {
    /// A host at this address.
    pub fn new(url: &str, credential: Credential) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.timeout_global(Some(Duration::from_secs(30))).build().into();
        Self { agent, url: format!("{}/", url.trim_end_matches('/')), credential }
    }

    /// One request, with further headers.
    pub fn ask(&self, method: &str, name: &str, body: &[u8], further: &[(&str, &str)]) -> Answer {
        let url = format!("{}{name}", self.url);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as i64);
        let mut request = ureq::http::Request::builder().method(method).uri(&url);
        for (name, value) in headers(&self.credential, method, &url, body, Moment(now)) {
            request = request.header(name, value);
        }
        for (name, value) in further {
            request = request.header(*name, *value);
        }
        let sent = match request.body(body.to_vec()) {
            Ok(request) if method == "PUT" => self.agent.run(request),
            Ok(request) => self.agent.run(request.map(|_| ())),
            Err(_) => return Answer { status: 0, headers: Vec::new(), body: Vec::new() },
        };
        match sent {
            Ok(mut answer) => Answer {
                status: answer.status().as_u16(),
                headers: answer
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()))
                    .collect(),
                body: answer.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap_or_default(),
            },
            Err(_) => Answer { status: 0, headers: Vec::new(), body: Vec::new() },
        }
    }
}
